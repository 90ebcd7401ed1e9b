// What faces give back: ids, amounts, records and choices as the members of results.
#pragma once

#include "records.hpp"

#include <kith/bulk.hpp>

#include <map>
#include <optional>

namespace kithpy {

/// The id of a record, None where there is none: as the classes of records hold references.
template <class T>
PyObject* to_python(kith::Id<T> id) {
    if (id.value == 0) Py_RETURN_NONE;
    return to_python(id.value);
}

/// An amount, None where there is no currency.
inline PyObject* to_python(const kith::Money& money) {
    if (money.currency.empty()) Py_RETURN_NONE;
    return money_to_python(money);
}

/// A value, None where there is none.
inline PyObject* to_python(const std::optional<std::int64_t>& number) {
    if (!number) Py_RETURN_NONE;
    return to_python(*number);
}
inline PyObject* to_python(const std::optional<kith::PartialDate>& date) {
    if (!date) Py_RETURN_NONE;
    return date_to_python(*date);
}

/// A record as an object of its class.
template <class T>
PyObject* record_of(const T& record) {
    return record_to_python(kith::record_type<T>(), &record);
}

/// The id that a record class's argument names.
template <class T>
kith::Id<T> id_from(const py::object& which) {
    return {id_from_python(kith::record_type<T>(), which.ptr())};
}

/// The name that the descriptors give a choice: that of `field` in a record that `holding(value)` makes.
template <class Enum, class Make>
PyObject* choice_to_python(Enum value, const char* field, Make holding) {
    static auto* names = new std::map<Enum, PyObject*>;  // of this place; each is looked up once
    PyObject*& name = (*names)[value];
    if (name == nullptr) {
        const auto found = kith::field_values(holding(value), field);
        name = found.empty() ? text_to_python("") : to_python(found.front());
    }
    return Py_NewRef(name);
}

/// A result's class filled with its items, as an item of a list.
inline PyObject* result(const char* class_name, std::initializer_list<PyObject*> items) {
    return named(class_name, items).release().ptr();
}

/// What changed in a record.
inline PyObject* to_python(const kith::BulkChange& change) {
    const auto& [id, title, values] = change;
    return result("BulkChange", {to_python(id), to_python(title), list_of(values, [](const auto& value) {
                                     return result("BulkValue",
                                                   {to_python(value.field), to_python(value.before),
                                                    to_python(value.after)});
                                 })});
}

}  // namespace kithpy
