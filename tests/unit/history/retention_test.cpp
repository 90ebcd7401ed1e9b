// How long the journal is kept: what pruning takes away, and what it leaves whole.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/observed.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;
using test::Inbox;
using test::list_of;
using test::says;
using test::TempFile;

namespace {

constexpr std::chrono::hours day{24};
constexpr Time start{day * 20'000};

/// A database whose clock the test moves.
struct PrunedOffice {
    Time now = start;
    Database db;
    explicit PrunedOffice(const std::filesystem::path& path = ":memory:")
        : db(Database::open(path, options())) {}
    Options options() {
        return {.actor = "ada", .region = "JP", .clock = [this] { return now; }};
    }
    std::int64_t rows(const std::string& table) const {
        return *db.sql("SELECT count(*) FROM " + table).rows.at(0).at(0).as<std::int64_t>();
    }
    void keep(int days) {
        Settings settings = db.settings();
        settings.history_days = days;
        db.settings(settings);
    }
};

Contact person(const std::string& given) { return {.name = {.given = given}}; }

}  // namespace

TEST_CASE("pruning removes what was committed before a moment, and says where the history begins") {
    PrunedOffice f;
    const ContactId ada = f.db.add(Contact{.name = {.given = "Ada"},
                                           .emails = {{.address = "a@x.example"}},
                                           .lifecycle = Lifecycle::lead,
                                           .tags = {"vip"}});
    const TransactionId added = f.db.last_transaction();
    f.now += day;
    f.db.edit(ada, [](Contact& c) {
        c.name.family = "Lovelace";
        c.lifecycle = Lifecycle::customer;
    });
    const TransactionId named = f.db.last_transaction();
    f.now += day;
    f.db.edit(ada, [](Contact& c) { c.emails[0].label = "work"; });
    const TransactionId labelled = f.db.last_transaction();
    f.db.untag(ada, "vip");
    const TransactionId untagged = f.db.last_transaction();
    CHECK_FALSE(f.db.history().horizon());
    CHECK(f.db.history().prune().transactions == 0);  // for ever is the default
    const auto before = dump(f.db);

    const PruneResult pruned = f.db.history().prune(start + 2 * day);
    CHECK(pruned.transactions == 2);
    CHECK(pruned.changes > 0);
    CHECK(difference(before, dump(f.db)) == "");  // the journal alone
    CHECK(findings(f.db) == "");
    const auto horizon = f.db.history().horizon();
    REQUIRE(horizon);
    CHECK(horizon->first == labelled);
    CHECK(horizon->at == start + 2 * day);
    CHECK(f.rows("change_txn") == 2);
    CHECK(f.rows("change WHERE seq < " + std::to_string(labelled)) == 0);

    const auto transactions = f.db.history().transactions();
    REQUIRE(transactions.size() == 2);
    CHECK(transactions.back().id == labelled);
    const auto changes = f.db.history().of(ada);
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].field == "tag");
    CHECK(changes[0].from == Value("vip"));
    CHECK(changes[1].field == "email.label");
    CHECK(changes[1].to == Value("work"));
    CHECK(f.db.history().transitions({"contact", ada.value}).size() == 2);  // business, not journal

    for (const TransactionId gone : {added, named}) {
        const Error error = expect_error(Code::pruned, [&] { f.db.undo(gone); });
        CHECK(says(error, "transaction " + std::to_string(gone)));
        CHECK(says(error, "begins with transaction " + std::to_string(labelled)));
        CHECK(error.argument("horizon") == std::to_string(labelled));
        CHECK(error.message(Language::ja).find("保存期間") != std::string::npos);
        expect_error(Code::pruned, [&] { (void)f.db.history().changes(gone); });
    }
    expect_error(Code::not_found, [&] { f.db.undo(999); });
    expect_error(Code::not_found, [&] { f.db.undo(0); });

    // What is left goes back, though the link that comes back was made by a transaction that nobody knows any more.
    CHECK(f.db.undo(untagged).kept.empty());
    CHECK(f.db.get(ada).tags == std::vector<std::string>{"vip"});
    CHECK(f.db.undo(labelled).kept.empty());
    CHECK(f.db.get(ada).emails.at(0).label.empty());
    CHECK(f.db.get(ada).name.family == "Lovelace");
    CHECK(findings(f.db) == "");
    CHECK(f.db.history().prune(start + 2 * day).transactions == 0);  // nothing new
    CHECK(f.db.history().horizon()->first == labelled);
}

