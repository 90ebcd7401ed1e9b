// How much work a query is, told from its plan.
#pragma once

#include "query/table_sizes.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kith::query {

/// So many rows of tables and indexes the plan visits, all in all, when every row of a step leads to the next: a scan all of
/// its table, a search as many as a key of its index has on average (of a range a quarter for each end), what is asked row
/// by row as often as there are rows, sets once. Conditions that decide before others are asked are not told, so it is
/// rather too much than too little. `plan`: its lines, indented by depth.
[[nodiscard]] std::int64_t estimated_rows(TableSizes& sizes, const std::vector<std::string>& plan);

}  // namespace kith::query
