#include "convert.hpp"

#include "structure.hpp"

#include <datetime.h>

#include <set>
#include <unordered_map>

namespace kithpy {

namespace {

/// The classes told by the package; they live as long as the process.
std::unordered_map<std::string, PyTypeObject*>& classes() {
    static auto* all = new std::unordered_map<std::string, PyTypeObject*>;
    return *all;
}

void need_datetime() {
    if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
    if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

bool is_instance(PyObject* object, const char* class_name) {
    return PyObject_TypeCheck(object, python_class(class_name)) != 0;
}

[[noreturn]] void refuse(const std::string& field, const std::string& needs, PyObject* given) {
    throw kith::Error(kith::Code::invalid_value,
                      (field.empty() ? "" : field + " ") + "needs " + needs + ", not " +
                          std::string(Py_TYPE(given)->tp_name),
                      {.field = field});
}

/// An attribute that is a whole number, or None for 0.
int part(PyObject* object, const char* name) {
    const py::object value = owned(PyObject_GetAttrString(object, name));
    if (value.is_none()) return 0;
    const long number = PyLong_AsLong(value.ptr());
    if (number == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return static_cast<int>(number);
}

}  // namespace

PyTypeObject* python_class(const char* name) {
    const auto found = classes().find(name);
    if (found == classes().end()) throw std::runtime_error(std::string("kith has no class ") + name);
    return found->second;
}

void add_classes(py::module_& module) {
    module.def(
        "use_classes",
        [](const py::dict& given) {
            for (const auto& [name, type] : given)
                classes()[py::cast<std::string>(name)] = reinterpret_cast<PyTypeObject*>(type.inc_ref().ptr());
        },
        "Tells the module the Python classes that values and results are made of.");
    module.def(
        "currency_decimals", [](const std::string& code) { return kith::currency_decimals(code); },
        "How many decimals the minor unit of a currency has by ISO 4217.");
    module.def(
        "parse_money",
        [](const std::string& text) -> py::object {
            const auto money = kith::Money::parse(text);
            if (!money) return py::none();
            return owned(money_to_python(*money));
        },
        "Reads '12.34 USD'; None when the text is something else.");
    module.def(
        "parse_date",
        [](const std::string& text) -> py::object {
            const auto date = kith::PartialDate::parse(text);
            if (!date) return py::none();
            return py::make_tuple(date->year, date->month, date->day);
        },
        "Reads a date of which parts may be missing; (year, month, day) with 0 for unknown, or None.");
    module.def(
        "date_text",
        [](int year, int month, int day) -> py::object {
            const kith::PartialDate date{year, month, day};
            if (!date.valid()) return py::none();
            return py::str(date.to_string());
        },
        "ISO 8601 text of a date of which parts may be 0; None when there is no such date.");
}

py::object named(const char* class_name, std::initializer_list<PyObject*> items) {
    PyTypeObject* type = python_class(class_name);
    PyObject* tuple = type->tp_alloc(type, static_cast<Py_ssize_t>(items.size()));
    Py_ssize_t position = 0;
    for (PyObject* item : items) {
        if (tuple != nullptr)
            PyTuple_SET_ITEM(tuple, position++, item);
        else
            Py_XDECREF(item);
    }
    return owned(tuple);
}

PyObject* text_to_python(std::string_view text) {
    return checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

std::string_view view_of(PyObject* text) {
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(text, &size);
    if (data == nullptr) throw py::error_already_set();
    return {data, static_cast<std::size_t>(size)};
}

// times and dates ----------------------------------------------------------------------------------------------

namespace {

/// Days since 1970-01-01 as year, month, day, and back (Hinnant, "chrono-compatible low-level date algorithms").
struct Civil {
    int year;
    int month;
    int day;
};
Civil civil_of(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto day_of_era = days - era * 146097;
    const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto shifted = (5 * day_of_year + 2) / 153;
    const auto month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), static_cast<int>(month),
            static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}
std::int64_t days_of(int year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

constexpr std::int64_t day_ms = 86'400'000;

}  // namespace

PyObject* time_to_python(std::int64_t milliseconds) {
    need_datetime();
    const std::int64_t days = (milliseconds >= 0 ? milliseconds : milliseconds - (day_ms - 1)) / day_ms;
    const auto rest = static_cast<int>(milliseconds - days * day_ms);
    const Civil date = civil_of(days);
    return checked(PyDateTimeAPI->DateTime_FromDateAndTime(
        date.year, date.month, date.day, rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60,
        rest % 1000 * 1000, PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType));
}

PyObject* time_to_python(const std::optional<kith::Time>& time) {
    if (time) return time_to_python(*time);
    Py_RETURN_NONE;
}

std::int64_t time_from_python(PyObject* time, const std::string& field) {
    need_datetime();
    if (PyUnicode_Check(time)) {
        const auto parsed = kith::parse_time(view_of(time));
        if (!parsed) refuse(field, "a time in ISO 8601", time);
        return parsed->time_since_epoch().count();
    }
    if (!PyDateTime_Check(time)) refuse(field, "a datetime", time);
    std::int64_t offset = 0;  // microseconds
    PyObject* zone = PyDateTime_DATE_GET_TZINFO(time);
    if (zone == Py_None)
        refuse(field, "a datetime with a time zone, as datetime.now(timezone.utc) has", time);
    if (zone != PyDateTime_TimeZone_UTC) {
        const py::object delta = owned(PyObject_CallMethod(time, "utcoffset", nullptr));
        if (delta.is_none()) refuse(field, "a datetime whose time zone knows its offset", time);
        offset = (std::int64_t{PyDateTime_DELTA_GET_DAYS(delta.ptr())} * 86400 +
                  PyDateTime_DELTA_GET_SECONDS(delta.ptr())) *
                     1'000'000 +
                 PyDateTime_DELTA_GET_MICROSECONDS(delta.ptr());
    }
    const std::int64_t seconds =
        days_of(PyDateTime_GET_YEAR(time), PyDateTime_GET_MONTH(time), PyDateTime_GET_DAY(time)) * 86400 +
        PyDateTime_DATE_GET_HOUR(time) * 3600 + PyDateTime_DATE_GET_MINUTE(time) * 60 +
        PyDateTime_DATE_GET_SECOND(time);
    const std::int64_t micro = seconds * 1'000'000 + PyDateTime_DATE_GET_MICROSECOND(time) - offset;
    return (micro >= 0 ? micro : micro - 999) / 1000;
}

std::optional<kith::Time> optional_time_from_python(const py::object& time, const std::string& field) {
    if (time.is_none()) return std::nullopt;
    return kith::Time{std::chrono::milliseconds(time_from_python(time.ptr(), field))};
}

PyObject* duration_to_python(std::chrono::milliseconds duration) {
    need_datetime();
    const std::int64_t days = duration.count() / day_ms;
    const auto rest = static_cast<int>(duration.count() - days * day_ms);
    return checked(PyDelta_FromDSU(static_cast<int>(days), rest / 1000, rest % 1000 * 1000));
}

bool is_date(PyObject* object) {
    need_datetime();
    return PyDate_Check(object) || is_instance(object, "PartialDate");
}

PyObject* date_to_python(const kith::PartialDate& date) {
    need_datetime();
    if (date.complete()) return checked(PyDate_FromDate(date.year, date.month, date.day));
    const auto known = [](int number) {
        return number == 0 ? py::object(py::none()) : py::object(py::int_(number));
    };
    const py::handle type(reinterpret_cast<PyObject*>(python_class("PartialDate")));
    return type(known(date.year), known(date.month), known(date.day)).release().ptr();
}

kith::PartialDate date_from_python(PyObject* date, const std::string& field) {
    need_datetime();
    if (PyUnicode_Check(date)) {
        const auto parsed = kith::PartialDate::parse(view_of(date));
        if (!parsed) refuse(field, "a date in ISO 8601 ('2024-04-01', '--04-01')", date);
        return *parsed;
    }
    if (PyDateTime_Check(date)) refuse(field, "a date", date);
    if (PyDate_Check(date))
        return {PyDateTime_GET_YEAR(date), PyDateTime_GET_MONTH(date), PyDateTime_GET_DAY(date)};
    if (!is_instance(date, "PartialDate")) refuse(field, "a date", date);
    return {part(date, "year"), part(date, "month"), part(date, "day")};
}

// values ---------------------------------------------------------------------------------------------------------

PyObject* money_to_python(const kith::Money& money) {
    const py::handle type(reinterpret_cast<PyObject*>(python_class("Money")));
    return type.attr("of_minor")(money.minor, money.currency).release().ptr();
}

kith::Money money_from_python(PyObject* money, const std::string& field) {
    if (PyUnicode_Check(money)) {
        const auto parsed = kith::Money::parse(view_of(money));
        if (!parsed) refuse(field, "an amount with its currency ('12.34 USD')", money);
        return *parsed;
    }
    py::object object = borrowed(money);
    if (PyTuple_CheckExact(money) && PyTuple_GET_SIZE(money) == 2)  // (Decimal, currency)
        object = owned(PyObject_CallObject(reinterpret_cast<PyObject*>(python_class("Money")), money));
    else if (!is_instance(money, "Money"))
        refuse(field, "kith.Money", money);
    const py::object minor = object.attr("minor");
    int beyond = 0;
    const long long units = PyLong_AsLongLongAndOverflow(minor.ptr(), &beyond);
    if (beyond != 0)
        throw kith::Error(kith::Code::invalid_value,
                          (field.empty() ? "an amount" : field) +
                              " must lie between -2^53 and 2^53 minor units",
                          {.field = field});
    if (units == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return {units, py::cast<std::string>(object.attr("currency"))};
}

PyObject* to_python(const kith::RecordRef& record) {
    return named("RecordRef", {text_to_python(record.type), to_python(record.id)}).release().ptr();
}

PyObject* to_python(const kith::Value& value) {
    struct Visitor {
        PyObject* operator()(std::monostate) const { Py_RETURN_NONE; }
        PyObject* operator()(bool flag) const { return to_python(flag); }
        PyObject* operator()(std::int64_t number) const { return to_python(number); }
        PyObject* operator()(double number) const { return to_python(number); }
        PyObject* operator()(const std::string& text) const { return text_to_python(text); }
        PyObject* operator()(kith::Time time) const { return time_to_python(time); }
        PyObject* operator()(const kith::PartialDate& date) const { return date_to_python(date); }
        PyObject* operator()(const kith::Money& money) const { return money_to_python(money); }
        PyObject* operator()(const kith::RecordRef& record) const { return to_python(record); }
        PyObject* operator()(const kith::Value::Texts& texts) const { return list_of(texts); }
    };
    return std::visit(Visitor{}, value.variant());
}

kith::Value to_value(PyObject* object, const std::string& field) {
    if (object == Py_None) return {};
    if (PyBool_Check(object)) return {object == Py_True};
    if (PyUnicode_Check(object)) return {view_of(object)};
    if (PyFloat_Check(object)) return {PyFloat_AS_DOUBLE(object)};
    if (PyLong_Check(object)) {
        int overflow = 0;
        const long long number = PyLong_AsLongLongAndOverflow(object, &overflow);
        if (overflow != 0) refuse(field, "a whole number below 2^63", object);
        return {static_cast<std::int64_t>(number)};
    }
    need_datetime();
    if (PyDateTime_Check(object))
        return {kith::Time{std::chrono::milliseconds(time_from_python(object, field))}};
    if (is_date(object)) return {date_from_python(object, field)};
    const bool amount = PyTuple_CheckExact(object) && PyTuple_GET_SIZE(object) == 2 &&
                        !PyUnicode_Check(PyTuple_GET_ITEM(object, 0)) &&
                        PyUnicode_Check(PyTuple_GET_ITEM(object, 1));  // (Decimal, currency)
    if (amount || is_instance(object, "Money")) return {money_from_python(object, field)};
    if (is_instance(object, "RecordRef")) {
        const py::handle reference(object);
        return {kith::RecordRef{py::cast<std::string>(reference[py::int_(0)]),
                                py::cast<std::int64_t>(reference[py::int_(1)])}};
    }
    const py::handle handle(object);
    if (const Plan* plan = plan_of(Py_TYPE(object)); plan != nullptr && plan->record != nullptr)
        return {kith::RecordRef{plan->record_name, id_from_python(*plan->record, object)}};
    if (is_instance(object, "Decimal")) return {py::cast<double>(py::float_(borrowed(object)))};
    if (is_instance(object, "Enum")) return to_value(handle.attr("value").ptr(), field);
    if (py::hasattr(handle, "__fspath__")) return {py::cast<std::string>(handle.attr("__fspath__")())};
    if (PyList_Check(object) || PyTuple_Check(object) || PyAnySet_Check(object)) {
        kith::Value::Texts texts;
        for (const py::handle item : py::iter(handle)) {
            if (!PyUnicode_Check(item.ptr())) refuse(field, "a list of texts", item.ptr());
            texts.emplace_back(view_of(item.ptr()));
        }
        return {std::move(texts)};
    }
    refuse(field, "a value that kith knows", object);
}

kith::Parameters to_parameters(const py::object& mapping) {
    kith::Parameters parameters;
    if (mapping.is_none()) return parameters;
    for (const auto& [name, value] : py::dict(mapping)) {
        std::string key = py::cast<std::string>(name);
        kith::Value content = to_value(value.ptr(), key);
        parameters.emplace(std::move(key), std::move(content));
    }
    return parameters;
}

std::filesystem::path path_from_python(const py::object& path) {
    PyObject* decoded = nullptr;
    if (PyUnicode_FSDecoder(path.ptr(), &decoded) == 0) throw py::error_already_set();
    const py::object text = owned(decoded);
#ifdef _WIN32
    return std::filesystem::u8path(py::cast<std::string>(text));
#else
    const py::bytes bytes = py::reinterpret_steal<py::bytes>(checked(PyUnicode_EncodeFSDefault(text.ptr())));
    return {std::string(bytes)};
#endif
}

std::vector<std::string> texts_from_python(const py::object& texts) {
    if (py::isinstance<py::str>(texts)) return {py::cast<std::string>(texts)};
    std::vector<std::string> result;
    for (const py::handle text : py::iter(texts)) result.push_back(py::cast<std::string>(text));
    return result;
}

kith::Where where() {
    // A name's frames share one object: looked up once, kept for ever, because kith keeps the pointer.
    static auto* files = new std::unordered_map<PyObject*, const char*>;
    static auto* functions = new std::set<std::string>;
    PyFrameObject* frame = PyEval_GetFrame();
    Py_XINCREF(frame);
    kith::Where place;
    while (frame != nullptr) {
        PyCodeObject* code = PyFrame_GetCode(frame);
        auto found = files->find(code->co_filename);
        if (found == files->end()) {
            Py_INCREF(code->co_filename);
            static const std::string package =
                py::cast<std::string>(py::module_::import("kith").attr("_folder"));
            const std::string_view name = view_of(code->co_filename);
            const bool own = name.substr(0, package.size()) == package;
            found = files->emplace(code->co_filename, own ? nullptr : name.data()).first;
        }
        if (found->second != nullptr) {
            place = {found->second, PyFrame_GetLineNumber(frame),
                     functions->emplace(view_of(code->co_name)).first->c_str()};
            Py_DECREF(code);
            break;
        }
        Py_DECREF(code);
        PyFrameObject* outer = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = outer;
    }
    Py_XDECREF(frame);
    return place;
}

}  // namespace kithpy
