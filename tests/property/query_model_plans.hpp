// Tasks, appointments and segments of a base, as the model has them.
#pragma once

#include "query_model.hpp"

namespace query_test {

/// To be called when people, companies and users are there.
void load_plans(World& world, const kith::Database& db);

}  // namespace query_test
