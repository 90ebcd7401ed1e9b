// Given names that stand for each other: Bob and Robert, Sasha and Александр, Pepe and José.
#pragma once

#include <span>
#include <string_view>

namespace kith::match {

/// The families a given name belongs to, as small numbers; empty for a name in none. A name may be in several
/// (Alex: Alexander, Alexandra). `folded` is in comparison form (text::fold). The span lives as long as the
/// library. One hash look-up; safe from any thread.
[[nodiscard]] std::span<const int> name_families(std::string_view folded);

/// True when both names are in one family. Equal names need not be in any.
[[nodiscard]] bool same_name_family(std::string_view a, std::string_view b);

/// True for a given name that is in any family, or in the list of those that are names of their own.
[[nodiscard]] bool is_given_name(std::string_view folded);

/// True for a name that people are given as such, not only as a form of another: Daniela and Jana, but not Dani. Brother
/// and sister, or twins, may well have two of them that look alike.
[[nodiscard]] bool is_own_name(std::string_view folded);

/// True for a name that men bear, and for one that women bear; some are both (Andrea, Kim), most that are known only one
/// of them, and of the others nothing is known.
[[nodiscard]] bool is_name_of_men(std::string_view folded);
[[nodiscard]] bool is_name_of_women(std::string_view folded);

/// True for a name in whose writing every letter counts, as in romanised Japanese: Kasumi and Kazumi are two.
[[nodiscard]] bool is_name_to_the_letter(std::string_view folded);

/// How many bearers of this given or family name there are among everyone, roughly, as a share of a population
/// that uses it: 0.01 for the most common (Smith, Tanaka, María), 0.003 for common ones, 0 for all others. Lets
/// small files, whose own counts say little, know that sharing "Smith" is no news.
[[nodiscard]] double usual_share(std::string_view folded);

}  // namespace kith::match
