// Finds the first telephone number in a text: its digits in any script and how they were punctuated. Knows no
// numbering plan; phone.cpp decides what the digits mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::text {

/// What was written, before anything is looked up.
struct PhoneScan {
    bool plus = false;                  ///< a "+" before the first digit
    std::string digits{};               ///< ASCII; at most `max_digits`
    std::string extension{};            ///< ASCII
    std::size_t trunk_zero = none;      ///< where in `digits` a "(0)" of its own stands
    std::size_t slash = none;           ///< how many digits stand before the first slash
    std::vector<std::size_t> gaps{};    ///< how many digits stand before each space, first eight
    std::vector<std::size_t> breaks{};  ///< how many digits stand before each mark of any kind, first eight
    std::string keypad{};               ///< digits with the letters that follow, as keypad digits; or empty
    bool keypad_attached = false;       ///< those letters join the digits by a dash or directly

    static constexpr std::size_t max_digits = 40;
    static constexpr std::size_t none = std::string::npos;
};

/// Reads up to the end of the first number. Time is linear in the text; invalid UTF-8 counts as punctuation.
PhoneScan scan_phone(std::string_view text);

}  // namespace kith::text
