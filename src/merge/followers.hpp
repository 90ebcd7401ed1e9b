// Everything that refers to a loser follows to the survivor.
#pragma once

#include "merge/recorder.hpp"
#include "merge/survivorship.hpp"

namespace kith::merge {

/// Re-points references of other records, link rows (participants, tags, lists, custom values) and bookkeeping from
/// the losers to the survivor. A reference of the survivor to itself is dropped; a link that it has already is
/// united; records that link the same two in the same way (two employments with one title) become one, and those between
/// two members (their relationship) go.
void follow(Recorder& recorder, const Members& members, const std::vector<CustomChoice>& custom);

}  // namespace kith::merge
