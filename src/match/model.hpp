// What agreements are worth: the model of Fellegi and Sunter (1969), as plain data.
//
// Every level of every field has two probabilities: m, that two records of one person agree so, and u, that two
// strangers do. u follows the values: a stranger shares "Smith" more easily than "Lovelace", so
//     u(level, values) = u(level) + reliance(level) * share of the value among other people in this file.
// The logarithm of m/u is the field's weight, and the weights add up.
//
// Two things keep the sum honest where fields depend on each other:
//  - Besides strangers there are *related* records: people of one household share family name, address and
//    phone without being one person, colleagues an employer, a switchboard and a street. Each relation says how
//    likely it is to share a field; the odds are those of "same person" against strangers and relations together.
//  - An address is one piece of evidence. Its places (postcode, locality, region) repeat each other, so only the
//    strongest counts in full, and people move, which bounds what a different address can say.
//
// Weights start from packaged figures that carry small files. `learn` re-estimates them from the file by
// expectation maximisation (Winkler 1988), held towards the packaged figures.
#pragma once

#include "match/compare.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace kith::match {

/// One level of one field.
struct LevelWeights {
    double m = 0;         ///< probability among records of one person
    double u = 1;         ///< probability among strangers, without the value's own share
    double reliance = 0;  ///< how much of the value's share is added to u
    bool learned = true;  ///< false: m and u are conditional on what was known and stay as packaged
};

inline constexpr std::size_t relation_count = 2;

/// One field: its levels, and how likely each relation is to share the field.
struct FieldWeights {
    std::array<LevelWeights, level_count> levels{};
    std::array<double, relation_count> shared{};
    double packaged_pairs = 150;  ///< how many pairs of learning the packaged m count as
    double most_different =
        0.75;  ///< learning never makes m(different) larger: a person has one name, but many phones

    [[nodiscard]] LevelWeights& operator[](Level level) noexcept {
        return levels[static_cast<std::size_t>(level)];
    }
    [[nodiscard]] const LevelWeights& operator[](Level level) const noexcept {
        return levels[static_cast<std::size_t>(level)];
    }
};

/// A way in which records of different people resemble each other.
struct Relation {
    std::string_view name{};     ///< "household", "colleagues"
    std::string_view meaning{};  ///< for explanations: "could be two people of one household"
    double per_record = 0;       ///< how many related records a record has in the file
    double shared_address = 0;   ///< how likely they share the whole address
};

/// The whole model. Plain data: copy, inspect, change.
struct Model {
    std::array<FieldWeights, field_count> fields{};
    std::array<Relation, relation_count> relations{};
    double records = 1;           ///< in the file
    double duplicates = 0.2;      ///< further records of the same person per record
    double moved = 0.2;           ///< share of true pairs with two addresses that are different on purpose
    double repeated_place = 0.3;  ///< what a second agreeing place of an address counts

    [[nodiscard]] FieldWeights& operator[](Field field) noexcept {
        return fields[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] const FieldWeights& operator[](Field field) const noexcept {
        return fields[static_cast<std::size_t>(field)];
    }
};

/// What one comparison comes to. All logarithms are natural.
struct Score {
    std::array<double, field_count> weights{};  ///< by Field; 0 where missing. Address parts before `address`
    double address = 0;   ///< correction of the address parts' sum: people move, places repeat each other
    double related = 0;   ///< correction for household and colleagues, at most 0
    double prior = 0;     ///< logarithm of the odds of two records before looking
    double log_odds = 0;  ///< the sum of all of the above
    std::array<double, relation_count> relation{};  ///< probability that the records are related instead
    std::array<double, relation_count> instead{};   ///< the same, if they are not one person

    /// Probability that the two records are one person.
    [[nodiscard]] double probability() const;
};

/// The packaged figures for contacts.
[[nodiscard]] Model contact_model();
/// The packaged figures for organizations.
[[nodiscard]] Model organization_model();

/// What each field of a comparison weighs; 0 where it is missing.
[[nodiscard]] std::array<double, field_count> weigh(const Model& model, const Comparison& comparison);
/// Adds weights up, relations, address and prior included.
[[nodiscard]] Score combine(const Model& model, const std::array<double, field_count>& weights);
/// Scores a comparison: combines what it weighs. About 0.2 µs.
[[nodiscard]] Score score(const Model& model, const Comparison& comparison);

/// A model, which must outlive it and stay as it is, made ready to score many comparisons: what does not depend on the values
/// themselves is worked out once.
class Scorer {
public:
    explicit Scorer(const Model& model);

    /// The same as `match::score`, in half the time.
    [[nodiscard]] Score score(const Comparison& comparison) const;
    /// The most that the odds of a comparison can come to: without the relations, which only lower them. Takes no logarithms.
    [[nodiscard]] double odds_at_most(const Comparison& comparison) const;
    /// True when what `different` weighs depends on how frequent the values are.
    [[nodiscard]] bool different_relies() const noexcept { return different_relies_; }

private:
    struct Fixed {
        double ratio = 0;  // m/u; 0: follows the value
        double weight = 0;
    };
    struct Weights;
    [[nodiscard]] Weights weigh(const Comparison& comparison, bool logarithms) const;

    const Model& model_;
    std::array<std::array<Fixed, level_count>, field_count> fixed_{};
    bool different_relies_ = false;
};

/// Two records of which somebody said whether they are one.
struct KnownPair {
    Comparison comparison{};
    bool same = false;
};

/// What a model is learned from.
struct Lessons {
    std::span<const Comparison> candidates{};  ///< may be a sample
    std::span<const Comparison> strangers{};   ///< pairs drawn at random
    std::span<const KnownPair> known{};        ///< further pairs, each for itself
    double scale = 1;                          ///< how many pairs each candidate stands for
    double asked = 0;  ///< records for which there are pairs, one each; 0: all of the model's, two each
    bool prior_only =
        false;  ///< what is said before looking at anything: duplicates, and how frequent relations are
    unsigned threads = 1;  ///< at most; 0: as many as there are processors, up to 8
};

/// Re-estimates the packaged figures that `model` holds: u from pairs of strangers, m, the prior, the relations' frequency and the
/// share of movers from candidate pairs, held towards those figures. Deterministic, whatever the number of threads; a few passes over
/// the pairs.
void learn(Model& model, const Lessons& lessons);

/// Converts a natural logarithm of odds into a probability, and back.
[[nodiscard]] double probability_of(double log_odds);
[[nodiscard]] double log_odds_of(double probability);

}  // namespace kith::match
