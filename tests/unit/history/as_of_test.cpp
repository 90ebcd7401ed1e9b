// Reading the file as it was.
#include <kith/card.hpp>
#include <kith/history.hpp>
#include <kith/kith.hpp>
#include <kith/pipelines.hpp>

#include "support/expect_error.hpp"
#include "support/temp_file.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

namespace {

constexpr auto hour = std::chrono::hours(1);

struct PastOffice {
    Time now{std::chrono::hours(24 * 365 * 55)};
    Database db;
    explicit PastOffice(const std::string& path = ":memory:")
        : db(Database::open(path, {.actor = "ada", .region = "JP", .clock = [this] { return now; }})) {}
    Time tick() {
        now += hour;
        return now - std::chrono::minutes(30);
    }
};

template <class T>
T at(const Database& db, Time time, Id<T> id) {
    return db.as_of(time, [&](const Reader& reader) { return reader.get(id); });
}

}  // namespace

TEST_CASE("a record, its elements, links and values are those of then") {
    PastOffice f;
    f.db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
    const ContactId id = f.db.add(Contact{.name = {.given = "Ada"},
                                          .emails = {{.address = "a@x.example"}},
                                          .tags = {"vip"},
                                          .fields = {{"shoe", Value(38)}}});
    const Time first = f.tick();
    f.db.edit(id, [](Contact& c) {
        c.name.family = "Lovelace";
        c.emails[0].address = "ada@y.example";
        c.phones.push_back({.number = "03-5550-1000"});
        c.fields["shoe"] = Value(39);
    });
    f.db.untag(id, "vip");
    const Time second = f.tick();
    f.db.edit(id, [](Contact& c) { c.emails.clear(); });
    f.db.remove(id);

    const Contact then = at(f.db, first, id);
    CHECK(then.name.family.empty());
    REQUIRE(then.emails.size() == 1);
    CHECK(then.emails[0].address == "a@x.example");
    CHECK(then.phones.empty());
    CHECK(then.tags == std::vector<std::string>{"vip"});
    CHECK(then.fields.at("shoe") == Value(38));
    CHECK(then.meta.version == 0);  // not known: it was written since
    const Contact later = at(f.db, second, id);
    CHECK(later.name.family == "Lovelace");
    REQUIRE(later.emails.size() == 1);
    CHECK(later.emails[0].address == "ada@y.example");
    REQUIRE(later.phones.size() == 1);
    CHECK(later.phones[0].e164 == 81355501000);  // computed anew
    CHECK(later.tags.empty());
    CHECK(later.fields.at("shoe") == Value(39));

    f.db.as_of(first, [&](const Reader& reader) {
        CHECK(reader.count<Contact>("tag = vip and field.shoe = 38") == 1);
        CHECK(reader.count<Contact>("email = 'ada@y.example'") == 0);
        CHECK(reader.contacts_at("a@x.example") == std::vector<ContactId>{id});
        CHECK(reader.sql("SELECT count(*) FROM contact WHERE deleted_at IS NULL").rows[0][0] == Value(1));
    });
    CHECK(f.db.count<Contact>() == 0);  // now it is in the trash
}

TEST_CASE("before it was made there is nothing, and the time to come is the present") {
    PastOffice f;
    const Time before = f.tick();
    const ContactId id = f.db.add(Contact{.name = {.given = "Ada"}});
    f.db.as_of(before, [&](const Reader& reader) {
        CHECK(reader.count<Contact>() == 0);
        CHECK_FALSE(reader.find(id).has_value());
    });
    f.db.as_of(f.now + 24 * hour, [&](const Reader& reader) {
        CHECK(reader.count<Contact>("created within last 2 days") == 1);
        CHECK(reader.count<Contact>("created within last 20 hours") == 0);
    });
}

