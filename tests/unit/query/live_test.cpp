// Segments that are lists, snapshots and live: what each keeps, and what is noted of it.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/observed.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using namespace std::chrono_literals;
using kith::test::expect_error;
using kith::test::says;

namespace {

using Ids = std::vector<std::int64_t>;

/// A base with a clock that is set by hand.
struct Clocked {
    Time now = parse_time("2026-03-01T09:00:00Z").value();
    Database db = Database::open(":memory:", options());

    Options options() {
        Options options;
        options.clock = [this] { return now; };
        return options;
    }
    ContactId add(const std::string& given, std::vector<std::string> tags = {}) {
        return db.add(Contact{.name = {.given = given}, .tags = std::move(tags)});
    }
    void meet(ContactId contact, Time at) {
        Interaction interaction;
        interaction.at = at;
        interaction.participants.emplace_back(contact);
        db.add(interaction);
    }
    /// "+1 -2": who entered and left.
    std::string story(const std::string& segment, std::int64_t after = 0) const {
        std::string story;
        for (const SegmentChange& change : db.segments().changes(segment, after))
            story += (story.empty() ? "" : " ") + std::string(change.entered ? "+" : "-") +
                     std::to_string(change.record);
        return story;
    }
};

}  // namespace

TEST_CASE("commits keep a live segment and note who entered and left", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada", {"vip"});
    const ContactId bob = base.add("Bob");
    const SegmentId id = db.segments().save("VIPs", "tag = vip");
    db.segments().live("VIPs");
    CHECK(db.segments().find("VIPs")->live);
    CHECK(base.story("VIPs") == "+1");
    CHECK(db.segments().entered_at("VIPs", ada.value) == base.now);

    base.now += 24h;
    db.tag(bob, "vip");
    CHECK(db.segments().changes("VIPs").back().transaction == db.last_transaction());
    db.edit(ada, [](Contact& c) { c.notes = "nothing to do with it"; });
    db.remove(ada);
    CHECK(base.story("VIPs") == "+1 +2 -1");
    CHECK(db.segments().members(id) == Ids{2});
    CHECK(db.segments().count("VIPs") == 1);
    CHECK_FALSE(db.segments().entered_at("VIPs", ada.value));
    db.undo(db.last_transaction());
    CHECK(base.story("VIPs") == "+1 +2 -1 +1");

    SECTION("a tag's name is a name for all who have it") {
        db.edit(TagId{1}, [](Tag& tag) { tag.name = "best"; });
        CHECK(db.segments().members("VIPs").empty());
        CHECK(base.story("VIPs", 4) == "-1 -2");
        db.edit(TagId{1}, [](Tag& tag) { tag.name = "vip"; });
    }
    SECTION("who is merged away leaves") {
        MergeRequest request;
        request.survivor = ada.value;
        request.losers = {bob.value};
        const std::int64_t merge = db.merge(request).id;
        CHECK(base.story("VIPs", 4) == "-2");
        db.unmerge(merge);
        CHECK(base.story("VIPs", 4) == "-2 +2");
    }
    SECTION("another query is another answer") {
        const ContactId carl = base.add("Carl");
        db.segments().save("VIPs", "given starts with c");
        CHECK(db.segments().members("VIPs") == Ids{carl.value});
        CHECK(base.story("VIPs", 4) == "-1 -2 +3");
        db.segments().rename("VIPs", "Cs");
        CHECK(base.story("Cs", 4) == "-1 -2 +3");
    }
    SECTION("a segment that it refers to") {
        db.segments().save("Named", "in segment VIPs and given = bob");
        db.segments().live("Named");
        CHECK(db.segments().members("Named") == Ids{2});
        db.segments().save("VIPs", "given is known");
        CHECK(base.story("Named") == "+2");
        db.segments().save("VIPs", "given = ada");
        CHECK(base.story("Named") == "+2 -2");
    }
    SECTION("no more live, nothing is kept; live again, it begins anew") {
        db.segments().live("VIPs", false);
        CHECK(base.story("VIPs") == "");
        CHECK(db.segments().members("VIPs") == Ids{1, 2});
        db.segments().live("VIPs");
        CHECK(base.story("VIPs") == "+1 +2");
    }
    SECTION("making anew what is derived changes nothing") {
        db.rebuild();
        CHECK(base.story("VIPs", 4) == "");
        CHECK(db.segments().members("VIPs") == Ids{1, 2});
    }
    SECTION("day by day") {
        const auto growth = db.segments().growth("VIPs");
        CHECK(growth == std::vector<SegmentGrowth>{{{2026, 3, 1}, 1, 0, 1}, {{2026, 3, 2}, 2, 1, 2}});
    }
    SECTION("a transaction that fails leaves nothing") {
        CHECK_THROWS(db.write([&](Transaction& tx) {
            tx.untag(ada, "vip");
            throw 1;
        }));
        CHECK(base.story("VIPs", 4) == "");
    }
    CHECK(test::findings(db) == "");
}

