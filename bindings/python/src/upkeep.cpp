// Quality, suggestions, uniform formats, and who was forgotten.
#include "access.hpp"
#include "results.hpp"

namespace kithpy {

namespace {

using kithpy::to_python;
using Where = kith::Where;

// quality ----------------------------------------------------------------------------------------------------------

PyObject* parts_to_python(const std::array<double, 5>& parts) {
    py::dict shares;
    for (std::size_t i = 0; i < parts.size(); ++i)
        shares[py::str(std::string(name_of(static_cast<kith::QualityPart>(i))))] = parts[i];
    return shares.release().ptr();
}

PyObject* text_of_part(kith::QualityPart part) { return text_to_python(name_of(part)); }

PyObject* quality_to_python(const kith::ContactQuality& quality) {
    const auto& [contact, title, score, parts, issues] = quality;
    return result("ContactQuality",
                  {to_python(contact), to_python(title), to_python(score), parts_to_python(parts),
                   list_of(issues, [](const kith::QualityIssue& issue) {
                       return result("QualityIssue", {text_of_part(issue.part), to_python(issue.field),
                                                      to_python(issue.problem), to_python(issue.reason),
                                                      to_python(issue.points)});
                   })});
}

kith::QualityOptions days_of(int fresh_days, int stale_days) {
    kith::QualityOptions options;
    options.fresh_days = fresh_days;
    options.stale_days = stale_days;
    return options;
}

py::object quality(DatabaseAccess& self, const py::object& contact, int fresh_days, int stale_days) {
    const auto id = id_from<kith::Contact>(contact);
    const auto found = with_database(self, [&](kith::Database& db, const Where& place) {
        return db.upkeep().quality(id, days_of(fresh_days, stale_days), place);
    });
    return owned(quality_to_python(found));
}

py::object file_quality(DatabaseAccess& self, const std::string& population, const py::object& parameters,
                        const py::object& pairs, std::size_t worst, int fresh_days, int stale_days,
                        const py::object& progress) {
    kith::QualityOptions options = days_of(fresh_days, stale_days);
    options.population = population;
    options.parameters = to_parameters(parameters);
    options.worst = worst;
    options.progress = progress_of<std::int64_t, std::int64_t>(progress.ptr());
    if (!pairs.is_none()) {
        std::vector<kith::Pair>& given = options.pairs.emplace();
        for (const py::handle pair : py::iter(pairs)) {
            const auto [a, b, probability] = py::cast<std::tuple<std::int64_t, std::int64_t, double>>(pair);
            given.push_back({{a}, {b}, probability});
        }
    }
    const kith::FileQuality found = with_database(
        self, [&](kith::Database& db, const Where& place) { return db.upkeep().quality(options, place); });
    return named(
        "FileQuality",
        {to_python(found.contacts), to_python(found.score), parts_to_python(found.parts),
         list_of(found.distribution),
         list_of(found.fields,
                 [](const kith::FieldQuality& field) {
                     return result("FieldQuality", {to_python(field.field), to_python(field.missing),
                                                    to_python(field.wrong), to_python(field.points)});
                 }),
         list_of(found.problems,
                 [](const kith::QualityProblem& problem) {
                     return result("QualityProblem", {text_of_part(problem.part), to_python(problem.field),
                                                      to_python(problem.problem), to_python(problem.contacts),
                                                      to_python(problem.points)});
                 }),
         list_of(found.worst, &quality_to_python)});
}

// suggestions --------------------------------------------------------------------------------------------------------

py::object complete(DatabaseAccess& self, const py::object& type_name, const py::object& which,
                    double threshold, bool duplicates, bool organization) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t id = id_from_python(type, which.ptr());
    const auto found = with_database(self, [&](kith::Database& db, const Where& place) {
        return db.upkeep().complete_any(type, id, {threshold, duplicates, organization}, place);
    });
    return owned(list_of(found, [](const kith::Suggestion& each) {
        return result("Suggestion", {to_python(each.record), to_python(each.field), to_python(each.value),
                                     to_python(each.label), to_python(each.source), to_python(each.element),
                                     to_python(each.reason), to_python(each.certainty)});
    }));
}

kith::RecordRef record_from(const py::handle& given) {
    return {py::cast<std::string>(given.attr("type")), py::cast<std::int64_t>(given.attr("id"))};
}

py::object apply(DatabaseAccess& self, const py::object& given) {
    std::vector<kith::Suggestion> suggestions;
    for (const py::handle each : py::iter(given)) {
        kith::Suggestion& suggestion = suggestions.emplace_back();
        suggestion.record = record_from(each.attr("record"));
        suggestion.field = py::cast<std::string>(each.attr("field"));
        suggestion.value = py::cast<std::string>(each.attr("value"));
        suggestion.label = py::cast<std::string>(each.attr("label"));
        suggestion.source = record_from(each.attr("source"));
        suggestion.element = py::cast<std::int64_t>(each.attr("element"));
    }
    const kith::ApplyResult done = with_database(
        self, [&](kith::Database& db, const Where& place) { return db.upkeep().apply(suggestions, place); });
    return named("ApplyResult",
                 {to_python(done.records), to_python(done.values), to_python(done.transaction)});
}

// formats ----------------------------------------------------------------------------------------------------------

kith::PhoneFormat phone_format(const std::string& name) {
    if (name == "national") return kith::PhoneFormat::national;
    if (name == "international") return kith::PhoneFormat::international;
    if (name == "e164") return kith::PhoneFormat::e164;
    throw kith::Error(kith::Code::invalid_argument,
                      "phones are national, international or e164, not '" + name + "'", {.field = "phones"});
}

py::object normalise(DatabaseAccess& self, const py::object& type_name, const std::string& query,
                     const py::object& parameters, const py::dict& given) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    kith::NormaliseOptions options;
    options.parameters = to_parameters(parameters);
    options.fields = texts_from_python(py::object(given["fields"]));
    options.phones = phone_format(py::cast<std::string>(given["phones"]));
    options.dry_run = py::cast<bool>(given["dry_run"]);
    options.sample = py::cast<std::size_t>(given["sample"]);
    options.progress = progress_of<std::int64_t, std::int64_t>(py::object(given["progress"]).ptr());
    const kith::NormaliseResult done = with_database(self, [&](kith::Database& db, const Where& place) {
        return db.upkeep().normalise_any(type, query, options, place);
    });
    py::dict values;
    for (const auto& [field, count] : done.values) values[py::str(field)] = count;
    return named("NormaliseResult",
                 {to_python(done.selected), to_python(done.changed), values.release().ptr(),
                  list_of(done.sample, [](const kith::BulkChange& change) { return to_python(change); }),
                  to_python(done.transaction)});
}

}  // namespace

