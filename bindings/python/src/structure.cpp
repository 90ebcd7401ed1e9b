#include "structure.hpp"

#include <structmember.h>

#include <algorithm>
#include <unordered_map>

namespace kithpy {

namespace {

struct Plans {
    std::unordered_map<PyTypeObject*, const Plan*> by_class{};
    std::unordered_map<const kith::RecordType*, const Plan*> by_type{};
    PyTypeObject* base = nullptr;
};
Plans& plans() {
    static auto* all = new Plans;
    return *all;
}

const Plan& known(PyObject* self) {
    const Plan* plan = plan_of(Py_TYPE(self));
    if (plan == nullptr) throw std::runtime_error("Structure is a base: use the classes of the package kith");
    return *plan;
}

const Member* member_of(const Plan& plan, PyObject* name) {
    PyObject* position = PyDict_GetItemWithError(plan.positions, name);
    if (position == nullptr) {
        if (PyErr_Occurred() != nullptr) throw py::error_already_set();
        return nullptr;
    }
    return &plan.members[PyLong_AsSize_t(position)];
}

/// Python's error for a name that a class does not have, with the nearest one.
[[noreturn]] void unknown_name(const Plan& plan, PyObject* name, PyObject* kind) {
    const py::object message =
        py::module_::import("kith._records")
            .attr("unknown_name")(borrowed(reinterpret_cast<PyObject*>(plan.type)), borrowed(name));
    PyErr_SetObject(kind, message.ptr());
    throw py::error_already_set();
}

void put(PyObject* self, const Member& member, PyObject* value) {
    PyObject* before = std::exchange(slot_of(self, member), value);
    Py_XDECREF(before);
}

PyObject* initial_value(const Member& member) {
    if (member.initial != nullptr) return Py_NewRef(member.initial);
    switch (member.slot) {
        case Slot::group: return default_structure(*member.part);
        case Slot::custom: return checked(PyDict_New());
        default: return checked(PyList_New(0));
    }
}

void fill(PyObject* self, const Plan& plan) {
    for (const Member& member : plan.members) put(self, member, initial_value(member));
}

/// Sets a member from a keyword, which may reach into a group: "name.given".
void set_keyword(PyObject* self, const Plan& plan, PyObject* name, PyObject* value) {
    if (const Member* member = member_of(plan, name)) {
        put(self, *member, convert(*member, value));
        return;
    }
    const std::string_view text = view_of(name);
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos) {
        const py::object group = owned(text_to_python(text.substr(0, dot)));
        const Member* member = member_of(plan, group.ptr());
        if (member != nullptr && member->slot == Slot::group) {
            const py::object rest = owned(text_to_python(text.substr(dot + 1)));
            set_keyword(slot_of(self, *member), *member->part, rest.ptr(), value);
            return;
        }
    }
    unknown_name(plan, name, PyExc_TypeError);
}

// slots of the type ----------------------------------------------------------------------------------------------

int init(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded(-1, [&] {
        const Plan& plan = known(self);
        fill(self, plan);
        const Py_ssize_t count = PyTuple_GET_SIZE(arguments);
        if (count > (plan.main >= 0 ? 1 : 0)) {
            PyErr_Format(PyExc_TypeError, "%s takes keywords%s", plan.name.c_str(),
                         plan.main >= 0 ? " after the first argument" : " only");
            return -1;
        }
        if (count == 1) {
            const Member& member = plan.members[static_cast<std::size_t>(plan.main)];
            put(self, member, convert(member, PyTuple_GET_ITEM(arguments, 0)));
        }
        PyObject* name = nullptr;
        PyObject* value = nullptr;
        Py_ssize_t position = 0;
        while (keywords != nullptr && PyDict_Next(keywords, &position, &name, &value) != 0)
            set_keyword(self, plan, name, value);
        return 0;
    });
}

int set_attribute(PyObject* self, PyObject* name, PyObject* value) {
    return guarded(-1, [&] {
        const Plan& plan = known(self);
        if (const Member* member = member_of(plan, name)) {
            put(self, *member, value == nullptr ? initial_value(*member) : convert(*member, value));
            return 0;
        }
        if (PyObject_GenericSetAttr(self, name, value) == 0) return 0;
        if (PyErr_ExceptionMatches(PyExc_AttributeError) == 0) return -1;
        PyErr_Clear();
        unknown_name(plan, name, PyExc_AttributeError);
    });
}

PyObject* compare(PyObject* left, PyObject* right, int operation) {
    return guarded(static_cast<PyObject*>(nullptr), [&]() -> PyObject* {
        const Plan* plan = plan_of(Py_TYPE(left));
        if ((operation != Py_EQ && operation != Py_NE) || plan == nullptr || plan != plan_of(Py_TYPE(right)))
            Py_RETURN_NOTIMPLEMENTED;
        bool equal = true;
        for (const Member& member : plan->members) {
            PyObject* a = slot_of(left, member);
            PyObject* b = slot_of(right, member);
            if (a == b) continue;
            const int same = a == nullptr || b == nullptr ? 0 : PyObject_RichCompareBool(a, b, Py_EQ);
            if (same < 0) throw py::error_already_set();
            if (same == 0) {
                equal = false;
                break;
            }
        }
        return to_python(equal == (operation == Py_EQ));
    });
}

bool is_initial(const Member& member, PyObject* value) {
    if (value == nullptr || value == member.initial) return true;
    if (member.slot == Slot::group) {
        const Plan& part = *member.part;
        return std::all_of(part.members.begin(), part.members.end(),
                           [&](const Member& inner) { return is_initial(inner, slot_of(value, inner)); });
    }
    if (member.initial == nullptr) return PyObject_Size(value) == 0;
    const int same = PyObject_RichCompareBool(value, member.initial, Py_EQ);
    if (same < 0) throw py::error_already_set();
    return same == 1;
}

PyObject* repr(PyObject* self) {
    return guarded(static_cast<PyObject*>(nullptr), [&]() -> PyObject* {
        const Plan& plan = known(self);
        const int entered = Py_ReprEnter(self);
        if (entered < 0) return nullptr;
        if (entered > 0) return PyUnicode_FromString("...");
        struct Leave {
            PyObject* self;
            ~Leave() { Py_ReprLeave(self); }
        } const leave{self};
        std::string text(Py_TYPE(self)->tp_name);
        text = text.substr(text.rfind('.') + 1) + "(";
        bool first = true;
        for (const Member& member : plan.members) {
            PyObject* value = slot_of(self, member);
            if (is_initial(member, value)) continue;
            if (!first) text += ", ";
            first = false;
            text +=
                std::string(view_of(member.name)) + "=" + py::cast<std::string>(py::repr(py::handle(value)));
        }
        return text_to_python(text + ")");
    });
}

PyObject* plain(PyObject* value);

PyObject* dict_of(PyObject* self, const Plan& plan) {
    py::dict result;
    for (const Member& member : plan.members) {
        PyObject* value = slot_of(self, member);
        const py::object item = value == nullptr ? owned(initial_value(member)) : owned(plain(value));
        if (PyDict_SetItem(result.ptr(), member.name, item.ptr()) != 0) throw py::error_already_set();
    }
    return result.release().ptr();
}

/// The value without our classes: dicts for objects, lists of them for lists.
PyObject* plain(PyObject* value) {
    if (const Plan* plan = plan_of(Py_TYPE(value))) return dict_of(value, *plan);
    if (PyList_CheckExact(value)) {
        const auto list = py::reinterpret_borrow<py::list>(value);
        return list_of(list, [](const py::handle item) { return plain(item.ptr()); });
    }
    if (PyDict_CheckExact(value)) return checked(PyDict_Copy(value));
    if (Py_TYPE(value) == python_class("Meta"))
        return checked(PyObject_CallMethod(value, "_asdict", nullptr));
    return Py_NewRef(value);
}

PyObject* to_dict(PyObject* self, PyObject*) {
    return guarded(static_cast<PyObject*>(nullptr), [&] { return dict_of(self, known(self)); });
}

PyObject* from_dict(PyObject* type, PyObject* mapping) {
    return guarded(static_cast<PyObject*>(nullptr), [&] {
        const py::dict keywords{borrowed(mapping)};
        return checked(PyObject_Call(type, py::tuple().ptr(), keywords.ptr()));
    });
}

PyMethodDef methods[] = {
    {"to_dict", &to_dict, METH_NOARGS,
     "to_dict($self, /)\n--\n\nAll members as a dict: groups and elements as dicts within it, values as they are."},
    {"from_dict", &from_dict, METH_O | METH_CLASS,
     "from_dict($type, mapping, /)\n--\n\nA new object from what to_dict gave, or from any part of it."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_doc,
     const_cast<char*>("The base of all records, their elements and their parts. Values only: change an "
                       "object and hand it to `update`.")},
    {Py_tp_init, reinterpret_cast<void*>(&init)},
    {Py_tp_setattro, reinterpret_cast<void*>(&set_attribute)},
    {Py_tp_richcompare, reinterpret_cast<void*>(&compare)},
    {Py_tp_hash, reinterpret_cast<void*>(&PyObject_HashNotImplemented)},
    {Py_tp_repr, reinterpret_cast<void*>(&repr)},
    {Py_tp_methods, methods},
    {0, nullptr},
};

PyType_Spec spec = {"kith._kith.Structure", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                    slots};

// what the package tells ---------------------------------------------------------------------------------------

/// Where a slot lies, from the descriptor that Python made for it.
Py_ssize_t offset_of(PyTypeObject* type, PyObject* name) {
    const py::object descriptor = owned(PyObject_GetAttr(reinterpret_cast<PyObject*>(type), name));
    if (Py_TYPE(descriptor.ptr()) != &PyMemberDescr_Type)
        throw std::runtime_error("the class has no slot " + std::string(view_of(name)));
    return reinterpret_cast<PyMemberDescrObject*>(descriptor.ptr())->d_member->offset;
}

Slot slot_named(const std::string& name) {
    constexpr std::pair<const char*, Slot> all[] = {
        {"id", Slot::id},     {"field", Slot::field},   {"group", Slot::group}, {"elements", Slot::elements},
        {"tags", Slot::tags}, {"custom", Slot::custom}, {"meta", Slot::meta}};
    for (const auto& [word, slot] : all)
        if (name == word) return slot;
    throw std::runtime_error("no kind of slot is called " + name);
}

void bind(const py::type& type, const std::string& name, const py::object& record, Py_ssize_t main,
          const py::list& members) {
    auto* plan = new Plan;
    plan->type = reinterpret_cast<PyTypeObject*>(borrowed(type.ptr()).release().ptr());
    plan->name = name;
    plan->main = main;
    plan->positions = checked(PyDict_New());
    if (!record.is_none()) {
        plan->record_name = py::cast<std::string>(record);
        plan->record = kith::find_record_type(plan->record_name);
    }
    for (const py::handle item : members) {
        const py::handle given(item);
        Member& member = plan->members.emplace_back();
        member.name = given["name"].cast<py::object>().release().ptr();
        PyUnicode_InternInPlace(&member.name);
        member.field = py::cast<std::string>(given["field"]);
        member.slot = slot_named(py::cast<std::string>(given["slot"]));
        member.offset = offset_of(plan->type, member.name);
        member.index = py::cast<std::size_t>(given["index"]);
        member.type = static_cast<kith::FieldType>(py::cast<int>(given["type"]));
        member.target = py::cast<std::string>(given["target"]);
        for (const py::handle choice : given["choices"]) {
            PyObject* text = Py_NewRef(choice.ptr());
            PyUnicode_InternInPlace(&text);
            member.choices.push_back(text);
        }
        const py::object initial = given["initial"];
        if (member.slot == Slot::id || member.slot == Slot::meta ||
            (member.slot == Slot::field && member.type != kith::FieldType::choices)) {
            member.initial = Py_NewRef(initial.ptr());
            if (PyUnicode_CheckExact(member.initial)) PyUnicode_InternInPlace(&member.initial);
        }
        const py::object part = given["part"];
        if (!part.is_none()) member.part = plan_of(reinterpret_cast<PyTypeObject*>(part.ptr()));
        const py::int_ position(plan->members.size() - 1);
        if (PyDict_SetItem(plan->positions, member.name, position.ptr()) != 0) throw py::error_already_set();
    }
    plans().by_class[plan->type] = plan;
    if (plan->record != nullptr) plans().by_type[plan->record] = plan;
}

}  // namespace

