// Copies of a database, plain and encrypted, and how they are read back.
#include "access.hpp"
#include "results.hpp"

#include <kith/backup.hpp>

namespace kithpy {

namespace {

using kithpy::to_python;

/// The text of a passphrase; None for none.
std::optional<std::string> passphrase_from(const py::object& given) {
    if (given.is_none()) return std::nullopt;
    return std::string(view_of(given.ptr()));
}

kith::BackupProgress progress_from(const py::object& callable) {
    return progress_of<std::int64_t, std::int64_t>(callable.ptr());
}

py::object backup(DatabaseAccess& self, const py::object& path, const py::object& passphrase, bool replace,
                  const py::object& progress, int pages_per_step) {
    const std::filesystem::path file = path_from_python(path);
    const kith::BackupOptions options{replace, progress_from(progress), pages_per_step,
                                      passphrase_from(passphrase)};
    const kith::BackupResult made = with_database(
        self, [&](kith::Database& db, const kith::Where& place) { return db.backup(file, options, place); });
    const auto& [last, pages, bytes] = made;
    return named("BackupResult", {to_python(last), to_python(pages), to_python(bytes)});
}

void restore(const py::object& source, const py::object& target, const py::object& passphrase, bool replace,
             const py::object& progress) {
    const std::filesystem::path from = path_from_python(source);
    const std::filesystem::path to = path_from_python(target);
    const kith::RestoreOptions options{passphrase_from(passphrase), replace, progress_from(progress)};
    const kith::Where place = where();
    const Released released;
    kith::restore_backup(from, to, options, place);
}

}  // namespace

void add_backup(py::module_& module, DatabaseClass& database) {
    const auto passphrase = py::arg("passphrase");
    const auto replace = py::arg("replace");
    const auto progress = py::arg("progress");
    database.def("backup", &backup, py::arg("path"), passphrase, replace, progress, py::arg("pages_per_step"));
    module.def("restore_backup", &restore, py::arg("source"), py::arg("target"), passphrase, replace,
               progress);
    module.def(
        "is_encrypted_backup",
        [](const py::object& source) {
            const std::filesystem::path file = path_from_python(source);
            const Released released;
            return kith::is_encrypted_backup(file);
        },
        py::arg("source"));
}

}  // namespace kithpy
