// Readers, a writer, observers that come and go, polls, and suspend and resume, all at once. Run it under the thread
// sanitizer too.
#include "support/dump.hpp"
#include "support/observed.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>

using namespace kith;
using test::asked;
using test::Inbox;
using test::list_of;
using test::TempFile;

namespace {

/// Calls until it succeeds, as a host does with errors that are retryable.
template <class Call>
void patiently(Call&& call) {
    for (;;) {
        try {
            call();
            return;
        } catch (const Error& error) {
            if (error.code() != Code::suspended) throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

/// What one thread does until it is told to stop; the first problem of all is kept.
class Crew {
public:
    template <class Work>
    void add(Work work) {
        threads_.emplace_back([this, work] {
            try {
                while (!stop_) work();
            } catch (const std::exception& problem) {
                const std::lock_guard lock(mutex_);
                if (problem_.empty()) problem_ = problem.what();
            }
        });
    }
    std::string finish() {
        stop_ = true;
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
        return problem_;
    }

private:
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::string problem_;
    std::vector<std::thread> threads_;
};

void everything_at_once(Database db, bool suspending) {
    const std::string query = "tag is unknown order by given, id";
    Inbox<ListDelta> list;
    Inbox<SegmentDelta> segment;
    const SegmentId tagged = db.segments().save("Tagged", "tag = t");
    const ContactId first = db.add(Contact{.name = {.given = "first"}});
    std::atomic<std::int64_t> committed{1};
    std::atomic<std::int64_t> record_calls{0};
    std::atomic<std::int64_t> suspensions{0};
    auto one = db.observe<Contact>(query, list.callback());
    auto two = db.observe(tagged, segment.callback());
    auto three = db.observe(first, [&](const RecordDelta&) { ++record_calls; });

    Crew crew;
    crew.add([&] {  // the writer
        static thread_local int n = 0;
        ++n;
        ContactId id{};
        patiently([&] { id = db.add(Contact{.name = {.given = "n" + std::to_string(n % 9)}}); });
        ++committed;
        if (n % 2 == 0) patiently([&] { db.tag(id, "t"); });
        if (n % 3 == 0) patiently([&] { db.edit(first, [&](Contact& c) { c.notes = std::to_string(n); }); });
        if (n % 5 == 0) patiently([&] { db.edit(id, [](Contact& c) { c.name.given = "m"; }); });
    });
    for (int reader = 0; reader < 2; ++reader)
        crew.add([&] {
            patiently([&] {
                db.read([&](const Reader& r) {
                    const auto before = r.count<Contact>();
                    if (static_cast<std::int64_t>(r.ids<Contact>().size()) != before)
                        throw std::runtime_error("a snapshot changed");
                });
            });
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        });
    crew.add([&] {  // a window that opens and closes
        patiently([&] {
            Inbox<ListDelta> inbox;
            const auto token = db.observe<Contact>("order by id desc limit 5", inbox.callback());
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        });
    });
    crew.add([&] {
        patiently([&] { db.poll(); });
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    });
    if (suspending)
        crew.add([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
            db.suspend();
            ++suspensions;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            db.resume();
        });
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    const std::string problem = crew.finish();
    CHECK(problem == "");
    if (suspending) CHECK(suspensions > 0);

    CHECK(db.sql("SELECT count(*) FROM contact").rows[0][0] == Value(committed.load()));
    const auto members = db.segments().members(tagged);
    const auto now = asked<Contact>(db, query);
    db.add(Contact{.name = {.given = "last"}});
    const auto deltas = list.wait_for(db.last_transaction());
    CHECK(list_of(deltas) == asked<Contact>(db, query));
    CHECK(list_of(deltas).size() == now.size() + 1);
    std::set<std::int64_t> in;
    for (const SegmentDelta& delta : segment.now()) {
        for (const std::int64_t id : delta.entered) CHECK(in.insert(id).second);
        for (const std::int64_t id : delta.left) CHECK(in.erase(id) == 1);
    }
    CHECK(in == std::set<std::int64_t>(members.begin(), members.end()));
    for (const Subscription* token : {&one, &two, &three}) CHECK(token->error() == nullptr);
    CHECK(record_calls > 0);
    WARN(committed << " contacts, " << deltas.size() << " list deltas, " << segment.now().size()
                   << " segment deltas, " << record_calls << " record deltas, " << suspensions
                   << " suspensions");
    CHECK(test::findings(db).empty());
    three.end();
    db.close();
}

}  // namespace

TEST_CASE("readers, writer and observers of a file at once, with suspend and resume") {
    const TempFile file;
    everything_at_once(Database::open(file.path(), {.durability = Durability::off}), true);
}

TEST_CASE("the same with a rollback journal") {
    const TempFile file;
    everything_at_once(
        Database::open(file.path(), {.durability = Durability::off, .journal = Journal::rollback}), true);
}

TEST_CASE("the same in memory") { everything_at_once(Database::open(":memory:"), true); }

TEST_CASE("closing while observers look") {
    for (int round = 0; round < 20; ++round) {
        const TempFile file;
        auto db = Database::open(file.path(), {.durability = Durability::off});
        std::vector<Contact> many(200);
        for (std::size_t i = 0; i < many.size(); ++i) many[i].name.given = std::to_string(i);
        std::atomic<int> calls{0};
        std::vector<Subscription> tokens;
        for (int i = 0; i < 4; ++i)
            tokens.push_back(db.observe<Contact>("order by given", [&](const ListDelta&) { ++calls; }));
        db.add(many);
        if (round % 2 == 0) {
            db.close();  // no look of ours counts as a call that prevents it
            CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
        } else {
            db = Database::open(":memory:");  // the last handle of the file goes
            CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
        }
        const int before = calls;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        CHECK(calls == before);
    }
}
