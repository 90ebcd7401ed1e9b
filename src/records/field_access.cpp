// Fields by name; see the public header.
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/record_type.hpp"
#include "text/date.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <kith/error.hpp>
#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith {

namespace {

using records::Element;

/// What a name means: a field of the record or of an element, the tags, or a custom field.
struct Target {
    const records::Field* field = nullptr;
    const Element* element = nullptr;
    bool tags = false;
    std::string custom{};
};

[[noreturn]] void unknown(const RecordType& type, std::string_view name) {
    std::vector<std::string> names{"tags"};
    for (const FieldDescription& field : fields_of(type)) names.push_back(field.name);
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view near = text::nearest(name, views);
    throw Error(Code::invalid_argument,
                fmt::format("{} has no field '{}'{}", type.name, name,
                            near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
                {.record = std::string(type.name), .field = std::string(name)});
}

Target find(const RecordType& type, std::string_view name) {
    if (name == "tags" && type.tags != nullptr) return {.tags = true};
    if (name.substr(0, 6) == "field." && type.custom != nullptr && name.size() > 6)
        return {.custom = std::string(name.substr(6))};
    if (const records::Field* field = type.field(name)) return {.field = field};
    const std::size_t dot = name.find('.');
    const Element* element = type.element(name.substr(0, dot));
    if (element == nullptr) unknown(type, name);
    for (const records::Field& field : element->fields) {
        const bool meant =
            dot == std::string_view::npos ? field.is(records::main) : field.name == name.substr(dot + 1);
        if (meant) return {.field = &field, .element = element};
    }
    unknown(type, name);
}

Value value_of(const records::Field& field, const void* holder) {
    records::Scratch scratch;
    const store::Cell cell = field.get(holder, scratch);
    if (cell.null()) return {};
    switch (field.type) {
        case FieldType::text: return {std::string(cell.text)};
        case FieldType::integer:
        case FieldType::money: return {cell.integer};
        case FieldType::real: return {cell.real};
        case FieldType::flag: return {cell.integer != 0};
        case FieldType::time: return {Time{std::chrono::milliseconds(cell.integer)}};
        case FieldType::date: return {PartialDate::parse(cell.text).value_or(PartialDate{})};
        case FieldType::choice: {
            for (const records::Choice& choice : *field.choices)
                if (choice.value == cell.integer) return {std::string(choice.name)};
            return {cell.integer};
        }
        case FieldType::choices: return {records::split_texts(cell.text)};
        case FieldType::reference: return {RecordRef{std::string(field.target), cell.integer}};
    }
    return {};
}

void set_choice(const records::Field& field, void* holder, std::string_view name, std::string_view text) {
    const std::string folded = text::fold(text);
    std::vector<std::string_view> known;
    for (const records::Choice& choice : *field.choices) {
        known.push_back(choice.name);
        bool meant = text::fold(choice.name) == folded;
        for (std::size_t at = 0; at < choice.label_ja.size() && !meant;) {
            const std::size_t end = std::min(choice.label_ja.find('|', at), choice.label_ja.size());
            meant = text::fold(choice.label_ja.substr(at, end - at)) == folded;
            at = end + 1;
        }
        if (meant) {
            field.set(holder, store::Cell::of(choice.value));
            return;
        }
    }
    const std::string_view near = text::nearest(folded, known);
    throw Error(Code::invalid_value,
                fmt::format("{} has no choice '{}'{}", name, text,
                            near.empty() ? fmt::format("; it knows {}", fmt::join(known, ", "))
                                         : fmt::format("; did you mean '{}'?", near)),
                {.field = std::string(name)});
}

void set_value(const records::Field& field, void* holder, std::string_view name, std::string_view text,
               const Settings& settings) {
    if (field.is(records::computed))
        throw Error(Code::read_only, fmt::format("{} is kept by kith and cannot be set", name),
                    {.field = std::string(name)});
    if (text.empty()) {
        field.set(holder, {});
        return;
    }
    if (field.type == FieldType::choice) {
        set_choice(field, holder, name, text);
        return;
    }
    if (field.type == FieldType::date) {
        const auto parsed = text::parse_date(text, text::date_order(settings.region));
        if (!parsed)
            throw Error(Code::invalid_value, fmt::format("{} is not a date: '{}'", name, text),
                        {.field = std::string(name)});
        const std::string iso = parsed->date.to_string();
        field.set(holder, store::Cell::of(std::string_view(iso)));
        return;
    }
    // The other types are read as custom fields read them: one set of rules for text.
    const FieldType type = field.type == FieldType::reference ? FieldType::integer : field.type;
    const Value value = records::parse_custom({.key = std::string(name), .type = type}, text);
    if (const auto* content = value.as<std::string>())
        field.set(holder, store::Cell::of(std::string_view(*content)));
    else if (const auto* whole = value.as<std::int64_t>())
        field.set(holder, store::Cell::of(*whole));
    else if (const auto* real = value.as<double>())
        field.set(holder, store::Cell::of(*real));
    else if (const auto* flag = value.as<bool>())
        field.set(holder, store::Cell::of(std::int64_t{*flag}));
    else if (const auto* time = value.as<Time>())
        field.set(holder, store::Cell::of(std::int64_t{time->time_since_epoch().count()}));
    else if (const auto* texts = value.as<Value::Texts>()) {
        const std::string json = records::join_texts(*texts);
        field.set(holder, store::Cell::of(std::string_view(json)));
    }
}

}  // namespace

RecordHolder new_record(const RecordType& type) { return {type.create(), type.destroy}; }

std::int64_t id_of(const RecordType& type, const void* record) noexcept {
    return type.id(const_cast<void*>(record));
}

std::string title_of(const RecordType& type, const void* record) { return type.title(record); }

std::vector<Value> field_values(const RecordType& type, const void* record, std::string_view name) {
    const Target target = find(type, name);
    std::vector<Value> values;
    const auto keep = [&](Value value) {
        if (!value.empty()) values.push_back(std::move(value));
    };
    // The accessors of tags and custom fields take a mutable record for both directions.
    void* held = const_cast<void*>(record);
    if (target.tags) {
        for (const std::string& tag : *type.tags(held)) values.emplace_back(tag);
    } else if (!target.custom.empty()) {
        const CustomValues& custom = *type.custom(held);
        if (const auto found = custom.find(target.custom); found != custom.end()) keep(found->second);
    } else if (target.element != nullptr) {
        for (std::size_t i = 0; i < target.element->size(record); ++i)
            keep(value_of(*target.field, target.element->at(record, i)));
    } else {
        keep(value_of(*target.field, record));
    }
    return values;
}

const CustomValues* custom_values(const RecordType& type, const void* record) noexcept {
    return type.custom == nullptr ? nullptr : type.custom(const_cast<void*>(record));
}

void set_field(const RecordType& type, void* record, std::string_view name, std::string_view text,
               const Settings& settings, FieldType custom_type) {
    const Target target = find(type, name);
    if (target.tags) {
        auto& tags = *type.tags(record);
        if (text.empty()) tags.clear();
        const Value names = records::parse_custom({.key = "tags", .type = FieldType::choices}, text);
        for (const std::string& tag : *names.as<Value::Texts>()) tags.push_back(tag);
    } else if (!target.custom.empty()) {
        CustomValues& custom = *type.custom(record);
        if (text.empty())
            custom.erase(target.custom);
        else
            custom[target.custom] = records::parse_custom({.key = target.custom, .type = custom_type}, text);
    } else if (target.element != nullptr) {
        const Element& element = *target.element;
        if (text.empty() && target.field->is(records::main)) {
            element.clear(record);
            return;
        }
        const std::size_t size = element.size(record);
        const bool another = target.field->is(records::main) || size == 0;
        void* item = another ? element.append(record) : const_cast<void*>(element.at(record, size - 1));
        set_value(*target.field, item, name, text, settings);
    } else {
        set_value(*target.field, record, name, text, settings);
    }
}

}  // namespace kith
