#include "query/resolver.hpp"

#include "query/failure.hpp"
#include "query/printer.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Hop;
using bound::Place;

namespace {

Phrase place_phrase(const Place& place) {
    if (place.element != nullptr) {
        return {fmt::format("a field of {}", place.element->name),
                fmt::format("「{}」の項目", place.element->name)};
    }
    if (place.type != nullptr) {
        return {fmt::format("a field of {}", place.type->name), fmt::format("「{}」の項目", place.type->name)};
    }
    return {"the end of the path", "パスの終わり"};
}

/// The part of a date, or of a time, that has this name.
std::optional<Attribute::Part> part_named(const std::string& name, bool time) {
    using Part = Attribute::Part;
    static constexpr std::array<std::pair<std::string_view, Part>, 14> parts{{{"year", Part::year},
                                                                              {"年", Part::year},
                                                                              {"quarter", Part::quarter},
                                                                              {"四半期", Part::quarter},
                                                                              {"month", Part::month},
                                                                              {"月", Part::month},
                                                                              {"day", Part::day},
                                                                              {"日", Part::day},
                                                                              {"weekday", Part::weekday},
                                                                              {"曜日", Part::weekday},
                                                                              {"hour", Part::hour},
                                                                              {"時", Part::hour},
                                                                              {"minute", Part::minute},
                                                                              {"分", Part::minute}}};
    const std::string folded = text::fold(name);
    for (const auto& [word, part] : parts) {
        if (folded == word && (time || (part != Part::hour && part != Part::minute))) return part;
    }
    return std::nullopt;
}

/// The names from `first` on as a path of SQLite's JSON functions, which has no way to write a quote in one.
std::string json_path(const Path& path, std::size_t first) {
    std::string text = "$";
    for (std::size_t i = first; i < path.steps.size(); ++i) {
        if (path.steps[i].find('"') != std::string::npos)
            fail(path.at, {"a name without quotes in it", "引用符を含まない名前"}, quote(path.steps[i]));
        text += ".\"" + path.steps[i] + "\"";
    }
    return text;
}

}  // namespace

const std::vector<Resolver::CustomField>& Resolver::custom_fields(const RecordType& type) {
    const auto [entry, fresh] = custom_.try_emplace(&type);
    if (fresh && type.custom_fields && environment_.custom_fields) {
        for (kith::Field& field : environment_.custom_fields(type)) {
            entry->second.push_back(std::make_shared<const kith::Field>(std::move(field)));
        }
    }
    return entry->second;
}

Resolver::CustomField Resolver::custom_field(const RecordType& type, const std::string& name, bool keys_only) {
    const std::string folded = text::fold(name);
    const auto& fields = custom_fields(type);
    for (const CustomField& field : fields) {
        if (field->key == name) return field;
    }
    for (const CustomField& field : fields) {
        if (text::fold(field->key) == folded) return field;
    }
    if (keys_only) return nullptr;
    for (const CustomField& field : fields) {
        if (!field->label.empty() && text::fold(field->label) == folded) return field;
    }
    return nullptr;
}

void Resolver::follow(Place& place, Hop hop) const {
    place.type = hop.to;
    place.element = hop.element;
    place.element_owner = hop.element == nullptr ? nullptr : hop.owner != nullptr ? hop.owner : hop.from;
    place.hops.push_back(std::move(hop));
}

void Resolver::step_custom(Place& place, const CustomField& field) const {
    Hop hop;
    hop.kind = Hop::Kind::custom;
    hop.from = place.type;
    hop.custom = field;
    follow(place, std::move(hop));
    place.attribute.emplace();
    place.attribute->kind = Attribute::Kind::custom;
    place.attribute->custom = field;
}

bool Resolver::to_rows(Place& place) const {
    if (!place.attribute) return !place.hops.empty();
    Hop hop;
    if (place.attribute->kind == Attribute::Kind::field &&
        place.attribute->field->type == FieldType::reference) {
        hop.kind = Hop::Kind::reference;
        hop.from = place.type;
        hop.field = place.attribute->field;
        hop.to = type_named(environment_.types, hop.field->target);
    } else if (place.attribute->kind == Attribute::Kind::custom &&
               place.attribute->custom->type == FieldType::reference) {
        hop.kind = Hop::Kind::value_reference;
        hop.custom = place.attribute->custom;
        hop.to = type_named(environment_.types, hop.custom->target);
    }
    if (hop.to == nullptr) return false;
    place.attribute.reset();
    follow(place, std::move(hop));
    return true;
}

