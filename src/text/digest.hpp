// A number by which contents are told apart quickly; whether two with the same one are the same, only their bytes say.
#pragma once

#include <cstdint>
#include <string_view>

namespace kith::text {

/// FNV-1a, 64 bits (Fowler, Noll, Vo 1991), of all bytes that are added. Files keep such numbers: it stays as it is.
class Digest {
public:
    void add(std::string_view bytes) noexcept {
        for (const char byte : bytes) {
            value_ ^= static_cast<unsigned char>(byte);
            value_ *= 0x100000001b3U;
        }
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace kith::text
