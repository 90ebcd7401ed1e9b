// Memory that runs out at every allocation of a call.
//
// The n-th allocation of SQLite fails, or the n-th `operator new` of the calling thread, once or from then on, for every
// n until the call runs through. What must hold at every point:
//   - a call that writes gives std::bad_alloc or an Error, and the file holds the state before; or it succeeds, and the
//     file holds the state after;
//   - a call that reads gives std::bad_alloc or an Error, or exactly what it gives otherwise: never less;
//   - the same Database works on, verify finds nothing in the end, and SQLite gives all its memory back;
//   - a file that could not be made or migrated is, the next time it is opened, what it would have been.
// No write here may hold nlohmann's arrays or objects: their destructor allocates, and running out of memory in it ends the
// program (store/json_text.hpp).
#include "fault/failing_memory.hpp"
#include "fault/office.hpp"
#include "source_dir.hpp"
#include "support/dump.hpp"
#include "support/file_bytes.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/search.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <new>
#include <optional>

using namespace kith;
using test::Allocator;
using test::FailingMemory;
using test::Office;

namespace {

/// Runs `work` and says how it ended: empty when it went through, else what it threw.
template <class Work>
std::string outcome(Work&& work) {
    try {
        work();
        return {};
    } catch (const std::bad_alloc&) {
        return "std::bad_alloc";
    } catch (const Error& error) {
        return std::string(name_of(error.code())) + ": " + error.what();
    }
}

struct Write {
    std::string name;
    std::function<void(Database&, const Office&)> run;
};

/// Records are made while there is memory, by the first run, which no sweep disturbs: an exception in the middle of an
/// aggregate's initialisation makes some compilers (GCC 12) destroy a member twice.
const std::vector<Write>& writes() {
    static const std::vector<Write> all = {
        {"add",
         [](Database& db, const Office&) {
             static const Contact grace{.name = {.full = "Rear Admiral Grace Hopper"},
                                        .emails = {{.address = "grace@navy.example"}},
                                        .addresses = {{.locality = "Arlington", .country = "USA"}},
                                        .notes = std::string(3000, 'n'),
                                        .tags = {"vip", "new"},
                                        .fields = {{"boss", RecordRef{"contact", 1}}}};
             db.add(grace);
         }},
        {"update",
         [](Database& db, const Office& office) {
             static const Phone phone{.number = "090-1111-2222"};
             Contact ada = db.get(office.ada);
             ada.name.family = "King";
             ada.emails.clear();
             ada.phones.push_back(phone);
             ada.lifecycle = Lifecycle::advocate;
             db.update(ada);
         }},
        {"merge", [](Database& db, const Office& office) { db.merge(merge_of(office.ada, {office.twin})); }},
        {"unmerge", [](Database& db, const Office& office) { db.unmerge(office.merge); }},
        {"undo", [](Database& db, const Office& office) { db.undo(office.undoable); }},
        {"import",
         [](Database& db, const Office&) {
             const ImportReport done = db.imports().run_bytes(
                 "Name,Email,Phone\nGuest One,one@x.example,03-1234-0001\n二郎 客,two@x.example,\n",
                 "guests.csv");
             if (done.failed > 0)
                 throw Error(Code::unknown, "a row failed: " + done.rows.at(0).problems.at(0).reason);
         }},
        {"erase",
         [](Database& db, const Office& office) {
             db.privacy().erase(office.bob, {.keep_suppression = false});  // its key is drawn by lot
         }},
        {"rebuild", [](Database& db, const Office&) { db.rebuild(); }},
    };
    return all;
}

/// What a call that reads gives, as text.
struct Read {
    std::string name;
    std::function<std::string(const Database&, const Office&)> run;
};

const std::vector<Read>& reads() {
    static const std::vector<Read> all = {
        {"get",
         [](const Database& db, const Office& office) {
             const Contact ada = db.get(office.ada);
             std::string text = ada.name.display() + "|" + ada.notes + "|" + ada.sort_key;
             for (const Email& email : ada.emails) text += "|" + email.address + email.normalized;
             for (const std::string& tag : ada.tags) text += "|" + tag;
             for (const auto& [key, value] : ada.fields) text += "|" + key + value.to_string();
             return text;
         }},
        {"query",
         [](const Database& db, const Office&) {
             std::string text;
             for (const Contact& c :
                  db.query<Contact>("(tag = vip and email ends with '@engines.example') or "
                                    "name contains 山田 or has interaction (channel = phone) "
                                    "order by name limit 10"))
                 text += std::to_string(c.id.value) + c.name.display() + c.notes + c.sort_key + "|";
             return text;
         }},
        {"list",
         [](const Database& db, const Office&) {
             std::string text;
             for (const auto& row : db.list<Contact>({"name", "emails.address", "notes"}, "").rows)
                 for (const Value& value : row) text += value.to_string() + "|";
             return text;
         }},
        {"history",
         [](const Database& db, const Office& office) {
             std::string text;
             for (const Change& c : db.history().of(office.bob))
                 text += c.field + c.from.to_string() + c.to.to_string() + c.actor + "|";
             return text;
         }},
        {"duplicates",
         [](const Database& db, const Office& office) {
             std::string text;
             for (const Match& match : db.duplicates().of(office.ada))
                 text += std::to_string(match.id.value) + ":" + std::to_string(match.probability) + "|";
             for (const Evidence& row : db.duplicates().explain(office.ada, office.twin))
                 text += row.field + row.left + row.right + row.level + std::to_string(row.weight) + "|";
             return text;
         }},
        {"search",
         [](const Database& db, const Office&) {
             std::string text;
             for (const auto& hit : db.search().find("yama")) text += std::to_string(hit.record.id) + "|";
             return text;
         }},
        {"sql",
         [](const Database& db, const Office&) {
             std::string text;
             for (const std::string& line : test::content(db)) text += line + "\n";
             return text;
         }},
        {"verify", [](const Database& db, const Office&) { return test::findings(db); }},
    };
    return all;
}

/// A filled file at rest, and copies of it.
class Base {
public:
    Base() {
        auto db = open();
        office_ = test::fill(db);
        db.close();
        bytes_ = test::bytes_of(file_.path());
    }
    [[nodiscard]] Database open() const { return Database::open(file_.path(), options()); }
    /// The file as it was at first, open.
    [[nodiscard]] Database again() const {
        for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file_.beside(suffix));
        test::put_bytes(file_.path(), bytes_);
        return open();
    }
    [[nodiscard]] const Office& office() const { return office_; }
    [[nodiscard]] const std::filesystem::path& path() const { return file_.path(); }

private:
    static Options options() {
        Options options = test::still();
        options.durability = Durability::off;
        return options;
    }
    test::TempFile file_;
    Office office_;
    std::string bytes_;
};

