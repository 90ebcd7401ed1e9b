// The small tables of folding: signs and letters that Unicode's case folding leaves apart and people do not.
#pragma once

#include "text/script.hpp"

#include <string_view>

namespace kith::text {

/// The one sign that stands for all signs used alike: apostrophes, quotes, dashes, slashes, middle dots, wave
/// dashes, spaces. Any other code point comes back unchanged.
constexpr char32_t plain_sign(char32_t c) noexcept {
    if (c < 0x80) return c < 0x20 || c == 0x7F ? U' ' : c == U'`' ? U'\'' : c;
    if (c < 0xA1) return U' ';  // C1 controls and the no-break space
    // clang-format off
    switch (c) {
    // Apostrophes; acute accents, primes and the letters for ‘okina and hamza typed as one.
    case 0x00B4: case 0x02B9: case 0x02BB: case 0x02BC: case 0x02BD: case 0x02BE: case 0x02BF: case 0x02C8:
    case 0x055A: case 0x05F3: case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2035:
    case 0xA78B: case 0xA78C: case 0xFF07: case 0xFF40:
        return U'\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0x2036: case 0x05F4: case 0x301D:
    case 0x301E: case 0x301F: case 0xFF02:
        return U'"';
    // Dashes; the box-drawing lines are how CP932 files often carry one.
    case 0x02D7: case 0x058A: case 0x05BE: case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014:
    case 0x2015: case 0x2043: case 0x2212: case 0x2500: case 0x2501: case 0x2796: case 0x2E3A: case 0x2E3B:
    case 0xFE31: case 0xFE32: case 0xFE58: case 0xFE63: case 0xFF0D:
        return U'-';
    case 0x2044: case 0x2215: case 0x29F8:
        return U'/';
    case 0x00B7: case 0x0387: case 0x2022: case 0x2027: case 0x2219: case 0x22C5: case 0x2E31: case 0xFF65:
        return U'・';
    case 0x02DC: case 0x223C: case 0x301C: case 0x3030: case 0xFF5E:
        return U'~';
    case 0x30A0:
        return U'=';  // ゠ joins the parts of foreign names, as ＝ does
    case 0x1680: case 0x2028: case 0x2029: case 0x2800: case 0x3000:
        return U' ';
    case 0x309B:
        return 0x3099;  // sound marks typed after a kana belong to it
    case 0x309C:
        return 0x309A;
    default:
        return c >= 0x2000 && c <= 0x200A ? U' ' : c;
    }
    // clang-format on
}

/// The plain spelling of a folded letter that has no decomposition (ø, ł, æ ...); empty for any other.
constexpr std::u32string_view plain_letter(char32_t c) noexcept {
    if (c < 0xE6 || c > 0x29D) return {};
    // clang-format off
    switch (c) {
    case U'æ': return U"ae";
    case U'œ': return U"oe";
    case U'ø': return U"o";
    case U'þ': return U"th";
    case U'ð': case U'đ': case U'ɖ': case U'ɗ': return U"d";
    case U'ħ': return U"h";
    case U'ı': case U'ɨ': return U"i";
    case U'ĸ': case U'ƙ': return U"k";
    case U'ł': case U'ƚ': return U"l";
    case U'ŋ': case U'ɲ': return U"n";
    case U'ŧ': case U'ƭ': return U"t";
    case U'ƀ': case U'ɓ': return U"b";
    case U'ǥ': case U'ɠ': return U"g";
    case U'ɉ': case U'ʝ': return U"j";
    case U'ɍ': return U"r";
    case U'ƶ': return U"z";
    case U'ƴ': case U'ɏ': return U"y";
    default: return {};
    }
    // clang-format on
}

/// Whether a combining mark is an accent of European scripts; on a Latin, Greek or Cyrillic letter it is dropped.
constexpr bool is_accent(char32_t c) noexcept {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

/// Dashes that Japanese input leaves where ー was meant (センタ－).
constexpr bool is_typed_for_long_vowel(char32_t c) noexcept {
    return c == 0xFF0D || c == 0x2010 || c == 0x2014 || c == 0x2015 || c == 0x2212 || c == 0x2500;
}

/// Digits as people write them around a dash: 0 to 9 and the kanji for them.
constexpr bool is_numeral(char32_t c) noexcept {
    return is_ascii_digit(c) ||
           std::u32string_view(U"〇一二三四五六七八九十").find(c) != std::u32string_view::npos;
}

/// The sign for "the kanji before, again".
constexpr bool is_kanji_repeat(char32_t c) noexcept { return c == U'々' || c == U'〻'; }

/// The hiragana without its sound mark: が gives か, ぱ gives は; any other comes back unchanged.
constexpr char32_t unvoiced(char32_t c) noexcept {
    if ((c >= 0x304B && c <= 0x3062 && c % 2 == 0) || (c >= 0x3065 && c <= 0x3069 && c % 2 == 1))
        return c - 1;
    if (c >= 0x306F && c <= 0x307D) return c - c % 3;
    return c == U'ゔ' ? U'う' : c;
}

/// The hiragana with ゛: か and が give が; one that cannot have it comes back unchanged.
constexpr char32_t voiced(char32_t c) noexcept {
    const char32_t plain = unvoiced(c);
    if (unvoiced(plain + 1) == plain) return plain + 1;
    return plain == U'う' ? U'ゔ' : plain;
}

static_assert(unvoiced(U'が') == U'か' && unvoiced(U'ぢ') == U'ち' && unvoiced(U'づ') == U'つ' &&
              unvoiced(U'ど') == U'と');
static_assert(unvoiced(U'ば') == U'は' && unvoiced(U'ぽ') == U'ほ' && unvoiced(U'ほ') == U'ほ' &&
              unvoiced(U'っ') == U'っ');
static_assert(voiced(U'か') == U'が' && voiced(U'す') == U'ず' && voiced(U'ぷ') == U'ぶ' &&
              voiced(U'な') == U'な');
static_assert(voiced(U'う') == U'ゔ' && voiced(U'ん') == U'ん' && voiced(U'っ') == U'っ' &&
              voiced(U'の') == U'の');

}  // namespace kith::text
