// Fields by name; see the public header.
#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/record_type.hpp"
#include "text/date.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <kith/error.hpp>
#include <kith/field_access.hpp>

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

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
        case FieldType::integer: return {cell.integer};
        // The accessors of currencies take a mutable record for both directions.
        case FieldType::money: return {Money{cell.integer, field.unit(const_cast<void*>(holder))}};
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

[[noreturn]] void refuse(std::string_view name, std::string_view needs, std::string_view text) {
    throw Error(Code::invalid_value, fmt::format("{} needs {}, not '{}'", name, needs, text),
                {.field = std::string(name)});
}

/// The zone of the file; null for UTC. Throws std::runtime_error when this system does not know it.
const date::time_zone* zone_of(const Settings& settings) {
    if (settings.time_zone.empty() || settings.time_zone == "UTC") return nullptr;
    return date::locate_zone(settings.time_zone);
}

/// A time as people write it: what a clock in the file's zone shows, unless the text has an offset.
Time read_time(std::string_view name, std::string_view text, const Settings& settings) {
    const auto parsed = text::parse_date_time(text, text::date_order(settings.region));
    if (!parsed) refuse(name, "a time like 2025-01-31 10:00", text);
    if (parsed->offset_minutes) return parsed->wall - std::chrono::minutes(*parsed->offset_minutes);
    const date::time_zone* zone = nullptr;
    try {
        zone = zone_of(settings);
    } catch (const std::runtime_error&) {
        throw Error(
            Code::unsupported,
            fmt::format("this system does not know the time zone '{}' of the file", settings.time_zone),
            {.field = std::string(name), .arguments = {{"time_zone", settings.time_zone}}});
    }
    if (zone == nullptr) return parsed->wall;
    // A local time that a clock change skips is the moment of the change; one that comes twice is the first.
    const date::local_time<std::chrono::milliseconds> local(parsed->wall.time_since_epoch());
    return zone->to_sys(local, date::choose::earliest);
}

PartialDate read_date(std::string_view name, std::string_view text, const Settings& settings) {
    const auto parsed = text::parse_date(text, text::date_order(settings.region));
    if (!parsed) refuse(name, "a date", text);
    return parsed->date;
}

/// Text as a value of a type, whether the field is kith's own or custom; `name` is for messages. Choices and
/// references of own fields are not read here.
Value read_value(FieldType type, std::string_view name, std::string_view text, const Settings& settings) {
    if (type == FieldType::time) return read_time(name, text, settings);
    if (type == FieldType::date) return read_date(name, text, settings);
    try {
        return records::parse_custom({.key = std::string(name), .type = type}, text);
    } catch (const Error& error) {
        if (error.code() != Code::invalid_value) throw;
        const bool number = type == FieldType::integer || type == FieldType::real;
        refuse(name,
               number                    ? "a number"
               : type == FieldType::flag ? "true or false"
                                         : "an amount with its currency",
               text);
    }
}

void set_value(const records::Field& field, void* holder, std::string_view name, std::string_view text,
               const Settings& settings) {
    if (field.is(records::computed))
        throw Error(Code::read_only, fmt::format("{} is kept by kith and cannot be set", name),
                    {.field = std::string(name)});
    if (text.empty()) {
        field.set(holder, {});
        if (field.unit != nullptr) field.unit(holder).clear();
        return;
    }
    if (field.type == FieldType::choice) {
        set_choice(field, holder, name, text);
        return;
    }
    const Value value = read_value(field.type == FieldType::reference ? FieldType::integer : field.type, name,
                                   text, settings);
    if (const auto* content = value.as<std::string>())
        field.set(holder, store::Cell::of(std::string_view(*content)));
    else if (const auto* whole = value.as<std::int64_t>())
        records::set_whole(field, holder, name, *whole);
    else if (const auto* real = value.as<double>())
        field.set(holder, store::Cell::of(*real));
    else if (const auto* flag = value.as<bool>())
        field.set(holder, store::Cell::of(std::int64_t{*flag}));
    else if (const auto* money = value.as<Money>()) {
        field.set(holder, store::Cell::of(money->minor));
        field.unit(holder) = money->currency;
    } else if (const auto* time = value.as<Time>())
        field.set(holder, store::Cell::of(std::int64_t{time->time_since_epoch().count()}));
    else if (const auto* date = value.as<PartialDate>()) {
        const std::string iso = date->to_string();
        field.set(holder, store::Cell::of(std::string_view(iso)));
    } else if (const auto* texts = value.as<Value::Texts>()) {
        const std::string json = records::join_texts(*texts);
        field.set(holder, store::Cell::of(std::string_view(json)));
    }
}

/// The names in a list of tags or choices.
Value::Texts names_in(std::string_view name, std::string_view text, const Settings& settings) {
    return *read_value(FieldType::choices, name, text, settings).as<Value::Texts>();
}

