// A score as rows that a person can read.
#include "match/learned.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <cmath>

namespace kith::match {
namespace {

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
        if (field != Field::order) {
            row.left = population.text(agreement.left);
            row.right = population.text(agreement.right);
            row.frequency =
                bits(frequency_part(model.fields[f], agreement, population.typical_share(agreement.left)));
        }
        row.weight = bits(scored.weights[f]);
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
    const double none = 0.005;
    if (std::abs(scored.address) > none) {
        add("address", scored.address > 0 ? "people move" : "places repeat each other", scored.address);
    }
    if (scored.related < -none) {
        const std::size_t k = scored.relation[1] > scored.relation[0] ? 1 : 0;
        add(model.relations[k].name, "others share these too", scored.related);
    }
    // What was not shown above is too small to be worth a row, but the sum must be right.
    double prior = scored.prior;
    if (comparison[Field::order].level == Level::equal)
        prior += scored.weights[static_cast<std::size_t>(Field::order)];
    if (std::abs(scored.address) <= none) prior += scored.address;
    if (scored.related >= -none) prior += scored.related;
    add("prior", "any two records", prior);
    return rows;
}

}  // namespace kith::match
