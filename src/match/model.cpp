#include "match/model.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace kith::match {
namespace {

struct Row {
    Level level;
    double m;
    double u;
    double reliance;
    bool learned = true;
};

void set(Model& model, Field field, std::initializer_list<Row> rows,
         std::array<double, relation_count> shared = {}) {
    for (const Row& row : rows) model[field][row.level] = {row.m, row.u, row.reliance, row.learned};
    model[field].shared = shared;
}

using enum Level;

/// What contacts and organizations have in common. `shared` of an address part is not used: an address is shared
/// as a whole (Relation::shared_address).
void set_common(Model& model, std::array<double, relation_count> email,
                std::array<double, relation_count> phone) {
    set(model, Field::email,
        {{equal, 0.60, 0, 1},
         {typo, 0.05, 0.00002, 1},
         {near, 0.05, 0.0002, 1},
         {part, 0.06, 0.02, 0, false},
         {far, 0.05, 0.005, 1},
         {different, 0.25, 0.98, 0}},
        email);
    set(model, Field::phone,
        {{equal, 0.60, 0, 1},
         {partial, 0.60, 0.00002, 1, false},
         {typo, 0.03, 0.00005, 1},
         {different, 0.37, 1, 0}},
        phone);
    set(model, Field::number,
        {{equal, 0.86, 0, 1}, {part, 0.04, 0.01, 1}, {typo, 0.05, 0.08, 0}, {different, 0.05, 0.9, 0}});
    set(model, Field::street,
        {{equal, 0.80, 0, 1},
         {variant, 0.03, 0.0005, 1},
         {part, 0.04, 0.004, 1},
         {typo, 0.06, 0.0008, 1},
         {near, 0.03, 0.004, 1},
         {far, 0.01, 0.04, 0},
         {different, 0.03, 0.95, 0}});
    set(model, Field::extended,
        {{equal, 0.60, 0, 1},
         {variant, 0.03, 0.001, 1},
         {part, 0.07, 0.02, 1},
         {typo, 0.10, 0.003, 1},
         {near, 0.05, 0.006, 1},
         {far, 0.03, 0.05, 0},
         {different, 0.12, 0.93, 0}});
    set(model, Field::locality,
        {{equal, 0.85, 0, 1},
         {variant, 0.02, 0.001, 1},
         {part, 0.02, 0.008, 1},
         {typo, 0.05, 0.002, 1},
         {near, 0.02, 0.006, 1},
         {far, 0.01, 0.04, 0},
         {different, 0.03, 0.95, 0}});
    set(model, Field::region,
        {{equal, 0.94, 0, 1},
         {variant, 0.01, 0.01, 1},
         {part, 0.01, 0.02, 1},
         {typo, 0.01, 0.02, 1},
         {near, 0.005, 0.03, 1},
         {far, 0.005, 0.1, 0},
         {different, 0.03, 0.9, 0}});
    set(model, Field::postcode,
        {{equal, 0.84, 0, 1}, {part, 0.05, 0.01, 1}, {typo, 0.06, 0.004, 1}, {different, 0.05, 0.98, 0}});
    set(model, Field::country, {{equal, 0.98, 0, 1}, {different, 0.02, 0.5, 0}});
}

}  // namespace