void Resolver::fail_unknown(const Place& place, const Path& path, const std::string& name) {
    std::vector<std::string> known;
    if (place.element != nullptr) {
        known = Vocabulary::of(environment_.types, *place.element_owner, *place.element).proposals();
    } else if (place.type != nullptr) {
        known = Vocabulary::of(environment_.types, *place.type).proposals();
        for (const CustomField& field : custom_fields(*place.type)) known.push_back(field->key);
    }
    fail(path.at, place_phrase(place), quote(name), nearest_of(name, known));
}

void Resolver::step(Place& place, const Path& path, std::size_t& at) {
    const std::size_t left = path.steps.size() - at;
    if (place.type == nullptr && place.element == nullptr) fail_unknown(place, path, path.steps[at]);
    const Vocabulary& vocabulary =
        place.element != nullptr ? Vocabulary::of(environment_.types, *place.element_owner, *place.element)
                                 : Vocabulary::of(environment_.types, *place.type);
    const bool may_be_custom = place.type != nullptr && place.type->custom_fields;
    if (may_be_custom && left > 1 && text::fold(path.steps[at]) == "field") {
        const CustomField field = custom_field(*place.type, path.steps[at + 1], false);
        if (!field) {
            std::vector<std::string> keys;
            for (const CustomField& known : custom_fields(*place.type)) keys.push_back(known->key);
            fail(path.at,
                 {fmt::format("a custom field of {}", place.type->name),
                  fmt::format("「{}」のカスタム項目", place.type->name)},
                 quote(path.steps[at + 1]), nearest_of(path.steps[at + 1], keys));
        }
        at += 2;
        return step_custom(place, field);
    }
    std::vector<const Meaning*> meanings;
    std::size_t taken = 0;
    if (left > 1) {
        meanings = vocabulary.find(path.steps[at] + "." + path.steps[at + 1]);
        taken = 2;
    }
    if (meanings.empty()) {
        meanings = vocabulary.find(path.steps[at]);
        taken = 1;
    }
    if (may_be_custom && (meanings.empty() || meanings.front()->rank > 2)) {
        if (const CustomField field = custom_field(*place.type, path.steps[at], !meanings.empty())) {
            ++at;
            return step_custom(place, field);
        }
    }
    if (meanings.empty()) fail_unknown(place, path, path.steps[at]);
    if (meanings.size() > 1) {
        Phrase candidates{"one of ", "次のいずれか: "};
        for (const Meaning* meaning : meanings) {
            const bool first = meaning == meanings.front();
            candidates.en += fmt::format("{}'{}'", first ? "" : ", ", meaning->spelled);
            candidates.ja += fmt::format("{}「{}」", first ? "" : "、", meaning->spelled);
        }
        fail(path.at, candidates, quote(path.steps[at]));
    }
    for (const Hop& hop : meanings.front()->hops) follow(place, hop);
    place.attribute = meanings.front()->attribute;
    at += taken;
}

Place Resolver::resolve(const Path& path, const Scope& scope) {
    Place place;
    place.at = path.at;
    place.written = print(path);
    place.type = scope.type;
    place.element = scope.element;
    place.element_owner = scope.element_owner;
    for (std::size_t at = 0; at < path.steps.size();) {
        const bool date = place.attribute && place.value_type() == FieldType::date;
        const bool time = place.attribute && place.value_type() == FieldType::time;
        if ((date || time) && at + 1 == path.steps.size()) {
            if (const auto part = part_named(path.steps[at], time)) {
                place.attribute->part = *part;
                if (time) place.attribute->zone = environment_.settings.time_zone;
                return place;
            }
        }
        if (place.attribute && place.attribute->kind == Attribute::Kind::field &&
            place.attribute->field->is(records::json)) {
            // the rest of the path leads into the object
            place.attribute->kind = Attribute::Kind::json;
            place.attribute->json = json_path(path, at);
            return place;
        }
        if (place.attribute && !to_rows(place)) {
            fail(path.at,
                 date ? Phrase{"'year', 'quarter', 'month', 'day' or 'weekday' of the date",
                               "日付の「year」「quarter」「month」「day」「weekday」"}
                 : time
                     ? Phrase{"'year', 'quarter', 'month', 'day', 'weekday', 'hour' or 'minute' of the time",
                              "日時の「year」「quarter」「month」「day」「weekday」「hour」「minute」"}
                     : Phrase{fmt::format("the end of the path at '{}'", path.steps[at - 1]),
                              fmt::format("「{}」でパスの終わり", path.steps[at - 1])},
                 quote(path.steps[at]));
        }
        step(place, path, at);
    }
    return place;
}

