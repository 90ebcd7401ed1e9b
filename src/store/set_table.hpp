// Sets of records that C++ makes while a statement runs: the table kith_set and the function kith_value.
#pragma once

#include "store/set_plan.hpp"
#include "store/set_rows.hpp"

#include <exception>
#include <memory>
#include <string_view>

namespace kith::store {

class Connection;

/// A plan as one run of a statement has it: its rows are made when they are first asked for and live until the run ends, so
/// that they belong to the statement's snapshot. A bound parameter points to it.
struct BoundSet {
    explicit BoundSet(std::shared_ptr<const SetPlan> of) : plan(std::move(of)) {}

    std::shared_ptr<const SetPlan> plan;
    std::shared_ptr<const SetRows> rows{};  ///< none yet, or none any more
    std::exception_ptr problem{};  ///< why they could not be made: the error of the statement that asked
};

/// The type of such pointers, for sqlite3_bind_pointer.
inline constexpr const char* set_pointer = "kith_set";

/// Gives a connection
///   kith_set(plan): a table (id, value), by rising id; `WHERE id = ...` is a look-up; `value` is the first one
///   kith_value(plan, id, n): the n-th value of an id, from 0; NULL when the set does not have it
/// Both take a parameter bound by Statement::bind_set and nothing else, so that no SQL of a host or of a schema can make a
/// plan. The plan's statement runs on the same connection: in the same snapshot, under the same WorkLimit.
void register_sets(Connection& connection);

}  // namespace kith::store
