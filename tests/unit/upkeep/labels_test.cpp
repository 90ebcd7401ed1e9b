// Tags and lists that mean the same.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

ContactId person(Database& db, const std::string& given, const std::vector<std::string>& tags = {}) {
    Contact contact;
    contact.name.given = given;
    contact.tags = tags;
    return db.add(contact);
}

/// The transaction that was committed last: of whichever handle.
TransactionId newest(const Database& db) { return db.history().transactions(1).front().id; }

/// A list of so many of the first contacts, from `first` on.
void list_of(Database& db, const std::string& name, std::int64_t first, std::int64_t last) {
    for (std::int64_t id = first; id <= last; ++id) db.add_to_list(ContactId{id}, name);
}

std::vector<std::string> pairs_of(const std::vector<SimilarTags>& similar) {
    std::vector<std::string> pairs;
    for (const SimilarTags& pair : similar)
        pairs.push_back(pair.left.name + "/" + pair.right.name + ": " + pair.how + ", keep " + pair.keep);
    return pairs;
}

}  // namespace

TEST_CASE("similar tags say how, how often, and which to keep", "[tags]") {
    auto db = Database::open(":memory:");
    person(db, "a", {"customers", "ユーザー", "follow up", "Q1"});
    person(db, "b", {"customers", "ユーザ", "Q2"});
    person(db, "c", {"customer", "ユーザ", "follow-up", "newsleter"});
    db.add(Tag{.name = "newsletter"});
    const auto similar = db.tags().similar();
    CHECK(pairs_of(similar) == std::vector<std::string>{"follow up/follow-up: spelling, keep follow up",
                                                        "ユーザ/ユーザー: reading, keep ユーザ",
                                                        "customer/customers: number, keep customers",
                                                        "newsleter/newsletter: typing error, keep newsleter"});
    CHECK(similar[2].left_records == 1);
    CHECK(similar[2].right_records == 2);
    CHECK(db.tags().similar(0.97).size() == 3);
}

TEST_CASE("merging tags takes saved queries along, and one undo takes all of it back", "[tags]") {
    auto db = Database::open(":memory:");
    const auto a = person(db, "a", {"customer"});
    const auto b = person(db, "b", {"customers", "vip"});
    const auto c = person(db, "c", {"Kunde", "customer"});
    db.segments().save("Customers", "tag = customer　and not tag in (vip, customers)");
    db.segments().save("Germans", "tag in (\"Kunde\", other) or notes contains customer");
    db.segments().save("Live", "tag = Kunde");
    db.segments().live("Live");
    // what a live segment noted stays: people came and went
    const std::set<std::string> noted = {"segment_change", "segment_clock"};
    const auto before = dump(db, noted);

    LabelMergeResult would = db.tags().merge_all({"customer", "Kunde"}, "customers", {.dry_run = true});
    CHECK(would == LabelMergeResult{.taken = 3, .moved = 2, .had = 0, .queries = 3});
    CHECK(difference(before, dump(db, noted)) == "");
    would.transaction = newest(db) + 1;
    CHECK(db.tags().merge_all({"customer", "Kunde"}, "customers") == would);
    CHECK(newest(db) == would.transaction);
    for (const auto id : {a, b, c})
        CHECK(db.count<Contact>("tag = customers and id = :id", {{"id", id.value}}) == 1);
    CHECK(db.tags().all().size() == 2);
    CHECK(db.segments().find("Customers")->query == "tag = customers and not tag in (vip, customers)");
    CHECK(db.segments().find("Germans")->query == "tag in (customers, other) or notes contains customer");
    CHECK(db.segments().members("Live").size() == 3);
    CHECK(findings(db) == "segment segment: segment 'Germans': there is no tag called 'other'\n");

    const UndoResult undone = db.undo(newest(db));
    CHECK(undone.kept.empty());
    CHECK(difference(before, dump(db, noted)) == "");
    CHECK(db.segments().members("Live").size() == 1);

    const auto still = dump(db);
    expect_error(Code::not_found, [&] { db.tags().merge_all({"customer", "nobody"}, "customers"); });
    const Error twice = expect_error(Code::invalid_argument, [&] {
        db.tags().merge_all({"customer", "Customer"}, "customers");
    });
    CHECK(std::string(twice.what()) == "'Customer' is the same tag as one named before it");
    expect_error(Code::invalid_argument, [&] { db.tags().merge("customers", "CUSTOMERS"); });
    CHECK(difference(still, dump(db)) == "");
}

