// Levels of agreement.
#pragma once

#include <array>
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
    two_names,  ///< given names: alike, and each a name of its own: Daniel and Daniela
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

/// How much a level speaks for "the same", to choose among several values. Not a weight.
[[nodiscard]] inline double merit(Level level) {
    static constexpr std::array<double, level_count> merits = [] {
        std::array<double, level_count> result{};
        const auto set = [&](Level of, double to) { result[static_cast<std::size_t>(of)] = to; };
        set(Level::equal, 6);
        set(Level::variant, 5);
        set(Level::reading, 5);
        set(Level::nickname, 4);
        set(Level::two_names, 1);
        set(Level::initial, 2);
        set(Level::part, 3);
        set(Level::typo, 4.5);
        set(Level::near, 3);
        set(Level::far, 1);
        set(Level::swapped, 3);
        set(Level::partial, 4);
        set(Level::different, -2);
        return result;
    }();
    return merits[static_cast<std::size_t>(level)];
}

}  // namespace kith::match