const Plan* plan_of(PyTypeObject* type) noexcept {
    const auto& all = plans().by_class;
    if (const auto found = all.find(type); found != all.end()) return found->second;
    if (plans().base == nullptr || PyType_IsSubtype(type, plans().base) == 0) return nullptr;
    for (type = type->tp_base; type != nullptr; type = type->tp_base)
        if (const auto found = all.find(type); found != all.end()) return found->second;
    return nullptr;
}

const Plan& plan_of(const kith::RecordType& type) {
    const auto found = plans().by_type.find(&type);
    if (found == plans().by_type.end()) throw std::runtime_error("a record type has no class");
    return *found->second;
}

PyObject* new_structure(const Plan& plan) { return checked(plan.type->tp_alloc(plan.type, 0)); }

PyObject* default_structure(const Plan& plan) {
    py::object made = owned(new_structure(plan));
    fill(made.ptr(), plan);
    return made.release().ptr();
}

const std::string& type_name_of(const kith::RecordType& type) { return plan_of(type).record_name; }

const kith::RecordType& type_from_python(PyObject* object) {
    if (PyUnicode_Check(object)) {
        const std::string name(view_of(object));
        if (const auto* type = kith::find_record_type(name)) return *type;
        throw kith::Error(kith::Code::invalid_argument, "there is no record type '" + name + "'");
    }
    const Plan* plan =
        plan_of(PyType_Check(object) ? reinterpret_cast<PyTypeObject*>(object) : Py_TYPE(object));
    if (plan == nullptr || plan->record == nullptr)
        throw kith::Error(kith::Code::invalid_argument, "a record class like kith.Contact is needed, not " +
                                                            std::string(Py_TYPE(object)->tp_name));
    return *plan->record;
}

