// Folding: the one form in which kith compares text.
//
// Query comparisons, search tokens and match keys all compare `fold(a)` with `fold(b)` byte by byte. The folded
// text is for comparing only; what people typed is stored beside it and is what they see. Changing what `fold`
// returns changes derived tables: raise `fold_version` with it, so that files rebuild them.
//
// Every function here is pure and safe from any thread. "Text" is UTF-8; bytes that are not are read as U+FFFD,
// one for each such byte, and never lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// The version of the rules below, for the derived tables that hold folded text.
inline constexpr int fold_version = 1;

/// The comparison form of a text:
///  - Unicode's NFKC case folding without default-ignorable characters (variation selectors, soft hyphens);
///  - accents of Latin, Greek and Cyrillic letters removed (é = e, й = и), letters with a stroke or a ligature
///    spelled plainly (ø = o, ł = l, ß = ss, æ = ae, þ = th); marks of other scripts stay, dakuten included;
///  - katakana, half-width too, become hiragana; ヶ, and ヵ after a kanji or a digit, become け; 々 ゝ ゞ are
///    written out; a dash typed for ー after kana becomes ー;
///  - variant and old forms of kanji become the common one (variants.hpp);
///  - apostrophes, quotes, dashes, middle dots and slashes become one character each; ー after a digit, or
///    before one and not after kana, becomes '-';
///  - every space or control character becomes ' ', runs of them one, none at either end.
/// Idempotent. Linear in the text; for ASCII one pass that allocates only the result.
[[nodiscard]] std::string fold(std::string_view utf8);

/// True when every byte is below 0x80 (also for empty text).
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// The text with every byte that is not UTF-8 replaced by U+FFFD; valid text comes back unchanged.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

/// How many code points the text has; a byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t code_points(std::string_view text) noexcept;

/// The smallest string greater (as unsigned bytes) than every string that begins with `prefix`, so that
/// `x >= prefix and x < prefix_upper_bound(prefix)` finds them in an ordered index. Empty when there is none:
/// an empty prefix, or one of 0xFF bytes only, has no upper bound.
[[nodiscard]] std::string prefix_upper_bound(std::string_view prefix);

/// The search tokens of a folded text, in order: runs of letters, digits and their marks. Everything else
/// separates, and so does a change between three groups: kanji; kana with ー; letters and digits of every other
/// script. "山田たろう3丁目" gives 山田, たろう, 3, 丁目. Digits after letters stay with them ("b2b").
[[nodiscard]] std::vector<std::string> words(std::string_view folded);

/// Where the tokens of `words` stand, and of which group each is: for readers that need places or neighbours.
enum class WordGroup : std::uint8_t { kanji, kana, other };
struct WordRun {
    std::size_t begin = 0;
    std::size_t end = 0;
    WordGroup group{};
};
[[nodiscard]] std::vector<WordRun> word_runs(std::string_view folded);

/// Whether the text has at least one character of the script. Kana counts hiragana and katakana of any width;
/// CJK is kanji, kana or Hangul; Latin counts full-width letters too.
[[nodiscard]] bool has_kanji(std::string_view text) noexcept;
[[nodiscard]] bool has_kana(std::string_view text) noexcept;
[[nodiscard]] bool has_cjk(std::string_view text) noexcept;
[[nodiscard]] bool has_latin(std::string_view text) noexcept;

/// Whether the text is kana and nothing else but spaces, middle dots and sound marks; false for empty text.
[[nodiscard]] bool is_kana_only(std::string_view text) noexcept;

}  // namespace kith::text
