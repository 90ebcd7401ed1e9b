#include "text/phone.hpp"

#include "text/phone_plan.hpp"
#include "text/phone_scan.hpp"

#include <algorithm>
#include <charconv>

namespace kith::text {
namespace {

constexpr std::size_t e164_max = 15;  // digits, ITU-T E.164 section 6

// One way to understand digits.
struct Reading {
    const PhoneRegion* region = nullptr;  // nullptr: no plan applies
    std::string national{};
    PhoneKind kind = PhoneKind::unknown;
    bool valid = false;
    bool possible = false;
    bool domestic = false;
};

Reading look_up(int code, std::string national, const PhoneRegion* home) {
    const PlanMatch match = match_plan(code, national, home);
    Reading r;
    r.region = match.region;
    r.kind = match.kind;
    r.valid = match.kind != PhoneKind::unknown;
    r.possible = r.valid || length_fits(*match.region, national.size());
    r.domestic = match.domestic;
    r.national = std::move(national);
    return r;
}

// Digits dialled inside a region, or behind a calling code where people leave the trunk prefix in. A trunk
// prefix is only one if the plan agrees: the reading that is valid wins, then the one of a possible length.
// `home` is where the text was written.
Reading read_in(const PhoneRegion& region, std::string_view digits, const PhoneRegion* home) {
    std::string stripped = without_trunk(region, digits);
    if (stripped == digits) return look_up(region.code, std::move(stripped), home);
    Reading without = look_up(region.code, std::move(stripped), home);
    if (without.valid) return without;
    // Where the rule takes more than the prefix (Argentina's 15), the number may have those digits as its own.
    if (const std::string_view prefix = region.national_prefix;
        !prefix.empty() && digits.starts_with(prefix)) {
        Reading plain = look_up(region.code, std::string(digits.substr(prefix.size())), home);
        if (plain.valid) return plain;
    }
    Reading with = look_up(region.code, std::string(digits), home);
    return with.valid || (with.possible && !without.possible) ? with : without;
}

Reading read_international(std::string_view digits, const PhoneRegion* home,
                           std::size_t trunk_zero = PhoneScan::none) {
    const PhoneRegion* region = region_of_number(digits);
    if (region == nullptr) return {};
    const std::size_t code_length = region->code > 99 ? 3 : region->code > 9 ? 2 : 1;
    if (trunk_zero >= code_length && trunk_zero < digits.size()) {
        std::string without(digits);
        without.erase(trunk_zero, 1);
        if (Reading r = read_in(*region, std::string_view(without).substr(code_length), home); r.valid)
            return r;
    }
    return read_in(*region, digits.substr(code_length), home);
}

Reading read_national(const PhoneRegion* region, std::string_view digits) {
    Reading national;
    if (region != nullptr) {
        national = read_in(*region, digits, region);
        if (national.valid) return national;
        if (const std::size_t prefix = international_prefix(*region, digits); prefix != 0) {
            Reading r = read_international(digits.substr(prefix), region);
            if (r.valid || (r.possible && !national.possible)) return r;
        }
    }
    // What other countries dial first, and a calling code without any mark: only on proof.
    for (const std::string_view prefix : {"00", "011", "010"}) {
        if (!digits.starts_with(prefix)) continue;
        if (Reading r = read_international(digits.substr(prefix.size()), region); r.valid) return r;
    }
    if (const PhoneRegion* main = region_of_number(digits);
        region != nullptr && main != nullptr && main->code == region->code) {
        if (Reading r = read_international(digits, region); r.valid) return r;
    }
    return national;
}

struct Choice {
    Reading reading;
    std::string_view digits;
};

// Decides where the number ends and what it means.
Choice choose(const PhoneScan& scan, const PhoneRegion* region) {
    const auto read = [&](std::string_view digits) {
        return scan.plus ? read_international(digits, region, scan.trunk_zero) : read_national(region, digits);
    };
    const std::string_view all = scan.digits;
    Choice whole{read(all), all};
    if (whole.reading.valid) return whole;

    if (scan.slash < all.size()) {
        Choice first{read(all.substr(0, scan.slash)), all.substr(0, scan.slash)};
        if (first.reading.valid || (first.reading.possible && !whole.reading.possible)) return first;
        if (!whole.reading.possible && scan.slash >= 7) return first;
    }
    if (!scan.keypad.empty()) {
        Choice keys{read(scan.keypad), scan.keypad};
        const PhoneKind kind = keys.reading.kind;
        const bool service = kind == PhoneKind::toll_free || kind == PhoneKind::premium ||
                             kind == PhoneKind::shared_cost || kind == PhoneKind::uan;
        if (keys.reading.valid && (scan.keypad_attached || service)) return keys;
    }
    if (!whole.reading.possible && all.size() > 10) {
        for (auto gap = scan.gaps.rbegin(); gap != scan.gaps.rend(); ++gap) {
            if (*gap < 7 || *gap >= all.size()) continue;
            Choice first{read(all.substr(0, *gap)), all.substr(0, *gap)};
            if (first.reading.valid) return first;
        }
    }
    return whole;
}

// "(206) 555-0187" in a region that would have written a trunk prefix first and groups otherwise, though its plan may
// have those ten digits as well. Mobile numbers are the exception: people leave the prefix out and group by ear.
bool american(const PhoneScan& scan, const PhoneRegion& home, const Reading& reading) {
    return home.code != 1 && !home.national_prefix.empty() &&
           !scan.digits.starts_with(home.national_prefix) && scan.digits.size() == 10 &&
           scan.breaks.size() >= 2 && scan.breaks[0] == 3 && scan.breaks[1] == 6 &&
           (scan.breaks.size() == 2 || scan.breaks[2] == 10) && reading.kind != PhoneKind::mobile &&
           look_up(1, scan.digits, nullptr).valid;
}

std::string only_digits(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

// A national number with its prefix, in groups where the plan has a rule.
std::string national_form(const PhoneRegion& region, std::string_view national) {
    std::string grouped = layout_national(region.code, national);
    if (!grouped.empty()) return grouped;
    const PhoneRegion& main = phone_regions(region.code).front();
    const bool prefixed = main.code != 1 && length_fits(region, national.size());
    return (prefixed ? std::string(main.national_prefix) : std::string()).append(national);
}

// The region and national number of an E.164 number; region nullptr when its calling code is not known.
std::pair<const PhoneRegion*, std::string> split_e164(std::uint64_t e164) {
    std::string digits = std::to_string(e164);
    const PhoneRegion* region = region_of_number(digits);
    if (region != nullptr) digits.erase(0, region->code > 99 ? 3 : region->code > 9 ? 2 : 1);
    return {region, std::move(digits)};
}

}  // namespace

PhoneNumber parse_phone(std::string_view text, std::string_view default_region) {
    PhoneScan scan = scan_phone(text);
    PhoneNumber number;
    number.extension = std::move(scan.extension);
    if (scan.digits.empty()) {
        number.digits = number.extension;
        return number;
    }
    const PhoneRegion* home = phone_region(default_region);
    auto [reading, digits] = choose(scan, home);
    number.valid = reading.valid;
    number.possible = reading.possible;
    number.kind = reading.kind;
    if (reading.region != nullptr) number.region = reading.region->id;

    if (reading.possible && !scan.plus &&
        (!reading.valid || (home != nullptr && american(scan, *home, reading)))) {
        // Digits that no plan of the region gives out, or grouped as they are in another country: most likely a number
        // of that country. Guessing a country code would make two different numbers one.
        number.digits = digits;
        number.region.clear();
        return number;
    }
    if (reading.possible) {
        number.digits = only_digits(national_form(*reading.region, reading.national));
        const std::string full = std::to_string(reading.region->code) + reading.national;
        if (!reading.domestic && full.size() <= e164_max) {
            std::uint64_t value = 0;
            std::from_chars(full.data(), full.data() + full.size(), value);
            number.e164 = value;
        }
        return number;
    }
    number.digits = digits;
    if (scan.plus) return number;
    if (home != nullptr && length_fits(*home, reading.national.size(), true)) {
        number.possible = true;
    } else if (digits.size() >= 3 && digits.size() <= 6) {
        number.kind = PhoneKind::short_code;
        number.possible = true;
    }
    return number;
}

std::string format_national(const PhoneNumber& number) {
    const PhoneRegion* region = phone_region(number.region);
    std::string out;
    if (number.e164 && number.region == "001") {
        out = format_international(*number.e164);  // of no country, so there is no other way to dial it
    } else if (number.e164) {
        auto [main, national] = split_e164(*number.e164);
        out = main != nullptr ? national_form(region != nullptr ? *region : *main, national) : national;
    } else if (region != nullptr && number.possible && number.kind != PhoneKind::short_code) {
        out = layout_national(region->code, read_in(*region, number.digits, region).national);
    }
    if (out.empty()) out = number.digits;
    if (number.extension.empty()) return out;
    if (number.region.empty() && number.extension == number.digits) return "ext. " + number.extension;
    return out + (number.region == "JP" ? " 内線" : " ext. ") + number.extension;
}

std::string format_international(std::uint64_t e164) {
    auto [region, national] = split_e164(e164);
    if (region == nullptr) return format_e164(e164);
    std::string out = "+" + std::to_string(region->code);
    if (national.empty()) return out;
    const std::string grouped = layout_international(region->code, national);
    return out + " " + (grouped.empty() ? national : grouped);
}

std::string format_e164(std::uint64_t e164) { return "+" + std::to_string(e164); }

std::string_view region_of_calling_code(int code) {
    const auto plans = phone_regions(code);
    return plans.empty() ? std::string_view() : plans.front().id;
}

int calling_code(std::string_view region) {
    const PhoneRegion* found = phone_region(region);
    return found == nullptr ? 0 : found->code;
}

}  // namespace kith::text
