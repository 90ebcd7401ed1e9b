// History and behaviour beyond what the behaviour files show: canonical text, what live lists depend on, explain, bounds.
#include "support/observed.hpp"

#include "store/core.hpp"
#include "store/dependencies.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>

using namespace kith;
using test::Inbox;

namespace {

store::Touched touched(const Database& db, const std::string& table, const std::string& name) {
    const store::TableSpec& spec = *db.core().table(table);
    const auto at = std::find(spec.columns.begin(), spec.columns.end(), name);
    REQUIRE(at != spec.columns.end());
    store::Touched result;
    result.add_columns(spec.number, store::column_bit(static_cast<std::size_t>(at - spec.columns.begin())));
    return result;
}

template <class T>
store::Dependencies dependencies(const Database& db, const std::string& query) {
    return db.read([&](const Reader& reader) {
        return store::dependencies_of(reader.connection(), db.core(), explain<T>(db, query).sql);
    });
}

}  // namespace

TEST_CASE("history and behaviour have one canonical text", "[query]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"stage WAS EVER 'Lead' During 2025", "stage was ever Lead within 2025"},
        {"stage was never Lead since 2025 and x = 1", "stage was never Lead since 2025 and x = 1"},
        {"a.b changed FROM x y", ""},
        {"a.b changed from x to y this year", "a.b changed from x to y within this year"},
        {"a changed today or a never changed between 2025 and 2026",
         "a changed within today or a never changed between 2025 and 2026"},
        {"a unchanged for 1 days", "a unchanged for 1 day"},
        {"a unchanged for 2 fiscal year", "a unchanged for 2 fiscal years"},
        {"in stage 'in progress' for more than 3 week", "in stage \"in progress\" for more than 3 weeks"},
        {"not (in stage Lead)", "not in stage Lead"},
        {"did visit ( ) last month AT LEAST 03 TIME", "did visit at least 03 times within last month"},
        {"did not 'sign up' (a = 1) exactly :n times", "did not \"sign up\" (a = 1) exactly :n times"},
        {"did 'contains' or did \"a.b\"", "did \"contains\" or did \"a.b\""},
        {"did a then b within 1 days then c (x or y) within 2 hour at most 2 times since 2025",
         "did a then b within 1 day then c (x or y) within 2 hours at most 2 times since 2025"},
        {"first 'a.b' (x = 1) before 2025", "first \"a.b\" (x = 1) before 2025"},
        {"first visit on 2025 and first visit.at since 2025",
         "first visit within 2025 and first visit.at >= 2025"},
        {"stopped visit for 30 days and not restarted 12x for 1 quarter",
         "stopped visit for 30 days and not restarted 12x for 1 quarter"},
        // names of fields stay names
        {"did = 1 and stopped is known and changed = 3 and never = 2",
         "did = 1 and stopped is known and changed = 3 and never = 2"},
        {"\"did\" = 1 and unchanged > 3", "did = 1 and unchanged > 3"},
    };
    for (const auto& [text, canonical] : cases) {
        INFO(text);
        if (canonical.empty()) {
            CHECK_THROWS_AS(format_query(text), Error);
            continue;
        }
        CHECK(format_query(text) == canonical);
        CHECK(format_query(canonical) == canonical);
    }
}

