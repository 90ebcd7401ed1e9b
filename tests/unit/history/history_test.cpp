// The history as entries: transactions, changes of a record, transitions.
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include "support/expect_error.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::expect_error;

namespace {

const Change* find(const std::vector<Change>& changes, std::string_view field, ChangeAction action) {
    const auto found = std::find_if(changes.begin(), changes.end(), [&](const Change& change) {
        return change.field == field && change.action == action;
    });
    return found == changes.end() ? nullptr : &*found;
}

struct Office {
    Time now{std::chrono::hours(24 * 365 * 55)};
    Database db = Database::open(":memory:", {.actor = "ada", .clock = [this] { return now; }});
    UserId bob = db.add(User{.name = "bob"});
    kith::FieldId shoe = db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
    ContactId id = db.add(Contact{.name = {.given = "Ada"},
                                  .emails = {{.address = "a@x.example"}},
                                  .tags = {"vip"},
                                  .fields = {{"shoe", Value(38)}}});
};

}  // namespace

TEST_CASE("a record's history shows who changed what from what to what") {
    Office f;
    const TransactionId added = f.db.last_transaction();
    f.now += std::chrono::hours(1);
    f.db.as("bob").edit(f.id, [](Contact& c) {
        c.name.family = "Lovelace";
        c.lifecycle = Lifecycle::customer;
        c.birthday = PartialDate{.year = 1815};
        c.emails[0].label = "work";
        c.phones.push_back({.number = "1"});
        c.fields["shoe"] = Value(39);
    });
    f.now += std::chrono::hours(1);
    f.db.edit(f.id, [&](Contact& c) {
        c.emails.clear();
        c.owner = f.bob;
    });
    f.db.untag(f.id, "vip");
    f.db.remove(f.id);

    const auto changes = f.db.history().of(f.id);
    REQUIRE(std::is_sorted(changes.begin(), changes.end(),
                           [](const Change& a, const Change& b) { return a.transaction > b.transaction; }));
    for (const Change& change : changes) CHECK(change.record == RecordRef{"contact", f.id.value});

    const Change* family = find(changes, "name.family", ChangeAction::changed);
    REQUIRE(family != nullptr);
    CHECK(family->from.empty());
    CHECK(family->to == Value("Lovelace"));
    CHECK(family->actor == "bob");
    CHECK(family->at == Time{std::chrono::hours(24 * 365 * 55 + 1)});
    CHECK(find(changes, "lifecycle", ChangeAction::changed)->to == Value("customer"));
    CHECK(find(changes, "birthday", ChangeAction::changed)->to == Value(PartialDate{.year = 1815}));
    CHECK(find(changes, "owner", ChangeAction::changed)->to == Value(RecordRef{"user", f.bob.value}));
    CHECK(find(changes, "email.label", ChangeAction::changed)->to == Value("work"));
    CHECK(find(changes, "phone", ChangeAction::added)->to == Value("1"));
    CHECK(find(changes, "email", ChangeAction::removed)->from == Value("a@x.example"));
    CHECK(find(changes, "email", ChangeAction::added)->transaction == added);
    CHECK(find(changes, "field.shoe", ChangeAction::changed)->from == Value(38));
    CHECK(find(changes, "field.shoe", ChangeAction::changed)->to == Value(39));
    CHECK(find(changes, "tag", ChangeAction::removed)->from == Value("vip"));
    CHECK(find(changes, "tag", ChangeAction::added)->transaction == added);
    CHECK(find(changes, "", ChangeAction::added)->transaction == added);
    CHECK(find(changes, "deleted", ChangeAction::changed) != nullptr);
    CHECK(f.db.history().of(f.id, 2).size() == 2);
    CHECK(f.db.history().of(RecordRef{"contact", 99}).empty());
    expect_error(Code::not_found, [&] { (void)f.db.history().of(RecordRef{"unicorn", 1}); });
}

