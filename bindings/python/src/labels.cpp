// Tags and lists.
#include "access.hpp"
#include "results.hpp"

namespace kithpy {

namespace {

using Where = kith::Where;

/// Adds what tags and lists have in common: `face(database)` is the face, `label` the name of its methods' first part.
template <class Face>
void add_common(DatabaseClass& database, const std::string& label, Face (kith::Database::*face)() const) {
    const auto on = [face](DatabaseAccess& self, auto&& work) {
        return with_database(self, [&](kith::Database& db, const Where& place) {
            Face labels = (db.*face)();
            return work(labels, place);
        });
    };
    const auto method = [&](const char* name, auto function, auto... arguments) {
        database.def((label + name).c_str(), function, arguments...);
    };
    method(
        "_rename",
        [on](DatabaseAccess& self, const std::string& from, const std::string& to) {
            on(self, [&](Face& labels, const Where& place) { labels.rename(from, to, place); });
        },
        py::arg("old"), py::arg("new"));
    method(
        "_merge",
        [on](DatabaseAccess& self, const py::object& from, const std::string& into, bool dry_run) {
            const std::vector<std::string> names = texts_from_python(from);
            const kith::LabelMergeResult done = on(self, [&](Face& labels, const Where& place) {
                return labels.merge_all(names, into, {.dry_run = dry_run}, place);
            });
            return owned(
                result("LabelMergeResult", {to_python(done.taken), to_python(done.moved), to_python(done.had),
                                            to_python(done.queries), to_python(done.transaction)}));
        },
        py::arg("old"), py::arg("into"), py::arg("dry_run"));
    method(
        "_remove",
        [on](DatabaseAccess& self, const std::string& name) {
            on(self, [&](Face& labels, const Where& place) { labels.remove(name, place); });
        },
        py::arg("name"));
    method("_unused", [on](DatabaseAccess& self) {
        const auto all = on(self, [](Face& labels, const Where& place) { return labels.unused(place); });
        return owned(list_of(all, [](const auto& each) { return record_of(each); }));
    });
    method(
        "_similar",
        [on, class_name = label == "tag" ? "SimilarTags" : "SimilarLists"](DatabaseAccess& self,
                                                                           double threshold) {
            const auto all =
                on(self, [&](Face& labels, const Where& place) { return labels.similar(threshold, place); });
            return owned(list_of(all, [&](const auto& pair) {
                return result(class_name,
                              {record_of(pair.left), record_of(pair.right), to_python(pair.similarity),
                               to_python(pair.how), to_python(pair.left_records),
                               to_python(pair.right_records), to_python(pair.keep)});
            }));
        },
        py::arg("threshold"));
}

}  // namespace

void add_labels(DatabaseClass& database) {
    add_common<kith::Tags>(database, "tag", &kith::Database::tags);
    add_common<kith::Lists>(database, "list", &kith::Database::lists);
    database
        .def("tag_all",
             [](DatabaseAccess& self) {
                 const auto all = with_database(
                     self, [](kith::Database& db, const Where& place) { return db.tags().all(place); });
                 return owned(list_of(all, [](const kith::TagUse& use) {
                     return result("TagUse", {record_of(use.tag), to_python(use.records)});
                 }));
             })
        .def("list_all",
             [](DatabaseAccess& self) {
                 const auto all = with_database(
                     self, [](kith::Database& db, const Where& place) { return db.lists().all(place); });
                 return owned(list_of(all, [](const kith::ListUse& use) {
                     return result("ListUse", {record_of(use.list), to_python(use.records)});
                 }));
             })
        .def(
            "list_overlapping",
            [](DatabaseAccess& self, double threshold, std::int64_t least) {
                const auto all = with_database(self, [&](kith::Database& db, const Where& place) {
                    return db.lists().overlapping(threshold, least, place);
                });
                return owned(list_of(all, [](const kith::OverlappingLists& pair) {
                    return result("OverlappingLists",
                                  {record_of(pair.left), record_of(pair.right), to_python(pair.left_records),
                                   to_python(pair.right_records), to_python(pair.shared),
                                   to_python(pair.jaccard), to_python(pair.containment),
                                   to_python(pair.keep)});
                }));
            },
            py::arg("threshold"), py::arg("least"));
}

}  // namespace kithpy
