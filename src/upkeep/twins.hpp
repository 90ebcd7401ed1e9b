// The likeliest duplicate of every contact of a file, without comparing them.
#pragma once

#include "store/connection.hpp"
#include "upkeep/assessment.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace kith::upkeep {

using Twins = std::unordered_map<std::int64_t, Twin>;

/// From pairs that a search for duplicates gave.
[[nodiscard]] Twins twins_of(const std::vector<Pair>& pairs);

/// From the match keys that the file keeps, by what two contacts share: see QualityOptions::pairs. One scan; values that more
/// than a dozen share say nothing here.
[[nodiscard]] Twins twins_by_keys(store::Connection& connection);

}  // namespace kith::upkeep
