// Live lists, segments and records: what is told, and in which order.
#include "support/expect_error.hpp"
#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <atomic>

using namespace kith;
using test::asked;
using test::expect_error;
using test::Inbox;
using test::list_of;
using test::wait_for_marker;

namespace {

using Kind = ListChange::Kind;

Contact person(const std::string& given, std::vector<std::string> tags = {}) {
    return {.name = {.given = given}, .tags = std::move(tags)};
}

}  // namespace

TEST_CASE("a list begins with all of it and follows each commit") {
    auto db = Database::open(":memory:");
    const ContactId bo = db.add(person("Bo", {"vip"}));
    const ContactId di = db.add(person("Di", {"vip"}));
    const ContactId al = db.add(person("Al"));
    const std::string query = "tag = vip order by given";
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>(query, inbox.callback());
    auto deltas = inbox.wait(1);
    CHECK(deltas[0].first);
    CHECK(deltas[0].transaction == db.history().transactions(1).front().id);
    CHECK(deltas[0].changes ==
          std::vector<ListChange>{{Kind::inserted, bo.value, 0, 0}, {Kind::inserted, di.value, 0, 1}});

    SECTION("inserted") {
        db.tag(al, "vip");
        deltas = inbox.wait(2);
        CHECK_FALSE(deltas[1].first);
        CHECK(deltas[1].changes == std::vector<ListChange>{{Kind::inserted, al.value, 0, 0}});
        CHECK(deltas[1].transaction == deltas[0].transaction + 1);
    }
    SECTION("removed") {
        db.remove(bo);
        deltas = inbox.wait(2);
        CHECK(deltas[1].changes == std::vector<ListChange>{{Kind::removed, bo.value, 0, 0}});
    }
    SECTION("moved, and updated because it was renamed") {
        db.edit(bo, [](Contact& c) { c.name.given = "Zoe"; });
        deltas = inbox.wait(2);
        CHECK(deltas[1].changes ==
              std::vector<ListChange>{{Kind::moved, bo.value, 0, 1}, {Kind::updated, bo.value, 1, 1}});
    }
    SECTION("updated by what the query does not ask for") {
        db.edit(di, [](Contact& c) { c.notes = "Prefers letters."; });
        CHECK(inbox.wait(2)[1].changes == std::vector<ListChange>{{Kind::updated, di.value, 1, 1}});
        db.edit(bo, [](Contact& c) { c.emails.push_back({.address = "bo@example.org"}); });
        CHECK(inbox.wait(3)[2].changes == std::vector<ListChange>{{Kind::updated, bo.value, 0, 0}});
        db.tag(di, "late");
        CHECK(inbox.wait(4)[3].changes == std::vector<ListChange>{{Kind::updated, di.value, 1, 1}});
        db.untag(di, "late");
        CHECK(inbox.wait(5)[4].changes == std::vector<ListChange>{{Kind::updated, di.value, 1, 1}});
        const OrganizationId same_number = db.add(Organization{.name = "Acme"});
        REQUIRE(same_number.value == bo.value);  // a tag of another kind of record is none of ours
        db.tag(same_number, "late");
        db.edit(di, [](Contact& c) { c.notes = "None."; });
        CHECK(inbox.wait(6)[5].changes == std::vector<ListChange>{{Kind::updated, di.value, 1, 1}});
        CHECK(inbox.now().size() == 6);
    }
    SECTION("nothing, when nothing of it changed") {
        db.edit(al, [](Contact& c) { c.notes = "Not on the list."; });
        db.write([](Transaction& tx) { tx.sql("CREATE TABLE app_note (text)"); });
        wait_for_marker(db);
        CHECK(inbox.now().size() == 1);
    }
    CHECK(list_of(inbox.now()) == asked<Contact>(db, query));
}

TEST_CASE("a transaction that is taken back tells nobody") {
    auto db = Database::open(":memory:");
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>("", inbox.callback());
    (void)inbox.wait(1);
    CHECK_THROWS(db.write([](Transaction& tx) {
        tx.add(person("Al"));
        throw std::runtime_error("no");
    }));
    wait_for_marker(db);
    CHECK(inbox.now().size() == 1);
}

