// What interactions count in `contact_summary`: how many, when the first and last were, by channel, and what was answered.
#pragma once

#include "activity/row.hpp"
#include "store/change_set.hpp"

#include <kith/summary.hpp>

#include <cstdint>
#include <string>

namespace kith::activity {

/// The columns that interactions make, as SQL lists them.
[[nodiscard]] const std::string& count_names();

/// Reads those columns.
void read_counts(Row& row, ContactSummary& summary);

/// Writes the rows of contacts that took part in something, counted from nothing: there are none of them yet.
void count_interactions(store::Connection& connection, const store::IdRanges& contacts);

/// Adds new interactions to the rows of those who took part, and makes the rows that are missing. What the rows say of tasks and
/// deals stays.
void add_interactions(store::Connection& connection, const store::IdRanges& interactions);

/// The counts of one contact from its interactions, without a row.
[[nodiscard]] ContactSummary interactions_of(store::Connection& connection, std::int64_t contact);

}  // namespace kith::activity
