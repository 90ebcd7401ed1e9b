// Mailboxes, numbers and handles that several people use: info@, a switchboard, a family's one address.
#pragma once

#include "match/population.hpp"

#include <vector>

namespace kith::match {

/// Which contact points of a finished population belong to more than one person, by symbol (Population::mark_common):
/// mailboxes of a function (sales@), and values that two records with clearly different given names hold. Of a value
/// that very many hold, eight holders are looked at. About 1 µs for each value that two or more records hold.
[[nodiscard]] std::vector<bool> common_points(const Population& population);

}  // namespace kith::match
