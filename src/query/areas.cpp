#include "query/areas.hpp"

#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "store/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>

namespace kith::query {

namespace {

constexpr double mean_radius = 6'371'008.8;  // metres, IUGG

constexpr std::string_view insert_places =
    "INSERT OR REPLACE INTO address_place (id, south, north, west, east, contact_id, organization_id, latitude, "
    "longitude) SELECT id, latitude, latitude, longitude, longitude, contact_id, organization_id, latitude, longitude "
    "FROM address WHERE latitude IS NOT NULL AND longitude IS NOT NULL";

void derive(store::Writer& writer, const store::ChangedTables& touched) {
    store::Connection& connection = writer.connection();
    for (const auto& [number, changes] : touched) {
        store::Statement remove = connection.prepare("DELETE FROM address_place WHERE id = ?1");
        for (const auto* ranges : {&changes.updated, &changes.removed})
            for (const auto& [first, last] : *ranges)
                for (std::int64_t id = first; id <= last; ++id) remove.bind_all(id).run();
        store::Statement insert =
            connection.prepare(fmt::format("{} AND id BETWEEN ?1 AND ?2", insert_places));
        for (const auto* ranges : {&changes.inserted, &changes.updated})
            for (const auto& [first, last] : *ranges) insert.bind_all(first, last).run();
    }
}

}  // namespace

store::DeriveStep area_step() {
    store::DeriveStep step;
    step.name = "address_place";
    step.owns = {"address_place"};
    const auto& specs = records::table_specs();
    const auto address = std::find_if(specs.begin(), specs.end(),
                                      [](const store::TableSpec& spec) { return spec.name == "address"; });
    store::Watch watch{address->number, 0};
    for (const char* column : {"latitude", "longitude", "contact_id", "organization_id"}) {
        const auto at = std::find(address->columns.begin(), address->columns.end(), column);
        watch.columns |= store::column_bit(static_cast<std::size_t>(at - address->columns.begin()));
    }
    step.watches = {watch};
    step.derive = &derive;
    step.fill = [](store::Connection& connection) { connection.exec(insert_places); };
    return step;
}

void check_places(store::Connection& connection, std::vector<Finding>& findings) {
    store::Statement check = connection.prepare("SELECT rtreecheck('main', 'address_place')");
    if (check.step() && check.text(0) != "ok")
        findings.push_back({"sqlite", "address_place", check.string(0)});
}

double metres_between(double latitude, double longitude, double to_latitude, double to_longitude) {
    constexpr double radians = std::numbers::pi / 180;
    const double south = std::sin((to_latitude - latitude) * radians / 2);
    const double west = std::sin((to_longitude - longitude) * radians / 2);
    const double h =
        south * south + std::cos(latitude * radians) * std::cos(to_latitude * radians) * west * west;
    return 2 * mean_radius * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace kith::query