std::string place(const std::string& call, Allocator allocator, std::int64_t n, bool lasting) {
    return call + ": " + (allocator == Allocator::sqlite ? "SQLite's" : "C++'s") + " allocation " +
           std::to_string(n) + (lasting ? " and all later ones" : "");
}

/// What the allocations of a call come to: counted twice, because the first call fills caches.
template <class Call>
std::int64_t allocations(Allocator allocator, Call&& call) {
    FailingMemory memory(allocator, 0, false);
    call();
    return memory.count();
}

/// Sweeps one call that writes; gives the points tried.
std::int64_t sweep(const Base& base, const Write& write, Allocator allocator) {
    std::optional<Database> db = base.again();
    const auto before = test::content(*db);
    const std::int64_t count = allocations(allocator, [&] { write.run(*db, base.office()); });
    const auto after = test::content(*db);
    std::int64_t tried = 0;
    db.reset();
    db = base.again();
    for (const bool lasting : {false, true}) {
        for (const std::int64_t n : test::points(count, 6)) {
            std::string said;
            bool failed = false;
            {
                FailingMemory memory(allocator, n, lasting);
                said = outcome([&] { write.run(*db, base.office()); });
                failed = memory.failed();
            }
            ++tried;
            INFO(place(write.name, allocator, n, lasting) << ": " << said);
            CHECK(test::differing(said.empty() ? after : before, test::content(*db)) == "");
            if (failed && !said.empty())
                CHECK((said == "std::bad_alloc" || said.find("memory") != std::string::npos));
            if (said.empty()) {  // it did without: begin anew
                CHECK(test::findings(*db) == "");
                db.reset();
                db = base.again();
            }
        }
        CHECK(test::findings(*db) == "");
    }
    INFO(write.name << " after all that");
    CHECK(outcome([&] { write.run(*db, base.office()); }) == "");
    CHECK(test::differing(after, test::content(*db)) == "");
    return tried;
}

