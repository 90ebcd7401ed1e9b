#include "match/model.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <cmath>

namespace kith::match {
namespace {

constexpr int most_rounds = 20;
constexpr double settled = 0.001;            // no m moves further: enough
constexpr double packaged_moves = 150;       // pairs that the packaged share of movers counts as
constexpr double packaged_strangers = 4000;  // the same for u
constexpr double packaged_records = 150;     // records that the packaged prior and relations count as

using Counts = std::array<std::array<double, level_count>, field_count>;

/// Among pairs drawn at random some are one person: they count as far as they are not.
void learn_strangers(Model& model, const Model& packaged, std::span<const Comparison> strangers) {
    Counts seen{};
    std::array<double, field_count> present{};
    for (const Comparison& comparison : strangers) {
        const double weight = 1 - score(model, comparison).probability();
        for (std::size_t f = 0; f < field_count; ++f) {
            const Level level = comparison.fields[f].level;
            if (level == Level::missing) continue;
            seen[f][static_cast<std::size_t>(level)] += weight;
            present[f] += weight;
        }
    }
    for (std::size_t f = 0; f < field_count; ++f) {
        for (std::size_t l = 0; l < level_count; ++l) {
            LevelWeights& level = model.fields[f].levels[l];
            // Levels that stand on their value's own share need no estimate.
            const double before = packaged.fields[f].levels[l].u;
            if (!level.learned || before <= 0 || before >= 1) continue;
            level.u = (seen[f][l] + packaged_strangers * before) / (present[f] + packaged_strangers);
        }
    }
}

/// What a pass over the pairs found, each as far as it is one person.
struct Pass {
    Counts matched{};
    std::array<double, field_count> present{};
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
            const double weight = is_address_part(static_cast<Field>(f)) ? same * address.stayed : same;
            matched[f][static_cast<std::size_t>(level)] += weight;
            present[f] += weight;
        }
    }
};

/// Puts what was found into the model, held towards the packaged figures; gives how far any m moved.
double settle(Model& model, const Model& packaged, const Pass& pass) {
    double moves = 0;
    for (std::size_t f = 0; f < field_count; ++f) {
        for (std::size_t l = 0; l < level_count; ++l) {
            LevelWeights& level = model.fields[f].levels[l];
            if (!level.learned || level.m <= 0) continue;
            const double before = level.m;
            const double inertia = packaged.fields[f].packaged_pairs;
            const double most =
                l == static_cast<std::size_t>(Level::different) ? model.fields[f].most_different : 1.0;
            level.m =
                (pass.matched[f][l] + inertia * packaged.fields[f].levels[l].m) / (pass.present[f] + inertia);
            level.m = std::min(level.m, most);
            moves = std::max(moves, std::abs(level.m - before));
        }
    }
    model.moved = (pass.moved + packaged_moves * packaged.moved) / (pass.with_address + packaged_moves);
    const auto per_record = [&](double pairs, double before) {
        return (2 * pairs + packaged_records * before) / (model.records + packaged_records);
    };
    model.duplicates = per_record(pass.matches, packaged.duplicates);
    for (std::size_t k = 0; k < relation_count; ++k)
        model.relations[k].per_record = per_record(pass.related[k], packaged.relations[k].per_record);
    return moves;
}

}  // namespace

void learn(Model& model, std::span<const Comparison> candidates, double scale,
           std::span<const Comparison> strangers, std::span<const KnownPair> known) {
    const Model packaged = model;
    for (int round = 0; round < most_rounds; ++round) {
        if (round % 4 == 0) learn_strangers(model, packaged, strangers);
        Pass pass;
        for (const Comparison& comparison : candidates) {
            const Score scored = score(model, comparison);
            pass.count(model, comparison, scored, scored.probability(), scale);
        }
        for (const KnownPair& pair : known)
            pass.count(model, pair.comparison, score(model, pair.comparison), pair.same ? 1 : 0, 1);
        if (settle(model, packaged, pass) < settled && round > 4) return;
    }
}

}  // namespace kith::match
