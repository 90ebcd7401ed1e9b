// Finding segments and their members, for their face.
#pragma once

#include <kith/database.hpp>
#include <kith/records/segment.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::query {

/// Throws `not_found`.
[[nodiscard]] Segment segment_named(const Reader& reader, std::string_view name);

/// Throws `invalid_argument`.
[[nodiscard]] const RecordType& type_named(std::string_view name);

/// In the order of its query.
[[nodiscard]] std::vector<std::int64_t> members_of(const Reader& reader, const Segment& segment);

}  // namespace kith::query