TEST_CASE("the newest transaction stays, so that numbers and times never run backwards") {
    const TempFile file;
    TransactionId last = 0;
    {
        PrunedOffice f(file.path());
        f.db.add(person("Ada"));
        f.now += 10 * day;
        f.db.add(person("Bo"));
        last = f.db.last_transaction();
        CHECK(f.db.history().prune(f.now + 1000 * day).transactions == last - 1);
        CHECK(f.db.history().horizon()->first == last);
        f.db.close();
    }
    PrunedOffice f(file.path());  // the clock is ten days behind
    f.db.add(person("Cy"));
    CHECK(f.db.last_transaction() == last + 1);
    CHECK(f.db.history().transactions(1).front().at == start + 10 * day);
    CHECK(findings(f.db) == "");
    CHECK(f.db.history().prune(f.now + 1000 * day).transactions == 1);
    CHECK(f.db.history().of(RecordRef{"contact", 1}).empty());
}

TEST_CASE("a merge can be taken back however old it is") {
    PrunedOffice f;
    const ContactId ada = f.db.add(Contact{
        .name = {.given = "Ada"}, .emails = {{.address = "ada@x.example"}}, .notes = "First", .tags = {"vip"}});
    const ContactId twin =
        f.db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                         .emails = {{.address = "ada@y.example"}, {.address = "ada@x.example"}},
                         .tags = {"vip", "poet"}});
    f.db.add(Interaction{.participants = {twin}, .subject = "Engine"});
    f.db.tag(twin, "late");
    const auto before = dump(f.db);
    f.now += day;
    MergeRequest request;
    request.survivor = ada.value;
    request.losers = {twin.value};
    const MergeResult merge = f.db.merge(request);
    const TransactionId merged = f.db.last_transaction();
    f.now += day;
    f.db.edit(ada, [](Contact& c) { c.name.nickname = "Countess"; });
    f.now += day;
    f.db.add(person("Bo"));
    f.db.history().prune(f.now);
    REQUIRE(f.db.history().horizon()->first == f.db.history().transactions(1).front().id);
    CHECK(says(expect_error(Code::pruned, [&] { f.db.undo(merged); }), "before the horizon"));
    f.db.unmerge(merge.id);
    CHECK(f.db.get(ada).name.nickname == "Countess");
    CHECK(f.db.get(twin).name.family == "Lovelace");
    CHECK(f.db.get(twin).tags.size() == 3);
    CHECK(findings(f.db) == "");
    f.db.edit(ada, [](Contact& c) { c.name.nickname.clear(); });
    f.db.remove(f.db.ids<Contact>("name.given = Bo").at(0));
    const auto after = dump(f.db);
    for (const std::string& line : before) {
        INFO(line);
        CHECK(after.count(line) == before.count(line));
    }
}

