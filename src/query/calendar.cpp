#include "query/calendar.hpp"

#include "query/words.hpp"
#include "text/date.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace kith::query {

namespace {

using std::chrono::milliseconds;
using Days = std::pair<date::local_days, date::local_days>;  // [first, end)

constexpr milliseconds instant{1};

date::local_days first_of_month(int year, unsigned month) {
    return date::local_days{date::year{year} / date::month{month} / 1};
}

/// The first day of the month `offset` months after the one of `day`.
date::local_days month_start(date::local_days day, int offset) {
    const date::year_month_day civil{day};
    const int months = static_cast<int>(civil.year()) * 12 +
                       static_cast<int>(static_cast<unsigned>(civil.month())) - 1 + offset;
    return first_of_month(months / 12, static_cast<unsigned>(months % 12) + 1);
}

/// The calendar goes so far to both sides: what lies or leads beyond ends there.
constexpr int furthest_year = 32'000;

/// `day` moved by whole months; the 31st becomes the last day of a shorter month.
date::local_days add_months(date::local_days day, std::int64_t count) {
    const date::year_month_day civil{day};
    const std::int64_t year = static_cast<int>(civil.year());
    const std::int64_t months = std::clamp(count, (-furthest_year - year) * 12, (furthest_year - year) * 12);
    date::year_month_day moved = civil + date::months{static_cast<int>(months)};
    if (!moved.ok()) moved = moved.year() / moved.month() / date::last;
    return date::local_days{moved};
}

int months_of(Unit unit) {
    switch (unit) {
        case Unit::month: return 1;
        case Unit::quarter:
        case Unit::fiscal_quarter: return 3;
        case Unit::year:
        case Unit::fiscal_year: return 12;
        default: return 0;
    }
}

/// The exact length of units shorter than a day; 0 for the others.
milliseconds length_of(Unit unit) {
    switch (unit) {
        case Unit::second: return std::chrono::seconds{1};
        case Unit::minute: return std::chrono::minutes{1};
        case Unit::hour: return std::chrono::hours{1};
        default: return milliseconds{0};
    }
}

date::local_days moved_day(date::local_days day, Unit unit, std::int64_t count) {
    if (const int months = months_of(unit); months != 0) return add_months(day, count * months);
    return day + date::days{static_cast<int>(unit == Unit::week ? count * 7 : count)};
}

/// True when a time of day as text names its seconds: "10:30:05", 10時30分5秒.
bool names_seconds(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return text.find("秒") != std::string_view::npos;
    const std::size_t after = text.find_first_not_of("0123456789", colon + 1);
    return after != std::string_view::npos && text[after] == ':';
}

/// The day that a word stands for, in days from today.
std::optional<int> day_word(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, int>, 8> words{{{"today", 0},
                                                                            {"yesterday", -1},
                                                                            {"tomorrow", 1},
                                                                            {"今日", 0},
                                                                            {"本日", 0},
                                                                            {"昨日", -1},
                                                                            {"明日", 1},
                                                                            {"一昨日", -2}}};
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const auto& [word, days] : words) {
        if (lower == word) return days;
    }
    return std::nullopt;
}

}  // namespace

Time bounded(Time time) {
    const auto start = [](int year) { return Time{first_of_month(year, 1).time_since_epoch()}; };
    return std::clamp(time, start(-furthest_year), start(furthest_year));
}

std::optional<PartialDate> read_date(std::string_view text, std::string_view region) {
    const auto parsed = text::parse_date(text, text::date_order(region));
    if (!parsed || (parsed->ambiguous && region.empty())) return std::nullopt;
    return parsed->date;
}

const date::time_zone* Calendar::zone() {
    if (zone_known_) return zone_;
    if (!settings_.time_zone.empty() && settings_.time_zone != "UTC") {
        try {
            zone_ = date::locate_zone(settings_.time_zone);
        } catch (const std::runtime_error&) {
            ErrorDetail detail;
            detail.message_ja =
                fmt::format("このシステムにはタイムゾーン「{}」の情報がありません", settings_.time_zone);
            detail.arguments = {{"time_zone", settings_.time_zone}};
            throw Error(
                Code::unsupported,
                fmt::format("this system does not know the time zone '{}' of the file", settings_.time_zone),
                detail);
        }
    }
    zone_known_ = true;
    return zone_;
}

