// The Python module: what all its files share, and values on their way between C++ and Python.
//
//   convert.hpp    values, times, dates, errors            structure.hpp  the base of all record classes
//   records.hpp    records between both sides              access.hpp     how verbs reach a database or a transaction
//   session.hpp    transactions for `with`                 table.hpp      columns and rows
//   results.hpp    what faces give                         lock.hpp       the interpreter's lock
//
// Everything that waits or works long runs without the interpreter's lock, and no call into kith is made with it: so
// a thread that holds one of kith's locks may take it (a progress callback does), and none waits for the other.
// Functions here need the interpreter's lock unless they say otherwise; those that give a PyObject* give a new reference.
#pragma once

#include <pybind11/pybind11.h>

#include <kith/kith.hpp>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kithpy {

namespace py = pybind11;

/// Sets the Python exception that stands for a kith::Error.
void raise(const kith::Error& error) noexcept;
/// That exception as an object.
py::object exception_of(const kith::Error& error);
/// Adds what errors need to the module: the codes, and the way to tell it the classes.
void add_errors(py::module_& module);

/// Runs `work` for a slot of a Python type: exceptions become Python's, and `failed` is returned.
template <class Result, class Work>
Result guarded(Result failed, Work&& work) noexcept {
    try {
        return work();
    } catch (py::error_already_set& error) {
        error.restore();
    } catch (const kith::Error& error) {
        raise(error);
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_RuntimeError, error.what());
    }
    return failed;
}

/// Throws `error_already_set` for a null from Python's own functions.
inline PyObject* checked(PyObject* object) {
    if (object == nullptr) throw py::error_already_set();
    return object;
}
inline py::object owned(PyObject* object) { return py::reinterpret_steal<py::object>(checked(object)); }
inline py::object borrowed(PyObject* object) { return py::reinterpret_borrow<py::object>(object); }

/// Text between both sides. The view lives as long as the Python object.
PyObject* text_to_python(std::string_view text);
std::string_view view_of(PyObject* text);

/// Times are aware datetimes in UTC; any aware datetime, or ISO 8601 text, is read. `field` is for the message.
PyObject* time_to_python(std::int64_t milliseconds);
std::int64_t time_from_python(PyObject* time, const std::string& field);
inline PyObject* time_to_python(kith::Time time) { return time_to_python(time.time_since_epoch().count()); }
PyObject* time_to_python(const std::optional<kith::Time>& time);
std::optional<kith::Time> optional_time_from_python(const py::object& time, const std::string& field);
/// A stretch of time as a timedelta.
PyObject* duration_to_python(std::chrono::milliseconds duration);

/// Complete dates are datetime.date, others kith.PartialDate; ISO 8601 text is read too.
PyObject* date_to_python(const kith::PartialDate& date);
kith::PartialDate date_from_python(PyObject* date, const std::string& field);
/// True for what `date_from_python` reads besides text.
bool is_date(PyObject* object);

PyObject* money_to_python(const kith::Money& money);
kith::Money money_from_python(PyObject* money, const std::string& field);

/// Values of any type; see kith::Value.
PyObject* to_python(const kith::Value& value);
kith::Value to_value(PyObject* object, const std::string& field);
/// A mapping, or None, as the parameters of a query.
kith::Parameters to_parameters(const py::object& mapping);

/// The classes written in Python that results and values are made of, by name; told by the package when it is imported.
PyTypeObject* python_class(const char* name);
void add_classes(py::module_& module);
/// An instance of a NamedTuple class from its items, which it takes over.
py::object named(const char* class_name, std::initializer_list<PyObject*> items);

inline PyObject* to_python(const std::string& text) { return text_to_python(text); }
inline PyObject* to_python(bool flag) { return PyBool_FromLong(flag ? 1 : 0); }
inline PyObject* to_python(double number) { return checked(PyFloat_FromDouble(number)); }
inline PyObject* to_python(std::int64_t number) { return checked(PyLong_FromLongLong(number)); }
inline PyObject* to_python(std::size_t number) { return checked(PyLong_FromSize_t(number)); }
PyObject* to_python(const kith::RecordRef& record);

/// A list of `make(item)` for each item.
template <class Items, class Make>
PyObject* list_of(const Items& items, Make&& make) {
    py::list list(items.size());
    Py_ssize_t position = 0;
    for (const auto& item : items) PyList_SET_ITEM(list.ptr(), position++, checked(make(item)));
    return list.release().ptr();
}
template <class Items>
PyObject* list_of(const Items& items) {
    return list_of(items, [](const auto& item) { return to_python(item); });
}

/// A path from anything that Python takes for one.
std::filesystem::path path_from_python(const py::object& path);

/// The place in the host's code that calls the package: the innermost frame outside it. Its text lives for ever.
kith::Where where();

/// The texts of a sequence; a single text counts as one.
std::vector<std::string> texts_from_python(const py::object& texts);

}  // namespace kithpy
