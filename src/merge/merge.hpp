// The room "merge": several records become one, and come apart again.
//
//   merge.hpp        merging and taking back (this file)
//   unmerge.cpp      taking back, and whose is what came since
//   later.hpp        what came since
//   merge_all.cpp    many merges at once, and of what is surely the same
//   recorder.hpp     every write of a merge, noted so that it can be taken back
//   survivorship.hpp which record's value a field keeps
//   chooser.hpp      the values of several records weighed against each other
//   likeness.hpp     what makes two parts of a record the same
//   parts.hpp        uniting e-mails, phones, addresses ...
//   followers.hpp    everything that refers to a loser follows to the survivor
//
// The loser's row stays, with `merged_into`: its id leads to the survivor. Its elements, links and whatever refers to
// it move; what the survivor has already is dropped, and comes back when the merge is taken back. What refers to a
// record is found from the descriptors (history/catalogue.hpp), so a new record type cannot be forgotten.
#pragma once

#include "store/writer.hpp"

#include <kith/merge.hpp>

namespace kith::merge {

/// The type of this name. Throws `invalid_argument` when there is none or its records do not merge.
[[nodiscard]] const RecordType& mergeable_type(const std::string& name);

/// Merges inside a transaction; see Database::merge. Throws `invalid_argument` naming the record when one is named
/// twice, was merged already, is in the trash, or its type does not merge; `not_found`.
[[nodiscard]] MergeResult merge_records(store::Writer& writer, const MergeRequest& request,
                                        const MergeOptions& options);

/// Takes a merge back inside a transaction; see Database::unmerge. Throws `not_found`, and `invalid_argument` when it
/// was taken back already or the host moves something to a record that has nothing to do with it.
[[nodiscard]] UnmergeResult unmerge(store::Writer& writer, std::int64_t id, const UnmergeOptions& options);

}  // namespace kith::merge
