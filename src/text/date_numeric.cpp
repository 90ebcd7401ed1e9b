// Dates of numbers only: which of them is the year, and which of the others the month.
#include "text/date_scan.hpp"

#include <array>
#include <initializer_list>
#include <utility>

namespace kith::text {

namespace {

// The numbers as written, between equal signs.
struct Numbers {
    std::array<ScannedNumber, 3> n{};
    int count = 0;
    char separator = '\0';  // '/', '.', '-', ' ' or, for a middle dot, '.'
    bool closed = false;    // a full stop behind the last one, "1.4."
};

bool separate(DateScanner& s, char& separator) {
    const std::size_t start = s.place();
    s.spaces();
    char found = '\0';
    if (s.literal("・"))
        found = '.';
    else if (const char next = s.peek(); next == '/' || next == '.' || next == '-')
        s.sign(found = next);
    else if (s.place() > start)
        found = ' ';
    s.spaces();
    s.sign('\'');  // '24
    if (found == '\0' || (separator != '\0' && found != separator) || s.digits_ahead() == 0) {
        s.go_to(start);
        return false;
    }
    separator = found;
    return true;
}

Numbers scan_numbers(DateScanner& s) {
    Numbers out;
    while (out.count < 3) {
        const std::size_t start = s.place();
        if (out.count > 0 && !separate(s, out.separator)) break;
        const auto number = s.number(out.count == 0 ? 8 : 4);
        if (!number || number->digits == 3 || s.peek() == ':') {
            s.go_to(start);
            break;
        }
        out.n[static_cast<std::size_t>(out.count++)] = *number;
    }
    if (out.separator == '.') out.closed = s.sign('.');
    return out;
}

std::optional<ParsedDate> in_order(const Numbers& in, DateOrder order) {
    const auto& n = in.n;
    switch (order) {
        case DateOrder::ymd: return make_date(n[0], n[1].value, n[2].value);
        case DateOrder::mdy: return make_date(n[2], n[0].value, n[1].value);
        case DateOrder::dmy: return make_date(n[2], n[1].value, n[0].value);
    }
    return std::nullopt;
}

// The first reading of the list that is a date; ambiguous when a later one is another.
std::optional<ParsedDate> first_of(const Numbers& in, std::initializer_list<DateOrder> orders) {
    std::optional<ParsedDate> found;
    for (const DateOrder order : orders) {
        const auto date = in_order(in, order);
        if (!date) continue;
        if (!found)
            found = date;
        else if (found->date != date->date)
            found->ambiguous = true;
    }
    return found;
}

// Which of day and month comes first where the year is last. Who writes the year first writes the month before the
// day; with full stops only Americans do.
bool day_first(DateOrder preference, char separator) {
    return preference == DateOrder::dmy || (preference == DateOrder::ymd && separator == '.');
}

std::optional<ParsedDate> three_numbers(const Numbers& in, DateOrder preference) {
    const bool days = day_first(preference, in.separator);
    const DateOrder one = days ? DateOrder::dmy : DateOrder::mdy;
    const DateOrder other = days ? DateOrder::mdy : DateOrder::dmy;
    if (in.n[1].digits == 4) return std::nullopt;
    if (in.n[0].digits == 4) return in.n[2].digits == 4 ? std::nullopt : in_order(in, DateOrder::ymd);
    if (in.n[2].digits == 4) return first_of(in, {one, other});
    if (in.separator == ' ') return std::nullopt;
    if (preference == DateOrder::ymd) return first_of(in, {DateOrder::ymd, one, other});
    return first_of(in, {one, other, DateOrder::ymd});
}

std::optional<ParsedDate> two_numbers(const Numbers& in, DateOrder preference) {
    const auto [a, b, unused] = in.n;
    if (in.separator == ' ') return std::nullopt;
    if (a.digits == 4) return b.digits == 4 ? std::nullopt : make_date(a, b.value, 0);
    if (b.digits == 4) return make_date(b, a.value, 0);
    // 1.5 is a number, "1.5." a day.
    if (in.separator == '.' && !in.closed) return std::nullopt;
    constexpr ScannedNumber no_year{0, 4};
    auto month_day = a.value == 0 || b.value == 0 ? std::nullopt : make_date(no_year, a.value, b.value);
    auto day_month = a.value == 0 || b.value == 0 ? std::nullopt : make_date(no_year, b.value, a.value);
    if (month_day && day_month && month_day->date != day_month->date)
        month_day->ambiguous = day_month->ambiguous = true;
    if (day_first(preference, in.separator)) std::swap(month_day, day_month);
    if (month_day) return month_day;
    if (day_month) return day_month;
    return b.value > 31 && b.digits == 2 ? make_date(b, a.value, 0) : std::nullopt;  // 12/99
}

std::optional<ParsedDate> one_number(ScannedNumber number, DateOrder preference) {
    if (number.digits == 4)
        return number.value >= 1000 && number.value < 3000 ? make_date(number, 0, 0) : std::nullopt;
    if (number.digits != 8) return std::nullopt;
    const int v = number.value;
    const auto compact = [&](int year, int month, int day) {
        return Numbers{{ScannedNumber{year, 4}, {month, 2}, {day, 2}}, 3};
    };
    if (const auto date = in_order(compact(v / 10000, v / 100 % 100, v % 100), DateOrder::ymd)) return date;
    Numbers last{{ScannedNumber{v / 1000000, 2}, {v / 10000 % 100, 2}, {v % 10000, 4}}, 3};
    const bool days = day_first(preference, '.');
    return first_of(last, {days ? DateOrder::dmy : DateOrder::mdy, days ? DateOrder::mdy : DateOrder::dmy});
}

}  // namespace

std::optional<ParsedDate> scan_numeric_date(DateScanner& s, DateOrder preference) {
    // 20240401123000 and 202404011230: the time stays for the next step.
    if (const int digits = s.digits_ahead(); digits == 12 || digits == 14) {
        const int year = s.take(4);
        const int month = s.take(2);
        const int day = s.take(2);
        return make_date({year, 4}, month, day);
    }
    const Numbers in = scan_numbers(s);
    switch (in.count) {
        case 1: return one_number(in.n[0], preference);
        case 2: return two_numbers(in, preference);
        case 3: return three_numbers(in, preference);
        default: return std::nullopt;
    }
}

}  // namespace kith::text
