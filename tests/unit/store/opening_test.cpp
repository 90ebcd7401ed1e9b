// Which file a path names, what of a file is checked, and how errors speak of it.
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace kith;
namespace fs = std::filesystem;
using test::expect_error;
using test::says;
using test::TempFile;

namespace {

void make(const fs::path& file) {
    auto db = Database::open(file);
    db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
    db.close();
}

/// Works in another folder for as long as it lives.
class WorkingIn {
public:
    explicit WorkingIn(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
    ~WorkingIn() { fs::current_path(before_); }
    WorkingIn(const WorkingIn&) = delete;
    WorkingIn& operator=(const WorkingIn&) = delete;

private:
    fs::path before_;
};

struct Folder : TempFile {
    Folder() : TempFile(".d") { fs::create_directory(path()); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path()); }
};

/// Writes the schema itself, as only a forger would.
void forge(const TempFile& file, const std::string& sql) {
    test::meddle(file.string(), "PRAGMA writable_schema = ON; " + sql);
}

Error refused(const TempFile& file) {
    return expect_error(Code::tampered, [&] { (void)Database::open(file.path()); });
}

}  // namespace

TEST_CASE("a relative path names the same file wherever the process works later") {
    const Folder mine;
    const Folder other;
    make(other.path() / "x.kith");
    auto db = [&] {
        const WorkingIn folder(mine.path());
        return Database::open("x.kith");
    }();
    const WorkingIn folder(other.path());
    CHECK(db.count<Contact>() == 0);
    db.add(Contact{.name = {.given = "Bob"}});
    CHECK(db.query<Contact>().at(0).name.given == "Bob");
    db.close();
    CHECK_FALSE(fs::exists(mine.path() / "x.kith-wal"));
    CHECK(Database::open(mine.path() / "x.kith").count<Contact>() == 1);
    CHECK(Database::open("x.kith").count<Contact>() == 1);
    // SQLite would take this for a URI.
    make("file:x.kith?mode=memory");
    CHECK(fs::exists(other.path() / "file:x.kith?mode=memory"));
}

TEST_CASE("a link is followed once, and its file's log is seen") {
    const Folder folder;
    make(folder.path() / "real.kith");
    fs::create_symlink(folder.path() / "real.kith", folder.path() / "link.kith");
    auto db = Database::open(folder.path() / "link.kith");
    make(folder.path() / "another.kith");
    fs::remove(folder.path() / "link.kith");
    fs::create_symlink(folder.path() / "another.kith", folder.path() / "link.kith");
    db.add(Contact{});
    CHECK(db.count<Contact>() == 2);
    {
        auto holder = Database::open(folder.path() / "real.kith");
        holder.add(Contact{});
        expect_error(Code::in_use, [&] { db.close(); });
    }
    db.close();
    CHECK_FALSE(fs::exists(folder.path() / "real.kith-wal"));
}

TEST_CASE("a schema is compared in all its words, not in how they are written") {
    const TempFile file;
    make(file.path());
    SECTION("another condition of an index") {
        test::meddle(file.string(),
                     "DROP INDEX tag_folded; "
                     "CREATE UNIQUE INDEX tag_folded ON tag (folded) WHERE deleted_at IS NOT NULL");
        CHECK(says(refused(file), "index 'tag_folded'"));
    }
    SECTION("a check that is gone") {
        forge(file,
              "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK ((contact_id IS NULL) <> (organization_id "
              "IS NULL))', 'CHECK (1)') WHERE name = 'email'");
        CHECK(says(refused(file), "table 'email'"));
    }
    SECTION("a conflict that deletes") {
        forge(file, "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', 'NOT NULL ON CONFLICT IGNORE') "
                    "WHERE name = 'tag'");
        CHECK(says(refused(file), "table 'tag'"));
    }
    SECTION("a virtual table that is spelled with two spaces") {
        test::meddle(file.string(), "CREATE VIRTUAL TABLE app_v USING fts5(a)");
        forge(file, "UPDATE sqlite_schema SET sql = 'CREATE  VIRTUAL TABLE app_v USING fts5(a)' "
                    "WHERE name = 'app_v'");
        CHECK(says(refused(file), "virtual table 'app_v'"));
    }
    SECTION("comments, quotes and spaces") {
        test::meddle(file.string(), "DROP INDEX tag_folded; CREATE unique  INDEX [tag_folded] -- the same\n"
                                    "ON \"tag\" (`folded`) /* still */ WHERE Deleted_At is null");
        CHECK(Database::open(file.path()).count<Contact>() == 1);
    }
    SECTION("what SQLite itself adds") {
        test::meddle(file.string(), "CREATE TABLE app_t (id INTEGER PRIMARY KEY AUTOINCREMENT); ANALYZE");
        CHECK(Database::open(file.path()).count<Contact>() == 1);
    }
}

TEST_CASE("region and time zone are checked when they are set") {
    for (const char* region : {"ZZZ", "ZZ", "Japan", "1"}) {
        INFO(region);
        CHECK(says(expect_error(Code::invalid_argument,
                                [&] { (void)Database::open(":memory:", {.region = region}); }),
                   region));
    }
    CHECK(says(expect_error(Code::invalid_argument,
                            [] { (void)Database::open(":memory:", {.time_zone = "Nowhere/X"}); }),
               "Nowhere/X"));
    auto db = Database::open(":memory:", {.region = "JP", .time_zone = "Asia/Tokyo"});
    const Settings before = db.settings();
    Settings settings = before;
    settings.region = "ZZZ";
    CHECK(says(expect_error(Code::invalid_value, [&] { db.settings(settings); }), "ZZZ"));
    settings.region = "FR";
    settings.time_zone = "Nowhere/X";
    CHECK(says(expect_error(Code::invalid_value, [&] { db.settings(settings); }), "Nowhere/X"));
    CHECK(db.settings() == before);
    for (const char* region : {"", "FR", "gb", "AQ"}) {
        INFO(region);
        settings = Settings{.region = region, .time_zone = "Europe/Paris"};
        CHECK_NOTHROW(db.settings(settings));
        CHECK(db.settings() == settings);
    }
}

TEST_CASE("a lock that another holds is told with the file and who may hold it") {
    const TempFile file;
    make(file.path());
    auto db = Database::open(file.path(), {.busy_timeout = std::chrono::milliseconds(1)});
    auto other = Database::open(file.path());
    other.write([&](Transaction&) {
        const Error error = expect_error(Code::busy, [&] { db.add(Contact{}); });
        CHECK(says(error, "'" + file.string() + "'"));
        CHECK(says(error, "another process or connection is writing"));
        CHECK(error.retryable());
    });
    CHECK_NOTHROW(db.add(Contact{}));
}
