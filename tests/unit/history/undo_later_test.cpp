// Undo of a transaction on which later things hang: merges in between, and tables of the host.
#include "support/dump.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;

namespace {

bool names(const std::vector<Kept>& kept, const RecordRef& record, const std::string& reason) {
    return std::any_of(kept.begin(), kept.end(),
                       [&](const Kept& one) { return one.record == record && one.reason == reason; });
}

}  // namespace

TEST_CASE("what a contact that stays was made with stays too, though a merge moved it in between") {
    auto db = Database::open(":memory:");
    const ContactId other = db.add(Contact{.name = {.given = "Other"}});
    ContactId id;
    db.write([&](Transaction& tx) {
        id = tx.add(Contact{.name = {.given = "Ada"}, .tags = {"fresh"}});
        tx.add_to_list(id, "Newsletter");
    });
    const TransactionId made = db.last_transaction();
    db.edit(id, [](Contact& c) { c.notes = "Edited"; });
    const auto merge = db.merge(merge_of(other, {id})).id;
    db.unmerge(merge);

    const UndoResult undone = db.undo(made);
    CHECK(names(undone.kept, {"contact", id.value}, "it was changed since"));
    REQUIRE(db.find(id));
    CHECK(db.get(id).tags == std::vector<std::string>{"fresh"});
    CHECK(db.sql("SELECT count(*) FROM list_member").rows[0][0] == Value(1));
    CHECK(findings(db) == "");
}

TEST_CASE("a table of the host keeps the record that it refers to") {
    auto db = Database::open(":memory:");
    db.write([](Transaction& tx) {
        tx.sql("CREATE TABLE app_note (id INTEGER PRIMARY KEY, contact INTEGER REFERENCES contact, "
               "mail INTEGER REFERENCES email(id), word TEXT)");
    });
    const auto before = dump(db);
    ContactId ada;
    ContactId bob;
    OrganizationId firm;
    db.write([&](Transaction& tx) {
        ada = tx.add(
            Contact{.name = {.given = "Ada"}, .emails = {{.address = "ada@x.example"}}, .tags = {"fresh"}});
        bob = tx.add(Contact{.name = {.given = "Bob"}});
        firm = tx.add(Organization{.name = "Engines"});
        tx.add(Employment{.contact = ada, .organization = firm});
    });
    const TransactionId made = db.last_transaction();
    const auto full = dump(db);
    const auto note = [&](const std::string& sql) { db.write([&](Transaction& tx) { tx.sql(sql); }); };

    SECTION("a record") {
        note("INSERT INTO app_note (contact) VALUES (" + std::to_string(ada.value) + ")");
        const UndoResult undone = db.undo(made);
        CHECK(names(undone.kept, {"contact", ada.value}, "app_note refers to it"));
        REQUIRE(db.find(ada));
        CHECK(db.get(ada).emails.size() == 1);
        CHECK(db.get(ada).tags == std::vector<std::string>{"fresh"});
        CHECK(db.find(firm));  // the employment stays with Ada, and needs it
        CHECK_FALSE(db.find(bob));
        CHECK(findings(db) == "");
    }
    SECTION("an element of a record") {
        note("INSERT INTO app_note (mail) SELECT id FROM email");
        const UndoResult undone = db.undo(made);
        CHECK_FALSE(undone.kept.empty());
        REQUIRE(db.find(ada));
        CHECK(db.get(ada).emails.size() == 1);
        CHECK_FALSE(db.find(bob));
        CHECK(findings(db) == "");
    }
    SECTION("a row of the same transaction") {
        TransactionId both = 0;
        ContactId cid;
        db.write([&](Transaction& tx) {
            cid = tx.add(Contact{.name = {.given = "Cid"}});
            tx.sql("INSERT INTO app_note (contact) VALUES (" + std::to_string(cid.value) + ")");
        });
        both = db.last_transaction();
        const UndoResult undone = db.undo(both);
        CHECK(names(undone.kept, {"contact", cid.value}, "app_note refers to it"));
        CHECK(db.find(cid));
        CHECK(findings(db) == "");
    }
    SECTION("nothing") {
        note("INSERT INTO app_note (word) VALUES ('nobody')");
        const UndoResult undone = db.undo(made);
        CHECK(undone.kept.empty());
        note("DELETE FROM app_note");
        CHECK(difference(before, dump(db)) == "");
        db.undo(undone.transaction);
        CHECK(difference(full, dump(db)) == "");
    }
    SECTION("rows that would go by themselves, and tables without rowids") {
        note("CREATE TABLE app_mark (contact INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE)");
        note(
            "CREATE TABLE app_key (contact INTEGER PRIMARY KEY REFERENCES contact (id) DEFERRABLE) WITHOUT ROWID");
        note("INSERT INTO app_mark VALUES (" + std::to_string(bob.value) + ")");
        note("INSERT INTO app_key VALUES (" + std::to_string(ada.value) + ")");
        const UndoResult undone = db.undo(made);
        CHECK(names(undone.kept, {"contact", ada.value}, "app_key refers to it"));
        CHECK(names(undone.kept, {"contact", bob.value}, "app_mark refers to it"));
        CHECK(db.find(ada));
        CHECK(db.find(bob));  // an undo of the undo could not bring the host's row back
        CHECK(db.sql("SELECT count(*) FROM app_mark").rows[0][0] == Value(1));
        CHECK(findings(db) == "");
    }
}

