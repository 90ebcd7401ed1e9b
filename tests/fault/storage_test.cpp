// A disk that fails, and power that goes, at every point of every verb.
//
// For each verb, in both journal modes: the n-th thing that SQLite asks of the disk fails, once or from then on, for
// every n until the verb runs through. What must hold at every point:
//   - the verb succeeds, or throws an Error that says what a disk can do to a program (io, full, busy);
//   - the file holds the state before or the state after, nothing else; after, if the verb succeeded;
//   - the same Database works on as soon as the disk does, and verify finds nothing, nor after opening anew.
// Then the same with the power going after the n-th change of the disk, and several of the states that the disk may be
// in afterwards. Here a verb that had returned must be in the file: that is Durability::full.
#include "fault/fault_vfs.hpp"
#include "fault/office.hpp"
#include "source_dir.hpp"
#include "support/dump.hpp"
#include "support/file_bytes.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>

using namespace kith;
using test::FaultVfs;
using test::Office;
using test::Trouble;

namespace {

/// What lies there when a verb begins.
enum class Start {
    open,     ///< a filled file that is open
    absent,   ///< nothing: the verb is opening
    older,    ///< a file of schema 1, closed: the verb is opening
    crashed,  ///< a filled file whose writer was killed, its log or hot journal beside it: the verb is opening
};

struct Verb {
    std::string name;
    Start start;
    std::function<void(Database&, const Office&)> run{};  // none: opening
    bool closes = false;
};

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all = {
        {"add", Start::open,
         [](Database& db, const Office& office) {
             db.add(Contact{.name = {.given = "Grace", .family = "Hopper"},
                            .emails = {{.address = "grace@navy.example"}},
                            .owner = UserId{1},
                            .tags = {"vip", "new"},
                            .fields = {{"boss", RecordRef{"contact", office.ada.value}}}});
         }},
        {"update", Start::open,
         [](Database& db, const Office& office) {
             Contact ada = db.get(office.ada);
             ada.name.family = "King";
             ada.emails.clear();
             ada.phones.push_back({.number = "090-1111-2222"});
             ada.lifecycle = Lifecycle::advocate;
             db.update(ada);
         }},
        {"remove", Start::open, [](Database& db, const Office& office) { db.remove(office.ada); }},
        {"merge", Start::open,
         [](Database& db, const Office& office) { db.merge(merge_of(office.ada, {office.twin})); }},
        {"unmerge", Start::open, [](Database& db, const Office& office) { db.unmerge(office.merge); }},
        {"import", Start::open,
         [](Database& db, const Office&) {
             std::string csv = "Name,Email,Phone\n";
             for (int i = 0; i < 12; ++i)
                 csv += "Guest " + std::to_string(i) + ",guest" + std::to_string(i) +
                        "@x.example,03-1234-000" + std::to_string(i % 10) + "\n";
             db.imports().run_bytes(csv, "guests.csv");
         }},
        {"undo", Start::open, [](Database& db, const Office& office) { db.undo(office.undoable); }},
        {"erase", Start::open,
         [](Database& db, const Office& office) {
             db.privacy().erase(office.bob, {.keep_suppression = false});  // its key is drawn by lot
         }},
        {"rebuild", Start::open, [](Database& db, const Office&) { db.rebuild(); }},
        {"settings", Start::open,
         [](Database& db, const Office&) {
             Settings settings = db.settings();
             settings.region = "GB";  // makes what is derived anew
             db.settings(settings);
         }},
        {"verify", Start::open, [](Database& db, const Office&) { (void)db.verify(); }},
        {"close", Start::open, [](Database& db, const Office&) { db.close(); }, true},
        {"create", Start::absent},
        {"migrate", Start::older},
        {"recover", Start::crashed},
    };
    return all;
}

const std::vector<std::string>& suffixes() {
    static const std::vector<std::string> all = {"", "-wal", "-journal", "-shm"};
    return all;
}

