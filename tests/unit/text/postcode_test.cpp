// The forms of postcodes.
#include "text/postcode.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using kith::text::has_postcode_form;
using kith::text::postcode_form;

TEST_CASE("postcodes take the form of their country") {
    struct Case {
        std::string_view country, written, expected;  // empty: it is none
    };
    const std::vector<Case> cases = {
        {"JP", "1000005", "100-0005"},
        {"JP", "〒１００−０００５", "100-0005"},
        {"JP", "100ー0005", "100-0005"},
        {"JP", "600000", ""},
        {"JP", "100-00050", ""},
        {"US", "62701", "62701"},
        {"US", "627011234", "62701-1234"},
        {"US", "6270", ""},
        {"GB", "sw1a1aa", "SW1A 1AA"},
        {"GB", "M1 1AE", "M1 1AE"},
        {"GB", "12345", ""},
        {"DE", "D-10115", "10115"},
        {"DE", "1011", ""},
        {"NL", "1012ab", "1012 AB"},
        {"CA", "k1a-0b1", "K1A 0B1"},
        {"SE", "SE-11122", "111 22"},
        {"PL", "00950", "00-950"},
        {"LV", "lv1010", "LV-1010"},
        {"IE", "D02AF30", "D02 AF30"},
        {"CH", "D-8001", ""},
        {"JP", "", ""},
        {"JP", "東京", ""},
        {"BR", "01310100", "01310-100"},
        {"KR", "110-110", "110-110"},
    };
    for (const Case& each : cases) {
        INFO(each.country << " " << each.written);
        CHECK(postcode_form(each.written, each.country).value_or("") == each.expected);
        if (!each.expected.empty())
            CHECK(postcode_form(each.expected, each.country) == std::string(each.expected));
    }
}

TEST_CASE("a country whose form is not known has none") {
    CHECK(has_postcode_form("JP"));
    CHECK(postcode_form("d-10115", "de") == "10115");
    CHECK_FALSE(has_postcode_form("XX"));
    CHECK_FALSE(has_postcode_form(""));
    CHECK_FALSE(postcode_form("1234", "XX"));
    CHECK(kith::text::postcode_pattern("GB") == "A9 9AA");
    CHECK(kith::text::postcode_pattern("XX").empty());
}
