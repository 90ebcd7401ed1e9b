#include "text/number.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

using namespace kith;

namespace {

using Reader = std::from_chars_result (*)(std::string_view, double&);

/// What is left behind the number when it was refused for this reason and nothing was written; else a complaint.
std::string left(Reader reader, std::string_view text, std::errc reason) {
    double value = 42;
    const auto [end, problem] = reader(text, value);
    if (problem != reason || value != 42) return "not refused as it should be";
    return {end, text.data() + text.size()};
}

struct Case {
    std::string_view text;
    double value;
    std::string_view rest;
};

}  // namespace

TEST_CASE("numbers with a fraction are read by both ways alike", "[text][number]") {
    const Reader readers[]{[](std::string_view text, double& into) { return text::from_chars(text, into); },
                           text::from_chars_by_stream};
    for (const Reader reader : readers) {
        for (const auto& [text, value, rest] : {Case{"0", 0, ""},
                                                {"-12", -12, ""},
                                                {"3.25", 3.25, ""},
                                                {".5", .5, ""},
                                                {"-.5km", -.5, "km"},
                                                {"5.", 5, ""},
                                                {"5..2", 5, ".2"},
                                                {"1.5e-3", .0015, ""},
                                                {"1E+2", 100, ""},
                                                {"1e", 1, "e"},
                                                {"1e+", 1, "e+"},
                                                {"2efg", 2, "efg"},
                                                {"0x10", 0, "x10"},
                                                {"1,5", 1, ",5"},
                                                {"35.6812万", 35.6812, "万"},
                                                {"0.1", .1, ""},
                                                {"9007199254740993", 9007199254740992., ""},
                                                {"1.7976931348623157e308", 1.7976931348623157e308, ""}}) {
            CAPTURE(text);
            double read = 42;
            const auto [end, problem] = reader(text, read);
            CHECK(problem == std::errc());
            CHECK(read == value);
            CHECK(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)) == rest);
        }
        for (const std::string_view text : {"", "-", ".", "-.", "+1", " 1", "e5", "inf", "-inf", "nan", "x"}) {
            CAPTURE(text);
            CHECK(left(reader, text, std::errc::invalid_argument) == text);
        }
        CHECK(left(reader, "1e999 ", std::errc::result_out_of_range) == " ");
        CHECK(left(reader, "-1e999", std::errc::result_out_of_range) == "");
        CHECK(left(reader, "1e-999", std::errc::result_out_of_range) == "");
    }
}

TEST_CASE("whole numbers go through the same call", "[text][number]") {
    std::int64_t whole = 0;
    CHECK(text::from_chars("9007199254740993", whole).ec == std::errc());
    CHECK(whole == 9007199254740993);
    CHECK(text::from_chars("99999999999999999999", whole).ec == std::errc::result_out_of_range);
    CHECK(text::from_chars("x", whole).ec == std::errc::invalid_argument);
}
