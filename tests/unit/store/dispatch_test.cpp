// Where and when observers are called; ending, throwing, and the host's executor.
#include "support/expect_error.hpp"
#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <deque>
#include <thread>

using namespace kith;
using test::asked;
using test::expect_error;
using test::Inbox;
using test::list_of;
using test::wait_for_marker;

namespace {

using Kind = ListChange::Kind;

Contact person(const std::string& given) { return {.name = {.given = given}}; }

}  // namespace

TEST_CASE("callbacks run one at a time on a thread of their own, and may write") {
    auto db = Database::open(":memory:");
    const auto here = std::this_thread::get_id();
    std::atomic<bool> elsewhere{true};
    Inbox<ListDelta> inbox;
    const auto collect = inbox.callback();
    const auto token = db.observe<Contact>("tag is unknown", [&](const ListDelta& delta) {
        elsewhere = elsewhere && std::this_thread::get_id() != here;
        for (const ListChange& change : delta.changes)
            if (change.kind == Kind::inserted) db.tag(ContactId{change.id}, "seen");
        collect(delta);
    });
    (void)inbox.wait(1);
    db.add(person("Ada"));
    db.add(person("Bo"));
    const auto deltas = inbox.until([&](const auto& all) { return all.size() > 1 && all.back().size == 0; });
    CHECK(elsewhere);
    CHECK(db.count<Contact>("tag = seen") == 2);
    CHECK(list_of(deltas).empty());
}

TEST_CASE("commits during a callback are told together, none is lost") {
    auto db = Database::open(":memory:");
    std::mutex gate;
    Inbox<ListDelta> inbox;
    const auto collect = inbox.callback();
    const auto token = db.observe<Contact>("order by given", [&](const ListDelta& delta) {
        const std::lock_guard wait(gate);
        collect(delta);
    });
    (void)inbox.wait(1);
    TransactionId last = 0;
    {
        const std::lock_guard closed(gate);
        for (int i = 0; i < 50; ++i) db.add(person("n" + std::to_string(i)));
        last = db.last_transaction();
    }
    const auto deltas = inbox.wait_for(last);
    CHECK(deltas.size() < 50);
    CHECK(list_of(deltas) == asked<Contact>(db, "order by given"));
}

TEST_CASE("what a callback throws is kept, and ends nothing") {
    auto db = Database::open(":memory:");
    Inbox<ListDelta> inbox;
    Inbox<ListDelta> other;
    const auto collect = inbox.callback();
    const auto token = db.observe<Contact>("", [&](const ListDelta& delta) {
        collect(delta);
        if (delta.size == 1) throw std::runtime_error("one is too few");
    });
    const auto quiet = db.observe<Contact>("", other.callback());
    (void)inbox.wait(1);
    CHECK(token.error() == nullptr);
    db.add(person("Ada"));
    (void)inbox.wait(2);
    db.add(person("Bo"));
    CHECK(list_of(inbox.wait(3)) == asked<Contact>(db, ""));
    CHECK(list_of(other.until([](const auto& all) { return all.back().size == 2; })).size() == 2);
    REQUIRE(token.error() != nullptr);
    CHECK_THROWS_WITH(std::rethrow_exception(token.error()), "one is too few");
    CHECK(quiet.error() == nullptr);
}

