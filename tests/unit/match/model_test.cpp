#include "match/weights.hpp"
#include "unit/match/people.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

using namespace kith;
using namespace kith::match;
using namespace kith::match::test;

namespace {

Agreement agreement(Level level, float share = 0) { return {level, share, 1, 1}; }

Model packaged(double records = 1000) {
    Model model = contact_model();
    model.records = records;
    return model;
}

}  // namespace

TEST_CASE("packaged probabilities are probabilities", "[match]") {
    for (const Model& model : {contact_model(), organization_model()}) {
        for (std::size_t f = 0; f < field_count; ++f) {
            double m = 0;
            bool any = false, learned = false;
            for (const LevelWeights& level : model.fields[f].levels) {
                CHECK(level.m >= 0);
                CHECK(level.m <= 1);
                CHECK(level.u >= 0);
                CHECK(level.u <= 1);
                if (level.learned) m += level.m;
                any = any || level.m > 0;
                learned = learned || (level.learned && level.m > 0);
            }
            CAPTURE(name_of(static_cast<Field>(f)), m);
            CHECK(any);
            if (learned) CHECK(m == Approx(1).margin(0.05));
        }
    }
}

TEST_CASE("the score is the sum of its parts", "[match]") {
    const Model model = packaged();
    Comparison c;
    c[Field::given] = agreement(Level::equal, 0.002f);
    c[Field::family] = agreement(Level::typo, 0.001f);
    c[Field::birthday] = agreement(Level::different);
    c[Field::street] = agreement(Level::equal, 0.01f);
    c[Field::locality] = agreement(Level::equal, 0.05f);
    c[Field::postcode] = agreement(Level::different);
    const Score s = score(model, c);
    const double sum =
        std::accumulate(s.weights.begin(), s.weights.end(), 0.0) + s.address + s.related + s.prior;
    CHECK(s.log_odds == Approx(sum));
    CHECK(s.probability() == Approx(1 / (1 + std::exp(-sum))));
    CHECK(s.weights[static_cast<std::size_t>(Field::given)] ==
          Approx(std::log(model[Field::given][Level::equal].m / 0.002)).epsilon(1e-4));
    CHECK(s.weights[static_cast<std::size_t>(Field::birthday)] < 0);
    CHECK(s.weights[static_cast<std::size_t>(Field::phone)] == 0);
}

TEST_CASE("a rare value weighs more than a common one", "[match]") {
    const FieldWeights field = contact_model()[Field::family];
    CHECK(field_weight(field, agreement(Level::equal, 0.00001f)) >
          field_weight(field, agreement(Level::equal, 0.01f)) + 6);
    CHECK(field_weight(field, agreement(Level::equal, 1.0f)) <= 0);  // everybody has it
    CHECK(field_weight(field, agreement(Level::missing)) == 0);
}

TEST_CASE("a different address says little, a repeated place not twice", "[match]") {
    const Model model = packaged();
    Comparison moved;
    for (const Field part : {Field::number, Field::street, Field::locality, Field::region, Field::postcode})
        moved[part] = agreement(Level::different);
    const Score away = score(model, moved);
    double address = away.address;
    for (const Field part : {Field::number, Field::street, Field::locality, Field::region, Field::postcode})
        address += away.weights[static_cast<std::size_t>(part)];
    CHECK(address > std::log(model.moved) - 0.1);

    Comparison one, both;
    one[Field::locality] = both[Field::locality] = agreement(Level::equal, 0.01f);
    both[Field::postcode] = agreement(Level::equal, 0.01f);
    const double gain = score(model, both).log_odds - score(model, one).log_odds;
    CHECK(gain > 0);
    CHECK(gain < 0.5 * score(model, both).weights[static_cast<std::size_t>(Field::postcode)]);
}

TEST_CASE("what relatives share convinces less", "[match]") {
    const Model model = packaged();
    Comparison shared;  // family name, address and phone, but no given name
    shared[Field::family] = agreement(Level::equal, 0.0005f);
    shared[Field::street] = agreement(Level::equal, 0.001f);
    shared[Field::number] = agreement(Level::equal, 0.01f);
    shared[Field::phone] = agreement(Level::equal, 0.00001f);
    const Score household = score(model, shared);
    CHECK(household.related < -5);
    CHECK(household.probability() < 0.6);
    CHECK(household.relation[0] > household.relation[1]);
    shared[Field::given] = agreement(Level::different);
    CHECK(score(model, shared).probability() < 0.1);
    shared[Field::given] = agreement(Level::equal, 0.005f);
    CHECK(score(model, shared).probability() > 0.9);
}

TEST_CASE("learning follows the file and stays near what is packaged", "[match]") {
    // Pairs of which 400 are clearly the same person, but whose phones nearly always differ.
    std::vector<Comparison> pairs;
    for (int i = 0; i < 1000; ++i) {
        const bool same = i < 400;
        Comparison c;
        c[Field::given] = agreement(same ? Level::equal : Level::different, 0.005f);
        c[Field::family] = agreement(same || i % 3 == 0 ? Level::equal : Level::different, 0.001f);
        c[Field::birthday] = agreement(same ? Level::equal : Level::different, 0.00005f);
        c[Field::phone] = agreement(same && i % 10 == 0 ? Level::equal : Level::different, 0.00001f);
        pairs.push_back(c);
    }
    Model model = packaged(1000);
    learn(model, {.candidates = pairs});
    CHECK(model[Field::phone][Level::different].m > 0.6);
    CHECK(model[Field::phone][Level::equal].m < 0.35);
    CHECK(model[Field::birthday][Level::equal].m > contact_model()[Field::birthday][Level::equal].m);
    CHECK(model[Field::given][Level::different].m < 0.05);
    CHECK(model.duplicates == Approx(0.8).margin(0.2));

    Model again = packaged(1000);
    learn(again, {.candidates = pairs});
    CHECK(again.duplicates == model.duplicates);  // the same in every run

    Model few = packaged(20);
    learn(few, {.candidates = std::span(pairs).first(3)});
    CHECK(few[Field::given][Level::equal].m ==
          Approx(contact_model()[Field::given][Level::equal].m).margin(0.01));
}

TEST_CASE("learning does not take an office for one person", "[match]") {
    std::vector<Comparison> pairs;
    for (int i = 0; i < 2000; ++i) {
        Comparison c;
        c[Field::given] = c[Field::family] = agreement(Level::different);
        c[Field::phone] = agreement(Level::equal, 0.0005f);
        c[Field::organization] = agreement(Level::equal, 0.01f);
        c[Field::street] = agreement(Level::equal, 0.01f);
        pairs.push_back(c);
    }
    Model model = packaged(500);
    learn(model, {.candidates = pairs});
    CHECK(score(model, pairs.front()).probability() < 0.5);
    CHECK(model[Field::given][Level::different].m <= model[Field::given].most_different);
}
