#include "interchange/json_form.hpp"

#include "interchange/words.hpp"
#include "records/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kith::interchange {

namespace {

using nlohmann::json;

/// Keys that belong to the file a line came from.
bool belongs_to_file(const std::string& key) {
    static constexpr std::array<std::string_view, 7> keys{record_key, "id",      "created", "updated",
                                                          "deleted",  "version", "uid"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// A JSON value as the text that a person would write; nothing for null, lists and objects.
std::optional<std::string> text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean() || value.is_number()) return value.dump();
    return std::nullopt;
}

std::vector<std::string> texts_of(const json& value) {
    if (value.is_string()) return split_tags(value.get<std::string>());
    std::vector<std::string> texts;
    if (value.is_array())
        for (const json& entry : value)
            if (auto text = text_of(entry)) texts.push_back(std::move(*text));
    return texts;
}

/// The field that a key names by itself; null: none.
const records::Field* field_named(const RecordType& type, const std::string& key) {
    const records::Field* field = type.field(key);
    if (field == nullptr && key == "name") field = type.field("name.full");
    return field != nullptr && !field->is(records::computed) ? field : nullptr;
}

std::optional<FieldType> field_type_named(const json& name) {
    if (!name.is_string()) return std::nullopt;
    for (const records::Choice& choice : *record_type<Field>().field("type")->choices)
        if (choice.name == name.get<std::string>()) return static_cast<FieldType>(choice.value);
    return std::nullopt;
}

}  // namespace

std::string JsonReader::field_of(const RecordType& type, const std::string& key) {
    if (const records::Field* field = field_named(type, key)) return std::string(field->name);
    if (const records::Element* element = type.element(key)) return std::string(element->name);
    const bool known = (key == "tags" && type.taggable) || (key == "fields" && type.custom_fields) ||
                       key == "lists" || (key == "jobs" && type.name == "contact") ||
                       (key == "uid" && type.mergeable);
    return known ? key : std::string();
}

Draft JsonReader::read(const json& object, std::size_t line) {
    const RecordType* type = &type_;
    std::string wrong;
    if (const auto named = object.find(std::string(record_key)); named != object.end() && named->is_string()) {
        const std::string name = named->get<std::string>();
        const RecordType* known = find_record_type(name);
        if (known == nullptr)
            wrong = fmt::format("there is no record type '{}'", name);
        else if (known->name == "import_batch")
            wrong = "import batches belong to the file they were made in";
        else
            type = known;
    }
    Draft draft(*type);
    draft.line = line;
    draft.refusal = wrong;
    if (!wrong.empty()) return draft;

    json content = object;
    for (const std::string_view key : {"id", "created", "updated", "version"})
        content.erase(std::string(key));
    draft.row = content.dump(-1, ' ', false, json::error_handler_t::replace);
    if (const auto uid = object.find("uid"); uid != object.end() && uid->is_string() && type->mergeable)
        draft.uid = uid->get<std::string>();
    if (const auto id = object.find("id"); id != object.end()) draft.local = text_of(*id).value_or("");
    for (const auto& [key, value] : object.items())
        if (!belongs_to_file(key) && !value.is_null()) read_key(draft, key, value);
    return draft;
}

void JsonReader::read_key(Draft& draft, const std::string& key, const json& value) {
    const RecordType& type = draft.record.type();
    if (key == "tags" && type.tags != nullptr) {
        *type.tags(draft.record.get()) = texts_of(value);
    } else if (key == "lists") {
        draft.lists = texts_of(value);
    } else if (key == "jobs" && type.name == "contact") {
        read_jobs(draft, value);
    } else if (key == "fields" && type.custom != nullptr && value.is_object()) {
        read_custom(draft, value);
    } else if (const records::Element* element = type.element(key)) {
        read_element(draft, *element, value);
    } else if (const records::Field* field = field_named(type, key);
               field != nullptr && (!value.is_object() || field->type == FieldType::reference)) {
        read_value(draft, nullptr, draft.record.get(), *field, value);
    } else if (value.is_object() && !value.empty()) {
        for (const auto& [part, inner] : value.items())
            if (!inner.is_null()) read_key(draft, fmt::format("{}.{}", key, part), inner);
    } else {
        ++ignored_[key];
    }
}

void JsonReader::read_element(Draft& draft, const records::Element& element, const json& value) {
    const json items = value.is_array() ? value : json::array({value});
    for (const json& item : items) {
        if (item.is_null()) continue;
        void* into = element.append(draft.record.get());
        if (!item.is_object()) {
            for (const records::Field& field : element.fields)
                if (field.is(records::main)) read_value(draft, &element, into, field, item);
            continue;
        }
        for (const auto& [key, inner] : item.items()) {
            const auto field =
                std::find_if(element.fields.begin(), element.fields.end(),
                             [&, name = key](const records::Field& f) { return f.name == name; });
            if (field == element.fields.end())
                ++ignored_[std::string(element.plural) + "." + key];
            else if (!field->is(records::computed) && !inner.is_null())
                read_value(draft, &element, into, *field, inner);
        }
    }
}

void JsonReader::read_value(Draft& draft, const records::Element* element, void* holder,
                            const records::Field& field, const json& value) const {
    if (field.type == FieldType::choices) {
        const std::string list = records::join_texts(texts_of(value));
        field.set(holder, store::Cell::of(std::string_view(list)));
        return;
    }
    if (field.type == FieldType::reference && (value.is_object() || value.is_number_integer())) {
        read_reference(draft, element, field, value);
        return;
    }
    const std::optional<std::string> text = text_of(value);
    if (!text)
        draft.problem(0, field.name, fmt::format("{} needs a single value", field.name));
    else if (!text->empty())
        cells_.set(draft, element, holder, field, *text, 0);
}

// {"id":7,"name":"Engine"}, or the id alone, which can also be a name.
void JsonReader::read_reference(Draft& draft, const records::Element* element, const records::Field& field,
                                const json& value) {
    NamedReference reference{&field, element, element == nullptr ? 0 : element->size(draft.record.get()) - 1};
    const auto part = [&](const char* key) {
        const auto found = value.find(key);
        return found == value.end() ? std::string() : text_of(*found).value_or("");
    };
    reference.local = value.is_object() ? part("id") : *text_of(value);
    reference.words = value.is_object() ? part("name") : std::string();
    if (reference.words.empty()) reference.words = reference.local;
    if (reference.words.empty())
        draft.problem(0, field.name, fmt::format("{} needs an id or a name", field.name));
    else
        draft.references.push_back(std::move(reference));
}

void JsonReader::read_jobs(Draft& draft, const json& value) {
    for (const json& item : value.is_array() ? value : json::array({value})) {
        if (!item.is_object()) continue;
        const auto text = [&](const char* key) {
            const auto found = item.find(key);
            return found == item.end() ? std::string() : text_of(*found).value_or("");
        };
        Job job{
            .organization = text("organization"), .title = text("title"), .department = text("department")};
        if (!job.empty()) draft.jobs.push_back(std::move(job));
    }
}

void JsonReader::read_custom(Draft& draft, const json& fields) {
    for (const auto& [key, entry] : fields.items()) {
        const bool typed = entry.is_object() && entry.contains("value");
        const json& value = typed ? entry["value"] : entry;
        CustomText custom{.key = key};
        if (typed) custom.type = field_type_named(entry.value("type", json()));
        if (value.is_array())
            custom.text = join_tags(texts_of(value));
        else if (auto text = text_of(value))
            custom.text = std::move(*text);
        if (!custom.text.empty()) draft.custom.push_back(std::move(custom));
    }
}

}  // namespace kith::interchange