TEST_CASE("a live list on history follows it, and depends on the columns it asks about", "[query]") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .lifecycle = Lifecycle::lead});
    Inbox<ListDelta> tracked;
    Inbox<ListDelta> journal;
    const auto first = db.observe<Contact>("lifecycle changed from lead", tracked.callback());
    const auto second = db.observe<Contact>("notes was ever secret", journal.callback());
    (void)tracked.wait(1);
    (void)journal.wait(1);
    db.edit(ada, [](Contact& c) {
        c.lifecycle = Lifecycle::customer;
        c.notes = "Secret";
    });
    CHECK(tracked.wait(2)[1].changes ==
          std::vector<ListChange>{{ListChange::Kind::inserted, ada.value, 0, 0}});
    CHECK(journal.wait(2)[1].size == 1);
    db.edit(ada, [](Contact& c) { c.notes.clear(); });
    CHECK(journal.wait(3)[2].size == 1);  // it was

    const auto notes = dependencies<Contact>(db, "notes was ever x since 2020-01-01 or notes never changed");
    CHECK_FALSE(notes.everything);
    CHECK(notes.concern(touched(db, "contact", "notes")));
    CHECK_FALSE(notes.concern(touched(db, "contact", "given")));
    const auto stages = dependencies<Contact>(db, "has deal (stage changed) or deal.stage was ever Lead");
    CHECK_FALSE(stages.everything);
    CHECK(stages.concern(touched(db, "deal", "stage_id")));
    CHECK(stages.concern(touched(db, "stage", "name")));
    CHECK_FALSE(stages.concern(touched(db, "deal", "notes")));
    CHECK_FALSE(stages.concern(touched(db, "contact", "notes")));
    const auto tags = dependencies<Contact>(db, "tag was ever vip within 2026 or tag never changed");
    CHECK_FALSE(tags.everything);
    CHECK(tags.concern(touched(db, "tagging", "tag_id")));
    CHECK(tags.concern(touched(db, "tag", "folded")));
    CHECK_FALSE(tags.concern(touched(db, "list_member", "list_id")));
    CHECK_FALSE(tags.concern(touched(db, "contact", "notes")));
    const auto stay = dependencies<Deal>(db, "in stage Lead for more than 3 days");
    CHECK_FALSE(stay.everything);
    CHECK(stay.concern(touched(db, "deal", "stage_id")));
    const auto amount = dependencies<Deal>(db, "amount changed");
    CHECK(amount.concern(touched(db, "deal", "amount")));
    CHECK(amount.concern(touched(db, "deal", "currency")));
    CHECK_FALSE(amount.concern(touched(db, "deal", "notes")));
    const auto did = dependencies<Contact>(db, "did visit then form within 1 day");
    CHECK_FALSE(did.everything);
    CHECK(did.concern(touched(db, "event", "kind")));
    CHECK_FALSE(did.concern(touched(db, "event", "properties")));
}

TEST_CASE("history and behaviour take parameters, and members have values in lists", "[query]") {
    auto db = Database::open(":memory:");
    const ContactId ada =
        db.add(Contact{.name = {.given = "Ada"}, .lifecycle = Lifecycle::lead, .notes = "x'y"});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    const Time now = db.read([](const Reader& reader) { return reader.get(ContactId{1}).meta.created_at; });
    db.add(Event{.contact = ada, .kind = EventKind::visit, .properties = R"({"page": "/x", "n": 2})"});
    db.add(Event{.contact = ada, .kind = EventKind::visit, .properties = R"({"page": true, "n": 1e3})"});
    db.add(Event{.contact = bob, .kind = EventKind::other, .subject = "a' OR '1'='1"});
    const auto count = [&](const std::string& query, const Parameters& parameters) {
        return db.count<Contact>(query, parameters);
    };
    CHECK(count("lifecycle was ever :x", {{"x", "lead"}}) == 1);
    CHECK(count("notes was ever :x", {{"x", "x'y"}}) == 1);
    CHECK(count("notes was ever :x", {{"x", "' OR 1 = 1 --"}}) == 0);
    CHECK(count("lifecycle was ever lead since :t", {{"t", now}}) == 1);
    CHECK(count("lifecycle was ever lead before :t", {{"t", now}}) == 0);
    CHECK(count("did visit at least :n times", {{"n", 2}}) == 1);
    CHECK(count("did visit at least :n times", {{"n", 3}}) == 0);
    CHECK(count("did \"a' OR '1'='1\"", {}) == 1);
    CHECK(count("did visit (properties.page = :p)", {{"p", "/X"}}) == 1);
    CHECK(count("did visit (properties.n = :n)", {{"n", 1000}}) == 1);
    CHECK(count("did visit (properties.n = :n)", {{"n", 2.0}}) == 1);
    CHECK(count("did visit (properties.page = true)", {}) == 1);
    CHECK(count("did visit (properties.\"' OR 1=1 --\" is known)", {}) == 0);
    CHECK_THROWS_AS(count("did visit at least :n times", {{"n", "many"}}), Error);

    const Rows rows = db.read([](const Reader& reader) {
        const std::vector<std::string> fields = {"properties.page", "properties.n", "properties.none"};
        return reader.select_fields(record_type<Event>(), fields, "kind = visit order by properties.n", {});
    });
    REQUIRE(rows.rows.size() == 2);
    CHECK(rows.rows[0] == std::vector<Value>{Value("/x"), Value("2"), Value()});
    CHECK(rows.rows[1] == std::vector<Value>{Value("true"), Value("1000.0"), Value()});
}