TEST_CASE("a tag whose link stands in for one that a merge dropped stays") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}});
    db.tag(a, "fresh");
    const TransactionId tagged = db.last_transaction();
    db.tag(b, "fresh");
    const auto merge = db.merge(merge_of(a, {b})).id;  // drops B's tag: A has it
    const UndoResult undone = db.undo(tagged);
    CHECK(db.get(a).tags == std::vector<std::string>{"fresh"});  // B's
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0].reason == "contact " + std::to_string(b.value) + " refers to it since");
    CHECK(findings(db) == "");
    db.unmerge(merge);
    CHECK(db.get(a).tags.empty());
    CHECK(db.get(b).tags == std::vector<std::string>{"fresh"});
    CHECK(findings(db) == "");
}

TEST_CASE("a tag that stays names who has it") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}, .tags = {"fresh"}});
    const TransactionId made = db.last_transaction();
    const OrganizationId firm = db.add(Organization{.name = "Firm", .tags = {"fresh"}});
    const UndoResult undone = db.undo(made);
    CHECK_FALSE(db.find(a));
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0].record.type == "tag");
    CHECK(undone.kept[0].reason == "organization " + std::to_string(firm.value) + " refers to it since");
}

TEST_CASE("undo of a merge that was taken back leaves alone the one that came after it") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}, .phones = {{.number = "03-1234-5678"}}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}, .phones = {{.number = "03-1234-0000"}}});
    const auto before = dump(db);
    const auto first = db.merge(merge_of(a, {b})).id;
    const TransactionId merged = db.last_transaction();
    db.unmerge(first);
    const auto second = db.merge(merge_of(a, {b})).id;
    const auto after = dump(db);
    const UndoResult undone = db.undo(merged);
    CHECK(names(undone.kept, {"contact", b.value}, "it was merged or separated again since"));
    CHECK(difference(after, dump(db)) == "");
    CHECK(findings(db) == "");
    db.unmerge(second);
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("a tag that was taken back and given again under a merge is still the survivor's own") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}, .tags = {"t"}});
    db.tag(a, "t");
    const TransactionId tagged = db.last_transaction();
    const auto before = dump(db);
    const auto merge = db.merge(merge_of(a, {b})).id;          // drops B's
    const TransactionId undone = db.undo(tagged).transaction;  // now A has B's
    db.undo(undone);
    CHECK(db.unmerge(merge).kept.empty());
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("an edit of what an earlier merge united is undone and done again without the other one") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const OrganizationId a = db.add(Organization{.name = "A"});
    const OrganizationId b = db.add(Organization{.name = "B"});
    const OrganizationId c = db.add(Organization{.name = "C"});
    const EmploymentId job = db.add(Employment{.contact = ada, .organization = a, .title = "Boss"});
    db.add(Employment{.contact = ada, .organization = b, .title = "Boss"});
    db.merge(merge_of(a, {b}));
    REQUIRE(db.count<Employment>() == 1);
    const auto before = dump(db);
    db.edit(job, [&](Employment& e) { e.organization = c; });
    const TransactionId moved = db.last_transaction();
    const auto after = dump(db);
    const TransactionId undone = db.undo(moved).transaction;
    CHECK(difference(before, dump(db)) == "");
    CHECK(db.undo(undone).kept.empty());
    CHECK(difference(after, dump(db)) == "");
}

TEST_CASE("who takes part in an interaction that stays, stays too") {
    Database db = Database::open(":memory:");
    InteractionId call;
    ContactId bob;
    db.write([&](Transaction& tx) {
        bob = tx.add(Contact{.name = {.given = "Bob"}});
        call = tx.add(Interaction{.participants = {bob}, .subject = "Call"});
    });
    const TransactionId made = db.last_transaction();
    db.edit(call, [](Interaction& i) { i.subject = "A long call"; });
    const UndoResult undone = db.undo(made);
    CHECK(undone.kept.size() == 2);
    CHECK(db.get(call).participants.front().contact == bob);
    CHECK(db.verify().empty());
}
