// What leads from one ordered list of records to another: for list views that must not be drawn anew.
#pragma once

#include <kith/observe.hpp>

#include <cstdint>
#include <vector>

namespace kith::query {

/// One record in a list: its id, and its version, which every change of the record raises.
struct Item {
    std::int64_t id = 0;
    std::int64_t version = 0;

    friend bool operator==(const Item&, const Item&) = default;
};
using Items = std::vector<Item>;

/// The changes that make `before` into `after` when they are applied in order, as ListDelta says: removals from the back,
/// the fewest moves (what stays put is a longest increasing subsequence of the old positions: Schensted, 1961), rather of
/// updated records than of others, insertions from the front, updates. Updated is what is in both lists with another version, or stands in `touched`. Ids are unique
/// in each list; `touched` is sorted. Cost: O(n log n), and O(n) where nothing moved.
[[nodiscard]] std::vector<ListChange> list_changes(const Items& before, const Items& after,
                                                   const std::vector<std::int64_t>& touched = {});

}  // namespace kith::query
