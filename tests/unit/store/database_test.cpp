// Opening, refusing, nesting, closing.
#include "store/connection.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <thread>

using namespace kith;
using test::expect_error;
using test::says;
using test::TempFile;

namespace {

void meddle(const TempFile& file, const std::string& sql) { test::meddle(file.string(), sql); }

void make(const TempFile& file) {
    auto db = Database::open(file.path(), {.region = "JP"});
    db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
    db.close();
}

}  // namespace

TEST_CASE("a file keeps what was written and is one file when closed") {
    const TempFile file;
    {
        auto db = Database::open(file.path(), {.actor = "ada", .region = "JP", .time_zone = "Asia/Tokyo"});
        const ContactId id = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
        CHECK(id.value == 1);
        CHECK(std::filesystem::exists(file.beside("-wal")));
        db.close();
        CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
        CHECK_FALSE(std::filesystem::exists(file.beside("-shm")));
        const Error error = expect_error(Code::closed, [&] { (void)db.get(id); });
        CHECK(says(error, "closed"));
    }
    auto again = Database::open(file.path(), {.region = "US"});
    CHECK(again.get(ContactId{1}).name.family == "Lovelace");
    CHECK(again.settings().region == "JP");  // options only initialise a new file
    CHECK(again.settings().time_zone == "Asia/Tokyo");
}

TEST_CASE("settings belong to the file and are checked") {
    auto db = Database::open(":memory:");
    Settings settings = db.settings();
    settings.week_start = 7;
    settings.fiscal_year_start = 4;
    db.settings(settings);
    CHECK(db.settings() == settings);
    settings.week_start = 8;
    expect_error(Code::invalid_value, [&] { db.settings(settings); });
    expect_error(Code::invalid_argument, [] { (void)Database::open(":memory:", {.week_start = 9}); });
}

TEST_CASE("files that are not kith's are refused with the reason") {
    const TempFile file;
    SECTION("text") {
        std::ofstream(file.path()) << "This is not a database, whatever its name says. It is only text.";
        const Error error = expect_error(Code::not_a_kith_file, [&] { (void)Database::open(file.path()); });
        CHECK(says(error, file.string()));
    }
    SECTION("another program's database") {
        meddle(file, "CREATE TABLE t (a)");
        expect_error(Code::not_a_kith_file, [&] { (void)Database::open(file.path()); });
    }
    SECTION("an empty database of another encoding") {
        meddle(file, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a); DROP TABLE t");
        CHECK(says(expect_error(Code::not_a_kith_file, [&] { (void)Database::open(file.path()); }),
                   "UTF-16le"));
    }
    SECTION("a newer file names both versions") {
        make(file);
        meddle(file, "PRAGMA user_version = 99");
        const Error error = expect_error(Code::newer_file, [&] { (void)Database::open(file.path()); });
        CHECK(error.argument("file_version") == "99");
        CHECK_FALSE(error.argument("library_version").empty());
    }
    SECTION("a trigger") {
        make(file);
        meddle(file, "CREATE TRIGGER spy AFTER INSERT ON contact BEGIN DELETE FROM email; END");
        const Error error = expect_error(Code::tampered, [&] { (void)Database::open(file.path()); });
        CHECK(says(error, "trigger 'spy'"));
    }
    SECTION("a view") {
        make(file);
        meddle(file, "CREATE VIEW app_v AS SELECT 1");
        CHECK(says(expect_error(Code::tampered, [&] { (void)Database::open(file.path()); }), "view 'app_v'"));
    }
    SECTION("a virtual table") {
        make(file);
        meddle(file, "CREATE VIRTUAL TABLE app_f USING fts5(a)");
        CHECK(says(expect_error(Code::tampered, [&] { (void)Database::open(file.path()); }), "virtual table"));
    }
    SECTION("a foreign table") {
        make(file);
        meddle(file, "CREATE TABLE extra (a)");
        CHECK(says(expect_error(Code::tampered, [&] { (void)Database::open(file.path()); }), "table 'extra'"));
    }
    SECTION("a changed table") {
        make(file);
        meddle(file, "ALTER TABLE contact ADD COLUMN spy TEXT");
        CHECK(says(expect_error(Code::tampered, [&] { (void)Database::open(file.path()); }), "'contact'"));
    }
    SECTION("a missing index") {
        make(file);
        meddle(file, "DROP INDEX contact_sort");
        CHECK(
            says(expect_error(Code::tampered, [&] { (void)Database::open(file.path()); }), "'contact_sort'"));
    }
    SECTION("the host's own tables are welcome") {
        make(file);
        meddle(
            file,
            "CREATE TABLE app_note (a, contact REFERENCES contact (id)); CREATE INDEX app_i ON app_note (a)");
        CHECK(Database::open(file.path()).count<Contact>() == 1);
    }
    SECTION("a missing file, when it may not be made") {
        expect_error(Code::io, [&] { (void)Database::open(file.path(), {.create = false}); });
        expect_error(Code::io, [&] { (void)Database::open(file.path(), {.read_only = true}); });
        CHECK_FALSE(std::filesystem::exists(file.path()));
    }
}

