// Which script a code point belongs to: the few ranges that Japanese text asks about all the time.
//
// Plain comparisons, because they run for every character that is folded or split; what other scripts need is
// asked of utf8proc.
#pragma once

namespace kith::text {

/// Kanji (all CJK ideographs), with the signs that stand for one: 々 〆 〇 〻.
constexpr bool is_kanji(char32_t c) noexcept {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3005 && c <= 0x3007) ||
           c == 0x303B || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// ゛ and ゜, spacing or combining, of any width.
constexpr bool is_sound_mark(char32_t c) noexcept {
    return (c >= 0x3099 && c <= 0x309C) || c == 0xFF9E || c == 0xFF9F;
}

/// Hiragana from ぁ to ゖ.
constexpr bool is_hiragana_letter(char32_t c) noexcept { return c >= 0x3041 && c <= 0x3096; }

/// Katakana from ァ to ヺ.
constexpr bool is_katakana_letter(char32_t c) noexcept { return c >= 0x30A1 && c <= 0x30FA; }

/// Kana of any kind and width with ー, iteration and sound marks; not the middle dot.
constexpr bool is_kana(char32_t c) noexcept {
    return (c >= 0x3041 && c <= 0x309F && c != 0x3097 && c != 0x3098) || is_katakana_letter(c) ||
           (c >= 0x30FC && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F);
}

/// Hangul syllables and letters.
constexpr bool is_hangul(char32_t c) noexcept {
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3131 && c <= 0x318E) ||
           (c >= 0xA960 && c <= 0xA97C) || (c >= 0xD7B0 && c <= 0xD7FB);
}

/// Latin letters, full-width ones included.
constexpr bool is_latin(char32_t c) noexcept {
    const char32_t lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || c == 0xAA || c == 0xBA ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x250 && c <= 0x2AF) ||
           (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA722 && c <= 0xA7FF) ||
           (c >= 0xAB30 && c <= 0xAB64) || (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

/// Greek or Cyrillic letters.
constexpr bool is_greek_or_cyrillic(char32_t c) noexcept {
    return (c >= 0x370 && c <= 0x52F && !(c >= 0x482 && c <= 0x489)) || (c >= 0x1F00 && c <= 0x1FFF) ||
           (c >= 0x1C80 && c <= 0x1C8F) || (c >= 0xA640 && c <= 0xA69F);
}

/// '0' to '9'.
constexpr bool is_ascii_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace kith::text