TEST_CASE("a condition on time moves with the clock", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada");
    const ContactId bob = base.add("Bob");
    base.meet(ada, base.now - 80 * 24h);
    db.segments().save("Quiet", "has no interaction (at within last 90 days)");
    db.segments().save("Youngest", "birthday within last 10000 days");
    db.segments().live("Quiet");
    db.segments().live("Youngest");
    CHECK(base.story("Quiet") == "+2");
    CHECK(db.segments().advance_clock() == 0);

    base.now += 11 * 24h;
    CHECK(db.segments().members("Quiet") == Ids{1, 2});  // asked for: time needs no clock there
    CHECK(base.story("Quiet") == "+2");
    CHECK(db.segments().advance_clock() == 1);
    CHECK(base.story("Quiet") == "+2 +1");
    CHECK(db.segments().changes("Quiet").back().transaction == 0);
    CHECK(db.segments().changes("Quiet").back().at == base.now);

    base.meet(bob, base.now);  // a commit is as of now
    CHECK(base.story("Quiet") == "+2 +1 -2");
    CHECK(db.segments().advance_clock() == 0);
    CHECK(test::findings(db) == "");
}

TEST_CASE("a clock that was ahead leaves nobody behind", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada");
    db.segments().save("Met", "has interaction (at within last 10 days)");
    db.segments().live("Met");
    base.now += 30 * 24h;
    db.segments().advance_clock();

    base.now -= 15 * 24h;
    base.meet(ada, base.now - 5 * 24h);  // asked as of now, which is before the segment's clock
    CHECK(base.story("Met") == "+1");
    CHECK(db.segments().advance_clock() == 0);
    base.now += 4 * 24h;
    CHECK(db.segments().advance_clock() == 0);
    base.now += 2 * 24h;  // still before the time that the clock was ahead
    CHECK(db.segments().advance_clock() == 1);
    CHECK(base.story("Met") == "+1 -1");
    CHECK(test::findings(db) == "");
}

TEST_CASE("conditions on what was are live for tracked fields", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const PipelineId sales = db.add(Pipeline{.name = "Sales"});
    const StageId talk = db.add(Stage{.pipeline = sales, .name = "Talk"});
    const StageId close = db.add(Stage{.pipeline = sales, .name = "Close", .position = 1});
    db.segments().save("Stuck", "in stage Talk for more than 14 days", "deal");
    db.segments().save("Was", "lifecycle was ever customer within last 10 days");
    db.segments().save("Quiet", "lifecycle unchanged for 5 days");
    for (const char* name : {"Stuck", "Was", "Quiet"}) db.segments().live(name);
    const DealId deal = db.add(Deal{.name = "Engine", .stage = talk});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .lifecycle = Lifecycle::customer});
    CHECK(base.story("Was") == "+1");  // the step of this very transaction
    db.edit(ada, [](Contact& contact) { contact.lifecycle = Lifecycle::former; });
    CHECK(base.story("Was") == "+1");

    base.now += 24h * 6;
    CHECK(db.segments().advance_clock() == 1);
    CHECK(base.story("Quiet") == "+1");
    base.now += 24h * 5;
    CHECK(db.segments().advance_clock() == 1);
    CHECK(base.story("Was") == "+1 -1");
    base.now += 24h * 4;
    CHECK(db.segments().advance_clock() == 1);
    CHECK(base.story("Stuck") == "+1");
    db.edit(deal, [&](Deal& moved) { moved.stage = close; });
    CHECK(base.story("Stuck") == "+1 -1");
    db.edit(deal, [&](Deal& moved) { moved.stage = talk; });
    db.edit(talk, [](Stage& stage) { stage.name = "Chat"; });
    base.now += 24h * 15;
    CHECK(db.segments().advance_clock() == 0);
    db.edit(talk, [](Stage& stage) { stage.name = "Talk"; });  // whoever is in it is asked again
    CHECK(base.story("Stuck") == "+1 -1 +1");
    db.segments().save("Noted", "notes was ever secret");
    CHECK(says(expect_error(Code::invalid_value, [&] { db.segments().live("Noted"); }), "not tracked"));
    db.segments().save("Tagged", "has deal (contact.tag was ever vip)");
    CHECK(says(expect_error(Code::invalid_value, [&] { db.segments().live("Tagged"); }), "history of a tag"));
    db.tag(ada, "vip");
    db.untag(ada, "vip");
    db.edit(deal, [&](Deal& asked) { asked.contact = ada; });
    CHECK(db.segments().members("Tagged") == Ids{ada.value});
    CHECK(test::findings(db) == "");
}

