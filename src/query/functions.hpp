// The SQL functions that queries use, for a connection's own statements. The schema never uses them.
#pragma once

#include "store/connection.hpp"

#include <string_view>

namespace kith::query {

/// Gives a connection the functions
///   kith_fold(text)              the text in comparison form (text::fold); NULL stays NULL
///   kith_forms(part, ...)        how the parts of a name are written together: each way folded, "\n" before and
///                                behind it; the last part may come first, and without spaces where none is ASCII
///   kith_like(lines, pattern)    1 when a line is like the pattern: % any text, _ one character; both folded
///   kith_time_part(ms, part, zone)  a part (bound::Attribute::Part) of a time in a zone; the whole is its local day
///   kith_compare_days(a, op, b)  1 where op holds for all days that two dates can mean, 0 where for none, else NULL
/// Called once for every connection that runs queries.
void install_functions(store::Connection& connection);

/// True when `text` is like `pattern`. At most text times pattern steps.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

}  // namespace kith::query
