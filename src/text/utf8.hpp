// UTF-8 one code point at a time, for readers that must not allocate.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kith::text {

/// What stands for a byte that is not UTF-8.
inline constexpr char32_t replacement_character = 0xFFFD;
inline constexpr std::string_view replacement_utf8 = "\xEF\xBF\xBD";  ///< the same as text

/// True for a byte that goes on with a character and begins none.
inline bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The code point that starts at `at`, which moves behind it; `at` must be inside the text. A byte that does
/// not start a well-formed sequence (Unicode 15, table 3-7) is one replacement character.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at++);
    if (first < 0x80) return first;
    if (first < 0xC2 || first > 0xF4) return replacement_character;
    const std::size_t more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    char32_t c = first & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) {
        if (at + i >= text.size() || !is_continuation(text[at + i])) return replacement_character;
        c = c << 6 | (byte(at + i) & 0x3FU);
    }
    const bool overlong = (more == 2 && c < 0x800) || (more == 3 && c < 0x10000);
    if (overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return replacement_character;
    at += more;
    return c;
}

/// Appends a code point; what UTF-8 cannot hold becomes the replacement character.
inline void append_code_point(std::string& out, char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = replacement_character;
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    out += static_cast<char>((0xFFU << (7 - more) & 0xFFU) | c >> (6 * more));
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80U | (c >> (6 * i) & 0x3FU));
}

}  // namespace kith::text