Calendar::LocalTime Calendar::to_local(Time time) {
    time = bounded(time);
    const date::time_zone* where = zone();
    return where == nullptr ? LocalTime{time.time_since_epoch()} : where->to_local(time);
}

Time Calendar::to_time(LocalTime local) {
    const date::time_zone* where = zone();
    // A local time that a clock change skips is the moment of the change; one that comes twice is the first.
    return where == nullptr ? Time{local.time_since_epoch()} : where->to_sys(local, date::choose::earliest);
}

date::local_days Calendar::day_of(Time time) { return date::floor<date::days>(to_local(time)); }

Days Calendar::unit_around(date::local_days day, Unit unit, int offset) const {
    switch (unit) {
        case Unit::week: {
            const auto today = static_cast<int>(date::weekday{day}.iso_encoding());
            const date::local_days start =
                day - date::days{(today - settings_.week_start + 7) % 7} + date::days{7 * offset};
            return {start, start + date::days{7}};
        }
        case Unit::month:
        case Unit::quarter:
        case Unit::year:
        case Unit::fiscal_quarter:
        case Unit::fiscal_year: {
            const int length = months_of(unit);
            const bool fiscal = unit == Unit::fiscal_quarter || unit == Unit::fiscal_year;
            const int month = static_cast<int>(static_cast<unsigned>(date::year_month_day{day}.month()));
            const int into = (month - (fiscal ? settings_.fiscal_year_start : 1) + 12) % length;
            return {month_start(day, length * offset - into), month_start(day, length * (offset + 1) - into)};
        }
        default: return {day + date::days{offset}, day + date::days{offset + 1}};
    }
}

TimeStretch Calendar::calendar_unit(Unit unit, int offset) {
    if (const milliseconds length = length_of(unit); length.count() > 0) {
        const auto local = to_local(now_).time_since_epoch();
        const Time start = to_time(LocalTime{local - local % length}) + length * offset;
        return {start, start + length};
    }
    const Days days = unit_around(day_of(now_), unit, offset);
    return {to_time(days.first), to_time(days.second)};
}

Days Calendar::named(const Span& span) const {
    const bool fiscal = span.unit == Unit::fiscal_quarter || span.unit == Unit::fiscal_year;
    const date::local_days year = first_of_month(
        static_cast<int>(span.count), static_cast<unsigned>(fiscal ? settings_.fiscal_year_start : 1));
    const int length = months_of(span.unit);
    const int before = span.part > 0 ? (span.part - 1) * length : 0;
    return {month_start(year, before), month_start(year, before + length)};
}

Time Calendar::moved(Time from, Unit unit, std::int64_t count) {
    if (const milliseconds length = length_of(unit); length.count() > 0)
        return bounded(from) + length * count;
    const LocalTime local = to_local(from);
    const auto day = date::floor<date::days>(local);
    return to_time(moved_day(day, unit, count) + (local - day));
}

std::optional<TimeStretch> Calendar::times(std::string_view text) {
    if (same_word(text, "now")) return TimeStretch{now_, now_ + instant};
    const auto parsed = text::parse_date_time(text, text::date_order(settings_.region));
    if (parsed && parsed->has_time && !(parsed->ambiguous && settings_.region.empty())) {
        const Time start = parsed->offset_minutes
                               ? parsed->wall - std::chrono::minutes{*parsed->offset_minutes}
                               : to_time(LocalTime{parsed->wall.time_since_epoch()});
        const auto wall = parsed->wall.time_since_epoch();
        const milliseconds precision{wall % std::chrono::seconds{1} != milliseconds{0} ? 1
                                     : names_seconds(text)                             ? 1000
                                                                                       : 60000};
        return TimeStretch{start, start + precision};
    }
    if (const auto whole_days = days(text)) {
        return TimeStretch{to_time(whole_days->first), to_time(whole_days->last + date::days{1})};
    }
    return std::nullopt;
}

