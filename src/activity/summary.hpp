// The room "activity": what happens around a contact, and what is to be done.
//
//   summary.hpp   contact_summary: its derive step, and reading it (this file)
//   interaction_counts.hpp   what interactions count in it
//   names.hpp     names of contacts without reading whole records
//   card.cpp      the card                              timeline.hpp   pages of timelines
//   coming.hpp    when appointments come                today.cpp      what wants attention
//   blobs.cpp     contents of files                     row.hpp        reading rows of statements
#pragma once

#include "store/writer.hpp"

#include <kith/summary.hpp>

#include <cstdint>

namespace kith::activity {

/// Keeps `contact_summary` equal to the interactions, participants and tasks. What a transaction only added is added to
/// the rows; where it changed or removed, the contacts concerned are counted anew.
[[nodiscard]] store::DeriveStep summary_step();

/// The summary of a contact that was not merged away. Where the row is missing (an older file that nobody has written
/// to since) it is counted now.
[[nodiscard]] ContactSummary read_summary(store::Connection& connection, std::int64_t contact);

}  // namespace kith::activity
