// Tags: the words themselves. Putting them on records is `tag` and `untag` of Database and Transaction.
#pragma once

#include <kith/database.hpp>
#include <kith/label_merge.hpp>
#include <kith/records/tag.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A tag with the number of records that carry it.
struct TagUse {
    Tag tag{};
    std::int64_t records = 0;
};

/// Two tags whose names are nearly the same.
struct SimilarTags {
    Tag left{};
    Tag right{};
    double similarity =
        0;  ///< 1 for spelling, 0.98 reading, 0.97 number, at most 0.96 (Jaro-Winkler) for a typing error
    std::string
        how{};  ///< in what they differ: "spelling" (spaces, signs, order of words), "reading" (kana or romaji, a long
    ///< vowel), "number" (singular and plural), "typing error"
    std::int64_t left_records = 0;
    std::int64_t right_records = 0;
    std::string keep{};  ///< the name to keep: of the one on more records, else the older one
};

/// The tags of a database. A small value; safe to use from any thread.
class KITH_API Tags {
public:
    explicit Tags(const Database& database) : database_(database) {}

    /// All tags with their use, by name.
    [[nodiscard]] std::vector<TagUse> all(Where where = Where::current()) const;
    /// Gives a tag another name. Throws `not_found`, and `not_unique` when another tag has that name (then `merge`).
    void rename(std::string_view from, std::string_view to, Where where = Where::current());
    /// Puts `into` on every record that has `from` and moves `from` to the trash. Saved queries that name it then name `into`.
    /// One transaction, so one undo. Throws `not_found`, `invalid_argument` when both are one tag.
    LabelMergeResult merge(std::string_view from, std::string_view into,
                           const LabelMergeOptions& options = {}, Where where = Where::current());
    /// The same for several tags.
    LabelMergeResult merge_all(const std::vector<std::string>& from, std::string_view into,
                               const LabelMergeOptions& options = {}, Where where = Where::current());
    /// Takes a tag off every record and moves it to the trash.
    void remove(std::string_view name, Where where = Where::current());
    /// Tags that no record carries.
    [[nodiscard]] std::vector<Tag> unused(Where where = Where::current()) const;
    /// Pairs of tags that may mean the same, most similar first: "newsletter" and "newsletters", "ユーザ" and "ユーザー",
    /// "follow-up" and "follow up", ヤマダ and yamada; not "Q1" and "Q2". Compares all pairs: quadratic in the number of tags.
    [[nodiscard]] std::vector<SimilarTags> similar(double threshold = 0.9,
                                                   Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
