// What the calls of kith::q share: parts of the tree from what hosts give.
#pragma once

#include "query/ast.hpp"

#include <kith/q.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace kith::q {

/// Throws `invalid_argument`.
[[noreturn]] void refuse(const std::string& en, const std::string& ja);

[[nodiscard]] query::Path path_of(std::string_view text);
[[nodiscard]] query::Nodes nodes_of(const Condition& condition);
[[nodiscard]] query::Unit unit_of(Unit unit);
/// Throws unless the count of units is one that text can say.
void check_count(std::int64_t count);
/// A whole number or a parameter. `what`: for the message.
[[nodiscard]] query::Literal amount(const Value& value, const char* what_en, const char* what_ja);

}  // namespace kith::q
