// All of matching in a row, for records in memory.
#pragma once

#include "match/blocks.hpp"
#include "match/cluster.hpp"
#include "match/compare.hpp"
#include "match/model.hpp"
#include "match/population.hpp"
#include "match/shapes.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace kith::match {

/// How records are linked.
struct LinkOptions {
    double keep_log_odds = -4;  ///< pairs below are forgotten
    /// Re-estimate the model from the population; false: judge by it as it is. How many records two files have in common is no
    /// matter of how records agree, and is learned in any case.
    bool learn = true;
    unsigned threads = 0;  ///< that compare and learn at most; 0: as many as there are processors, up to 8
    const DecidedPairs* decided = nullptr;  ///< what is known; null: nothing
    /// Called on the calling thread with the share done, 0 to 1; false cancels (Error cancelled).
    std::function<bool(double done)> progress{};
};

/// The pairs that may be one person.
struct Linked {
    std::vector<Link> links{};  ///< sorted by (a, b); pairs decided to be one are in it, those to be apart are not
    Model model{};              ///< as it was learned
    std::int64_t compared = 0;                ///< pairs compared
    Blocks::Evidence believed = Blocks::any;  ///< evidence of candidates that was found worth comparing for
    std::shared_ptr<const Shapes> shapes{};   ///< of the population, to compare further pairs with
    BlockCounts blocks{};
};

/// Compares all candidate pairs of the population, which is finished anew with what was learned. Deterministic.
///
/// Across two files (Blocks::second) a record of the second one has as many others as the first one has records, and the model's
/// duplicates are how many of those it is.
[[nodiscard]] Linked link(Population& population, const Blocks& blocks, const Model& model,
                          const LinkOptions& options);

/// Groups the links; pairs that were not candidates but are connected through others are scored now.
[[nodiscard]] std::vector<Group> group(const Population& population, const Linked& linked, double threshold,
                                       const DecidedPairs& decided = {});

}  // namespace kith::match