/// One verb in one journal mode: what lies there before, and the contents before and after.
class Scene {
public:
    Scene(const Verb& verb, Journal journal, FaultVfs& disk)
        : verb_(verb), options_(test::still(journal)), disk_(disk) {
        make();
        set();
        if (verb_.start == Start::open) before_ = test::content(open());
        set();
        {
            auto db = start();
            disk_.watch();
            run(db);
            broken_ = disk_.operations(Trouble::broken);
            full_ = disk_.operations(Trouble::full);
            changes_ = disk_.changes();
            if (verb_.closes) db.reset();
            if (!db) db = open();
            after_ = test::content(*db);
            if (verb_.start != Start::open) before_ = after_;  // opening is to bring it there, then or later
        }
        set();
    }

    [[nodiscard]] std::string name() const {
        return verb_.name + (options_.journal == Journal::wal ? ", log" : ", rollback journal");
    }
    /// Operations that may fail.
    [[nodiscard]] std::int64_t operations(Trouble trouble) const {
        return trouble == Trouble::broken ? broken_ : full_;
    }
    [[nodiscard]] std::int64_t changes() const { return changes_; }

    /// The n-th operation fails. True when the verb failed.
    bool fails(std::int64_t n, bool lasting, Trouble trouble) {
        set();
        auto db = start();
        disk_.watch();
        disk_.fail(n, lasting, trouble);
        const bool done = attempt(db);
        disk_.relent();
        INFO(name() << ": " << disk_.failed() << " (" << n << (lasting ? ", lasting)" : ")")
                    << (trouble == Trouble::full ? ", disk full or locked" : "")
                    << (done ? ", done" : ", " + error_));
        if (done && verb_.closes) db.reset();
        std::optional<std::vector<std::string>> seen;
        if (db) seen = works(*db, done);
        db.reset();
        CHECK(disk_.open_files() == 0);
        auto again = open();
        CHECK(test::findings(again) == "");
        if (seen)
            CHECK(test::differing(*seen, test::content(again)) == "");
        else
            (void)works(again, done);
        return !done;
    }

    /// The power goes after the n-th change, and comes back; once for every seed.
    void goes_dark(std::int64_t n, const std::vector<std::uint64_t>& seeds) {
        set();
        auto db = start();
        disk_.watch();
        disk_.cut_power(n);
        const bool done = attempt(db);
        const bool cut = !disk_.failed().empty();
        // Destroying would ask the disk again; a verb that ran through loses power right after it.
        disk_.cut_power(0);
        db.reset();
        disk_.power_off();
        for (const std::uint64_t seed : seeds) {
            set();
            disk_.restart(seed);
            INFO(name() << ": power cut after change " << n << ", seed " << seed
                        << (cut ? "" : ", after the end") << (done ? ", done" : ", " + error_));
            auto again = open();
            CHECK(test::findings(again) == "");
            (void)works(again, done);
        }
    }

private:
    [[nodiscard]] Database open() const { return Database::open(file_.path(), options_); }

    /// Makes what lies there at the beginning.
    void make() {
        if (verb_.start == Start::absent) return;
        if (verb_.start == Start::older) {
            test::meddle(file_.string(),
                         test::bytes_of(std::filesystem::path(KITH_SOURCE_DIR) / "tests/compat/schema_1.sql"));
        } else {
            auto db = open();
            office_ = test::fill(db);
            if (verb_.start == Start::crashed) {
                if (options_.journal == Journal::rollback) {
                    // Dies in the middle of a large transaction: the journal is hot.
                    disk_.watch();
                    disk_.cut_power(40);
                    CHECK_THROWS_AS(db.rebuild(), Error);
                    keep();
                    disk_.watch();
                    return;
                }
                keep();
                return;
            }
            db.close();
        }
        keep();
    }

    void keep() {
        for (const std::string& suffix : suffixes())
            if (suffix != "-shm" && std::filesystem::exists(file_.beside(suffix)))
                files_[suffix] = test::bytes_of(file_.beside(suffix));
    }

    /// Puts it there again.
    void set() {
        for (const std::string& suffix : suffixes()) {
            const auto found = files_.find(suffix);
            if (found == files_.end())
                std::filesystem::remove(file_.beside(suffix));
            else
                test::put_bytes(file_.beside(suffix), found->second);
        }
    }