TEST_CASE("ending a subscription") {
    auto db = Database::open(":memory:");
    SECTION("waits for the call that runs, and none begins after it") {
        std::atomic<bool> inside{false};
        std::atomic<bool> left{false};
        std::atomic<int> calls{0};
        auto token = db.observe<Contact>("", [&](const ListDelta&) {
            ++calls;
            inside = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            left = true;
        });
        while (!inside) std::this_thread::yield();
        token.end();
        CHECK(left);
        CHECK_FALSE(token);
        const int before = calls;
        db.add(person("Ada"));
        wait_for_marker(db);
        CHECK(calls == before);
    }
    SECTION("inside its own callback it is the last call") {
        Inbox<ListDelta> inbox;
        const auto collect = inbox.callback();
        auto token = std::make_unique<Subscription>();
        std::mutex made;
        {
            const std::lock_guard wait(made);
            *token = db.observe<Contact>("", [&, kept = std::make_shared<int>(1)](const ListDelta& delta) {
                const std::lock_guard ready(made);
                token.reset();
                CHECK(*kept == 1);  // the callback still stands
                collect(delta);
            });
        }
        (void)inbox.wait(1);
        db.add(person("Ada"));
        wait_for_marker(db);
        CHECK(inbox.now().size() == 1);
    }
    SECTION("lets go of what the callback holds") {
        const auto held = std::make_shared<int>(1);
        auto token = db.observe<Contact>("", [held](const ListDelta&) {});
        CHECK(held.use_count() > 1);
        token = {};
        CHECK(held.use_count() == 1);
    }
    SECTION("the database may be gone before it") {
        Inbox<ListDelta> inbox;
        Subscription token;
        {
            auto other = Database::open(":memory:");
            token = other.observe<Contact>("", inbox.callback());
            (void)inbox.wait(1);
        }
        CHECK(token);
        token.end();
    }
    SECTION("a callback may hold the last handle") {
        auto token = std::make_unique<Subscription>();
        Inbox<ListDelta> inbox;
        {
            auto other = Database::open(":memory:");
            *token = other.observe<Contact>("", [other, collect = inbox.callback()](const ListDelta& delta) {
                CHECK(other.count<Contact>() == 0);
                collect(delta);
            });
        }
        (void)inbox.wait(1);
        token.reset();
    }
    SECTION("a callback may close the database") {
        Inbox<ListDelta> inbox;
        auto other = Database::open(":memory:");
        const auto collect = inbox.callback();
        const auto token = other.observe<Contact>("", [&](const ListDelta& delta) {
            other.close();
            collect(delta);
        });
        (void)inbox.wait(1);
        expect_error(Code::closed, [&] { (void)other.count<Contact>(); });
    }
}

TEST_CASE("Options::dispatch: the host runs the calls") {
    std::mutex mutex;
    std::condition_variable posted;
    std::deque<std::function<void()>> tasks;
    const auto queue = [&](std::function<void()> task) {
        const std::lock_guard lock(mutex);
        tasks.push_back(std::move(task));
        posted.notify_all();
    };
    const auto take = [&] {
        std::unique_lock lock(mutex);
        REQUIRE(posted.wait_for(lock, std::chrono::seconds(30), [&] { return !tasks.empty(); }));
        auto task = std::move(tasks.front());
        tasks.pop_front();
        return task;
    };
    const auto here = std::this_thread::get_id();
    std::vector<ListDelta> deltas;  // this thread's alone
    auto db = Database::open(":memory:", {.dispatch = queue});
    auto token = db.observe<Contact>("order by given", [&](const ListDelta& delta) {
        CHECK(std::this_thread::get_id() == here);
        deltas.push_back(delta);
        if (delta.size == 1) db.add(person("Added by the callback"));
    });
    take()();
    REQUIRE(deltas.size() == 1);
    db.add(person("Ada"));
    take()();
    REQUIRE(deltas.size() == 2);

    SECTION("one task at a time; what is committed meanwhile comes in the next") {
        db.add(person("Bo"));
        take()();
        if (list_of(deltas).size() < 3) take()();
        CHECK(list_of(deltas) == asked<Contact>(db, "order by given"));
        CHECK(tasks.empty());
    }
    SECTION("a task that is dropped loses nothing") {
        { const auto dropped = take(); }
        CHECK(deltas.size() == 2);
        db.add(person("Cy"));
        take()();
        CHECK(list_of(deltas) == asked<Contact>(db, "order by given"));
    }
    SECTION("nor does one that says that a query cannot be answered") {
        const auto field = db.add(Field{.record_type = "contact", .key = "shoe", .type = FieldType::integer});
        std::vector<ListDelta> told;
        const auto shoes =
            db.observe<Contact>("field.shoe > 40", [&](const ListDelta& delta) { told.push_back(delta); });
        while (told.empty()) take()();
        db.remove(field);
        { const auto dropped = take(); }
        db.add(person("Cy"));
        for (int i = 0; i < 3 && told.size() < 2; ++i) take()();
        REQUIRE(told.size() == 2);
        CHECK(told[1].error);
    }
    SECTION("a task that is run after the end calls nothing") {
        const auto late = take();
        token.end();
        late();
        CHECK(deltas.size() == 2);
    }
    SECTION("closing does not wait for a task that nobody runs") {
        const auto late = take();
        db.close();
        late();
        CHECK(deltas.size() == 2);
    }
}