TEST_CASE("what was merged into a record passes with time for it, too", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    db.segments().save("Was", "lifecycle was ever customer within last 10 days");
    db.segments().save("Turned", "lifecycle changed to customer within last 10 days");
    db.segments().save("Long", "lifecycle was ever qualified before 20 days ago");
    for (const char* name : {"Was", "Turned", "Long"}) db.segments().live(name);
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .lifecycle = Lifecycle::lead});
    base.now += 24h;
    const ContactId lost = db.add(Contact{.name = {.given = "Ada"}, .lifecycle = Lifecycle::qualified});
    const auto becomes = [&](Lifecycle lifecycle) {
        base.now += 1h;
        db.edit(lost, [&](Contact& contact) { contact.lifecycle = lifecycle; });
    };
    becomes(Lifecycle::customer);
    becomes(Lifecycle::lead);
    CHECK(base.story("Was") == "+2");
    base.now += 24h;
    MergeRequest request;
    request.survivor = ada.value;
    request.losers = {lost.value};
    const std::int64_t merge = db.merge(request).id;
    CHECK(base.story("Was") == "+2 -2 +1");
    CHECK(base.story("Turned") == "+2 -2 +1");

    SECTION("the steps that it had pass the bounds") {
        base.now += 24h * 9;
        db.segments().advance_clock();
        CHECK(base.story("Was") == "+2 -2 +1 -1");
        CHECK(base.story("Turned") == "+2 -2 +1 -1");
        CHECK(base.story("Long").empty());
        base.now += 24h * 10;
        db.segments().advance_clock();
        CHECK(base.story("Long") == "+1");
    }
    SECTION("and what it was until it was merged") {
        db.segments().save("Held", "lifecycle was ever lead within last 5 days and lifecycle = customer");
        db.segments().live("Held");
        base.now += 1h;
        db.edit(ada, [&](Contact& contact) { contact.lifecycle = Lifecycle::customer; });
        CHECK(base.story("Held") == "+1");
        base.now += 24h * 5;
        db.segments().advance_clock();
        CHECK(base.story("Held") == "+1 -1");
    }
    SECTION("what comes apart again no longer counts") {
        db.unmerge(merge);
        CHECK(base.story("Was") == "+2 -2 +1 -1 +2");
        base.now += 24h * 10;
        db.segments().advance_clock();
        CHECK(base.story("Was") == "+2 -2 +1 -1 +2 -2");
    }
    SECTION("by way of others") {
        const ContactId third = base.add("Ada");
        request.survivor = third.value;
        request.losers = {ada.value};
        db.merge(request);
        CHECK(base.story("Was") == "+2 -2 +1 -1 +3");
        base.now += 24h * 9;
        db.segments().advance_clock();
        CHECK(base.story("Was") == "+2 -2 +1 -1 +3 -3");
        CHECK(base.story("Turned") == "+2 -2 +1 -1 +3 -3");
    }
    CHECK(test::findings(db) == "");
}

