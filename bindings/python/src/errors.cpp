// kith::Error as a tree of Python exceptions, one class for each code.
#include "lock.hpp"

#include <map>

namespace kithpy {

namespace {

/// The exception class of each code; they live as long as the process.
std::map<kith::Code, PyObject*>& error_classes() {
    static auto* all = new std::map<kith::Code, PyObject*>;
    return *all;
}

void set(PyObject* error, const char* name, PyObject* value) {
    const py::object kept = owned(value);
    if (PyObject_SetAttrString(error, name, kept.ptr()) != 0) throw py::error_already_set();
}

PyObject* text_or_none(const std::string& text) {
    if (text.empty()) Py_RETURN_NONE;
    return text_to_python(text);
}

/// The number in an argument of the error, or None.
PyObject* number_or_none(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) Py_RETURN_NONE;
    return checked(PyLong_FromString(std::string(text).c_str(), nullptr, 10));
}

}  // namespace

py::object exception_of(const kith::Error& error) {
    auto found = error_classes().find(error.code());
    if (found == error_classes().end()) found = error_classes().find(kith::Code::unknown);
    if (found == error_classes().end()) throw std::runtime_error(error.what());
    py::object exception =
        owned(PyObject_CallFunction(found->second, "O", owned(text_to_python(error.what())).ptr()));
    PyObject* self = exception.ptr();
    set(self, "code", text_to_python(kith::name_of(error.code())));
    set(self, "record", text_or_none(error.record()));
    set(self, "field", text_or_none(error.field()));
    set(self, "line", number_or_none(error.argument("line")));
    set(self, "column", number_or_none(error.argument("column")));
    set(self, "retryable", to_python(error.retryable()));
    set(self, "sqlite_code", to_python(std::int64_t{error.sqlite_code()}));
    set(self, "message_ja", text_to_python(error.message(kith::Language::ja)));
    py::dict arguments;
    for (const auto& [name, value] : error.arguments()) arguments[py::str(name)] = py::str(value);
    set(self, "arguments", arguments.release().ptr());
    return exception;
}

void raise(const kith::Error& error) noexcept {
    try {
        const py::object exception = exception_of(error);
        PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
    } catch (py::error_already_set& failed) {
        failed.restore();
    } catch (const std::exception& failed) {
        PyErr_SetString(PyExc_RuntimeError, failed.what());
    }
}

void add_errors(py::module_& module) {
    module.def(
        "codes",
        [] {
            // Codes are numbered without a gap, and an unknown number has the name of 0.
            py::dict codes;
            for (std::int32_t number = 0;; ++number) {
                const std::string_view name = kith::name_of(static_cast<kith::Code>(number));
                if (number > 0 && name == kith::name_of(kith::Code::unknown)) return codes;
                codes[py::str(std::string(name))] = number;
            }
        },
        "The codes of errors: their stable names with their numbers.");
    module.def(
        "use_errors",
        [](const py::dict& given) {
            for (const auto& [code, type] : given)
                error_classes()[static_cast<kith::Code>(py::cast<std::int32_t>(code))] = type.inc_ref().ptr();
        },
        "Tells the module the exception class of each code.");
    py::register_exception_translator([](std::exception_ptr thrown) {
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const kith::Error& error) {
            raise(error);
        } catch (const py::cast_error& wrong) {  // what a verb was given has not the type that it takes
            PyErr_SetString(PyExc_TypeError, wrong.what());
        } catch (const Raised& raised) {
            PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(raised.object().ptr())),
                            raised.object().ptr());
        }
    });
}

}  // namespace kithpy
