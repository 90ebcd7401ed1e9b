// What to ask instead of a condition that no index finds.
#pragma once

#include "query/bound.hpp"
#include "query/table_sizes.hpp"

#include <string>
#include <vector>

namespace kith::query {

/// Which indexes and summaries would spare looking at every record of a type, for the conditions of the query that are asked
/// of it: each with what to write, English. Empty where kith has none for any of them.
[[nodiscard]] std::vector<std::string> advice(TableSizes& sizes, const bound::Query& query,
                                              const RecordType& type);

}  // namespace kith::query
