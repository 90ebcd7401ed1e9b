// The contents of files: the check that `verify` runs. The face is <kith/blobs.hpp>.
#pragma once

#include "store/connection.hpp"

#include <kith/database.hpp>

#include <vector>

namespace kith::activity {

/// Every content against its pieces: complete, in order, of the size and digest that its row says. Reads them all.
void check_blobs(store::Connection& connection, std::vector<Finding>& findings);

}  // namespace kith::activity
