// Names of contacts without reading whole records, and whether a record is there.
#pragma once

#include "store/connection.hpp"

#include <kith/id.hpp>
#include <kith/record_type.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace kith::activity {

/// How many columns `name_columns` lists.
inline constexpr int name_column_count = 8;

/// The columns that a contact's name is made of, of the table called `alias`.
[[nodiscard]] std::string name_columns(std::string_view alias);

/// The name as lists show it, from the columns of `row` that begin at `first`; that of contact `id`, which has another way
/// to be called (an address) when it has no name.
[[nodiscard]] std::string shown_name(store::Connection& connection, const store::Statement& row, int first,
                                     std::int64_t id);

/// The record that an id stands for now, merges followed. Throws `not_found`.
[[nodiscard]] std::int64_t existing(store::Connection& connection, const RecordType& type, std::int64_t id);
template <class T>
[[nodiscard]] Id<T> existing(store::Connection& connection, Id<T> id) {
    return Id<T>{existing(connection, record_type<T>(), id.value)};
}

}  // namespace kith::activity
