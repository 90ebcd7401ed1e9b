// How alike two texts are: the measures that matching, "did you mean" and blocking are made of.
//
// All of them compare code points of text that is already folded (text/fold.hpp); they neither fold nor trim.
// Bytes that are not UTF-8 count as one code point each. Pure functions, safe from any thread; nothing is
// allocated for texts of up to 64 code points.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::text {

/// Jaro's similarity, 0 (nothing in common) to 1 (equal); two empty texts are equal. Matches within half the
/// longer length, half weight for transpositions (Jaro 1989). Time: product of the lengths.
double jaro(std::string_view a, std::string_view b);

/// Jaro's similarity raised for a common beginning of up to four code points: j + l * p * (1 - j) (Winkler 1990).
/// `prefix_scale` p is clamped to 0..0.25, so that the result stays in 0..1.
double jaro_winkler(std::string_view a, std::string_view b, double prefix_scale = 0.1);

/// Edits between two texts, where inserting, deleting, replacing a code point and swapping two neighbours cost 1
/// and nothing is edited twice (optimal string alignment; Damerau 1964). Above `limit` (at least 0): limit + 1.
/// Time: length times limit.
int damerau_levenshtein(std::string_view a, std::string_view b, int limit);

/// Shared bigrams, 2 * common / (of a + of b), counted with repetition (Dice 1945), 0 to 1. Texts of fewer than
/// two code points have no bigrams: they score 1 when equal, else 0.
double dice_bigrams(std::string_view a, std::string_view b);

/// For "did you mean": the known name closest to `word`, within a third of its length in edits (1 for two to five
/// code points); of equally close ones the one that Jaro-Winkler prefers, then the first. Empty when none is
/// near or `word` is shorter than two code points. The result refers to `known`.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// A phonetic key for Western names: names that sound alike in English, German, Romance or Slavic spelling mostly
/// share it (smith, smyth, schmidt: SMT). One key of at most six signs per word, words separated by a space.
/// Text in other scripts, and digits, stand for themselves.
///
/// The idea is Philips' (Metaphone, Computer Language 12/1990; Double Metaphone, C/C++ Users Journal 6/2000):
/// consonants fall into a few sound classes, vowels count only at the beginning. The rules are our own and coarser,
/// because the key only selects candidates that are then compared in full.
std::string metaphone(std::string_view folded);

}  // namespace kith::text
