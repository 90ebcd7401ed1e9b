// From keys to candidate pairs, for many records at once.
#pragma once

#include "match/keys.hpp"
#include "match/population.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace kith::match {

/// Which records of a population are compared with which.
struct Scope {
    std::vector<bool> wanted{};  ///< by index: those that take part; empty: all
    /// Records from this index on are of a second file, and only pairs across are compared; 0: there is one file.
    std::uint32_t second = 0;

    [[nodiscard]] bool wants(std::size_t index) const { return wanted.empty() || wanted[index]; }
};

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
    /// Kinds of evidence that two records share, a bit each: the first for a block that says enough alone, the others for families of
    /// keys of which a large block may say little.
    using Evidence = std::uint8_t;
    static constexpr Evidence enough = 1, any = 0xff;

    /// What a walk over the candidates of one record remembers; kept between records, used by one thread.
    struct Walk {
        Evidence believed = any;         ///< what is enough alone; of all else it takes two
        std::vector<Evidence> shared{};  ///< by record
        std::vector<std::uint32_t> met{};
    };

    /// `second`: as in Scope.
    explicit Blocks(const Population& population, std::uint32_t second = 0);

    /// Records `members` (indices into the population, ascending) share a key.
    void add(KeyFamily family, const std::vector<std::uint32_t>& members);
    /// Every block was added.
    void finish();

    /// Calls visit(j, evidence) once for each record j > i that may be compared with i and shares enough blocks with it.
    template <class Visit>
    void each_candidate(std::uint32_t i, Walk& walk, Visit&& visit) const {
        if (second_ > 0 && i >= second_) return;
        walk.shared.resize(population_.size(), 0);
        for (std::uint32_t k = record_starts_[i]; k < record_starts_[i + 1]; ++k) {
            const std::uint32_t block = record_blocks_[k];
            const Evidence evidence = evidence_[block];
            const std::uint32_t* const last = members_.data() + starts_[block + 1];
            const std::uint32_t* const first =
                members_.data() + (second_ > 0 ? across(block) : starts_[block]);
            for (const std::uint32_t* j = std::upper_bound(first, last, i); j < last; ++j) {
                Evidence& shared = walk.shared[*j];
                if (shared == 0) walk.met.push_back(*j);
                shared |= evidence;
            }
        }
        for (const std::uint32_t j : walk.met) {
            const Evidence shared = std::exchange(walk.shared[j], Evidence{0});
            if ((shared & walk.believed) != 0 || (shared & (shared - 1)) != 0) visit(j, shared);
        }
        walk.met.clear();
    }

    /// Where the second file's records begin; 0: there is one file.
    [[nodiscard]] std::uint32_t second() const noexcept { return second_; }
    [[nodiscard]] const BlockCounts& counts() const noexcept { return counts_; }

private:
    [[nodiscard]] std::int64_t pairs_in(const std::vector<std::uint32_t>& members) const;
    /// Whether these pairs of a block need no further evidence. `limit`: most of one file.
    [[nodiscard]] bool are_few(std::int64_t pairs, std::size_t members, std::int64_t limit) const;
    /// Where the second file's members of a block stand.
    [[nodiscard]] std::uint32_t across(std::uint32_t block) const {
        const auto first = members_.begin() + starts_[block], last = members_.begin() + starts_[block + 1];
        return static_cast<std::uint32_t>(std::lower_bound(first, last, second_) - members_.begin());
    }
    void accept(KeyFamily family, const std::vector<std::uint32_t>& members, std::int64_t pairs);
    void split(KeyFamily family, const std::vector<std::uint32_t>& members, std::int64_t limit);

    const Population& population_;
    std::uint32_t second_;
    std::vector<std::uint32_t> starts_{0};  // by block, into members_
    std::vector<Evidence> evidence_;        // by block: a bit
    std::vector<std::uint32_t> members_;
    std::vector<std::uint32_t> record_starts_;  // by record, into record_blocks_
    std::vector<std::uint32_t> record_blocks_;
    BlockCounts counts_;
};

/// The blocks of a population by the keys of its records.
[[nodiscard]] Blocks block(const Population& population, const Scope& scope = {});

}  // namespace kith::match
