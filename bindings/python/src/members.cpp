// Values on their way into a slot: what each kind of member accepts, and how it keeps it.
#include "structure.hpp"

#include <algorithm>

namespace kithpy {

namespace {

using kith::FieldType;

[[noreturn]] void refuse(const Member& member, const std::string& needs, PyObject* given) {
    std::string shown = py::cast<std::string>(py::repr(py::handle(given)));
    if (shown.size() > 80) shown = std::string(Py_TYPE(given)->tp_name);
    throw kith::Error(kith::Code::invalid_value, member.field + " needs " + needs + ", not " + shown,
                      {.field = member.field});
}

/// The text or number that an enum.Enum stands for; else the value itself.
py::object without_enum(PyObject* value) {
    if (PyObject_TypeCheck(value, python_class("Enum")) != 0) return py::handle(value).attr("value");
    return borrowed(value);
}

PyObject* whole_number(const Member& member, PyObject* value) {
    const py::object number = py::reinterpret_steal<py::object>(PyNumber_Index(value));
    if (!number) {
        PyErr_Clear();
        refuse(member, "a whole number", value);
    }
    int overflow = 0;
    const long long content = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
    if (overflow != 0) refuse(member, "a whole number below 2^63", value);
    return to_python(std::int64_t{content});
}

PyObject* choice(const Member& member, PyObject* value) {
    const py::object name = without_enum(value);
    std::string known;
    for (PyObject* candidate : member.choices) {
        if (candidate == name.ptr()) return Py_NewRef(candidate);
        if (PyUnicode_Check(name.ptr()) && PyUnicode_Compare(candidate, name.ptr()) == 0)
            return Py_NewRef(candidate);
        known += (known.empty() ? "" : ", ") + std::string(view_of(candidate));
    }
    refuse(member, "one of " + known, value);
}

PyObject* reference(const Member& member, PyObject* value) {
    const kith::RecordType* target = kith::find_record_type(member.target);
    if (target == nullptr) return whole_number(member, value);
    std::int64_t id = 0;
    try {
        id = id_from_python(*target, value);
    } catch (const kith::Error&) {
        refuse(member, "the id of a record of type " + member.target, value);
    }
    if (id == 0) Py_RETURN_NONE;
    return to_python(id);
}

PyObject* text(const Member& member, PyObject* value) {
    if (PyUnicode_CheckExact(value)) return Py_NewRef(value);
    const py::object content = without_enum(value);
    if (PyUnicode_Check(content.ptr())) return checked(PyUnicode_FromObject(content.ptr()));
    if (py::hasattr(content, "__fspath__")) return checked(PyObject_Str(content.ptr()));
    if (PyObject_TypeCheck(content.ptr(), python_class("Decimal")) != 0)  // exact: a rate of exchange
        return py::str("{:f}").format(content).release().ptr();
    refuse(member, "text", value);
}

PyObject* texts(const Member& member, PyObject* value) {
    if (PyUnicode_Check(value)) return checked(Py_BuildValue("[O]", value));
    py::list list;
    for (const py::handle item : py::iter(py::handle(value))) {
        if (!PyUnicode_Check(item.ptr())) refuse(member, "a list of texts", value);
        list.append(item);
    }
    return list.release().ptr();
}

PyObject* field(const Member& member, PyObject* value) {
    if (value == Py_None && member.initial != nullptr) return Py_NewRef(member.initial);
    switch (member.type) {
        case FieldType::text: return text(member, value);
        case FieldType::integer: return whole_number(member, value);
        case FieldType::real: {
            if (PyUnicode_Check(value)) refuse(member, "a number", value);
            PyObject* number = PyNumber_Float(value);
            if (number != nullptr) return number;
            PyErr_Clear();
            refuse(member, "a number", value);
        }
        case FieldType::flag:
            if (PyBool_Check(value)) return Py_NewRef(value);
            if (PyLong_Check(value)) {
                const std::int64_t number = py::cast<std::int64_t>(py::handle(value));
                if (number == 0 || number == 1) return to_python(number == 1);
            }
            refuse(member, "True or False", value);
        case FieldType::time: return time_to_python(time_from_python(value, member.field));
        case FieldType::date: return date_to_python(date_from_python(value, member.field));
        case FieldType::money: return money_to_python(money_from_python(value, member.field));
        case FieldType::choice: return choice(member, value);
        case FieldType::choices: return value == Py_None ? checked(PyList_New(0)) : texts(member, value);
        case FieldType::reference: return reference(member, value);
    }
    return Py_NewRef(value);
}

PyObject* elements(const Member& member, PyObject* value) {
    py::list list;
    const auto append = [&](PyObject* item) {
        list.append(owned(convert_part(*member.part, item, member.field)));
    };
    const bool one = PyUnicode_Check(value) || PyDict_Check(value) || PyLong_Check(value) ||
                     plan_of(Py_TYPE(value)) == member.part;
    if (one) {
        append(value);
    } else if (value != Py_None) {
        for (const py::handle item : py::iter(py::handle(value))) append(item.ptr());
    }
    return list.release().ptr();
}

PyObject* meta(const Member& member, PyObject* value) {
    PyTypeObject* type = python_class("Meta");
    if (value == Py_None) return Py_NewRef(member.initial);
    if (Py_TYPE(value) == type) return Py_NewRef(value);
    if (!PyDict_Check(value)) refuse(member, "kith.Meta", value);
    return checked(PyObject_Call(reinterpret_cast<PyObject*>(type), py::tuple().ptr(), value));
}

}  // namespace

PyObject* convert_part(const Plan& part, PyObject* value, const std::string& field_name) {
    if (plan_of(Py_TYPE(value)) == &part) return Py_NewRef(value);
    PyObject* type = reinterpret_cast<PyObject*>(part.type);
    if (PyDict_Check(value)) return checked(PyObject_Call(type, py::tuple().ptr(), value));
    if (part.main >= 0) return checked(PyObject_CallOneArg(type, value));
    throw kith::Error(kith::Code::invalid_value,
                      field_name + " needs kith." + part.name + " or a dict, not " + Py_TYPE(value)->tp_name,
                      {.field = field_name});
}

PyObject* convert(const Member& member, PyObject* value) {
    switch (member.slot) {
        case Slot::id: return value == Py_None ? Py_NewRef(member.initial) : whole_number(member, value);
        case Slot::field: return field(member, value);
        case Slot::group:
            return value == Py_None ? default_structure(*member.part)
                                    : convert_part(*member.part, value, member.field);
        case Slot::elements: return elements(member, value);
        case Slot::tags: return value == Py_None ? checked(PyList_New(0)) : texts(member, value);
        case Slot::custom:
            if (value == Py_None) return checked(PyDict_New());
            return checked(PyDict_Copy(py::dict(borrowed(value)).ptr()));
        case Slot::meta: return meta(member, value);
    }
    return Py_NewRef(value);
}

}  // namespace kithpy