TEST_CASE("by its setting a database prunes a little with each write") {
    PrunedOffice f;
    std::vector<ContactId> everybody;
    f.db.write([&](Transaction& tx) {
        for (int i = 0; i < 1200; ++i) everybody.push_back(tx.add(person("P" + std::to_string(i))));
    });
    f.now += day;
    f.db.write([&](Transaction& tx) {  // one transaction of many changes
        for (const ContactId id : everybody) tx.edit(id, [](Contact& c) { c.name.family = "Doe"; });
    });
    const TransactionId large = f.db.last_transaction();
    f.now += 100 * day;
    f.db.add(person("Bo"));
    const std::int64_t full = f.rows("change");
    REQUIRE(full > 1200);
    CHECK_FALSE(f.db.history().horizon());

    for (const int wrong : {-1, 40'000}) expect_error(Code::invalid_value, [&] { f.keep(wrong); });
    CHECK(f.db.settings().history_days == 0);
    f.keep(30);
    CHECK(f.db.settings().history_days == 30);
    // The write of the setting prunes its share already; every further one another, and no more than that.
    std::int64_t left = f.rows("change");
    CHECK(left < full);
    CHECK(left >= full - 500);
    REQUIRE(f.db.history().horizon());
    CHECK(f.db.history().horizon()->first > large);
    // Half gone counts as gone.
    REQUIRE(f.rows("change WHERE seq = " + std::to_string(large)) > 0);
    expect_error(Code::pruned, [&] { f.db.undo(large); });
    CHECK(f.db.history().of(everybody.back()).empty());
    CHECK(f.db.history().transactions().size() == 1);
    CHECK(findings(f.db) == "");
    int writes = 0;
    while (f.rows("change WHERE seq <= " + std::to_string(large)) > 0) {
        f.db.add(person("Cy"));
        const std::int64_t now = f.rows("change");
        CHECK(now >= left - 500);
        left = now;
        REQUIRE(++writes < 20);
    }
    CHECK(writes >= 2);
    CHECK(f.rows("change_txn WHERE seq <= " + std::to_string(large)) == 0);
    CHECK(findings(f.db) == "");

    // A day later it looks again, not before.
    const TransactionId first = f.db.history().horizon()->first;
    f.now += 30 * day + std::chrono::hours(23);
    f.db.add(person("Di"));
    f.db.add(person("Ed"));
    CHECK(f.db.history().horizon()->first > first);
    CHECK(f.db.history().horizon()->at >= f.now - 30 * day - std::chrono::hours(24));
    f.keep(0);
    const TransactionId kept = f.db.history().horizon()->first;
    f.now += 1000 * day;
    f.db.add(person("Flo"));
    f.db.add(person("Gus"));
    CHECK(f.db.history().horizon()->first == kept);
    f.keep(30);
    CHECK(f.db.history().prune().changes == 0);  // the write of the setting has done it all
    CHECK(f.db.settings().history_days == 30);
}

TEST_CASE("who watches a file misses nothing of a transaction that is half pruned") {
    const TempFile file;
    PrunedOffice f(file.path());
    f.keep(30);
    const ContactId ada = f.db.add(person("Ada"));
    std::vector<OrganizationId> firms;
    for (int i = 0; i < 600; ++i)
        firms.push_back(f.db.add(Organization{.name = "Firm " + std::to_string(i)}));
    auto other = Database::open(file.path());
    Inbox<ListDelta> inbox;
    const Subscription watching = other.observe<Contact>("name.given = Ada", inbox.callback());
    CHECK(list_of(inbox.wait(1)).size() == 1);
    f.db.write([&](Transaction& tx) {
        tx.edit(ada, [](Contact& c) { c.name.given = "Zoe"; });
        for (const OrganizationId firm : firms)
            tx.edit(firm, [](Organization& o) { o.website = "x.example"; });
    });
    const std::string large = std::to_string(f.db.last_transaction());
    f.now += 100 * day;
    f.db.add(Organization{.name = "Last"});  // 500 rows of everything before go with it
    while (f.rows("change WHERE table_number = 1 AND seq = " + large) > 0)
        f.db.add(Organization{.name = "Last"});
    REQUIRE(f.rows("change WHERE seq = " + large) > 0);  // the organizations' changes are still there
    CHECK(other.poll());
    CHECK(list_of(inbox.wait_for(f.db.last_transaction())).empty());
}

TEST_CASE("a list hears of tags whose giving and taking is pruned before it looks") {
    PrunedOffice f;
    std::mutex mutex;
    std::condition_variable posted;
    std::vector<std::function<void()>> tasks;
    Options options = f.options();
    options.dispatch = [&](std::function<void()> task) {
        const std::lock_guard lock(mutex);
        tasks.push_back(std::move(task));
        posted.notify_all();
    };
    const auto take = [&] {
        std::unique_lock lock(mutex);
        REQUIRE(posted.wait_for(lock, std::chrono::seconds(30), [&] { return !tasks.empty(); }));
        auto task = std::move(tasks.back());
        tasks.pop_back();
        return task;
    };
    auto db = Database::open(":memory:", options);
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .tags = {"vip"}});
    const ContactId bo = db.add(person("Bo"));
    std::vector<ListDelta> deltas;
    const auto watching = db.observe<Contact>("", [&](const ListDelta& delta) { deltas.push_back(delta); });
    take()();
    db.edit(bo, [](Contact& c) { c.notes = "What it looks at next is this."; });
    const auto later = take();
    db.untag(ada, "vip");
    db.tag(bo, "new");
    db.add(Organization{.name = "The newest transaction stays"});
    f.now += day;
    CHECK(db.history().prune(f.now).changes > 0);
    later();
    take()();
    REQUIRE(deltas.size() == 3);
    using Kind = ListChange::Kind;
    CHECK(deltas[2].changes ==
          std::vector<ListChange>{{Kind::updated, ada.value, 0, 0}, {Kind::updated, bo.value, 1, 1}});
}

TEST_CASE("who watches a file misses nothing when the journal is pruned before they look") {
    const TempFile file;
    PrunedOffice f(file.path());
    const ContactId ada = f.db.add(person("Ada"));
    auto other = Database::open(file.path());
    Inbox<ListDelta> inbox;
    const Subscription watching = other.observe<Contact>("name.given starts with A", inbox.callback());
    inbox.wait(1);
    f.now += day;
    f.db.edit(ada, [](Contact& c) { c.name.given = "Zoe"; });
    const ContactId abe = f.db.add(person("Abe"));
    f.now += day;
    f.db.add(Organization{.name = "Firm"});
    const TransactionId last = f.db.last_transaction();
    f.db.history().prune(f.now);
    REQUIRE(f.rows("change_txn") == 1);
    CHECK(other.poll());  // the journal's tail has only the organization
    const auto deltas = inbox.wait_for(last);
    CHECK(list_of(deltas) == std::vector<std::int64_t>{abe.value});
    CHECK_FALSE(other.poll());
    CHECK(other.history().horizon()->first == f.db.history().horizon()->first);
    expect_error(Code::pruned, [&] { other.undo(1); });
}
