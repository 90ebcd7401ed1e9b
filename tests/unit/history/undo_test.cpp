// Undo of transactions: what goes back, what stays and why.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/history.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

Contact ada() {
    return {.name = {.given = "Ada", .family = "Lovelace"},
            .emails = {{.address = "ada@x.example", .label = "work"}},
            .phones = {{.number = "03-1234-5678"}},
            .notes = "First"};
}

}  // namespace

TEST_CASE("undo of an edit restores the cells, and is a transaction of its own") {
    auto db = Database::open(":memory:", {.actor = "ada", .region = "JP"});
    const ContactId id = db.add(ada());
    const Contact before = db.get(id);
    db.write([&](Transaction& tx) {
        tx.label("correction");
        tx.edit(id, [](Contact& c) {
            c.name.family = "King";
            c.emails[0].address = "ADA@home.example";
            c.phones.clear();
            c.addresses.push_back({.locality = "London"});
        });
    });
    const TransactionId edit = db.last_transaction();
    const auto edited = dump(db);
    const UndoResult undone = db.undo(edit);
    CHECK(undone.kept.empty());
    CHECK(undone.restored == 4);
    const Contact after = db.get(id);
    CHECK(after.name == before.name);
    CHECK(after.emails == before.emails);  // the computed form too
    CHECK(after.phones == before.phones);  // under its old id, digits and E.164 computed again
    CHECK(after.addresses.empty());
    CHECK(after.sort_key == before.sort_key);
    CHECK(after.meta.version > before.meta.version);  // a reader of the edited form conflicts
    CHECK(db.history().transactions(1).front().label == "undo of " + std::to_string(edit) + ": correction");
    CHECK(db.history().transactions(1).front().id == undone.transaction);
    CHECK(findings(db) == "");

    db.undo(undone.transaction);
    CHECK(difference(edited, dump(db)) == "");
}

TEST_CASE("a cell goes back only while it holds what the transaction wrote") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(ada());
    db.edit(id, [](Contact& c) {
        c.notes = "Second";
        c.language = "en";
    });
    const TransactionId second = db.last_transaction();
    db.edit(id, [](Contact& c) { c.notes = "Third"; });
    const UndoResult undone = db.undo(second);
    CHECK(db.get(id).notes == "Third");
    CHECK(db.get(id).language.empty());
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0] == Kept{{"contact", id.value}, "notes", "it was changed since"});

    // Changed away and back again: it holds what was written.
    db.edit(id, [](Contact& c) { c.notes = "Fourth"; });
    const TransactionId fourth = db.last_transaction();
    db.edit(id, [](Contact& c) { c.notes = "Fifth"; });
    db.edit(id, [](Contact& c) { c.notes = "Fourth"; });
    CHECK(db.undo(fourth).kept.empty());
    CHECK(db.get(id).notes == "Third");

    CHECK(db.undo(fourth).transaction == 0);  // nothing left to do
    expect_error(Code::not_found, [&] { db.undo(999); });
    expect_error(Code::not_found, [&] { db.undo(0); });
}

