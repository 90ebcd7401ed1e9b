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

}  // namespace

void learn(Model& model, std::span<const Comparison> candidates, double scale,
           std::span<const Comparison> strangers) {
    const Model packaged = model;
    for (int round = 0; round < most_rounds; ++round) {
        if (round % 4 == 0) learn_strangers(model, packaged, strangers);
        Counts matched{};
        std::array<double, field_count> present{};
        double matches = 0, moved = 0, with_address = 0;
        std::array<double, relation_count> related{};
        for (const Comparison& comparison : candidates) {
            const Score scored = score(model, comparison);
            const double p = scored.probability();
            matches += p;
            for (std::size_t k = 0; k < relation_count; ++k) related[k] += scored.relation[k];
            if (p < 1e-4) continue;
            const AddressWeight address = address_weight(model, scored.weights);
            if (address.present) {
                with_address += p;
                moved += p * (1 - address.stayed);
            }
            for (std::size_t f = 0; f < field_count; ++f) {
                const Level level = comparison.fields[f].level;
                if (level == Level::missing || !model.fields[f][level].learned) continue;
                const double weight = is_address_part(static_cast<Field>(f)) ? p * address.stayed : p;
                matched[f][static_cast<std::size_t>(level)] += weight;
                present[f] += weight;
            }
        }
        double moves = 0;
        for (std::size_t f = 0; f < field_count; ++f) {
            for (std::size_t l = 0; l < level_count; ++l) {
                LevelWeights& level = model.fields[f].levels[l];
                if (!level.learned || level.m <= 0) continue;
                const double before = level.m;
                const double inertia = packaged.fields[f].packaged_pairs;
                const double most =
                    l == static_cast<std::size_t>(Level::different) ? model.fields[f].most_different : 1.0;
                level.m = (matched[f][l] + inertia * packaged.fields[f].levels[l].m) / (present[f] + inertia);
                level.m = std::min(level.m, most);
                moves = std::max(moves, std::abs(level.m - before));
            }
        }
        model.moved = (moved + packaged_moves * packaged.moved) / (with_address + packaged_moves);
        const auto per_record = [&](double pairs, double before) {
            return (2 * pairs * scale + packaged_records * before) / (model.records + packaged_records);
        };
        model.duplicates = per_record(matches, packaged.duplicates);
        for (std::size_t k = 0; k < relation_count; ++k) {
            model.relations[k].per_record = per_record(related[k], packaged.relations[k].per_record);
        }
        if (moves < settled && round > 4) return;
    }
}

}  // namespace kith::match
