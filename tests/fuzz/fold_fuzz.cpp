// Folding, words, and the measures of likeness that run over folded text.
#include "fuzz.hpp"

#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <algorithm>
#include <cmath>

using namespace kith;
using namespace kith::fuzz;

namespace {

void check_fold(std::string_view written) {
    const std::string folded = text::fold(written);
    must_be_utf8(folded, "folded text is UTF-8");
    must(text::fold(folded) == folded, "folding is idempotent", folded);
    must(folded.empty() || (folded.front() != ' ' && folded.back() != ' '),
         "folded text has no space at its ends");
    must(folded.find("  ") == std::string::npos, "folded text has no two spaces in a row");

    const std::string valid = text::to_valid_utf8(written);
    must_be_utf8(valid, "to_valid_utf8 gives UTF-8");
    must(text::to_valid_utf8(valid) == valid, "valid text stays as it is");
    must(text::code_points(valid) == text::code_points(written), "a byte that is not UTF-8 is one code point");
    must(text::fold(valid) == folded, "invalid bytes fold as U+FFFD");

    std::size_t at = 0;
    for (const std::string& word : text::words(folded)) {
        must(!word.empty(), "no word is empty");
        at = folded.find(word, at);
        must(at != std::string::npos, "words stand in the text, in order", word);
        at += word.size();
    }
    const std::string bound = text::prefix_upper_bound(folded);
    must(folded.empty() ? bound.empty() : bound > folded + "\xF4\x8F\xBF\xBF",
         "the bound is above all that begins so");
    must(text::is_ascii(written) == std::all_of(written.begin(), written.end(),
                                                [](char c) { return static_cast<unsigned char>(c) < 0x80; }),
         "is_ascii");
    must(!text::is_kana_only(written) || text::has_kana(written), "kana only is kana");
    must_be_utf8(text::metaphone(folded), "a phonetic key is UTF-8");
}

void check_likeness(const std::string& a, const std::string& b) {
    const double jaro = text::jaro(a, b);
    must(jaro >= 0 && jaro <= 1, "Jaro is between 0 and 1");
    must(std::abs(jaro - text::jaro(b, a)) < 1e-12, "Jaro is symmetric");
    must((jaro == 1) == (a == b), "Jaro is 1 for equal texts alone");
    const double winkler = text::jaro_winkler(a, b);
    must(winkler >= jaro && winkler <= 1, "Winkler only raises");
    const int edits = text::damerau_levenshtein(a, b, 5);
    must(edits >= 0 && edits <= 6 && (edits == 0) == (a == b), "edits stay within the limit");
    must(edits == text::damerau_levenshtein(b, a, 5), "edits are symmetric");
    const double dice = text::dice_bigrams(a, b);
    must(dice >= 0 && dice <= 1 && dice == text::dice_bigrams(b, a), "Dice is between 0 and 1 and symmetric");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    check_fold(bytes);
    if (size > 2000) return 0;  // Jaro takes the product of the lengths
    const std::string folded = text::fold(bytes);
    const std::size_t middle = std::min(folded.size(), folded.find('|'));
    check_likeness(folded.substr(0, middle), folded.substr(std::min(middle + 1, folded.size())));
    return 0;
}
