// What the generated contacts show besides figures: examples of errors, and how long merging takes.
#pragma once

#include "crm_people.hpp"
#include "match_scores.hpp"

#include <kith/kith.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace kith::bench {

/// How the files of generated contacts are opened.
inline const Options crm_options{.region = "US", .durability = Durability::off};

/// CRM_ERRORS=n in the environment: prints n wrongly united and n missed pairs of every kind with their explanation.
void print_examples(const CrmPeople& people, const Duplicates& duplicates, const Truth& truth,
                    const std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t>& united,
                    const std::map<std::pair<std::uint32_t, std::uint32_t>, bool>& review);

struct Merges {
    double merges = 0;
    double seconds = 0;  ///< CPU, of one `merge_all`
    double undone = 0;   ///< CPU seconds of taking it back
    double single = 0;   ///< CPU seconds of the first tenth of them, each a transaction of its own
};
/// Merges the clusters of a file that are found at the default threshold and right, at most 10,000; takes that back; and
/// merges some of them one by one.
[[nodiscard]] Merges merge_found(const std::string& path, const CrmPeople& people);

struct BusyMerge {
    double p50 = 0, p99 = 0;  ///< seconds of CPU
};
/// Merges pairs of contacts that have 200 interactions each, in a new file.
[[nodiscard]] BusyMerge merge_busy(const std::string& path);

}  // namespace kith::bench
