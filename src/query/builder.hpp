// What the calls of kith::q share: parts of the tree from what hosts give.
#pragma once

#include "query/ast.hpp"
#include "query/limits.hpp"

#include <kith/q.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace kith::q {

/// Throws `invalid_argument`.
[[noreturn]] void refuse(const std::string& en, const std::string& ja);

/// The text that reads as the query. Throws `invalid_argument` where there is none; what goes beyond a bound is told when it
/// runs.
[[nodiscard]] std::string said(const query::Query& tree);

[[nodiscard]] query::Path path_of(std::string_view text);
[[nodiscard]] query::Nodes nodes_of(const Condition& condition);
[[nodiscard]] query::Unit unit_of(Unit unit);
/// How many units, which a parameter may say.
struct Count {
    std::int64_t number = 0;
    std::string parameter{};
};
/// Throws unless it is a parameter or a whole number from 1 to `most`, as text can say it.
[[nodiscard]] Count count_of(const Value& value, std::int64_t most = query::limits::units);
[[nodiscard]] query::Duration duration_of(const Value& count, Unit unit);
/// A whole number or a parameter. `what`: for the message.
[[nodiscard]] query::Literal amount(const Value& value, const char* what_en, const char* what_ja);

}  // namespace kith::q
