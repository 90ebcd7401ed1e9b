// Pairs drawn at random, the same in every run: of the candidates, and of strangers.
#pragma once

#include "match/blocks.hpp"
#include "match/cluster.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace kith::match {

/// A candidate pair, a < b, and what it shares.
struct Drawn {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    Blocks::Evidence evidence = 0;
};

/// The candidate pairs: how many, and a sample.
struct Draw {
    std::int64_t pairs = 0;
    std::vector<Drawn> sample{};  ///< sorted by (a, b)
};

/// Counts the candidate pairs and draws `most` of those that nobody decided, or all. `believed` is what a walk over the blocks takes
/// (Blocks::Walk), `threads` as in LinkOptions: any number draws the same.
[[nodiscard]] Draw draw(const Blocks& blocks, Blocks::Evidence believed, std::size_t records,
                        std::size_t most, const DecidedPairs& decided, unsigned threads);

/// Draws pairs of any two records, a < b, that nobody decided to be one. `second`: as of Blocks.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> draw_strangers(std::size_t records,
                                                                                  std::uint32_t second,
                                                                                  const DecidedPairs& decided);

}  // namespace kith::match
