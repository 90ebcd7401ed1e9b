// Keeping `name_token` equal to what the records say.
#pragma once

#include "store/writer.hpp"

namespace kith::search {

/// The derive step of `name_token`; registered when a database opens.
[[nodiscard]] store::DeriveStep name_token_step();

}  // namespace kith::search
