// Merging, and taking merges back.
#include "access.hpp"

namespace kithpy {

namespace {

using kith::RecordType;

constexpr const char* policies[] = {"survivor_first", "most_recent", "most_complete",
                                    "most_frequent",  "longest",     "verified_first"};

/// A policy's name, or the names of the sources that decide: a list or tuple.
kith::SurvivorshipRule rule_from(const py::handle& given) {
    if (PyList_Check(given.ptr()) != 0 || PyTuple_Check(given.ptr()) != 0) {
        std::vector<std::string> sources;
        for (const py::handle source : py::iter(given)) sources.push_back(py::cast<std::string>(source));
        return kith::from_sources(std::move(sources));
    }
    const auto name = py::cast<std::string>(given);
    for (std::size_t i = 0; i < std::size(policies); ++i)
        if (name == policies[i]) return static_cast<kith::Survivorship>(i);
    std::string known;
    for (const char* policy : policies) known += (known.empty() ? "" : ", ") + std::string(policy);
    throw kith::Error(kith::Code::invalid_argument,
                      "there is no policy '" + name + "'; there are " + known + ", and a list of sources");
}

/// {"policy": name, "fields": {field: name}, "choose": None or callable, "despite_decisions": bool}
kith::MergeOptions merge_options_from(const py::dict& given) {
    kith::MergeOptions options;
    options.policy = rule_from(py::object(given["policy"]));
    for (const auto& [field, name] : py::cast<py::dict>(given["fields"]))
        options.fields[py::cast<std::string>(field)] = rule_from(name);
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
    PyObject* drops = list_of(merged.drops, [](const kith::MergeDrop& drop) {
        return named("MergeDrop", {to_python(drop.record), to_python(drop.field), to_python(drop.says),
                                   to_python(drop.reason)})
            .release()
            .ptr();
    });
    PyObject* record =
        merged.record ? record_to_python(*kith::find_record_type(merged.record_type), merged.record.get())
                      : py::none().release().ptr();
    return named("MergeResult", {to_python(merged.id), to_python(merged.transaction),
                                 to_python(merged.survivor), fields, counts_to_python(merged.moved),
                                 to_python(merged.dropped), list_of(merged.losers), drops, record})
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

PyObject* child_to_python(const kith::LaterChild& child) {
    return named("LaterChild", {to_python(child.table), to_python(child.record), to_python(child.field),
                                to_python(child.element), to_python(child.says), to_python(child.transaction),
                                to_python(child.owner)})
        .release()
        .ptr();
}

/// What a host's `move` gave. True is a number to Python, and would be record 1.
std::int64_t target_from(const py::object& answer) {
    if (answer.is_none()) return 0;
    if (PyLong_Check(answer.ptr()) != 0 && PyBool_Check(answer.ptr()) == 0)
        return py::cast<std::int64_t>(answer);
    throw kith::Error(kith::Code::invalid_argument, "move(child) gives the id of a record or None, not " +
                                                        py::cast<std::string>(py::repr(answer)));
}

py::object unmerge(DatabaseAccess& self, std::int64_t merge, const py::object& move, const py::dict& options) {
    kith::UnmergeOptions chosen;
    chosen.dry_run = py::cast<bool>(options["dry_run"]);
    chosen.sample = sample_size(options);
    if (!move.is_none())
        chosen.move = [callable = move.ptr()](const kith::LaterChild& child) {
            const Held held;
            held.need();
            return target_from(py::handle(callable)(owned(child_to_python(child))));
        };
    const auto result = with_database(
        self, [&](kith::Database& db, const kith::Where& place) { return db.unmerge(merge, chosen, place); });
    py::dict later;
    for (const auto& [table, children] : result.later)
        later[py::str(table)] = named("LaterChildren", {to_python(children.added), to_python(children.moved),
                                                        list_of(children.children, &child_to_python)});
    return named("UnmergeResult", {to_python(result.transaction), to_python(result.restored),
                                   list_of(result.records), list_of(result.kept, &kept_to_python),
                                   later.release().ptr(), to_python(result.later_is_partial)});
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
        .def("unmerge", &unmerge, py::arg("merge"), py::arg("move"), options);
}

}  // namespace kithpy
