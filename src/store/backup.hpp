// Copies of the file that are encrypted, read back. `Core::backup` makes them.
#pragma once

#include <kith/backup.hpp>

#include <string>

namespace kith::store {

/// True when a file begins as an encrypted copy does. Throws `io`.
[[nodiscard]] bool is_sealed(const std::string& source);

/// Makes `target` from an encrypted copy; see kith::restore_backup.
void unseal(const std::string& source, const std::string& target, const RestoreOptions& options);

}  // namespace kith::store
