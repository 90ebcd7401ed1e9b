// Addresses within areas: found in the R-tree, and decided by their exact coordinates.
#include "query/sql_builder.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace kith::query {

using records::quoted;

Fragment SqlBuilder::write(const bound::Area& area, const Row& row) {
    const auto number = [&](double value) { return bind(store::OwnedCell(store::Cell::of(value))); };
    const std::string owner = quoted(area.element->owner_column);
    // `a` holds the exact coordinates.
    std::string exact;
    const bool over = area.west > area.east;  // over the line where the days meet
    const auto between = [&] {
        const std::string west = number(area.west);
        const std::string east = number(area.east);
        return fmt::format("a.latitude BETWEEN {} AND {} AND (a.longitude >= {} {} a.longitude <= {})",
                           number(area.south), number(area.north), west, over ? "OR" : "AND", east);
    };
    const auto near = [&] {
        const std::string latitude = number(area.latitude);
        const std::string longitude = number(area.longitude);
        return fmt::format("kith_metres(a.latitude, a.longitude, {}, {}) <= {}", latitude, longitude,
                           number(*area.metres));
    };
    if (aim_ != Aim::everyone) {
        exact = between();
        if (area.metres) exact += " AND " + near();
        return atom(fmt::format("EXISTS (SELECT 1 FROM address AS a WHERE a.{} = {}.id AND {})", owner,
                                row.alias, exact),
                    subselect_stack + 10);
    }
    exact = area.metres ? near() : between();
    std::vector<std::pair<double, double>> strips{{area.west, area.east}};
    if (over) strips = {{area.west, 180.0}, {-180.0, area.east}};
    std::string selects;
    for (const auto& [west, east] : strips) {
        const std::string south = number(area.south);
        const std::string north = number(area.north);
        const std::string from = number(west);
        selects += fmt::format(
            "{}SELECT a.{} FROM address_place AS a WHERE a.north >= {} AND a.south <= {} AND a.east >= {} AND a.west <= {} "
            "AND a.{} IS NOT NULL AND {}",
            selects.empty() ? "" : " UNION ALL ", owner, south, north, from, number(east), owner, exact);
    }
    return atom(fmt::format("{}.id IN ({})", row.alias, selects), subselect_stack + 12);
}

}  // namespace kith::query
