#include "interchange/columns.hpp"

#include "text/similarity.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kith::interchange {

namespace {

/// A name that no descriptor has by itself.
struct Extra {
    std::string_view type;  // record type; empty: every type that has the thing
    std::string_view name;
    Sink sink;
    std::string_view label;
    std::string_view label_ja;
};

constexpr std::array<Extra, 11> extras{{
    {"contact", "name.reading", Sink::reading, "Reading of the full name", "ふりがな"},
    {"contact", "birthday.year", Sink::birthday_year, "Year of birth", "生年"},
    {"contact", "birthday.month", Sink::birthday_month, "Month of birth", "生月"},
    {"contact", "birthday.day", Sink::birthday_day, "Day of birth", "生日"},
    {"contact", "organization", Sink::organization, "Organization", "会社"},
    {"contact", "organization.phonetic", Sink::organization_reading, "Reading of the organization",
     "会社のふりがな"},
    {"contact", "title", Sink::title, "Title", "役職"},
    {"contact", "department", Sink::department, "Department", "部署"},
    {"interaction", "at", Sink::moment, "At", "日時"},
    {"interaction", "contact", Sink::participant, "Contact", "連絡先"},
    {"", "uid", Sink::uid, "Uid", "UID"},
}};

bool fits(const Extra& extra, const RecordType& type) {
    return extra.type.empty() ? extra.sink != Sink::uid || type.mergeable : extra.type == type.name;
}

bool settable(const records::Field& field) { return !field.is(records::computed); }

/// "email[2].label" as "email.label" and "2".
std::pair<std::string, std::string> take_number(std::string_view name) {
    const std::size_t open = name.find('[');
    const std::size_t close = name.find(']', open == std::string_view::npos ? name.size() : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {std::string(name), {}};
    const std::string_view number = name.substr(open + 1, close - open - 1);
    if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos)
        return {std::string(name), {}};
    return {std::string(name.substr(0, open)).append(name.substr(close + 1)),
            number == "1" ? "" : std::string(number)};
}

std::optional<Column> element_column(const RecordType& type, std::string_view name) {
    const std::size_t dot = name.find('.');
    const records::Element* element = type.element(name.substr(0, dot));
    if (element == nullptr || element->link) return std::nullopt;
    for (const records::Field& field : element->fields) {
        const bool meant =
            dot == std::string_view::npos ? field.is(records::main) : field.name == name.substr(dot + 1);
        if (!meant || !settable(field)) continue;
        Column column;
        column.sink = Sink::element;
        column.field = &field;
        column.element = element;
        column.name = std::string(element->name);
        if (!field.is(records::main)) column.name.append(".").append(field.name);
        return column;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Column> column_for(const RecordType& type, std::string_view full_name) {
    Column column;
    if (full_name == "-") {
        column.excluded = true;
        return column;
    }
    auto [name, number] = take_number(full_name);
    if (name.substr(0, 6) == "field." && name.size() > 6 && type.custom_fields) {
        column.sink = Sink::custom;
        column.key = name.substr(6);
        column.name = name;
        return column;
    }
    if (name == "name" && type.field("name.full") != nullptr) name = "name.full";
    if (name == "organization" && type.name == "organization") name = "name";
    for (const Extra& extra : extras) {
        if (extra.name != name || !fits(extra, type)) continue;
        column.sink = extra.sink;
        column.name = name;
        column.field = type.field(name);
        return column;
    }
    if (const records::Field* field = type.field(name); field != nullptr && settable(*field)) {
        column.sink = Sink::field;
        column.field = field;
        column.name = name;
        return column;
    }
    if (name == "tags" && type.taggable) {
        column.sink = Sink::tags;
        column.name = name;
        return column;
    }
    const bool website = name == "website" && type.element("handle") != nullptr;
    std::optional<Column> element = element_column(type, website ? "handle" : std::string_view(name));
    if (!element) return std::nullopt;
    if (website) element->service = "web";
    element->group = number;
    return element;
}

std::vector<FieldDescription> column_fields(const RecordType& type) {
    std::vector<FieldDescription> fields;
    for (const Extra& extra : extras) {
        if (!fits(extra, type)) continue;
        FieldDescription description;
        description.name = extra.name;
        description.label = extra.label;
        description.label_ja = extra.label_ja;
        description.multiple = extra.sink == Sink::participant;
        fields.push_back(std::move(description));
    }
    for (FieldDescription& field : fields_of(type)) {
        if (field.read_only || !column_for(type, field.name)) continue;
        const bool there = std::any_of(fields.begin(), fields.end(), [&](const FieldDescription& other) {
            return other.name == field.name;
        });
        if (!there) fields.push_back(std::move(field));
    }
    return fields;
}

Column require_column(const RecordType& type, std::string_view name) {
    if (auto column = column_for(type, name)) return *std::move(column);
    const std::vector<FieldDescription> known = column_fields(type);
    std::vector<std::string_view> names{"field.KEY", "website"};
    for (const FieldDescription& field : known) names.push_back(field.name);
    const std::string_view near = text::nearest(name, names);
    throw Error(Code::invalid_argument,
                fmt::format("{} has no field '{}' to import into{}", type.name, name,
                            near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
                {.record = std::string(type.name), .field = std::string(name)});
}

const RecordType& importable_type(std::string_view name) {
    const RecordType* type = find_record_type(name);
    if (type != nullptr && type->name != "import_batch") return *type;
    throw Error(
        Code::invalid_argument,
        fmt::format("rows of a CSV file can be of any record type but import_batch; '{}' is none", name));
}

}  // namespace kith::interchange
