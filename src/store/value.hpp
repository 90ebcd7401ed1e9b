// What SQLite hands to hooks and functions.
#pragma once

#include "store/cell.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <string_view>

namespace kith::store {

/// The bytes of a text or blob, as the file holds them, which is UTF-8: asking for text would copy them. Throws std::bad_alloc where SQLite has no
/// memory for them.
[[nodiscard]] inline std::string_view bytes_of(sqlite3_value* value) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    if (size == 0) return {};
    if (bytes == nullptr) throw std::bad_alloc();
    return {bytes, size};
}

/// A view of it, for as long as SQLite keeps the value. Throws std::bad_alloc.
[[nodiscard]] inline Cell cell_of(sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: return Cell::of(std::int64_t{sqlite3_value_int64(value)});
        case SQLITE_FLOAT: return Cell::of(sqlite3_value_double(value));
        case SQLITE_TEXT: return Cell::of(bytes_of(value));
        case SQLITE_BLOB: return Cell::of_blob(bytes_of(value));
        default: return {};
    }
}

}  // namespace kith::store