Model contact_model() {
    Model model;
    model.relations = {{{"household", "could be two people of one household", 0.3, 0.9},
                        {"colleagues", "could be two people of one employer", 2.0, 0.6}}};
    // Sharing is {household, colleagues}. Father and son share a given name, twins a birthday, spouses an address
    // and sometimes one mailbox; an office has one switchboard and perhaps one info@ address.
    set(model, Field::given,
        {{equal, 0.80, 0, 1},
         {variant, 0.4, 0.0001, 1, false},
         {reading, 0.85, 0.0005, 1, false},
         {nickname, 0.045, 0.001, 1},
         {two_names, 0.006, 0.02, 1, false},
         {initial, 0.92, 0, 1, false},
         {part, 0.03, 0.002, 1},
         {typo, 0.045, 0.0015, 1},
         {near, 0.015, 0.006, 1},
         {far, 0.01, 0.03, 0},
         {different, 0.02, 0.95, 0}},
        {0.03, 0.0});
    set(model, Field::family,
        {{equal, 0.85, 0, 1},
         {variant, 0.4, 0.0001, 1, false},
         {reading, 0.9, 0.0003, 1, false},
         {initial, 0.92, 0.06, 0, false},
         {part, 0.03, 0.002, 1},
         {typo, 0.05, 0.0008, 1},
         {near, 0.015, 0.003, 1},
         {far, 0.01, 0.02, 0},
         {different, 0.02, 0.97, 0}},
        {0.85, 0.005});
    set(model, Field::order, {{equal, 0.985, 1, 0}, {swapped, 0.015, 1, 0}});
    set(model, Field::additional,
        {{equal, 0.60, 0, 1},
         {variant, 0.02, 0.0005, 1},
         {initial, 0.90, 0.07, 0, false},
         {typo, 0.06, 0.003, 1},
         {near, 0.02, 0.008, 1},
         {far, 0.02, 0.04, 0},
         {different, 0.28, 0.95, 0}},
        {0.05, 0.0});
    set(model, Field::suffix, {{equal, 0.97, 0, 1}, {part, 0.4, 0.95, 0, false}, {different, 0.03, 0.6, 0}});
    set(model, Field::gender, {{equal, 0.97, 0, 1}, {different, 0.03, 0.5, 0}});
    set(model, Field::birthday,
        {{equal, 0.86, 0, 1},
         {swapped, 0.01, 0.0001, 0},
         {typo, 0.05, 0.0012, 0},
         {partial, 0.95, 0, 1, false},
         {near, 0.02, 0.005, 0},
         {far, 0.02, 0.03, 0},
         {different, 0.02, 0.96, 0}},
        {0.015, 0.0});
    set_common(model, {0.10, 0.03}, {0.50, 0.50});
    set(model, Field::organization,
        {{equal, 0.50, 0, 1},
         {variant, 0.05, 0.0005, 1},
         {part, 0.08, 0.003, 1},
         {typo, 0.04, 0.0005, 1},
         {near, 0.03, 0.003, 1},
         {far, 0.02, 0.02, 0},
         {different, 0.28, 0.97, 0}},
        {0.03, 0.97});
    set(model, Field::title,
        {{equal, 0.50, 0, 1},
         {variant, 0.02, 0.002, 1},
         {part, 0.05, 0.02, 1},
         {typo, 0.02, 0.002, 1},
         {near, 0.02, 0.01, 1},
         {far, 0.03, 0.05, 0},
         {different, 0.36, 0.92, 0}},
        {0.02, 0.10});
    set(model, Field::handle, {{equal, 0.60, 0, 1}, {different, 0.40, 1, 0}}, {0.02, 0.02});
    // It is there to tell people apart, those of one household too: what two of them share was written down wrongly.
    // Numbers one digit apart are neighbours in a series more often than slips.
    set(model, Field::identifier, {{equal, 0.92, 0, 1}, {typo, 0.04, 0.01, 0}, {different, 0.04, 1, 0}},
        {0.001, 0.0005});
    set(model, Field::name,
        {{equal, 0.45, 0, 1},
         {variant, 0.10, 0.0001, 1},
         {part, 0.18, 0.001, 1},
         {near, 0.12, 0.0005, 1},
         {far, 0.08, 0.005, 1},
         {different, 0.07, 0.98, 0}},
        {0.0, 0.05});
    // People of one domain are colleagues, or one person with two mailboxes there.
    set(model, Field::domain, {{equal, 0.60, 0, 1}, {part, 0.2, 0.005, 1, false}, {different, 0.40, 1, 0}},
        {0.1, 0.9});
    // Known to be used by several people: relations explain them nearly as well as one person does.
    for (const Field field : {Field::common_email, Field::common_phone, Field::common_handle})
        set(model, field, {{equal, 0.9, 0, 1, false}}, {0.9, 0.97});
    for (const Field field : {Field::given, Field::gender, Field::suffix}) model[field].most_different = 0.1;
    model[Field::family].most_different = 0.06;
    model[Field::birthday].most_different = 0.25;
    model[Field::identifier].most_different = 0.25;
    model[Field::name].most_different = 0.25;
    return model;
}

Model organization_model() {
    Model model = contact_model();
    model.duplicates = 0.2;
    // Sharing is {branches, neighbours}: two branches have one name, neighbours one building.
    model.relations = {{{"branches", "could be two branches", 0.15, 0.02},
                        {"neighbours", "could be two neighbours", 0.3, 0.95}}};
    for (FieldWeights& field : model.fields) field.shared = {};
    set_common(model, {0.15, 0.02}, {0.1, 0.2});
    model[Field::name].shared = {0.7, 0.02};
    model[Field::domain].shared = {0.9, 0.02};
    model[Field::handle].shared = {0.5, 0.0};
    model[Field::identifier].shared = {0.1, 0.0};
    return model;
}

double probability_of(double log_odds) {
    return log_odds >= 0 ? 1 / (1 + std::exp(-log_odds)) : std::exp(log_odds) / (1 + std::exp(log_odds));
}

double log_odds_of(double probability) {
    const double p = std::clamp(probability, 1e-12, 1 - 1e-12);
    return std::log(p / (1 - p));
}

double Score::probability() const { return probability_of(log_odds); }

}  // namespace kith::match
