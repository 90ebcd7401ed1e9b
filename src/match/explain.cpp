// A score as rows that a person can read.
#include "match/learned.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kith::match {
namespace {

constexpr double least_part = 0.01;  // of a part's weight that is shown when the whole address says nothing

double bits(double natural) { return natural / std::log(2.0); }

/// The part of a weight that comes from the value's own share instead of the typical one of its slot.
double frequency_part(const FieldWeights& field, const Agreement& agreement, double typical) {
    if (field[agreement.level].reliance <= 0 || typical <= 0) return 0;
    Agreement usual = agreement;
    usual.share = static_cast<float>(typical);
    return field_weight(field, agreement) - field_weight(field, usual);
}

}  // namespace

std::vector<Evidence> explain(const Population& population, const Model& model, std::size_t a, std::size_t b) {
    Comparer comparer(population);
    const Comparison comparison = comparer.compare(a, b);
    const Score scored = score(model, comparison);
    const AddressWeight address = address_weight(model, scored.weights);

    // What is left of a weight against the likeliest other explanation: that two of one household have one family
    // name and one telephone says next to nothing about whether they are one. What is taken away here is part of
    // `related`.
    double related = scored.related;
    const auto against_related = [&](double weight, const std::array<double, relation_count>& shared) {
        double taken = 0;
        for (std::size_t k = 0; k < relation_count; ++k)
            taken += scored.instead[k] * std::log1p(shared[k] * std::expm1(weight));
        return weight - taken;
    };
    double parts = 0;  // of the address
    for (std::size_t f = 0; f < field_count; ++f) {
        if (is_address_part(static_cast<Field>(f))) parts += scored.weights[f];
    }
    std::array<double, relation_count> shared_address{};
    for (std::size_t k = 0; k < relation_count; ++k) shared_address[k] = model.relations[k].shared_address;
    double whole = address.weight;
    if (address.present) {
        const double taken = address.same_place - against_related(address.same_place, shared_address);
        whole -= taken;
        related += taken;
    }
    // An address that agrees is shown by its parts alone, each with its piece of what the whole is worth.
    const bool agrees = parts > 0 && address.same_place > 0;
    const double scale = agrees ? std::max(least_part, whole / parts) : 1;

    std::vector<Evidence> rows;
    for (std::size_t f = 0; f < field_count; ++f) {
        const auto field = static_cast<Field>(f);
        const Agreement& agreement = comparison.fields[f];
        if (agreement.level == Level::missing) continue;
        if (field == Field::order && agreement.level == Level::equal)
            continue;  // joined with the prior below
        Evidence row;
        row.field = name_of(field);
        row.level = name_of(field, agreement.level);
        const double weight = scored.weights[f];
        double rarity = 0;
        if (field != Field::order) {
            row.left = population.text(agreement.left);
            row.right = population.text(agreement.right);
            rarity = frequency_part(model.fields[f], agreement, population.typical_share(agreement.left));
        }
        if (is_address_part(field)) {
            row.weight = bits(weight * scale);
            row.frequency = bits(rarity * scale);
        } else {
            const auto& shared = model.fields[f].shared;
            const double left = against_related(weight, shared);
            related += weight - left;
            row.weight = bits(left);
            row.frequency = bits(left - against_related(weight - rarity, shared));
        }
        rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Evidence& x, const Evidence& y) {
        return std::abs(x.weight) > std::abs(y.weight);
    });
    const auto add = [&](std::string_view field, std::string_view level, double weight) {
        Evidence row;
        row.field = field;
        row.level = level;
        row.weight = bits(weight);
        rows.push_back(std::move(row));
    };
    // What is not shown here is too small to be worth a row, but the sum must be right.
    double prior = scored.prior + related;
    if (comparison[Field::order].level == Level::equal)
        prior += scored.weights[static_cast<std::size_t>(Field::order)];
    const double correction = address.present ? whole - parts * scale : 0;
    if (!agrees && std::abs(correction) > 0.005)
        add("address", correction > 0 ? "people move" : "places repeat each other", correction);
    else
        prior += correction;
    const std::size_t k = scored.instead[1] > scored.instead[0] ? 1 : 0;
    if (scored.instead[k] > 0.5)
        add(model.relations[k].name, model.relations[k].meaning, prior);
    else
        add("prior", "any two records", prior);
    return rows;
}

}  // namespace kith::match
