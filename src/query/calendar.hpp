// What times mean in a query: "this week", "2 weeks ago", "2026-01" as stretches of time in the file's zone.
#pragma once

#include "query/ast.hpp"

#include <kith/options.hpp>
#include <kith/time.hpp>

#include <date/tz.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::query {

/// Half open: `start` belongs to it, `end` does not.
struct TimeStretch {
    Time start{};
    Time end{};
};

/// Whole days, both included.
struct DayStretch {
    date::local_days first{};
    date::local_days last{};
};

/// The calendar of one query: a zone, the rules of the file, and now. Used by one thread.
class Calendar {
public:
    Calendar(const Settings& settings, Time now) : settings_(settings), now_(now) {}

    /// The stretch that a date or time as text stands for: "2026", "2026-01", "2026-01-31", "2026-01-31T09:30" (a
    /// minute), "today", "now", and whatever text::parse_date reads. Local unless it has an offset. Nothing when the text
    /// is none, or names no year. Throws `unsupported` when the file's zone is not known here.
    [[nodiscard]] std::optional<TimeStretch> times(std::string_view text);
    /// The stretch of a relative time. `as_day`: a point ("2 weeks ago") counts as its whole day where its unit is a
    /// day or longer; otherwise it is one millisecond.
    [[nodiscard]] TimeStretch times(const Span& span, bool as_day);

    /// The same in whole days, for fields that hold dates.
    [[nodiscard]] std::optional<DayStretch> days(std::string_view text);
    [[nodiscard]] DayStretch days(const Span& span);
    /// The days that the known parts of a date can mean; the year is known.
    [[nodiscard]] static DayStretch days(const PartialDate& date);

    /// The days of the year, as ranges of "--MM-DD" (both included), whose anniversaries lie on these days. A 29
    /// February is kept on the 28th of a year that has none.
    [[nodiscard]] static std::vector<std::pair<std::string, std::string>> anniversaries(const DayStretch& days);

    /// `from` moved by `count` units: months and longer by the calendar, clamped to the month's last day; days keep the
    /// time of day.
    [[nodiscard]] Time moved(Time from, Unit unit, std::int64_t count);

    /// The local day of a point in time.
    [[nodiscard]] date::local_days day_of(Time time);

private:
    using LocalTime = date::local_time<std::chrono::milliseconds>;

    [[nodiscard]] LocalTime to_local(Time time);
    [[nodiscard]] Time to_time(LocalTime local);
    [[nodiscard]] const date::time_zone* zone();
    /// The calendar unit around `day`, `offset` units away, as [first, end).
    [[nodiscard]] std::pair<date::local_days, date::local_days> unit_around(date::local_days day, Unit unit,
                                                                            int offset) const;
    [[nodiscard]] TimeStretch calendar_unit(Unit unit, int offset);
    /// A period by its name, as [first, end).
    [[nodiscard]] std::pair<date::local_days, date::local_days> named(const Span& span) const;
    const Settings& settings_;
    Time now_;
    const date::time_zone* zone_ = nullptr;
    bool zone_known_ = false;
};

/// The time, or the first or last one that the calendar goes to (32,000 years to both sides), which is nearest to it.
[[nodiscard]] Time bounded(Time time);

/// "2026-01-15"; before and after the years 1 to 9999, which stored dates have, what sorts before and behind them.
[[nodiscard]] std::string to_text(date::local_days day);

/// A date as people write it (text::parse_date), the numbers in the region's order; one that could be read in two
/// ways counts as none where there is no region.
[[nodiscard]] std::optional<PartialDate> read_date(std::string_view text, std::string_view region);

}  // namespace kith::query
