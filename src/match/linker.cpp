#include "match/linker.hpp"

#include "match/common.hpp"
#include "match/portions.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

namespace kith::match {
namespace {

constexpr std::int64_t sample_size = 40000;  // candidate pairs that learning sees
constexpr std::uint64_t stranger_pairs = 20000;
constexpr double many_duplicates = 0.5;  // per record: from here on persons are counted, not records
constexpr double may_rise = 6;           // how far counting persons may raise the log odds of a pair

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

/// Scores pairs that nobody decided, on several threads. What it finds does not depend on how many.
class Scoring {
public:
    Scoring(const Population& population, const Shapes& shapes, const Blocks& blocks,
            const DecidedPairs& decided, const Model& model, double keep_log_odds)
        : population_(population),
          shapes_(shapes),
          blocks_(blocks),
          decided_(decided),
          scorer_(model),
          keep_(keep_log_odds),
          hopeless_(std::exp(keep_log_odds) * (1 - 1e-6)) {}

    /// All candidate pairs. `tell(pairs)` is called on this thread with how many pairs are done, and may throw.
    template <class Tell>
    std::vector<Link> run(unsigned threads, Tell&& tell) {
        return run(population_.size(), threads, [&](unsigned thread, Portions& portions, auto& links) {
            candidates(thread, portions, links, tell);
        });
    }

