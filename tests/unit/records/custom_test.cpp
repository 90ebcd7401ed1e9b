// Custom fields of every type.
#include "records/custom.hpp"
#include "support/expect_error.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;
using test::says;

TEST_CASE("custom values of every type are part of the record") {
    auto db = Database::open(":memory:");
    const ContactId friend_id = db.add(Contact{.name = {.given = "Bob"}});
    for (const Field& field :
         std::vector<Field>{{.key = "text"},
                            {.key = "whole", .type = FieldType::integer},
                            {.key = "real", .type = FieldType::real},
                            {.key = "flag", .type = FieldType::flag},
                            {.key = "time", .type = FieldType::time},
                            {.key = "date", .type = FieldType::date},
                            {.key = "money", .type = FieldType::money},
                            {.key = "choice", .type = FieldType::choice, .choices = {"S", "M"}},
                            {.key = "many", .type = FieldType::choices, .choices = {"赤", "青"}},
                            {.key = "ref", .type = FieldType::reference, .target = "contact"}})
        db.add(field);
    const CustomValues values = {{"text", "日本"},
                                 {"whole", 38},
                                 {"real", 1.5},
                                 {"flag", true},
                                 {"time", *parse_time("2026-01-01T00:00:00Z")},
                                 {"date", PartialDate{2026, 4, 0}},
                                 {"money", Money{500, "JPY"}},
                                 {"choice", "M"},
                                 {"many", Value::Texts{"赤", "青"}},
                                 {"ref", RecordRef{"contact", friend_id.value}}};
    const ContactId id = db.add(Contact{.fields = values});
    CHECK(db.get(id).fields == values);
    const Contact c = db.edit(id, [](Contact& contact) {
        contact.fields.erase("text");
        contact.fields["whole"] = 39;
        contact.fields["many"] = Value::Texts{"青"};
    });
    CHECK(c.meta.version == 2);
    CHECK(c.fields.count("text") == 0);
    CHECK(db.get(id).fields.at("whole") == Value(39));
    CHECK(db.verify().empty());
}

TEST_CASE("custom values are checked against their definition") {
    auto db = Database::open(":memory:");
    db.add(Field{.key = "size", .type = FieldType::integer, .minimum = 10, .maximum = 50});
    db.add(Field{.key = "code", .unique = true, .max_length = 3});
    db.add(Field{.key = "color", .type = FieldType::choice, .choices = {"red", "green"}});
    const auto refuses = [&](Code code, const CustomValues& values) {
        return expect_error(code, [&] { db.add(Contact{.fields = values}); });
    };
    CHECK(refuses(Code::invalid_value, {{"size", 9}}).field() == "field.size");
    CHECK(says(refuses(Code::invalid_value, {{"size", "big"}}), "whole number"));
    CHECK(says(refuses(Code::invalid_value, {{"code", "日本語学"}}), "3 characters"));
    CHECK(says(refuses(Code::invalid_value, {{"color", "gren"}}), "did you mean 'green'"));
    CHECK(says(refuses(Code::invalid_argument, {{"sise", 1}}), "did you mean 'size'"));
    const ContactId id = db.add(Contact{.fields = {{"code", "A1"}, {"color", "RED"}}});
    CHECK(db.get(id).fields.at("color") == Value("red"));
    refuses(Code::not_unique, {{"code", "a1"}});
    db.remove(id);
    const ContactId second = db.add(Contact{.fields = {{"code", "a1"}}});  // uniqueness ignores the trash
    expect_error(Code::not_unique, [&] { db.restore(id); });
    db.remove(second);
    db.restore(id);
    CHECK(db.sql("SELECT count(*) FROM contact").rows[0][0] == Value(2));
}

TEST_CASE("a required custom field") {
    auto db = Database::open(":memory:");
    const ContactId before = db.add(Contact{});
    db.add(Field{.key = "grade", .required = true});
    CHECK(expect_error(Code::required, [&] { db.add(Contact{}); }).field() == "field.grade");
    db.add(Contact{.fields = {{"grade", "A"}}});
    CHECK(db.get(before).fields.empty());
    expect_error(Code::not_unique, [&] { db.add(Field{.key = "grade"}); });
}

TEST_CASE("definitions are checked") {
    auto db = Database::open(":memory:");
    expect_error(Code::invalid_value, [&] { db.add(Field{.record_type = "nothing", .key = "a"}); });
    expect_error(Code::invalid_value, [&] { db.add(Field{.record_type = "tag", .key = "a"}); });
    expect_error(Code::invalid_value, [&] { db.add(Field{.key = "a", .type = FieldType::choice}); });
    expect_error(Code::invalid_value, [&] { db.add(Field{.key = "a", .type = FieldType::reference}); });
    expect_error(Code::required, [&] { db.add(Field{}); });
}

TEST_CASE("text becomes a value of the field's type") {
    const auto parse = [](FieldType type, std::string_view text) {
        return records::parse_custom(Field{.key = "f", .type = type}, text);
    };
    CHECK(parse(FieldType::integer, "４２") == Value(42));
    CHECK(parse(FieldType::real, "1.5") == Value(1.5));
    CHECK(parse(FieldType::flag, "はい") == Value(true));
    CHECK(parse(FieldType::money, "12.34 USD") == Value(Money{1234, "USD"}));
    CHECK(parse(FieldType::choices, "a; b ,c") == Value(Value::Texts{"a", "b", "c"}));
    expect_error(Code::invalid_value, [&] { (void)parse(FieldType::integer, "4x"); });
    expect_error(Code::invalid_value, [&] { (void)parse(FieldType::flag, "maybe"); });
}

TEST_CASE("a definition counts from where it is made to where it is taken back") {
    const test::TempFile file;
    auto db = Database::open(file.path());
    auto other = Database::open(file.path());
    const auto knows = [](Database& base, const char* key) {
        return base.write([&](Transaction& tx) {
            try {
                tx.add(Contact{.fields = {{key, 1}}});
                return true;
            } catch (const Error& error) {
                CHECK(error.code() == Code::invalid_argument);
                return false;
            }
        });
    };
    const Field a{.key = "a", .type = FieldType::integer};
    const Field b{.key = "b", .type = FieldType::integer};
    CHECK_FALSE(knows(db, "a"));
    CHECK_FALSE(knows(other, "a"));

    const FieldId id = other.add(a);  // by another connection
    CHECK(knows(db, "a"));
    const ContactId ada = db.add(Contact{.fields = {{"a", 7}}});
    CHECK(other.get(ada).fields == CustomValues{{"a", 7}});

    expect_error(Code::invalid_value, [&] {  // by a transaction that fails
        db.write([&](Transaction& tx) {
            tx.add(b);
            tx.add(Contact{.fields = {{"b", 1}}});
            throw Error(Code::invalid_value, "no");
        });
    });
    CHECK_FALSE(knows(db, "b"));
    db.write([&](Transaction& tx) {  // by a part of a transaction that fails
        expect_error(Code::not_unique, [&] { tx.add(std::vector<Field>{b, b}); });
        expect_error(Code::invalid_argument, [&] { tx.add(Contact{.fields = {{"b", 1}}}); });
    });
    db.remove(id);
    CHECK_FALSE(knows(db, "a"));
    CHECK_FALSE(knows(other, "a"));
    CHECK(other.get(ada).fields.empty());
    other.restore(id);
    CHECK(db.get(ada).fields == CustomValues{{"a", 7}});
}
