// Tree to bound tree: names, types and units resolved, segments inlined.
#pragma once

#include "query/ast.hpp"
#include "query/bound.hpp"
#include "query/environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// Checks a query over records of `type`. Throws `parse` with the place and the nearest known name for an unknown or
/// ambiguous name, a value of the wrong type, a segment that is missing, of another type or refers to itself (with the
/// path); `limit` when inlining makes the query too large. `segments` names the segments that are being defined, so
/// that one which refers to them is refused.
[[nodiscard]] bound::Query check(const Query& query, const RecordType& type, const Environment& environment,
                                 std::vector<std::string> segments = {});

/// Checks one column of a list: a path or a figure.
[[nodiscard]] bound::Output check_output(const Operand& operand, const RecordType& type,
                                         const Environment& environment);

}  // namespace kith::query
