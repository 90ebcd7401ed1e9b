// The world's numbering plans: which regions share a calling code, what a national number is, how it is
// grouped. A thin face over the generated phone_table.inc; everything is constant data, usable from any thread.
#pragma once

#include "text/phone.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kith::text {

/// One region's numbering plan. Roots are places in the digit machines, -1 when there is nothing.
struct PhoneRegion {
    std::string_view id;               // ISO 3166-1 alpha-2; "001" for services of the whole world
    std::uint16_t code;                // calling code
    std::string_view national_prefix;  // dialled before a national number, "0"; empty: none
    std::uint32_t lengths;             // bit n: a national number may have n digits
    std::uint32_t local_lengths;       // bit n: n digits can be dialled inside an area only
    std::int16_t kinds;                // national number -> kind
    std::int16_t idd;                  // international prefixes
    std::int16_t leading;              // digits that tell the region from others with its calling code
    std::int16_t formats;              // national number -> template
    std::int16_t trunk;                // dialled number -> template that leaves the national number
};

/// How a number is grouped: inside its country and from abroad (empty: not dialled from abroad).
struct PhoneTemplate {
    std::string_view national;
    std::string_view international;
};

/// What a plan says about a national number.
struct PlanMatch {
    const PhoneRegion* region = nullptr;  // the region it belongs to, the code's main region in doubt
    PhoneKind kind = PhoneKind::unknown;  // unknown: the plan has no such number
    bool domestic = false;                // cannot be dialled from abroad
};

/// The plan of a region by its ISO code in any case; nullptr when there is none.
const PhoneRegion* phone_region(std::string_view id);

/// All regions with a calling code, its main region first; empty for an unknown code.
std::span<const PhoneRegion> phone_regions(int code);

/// The main region of the calling code that these digits (an E.164 number) start with; nullptr when none does.
const PhoneRegion* region_of_number(std::string_view digits);

/// Looks a national number (ASCII digits, no prefix) up in all plans of a calling code, which must exist. Some
/// numbers belong to several regions (+1 800): then to `home` if that is one of them, else to the main region.
PlanMatch match_plan(int code, std::string_view national, const PhoneRegion* home = nullptr);

/// Whether a national number of that many digits exists in the region; `local`: inside an area only.
bool length_fits(const PhoneRegion& region, std::size_t digits, bool local = false);

/// The digits without the region's trunk prefix or carrier code, or with the area code that the region implies;
/// unchanged when no rule applies.
std::string without_trunk(const PhoneRegion& region, std::string_view digits);

/// The length of the region's international prefix that the digits start with, 0 when they do not.
std::size_t international_prefix(const PhoneRegion& region, std::string_view digits);

/// A national number in groups as its country writes it, with the national prefix; empty when no rule fits.
std::string layout_national(int code, std::string_view national);

/// A national number in groups as it follows "+code "; empty when no rule fits.
std::string layout_international(int code, std::string_view national);

}  // namespace kith::text
