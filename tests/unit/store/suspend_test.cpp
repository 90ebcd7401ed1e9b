// Letting go of the file: no lock, no open file, no half transaction; and going on afterwards.
#include "support/child.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/observed.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace kith;
using test::expect_error;
using test::Inbox;
using test::list_of;
using test::says;
using test::TempFile;

namespace {

Contact called(const std::string& given) { return {.name = {.given = given}}; }

/// What is held of the file and of what SQLite keeps beside it: "open NAME" by this process, "locked NAME" by anyone. (No
/// child asks with F_GETLK: forking among threads is not for tests that run under sanitizers.)
std::string held(const TempFile& file) {
    std::string found;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        const std::string name = file.string() + suffix;
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
            if (target == name) found += "open " + name + "\n";
        }
        struct stat status {};
        if (::stat(name.c_str(), &status) != 0) continue;
        std::ifstream locks("/proc/locks");  // "1: POSIX  ADVISORY  READ 4711 08:01:131 1073741826 1073742335"
        const std::string inode = ":" + std::to_string(status.st_ino) + " ";
        for (std::string line; std::getline(locks, line);)
            if (line.find(inode) != std::string::npos) found += "locked " + name + "\n";
    }
    return found;
}

}  // namespace

TEST_CASE("suspended, nothing of the file is held, and calls say so") {
    const TempFile file;
    const auto journal = GENERATE(Journal::wal, Journal::rollback);
    auto db = Database::open(file.path(), {.journal = journal});
    const ContactId ada = db.add(called("Ada"));
    CHECK(db.get(ada).name.given == "Ada");
    CHECK(held(file).find("open") != std::string::npos);  // the test can see what it looks for
    if (journal == Journal::wal) CHECK(held(file).find("locked") != std::string::npos);
    db.suspend();
    CHECK(held(file) == "");
    CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));  // folded in: nobody else has it open
    for (const auto& call : std::vector<std::function<void()>>{
             [&] { (void)db.get(ada); }, [&] { db.add(called("Bo")); }, [&] { (void)db.verify(); },
             [&] { db.poll(); }, [&] { (void)db.observe<Contact>("", [](const ListDelta&) {}); }}) {
        const Error error = expect_error(Code::suspended, call);
        CHECK(error.retryable());
        CHECK(says(error, "suspended"));
        CHECK(error.message(Language::ja).find("一時停止") != std::string::npos);
    }
    CHECK(held(file) == "");
    db.suspend();  // again: nothing
    db.resume();
    CHECK(held(file) == "");  // the first call that needs it opens it
    CHECK(db.get(ada).name.given == "Ada");
    db.resume();
    db.add(called("Bo"));
    CHECK(db.count<Contact>() == 2);
    CHECK(test::findings(db).empty());
    db.close();
    CHECK(held(file) == "");
}

