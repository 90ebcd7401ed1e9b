// The generic verbs over every kind of field.
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;
using test::says;

namespace {

Contact ada() {
    return {.name = {.given = "Ada", .family = "Lovelace"},
            .emails = {{.address = "Ada@Engines.example", .label = "work"}},
            .phones = {{.number = "03-1234-5678 内線 12"}},
            .addresses =
                {{.number = "12b", .street = "Main St", .locality = "London", .country = "United Kingdom"}},
            .handles = {{.service = "web", .address = "https://www.ada.example/"}},
            .birthday = PartialDate{.month = 12, .day = 10},
            .dates = {{.date = {1852, 11, 27}, .label = "命日"}},
            .language = "en",
            .lifecycle = Lifecycle::lead,
            .notes = "Notes",
            .external_ids = {{.system = "erp", .value = "4711"}},
            .tags = {"vip", "math"}};
}

}  // namespace

TEST_CASE("what is added is what is read, kept fields included") {
    auto db = Database::open(":memory:", {.region = "JP"});
    const Contact before = ada();
    const ContactId id = db.add(before);
    const Contact c = db.get(id);
    CHECK(c.id == id);
    CHECK(c.name == before.name);
    REQUIRE(c.emails.size() == 1);
    CHECK(c.emails[0].address == "Ada@Engines.example");
    CHECK(c.emails[0].normalized == "ada@engines.example");
    REQUIRE(c.phones.size() == 1);
    CHECK(c.phones[0].e164 == 81312345678);
    CHECK(c.phones[0].extension == "12");
    CHECK(c.addresses[0].country_code == "GB");
    CHECK(c.handles[0].normalized == "ada.example");
    CHECK(c.birthday == before.birthday);
    CHECK(c.dates[0].date == before.dates[0].date);
    CHECK(c.lifecycle == Lifecycle::lead);
    CHECK(c.external_ids[0].value == "4711");
    CHECK(c.tags == std::vector<std::string>{"math", "vip"});
    CHECK(c.meta.version == 1);
    CHECK(c.meta.uid.size() == 36);
    CHECK_FALSE(c.sort_key.empty());
    CHECK(db.verify().empty());
}

TEST_CASE("a name typed as one text is parsed into parts") {
    auto db = Database::open(":memory:", {.region = "JP"});
    const Contact c = db.get(db.add(Contact{.name = {.full = "山田 太郎"}}));
    CHECK(c.name.family == "山田");
    CHECK(c.name.given == "太郎");
    CHECK(c.name.full == "山田 太郎");
}

TEST_CASE("update writes the differences and nothing else") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(ada());
    Contact c = db.get(id);
    const auto email_id = c.emails[0].id;

    c.emails[0].label = "office";
    c.emails.push_back({.address = "ada@home.example"});
    c.notes = "";
    db.update(c);
    CHECK(c.meta.version == 2);
    CHECK(c.emails[0].id == email_id);
    CHECK(c.emails[1].id != 0);
    CHECK(db.get(id) == c);

    std::swap(c.emails[0], c.emails[1]);
    db.update(c);
    CHECK(db.get(id).emails[1].id == email_id);

    c.emails.insert(c.emails.begin() + 1, Email{.address = "third@home.example"});
    db.update(c);
    CHECK(db.get(id).emails[1].address == "third@home.example");
    CHECK(db.get(id) == c);

    c.emails.erase(c.emails.begin());
    c.phones.clear();
    db.update(c);
    CHECK(db.get(id) == c);

    const auto version = c.meta.version;
    db.update(c);
    CHECK(c.meta.version == version);  // nothing differs: nothing is written
    CHECK(db.last_transaction() == 0);
    CHECK(db.verify().empty());
}

TEST_CASE("an element copied from another record, or twice, is a new element") {
    auto db = Database::open(":memory:");
    const Contact first = db.get(db.add(ada()));
    Contact second = db.get(db.add(Contact{}));
    second.emails = {first.emails[0], first.emails[0]};
    db.update(second);
    CHECK(second.emails.size() == 2);
    CHECK(second.emails[0].id != first.emails[0].id);
    CHECK(second.emails[0].id != second.emails[1].id);
    CHECK(db.get(first.id).emails == first.emails);
}

TEST_CASE("what no update writes comes back as it is stored") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(ada());
    const Contact edited = db.edit(id, [](Contact& c) {
        c.name.given = "Augusta";
        c.tags.emplace_back("only said here");
        c.meta.uid = "another";
        c.meta.created_at += std::chrono::hours(1);
        c.meta.deleted_at = c.meta.created_at;
    });
    CHECK(edited == db.get(id));
}

TEST_CASE("a conflict names both versions and changes nothing") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(ada());
    Contact mine = db.get(id);
    db.edit(id, [](Contact& c) { c.notes = "theirs"; });
    mine.notes = "mine";
    const Contact unchanged = mine;
    const Error error = expect_error(Code::conflict, [&] { db.update(mine); });
    CHECK(error.argument("expected_version") == "1");
    CHECK(error.argument("stored_version") == "2");
    CHECK(error.record() == "contact 1");
    CHECK(mine == unchanged);
    CHECK(db.get(id).notes == "theirs");
    CHECK_FALSE(error.message(Language::ja).empty());
}

