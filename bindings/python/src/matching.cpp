// Duplicates, and taking transactions back.
#include "access.hpp"

namespace kithpy {

namespace {

using kith::Duplicates;
using kith::RecordType;

/// The duplicates of a database; what a search learned stays with it.
struct DuplicatesFace {
    std::shared_ptr<DatabaseAccess> access;
    Duplicates duplicates;
};

template <class Work>
auto on_duplicates(DuplicatesFace& self, Work&& work) {
    const kith::Where place = where();
    self.access->check(place);
    const Released released;
    const Inside inside(self.access->database, place);
    return work(self.duplicates, place);
}

/// The database that another one is linked with; alive as long as the call.
DatabaseAccess& database_from(const py::object& other) {
    return *py::cast<std::shared_ptr<DatabaseAccess>>(other);
}

/// `work(duplicates, database, place)` with the other database, too.
template <class Work>
auto on_two(DuplicatesFace& self, const py::object& other, Work&& work) {
    DatabaseAccess& access = database_from(other);
    access.check(where());
    return on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        const Inside inside(access.database, place);
        return work(duplicates, access.database, place);
    });
}

kith::DuplicateOptions options_from(double threshold, std::size_t limit, const std::string& population,
                                    const py::object& parameters, const py::object& progress) {
    kith::DuplicateOptions options;
    options.threshold = threshold;
    options.limit = limit;
    options.population = population;
    options.parameters = to_parameters(parameters);
    options.progress = progress_of<double>(progress.ptr());
    return options;
}

PyObject* pair_to_python(const Duplicates::AnyPair& pair) {
    return named("Pair", {to_python(pair.a), to_python(pair.b), to_python(pair.probability)}).release().ptr();
}

PyObject* match_to_python(std::int64_t id, double probability) {
    return named("Match", {to_python(id), to_python(probability)}).release().ptr();
}

PyObject* cluster_to_python(const RecordType& type, const Duplicates::AnyCluster& cluster) {
    return named("Cluster", {text_to_python(type_name_of(type)), list_of(cluster.members),
                             to_python(cluster.probability), list_of(cluster.pairs, &pair_to_python)})
        .release()
        .ptr();
}

py::object find(DuplicatesFace& self, const py::object& type_name, double threshold, std::size_t limit,
                const std::string& population, const py::object& parameters, const py::object& progress) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto options = options_from(threshold, limit, population, parameters, progress);
    const auto clusters = on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        return duplicates.find_any(type, options, place);
    });
    return owned(list_of(
        clusters, [&](const Duplicates::AnyCluster& cluster) { return cluster_to_python(type, cluster); }));
}

void each(DuplicatesFace& self, const py::object& take, const py::object& type_name, double threshold,
          std::size_t limit, const std::string& population, const py::object& parameters,
          const py::object& progress) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto options = options_from(threshold, limit, population, parameters, progress);
    const auto give = [&](const Duplicates::AnyCluster& cluster) {
        const Held held;
        held.need();
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        return take(owned(cluster_to_python(type, cluster))).ptr() != Py_False;
    };
    on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        duplicates.each_any(type, give, options, place);
    });
}

py::object pairs(DuplicatesFace& self, const py::object& type_name, double threshold, std::size_t limit,
                 const std::string& population, const py::object& parameters, const py::object& progress) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto options = options_from(threshold, limit, population, parameters, progress);
    return owned(list_of(on_duplicates(self,
                                       [&](Duplicates& duplicates, const kith::Where& place) {
                                           return duplicates.pairs_any(type, options, place);
                                       }),
                         &pair_to_python));
}

py::object of(DuplicatesFace& self, const py::object& type_name, const py::object& which, double threshold,
              std::size_t limit, const std::string& organization) {
    const RecordType& type = type_from_python(type_name.ptr());
    kith::DuplicateOptions options;
    options.threshold = threshold;
    options.limit = limit;
    std::int64_t id = 0;
    kith::RecordHolder candidate(nullptr, [](void*) {});
    if (plan_of(Py_TYPE(which.ptr())) != nullptr) {
        candidate = struct_of(which.ptr(), type);
        id = kith::id_of(type, candidate.get());
    } else {
        id = id_from_python(type, which.ptr());
    }
    const void* record = id == 0 ? candidate.get() : nullptr;  // one that was added is asked for by its id
    const auto found = on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        return duplicates.of_any(type, id, record, organization, options, place);
    });
    return owned(list_of(
        found, [](const Duplicates::AnyPair& pair) { return match_to_python(pair.b, pair.probability); }));
}

