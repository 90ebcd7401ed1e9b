// From keys to candidate pairs, for many records at once.
#pragma once

#include "match/keys.hpp"
#include "match/population.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
    /// `second`: as in Scope.
    explicit Blocks(const Population& population, std::uint32_t second = 0);

    /// Records `members` (indices into the population, ascending) share a key.
    void add(KeyFamily family, const std::vector<std::uint32_t>& members);
    /// Every block was added.
    void finish();

    /// Calls visit(j) once for each record j > i that shares a block with i and may be compared with it. `seen` is scratch: one
    /// number per record, zero at first, kept between calls.
    template <class Visit>
    void each_candidate(std::uint32_t i, std::vector<std::uint32_t>& seen, Visit&& visit) const {
        if (second_ > 0 && i >= second_) return;
        for (std::uint32_t k = record_starts_[i]; k < record_starts_[i + 1]; ++k) {
            const std::uint32_t block = record_blocks_[k];
            for (std::uint32_t m = second_ > 0 ? across(block) : starts_[block]; m < starts_[block + 1]; ++m) {
                const std::uint32_t j = members_[m];
                if (j <= i || seen[j] == i + 1) continue;
                seen[j] = i + 1;
                visit(j);
            }
        }
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
    void accept(const std::vector<std::uint32_t>& members);
    void split(const std::vector<std::uint32_t>& members, std::int64_t limit);

    const Population& population_;
    std::uint32_t second_;
    std::vector<std::uint32_t> starts_{0};  // by block, into members_
    std::vector<std::uint32_t> members_;
    std::vector<std::uint32_t> record_starts_;  // by record, into record_blocks_
    std::vector<std::uint32_t> record_blocks_;
    BlockCounts counts_;
};

/// The blocks of a population by the keys of its records.
[[nodiscard]] Blocks block(const Population& population, const Scope& scope = {});

}  // namespace kith::match
