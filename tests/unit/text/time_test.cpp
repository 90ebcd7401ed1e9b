#include <kith/time.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <string>
#include <vector>

using kith::parse_time;
using kith::PartialDate;
using kith::Time;

namespace {

Time at(std::int64_t ms) { return Time{std::chrono::milliseconds{ms}}; }

}  // namespace

TEST_CASE("time: written", "[text][time]") {
    CHECK(kith::to_string(at(0)) == "1970-01-01T00:00:00.000Z");
    CHECK(kith::to_string(at(-1)) == "1969-12-31T23:59:59.999Z");
    CHECK(kith::to_string(at(1'769'850'300'000)) == "2026-01-31T09:05:00.000Z");
    CHECK(kith::to_string(at(951'782'400'007)) == "2000-02-29T00:00:00.007Z");
    CHECK(kith::to_string(at(-62'167'219'200'000)) == "0000-01-01T00:00:00.000Z");
    CHECK(kith::to_string(at(-62'167'219'200'001)) == "-00001-12-31T23:59:59.999Z");
    CHECK(kith::to_string(at(253'402'300'800'000)) == "+10000-01-01T00:00:00.000Z");
    CHECK(kith::to_string(Time::max()) == "+292278994-08-17T07:12:55.807Z");
    CHECK(kith::to_string(Time::min()) == "-292275055-05-16T16:47:04.192Z");
}

TEST_CASE("time: read", "[text][time]") {
    const auto noon = at(1'769'850'300'000);
    for (const std::string text :
         {"2026-01-31T09:05:00.000Z", "2026-01-31T09:05:00Z", "2026-01-31T09:05Z", "2026-01-31T09:05",
          "2026-01-31 09:05:00", "2026-01-31t09:05:00z", "20260131T090500Z", "20260131T0905",
          "2026-01-31T18:05+09:00", "2026-01-31T18:05:00+0900", "2026-01-31T18:05:00+09",
          "2026-01-31T05:35:00-03:30", "2026-02-01T00:05+15:00", "2026-01-31T09:05:00.0000009Z",
          "2026-01-31T09:05:00,000+00:00"}) {
        CAPTURE(text);
        CHECK(parse_time(text) == noon);
    }
    CHECK(parse_time("1970-01-01") == at(0));
    CHECK(parse_time("19700102") == at(86'400'000));
    CHECK(parse_time("1970-01-01T00:00:00.5Z") == at(500));
    CHECK(parse_time("1970-01-01T00:00:00.1239Z") == at(123));
    CHECK(parse_time("1970-01-01T24:00Z") == at(86'400'000));
    CHECK(parse_time("2016-12-31T23:59:60Z") == parse_time("2017-01-01T00:00:00Z"));
    CHECK(parse_time("0000-01-01") == at(-62'167'219'200'000));
}

TEST_CASE("time: what is not one", "[text][time]") {
    for (const std::string text : {"",
                                   "2026",
                                   "2026-01",
                                   "2026-02-29",
                                   "2026-13-01",
                                   "2026-00-10",
                                   "2026-01-00",
                                   "2026-1-31",
                                   "26-01-31",
                                   "2026-01-31T",
                                   "2026-01-31T9:05",
                                   "2026-01-31T25:00",
                                   "2026-01-31T24:01",
                                   "2026-01-31T09:60",
                                   "2026-01-31T09:05:61",
                                   "2026-01-31T09:05:00.",
                                   "2026-01-31T09:05:00.Z",
                                   "2026-01-31T09:05+",
                                   "2026-01-31T09",
                                   "2026-01-31T09:05+9",
                                   "2026-01-31T09:05+24:00",
                                   "2026-01-31T09:05+09:60",
                                   "2026-01-31T09:05Zx",
                                   " 2026-01-31",
                                   "2026-01-31 ",
                                   "2026-01-31Z",
                                   "2026-01-31T09:05:0",
                                   "2026-01-31T23:60:60",
                                   "2026/01/31",
                                   "２０２６-01-31",
                                   "\xFF",
                                   "2026-01-31\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text).has_value());
    }
    CHECK_FALSE(parse_time(std::string("2026-01-31\0", 11)).has_value());
    CHECK_FALSE(parse_time(std::string(1 << 20, '1')).has_value());
}

TEST_CASE("time: what is written reads back", "[text][time][property]") {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<std::int64_t> any(-62'167'219'200'000, 253'402'300'799'999);
    for (int round = 0; round < 5000; ++round) {
        const Time time = at(any(random));
        CAPTURE(kith::to_string(time));
        CHECK(parse_time(kith::to_string(time)) == time);
    }
}

TEST_CASE("partial date: valid", "[text][time]") {
    CHECK(PartialDate{2024, 4, 1}.valid());
    CHECK(PartialDate{0, 2, 29}.valid());
    CHECK(PartialDate{2024, 2, 29}.valid());
    CHECK(PartialDate{0, 0, 31}.valid());
    CHECK(PartialDate{2024, 0, 31}.valid());
    CHECK(PartialDate{9999, 0, 0}.valid());
    CHECK(PartialDate{0, 4, 0}.valid());
    CHECK_FALSE(PartialDate{}.valid());
    CHECK_FALSE(PartialDate{2023, 2, 29}.valid());
    CHECK_FALSE(PartialDate{0, 2, 30}.valid());
    CHECK_FALSE(PartialDate{0, 4, 31}.valid());
    CHECK_FALSE(PartialDate{10000, 1, 1}.valid());
    CHECK_FALSE(PartialDate{-1, 1, 1}.valid());
    CHECK_FALSE(PartialDate{2024, 13, 1}.valid());
    CHECK_FALSE(PartialDate{2024, -1, 0}.valid());
    CHECK_FALSE(PartialDate{2024, 1, 32}.valid());
    CHECK_FALSE(PartialDate{2024, 1, std::numeric_limits<int>::min()}.valid());
}

TEST_CASE("partial date: text", "[text][time]") {
    struct Case {
        PartialDate date;
        std::string text;
    };
    const std::vector<Case> cases{{{2024, 4, 1}, "2024-04-01"}, {{0, 4, 1}, "--04-01"},
                                  {{2024, 4, 0}, "2024-04"},    {{2024, 0, 0}, "2024"},
                                  {{0, 0, 1}, "---01"},         {{0, 12, 0}, "--12"},
                                  {{2024, 0, 5}, "2024--05"},   {{7, 8, 9}, "0007-08-09"}};
    for (const auto& [date, text] : cases) {
        CAPTURE(text);
        CHECK(date.to_string() == text);
        CHECK(PartialDate::parse(text) == date);
    }
    CHECK(PartialDate{}.to_string().empty());
    CHECK(PartialDate::parse("19960415") == PartialDate{1996, 4, 15});
    CHECK(PartialDate::parse("--0412") == PartialDate{0, 4, 12});
    CHECK(PartialDate::parse("---12") == PartialDate{0, 0, 12});
    CHECK(PartialDate::parse("--0229") == PartialDate{0, 2, 29});
}

TEST_CASE("partial date: what is not one", "[text][time]") {
    for (const std::string text : {"",
                                   "-",
                                   "--",
                                   "---",
                                   "----01",
                                   "-04-01",
                                   "-0412",
                                   "--4",
                                   "--041",
                                   "--04125",
                                   "199604",
                                   "1996041",
                                   "199604155",
                                   "1996-4-15",
                                   "1996-",
                                   "1996--",
                                   "1996-04-",
                                   "1996-0415",
                                   "1996-04-15T00:00",
                                   "0000-04-01",
                                   "00000401",
                                   "1996-00-01",
                                   "1996-01-00",
                                   "--0000",
                                   "---00",
                                   "2023-02-29",
                                   "--02-30",
                                   "2024-13",
                                   "24-04-01",
                                   "x",
                                   " 1996",
                                   "1996 ",
                                   "令和6年4月1日",
                                   "\xFF\xFF\xFF\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(PartialDate::parse(text).has_value());
    }
    CHECK_FALSE(PartialDate::parse(std::string(1 << 20, '1')).has_value());
    CHECK_FALSE(PartialDate::parse(std::string("1996\0", 5)).has_value());
}

TEST_CASE("partial date: every valid one reads back", "[text][time][property]") {
    for (const int year : {0, 1, 1900, 2000, 2023, 2024, 9999}) {
        for (int month = 0; month <= 12; ++month) {
            for (int day = 0; day <= 31; ++day) {
                const PartialDate date{year, month, day};
                if (!date.valid()) continue;
                CAPTURE(date.to_string());
                CHECK(PartialDate::parse(date.to_string()) == date);
            }
        }
    }
}
