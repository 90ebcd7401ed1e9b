#include "records/types/recurring.hpp"

#include <kith/error.hpp>

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace kith {

namespace {

using LocalTime = date::local_time<std::chrono::milliseconds>;

constexpr int most_every = 1000;

/// A clock on the wall: UTC without a zone.
class Wall {
public:
    explicit Wall(std::string_view zone) {
        if (zone.empty() || zone == "UTC") return;
        try {
            zone_ = date::locate_zone(std::string(zone));
        } catch (const std::runtime_error&) {
            throw Error(
                Code::unsupported, fmt::format("this system does not know the time zone '{}'", zone),
                {.message_ja = fmt::format("このシステムにはタイムゾーン「{}」の情報がありません", zone),
                 .arguments = {{"time_zone", std::string(zone)}}});
        }
    }
    [[nodiscard]] LocalTime local(Time time) const {
        return zone_ == nullptr ? LocalTime{time.time_since_epoch()} : zone_->to_local(time);
    }
    [[nodiscard]] Time time(LocalTime local) const {
        return zone_ == nullptr ? Time{local.time_since_epoch()}
                                : zone_->to_sys(local, date::choose::earliest);
    }

private:
    const date::time_zone* zone_ = nullptr;
};

/// The day `steps` repetitions after `first`; `meant` is the day of the month where months have it.
date::local_days repeated(const Recurrence& rule, date::local_days first, unsigned meant, std::int64_t steps) {
    const std::int64_t count = steps * rule.every;
    if (rule.unit == RepeatUnit::day || rule.unit == RepeatUnit::week)
        return first + date::days{static_cast<int>(rule.unit == RepeatUnit::week ? count * 7 : count)};
    const date::year_month_day begin{first};
    const std::int64_t months = rule.unit == RepeatUnit::year ? count * 12 : count;
    const date::year_month month =
        date::year_month{begin.year(), begin.month()} + date::months{static_cast<int>(months)};
    const date::day last = (month / date::last).day();
    return date::local_days{month / std::min(date::day{meant}, last)};
}

/// How many days a repetition takes at most.
int longest(const Recurrence& rule) {
    switch (rule.unit) {
        case RepeatUnit::day: return rule.every;
        case RepeatUnit::week: return rule.every * 7;
        case RepeatUnit::month: return rule.every * 31;
        default: return rule.every * 366;
    }
}

}  // namespace

std::optional<Time> next_occurrence(const Recurrence& rule, Time start, Time after, std::string_view zone) {
    if (rule.unit == RepeatUnit::never || rule.every < 1 || rule.every > most_every) return std::nullopt;
    const Wall wall(zone);
    const LocalTime begin = wall.local(start);
    const date::local_days first = date::floor<date::days>(begin);
    const auto meant = rule.day >= 1 && rule.day <= 31
                           ? static_cast<unsigned>(rule.day)
                           : static_cast<unsigned>(date::year_month_day{first}.day());
    // So many steps do not lead beyond `after`; a few more do.
    const auto days = (date::floor<date::days>(wall.local(std::max(start, after))) - first).count();
    for (std::int64_t steps = std::max<std::int64_t>(1, days / longest(rule));; ++steps) {
        const date::local_days day = repeated(rule, first, meant, steps);
        const date::year_month_day civil{day};
        if (!civil.year().ok() || static_cast<int>(civil.year()) > 9999) return std::nullopt;
        if (rule.until && PartialDate{static_cast<int>(civil.year()),
                                      static_cast<int>(static_cast<unsigned>(civil.month())),
                                      static_cast<int>(static_cast<unsigned>(civil.day()))} > *rule.until)
            return std::nullopt;
        const Time next = wall.time(day + (begin - first));
        if (next > after && next > start) return next;
    }
}

namespace records {

const std::vector<Choice>& repeat_units() {
    static const std::vector<Choice> units = {
        {0, "never", "なし"}, {1, "day", "日"}, {2, "week", "週"}, {3, "month", "月"}, {4, "year", "年"}};
    return units;
}

int day_of_month(Time time, std::string_view zone) {
    const date::year_month_day civil{date::floor<date::days>(Wall(zone).local(time))};
    return static_cast<int>(static_cast<unsigned>(civil.day()));
}

void check_recurrence(const Recurrence& rule) {
    const auto refuse = [](const char* field, const std::string& why) {
        throw Error(Code::invalid_value, fmt::format("{} {}", field, why), {.field = field});
    };
    if (rule.every < 1 || rule.every > most_every)
        refuse("repeat.every", fmt::format("is {}, and must be from 1 to {}", rule.every, most_every));
    if (rule.day < 0 || rule.day > 31)
        refuse("repeat.day", fmt::format("is {}, and no month has it", rule.day));
    if (rule.until && !(rule.until->complete() && rule.until->valid()))
        refuse("repeat.until", "must be a day with its month and year");
}

}  // namespace records

}  // namespace kith