TEST_CASE("a schema that another tool wrote differently but equally is accepted") {
    const TempFile file;
    make(file);
    // The same index, spelled otherwise: the structure counts, not the text.
    meddle(file, "DROP INDEX contact_sort; create index contact_sort on contact(sort_key)");
    CHECK(Database::open(file.path()).count<Contact>() == 1);
}

TEST_CASE("a damaged file gives an error, never a crash") {
    const TempFile file;
    make(file);
    {
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(4096 * 3);
        for (int i = 0; i < 4096 * 4; ++i) bytes.put('\x5a');
    }
    try {
        auto db = Database::open(file.path());
        CHECK_FALSE(db.verify().empty());
    } catch (const Error& error) {
        CHECK((error.code() == Code::corrupt || error.code() == Code::tampered));
    }
}

TEST_CASE("read-only refuses writes and reads") {
    const TempFile file;
    make(file);
    auto db = Database::open(file.path(), {.read_only = true});
    CHECK(db.get(ContactId{1}).name.given == "Ada");
    CHECK(says(expect_error(Code::read_only, [&] { db.add(Contact{}); }), "read-only"));
}

TEST_CASE("nested use is refused with both places named") {
    auto db = Database::open(":memory:");
    const Error error =
        expect_error(Code::nested_use, [&] { db.write([&](Transaction&) { (void)db.count<Contact>(); }); });
    CHECK(std::string(error.argument("outer")).find("database_test.cpp:") != std::string::npos);
    CHECK(std::string(error.argument("inner")).find("database_test.cpp:") != std::string::npos);
    expect_error(Code::nested_use, [&] { db.write([&](Transaction&) { db.add(Contact{}); }); });
    expect_error(Code::nested_use, [&] { db.read([&](const Reader&) { db.add(Contact{}); }); });
    CHECK(db.read([&](const Reader&) { return db.count<Contact>(); }) ==
          0);  // reading while reading is one snapshot
    CHECK(db.count<Contact>() == 0);
}

TEST_CASE("an exception rolls back everything and goes on") {
    auto db = Database::open(":memory:");
    struct Oops {};
    CHECK_THROWS_AS(db.write([](Transaction& tx) {
        tx.add(Contact{.name = {.given = "A"}});
        throw Oops();
    }),
                    Oops);
    CHECK(db.count<Contact>() == 0);
    CHECK(db.add(Contact{}).value == 1);
}

TEST_CASE("a savepoint takes back its part only") {
    auto db = Database::open(":memory:");
    db.write([](Transaction& tx) {
        tx.add(User{.name = "ada"});
        expect_error(Code::not_unique, [&] {
            tx.savepoint([&] {
                tx.add(User{.name = "bob"});
                tx.add(User{.name = "ada"});
            });
        });
        tx.add(User{.name = "carol"});
    });
    CHECK(db.sql("SELECT count(*) FROM user").rows[0][0] == Value(2));
    CHECK(db.verify().empty());
}

