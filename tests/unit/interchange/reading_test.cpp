// What imports make of single values, and that exports write them so that they come back.
#include "support/dump.hpp"

#include <kith/exports.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;
using kith::test::findings;

namespace {

Database base() { return Database::open(":memory:", {.region = "JP", .time_zone = "Asia/Tokyo"}); }

Time utc(std::string_view text) { return parse_time(text).value(); }

/// The problems of a report, one per line: "4 name: reason".
std::string problems(const ImportReport& report) {
    std::string text;
    for (const ImportedRow& row : report.rows)
        for (const ImportProblem& problem : row.problems)
            text += std::to_string(problem.line) + " " + problem.field + ": " + problem.reason + "\n";
    return text;
}

Contact read_card(const std::string& lines, std::string* said = nullptr) {
    Database db = base();
    const ImportReport report =
        db.imports().run_bytes("BEGIN:VCARD\nVERSION:4.0\n" + lines + "END:VCARD\n", "a.vcf");
    if (said != nullptr) *said = problems(report);
    REQUIRE(db.count<Contact>() == 1);
    return db.query<Contact>().front();
}

}  // namespace

TEST_CASE("custom times are those of the file's zone, as built-in ones", "[import]") {
    Database db = base();
    db.add(Field{.key = "called", .type = FieldType::time});
    db.add(Field{.key = "due", .type = FieldType::date});
    const ImportReport report =
        db.imports().run_bytes("name,called,due,birthday\nA B,2025-01-01 10:00:05,25/12/2025,25/12/1990\n"
                               "C D,2025-01-01T10:00Z,,\nE F,2025-01-01,,\nG H,soon,,\n",
                               "x.csv", {.mapping = {{"called", "field.called"}, {"due", "field.due"}}});
    const auto people = db.query<Contact>();
    REQUIRE(people.size() == 4);
    CHECK(people[0].fields.at("called") == Value(utc("2025-01-01T01:00:05Z")));
    CHECK(people[0].fields.at("due") == Value(PartialDate{2025, 12, 25}));  // in the order of the file's dates
    CHECK(people[1].fields.at("called") == Value(utc("2025-01-01T10:00Z")));
    CHECK(people[2].fields.at("called") == Value(utc("2024-12-31T15:00Z")));
    CHECK(people[3].fields.count("called") == 0);
    CHECK(problems(report) == "5 field.called: 'soon' is not a time\n");
    db.edit(people[2].id, [](Contact& c) { c.fields["called"] = Value(utc("1969-12-31T23:59:59.250Z")); });
    db.edit(people[3].id, [](Contact& c) { c.fields["due"] = Value(PartialDate{.month = 4, .day = 1}); });
    for (const char* format : {"csv", "jsonl"}) {
        const std::string text = export_text(db, {.format = format});
        Database back = base();
        back.add(Field{.key = "called", .type = FieldType::time});
        back.add(Field{.key = "due", .type = FieldType::date});
        CHECK(problems(back.imports().run_bytes(text, std::string("x.") + format)) == "");
        CHECK(export_text(back, {.format = format}) == text);
    }
}

