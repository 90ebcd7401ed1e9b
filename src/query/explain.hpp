// What explain() says of a statement, whoever runs it.
#pragma once

#include "query/bound.hpp"
#include "query/compiler.hpp"
#include "store/connection.hpp"

#include <kith/query.hpp>

#include <string>

namespace kith::query {

/// Of a bound query and the statement that answers it. `keepable`: commits could keep who fits, which is said where it would
/// spare a scan.
[[nodiscard]] Explanation explained(store::Connection& connection, std::string text,
                                    const bound::Query& query, const Compiled& compiled, bool keepable);

}  // namespace kith::query
