// Telephone numbers as people write them, read into a form that can be compared, stored and dialled.
//
//     PhoneNumber p = parse_phone("03-1234-5678 内線12", "JP");
//     p.e164        -> 81312345678          p.digits    -> "0312345678"
//     p.extension   -> "12"                 format_international(*p.e164) -> "+81 3-1234-5678"
//
// The numbering plans of all regions are in a generated table (phone_plan.hpp); nothing is read at run time.
// Pure functions over constant data: every function here may be called from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::text {

/// What a number is for. The first twelve follow the generated table; never renumber.
enum class PhoneKind : std::uint8_t {
    unknown = 0,  ///< not a number of any known plan
    premium = 1,
    toll_free = 2,
    shared_cost = 3,
    voip = 4,
    personal = 5,
    pager = 6,
    uan = 7,  ///< one number for all offices of a company (Japan's 0570)
    voicemail = 8,
    fixed = 9,
    mobile = 10,
    fixed_or_mobile = 11,  ///< the plan does not tell them apart (North America)
    short_code = 12,       ///< three to six digits that the network itself serves: 110, 911, 62442
};

/// A number that was read.
struct PhoneNumber {
    std::optional<std::uint64_t> e164{};  ///< digits of the E.164 form without "+", 81312345678; none when the
                                          ///< number cannot be dialled from abroad or its area is not known
    std::string digits{};     ///< ASCII digits to dial inside its country, "0312345678": the same for
                              ///< every way to write the number; empty only when there are no digits
    std::string extension{};  ///< digits after 内線, ext., x ...
    std::string region{};     ///< ISO 3166-1 alpha-2, "001" for +800 and the like, empty: not known
    bool valid = false;       ///< the region's plan has such a number
    bool possible = false;    ///< the plan has numbers of that length (true for every valid one)
    PhoneKind kind = PhoneKind::unknown;
};

/// Reads the first telephone number in a text that was written in `default_region` (ISO code in any case;
/// empty: only international numbers get an E.164 form).
///
/// Takes "+", the region's international prefix, and 00, 011, 010 where that gives a valid number; full-width
/// and other scripts' digits; "+44 (0)20"; extensions; tel: URIs with ext and phone-context; letters on the keypad
/// (1-800-FLOWERS). Words before the number are skipped. Of several numbers (after a newline, comma, slash or
/// further "+") the first is taken; a slash inside one number, "030/1234567", is a separator.
///
/// Numbers without an E.164 form keep `digits`: 0120, 0800, 0570 and 0990 in Japan, 13 00 in Australia, 110, seven
/// digits in North America, a bare extension. Never throws; time is linear in the text, about 1 µs per number.
PhoneNumber parse_phone(std::string_view text, std::string_view default_region);

/// The number in its country's grouping, "03-1234-5678 内線12"; reading that again in the same region gives the
/// same number. Digits that fit no rule come back ungrouped; a number of no country (+800) is as in `format_international`.
std::string format_national(const PhoneNumber& number);

/// "+81 3-1234-5678"; ungrouped after the calling code, or after "+", where no rule is known.
std::string format_international(std::uint64_t e164);

/// "+81312345678".
std::string format_e164(std::uint64_t e164);

/// The region that stands for a calling code, "JP" for 81, "US" for 1, "001" for 800; empty when there is none.
std::string_view region_of_calling_code(int code);

/// The calling code of a region (ISO code in any case), 81 for "JP"; 0 when there is none.
int calling_code(std::string_view region);

}  // namespace kith::text
