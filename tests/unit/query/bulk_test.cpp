// The same for every record of a query, in one transaction.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

namespace {

struct Office {
    Database db = Database::open(":memory:");
    UserId ada = db.add(User{.name = "Ada"});
    UserId bob = db.add(User{.name = "Bob"});
    std::vector<ContactId> people;

    Office() {
        db.add(Field{.key = "points", .type = FieldType::integer});
        for (int i = 0; i < 5; ++i)
            people.push_back(
                db.add(Contact{.name = {.given = "P" + std::to_string(i), .family = "Smith"},
                               .tags = i < 3 ? std::vector<std::string>{"vip"} : std::vector<std::string>{},
                               .fields = {{"points", i}}}));
    }
};

std::vector<std::int64_t> owners(const Database& db) {
    std::vector<std::int64_t> ids;
    for (const Contact& contact : db.query<Contact>("order by id")) ids.push_back(contact.owner.value);
    return ids;
}

}  // namespace

TEST_CASE("a bulk action does several things to what a query selects, and one undo takes all back") {
    Office office;
    Database& db = office.db;
    const auto old = test::dump(db);
    const BulkResult result = db.bulk<Contact>(
        "tag = vip",
        {BulkAction::set("lifecycle", "customer"), BulkAction::set("field.points", "７"),
         BulkAction::assign({office.ada, office.bob}), BulkAction::tag("2026"), BulkAction::untag("vip"),
         BulkAction::list("春の案内"), BulkAction::task({.title = "Call {title}"})});
    CHECK(result.selected == 3);
    CHECK(result.changed == 3);
    CHECK(result.unchanged == 0);
    CHECK(result.failed == 0);
    CHECK(db.count<Contact>("lifecycle = customer and tag = 2026 and in list 春の案内 and field.points = 7") ==
          3);
    CHECK(db.count<Contact>("tag = vip") == 0);
    CHECK(owners(db) == std::vector<std::int64_t>{office.ada.value, office.bob.value, office.ada.value, 0, 0});
    std::vector<std::string> titles;
    for (const Task& task : db.query<Task>("order by id")) titles.push_back(task.title);
    CHECK(titles == std::vector<std::string>{"Call P0 Smith", "Call P1 Smith", "Call P2 Smith"});
    CHECK(db.query<Task>("order by id")[1].contact == office.people[1]);

    REQUIRE(result.sample.size() == 3);
    CHECK(result.sample[1].title == "P1 Smith");
    CHECK(result.sample[1].values ==
          std::vector<BulkChange::Value>{{"field.points", "1", "7"},
                                         {"lifecycle", "unknown", "customer"},
                                         {"owner", "", "user " + std::to_string(office.bob.value)},
                                         {"tags", "vip", "2026"}});
    const auto entries = db.history().transactions(1);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].id == result.transaction);
    CHECK(entries[0].label ==
          "set lifecycle, set field.points, assign, tag 2026, untag vip, list 春の案内, add task: 3 contacts");

    CHECK(db.undo(result.transaction).kept.empty());
    CHECK(test::difference(old, test::dump(db)) == "");
    CHECK(test::findings(db) == "");
}

TEST_CASE("a dry run says what would be and writes nothing") {
    Office office;
    Database& db = office.db;
    const auto old = test::dump(db);
    const std::vector<BulkAction> actions = {BulkAction::set("source", "fair"), BulkAction::tag("new tag")};
    const BulkResult dry = db.bulk<Contact>("", actions, {.dry_run = true, .sample = 2});
    CHECK(test::difference(old, test::dump(db)) == "");
    CHECK(dry.transaction == 0);
    CHECK(dry.sample.size() == 2);
    const BulkResult done = db.bulk<Contact>("", actions, {.sample = 2});
    CHECK(done.changed == dry.changed);
    CHECK(done.sample.size() == dry.sample.size());
    CHECK(done.sample[0].values == dry.sample[0].values);

    const BulkResult again = db.bulk<Contact>("", actions);
    CHECK(again.unchanged == 5);
    CHECK(again.changed == 0);
    CHECK(again.transaction == 0);
}

