// Points in time and partial dates as ISO 8601 text.
#include <kith/time.hpp>

#include "text/script.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace kith {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t day_ms = 86'400'000;

// Takes the text apart from the left; every step says whether the text went along.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool sign(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // Exactly `count` digits.
    bool number(std::size_t count, int& value) {
        if (digits() < count) return false;
        value = 0;
        for (const char c : rest_.substr(0, count)) value = value * 10 + (c - '0');
        rest_.remove_prefix(count);
        return true;
    }

    // The digits of a decimal fraction as thousandths; more digits are cut off.
    bool thousandths(int& value) {
        const std::size_t count = digits();
        value = 0;
        for (std::size_t i = 0; i < 3; ++i) value = value * 10 + (i < count ? rest_[i] - '0' : 0);
        rest_.remove_prefix(count);
        return count > 0;
    }

    // How many digits come next.
    std::size_t digits() const {
        std::size_t count = 0;
        while (count < rest_.size() && text::is_ascii_digit(static_cast<unsigned char>(rest_[count])))
            ++count;
        return count;
    }

private:
    std::string_view rest_;
};

year_month_day civil(int y, int m, int d) {
    return {year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
}

// "2026-01-31" or "20260131".
bool read_date(Reader& in, sys_days& date) {
    int y = 0;
    int m = 0;
    int d = 0;
    const bool basic = in.digits() >= 8;
    if (!in.number(4, y) || (!basic && !in.sign('-')) || !in.number(2, m) || (!basic && !in.sign('-')) ||
        !in.number(2, d))
        return false;
    const year_month_day ymd = civil(y, m, d);
    if (!ymd.ok()) return false;
    date = ymd;
    return true;
}

// "09:05", "09:05:00", "09:05:00.123", or the same without colons, as milliseconds. 24:00 is the end of the day,
// and a leap second the start of the next minute.
bool read_clock(Reader& in, std::int64_t& ms) {
    int h = 0;
    int min = 0;
    int s = 0;
    int fraction = 0;
    if (!in.number(2, h)) return false;
    const bool basic = !in.sign(':');
    if (!in.number(2, min)) return false;
    if (basic ? in.digits() > 0 : in.sign(':')) {
        if (!in.number(2, s)) return false;
        if ((in.sign('.') || in.sign(',')) && !in.thousandths(fraction)) return false;
    }
    ms = ((h * 60 + min) * 60 + s) * std::int64_t{1000} + fraction;
    return min < 60 && s <= 60 && (h < 24 || ms == day_ms);
}

// "Z", "+09", "+09:00", "-0330" as milliseconds east of UTC; nothing at all is UTC.
bool read_offset(Reader& in, std::int64_t& ms) {
    ms = 0;
    if (in.at_end() || in.sign('Z') || in.sign('z')) return in.at_end();
    const bool west = in.sign('-');
    if (!west && !in.sign('+')) return false;
    int h = 0;
    int min = 0;
    if (!in.number(2, h)) return false;
    if (!in.at_end()) {
        in.sign(':');
        if (!in.number(2, min)) return false;
    }
    ms = (h * 60 + min) * std::int64_t{60'000} * (west ? -1 : 1);
    return in.at_end() && h < 24 && min < 60;
}

}  // namespace

bool PartialDate::valid() const noexcept {
    if (empty() || year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31) return false;
    if (day == 0) return true;
    // What is unknown could be the kindest: a leap year, a month of 31 days.
    return civil(year == 0 ? 2000 : year, month == 0 ? 1 : month, day).ok();
}

std::string PartialDate::to_string() const {
    if (empty()) return {};
    std::string out = year == 0 ? "-" : fmt::format("{:04}", year);
    if (month != 0)
        out += fmt::format("-{:02}", month);
    else if (day != 0)
        out += '-';
    if (day != 0) out += fmt::format("-{:02}", day);
    return out;
}

std::optional<PartialDate> PartialDate::parse(std::string_view text) {
    Reader in(text);
    PartialDate date;
    const auto known = [&](std::size_t width, int& part) { return in.number(width, part) && part != 0; };
    const bool basic = in.digits() == 8;
    if (!in.sign('-') && !known(4, date.year)) return std::nullopt;
    if (!in.at_end()) {
        if (!basic && !in.sign('-')) return std::nullopt;
        const bool month_unknown = !basic && in.digits() == 0;
        if (!month_unknown && !known(2, date.month)) return std::nullopt;
        if (!in.at_end()) {
            // Between month and day the basic form, "--0412" too, has no hyphen.
            const bool joined = basic || (date.year == 0 && !month_unknown && in.digits() == 2);
            if ((!joined && !in.sign('-')) || !known(2, date.day) || !in.at_end()) return std::nullopt;
        } else if (month_unknown) {
            return std::nullopt;
        }
    }
    if (!date.valid()) return std::nullopt;
    return date;
}

std::string to_string(Time time) {
    // Whole cycles of 400 years aside, so that every 64-bit value has a date within chrono's range.
    constexpr std::int64_t cycle_days = 146'097;
    const std::int64_t count = time.time_since_epoch().count();
    const std::int64_t ms = (count % day_ms + day_ms) % day_ms;
    const std::int64_t days = count / day_ms - (count % day_ms < 0 ? 1 : 0);
    const std::int64_t in_cycle = (days % cycle_days + cycle_days) % cycle_days;
    const year_month_day ymd{sys_days{std::chrono::days{in_cycle}}};
    const std::int64_t y = static_cast<int>(ymd.year()) + (days - in_cycle) / cycle_days * 400;
    // ISO 8601 writes years beyond four digits with a sign.
    const std::string shown = y >= 0 && y <= 9999 ? fmt::format("{:04}", y) : fmt::format("{:+06}", y);
    return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", shown, static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()), ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                       ms % 1000);
}

std::optional<Time> parse_time(std::string_view text) {
    Reader in(text);
    sys_days date{};
    std::int64_t clock = 0;
    std::int64_t offset = 0;
    if (!read_date(in, date)) return std::nullopt;
    if (!in.at_end()) {
        if (!in.sign('T') && !in.sign('t') && !in.sign(' ')) return std::nullopt;
        if (!read_clock(in, clock) || !read_offset(in, offset)) return std::nullopt;
    }
    return Time{date} + std::chrono::milliseconds{clock - offset};
}

}  // namespace kith
