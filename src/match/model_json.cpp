// The JSON form of a model.
#include "match/model_value.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* form_key = "kith_match_model";
constexpr int form = 1;

[[noreturn]] void fail(const std::string& at, std::string_view expected, const Json& found) {
    const std::string piece = found.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(Code::parse, fmt::format("{}: expected {}, found {}", at.empty() ? "/" : at, expected,
                                         piece.size() > 60 ? std::string(found.type_name()) : piece));
}

/// One object of the form, whose members are read by name.
class Object {
public:
    Object(const Json& json, std::string at, std::initializer_list<std::string_view> keys)
        : json_(json), at_(std::move(at)) {
        if (!json.is_object()) fail(at_, "an object", json);
        for (const auto& [key, value] : json.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                fail(at_ + "/" + key, "no such member", value);
    }

    [[nodiscard]] std::string at(std::string_view key) const { return fmt::format("{}/{}", at_, key); }
    [[nodiscard]] const Json& operator[](std::string_view key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) fail(at(key), "a value", "nothing");
        return *found;
    }
    [[nodiscard]] double number(std::string_view key) const {
        const Json& value = (*this)[key];
        if (!value.is_number()) fail(at(key), "a number", value);
        return value.get<double>();
    }
    [[nodiscard]] std::string text(std::string_view key) const {
        const Json& value = (*this)[key];
        if (!value.is_string()) fail(at(key), "a text", value);
        return value.get<std::string>();
    }
    [[nodiscard]] bool flag(std::string_view key) const {
        if (!json_.contains(key)) return false;
        const Json& value = (*this)[key];
        if (!value.is_boolean()) fail(at(key), "true or false", value);
        return value.get<bool>();
    }
    /// Calls `read(item, where)` for each item of a list.
    template <class Read>
    void each(std::string_view key, Read&& read) const {
        const Json& list = (*this)[key];
        if (!list.is_array()) fail(at(key), "a list", list);
        for (std::size_t i = 0; i < list.size(); ++i) read(list[i], fmt::format("{}/{}", at(key), i));
    }

private:
    const Json& json_;
    std::string at_;
};

MatchField field_from(const Json& json, const std::string& at, const std::vector<MatchRelation>& relations) {
    const Object object(json, at, {"field", "common", "shared", "levels"});
    MatchField field;
    field.field = object.text("field");
    field.common = object.flag("common");
    const Json& shared = object["shared"];
    if (!shared.is_object() || shared.size() != relations.size())
        fail(object.at("shared"), "an object with a number for each relation", shared);
    for (const MatchRelation& relation : relations) {
        if (!shared.contains(relation.name))
            fail(object.at("shared"), "a number for " + relation.name, shared);
        const Json& number = shared[relation.name];
        if (!number.is_number()) fail(object.at("shared") + "/" + relation.name, "a number", number);
        field.shared.push_back(number.get<double>());
    }
    object.each("levels", [&](const Json& item, const std::string& where) {
        const Object level(item, where, {"level", "m", "u", "reliance"});
        field.levels.push_back(
            {level.text("level"), level.number("m"), level.number("u"), level.number("reliance")});
    });
    return field;
}

Json parsed(std::string_view text) {
    try {
        return Json::parse(text);
    } catch (const nlohmann::json::exception& problem) {
        throw Error(Code::parse, fmt::format("this is no JSON: {}", problem.what()));
    }
}

}  // namespace

std::string match_model_to_json(const MatchModel& model) {
    Json json;
    json[form_key] = form;
    json["record_type"] = model.record_type;
    json["records"] = model.records;
    json["duplicates"] = model.duplicates;
    json["moved"] = model.moved;
    json["repeated_place"] = model.repeated_place;
    json["relations"] = Json::array();
    for (const MatchRelation& relation : model.relations)
        json["relations"].push_back({{"name", relation.name},
                                     {"per_record", relation.per_record},
                                     {"shared_address", relation.shared_address}});
    json["fields"] = Json::array();
    for (const MatchField& field : model.fields) {
        Json item = {{"field", field.field}};
        if (field.common) item["common"] = true;
        item["shared"] = Json::object();
        for (std::size_t k = 0; k < std::min(field.shared.size(), model.relations.size()); ++k)
            item["shared"][model.relations[k].name] = field.shared[k];
        item["levels"] = Json::array();
        for (const MatchLevel& level : field.levels)
            item["levels"].push_back(
                {{"level", level.level}, {"m", level.m}, {"u", level.u}, {"reliance", level.reliance}});
        json["fields"].push_back(std::move(item));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

MatchModel match_model_from_json(std::string_view text) {
    const Json json = parsed(text);
    if (!json.is_object() || !json.contains(form_key))
        fail("", fmt::format("an object with \"{}\"", form_key), json);
    const Json& version = json[form_key];
    if (!version.is_number_integer() || version < 1)
        fail(fmt::format("/{}", form_key), "the number of the form", version);
    if (version > form)
        throw Error(Code::unsupported, fmt::format("this model has form {}; this kith reads forms up to {}",
                                                   version.dump(), form));
    const Object object(
        json, "",
        {form_key, "record_type", "records", "duplicates", "moved", "repeated_place", "relations", "fields"});
    MatchModel model;
    model.record_type = object.text("record_type");
    model.records = object.number("records");
    model.duplicates = object.number("duplicates");
    model.moved = object.number("moved");
    model.repeated_place = object.number("repeated_place");
    object.each("relations", [&](const Json& item, const std::string& at) {
        const Object relation(item, at, {"name", "per_record", "shared_address"});
        model.relations.push_back(
            {relation.text("name"), relation.number("per_record"), relation.number("shared_address")});
    });
    object.each("fields", [&](const Json& item, const std::string& at) {
        model.fields.push_back(field_from(item, at, model.relations));
    });
    (void)match::adopted(model);
    return model;
}

}  // namespace kith
