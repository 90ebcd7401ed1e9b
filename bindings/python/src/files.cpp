// Imports and exports.
#include "access.hpp"

#include <kith/exports.hpp>
#include <kith/imports.hpp>

namespace kithpy {

namespace {

using kith::ImportOptions;

char delimiter_from(const py::object& text) {
    const std::string given = py::cast<std::string>(text);
    if (given.size() != 1)
        throw kith::Error(kith::Code::invalid_argument, "a delimiter is one character, not '" + given + "'");
    return given.front();
}

std::string type_name_from(const py::object& type) {
    if (py::isinstance<py::str>(type)) return py::cast<std::string>(type);
    return type_name_of(type_from_python(type.ptr()));
}

/// "skip", or ("update", 7) with the record that the row is.
kith::ImportDecision decision_from(const py::handle& given) {
    if (py::isinstance<py::str>(given)) return {kith::likeness_named(py::cast<std::string>(given))};
    const auto [action, record] = py::cast<std::pair<std::string, std::int64_t>>(given);
    return {kith::likeness_named(action), record};
}

ImportOptions import_options(const py::dict& given) {
    ImportOptions options;
    const auto text = [&](const char* name, std::string& into) {
        if (given.contains(name) && !given[name].is_none()) into = py::cast<std::string>(given[name]);
    };
    text("source", options.source);
    text("format", options.format);
    text("external_id", options.external_id);
    text("encoding", options.encoding);
    text("region", options.region);
    text("date_order", options.date_order);
    options.record_type = type_name_from(given["type"]);
    for (const auto& [column, field] : py::dict(given["mapping"]))
        options.mapping.emplace_back(py::cast<std::string>(py::str(column)), py::cast<std::string>(field));
    if (const py::object delimiter = given["delimiter"]; !delimiter.is_none())
        options.delimiter = delimiter_from(delimiter);
    if (const py::object header = given["header"]; !header.is_none()) options.header = py::cast<bool>(header);
    options.tags = texts_from_python(given["tags"]);
    options.create_fields = py::cast<bool>(given["create_fields"]);
    options.dry_run = py::cast<bool>(given["dry_run"]);
    options.likeness = kith::likeness_named(py::cast<std::string>(given["likeness"]));
    options.threshold = py::cast<double>(given["threshold"]);
    options.review = py::cast<double>(given["review"]);
    for (const auto& [line, decision] : py::dict(given["decisions"]))
        options.decisions[py::cast<std::size_t>(line)] = decision_from(decision);
    if (const py::object model = given["model"]; !model.is_none())
        options.model = kith::match_model_from_json(py::cast<std::string>(model));
    options.max_rows = py::cast<std::size_t>(given["max_rows"]);
    options.progress = progress_of<std::size_t, std::size_t>(py::object(given["progress"]).ptr());
    return options;
}

PyObject* problem_to_python(const kith::ImportProblem& problem) {
    return named("ImportProblem", {to_python(problem.line), to_python(problem.column),
                                   to_python(problem.field), to_python(problem.reason)})
        .release()
        .ptr();
}

PyObject* record_or_none(const kith::RecordRef& record) {
    return record.id == 0 ? Py_NewRef(Py_None) : to_python(record);
}

PyObject* candidate_to_python(const kith::ImportCandidate& candidate) {
    return named("ImportCandidate", {record_or_none(candidate.record), to_python(candidate.title),
                                     to_python(candidate.probability), to_python(candidate.line)})
        .release()
        .ptr();
}

py::object report_to_python(const kith::ImportReport& report) {
    PyObject* rows = list_of(report.rows, [](const kith::ImportedRow& row) {
        return named("ImportedRow", {to_python(row.line), text_to_python(kith::name_of(row.outcome)),
                                     record_or_none(row.record), to_python(row.title),
                                     list_of(row.problems, &problem_to_python),
                                     list_of(row.candidates, &candidate_to_python), to_python(row.merge)})
            .release()
            .ptr();
    });
    return named("ImportReport",
                 {to_python(report.batch.value), to_python(report.transaction), to_python(report.dry_run),
                  to_python(report.source), to_python(report.format), to_python(report.encoding),
                  to_python(report.total), to_python(report.created), to_python(report.updated),
                  to_python(report.unchanged), to_python(report.skipped), to_python(report.failed),
                  to_python(report.organizations), rows, list_of(report.warnings),
                  counts_to_python(report.ignored), to_python(report.merged), to_python(report.asked),
                  to_python(report.possible)});
}

py::object plan_to_python(const kith::ImportPlan& plan) {
    PyObject* columns = list_of(plan.columns, [](const kith::ImportColumn& column) {
        return named("ImportColumn", {to_python(column.name), to_python(column.field), to_python(column.label),
                                      list_of(column.samples), to_python(column.filled)})
            .release()
            .ptr();
    });
    const std::string delimiter(plan.delimiter == 0 ? 0 : 1, plan.delimiter);
    return named("ImportPlan", {to_python(plan.source), to_python(plan.format), to_python(plan.dialect),
                                to_python(plan.encoding), to_python(plan.encoding_confidence),
                                to_python(delimiter), to_python(plan.header), to_python(plan.date_order),
                                to_python(plan.rows), columns, list_of(plan.warnings)});
}

/// Bytes are the file itself, everything else is its path.
struct Source {
    explicit Source(const py::object& given) {
        if (PyBytes_Check(given.ptr()) || PyByteArray_Check(given.ptr())) {
            bytes = py::cast<std::string>(py::bytes(given));
        } else {
            path = path_from_python(given);
        }
    }
    std::optional<std::string> bytes{};
    std::filesystem::path path{};
};

py::object inspect(DatabaseAccess& self, const py::object& given, const py::dict& how) {
    const Source source(given);
    const ImportOptions options = import_options(how);
    return plan_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        const kith::Imports imports = db.imports();
        return source.bytes ? imports.inspect_bytes(*source.bytes, options.source, options, place)
                            : imports.inspect(source.path, options, place);
    }));
}