TEST_CASE("lists hear of related records, names that the file keeps, and settings") {
    const Time evening{std::chrono::milliseconds(1'700'000'000'000)};  // 2023-11-14 22:13 UTC
    auto db = Database::open(":memory:", {.region = "JP", .clock = [=] { return evening; }});
    const ContactId ada = db.add(person("Ada"));
    const auto follows = [&](const std::string& query, const auto& change) {
        INFO(query);
        Inbox<ListDelta> inbox;
        const auto token = db.observe<Contact>(query, inbox.callback());
        const auto before = list_of(inbox.wait(1));
        change();
        const auto now = asked<Contact>(db, query);
        REQUIRE(before != now);
        CHECK(list_of(inbox.wait(2)) == now);
    };
    follows("has interaction (channel = phone)",
            [&] { db.add(Interaction{.participants = {ada}, .channel = Channel::phone}); });
    const OrganizationId acme = db.add(Organization{.name = "Acme"});
    db.add(Employment{.contact = ada, .organization = acme, .title = "Analyst"});
    follows("organization.name = Zenith", [&] { db.edit(acme, [](Organization& o) { o.name = "Zenith"; }); });
    db.segments().save("Known", "given = Bo");
    follows("in segment Known", [&] { db.segments().save("Known", "given = Ada"); });
    db.add_to_list(ada, "Letters");
    follows("in list Letters", [&] { db.remove_from_list(ada, "Letters"); });
    db.edit(ada, [](Contact& c) { c.phones.push_back({.number = "03-1234-5678"}); });
    follows("phone = '+1 312 345 678'",
            [&] { db.edit(ada, [](Contact& c) { c.phones[0].number = "+1 312 345 678"; }); });
    // Of a computed column nothing is journaled: it stands for its whole row.
    follows("order by name", [&] { db.add(person("Aaron")); });
    Settings settings = db.settings();
    follows("phone = '+81312345678'",
            [&] { db.edit(ada, [](Contact& c) { c.phones[0].number = "03-1234-5678"; }); });
    follows("created on 2023-11-14", [&] {
        settings.time_zone = "Asia/Tokyo";  // changes no record
        db.settings(settings);
    });
}

TEST_CASE("lists of the best hear of everyone who is ranked") {
    auto db = Database::open(":memory:");
    db.add(Field{.key = "points", .type = FieldType::integer});
    const auto scored = [&](const std::string& given, std::int64_t points) {
        Contact contact = person(given);
        contact.fields["points"] = points;
        return db.add(contact);
    };
    const ContactId bo = scored("Bo", 5);
    const ContactId di = scored("Di", 3);
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>("top 1 by points", inbox.callback());
    (void)inbox.wait(1);
    db.edit(di, [](Contact& c) { c.fields["points"] = std::int64_t{9}; });
    CHECK(inbox.wait(2)[1].changes ==
          std::vector<ListChange>{{Kind::removed, bo.value, 0, 0}, {Kind::inserted, di.value, 0, 0}});
    db.remove(di);
    CHECK(inbox.wait(3)[2].changes ==
          std::vector<ListChange>{{Kind::removed, di.value, 0, 0}, {Kind::inserted, bo.value, 0, 0}});
    // the statement reads nothing but the set: what that counts is what matters
    Inbox<ListDelta> opens;
    const auto counted =
        db.observe<Contact>("count event (kind = open and at since 2026-01-01) >= 2", opens.callback());
    (void)opens.wait(1);
    Event event;
    event.contact = bo;
    event.kind = EventKind::open;
    event.at = parse_time("2026-02-01T00:00:00Z").value();
    db.add(event);
    db.add(event);
    CHECK(opens.wait(2)[1].changes == std::vector<ListChange>{{Kind::inserted, bo.value, 0, 0}});
}

