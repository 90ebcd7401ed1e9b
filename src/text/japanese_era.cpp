#include "text/japanese_era.hpp"

#include "text/date.hpp"

#include <fmt/format.h>

#include <array>

namespace kith::text {

namespace {

constexpr std::array<JapaneseEra, 5> eras{{
    {"令和", "令", 'r', {2019, 5, 1}},
    {"平成", "平", 'h', {1989, 1, 8}},
    {"昭和", "昭", 's', {1926, 12, 25}},
    {"大正", "大", 't', {1912, 7, 30}},
    {"明治", "明", 'm', {1868, 1, 25}},
}};

// The last day that a date of which parts are unknown may mean; months need no true length to compare.
PartialDate end_of(PartialDate date) {
    return {date.year, date.month == 0 ? 12 : date.month, date.day == 0 || date.month == 0 ? 31 : date.day};
}

PartialDate start_of(PartialDate date) {
    return {date.year, date.month == 0 ? 1 : date.month, date.day == 0 || date.month == 0 ? 1 : date.day};
}

}  // namespace

std::span<const JapaneseEra> japanese_eras() noexcept { return eras; }

const JapaneseEra* era_of(PartialDate date) noexcept {
    if (date.year < first_gregorian_year) return nullptr;
    for (const JapaneseEra& era : eras)
        if (era.first <= end_of(date)) return &era;
    return nullptr;
}

bool lies_in(const JapaneseEra& era, PartialDate date) noexcept {
    const JapaneseEra* next = nullptr;
    for (const JapaneseEra& other : eras) {
        if (other.first == era.first) break;
        next = &other;
    }
    // The day on which an era ends is also the first of the next: 1912-07-30 and 1926-12-25 have both names.
    const bool shared = next != nullptr && next->first.year < 1989;
    return era.first <= end_of(date) &&
           (next == nullptr || start_of(date) < next->first || (shared && start_of(date) == next->first));
}

std::string wareki(PartialDate date) {
    const JapaneseEra* era = date.valid() ? era_of(date) : nullptr;
    if (era == nullptr) return {};
    const int year = date.year - era->first.year + 1;
    std::string out(era->name);
    out += year == 1 ? std::string("元") : fmt::format("{}", year);
    out += "年";
    if (date.month == 0) return out;
    out += fmt::format("{}月", date.month);
    if (date.day != 0) out += fmt::format("{}日", date.day);
    return out;
}

}  // namespace kith::text
