// What somebody decided about two records: kept in `not_duplicate` and `confirmed_duplicate`.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/duplicates.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

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

/// What speaks for a record being each of several, log odds, when some of those exclude each other: it can be only one of two
/// that are apart, and is both or neither of two that are the same. `apart(i, j)` and `same(i, j)` tell of two by their place.
template <class Apart, class Same>
std::vector<double> heeding(const std::vector<double>& log_odds, Apart&& apart, Same&& same) {
    std::vector<double> own = log_odds;  // by itself or by what it was confirmed to be one with
    for (std::size_t i = 0; i < own.size(); ++i)
        for (std::size_t j = 0; j < own.size(); ++j)
            if (j != i && same(i, j)) own[i] = std::max(own[i], log_odds[j]);
    std::vector<double> result = own;
    // Being one of two that are different excludes being the other: the odds of the one count against the other.
    for (std::size_t i = 0; i < own.size(); ++i) {
        double against = 0;
        for (std::size_t j = 0; j < own.size(); ++j)
            if (j != i && apart(i, j)) against += std::exp(own[j]);
        result[i] -= std::log1p(against);
    }
    return result;
}

}  // namespace kith::match
