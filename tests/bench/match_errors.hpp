// Where precision and recall are lost: what to look at when a figure is poor.
#pragma once

#include "match_scores.hpp"
#include "match_sets.hpp"

#include "match/linker.hpp"

namespace kith::bench {

/// A set after linking.
struct LinkedSet {
    const Labelled& labelled;
    const match::Population& population;
    const match::Blocks& blocks;
    const match::Linked& linked;
    const std::vector<std::vector<std::uint32_t>>& groups;
};

/// The share of the true pairs that blocking lets be compared.
[[nodiscard]] double reach(const LinkedSet& set);

/// Prints what the environment asks for: MATCH_REACH (which fields agree in the true pairs that blocking misses),
/// MATCH_BINS (truth by log odds), MATCH_SWEEP (quality by threshold), MATCH_MODEL (what was learned),
/// MATCH_CAUSES (by which fields' agreement pairs are missed or wrongly united), and MATCH_ERRORS=n (n wrong and n
/// missed pairs with their explanation).
void diagnose(const LinkedSet& set);

}  // namespace kith::bench
