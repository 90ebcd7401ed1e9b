// The numbered SQL files of src/store/migrations, embedded in the library at build time.
#pragma once

#include <span>
#include <string_view>

namespace kith::store {

/// One step of the schema. Applying steps 1 to n to an empty file gives schema version n.
struct Migration {
    int version = 0;          ///< the number in the file's name; consecutive from 1
    std::string_view name{};  ///< the words after the number: "people" for 001_people.sql
    std::string_view sql{};   ///< the file's text, UTF-8, byte for byte; lives as long as the library
};

/// All migrations in the order of their versions. The build makes this function from the .sql files and
/// refuses numbers that leave a gap or come twice. Safe from any thread.
[[nodiscard]] std::span<const Migration> migrations() noexcept;

}  // namespace kith::store