TEST_CASE("custom fields come and go under a list") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(person("Ada"));
    const auto field = db.add(Field{.record_type = "contact", .key = "shoe", .type = FieldType::integer});
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>("field.shoe > 40", inbox.callback());
    CHECK(inbox.wait(1)[0].size == 0);
    db.edit(ada, [](Contact& c) { c.fields["shoe"] = 41; });
    CHECK(inbox.wait(2)[1].size == 1);
    db.remove(field);
    const auto deltas = inbox.wait(3);
    REQUIRE(deltas[2].error);
    CHECK(deltas[2].error->code() == Code::parse);
    CHECK(deltas[2].changes.empty());
    db.edit(ada, [](Contact& c) { c.notes = "still there"; });  // said once
    db.restore(field);
    const auto after = inbox.wait(4);
    CHECK_FALSE(after[3].error);
    CHECK(list_of(after) == asked<Contact>(db, "field.shoe > 40"));

    SECTION("also when the list is what it was") {
        db.remove(field);
        CHECK(inbox.wait(5)[4].error);
        db.restore(field);
        const auto same = inbox.wait(6);
        CHECK_FALSE(same[5].error);
        CHECK(same[5].changes.empty());
        CHECK(same[5].size == 1);
    }
    SECTION("a segment that could not be answered from the beginning") {
        const SegmentId big = db.segments().save("Big", "field.shoe > 40");
        db.remove(field);
        Inbox<SegmentDelta> members;
        const auto watching = db.observe(big, members.callback());
        CHECK(members.wait(1)[0].error);
        db.restore(field);
        const auto told = members.wait(2);
        CHECK(told[1].first);
        CHECK(told[1].entered == std::vector<std::int64_t>{ada.value});
    }
}

TEST_CASE("text that cannot be read is refused at once") {
    auto db = Database::open(":memory:");
    const auto ignore = [](const ListDelta&) {};
    expect_error(Code::parse, [&] { (void)db.observe<Contact>("nonsense = 1", ignore); });
    expect_error(Code::invalid_argument, [&] { (void)db.observe<Contact>("", ListCallback()); });
    expect_error(Code::not_found, [&] { (void)db.observe(ContactId{7}, [](const RecordDelta&) {}); });
    expect_error(Code::not_found, [&] { (void)db.observe(SegmentId{7}, [](const SegmentDelta&) {}); });
    db.write([&](Transaction&) {
        expect_error(Code::nested_use, [&] { (void)db.observe<Contact>("", ignore); });
    });
    db.close();
    expect_error(Code::closed, [&] { (void)db.observe<Contact>("", ignore); });
}

TEST_CASE("a list with parameters, order and limit") {
    auto db = Database::open(":memory:");
    for (const char* name : {"Al", "Bo", "Cy", "Di"}) db.add(person(name));
    const std::string query = "given >= :from order by given limit 2";
    Inbox<ListDelta> inbox;
    const auto token = db.observe<Contact>(query, inbox.callback(), {{"from", "Bo"}});
    CHECK(list_of(inbox.wait(1)) == std::vector<std::int64_t>{2, 3});
    db.remove(ContactId{2});
    const auto deltas = inbox.wait(2);
    CHECK(deltas[1].changes == std::vector<ListChange>{{Kind::removed, 2, 0, 0}, {Kind::inserted, 4, 0, 1}});
}

TEST_CASE("poll brings in what the time changes") {
    std::atomic<std::int64_t> now{1'700'000'000'000};
    auto db =
        Database::open(":memory:", {.clock = [&] { return Time{std::chrono::milliseconds(now.load())}; }});
    db.add(person("Ada"));
    Inbox<ListDelta> fresh;
    Inbox<ListDelta> all;
    const auto token = db.observe<Contact>("created within last 3 days", fresh.callback());
    const auto other = db.observe<Contact>("", all.callback());
    CHECK(fresh.wait(1)[0].size == 1);
    now += 5LL * 24 * 3600 * 1000;
    CHECK_FALSE(db.poll());  // no other process wrote
    CHECK(fresh.wait(2)[1].size == 0);
    CHECK(all.wait(1).size() == 1);
}

