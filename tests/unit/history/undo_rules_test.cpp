// Undo keeps the rules that writing keeps: what would break one stays as it is and is named.
#include "support/dump.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;
using test::findings;

namespace {

/// The one thing that stayed.
Kept only(const UndoResult& undone) {
    REQUIRE(undone.kept.size() == 1);
    return undone.kept[0];
}

bool says(const Kept& kept, const std::string& what) { return kept.reason.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("undo leaves the definition of a custom field whose values would not fit") {
    auto db = Database::open(":memory:");
    const auto with = [](const char* key, Value value) {
        Contact c{.name = {.given = "Ada"}};
        c.fields[key] = std::move(value);
        return c;
    };

    SECTION("its type") {
        const auto field = db.add(kith::Field{.key = "size", .type = FieldType::integer});
        db.edit(field, [](kith::Field& f) {
            f.type = FieldType::text;
            f.label = "Size";
        });
        const TransactionId changed = db.last_transaction();
        const ContactId id = db.add(with("size", Value("large")));
        const Kept kept = only(db.undo(changed));
        CHECK(kept.record == RecordRef{"field", field.value});
        CHECK(kept.field == "type");
        CHECK(says(kept, "cannot change while values exist: contact 1 has one"));
        CHECK(db.get(field).type == FieldType::text);
        CHECK(db.get(field).label.empty());  // the rest goes back
        CHECK(db.get(id).fields.at("size") == Value("large"));
    }
    SECTION("its choices") {
        const auto field =
            db.add(kith::Field{.key = "color", .type = FieldType::choice, .choices = {"red", "blue"}});
        db.edit(field, [](kith::Field& f) { f.choices = {"red", "blue", "green"}; });
        const TransactionId changed = db.last_transaction();
        const ContactId id = db.add(with("color", Value("green")));
        const Kept kept = only(db.undo(changed));
        CHECK(kept.field == "choices");
        CHECK(says(kept, "must keep 'green'"));
        db.edit(id, [](Contact& c) { c.fields.clear(); });
        CHECK(db.undo(changed).kept.empty());
        CHECK(db.get(field).choices.size() == 2);
    }
    SECTION("that it is unique") {
        const auto field = db.add(kith::Field{.key = "member", .type = FieldType::text, .unique = true});
        db.edit(field, [](kith::Field& f) { f.unique = false; });
        const TransactionId changed = db.last_transaction();
        db.add(with("member", Value("M1")));
        db.add(with("member", Value("M1")));
        CHECK(only(db.undo(changed)).field == "unique");
        CHECK_FALSE(db.get(field).unique);
    }
    SECTION("what does not go together any more") {
        const auto field =
            db.add(kith::Field{.key = "color", .type = FieldType::choice, .choices = {"red", "blue"}});
        db.edit(field, [](kith::Field& f) { f.type = FieldType::text; });
        const TransactionId changed = db.last_transaction();
        db.edit(field, [](kith::Field& f) { f.choices.clear(); });
        CHECK(says(only(db.undo(changed)), "a choice needs its choices"));
    }
    CHECK(findings(db) == "");
}

TEST_CASE("undo brings no custom value back that its field does not take any more") {
    auto db = Database::open(":memory:");
    const auto field =
        db.add(kith::Field{.key = "color", .type = FieldType::choice, .choices = {"red", "blue"}});
    Contact c{.name = {.given = "Ada"}};
    c.fields["color"] = Value("red");
    const ContactId id = db.add(c);
    db.edit(id, [](Contact& x) { x.fields.clear(); });
    const TransactionId cleared = db.last_transaction();
    SECTION("another type") {
        db.edit(field, [](kith::Field& f) { f.type = FieldType::integer; });
        CHECK(says(only(db.undo(cleared)), "the value is not of the field's type"));
    }
    SECTION("a choice less") {
        db.edit(field, [](kith::Field& f) { f.choices = {"blue"}; });
        CHECK(says(only(db.undo(cleared)), "not among the field's choices"));
    }
    SECTION("one more") {
        db.edit(field, [](kith::Field& f) { f.choices = {"red", "blue", "green"}; });
        CHECK(db.undo(cleared).kept.empty());
        CHECK(db.get(id).fields.at("color") == Value("red"));
    }
    CHECK(findings(db) == "");
}

TEST_CASE("undo keeps lists to records of one type") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const OrganizationId firm = db.add(Organization{.name = "Firm"});
    const ListId list = db.add(List{.name = "News", .record_type = "organization"});
    SECTION("members came") {
        db.edit(list, [](List& l) { l.record_type = "contact"; });
        const TransactionId changed = db.last_transaction();
        db.add_to_list(ada, "News");
        CHECK(only(db.undo(changed)).field == "record_type");
        CHECK(db.get(list).record_type == "contact");
    }
    SECTION("members went") {
        db.add_to_list(firm, "News");
        db.remove_from_list(firm, "News");
        const TransactionId removed = db.last_transaction();
        db.edit(list, [](List& l) { l.record_type = "contact"; });
        CHECK(says(only(db.undo(removed)), "holds records of type contact"));
        CHECK(db.sql("SELECT count(*) FROM list_member").rows[0][0] == Value(0));
    }
    CHECK(findings(db) == "");
}

TEST_CASE("undo puts no organization above itself") {
    auto db = Database::open(":memory:");
    const OrganizationId top = db.add(Organization{.name = "Top"});
    const OrganizationId part = db.add(Organization{.name = "Part", .parent = top});
    db.edit(part, [](Organization& o) { o.parent = {}; });
    const TransactionId freed = db.last_transaction();
    SECTION("what stood below stands above") {
        db.edit(top, [&](Organization& o) { o.parent = part; });
        const Kept kept = only(db.undo(freed));
        CHECK(kept.record == RecordRef{"organization", part.value});
        CHECK(kept.field == "parent");
        CHECK(says(kept, "above itself"));
        CHECK_FALSE(db.get(part).parent);
    }
    SECTION("turned round in one transaction") {
        db.undo(freed);
        db.write([&](Transaction& tx) {
            tx.edit(part, [](Organization& o) { o.parent = {}; });
            tx.edit(top, [&](Organization& o) { o.parent = part; });
        });
        const UndoResult undone = db.undo(db.last_transaction());
        CHECK(undone.kept.empty());
        CHECK(db.get(part).parent == top);
        CHECK_FALSE(db.get(top).parent);
        CHECK(db.undo(undone.transaction).kept.empty());
        CHECK(db.get(top).parent == part);
    }
    CHECK(findings(db) == "");
}

TEST_CASE("undo brings no second record with the same uid or unique value out of the trash") {
    auto db = Database::open(":memory:");
    db.add(kith::Field{.key = "member", .type = FieldType::text, .unique = true});
    Contact c{.name = {.given = "Ada"}};
    c.fields["member"] = Value("M1");
    const ContactId ada = db.add(c);
    const std::string uid = db.get(ada).meta.uid;
    const TransactionId made = db.last_transaction();
    SECTION("a uid") {
        db.remove(ada);
        const TransactionId removed = db.last_transaction();
        Contact twin{.name = {.given = "Twin"}};
        twin.meta.uid = uid;
        db.add(twin);
        const Kept kept = only(db.undo(removed));
        CHECK(kept.field == "deleted");
        CHECK(says(kept, "has the uid"));
        CHECK(db.get(ada).meta.deleted_at);
    }
    SECTION("a uid of a record that was undone") {
        const TransactionId gone = db.undo(made).transaction;
        Contact twin{.name = {.given = "Twin"}};
        twin.meta.uid = uid;
        db.add(twin);
        const UndoResult back = db.undo(gone);
        CHECK_FALSE(back.kept.empty());
        CHECK_FALSE(db.find(ada));
    }
    SECTION("a value") {
        db.remove(ada);
        const TransactionId removed = db.last_transaction();
        db.add(c);
        CHECK(says(only(db.undo(removed)), "is unique"));
        CHECK(db.get(ada).meta.deleted_at);
    }
    CHECK(findings(db) == "");
}
