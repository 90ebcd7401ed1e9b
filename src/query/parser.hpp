// Query text to tree. docs/query-language.md has the grammar.
#pragma once

#include "query/ast.hpp"

#include <string_view>

namespace kith::query {

/// Reads a whole query: `[condition] [order by ...] [limit n [offset m]]`. Throws `parse` with line, column, what was
/// expected, what was found and the nearest known word; `limit` when the text is too long, too deep or too wide.
/// Linear in the text.
[[nodiscard]] Query parse(std::string_view text);

/// Reads one operand alone, as the columns of a list name it: `organization.name`, `count interaction`.
[[nodiscard]] Operand parse_operand(std::string_view text);

}  // namespace kith::query
