// What one row adds to the sum of its table, from the values that SQLite hands out.
#pragma once

#include "store/row_hash.hpp"
#include "store/table_sums.hpp"
#include "store/value.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#include <sqlite3.h>

namespace kith::store {

/// Adds one value to a hash.
inline void add_value(RowHash& hash, sqlite3_value* value, bool real) {
    const int type = sqlite3_value_type(value);
    switch (type) {
        case SQLITE_INTEGER:
        case SQLITE_FLOAT:
            if (real || type == SQLITE_FLOAT) {
                // Of such a column the hook reports 3 or 3.0, and -0.0, where the file gives 3.0 and 0.0.
                const double number = sqlite3_value_double(value);
                hash.add(SQLITE_FLOAT, std::bit_cast<std::uint64_t>(real && number == 0 ? 0.0 : number));
            } else {
                hash.add(type, static_cast<std::uint64_t>(sqlite3_value_int64(value)));
            }
            break;
        case SQLITE_TEXT:
        case SQLITE_BLOB: hash.add(type, bytes_of(value)); break;
        default: hash.add(type); break;
    }
}

/// `value` gives the sqlite3_value of a column by its number. Throws std::bad_alloc, and what `value` throws.
template <class Values>
[[nodiscard]] TableSum sum_of_row(const SummedTable& table, Values&& value) {
    RowHash row(table.seed);
    RowHash key(table.seed);
    std::uint64_t number = 0;
    int position = 0;
    for (const StoredColumn& column : table.stored.columns) {
        sqlite3_value* cell = value(position++);
        add_value(row, cell, column.real);
        if (!column.key) continue;
        if (table.stored.numbered)
            number = static_cast<std::uint64_t>(sqlite3_value_int64(cell));
        else
            add_value(key, cell, column.real);
    }
    if (!table.stored.numbered) number = key.value();
    return {1, row.value(), row.value() * number};
}

}  // namespace kith::store
