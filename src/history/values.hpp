// Cells as the values that hosts see, and how fields are called in reports.
#pragma once

#include "history/row.hpp"

#include <kith/value.hpp>

#include <string>

namespace kith::history {

/// The content of a field's cell: choices by name, references with their type. An empty cell gives an empty value.
[[nodiscard]] Value value_of(const records::Field& field, const store::Cell& cell);

/// How a column is called: "name.given", "email" for an element's main field, "email.label", "deleted", "created".
/// `owner`: of the row.
[[nodiscard]] std::string field_name(const TableInfo& table, const Owner& owner, int position);

/// The value of any column, common ones included.
[[nodiscard]] Value column_value(const TableInfo& table, int position, const store::Cell& cell);

/// What an element says: its main field, or its texts when that is empty (an address in parts).
[[nodiscard]] std::string element_text(const TableInfo& table, const Cells& cells);

}  // namespace kith::history
