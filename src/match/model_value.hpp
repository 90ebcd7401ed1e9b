// The model between its inner form and the public one.
#pragma once

#include "match/model.hpp"

#include <kith/match_model.hpp>
#include <kith/record_type.hpp>

namespace kith::match {

/// The model for others to see: levels that can occur, by their names.
[[nodiscard]] MatchModel published(const Model& model, const RecordType& type);

/// The record type of a model from outside. Throws `invalid_argument`.
[[nodiscard]] const RecordType& type_of(const MatchModel& model);

/// A model from outside in the inner form. Throws `invalid_argument` naming the field for one that does not fit: a field,
/// level or relation that is unknown, missing or there twice, and numbers out of their range.
[[nodiscard]] Model adopted(const MatchModel& model);

}  // namespace kith::match
