// SQLite's result codes as kith's errors.
#pragma once

#include <kith/error.hpp>

#include <string_view>

struct sqlite3;

namespace kith::store {

/// The code that an SQLite (extended) result code stands for.
[[nodiscard]] Code code_of(int sqlite_code) noexcept;

/// Throws the Error for a result code; `handle` (may be null) gives the message and, where the file is what is
/// wrong, its name. SQLITE_NOMEM throws bad_alloc.
[[noreturn]] void throw_sqlite(int sqlite_code, sqlite3* handle, std::string_view doing);

/// Throws `corrupt` for what a full-text table said while it wrote, if that is a broken constraint: kith breaks none there, so a
/// page is not what was written.
void tell_index_damage(const Error& error);

/// Throws `suspended`: the database is, or was when the call ran.
[[noreturn]] void throw_suspended();

}  // namespace kith::store
