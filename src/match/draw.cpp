#include "match/draw.hpp"

#include "match/portions.hpp"

#include <algorithm>
#include <limits>

namespace kith::match {
namespace {

constexpr std::uint64_t stranger_pairs = 20000;

/// A fixed pseudo-random order of numbers: samples are the same in every run.
std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

std::uint64_t pair_number(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint64_t>(a) << 32 | b;
}

/// What one thread draws: of the pairs that it met, those that come first in the order of `mixed`. So one walk counts and draws, and
/// of what all threads drew the first are those of all pairs.
class Share {
public:
    Share(const DecidedPairs& decided, std::size_t most) : decided_(&decided), most_(most) {}

    void meet(const Drawn& pair) {
        ++pairs_;
        const std::uint64_t place = mixed(pair_number(pair.a, pair.b));
        if (place >= before_ || decided_->are_same(pair.a, pair.b) || decided_->are_apart(pair.a, pair.b))
            return;
        drawn_.emplace_back(place, pair);
        if (drawn_.size() >= 2 * most_) keep_first();
    }

    Share& operator+=(const Share& other) {
        pairs_ += other.pairs_;
        drawn_.insert(drawn_.end(), other.drawn_.begin(), other.drawn_.end());
        keep_first();
        return *this;
    }

    [[nodiscard]] Draw result() const {
        Draw result{pairs_, {}};
        for (const auto& [place, pair] : drawn_) result.sample.push_back(pair);
        std::sort(result.sample.begin(), result.sample.end(), [](const Drawn& x, const Drawn& y) {
            return pair_number(x.a, x.b) < pair_number(y.a, y.b);
        });
        return result;
    }

private:
    void keep_first() {
        if (drawn_.size() <= most_) return;
        const auto end = drawn_.begin() + static_cast<std::ptrdiff_t>(most_);
        std::nth_element(drawn_.begin(), end, drawn_.end(),
                         [](const auto& x, const auto& y) { return x.first < y.first; });
        before_ = end->first;
        drawn_.erase(end, drawn_.end());
    }

    const DecidedPairs* decided_;
    std::size_t most_;
    std::int64_t pairs_ = 0;
    std::vector<std::pair<std::uint64_t, Drawn>> drawn_{};              // with their places in the order
    std::uint64_t before_ = std::numeric_limits<std::uint64_t>::max();  // from this place on nothing is drawn
};

}  // namespace

Draw draw(const Blocks& blocks, Blocks::Evidence believed, std::size_t records, std::size_t most,
          const DecidedPairs& decided, unsigned threads) {
    const unsigned at_once = threads_for(static_cast<std::int64_t>(records), threads);
    std::vector<Share> shares(at_once, Share(decided, most));
    Portions portions(records, 256);
    share_out(portions, at_once, [&](unsigned thread) {
        Share share = shares[thread];
        Blocks::Walk walk;
        walk.believed = believed;
        portions.each([&](std::size_t first, std::size_t last) {
            for (auto a = static_cast<std::uint32_t>(first); a < last; ++a) {
                blocks.each_candidate(a, walk, [&](std::uint32_t b, Blocks::Evidence evidence) {
                    share.meet({a, b, evidence});
                });
            }
        });
        shares[thread] = std::move(share);
    });
    Share all(decided, most);
    for (const Share& share : shares) all += share;
    return all.result();
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> draw_strangers(std::size_t records, std::uint32_t second,
                                                                    const DecidedPairs& decided) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
    const auto n = static_cast<std::uint64_t>(records);
    const std::uint64_t left = second > 0 ? second : n, right = second > 0 ? n - second : n;
    const std::uint64_t all = second > 0 ? left * right : n * (n - 1) / 2;
    if (n < 2 || all == 0) return result;
    const auto pairs = std::min<std::uint64_t>(stranger_pairs, all);
    for (std::uint64_t k = 0; k < pairs; ++k) {
        const auto a = static_cast<std::uint32_t>(mixed(2 * k + 1) % left);
        const auto b = static_cast<std::uint32_t>(second + mixed(2 * k + 2) % right);
        if (a != b && !decided.are_same(a, b)) result.emplace_back(std::min(a, b), std::max(a, b));
    }
    return result;
}

}  // namespace kith::match