TEST_CASE("what is explained of a live segment is what answers", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    for (int i = 0; i < 3; ++i) base.add("Ada", {"vip"});
    db.segments().save("Named", "given contains da");
    const auto before = db.segments().explain("Named");
    REQUIRE(before.warnings.size() == 1);
    CHECK(before.warnings.front().find("commits keep the members of a live segment") != std::string::npos);
    db.segments().live("Named");
    const auto kept = db.segments().explain("Named");
    CHECK(kept.text == "given contains da");
    CHECK(kept.sql.find("segment_member") != std::string::npos);
    CHECK(kept.sql.find("contact") == std::string::npos);
    CHECK(kept.warnings.empty());
    CHECK(kept.estimated_rows < 20);
    // one that asks about time is asked: its query is what is shown, and no advice that is followed already
    db.segments().save("Fresh", "given contains da and created within last 30 days");
    db.segments().live("Fresh");
    const auto asked = db.segments().explain("Fresh");
    CHECK(asked.sql.find("segment_member") == std::string::npos);
    for (const std::string& warning : asked.warnings)
        CHECK(warning.find("live segment") == std::string::npos);
}

TEST_CASE("what cannot be live is refused with the reason", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    base.add("Ada");
    db.segments().save("Newest", "order by created desc limit 3");
    db.segments().save("Of them", "in segment Newest and given is known");
    const Error error = expect_error(Code::invalid_value, [&] { db.segments().live("Newest"); });
    CHECK(says(error, "the segment 'Newest' cannot be live: it is limited to some of those that fit"));
    CHECK(error.field() == "live");
    CHECK(says(expect_error(Code::invalid_value, [&] { db.segments().live("Of them"); }),
               "a segment in it is limited"));
    expect_error(Code::not_found, [&] { db.segments().live("nobody"); });
    db.segments().save("All", "");
    db.segments().live("All");
    expect_error(Code::invalid_value, [&] { db.segments().save("All", "limit 3"); });
    CHECK(db.segments().members("All") == Ids{1});
}

TEST_CASE("a live segment whose field is gone stands in nobody's way", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const FieldId field = db.add(Field{.record_type = "contact", .key = "size", .type = FieldType::integer});
    const ContactId ada = base.add("Ada");
    db.edit(ada, [](Contact& c) { c.fields["size"] = 5; });
    db.segments().save("Big", "size > 3");
    db.segments().live("Big");
    db.remove(field);
    base.add("Bob");
    expect_error(Code::parse, [&] { (void)db.segments().members("Big"); });
    db.restore(field);
    CHECK(db.segments().members("Big") == Ids{1});
    CHECK(test::findings(db) == "");
}

TEST_CASE("observers of a live segment hear what its commits noted", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada", {"vip"});
    const SegmentId id = db.segments().save("VIPs", "tag = vip");
    db.segments().live("VIPs");
    test::Inbox<SegmentDelta> inbox;
    const auto token = db.observe(id, inbox.callback());
    CHECK(inbox.wait_for(db.last_transaction()).back().entered == Ids{1});
    const ContactId bob = base.add("Bob", {"vip"});
    CHECK(inbox.wait_for(db.last_transaction()).back().entered == Ids{bob.value});
    db.untag(ada, "vip");
    CHECK(inbox.wait_for(db.last_transaction()).back().left == Ids{1});
    db.segments().save("VIPs", "given = ada");
    const auto last = inbox.wait_for(db.history().transactions(1).front().id).back();
    CHECK(last.entered == Ids{1});
    CHECK(last.left == Ids{bob.value});
}

