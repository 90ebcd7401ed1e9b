// Live segments: the commit pipeline keeps who is in them, and notes who entered and left.
//
// A commit asks a live segment only when it touched what the segment's query reads, and only about the records that the
// touched rows belong to: found along the ways of the query (routes.hpp), before and after the change. Conditions on time
// also move by themselves: `advance` asks about the records whose values lie between what they compared with at the
// segment's clock and what they compare with now.
//
// What is noted of somebody goes with them when they are erased (privacy/scrub_shared.cpp); a note about the record 0 says
// that this happened.
#pragma once

#include "query/bound.hpp"
#include "query/compiler.hpp"
#include "store/core.hpp"

#include <kith/records/segment.hpp>

#include <cstdint>
#include <vector>

namespace kith::query {

/// Keeps segment_member, segment_clock and segment_change. Refuses, with `invalid_value`, a live segment whose answer
/// can change for records that nobody touched.
[[nodiscard]] store::DeriveStep live_step();

/// Brings live segments with conditions on time to the transaction's time; gives how many records entered or left.
std::int64_t advance(store::Writer& writer);

/// Compares the members of live segments with their queries, for `verify`.
void check_live(store::Connection& connection, std::vector<Finding>& findings);

/// Whether the members that commits keep are those of now: the segment is live, and nothing in it depends on time.
/// `query`: the segment's, bound now.
[[nodiscard]] bool keeps_members(store::Connection& connection, const Segment& segment,
                                 const bound::Query& query);

/// The members of a live segment as of its clock and the commits since, by id; and the statement that gives them.
[[nodiscard]] Compiled kept_statement(SegmentId segment);
[[nodiscard]] std::vector<std::int64_t> kept_members(store::Connection& connection, SegmentId segment);

}  // namespace kith::query
