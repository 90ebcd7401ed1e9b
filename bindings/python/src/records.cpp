#include "records.hpp"

#include <chrono>

namespace kithpy {

namespace {

using kith::Content;
using kith::FieldType;

PyObject* content_to_python(const Content& content, FieldType type, const std::vector<PyObject*>& choices,
                            PyObject* initial) {
    if (content.kind == Content::Kind::none) {
        if (type == FieldType::choices) return checked(PyList_New(0));
        if (type == FieldType::text && initial != nullptr) return Py_NewRef(initial);
        Py_RETURN_NONE;
    }
    switch (type) {
        case FieldType::text: return text_to_python(content.text);
        case FieldType::real: return to_python(content.real);
        case FieldType::flag: return to_python(content.integer != 0);
        case FieldType::time: return time_to_python(content.integer);
        case FieldType::date:
            return date_to_python(kith::PartialDate::parse(content.text).value_or(kith::PartialDate{}));
        case FieldType::money: return money_to_python({content.integer, std::string(content.text)});
        case FieldType::choice: return Py_NewRef(choices.at(static_cast<std::size_t>(content.integer)));
        case FieldType::choices: return list_of(*content.texts);
        default: return to_python(content.integer);
    }
}

/// Gives `set` the content of a Python value.
template <class Set>
void content_from_python(const Member& member, PyObject* value, Set&& set) {
    Content content;
    kith::ContentSpace space;
    if (value != Py_None) {
        switch (member.type) {
            case FieldType::text:
                content.text = view_of(value);
                content.kind = content.text.empty() ? Content::Kind::none : Content::Kind::text;
                break;
            case FieldType::real:
                content.kind = Content::Kind::real;
                content.real = py::cast<double>(py::handle(value));
                break;
            case FieldType::flag:
                content.kind = Content::Kind::integer;
                content.integer = value == Py_True ? 1 : 0;
                break;
            case FieldType::time:
                content.kind = Content::Kind::integer;
                content.integer = time_from_python(value, member.field);
                break;
            case FieldType::date: {
                const kith::PartialDate date = date_from_python(value, member.field);
                if (!date.valid())
                    throw kith::Error(kith::Code::invalid_value,
                                      member.field + " is no date that there can be", {.field = member.field});
                space.text = date.to_string();
                content.kind = Content::Kind::text;
                content.text = space.text;
                break;
            }
            case FieldType::money: {
                const kith::Money money = money_from_python(value, member.field);
                space.text = money.currency;
                content.kind = Content::Kind::integer;
                content.integer = money.minor;
                content.text = space.text;
                break;
            }
            case FieldType::choice:
                content.kind = Content::Kind::integer;
                while (member.choices.at(static_cast<std::size_t>(content.integer)) != value)
                    ++content.integer;
                break;
            case FieldType::choices:
                space.texts = texts_from_python(borrowed(value));
                content.kind = Content::Kind::texts;
                content.texts = &space.texts;
                break;
            default:
                content.kind = Content::Kind::integer;
                content.integer = py::cast<std::int64_t>(py::handle(value));
                break;
        }
    }
    set(content);
}

PyObject* element_to_python(const kith::RecordType& type, const Member& list, const void* item) {
    const Plan& part = *list.part;
    py::object made = owned(new_structure(part));
    kith::ContentSpace space;
    for (const Member& member : part.members) {
        slot_of(made.ptr(), member) =
            member.slot == Slot::id
                ? to_python(kith::element_id(type, list.index, item))
                : content_to_python(kith::element_content(type, list.index, item, member.index, space),
                                    member.type, member.choices, member.initial);
    }
    return made.release().ptr();
}

void element_from_python(PyObject* object, const kith::RecordType& type, const Member& list, void* record) {
    const py::object element = owned(convert_part(*list.part, object, list.field));
    void* item = kith::append_element(type, record, list.index);
    for (const Member& member : list.part->members) {
        PyObject* value = slot_of(element.ptr(), member);
        if (value == nullptr || value == member.initial) continue;
        if (member.slot == Slot::id) {
            kith::set_element_id(type, list.index, item, py::cast<std::int64_t>(py::handle(value)));
            continue;
        }
        content_from_python(member, value, [&](const Content& content) {
            kith::set_element_content(type, list.index, item, member.index, content);
        });
    }
}

PyObject* meta_to_python(const kith::Meta& meta) {
    const py::object created = owned(time_to_python(meta.created_at));
    py::object updated = meta.created_at == meta.updated_at ? created : owned(time_to_python(meta.updated_at));
    PyObject* deleted = time_to_python(meta.deleted_at);
    return named("Meta", {to_python(meta.version), created.inc_ref().ptr(), updated.release().ptr(), deleted,
                          text_to_python(meta.uid)})
        .release()
        .ptr();
}

void meta_from_python(PyObject* object, kith::Meta& meta) {
    if (Py_TYPE(object) != python_class("Meta"))
        throw std::runtime_error("the slot meta holds something else");
    const auto item = [&](Py_ssize_t position) { return PyTuple_GET_ITEM(object, position); };
    const auto time = [&](Py_ssize_t position, const char* name) {
        return item(position) == Py_None
                   ? kith::Time{}
                   : kith::Time{std::chrono::milliseconds(time_from_python(item(position), name))};
    };
    meta.version = py::cast<std::int64_t>(py::handle(item(0)));
    meta.created_at = time(1, "created_at");
    meta.updated_at = time(2, "updated_at");
    if (item(3) != Py_None) meta.deleted_at = time(3, "deleted_at");
    meta.uid = py::cast<std::string>(py::handle(item(4)));
}

/// `first`: the position of the group that the member is in.
PyObject* member_to_python(const kith::RecordType& type, const void* record, const Member& member,
                           kith::ContentSpace& space, std::size_t first = 0) {
    // The accessors of tags, custom fields and meta take a mutable record for both directions.
    void* held = const_cast<void*>(record);
    switch (member.slot) {
        case Slot::id: return to_python(kith::id_of(type, record));
        case Slot::field:
            return content_to_python(kith::content_of(type, record, first + member.index, space), member.type,
                                     member.choices, member.initial);
        case Slot::group: {
            py::object group = owned(new_structure(*member.part));
            for (const Member& inner : member.part->members)
                slot_of(group.ptr(), inner) = member_to_python(type, record, inner, space, member.index);
            return group.release().ptr();
        }
        case Slot::elements: {
            const std::size_t count = kith::element_count(type, record, member.index);
            py::list list(count);
            for (std::size_t i = 0; i < count; ++i)
                PyList_SET_ITEM(
                    list.ptr(), static_cast<Py_ssize_t>(i),
                    element_to_python(type, member, kith::element_at(type, record, member.index, i)));
            return list.release().ptr();
        }
        case Slot::tags: return list_of(*kith::tags_of(type, held));
        case Slot::custom: {
            py::dict values;
            for (const auto& [key, value] : *kith::mutable_custom(type, held))
                values[py::str(key)] = owned(to_python(value));
            return values.release().ptr();
        }
        case Slot::meta: return meta_to_python(kith::meta_of(type, record));
    }
    Py_RETURN_NONE;
}

void member_from_python(PyObject* object, const kith::RecordType& type, const Member& member, void* record,
                        std::size_t first = 0) {
    PyObject* value = slot_of(object, member);
    if (value == nullptr || value == member.initial) return;
    switch (member.slot) {
        case Slot::id: kith::set_id(type, record, py::cast<std::int64_t>(py::handle(value))); break;
        case Slot::field:
            content_from_python(member, value, [&](const Content& content) {
                kith::set_content(type, record, first + member.index, content);
            });
            break;
        case Slot::group:
            for (const Member& inner : member.part->members)
                member_from_python(value, type, inner, record, member.index);
            break;
        case Slot::elements:
            for (const py::handle item : py::iter(py::handle(value)))
                element_from_python(item.ptr(), type, member, record);
            break;
        case Slot::tags: *kith::tags_of(type, record) = texts_from_python(borrowed(value)); break;
        case Slot::custom: {
            kith::CustomValues& values = *kith::mutable_custom(type, record);
            for (const auto& [key, content] : py::dict(borrowed(value))) {
                const std::string name = py::cast<std::string>(key);
                kith::Value converted = to_value(content.ptr(), "field." + name);
                if (!converted.empty()) values[name] = std::move(converted);
            }
            break;
        }
        case Slot::meta: meta_from_python(value, kith::mutable_meta(type, record)); break;
    }
}

// descriptors ----------------------------------------------------------------------------------------------------

/// A field with the value that it has in a new record.
py::dict describe(const kith::FieldDescription& field, const Content& initial) {
    py::dict result;
    result["info"] = owned(to_python(field));
    result["type"] = static_cast<int>(field.type);
    std::vector<PyObject*> choices;
    const py::list names = py::reinterpret_steal<py::list>(list_of(field.choices));
    for (const py::handle name : names) choices.push_back(name.ptr());
    // A time that is never unknown is filled when the record is written: until then there is none.
    const bool none = field.type == FieldType::time && initial.integer == 0;
    result["initial"] =
        none ? py::object(py::none()) : owned(content_to_python(initial, field.type, choices, nullptr));
    if (initial.kind == Content::Kind::none && field.type == FieldType::text) result["initial"] = py::str("");
    return result;
}

/// An amount of money has its currency in a text field of its own. In Python the amount carries it, and a second member
/// that says the same could only contradict: such fields are found by setting the amount, and get no slot.
/// `fields[i]` is about position `i`; `set(i, content)` and `get(i)` reach an empty holder of them.
template <class Get, class Set>
void hide_currencies(const py::list& fields, Get&& get, Set&& set) {
    constexpr std::string_view currency = "XTS";  // ISO 4217: for testing
    const auto is = [&](std::size_t i, FieldType type) {
        return py::cast<int>(fields[i]["type"]) == static_cast<int>(type);
    };
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!is(i, FieldType::money)) continue;
        set(i, Content{.kind = Content::Kind::integer, .integer = 1, .text = currency});
        for (std::size_t k = 0; k < fields.size(); ++k)
            if (is(k, FieldType::text) && get(k).text == currency) fields[k]["hidden"] = true;
        set(i, Content{});
    }
}

