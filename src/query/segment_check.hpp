// Keeping saved segments queries: whoever writes one, through whatever verb, it is checked at the commit.
#pragma once

#include "query/ast.hpp"
#include "store/writer.hpp"

#include <kith/database.hpp>
#include <kith/records/segment.hpp>

#include <string_view>
#include <vector>

namespace kith::query {

/// A commit step that derives nothing and refuses a transaction that would leave a segment without a query or break
/// those that refer to it; registered when a database opens. Throws for a segment that was written `parse` or `limit`
/// with the place and the segment as record (not where its query says what it said before and something else broke it), `invalid_argument` for an unknown record type; for one that is gone
/// or has another name while others refer to it `in_use` with the argument `segments`; for others that would no longer
/// fit `parse` or `limit` with them as record. Looks at all segments, but only in transactions that write one.
[[nodiscard]] store::DeriveStep segment_step();

/// For `verify`: segments whose query cannot be read any more (a custom field went away), or names tags, lists or
/// users that the file does not have.
void check_segments(store::Connection& connection, std::vector<Finding>& findings);

/// The segments in use, by name.
[[nodiscard]] std::vector<Segment> live_segments(store::Connection& connection);

/// Where a query names segments directly; points into `query`.
[[nodiscard]] std::vector<Literal*> segment_names(Query& query);

/// The same for text; nothing when it cannot be read.
[[nodiscard]] bool names_segment(std::string_view query, std::string_view folded_name);

}  // namespace kith::query
