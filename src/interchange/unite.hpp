// Bringing what a row says into a record that is known already.
#pragma once

#include "records/record_type.hpp"

#include <kith/options.hpp>

#include <string>

namespace kith::interchange {

/// Puts what `draft` says into `stored`, both of `type` and prepared (kept fields computed):
///  - a field that the draft has is written; a date never loses parts that it had, and notes are added to;
///  - an element is the same as a stored one when its kept form is (the folded address, the number's digits): then only
///    what the stored one lacks is filled in; other elements are added. Nothing is removed.
/// Tags and custom fields are left to the caller. True when `stored` changed.
bool unite(const RecordType& type, void* stored, const void* draft);

}  // namespace kith::interchange
