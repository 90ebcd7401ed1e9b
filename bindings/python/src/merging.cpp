// Merging, and taking merges back.
#include "access.hpp"

namespace kithpy {

namespace {

using kith::RecordType;

constexpr const char* policies[] = {"survivor_first", "most_recent", "most_complete",
                                    "most_frequent",  "longest",     "verified_first"};

kith::Survivorship policy_named(const std::string& name) {
    for (std::size_t i = 0; i < std::size(policies); ++i)
        if (name == policies[i]) return static_cast<kith::Survivorship>(i);
    std::string known;
    for (const char* policy : policies) known += (known.empty() ? "" : ", ") + std::string(policy);
    throw kith::Error(kith::Code::invalid_argument, "there is no policy '" + name + "'; there are " + known);
}

/// {"policy": name, "fields": {field: name}, "choose": None or callable, "despite_decisions": bool}
kith::MergeOptions merge_options_from(const py::dict& given) {
    kith::MergeOptions options;
    options.policy = policy_named(py::cast<std::string>(given["policy"]));
    for (const auto& [field, name] : py::cast<py::dict>(given["fields"]))
        options.fields[py::cast<std::string>(field)] = policy_named(py::cast<std::string>(name));
    options.despite_decisions = py::cast<bool>(given["despite_decisions"]);
    if (const py::object choose = given["choose"]; !choose.is_none())
        options.choose = [callable = choose.ptr()](std::string_view field,
                                                   const std::vector<kith::Value>& values) {
            const Held held;
            held.need();
            const py::object name = owned(text_to_python(field));
            const py::object all = owned(list_of(values));
            return to_value(py::handle(callable)(name, all).ptr(), std::string(field));
        };
    return options;
}

kith::MergeRequest request_from(const RecordType& type, const py::handle& survivor, const py::handle& losers) {
    std::vector<std::int64_t> ids;
    for (const py::handle loser : py::iter(losers)) ids.push_back(id_from_python(type, loser.ptr()));
    return kith::merge_request(type, id_from_python(type, survivor.ptr()), std::move(ids));
}

PyObject* merge_to_python(const kith::MergeResult& merged) {
    PyObject* fields = list_of(merged.fields, [](const kith::MergedField& field) {
        return named("MergedField", {to_python(field.field), list_of(field.values), to_python(field.chosen),
                                     to_python(field.reason), to_python(field.conflict)})
            .release()
            .ptr();
    });
    return named("MergeResult",
                 {to_python(merged.id), to_python(merged.transaction), to_python(merged.survivor), fields,
                  counts_to_python(merged.moved), to_python(merged.dropped), list_of(merged.losers)})
        .release()
        .ptr();
}

py::object many_to_python(const kith::BulkMergeResult& done) {
    PyObject* failures = list_of(done.failures, [](const kith::MergeFailure& failure) {
        return named("MergeFailure", {to_python(failure.request.survivor), list_of(failure.request.losers),
                                      text_to_python(kith::name_of(failure.code)), to_python(failure.message)})
            .release()
            .ptr();
    });
    return named("BulkMergeResult",
                 {to_python(done.requested), to_python(done.merged), to_python(done.records),
                  to_python(done.failed), counts_to_python(done.conflicts), counts_to_python(done.moved),
                  to_python(done.dropped), list_of(done.sample, &merge_to_python), failures,
                  to_python(done.transaction)});
}

py::object merge(DatabaseAccess& self, const py::object& type_name, const py::object& survivor,
                 const py::object& losers, bool dry_run, const py::dict& how) {
    const RecordType& type = type_from_python(type_name.ptr());
    const kith::MergeRequest request = request_from(type, survivor, losers);
    kith::MergeOptions options = merge_options_from(how);
    options.dry_run = dry_run;
    return owned(merge_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.merge(request, options, place);
    })));
}

/// `requests`: (type, survivor, losers) each.
py::object merge_all(DatabaseAccess& self, const py::object& given, const py::dict& options,
                     const py::dict& how) {
    std::vector<kith::MergeRequest> requests;
    for (const py::handle each : py::iter(given)) {
        const auto request = py::cast<py::tuple>(each);
        const RecordType& type = type_from_python(py::object(request[0]).ptr());
        requests.push_back(request_from(type, py::object(request[1]), py::object(request[2])));
    }
    kith::BulkMergeOptions chosen;
    chosen.each = merge_options_from(how);
    chosen.dry_run = py::cast<bool>(options["dry_run"]);
    chosen.skip_failing = py::cast<bool>(options["skip_failing"]);
    chosen.sample = sample_size(options);
    chosen.label = py::cast<std::string>(options["label"]);
    chosen.progress = progress_of<std::int64_t, std::int64_t>(py::object(options["progress"]).ptr());
    return many_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.merge_all(requests, chosen, place);
    }));
}

py::object auto_merge(DatabaseAccess& self, const py::object& type_name, const py::dict& options,
                      const py::dict& how) {
    const RecordType& type = type_from_python(type_name.ptr());
    kith::AutoMergeOptions chosen;
    chosen.threshold = py::cast<double>(options["threshold"]);
    chosen.population = py::cast<std::string>(options["population"]);
    chosen.parameters = to_parameters(py::object(options["parameters"]));
    chosen.each = merge_options_from(how);
    chosen.dry_run = py::cast<bool>(options["dry_run"]);
    chosen.sample = sample_size(options);
    chosen.label = py::cast<std::string>(options["label"]);
    chosen.progress = progress_of<double>(py::object(options["progress"]).ptr());
    return many_to_python(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.auto_merge_of(type, chosen, place);
    }));
}

py::object merges(DatabaseAccess& self, const py::object& type_name, const py::object& which) {
    kith::RecordRef record;
    if (!type_name.is_none()) {
        const RecordType& type = type_from_python(type_name.ptr());
        record = {type_name_of(type), id_from_python(type, which.ptr())};
    }
    const auto all = with_database(
        self, [&](kith::Database& db, const kith::Where& place) { return kith::merges(db, record, place); });
    return owned(list_of(all, [](const kith::MergeEntry& entry) {
        return named("MergeEntry", {to_python(entry.id), to_python(entry.survivor), list_of(entry.losers),
                                    time_to_python(entry.at), to_python(entry.by),
                                    to_python(entry.transaction), time_to_python(entry.undone_at)})
            .release()
            .ptr();
    }));
}

py::object unmerge(DatabaseAccess& self, std::int64_t merge) {
    const auto result = with_database(
        self, [&](kith::Database& db, const kith::Where& place) { return db.unmerge(merge, place); });
    return named("UnmergeResult", {to_python(result.transaction), to_python(result.restored),
                                   list_of(result.records), list_of(result.kept, &kept_to_python)});
}

}  // namespace

void add_merging(DatabaseClass& database) {
    const auto type = py::arg("type");
    const auto options = py::arg("options");
    const auto how = py::arg("how");
    database.def("merge", &merge, type, py::arg("survivor"), py::arg("losers"), py::arg("dry_run"), how)
        .def("merge_all", &merge_all, py::arg("requests"), options, how)
        .def("auto_merge", &auto_merge, type, options, how)
        .def("merges", &merges, type, py::arg("which"))
        .def("unmerge", &unmerge, py::arg("merge"));
}

}  // namespace kithpy
