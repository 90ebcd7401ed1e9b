#include "text/transliterate.hpp"

#include "text/fold.hpp"
#include "text/script.hpp"
#include "text/utf8.hpp"

#include <array>

namespace kith::text {

namespace {

// а to я; folding has made ё е and й и.
constexpr std::array<std::string_view, 32> cyrillic = {
    "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "i",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};

// α to ω.
constexpr std::array<std::string_view, 25> greek = {"a", "v", "g", "d", "e",  "z",  "i", "th", "i",
                                                    "k", "l", "m", "n", "x",  "o",  "p", "r",  "s",
                                                    "s", "t", "y", "f", "ch", "ps", "o"};

std::string_view other(char32_t c) {
    switch (c) {
        case U'є': return "ye";
        case U'і':
        case U'ї': return "i";
        case U'ў': return "u";
        case U'ґ': return "g";
        case U'ђ':
        case U'џ': return "dj";
        case U'ј': return "j";
        case U'љ': return "lj";
        case U'њ': return "nj";
        case U'ћ': return "c";
        case U'ѕ': return "dz";
        default: return {};
    }
}

}  // namespace

std::string latin_letters(std::string_view folded) {
    if (is_ascii(folded)) return std::string(folded);
    std::string result;
    result.reserve(folded.size());
    char32_t before = 0;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t start = at;
        const char32_t c = next_code_point(folded, at);
        if (c >= U'а' && c <= U'я')
            result += cyrillic[c - U'а'];
        else if (c == U'υ' && before == U'ο')
            result += 'u';  // Παπαδόπουλος
        else if (c >= U'α' && c <= U'ω')
            result += greek[c - U'α'];
        else if (is_greek_or_cyrillic(c))
            result += other(c);
        else
            result += folded.substr(start, at - start);
        before = c;
    }
    return result;
}

}  // namespace kith::text