TEST_CASE("lists, several values of a field, and long text that comes and goes are in the history too") {
    Office f;
    f.db.add(kith::Field{.key = "langs", .type = FieldType::choices, .choices = {"ja", "en", "de"}});
    f.db.edit(f.id, [](Contact& c) { c.fields["langs"] = Value(Value::Texts{"ja", "en"}); });
    f.db.edit(f.id, [](Contact& c) {
        c.fields["langs"] = Value(Value::Texts{"ja"});
        c.addresses.push_back({.locality = "London"});
    });
    f.db.write([&](Transaction& tx) { tx.add_to_list(f.id, "News"); });
    f.db.write([&](Transaction& tx) { tx.remove_from_list(f.id, "News"); });
    const auto changes = f.db.history().of(f.id);
    CHECK(find(changes, "list", ChangeAction::added)->to == Value("News"));
    CHECK(find(changes, "list", ChangeAction::removed)->from == Value("News"));
    CHECK(find(changes, "field.langs", ChangeAction::removed)->from == Value("en"));
    CHECK(find(changes, "address", ChangeAction::added)->to == Value("London"));

    const InteractionId call = f.db.add(Interaction{.participants = {f.id}, .subject = "Call"});
    f.db.edit(call, [](Interaction& i) { i.body = "What was said"; });
    f.db.edit(call, [](Interaction& i) { i.body = "What was meant"; });
    f.db.edit(call, [](Interaction& i) { i.body.clear(); });
    const TransactionId cleared = f.db.last_transaction();
    std::vector<std::pair<std::string, std::string>> said;
    for (const Change& change : f.db.history().of(call))
        if (change.field == "body") said.emplace_back(change.from.to_string(), change.to.to_string());
    CHECK(said == std::vector<std::pair<std::string, std::string>>{
                      {"What was meant", ""}, {"What was said", "What was meant"}, {"", "What was said"}});
    CHECK(find(f.db.history().changes(cleared), "body", ChangeAction::changed)->from ==
          Value("What was meant"));
    f.db.add(Interaction{.subject = "Mail", .body = "Whole"});  // what it came with is not told apart
    CHECK(f.db.history().changes(f.db.last_transaction()).size() == 1);
}

TEST_CASE("the history of a transaction is what it did") {
    Office f;
    const OrganizationId firm = f.db.add(Organization{.name = "Firm"});
    f.db.write([&](Transaction& tx) {
        tx.label("several things");
        tx.edit(f.id, [](Contact& c) {
            c.name.given = "Augusta";
            c.emails.clear();
        });
        tx.add(Interaction{.participants = {f.id}, .organization = firm});
        tx.tag(f.id, "new");
    });
    const auto changes = f.db.history().changes(f.db.last_transaction());
    CHECK(find(changes, "name.given", ChangeAction::changed)->from == Value("Ada"));
    CHECK(find(changes, "email", ChangeAction::removed)->from == Value("a@x.example"));
    CHECK(find(changes, "tag", ChangeAction::added)->to == Value("new"));
    CHECK(find(changes, "participant", ChangeAction::added)->record == RecordRef{"interaction", 1});
    CHECK(find(changes, "participant", ChangeAction::added)->to == Value(RecordRef{"contact", f.id.value}));
    const auto added = std::count_if(changes.begin(), changes.end(), [](const Change& c) {
        return c.action == ChangeAction::added && c.field.empty();
    });
    CHECK(added == 2);  // the interaction, and the tag itself
    CHECK(changes.size() == 6);

    const auto transactions = f.db.history().transactions(2);
    REQUIRE(transactions.size() == 2);
    CHECK(transactions[0].label == "several things");
    CHECK(transactions[0].actor == "ada");
    CHECK(transactions[0].changes == 6);
    CHECK(f.db.history().transactions(1, transactions[0].id).front().id == transactions[1].id);
    expect_error(Code::not_found, [&] { (void)f.db.history().changes(999); });
}

