// The parts of match_quality.
#pragma once

#include "match_scores.hpp"
#include "match_sets.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kith::bench {

/// The labelled sets of these names, or all; `half` as in read_labelled. False: a set failed.
bool measure_labelled(const std::vector<std::string>& names, int half);

/// The same sets, each divided into a base and a list that is linked against it. False: a set failed.
bool measure_links(const std::vector<std::string>& names);

/// The same sets through the command line, the program `kith`, beside what is found in this process. False: a set failed.
bool measure_cli(const std::string& kith, const std::vector<std::string>& names);

/// What `Duplicates::find` unites in a set, in this process.
[[nodiscard]] Quality clusters_in_process(const LabelledSet& set, const Labelled& labelled);

/// Generated contacts of a CRM, in files of these sizes. False: a size failed.
bool measure_crm(const std::vector<std::size_t>& sizes);

}  // namespace kith::bench