py::list describe_all() {
    py::list types;
    for (const std::string& name : kith::record_type_names()) {
        const kith::RecordType& type = *kith::find_record_type(name);
        const kith::RecordHolder record = kith::new_record(type);
        kith::ContentSpace space;
        py::dict described;
        described["name"] = name;
        described["taggable"] = kith::tags_of(type, record.get()) != nullptr;
        described["custom"] = kith::mutable_custom(type, record.get()) != nullptr;
        const std::vector<kith::ElementDescription> parts = kith::elements_of(type);
        std::size_t of_elements = 0;
        for (const auto& part : parts) of_elements += part.fields.size();
        const std::vector<kith::FieldDescription> all = kith::fields_of(type);
        py::list fields;
        const std::size_t tags = kith::tags_of(type, record.get()) != nullptr ? 1 : 0;
        for (std::size_t i = 0; i + of_elements + tags < all.size(); ++i)
            fields.append(describe(all[i], kith::content_of(type, record.get(), i, space)));
        hide_currencies(
            fields, [&](std::size_t i) { return kith::content_of(type, record.get(), i, space); },
            [&](std::size_t i, const Content& content) { kith::set_content(type, record.get(), i, content); });
        described["fields"] = fields;
        py::list elements;
        for (std::size_t e = 0; e < parts.size(); ++e) {
            void* item = kith::append_element(type, record.get(), e);
            py::dict element;
            element["name"] = parts[e].name;
            element["plural"] = parts[e].plural;
            element["type"] = parts[e].type;
            element["label"] = parts[e].label;
            element["has_ids"] = parts[e].has_ids;
            element["main"] = parts[e].main;
            py::list inner;
            for (std::size_t f = 0; f < parts[e].fields.size(); ++f)
                inner.append(describe(parts[e].fields[f], kith::element_content(type, e, item, f, space)));
            hide_currencies(
                inner, [&](std::size_t f) { return kith::element_content(type, e, item, f, space); },
                [&](std::size_t f, const Content& content) {
                    kith::set_element_content(type, e, item, f, content);
                });
            element["fields"] = inner;
            elements.append(element);
        }
        described["elements"] = elements;
        types.append(described);
    }
    return types;
}

}  // namespace

