// Which fields of two loaded records differ, by the names that people know.
#pragma once

#include "records/record_type.hpp"

#include <string>
#include <vector>

namespace kith::records {

/// The names of what differs between two records of `type`: fields as in forms ("name.given"), members with several values
/// by their plural ("emails"), "tags", "field.KEY" for custom values; computed fields are left out. Empty: they say
/// the same.
[[nodiscard]] std::vector<std::string> changed_fields(const RecordType& type, const void* a, const void* b);

}  // namespace kith::records