TEST_CASE("what runs is interrupted and taken back") {
    const TempFile file;
    auto db = Database::open(file.path());
    db.add(called("Ada"));
    std::atomic<int> running{0};
    std::atomic<bool> go_on{true};
    // Each of them would never end by itself.
    std::vector<std::function<void()>> calls{
        [&] {
            db.write([&](Transaction& tx) {  // many short statements
                ++running;
                while (go_on) tx.add(called("Bo"));
            });
        },
        [&] {
            db.write([&](Transaction& tx) {  // one long statement
                ++running;
                tx.sql("CREATE TABLE app_n (n)");
                tx.sql(
                    "INSERT INTO app_n WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c");
            });
        },
        [&] {
            db.write([&](Transaction& tx) {  // a host that catches what it does not understand
                ++running;
                while (go_on) {
                    try {
                        tx.add(called("Bo"));
                    } catch (const std::exception&) {
                        return;
                    }
                }
            });
        },
        [&] {
            db.read([&](const Reader& reader) {
                ++running;
                (void)reader.sql(
                    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c");
            });
        },
        [&] {
            db.read([&](const Reader& reader) {
                ++running;
                while (go_on) (void)reader.count<Contact>();
            });
        },
    };
    for (const auto& call : calls) {
        const int before = running;
        Code code = Code::unknown;
        bool retryable = false;
        std::thread caller([&] {
            try {
                call();
            } catch (const Error& error) {
                code = error.code();
                retryable = error.retryable();
            }
        });
        while (running == before) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        db.suspend();
        CHECK(held(file) == "");
        caller.join();
        CHECK(name_of(code) == name_of(Code::suspended));
        CHECK(retryable);
        db.resume();
        CHECK(db.count<Contact>() == 1);
    }
    CHECK(test::findings(db).empty());
}

TEST_CASE("a write that waits for its turn is refused, not begun") {
    const TempFile file;
    auto db = Database::open(file.path());
    std::atomic<bool> inside{false};
    std::atomic<int> refused{0};
    const auto refusing = [&](auto&& call) {
        try {
            call();
        } catch (const Error& error) {
            if (error.code() == Code::suspended) ++refused;
        }
    };
    std::thread first([&] {
        refusing([&] {
            db.write([&](Transaction& tx) {
                inside = true;
                for (;;) tx.add(called("Ada"));
            });
        });
    });
    while (!inside) std::this_thread::yield();
    std::thread second([&] { refusing([&] { db.add(called("Bo")); }); });
    db.suspend();
    first.join();
    second.join();
    CHECK(refused == 2);
    db.resume();
    CHECK(db.count<Contact>() == 0);
}

TEST_CASE("a write that waits for another process is refused at once") {
    const TempFile file;
    { auto db = Database::open(file.path()); }
    int ready[2];
    int done[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(done) == 0);
    const pid_t child = test::in_child([&] {
        auto other = Database::open(file.path());
        other.write([&](Transaction& tx) {
            tx.add(called("Theirs"));
            char byte = 'r';
            if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) != 1) ::_exit(1);
        });
    });
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    // Longer than the test may take: it ends because it was told to.
    auto db = Database::open(file.path(), {.busy_timeout = std::chrono::hours(1)});
    Code code = Code::unknown;
    std::thread caller([&] {
        try {
            db.add(called("Ours"));
        } catch (const Error& error) {
            code = error.code();
        }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    db.suspend();
    caller.join();
    CHECK(name_of(code) == name_of(Code::suspended));
    REQUIRE(::write(done[1], &byte, 1) == 1);
    CHECK(test::exit_code(child) == 0);
    db.resume();
    CHECK(db.count<Contact>() == 1);
    for (const int end : {ready[0], ready[1], done[0], done[1]}) ::close(end);
}

TEST_CASE("subscriptions survive, and hear what happened meanwhile") {
    const TempFile file;
    test::Elsewhere<std::string> elsewhere(file.string());
    auto db = Database::open(file.path());
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>("", inbox.callback());
    (void)inbox.wait(1);
    db.add(called("Ada"));
    (void)inbox.wait(2);
    db.suspend();
    CHECK(held(file) == "");
    REQUIRE(elsewhere([](const std::string& path, long long) {
                auto other = Database::open(path);
                other.add(called("Bo"));
                other.close();
            }) == 0);
    db.resume();
    CHECK(list_of(inbox.wait(3)) == test::asked<Contact>(db, ""));
    CHECK(db.poll());
    CHECK_FALSE(db.poll());
    db.add(called("Cy"));
    CHECK(list_of(inbox.wait(4)) == test::asked<Contact>(db, ""));
    CHECK(inbox.now().size() == 4);
}

TEST_CASE("a callback may suspend and resume") {
    const TempFile file;
    auto db = Database::open(file.path());
    Inbox<ListDelta> inbox;
    const auto collect = inbox.callback();
    const auto token = db.observe<Contact>("", [&](const ListDelta& delta) {
        if (delta.size == 1) {
            db.suspend();
            db.resume();
        }
        collect(delta);
    });
    db.add(called("Ada"));
    (void)inbox.until([](const auto& all) { return !all.empty() && all.back().size == 1; });
    db.add(called("Bo"));
    const auto deltas = inbox.until([](const auto& all) { return all.back().size == 2; });
    CHECK(list_of(deltas) == test::asked<Contact>(db, ""));
}

TEST_CASE("an in-memory database keeps its content") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(called("Ada"));
    db.suspend();
    expect_error(Code::suspended, [&] { (void)db.get(ada); });
    db.resume();
    CHECK(db.get(ada).name.given == "Ada");
}

TEST_CASE("a file opened read-only is let go of too") {
    const TempFile file;
    {
        auto db = Database::open(file.path());
        db.add(called("Ada"));
    }
    auto db = Database::open(file.path(), {.read_only = true});
    CHECK(db.count<Contact>() == 1);
    db.suspend();
    CHECK(held(file) == "");
    db.resume();
    CHECK(db.count<Contact>() == 1);
    expect_error(Code::read_only, [&] { db.add(called("Bo")); });
}

TEST_CASE("what the file is after a pause is looked at again") {
    const TempFile file;
    auto db = Database::open(file.path());
    db.add(called("Ada"));
    db.suspend();
    SECTION("gone") {
        std::filesystem::remove(file.path());
        db.resume();
        expect_error(Code::io, [&] { (void)db.count<Contact>(); });
        expect_error(Code::io, [&] { db.add(called("Bo")); });
        CHECK_FALSE(std::filesystem::exists(file.path()));
    }
    SECTION("another program's") {
        std::filesystem::resize_file(file.path(), 100);
        db.resume();
        CHECK_THROWS_AS(db.count<Contact>(), Error);
    }
}

TEST_CASE("no look that opens the file again keeps a close waiting for a write") {
    for (int round = 0; round < 15; ++round) {
        const TempFile file;
        auto db = Database::open(file.path(), {.durability = Durability::off});
        const auto token = db.observe<Contact>("", [](const ListDelta&) {});
        db.suspend();
        std::atomic<bool> inside{false};
        std::atomic<bool> tried{false};
        std::thread writer([&, mine = db]() mutable {
            mine.resume();
            mine.write([&](Transaction&) {
                inside = true;
                for (int i = 0; i < 1000 && !tried; ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
            });
        });
        while (!inside) std::this_thread::yield();
        CHECK_THROWS_AS(db.close(), Error);  // in_use, while the write runs
        tried = true;
        writer.join();
    }
}

TEST_CASE("suspended, a database can be closed, and its own closure cannot suspend it") {
    const TempFile file;
    auto db = Database::open(file.path());
    db.write([&](Transaction&) { expect_error(Code::nested_use, [&] { db.suspend(); }); });
    db.read([&](const Reader&) { expect_error(Code::nested_use, [&] { db.suspend(); }); });
    db.suspend();
    db.close();
    expect_error(Code::closed, [&] { db.resume(); });
    expect_error(Code::closed, [&] { db.suspend(); });
    expect_error(Code::closed, [&] { db.poll(); });
}
