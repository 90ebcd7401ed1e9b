// What holds between a deal, its stage, its lines and its contacts.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"

#include <kith/records/deal.hpp>

#include <vector>

namespace kith::records {

/// The names of a stage's kinds, which are those of a deal's status.
[[nodiscard]] const std::vector<Choice>& stage_kinds();

/// Before a deal is written: its lines are in its currency, an empty amount is their sum, and its main contact takes
/// part. Throws `invalid_value` for a line in another currency, with a quantity that is not finite, or with a discount
/// below 0 or above 100 percent.
void prepare_deal(Deal& deal);

/// A main contact that took part as nothing else goes when another one takes its place.
void reconcile_deal(Deal& deal, const Deal& stored);

/// Fills what follows from the stage (pipeline, status, closed_at), then throws `invalid_value` for a stage in the trash
/// or of another pipeline than the one that was asked for, and `required` naming the stage and the first field that it
/// requires when the deal enters it, or has it emptied there. `stored` null: a new deal. One lookup by key.
void check_deal(store::Connection& connection, const Deal* stored, Deal& deal);

}  // namespace kith::records
