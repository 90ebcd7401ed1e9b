// How full text cuts text into what can be found.
//
// A text is a row of segments, between which there are spaces and plain punctuation; a segment is folded by itself and
// is a row of runs. A run of letters and digits is one word, found whole or by its beginning. A run of kanji, kana,
// Hangul or another script that is written without spaces is found by any part of it: it stands in the index as its
// pairs of characters and its last character, so one character is the beginning of a pair or the last, two are a pair,
// and more are a phrase of pairs. Indexing and highlighting cut alike, because both cut here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::search {

/// Raise when tokens change: files written before are then rebuilt.
inline constexpr int full_text_version = 4;

/// A stretch of a folded segment.
struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool pairs = false;  ///< of a script without spaces: found by any part

    [[nodiscard]] std::string_view of(std::string_view folded) const {
        return folded.substr(begin, end - begin);
    }
};

/// Whether a code point of text as written stands between segments.
[[nodiscard]] bool separates(char32_t c) noexcept;

/// The text from its first to its last character that a word, an address or a number has: "<ada@engines.example>,", "(ada)"
/// and 「山田」 are typed and pasted too. What begins or ends with a dot is found without it as well.
[[nodiscard]] std::string_view without_signs_around(std::string_view folded) noexcept;

/// Whether a code point is folded by the character before it: 々 and ゝ become it, ヵ is け after a kanji and else か. Text
/// from such a sign on (々木, ヵ月) is folded otherwise when it is typed alone, and stands in the index so too.
[[nodiscard]] bool leans_back(char32_t c) noexcept;
/// Text from such a sign at `at` on, as it is folded when it is typed alone: some characters of it.
[[nodiscard]] std::string folded_alone(std::string_view segment, std::size_t at);

/// The end of the segment that begins at or behind `at`, which is moved to its beginning; the text's size when there is
/// none left (`at` is then the size too).
[[nodiscard]] std::size_t next_segment(std::string_view text, std::size_t& at) noexcept;

/// The runs of a folded segment, in order.
[[nodiscard]] std::vector<Run> runs_of(std::string_view folded);

/// The words of a segment written together where it holds signs ("o'brien" gives "obrien", "03-1234" gives "031234");
/// empty when it has one run, or characters without spaces.
[[nodiscard]] std::string joined(std::string_view folded, const std::vector<Run>& runs);

/// The tokens of one run, each with a space before it. `open`: more characters may follow in what is looked for, so its
/// last character does not stand by itself.
void append_tokens(std::string& tokens, std::string_view run, bool pairs, bool open = false);

/// A word as it stands in the index: long ones are cut.
[[nodiscard]] std::string_view cut_word(std::string_view word) noexcept;

/// The pieces of a line of which any part is to be found, each with a space before it: three characters from every one
/// on, then the last two and the last. What is no letter, digit, '@', '.', '+' or '-' is '_'.
void append_pieces(std::string& tokens, std::string_view line);
/// The same of what is looked for: three characters and more are a phrase; fewer are the beginning of a piece, and
/// `prefix` says so.
[[nodiscard]] std::string wanted_pieces(std::string_view fragment, bool& prefix);

/// A word of kana in a segment as written: hiragana or katakana, for particles are not written in katakana.
struct KanaWord {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool katakana = false;
    std::string reading{};  ///< its reading key; never empty
};

/// The kana words of a segment of which romaji is searched: those of two characters and more, in prose of hiragana only
/// three and more, because the particles would be found by every other word of English.
[[nodiscard]] std::vector<KanaWord> kana_words(std::string_view written, bool prose);

}  // namespace kith::search