TEST_CASE("what SQLite has rolled back is not written on piece by piece") {
    for (const bool in_memory : {true, false}) {
        const test::TempFile file;
        auto db = in_memory ? Database::open(":memory:") : Database::open(file.path());
        db.add(Contact{.name = {.given = "First"}});
        expect_error(Code::full, [&] {
            db.write([&](Transaction& tx) {
                store::Connection& connection = tx.connection();
                tx.add(Field{.key = "lost"});
                connection.exec("PRAGMA max_page_count = " +
                                std::to_string(connection.integer("PRAGMA page_count") + 8));
                expect_error(Code::full, [&] {
                    for (int i = 0; i < 5000; ++i) tx.add(Contact{.notes = std::string(3000, 'a')});
                });
                CHECK_FALSE(connection.in_transaction());
                // The same reason again, whatever is asked for: it would be committed, or read, alone.
                expect_error(Code::full, [&] { tx.add(Contact{.name = {.given = "Late"}}); });
                expect_error(Code::full, [&] { tx.tag(ContactId{1}, "late"); });
                expect_error(Code::full, [&] { (void)tx.count<Contact>(); });
                expect_error(Code::full, [&] { tx.sql("CREATE TABLE app_late (a INT)"); });
            });
        });
        CHECK(db.count<Contact>() == 1);
        CHECK(db.query<Tag>().empty());
        CHECK(db.query<Field>().empty());
        CHECK(test::findings(db) == "");
        db.read([](const Reader& reader) { reader.connection().exec("PRAGMA max_page_count = 1073741823"); });
        db.write([](Transaction& tx) { tx.connection().exec("PRAGMA max_page_count = 1073741823"); });
        db.add(Contact{.name = {.given = "Second"}});
        CHECK(db.count<Contact>() == 2);
    }
}

TEST_CASE("the host's SQL writes app_ tables and nothing else") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.name = {.given = "Ada"}});
    db.write([&](Transaction& tx) {
        tx.sql("CREATE TABLE app_note (contact INTEGER REFERENCES contact (id), text TEXT)");
        tx.sql("CREATE INDEX app_note_contact ON app_note (contact)");
        tx.sql("INSERT INTO app_note VALUES (?1, ?2)", {id.value, "hello"});
        CHECK(tx.sql("SELECT text FROM app_note").rows[0][0] == Value("hello"));
    });
    for (const std::string sql :
         {"DELETE FROM contact", "UPDATE contact SET given = 'x'", "INSERT INTO setting VALUES ('a', 'b')",
          "DROP TABLE contact", "ALTER TABLE contact ADD COLUMN x", "CREATE INDEX app_i ON contact (given)",
          "CREATE TABLE other (a)", "ALTER TABLE app_note RENAME TO note", "CREATE VIEW app_v AS SELECT 1",
          "CREATE TEMP TABLE app_t (a)", "CREATE TRIGGER app_t AFTER INSERT ON app_note BEGIN SELECT 1; END",
          "CREATE VIRTUAL TABLE app_f USING fts5(a)", "COMMIT", "SAVEPOINT x", "ATTACH ':memory:' AS other",
          "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 7", "DELETE FROM sqlite_master",
          "SELECT load_extension('x')"}) {
        INFO(sql);
        CHECK_THROWS_AS(db.write([&](Transaction& tx) { tx.sql(sql); }), Error);
        CHECK_THROWS_AS(db.sql(sql), Error);
    }
    expect_error(Code::read_only, [&] { (void)db.sql("DELETE FROM app_note"); });
    expect_error(Code::parse, [&] { (void)db.sql("SELECT 1; SELECT 2"); });
    expect_error(Code::invalid_argument, [&] { (void)db.sql("SELECT ?1"); });
    CHECK(db.get(id).name.given == "Ada");
    CHECK(db.sql("SELECT count(*) FROM app_note").rows[0][0] == Value(1));
}

