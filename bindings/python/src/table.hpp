// Results as columns and as rows.
#pragma once

#include "records.hpp"

#include <memory>

namespace kithpy {

/// What a query gave, column by column. Columns that Python holds keep the whole table.
struct Table {
    kith::Columns content{};

    /// One tuple for each row, as a list.
    [[nodiscard]] PyObject* to_rows() const;
};

}  // namespace kithpy
