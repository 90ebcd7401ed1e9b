#include "query_model_times.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace query_test {

using namespace kith;
namespace q = kith::query;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::int64_t milliseconds(Time time) { return time.time_since_epoch().count(); }
Time at(std::int64_t ms) { return Time{std::chrono::milliseconds{ms}}; }
std::int64_t floor_day(std::int64_t ms) { return (ms >= 0 ? ms : ms - (day_ms - 1)) / day_ms; }
/// 1 is Monday; 1970-01-01 was a Thursday.
int weekday(std::int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7) + 1; }

/// Summer time in Europe: from the last Sunday of March to that of October, each at 1:00 UTC.
bool summer(Time time) {
    const int year = civil(floor_day(milliseconds(time)))[0];
    const auto last_sunday = [&](int month) {
        std::int64_t day = day_number({year, month, 31});
        while (weekday(day) != 7) --day;
        return at(day * day_ms + 3'600'000);
    };
    return time >= last_sunday(3) && time < last_sunday(10);
}

std::int64_t offset(const World& world, Time time) {
    const std::string& zone = world.settings.time_zone;
    if (zone == "UTC" || zone.empty()) return 0;
    if (zone == "Asia/Tokyo") return 9 * 3'600'000;
    if (zone == "Asia/Kolkata") return 5 * 3'600'000 + 1'800'000;
    if (zone == "Europe/Berlin") return (summer(time) ? 2 : 1) * 3'600'000;
    throw std::runtime_error("the model has no zone " + zone);
}

/// When a clock on the wall shows it: the first time if it does twice, when it is moved if it never does.
Time from_wall(const World& world, std::int64_t ms) {
    for (const std::int64_t hours : {2, 1}) {  // of the offsets that the zone has, the greater is the earlier
        const Time time = at(ms - hours * 3'600'000);
        if (world.settings.time_zone == "Europe/Berlin" && wall(world, time) == ms) return time;
    }
    if (world.settings.time_zone != "Europe/Berlin") return at(ms - offset(world, at(ms)));
    std::int64_t moment = ms - 2 * 3'600'000;  // before it is moved
    while (!summer(at(moment))) moment += 60'000;
    return at(moment / 60'000 * 60'000);
}

int months_of(q::Unit unit) {
    switch (unit) {
        case q::Unit::month: return 1;
        case q::Unit::quarter:
        case q::Unit::fiscal_quarter: return 3;
        case q::Unit::year:
        case q::Unit::fiscal_year: return 12;
        default: return 0;
    }
}

std::int64_t length_of(q::Unit unit) {
    switch (unit) {
        case q::Unit::second: return 1000;
        case q::Unit::minute: return 60'000;
        case q::Unit::hour: return 3'600'000;
        default: return 0;
    }
}

std::int64_t moved_day(std::int64_t day, std::int64_t count, q::Unit unit) {
    if (unit == q::Unit::day || unit == q::Unit::week) return day + count * (unit == q::Unit::week ? 7 : 1);
    Day moved = civil(day);
    for (std::int64_t left = count * months_of(unit); left != 0; left += left < 0 ? 1 : -1) {
        moved[1] += left < 0 ? -1 : 1;
        if (moved[1] == 13) moved = {moved[0] + 1, 1, moved[2]};
        if (moved[1] == 0) moved = {moved[0] - 1, 12, moved[2]};
    }
    if (moved[2] > days_in(moved[0], moved[1])) moved[2] = days_in(moved[0], moved[1]);
    return day_number(moved);
}

/// Whether a unit of the calendar begins on the day.
bool begins(const World& world, std::int64_t day, q::Unit unit) {
    if (unit == q::Unit::day) return true;
    if (unit == q::Unit::week) return weekday(day) == world.settings.week_start;
    const Day on = civil(day);
    const bool fiscal = unit == q::Unit::fiscal_quarter || unit == q::Unit::fiscal_year;
    const int from = fiscal ? world.settings.fiscal_year_start : 1;
    return on[2] == 1 && (on[1] - from + 12) % months_of(unit) == 0;
}

/// [first, end) of the unit in which the day lies, or of the one before or after that.
std::pair<std::int64_t, std::int64_t> unit_around(const World& world, std::int64_t day, q::Unit unit,
                                                  int which) {
    std::int64_t first = day;
    while (!begins(world, first, unit)) --first;
    std::int64_t end = first + 1;
    while (!begins(world, end, unit)) ++end;
    if (which > 0) return unit_around(world, end, unit, 0);
    if (which < 0) return unit_around(world, first - 1, unit, 0);
    return {first, end};
}

/// [first, end) of "fiscal year 2025", "quarter 2026-1".
std::pair<std::int64_t, std::int64_t> named(const World& world, const q::Span& span) {
    const bool fiscal = span.unit == q::Unit::fiscal_quarter || span.unit == q::Unit::fiscal_year;
    Day first = {static_cast<int>(span.count), fiscal ? world.settings.fiscal_year_start : 1, 1};
    for (int part = 1; part < span.part; ++part)
        first = civil(moved_day(day_number(first), 3, q::Unit::month));
    return unit_around(world, day_number(first), span.unit, 0);
}

/// [first, end) of a unit of the calendar; nothing for others.
std::optional<std::pair<std::int64_t, std::int64_t>> unit_of(const World& world, const q::Span& span) {
    if (span.direction == q::Span::Direction::named) return named(world, span);
    if (span.count != 0) return std::nullopt;
    const int which = span.direction == q::Span::Direction::last   ? -1
                      : span.direction == q::Span::Direction::next ? 1
                                                                   : 0;
    return unit_around(world, day_of(world, world.now), span.unit, which);
}

