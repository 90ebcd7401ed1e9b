// Fields by their name, for code that knows record types only at run time: forms, command lines, bindings.
#pragma once

#include <kith/export.hpp>
#include <kith/options.hpp>
#include <kith/record_type.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A record of a type known only at run time, and how to free it.
using RecordHolder = std::unique_ptr<void, void (*)(void*)>;

/// A new, empty record of the type: a struct as `record_type<T>` describes it.
[[nodiscard]] KITH_API RecordHolder new_record(const RecordType& type);

/// The id that a record carries; 0 before it was added.
[[nodiscard]] KITH_API std::int64_t id_of(const RecordType& type, const void* record) noexcept;

/// How a record is called in lists and messages, "Ada Lovelace"; empty when it says nothing.
[[nodiscard]] KITH_API std::string title_of(const RecordType& type, const void* record);

/// What every record carries besides its fields: version, times, whether it is in the trash.
[[nodiscard]] KITH_API const Meta& meta_of(const RecordType& type, const void* record) noexcept;

/// The values of a field: none, one, or one per element of a multi-valued one, an empty Value for an element without
/// it: the n-th "email.label" is the n-th "email"'s. `name` as in `fields_of`, also "tags" and "field.KEY" for a
/// custom field. Throws `invalid_argument` naming the nearest field.
[[nodiscard]] KITH_API std::vector<Value> field_values(const RecordType& type, const void* record,
                                                       std::string_view name);

/// A value as a person in the file's zone reads it: like `Value::to_string`, but a time as the clocks of
/// `settings.time_zone` show it, with its offset: "2025-01-01 10:00:00+09:00". `set_field` reads it back. In a zone that
/// this system does not know: in UTC, "+00:00".
[[nodiscard]] KITH_API std::string text_of(const Value& value, const Settings& settings);

/// The custom fields of a record by key; null when its type has none.
[[nodiscard]] KITH_API const CustomValues* custom_values(const RecordType& type, const void* record) noexcept;

/// Sets a field from text as a person writes it: numbers in any width, dates as 2024-04-01, 令和6年4月1日 or in the
/// order of `settings.region`, times in `settings.time_zone` unless they say their offset, choices by name or label,
/// references by id. A multi-valued field gets one more element
/// ("email"), or the last one's part ("email.label"); a choice of several and "tags" take a list separated by ';' or
/// ','. Empty text clears the field (a multi-valued one: all of it). "field.KEY" becomes a text value, or is read as
/// the type that `custom_type` says. Throws `invalid_argument` naming the nearest field, `invalid_value` naming field
/// and text, `read_only` for fields that kith keeps, `unsupported` for a time in a zone that this system does not know.
KITH_API void set_field(const RecordType& type, void* record, std::string_view name, std::string_view text,
                        const Settings& settings = {}, FieldType custom_type = FieldType::text);

/// Takes one value away from a field that can hold several: an e-mail, a phone, a tag, a choice. It is found as it is
/// compared elsewhere: an address in any case, a number however it is written. All that are equal go, and the others
/// keep their ids. False when there is none. Throws `invalid_argument` naming the nearest field, and for a field with
/// one value (set that one to empty text), `invalid_value` for text that is no value of the field.
KITH_API bool remove_value(const RecordType& type, void* record, std::string_view name, std::string_view text,
                           const Settings& settings = {});

/// The same for a struct.
template <class T>
[[nodiscard]] std::vector<Value> field_values(const T& record, std::string_view name) {
    return field_values(record_type<T>(), &record, name);
}
template <class T>
void set_field(T& record, std::string_view name, std::string_view text, const Settings& settings = {}) {
    set_field(record_type<T>(), &record, name, text, settings);
}

}  // namespace kith
