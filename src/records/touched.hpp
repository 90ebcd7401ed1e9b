// Which records a transaction touched, for derive steps.
#pragma once

#include "records/record_type.hpp"
#include "store/change_set.hpp"
#include "store/writer.hpp"

namespace kith::records {

/// The ids of `type` whose row, side table or elements `changes` touched, sorted and disjoint. `also` names further
/// tables by number with the column that holds an id of `type` (employment by contact_id, say).
struct TouchedBy {
    int table = 0;
    std::string_view column{};
};
[[nodiscard]] store::IdRanges touched_records(store::Writer& writer, const RecordType& type,
                                              const store::ChangeSet& changes,
                                              const std::vector<TouchedBy>& also = {});

}  // namespace kith::records
