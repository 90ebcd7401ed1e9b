// Segments and history.
#include "access.hpp"
#include "results.hpp"

namespace kithpy {

namespace {

// segments -------------------------------------------------------------------------------------------------------

/// Runs `work(segments, place)`.
template <class Work>
auto on_segments(DatabaseAccess& self, Work&& work) {
    return with_database(self, [&](kith::Database& db, const kith::Where& place) {
        kith::Segments segments = db.segments();
        return work(segments, place);
    });
}

/// Runs `work(segments, name or id, place)` for a segment that is named by its name, its id or itself.
template <class Work>
auto on_segment(DatabaseAccess& self, const py::object& which, Work&& work) {
    if (PyUnicode_Check(which.ptr()))
        return on_segments(self, [&, name = view_of(which.ptr())](auto& segments, const kith::Where& place) {
            return work(segments, name, place);
        });
    return on_segments(self,
                       [&, id = id_from<kith::Segment>(which)](auto& segments, const kith::Where& place) {
                           return work(segments, id, place);
                       });
}

PyObject* segment_change_to_python(const kith::SegmentChange& change) {
    return named("SegmentChange",
                 {to_python(change.number), to_python(change.record), to_python(change.entered),
                  time_to_python(change.at), to_python(change.transaction)})
        .release()
        .ptr();
}

PyObject* growth_to_python(const kith::SegmentGrowth& day) {
    return named("SegmentGrowth", {date_to_python(day.day), to_python(day.entered), to_python(day.left),
                                   to_python(day.members)})
        .release()
        .ptr();
}

/// Lists and snapshots, live segments, overlaps and samples.
void add_segment_sets(DatabaseClass& database) {
    const auto name = py::arg("name");
    database
        .def(
            "segment_manual",
            [](DatabaseAccess& self, const std::string& called, const py::object& type) {
                const std::string record_type = type_name_of(type_from_python(type.ptr()));
                return on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.manual(called, record_type, place).value;
                });
            },
            name, py::arg("type"))
        .def(
            "segment_snapshot",
            [](DatabaseAccess& self, const std::string& called, const std::string& query,
               const py::object& type) {
                const std::string record_type = type_name_of(type_from_python(type.ptr()));
                return on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.snapshot(called, query, record_type, place).value;
                });
            },
            name, py::arg("query"), py::arg("type"))
        .def(
            "segment_live",
            [](DatabaseAccess& self, const std::string& called, bool on) {
                on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    segments.live(called, on, place);
                });
            },
            name, py::arg("on"))
        .def("segment_advance_clock",
             [](DatabaseAccess& self) {
                 return on_segments(self, [](kith::Segments& segments, const kith::Where& place) {
                     return segments.advance_clock(place);
                 });
             })
        .def(
            "segment_changes",
            [](DatabaseAccess& self, const std::string& called, std::int64_t after, std::size_t limit) {
                const auto changes =
                    on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                        return segments.changes(called, after, limit, place);
                    });
                return owned(list_of(changes, &segment_change_to_python));
            },
            name, py::arg("after"), py::arg("limit"))
        .def(
            "segment_entered_at",
            [](DatabaseAccess& self, const std::string& called, std::int64_t record) {
                return owned(
                    time_to_python(on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                        return segments.entered_at(called, record, place);
                    })));
            },
            name, py::arg("record"))
        .def(
            "segment_growth",
            [](DatabaseAccess& self, const std::string& called) {
                const auto growth = on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.growth(called, place);
                });
                return owned(list_of(growth, &growth_to_python));
            },
            name)
        .def(
            "segment_overlaps",
            [](DatabaseAccess& self, const py::object& names) {
                const std::vector<std::string> of = texts_from_python(names);
                const auto square = on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.overlaps(of, place);
                });
                return owned(list_of(square, [](const auto& row) { return list_of(row); }));
            },
            py::arg("names"))
        .def(
            "segment_sample",
            [](DatabaseAccess& self, const std::string& called, std::size_t size, std::uint64_t seed) {
                return owned(list_of(on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.sample(called, size, seed, place);
                })));
            },
            name, py::arg("size"), py::arg("seed"));
}