bool backwards(const q::Span& span) {
    return span.direction == q::Span::Direction::last || span.direction == q::Span::Direction::ago;
}

bool is_point(const q::Span& span) {
    return span.direction == q::Span::Direction::ago || span.direction == q::Span::Direction::ahead;
}

}  // namespace

int days_in(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

Day first_day(const PartialDate& d) {
    return {d.year, d.month == 0 ? 1 : d.month, d.month == 0 || d.day == 0 ? 1 : d.day};
}

Day last_day(const PartialDate& d) {
    const int month = d.month == 0 ? 12 : d.month;
    return {d.year, month, d.month == 0 || d.day == 0 ? days_in(d.year, month) : d.day};
}

Day civil(std::int64_t number) {
    static std::unordered_map<std::int64_t, Day> counted;
    const auto [at, is_new] = counted.try_emplace(number);
    if (!is_new) return at->second;
    std::int64_t days = number;
    int year = 1970;
    const auto length = [](int y) { return days_in(y, 2) == 29 ? 366 : 365; };
    while (days < 0) days += length(--year);
    while (days >= length(year)) days -= length(year++);
    int month = 1;
    while (days >= days_in(year, month)) days -= days_in(year, month++);
    return at->second = {year, month, static_cast<int>(days) + 1};
}

std::int64_t day_number(const Day& day) {
    std::int64_t number = 0;
    for (int year = 1970; year < day[0]; ++year) number += days_in(year, 2) == 29 ? 366 : 365;
    for (int year = day[0]; year < 1970; ++year) number -= days_in(year, 2) == 29 ? 366 : 365;
    for (int month = 1; month < day[1]; ++month) number += days_in(day[0], month);
    return number + day[2] - 1;
}

std::int64_t wall(const World& world, Time time) { return milliseconds(time) + offset(world, time); }

std::int64_t day_of(const World& world, Time time) { return floor_day(wall(world, time)); }

Time begin_of(const World& world, std::int64_t day) { return from_wall(world, day * day_ms); }

Time moved(const World& world, Time time, std::int64_t count, q::Unit unit) {
    if (const std::int64_t length = length_of(unit); length != 0)
        return at(milliseconds(time) + count * length);
    const std::int64_t ms = wall(world, time);
    const std::int64_t day = floor_day(ms);
    return from_wall(world, moved_day(day, count, unit) * day_ms + (ms - day * day_ms));
}

std::pair<Time, Time> stretch(const World& world, const q::Literal& literal) {
    if (literal.kind != q::Literal::Kind::span) {
        const auto [first, last] = days_of(world, literal);
        return {begin_of(world, first), begin_of(world, last + 1)};
    }
    const q::Span& span = literal.span;
    if (const auto days = unit_of(world, span))
        return {begin_of(world, days->first), begin_of(world, days->second)};
    const Time end = moved(world, world.now, backwards(span) ? -span.count : span.count, span.unit);
    const std::chrono::milliseconds one{1};
    if (is_point(span)) return {end, end + one};
    return backwards(span) ? std::pair{end, world.now + one} : std::pair{world.now, end + one};
}

std::pair<std::int64_t, std::int64_t> days_of(const World& world, const q::Literal& literal) {
    if (literal.kind != q::Literal::Kind::span) {
        const PartialDate date = PartialDate::parse(literal.text).value();
        return {day_number(first_day(date)), day_number(last_day(date))};
    }
    const q::Span& span = literal.span;
    if (const auto days = unit_of(world, span)) return {days->first, days->second - 1};
    const std::int64_t today = day_of(world, world.now);
    const std::int64_t end = moved_day(today, backwards(span) ? -span.count : span.count, span.unit);
    if (is_point(span)) return {end, end};
    return backwards(span) ? std::pair{end, today} : std::pair{today, end};
}

Truth apart(const World& world, const Val& left, const q::Comparison& comparison, const Val& right) {
    const q::Distance& distance = comparison.distance.front();
    const std::int64_t count = distance.before ? -distance.length.count : distance.length.count;
    const auto lies = [&](std::int64_t a, std::int64_t b, std::int64_t end) {
        if (comparison.op == q::Operator::greater) return truth(a > end);
        if (comparison.op == q::Operator::less) return truth(a < end);
        return truth(distance.before ? end <= a && a <= b : b <= a && a <= end);
    };
    const auto* a = std::get_if<Time>(&left);
    const auto* b = std::get_if<Time>(&right);
    if (a != nullptr && b != nullptr) {
        const Time end = moved(world, *b, count, distance.length.unit);
        return lies(milliseconds(*a), milliseconds(*b), milliseconds(end));
    }
    const auto day = [&](const Val& value) -> std::optional<std::int64_t> {
        if (const auto* time = std::get_if<Time>(&value)) return day_of(world, *time);
        const auto* date = std::get_if<PartialDate>(&value);
        const bool whole = date != nullptr && date->year != 0 && date->month != 0 && date->day != 0;
        return whole ? std::optional(day_number(first_day(*date))) : std::nullopt;
    };
    const auto of = day(left);
    const auto from = day(right);
    if (!of || !from) return Truth::open;
    return lies(*of, *from, moved_day(*from, count, distance.length.unit));
}

}  // namespace query_test
