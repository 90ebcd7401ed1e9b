// The derive step that keeps `match_key` equal to what the records say.
#pragma once

#include "records/record_type.hpp"
#include "store/writer.hpp"

#include <cstdint>

namespace kith::match {

/// Keys of contacts and organizations (keys.hpp). Derives for just the records whose names, elements, employments or
/// identifying fields a transaction touched, and for everybody who works at an organization that was renamed.
[[nodiscard]] store::DeriveStep match_key_step();

/// Brings the keys of one record up to date at once, so that look-ups later in the same transaction meet it; the step
/// finds them right at the commit. For types that are not matched: nothing.
void renew_keys(store::Connection& connection, const RecordType& type, std::int64_t id);

}  // namespace kith::match
