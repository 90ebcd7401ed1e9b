// Which of the forms that mean the same is written: from the record outwards, or from the far end; each row asked by itself, or
// all of them counted in one scan; the rows of a relation, or the summary of the contact.
//
// The rules go by what the schema can find (indexes) and by what else stands in the same `and`, never by what is in the
// file: a query has one plan, explain() shows it, and the statement stays in the cache.
#pragma once

#include "query/bound.hpp"

namespace kith::query {

/// Which choices there are; the tests go without each of them, too.
struct Planning {
    bool far = true;      ///< sets of owners from the far end of a relation, with IN
    bool sets = true;     ///< figures counted in one scan
    bool summary = true;  ///< contact_summary in place of the rows that it counts

    friend bool operator==(const Planning&, const Planning&) = default;
};

/// Every condition is asked of the record at hand: for a few records, nothing is made for all of them.
inline constexpr Planning by_record{false, false, false};

/// How few records a condition leaves when something finds them by it; what is lower leaves fewer.
enum class Leaves {
    few,   ///< those at an address, with an id, among the best
    some,  ///< those with a tag, on a list, with a value of a field
    rows,  ///< those to whom rows lead that something finds
    many,  ///< nothing finds them: they are looked through
};

/// What a condition on records leaves, as the first of several joined by `and` that something can go by.
[[nodiscard]] Leaves leaves(const bound::Condition& condition);

/// True when the test picks rows by a value that an index finds.
[[nodiscard]] bool selective(const bound::Test& test);

/// True when the test is for ranges of a custom field, which an index finds.
[[nodiscard]] bool finds_range(const bound::Test& test);

/// True when a way begins with rows that belong to the record, and can be gone from its far end.
[[nodiscard]] bool leads_to_rows(const std::vector<bound::Hop>& hops);

/// True when a condition on related rows finds them: then the set of their owners is made once.
[[nodiscard]] bool finds_rows(const bound::Condition& condition);

/// True when counting the rows of a figure for everyone reads no more of them than it must.
[[nodiscard]] bool counts_apart(const bound::Figure& figure);

/// The interactions of a contact, as they are: what contact_summary counts.
[[nodiscard]] bool all_interactions(const std::vector<bound::Hop>& hops);

}  // namespace kith::query
