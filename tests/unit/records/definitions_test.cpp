// Definitions of custom fields that change while values exist, and what every record must have.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;
using test::findings;
using test::says;

TEST_CASE("a field's type, target and record type stay while values exist") {
    auto db = Database::open(":memory:");
    const FieldId text = db.add(Field{.key = "code"});
    const FieldId boss = db.add(Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
    const ContactId ada = db.add(Contact{});
    const ContactId bob =
        db.add(Contact{.fields = {{"code", "hello"}, {"boss", RecordRef{"contact", ada.value}}}});
    db.add(Organization{.name = "Firm"});
    const auto change = [&](FieldId id, auto&& how) { db.edit(id, how); };

    const Error type =
        expect_error(Code::in_use, [&] { change(text, [](Field& f) { f.type = FieldType::integer; }); });
    CHECK(type.record() == "field 1");
    CHECK(type.field() == "type");
    CHECK(says(type, "contact 2"));
    CHECK(expect_error(Code::in_use, [&] {
              change(text, [](Field& f) { f.record_type = "organization"; });
          }).field() == "record_type");
    CHECK(expect_error(Code::in_use, [&] {
              change(boss, [](Field& f) { f.target = "organization"; });
          }).field() == "target");
    CHECK(db.get(bob).fields.at("code") == Value("hello"));

    db.edit(text, [](Field& f) { f.label = "Code", f.key = "number"; });  // what does not change the meaning
    CHECK(db.get(bob).fields.at("number") == Value("hello"));
    db.edit(bob, [](Contact& c) { c.fields.clear(); });
    db.edit(text, [](Field& f) { f.type = FieldType::integer; });
    db.edit(text, [](Field& f) { f.record_type = "organizations"; });  // the plural means the same
    CHECK(db.get(text).record_type == "organization");
    CHECK(findings(db) == "");
}

TEST_CASE("a choice that a record holds cannot go") {
    auto db = Database::open(":memory:");
    const FieldId one = db.add(Field{.key = "size", .type = FieldType::choice, .choices = {"S", "M"}});
    const FieldId many =
        db.add(Field{.key = "colors", .type = FieldType::choices, .choices = {"赤", "青", "緑"}});
    const ContactId ada = db.add(Contact{.fields = {{"size", "M"}, {"colors", Value::Texts{"赤", "青"}}}});
    const Error error = expect_error(Code::in_use, [&] {
        db.edit(one, [](Field& f) { f.choices = {"S", "L"}; });
    });
    CHECK(error.field() == "choices");
    CHECK(says(error, "'M'"));
    CHECK(says(error, "contact 1"));
    expect_error(Code::in_use, [&] { db.edit(many, [](Field& f) { f.choices = {"赤", "緑"}; }); });
    db.edit(one, [](Field& f) { f.choices = {"M", "L"}; });
    db.edit(many, [](Field& f) { f.choices = {"青", "赤"}; });
    CHECK(db.get(ada).fields.at("colors") == Value(Value::Texts{"赤", "青"}));
}

TEST_CASE("a field becomes unique only when its values are") {
    auto db = Database::open(":memory:");
    const FieldId code = db.add(Field{.key = "code"});
    const FieldId number = db.add(Field{.key = "number", .type = FieldType::integer});
    db.add(Contact{.fields = {{"code", "A1"}, {"number", 1}}});
    db.add(Contact{.fields = {{"code", "B1"}, {"number", 2}}});
    const ContactId third = db.add(Contact{.fields = {{"code", "ａ１"}, {"number", 2}}});
    const auto unique = [](Field& f) { f.unique = true; };
    const Error error = expect_error(Code::not_unique, [&] { db.edit(code, unique); });
    CHECK(error.field() == "unique");
    CHECK(says(error, "contact 1 and 3"));
    CHECK(says(expect_error(Code::not_unique, [&] { db.edit(number, unique); }), "contact 2 and 3"));
    db.remove(third);  // the trash does not count
    db.edit(code, unique);
    db.edit(number, unique);
    expect_error(Code::not_unique, [&] { db.restore(third); });
}

TEST_CASE("a changed record must have what is required") {
    auto db = Database::open(":memory:");
    const ContactId old = db.add(Contact{.notes = "before"});
    db.add(Field{.key = "size", .type = FieldType::integer, .required = true, .maximum = 50});
    const Error error =
        expect_error(Code::required, [&] { db.edit(old, [](Contact& c) { c.notes = "after"; }); });
    CHECK(error.field() == "field.size");
    CHECK(error.record() == "contact 1");
    expect_error(Code::required,
                 [&] { db.edit(old, [](Contact& c) { c.emails = {{.address = "a@x.example"}}; }); });
    CHECK(db.get(old).notes == "before");
    CHECK(db.get(old).emails.empty());
    Contact same = db.get(old);
    db.update(same);  // nothing changes: nothing is asked for
    db.edit(old, [](Contact& c) {
        c.notes = "after";
        c.fields["size"] = 38;
    });
    CHECK(db.get(old).notes == "after");
    db.edit(old, [](Contact& c) { c.notes = "again"; });
    expect_error(Code::required, [&] { db.edit(old, [](Contact& c) { c.fields.clear(); }); });
}

TEST_CASE("a value that stays is not judged anew") {
    auto db = Database::open(":memory:");
    const FieldId size = db.add(Field{.key = "size", .type = FieldType::integer});
    db.add(Field{.key = "code"});
    const ContactId ada = db.add(Contact{.fields = {{"size", 99}}});
    db.edit(size, [](Field& f) { f.maximum = 50; });
    db.edit(ada, [](Contact& c) { c.fields["code"] = "A1"; });
    expect_error(Code::invalid_value, [&] { db.edit(ada, [](Contact& c) { c.fields["size"] = 98; }); });
}

TEST_CASE("limits that make no sense are refused") {
    auto db = Database::open(":memory:");
    CHECK(expect_error(Code::invalid_value, [&] { db.add(Field{.key = "a", .max_length = -1}); }).field() ==
          "max_length");
    expect_error(Code::invalid_value, [&] { db.add(Field{.key = "a", .max_length = 0}); });
    db.add(Field{.key = "fee", .type = FieldType::money});
    for (const char* currency : {"", "EURO", "JP", "jpy", "J1Y"})
        CHECK(expect_error(Code::invalid_value, [&] {
                  db.add(Contact{.fields = {{"fee", Money{500, currency}}}});
              }).field() == "field.fee");
    db.add(Contact{.fields = {{"fee", Money{500, "JPY"}}}});
}
