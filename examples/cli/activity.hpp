// What a contact's card shows beside its fields.
#pragma once

#include "app.hpp"

namespace cli {

/// Prints jobs, relations, lists, tasks, appointments, reminders, the summary and the newest interactions, a line each.
void print_card(const kith::Card& card, const kith::Settings& settings);

}  // namespace cli