TEST_CASE("conditions on time, ranks, history and segments go by then") {
    PastOffice f;
    std::vector<ContactId> people;
    for (int i = 0; i < 4; ++i)
        people.push_back(f.db.add(Contact{.name = {.given = "P" + std::to_string(i)}}));
    Interaction call{.at = f.now};
    call.participants = {people[0], people[1]};
    f.db.add(call);
    f.db.edit(people[0], [](Contact& c) { c.lifecycle = Lifecycle::lead; });
    f.db.segments().save("quiet", "has no interaction (at within last 10 days)");
    f.db.segments().live("quiet");
    const Time first = f.tick();
    f.now += 24 * 30 * hour;
    f.db.edit(people[0], [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    for (int i = 0; i < 3; ++i) {
        Interaction more{.at = f.now};
        more.participants = {people[2]};
        f.db.add(more);
    }
    f.db.segments().save("quiet", "has no interaction");
    const auto ids = [](const Reader& reader, const char* query) { return reader.ids<Contact>(query); };
    const std::vector<ContactId> quiet_then = {people[2], people[3]};
    f.db.as_of(first, [&](const Reader& reader) {
        CHECK(ids(reader, "in segment quiet") == quiet_then);
        CHECK(ids(reader, "top 1 by count interaction") == std::vector<ContactId>{people[0]});
        CHECK(ids(reader, "lifecycle was ever customer").empty());
        CHECK(ids(reader, "recency is known") == std::vector<ContactId>{people[0], people[1]});
        CHECK(reader.summary(people[2]).interactions == 0);
        CHECK(reader.card(people[0]).timeline.size() == 1);
    });
    CHECK(f.db.ids<Contact>("top 1 by count interaction") == std::vector<ContactId>{people[2]});
}

TEST_CASE("a deal stands in its stage of then, with what the stage was") {
    PastOffice f;
    const PipelineId pipeline = f.db.add(Pipeline{.name = "Sales"});
    const StageId lead = f.db.add(Stage{.pipeline = pipeline, .name = "Lead"});
    const StageId won = f.db.add(Stage{.pipeline = pipeline, .name = "Won", .kind = StageKind::won});
    const DealId deal = f.db.add(Deal{.name = "D", .stage = lead, .amount = Money{500, "USD"}});
    const Time first = f.tick();
    f.db.pipelines().move(deal, won);
    f.db.edit(deal, [](Deal& d) { d.amount = Money{900, "USD"}; });
    const Deal then = at(f.db, first, deal);
    CHECK(then.stage == lead);
    CHECK(then.status == StageKind::open);
    CHECK(then.amount == Money{500, "USD"});
    f.db.as_of(first, [&](const Reader& reader) { CHECK(reader.count<Deal>("status = open") == 1); });
}

TEST_CASE("before a merge both stand for themselves") {
    PastOffice f;
    const ContactId a = f.db.add(Contact{.name = {.given = "Ada"}, .emails = {{.address = "a@x.example"}}});
    const ContactId b = f.db.add(Contact{.name = {.given = "Ada"}, .emails = {{.address = "b@x.example"}}});
    const Time first = f.tick();
    f.db.merge({"contact", a.value, {b.value}});
    f.db.as_of(first, [&](const Reader& reader) {
        CHECK(reader.count<Contact>() == 2);
        CHECK(reader.get(b).emails.at(0).address == "b@x.example");
        CHECK(reader.get(b).id == b);
        CHECK(reader.get(a).emails.size() == 1);
    });
}

TEST_CASE("what is of now alone is refused") {
    PastOffice f;
    f.db.add(Contact{.name = {.given = "Ada"}, .notes = "gold"});
    const Time first = f.tick();
    f.db.add(Contact{.name = {.given = "Bob"}});
    f.db.as_of(first, [&](const Reader& reader) {
        expect_error(Code::invalid_argument, [&] { (void)reader.count<Contact>("matches \"gold\""); });
        expect_error(Code::invalid_argument,
                     [&] { (void)reader.count<Contact>("matches \"gold\""); });  // still
        CHECK(reader.count<Contact>("notes contains gold") == 1);                // and reading goes on
        expect_error(Code::read_only, [&] { (void)reader.sql("DELETE FROM contact"); });
    });
    expect_error(Code::nested_use,
                 [&] { f.db.read([&](const Reader&) { f.db.as_of(first, [](const Reader&) {}); }); });
    expect_error(Code::nested_use, [&] {
        f.db.as_of(first, [&](const Reader&) { f.db.add(Contact{.name = {.given = "C"}}); });
    });
}

TEST_CASE("before the horizon nothing is known") {
    PastOffice f;
    f.db.add(Contact{.name = {.given = "Ada"}});
    const Time first = f.tick();
    f.db.add(Contact{.name = {.given = "Bob"}});
    f.now += 24 * hour;
    f.db.add(Contact{.name = {.given = "Cid"}});
    const Time last = f.tick();
    f.db.history().prune(f.now - 2 * hour);
    expect_error(Code::pruned, [&] { f.db.as_of(first, [](const Reader&) {}); });
    f.db.as_of(last, [](const Reader& reader) { CHECK(reader.count<Contact>() == 3); });
}

TEST_CASE("a file is read as it was while others write, and is left as it is") {
    const test::TempFile file;
    PastOffice f(file.path().string());
    for (int i = 0; i < 50; ++i) f.db.add(Contact{.name = {.given = "P" + std::to_string(i)}});
    const Time first = f.tick();
    f.db.write([&](Transaction& tx) {
        for (int i = 1; i <= 25; ++i) tx.edit(ContactId{i}, [](Contact& c) { c.name.family = "X"; });
    });
    const auto before = f.db.sql("SELECT name FROM sqlite_schema ORDER BY name").rows.size();
    f.db.as_of(first, [&](const Reader& reader) {
        CHECK(reader.count<Contact>("family is unknown") == 50);
        CHECK(f.db.count<Contact>("family is unknown") == 50);  // inside, the database is of then, too
    });
    CHECK(f.db.sql("SELECT name FROM sqlite_schema ORDER BY name").rows.size() == before);
    CHECK(f.db.count<Contact>("family is unknown") == 25);
    CHECK(f.db.verify().empty());
    f.db.close();
    Database again = Database::open(file.path(), {.read_only = true});
    again.as_of(first, [](const Reader& reader) { CHECK(reader.count<Contact>("family is unknown") == 50); });
}

TEST_CASE("who has no name is called by what address there was then") {
    PastOffice f;
    const ContactId zoe = f.db.add(Contact{.emails = {{.address = "zoe@x.example"}}});
    const ContactId mid = f.db.add(Contact{.name = {.given = "Mid"}});
    const ContactId none = f.db.add(Contact{.phones = {{.number = "03-5550-1000"}}});
    const std::vector<ContactId> before = f.db.ids<Contact>("order by name");
    const Time first = f.tick();
    f.db.edit(zoe, [](Contact& c) { c.emails[0].address = "aaa@x.example"; });
    f.db.edit(none, [](Contact& c) { c.emails.push_back({.address = "bbb@x.example"}); });
    f.db.edit(mid, [](Contact& c) { c.notes = "x"; });
    f.db.as_of(first, [&](const Reader& reader) {
        CHECK(reader.ids<Contact>("order by name") == before);
        CHECK(reader.count<Contact>("email is known") == 1);
        CHECK(reader.ids<Contact>("order by name") == before);
    });
}

TEST_CASE("SQL of the host reads what was then, however it writes names, and does nothing else") {
    PastOffice f;
    f.db.add(Contact{.name = {.given = "Ada"}});
    const Time first = f.tick();
    f.db.add(Contact{.name = {.given = "Bob"}});
    for (const char* query : {"SELECT count(*) FROM Contact", "SELECT count(*) FROM CONTACT_summary",
                              "SELECT count(*) FROM contact WHERE lifecycle = '0'",
                              "SELECT count(*) FROM contact WHERE created_at > '1'"}) {
        INFO(query);
        f.db.as_of(first, [&](const Reader& reader) { CHECK(reader.sql(query).rows[0][0] == Value(1)); });
    }
    f.db.as_of(first, [&](const Reader& reader) {
        expect_error(Code::invalid_argument, [&] { (void)reader.sql("SELECT count(*) FROM Name_Token"); });
        expect_error(Code::read_only, [&] { (void)reader.sql("PRAGMA case_sensitive_like = ON"); });
        CHECK(reader.sql("SELECT 'ADA' LIKE 'ada'").rows[0][0] == Value(1));
    });
}

TEST_CASE("a deal in the trash has the stage that it had then") {
    PastOffice f;
    const PipelineId pipeline = f.db.add(Pipeline{.name = "Sales"});
    const StageId stage = f.db.add(Stage{.pipeline = pipeline, .name = "Lead"});
    const DealId deal = f.db.add(Deal{.name = "D", .stage = stage});
    f.db.remove(deal);
    const Time first = f.tick();
    f.db.edit(stage, [](Stage& s) { s.kind = StageKind::won; });
    CHECK(at(f.db, first, deal).status == StageKind::open);
}
