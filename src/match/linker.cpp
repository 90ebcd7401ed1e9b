#include "match/linker.hpp"

#include "match/common.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <numeric>
#include <system_error>
#include <thread>

namespace kith::match {
namespace {

constexpr std::int64_t sample_size = 40000;  // candidate pairs that learning sees
constexpr std::int64_t stranger_pairs = 20000;
constexpr double many_duplicates = 0.5;  // per record: from here on persons are counted, not records

/// A fixed pseudo-random order of pairs: samples are the same in every run.
std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

std::uint64_t pair_number(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint64_t>(a) << 32 | b;
}

template <class Visit>
void each_pair(const Population& population, const Blocks& blocks, Visit&& visit) {
    std::vector<std::uint32_t> seen(population.size(), 0);
    for (std::uint32_t i = 0; i < population.size(); ++i) {
        blocks.each_candidate(i, seen, [&](std::uint32_t j) { visit(i, j); });
    }
}

/// Scores all candidate pairs that nobody decided, on several threads. What it finds does not depend on how many.
class Scoring {
public:
    Scoring(const Population& population, const Blocks& blocks, const DecidedPairs& decided,
            const Model& model, double keep_log_odds)
        : population_(population), blocks_(blocks), decided_(decided), model_(model), keep_(keep_log_odds) {}

