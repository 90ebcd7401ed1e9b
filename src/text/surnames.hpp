// Family names of Japan, China and Korea: where a name without a space is cut.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// The most frequent Japanese family names with their readings, one per line: "河野 こうの かわの", most frequent
/// first; names of the same kanji once. Folded forms of kanji (variants.hpp) stand for the others.
extern const std::string_view japanese_surname_table;

/// How many code points of the (unfolded) text the longest Japanese family name of the table takes that leaves at
/// least `leave` of them; 0 when none begins the text. 髙橋 is found as 高橋.
[[nodiscard]] std::size_t japanese_surname_length(std::string_view text, std::size_t leave);

/// The readings in hiragana of a Japanese family name of the table; empty when it is not there.
[[nodiscard]] std::vector<std::string_view> japanese_surname_readings(std::string_view surname);

/// Whether the hiragana (a folded word) are the reading of a Japanese family name of the table.
[[nodiscard]] bool is_surname_reading(std::string_view hiragana);

/// Whether the Latin word spells the reading of a Japanese family name of the table, in Hepburn, Kunrei or without
/// long vowels: "Yamada", "Ohno", "SATOU". `exactly`: with every long vowel written out, as in `romaji` of kana.hpp,
/// so that the given name Yōko (Yoko) is not taken for 横尾 (Yokoo).
[[nodiscard]] bool is_romanised_japanese_surname(std::string_view word, bool exactly = false);

/// Characters that the Chinese surname at the start of the text takes (2 for 欧阳, 1 for 王), 0 when there is none.
[[nodiscard]] std::size_t chinese_surname_length(std::string_view text);

/// Whether a name of two or three characters that starts so is rather Chinese or Korean than a Japanese name that
/// the table lacks: 王, 刘, 朴, but not 田 or 石.
[[nodiscard]] bool is_mainland_surname(std::string_view first_character);

/// Syllables that the Korean surname at the start of the text takes (2 for 남궁, 1 for 김), 0 when there is none.
[[nodiscard]] std::size_t korean_surname_length(std::string_view text);

/// Whether the Latin word is a usual spelling of a Chinese, Korean or Vietnamese surname: "Wang", "Kim", "Nguyễn".
[[nodiscard]] bool is_romanised_chinese_surname(std::string_view word);
[[nodiscard]] bool is_romanised_korean_surname(std::string_view word);
[[nodiscard]] bool is_vietnamese_surname(std::string_view word);

/// Whether the word (kanji or kana) is a given name by its form: it ends as given names do (子, 郎, 美 ...).
[[nodiscard]] bool looks_like_japanese_given_name(std::string_view word);

/// Whether three kanji are one of the given names of that length, 真理子, 健太郎, 龍之介.
[[nodiscard]] bool is_long_japanese_given_name(std::string_view word);

}  // namespace kith::text
