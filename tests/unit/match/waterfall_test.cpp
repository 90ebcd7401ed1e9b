// An explanation as a drawing. That it is well-formed XML is tested where there is a parser (bindings/python/tests).
#include "support/expect_error.hpp"

#include <kith/duplicates.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <regex>
#include <string>
#include <vector>

using namespace kith;

namespace {

struct Rect {
    double x = 0;
    double width = 0;
    std::string kind{};
    [[nodiscard]] double end() const { return x + width; }
};

std::vector<Rect> rects(const std::string& svg) {
    static const std::regex rect(
        R"re(<rect x="([-0-9.]+)" y="[-0-9.]+" width="([-0-9.]+)" height="[0-9]+" class="([a-z]+)"/>)re");
    std::vector<Rect> result;
    for (std::sregex_iterator at(svg.begin(), svg.end(), rect), end; at != end; ++at)
        result.push_back({std::stod((*at)[1].str()), std::stod((*at)[2].str()), (*at)[3].str()});
    return result;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

const std::vector<Evidence> usual = {
    {.field = "email",
     .left = "ada@x.example",
     .right = "ada@x.example",
     .level = "equal",
     .weight = 16,
     .frequency = 4},
    {.field = "name.family", .left = "smith", .right = "smith", .level = "equal", .weight = 5, .frequency = -3},
    {.field = "birthday", .left = "1975-12-10", .right = "1980-01-01", .level = "different", .weight = -4},
    {.field = "prior", .level = "any two records", .weight = -12},
};

}  // namespace

TEST_CASE("the bars of a waterfall begin where those before them end, and add up", "[match]") {
    const std::string svg = waterfall_svg(usual);
    std::vector<Rect> bars, marks;
    for (const Rect& rect : rects(svg))
        (rect.kind == "for" || rect.kind == "against" || rect.kind == "sum" ? bars : marks).push_back(rect);
    REQUIRE(bars.size() == 5);  // the row before looking at anything first, the sum last
    CHECK(bars[0].kind == "against");
    CHECK(bars[1].kind == "for");
    CHECK(bars[2].kind == "for");
    CHECK(bars[3].kind == "against");
    CHECK(bars[4].kind == "sum");
    const double bit = bars[0].width / 12;
    for (const auto& [at, bits] : {std::pair(1, 16.0), {2, 5.0}, {3, 4.0}, {4, 5.0}})
        CHECK(bars[static_cast<std::size_t>(at)].width == Approx(bits * bit).margin(0.02));
    const double zero = bars[0].end();
    CHECK(bars[1].x == Approx(bars[0].x).margin(0.02));
    CHECK(bars[2].x == Approx(bars[1].end()).margin(0.02));
    CHECK(bars[3].end() == Approx(bars[2].end()).margin(0.02));
    CHECK(bars[4].x == Approx(zero).margin(0.02));
    CHECK(bars[4].end() == Approx(bars[3].x).margin(0.02));
    CHECK(svg.find("together") != std::string::npos);
    CHECK(svg.find("96.97 %") != std::string::npos);  // 32 : 1
}

TEST_CASE("what a value's frequency says stands in its bar, or beyond it where it takes away", "[match]") {
    std::vector<Rect> bars, marks;
    for (const Rect& rect : rects(waterfall_svg(usual)))
        (rect.kind == "rarity" || rect.kind == "usual" ? marks : bars).push_back(rect);
    REQUIRE(marks.size() == 2);
    const double bit = bars[0].width / 12;
    CHECK(marks[0].kind == "rarity");  // the rare e-mail: the last quarter of its bar
    CHECK(marks[0].end() == Approx(bars[1].end()).margin(0.02));
    CHECK(marks[0].width == Approx(4 * bit).margin(0.02));
    CHECK(marks[1].kind == "usual");  // Smith: another name would have said more
    CHECK(marks[1].x == Approx(bars[2].end()).margin(0.02));
    CHECK(marks[1].width == Approx(3 * bit).margin(0.02));

    // More than the whole weight is due to it: the bar is shaded throughout, and what is beyond it is outlined.
    marks.clear();
    for (const Rect& rect :
         rects(waterfall_svg({{.field = "phone", .level = "equal", .weight = 2, .frequency = 5}})))
        if (rect.kind == "rarity" || rect.kind == "usual") marks.push_back(rect);
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].width / marks[1].width == Approx(2.0 / 3).epsilon(0.01));
    CHECK(marks[1].end() == Approx(marks[0].x).margin(0.02));
}

TEST_CASE("nothing in a value is markup, and what XML cannot hold is replaced", "[match]") {
    const std::string hostile = "</title><script>alert('1')</script>&\"\x01\x1f\n\xff\xef\xbf\xbf";
    const std::string svg =
        waterfall_svg({{.field = hostile, .left = hostile, .right = "]]>", .level = hostile, .weight = 1}},
                      {.title = hostile});
    CHECK(count(svg, "<script") == 0);
    CHECK(count(svg, "&lt;script&gt;alert(&#39;1&#39;)") >= 3);
    CHECK(count(svg, "]]>") == 0);
    for (const char c : svg) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
    CHECK(count(svg, "\xff") == 0);
    CHECK(count(svg, "\xef\xbf\xbf") == 0);
    CHECK(count(svg, "<title>") == count(svg, "</title>"));
    CHECK(count(svg, "<g>") == count(svg, "</g>"));
}

TEST_CASE("long values are cut where they are drawn and whole where they are read out", "[match]") {
    std::string kanji;
    for (int i = 0; i < 100; ++i) kanji += "渡邉";
    const std::string svg =
        waterfall_svg({{.field = "notes", .left = kanji, .right = kanji, .level = "equal", .weight = 1}});
    CHECK(count(svg, kanji) == 1);
    CHECK(count(svg, "渡…") + count(svg, "邉…") == 1);
}

TEST_CASE("a waterfall without evidence says so, and one that cannot be drawn is refused", "[match]") {
    const std::string svg = waterfall_svg({});
    CHECK(svg.find("There is nothing that both records know.") != std::string::npos);
    CHECK(count(svg, "%") == 0);
    CHECK(rects(svg).empty());
    CHECK(waterfall_svg({{.field = "prior", .weight = 0}}).find("50.00 %") != std::string::npos);
    CHECK(waterfall_svg({{.field = "prior", .weight = 40}}).find("more than 99.99 %") != std::string::npos);
    CHECK(waterfall_svg({{.field = "prior", .weight = -40}}).find("less than 0.01 %") != std::string::npos);
    CHECK(waterfall_svg(usual) == waterfall_svg(usual));
    for (const double weight : {std::nan(""), std::numeric_limits<double>::infinity(), 1e300})
        CHECK(test::expect_error(Code::invalid_argument, [&] {
                  return waterfall_svg({{.field = "email", .weight = weight}});
              }).field() == "email");
    for (const double width : {0.0, 479.0, 4001.0, std::nan("")})
        test::expect_error(Code::invalid_argument, [&] { return waterfall_svg({}, {.width = width}); });
    CHECK(waterfall_svg(usual, {.width = 480}).find("width=\"480\"") != std::string::npos);
}
