// Stretches of time in a zone, with clock changes, weeks and fiscal years.
#include "query/calendar.hpp"

#include "support/times.hpp"

#include <kith/error.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;
using namespace kith::query;
using test::at;

namespace {

std::string shown(const TimeStretch& stretch) {
    return to_string(stretch.start) + " " + to_string(stretch.end);
}

Span span(Span::Direction direction, std::int64_t count, Unit unit) { return {direction, count, unit}; }

using D = Span::Direction;

Settings zone(const std::string& name, int week_start = 1, int fiscal = 1) {
    return {"", name, week_start, fiscal};
}

}  // namespace

TEST_CASE("a day is as long as the zone says", "[query]") {
    const Settings berlin = zone("Europe/Berlin");
    Calendar calendar(berlin, at("2026-03-29T10:00:00Z"));  // the night the clock went forward
    CHECK(shown(calendar.times("today").value()) == "2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z");
    CHECK(shown(calendar.times("yesterday").value()) == "2026-03-27T23:00:00.000Z 2026-03-28T23:00:00.000Z");
    // one day ago is the same time of day, 23 hours earlier here
    CHECK(to_string(calendar.times(span(D::ago, 1, Unit::day), false).start) == "2026-03-28T11:00:00.000Z");
    CHECK(to_string(calendar.times(span(D::ago, 24, Unit::hour), false).start) == "2026-03-28T10:00:00.000Z");
    // a local time that does not exist is the moment of the change; one that comes twice is the first
    CHECK(to_string(calendar.times("2026-03-29 02:30").value().start) == "2026-03-29T01:00:00.000Z");
    CHECK(to_string(calendar.times("2026-10-25 02:30").value().start) == "2026-10-25T00:30:00.000Z");
}

TEST_CASE("calendar units", "[query]") {
    const Settings tokyo = zone("Asia/Tokyo", 7, 4);
    Calendar calendar(
        tokyo, at("2026-01-15T03:00:00Z"));  // Thursday noon in Tokyo; weeks from Sunday, years from April
    const auto unit = [&](D direction, Unit u) { return shown(calendar.times(span(direction, 0, u), true)); };
    CHECK(unit(D::current, Unit::hour) == "2026-01-15T03:00:00.000Z 2026-01-15T04:00:00.000Z");
    CHECK(unit(D::last, Unit::minute) == "2026-01-15T02:59:00.000Z 2026-01-15T03:00:00.000Z");
    CHECK(unit(D::current, Unit::day) == "2026-01-14T15:00:00.000Z 2026-01-15T15:00:00.000Z");
    CHECK(unit(D::current, Unit::week) == "2026-01-10T15:00:00.000Z 2026-01-17T15:00:00.000Z");
    CHECK(unit(D::next, Unit::week) == "2026-01-17T15:00:00.000Z 2026-01-24T15:00:00.000Z");
    CHECK(unit(D::last, Unit::month) == "2025-11-30T15:00:00.000Z 2025-12-31T15:00:00.000Z");
    CHECK(unit(D::next, Unit::quarter) == "2026-03-31T15:00:00.000Z 2026-06-30T15:00:00.000Z");
    CHECK(unit(D::current, Unit::fiscal_year) == "2025-03-31T15:00:00.000Z 2026-03-31T15:00:00.000Z");
    CHECK(unit(D::last, Unit::fiscal_year) == "2024-03-31T15:00:00.000Z 2025-03-31T15:00:00.000Z");
    CHECK(unit(D::current, Unit::fiscal_quarter) == "2025-12-31T15:00:00.000Z 2026-03-31T15:00:00.000Z");
    CHECK(unit(D::next, Unit::year) == "2026-12-31T15:00:00.000Z 2027-12-31T15:00:00.000Z");
}

TEST_CASE("rolling spans", "[query]") {
    const Settings utc = zone("UTC");
    Calendar calendar(utc, at("2026-03-31T12:00:00Z"));
    CHECK(shown(calendar.times(span(D::last, 1, Unit::month), true)) ==
          "2026-02-28T12:00:00.000Z 2026-03-31T12:00:00.001Z");
    CHECK(shown(calendar.times(span(D::next, 1, Unit::month), true)) ==
          "2026-03-31T12:00:00.000Z 2026-04-30T12:00:00.001Z");
    CHECK(shown(calendar.times(span(D::last, 2, Unit::week), true)) ==
          "2026-03-17T12:00:00.000Z 2026-03-31T12:00:00.001Z");
    CHECK(shown(calendar.times(span(D::ahead, 3, Unit::day), true)) ==
          "2026-04-03T00:00:00.000Z 2026-04-04T00:00:00.000Z");
    CHECK(shown(calendar.times(span(D::ahead, 3, Unit::day), false)) ==
          "2026-04-03T12:00:00.000Z 2026-04-03T12:00:00.001Z");
    const DayStretch days = calendar.days(span(D::last, 30, Unit::day));
    CHECK(date::format("%F", days.first) == "2026-03-01");
    CHECK(date::format("%F", days.last) == "2026-03-31");
    const DayStretch quarter = calendar.days(span(D::last, 0, Unit::quarter));
    CHECK(date::format("%F", quarter.first) == "2025-10-01");
    CHECK(date::format("%F", quarter.last) == "2025-12-31");
}

TEST_CASE("times as text stretch as far as they say", "[query]") {
    const Settings utc = zone("");
    Calendar calendar(utc, at("2026-01-15T03:00:00Z"));
    CHECK(shown(calendar.times("2026").value()) == "2026-01-01T00:00:00.000Z 2027-01-01T00:00:00.000Z");
    CHECK(shown(calendar.times("2024-02").value()) == "2024-02-01T00:00:00.000Z 2024-03-01T00:00:00.000Z");
    CHECK(shown(calendar.times("2026-01-31").value()) == "2026-01-31T00:00:00.000Z 2026-02-01T00:00:00.000Z");
    CHECK(shown(calendar.times("2026-01-31T09:30").value()) ==
          "2026-01-31T09:30:00.000Z 2026-01-31T09:31:00.000Z");
    CHECK(shown(calendar.times("2026-01-31T09:30:15").value()) ==
          "2026-01-31T09:30:15.000Z 2026-01-31T09:30:16.000Z");
    CHECK(shown(calendar.times("2026-01-31T09:30:15.250").value()) ==
          "2026-01-31T09:30:15.250Z 2026-01-31T09:30:15.251Z");
    CHECK(shown(calendar.times("2026-01-31T09:30+09:00").value()) ==
          "2026-01-31T00:30:00.000Z 2026-01-31T00:31:00.000Z");
    CHECK_FALSE(calendar.times("--12-10"));
    CHECK_FALSE(calendar.times("soon"));
    CHECK_FALSE(calendar.times("2026-02-30"));
    CHECK_FALSE(read_date("3/4/2024", ""));  // two readings, and no region to choose
    CHECK(read_date("3/4/2024", "US") == PartialDate{2024, 3, 4});
    CHECK(read_date("3/4/2024", "GB") == PartialDate{2024, 4, 3});
}

TEST_CASE("a zone that the system does not know is named in the error", "[query]") {
    const Settings lost = zone("Atlantis/Capital");
    Calendar calendar(lost, at("2026-01-15T03:00:00Z"));
    try {
        (void)calendar.times("today");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == Code::unsupported);
        CHECK(error.argument("time_zone") == "Atlantis/Capital");
    }
}