void Resolver::complete(Place& place) const {
    if (!place.attribute && place.element != nullptr) {
        const auto& fields = place.element->fields;
        const auto main = std::find_if(fields.begin(), fields.end(),
                                       [](const records::Field& f) { return f.is(records::main); });
        place.attribute.emplace();
        place.attribute->field = main == fields.end() ? &fields.front() : &*main;
    }
    if (place.attribute) to_rows(place);
    if (place.attribute) return;
    place.attribute.emplace();
    place.attribute->kind = Attribute::Kind::record;
}

const records::Field& Resolver::time_of(const RecordType& type) {
    for (const std::string_view name : {"at", "start", "due"}) {
        const records::Field* field = type.field(name);
        if (field != nullptr && field->type == FieldType::time) return *field;
    }
    const auto& common = records::common_fields();
    return *std::find_if(common.begin(), common.end(),
                         [](const records::Field& field) { return field.name == "created"; });
}

std::shared_ptr<bound::Pick> Resolver::pick(Place& place, const Path& path, bool last) {
    const auto many = [](const Hop& hop) { return hop.many(); };
    const auto end = std::find_if(place.hops.rbegin(), place.hops.rend(), many).base();
    const RecordType* type = end == place.hops.begin() ? nullptr : std::prev(end)->to;
    if (type == nullptr) {
        fail(path.at, {"related records, of which there can be several", "複数ありうる関連レコード"},
             quote(place.written));
    }
    auto picked = std::make_shared<bound::Pick>();
    picked->hops.assign(place.hops.begin(), end);
    picked->last = last;
    picked->when = &time_of(*type);
    Hop hop;
    hop.kind = Hop::Kind::pick;
    hop.from = place.hops.front().from;
    hop.to = type;
    hop.picked = picked;
    place.hops.erase(place.hops.begin(), end);
    place.hops.insert(place.hops.begin(), std::move(hop));
    return picked;
}

std::optional<Place> Resolver::naming(const RecordType& type) const {
    Place place;
    place.type = &type;
    place.attribute.emplace();
    for (const records::Composite& composite : type.composites) {
        if (composite.name != "name") continue;
        place.attribute->kind = Attribute::Kind::composite;
        place.attribute->composite = &composite;
        return place;
    }
    place.attribute->field = type.field("name");
    if (place.attribute->field == nullptr) return std::nullopt;
    return place;
}

}  // namespace kith::query

namespace kith::query::bound {

bool Hop::many() const noexcept {
    switch (kind) {
        case Kind::element:
        case Kind::relation:
        case Kind::referrer:
        case Kind::either:
        case Kind::link_rows:
        case Kind::lists:
        case Kind::members:
        case Kind::tags: return true;
        case Kind::custom: return custom->type == FieldType::choices;
        case Kind::reference:
        case Kind::value_reference:
        case Kind::pick: return false;
    }
    return false;
}

bool Place::many() const noexcept {
    if (attribute && attribute->kind == Attribute::Kind::field && attribute->field->type == FieldType::choices)
        return true;
    return std::any_of(hops.begin(), hops.end(), [](const Hop& hop) { return hop.many(); });
}

const records::Field& created_field() {
    const auto& common = records::common_fields();
    return *std::find_if(common.begin(), common.end(),
                         [](const records::Field& field) { return field.name == "created"; });
}

const std::vector<records::Choice>& weekdays() {
    static const std::vector<records::Choice> days = {
        {1, "monday", "月曜日|月曜|月"},    {2, "tuesday", "火曜日|火曜|火"},
        {3, "wednesday", "水曜日|水曜|水"}, {4, "thursday", "木曜日|木曜|木"},
        {5, "friday", "金曜日|金曜|金"},    {6, "saturday", "土曜日|土曜|土"},
        {7, "sunday", "日曜日|日曜|日"}};
    return days;
}

FieldType Place::value_type() const noexcept {
    if (!attribute) return FieldType::reference;
    if (attribute->part == Attribute::Part::anniversary) return FieldType::date;
    if (attribute->part == Attribute::Part::weekday) return FieldType::choice;
    if (attribute->part != Attribute::Part::whole) return FieldType::integer;
    switch (attribute->kind) {
        case Attribute::Kind::field: return attribute->field->type;
        case Attribute::Kind::custom: return attribute->custom->type;
        case Attribute::Kind::composite:
        case Attribute::Kind::json: return FieldType::text;  // numbers as such, see Literals
        case Attribute::Kind::record: break;
    }
    return FieldType::reference;
}

}  // namespace kith::query::bound