TEST_CASE("a new record goes with its children, unless something later hangs on it") {
    auto db = Database::open(":memory:");
    db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
    const auto before = dump(db);
    Contact c = ada();
    c.fields["shoe"] = Value(38);
    ContactId id;
    OrganizationId firm;
    db.write([&](Transaction& tx) {
        id = tx.add(c);
        firm = tx.add(Organization{.name = "Engines"});
        tx.add(Employment{.contact = id, .organization = firm});
        tx.tag(id, "vip");
        tx.add_to_list(id, "Newsletter");
        tx.add(Interaction{.participants = {id}, .subject = "Hello", .body = "Text"});
    });
    const TransactionId added = db.last_transaction();

    SECTION("nothing later") {
        const UndoResult undone = db.undo(added);
        CHECK(undone.kept.empty());
        CHECK(difference(before, dump(db)) == "");
        const UndoResult again = db.undo(undone.transaction);
        CHECK(again.kept.empty());
        CHECK(db.get(id).fields == c.fields);
        CHECK(db.get(id).tags == std::vector<std::string>{"vip"});
        CHECK(db.get(id).emails[0].normalized == "ada@x.example");
        CHECK(findings(db) == "");
    }
    SECTION("a later interaction") {
        db.add(Interaction{.participants = {id}, .subject = "Later"});
        const UndoResult undone = db.undo(added);
        CHECK(db.get(id).emails.size() == 1);  // what stays, stays whole
        CHECK(db.get(id).tags == std::vector<std::string>{"vip"});
        CHECK(db.get(id).fields == c.fields);
        CHECK(db.count<Employment>() == 1);  // and so does what is about it, and what that needs
        CHECK(db.find(firm));
        CHECK(db.count<Interaction>() == 1);  // the first one is gone
        const auto named = std::find_if(undone.kept.begin(), undone.kept.end(), [&](const Kept& kept) {
            return kept.record == RecordRef{"contact", id.value};
        });
        REQUIRE(named != undone.kept.end());
        CHECK(named->reason == "interaction 2 refers to it since");
        CHECK(findings(db) == "");
    }
    SECTION("a later edit of its element") {
        db.edit(id, [](Contact& contact) { contact.emails[0].label = "home"; });
        const UndoResult undone = db.undo(added);
        CHECK(db.find(id));
        CHECK(db.get(id).phones.size() == 1);
        CHECK_FALSE(undone.kept.empty());
        CHECK(findings(db) == "");
    }
    SECTION("a later tag that was taken off again") {
        db.tag(id, "later");
        db.untag(id, "later");
        db.undo(added);
        CHECK_FALSE(db.find(id));
        CHECK(findings(db) == "");
    }
    SECTION("its own tag taken off and brought back by an undo") {
        db.untag(id, "vip");
        db.undo(db.last_transaction());
        const UndoResult undone = db.undo(added);
        CHECK(undone.kept.empty());
        CHECK_FALSE(db.find(id));
        CHECK(db.sql("SELECT count(*) FROM tagging").rows[0][0] == Value(0));
        CHECK(findings(db) == "");
    }
}

TEST_CASE("an element that stays keeps nothing else back, and is named by its record") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(ada());
    db.edit(id, [](Contact& c) {
        c.emails.push_back({.address = "two@x.example"});
        c.emails.push_back({.address = "three@x.example"});
    });
    const TransactionId added = db.last_transaction();
    db.edit(id, [](Contact& c) { c.emails[1].label = "second"; });
    const UndoResult undone = db.undo(added);
    REQUIRE(db.get(id).emails.size() == 2);
    CHECK(db.get(id).emails[1].address == "two@x.example");
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0] == Kept{{"contact", id.value}, "email", "it was changed since"});
}

TEST_CASE("unique values that were taken meanwhile stay with whom they are") {
    auto db = Database::open(":memory:");
    const UserId user = db.add(User{.name = "ada"});
    db.edit(user, [](User& u) {
        u.name = "augusta";
        u.full_name = "Augusta King";
    });
    const TransactionId rename = db.last_transaction();
    db.add(User{.name = "ada"});
    const UndoResult undone = db.undo(rename);
    CHECK(db.get(user).name == "augusta");
    CHECK(db.get(user).full_name.empty());  // the rest of the edit goes back
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0].field == "name");

    const TagId tag = db.add(Tag{.name = "vip"});
    const TransactionId made = db.last_transaction();
    const TransactionId gone = db.undo(made).transaction;
    CHECK_FALSE(db.find(tag));
    db.add(Tag{.name = "ＶＩＰ"});  // the same folded
    const UndoResult back = db.undo(gone);
    CHECK_FALSE(db.find(tag));
    REQUIRE(back.kept.size() == 1);
    CHECK(back.kept[0].record == RecordRef{"tag", tag.value});
    CHECK(findings(db) == "");
}

TEST_CASE("names that were exchanged in one transaction are exchanged back") {
    auto db = Database::open(":memory:");
    const UserId one = db.add(User{.name = "one"});
    const UserId two = db.add(User{.name = "two"});
    db.write([&](Transaction& tx) {
        tx.edit(one, [](User& u) { u.name = "three"; });
        tx.edit(two, [](User& u) { u.name = "one"; });
        tx.edit(one, [](User& u) { u.name = "two"; });
    });
    const UndoResult undone = db.undo(db.last_transaction());
    CHECK(undone.kept.empty());
    CHECK(db.get(one).name == "one");
    CHECK(db.get(two).name == "two");
    CHECK_FALSE(db.get(one).meta.deleted_at);
}