void add_segments(DatabaseClass& database) {
    const auto name = py::arg("name");
    const auto segment = py::arg("segment");
    database
        .def(
            "segment_save",
            [](DatabaseAccess& self, const std::string& called, const std::string& query,
               const py::object& type) {
                const std::string record_type = type_name_of(type_from_python(type.ptr()));
                return on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.save(called, query, record_type, place).value;
                });
            },
            name, py::arg("query"), py::arg("type"))
        .def(
            "segment_rename",
            [](DatabaseAccess& self, const std::string& from, const std::string& to) {
                on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    segments.rename(from, to, place);
                });
            },
            py::arg("old"), py::arg("new"))
        .def(
            "segment_find",
            [](DatabaseAccess& self, const std::string& called) -> py::object {
                const auto found = on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.find(called, place);
                });
                if (!found) return py::none();
                return owned(record_of(*found));
            },
            name)
        .def("segment_list",
             [](DatabaseAccess& self) {
                 const auto all = on_segments(self, [](kith::Segments& segments, const kith::Where& place) {
                     return segments.list(place);
                 });
                 return owned(list_of(all, [](const kith::Segment& each) { return record_of(each); }));
             })
        .def(
            "segment_remove",
            [](DatabaseAccess& self, const std::string& called) {
                return on_segments(self, [&](kith::Segments& segments, const kith::Where& place) {
                    return segments.remove(called, place);
                });
            },
            name)
        .def(
            "segment_members",
            [](DatabaseAccess& self, const py::object& which) {
                const auto of = [](auto& segments, auto called, const kith::Where& place) {
                    return segments.members(called, place);
                };
                return owned(list_of(on_segment(self, which, of)));
            },
            segment)
        .def(
            "segment_count",
            [](DatabaseAccess& self, const py::object& which) {
                return on_segment(self, which, [](auto& segments, auto called, const kith::Where& place) {
                    return segments.count(called, place);
                });
            },
            segment)
        .def(
            "segment_explain",
            [](DatabaseAccess& self, const py::object& which) {
                return explanation_to_python(
                    on_segment(self, which, [](auto& segments, auto called, const kith::Where& place) {
                        return segments.explain(called, place);
                    }));
            },
            segment)
        .def(
            "segment_why",
            [](DatabaseAccess& self, const py::object& which, std::int64_t record) {
                return why_to_python(
                    on_segment(self, which, [&](auto& segments, auto called, const kith::Where& place) {
                        return segments.why(called, record, place);
                    }));
            },
            segment, py::arg("record"));
    add_segment_sets(database);
}

// history ----------------------------------------------------------------------------------------------------------

PyObject* change_to_python(const kith::Change& change) {
    static constexpr const char* actions[] = {"added", "changed", "removed"};
    return named("Change",
                 {to_python(change.transaction), time_to_python(change.at), to_python(change.actor),
                  to_python(change.record), text_to_python(actions[static_cast<std::size_t>(change.action)]),
                  to_python(change.field), to_python(change.element), to_python(change.from),
                  to_python(change.to)})
        .release()
        .ptr();
}

void add_history(DatabaseClass& database) {
    database
        .def(
            "history_transactions",
            [](DatabaseAccess& self, std::size_t limit, std::int64_t before) {
                const auto all = with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return db.history().transactions(limit, before, place);
                });
                return owned(list_of(all, [](const kith::TransactionEntry& entry) {
                    return named("TransactionEntry",
                                 {to_python(entry.id), time_to_python(entry.at), to_python(entry.actor),
                                  to_python(entry.label), to_python(entry.changes)})
                        .release()
                        .ptr();
                }));
            },
            py::arg("limit"), py::arg("before"))
        .def(
            "history_of",
            [](DatabaseAccess& self, const py::object& type_name, const py::object& which, std::size_t limit) {
                const kith::RecordType& type = type_from_python(type_name.ptr());
                const std::int64_t id = id_from_python(type, which.ptr());
                return owned(list_of(with_database(self,
                                                   [&](kith::Database& db, const kith::Where& place) {
                                                       return db.history().of(type, id, limit, place);
                                                   }),
                                     &change_to_python));
            },
            py::arg("type"), py::arg("id"), py::arg("limit"))
        .def(
            "history_changes",
            [](DatabaseAccess& self, std::int64_t transaction, std::size_t limit) {
                return owned(list_of(with_database(self,
                                                   [&](kith::Database& db, const kith::Where& place) {
                                                       return db.history().changes(transaction, limit, place);
                                                   }),
                                     &change_to_python));
            },
            py::arg("transaction"), py::arg("limit"))
        .def(
            "history_transitions",
            [](DatabaseAccess& self, const py::object& type_name, const py::object& which) {
                const kith::RecordType& type = type_from_python(type_name.ptr());
                const kith::RecordRef record{type_name_of(type), id_from_python(type, which.ptr())};
                const auto all = with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return db.history().transitions(record, place);
                });
                return owned(list_of(all, [](const kith::Transition& step) {
                    return named("Transition",
                                 {to_python(step.transaction), time_to_python(step.at), to_python(step.by),
                                  to_python(step.field), to_python(step.from), to_python(step.to),
                                  step.lasted ? duration_to_python(*step.lasted) : Py_NewRef(Py_None)})
                        .release()
                        .ptr();
                }));
            },
            py::arg("type"), py::arg("id"))
        .def("history_horizon",
             [](DatabaseAccess& self) {
                 const auto found = with_database(self, [](kith::Database& db, const kith::Where& place) {
                     return db.history().horizon(place);
                 });
                 if (!found) return py::object(py::none());
                 return named("Horizon", {to_python(found->first), time_to_python(found->at)});
             })
        .def(
            "history_prune",
            [](DatabaseAccess& self, const py::object& before) {
                const auto moment = optional_time_from_python(before, "before");
                const auto pruned = with_database(self, [&](kith::Database& db, const kith::Where& place) {
                    return moment ? db.history().prune(*moment, place) : db.history().prune(place);
                });
                return named("PruneResult", {to_python(pruned.transactions), to_python(pruned.changes)});
            },
            py::arg("before"));
}

}  // namespace

void add_faces(DatabaseClass& database) {
    add_segments(database);
    add_history(database);
}

}  // namespace kithpy
