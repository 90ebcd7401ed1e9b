// What other processes commit reaches the observers of this one: in order, nothing lost, nothing twice.
#include "support/child.hpp"
#include "support/meddle.hpp"
#include "support/observed.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <thread>

#include <unistd.h>

using namespace kith;
using test::asked;
using test::exit_code;
using test::in_child;
using test::Inbox;
using test::list_of;
using test::TempFile;

namespace {

Contact person(const std::string& given) { return {.name = {.given = given}}; }

/// Writes to the file from another process.
class OtherProcess {
public:
    explicit OtherProcess(const TempFile& file) : process_(file.string()) {}

    /// `Work` is what a lambda without captures does: `(Database&, long long argument)`.
    template <class Work>
    void operator()(Work, long long argument = 0) {
        REQUIRE(process_(
                    [](const std::string& path, long long given) {
                        auto db = Database::open(path);
                        Work{}(db, given);
                    },
                    argument) == 0);
    }

private:
    test::Elsewhere<std::string> process_;
};

}  // namespace

TEST_CASE("poll tells what another process committed, once") {
    const TempFile file;
    OtherProcess elsewhere(file);
    auto db = Database::open(file.path());
    const ContactId ada = db.add(person("Ada"));
    Inbox<ListDelta> list;
    Inbox<RecordDelta> record;
    const auto token = db.observe<Contact>("order by given", list.callback());
    const auto card = db.observe(ada, record.callback());
    (void)list.wait(1);
    (void)record.wait(1);
    CHECK_FALSE(db.poll());

    elsewhere([](Database& other, long long) { other.add(person("Bo")); });
    CHECK(db.poll());
    CHECK(list_of(list.wait(2)) == asked<Contact>(db, "order by given"));
    CHECK_FALSE(db.poll());

    SECTION("fields, elements and tags of what is shown") {
        elsewhere(
            [](Database& other, long long id) {
                other.edit(ContactId{id},
                           [](Contact& c) { c.emails.push_back({.address = "ada@example.org"}); });
            },
            ada.value);
        CHECK(db.poll());
        CHECK(list.wait(3)[2].changes ==
              std::vector<ListChange>{{ListChange::Kind::updated, ada.value, 0, 0}});
        CHECK(record.wait(2)[1].fields == std::vector<std::string>{"emails"});
        elsewhere([](Database& other, long long id) { other.tag(ContactId{id}, "vip"); }, ada.value);
        CHECK(db.poll());
        CHECK(list.wait(4)[3].changes ==
              std::vector<ListChange>{{ListChange::Kind::updated, ada.value, 0, 0}});
        CHECK(record.wait(3)[2].fields == std::vector<std::string>{"tags"});
    }
    SECTION("our own commits in between are not told again") {
        db.add(person("Cy"));  // this look sees what the other commits, or does not
        elsewhere([](Database& other, long long) { other.add(person("Di")); });
        db.add(person("Ed"));
        CHECK(db.poll());
        CHECK_FALSE(db.poll());
        const auto deltas = list.until([](const auto& all) { return all.back().size == 5; });
        CHECK(list_of(deltas) == asked<Contact>(db, "order by given"));
        std::size_t inserted = 0;
        for (const ListDelta& delta : deltas)
            for (const ListChange& change : delta.changes)
                inserted += change.kind == ListChange::Kind::inserted ? 1 : 0;
        CHECK(inserted == 5);
    }
    SECTION("transactions that were taken back or changed nothing leave no gap") {
        CHECK_THROWS(db.write([](Transaction& tx) {
            tx.add(person("Nobody"));
            throw std::runtime_error("no");
        }));
        db.write([](Transaction&) {});
        elsewhere(
            [](Database& other, long long) { other.add(person("Di")); });  // has the number that was not used
        CHECK(db.poll());
        CHECK(list.wait(3)[2].size == 3);
        db.add(person("Ed"));
        CHECK_FALSE(db.poll());
    }
    SECTION("what the journal does not show any more") {
        elsewhere([](Database& other, long long) { other.add(person("Di")); });
        test::meddle(file.string(), "DELETE FROM change; DELETE FROM change_txn");
        CHECK(db.poll());
        CHECK(list_of(list.wait(3)) == asked<Contact>(db, "order by given"));
    }
    SECTION("settings") {
        elsewhere([](Database& other, long long) {
            Settings settings = other.settings();
            settings.time_zone = "Asia/Tokyo";
            other.settings(settings);
        });
        CHECK(db.poll());
        CHECK_FALSE(db.poll());
        Settings settings = db.settings();
        settings.time_zone = "UTC";
        db.settings(settings);
        CHECK_FALSE(db.poll());

        settings.week_start = 7;  // ours, and then theirs, between two polls
        db.settings(settings);
        elsewhere([](Database& other, long long) {
            Settings theirs = other.settings();
            theirs.time_zone = "Asia/Tokyo";
            other.settings(theirs);
        });
        CHECK(db.poll());
        CHECK_FALSE(db.poll());
    }
    CHECK(token.error() == nullptr);
}

TEST_CASE("a reader of a file that others write") {
    const TempFile file;
    OtherProcess elsewhere(file);
    elsewhere([](Database& other, long long) { other.add(person("Ada")); });
    auto db = Database::open(file.path(), {.read_only = true});
    Inbox<ListDelta> list;
    const auto token = db.observe<Contact>("", list.callback());
    CHECK(list.wait(1)[0].size == 1);
    elsewhere([](Database& other, long long) { other.add(person("Bo")); });
    CHECK(db.poll());
    CHECK(list.wait(2)[1].size == 2);
}

TEST_CASE("two processes write, both watch, and both end with the same list") {
    const TempFile file;
    { auto db = Database::open(file.path()); }
    constexpr int each = 60;
    const std::string query = "order by given, id";
    // Writes, polls and follows; throws when its list is not what the file says in the end.
    const auto work = [&](const std::string& name) {
        auto db = Database::open(file.path(), {.durability = Durability::off});
        Inbox<ListDelta> inbox;
        const auto token = db.observe<Contact>(query, inbox.callback());
        for (int i = 0; i < each; ++i) {
            const ContactId id = db.add(person(name + std::to_string(i % 7)));
            if (i % 3 == 0) db.edit(id, [&](Contact& c) { c.name.given = std::to_string(i % 5); });
            if (i % 5 == 0) db.remove(id);
            if (i % 2 == 0) db.poll();
        }
        const std::int64_t wanted = 2 * each;
        for (int round = 0; round < 3000; ++round) {  // until the other is done too
            db.poll();
            if (db.sql("SELECT count(*) FROM contact").rows[0][0] == Value(wanted) &&
                db.sql("SELECT count(*) FROM contact WHERE deleted_at IS NOT NULL").rows[0][0] ==
                    Value(wanted / 5))
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        db.poll();
        const auto now = asked<Contact>(db, query);
        std::vector<std::int64_t> list;
        for (int round = 0; round < 3000 && list != now; ++round) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            list.clear();
            for (const ListDelta& delta : inbox.now()) apply(delta, list);
        }
        if (list != now || static_cast<std::int64_t>(now.size()) != wanted - wanted / 5)
            throw std::runtime_error("the lists differ");
    };
    const pid_t one = in_child([&] { work("a"); });
    const pid_t two = in_child([&] { work("b"); });
    CHECK(exit_code(one) == 0);
    CHECK(exit_code(two) == 0);
    auto db = Database::open(file.path());
    CHECK(db.verify().empty());
}