TEST_CASE("the trash") {
    auto db = Database::open(":memory:");
    const UserId id = db.add(User{.name = "ada"});
    db.remove(id);
    CHECK_FALSE(db.find(id));
    CHECK(db.get(id).meta.deleted_at);
    const UserId second = db.add(User{.name = "ada"});  // uniqueness ignores the trash
    expect_error(Code::not_unique, [&] { db.restore(id); });
    db.remove(second);
    db.restore(id);
    CHECK(db.find(id));
    expect_error(Code::not_found, [&] { db.remove(UserId{99}); });
    expect_error(Code::not_found, [&] { (void)db.get(ContactId{99}); });
}

TEST_CASE("values are checked, and the error names the field") {
    auto db = Database::open(":memory:");
    CHECK(expect_error(Code::required, [&] { db.add(Organization{}); }).field() == "name");
    CHECK(expect_error(Code::required, [&] { db.add(Employment{}); }).field() == "contact");
    CHECK(expect_error(Code::not_found, [&] { db.add(Contact{.owner = UserId{7}}); }).field() == "owner");
    CHECK(expect_error(Code::invalid_value, [&] { db.add(Contact{.notes = "\xff"}); }).field() == "notes");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(Contact{.notes = std::string("a\0b", 3)});
          }).field() == "notes");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(Contact{.birthday = PartialDate{2024, 13, 1}});
          }).field() == "birthday");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(Contact{.lifecycle = static_cast<Lifecycle>(12345)});
          }).field() == "lifecycle");
    CHECK(expect_error(Code::not_found, [&] {
              db.add(Interaction{.participants = {ContactId{5}}});
          }).field() == "participants.contact");
    CHECK(db.sql("SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM organization) "
                 "+ (SELECT count(*) FROM interaction)")
              .rows[0][0] == Value(0));
}

TEST_CASE("a span is added in one transaction or not at all") {
    auto db = Database::open(":memory:");
    std::vector<Organization> three = {{.name = "A"}, {.name = "B"}, {.name = ""}};
    const Error error = expect_error(Code::required, [&] { db.add(three); });
    CHECK(error.argument("position") == "2");
    CHECK(db.sql("SELECT count(*) FROM organization").rows[0][0] == Value(0));
    three[2].name = "C";
    const auto ids = db.add(three);
    CHECK(ids.size() == 3);
    CHECK(db.get(ids[2]).name == "C");
}

TEST_CASE("interactions keep their body apart and their participants as a timeline") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}});
    const Time at = *parse_time("2026-03-01T10:00:00Z");
    const InteractionId id = db.add(Interaction{.participants = {a, {b, Role::sender}, a},
                                                .at = at,
                                                .channel = Channel::email,
                                                .subject = "Hello",
                                                .body = "A long letter"});
    Interaction i = db.get(id);
    CHECK(i.body == "A long letter");
    CHECK(i.participants.size() == 2);
    i.at += std::chrono::hours(24);
    i.participants = {{b, Role::recipient}};
    i.body.clear();
    db.update(i);
    CHECK(db.get(id) == i);
    CHECK(db.sql("SELECT contact_id, at FROM participant").rows ==
          std::vector<std::vector<Value>>{{Value(b.value), Value(i.at.time_since_epoch().count())}});
    CHECK(db.sql("SELECT count(*) FROM interaction_body").rows[0][0] == Value(0));
    db.add(Interaction{.subject = "nobody took part"});
    CHECK(db.verify().empty());
}

TEST_CASE("tags are words whose spelling does not matter") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.tags = {"VIP"}});
    CHECK_FALSE(db.tag(id, "ｖｉｐ"));
    CHECK(db.tag(id, "友人"));
    CHECK(db.get(id).tags.size() == 2);
    CHECK(db.untag(id, "Vip"));
    CHECK_FALSE(db.untag(id, "unknown"));
    CHECK(db.get(id).tags == std::vector<std::string>{"友人"});
    expect_error(Code::not_found, [&] { db.tag(ContactId{9}, "x"); });
    CHECK(db.verify().empty());
}

TEST_CASE("lists hold records of one type") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{});
    const OrganizationId other = db.add(Organization{.name = "O"});
    CHECK(db.add_to_list(id, "Newsletter"));
    CHECK_FALSE(db.add_to_list(id, "newsletter"));
    expect_error(Code::invalid_argument, [&] { db.add_to_list(other, "Newsletter"); });
    CHECK(db.remove_from_list(id, "Newsletter"));
    CHECK_FALSE(db.remove_from_list(id, "Newsletter"));
}

TEST_CASE("every descriptor agrees with its struct and its table") {
    auto db = Database::open(":memory:");
    for (const Finding& finding : db.verify())
        FAIL(finding.check << " " << finding.table << ": " << finding.message);
    for (const std::string& name : record_type_names()) {
        INFO(name);
        const RecordType* type = find_record_type(name);
        REQUIRE(type != nullptr);
        CHECK_FALSE(fields_of(*type).empty());
        for (const FieldDescription& field : fields_of(*type)) {
            INFO(field.name);
            CHECK_FALSE(field.label.empty());
            CHECK((field.type == FieldType::choice) == !field.choices.empty());
            CHECK((field.type == FieldType::reference) == !field.target.empty());
        }
    }
    CHECK(find_record_type("contacts") == find_record_type("contact"));
    CHECK(find_record_type("nothing") == nullptr);
}
