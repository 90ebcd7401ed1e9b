// The file's schema: making it, bringing it up to date, and checking that it is kith's own.
#pragma once

#include "store/connection.hpp"

#include <string>
#include <vector>

namespace kith::store {

/// "kith" in ASCII, in the file's header.
inline constexpr int application_id = 0x6b697468;

/// The schema version that this library writes: the number of its newest migration.
[[nodiscard]] int newest_version() noexcept;

enum class FileState { fresh, older, current };

/// Looks at an opened file before anything is read from it. Throws not_a_kith_file for another program's file,
/// newer_file naming both versions, tampered naming what is foreign or changed. Cost: one read of the schema.
FileState check_file(Connection& connection, const std::string& path);

/// A column of a table, in the table's order.
struct StoredColumn {
    std::string name{};
    bool real = false;  ///< declared REAL: SQLite stores whole numbers of it as integers
    bool key = false;   ///< part of the primary key
};

/// A table that has rows of its own in the file: no virtual one, but those in which a virtual one keeps itself.
struct StoredTable {
    std::string name{};
    std::vector<StoredColumn> columns{};
    bool numbered = false;  ///< its primary key is the number of the row
};

/// Those of kith's own tables in the newest schema, by name. Lives as long as the library; safe from any thread.
[[nodiscard]] const std::vector<StoredTable>& stored_tables();

/// Makes the tables of a fresh file, or applies the missing migrations; the caller holds a write transaction.
void migrate(Connection& connection);

}  // namespace kith::store
