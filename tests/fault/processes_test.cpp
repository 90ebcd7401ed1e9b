// Other processes on the same file, and writers that are killed.
#include "support/child.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <thread>

#include <unistd.h>

using namespace kith;
using test::exit_code;
using test::in_child;
using test::TempFile;

namespace {

/// Adds contacts one by one and reports each acknowledged number through the pipe.
void write_until_killed(const TempFile& file, int pipe) {
    auto db = Database::open(file.path(), {.durability = Durability::normal});
    for (std::int64_t i = 0;; ++i) {
        const ContactId id =
            db.add(Contact{.name = {.given = "x"}, .emails = {{.address = "a@b.example"}}, .tags = {"t"}});
        if (::write(pipe, &id.value, sizeof id.value) != sizeof id.value) ::_exit(1);
    }
}

}  // namespace

TEST_CASE("a writer that is killed loses no acknowledged write") {
    const TempFile file;
    { auto db = Database::open(file.path()); }
    std::int64_t last = 0;
    constexpr int kills = 50;
    for (int round = 0; round < kills; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = in_child([&] {
            ::close(ends[0]);
            write_until_killed(file, ends[1]);
        });
        ::close(ends[1]);
        // Let it write a few, more in some rounds than in others, then kill it anywhere.
        std::int64_t acknowledged = 0;
        for (int i = 0; i <= round % 7; ++i)
            REQUIRE(::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged);
        std::this_thread::sleep_for(std::chrono::microseconds(round * 137 % 2000));
        ::kill(child, SIGKILL);
        (void)exit_code(child);
        while (::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {}
        ::close(ends[0]);

        auto db = Database::open(file.path());
        REQUIRE(acknowledged > last);
        for (std::int64_t id = last + 1; id <= acknowledged; ++id) {
            const auto contact = db.find(ContactId{id});
            REQUIRE(contact);
            REQUIRE(contact->emails.size() == 1);
            REQUIRE(contact->tags.size() == 1);
        }
        last = acknowledged;
        if (round % 10 == 9) CHECK(db.verify().empty());
    }
    CHECK(last >= kills);
}

TEST_CASE("two and four processes write one file in turns") {
    const int processes = GENERATE(2, 4);
    const TempFile file;
    { auto db = Database::open(file.path()); }
    constexpr int each = 200;
    std::vector<pid_t> children;
    for (int process = 0; process < processes; ++process)
        children.push_back(in_child([&] {
            auto db = Database::open(file.path(), {.durability = Durability::off});
            for (int i = 0; i < each; ++i) {
                db.add(Contact{.name = {.given = std::to_string(process)}});
                db.edit(ContactId{1}, [](Contact& c) { c.notes += "."; });
            }
        }));
    for (const pid_t child : children) CHECK(exit_code(child) == 0);
    auto db = Database::open(file.path());
    const int all = processes * each;
    CHECK(db.sql("SELECT count(*), count(DISTINCT id) FROM contact").rows[0] ==
          std::vector<Value>{Value(all), Value(all)});
    CHECK(db.get(ContactId{1}).notes.size() == static_cast<std::size_t>(all));
    CHECK(db.verify().empty());
}
