// Numbers that look random and are the same on every machine: what the standard library's distributions give differs
// from one library to the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kith::bench {

/// One of many numbers that look unrelated, for an id and a purpose (SplitMix64; Steele, Lea and Flood, 2014).
[[nodiscard]] constexpr std::uint64_t scatter(std::int64_t id, std::uint64_t purpose) {
    std::uint64_t x = static_cast<std::uint64_t>(id) * 0x9e3779b97f4a7c15ULL + purpose * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// A sequence of numbers for a seed and a thing: what one thing draws never depends on what others drew.
class Random {
public:
    Random(std::uint64_t seed, std::int64_t thing) : start_(scatter(thing, seed)) {}

    [[nodiscard]] std::uint64_t next() { return scatter(static_cast<std::int64_t>(start_), ++drawn_); }
    /// 0 to size - 1, all equally likely (but for 1 in 2^40 or so).
    [[nodiscard]] std::size_t below(std::size_t size) {
        return static_cast<std::size_t>((next() >> 11) % size);
    }
    [[nodiscard]] bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    /// 0 to size - 1, low ones more often: the first of 100 is drawn twenty times as often as the last.
    [[nodiscard]] std::size_t leaning(std::size_t size) {
        const double x = static_cast<double>(next() >> 11) / 9007199254740992.0;
        return static_cast<std::size_t>(x * x * static_cast<double>(size));
    }
    /// One of an array, all equally likely.
    template <class Array>
    [[nodiscard]] const auto& pick(const Array& from) {
        return from[below(from.size())];
    }

private:
    std::uint64_t start_ = 0;
    std::uint64_t drawn_ = 0;
};

}  // namespace kith::bench