    /// The pairs that `before` has, which is sorted as the result is.
    template <class Tell>
    std::vector<Link> run(const std::vector<Link>& before, unsigned threads, Tell&& tell) {
        return run(before.size(), threads, [&](unsigned thread, Portions& portions, auto& links) {
            again(before, thread, portions, links, tell);
        });
    }

private:
    template <class Work>
    std::vector<Link> run(std::size_t count, unsigned threads, Work&& work) {
        Portions portions(count, 256);
        done_ = 0;
        std::vector<std::vector<Link>> found(threads);
        share_out(portions, threads, [&](unsigned thread) { work(thread, portions, found[thread]); });
        std::vector<Link> links = std::move(found[0]);
        for (std::size_t t = 1; t < found.size(); ++t)
            links.insert(links.end(), found[t].begin(), found[t].end());
        for (const auto& [a, b] : decided_.same) links.push_back({a, b, static_cast<float>(certain)});
        std::sort(links.begin(), links.end(),
                  [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
        return links;
    }

    [[nodiscard]] Comparer comparer() const {
        Comparer result(population_, &shapes_);
        if (!scorer_.different_relies()) result.leave_out_shares_of_different();
        return result;
    }

    template <class Tell>
    void candidates(unsigned thread, Portions& portions, std::vector<Link>& links, Tell&& tell) {
        Comparer comparer = this->comparer();
        std::vector<std::uint32_t> seen(population_.size(), 0);
        std::vector<std::uint32_t> others;
        portions.each([&](std::size_t first, std::size_t last) {
            std::int64_t pairs = 0;
            for (std::size_t r = first; r < last; ++r) {
                const auto a = static_cast<std::uint32_t>(r);
                others.clear();
                blocks_.each_candidate(a, seen, [&](std::uint32_t b) { others.push_back(b); });
                pairs += static_cast<std::int64_t>(others.size());
                for (std::size_t k = 0; k < others.size(); ++k) {
                    // The records lie anywhere in memory.
                    if (k + 6 < others.size()) population_.prefetch_record(others[k + 6]);
                    if (k + 3 < others.size()) population_.prefetch_values(others[k + 3]);
                    judge(comparer, a, others[k], links);
                }
            }
            add_done(pairs, thread, tell);
        });
    }

    template <class Tell>
    void again(const std::vector<Link>& before, unsigned thread, Portions& portions, std::vector<Link>& links,
               Tell&& tell) {
        Comparer comparer = this->comparer();
        portions.each([&](std::size_t first, std::size_t last) {
            for (std::size_t k = first; k < last; ++k) {
                if (k + 6 < last) population_.prefetch_record(before[k + 6].b);
                if (k + 3 < last) population_.prefetch_values(before[k + 3].b);
                judge(comparer, before[k].a, before[k].b, links);
            }
            add_done(static_cast<std::int64_t>(last - first), thread, tell);
        });
    }

    template <class Tell>
    void add_done(std::int64_t pairs, unsigned thread, Tell&& tell) {
        const std::int64_t done = done_.fetch_add(pairs) + pairs;
        if (thread == 0) tell(done);
    }

    void judge(Comparer& comparer, std::uint32_t a, std::uint32_t b, std::vector<Link>& links) const {
        if (decided_.are_same(a, b) || decided_.are_apart(a, b)) return;
        const Comparison found = comparer.compare(a, b);
        if (scorer_.odds_at_most(found) < hopeless_) return;
        const double log_odds = scorer_.score(found).log_odds;
        if (log_odds >= keep_) links.push_back({a, b, static_cast<float>(log_odds)});
    }

    const Population& population_;
    const Shapes& shapes_;
    const Blocks& blocks_;
    const DecidedPairs& decided_;
    Scorer scorer_;
    double keep_;
    double hopeless_;  // odds below which no pair is kept, rounding included
    std::atomic<std::int64_t> done_{0};
};

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// The comparison of each pair, in their order.
std::vector<Comparison> compare_all(const Population& population, const Shapes& shapes, const Pairs& pairs,
                                    unsigned asked) {
    std::vector<Comparison> result(pairs.size());
    Portions portions(pairs.size(), 256);
    share_out(portions, threads_for(static_cast<std::int64_t>(pairs.size()), asked), [&](unsigned) {
        Comparer comparer(population, &shapes);
        portions.each([&](std::size_t first, std::size_t last) {
            for (std::size_t k = first; k < last; ++k)
                result[k] = comparer.compare(pairs[k].first, pairs[k].second);
        });
    });
    return result;
}

/// `second`: as of Blocks.
Pairs draw_strangers(std::size_t records, std::uint32_t second, const DecidedPairs& decided) {
    Pairs result;
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
          shapes_(std::make_shared<Shapes>(population)),
          comparer_(population, shapes_.get()) {
        const auto records = static_cast<double>(population.size());
        const auto second = static_cast<double>(blocks.second());
        packaged_.records = second > 0 ? second + 1 : records;
        asked_ = second > 0 ? records - second : 0;
        repeated_per_duplicate_ = second > 0 ? 2 * asked_ / records : 1;
        result_.model = packaged_;
        result_.blocks = blocks.counts();
        result_.shapes = shapes_;
    }

    Linked run() {
        population_.finish(repeated(packaged_));
        population_.mark_common(common_points(population_));
        each_pair(population_, blocks_, [&](std::uint32_t, std::uint32_t) { ++result_.compared; });
        check(0.05);
        if (options_.learn || asked_ > 0) learn_model();
        if (repeated(result_.model) > many_duplicates)
            count_persons();
        else
            score_all(options_.keep_log_odds, 0.2, 0.95);
        return std::move(result_);
    }

private:
    void check(double done) const {
        if (options_.progress && !options_.progress(done))
            throw Error(Code::cancelled, "The search for duplicates was cancelled.");
    }

    /// How many further records of a person the population has per record.
    [[nodiscard]] double repeated(const Model& model) const {
        return model.duplicates * repeated_per_duplicate_;
    }

    /// A value's share is counted among persons, and who is one person follows from the shares: so it takes turns.
    void learn_model() {
        const auto stride = static_cast<std::uint64_t>((result_.compared + sample_size - 1) / sample_size);
        Pairs sampled;
        each_pair(population_, blocks_, [&](std::uint32_t a, std::uint32_t b) {
            if (decided_.are_same(a, b) || decided_.are_apart(a, b)) return;  // known, and seen below
            if (stride <= 1 || mixed(pair_number(a, b)) % stride == 0) sampled.emplace_back(a, b);
        });
        sample_ = compare_all(population_, *shapes_, sampled, options_.threads);
        check(0.1);
        for (const auto& [a, b] : decided_.same) known_.push_back({comparer_.compare(a, b), true});
        for (const auto& [a, b] : decided_.apart) known_.push_back({comparer_.compare(a, b), false});
        const Pairs drawn =
            options_.learn ? draw_strangers(population_.size(), blocks_.second(), decided_) : Pairs{};
        strangers_ = compare_all(population_, *shapes_, drawn, options_.threads);
        check(0.15);
        relearn();
        population_.finish(repeated(result_.model));
        relearn();
        population_.finish(repeated(result_.model));  // as whoever is given this model will
        check(0.2);
    }

    /// Shares of values are those among persons then; so pairs that are far from being kept stay so, and are not compared
    /// again.
    void count_persons() {
        score_all(options_.keep_log_odds - may_rise, 0.2, 0.7);
        const std::vector<Link> near = std::move(result_.links);
        result_.links.clear();
        std::copy_if(near.begin(), near.end(), std::back_inserter(result_.links),
                     [&](const Link& link) { return link.log_odds >= options_.keep_log_odds; });
        population_.finish(persons(population_, group(population_, result_, 0.9, decided_)));
        if (options_.learn || asked_ > 0) relearn();
        result_.links =
            scored(options_.keep_log_odds, 0.75, 0.95, static_cast<std::int64_t>(near.size()), &near);
    }

    void relearn() {
        for (Comparison& comparison : sample_) comparer_.refresh(comparison);
        for (KnownPair& pair : known_) comparer_.refresh(pair.comparison);
        const double scale =
            sample_.empty() ? 1 : static_cast<double>(result_.compared) / static_cast<double>(sample_.size());
        result_.model = packaged_;
        learn(result_.model, {sample_, strangers_, known_, scale, asked_, !options_.learn, options_.threads});
    }

    void score_all(double keep, double from, double to) {
        result_.links = scored(keep, from, to, result_.compared, nullptr);
    }

    /// The pairs of `before`, or all candidates, whose log odds are `keep` at least.
    std::vector<Link> scored(double keep, double from, double to, std::int64_t pairs,
                             const std::vector<Link>* before) {
        std::int64_t told = 0;
        const auto tell = [&](std::int64_t done) {
            if (done < told + pairs / 50 + 1) return;
            told = done;
            check(from + (to - from) * static_cast<double>(done) / static_cast<double>(pairs));
        };
        Scoring scoring(population_, *shapes_, blocks_, decided_, result_.model, keep);
        const unsigned threads = threads_for(pairs, options_.threads);
        return before == nullptr ? scoring.run(threads, tell) : scoring.run(*before, threads, tell);
    }

    Population& population_;
    const Blocks& blocks_;
    Model packaged_;
    double asked_ = 0;  // records of the second file
    double repeated_per_duplicate_ = 1;
    const LinkOptions& options_;
    const DecidedPairs none_{};
    const DecidedPairs& decided_;
    std::shared_ptr<const Shapes> shapes_;
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
    Comparer comparer(population, linked.shapes.get());
    const double unseen = log_odds_of(0.99);  // for whoever looks at them, but for no auto_merge
    ClusterOptions options;
    options.log_odds = log_odds_of(threshold);
    options.decided = &decided;
    options.evidence = [&](std::uint32_t a, std::uint32_t b) {
        const Comparison found = comparer.compare(a, b);
        PairEvidence evidence{weigh(linked.model, found)};
        evidence.by_initial = found[Field::given].level == Level::initial;
        if (comparer.may_be_two(found)) evidence.most = unseen;
        if (found[Field::given].level == Level::two_names)
            evidence.most = std::max(combine(linked.model, evidence.pieces).log_odds, evidence.most);
        if (found[Field::given].level != Level::missing && !evidence.by_initial)
            evidence.names =
                comparer.are_two(found) ? PairEvidence::Names::of_two : PairEvidence::Names::of_one;
        return evidence;
    };
    options.initials = static_cast<std::size_t>(Field::given);
    options.either = unseen;
    options.judge = [&](const Pieces& pieces) { return combine(linked.model, pieces).log_odds; };
    return cluster(linked.links, options);
}

}  // namespace kith::match