    std::optional<Database> start() {
        if (verb_.start == Start::open) return open();
        return std::nullopt;
    }

    void run(std::optional<Database>& db) {
        if (db)
            verb_.run(*db, office_);
        else
            db = open();
    }

    bool attempt(std::optional<Database>& db) {
        error_.clear();
        try {
            run(db);
            return true;
        } catch (const Error& error) {
            error_ = std::string(name_of(error.code())) + ": " + error.what();
            INFO(name() << ": " << disk_.failed() << ": " << error_);
            // A log that could not be removed looks as if another connection held it.
            if (verb_.closes && error.code() == Code::in_use) return false;
            CHECK((error.code() == Code::io || error.code() == Code::full || error.code() == Code::busy));
            CHECK(error.sqlite_code() != 0);
            return false;
        }
    }

    /// Checks what a file holds and that it can be written; gives what it holds then.
    std::vector<std::string> works(Database& db, bool done) {
        auto now = test::content(db);
        if (done || now != before_) {
            // Opened while the file was locked, what a migration left empty waits for the first write.
            CHECK_NOTHROW(db.write([](Transaction&) {}));
            now = test::content(db);
            CHECK(test::differing(after_, now) == "");
        }
        CHECK_NOTHROW(db.add(Contact{.name = {.given = "After", .family = "Wards"}, .tags = {"vip"}}));
        CHECK(test::findings(db) == "");
        return test::content(db);
    }

    const Verb& verb_;
    Options options_;
    FaultVfs& disk_;
    test::TempFile file_;
    Office office_;
    std::map<std::string, std::string> files_;
    std::vector<std::string> before_;
    std::vector<std::string> after_;
    std::int64_t broken_ = 0;
    std::int64_t full_ = 0;
    std::int64_t changes_ = 0;
    std::string error_;
};

template <class Work>
void each_scene(Work&& work) {
    FaultVfs disk;
    for (const Journal journal : {Journal::wal, Journal::rollback})
        for (const Verb& verb : verbs()) {
            Scene scene(verb, journal, disk);
            work(scene);
        }
}

}  // namespace

TEST_CASE("a disk that fails leaves the old or the new state, and a database that works on", "[sweep][disk]") {
    std::int64_t tried = 0;
    std::int64_t failed = 0;
    each_scene([&](Scene& scene) {
        for (const Trouble trouble : {Trouble::broken, Trouble::full})
            for (const bool lasting : {false, true}) {
                if (!test::all_points() && lasting != (trouble == Trouble::full)) continue;
                for (const std::int64_t n : test::points(scene.operations(trouble), 2)) {
                    failed += scene.fails(n, lasting, trouble) ? 1 : 0;
                    ++tried;
                }
            }
    });
    test::report("disk: " + std::to_string(tried) + " faults, " + std::to_string(failed) + " verbs failed");
    CHECK(failed > tried / 4);
}

TEST_CASE("a disk that has failed works for the next write", "[disk]") {
    each_scene([](Scene& scene) {
        if (scene.name() != "remove, rollback journal") return;
        // Here it is the rollback that fails, of a commit that failed first.
        const std::int64_t last = scene.operations(Trouble::broken);
        for (std::int64_t n = last * 3 / 5; n <= last * 4 / 5; ++n) scene.fails(n, true, Trouble::broken);
    });
}

TEST_CASE("a power cut leaves the old or the new state, and loses nothing that was acknowledged",
          "[sweep][power]") {
    std::int64_t tried = 0;
    each_scene([&](Scene& scene) {
        for (const std::int64_t n : test::points(scene.changes() + 1, 2)) {
            std::vector<std::uint64_t> seeds = {0};
            if (test::all_points()) seeds.push_back(1);
            const std::uint64_t lots = test::all_points() ? 4 : 1;
            for (std::uint64_t i = 0; i < lots; ++i)
                seeds.push_back(2 + static_cast<std::uint64_t>(n) * lots + i);
            scene.goes_dark(n - 1, seeds);
            tried += static_cast<std::int64_t>(seeds.size());
        }
    });
    test::report("power: " + std::to_string(tried) + " cuts");
    CHECK(tried > 0);
}
