// Undo of transactions.
#pragma once

#include "history/take_back.hpp"

#include <kith/history.hpp>

namespace kith::history {

/// Takes back the transaction `seq`: first the merges it made, then the rest. Labels the current transaction
/// "undo of N: LABEL". Throws `not_found` when there is no such transaction, `pruned` when the journal
/// does not have it any more, `in_use` when a separated record cannot be merged again.
[[nodiscard]] UndoResult undo(store::Writer& writer, TransactionId seq);

/// Throws `pruned`, naming the horizon, for a transaction that lies before it.
void refuse_pruned(store::Connection& connection, TransactionId seq);

/// True for what the rules of the data refuse, be it one row: it stays where it is.
[[nodiscard]] bool is_refusal(Code code) noexcept;

/// Takes back one merge and marks it so, with the consents that were put aside since. The caller checks that it is in force.
[[nodiscard]] Outcome take_back_merge(store::Writer& writer, const MergeInfo& merge);

}  // namespace kith::history
