// The model by which duplicates are judged, as a value: to be looked at, kept, sent, and used for another file.
//
//     auto duplicates = db.duplicates();
//     (void)duplicates.find();                                             // learns
//     std::string json = match_model_to_json(duplicates.model());
//     other.duplicates().use_model(match_model_from_json(json));           // judges by it instead of learning
//
// A level of a field has two probabilities: m, that two records of one person agree so, and u, that two strangers do;
// u grows with the value's share among the people of the file, as far as the level relies on it. The row of an
// explanation with the same field and level weighs log2(m / (u + reliance * share)) bits, less what relations take
// (Fellegi and Sunter 1969). The model holds no value of any record; how frequent values are is counted in each file.
#pragma once

#include <kith/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// One level of a field.
struct MatchLevel {
    std::string level{};  ///< as in Evidence: "equal", "typing error"
    double m = 0;         ///< probability among records of one person, above 0 to 1
    double u = 0;         ///< probability among strangers without the value's own share, 0 to 1
    double reliance = 0;  ///< how much of the value's share is added to u, 0 to 1

    friend bool operator==(const MatchLevel&, const MatchLevel&) = default;
};

/// One field that is compared.
struct MatchField {
    std::string field{};  ///< as in Evidence: "name.given", "email"
    bool common = false;  ///< about mailboxes, numbers and handles that people of several names use
    std::vector<MatchLevel> levels{};
    std::vector<double> shared{};  ///< for each relation, how likely two records so related share the field, 0 to 1

    friend bool operator==(const MatchField&, const MatchField&) = default;
};

/// A way in which records of different people resemble each other.
struct MatchRelation {
    std::string name{};         ///< "household", "colleagues"; "branches", "neighbours"
    double per_record = 0;      ///< how many records so related a record has in the file, 0 or more
    double shared_address = 0;  ///< how likely they share the whole address, 0 to 1

    friend bool operator==(const MatchRelation&, const MatchRelation&) = default;
};

/// The whole model.
struct MatchModel {
    std::string record_type = "contact";  ///< or "organization"
    double records = 0;     ///< in the file when it was made; another file's own number counts there
    double duplicates = 0;  ///< further records of the same person per record, above 0
    double moved = 0;       ///< share of pairs of one person with two addresses on purpose, between 0 and 1
    double repeated_place = 0;  ///< what a second agreeing place of an address counts, 0 to 1
    std::vector<MatchRelation> relations{};
    std::vector<MatchField> fields{};

    friend bool operator==(const MatchModel&, const MatchModel&) = default;
};

/// The model as JSON, for people and programs: an object with "kith_match_model": 1, the number of the form, and the
/// members above; "shared" is an object by relation. Numbers keep their exact value.
[[nodiscard]] KITH_API std::string match_model_to_json(const MatchModel& model);

/// Reads that form. Throws `parse` for what is not it, with the place ("/fields/3/levels/0/m"), `unsupported` for a
/// newer form, and `invalid_argument` for a model that does not fit, as `Duplicates::use_model` does.
[[nodiscard]] KITH_API MatchModel match_model_from_json(std::string_view json);

}  // namespace kith
