#include "match/model.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kith::match {

namespace {

/// The smallest chance of a coincidence that is believed.
constexpr double least_share = 1e-9;

using Values = std::array<double, field_count>;

/// m/u of one field's agreement; 1 when it is missing.
double field_ratio(const FieldWeights& field, const Agreement& agreement) {
    if (agreement.level == Level::missing) return 1;
    const LevelWeights& level = field[agreement.level];
    if (level.m <= 0) return 1;
    const double u = level.u + level.reliance * static_cast<double>(agreement.share);
    return level.m / std::clamp(u, least_share, 1.0);
}

Values field_ratios(const Model& model, const Comparison& comparison) {
    Values ratios{};
    for (std::size_t f = 0; f < field_count; ++f)
        ratios[f] = field_ratio(model.fields[f], comparison.fields[f]);
    // Brother and sister of such names may well be twins, and then the day says nothing about which of them it is.
    double& birthday = ratios[static_cast<std::size_t>(Field::birthday)];
    if (comparison[Field::given].level == Level::two_names) birthday = std::min(birthday, 1.0);
    return ratios;
}

Values logarithms(const Values& ratios) {
    Values weights{};
    for (std::size_t f = 0; f < field_count; ++f)
        if (ratios[f] != 1) weights[f] = std::log(ratios[f]);
    return weights;
}

}  // namespace

double field_weight(const FieldWeights& field, const Agreement& agreement) {
    return std::log(field_ratio(field, agreement));
}

AddressWeight address_weight(const Model& model, const std::array<double, field_count>& weights) {
    const auto of = [&](Field field) { return weights[static_cast<std::size_t>(field)]; };
    double sum = 0, best = 0, positive = 0, worst = 0, negative = 0;
    for (const Field field : {Field::number, Field::street, Field::extended}) sum += of(field);
    for (const Field field : {Field::locality, Field::region, Field::postcode, Field::country}) {
        const double weight = of(field);
        best = std::max(best, weight);
        worst = std::min(worst, weight);
        (weight > 0 ? positive : negative) += weight;
    }
    AddressWeight result;
    const double parts = sum + positive + negative;
    result.present = parts != 0;
    if (!result.present) return result;
    const double places =
        best + model.repeated_place * (positive - best) + worst + model.repeated_place * (negative - worst);
    result.same_place = sum + places;
    // Either the address is the same one, as its parts say, or one side moved and the parts say nothing.
    const double stayed = std::log(1 - model.moved) + result.same_place;
    const double moved = std::log(model.moved);
    const double both = std::max(stayed, moved) + std::log1p(std::exp(-std::abs(stayed - moved)));
    result.stayed = std::exp(stayed - both);
    result.weight = both;
    result.correction = both - parts;
    return result;
}

namespace {

/// `ratios` are what the weights are logarithms of; those of address parts are not looked at.
Score judge(const Model& model, const Values& weights, const Values& ratios) {
    Score result;
    result.weights = weights;
    double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    const AddressWeight address = address_weight(model, result.weights);
    result.address = address.correction;
    total += address.correction;

    // Each relation against strangers: a field is shared, as by one person, or independent, as by strangers. The
    // products stay far inside a double's range: a field contributes at most 1e9.
    const double others = std::max(1.0, model.records - 1);
    std::array<double, relation_count> related{};
    for (std::size_t k = 0; k < relation_count; ++k) related[k] = model.relations[k].per_record / others;
    for (std::size_t f = 0; f < field_count; ++f) {
        if (weights[f] == 0 || is_address_part(static_cast<Field>(f))) continue;
        for (std::size_t k = 0; k < relation_count; ++k)
            related[k] *= 1 + model.fields[f].shared[k] * (ratios[f] - 1);
    }
    double sum = 1;
    const double same_place = address.present ? std::exp(address.same_place) : 1;
    for (std::size_t k = 0; k < relation_count; ++k) {
        related[k] *= 1 + model.relations[k].shared_address * (same_place - 1);
        sum += related[k];
    }
    result.related = -std::log(sum);
    result.prior = std::log(model.duplicates / others);
    result.log_odds = total + result.related + result.prior;
    const double stranger_or_related = 1 - result.probability();
    for (std::size_t k = 0; k < relation_count; ++k) {
        result.instead[k] = related[k] / sum;
        result.relation[k] = stranger_or_related * result.instead[k];
    }
    return result;
}

}  // namespace

std::array<double, field_count> weigh(const Model& model, const Comparison& comparison) {
    return logarithms(field_ratios(model, comparison));
}

Score combine(const Model& model, const std::array<double, field_count>& weights) {
    Values ratios{};
    for (std::size_t f = 0; f < field_count; ++f)
        if (weights[f] != 0 && !is_address_part(static_cast<Field>(f))) ratios[f] = std::exp(weights[f]);
    return judge(model, weights, ratios);
}

Score score(const Model& model, const Comparison& comparison) {
    const Values ratios = field_ratios(model, comparison);
    return judge(model, logarithms(ratios), ratios);
}

struct Scorer::Weights {
    Values ratios{};
    Values logarithms{};
};

Scorer::Scorer(const Model& model) : model_(model) {
    for (std::size_t f = 0; f < field_count; ++f) {
        for (std::size_t l = 0; l < level_count; ++l) {
            const auto level = static_cast<Level>(l);
            const bool follows = level != Level::missing && model.fields[f][level].reliance != 0;
            if (follows && level == Level::different) different_relies_ = true;
            if (follows) continue;
            Agreement agreement;
            agreement.level = level;
            const double ratio = field_ratio(model.fields[f], agreement);
            fixed_[f][l] = {ratio, std::log(ratio)};
        }
    }
}

Scorer::Weights Scorer::weigh(const Comparison& comparison, bool logarithms) const {
    Weights result;
    for (std::size_t f = 0; f < field_count; ++f) {
        const Agreement& agreement = comparison.fields[f];
        const Fixed& fixed = fixed_[f][static_cast<std::size_t>(agreement.level)];
        const bool follows = fixed.ratio == 0;
        result.ratios[f] = follows ? field_ratio(model_.fields[f], agreement) : fixed.ratio;
        if (logarithms) result.logarithms[f] = follows ? std::log(result.ratios[f]) : fixed.weight;
    }
    if (comparison[Field::given].level == Level::two_names) {
        constexpr auto birthday = static_cast<std::size_t>(Field::birthday);
        result.ratios[birthday] = std::min(result.ratios[birthday], 1.0);
        result.logarithms[birthday] = std::min(result.logarithms[birthday], 0.0);
    }
    return result;
}

Score Scorer::score(const Comparison& comparison) const {
    const Weights weights = weigh(comparison, true);
    return judge(model_, weights.logarithms, weights.ratios);
}

double Scorer::odds_at_most(const Comparison& comparison) const {
    const Values ratios = weigh(comparison, false).ratios;
    const auto of = [&](Field field) { return ratios[static_cast<std::size_t>(field)]; };
    double odds = model_.duplicates / std::max(1.0, model_.records - 1);
    for (std::size_t f = 0; f < field_count; ++f)
        if (!is_address_part(static_cast<Field>(f))) odds *= ratios[f];
    double same_place = of(Field::number) * of(Field::street) * of(Field::extended);
    for (const Field field : {Field::locality, Field::region, Field::postcode, Field::country})
        same_place *= std::max(1.0, of(field));  // repeated places count less, whichever way they point
    return odds * ((1 - model_.moved) * same_place + model_.moved);
}

}  // namespace kith::match
