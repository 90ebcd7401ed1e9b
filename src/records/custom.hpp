// Custom fields: definitions in table `field`, values in `field_value`.
#pragma once

#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/record_type.hpp>
#include <kith/records/field.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace kith::records {

/// Definitions as they were when they were asked for.
using CustomFields = std::shared_ptr<const std::vector<kith::Field>>;

/// The custom fields of a record type, by key; the trash left out. Read once until the file changes. Never null.
[[nodiscard]] CustomFields custom_fields(store::Connection& connection, const RecordType& type);

/// Checks values that differ from the stored ones against the definitions and writes them; true when any did.
/// Throws `invalid_argument` for an unknown key (naming the nearest), `required`, `invalid_value`, `not_unique`.
bool store_custom(store::Writer& writer, const RecordType& type, std::int64_t id, const CustomValues& values,
                  bool is_new);

/// Throws `required` for the first required custom field of the type without a value in the record's. One small query.
void require_custom(store::Connection& connection, const RecordType& type, std::int64_t id,
                    const CustomValues& values);

/// Checks that the values of a definition fit its changed form (null: it goes to the trash): throws `in_use` when values
/// exist and the record type, type or target changes, when a choice goes that a record holds, or when a stage requires the
/// field and it goes or changes its key; `not_unique` when the field becomes unique and two records outside the trash hold
/// one value. The messages name the records.
void check_definition(store::Connection& connection, const kith::Field& stored, const kith::Field* changed);

/// Why a stored value does not fit its field's type, target or choices; empty when it does.
[[nodiscard]] std::string_view custom_misfit(const kith::Field& field, const store::Cell& value,
                                             const store::Cell& unit, const store::Cell& folded);

/// Throws `not_unique` when another record outside the trash holds a unique custom value of this one.
void check_custom_unique(store::Writer& writer, const RecordType& type, std::int64_t id);

/// Reads text as a value of the field's type (CSV, command line). Throws `invalid_value` naming field and text, and
/// `invalid_argument` for times and dates: whoever reads those knows the zone and the order of dates.
[[nodiscard]] Value parse_custom(const kith::Field& field, std::string_view text);

}  // namespace kith::records
