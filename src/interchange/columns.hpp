// Where a CSV column goes: the field names of mappings, from the descriptors.
#pragma once

#include "records/record_type.hpp"

#include <kith/record_type.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::interchange {

/// What happens to the value of a column.
enum class Sink {
    none,     // nothing
    field,    // a field of the record
    element,  // a field of one of its elements
    reading,  // the reading of a whole name, family name first
    birthday_year,
    birthday_month,
    birthday_day,
    organization,  // a contact's employer
    organization_reading,
    title,
    department,
    tags,
    custom,
    uid,
    participant,  // of an interaction: an e-mail address, a number, an external id, a full name
    moment,       // when an interaction happened; several columns (date, time) are put together
};

/// One column.
struct Column {
    Sink sink = Sink::none;
    const records::Field* field = nullptr;
    const records::Element* element = nullptr;
    std::string name{};           // of the field, "email.label"; empty: the column goes nowhere
    std::string key{};            // custom field's key
    std::string group{};          // columns of one element share it: "work", "2"
    std::string label{};          // what the header says of the element: "work"
    std::string service{};        // what the header says of a handle: "skype"
    bool joins = false;           // adds to what the field has from an earlier column ("Street 3", a PO box)
    bool exporter_label = false;  // a label cell of an address book: "* Work" means work, and the first
    bool whole = false;           // a whole address beside its parts: of use only where they are missing
    bool excluded = false;        // left out on purpose, also of what identifies a row
};

/// The column for a field name as mappings use it: a field of `fields_of` that is not kept by kith, "organization",
/// "title", "department", "birthday.year/.month/.day", "website", "field.KEY", "uid", "contact" of an interaction; "-"
/// for none. An element may be numbered: "email[2]", "address[2].street". Nothing when there is no such field.
[[nodiscard]] std::optional<Column> column_for(const RecordType& type, std::string_view name);

/// The same, but throws `invalid_argument` naming the nearest field.
[[nodiscard]] Column require_column(const RecordType& type, std::string_view name);

/// The names that `column_for` takes, described. Custom fields are not among them.
[[nodiscard]] std::vector<FieldDescription> column_fields(const RecordType& type);

/// The record type of that name; import batches belong to the file they were made in. Throws `invalid_argument`.
[[nodiscard]] const RecordType& importable_type(std::string_view name);

}  // namespace kith::interchange
