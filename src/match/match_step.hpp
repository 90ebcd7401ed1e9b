// The derive step that keeps `match_key` equal to what the records say.
#pragma once

#include "store/writer.hpp"

namespace kith::match {

/// Keys of contacts and organizations (keys.hpp). Derives for just the records whose names, elements, employments or
/// identifying fields a transaction touched, and for everybody who works at an organization that was renamed.
[[nodiscard]] store::DeriveStep match_key_step();

}  // namespace kith::match
