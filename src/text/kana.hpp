// Kana, romaji, and the key under which their spellings meet.
//
// A Japanese name is written 大野, おおの, オオノ, Ohno, Ono, Oono or Ōno by people who mean the same person.
// Everything here is pure and safe from any thread; text that is not UTF-8 is read as U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// Katakana, half-width too, as hiragana; everything else stays as it is. ヷ to ヺ have no hiragana and stay.
[[nodiscard]] std::string to_hiragana(std::string_view text);

/// Hiragana and half-width katakana as full-width katakana; everything else stays as it is.
[[nodiscard]] std::string to_katakana(std::string_view text);

/// Kana in Hepburn's romanisation, lower case, long vowels written out as typed: おおの gives "oono", しょうた
/// "shouta", コーヒー "koohii", ほんま "honma", しんいち "shin'ichi", まっちゃ "matcha". A っ that doubles nothing
/// is left out. The text is folded first; what is not kana then stays.
[[nodiscard]] std::string romaji(std::string_view kana);

/// Hiragana of a text in romaji: Hepburn, Kunrei and what people type (tu = tsu, si = shi, mb = nb, tch = cch, a
/// macron, a circumflex or an h for a long vowel). Ō is おお at the start of a word and おう elsewhere; a vowel
/// without a mark stays short. Words are separated by spaces. Empty when any of it is not romaji.
[[nodiscard]] std::string kana_from_romaji(std::string_view text);

/// One loose key for all spellings of a reading: kana and romaji of every kind, with and without long vowels.
/// おおの, オオノ, Ohno, Ono, Oono and Ōno give "ono"; しょうじ, Shoji, Syouzi and Shōji give "shoji"; しんいち,
/// Shin'ichi and Shinichi give "shinichi". Doubled consonants stay doubled (はっとり is not はとり). Words that
/// are neither kana nor romaji stay as folded, so "Smith" gives "smith"; words are joined by one space, signs
/// between them are dropped. Empty for text with kanji, of which the reading is unknown.
[[nodiscard]] std::string reading_key(std::string_view kana_or_latin);

/// `reading_key` of a text that is still being typed: the beginning of the keys that it can become. Consonants that
/// wait for their vowel count as Hepburn's, "Ohtak" gives "otak" (大滝 Ohtaki: "otaki") and "kasy" gives "kash", so
/// that only Kunrei's ti, zi, di, hu and the m of mb, mm, mp need the next letter to be found.
[[nodiscard]] std::string reading_key_prefix(std::string_view typed);

}  // namespace kith::text