TEST_CASE("lists and snapshots are segments", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    const ContactId ada = base.add("Ada", {"vip"});
    const ContactId bob = base.add("Bob", {"vip"});
    db.segments().snapshot("Then", "tag = vip order by given desc");
    db.segments().manual("Chosen");
    db.add_to_list(bob, "Chosen");
    db.untag(ada, "vip");
    const Segment then = db.segments().find("then").value();
    CHECK(then.taken == base.now);
    CHECK(then.list);
    CHECK(db.segments().members("Then") == Ids{1, 2});
    CHECK(db.segments().members("Chosen") == Ids{2});
    CHECK(db.count<Contact>("in segment Then and not in segment Chosen") == 1);
    CHECK(db.segments().explain("Then").text == "in segment Then");
    db.edit(then.list, [](List& list) { list.name = "renamed"; });
    CHECK(db.segments().count("Then") == 2);
    db.segments().live("Chosen");
    db.add_to_list(ada, "Chosen");
    CHECK(base.story("Chosen") == "+2 +1");
    db.remove_from_list(bob, "Chosen");
    CHECK(base.story("Chosen") == "+2 +1 -2");

    expect_error(Code::not_unique, [&] { db.segments().manual("Then"); });
    expect_error(Code::not_unique, [&] { db.segments().snapshot("Chosen", ""); });
    expect_error(Code::parse, [&] { db.segments().snapshot("New", "tga = vip"); });
    expect_error(Code::invalid_value, [&] { db.edit(then.id, [](Segment& s) { s.query = "tag = vip"; }); });
    expect_error(Code::invalid_value, [&] { db.edit(then.id, [](Segment& s) { s.record_type = "deal"; }); });
    // Saving a query does not throw away who was chosen, or who they were.
    const auto refusal = [&](const std::string& name) {
        try {
            db.segments().save(name, "given = bob");
        } catch (const Error& error) {
            CHECK(error.code() == Code::not_unique);
            CHECK_FALSE(error.message(Language::ja).empty());
            return std::string(error.what());
        }
        return std::string("no error");
    };
    CHECK(refusal("then") ==
          "'Then' is a snapshot: to save a query under this name, rename or remove it first");
    CHECK(refusal("Chosen") ==
          "'Chosen' is a list that people keep: to save a query under this name, rename or remove it first");
    CHECK(db.segments().members("Then") == Ids{1, 2});
    CHECK(db.segments().find("Then")->taken);
    db.segments().remove("Then");
    db.segments().save("Then", "given = bob");
    CHECK(db.segments().members("Then") == Ids{2});
    CHECK(test::findings(db) == "");
}

TEST_CASE("overlaps and samples", "[query][segments]") {
    Clocked base;
    Database& db = base.db;
    for (int i = 0; i < 20; ++i)
        base.add("C" + std::to_string(i), {i % 2 == 0 ? "even" : "odd", i < 5 ? "low" : "high"});
    for (const char* tag : {"even", "odd", "low"}) db.segments().save(tag, std::string("tag = ") + tag);
    const std::vector<std::string> names{"even", "odd", "low"};
    CHECK(db.segments().overlaps(names) == std::vector<Ids>{{10, 0, 3}, {0, 10, 2}, {3, 2, 5}});
    CHECK(db.segments().overlaps({}).empty());
    db.segments().save("Deals", "", "deal");
    expect_error(Code::invalid_argument, [&] {
        (void)db.segments().overlaps(std::vector<std::string>{"even", "Deals"});
    });
    const Ids some = db.segments().sample("even", 4, 7);
    CHECK(some.size() == 4);
    CHECK(some == db.segments().sample("even", 4, 7));
    CHECK(some != db.segments().sample("even", 4, 8));
    CHECK(db.segments().sample("even", 100).size() == 10);
    expect_error(Code::not_found, [&] { (void)db.segments().sample("none", 1); });
}

TEST_CASE("a live segment on the time of change follows who only got another time", "[query]") {
    Time now = parse_time("2026-03-01T12:00:00Z").value();
    Options options;
    options.clock = [&] { return now; };
    auto db = Database::open(":memory:", options);
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId twin = db.add(Contact{.name = {.given = "Ada"}});
    db.segments().save("Then", "updated = 2026-03-01");
    db.segments().live("Then");
    now += std::chrono::hours(24 * 12);
    MergeRequest request;  // the twin brings nothing
    request.survivor = ada.value;
    request.losers = {twin.value};
    (void)db.merge(request);
    CHECK(db.segments().members("Then").empty());
    CHECK(db.verify().empty());
}

TEST_CASE("a live segment follows one row that leads to thousands", "[query][segments]") {
    Clocked f;
    const OrganizationId big = f.db.add(Organization{.name = "Big", .industry = "Retail"});
    f.db.write([&](Transaction& tx) {
        const std::vector<Contact> people(2100, Contact{.name = {.given = "P"}});
        std::vector<Employment> jobs;
        for (const ContactId id : tx.add(people)) jobs.push_back({.contact = id, .organization = big});
        tx.add(jobs);
    });
    for (const char* name : {"R", "S"}) {
        f.db.segments().save(name, "organization.industry = Retail");
        f.db.segments().live(name);
        REQUIRE(f.db.segments().count(name) == 2100);
    }
    f.db.edit(big, [](Organization& o) { o.industry = "Other"; });
    for (const char* name : {"R", "S"}) CHECK(f.db.segments().count(name) == 0);
    CHECK(test::findings(f.db).empty());
}