    /// `tell(pairs)` is called on this thread with how many pairs are done, and may throw.
    template <class Tell>
    std::vector<Link> run(unsigned threads, Tell&& tell) {
        std::vector<std::future<std::vector<Link>>> others;
        const Stop stop{stopped_};  // goes before the futures, which wait for their threads
        for (unsigned t = 1; t < threads; ++t) {
            try {
                others.push_back(std::async(std::launch::async, [this] { return work([](std::int64_t) {}); }));
            } catch (const std::system_error&) {
                break;  // no more threads to be had: fewer do the same
            }
        }
        std::vector<Link> links = work(tell);
        for (auto& other : others) {
            const std::vector<Link> found = other.get();
            links.insert(links.end(), found.begin(), found.end());
        }
        for (const auto& [a, b] : decided_.same) links.push_back({a, b, static_cast<float>(certain)});
        std::sort(links.begin(), links.end(),
                  [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
        return links;
    }

private:
    /// Ends the others when this thread leaves by an exception.
    struct Stop {
        std::atomic<bool>& stopped;
        ~Stop() { stopped = true; }
    };

    /// Takes portions of the records until none is left.
    template <class Tell>
    std::vector<Link> work(Tell&& tell) {
        constexpr std::size_t portion = 256;
        Comparer comparer(population_);
        std::vector<std::uint32_t> seen(population_.size(), 0);
        std::vector<Link> links;
        while (!stopped_) {
            const std::size_t first = next_.fetch_add(portion);
            if (first >= population_.size()) break;
            std::int64_t pairs = 0;
            for (std::size_t r = first; r < std::min(first + portion, population_.size()); ++r) {
                const auto a = static_cast<std::uint32_t>(r);
                blocks_.each_candidate(a, seen, [&](std::uint32_t b) {
                    ++pairs;
                    if (decided_.are_same(a, b) || decided_.are_apart(a, b)) return;
                    const double log_odds = score(model_, comparer.compare(a, b)).log_odds;
                    if (log_odds >= keep_) links.push_back({a, b, static_cast<float>(log_odds)});
                });
            }
            tell(done_.fetch_add(pairs) + pairs);
        }
        return links;
    }

    const Population& population_;
    const Blocks& blocks_;
    const DecidedPairs& decided_;
    const Model& model_;
    double keep_;
    std::atomic<std::size_t> next_{0};
    std::atomic<std::int64_t> done_{0};
    std::atomic<bool> stopped_{false};
};

/// Few pairs are not worth a thread.
unsigned threads_for(std::int64_t pairs, unsigned asked) {
    constexpr unsigned most = 8;
    constexpr std::int64_t worth_a_thread = 5000;
    const unsigned available = asked > 0 ? asked : std::clamp(std::thread::hardware_concurrency(), 1u, most);
    return static_cast<unsigned>(std::clamp<std::int64_t>(pairs / worth_a_thread, 1, available));
}

std::vector<Comparison> sample_strangers(const Population& population, const DecidedPairs& decided,
                                         Comparer& comparer) {
    std::vector<Comparison> result;
    const auto n = static_cast<std::uint64_t>(population.size());
    if (n < 2) return result;
    const auto pairs = std::min<std::uint64_t>(stranger_pairs, n * (n - 1) / 2);
    for (std::uint64_t k = 0; k < pairs; ++k) {
        const auto a = static_cast<std::uint32_t>(mixed(2 * k + 1) % n);
        const auto b = static_cast<std::uint32_t>(mixed(2 * k + 2) % n);
        if (a != b && !decided.are_same(a, b))
            result.push_back(comparer.compare(std::min(a, b), std::max(a, b)));
    }
    return result;
}

/// Numbers the persons: each group one, each other record its own.
std::vector<std::uint32_t> persons(const Population& population, const std::vector<Group>& groups) {
    std::vector<std::uint32_t> result(population.size());
    std::iota(result.begin(), result.end(), 0u);
    for (const Group& group : groups) {
        for (const std::uint32_t member : group.members) result[member] = group.members.front();
    }
    return result;
}

/// Runs the passes of `link`.
class Linking {
public:
    Linking(Population& population, const Blocks& blocks, const Model& packaged, const LinkOptions& options)
        : population_(population),
          blocks_(blocks),
          packaged_(packaged),
          options_(options),
          decided_(options.decided == nullptr ? none_ : *options.decided),
          comparer_(population) {
        packaged_.records = static_cast<double>(population.size());
        result_.model = packaged_;
        result_.blocks = blocks.counts();
    }

    Linked run() {
        population_.finish(packaged_.duplicates);
        population_.mark_common(common_points(population_));
        each_pair(population_, blocks_, [&](std::uint32_t, std::uint32_t) { ++result_.compared; });
        check(0.05);
        if (options_.learn) learn_model();
        if (result_.model.duplicates > many_duplicates) count_persons();
        score_all(0.5, 0.95);
        return std::move(result_);
    }

private:
    void check(double done) const {
        if (options_.progress && !options_.progress(done))
            throw Error(Code::cancelled, "The search for duplicates was cancelled.");
    }

    /// A value's share is counted among persons, and who is one person follows from the shares: so it takes turns.
    void learn_model() {
        const auto stride = static_cast<std::uint64_t>((result_.compared + sample_size - 1) / sample_size);
        each_pair(population_, blocks_, [&](std::uint32_t a, std::uint32_t b) {
            if (decided_.are_same(a, b) || decided_.are_apart(a, b)) return;  // known, and seen below
            if (stride <= 1 || mixed(pair_number(a, b)) % stride == 0)
                sample_.push_back(comparer_.compare(a, b));
        });
        for (const auto& [a, b] : decided_.same) known_.push_back({comparer_.compare(a, b), true});
        for (const auto& [a, b] : decided_.apart) known_.push_back({comparer_.compare(a, b), false});
        strangers_ = sample_strangers(population_, decided_, comparer_);
        check(0.15);
        relearn();
        population_.finish(result_.model.duplicates);
        relearn();
        population_.finish(result_.model.duplicates);  // as whoever is given this model will
        check(0.2);
    }

    void count_persons() {
        score_all(0.2, 0.45);
        population_.finish(persons(population_, group(population_, result_, 0.9, decided_)));
        if (options_.learn) relearn();
    }

    void relearn() {
        for (Comparison& comparison : sample_) comparer_.refresh(comparison);
        for (KnownPair& pair : known_) comparer_.refresh(pair.comparison);
        const double scale =
            sample_.empty() ? 1 : static_cast<double>(result_.compared) / static_cast<double>(sample_.size());
        result_.model = packaged_;
        learn(result_.model, sample_, scale, strangers_, known_);
    }

    void score_all(double from, double to) {
        const std::int64_t told_every = result_.compared / 50 + 1;
        std::int64_t told = 0;
        Scoring scoring(population_, blocks_, decided_, result_.model, options_.keep_log_odds);
        result_.links = scoring.run(threads_for(result_.compared, options_.threads), [&](std::int64_t done) {
            if (done < told + told_every) return;
            told = done;
            check(from + (to - from) * static_cast<double>(done) / static_cast<double>(result_.compared));
        });
    }

    Population& population_;
    const Blocks& blocks_;
    Model packaged_;
    const LinkOptions& options_;
    const DecidedPairs none_{};
    const DecidedPairs& decided_;
    Comparer comparer_;
    std::vector<Comparison> sample_;
    std::vector<KnownPair> known_;
    std::vector<Comparison> strangers_;
    Linked result_;
};

}  // namespace

Linked link(Population& population, const Blocks& blocks, const Model& packaged, const LinkOptions& options) {
    return Linking(population, blocks, packaged, options).run();
}

std::vector<Group> group(const Population& population, const Linked& linked, double threshold,
                         const DecidedPairs& decided) {
    Comparer comparer(population);
    ClusterOptions options;
    options.log_odds = log_odds_of(threshold);
    options.decided = &decided;
    options.pieces = [&](std::uint32_t a, std::uint32_t b) {
        return weigh(linked.model, comparer.compare(a, b));
    };
    options.judge = [&](const Pieces& pieces) { return combine(linked.model, pieces).log_odds; };
    return cluster(linked.links, options);
}

}  // namespace kith::match
