#include "text/phone_plan.hpp"

#include "text/digit_machine.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace kith::text {
namespace {

#include "text/phone_table.inc"

constexpr DigitMachine kind_machine(kinds_records, kinds_groups, kinds_tails, kinds_nodes);
constexpr DigitMachine layout_machine(layouts_records, layouts_groups, layouts_tails, layouts_nodes);

// Added to a kind in the table: the number has no E.164 form.
constexpr int domestic_flag = 16;

// Applies a template to digits: letters copy, '~' drops, everything else is written.
std::string apply(std::string_view layout, std::string_view digits) {
    std::string out;
    for (const char c : layout) {
        if (c >= 'A' && c <= 'Z') {
            const auto count = std::min(static_cast<std::size_t>(c - 'A' + 1), digits.size());
            out += digits.substr(0, count);
            digits.remove_prefix(count);
        } else if (c == '~') {
            digits.remove_prefix(std::min<std::size_t>(1, digits.size()));
        } else if (c != '$') {
            out += c;
        }
    }
    return out += digits;
}

const PhoneTemplate& layout_of(int code, std::string_view national) {
    const auto plans = phone_regions(code);
    const int root = plans.empty() ? -1 : plans.front().formats;
    return templates[layout_machine.value(root, national)];
}

}  // namespace

const PhoneRegion* phone_region(std::string_view id) {
    if (id.size() != 2) return nullptr;
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    const char wanted[] = {upper(id[0]), upper(id[1])};
    const std::string_view key(wanted, 2);
    const auto found = std::lower_bound(std::begin(regions_by_id), std::end(regions_by_id), key,
                                        [](std::uint8_t i, std::string_view k) { return regions[i].id < k; });
    return found != std::end(regions_by_id) && regions[*found].id == key ? &regions[*found] : nullptr;
}

std::span<const PhoneRegion> phone_regions(int code) {
    struct ByCode {
        bool operator()(const PhoneRegion& r, int c) const { return r.code < c; }
        bool operator()(int c, const PhoneRegion& r) const { return c < r.code; }
    };
    const auto range = std::equal_range(std::begin(regions), std::end(regions), code, ByCode{});
    return {range.first, range.second};
}

const PhoneRegion* region_of_number(std::string_view digits) {
    int code = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, digits.size()); ++i) {
        code = code * 10 + (digits[i] - '0');
        if (code == 0) return nullptr;
        if (const auto found = phone_regions(code); !found.empty()) return &found.front();
    }
    return nullptr;
}

PlanMatch match_plan(int code, std::string_view national, const PhoneRegion* home) {
    const auto plans = phone_regions(code);
    PlanMatch match{&plans.front()};
    bool led = false;
    for (const PhoneRegion& region : plans) {
        const bool leads = region.leading >= 0 && kind_machine.prefix(region.leading, national) > 0;
        if (region.leading >= 0 && !leads) continue;
        if (leads && !led) match.region = &region;
        led = led || leads;
        if (const int value = kind_machine.value(region.kinds, national); value != 0) {
            match = {&region, static_cast<PhoneKind>(value % domestic_flag), value >= domestic_flag};
            break;
        }
    }
    // Whether a number has an E.164 form must not depend on where it was written; where it belongs may.
    if (home != nullptr && home->code == code && home != match.region) {
        if (const int value = kind_machine.value(home->kinds, national); value != 0) {
            match.region = home;
            match.kind = static_cast<PhoneKind>(value % domestic_flag);
        }
    }
    return match;
}

bool length_fits(const PhoneRegion& region, std::size_t digits, bool local) {
    return digits < 32 && ((local ? region.local_lengths : region.lengths) >> digits & 1U) != 0;
}

std::string without_trunk(const PhoneRegion& region, std::string_view digits) {
    std::string_view rule;
    std::size_t consumed = 0;
    layout_machine.walk(region.trunk, digits, [&](int value, std::size_t length) {
        const std::string_view candidate = templates[value].national;
        if (candidate.back() == '$' && length != digits.size()) return;
        rule = candidate;
        consumed = length;
    });
    if (consumed == 0) return std::string(digits);
    return apply(rule, digits.substr(0, consumed)) += digits.substr(consumed);
}

std::size_t international_prefix(const PhoneRegion& region, std::string_view digits) {
    return kind_machine.prefix(region.idd, digits);
}

std::string layout_national(int code, std::string_view national) {
    const std::string_view layout = layout_of(code, national).national;
    return layout.empty() ? std::string() : apply(layout, national);
}

std::string layout_international(int code, std::string_view national) {
    const std::string_view layout = layout_of(code, national).international;
    return layout.empty() ? std::string() : apply(layout, national);
}

}  // namespace kith::text
