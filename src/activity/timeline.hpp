// Pages of timelines.
#pragma once

#include "store/connection.hpp"

#include <kith/card.hpp>

#include <cstdint>
#include <vector>

namespace kith::activity {

/// A page of the interactions of a contact that exists, newest first.
[[nodiscard]] std::vector<TimelineEntry> read_timeline(store::Connection& connection, Id<Contact> contact,
                                                       const TimelineOptions& options);
/// The same of a deal.
[[nodiscard]] std::vector<TimelineEntry> read_timeline(store::Connection& connection, Id<Deal> deal,
                                                       const TimelineOptions& options);

}  // namespace kith::activity
