// The room "upkeep": what keeps a file in order.
//
//   labels.hpp      tags and lists: their use, those that mean the same, merging them (this file)
//   assessment.hpp  the quality of one contact
//   sources.hpp     what a record lacks, from others
//   uniform.hpp     one value in the uniform format of its field
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/database.hpp>
#include <kith/label_merge.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::upkeep {

/// What tags and lists have in common: a table of names, and a link table that puts them on records.
struct LabelKind {
    const RecordType& type;          ///< tag or list
    std::string_view link_table{};   ///< "tagging"
    std::string_view link_column{};  ///< "tag_id"
};
[[nodiscard]] const LabelKind& tags();
[[nodiscard]] const LabelKind& lists();

/// A tag or list as it is compared.
struct LabelUse {
    std::int64_t id = 0;
    std::string name{};
    std::int64_t records = 0;  ///< that have it
    std::string members{};     ///< of a list: the type of its members
};

/// Two of them, by their place.
struct LabelPair {
    std::size_t left = 0;
    std::size_t right = 0;
    double similarity = 0;
    std::string_view how{};
};

/// The pairs of one type of members whose names are alike, the most similar first, then in the order given.
[[nodiscard]] std::vector<LabelPair> alike(std::span<const LabelUse> uses, double threshold);

/// The name to keep of two: of the one on more records, else the older one.
[[nodiscard]] const std::string& worth_keeping(const LabelUse& left, const LabelUse& right);

/// The one with this name. Throws `not_found`.
[[nodiscard]] std::int64_t existing(const Reader& reader, const LabelKind& kind, std::string_view name);

/// Puts `into` on every record that has one of `from`, takes those off and moves them to the trash, and lets saved queries
/// name `into`; see Tags::merge.
[[nodiscard]] LabelMergeResult merge(Transaction& tx, const LabelKind& kind,
                                     std::span<const std::string> from, std::string_view into);

}  // namespace kith::upkeep
