// What somebody decided about two records: kept in `not_duplicate` and `confirmed_duplicate`.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/duplicates.hpp>

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace kith::match {

/// The table of a verdict.
[[nodiscard]] std::string_view table_of(Verdict verdict);

/// Decided pairs of a record type, each lower id first. What was decided both ways (a merge can bring that together)
/// is in either set: different is what counts.
[[nodiscard]] std::set<std::pair<std::int64_t, std::int64_t>> decided(store::Connection& connection,
                                                                      const RecordType& type, Verdict verdict);
/// The records that a verdict connects with one.
[[nodiscard]] std::set<std::int64_t> decided(store::Connection& connection, const RecordType& type,
                                             Verdict verdict, std::int64_t id);

}  // namespace kith::match