py::object run(DatabaseAccess& self, const py::object& given, const py::dict& how) {
    const Source source(given);
    const ImportOptions options = import_options(how);
    return report_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        kith::Imports imports = db.imports();
        return source.bytes ? imports.run_bytes(*source.bytes, options.source, options, place)
                            : imports.run(source.path, options, place);
    }));
}

kith::ExportOptions export_options(const py::dict& given) {
    kith::ExportOptions options;
    options.format = py::cast<std::string>(given["format"]);
    options.record_type = type_name_from(given["type"]);
    options.query = py::cast<std::string>(given["query"]);
    options.parameters = to_parameters(given["parameters"]);
    options.fields = texts_from_python(given["fields"]);
    options.encoding = py::cast<std::string>(given["encoding"]);
    options.byte_order_mark = py::cast<bool>(given["byte_order_mark"]);
    options.delimiter = delimiter_from(given["delimiter"]);
    options.guard_formulas = py::cast<bool>(given["guard_formulas"]);
    options.progress = progress_of<std::size_t, std::size_t>(py::object(given["progress"]).ptr());
    return options;
}

}  // namespace

void add_files(DatabaseClass& database) {
    const auto options = py::arg("options");
    database.def("import_inspect", &inspect, py::arg("source"), options)
        .def("import_run", &run, py::arg("source"), options)
        .def(
            "import_undo",
            [](DatabaseAccess& self, const py::object& which) {
                const std::int64_t batch = id_from_python(kith::record_type<kith::ImportBatch>(), which.ptr());
                return owned(
                    undo_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
                        return db.imports().undo({batch}, place);
                    })));
            },
            py::arg("batch"))
        .def("import_batches",
             [](DatabaseAccess& self) {
                 const auto all = with_database(self, [](kith::Database& db, const kith::Where& place) {
                     return db.imports().batches(place);
                 });
                 return owned(list_of(all, [](const kith::ImportBatch& batch) {
                     return record_to_python(kith::record_type<kith::ImportBatch>(), &batch);
                 }));
             })
        .def(
            "import_fields",
            [](DatabaseAccess& self, const py::object& type) {
                const std::string name = type_name_from(type);
                const auto fields = with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return db.imports().fields(name, place);
                });
                return owned(
                    list_of(fields, [](const kith::FieldDescription& field) { return to_python(field); }));
            },
            py::arg("type"))
        .def(
            "export_bytes",
            [](DatabaseAccess& self, const py::dict& how) {
                const kith::ExportOptions chosen = export_options(how);
                return py::bytes(with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return kith::export_text(db, chosen, place);
                }));
            },
            options)
        .def(
            "export_file",
            [](DatabaseAccess& self, const py::object& path, const py::dict& how) {
                const kith::ExportOptions chosen = export_options(how);
                const std::filesystem::path file = path_from_python(path);
                const auto report = with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return kith::export_file(db, file, chosen, place);
                });
                return named("ExportReport", {to_python(report.records), to_python(report.lost_characters)});
            },
            py::arg("path"), options);
}

}  // namespace kithpy
