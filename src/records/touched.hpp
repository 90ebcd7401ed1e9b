// What derive steps watch, and which records a transaction touched.
#pragma once

#include "records/record_type.hpp"
#include "store/writer.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace kith::records {

/// Watches the rows of `type` that come or go and, of its updates, those of the named columns: editing a note is no
/// reason to make a record's keys anew. Throws `invalid_argument` for a column that is not journaled; what is computed
/// follows from others, and those are to be named.
[[nodiscard]] store::Watch watch(const RecordType& type, std::initializer_list<std::string_view> columns);

/// The records that an owner column of the touched rows of a table names or named: the contacts of changed tasks by
/// "contact_id". Sorted and disjoint.
[[nodiscard]] store::IdRanges owners(store::Writer& writer, const store::ChangedTables& changes, int table,
                                     std::string_view column);

/// The ids of `type` whose row, side table or elements `changes` touched, sorted and disjoint. `also` names further
/// tables by number with the column that holds an id of `type` (employment by contact_id, say).
struct TouchedBy {
    int table = 0;
    std::string_view column{};
};
[[nodiscard]] store::IdRanges touched_records(store::Writer& writer, const RecordType& type,
                                              const store::ChangedTables& changes,
                                              const std::vector<TouchedBy>& also = {});

/// Calls `remove(row)` for the rows of `before` that are not in `now` and `insert(row)` for those that are new, in
/// their order. Both are sorted and without doubles.
template <class Row, class Remove, class Insert>
void write_difference(const std::vector<Row>& before, const std::vector<Row>& now, Remove&& remove,
                      Insert&& insert) {
    auto old = before.begin();
    auto row = now.begin();
    while (old != before.end() || row != now.end()) {
        if (row == now.end() || (old != before.end() && *old < *row)) {
            remove(*old++);
        } else if (old == before.end() || *row < *old) {
            insert(*row++);
        } else {
            ++old, ++row;
        }
    }
}

}  // namespace kith::records
