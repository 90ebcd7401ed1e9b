// Running queries on a connection: text, type and parameters in; a bound query, ids, rows or an explanation out.
#pragma once

#include "query/bound.hpp"
#include "query/environment.hpp"
#include "store/connection.hpp"

#include <kith/records/segment.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// All registered record types.
[[nodiscard]] Types registered_types();

/// What a connection's file and clock say; `parameters` and the connection must outlive it.
[[nodiscard]] Environment environment_of(store::Connection& connection, const Parameters& parameters);

/// The same for a query that is kept: what it is bound to holds when records are merged later, too.
[[nodiscard]] Environment lasting_environment_of(store::Connection& connection, const Parameters& parameters);

/// The day of a connection's now, in its file's zone: "2026-01-15".
[[nodiscard]] std::string day_of(store::Connection& connection);

/// Reads and checks query text. Throws what `parse` and `check` throw.
[[nodiscard]] bound::Query prepare(store::Connection& connection, const RecordType& type,
                                   std::string_view text, const Parameters& parameters,
                                   std::vector<std::string> segments = {});

/// The text that asks for a segment's members, in its order.
[[nodiscard]] std::string query_of(const Segment& segment);

/// What a segment says: its query as of `now`, or its list. Throws what `prepare` throws, `invalid_argument` for an
/// unknown record type.
[[nodiscard]] bound::Query prepare_segment(store::Connection& connection, const Segment& segment,
                                           std::optional<Time> now = {});

/// The ids that it selects, in its order.
[[nodiscard]] std::vector<std::int64_t> ids_of(store::Connection& connection, const bound::Query& query);

/// "there is no tag called 'vup'; did you mean 'vip'?": tags, lists, users ... that the query names and the file does
/// not have.
[[nodiscard]] std::vector<std::string> missing_names(store::Connection& connection, const bound::Query& query);

/// The saved segment of this name (any case, width, kana), or nothing.
[[nodiscard]] std::optional<Segment> find_segment(store::Connection& connection, std::string_view name);

}  // namespace kith::query
