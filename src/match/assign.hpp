// From pairs across two files to links: who is whom when a record can be only one.
#pragma once

#include "match/cluster.hpp"

#include <kith/link.hpp>

#include <span>
#include <vector>

namespace kith::match {

/// A pair that became a link: `b` of the second file is `a` of the first one.
struct Assigned {
    Link link{};
    std::vector<Link> rivals{};  ///< other pairs of b where it can be only one record, the likeliest first
};

/// Lets what was decided within either file count for the pairs across, as `heeding` does: first among the records that one
/// of the second file may be, then among those that one of the first file may be. `links` are sorted by (a, b) and stay so.
void heed(std::vector<Link>& links, const DecidedPairs& decided);

/// The links among pairs with at least these log odds, the surest first; of equals the smaller indices. Where a record can be
/// only one, the surest of its pairs is taken whose other record is free (greedy one-to-one matching).
[[nodiscard]] std::vector<Assigned> assign(std::span<const Link> pairs, double log_odds, Linkage linkage);

}  // namespace kith::match
