// The file's schema: making it, bringing it up to date, and checking that it is kith's own.
#pragma once

#include "store/connection.hpp"

#include <string>

namespace kith::store {

/// "kith" in ASCII, in the file's header.
inline constexpr int application_id = 0x6b697468;

/// The schema version that this library writes: the number of its newest migration.
[[nodiscard]] int newest_version() noexcept;

enum class FileState { fresh, older, current };

/// Looks at an opened file before anything is read from it. Throws not_a_kith_file for another program's file,
/// newer_file naming both versions, tampered naming what is foreign or changed. Cost: one read of the schema.
FileState check_file(Connection& connection, const std::string& path);

/// Makes the tables of a fresh file, or applies the missing migrations; the caller holds a write transaction.
void migrate(Connection& connection);

}  // namespace kith::store
