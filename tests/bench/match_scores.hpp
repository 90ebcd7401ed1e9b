// How good found duplicates are, against the truth.
#pragma once

#include "match/cluster.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace kith::bench {

/// Of pairs of records: how many of those found are right, and how many of those that are right were found.
struct Quality {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};
[[nodiscard]] Quality quality(double correct, double found, double all);

/// Which records are one: a number for each record.
class Truth {
public:
    explicit Truth(std::vector<std::uint32_t> entities);

    [[nodiscard]] bool same(std::uint32_t a, std::uint32_t b) const { return entities_[a] == entities_[b]; }
    [[nodiscard]] std::size_t size() const noexcept { return entities_.size(); }
    [[nodiscard]] double pairs() const noexcept { return pairs_; }
    /// The records of each entity that has several, ascending.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> repeated() const;

private:
    std::vector<std::uint32_t> entities_;
    double pairs_ = 0;
};

/// Calls visit(a, b) for every two members of each group.
template <class Groups, class Visit>
void each_pair(const Groups& groups, Visit&& visit) {
    for (const auto& members : groups) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            for (std::size_t j = i + 1; j < members.size(); ++j) visit(members[i], members[j]);
        }
    }
}

/// Pairs that groups unite.
[[nodiscard]] Quality quality_of(const std::vector<std::vector<std::uint32_t>>& groups, const Truth& truth);
/// Pairs with at least these log odds.
[[nodiscard]] Quality quality_of(std::span<const match::Link> links, double log_odds, const Truth& truth);
/// The best F1 that any threshold gives.
[[nodiscard]] Quality best_quality(std::span<const match::Link> links, const Truth& truth);
/// The most recall that any threshold gives at no less than this precision.
[[nodiscard]] double recall_at(double precision, std::span<const match::Link> links, const Truth& truth);

/// Pairs whose probability lies in one tenth.
struct Bin {
    double pairs = 0;
    double expected = 0;  ///< sum of the probabilities
    double correct = 0;
};
/// Reliability: ten bins of probability.
using Reliability = std::array<Bin, 10>;
[[nodiscard]] Reliability reliability(std::span<const match::Link> links, const Truth& truth);
/// Mean distance between probability and truth over the bins, weighted by their pairs (Naeini et al. 2015).
[[nodiscard]] double calibration_error(const Reliability& bins);

}  // namespace kith::bench
