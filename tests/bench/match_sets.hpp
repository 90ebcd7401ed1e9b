// Labelled sets of records: how their columns become contacts and organizations, and the truth.
#pragma once

#include "match_scores.hpp"

#include "match/profile.hpp"

#include <kith/kith.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kith::bench {

/// A line of a file by column.
using Row = std::map<std::string, std::string, std::less<>>;

/// One row as a record: a contact with where it works, or an organization.
struct MappedRecord {
    Contact contact{};
    std::vector<match::Affiliation> affiliations{};
    Organization organization{};
};

struct LabelledSet {
    std::string name{};  ///< of its folder
    MappedRecord (*map)(const Row&) = nullptr;
    bool organizations = false;
    std::string region{};
    std::string note{};  ///< how it is mapped, where a set is measured in several ways
};
[[nodiscard]] const std::vector<LabelledSet>& labelled_sets();

struct Labelled {
    std::vector<MappedRecord> records{};
    std::vector<std::string> ids{};  ///< as the file has them
    Truth truth{{}};
};
/// Reads a set. `half`: 1 or 2 takes the records of one half of the entities, so that what one was improved with is not
/// what it is judged by; 0 takes all.
[[nodiscard]] Labelled read_labelled(const LabelledSet& set, const std::filesystem::path& folder,
                                     int half = 0);

/// Adds a record to a population.
void add_to(match::ProfileBuilder& builder, const LabelledSet& set, const MappedRecord& record);

/// KITH_DATA/match, else ../shared/data/match beside the project.
[[nodiscard]] std::filesystem::path labelled_folder();

}  // namespace kith::bench