std::int64_t id_from_python(const kith::RecordType& type, PyObject* object) {
    if (const Plan* plan = plan_of(Py_TYPE(object)); plan != nullptr && plan->record == &type) {
        for (const Member& member : plan->members)
            if (member.slot == Slot::id && slot_of(object, member) != nullptr)
                return py::cast<std::int64_t>(py::handle(slot_of(object, member)));
    }
    if (PyLong_Check(object)) {
        int beyond = 0;
        const long long id = PyLong_AsLongLongAndOverflow(object, &beyond);
        if (beyond == 0) return id;
        throw kith::Error(kith::Code::not_found, "there is no " + type_name_of(type) + " " +
                                                     py::cast<std::string>(py::repr(py::handle(object))));
    }
    if (Py_TYPE(object) == python_class("RecordRef")) {
        const py::handle reference(object);
        if (kith::find_record_type(py::cast<std::string>(reference.attr("type"))) == &type)
            return py::cast<std::int64_t>(reference.attr("id"));
    }
    throw kith::Error(kith::Code::invalid_argument, "an id or a record of the type is needed, not " +
                                                        py::cast<std::string>(py::repr(py::handle(object))));
}

void add_structure(py::module_& module) {
    PyObject* base = checked(PyType_FromSpec(&spec));
    plans().base = reinterpret_cast<PyTypeObject*>(base);
    module.add_object("Structure", base);
    module.def("bind", &bind, py::arg("type"), py::arg("name"), py::arg("record"), py::arg("main"),
               py::arg("members"), "Tells the module what the slots of a class hold.");
}

}  // namespace kithpy
