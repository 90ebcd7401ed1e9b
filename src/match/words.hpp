// The words of a folded text, without allocating, the text without its gaps, and its script.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::match {

/// Up to twelve words of a folded text: runs between spaces and ASCII punctuation (hyphens, apostrophes and
/// middle dots divide compound names). Views into the text.
class Words {
public:
    explicit Words(std::string_view folded);
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const std::string_view* begin() const noexcept { return words_.data(); }
    [[nodiscard]] const std::string_view* end() const noexcept { return words_.data() + size_; }
    [[nodiscard]] std::string_view front() const noexcept { return words_[0]; }
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept { return words_[i]; }

private:
    std::array<std::string_view, 12> words_{};
    std::size_t size_ = 0;
};

/// The text without spaces and ASCII punctuation: "o'brien-smith" becomes "obriensmith".
[[nodiscard]] std::string squashed(std::string_view folded);

/// Without the e of ae, oe and ue: German vowels written out are the same as the folded ones, "mueller" and "muller". Only
/// what becomes of both sides is to be compared: "samuel" loses a letter, too.
[[nodiscard]] std::string without_digraphs(std::string_view folded);

/// Kana by their sounds, long vowels in one spelling: おう and おお, えい and えー.
[[nodiscard]] std::string kana_sounds(std::string_view kana);

/// The acronyms of two or more Latin words: "ibm" of "international business machines", "uot" and "ut" of "university of
/// tokyo". Empty for everything else.
[[nodiscard]] std::vector<std::string> acronyms(std::string_view folded);
/// True for a single Latin word that may be an acronym: two to six letters.
[[nodiscard]] bool may_be_acronym(std::string_view folded);

/// True for words inside family names that are borne by too many to mean anything: van, de, la, bin ...
[[nodiscard]] bool is_particle(std::string_view word);

/// True when each text has a number that the other lacks: "studio 1" and "studio 2", not "studio 1" and "studio".
[[nodiscard]] bool differ_in_number(std::string_view a, std::string_view b);

enum class Script { none, latin, greek_or_cyrillic, kana, kanji, hangul, other };
inline constexpr std::size_t script_count = 7;

/// The script that a name is written in; kanji with kana (okurigana, 田中みさき) counts as kanji.
[[nodiscard]] Script script_of(std::string_view name);

}  // namespace kith::match
