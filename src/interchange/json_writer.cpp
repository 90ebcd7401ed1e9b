#include "interchange/export_rows.hpp"
#include "interchange/json_form.hpp"

#include "records/codec.hpp"
#include "records/custom.hpp"
#include "records/describe.hpp"
#include "records/registry.hpp"
#include "records/uid.hpp"

#include <kith/records/user.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace kith::interchange {

namespace {

using Json = nlohmann::ordered_json;

/// The name of a type of custom fields, by the descriptor of their definitions.
std::string type_name(FieldType type) {
    for (const records::Choice& choice : *record_type<Field>().field("type")->choices)
        if (choice.value == static_cast<std::int64_t>(type)) return std::string(choice.name);
    return "text";
}

/// An empty record with one empty element of each kind: what a field holds when nobody sets it.
AnyRecord fresh_of(const RecordType& type) {
    AnyRecord record(type);
    for (const records::Element& element : type.elements) element.append(record.get());
    return record;
}

/// Whether other types refer to this one by a name that two of its records can have.
bool needs_id(const RecordType& type) {
    const records::Field* name = type.field("name");
    if (type.mergeable || name == nullptr || !type.scope.empty()) return false;
    const auto only = [&](const records::Field& field) {
        return field.is(records::unique) && (&field == name || field.column == name->folded_column);
    };
    if (std::any_of(type.fields.begin(), type.fields.end(), only)) return false;
    const auto refers = [&](const records::Field& field) { return field.target == type.name; };
    return std::any_of(records::registry().begin(), records::registry().end(), [&](const RecordType* other) {
        return std::any_of(other->fields.begin(), other->fields.end(), refers) ||
               std::any_of(other->elements.begin(), other->elements.end(),
                           [&](const records::Element& element) {
                               return std::any_of(element.fields.begin(), element.fields.end(), refers);
                           });
    });
}

bool carries_id(const RecordType& type) {
    static const std::set<const RecordType*> types = [] {
        std::set<const RecordType*> found;
        for (const RecordType* each : records::registry())
            if (needs_id(*each)) found.insert(each);
        return found;
    }();
    return types.count(&type) != 0;
}

}  // namespace