TEST_CASE("a record that cannot be changed ends a bulk action, or is left out of it") {
    Office office;
    Database& db = office.db;
    const NewPipeline sales = db.pipelines().create("Sales", {{.name = "Talk"},
                                                              {.name = "Offer", .required_fields = {"amount"}},
                                                              {.name = "Lost", .kind = StageKind::lost}});
    const DealId with = db.add(
        Deal{.name = "With", .stage = sales.stages[0], .contact = office.people[0], .amount = {5, "USD"}});
    const DealId without = db.add(Deal{.name = "Without", .stage = sales.stages[0]});
    const std::vector<BulkAction> actions = {BulkAction::move(sales.stages[1]), BulkAction::tag("offered")};

    try {
        (void)db.bulk<Deal>("", actions);
        FAIL("nothing was refused");
    } catch (const Error& error) {
        CHECK(error.code() == Code::required);
        CHECK(error.record() == "deal " + std::to_string(without.value));
        const std::string message = error.what();
        CHECK(message.find(error.record()) == message.rfind(error.record()));
    }
    CHECK(db.get(with).stage == sales.stages[0]);

    const BulkResult result = db.bulk<Deal>("", actions, {.skip_failing = true});
    CHECK(result.changed == 1);
    CHECK(result.failed == 1);
    REQUIRE(result.failures.size() == 1);
    CHECK(result.failures[0].id == without.value);
    CHECK(result.failures[0].title == "Without");
    CHECK(result.failures[0].code == Code::required);
    CHECK(db.get(with).stage == sales.stages[1]);
    CHECK(db.get(without).stage == sales.stages[0]);
    CHECK(db.get(without).tags.empty());

    const BulkResult tasks = db.bulk<Deal>("", {BulkAction::task({.title = "{title}?"})});
    CHECK(tasks.changed == 2);
    const Task about = db.query<Task>("title = 'With?'").at(0);
    CHECK(about.contact == office.people[0]);
    CHECK(about.deal == with);
    CHECK(db.query<Task>("title = 'Without?'").at(0).deal == without);
    CHECK(db.ids<Deal>("has task (title contains with)").size() == 2);
    const BulkResult removed = db.bulk<Deal>("name = With", {BulkAction::remove()});
    CHECK(removed.changed == 1);
    CHECK(db.count<Deal>() == 1);
}

TEST_CASE("order and limit of the query count, and work is divided evenly") {
    Office office;
    Database& db = office.db;
    (void)db.bulk<Contact>("order by field.points desc limit 4",
                           {BulkAction::assign({office.ada, office.bob})});
    CHECK(owners(db) == std::vector<std::int64_t>{0, office.bob.value, office.ada.value, office.bob.value,
                                                  office.ada.value});
}

TEST_CASE("a bulk action that makes no sense is refused before anything is written") {
    Office office;
    Database& db = office.db;
    const auto old = test::dump(db);
    const auto refused = [&](Code code, const std::vector<BulkAction>& actions) {
        expect_error(code, [&] { (void)db.bulk<Contact>("", actions); });
    };
    refused(Code::invalid_argument, {});
    refused(Code::invalid_argument, {BulkAction::set("lifecycel", "customer")});
    refused(Code::invalid_value, {BulkAction::set("lifecycle", "king")});
    refused(Code::invalid_argument, {BulkAction::set("field.nope", "1")});
    refused(Code::invalid_value, {BulkAction::set("field.points", "many")});
    refused(Code::invalid_argument, {BulkAction::set("tags", "a")});
    refused(Code::read_only, {BulkAction::set("sort_key", "a")});
    refused(Code::invalid_argument, {BulkAction::assign({})});
    refused(Code::not_found, {BulkAction::assign({UserId{99}})});
    refused(Code::invalid_argument, {BulkAction::move(StageId{1})});
    refused(Code::invalid_argument, {BulkAction::task({})});
    refused(Code::invalid_argument, {BulkAction::remove(), BulkAction::tag("a")});
    expect_error(Code::invalid_argument, [&] { (void)db.bulk<Task>("", {BulkAction::task({.title = "a"})}); });
    expect_error(Code::invalid_argument,
                 [&] { (void)db.bulk<Interaction>("", {BulkAction::assign({office.ada})}); });
    expect_error(Code::parse, [&] { (void)db.bulk<Contact>("tag =", {BulkAction::tag("a")}); });
    std::int64_t told = 0;
    expect_error(Code::cancelled, [&] {
        (void)db.bulk<Contact>("", {BulkAction::tag("a")},
                               {.progress = [&](std::int64_t done, std::int64_t total) {
                                   CHECK(total == 5);
                                   told = done;
                                   return done < 5;
                               }});
    });
    CHECK(told == 5);
    CHECK(test::difference(old, test::dump(db)) == "");
}
