// Encryption of the live file (Options::key), by the linked SQLite where it can.
#pragma once

#include <string>
#include <string_view>

struct sqlite3;

namespace kith::store {

/// Throws `unsupported` unless the SQLite that runs here encrypts files: it is asked in a database in memory, so nothing is
/// made or touched. SQLCipher knows `PRAGMA cipher_version`, SQLite3 Multiple Ciphers `PRAGMA cipher`; another SQLite takes
/// no notice of either, nor of a key, and would write in the clear.
void require_encryption();

/// Gives a connection that was just opened its key; an SQLite result code. Empty: nothing. No copy of it stays behind here.
[[nodiscard]] int give_key(sqlite3* connection, std::string_view key);

/// Overwrites a secret, and makes it empty.
void wipe(std::string& secret) noexcept;

}  // namespace kith::store
