// What a statement reads, as SQLite itself says.
#pragma once

#include "store/change_set.hpp"
#include "store/set_plan.hpp"

#include <string_view>
#include <vector>

namespace kith::store {

class Connection;
class Core;

/// The tables, and of their updates the columns, on which the rows of a statement depend.
struct Dependencies {
    std::vector<Watch> watches{};
    bool everything = false;  ///< it reads something whose changes no table shows: every commit may matter

    [[nodiscard]] bool concern(const Touched& touched) const;
    /// What either depends on.
    void add(const Dependencies& other);
};

/// What `sql`, a statement that reads, depends on. A derived table stands for what its derive step watches; a computed
/// column, for every column of its row; the version of a record, for everything; the journal, for the columns and tables that
/// are read beside it (whose history is asked for), and transitions for the tracked columns of those tables. Cost: preparing the statement, and the
/// connection's other statements once more at their next use.
[[nodiscard]] Dependencies dependencies_of(Connection& connection, const Core& core, std::string_view sql);

/// The same of a statement that reads sets: what the statements of these depend on, too.
[[nodiscard]] Dependencies dependencies_of(Connection& connection, const Core& core, std::string_view sql,
                                           const SetPlans& sets);

}  // namespace kith::store