/// `other`: the database of `b`; None: the same.
py::object explain(DuplicatesFace& self, const py::object& type_name, const py::object& a,
                   const py::object& b, const py::object& other) {
    const RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t left = id_from_python(type, a.ptr());
    const std::int64_t right = id_from_python(type, b.ptr());
    std::vector<kith::Evidence> rows;
    if (other.is_none()) {
        rows = on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
            return duplicates.explain_any(type, left, right, place);
        });
    } else {
        rows = on_two(self, other,
                      [&](Duplicates& duplicates, const kith::Database& database, const kith::Where& place) {
                          return duplicates.explain_link_any(type, left, database, right, place);
                      });
    }
    return owned(list_of(rows, [](const kith::Evidence& row) {
        return named("Evidence", {to_python(row.field), to_python(row.left), to_python(row.right),
                                  to_python(row.level), to_python(row.weight), to_python(row.frequency)})
            .release()
            .ptr();
    }));
}

kith::LinkOptions link_options_from(double threshold, double review, const std::string& linkage,
                                    std::size_t limit, const std::string& population,
                                    const py::object& parameters, const std::string& other_population,
                                    const py::object& other_parameters, const py::object& progress) {
    kith::LinkOptions options;
    options.threshold = threshold;
    options.review = review;
    options.linkage = kith::linkage_named(linkage);
    options.limit = limit;
    options.population = population;
    options.parameters = to_parameters(parameters);
    options.other_population = other_population;
    options.other_parameters = to_parameters(other_parameters);
    options.progress = progress_of<double>(progress.ptr());
    return options;
}

PyObject* link_to_python(const Duplicates::AnyLink& link) {
    return named("Link", {to_python(link.id), to_python(link.other), to_python(link.probability),
                          to_python(link.sure),
                          list_of(link.rivals,
                                  [](const Duplicates::AnyPair& rival) {
                                      return match_to_python(rival.a, rival.probability);
                                  })})
        .release()
        .ptr();
}

py::object link(DuplicatesFace& self, const py::object& other, const py::object& type_name, double threshold,
                double review, const std::string& linkage, std::size_t limit, const std::string& population,
                const py::object& parameters, const std::string& other_population,
                const py::object& other_parameters, const py::object& progress) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto options = link_options_from(threshold, review, linkage, limit, population, parameters,
                                           other_population, other_parameters, progress);
    const auto links = on_two(
        self, other, [&](Duplicates& duplicates, const kith::Database& database, const kith::Where& place) {
            return duplicates.link_any(type, database, options, place);
        });
    return owned(list_of(links, &link_to_python));
}

void each_link(DuplicatesFace& self, const py::object& take, const py::object& other,
               const py::object& type_name, double threshold, double review, const std::string& linkage,
               std::size_t limit, const std::string& population, const py::object& parameters,
               const std::string& other_population, const py::object& other_parameters,
               const py::object& progress) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto options = link_options_from(threshold, review, linkage, limit, population, parameters,
                                           other_population, other_parameters, progress);
    const auto give = [&](const Duplicates::AnyLink& link) {
        const Held held;
        held.need();
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        return take(owned(link_to_python(link))).ptr() != Py_False;
    };
    on_two(self, other, [&](Duplicates& duplicates, const kith::Database& database, const kith::Where& place) {
        duplicates.each_link_any(type, database, give, options, place);
    });
}

std::string waterfall(const py::iterable& rows, const std::string& title, double width) {
    std::vector<kith::Evidence> evidence;
    for (const py::handle row : rows) {
        const auto cells = py::cast<py::tuple>(row);
        if (cells.size() != 6) throw py::type_error("a row of evidence is a kith.Evidence");
        const auto text = [&](std::size_t i) { return py::cast<std::string>(cells[i]); };
        const auto number = [&](std::size_t i) { return py::cast<double>(cells[i]); };
        evidence.push_back({text(0), text(1), text(2), text(3), number(4), number(5)});
    }
    return kith::waterfall_svg(evidence, {.title = title, .width = width});
}

void decide(DuplicatesFace& self, const py::object& type_name, const py::object& a, const py::object& b,
            const py::object& verdict) {
    std::optional<kith::Verdict> decided;
    if (!verdict.is_none())
        decided = py::cast<std::string>(verdict) == "same" ? kith::Verdict::same : kith::Verdict::different;
    const RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t left = id_from_python(type, a.ptr());
    const std::int64_t right = id_from_python(type, b.ptr());
    on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        duplicates.decide(type, left, right, decided, place);
    });
}

