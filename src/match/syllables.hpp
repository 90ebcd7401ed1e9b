// Chinese and Korean given names in Latin letters: each syllable makes it another name.
#pragma once

#include <string_view>

namespace kith::match {

/// True for a name that is put together from one or two syllables of Chinese given names (Pinyin), or of Korean
/// ones: "xiaoming", "wei", "ji-won". `folded` is in comparison form (text::fold). Some names of other languages are so, too
/// (Lina). About 1 µs; safe from any thread.
[[nodiscard]] bool is_of_syllables(std::string_view folded);
/// The same of one of the two languages.
[[nodiscard]] bool is_of_chinese_syllables(std::string_view folded);
[[nodiscard]] bool is_of_korean_syllables(std::string_view folded);

/// True for two spellings of one Korean name: "min-joo" and "minju". False where both are Chinese, since Pinyin has one
/// spelling for each syllable.
[[nodiscard]] bool are_same_syllables(std::string_view a, std::string_view b);

}  // namespace kith::match
