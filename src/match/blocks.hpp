// From keys to candidate pairs, for many records at once.
#pragma once

#include "match/keys.hpp"
#include "match/population.hpp"

#include <cstdint>
#include <vector>

namespace kith::match {

/// How blocking went.
struct BlockCounts {
    std::int64_t blocks = 0;         ///< keys that two or more records share
    std::int64_t split = 0;          ///< too large: split by further evidence
    std::int64_t skipped = 0;        ///< too large even then, or of a family that works only with rare values
    std::int64_t pairs_skipped = 0;  ///< pairs inside skipped blocks (they may meet in other blocks)
};

/// The blocks of a population. 8 bytes per record and key.
class Blocks {
public:
    explicit Blocks(const Population& population);

    /// Records `members` (indices into the population, ascending) share a key.
    void add(KeyFamily family, const std::vector<std::uint32_t>& members);
    /// Every block was added.
    void finish();

    /// Calls visit(j) once for each record j > i that shares a block with i. `seen` is scratch: one number per
    /// record, zero at first, kept between calls.
    template <class Visit>
    void each_candidate(std::uint32_t i, std::vector<std::uint32_t>& seen, Visit&& visit) const {
        for (std::uint32_t k = record_starts_[i]; k < record_starts_[i + 1]; ++k) {
            const std::uint32_t block = record_blocks_[k];
            for (std::uint32_t m = starts_[block]; m < starts_[block + 1]; ++m) {
                const std::uint32_t j = members_[m];
                if (j <= i || seen[j] == i + 1) continue;
                seen[j] = i + 1;
                visit(j);
            }
        }
    }

    [[nodiscard]] const BlockCounts& counts() const noexcept { return counts_; }

private:
    void accept(const std::vector<std::uint32_t>& members);
    void split(const std::vector<std::uint32_t>& members, std::size_t limit);

    const Population& population_;
    std::vector<std::uint32_t> starts_{0};  // by block, into members_
    std::vector<std::uint32_t> members_;
    std::vector<std::uint32_t> record_starts_;  // by record, into record_blocks_
    std::vector<std::uint32_t> record_blocks_;
    BlockCounts counts_;
};

/// The blocks of a population by the keys of its records.
[[nodiscard]] Blocks block(const Population& population);

}  // namespace kith::match