py::object decisions(DuplicatesFace& self, const py::object& type_name) {
    const RecordType& type = type_from_python(type_name.ptr());
    const auto all = on_duplicates(self, [&](Duplicates& duplicates, const kith::Where& place) {
        return duplicates.decisions_any(type, place);
    });
    return owned(list_of(all, [](const Duplicates::AnyDecision& each) {
        return named("Decision",
                     {to_python(each.a), to_python(each.b),
                      to_python(std::string(each.verdict == kith::Verdict::same ? "same" : "different")),
                      time_to_python(each.at), to_python(each.by)})
            .release()
            .ptr();
    }));
}

std::string model(DuplicatesFace& self, const py::object& type_name) {
    const RecordType& type = type_from_python(type_name.ptr());
    return on_duplicates(self, [&](Duplicates& duplicates, const kith::Where&) {
        return kith::match_model_to_json(duplicates.model_any(type));
    });
}

void use_model(DuplicatesFace& self, const std::string& json) {
    on_duplicates(self, [&](Duplicates& duplicates, const kith::Where&) {
        duplicates.use_model(kith::match_model_from_json(json));
    });
}

void forget_model(DuplicatesFace& self, const py::object& type_name) {
    const RecordType& type = type_from_python(type_name.ptr());
    on_duplicates(self, [&](Duplicates& duplicates, const kith::Where&) { duplicates.forget_model(type); });
}

py::object report(DuplicatesFace& self) {
    const kith::DuplicateReport report =
        on_duplicates(self, [](Duplicates& duplicates, const kith::Where&) { return duplicates.report(); });
    return named("DuplicateReport",
                 {to_python(report.records), to_python(report.pairs_compared), to_python(report.blocks),
                  to_python(report.blocks_split), to_python(report.blocks_skipped),
                  to_python(report.pairs_skipped), to_python(report.duplicates), to_python(report.seconds)});
}

py::object undo(DatabaseAccess& self, std::int64_t transaction) {
    const auto result = with_database(
        self, [&](kith::Database& db, const kith::Where& place) { return db.undo(transaction, place); });
    return owned(undo_to_python(result));
}

}  // namespace

PyObject* kept_to_python(const kith::Kept& kept) {
    return named("Kept", {to_python(kept.record), to_python(kept.field), to_python(kept.reason)})
        .release()
        .ptr();
}

PyObject* undo_to_python(const kith::UndoResult& result) {
    return named("UndoResult", {to_python(result.transaction), to_python(result.restored),
                                list_of(result.kept, &kept_to_python)})
        .release()
        .ptr();
}

void add_matching(py::module_& module, DatabaseClass& database) {
    const auto type = py::arg("type");
    const auto threshold = py::arg("threshold");
    const auto limit = py::arg("limit");
    const auto population = py::arg("population");
    const auto parameters = py::arg("parameters");
    const auto progress = py::arg("progress");
    const auto other = py::arg("other");
    const auto review = py::arg("review");
    const auto linkage = py::arg("linkage");
    const auto other_population = py::arg("other_population");
    const auto other_parameters = py::arg("other_parameters");
    module.def("waterfall_svg", &waterfall, py::arg("evidence"), py::arg("title"), py::arg("width"));
    py::class_<DuplicatesFace>(module, "Duplicates", "Duplicate detection of a database.")
        .def("find", &find, type, threshold, limit, population, parameters, progress)
        .def("each", &each, py::arg("take"), type, threshold, limit, population, parameters, progress)
        .def("pairs", &pairs, type, threshold, limit, population, parameters, progress)
        .def("of", &of, type, py::arg("which"), threshold, limit, py::arg("organization"))
        .def("explain", &explain, type, py::arg("a"), py::arg("b"), py::arg("other"))
        .def("link", &link, other, type, threshold, review, linkage, limit, population, parameters,
             other_population, other_parameters, progress)
        .def("each_link", &each_link, py::arg("take"), other, type, threshold, review, linkage, limit,
             population, parameters, other_population, other_parameters, progress)
        .def("decide", &decide, type, py::arg("a"), py::arg("b"), py::arg("verdict"))
        .def("decisions", &decisions, type)
        .def("model", &model, type)
        .def("use_model", &use_model, py::arg("json"))
        .def("forget_model", &forget_model, type)
        .def("report", &report);
    database
        .def("duplicates",
             [](const std::shared_ptr<DatabaseAccess>& self) {
                 return DuplicatesFace{self, with_database(*self, [](kith::Database& db, const kith::Where&) {
                                           return db.duplicates();
                                       })};
             })
        .def("undo", &undo, py::arg("transaction"));
}

}  // namespace kithpy
