// Uniting the multi-valued parts of records: e-mails, phones, addresses, handles, dates, external ids.
#pragma once

#include "merge/recorder.hpp"
#include "merge/survivorship.hpp"

namespace kith::merge {

/// Moves the losers' elements to the survivor, behind its own. What says the same in its normalised form stays once,
/// with the label and flags that say more; an address is one block. At most one stays primary.
void unite_parts(Recorder& recorder, const Members& members);

}  // namespace kith::merge
