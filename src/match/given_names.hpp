// Given names that look alike: one name in two spellings, or the names of two people.
#pragma once

#include "match/words.hpp"

#include <string_view>

namespace kith::match {

/// True when two different given names are spellings of one: Erica and Erika, Sara and Sarah, Min-joo and Minju. False for
/// those of a man and a woman (Rene and Renee). Of the sounds, not of what is usual.
[[nodiscard]] bool spell_one_name(std::string_view a, std::string_view b);

/// True for two names that each are one, of given names that are as alike as a slip or a short form: those of brother and
/// sister, or of twins. `one_family`: they stand in one family of names (nicknames.hpp); then, unless one is a man's and the
/// other a woman's (Paul and Paula), they must also sound different and none be the other's short form: Anna and Hanna,
/// neither Ann and Anne nor Alfred and Fred.
[[nodiscard]] bool are_two_names(std::string_view a, std::string_view b, bool one_family);

/// True for two names that are most likely one, heard and written differently: Hesham and Hisham. More than a slip parts them
/// where both are names, so nobody is to unite their bearers unseen.
[[nodiscard]] bool sound_as_one(std::string_view a, std::string_view b);

/// The one place in which two names of as many words differ, or -1 where they differ in none or several: 1 for "jean paul"
/// and "jean pierre".
[[nodiscard]] int place_of_difference(const Words& a, const Words& b);

}  // namespace kith::match