TEST_CASE("a first value in the millisecond of the beginning is a step, until the journal has forgotten it",
          "[query]") {
    Options options;
    const auto now = std::make_shared<Time>(parse_time("2026-01-01T00:00:00Z").value());
    options.clock = [now] { return *now; };
    auto db = Database::open(":memory:", options);
    const UserId user = db.add(User{.name = "ada"});
    const ContactId owned = db.add(Contact{.name = {.given = "A"}, .owner = user});
    const ContactId given = db.add(Contact{.name = {.given = "B"}});
    db.edit(given, [&](Contact& c) { c.owner = user; });
    CHECK(db.query<Contact>("owner changed").size() == 1);
    CHECK(db.query<Contact>("owner changed").front().id == given);
    *now += std::chrono::hours(24);
    const ContactId late = db.add(Contact{.name = {.given = "C"}});
    *now += std::chrono::hours(24);
    db.edit(late, [&](Contact& c) { c.owner = user; });
    (void)db.history().prune(*now);
    const auto changed = db.query<Contact>("owner changed");
    REQUIRE(changed.size() == 1);
    CHECK(changed.front().id == late);
    CHECK(db.count<Contact>("owner was ever ada") == 3);
    CHECK(db.count<Contact>("owner was ever ada within 2026-01-02") == 2);
    static_cast<void>(owned);
}

TEST_CASE("elements that a merge or an undo moves are no step", "[query]") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .emails = {{.address = "a@x.example"}}});
    const ContactId twin = db.add(Contact{.name = {.given = "Ada"}, .emails = {{.address = "b@x.example"}}});
    CHECK(db.count<Contact>("email never changed") == 2);
    (void)db.merge(merge_of(ada, {twin}));
    CHECK(db.query<Contact>("email = \"b@x.example\"").front().id == ada);
    CHECK(db.count<Contact>("email never changed") == 1);
    CHECK(db.count<Contact>("email was ever \"b@x.example\"") == 1);
    db.edit(ada, [](Contact& c) { c.emails.clear(); });
    CHECK(db.count<Contact>("email changed from \"b@x.example\" and email was ever \"a@x.example\"") == 1);
    (void)db.undo(db.history().transactions(1).front().id);
    CHECK(db.count<Contact>("email = \"b@x.example\"") == 1);
    CHECK(db.count<Contact>("email was ever \"b@x.example\"") == 1);
    db.edit(ada, [](Contact& c) { c.emails.front().label = "work"; });
    CHECK(db.count<Contact>("email.label changed to work") == 1);
    CHECK(db.count<Contact>("email.label changed from work") == 0);
}

TEST_CASE("an element that an unmerge gave back came to its record when it did", "[query]") {
    Time now = parse_time("2026-01-01T09:00:00Z").value();
    Options options;
    options.clock = [&] { return now; };
    auto db = Database::open(":memory:", options);
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId twin = db.add(Contact{.name = {.given = "Ada"}});
    now = parse_time("2026-02-01T09:00:00Z").value();
    db.edit(twin, [](Contact& c) { c.emails.push_back({.address = "b@x.example"}); });
    now = parse_time("2026-03-01T09:00:00Z").value();
    const std::int64_t merge = db.merge(merge_of(ada, {twin})).id;
    CHECK(db.count<Contact>("email changed") == 0);
    (void)db.unmerge(merge);
    const auto only_twin = [&](const std::string& query) {
        const auto found = db.query<Contact>(query);
        return found.size() == 1 && found.front().id == twin;
    };
    CHECK(only_twin("email changed to \"b@x.example\" on 2026-02-01"));
    CHECK(db.count<Contact>("email was ever \"b@x.example\" before 2026-02-01") == 0);
    CHECK(only_twin("email was ever \"b@x.example\" before 2026-02-02"));
    db.edit(twin, [](Contact& c) { c.emails.clear(); });
    CHECK(only_twin("email changed to \"b@x.example\" on 2026-02-01"));
    CHECK(db.count<Contact>("email was ever \"b@x.example\" before 2026-02-01") == 0);
}