void add_upkeep(DatabaseClass& database) {
    const auto type = py::arg("type");
    const auto parameters = py::arg("parameters");
    const auto fresh = py::arg("fresh_days");
    const auto stale = py::arg("stale_days");
    database.def("upkeep_quality", &quality, py::arg("contact"), fresh, stale)
        .def("upkeep_file_quality", &file_quality, py::arg("population"), parameters, py::arg("pairs"),
             py::arg("worst"), fresh, stale, py::arg("progress"))
        .def("upkeep_complete", &complete, type, py::arg("which"), py::arg("threshold"),
             py::arg("duplicates"), py::arg("organization"))
        .def("upkeep_apply", &apply, py::arg("suggestions"))
        .def("upkeep_normalise", &normalise, type, py::arg("query"), parameters, py::arg("options"))
        .def(
            "upkeep_unengaged",
            [](DatabaseAccess&, int days, bool inbound, const std::string& among) {
                return kith::Upkeep::unengaged({days, inbound, among});
            },
            py::arg("days"), py::arg("inbound"), py::arg("among"))
        .def(
            "upkeep_stale",
            [](DatabaseAccess&, int days, const std::string& among) {
                return kith::Upkeep::stale({days, among});
            },
            py::arg("days"), py::arg("among"));
}

}  // namespace kithpy
