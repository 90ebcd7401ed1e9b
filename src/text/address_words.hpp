// What is shared between reading, folding and formatting addresses: tables of regions, and numbers in Japanese.
#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// A first-level region: code, "CA", country, "US", and name, "California".
struct AddressRegion {
    std::string_view country;
    std::string_view code;
    std::string_view name;
};

/// A region of the United States, Canada or Australia by its code or name (any case); of `country` alone unless
/// that is empty. nullptr when there is none.
const AddressRegion* find_address_region(std::string_view text, std::string_view country);

/// A prefecture with its suffix, "東京都", from kanji with or without it or from romaji with or without -to, -ken ...;
/// empty when there is none.
std::string_view find_prefecture(std::string_view text);

/// The prefecture, with its suffix, that the text begins with; empty when there is none.
std::string_view leading_prefecture(std::string_view text);

/// Where a run of number words starts and ends in Japanese text: "2丁目3番4号", "1-2-3", 一丁目. npos: nowhere.
struct NumberSpan {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
};

/// The block number of a Japanese street line: the first run of at least two joined numbers, else the first
/// number that is no part of a name (北1条, 三番町) or floor (5F, 3階).
NumberSpan find_block_number(std::string_view line);

/// Block numbers of folded text as plain numbers joined by dashes: "1丁目2番地3号" and "一丁目二の三" are "1-2-3". Numerals
/// inside names (三番町, 二条) keep their form.
std::string plain_block_numbers(std::string_view folded);

/// Whether a word announces a flat, floor or building: "apt", "suite", "floor" (folded, without full stop).
bool is_unit_word(std::string_view word);

}  // namespace kith::text
