// Given names that look alike: one name in two spellings, or the names of two people.
#pragma once

#include "match/words.hpp"

#include <string_view>

namespace kith::match {

/// True when two different given names are spellings of one: Erica and Erika, Sara and Sarah, Min-joo and Minju. False for
/// those of a man and a woman (Rene and Renee). Of the sounds, not of what is usual.
[[nodiscard]] bool spell_one_name(std::string_view a, std::string_view b);

/// True where every letter makes another name: both are Japanese or Vietnamese, or Chinese or Korean by their syllables and not
/// both known otherwise (Rina and Lina).
[[nodiscard]] bool are_to_the_letter(std::string_view a, std::string_view b);

/// True for two names that each are one, of given names that are as alike as a slip or a short form: those of brother and
/// sister, or of twins. `one_family`: they stand in one family of names (nicknames.hpp); then only where one is a man's and the
/// other a woman's: Paul and Paula, not Elena and Lena.
[[nodiscard]] bool are_two_names(std::string_view a, std::string_view b, bool one_family);

/// True for names of one family that also are given as such and sound different: Elena and Lena, Clare and Clara, but neither
/// Ann and Anne nor Alfred and Fred. Most likely one person's; but sisters may have them, so nobody is to unite their bearers
/// unseen.
[[nodiscard]] bool are_names_of_one_family(std::string_view a, std::string_view b);

/// True for two names that are most likely one, heard and written differently: Hesham and Hisham, Damian and Damien. More than a slip parts them
/// where both are names, so nobody is to unite their bearers unseen.
[[nodiscard]] bool sound_as_one(std::string_view a, std::string_view b);

/// The one place in which two names of as many words differ, or -1 where they differ in none or several: 1 for "jean paul"
/// and "jean pierre".
[[nodiscard]] int place_of_difference(const Words& a, const Words& b);

}  // namespace kith::match
