// A row as 64 bits: type and bytes of every value in order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kith::store {

/// The steps by which XXH64 takes eight bytes, and its last mixing (Yann Collet, xxHash specification 0.1.1, "XXH64"), without the
/// stripes that it has for long input: rows are short. Every value is preceded by its type and length, so that no two rows
/// give the same sequence. Files keep sums of such numbers: it stays as it is. No protection against somebody who
/// wants two rows to give the same.
class RowHash {
public:
    explicit RowHash(std::uint64_t seed) noexcept : state_(seed + prime5) {}

    /// A value of eight bytes or less.
    void add(int type, std::uint64_t value) noexcept {
        step(static_cast<std::uint64_t>(type));
        step(value);
    }
    /// A text or blob.
    void add(int type, std::string_view bytes) noexcept {
        step(static_cast<std::uint64_t>(type) | static_cast<std::uint64_t>(bytes.size()) << type_bits);
        std::size_t at = 0;
        for (; at + 8 <= bytes.size(); at += 8) step(word(bytes.data() + at, 8));
        if (at < bytes.size()) step(word(bytes.data() + at, bytes.size() - at));
    }
    /// A value that has none.
    void add(int type) noexcept { step(static_cast<std::uint64_t>(type)); }

    [[nodiscard]] std::uint64_t value() const noexcept {
        std::uint64_t mixed = state_;
        mixed ^= mixed >> 33U;
        mixed *= prime2;
        mixed ^= mixed >> 29U;
        mixed *= prime3;
        mixed ^= mixed >> 32U;
        return mixed;
    }

private:
    static constexpr std::uint64_t prime1 = 0x9e3779b185ebca87U;
    static constexpr std::uint64_t prime2 = 0xc2b2ae3d27d4eb4fU;
    static constexpr std::uint64_t prime3 = 0x165667b19e3779f9U;
    static constexpr std::uint64_t prime4 = 0x85ebca77c2b2ae63U;
    static constexpr std::uint64_t prime5 = 0x27d4eb2f165667c5U;
    static constexpr int type_bits = 3;  // SQLite's types are 1 to 5

    void step(std::uint64_t input) noexcept {
        state_ ^= std::rotl(input * prime2, 31) * prime1;
        state_ = std::rotl(state_, 27) * prime1 + prime4;
    }
    /// Up to eight bytes, the first the lowest: the same on every machine.
    static std::uint64_t word(const char* bytes, std::size_t count) noexcept {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes, count);
        if constexpr (std::endian::native == std::endian::big) {
            std::uint64_t turned = 0;
            for (int i = 0; i < 8; ++i, value >>= 8U) turned = turned << 8U | (value & 0xffU);
            return turned;
        }
        return value;
    }

    std::uint64_t state_;
};

}  // namespace kith::store
