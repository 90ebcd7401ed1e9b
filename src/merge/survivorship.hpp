// Which record's value a field keeps.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/merge.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::merge {

/// Why a reference is left out, for people.
inline constexpr std::string_view to_itself = "the survivor would refer to itself";

/// A whole record on the heap, of a type known at run time.
using Record = std::unique_ptr<void, void (*)(void*)>;

/// The records of a merge: the survivor first, then the losers in the order of the request.
struct Members {
    const RecordType* type = nullptr;
    std::vector<std::int64_t> ids{};
    std::vector<Record> records{};

    [[nodiscard]] std::int64_t survivor() const { return ids.front(); }
    /// True for the survivor and the losers.
    [[nodiscard]] bool has(std::int64_t id) const;
    [[nodiscard]] bool is_loser(std::int64_t id) const { return id != survivor() && has(id); }
};

/// Which member a custom field's single value comes from.
struct CustomChoice {
    std::string key{};
    std::size_t member = 0;
};

/// What the survivor becomes.
struct Choice {
    Record record;  ///< the survivor's fields as they shall be; elements are not united here
    std::vector<MergedField> fields{};   ///< for the result: fields whose values differ
    std::vector<CustomChoice> custom{};  ///< single custom fields whose value comes from a loser
};

/// Throws `invalid_argument` when options name a policy or a field that there is not.
void check_options(store::Connection& connection, const RecordType& type, const MergeOptions& options);

/// Chooses every field. Reads the journal for policies that ask when something was written. Throws
/// `invalid_argument` when `choose` gives a value that does not fit; what the type's own check throws.
[[nodiscard]] Choice choose(store::Connection& connection, const Members& members,
                            const MergeOptions& options);

}  // namespace kith::merge
