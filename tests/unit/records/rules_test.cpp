// What records may not say: blank names, rings, impossible numbers, an identifier that another has.
#include "store/connection.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/segments.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

#include <cmath>

using namespace kith;
using test::expect_error;
using test::findings;
using test::says;

TEST_CASE("a required name must say something") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.tags = {"vip"}});
    for (const char* blank : {"", " ", "　", "\u200b", "\t "}) {
        INFO("'" << blank << "'");
        const auto refused = [&](const std::string& record, const std::string& field, auto&& work) {
            const Error error = expect_error(Code::required, work);
            CHECK(error.record() == record);
            CHECK(error.field() == field);
        };
        refused("tag", "name", [&] { db.tag(ada, blank); });
        refused("tag", "name", [&] { db.add(Contact{.tags = {blank}}); });
        refused("tag 1", "name", [&] { db.tags().rename("vip", blank); });
        refused("list", "name", [&] { db.add_to_list(ada, blank); });
        refused("list", "name", [&] { db.add(List{.name = blank}); });
        refused("segment", "name", [&] { db.add(Segment{.name = blank}); });
        refused("user", "name", [&] { db.add(User{.name = blank}); });
        refused("organization", "name", [&] { db.add(Organization{.name = blank}); });
    }
    db.tag(ada, "★");  // no letter, but it says something
    CHECK(db.get(ada).tags.size() == 2);
}

TEST_CASE("a name that is taken is called by the field that people see") {
    auto db = Database::open(":memory:");
    db.add(Tag{.name = "VIP"});
    const Error error = expect_error(Code::not_unique, [&] { db.add(Tag{.name = "Ｖｉｐ"}); });
    CHECK(error.field() == "name");
    CHECK(says(error, "name 'Ｖｉｐ'"));
    CHECK_FALSE(says(error, "folded"));
    db.add(List{.name = "A"});
    CHECK(expect_error(Code::not_unique, [&] { db.add(List{.name = "a"}); }).field() == "name");
}

TEST_CASE("a list holds records of a type that exists, and keeps it while it has members") {
    auto db = Database::open(":memory:");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(List{.name = "L", .record_type = "bogus"});
          }).field() == "record_type");
    const ListId list = db.add(List{.name = "L", .record_type = "contacts"});
    CHECK(db.get(list).record_type == "contact");
    const ContactId ada = db.add(Contact{});
    db.add_to_list(ada, "L");
    const Error error =
        expect_error(Code::in_use, [&] { db.edit(list, [](List& l) { l.record_type = "organization"; }); });
    CHECK(error.record() == "list 1");
    CHECK(error.field() == "record_type");
    CHECK(says(error, "holds 1 of type contact"));
    db.edit(list, [](List& l) { l.description = "News"; });
    db.remove_from_list(ada, "L");
    db.edit(list, [](List& l) { l.record_type = "organization"; });
    db.add_to_list(db.add(Organization{.name = "Firm"}), "L");
    CHECK(findings(db) == "");
}

TEST_CASE("nothing stands above itself") {
    auto db = Database::open(":memory:");
    const OrganizationId a = db.add(Organization{.name = "A"});
    const OrganizationId b = db.add(Organization{.name = "B", .parent = a});
    const OrganizationId c = db.add(Organization{.name = "C", .parent = b});
    for (const OrganizationId below : {a, b, c}) {
        const Error error = expect_error(Code::invalid_value,
                                         [&] { db.edit(a, [&](Organization& o) { o.parent = below; }); });
        CHECK(error.record() == "organization 1");
        CHECK(error.field() == "parent");
    }
    const OrganizationId other = db.add(Organization{.name = "D"});
    db.edit(a, [&](Organization& o) { o.parent = other; });
    db.edit(c, [&](Organization& o) { o.parent = a; });
    // A ring that is there already does not keep its members from other changes.
    db.write(
        [&](Transaction& tx) { tx.connection().exec("UPDATE organization SET parent_id = 3 WHERE id = 4"); });
    db.edit(other, [](Organization& o) { o.industry = "Engines"; });
}

