// Opening and closing, closures, and what concerns the file as a whole.
#include "access.hpp"
#include "session.hpp"

#include <chrono>

namespace kithpy {

// access -------------------------------------------------------------------------------------------------------

namespace {
thread_local std::vector<std::pair<const void*, kith::Where>> calls;  // of this thread, the innermost last
}

Inside::Inside(const kith::Database& database, const kith::Where& place) {
    calls.emplace_back(&database.core(), place);
}

Inside::~Inside() { calls.pop_back(); }

const kith::Where* Inside::find(const kith::Database& database) noexcept {
    for (const auto& [core, place] : calls)
        if (core == &database.core()) return &place;
    return nullptr;
}

void Access::open_savepoint() {
    writing(*this, [&](kith::Transaction& tx) {
        savepoints_.push_back(std::make_unique<kith::Transaction::Savepoint>(tx));
    });
}

void Access::close_savepoint(bool keep) {
    writing(*this, [&](kith::Transaction&) {
        if (savepoints_.empty()) throw kith::Error(kith::Code::invalid_argument, "no savepoint is open");
        const auto last = std::move(savepoints_.back());
        savepoints_.pop_back();
        if (keep) last->release();
    });
}

void Access::drop_savepoints() noexcept {
    while (!savepoints_.empty()) savepoints_.pop_back();
}

DatabaseAccess::~DatabaseAccess() {
    // The last handle closes the file and waits for the disk.
    const Released released;
    handle_.reset();
}

void DatabaseAccess::check(const kith::Where& place) const { Session::refuse_nested(database, place); }

void DatabaseAccess::read(const std::function<void(const kith::Reader&)>& work, const kith::Where& place) {
    const Inside inside(database, place);
    database.read(work, place);
}

void DatabaseAccess::write(const std::function<void(kith::Transaction&)>& work, const kith::Where& place) {
    const Inside inside(database, place);
    database.write(work, place);
}

void ClosureAccess::check(const kith::Where&) const {
    if (transaction_ == nullptr) throw kith::Error(kith::Code::closed, "the transaction has ended");
    if (thread_ != PyThread_get_thread_ident())
        throw kith::Error(kith::Code::invalid_argument,
                          "the transaction of `write` belongs to the thread that its function runs on");
}

void ClosureAccess::read(const std::function<void(const kith::Reader&)>& work, const kith::Where&) {
    work(*transaction_);
}

void ClosureAccess::write(const std::function<void(kith::Transaction&)>& work, const kith::Where&) {
    work(*transaction_);
}

namespace {

// opening ------------------------------------------------------------------------------------------------------

kith::Durability durability_named(const std::string& name) {
    if (name == "full") return kith::Durability::full;
    if (name == "normal") return kith::Durability::normal;
    if (name == "off") return kith::Durability::off;
    throw kith::Error(kith::Code::invalid_argument,
                      "durability is 'full', 'normal' or 'off', not '" + name + "'");
}

kith::Journal journal_named(const std::string& name) {
    if (name == "wal") return kith::Journal::wal;
    if (name == "rollback") return kith::Journal::rollback;
    throw kith::Error(kith::Code::invalid_argument, "journal is 'wal' or 'rollback', not '" + name + "'");
}

kith::Options options_from(const py::dict& given) {
    kith::Options options;
    for (const auto& [key, value] : given) {
        const std::string name = py::cast<std::string>(key);
        const auto text = [&, v = value] { return py::cast<std::string>(v); };
        if (name == "actor")
            options.actor = text();
        else if (name == "region")
            options.region = text();
        else if (name == "time_zone")
            options.time_zone = text();
        else if (name == "week_start")
            options.week_start = py::cast<int>(value);
        else if (name == "fiscal_year_start")
            options.fiscal_year_start = py::cast<int>(value);
        else if (name == "create")
            options.create = py::cast<bool>(value);
        else if (name == "read_only")
            options.read_only = py::cast<bool>(value);
        else if (name == "durability")
            options.durability = durability_named(text());
        else if (name == "journal")
            options.journal = journal_named(text());
        else if (name == "readers")
            options.readers = py::cast<std::size_t>(value);
        else if (name == "busy_timeout")
            options.busy_timeout =
                std::chrono::milliseconds(static_cast<std::int64_t>(py::cast<double>(value) * 1000));
        else if (name == "change_memory")
            options.change_memory = py::cast<std::size_t>(value);
        else if (name == "query_work")
            options.query_work = py::cast<std::int64_t>(value);
        else if (name == "key")
            options.key = text();
        else if (name == "clock") {
            options.clock = [clock = kept(borrowed(value.ptr()))] {
                const Held lock;
                lock.need();
                try {
                    const py::object now = py::handle(clock.get())();
                    return kith::Time{std::chrono::milliseconds(time_from_python(now.ptr(), "the clock"))};
                } catch (const py::error_already_set& error) {
                    throw Raised(error);
                }
            };
        } else if (name == "dispatch") {
            options.dispatch = dispatch_from(borrowed(value.ptr()));
        } else {
            throw kith::Error(kith::Code::invalid_argument, "there is no option '" + name + "'");
        }
    }
    return options;
}

std::shared_ptr<DatabaseAccess> open(const py::object& path, const py::dict& given) {
    const std::filesystem::path file = path_from_python(path);
    kith::Options options = options_from(given);
    const Released released;
    return std::make_shared<DatabaseAccess>(kith::Database::open(file, std::move(options)));
}

// closures -----------------------------------------------------------------------------------------------------

/// Hands a closure's transaction to Python while `work` runs.
py::object call_with(kith::Transaction& tx, const py::function& work) {
    const auto access = std::make_shared<ClosureAccess>(tx);
    struct End {
        ClosureAccess& access;
        ~End() { access.end(); }
    } const end{*access};
    return work(std::static_pointer_cast<Access>(access));
}

py::object write(DatabaseAccess& access, const py::function& work) {
    py::object result;
    writing(access, [&](kith::Transaction& tx) {
        const Held held;
        held.need();
        result = call_with(tx, work);
    });
    return result;
}

}  // namespace

void add_database(py::module_& module, DatabaseClass& database) {
    module.def("open", &open, py::arg("path"), py::arg("options"), "Opens a file, or makes it.");
    module.def(
        "format_query",
        [](const std::string& text, bool lines) {
            return kith::format_query(text, lines ? kith::QueryLayout::lines : kith::QueryLayout::line);
        },
        py::arg("text"), py::arg("lines"));
    module.def("query_to_json", &kith::query_to_json, py::arg("text"));
    module.def("query_from_json", &kith::query_from_json, py::arg("form"));
    module.attr("version") = std::string(kith::library_version);
    database
        .def("close",
             [](DatabaseAccess& self) {
                 with_database(self, [](kith::Database& db, const kith::Where& place) { db.close(place); });
             })
        .def("as_actor",
             [](DatabaseAccess& self, const std::string& actor) {
                 return with_database(self, [&](kith::Database& db, const kith::Where&) {
                     return std::make_shared<DatabaseAccess>(db.as(actor));
                 });
             })
        .def("write", &write, py::arg("work"))
        .def("verify",
             [](DatabaseAccess& self) {
                 const auto findings = with_database(
                     self, [](kith::Database& db, const kith::Where& place) { return db.verify(place); });
                 return owned(list_of(findings, [](const kith::Finding& finding) {
                     return named("Finding", {to_python(finding.check), to_python(finding.table),
                                              to_python(finding.message)})
                         .release()
                         .ptr();
                 }));
             })
        .def("rebuild",
             [](DatabaseAccess& self) {
                 with_database(self, [](kith::Database& db, const kith::Where& place) { db.rebuild(place); });
             })
        .def("last_transaction", [](DatabaseAccess& self) { return self.database.last_transaction(); });
    add_edit(database);
}

}  // namespace kithpy
