// What random people plan, and the segments that random queries name.
#pragma once

#include "query_generator.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/organization.hpp>
#include <kith/records/user.hpp>

#include <vector>

namespace query_test {

/// Tasks and appointments; some of each in the trash.
void populate_plans(kith::Transaction& tx, Random& random, const std::vector<kith::ContactId>& contacts,
                    const std::vector<kith::OrganizationId>& organizations,
                    const std::vector<kith::DealId>& deals, const std::vector<kith::UserId>& users);

/// A segment for each of pools::segments, with a random query that names none.
void populate_segments(kith::Transaction& tx, Random& random);

/// A time near now, often by whole days.
[[nodiscard]] kith::Time some_time(Random& random);

}  // namespace query_test
