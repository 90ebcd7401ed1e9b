// Places on the earth: the derived table that finds addresses by them, and how far two points are apart.
#pragma once

#include "store/core.hpp"

#include <vector>

namespace kith::query {

/// Keeps address_place: every address with coordinates.
[[nodiscard]] store::DeriveStep area_step();

/// Whether every box of the R-tree lies within the one above it, for `verify`: whoever descends by boxes finds all.
void check_places(store::Connection& connection, std::vector<Finding>& findings);

/// Metres along the great circle between two points in degrees, on a sphere of the earth's mean radius (haversine
/// formula): at most half a percent beside the ellipsoid.
[[nodiscard]] double metres_between(double latitude, double longitude, double to_latitude,
                                    double to_longitude);

}  // namespace kith::query
