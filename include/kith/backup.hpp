// Copies of a database: taken while it is used, whole or not there, encrypted with a passphrase where that is asked for.
//
// A plain copy is a kith file: open it. An encrypted one is read back with `restore_backup`; it needs libsodium, which is
// an optional component of the build (docs/backup.md).
#pragma once

#include <kith/database.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace kith {

/// Told now and then while pages are copied: how many of how many are done. False ends the work with `cancelled`, and
/// nothing is left. Runs on the calling thread; it may read the database, not write it.
using BackupProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// How to make a copy.
struct BackupOptions {
    /// Take the place of a file of that name; false: Error exists. Close it everywhere before, as with RestoreOptions.
    bool replace = false;
    BackupProgress progress{};  ///< empty: nobody is told
    int pages_per_step = 256;   ///< pages (of 4 KiB, as a rule) from one call of `progress` to the next
    /// Encrypts the copy (Argon2id, XChaCha20-Poly1305). Nobody can read it back without the passphrase, and kith keeps
    /// it nowhere. Not set: a plain copy. Set to "": Error invalid_argument.
    std::optional<std::string> passphrase{};
};

/// What a copy holds.
struct BackupResult {
    TransactionId last = 0;  ///< the last transaction in it: everything committed up to there, nothing after
    std::int64_t pages = 0;
    std::int64_t bytes = 0;  ///< size of the file that was written
};

/// How to read a copy back.
struct RestoreOptions {
    std::optional<std::string> passphrase{};  ///< of an encrypted copy
    /// Take the place of a file of that name; false: Error exists. Close it everywhere before: open in this process (also
    /// suspended), or with a log or journal beside it, it is refused with `in_use`.
    bool replace = false;
    BackupProgress progress{};  ///< how far it is: bytes of an encrypted copy, pages of a plain one
};

/// True when a file is an encrypted copy. Throws `io` when it cannot be read.
[[nodiscard]] KITH_API bool is_encrypted_backup(const std::filesystem::path& source);

/// Makes a database at `target` from a copy. It appears under its name when it is whole, authentic and on the disk, and not
/// at all otherwise. Throws `wrong_key` for a wrong or missing passphrase, `corrupt` for a copy that was changed, damaged or
/// cut off, `not_a_kith_file`, `newer_file`, `exists`, `in_use`, `cancelled`, `io`, `full`; `unsupported`, naming libsodium,
/// where this kith was built without it. Deriving the key from the passphrase takes about a second and 256 MiB of memory, on
/// purpose. A plain copy is copied as it is (and needs no passphrase): nothing authenticates it, and damage that does not keep it
/// from being opened and read is found by `Database::verify` of what was made.
KITH_API void restore_backup(const std::filesystem::path& source, const std::filesystem::path& target,
                             const RestoreOptions& options = {}, Where where = Where::current());

}  // namespace kith