TEST_CASE("a segment tells who enters and who leaves") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(person("Ada", {"vip"}));
    const ContactId bo = db.add(person("Bo"));
    const SegmentId vips = db.segments().save("VIPs", "tag = vip");
    Inbox<SegmentDelta> inbox;
    const auto token = db.observe(vips, inbox.callback());
    using Ids = std::vector<std::int64_t>;
    CHECK(inbox.wait(1)[0].first);
    CHECK(inbox.now()[0].entered == Ids{ada.value});
    db.write([&](Transaction& tx) {
        tx.tag(bo, "vip");
        tx.untag(ada, "vip");
    });
    auto deltas = inbox.wait(2);
    CHECK(deltas[1].entered == Ids{bo.value});
    CHECK(deltas[1].left == Ids{ada.value});
    db.edit(bo, [](Contact& c) { c.notes = "stays"; });
    db.segments().save("VIPs", "given is known");
    deltas = inbox.wait(3);
    CHECK(deltas[2].entered == Ids{ada.value});
    db.segments().remove("VIPs");
    deltas = inbox.wait(4);
    CHECK(deltas[3].left == Ids{ada.value, bo.value});
    db.restore(vips);
    CHECK(inbox.wait(5)[4].entered == Ids{ada.value, bo.value});
}

TEST_CASE("a record tells what happened to it") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(person("Ada"));
    const ContactId bo = db.add(person("Bo"));
    db.add(Field{.record_type = "contact", .key = "shoe", .type = FieldType::integer});
    Inbox<RecordDelta> inbox;
    const auto token = db.observe(ada, inbox.callback());
    std::size_t seen = 1;
    const auto next = [&] { return inbox.wait(++seen).back(); };
    using Fields = std::vector<std::string>;
    const RecordDelta first = inbox.wait(1)[0];
    CHECK(first.what == RecordChange::current);
    CHECK(first.type == "contact");
    CHECK(first.version == db.get(ada).meta.version);

    db.edit(bo, [](Contact& c) { c.notes = "Somebody else."; });
    db.edit(ada, [](Contact& c) {
        c.name.given = "Augusta";
        c.emails.push_back({.address = "ada@example.org"});
        c.fields["shoe"] = 38;
    });
    RecordDelta delta = next();
    CHECK(delta.what == RecordChange::updated);
    CHECK(delta.fields == Fields{"name.given", "emails", "field.shoe"});
    CHECK(delta.version == db.get(ada).meta.version);
    db.edit(ada, [](Contact& c) { c.emails[0].label = "home"; });
    CHECK(next().fields == Fields{"emails"});
    db.tag(ada, "vip");
    CHECK(next().fields == Fields{"tags"});
    db.remove(ada);
    CHECK(next().what == RecordChange::removed);
    db.restore(ada);
    CHECK(next().what == RecordChange::restored);

    MergeRequest request;
    request.survivor = bo.value;
    request.losers = {ada.value};
    const auto merge = db.merge(request);
    delta = next();
    CHECK(delta.what == RecordChange::merged);
    CHECK(delta.id == ada.value);
    CHECK(delta.record == bo.value);
    db.edit(bo, [](Contact& c) { c.notes = "The survivor is observed now."; });
    CHECK(next().fields == Fields{"notes"});
    db.unmerge(merge.id);
    delta = next();
    CHECK(delta.what == RecordChange::unmerged);
    CHECK(delta.record == ada.value);

    const TagId vip = db.query<Tag>("name = vip").at(0).id;
    db.edit(vip, [](Tag& tag) { tag.name = "Very important"; });
    CHECK(next().fields == Fields{"tags"});
    db.remove(vip);
    CHECK(next().fields == Fields{"tags"});
    db.remove(FieldId{1});
    CHECK(next().fields == Fields{"field.shoe"});

    Inbox<RecordDelta> other;
    const ContactId cy = db.add(person("Cy"));
    const TransactionId added = db.last_transaction();
    const auto token2 = db.observe(cy, other.callback());
    (void)other.wait(1);
    db.undo(added);
    CHECK(other.wait(2)[1].what == RecordChange::erased);
    CHECK(other.now()[1].record == 0);
    db.undo(db.last_transaction());
    CHECK(other.wait(3)[2].what == RecordChange::added);
    CHECK(inbox.now().size() == seen);
}