std::string JsonWriter::line(const RecordType& type, const void* record) {
    const AnyRecord& fresh = fresh_.try_emplace(type.name, fresh_of(type)).first->second;
    // The accessors of uid, tags and custom fields take a mutable record for both directions.
    void* held = const_cast<void*>(record);
    Json object;
    object[std::string(record_key)] = type.name;
    if (type.mergeable) object["uid"] = type.meta(held).uid;
    if (carries_id(type)) object["id"] = type.id(held);
    for (const records::Field& field : type.fields)
        if (auto value = value_of(type.fields, field, record, fresh.get()))
            object[std::string(field.name)] = std::move(*value);
    for (const records::Element& element : type.elements) {
        Json items = Json::array();
        for (std::size_t i = 0; i < element.size(record); ++i) {
            Json item = Json::object();
            for (const records::Field& field : element.fields)
                if (auto value =
                        value_of(element.fields, field, element.at(record, i), element.at(fresh.get(), 0)))
                    item[std::string(field.name)] = std::move(*value);
            items.push_back(std::move(item));
        }
        if (!items.empty()) object[std::string(element.plural)] = std::move(items);
    }
    if (type.tags != nullptr && !type.tags(held)->empty()) object["tags"] = *type.tags(held);
    if (type.custom != nullptr && !type.custom(held)->empty())
        object["fields"] = custom_of(type, *type.custom(held));

    if (with_jobs_ && type.name == "contact") {
        Json jobs = Json::array();
        for (const Job& job : jobs_of(connection_, *static_cast<const Contact*>(record))) {
            if (job.organization.empty()) continue;  // a title alone is a custom field
            Json entry = {{"organization", job.organization}};
            if (!job.title.empty()) entry["title"] = job.title;
            if (!job.department.empty()) entry["department"] = job.department;
            jobs.push_back(std::move(entry));
        }
        if (!jobs.empty()) object["jobs"] = std::move(jobs);
    }

    Json lists = Json::array();
    store::Statement on = connection_.prepare(
        "SELECT l.name FROM list_member m JOIN list l ON l.id = m.list_id WHERE m.record_id = ?1 AND m.kind = ?2 "
        "AND l.deleted_at IS NULL ORDER BY l.folded");
    on.bind_all(type.id(held), type.number);
    while (on.step()) lists.push_back(on.string(0));
    if (!lists.empty()) object["lists"] = std::move(lists);
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<JsonWriter::Json> JsonWriter::value_of(const std::vector<records::Field>& fields,
                                                     const records::Field& field, const void* holder,
                                                     const void* fresh) {
    if (field.is(records::computed) || records::is_unit(fields, field)) return std::nullopt;
    records::Scratch scratch;
    records::Scratch unset;
    const store::Cell cell = field.get(holder, scratch);
    if (cell == field.get(fresh, unset) || cell.null()) return std::nullopt;
    switch (field.type) {
        case FieldType::text:
        case FieldType::date: return Json(std::string(cell.text));
        case FieldType::integer: return Json(cell.integer);
        case FieldType::money:
            return Json(Money{cell.integer, field.unit(const_cast<void*>(holder))}.to_string());  // only read
        case FieldType::real: return Json(cell.real);
        case FieldType::flag: return Json(cell.integer != 0);
        case FieldType::time: return Json(to_string(Time{std::chrono::milliseconds(cell.integer)}));
        case FieldType::choice:
            for (const records::Choice& choice : *field.choices)
                if (choice.value == cell.integer) return Json(std::string(choice.name));
            return Json(cell.integer);
        case FieldType::choices: return Json(records::split_texts(cell.text));
        case FieldType::reference: return reference_to(field.target, cell.integer);
    }
    return std::nullopt;
}

JsonWriter::Json JsonWriter::reference_to(std::string_view type_name, std::int64_t id) {
    Json words = words_of(type_name, id);
    if (!carries_id(*find_record_type(type_name))) return words;
    return Json{{"id", id}, {"name", std::move(words)}};
}

JsonWriter::Json JsonWriter::words_of(std::string_view type_name, std::int64_t id) {
    const RecordType& type = *find_record_type(type_name);
    if (!type.mergeable) {
        if (type.field("name") == nullptr) return Json(id);
        if (!type.scope.empty()) return Json(words_for(connection_, type_name, id));
        store::Statement name =
            connection_.prepare(fmt::format("SELECT name FROM {} WHERE id = ?1", type.table));
        return name.bind(1, id).step() ? Json(name.string(0)) : Json(id);
    }
    store::Statement uid = connection_.prepare(fmt::format("SELECT uid FROM {} WHERE id = ?1", type.table));
    if (uid.bind(1, id).step() && !uid.null(0)) return Json(uid.string(0));
    return Json(records::derived_uid(connection_.file_uid(), type.number, id));
}

JsonWriter::Json JsonWriter::custom_of(const RecordType& type, const CustomValues& values) {
    auto known = definitions_.find(type.name);
    if (known == definitions_.end()) {
        known = definitions_.emplace(type.name, std::map<std::string, FieldType>()).first;
        const records::CustomFields custom = records::custom_fields(connection_, type);
        for (const Field& field : *custom) known->second.emplace(field.key, field.type);
    }
    Json object = Json::object();
    for (const auto& [key, value] : values) {
        const auto definition = known->second.find(key);
        const FieldType field_type = definition == known->second.end() ? FieldType::text : definition->second;
        Json entry = Json::object();
        entry["type"] = type_name(field_type);
        if (const auto* flag = value.as<bool>())
            entry["value"] = *flag;
        else if (const auto* whole = value.as<std::int64_t>())
            entry["value"] = *whole;
        else if (const auto* real = value.as<double>())
            entry["value"] = *real;
        else if (const auto* texts = value.as<Value::Texts>())
            entry["value"] = *texts;
        else if (const auto* reference = value.as<RecordRef>())
            entry["value"] = words_of(reference->type, reference->id);
        else if (const auto* date = value.as<PartialDate>())
            entry["value"] = date->to_string();
        else if (const auto* time = value.as<Time>())
            entry["value"] = to_string(*time);
        else
            entry["value"] = value.to_string();
        object[key] = std::move(entry);
    }
    return object;
}

}  // namespace kith::interchange