std::int64_t sweep(const Base& base, const Read& read, Allocator allocator) {
    std::int64_t tried = 0;
    for (const bool cold : {true, false}) {
        std::optional<Database> db = base.again();
        const std::string expected = read.run(*db, base.office());
        if (cold) {
            db.reset();
            db = base.again();
        }
        const std::int64_t count = allocations(allocator, [&] { (void)read.run(*db, base.office()); });
        for (const bool lasting : {false, true})
            for (const std::int64_t n : test::points(count, 4)) {
                if (cold) {
                    db.reset();
                    db = base.again();
                }
                std::string said;
                std::string gave;
                {
                    FailingMemory memory(allocator, n, lasting);
                    said = outcome([&] { gave = read.run(*db, base.office()); });
                }
                ++tried;
                INFO(place(read.name, allocator, n, lasting) << ": " << said);
                if (said.empty()) CHECK(gave == expected);
            }
        INFO(read.name << " after all that");
        std::string gave;
        CHECK(outcome([&] { gave = read.run(*db, base.office()); }) == "");
        CHECK(gave == expected);
    }
    return tried;
}

std::int64_t sweep_opening(const Base& base, Allocator allocator) {
    { const auto db = base.again(); }
    const auto expected = test::content(base.open());
    const std::int64_t count = allocations(allocator, [&] { (void)base.open(); });
    std::int64_t tried = 0;
    for (const bool lasting : {false, true})
        for (const std::int64_t n : test::points(count, 6)) {
            std::optional<Database> db;
            std::string said;
            {
                FailingMemory memory(allocator, n, lasting);
                said = outcome([&] { db = base.open(); });
            }
            ++tried;
            INFO(place("open", allocator, n, lasting) << ": " << said);
            if (!db) db = base.open();
            CHECK(test::differing(expected, test::content(*db)) == "");
        }
    return tried;
}

/// A file that is made, or one of an older format that is migrated, in the place of `bytes`.
std::int64_t sweep_making(const std::string& call, const std::string& bytes, Allocator allocator) {
    const test::TempFile file;
    Options options = test::still();
    options.durability = Durability::off;
    const auto open = [&] { return Database::open(file.path(), options); };
    const auto begin = [&] {
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.beside(suffix));
        if (!bytes.empty()) test::put_bytes(file.path(), bytes);
    };
    begin();
    const auto expected = test::content(open());  // the first call fills caches
    begin();
    const std::int64_t count = allocations(allocator, [&] { (void)open(); });
    std::int64_t tried = 0;
    for (const bool lasting : {false, true})
        for (const std::int64_t n : test::points(count, 6)) {
            begin();
            std::optional<Database> db;
            std::string said;
            {
                FailingMemory memory(allocator, n, lasting);
                said = outcome([&] { db = open(); });
            }
            ++tried;
            INFO(place(call, allocator, n, lasting) << ": " << said);
            if (!db) db = open();
            CHECK(test::differing(expected, test::content(*db)) == "");
            CHECK(test::findings(*db) == "");
        }
    return tried;
}

/// A file of an older format.
std::string older_bytes() {
    const test::TempFile file;
    test::meddle(file.string(),
                 test::bytes_of(std::filesystem::path(KITH_SOURCE_DIR) / "tests/compat/schema_1.sql"));
    return test::bytes_of(file.path());
}

}  // namespace

TEST_CASE("memory that runs out leaves the old state, and a database that works on", "[sweep][memory]") {
    REQUIRE(test::install_failing_memory());
    const Base base;
    const std::string older = older_bytes();
    for (const Allocator allocator : {Allocator::sqlite, Allocator::cpp}) {
        const std::int64_t held = test::sqlite_memory();
        std::int64_t tried = sweep_opening(base, allocator);
        tried += sweep_making("create", "", allocator);
        tried += sweep_making("migrate", older, allocator);
        for (const Write& write : writes()) tried += sweep(base, write, allocator);
        for (const Read& read : reads()) tried += sweep(base, read, allocator);
        CHECK(test::sqlite_memory() == held);
        test::report(std::string("memory of ") + (allocator == Allocator::sqlite ? "SQLite" : "C++") + ": " +
                     std::to_string(tried) + " failures");
        CHECK(tried > 0);
    }
}
