// Areas on the earth: what must be an address, and what a distance and a point mean.
#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/printer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace kith::query {

namespace {

constexpr double metres_of_degree = 6'371'008.8 * std::numbers::pi / 180;

double metres_of(std::string_view unit) { return unit == "km" ? 1000 : unit == "mi" ? 1609.344 : 1; }

Phrase degrees(const char* en, const char* ja, int most) {
    return {fmt::format("a {} from -{} to {}", en, most, most), fmt::format("{}（-{}～{}）", ja, most, most)};
}

Phrase quote_of(const Literal& literal) { return quote(print(literal)); }

}  // namespace

bound::Condition TestChecker::area(const Area& area, const Scope& scope) {
    Path path = area.path;
    if (path.steps.empty()) path.steps.emplace_back("address");
    bound::Place place = resolver_.resolve(path, scope);
    if (place.attribute || place.element == nullptr || place.element->table != "address" || place.hops.empty())
        fail(path.at, {"addresses", "住所"}, quote(place.written));
    const auto number = [&](std::size_t i, Phrase expected, double least, double most) {
        const double value = literals_.real(area.values[i], expected);
        if (!(value >= least && value <= most)) fail(area.values[i].at, expected, quote_of(area.values[i]));
        return value;
    };
    const auto latitude = [&](std::size_t i) { return number(i, degrees("latitude", "緯度", 90), -90, 90); };
    const auto longitude = [&](std::size_t i) {
        return number(i, degrees("longitude", "経度", 180), -180, 180);
    };
    bound::Area result;
    result.element = place.element;
    if (area.box) {
        result.south = latitude(0);
        result.west = longitude(1);
        result.north = latitude(2);
        result.east = longitude(3);
        if (result.south > result.north)
            fail(area.values[2].at,
                 {"a northern edge that is not south of the southern one", "南端より北の北端"},
                 quote_of(area.values[2]));
    } else {
        const double most = 20'038'000 / metres_of(area.unit);  // half way round
        const double distance = number(0,
                                       {fmt::format("a distance from 0 to {:.0f} {}", most, area.unit),
                                        fmt::format("0～{:.0f} {}の距離", most, area.unit)},
                                       0, most);
        result.metres = distance * metres_of(area.unit);
        result.latitude = latitude(1);
        result.longitude = longitude(2);
        // A box around the circle, a little too large: the distance decides.
        const double reach = *result.metres / metres_of_degree * 1.000001 + 1e-9;
        result.south = std::max(-90.0, result.latitude - reach);
        result.north = std::min(90.0, result.latitude + reach);
        result.west = -180;
        result.east = 180;
        if (result.south > -90 && result.north < 90) {
            constexpr double radians = std::numbers::pi / 180;
            const double width =
                std::asin(std::min(1.0, std::sin(reach * radians) / std::cos(result.latitude * radians))) /
                    radians * 1.000001 +
                1e-9;
            if (width < 180) {
                result.west = result.longitude - width;
                result.east = result.longitude + width;
                if (result.west < -180) result.west += 360;
                if (result.east > 180) result.east -= 360;
            }
        }
    }
    place.hops.pop_back();
    if (place.hops.empty()) return {result};
    relates(1, path.at);
    bound::Relate relate;
    place.type = place.element_owner;
    place.element = nullptr;
    place.element_owner = nullptr;
    relate.place = std::move(place);
    relate.condition.push_back({result});
    return {std::move(relate)};
}

}  // namespace kith::query
