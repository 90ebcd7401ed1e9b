// Copies of a database that is in use: whole, consistent, and never half there.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/file_bytes.hpp"
#include "support/temp_folder.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

using namespace kith;
using test::bytes_of;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;
using test::says;
using test::TempFolder;

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

/// A database with enough rows for some dozens of pages.
Database office(const fs::path& path, Options options = {}) {
    auto db = Database::open(path, std::move(options));
    db.write([](Transaction& tx) {
        for (int i = 0; i < 200; ++i)
            tx.add(Contact{.name = {.given = "Ada", .family = "Lovelace " + std::to_string(i)},
                           .emails = {{.address = "ada" + std::to_string(i) + "@x.example"}},
                           .notes = "Prefers letters; has been with us since 1843.",
                           .tags = {"vip"}});
    });
    db.edit(ContactId{1}, [](Contact& c) { c.name.given = "Augusta"; });
    return db;
}

std::string uid(const Database& db) {
    return db.sql("SELECT value FROM setting WHERE key = 'uid'").rows.at(0).at(0).to_string();
}

}  // namespace

TEST_CASE("a copy is one file that says what the database says, its history and its uid included") {
    const TempFolder folder;
    const auto journal = GENERATE(Journal::wal, Journal::rollback);
    auto db = office(folder / "a.kith", {.journal = journal});
    fs::permissions(folder / "a.kith", fs::perms::owner_read | fs::perms::owner_write);
    const BackupResult done = db.backup(folder / "copy.kith");
    CHECK(done.last == db.last_transaction());
    CHECK(done.bytes == static_cast<std::int64_t>(fs::file_size(folder / "copy.kith")));
    CHECK(done.pages * 4096 == done.bytes);
    CHECK(fs::status(folder / "copy.kith").permissions() == fs::status(folder / "a.kith").permissions());
    const std::string bytes = bytes_of(folder / "copy.kith");
    CHECK(int{bytes.at(18)} == 1);  // no write-ahead log
    CHECK(int{bytes.at(19)} == 1);

    auto copy = Database::open(folder / "copy.kith", {.create = false});
    CHECK(findings(copy) == "");
    CHECK(difference(dump(db), dump(copy)) == "");
    CHECK(uid(copy) == uid(db));
    CHECK(copy.history().transactions().size() == db.history().transactions().size());
    copy.undo(done.last);
    CHECK(copy.get(ContactId{1}).name.given == "Ada");
    CHECK(db.get(ContactId{1}).name.given == "Augusta");  // they have nothing in common
    copy.close();
    db.close();
    CHECK(folder.names() == Names{"a.kith", "copy.kith"});
}

