// Tree to text: the canonical form. Reading it gives the same tree, and printing that the same text.
#pragma once

#include "query/ast.hpp"

#include <string>
#include <vector>

namespace kith::query {

[[nodiscard]] std::string print(const Query& query);
[[nodiscard]] std::string print(const Node& condition);
[[nodiscard]] std::string print(const Operand& operand);
[[nodiscard]] std::string print(const Path& path);
[[nodiscard]] std::string print(const Literal& literal);
/// "(a, b)".
[[nodiscard]] std::string print(const std::vector<Literal>& values);

}  // namespace kith::query