TEST_CASE("a step says how long what it left had lasted") {
    using namespace std::chrono_literals;
    Time now = *parse_time("2026-05-01T00:00Z");
    Database db = Database::open(":memory:", {.clock = [&] { return now; }});
    const UserId eve = db.add(User{.name = "eve"});
    const UserId mel = db.add(User{.name = "mel"});
    const ContactId id = db.add(Contact{.owner = eve});
    const auto later = [&](std::chrono::milliseconds time, auto change) {
        now += time;
        db.edit(id, change);
    };
    later(24h, [](Contact& c) { c.lifecycle = Lifecycle::lead; });
    later(90s, [&](Contact& c) { c.owner = mel; });
    later(10ms, [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    later(1h, [](Contact& c) { c.owner = {}; });
    later(1h, [&](Contact& c) { c.owner = eve; });
    std::vector<std::pair<std::string, std::optional<std::chrono::milliseconds>>> steps;
    for (const Transition& step : db.history().transitions({"contact", id.value}))
        steps.emplace_back(step.field, step.lasted);
    CHECK(steps == decltype(steps){{"owner", std::nullopt},
                                   {"lifecycle", std::nullopt},
                                   {"owner", 24h + 90s},
                                   {"lifecycle", 90s + 10ms},
                                   {"owner", 1h + 10ms},
                                   {"owner", 1h}});
}

TEST_CASE("a step that nothing leads up to lasted for nobody knows how long") {
    using namespace std::chrono_literals;
    Time now = *parse_time("2026-05-01T00:00Z");
    Database db = Database::open(":memory:", {.clock = [&] { return now; }});
    const UserId eve = db.add(User{.name = "eve"});
    const ContactId id = db.add(Contact{.lifecycle = Lifecycle::lead, .owner = eve});
    const TransactionId added = db.last_transaction();
    now += 1h;
    db.undo(added);  // takes the record away, which is no step
    now += 1h;
    db.undo(db.last_transaction());
    now += 1h;
    db.edit(id, [](Contact& c) { c.owner = {}; });
    const auto steps = db.history().transitions({"contact", id.value});
    REQUIRE(steps.size() == 5);  // two when it was added, two when it came back
    CHECK_FALSE(steps[2].lasted);
    CHECK_FALSE(steps[3].lasted);
    CHECK(steps[4].field == "owner");
    CHECK(steps[4].lasted == 1h);
}

TEST_CASE("tracked fields keep their steps, through undo too") {
    Office f;
    f.db.edit(f.id, [](Contact& c) { c.lifecycle = Lifecycle::lead; });
    f.db.edit(f.id, [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    f.db.undo(f.db.last_transaction());
    const auto steps = f.db.history().transitions({"contact", f.id.value});
    REQUIRE(steps.size() == 3);
    CHECK(steps[0].field == "lifecycle");
    CHECK(steps[0].to == Value("lead"));
    CHECK(steps[1].from == Value("lead"));
    CHECK(steps[1].to == Value("customer"));
    CHECK(steps[2].to == Value("lead"));
    CHECK(steps[2].by == "ada");
}

TEST_CASE("a moved element shows in both histories") {
    Office f;
    const ContactId other =
        f.db.add(Contact{.name = {.given = "Other"}, .emails = {{.address = "o@x.example"}}});
    f.db.merge(merge_of(f.id, {other}));
    const auto left = f.db.history().of(other);
    const Change* move = find(left, "email", ChangeAction::changed);
    REQUIRE(move != nullptr);
    CHECK(move->from == Value(RecordRef{"contact", other.value}));
    CHECK(move->to == Value(RecordRef{"contact", f.id.value}));
    CHECK(find(left, "merged_into", ChangeAction::changed)->to == Value(RecordRef{"contact", f.id.value}));
    CHECK(find(f.db.history().of(f.id), "email", ChangeAction::changed) != nullptr);
}
