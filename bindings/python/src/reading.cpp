// Verbs that read.
#include "access.hpp"
#include "results.hpp"
#include "table.hpp"

#include <kith/paging.hpp>

namespace kithpy {

namespace {

using kith::RecordType;

[[noreturn]] void not_found(const RecordType& type, std::int64_t id) {
    const std::string record = type_name_of(type) + " " + std::to_string(id);
    throw kith::Error(kith::Code::not_found, "there is no " + record, {.record = record});
}

py::object get(Access& access, const py::object& type_name, const py::object& which, bool or_none) {
    const RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t id = id_from_python(type, which.ptr());
    const kith::RecordHolder record = kith::new_record(type);
    bool found = false;
    reading(access, [&](const kith::Reader& reader) { found = reader.load(type, id, record.get()); });
    if (or_none && (!found || kith::meta_of(type, record.get()).deleted_at)) return py::none();
    if (!found) not_found(type, id);
    return owned(record_to_python(type, record.get()));
}

py::object query(Access& access, const py::object& type_name, const std::string& text,
                 const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    Structs structs(type);
    reading(access, [&](const kith::Reader& reader) {
        reader.select(type, text, parameters, &structs, &Structs::next);
    });
    return owned(structs.to_list());
}

py::object page(Access& access, const py::object& type_name, const std::string& text, const py::object& given,
                std::int64_t after, std::size_t size) {
    const RecordType& type = type_from_python(type_name.ptr());
    if (size == 0) throw kith::Error(kith::Code::invalid_argument, "a page has at least one record");
    const kith::Parameters parameters = to_parameters(given);
    Structs structs(type);
    reading(access, [&](const kith::Reader& reader) {
        kith::Database::select_page(reader, type, text, parameters, after, size, &structs, &Structs::next);
    });
    return owned(structs.to_list());
}

py::object page_after(Access& access, const py::object& type_name, const std::string& text,
                      const py::object& given, std::size_t size, const std::string& after) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    Structs structs(type);
    std::string next;
    reading(access, [&](const kith::Reader& reader) {
        next = kith::select_page_after(reader, type, text, size, after, parameters, &structs, &Structs::next);
    });
    return py::make_tuple(owned(structs.to_list()), next);
}

py::object ids(Access& access, const py::object& type_name, const std::string& text, const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    std::vector<std::int64_t> found;
    reading(access, [&](const kith::Reader& reader) { found = reader.select_ids(type, text, parameters); });
    return owned(list_of(found));
}

std::int64_t count(Access& access, const py::object& type_name, const std::string& text,
                   const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    std::int64_t records = 0;
    reading(access, [&](const kith::Reader& reader) { records = reader.count_of(type, text, parameters); });
    return records;
}

std::shared_ptr<Table> columns(Access& access, const py::object& type_name, const py::object& fields,
                               const std::string& text, const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    const std::vector<std::string> names = texts_from_python(fields);
    auto table = std::make_shared<Table>();
    reading(access, [&](const kith::Reader& reader) {
        table->content = reader.select_columns(type, names, text, parameters);
    });
    return table;
}

py::object list(Access& access, const py::object& type_name, const py::object& fields,
                const std::string& text, const py::object& given) {
    return owned(columns(access, type_name, fields, text, given)->to_rows());
}

std::vector<kith::Value> values_from_python(const py::object& given) {
    std::vector<kith::Value> values;
    if (given.is_none()) return values;
    for (const py::handle value : py::iter(given)) values.push_back(to_value(value.ptr(), "a parameter"));
    return values;
}

py::object rows_to_python(const kith::Rows& rows) {
    const Undisturbed undisturbed;
    PyObject* columns = list_of(rows.columns);
    PyObject* table = list_of(rows.rows, [](const std::vector<kith::Value>& row) {
        py::tuple made(row.size());
        for (std::size_t i = 0; i < row.size(); ++i)
            PyTuple_SET_ITEM(made.ptr(), static_cast<Py_ssize_t>(i), to_python(row[i]));
        return made.release().ptr();
    });
    return named("Rows", {columns, table});
}

py::object sql(Access& access, const std::string& statement, const py::object& given, bool write) {
    const std::vector<kith::Value> parameters = values_from_python(given);
    kith::Rows rows;
    if (write)
        writing(access, [&](kith::Transaction& tx) { rows = tx.sql(statement, parameters); });
    else
        reading(access, [&](const kith::Reader& reader) { rows = reader.sql(statement, parameters); });
    return rows_to_python(rows);
}

py::object settings(Access& access) {
    kith::Settings now;
    reading(access, [&](const kith::Reader& reader) { now = reader.settings(); });
    return named("Settings",
                 {to_python(now.region), to_python(now.time_zone), to_python(std::int64_t{now.week_start}),
                  to_python(std::int64_t{now.fiscal_year_start}), to_python(std::int64_t{now.history_days})});
}

py::object explain_query(Access& access, const py::object& type_name, const std::string& text,
                         const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    kith::Explanation how;
    reading(access, [&](const kith::Reader& reader) { how = kith::explain(reader, type, text, parameters); });
    return explanation_to_python(how);
}

py::object why(Access& access, const py::object& type_name, const std::string& text, const py::object& record,
               const py::object& given) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    const std::int64_t id = id_from_python(type, record.ptr());
    kith::Why result;
    reading(access,
            [&](const kith::Reader& reader) { result = kith::why(reader, type, text, id, parameters); });
    return why_to_python(result);
}

}  // namespace

py::object why_to_python(const kith::Why& why) {
    const auto value = [](const kith::WhyValue& looked_at) {
        return result("WhyValue",
                      {to_python(looked_at.name), list_of(looked_at.values), to_python(looked_at.more)});
    };
    const auto part = [](const kith::Why& inner) { return why_to_python(inner).release().ptr(); };
    return named("Why", {to_python(why.text), to_python(std::string(kith::name_of(why.holds))),
                         to_python(why.record), to_python(why.title), list_of(why.values, value),
                         list_of(why.parts, part)});
}

py::object explanation_to_python(const kith::Explanation& how) {
    return named("Explanation", {to_python(how.text), to_python(how.sql), list_of(how.parameters),
                                 list_of(how.plan), list_of(how.warnings), to_python(how.estimated_rows)});
}

void add_reading(AccessClass& access) {
    const auto type = py::arg("type");
    const auto text = py::arg("query");
    const auto parameters = py::arg("parameters");
    access.def("get", &get, type, py::arg("id"), py::arg("or_none"))
        .def("query", &query, type, text, parameters)
        .def("page", &page, type, text, parameters, py::arg("after"), py::arg("size"))
        .def("page_after", &page_after, type, text, parameters, py::arg("size"), py::arg("after"))
        .def("ids", &ids, type, text, parameters)
        .def("count", &count, type, text, parameters)
        .def("list", &list, type, py::arg("fields"), text, parameters)
        .def("columns", &columns, type, py::arg("fields"), text, parameters)
        .def("sql", &sql, py::arg("statement"), parameters, py::arg("write"))
        .def("settings", &settings)
        .def("explain", &explain_query, type, text, parameters)
        .def("why", &why, type, text, py::arg("record"), parameters);
}

}  // namespace kithpy
