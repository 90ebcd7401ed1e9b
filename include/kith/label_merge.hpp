// Merging tags, or lists: how, and what became of it.
#pragma once

#include <kith/transaction.hpp>

#include <cstdint>

namespace kith {

/// How tags or lists are merged.
struct LabelMergeOptions {
    bool dry_run = false;  ///< report what would happen, write nothing
};

/// What a merge of tags or lists did, or would do.
struct LabelMergeResult {
    std::int64_t taken = 0;  ///< how often one that goes was taken off a record
    std::int64_t moved = 0;  ///< records that have the one that stays since
    std::int64_t had = 0;    ///< records that had it already, besides one that goes
    std::int64_t queries =
        0;  ///< saved queries, and manual segments of lists, that have the one that stays since
    TransactionId transaction = 0;  ///< what `undo` takes back; 0 for a dry run

    friend bool operator==(const LabelMergeResult&, const LabelMergeResult&) = default;
};

}  // namespace kith
