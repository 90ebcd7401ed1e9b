// Work that SQL functions do themselves, for the bound on what a statement may do (WorkLimit).
#pragma once

#include <cstdint>

namespace kith::store {

/// For a function that a connection is calling (Connection::create_function) on this thread, and whose work is not in
/// proportion to its text: counts steps like those of SQLite's machine. The statement fails with `limit` after the call
/// when there was too much.
void charge(std::int64_t steps) noexcept;

/// How many steps the statement that calls has left; the largest number where nothing bounds it.
[[nodiscard]] std::int64_t work_left() noexcept;

}  // namespace kith::store