TEST_CASE("the trash, custom values, participants and lists go back") {
    auto db = Database::open(":memory:");
    db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
    db.add(kith::Field{.key = "colors", .type = FieldType::choices, .choices = {"red", "blue", "green"}});
    Contact c = ada();
    c.fields = {{"shoe", Value(38)}, {"colors", Value(Value::Texts{"red", "blue"})}};
    const ContactId id = db.add(c);
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    const InteractionId call =
        db.add(Interaction{.participants = {id, {bob, Role::sender}}, .at = Time{std::chrono::hours(1)}});

    const auto check = [&](auto&& change) {
        const auto before = dump(db);
        change();
        REQUIRE_FALSE(difference(before, dump(db)).empty());
        const UndoResult undone = db.undo(db.last_transaction());
        CHECK(undone.kept.empty());
        CHECK(difference(before, dump(db)) == "");
        CHECK(findings(db) == "");
    };
    check([&] { db.remove(id); });
    check([&] { db.edit(id, [](Contact& x) { x.fields["shoe"] = Value(40); }); });
    check([&] { db.edit(id, [](Contact& x) { x.fields.clear(); }); });
    check([&] { db.edit(id, [](Contact& x) { x.fields["colors"] = Value(Value::Texts{"green", "red"}); }); });
    check([&] { db.edit(call, [&](Interaction& i) { i.participants = {{id, Role::organizer}}; }); });
    check([&] {  // the participants carry a copy of the time
        db.edit(call, [&](Interaction& i) {
            i.at += std::chrono::hours(5);
            i.participants.erase(i.participants.begin());
            i.body = "Long";
        });
    });
    check([&] { db.tag(id, "x"); });
    check([&] { db.add_to_list(id, "y"); });
    check([&] { db.remove(bob); });

    // A custom value that was changed again stays; one that was cleared stays cleared.
    db.edit(id, [](Contact& x) { x.fields["shoe"] = Value(41); });
    const TransactionId first = db.last_transaction();
    db.edit(id, [](Contact& x) { x.fields["shoe"] = Value(42); });
    const UndoResult kept = db.undo(first);
    REQUIRE(kept.kept.size() == 1);
    CHECK(kept.kept[0].field == "field.shoe");
    CHECK(db.get(id).fields.at("shoe") == Value(42));
    db.edit(id, [](Contact& x) { x.fields.erase("shoe"); });
    CHECK(db.undo(first + 1).kept.size() == 1);
    CHECK(db.get(id).fields.count("shoe") == 0);
}

TEST_CASE("what refers to something that is gone is named, not invented") {
    auto db = Database::open(":memory:");
    OrganizationId firm;
    firm = db.add(Organization{.name = "Firm"});
    const TransactionId made = db.last_transaction();
    const ContactId id = db.add(ada());
    const InteractionId call = db.add(Interaction{.participants = {id}, .organization = firm});
    db.edit(call, [](Interaction& i) { i.organization = {}; });
    const TransactionId cleared = db.last_transaction();
    CHECK(db.undo(made).kept.empty());  // nothing refers to the firm any more
    const UndoResult undone = db.undo(cleared);
    CHECK_FALSE(db.get(call).organization);
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0].field == "organization");
    CHECK(undone.kept[0].reason == "organization 1 is gone since");
    CHECK(findings(db) == "");
}

TEST_CASE("a large transaction is taken back in bounded memory") {
    auto db = Database::open(":memory:", {.change_memory = 64 * 1024});
    const auto before = dump(db);
    std::vector<Contact> many(3000, ada());
    const auto ids = db.add(many);
    const TransactionId added = db.last_transaction();
    const auto full = dump(db);
    const UndoResult undone = db.undo(added);
    CHECK(undone.restored == 9000);
    CHECK(difference(before, dump(db)) == "");
    const UndoResult again = db.undo(undone.transaction);
    CHECK(again.kept.empty());
    CHECK(difference(full, dump(db)) == "");
}
