// The steps of reading a name, shared by name.cpp, name_western.cpp and name_eastern.cpp.
#pragma once

#include "text/name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

using Words = std::vector<std::string>;

/// What is known beside the text: the region in capitals, as groups of equal custom.
class NameRegion {
public:
    /// `code`: ISO 3166-1 alpha-2 in any case, or anything else for "not known".
    explicit NameRegion(std::string_view code);

    [[nodiscard]] bool chinese() const;       ///< China, Taiwan, Hong Kong, Macao, Singapore
    [[nodiscard]] bool two_surnames() const;  ///< Spain and Spanish-speaking America
    [[nodiscard]] bool romance() const;       ///< French, Spanish, Italian, Portuguese spoken
    [[nodiscard]] bool is(std::string_view code) const { return code_ == code; }

private:
    std::string code_;
};

/// The words between spaces of any width; commas count as spaces. Full stops stay.
[[nodiscard]] Words split_words(std::string_view text);

/// words[from, to) joined by single spaces.
[[nodiscard]] std::string join_words(const Words& words, std::size_t from, std::size_t to);

/// Takes titles off the front into `out.prefix`, leaving at least one word unless that is a title with a full
/// stop. Returns whether a lone word that is left is a family name (Mr. Smith), not a given one (Sir Ian).
bool take_titles(Words& words, ParsedName& out, const NameRegion& region);

/// Takes generations and degrees off the end into `out.suffix`. `after_comma`: the words stand behind a comma, so
/// ambiguous ones (MA, Junior) count too, and all of them may go.
void take_suffixes(Words& words, ParsedName& out, bool after_comma);

/// Appends to a list of titles or degrees.
void append_part(std::string& list, std::string_view part, std::string_view separator);

/// Arranges a name in an alphabet (also Cyrillic, Arabic ...): commas, particles, surnames.
void arrange_western(std::string_view text, const NameRegion& region, ParsedName& out);

/// Arranges a name with kanji, kana or hangul in it.
void arrange_eastern(std::string_view text, const NameRegion& region, ParsedName& out);

/// Spreads a reading (kana, or Latin beside kanji and hangul) over the phonetic parts.
void assign_reading(std::string_view reading, const NameRegion& region, ParsedName& out);

}  // namespace kith::text
