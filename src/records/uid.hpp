// The identifier under which a record travels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::records {

/// The uid of a record that was given none from outside: a UUID (version 8, RFC 9562) of the file's uid, the record
/// type and the id. It needs no storage and leads back to the record. `file_uid` is 32 hex digits.
[[nodiscard]] std::string derived_uid(std::string_view file_uid, int kind, std::int64_t id);

/// What a derived uid of this file says, or nothing for any other text.
struct UidTarget {
    int kind = 0;
    std::int64_t id = 0;
};
[[nodiscard]] std::optional<UidTarget> read_uid(std::string_view file_uid, std::string_view uid);

}  // namespace kith::records