TEST_CASE("interactions find their people by full name where one has it", "[import]") {
    Database db = base();
    const ContactId ada =
        db.add(Contact{.name = {.given = "Ada", .additional = "King", .family = "Lovelace"}});
    const ContactId taro = db.add(Contact{
        .name = {.given = "太郎", .family = "山田", .phonetic_given = "たろう", .phonetic_family = "やまだ"}});
    const ContactId first = db.add(Contact{.name = {.given = "Bob", .family = "Lee"}});
    const ContactId second = db.add(Contact{.name = {.full = "Bob Lee"}});
    db.remove(db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}}));
    const ImportReport report = db.imports().run_bytes(
        "date,contact,subject\n2025-02-03,ADA LOVELACE,1\n2025-02-03,\"Lovelace, Ada\",2\n"
        "2025-02-03,山田太郎,3\n2025-02-03,太郎　山田,4\n2025-02-03,ヤマダ タロウ,5\n"
        "2025-02-03,Ada,6\n2025-02-03,Bob Lee,7\n2025-02-03,Ada Lovelace; 山田 太郎,8\n"
        "2025-02-03,Ada Lovelace; Bob Lee,9\n",
        "log.csv", {.record_type = "interaction"});
    CHECK(report.created == 6);
    CHECK(report.failed == 3);
    const std::string two = "2 contacts are called 'Bob Lee' (" + std::to_string(first.value) + ", " +
                            std::to_string(second.value) + "): say which by an e-mail address or uid\n";
    CHECK(problems(report) == "7 : no contact is known as 'Ada'\n8 : " + two + "10 : " + two);
    for (const Interaction& each : db.query<Interaction>()) {
        INFO(each.subject);
        const bool of_ada = each.subject == "1" || each.subject == "2";
        REQUIRE(each.participants.size() == (each.subject == "8" ? 2 : 1));
        CHECK(each.participants.front().contact == (of_ada || each.subject == "8" ? ada : taro));
    }
    // Merged, they are one again.
    db.merge(merge_of(first, {second}));
    CHECK(db.imports()
              .run_bytes("date,contact\n2025-02-03,lee bob\n", "b.csv", {.record_type = "interaction"})
              .created == 1);
    CHECK(findings(db) == "");
}

TEST_CASE("values with Google's divider in them come back from CSV", "[import][export]") {
    Database db = base();
    db.add(Field{.key = "colors",
                 .type = FieldType::choices,
                 .choices = {"a:::b", "red, light", "blue", "x\\:::y", "::::"}});
    const std::vector<std::string> texts{"a:::b", "a ::: b", ":::", "C:\\:::", "::::::", "\\:::\\"};
    for (const std::string& text : texts) {
        Contact contact{.name = {.full = text + " Smith"}, .notes = text};
        contact.handles = {{.service = "irc", .address = text, .label = text}};
        contact.addresses = {{.street = text, .locality = "London"},
                             {.street = "Other Street", .locality = text}};
        contact.external_ids = {{.system = "s", .value = text}};
        contact.tags = {"x" + text + "y"};
        contact.fields["colors"] = Value(Value::Texts{"a:::b", "red, light", "x\\:::y", "::::"});
        db.add(contact);
    }
    db.add(Contact{.name = {.given = "One"}, .fields = {{"colors", Value(Value::Texts{"a:::b"})}}});
    const std::string text = export_text(db, {.format = "csv"});
    Database back = base();
    back.add(Field{.key = "colors",
                   .type = FieldType::choices,
                   .choices = {"a:::b", "red, light", "blue", "x\\:::y", "::::"}});
    const ImportReport report = back.imports().run_bytes(text, "kith.csv");
    CHECK(problems(report) == "");
    CHECK(export_text(back, {.format = "csv"}) == text);
    const auto before = db.query<Contact>();
    const auto after = back.query<Contact>();
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        INFO(before[i].notes);
        CHECK(after[i].tags == before[i].tags);
        CHECK(after[i].fields == before[i].fields);
        REQUIRE(after[i].addresses.size() == before[i].addresses.size());
        for (std::size_t k = 0; k < before[i].addresses.size(); ++k) {
            CHECK(after[i].addresses[k].street == before[i].addresses[k].street);
            CHECK(after[i].addresses[k].locality == before[i].addresses[k].locality);
        }
        if (before[i].handles.empty()) continue;
        CHECK(after[i].handles.at(0).address == before[i].handles[0].address);
        CHECK(after[i].handles.at(0).label == before[i].handles[0].label);
        CHECK(after[i].external_ids.at(0).value == before[i].external_ids[0].value);
    }
    // Google's own cells are divided as before.
    back.imports().run_bytes("name,email\nTwo Mails,a@x.example ::: b@x.example\n", "google.csv");
    CHECK(back.query<Contact>("email = \"b@x.example\"").at(0).emails.size() == 2);
}

TEST_CASE("a card's note keeps its spaces", "[import]") {
    CHECK(read_card("FN:Ada Lovelace\nNOTE:  indented\\n  more  \n").notes == "  indented\n  more  ");
    CHECK(read_card("FN:Ada Lovelace\nNOTE:  \n").notes.empty());
}

