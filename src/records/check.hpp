// Checks of a record's values before they are written.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <string_view>

namespace kith::records {

/// Fills the computed fields of a record and of its elements, and checks what is left: required fields (a record's
/// own must say something), choices that exist, valid UTF-8 without NUL, valid dates, finite numbers, and what the
/// types' own `prepare` refuses. Throws `required`, `invalid_value` naming record and field.
void prepare_and_check(const RecordType& type, void* record, const Settings& settings, Time now);

/// True for spaces of any kind, or characters that nobody sees: nothing that a person or a search could tell from another.
[[nodiscard]] bool blank(std::string_view text);

/// True for three capital letters, the form of ISO 4217; whether the code is taken there is not asked.
[[nodiscard]] bool is_currency_code(std::string_view code) noexcept;

/// Makes every reference of the record point to a record that is there, following merges, and sees that contents are.
/// Throws `not_found` naming the field and what is missing. One lookup by key per reference set.
void resolve_references(store::Connection& connection, const RecordType& type, void* record);

/// Throws `invalid_value` when a reference to the record's own type that differs from `stored` leads back to the record:
/// nothing stands above itself. One lookup by key per step up.
void check_rings(store::Connection& connection, const RecordType& type, void* record, const void* stored);

/// Throws `not_unique`, naming the other, when a record outside the trash (a merged one too) travels under `uid`. `id` is
/// the record's own, 0 for a new one. Two lookups by key.
void check_uid(store::Connection& connection, const RecordType& type, std::int64_t id, std::string_view uid);

/// Turns SQLite's refusal of a duplicate into an Error that names the record type and its unique fields.
[[noreturn]] void throw_not_unique(const RecordType& type, const void* record, const Error& refusal);

}  // namespace kith::records