TEST_CASE("a database in memory can be copied into a file, and a file that is opened read-only") {
    const TempFolder folder;
    auto memory = office(":memory:");
    memory.backup(folder / "b.kith");
    const auto file = Database::open(folder / "b.kith", {.read_only = true});
    CHECK(difference(dump(memory), dump(file)) == "");
    fs::permissions(folder / "b.kith", fs::perms::owner_read);
    file.backup(folder / "c.kith");  // may be written all the same
    CHECK(fs::status(folder / "c.kith").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(findings(Database::open(folder / "c.kith")) == "");
}

TEST_CASE("a copy that is taken while another thread writes holds a prefix of its commits") {
    const TempFolder folder;
    auto db = office(folder / "a.kith", {.durability = Durability::off});
    const TransactionId before = db.last_transaction();
    constexpr int commits = 1000;
    std::atomic<int> committed{0};
    std::thread writer([&] {
        for (int i = 1; i <= commits; ++i) {
            // Two records in each: half a transaction would show.
            db.write([&](Transaction& tx) {
                tx.add(Contact{.name = {.given = "n" + std::to_string(i)}, .source = "prefix"});
                tx.add(Organization{.name = "o" + std::to_string(i)});
            });
            committed = i;
        }
    });
    std::vector<int> held;
    bool together = false;
    for (int turn = 0; committed < commits && turn < 8; ++turn) {
        const std::string name = "copy" + std::to_string(turn) + ".kith";
        BackupOptions options;
        options.pages_per_step = 1;
        int first = -1;
        int last = -1;
        options.progress = [&](std::int64_t, std::int64_t) {
            last = committed;
            if (first < 0) first = last;
            // The writer gets its turn, also on a busy machine.
            if (last == first && last < commits) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return true;
        };
        const BackupResult done = db.backup(folder / name, options);
        together = together || last > first;
        const auto copy = Database::open(folder / name, {.read_only = true});
        const auto people = copy.query<Contact>("source = prefix order by id");
        REQUIRE(static_cast<TransactionId>(people.size()) == done.last - before);
        for (std::size_t i = 0; i < people.size(); ++i)
            CHECK(people[i].name.given == "n" + std::to_string(i + 1));
        CHECK(copy.count<Organization>() == static_cast<std::int64_t>(people.size()));
        CHECK(findings(copy) == "");
        held.push_back(static_cast<int>(people.size()));
    }
    writer.join();
    CHECK(db.count<Contact>("source = prefix") == commits);  // nobody was kept from writing
    CHECK(std::is_sorted(held.begin(), held.end()));
    CHECK(together);  // commits happened between two pages of one copy
}

TEST_CASE("copying tells how far it is, and leaves nothing when it is cancelled or fails") {
    const TempFolder folder;
    auto db = office(folder / "a.kith");
    std::vector<std::pair<std::int64_t, std::int64_t>> told;
    BackupOptions options;
    options.pages_per_step = 3;
    options.progress = [&](std::int64_t done, std::int64_t total) {
        told.emplace_back(done, total);
        return true;
    };
    const BackupResult done = db.backup(folder / "b.kith", options);
    REQUIRE(told.size() > 3);
    CHECK(std::is_sorted(told.begin(), told.end()));
    CHECK(told.front() == std::pair(std::int64_t{3}, done.pages));
    CHECK(told.back() == std::pair(done.pages, done.pages));
    const Names names = folder.names();

    options.progress = [&](std::int64_t at, std::int64_t) {
        CHECK(db.count<Contact>() == 200);  // it may read
        return at < 6;
    };
    expect_error(Code::cancelled, [&] { db.backup(folder / "c.kith", options); });
    options.progress = [](std::int64_t, std::int64_t) -> bool { throw std::runtime_error("enough"); };
    CHECK_THROWS_WITH(db.backup(folder / "c.kith", options), "enough");
    options.progress = [&](std::int64_t, std::int64_t) {
        db.add(Contact{.name = {.given = "Bo"}});
        return true;
    };
    expect_error(Code::nested_use, [&] { db.backup(folder / "c.kith", options); });
    db.write([&](Transaction&) { expect_error(Code::nested_use, [&] { db.backup(folder / "c.kith"); }); });
    expect_error(Code::io, [&] { db.backup(folder / "none" / "c.kith"); });
    expect_error(Code::invalid_argument, [&] { db.backup(folder / "c.kith", {.pages_per_step = 0}); });
    CHECK(folder.names() == names);
    CHECK(db.count<Contact>() == 200);
    db.close();
    expect_error(Code::closed, [&] { db.backup(folder / "c.kith"); });
}

TEST_CASE("a copy that a suspend interrupts is not there") {
    const TempFolder folder;
    auto db = office(folder / "a.kith");
    const Names names = {"a.kith"};
    std::thread suspender;
    BackupOptions options;
    options.pages_per_step = 1;
    options.progress = [&](std::int64_t, std::int64_t) {
        if (suspender.joinable()) return true;
        std::atomic<bool> begun = false;
        suspender = std::thread([&] {
            begun = true;
            db.suspend();
        });
        while (!begun) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // on a busy machine, too
        return true;
    };
    // Copying takes longer than the other thread needs, or it ends first: then there is a whole copy.
    bool interrupted = false;
    for (int turn = 0; turn < 20 && !interrupted; ++turn) {
        std::error_code none;
        fs::remove(folder / "copy.kith", none);
        try {
            db.backup(folder / "copy.kith", options);
        } catch (const Error& error) {
            interrupted = error.code() == Code::suspended;
            CHECK(interrupted);
        }
        suspender.join();
        if (interrupted) CHECK(folder.names() == names);
        db.resume();
    }
    CHECK(interrupted);
    fs::remove(folder / "copy.kith");
    CHECK(db.backup(folder / "copy.kith").last == 2);
}

TEST_CASE("a copy overwrites nothing unless it is told to, and never the file itself") {
    const TempFolder folder;
    auto db = office(folder / "a.kith");
    db.backup(folder / "b.kith");
    const std::string kept = bytes_of(folder / "b.kith");
    db.add(Contact{.name = {.given = "Bo"}});
    CHECK(says(expect_error(Code::exists, [&] { db.backup(folder / "b.kith"); }), "b.kith"));
    CHECK(bytes_of(folder / "b.kith") == kept);
    fs::create_symlink(folder / "b.kith", folder / "link.kith");
    db.backup(folder / "link.kith", {.replace = true});  // the file that is meant
    CHECK(fs::is_symlink(folder / "link.kith"));
    CHECK(Database::open(folder / "b.kith", {.read_only = true}).count<Contact>() == 201);

    const std::string live = bytes_of(folder / "a.kith");
    fs::create_symlink(folder / "a.kith", folder / "symbolic.kith");
    fs::create_hard_link(folder / "a.kith", folder / "hard.kith");
    fs::create_directory(folder / "sub");
    for (const bool replace : {false, true})
        for (const char* name : {"a.kith", "sub/../a.kith", "symbolic.kith", "hard.kith", "a.kith-wal",
                                 "a.kith-shm", "a.kith-journal", "sub", ""}) {
            INFO(name);
            const fs::path target = *name == 0 ? fs::path() : folder / name;
            expect_error(Code::invalid_argument, [&] { db.backup(target, {.replace = replace}); });
        }
    CHECK(bytes_of(folder / "a.kith") == live);
    CHECK(findings(db) == "");

    // The log of a database would be applied to the new file.
    {
        auto other = Database::open(folder / "other.kith");
        other.add(Contact{.name = {.given = "Eve"}});
        expect_error(Code::in_use, [&] { db.backup(folder / "other.kith", {.replace = true}); });
        CHECK(other.count<Contact>() == 1);
        other.close();
    }
    db.backup(folder / "other.kith", {.replace = true});
    CHECK(Database::open(folder / "other.kith").count<Contact>() == 201);
}

TEST_CASE("restoring a plain copy makes a database of it") {
    const TempFolder folder;
    auto db = office(folder / "a.kith");
    db.backup(folder / "copy.kith");
    CHECK_FALSE(is_encrypted_backup(folder / "copy.kith"));
    restore_backup(folder / "copy.kith", folder / "new.kith");
    CHECK(difference(dump(db), dump(Database::open(folder / "new.kith"))) == "");
    expect_error(Code::exists, [&] { restore_backup(folder / "copy.kith", folder / "new.kith"); });
    expect_error(Code::io, [&] { restore_backup(folder / "none.kith", folder / "new2.kith"); });
    std::ofstream(folder / "notes.txt")
        << "no database at all, though long enough to look at; nothing in it is";
    expect_error(Code::not_a_kith_file, [&] { restore_backup(folder / "notes.txt", folder / "new2.kith"); });
    CHECK_FALSE(fs::exists(folder / "new2.kith"));
}

TEST_CASE("a key needs an SQLite that encrypts, and is refused before anything is made") {
    const TempFolder folder;
    office(folder / "a.kith").close();
    const std::string before = bytes_of(folder / "a.kith");
    if (sqlite3_compileoption_used("HAS_CODEC") != 0) {
        WARN("skipped: this SQLite encrypts");
        return;
    }
    for (const char* name : {"new.kith", "a.kith", ":memory:"}) {
        const fs::path path = *name == ':' ? fs::path(name) : folder / name;
        const Error error =
            expect_error(Code::unsupported, [&] { (void)Database::open(path, {.key = "open sesame"}); });
        CHECK(says(error, "Options::key"));
        CHECK(says(error, "SQLCipher"));
        CHECK_FALSE(says(error, "sesame"));
        CHECK(error.message(Language::ja).find("SQLCipher") != std::string::npos);
    }
    CHECK(folder.names() == Names{"a.kith"});
    CHECK(bytes_of(folder / "a.kith") == before);
    expect_error(Code::invalid_argument,
                 [&] { (void)Database::open(folder / "new.kith", {.key = std::string("a\0b", 3)}); });
    CHECK(folder.names() == Names{"a.kith"});
}