TEST_CASE("many threads read while one writes") {
    const TempFile file;
    auto db = Database::open(file.path(), {.durability = Durability::off, .readers = 2});
    const ContactId id = db.add(Contact{.name = {.given = "0", .family = "0"}});
    constexpr int writes = 100;
    std::atomic<bool> torn{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < writes; ++i)
                db.edit(id, [](Contact& c) {
                    c.name.given = c.name.family = std::to_string(std::stoi(c.name.given) + 1);
                });
        });
    for (int t = 0; t < 3; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < writes; ++i) {
                const Contact c = db.get(id);
                if (c.name.given != c.name.family) torn = true;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK_FALSE(torn);
    CHECK(db.get(id).name.given == std::to_string(2 * writes));
    CHECK(db.verify().empty());
}

TEST_CASE("close names what prevents it") {
    const TempFile file;
    auto db = Database::open(file.path());
    {
        auto other = Database::open(file.path());
        other.add(Contact{});
        const Error error = expect_error(Code::in_use, [&] { db.close(); });
        CHECK(says(error, "another connection"));
        CHECK(db.count<Contact>() == 1);  // still open
    }
    db.close();
    CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
}

TEST_CASE("the rollback journal is an option") {
    const TempFile file;
    auto db = Database::open(file.path(), {.journal = Journal::rollback});
    db.add(Contact{});
    CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
    CHECK(db.count<Contact>() == 1);
    db.close();
}

TEST_CASE("the injected clock gives every time, and time never runs backwards") {
    Time now = *parse_time("2026-01-02T03:04:05Z");
    auto db = Database::open(":memory:", {.clock = [&] { return now; }});
    const ContactId first = db.add(Contact{});
    CHECK(db.get(first).meta.created_at == now);
    const Time before = now;
    now -= std::chrono::hours(1);
    const ContactId second = db.add(Contact{});
    CHECK(db.get(second).meta.created_at == before);
}

TEST_CASE("a clock that uses the database is refused, and time never stops") {
    Database* used = nullptr;
    auto db = Database::open(":memory:", {.clock = [&] {
                                 if (used != nullptr) (void)used->count<Contact>();
                                 return Time{};
                             }});
    used = &db;
    expect_error(Code::nested_use, [&] { db.add(Contact{}); });
    used = nullptr;
    CHECK(db.add(Contact{}).value == 1);
}

TEST_CASE("a page has at least one record") {
    auto db = Database::open(":memory:");
    db.add(Contact{});
    int seen = 0;
    expect_error(Code::invalid_argument, [&] {
        db.each<Contact>(
            "", [&](const Contact&) { ++seen; }, {}, 0);
    });
    db.each<Contact>(
        "", [&](const Contact&) { ++seen; }, {}, 1);
    CHECK(seen == 1);
}

TEST_CASE("a handle that was moved from is a handle") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.name = {.given = "Ada"}});
    const TransactionId last = db.last_transaction();
    Database moved = std::move(db);
    CHECK(moved.get(id).name.given == "Ada");
    CHECK(moved.last_transaction() == last);
    CHECK(db.get(id).name.given == "Ada");  // NOLINT(bugprone-use-after-move): that is what is tested
    Database other = Database::open(":memory:");
    db = std::move(other);
    CHECK(other.count<Contact>() == 0);  // NOLINT(bugprone-use-after-move)
    moved.close();
    expect_error(Code::closed, [&] { (void)moved.count<Contact>(); });
}

TEST_CASE("threads share one handle and ask it for the last transaction") {  // the race is seen by TSan
    auto db = Database::open(":memory:");
    constexpr int each = 50;
    std::vector<std::thread> threads;
    std::atomic<bool> zero{false};
    for (int t = 0; t < 3; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                db.add(Contact{});
                if (db.last_transaction() == 0) zero = true;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK_FALSE(zero);
    CHECK(db.last_transaction() > 0);
    CHECK(db.last_transaction() <= 3 * each);
}

TEST_CASE("a stock sqlite3 opens and reads the file") {
    const TempFile file;
    make(file);
    meddle(file, "PRAGMA integrity_check; SELECT * FROM contact; SELECT sql FROM sqlite_schema; REINDEX;");
    CHECK(Database::open(file.path()).verify().empty());
}
