// What repeats, and when it comes next.
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/records/recurrence.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;
using test::at;
using test::expect_error;

namespace {

/// The first repetitions after the start.
std::vector<std::string> series(const Recurrence& rule, const std::string& start, std::size_t count,
                                const std::string& zone = "UTC") {
    std::vector<std::string> result;
    Time last = at(start);
    while (result.size() < count) {
        const auto next = next_occurrence(rule, at(start), last, zone);
        if (!next) break;
        result.push_back(to_string(*next).substr(0, 16));
        last = *next;
    }
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("days and weeks") {
    CHECK(series({RepeatUnit::day, 1}, "2026-02-27T09:00Z", 3) ==
          Texts{"2026-02-28T09:00", "2026-03-01T09:00", "2026-03-02T09:00"});
    CHECK(series({RepeatUnit::day, 10}, "2026-01-01T09:00Z", 2) ==
          Texts{"2026-01-11T09:00", "2026-01-21T09:00"});
    CHECK(series({RepeatUnit::week, 2}, "2026-01-05T18:30Z", 2) ==
          Texts{"2026-01-19T18:30", "2026-02-02T18:30"});
    CHECK(series({}, "2026-01-05T18:30Z", 2).empty());
}

TEST_CASE("months too short keep the day that was meant") {
    CHECK(series({RepeatUnit::month, 1}, "2026-01-31T00:00Z", 4) ==
          Texts{"2026-02-28T00:00", "2026-03-31T00:00", "2026-04-30T00:00", "2026-05-31T00:00"});
    CHECK(series({RepeatUnit::month, 1, 31}, "2026-02-28T00:00Z", 2) ==
          Texts{"2026-03-31T00:00", "2026-04-30T00:00"});
    CHECK(series({RepeatUnit::month, 3}, "2025-11-30T12:00Z", 2) ==
          Texts{"2026-02-28T12:00", "2026-05-30T12:00"});
    CHECK(series({RepeatUnit::year, 1}, "2024-02-29T12:00Z", 4) ==
          Texts{"2025-02-28T12:00", "2026-02-28T12:00", "2027-02-28T12:00", "2028-02-29T12:00"});
}

TEST_CASE("a repetition ends") {
    const Recurrence rule{RepeatUnit::week, 1, 0, PartialDate{2026, 1, 19}};
    CHECK(series(rule, "2026-01-05T23:00Z", 9) == Texts{"2026-01-12T23:00", "2026-01-19T23:00"});
    // The last day is one of the zone: 23:00 UTC on the 18th is the 19th in Tokyo.
    CHECK(series(rule, "2026-01-04T23:00Z", 9, "Asia/Tokyo") == Texts{"2026-01-11T23:00", "2026-01-18T23:00"});
    CHECK(series({RepeatUnit::year, 1000}, "2026-01-05T23:00Z", 99).size() == 7);  // years have four digits
}

TEST_CASE("what is at nine stays at nine when the clocks change") {
    CHECK(series({RepeatUnit::day, 1}, "2026-03-28T08:00Z", 2, "Europe/Berlin") ==
          Texts{"2026-03-29T07:00", "2026-03-30T07:00"});
    // 02:30 is skipped on that day: the moment of the change.
    CHECK(series({RepeatUnit::day, 1}, "2026-03-28T01:30Z", 2, "Europe/Berlin") ==
          Texts{"2026-03-29T01:00", "2026-03-30T00:30"});
    CHECK(expect_error(Code::unsupported,
                       [] {
                           (void)next_occurrence({RepeatUnit::day, 1}, at("2026-01-01"), at("2026-01-01"),
                                                 "Mars/Olympus");
                       })
              .message(Language::ja)
              .find("Mars/Olympus") != std::string::npos);
}

TEST_CASE("the next after a long time is found at once") {
    const Time start = at("1970-01-31T10:00Z");
    CHECK(to_string(*next_occurrence({RepeatUnit::day, 1}, start, at("2026-05-05T10:00Z"), "UTC")) ==
          "2026-05-06T10:00:00.000Z");
    CHECK(to_string(*next_occurrence({RepeatUnit::month, 1}, start, at("2026-02-28T10:00Z"), "UTC")) ==
          "2026-03-31T10:00:00.000Z");
    CHECK(to_string(*next_occurrence({RepeatUnit::month, 1}, start, at("2026-02-28T09:59Z"), "UTC")) ==
          "2026-02-28T10:00:00.000Z");
    // Before the start there is nothing: the first repetition follows it.
    CHECK(to_string(*next_occurrence({RepeatUnit::week, 1}, start, at("1960-01-01T10:00Z"), "UTC")) ==
          "1970-02-07T10:00:00.000Z");
}
