// Family names that are written in several ways in Latin letters: Lee, Yi and Rhee.
#pragma once

#include <cstdint>
#include <string_view>

namespace kith::match {

/// What two different family names have in common beyond their letters.
enum class FamilyKin : std::uint8_t {
    none,
    spelling,  ///< ways of writing one name of one language: Korean Lee, Yi and Rhee
    dialect,  ///< one Chinese name as it is said in two places: Wong and Huang. Most who bear them are two people
};

/// How two family names in comparison form (text::fold) are related. A look-up of each.
[[nodiscard]] FamilyKin kin_of(std::string_view a, std::string_view b);

/// The names that a family name may be a form of, a bit of 64 for each; two names of one kin share a bit.
[[nodiscard]] std::uint64_t family_names_of(std::string_view folded);

}  // namespace kith::match
