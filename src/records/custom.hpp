// Custom fields: definitions in table `field`, values in `field_value`.
#pragma once

#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/record_type.hpp>
#include <kith/records/field.hpp>
#include <kith/value.hpp>

#include <string_view>
#include <vector>

namespace kith::records {

/// The custom fields of a record type, by key; the trash left out. One small query.
[[nodiscard]] std::vector<kith::Field> custom_fields(store::Connection& connection, const RecordType& type);

/// Checks `values` against the definitions and writes what differs from the stored ones; true when anything did.
/// Throws `invalid_argument` for an unknown key (naming the nearest), `required`, `invalid_value`, `not_unique`.
bool store_custom(store::Writer& writer, const RecordType& type, std::int64_t id, const CustomValues& values,
                  bool is_new);

/// Throws `not_unique` when another record outside the trash holds a unique custom value of this one.
void check_custom_unique(store::Writer& writer, const RecordType& type, std::int64_t id);

/// Reads text as a value of the field's type (CSV, command line). Throws `invalid_value` naming field and text.
[[nodiscard]] Value parse_custom(const kith::Field& field, std::string_view text);

}  // namespace kith::records
