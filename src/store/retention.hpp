// How long the journal is kept.
//
// Recorded time never runs backwards, so what is older than a moment is the transactions before a number. That number, the
// first one kept, is written down first (setting `history_first`); from then on everything before it counts as gone, whatever
// of it still lies in the tables, and batches of bounded size take it away. So a prune that is interrupted anywhere, or a
// single transaction of a million cells, leaves no half history. The newest transaction always stays: the next one's time is
// measured by it.
//
// Pruning removes rows of `change_txn` and `change` and nothing else. `transition` and the log of merges (`merge`,
// `merge_move`) are business, not journal: tracked fields keep their steps and merges can be taken back. Link rows keep the
// numbers of pruned transactions, which are never given again.
#pragma once

#include <kith/time.hpp>

#include <cstdint>

namespace kith::store {

class Connection;
class Writer;

/// The first transaction that the journal still has; 1 while nothing was pruned.
[[nodiscard]] std::int64_t first_kept(Connection& connection);

/// The last transaction that was committed at a moment or before; 0 where none was. Of those that were pruned nothing is
/// known.
[[nodiscard]] std::int64_t last_until(Connection& connection, Time at);

/// What one batch removed.
struct PruneBatch {
    std::int64_t transactions = 0;
    std::int64_t changes = 0;  ///< rows of `change`
    bool more = false;         ///< there is more to remove
};

/// Removes at most about `rows` rows of what was committed before `before`. The writer's own transaction gets no number by
/// it. Cost: the rows.
PruneBatch prune_batch(Writer& writer, Time before, std::int64_t rows);

}  // namespace kith::store