TEST_CASE("a name with spaces is quoted in the queries that get it", "[tags]") {
    auto db = Database::open(":memory:");
    person(db, "a", {"vip", "very \"important\""});
    db.segments().save("Both", "tag = vip\norder by name");
    db.tags().merge("vip", "very \"important\"");
    CHECK(db.segments().find("Both")->query == "tag = \"very \"\"important\"\"\" order by name");
    CHECK(db.segments().count("Both") == 1);
}

TEST_CASE("lists are counted, renamed, removed", "[lists]") {
    auto db = Database::open(":memory:");
    for (int i = 0; i < 4; ++i) person(db, "p" + std::to_string(i));
    list_of(db, "Newsletter", 1, 4);
    db.add(List{.name = "Empty"});
    db.remove(ContactId{4});
    Lists lists = db.lists();
    REQUIRE(lists.all().size() == 2);
    CHECK(lists.all()[1].list.name == "Newsletter");
    CHECK(lists.all()[1].records == 3);  // the trash is not counted
    REQUIRE(lists.unused().size() == 1);
    CHECK(lists.unused()[0].name == "Empty");
    lists.rename("Empty", "Full");
    expect_error(Code::not_unique, [&] { lists.rename("Full", "newsletter"); });
    expect_error(Code::not_found, [&] { lists.rename("Empty", "x"); });
    lists.remove("Full");
    CHECK(lists.all().size() == 1);
    db.segments().manual("Newsletter");
    expect_error(Code::in_use, [&] { lists.remove("Newsletter"); });
}

TEST_CASE("lists of one kind of record with similar names are found", "[lists]") {
    auto db = Database::open(":memory:");
    for (int i = 0; i < 3; ++i) person(db, "p" + std::to_string(i));
    list_of(db, "Newsletter", 1, 1);
    list_of(db, "Newsletters", 1, 3);
    db.add(List{.name = "News-letter", .record_type = "organization"});
    db.segments().snapshot("News letters", "");
    const auto similar = db.lists().similar();
    REQUIRE(similar.size() == 1);
    CHECK(similar[0].left.name == "Newsletter");
    CHECK(similar[0].right.name == "Newsletters");
    CHECK(similar[0].how == "number");
    CHECK(similar[0].left_records == 1);
    CHECK(similar[0].keep == "Newsletters");
}

TEST_CASE("lists that serve the same purpose share their members", "[lists]") {
    auto db = Database::open(":memory:");
    for (int i = 0; i < 30; ++i) person(db, "p" + std::to_string(i));
    list_of(db, "Press", 1, 10);
    list_of(db, "Journalists", 2, 11);  // 9 of 11
    list_of(db, "Everyone", 1, 30);     // holds both
    list_of(db, "Two", 1, 2);           // too few to say anything by being contained
    list_of(db, "Others", 20, 29);      // within Everyone
    db.segments().snapshot("Press of 2026", "in list Press");
    const auto found = db.lists().overlapping(0.8);
    std::vector<std::string> names;
    for (const OverlappingLists& pair : found)
        names.push_back(pair.left.name + "/" + pair.right.name + " " + std::to_string(pair.shared));
    CHECK(names == std::vector<std::string>{"Journalists/Press 9", "Everyone/Journalists 10",
                                            "Everyone/Others 10", "Everyone/Press 10"});
    CHECK(found[0].jaccard == Approx(9.0 / 11));
    CHECK(found[0].containment == Approx(0.9));
    CHECK(found[0].keep == "Press");  // as many, and older
    CHECK(found[1].jaccard == Approx(10.0 / 30));
    CHECK(found[1].containment == 1);
    CHECK(found[1].keep == "Everyone");
    CHECK(db.lists().overlapping(0.8, 2).size() == 6);  // Two, too
    CHECK(db.lists().overlapping(0.95, 1000).empty());
    expect_error(Code::invalid_argument, [&] { (void)db.lists().overlapping(1.5); });

    db.remove(ContactId{3});  // the trash counts on neither side
    CHECK(db.lists().overlapping(0.8).front().shared == 8);
}

