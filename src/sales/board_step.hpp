// The room "sales": pipelines and the deals that move through them.
//
//   board_step.hpp  what the commit keeps: a deal's copies of its stage, board_deal, board_total
//   pipelines.cpp   making pipelines, moving deals, prices       board.cpp  boards       flow.cpp  figures from moves
//   exchange.cpp    amounts in another currency
#pragma once

#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/database.hpp>

#include <vector>

namespace kith::sales {

/// Keeps what holds of deals whoever writes them, undo and merges too: `pipeline` and `status` are the stage's, the main
/// contact takes part, and board_total holds the sums per stage and currency. A moved deal costs a handful of statements
/// by key, whatever the size of its stage: board_deal remembers what each deal was counted as, so that sums change by
/// the difference.
[[nodiscard]] store::DeriveStep board_step();

/// Makes anew what all deals keep of their stages.
void settle(store::Connection& connection);

/// For `verify`: deals whose copies are not what their stage says, or whose main contact takes no part.
void check_deals(store::Connection& connection, std::vector<Finding>& findings);

}  // namespace kith::sales