TimeStretch Calendar::times(const Span& span, bool as_day) {
    switch (span.direction) {
        case Span::Direction::last:
            if (span.count == 0) return calendar_unit(span.unit, -1);
            return {moved(now_, span.unit, -span.count), now_ + instant};
        case Span::Direction::current: return calendar_unit(span.unit, 0);
        case Span::Direction::next:
            if (span.count == 0) return calendar_unit(span.unit, 1);
            return {now_, moved(now_, span.unit, span.count) + instant};
        case Span::Direction::named: {
            const Days days = named(span);
            return {to_time(days.first), to_time(days.second)};
        }
        case Span::Direction::ago:
        case Span::Direction::ahead: break;
    }
    const Time point =
        moved(now_, span.unit, span.direction == Span::Direction::ago ? -span.count : span.count);
    if (!as_day || length_of(span.unit).count() > 0) return {point, point + instant};
    const date::local_days day = day_of(point);
    return {to_time(day), to_time(day + date::days{1})};
}

DayStretch Calendar::days(const PartialDate& date) {
    const int month = date.month != 0 ? date.month : 1;
    const date::local_days first{
        date::year{date.year} / date::month{static_cast<unsigned>(month)} /
        date::day{static_cast<unsigned>(date.month != 0 && date.day != 0 ? date.day : 1)}};
    if (date.month != 0 && date.day != 0) return {first, first};
    return {first, add_months(first, date.month != 0 ? 1 : 12) - date::days{1}};
}

std::optional<DayStretch> Calendar::days(std::string_view text) {
    if (const auto offset = day_word(text)) {
        const date::local_days day = day_of(now_) + date::days{*offset};
        return DayStretch{day, day};
    }
    const auto date = read_date(text, settings_.region);
    if (!date || date->year == 0) return std::nullopt;
    return days(*date);
}

std::vector<std::pair<std::string, std::string>> Calendar::anniversaries(const DayStretch& days) {
    using date::February;
    const date::year_month_day first{days.first};
    const date::year_month_day last{days.last};
    const auto month_day = [](const date::year_month_day& day) {
        return fmt::format("--{:02}-{:02}", static_cast<unsigned>(day.month()),
                           static_cast<unsigned>(day.day()));
    };
    if (days.last < days.first) return {};
    if (days.last >= add_months(days.first, 12) - date::days{1}) return {{"--01-01", "--12-31"}};
    std::vector<std::pair<std::string, std::string>> ranges;
    if (first.year() == last.year())
        ranges = {{month_day(first), month_day(last)}};
    else
        ranges = {{month_day(first), "--12-31"}, {"--01-01", month_day(last)}};
    for (date::year year = first.year(); year <= last.year(); ++year) {
        const date::local_days day{year / February / 28};
        if (!year.is_leap() && day >= days.first && day <= days.last)
            ranges.emplace_back("--02-29", "--02-29");
    }
    return ranges;
}

DayStretch Calendar::days(const Span& span) {
    const date::local_days today = day_of(now_);
    const bool short_unit = length_of(span.unit).count() > 0;
    const auto away = [&](std::int64_t count) {
        return short_unit ? day_of(moved(now_, span.unit, count)) : moved_day(today, span.unit, count);
    };
    const auto whole = [&](int offset) -> DayStretch {
        if (short_unit) {
            const date::local_days day = away(offset);
            return {day, day};
        }
        const Days days = unit_around(today, span.unit, offset);
        return {days.first, days.second - date::days{1}};
    };
    switch (span.direction) {
        case Span::Direction::last: return span.count == 0 ? whole(-1) : DayStretch{away(-span.count), today};
        case Span::Direction::current: return whole(0);
        case Span::Direction::next: return span.count == 0 ? whole(1) : DayStretch{today, away(span.count)};
        case Span::Direction::ago: return {away(-span.count), away(-span.count)};
        case Span::Direction::ahead: return {away(span.count), away(span.count)};
        case Span::Direction::named: {
            const Days days = named(span);
            return {days.first, days.second - date::days{1}};
        }
    }
    return {today, today};
}

std::string to_text(date::local_days day) {
    const date::year_month_day civil{day};
    if (civil.year() < date::year{1}) return "0000-12-31";
    if (civil.year() > date::year{9999}) return ":";
    return PartialDate{static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
                       static_cast<int>(static_cast<unsigned>(civil.day()))}
        .to_string();
}

}  // namespace kith::query
