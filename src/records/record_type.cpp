#include "records/record_type.hpp"

#include "records/codec.hpp"
#include "records/registry.hpp"
#include "store/json_text.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith {

const records::Field* RecordType::field(std::string_view field_name) const noexcept {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const records::Field& f) { return f.name == field_name; });
    return found == fields.end() ? nullptr : &*found;
}

const records::Element* RecordType::element(std::string_view singular_or_plural) const noexcept {
    const auto found = std::find_if(elements.begin(), elements.end(), [&](const records::Element& e) {
        return e.name == singular_or_plural || e.plural == singular_or_plural;
    });
    return found == elements.end() ? nullptr : &*found;
}

const RecordType* find_record_type(std::string_view name) noexcept {
    for (const RecordType* type : records::registry())
        if (type->name == name || type->plural == name) return type;
    return nullptr;
}

std::vector<std::string> record_type_names() {
    std::vector<std::string> names;
    for (const RecordType* type : records::registry()) names.emplace_back(type->name);
    return names;
}

namespace {

FieldDescription described(const records::Field& field, std::string name, bool multiple) {
    FieldDescription description;
    description.name = std::move(name);
    description.label = field.label;
    description.label_ja = std::string(field.label_ja.substr(0, field.label_ja.find('|')));
    description.type = field.type;
    description.multiple = multiple;
    description.required = field.is(records::required);
    description.unique = field.is(records::unique);
    description.searchable = field.is(records::searchable);
    description.personal = field.is(records::personal);
    description.read_only = field.is(records::computed);
    if (field.choices != nullptr)
        for (const records::Choice& choice : *field.choices) description.choices.emplace_back(choice.name);
    description.target = field.target;
    return description;
}

}  // namespace

std::vector<FieldDescription> fields_of(const RecordType& type) {
    std::vector<FieldDescription> result;
    for (const records::Field& field : type.fields)
        result.push_back(described(field, std::string(field.name), false));
    for (const records::Element& element : type.elements) {
        for (const records::Field& field : element.fields) {
            std::string name(element.name);
            if (!field.is(records::main)) name.append(".").append(field.name);
            result.push_back(described(field, std::move(name), true));
        }
    }
    if (type.taggable) {
        FieldDescription tags;
        tags.name = "tags";
        tags.label = "Tags";
        tags.label_ja = "タグ";
        tags.type = FieldType::choices;
        result.push_back(std::move(tags));
    }
    return result;
}

}  // namespace kith

namespace kith::records {

void set_whole(const Field& field, void* holder, std::string_view name, std::int64_t number) {
    if (field.type != FieldType::integer) return field.set(holder, store::Cell::of(number));
    Scratch scratch;
    const store::Cell before = field.get(holder, scratch);  // a number: nothing of it lies in the scratch
    field.set(holder, store::Cell::of(number));
    const std::int64_t kept = field.get(holder, scratch).integer;
    if (kept == number) return;
    field.set(holder, before);
    throw Error(
        Code::invalid_value,
        fmt::format("{} cannot be {}: {} is its {}", name, number, kept, number < kept ? "least" : "most"),
        {.field = std::string(name)});
}

std::string join_texts(const std::vector<std::string>& texts) { return store::json_of(texts); }

std::vector<std::string> split_texts(std::string_view json) {
    std::vector<std::string> texts;
    const bool read =
        store::read_json(json, store::JsonKind::array, [&](std::string_view, const store::Cell& value) {
            if (value.type == store::CellType::text) texts.emplace_back(value.text);
        });
    return read ? texts : std::vector<std::string>();
}

bool is_unit(const std::vector<Field>& fields, const Field& field) noexcept {
    return std::any_of(fields.begin(), fields.end(), [&](const Field& other) {
        return !other.unit_column.empty() && other.unit_column == field.column;
    });
}

const std::vector<Field>& common_fields() {
    static const std::vector<Field> fields = [] {
        const auto common = [](std::string_view name, std::string_view column, FieldType type,
                               std::string_view label, std::string_view label_ja) {
            Field field;
            field.name = name;
            field.column = column;
            field.type = type;
            field.flags = computed;
            field.label = label;
            field.label_ja = label_ja;
            return field;
        };
        return std::vector<Field>{
            common("id", "id", FieldType::integer, "Id", "番号"),
            common("created", "created_at", FieldType::time, "Created", "作成日時|登録日"),
            common("updated", "updated_at", FieldType::time, "Updated", "更新日時"),
            common("version", "version", FieldType::integer, "Version", "版"),
        };
    }();
    return fields;
}

}  // namespace kith::records