/// Takes the names that `gone` lists away, whatever their case; true when there was one.
bool take_away(std::vector<std::string>& names, const Value::Texts& gone) {
    return std::erase_if(names, [&](const std::string& name) {
               return std::any_of(gone.begin(), gone.end(), [&](const std::string& other) {
                   return text::fold(other) == text::fold(name);
               });
           }) > 0;
}

/// Two prepared elements say the same: by what compares exactly, else by the comparison form, else by folded text.
bool same_element(const Element& element, const records::Field& main, const void* a, const void* b) {
    const auto equal = [&](std::string_view column) {
        for (const records::Field& field : element.fields) {
            records::Scratch left;
            records::Scratch right;
            if (field.column != column || column.empty()) continue;
            const store::Cell cell = field.get(a, left);
            return !cell.null() && cell == field.get(b, right);
        }
        return false;
    };
    if (equal(main.exact_column) || equal(main.folded_column)) return true;
    return text::fold(value_of(main, a).to_string()) == text::fold(value_of(main, b).to_string());
}

bool remove_element(const RecordType& type, void* record, const Target& target, std::string_view name,
                    std::string_view text, const Settings& settings) {
    const Element& element = *target.element;
    const RecordHolder wanted = new_record(type);
    void* pattern = element.append(wanted.get());
    set_value(*target.field, pattern, name, text, settings);
    if (element.prepare != nullptr) element.prepare(pattern, settings);

    const RecordHolder before = new_record(type);
    type.copy(before.get(), record);
    element.clear(record);
    for (std::size_t i = 0; i < element.size(before.get()); ++i) {
        void* from = const_cast<void*>(element.at(before.get(), i));
        if (same_element(element, *target.field, pattern, from)) continue;
        void* to = element.append(record);
        records::Scratch scratch;
        for (const records::Field& field : element.fields) field.set(to, field.get(from, scratch));
        if (element.id != nullptr) element.id(to) = element.id(from);
    }
    return element.size(record) < element.size(before.get());
}

}  // namespace

RecordHolder new_record(const RecordType& type) { return {type.create(), type.destroy}; }

std::int64_t id_of(const RecordType& type, const void* record) noexcept {
    return type.id(const_cast<void*>(record));
}

std::string title_of(const RecordType& type, const void* record) { return type.title(record); }

const Meta& meta_of(const RecordType& type, const void* record) noexcept {
    return type.meta(const_cast<void*>(record));
}

std::string text_of(const Value& value, const Settings& settings) {
    const Time* time = value.as<Time>();
    if (time == nullptr) return value.to_string();
    std::chrono::minutes offset{0};
    try {
        // Whole minutes: the odd seconds of local times before standard time have no way to be written.
        if (const date::time_zone* zone = zone_of(settings))
            offset = std::chrono::round<std::chrono::minutes>(zone->get_info(*time).offset);
    } catch (const std::runtime_error&) {
        offset = {};
    }
    std::string text = to_string(*time + offset);  // "2025-01-01T10:00:00.000Z"
    text.pop_back();
    if (text.size() > 4 && text.substr(text.size() - 4) == ".000") text.resize(text.size() - 4);
    std::replace(text.begin(), text.end(), 'T', ' ');
    const auto minutes = std::abs(offset.count());
    return text + fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

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
            values.push_back(value_of(*target.field, target.element->at(record, i)));
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
        for (std::string& tag : names_in(name, text, settings)) tags.push_back(std::move(tag));
    } else if (!target.custom.empty()) {
        CustomValues& custom = *type.custom(record);
        if (text.empty())
            custom.erase(target.custom);
        else
            custom[target.custom] = read_value(custom_type, name, text, settings);
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

bool remove_value(const RecordType& type, void* record, std::string_view name, std::string_view text,
                  const Settings& settings) {
    const Target target = find(type, name);
    if (target.tags) return take_away(*type.tags(record), names_in(name, text, settings));
    if (!target.custom.empty()) {
        CustomValues& custom = *type.custom(record);
        const auto found = custom.find(target.custom);
        if (found == custom.end()) return false;
        if (const auto* texts = found->second.as<Value::Texts>()) {
            Value::Texts left = *texts;
            const bool any = take_away(left, names_in(name, text, settings));
            if (left.empty())
                custom.erase(found);
            else
                found->second = Value(std::move(left));
            return any;
        }
    } else if (target.element != nullptr && target.field->is(records::main)) {
        return remove_element(type, record, target, name, text, settings);
    } else if (target.element == nullptr && target.field->type == FieldType::choices) {
        Value::Texts left;
        if (const Value value = value_of(*target.field, record); !value.empty())
            left = *value.as<Value::Texts>();
        const bool any = take_away(left, names_in(name, text, settings));
        const std::string json = records::join_texts(left);
        target.field->set(record, left.empty() ? store::Cell() : store::Cell::of(std::string_view(json)));
        return any;
    }
    throw Error(Code::invalid_argument, fmt::format("{} holds one value, not several to take from", name),
                {.record = std::string(type.name), .field = std::string(name)});
}

}  // namespace kith