PyObject* to_python(const kith::FieldDescription& field) {
    static constexpr const char* names[] = {"",     "text",  "integer", "real",    "flag",     "time",
                                            "date", "money", "choice",  "choices", "reference"};
    return named("FieldInfo",
                 {to_python(field.name), to_python(field.label), to_python(field.label_ja),
                  text_to_python(names[static_cast<std::size_t>(field.type)]), to_python(field.multiple),
                  to_python(field.required), to_python(field.unique), to_python(field.searchable),
                  to_python(field.personal), to_python(field.read_only),
                  checked(PyList_AsTuple(owned(list_of(field.choices)).ptr())), to_python(field.target)})
        .release()
        .ptr();
}

PyObject* record_to_python(const kith::RecordType& type, const void* record) {
    const Plan& plan = plan_of(type);
    py::object made = owned(new_structure(plan));
    kith::ContentSpace space;
    for (const Member& member : plan.members)
        slot_of(made.ptr(), member) = member_to_python(type, record, member, space);
    return made.release().ptr();
}

void record_from_python(PyObject* object, const kith::RecordType& type, void* record) {
    const Plan* plan = plan_of(Py_TYPE(object));
    if (plan == nullptr || plan->record != &type)
        throw kith::Error(kith::Code::invalid_argument, "a kith." + plan_of(type).name + " is needed, not " +
                                                            std::string(Py_TYPE(object)->tp_name));
    for (const Member& member : plan->members) member_from_python(object, type, member, record);
}

kith::RecordHolder struct_of(PyObject* object, const kith::RecordType& type) {
    kith::RecordHolder holder = kith::new_record(type);
    record_from_python(object, type, holder.get());
    return holder;
}

void refresh(PyObject* object, const kith::RecordType& type, const void* record) {
    const Plan& plan = plan_of(type);
    kith::ContentSpace space;
    for (const Member& member : plan.members) {
        PyObject* before =
            std::exchange(slot_of(object, member), member_to_python(type, record, member, space));
        Py_XDECREF(before);
    }
}

PyObject* Structs::to_list() {
    const Undisturbed undisturbed;
    py::list list(all_.size());
    for (Py_ssize_t position = 0; !all_.empty(); all_.pop_front())
        PyList_SET_ITEM(list.ptr(), position++, record_to_python(type_, all_.front().get()));
    return list.release().ptr();
}

void add_records(py::module_& module) {
    module.def("describe", &describe_all,
               "All record types with their fields and elements, from which the package makes its classes.");
}

}  // namespace kithpy