TEST_CASE("a printed address has lines, and its backslashes stay", "[import][export]") {
    const Contact contact =
        read_card("FN:Ada Lovelace\nADR;LABEL=\"12 St James\\nLondon^nUK, Earth\":;;;London;;;\n");
    CHECK(contact.addresses.at(0).raw == "12 St James\nLondon\nUK, Earth");
    Database db = base();
    Contact path = contact;
    path.id = {};
    path.meta = {};
    path.addresses = {{.locality = "London", .raw = "C:\\new\\\\n\n\"x\"; y"}};
    db.add(path);
    Database back = base();
    back.imports().run_bytes(export_text(db, {.format = "vcard"}), "a.vcf");
    CHECK(back.query<Contact>().at(0).addresses.at(0).raw == path.addresses[0].raw);
}

TEST_CASE("a second N of a card is reported with its line", "[import]") {
    std::string said;
    const Contact contact =
        read_card("N:Lovelace;Ada;;;\nN:Lovelace;Ada;;;\nFN:Ada Lovelace\nN:King;Augusta;;;\n", &said);
    CHECK(contact.name.family == "Lovelace");
    CHECK(said == "6 name: a second N, 'King;Augusta;;;', is not kept\n");
}

TEST_CASE("dates of custom columns alone tell the order of the file's dates", "[import]") {
    Database db = Database::open(":memory:", {.region = "US"});
    db.add(Field{.key = "due", .type = FieldType::date});
    db.imports().run_bytes("name,field.due\nA B,25/12/2024\nC D,03/04/2024\n", "x.csv");
    const auto people = db.query<Contact>();
    REQUIRE(people.size() == 2);
    CHECK(people[1].fields.at("due") == Value(PartialDate{2024, 4, 3}));
}

TEST_CASE("a log of interactions is one, also with columns that contacts have", "[import]") {
    for (const std::string extra : {"notes", "tags", "owner", "id"}) {
        INFO(extra);
        Database db = base();
        const ContactId ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
        const ImportReport report = db.imports().run_bytes(
            "date,channel,direction,contact," + extra + "\n2025-02-03 09:00,phone,inbound,Ada Lovelace,x1\n",
            "log.csv",
            {.record_type = "", .mapping = {{"date", "at"}}, .external_id = extra == "id" ? "id" : ""});
        CHECK(report.record_type == "interaction");
        CHECK(db.count<Contact>() == 1);
        REQUIRE(db.count<Interaction>() == 1);
        CHECK(db.query<Interaction>().front().participants.front().contact == ada);
    }
    Database db = base();
    CHECK(db.imports()
              .run_bytes("name,email,date,notes\nA B,a@b.example,2025-01-01,x\n", "c.csv", {.record_type = ""})
              .record_type == "contact");
}

TEST_CASE("a name in a log is found with and without titles, and never another generation", "[import]") {
    Database db = base();
    const ContactId eva = db.add(Contact{.name = {.full = "Dr. med. Eva Braun"}});
    const ContactId taro = db.add(Contact{.name = {.full = "山田 太郎"}});
    const ContactId junior = db.add(Contact{.name = {.full = "Bob Smith Jr."}});
    int day = 10;  // the same person on the same day is the same interaction
    const auto found = [&](const std::string& name) {
        const ImportReport report = db.imports().run_bytes(
            "date,channel,contact\n2025-02-" + std::to_string(++day) + " 09:00,phone,\"" + name + "\"\n",
            name, {.record_type = "interaction"});
        if (report.created == 0) return ContactId{};
        return db.query<Interaction>("order by id desc limit 1").front().participants.front().contact;
    };
    CHECK(found("Dr. med. Eva Braun") == eva);
    CHECK(found("Dr. Eva Braun") == eva);
    CHECK(found("Eva Braun") == eva);
    CHECK(found("山田太郎様") == taro);
    CHECK(found("Bob Smith Jr.") == junior);
    CHECK(found("Bob Smith Sr.") == ContactId{});
}
