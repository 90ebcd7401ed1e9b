// What is shown of a contact or a deal beside its fields.
#pragma once

#include "app.hpp"

namespace cli {

/// Prints jobs, relations, lists, tasks, appointments, reminders, deals, files, consents, where the contact came from, what
/// it did, the summary and the newest interactions, a line each.
void print_card(const kith::Card& card, const kith::Settings& settings);

/// Prints the open tasks of a deal and its newest interactions, a line each.
void print_around(kith::Database& db, kith::DealId deal, std::size_t interactions);

}  // namespace cli