TEST_CASE("merging lists takes queries and manual segments along, and undo takes it back", "[lists]") {
    auto db = Database::open(":memory:");
    for (int i = 0; i < 6; ++i) person(db, "p" + std::to_string(i));
    list_of(db, "Press", 1, 4);
    list_of(db, "Media", 3, 6);
    db.add(List{.name = "Firms", .record_type = "organization"});
    db.segments().manual("Media");
    db.segments().save("Readers", "in list media and subscribed to Media");
    db.segments().snapshot("Then", "in list Press");
    const auto before = dump(db);

    LabelMergeResult would = db.lists().merge("Media", "Press", {.dry_run = true});
    CHECK(would == LabelMergeResult{.taken = 4, .moved = 2, .had = 2, .queries = 2});
    CHECK(difference(before, dump(db)) == "");
    would.transaction = newest(db) + 1;
    CHECK(db.lists().merge("Media", "Press") == would);
    CHECK(db.count<Contact>("in list Press") == 6);
    CHECK(db.segments().count("Media") == 6);
    CHECK(db.segments().find("Readers")->query == "in list Press and subscribed to Press");
    CHECK(db.segments().count("Then") == 4);
    CHECK(findings(db) == "");
    CHECK(db.undo(newest(db)).kept.empty());
    CHECK(difference(before, dump(db)) == "");

    expect_error(Code::invalid_argument, [&] { db.lists().merge("Firms", "Press"); });
    expect_error(Code::in_use, [&] { db.lists().merge("Then", "Press"); });
    expect_error(Code::in_use, [&] { db.lists().merge("Press", "Then"); });
    expect_error(Code::not_found, [&] { db.lists().merge("Nobody", "Press"); });
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("undoing a merge of labels whose old name came back into use gives the records what has it now",
          "[tags][lists]") {
    auto db = Database::open(":memory:");
    const auto a = person(db, "a", {"client"});
    const auto b = person(db, "b", {"client", "customer"});
    const auto c = person(db, "c");
    list_of(db, "Media", 1, 2);
    db.add(List{.name = "Press"});
    db.tags().merge("client", "customer");
    const TransactionId tags = newest(db);
    db.lists().merge("Media", "Press");
    const TransactionId lists = newest(db);
    db.tag(c, "client");         // a new tag
    db.add_to_list(c, "Media");  // a new list

    const UndoResult undone = db.undo(tags);
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept.front().record.type == "tag");  // the old one stays in the trash
    CHECK(db.get(a).tags == std::vector<std::string>{"client"});
    CHECK(db.get(b).tags == std::vector<std::string>{"client", "customer"});
    REQUIRE(db.undo(lists).kept.size() == 1);
    CHECK(db.count<Contact>("in list Media") == 3);
    CHECK(db.count<Contact>("in list Press") == 0);
    CHECK(db.sql("SELECT count(*) FROM tagging l JOIN tag t ON t.id = l.tag_id WHERE t.deleted_at IS NOT NULL")
              .rows[0][0] == Value(0));
    CHECK(
        db.sql("SELECT count(*) FROM list_member l JOIN list t ON t.id = l.list_id WHERE t.deleted_at IS NOT NULL")
            .rows[0][0] == Value(0));
    CHECK(findings(db) == "");
    db.undo(newest(db));
    CHECK(db.count<Contact>("in list Press") == 2);
}
