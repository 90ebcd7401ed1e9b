// Levels of agreement.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::match {

/// How two values agree. Which of them a field knows, and what each means there:
enum class Level : std::uint8_t {
    missing,    ///< a side has no value
    equal,      ///< equal in comparison form
    variant,    ///< names: other spelling (spaces, ue for ü, Ohno and Ono); acronym of an organization
    reading,    ///< names in different scripts of which the reading is the same (kanji with furigana, romaji)
    nickname,   ///< given names of one family, or a short form
    two_names,  ///< given names: alike, and each a name of its own: Daniel and Daniela, Anna and Hanna
    initial,    ///< one side is an initial that fits
    part,  ///< one part of a compound agrees; all words of the shorter name stand in the longer one; e-mail: the same
    ///< mailbox elsewhere, but after the name; domain: of two mailboxes; suffix: only one side has it
    typo,  ///< one typing error apart; dates and numbers: one digit or two digits exchanged
    near,  ///< two errors or the same sound; e-mail: same mailbox, other provider; dates: one part wrong, or
           ///< within a month
    far,   ///< some likeness; e-mail: same domain, not a provider's; dates: within a year
    swapped,  ///< names: given and family exchanged; dates: day and month
    partial,  ///< dates: what both know agrees; phones: agree but for country or area code
    different,
};
inline constexpr std::size_t level_count = 14;

}  // namespace kith::match
