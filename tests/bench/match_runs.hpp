// The two parts of match_quality.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace kith::bench {

/// The labelled sets of these names, or all; `half` as in read_labelled. False: a set failed.
bool measure_labelled(const std::vector<std::string>& names, int half);

/// Generated contacts of a CRM, in files of these sizes. False: a size failed.
bool measure_crm(const std::vector<std::size_t>& sizes);

}  // namespace kith::bench
