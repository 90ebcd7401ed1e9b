// Fields by name: times in the file's zone, elements in step, taking one value away.
#include <catch2/catch.hpp>

#include <kith/field_access.hpp>
#include <kith/kith.hpp>

#include <string>

using namespace kith;

namespace {

const Settings tokyo{.region = "JP", .time_zone = "Asia/Tokyo"};

Time utc(const char* text) { return *parse_time(text); }

}  // namespace

TEST_CASE("a time without an offset is one of the file's zone", "[field_access]") {
    Interaction interaction;
    set_field(interaction, "at", "2025-01-01T10:00", tokyo);
    CHECK(interaction.at == utc("2025-01-01T01:00Z"));
    set_field(interaction, "at", "2025-01-01T10:00Z", tokyo);
    CHECK(interaction.at == utc("2025-01-01T10:00Z"));
    set_field(interaction, "at", "2025年1月2日 9時30分", tokyo);
    CHECK(interaction.at == utc("2025-01-02T00:30Z"));
    // The hour that a clock change skips is the moment of the change; of one that comes twice the first.
    const Settings berlin{.time_zone = "Europe/Berlin"};
    set_field(interaction, "at", "2025-03-30 02:30", berlin);
    CHECK(interaction.at == utc("2025-03-30T01:00Z"));
    set_field(interaction, "at", "2025-10-26 02:30", berlin);
    CHECK(interaction.at == utc("2025-10-26T00:30Z"));
    Contact contact;
    set_field(record_type<Contact>(), &contact, "field.seen", "2025-01-01 10:00", tokyo, FieldType::time);
    CHECK(contact.fields.at("seen") == Value(utc("2025-01-01T01:00Z")));
}

TEST_CASE("text that is no value of a field is refused by the field's name", "[field_access]") {
    Interaction interaction;
    CHECK_THROWS_WITH(set_field(interaction, "at", "soon", tokyo), Catch::StartsWith("at needs a time"));
    CHECK_THROWS_WITH(set_field(interaction, "duration", "x"), "duration needs a number, not 'x'");
    CHECK_THROWS_AS(set_field(interaction, "at", "2025-01-01 10:00", Settings{.time_zone = "Mars/Base"}),
                    Error);
}

TEST_CASE("text_of shows the zone's clocks and set_field reads it back", "[field_access]") {
    CHECK(text_of(Value(utc("2025-01-01T01:00Z")), tokyo) == "2025-01-01 10:00:00+09:00");
    CHECK(text_of(Value(utc("2025-07-01T00:00:00.250Z")), {.time_zone = "America/St_Johns"}) ==
          "2025-06-30 21:30:00.250-02:30");
    CHECK(text_of(Value(utc("2025-01-01T01:00Z")), {.time_zone = "Mars/Base"}) == "2025-01-01 01:00:00+00:00");
    CHECK(text_of(Value("T and Z"), tokyo) == "T and Z");
    for (const char* zone : {"UTC", "Asia/Kathmandu", "America/New_York"}) {
        const Settings settings{.time_zone = zone};
        Interaction interaction;
        const Time time = utc("2025-11-02T05:30:15.125Z");
        set_field(interaction, "at", text_of(Value(time), settings), settings);
        CHECK(interaction.at == time);
    }
}

TEST_CASE("the values of an element's parts are in step", "[field_access]") {
    const Contact contact{.emails = {{.address = "a@x"}, {.address = "b@x", .label = "home"}}};
    const auto labels = field_values(contact, "email.label");
    REQUIRE(labels.size() == 2);
    CHECK(labels[0].empty());
    CHECK(labels[1] == Value("home"));
    CHECK(field_values(contact, "name.given").empty());
}

TEST_CASE("remove_value takes what is equal and keeps the ids of the rest", "[field_access]") {
    Database db = Database::open(":memory:", {.region = "JP"});
    const auto& type = record_type<Contact>();
    const ContactId id =
        db.add(Contact{.name = {.given = "Taro"},
                       .emails = {{.address = "a@x.jp"}, {.address = "B@x.jp", .label = "home"}},
                       .phones = {{.number = "03-5550-1234"}},
                       .tags = {"vip", "jp"}});
    Contact contact = db.get(id);
    const std::int64_t kept = contact.emails[1].id;
    CHECK(remove_value(type, &contact, "email", "A@X.JP", tokyo));
    CHECK_FALSE(remove_value(type, &contact, "email", "nobody@x.jp", tokyo));
    CHECK(remove_value(type, &contact, "phone", "+81 3 5550 1234", tokyo));
    CHECK(remove_value(type, &contact, "tags", "VIP", tokyo));
    CHECK(contact.tags == std::vector<std::string>{"jp"});
    db.update(contact);
    contact = db.get(id);
    REQUIRE(contact.emails.size() == 1);
    CHECK(contact.emails[0].id == kept);
    CHECK(contact.emails[0].label == "home");
    CHECK(contact.phones.empty());
    CHECK_THROWS_WITH(remove_value(type, &contact, "name.given", "Taro"), Catch::Contains("one value"));
    CHECK_THROWS_AS(remove_value(type, &contact, "nmae.given", "Taro"), Error);
    CHECK(db.verify().empty());
}