TEST_CASE("numbers that cannot be are refused") {
    auto db = Database::open(":memory:");
    const auto place = [](double latitude, double longitude) {
        return Contact{.addresses = {{.street = "x", .latitude = latitude, .longitude = longitude}}};
    };
    const auto refused = [&](double latitude, double longitude) {
        return expect_error(Code::invalid_value, [&] { db.add(place(latitude, longitude)); });
    };
    CHECK(refused(1000, 0).field() == "addresses.latitude");
    CHECK(refused(-90.1, 0).record() == "contact");
    CHECK(refused(std::nan(""), 0).field() == "addresses.latitude");
    CHECK(refused(0, 180.5).field() == "addresses.longitude");
    CHECK(refused(0, -INFINITY).field() == "addresses.longitude");
    const ContactId edge = db.add(place(-90, 180));
    CHECK(expect_error(Code::invalid_value, [&] {
              db.edit(edge, [](Contact& c) { c.addresses[0].latitude = 91; });
          }).record() == "contact 1");
    CHECK(expect_error(Code::invalid_value, [&] { db.add(Interaction{.duration_seconds = -5}); }).field() ==
          "duration");
    db.add(Interaction{.duration_seconds = 0});
    const FieldId real = db.add(Field{.key = "r", .type = FieldType::real});
    CHECK(expect_error(Code::invalid_value, [&] {
              db.edit(real, [](Field& f) { f.minimum = std::nan(""); });
          }).field() == "minimum");
}

TEST_CASE("no two records travel under one uid") {
    auto db = Database::open(":memory:");
    const auto with = [](std::string uid) {
        Contact contact{.name = {.given = "Ada"}};
        contact.meta.uid = std::move(uid);
        return contact;
    };
    const ContactId first = db.add(with("urn:uuid:0815"));
    const Error error = expect_error(Code::not_unique, [&] { db.add(with("urn:uuid:0815")); });
    CHECK(error.field() == "uid");
    CHECK(error.argument("other") == "1");
    CHECK(says(error, "contact 1"));
    expect_error(Code::not_unique, [&] { db.add(with("0815")); });  // the same, written shorter
    Organization firm{.name = "Firm"};
    firm.meta.uid = "0815";
    db.add(firm);  // another type's uids are its own

    const ContactId second = db.add(Contact{});
    expect_error(Code::not_unique, [&] { db.add(db.get(second)); });  // a copy with the uid that kith made
    expect_error(Code::not_unique, [&] { db.add(std::vector<Contact>{with("new"), with("new")}); });

    SECTION("uniqueness ignores the trash, and restoring asks again") {
        db.remove(first);
        const ContactId third = db.add(with("0815"));
        CHECK(says(expect_error(Code::not_unique, [&] { db.restore(first); }), "contact 3"));
        CHECK(db.get(first).meta.deleted_at);
        db.remove(third);
        db.restore(first);
        const Contact copy = db.get(second);
        db.remove(second);
        db.add(copy);
        expect_error(Code::not_unique, [&] { db.restore(second); });
    }
    SECTION("a merged record keeps its uid") {
        db.merge(merge_of(second, {first}));
        CHECK(expect_error(Code::not_unique, [&] { db.add(with("0815")); }).argument("other") == "1");
    }
}

TEST_CASE("a merge refuses a policy that does not exist") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}});
    const auto none = static_cast<Survivorship>(99);
    expect_error(Code::invalid_argument, [&] { db.merge(merge_of(a, {b}), {.policy = none}); });
    expect_error(Code::invalid_argument, [&] {
        db.merge(merge_of(a, {b}), {.policy = static_cast<Survivorship>(-1), .dry_run = true});
    });
    expect_error(Code::invalid_argument, [&] {
        db.merge(merge_of(a, {b}), {.fields = {{"birthday", none}}});
    });
    CHECK(db.find(b)->id == b);
}
