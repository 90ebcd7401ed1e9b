#include "match/model.hpp"
#include "match/portions.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace kith::match {
namespace {

constexpr int most_rounds = 20;
constexpr double settled = 0.001;            // no m (or the prior alone) moves further: enough
constexpr double packaged_moves = 150;       // pairs that the packaged share of movers counts as
constexpr double packaged_strangers = 4000;  // the same for u
constexpr double packaged_records = 150;     // records that the packaged prior and relations count as

using Counts = std::array<std::array<double, level_count>, field_count>;

/// How often each level of each field was seen, and the field at all.
struct Seen {
    Counts levels{};
    std::array<double, field_count> present{};

    void count(std::size_t field, Level level, double weight) {
        levels[field][static_cast<std::size_t>(level)] += weight;
        present[field] += weight;
    }
    Seen& operator+=(const Seen& other) {
        for (std::size_t f = 0; f < field_count; ++f) {
            for (std::size_t l = 0; l < level_count; ++l) levels[f][l] += other.levels[f][l];
            present[f] += other.present[f];
        }
        return *this;
    }
};

/// What `add(sum, k)` adds up to for all k below the count. The threads add up portions, which are put together in
/// their order: so rounding, too, is the same whatever their number.
template <class Sum, class Add>
Sum added_up(std::size_t count, unsigned threads, Add&& add) {
    constexpr std::size_t size = 1024;
    std::vector<Sum> parts((count + size - 1) / size);
    Portions portions(count, size);
    share_out(portions, threads_for(static_cast<std::int64_t>(count), threads), [&](unsigned) {
        portions.each([&](std::size_t first, std::size_t last) {
            for (std::size_t k = first; k < last; ++k) add(parts[first / size], k);
        });
    });
    Sum whole;
    for (const Sum& part : parts) whole += part;
    return whole;
}

/// Among pairs drawn at random some are one person: they count as far as they are not.
void learn_strangers(Model& model, const Model& packaged, const Lessons& lessons) {
    const Scorer scorer(model);
    const Seen seen = added_up<Seen>(lessons.strangers.size(), lessons.threads, [&](Seen& sum, std::size_t k) {
        const Comparison& comparison = lessons.strangers[k];
        const double weight = 1 - scorer.score(comparison).probability();
        for (std::size_t f = 0; f < field_count; ++f) {
            const Level level = comparison.fields[f].level;
            if (level != Level::missing) sum.count(f, level, weight);
        }
    });
    for (std::size_t f = 0; f < field_count; ++f) {
        for (std::size_t l = 0; l < level_count; ++l) {
            LevelWeights& level = model.fields[f].levels[l];
            // Levels that stand on their value's own share need no estimate.
            const double before = packaged.fields[f].levels[l].u;
            if (!level.learned || before <= 0 || before >= 1) continue;
            level.u =
                (seen.levels[f][l] + packaged_strangers * before) / (seen.present[f] + packaged_strangers);
        }
    }
}

/// What a pass over the pairs found, each as far as it is one person.
struct Pass {
    Seen matched{};
    double matches = 0, moved = 0, with_address = 0;
    std::array<double, relation_count> related{};

    /// `same`: the probability that the two are one person; the pair stands for `pairs` of the file.
    void count(const Model& model, const Comparison& comparison, const Score& scored, double same,
               double pairs) {
        matches += same * pairs;
        for (std::size_t k = 0; k < relation_count; ++k) related[k] += (1 - same) * scored.instead[k] * pairs;
        if (same < 1e-4) return;
        const AddressWeight address = address_weight(model, scored.weights);
        if (address.present) {
            with_address += same;
            moved += same * (1 - address.stayed);
        }
        for (std::size_t f = 0; f < field_count; ++f) {
            const Level level = comparison.fields[f].level;
            if (level == Level::missing || !model.fields[f][level].learned) continue;
            matched.count(f, level, is_address_part(static_cast<Field>(f)) ? same * address.stayed : same);
        }
    }
    Pass& operator+=(const Pass& other) {
        matched += other.matched;
        matches += other.matches;
        moved += other.moved;
        with_address += other.with_address;
        for (std::size_t k = 0; k < relation_count; ++k) related[k] += other.related[k];
        return *this;
    }
};

/// Puts what was found into the levels, held towards the packaged figures; gives how far any m moved.
double settle_levels(Model& model, const Model& packaged, const Pass& pass) {
    double moves = 0;
    for (std::size_t f = 0; f < field_count; ++f) {
        for (std::size_t l = 0; l < level_count; ++l) {
            LevelWeights& level = model.fields[f].levels[l];
            if (!level.learned || level.m <= 0) continue;
            const double before = level.m;
            const double inertia = packaged.fields[f].packaged_pairs;
            const double most =
                l == static_cast<std::size_t>(Level::different) ? model.fields[f].most_different : 1.0;
            level.m = (pass.matched.levels[f][l] + inertia * packaged.fields[f].levels[l].m) /
                      (pass.matched.present[f] + inertia);
            level.m = std::min(level.m, most);
            moves = std::max(moves, std::abs(level.m - before));
        }
    }
    model.moved = (pass.moved + packaged_moves * packaged.moved) / (pass.with_address + packaged_moves);
    return moves;
}

/// The same of what is said before looking at anything; gives how far duplicates moved.
double settle_prior(Model& model, const Model& packaged, const Pass& pass, double asked) {
    const double before = model.duplicates;
    const double records = asked > 0 ? asked : model.records, each = asked > 0 ? 1 : 2;
    const auto per_record = [&](double pairs, double figure) {
        return (each * pairs + packaged_records * figure) / (records + packaged_records);
    };
    model.duplicates = per_record(pass.matches, packaged.duplicates);
    for (std::size_t k = 0; k < relation_count; ++k)
        model.relations[k].per_record = per_record(pass.related[k], packaged.relations[k].per_record);
    return std::abs(model.duplicates - before);
}

}  // namespace

void learn(Model& model, const Lessons& lessons) {
    const Model packaged = model;
    for (int round = 0; round < most_rounds; ++round) {
        if (round % 4 == 0 && !lessons.prior_only) learn_strangers(model, packaged, lessons);
        const Scorer scorer(model);
        Pass pass = added_up<Pass>(lessons.candidates.size(), lessons.threads, [&](Pass& sum, std::size_t k) {
            const Comparison& comparison = lessons.candidates[k];
            const Score scored = scorer.score(comparison);
            sum.count(model, comparison, scored, scored.probability(), lessons.scale);
        });
        for (const KnownPair& pair : lessons.known)
            pass.count(model, pair.comparison, scorer.score(pair.comparison), pair.same ? 1 : 0, 1);
        const double levels = lessons.prior_only ? 0 : settle_levels(model, packaged, pass);
        const double prior = settle_prior(model, packaged, pass, lessons.asked);
        if ((lessons.prior_only ? prior : levels) < settled && round > 4) return;
    }
}

}  // namespace kith::match
