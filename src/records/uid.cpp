#include "records/uid.hpp"

#include <fmt/format.h>

#include <charconv>

namespace kith::records {

namespace {

// 128 bits: 48 + 12 of the file's uid around the version, then the variant and 62 bits: 8 of kind, 53 of id.
constexpr std::uint64_t variant = 0x8000000000000000ull;
constexpr int id_bits = 53;
constexpr std::size_t file_uid_size =
    32;  // anything else is damage, which `verify` names: no uids follow from it

std::string head(std::string_view file_uid) {
    return fmt::format("{}-{}-8{}", file_uid.substr(0, 8), file_uid.substr(8, 4), file_uid.substr(12, 3));
}

}  // namespace

std::string derived_uid(std::string_view file_uid, int kind, std::int64_t id) {
    if (file_uid.size() != file_uid_size) return {};
    const std::uint64_t low = variant | static_cast<std::uint64_t>(kind & 0xff) << id_bits |
                              (static_cast<std::uint64_t>(id) & ((1ull << id_bits) - 1));
    return fmt::format("{}-{:04x}-{:012x}", head(file_uid), low >> 48, low & 0xffffffffffffull);
}

std::optional<UidTarget> read_uid(std::string_view file_uid, std::string_view uid) {
    if (uid.substr(0, 9) == "urn:uuid:") uid.remove_prefix(9);
    if (file_uid.size() != file_uid_size || uid.size() != 36 || uid.substr(0, 18) != head(file_uid) ||
        uid[18] != '-' || uid[23] != '-')
        return {};
    const std::string digits = std::string(uid.substr(19, 4)).append(uid.substr(24));
    std::uint64_t low = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), low, 16);
    if (problem != std::errc() || end != digits.data() + digits.size() || (low >> 62) != 2) return {};
    return UidTarget{static_cast<int>(low >> id_bits & 0xff),
                     static_cast<std::int64_t>(low & ((1ull << id_bits) - 1))};
}

}  // namespace kith::records
