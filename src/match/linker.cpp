#include "match/linker.hpp"

#include "match/common.hpp"
#include "match/draw.hpp"
#include "match/portions.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace kith::match {
namespace {

constexpr std::size_t sample_size = 40000;  // candidate pairs that learning sees
constexpr double worth_comparing = 0.002;   // so many of such pairs must be expected to be one person
constexpr std::int64_t many_pairs = 10 * sample_size;  // from here on not all are compared
constexpr double many_duplicates = 0.5;  // per record: from here on persons are counted, not records

/// Scores pairs that nobody decided, on several threads. What it finds does not depend on how many.
class Scoring {
public:
    Scoring(const Population& population, const Shapes& shapes, const Blocks& blocks,
            Blocks::Evidence believed, const DecidedPairs& decided, const Model& model, double keep_log_odds)
        : population_(population),
          shapes_(shapes),
          blocks_(blocks),
          believed_(believed),
          decided_(decided),
          scorer_(model),
          keep_(keep_log_odds),
          hopeless_(std::exp(keep_log_odds) * (1 - 1e-6)) {}

    /// All candidate pairs. `tell(pairs)` is called on this thread with how many pairs are done, and may throw.
    template <class Tell>
    std::vector<Link> run(unsigned threads, Tell&& tell) {
        Portions portions(population_.size(), 256);
        done_ = 0;
        std::vector<std::vector<Link>> found(threads);
        share_out(portions, threads,
                  [&](unsigned thread) { candidates(thread, portions, found[thread], tell); });
        std::vector<Link> links = std::move(found[0]);
        for (std::size_t t = 1; t < found.size(); ++t)
            links.insert(links.end(), found[t].begin(), found[t].end());
        for (const auto& [a, b] : decided_.same) links.push_back({a, b, static_cast<float>(certain)});
        std::sort(links.begin(), links.end(),
                  [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
        return links;
    }

private:
    [[nodiscard]] Comparer comparer() const {
        Comparer result(population_, &shapes_);
        if (!scorer_.different_relies()) result.leave_out_shares_of_different();
        return result;
    }

    template <class Tell>
    void candidates(unsigned thread, Portions& portions, std::vector<Link>& links, Tell&& tell) {
        Comparer comparer = this->comparer();
        Blocks::Walk walk;
        walk.believed = believed_;
        std::vector<std::uint32_t> others;
        portions.each([&](std::size_t first, std::size_t last) {
            std::int64_t pairs = 0;
            for (std::size_t r = first; r < last; ++r) {
                const auto a = static_cast<std::uint32_t>(r);
                others.clear();
                blocks_.each_candidate(a, walk, [&](std::uint32_t b, auto) { others.push_back(b); });
                pairs += static_cast<std::int64_t>(others.size());
                for (std::size_t k = 0; k < others.size(); ++k) {
                    // The records lie anywhere in memory, and so do the shapes of their values.
                    if (k + 6 < others.size()) population_.prefetch_record(others[k + 6]);
                    if (k + 4 < others.size()) population_.prefetch_values(others[k + 4]);
                    if (k + 2 < others.size()) shapes_.prefetch(population_.values(others[k + 2]));
                    judge(comparer, a, others[k], links);
                }
            }
            add_done(pairs, thread, tell);
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
    Blocks::Evidence believed_;
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

/// How many further records of the same person all records have together.
double further_records(const std::vector<Group>& groups) {
    double result = 0;
    for (const Group& group : groups)
        result += static_cast<double>(group.members.size()) * static_cast<double>(group.members.size() - 1);
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
        choose_pairs();
        check(0.1);
        if (options_.learn || asked_ > 0) learn_model();
        if (repeated(result_.model) > many_duplicates)
            count_persons();
        else
            score_all(0.2, 0.95);
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

    void draw_pairs() {
        drawn_ = draw(blocks_, result_.believed, population_.size(), sample_size, decided_, options_.threads);
        result_.compared = drawn_.pairs;
        Pairs pairs;
        for (const Drawn& drawn : drawn_.sample) pairs.emplace_back(drawn.a, drawn.b);
        sample_ = compare_all(population_, *shapes_, pairs, options_.threads);
    }

    /// Of many pairs those are left out that share nothing but a crowded block of a family of keys which alone brings next to nobody
    /// together here, by the sample: in one file a rare name is as good as an address, in another hundreds bear it. Fewer pairs are
    /// compared in a second.
    void choose_pairs() {
        draw_pairs();
        if (result_.compared <= many_pairs) return;
        const Scorer scorer(packaged_);
        std::array<double, Blocks::any + 1> pairs{}, same{};  // by evidence
        for (std::size_t k = 0; k < sample_.size(); ++k) {
            ++pairs[drawn_.sample[k].evidence];
            same[drawn_.sample[k].evidence] += scorer.score(sample_[k]).probability();
        }
        for (unsigned bit = 2 * Blocks::enough; bit < Blocks::any; bit *= 2)
            if (same[bit] + 1 < worth_comparing * pairs[bit])
                result_.believed &= static_cast<Blocks::Evidence>(~bit);
        if (result_.believed != Blocks::any) draw_pairs();
    }

    /// A value's share is counted among persons, and who is one person follows from the shares: so it takes turns.
    void learn_model() {
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

    /// Shares of values are those among persons then, and all pairs are compared once more. Where namesakes abound, pairs by themselves
    /// seem to be far more duplicates than hold together: of those nothing needs to be counted.
    void count_persons() {
        score_all(0.2, 0.6);
        const std::vector<Group> groups = group(population_, result_, 0.9, decided_);
        const double held = further_records(groups) / static_cast<double>(population_.size());
        if (options_.learn && held <= many_duplicates) return expect(held);
        population_.finish(persons(population_, groups));
        if (options_.learn || asked_ > 0) relearn();
        score_all(0.65, 0.95);
    }

    /// Corrects the model and the links to so many further records of a person per record: any pair is that much less likely.
    void expect(double further) {
        const double before = result_.model.duplicates;
        result_.model.duplicates = std::max(further, 1 / result_.model.records) / repeated_per_duplicate_;
        const double change = std::log(result_.model.duplicates / before);
        for (Link& link : result_.links)
            if (!decided_.are_same(link.a, link.b)) link.log_odds += static_cast<float>(change);
        std::erase_if(result_.links, [&](const Link& link) { return link.log_odds < options_.keep_log_odds; });
    }

    void relearn() {
        for (Comparison& comparison : sample_) comparer_.refresh(comparison);
        for (KnownPair& pair : known_) comparer_.refresh(pair.comparison);
        const double scale =
            sample_.empty() ? 1 : static_cast<double>(result_.compared) / static_cast<double>(sample_.size());
        result_.model = packaged_;
        learn(result_.model, {sample_, strangers_, known_, scale, asked_, !options_.learn, options_.threads});
    }

    void score_all(double from, double to) {
        std::int64_t told = 0;
        const auto tell = [&](std::int64_t done) {
            if (done < told + result_.compared / 50 + 1) return;
            told = done;
            check(from + (to - from) * static_cast<double>(done) / static_cast<double>(result_.compared));
        };
        Scoring scoring(population_, *shapes_, blocks_, result_.believed, decided_, result_.model,
                        options_.keep_log_odds);
        result_.links = scoring.run(threads_for(result_.compared, options_.threads), tell);
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
    Draw drawn_;
    std::vector<Comparison> sample_;  // of what was drawn
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
