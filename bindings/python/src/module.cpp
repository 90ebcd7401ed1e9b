// The compiled half of the package kith. Its other half, in Python, gives it names, defaults and documentation.
#include "access.hpp"

PYBIND11_MODULE(_kith, module) {
    using namespace kithpy;
    module.doc() = "The compiled part of kith. Use the package `kith`.";
    add_errors(module);
    add_classes(module);
    add_structure(module);
    add_records(module);
    add_table(module);
    AccessClass access(module, "Access", "How verbs reach the file: a database or one transaction.");
    add_reading(access);
    add_writing(access);
    add_activity(access);
    DatabaseClass database(module, "Database", "One open database.");
    add_database(module, database);
    add_session(module, database);
    add_search(module, database);
    add_faces(database);
    add_labels(database);
    add_upkeep(database);
    add_blobs(access, database);
    add_sales(access, database);
    add_privacy(module, database);
    add_backup(module, database);
    add_bulk(database);
    add_observing(module, database);
    add_matching(module, database);
    add_merging(database);
    add_files(database);
}