TEST_CASE("a live list on tags, lists and custom fields follows what they were", "[query]") {
    auto db = Database::open(":memory:");
    db.add(Field{.record_type = "contact", .key = "shoe", .type = FieldType::integer});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    Inbox<ListDelta> inbox;
    const auto watching = db.observe<Contact>("tag was ever vip or list changed from News or shoe was ever 7",
                                              inbox.callback());
    const auto grows_to = [&](std::size_t size) {
        (void)inbox.until([&](const auto& all) { return !all.empty() && all.back().size == size; });
    };
    grows_to(0);
    db.tag(ada, "vip");
    grows_to(1);
    db.untag(ada, "vip");
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}, .fields = {{"shoe", 7}}});
    grows_to(2);
    db.edit(bob, [](Contact& c) { c.fields["shoe"] = 8; });
    const ContactId cyd = db.add(Contact{.name = {.given = "Cyd"}});
    db.add_to_list(cyd, "News");
    db.remove_from_list(cyd, "News");
    grows_to(3);
}

TEST_CASE("what came and went within one transaction was never there", "[query]") {
    auto db = Database::open(":memory:");
    db.add(Field{.record_type = "contact", .key = "shoe", .type = FieldType::integer});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .tags = {"vip"}, .fields = {{"shoe", 1}}});
    db.write([&](Transaction& tx) {
        tx.tag(ada, "brief");
        tx.untag(ada, "brief");
        tx.untag(ada, "vip");
        tx.tag(ada, "vip");
        tx.edit(ada, [](Contact& c) { c.fields["shoe"] = 2; });
        tx.edit(ada, [](Contact& c) { c.fields["shoe"] = 3; });
    });
    CHECK(db.count<Contact>("tag was ever brief") == 0);
    CHECK(db.count<Contact>("tag never changed") == 1);
    CHECK(db.count<Contact>("shoe was ever 2") == 0);
    CHECK(db.count<Contact>("shoe changed from 1 to 3") == 1);
    CHECK(db.count<Contact>("shoe changed to 2 or shoe changed from 2") == 0);
    // another record with this number is another one
    db.add(Organization{.name = "Acme"});
    CHECK(db.count<Organization>("tag was ever vip or tag changed") == 0);
}

TEST_CASE("removed and renamed tags are found by the name they have", "[query]") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}, .tags = {"vip", "press"}});
    db.tags().rename("press", "media");
    CHECK(db.count<Contact>("tag was ever media and tag never changed") == 1);
    CHECK(db.count<Contact>("tag was ever press") == 0);
    db.tags().remove("vip");
    CHECK(db.count<Contact>("tag was ever vip and tag changed from vip") == 1);
    const Why why = kith::why(db, "tag was ever vip", ada);
    CHECK(why.holds == Truth::yes);
    REQUIRE(why.values.size() == 1);
    CHECK(why.values.front().values == std::vector<Value>{Value("media")});
}

TEST_CASE("deep and wide history and behaviour give an answer or the limit", "[query]") {
    auto db = Database::open(":memory:");
    int answers = 0;
    int limits = 0;
    const std::vector<std::string> shapes = {
        "restarted visit (has contact (%)) for 30 days",
        "did a (contact.given = x) then b (contact.notes was ever y) within 1 month then c (has contact (%)) within 1 year",
        "has deal (has contact (%) and stage was ever Lead before 2025)",
        "not (owner was ever a before 2025 and (% or notes changed from x to y))",
        "stopped a (has contact (% or did not b then c within 2 weeks)) for 3 days",
        "count event (has contact (%) and properties.a = 1 and properties.b > 2) >= 2",
        "has deal (has contact (% or tag was ever a before 2025 or tag changed from a since 2025))",
    };
    for (const std::string& shape : shapes) {
        std::string text = "lifecycle was ever lead before 2025";
        for (int depth = 1; depth <= 40; ++depth) {
            text = std::string(shape).replace(shape.find('%'), 1, text);
            INFO(text.size() << " bytes of " << shape << " " << depth << " deep");
            try {
                (void)db.count<Contact>(text);
                ++answers;
            } catch (const Error& error) {
                CHECK(error.code() == Code::limit);
                ++limits;
            }
            if (text.size() > 60000) break;
        }
    }
    CHECK(answers > 30);
    CHECK(limits > 30);
    std::string wide = "stage was ever a before 2025 and amount was ever 1 USD before 2025";
    for (int i = 0; i < 95; ++i) wide += " or owner was ever x" + std::to_string(i) + " before 2025";
    CHECK_NOTHROW(db.count<Deal>(wide));
    for (int i = 0; i < 200; ++i) wide += " or notes changed";
    CHECK_THROWS_AS(db.count<Deal>(wide), Error);
}
