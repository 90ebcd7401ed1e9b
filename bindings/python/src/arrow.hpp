// Columns handed to other libraries (pandas, polars, pyarrow, DuckDB) by Arrow's C data interface, in capsules as its
// protocol for Python says: https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html
#pragma once

#include "table.hpp"

namespace kithpy {

/// A capsule "arrow_schema" with one column's type. A TypeError for money and multiple choices, which have no such form.
[[nodiscard]] py::object arrow_schema(const std::shared_ptr<Table>& table, std::size_t column);
/// Capsules "arrow_schema" and "arrow_array" of one column. Nothing but flags is copied; the array keeps the table.
[[nodiscard]] py::tuple arrow_array(const std::shared_ptr<Table>& table, std::size_t column);

/// The same of all columns: a struct with a child for each.
[[nodiscard]] py::object arrow_schema(const std::shared_ptr<Table>& table);
[[nodiscard]] py::tuple arrow_array(const std::shared_ptr<Table>& table);

}  // namespace kithpy
