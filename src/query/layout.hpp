// Tree to text on several lines, for people: the canonical text with line breaks and indentation.
#pragma once

#include "query/ast.hpp"

#include <cstddef>
#include <string>

namespace kith::query {

/// The canonical text, broken where it is longer than `width` characters: before `and` and `or`, within parentheses,
/// between the values of a list. Without a line end at the end. Reading it gives the same tree, if that is not longer
/// than limits::text_bytes.
[[nodiscard]] std::string print_lines(const Query& query, std::size_t width = 80);

}  // namespace kith::query
