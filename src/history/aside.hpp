// Consents that a decision put aside while their contact was part of another one.
#pragma once

#include "history/merge_log.hpp"
#include "history/take_back.hpp"

#include <cstdint>
#include <vector>

namespace kith::history {

/// The consents that a merge brought and that went to the trash since. `Privacy::decide` puts them there, because the one
/// person has spoken for both; when the merge is taken back, nobody has spoken for the other. What the host removed is among
/// them: a "no" too many is better than one too few.
[[nodiscard]] std::vector<std::int64_t> consents_aside(store::Connection& connection, const MergeInfo& merge);

/// Takes those out of the trash that forbid or wait, now that the merge is taken back and they are no longer `holder`'s. What
/// had been granted stays there and is named in `outcome.kept`: nobody is approached because two were parted.
void give_back(store::Writer& writer, const std::vector<std::int64_t>& consents, std::int64_t holder,
               Outcome& outcome);

}  // namespace kith::history
