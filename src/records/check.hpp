// Checks of a record's values before they are written.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"

#include <string>

namespace kith::records {

/// Fills the computed fields of a record and of its elements, and checks what is left: required fields, choices
/// that exist, valid UTF-8 without NUL, valid dates. Throws `required`, `invalid_value` naming the field.
void prepare_and_check(const RecordType& type, void* record, const Settings& settings, Time now);

/// Makes every reference of the record point to a record that is there, following merges. Throws `not_found`
/// naming the field and the missing record. One lookup by key per reference set.
void resolve_references(store::Connection& connection, const RecordType& type, void* record);

/// Turns SQLite's refusal of a duplicate into an Error that names the record type and its unique fields.
[[noreturn]] void throw_not_unique(const RecordType& type, const void* record, const Error& refusal);

}  // namespace kith::records
