// Names of contacts without reading whole records.
#pragma once

#include "store/connection.hpp"

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

/// The contact that an id stands for now, merges followed. Throws `not_found`.
[[nodiscard]] std::int64_t existing_contact(store::Connection& connection, std::int64_t id);

}  // namespace kith::activity
