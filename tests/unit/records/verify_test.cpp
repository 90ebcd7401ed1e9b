// What `verify` finds in a damaged file, and that it finds nothing in a sound one.
#include "store/connection.hpp"
#include "support/dump.hpp"

#include <kith/duplicates.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::findings;

namespace {

/// A file with a row in every table that verify reads.
Database office() {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(Field{.key = "code"});
    db.add(Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
    db.add(Field{.key = "fee", .type = FieldType::money});
    db.add(Field{.key = "size", .type = FieldType::choice, .choices = {"S", "M"}});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                         .emails = {{.address = "Ada@Engines.example"}},
                                         .phones = {{.number = "03-1234-5678 内線 12"}},
                                         .addresses = {{.locality = "London", .country = "United Kingdom"}},
                                         .handles = {{.service = "x", .address = "@Ada"}},
                                         .birthday = PartialDate{1815, 12, 10},
                                         .tags = {"vip"}});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"},
                                         .fields = {{"code", "A1"},
                                                    {"boss", RecordRef{"contact", ada.value}},
                                                    {"fee", Money{500, "JPY"}},
                                                    {"size", "M"}}});
    const ContactId third = db.add(Contact{.name = {.given = "Bob"}});
    const OrganizationId firm = db.add(Organization{.name = "日本株式会社"});
    db.add(Interaction{.participants = {ada}, .subject = "Call", .duration_seconds = 60});
    db.add_to_list(ada, "Newsletter");
    db.segments().save("All", "");
    db.duplicates().not_duplicate(ada, bob);
    db.imports().run_bytes("Name,Email\nEve,eve@x.example\n", "people.csv");
    db.duplicates().confirm(ada, db.ids<Contact>("email = 'eve@x.example'").at(0));
    db.merge(merge_of(bob, {third}));
    db.add(Employment{.contact = ada, .organization = firm});
    return db;
}

struct Damage {
    std::string sql;
    std::string check;
    std::string table;
    std::string says;
};

void finds(const Damage& damage) {
    auto db = office();
    db.write([&](Transaction& tx) { tx.connection().exec(damage.sql); });
    INFO(damage.sql << "\n" << findings(db));
    const auto found = db.verify();
    CHECK(std::any_of(found.begin(), found.end(), [&](const Finding& finding) {
        return finding.check == damage.check && finding.table == damage.table &&
               finding.message.find(damage.says) != std::string::npos;
    }));
}

}  // namespace

TEST_CASE("verify finds nothing in a sound file") { CHECK(findings(office()) == ""); }

TEST_CASE("verify finds computed columns that are not what the record gives") {
    for (const auto& [table, column] : std::vector<std::pair<std::string, std::string>>{
             {"contact", "sort_key"},
             {"organization", "sort_key"},
             {"organization", "core_name"},
             {"tag", "folded"},
             {"list", "folded"},
             {"segment", "folded"},
             {"email", "normalized"},
             {"phone", "digits"},
             {"phone", "extension"},
             {"address", "folded"},
             {"address", "country_code"},
             {"handle", "normalized"},
         })
        finds({"UPDATE " + table + " SET " + column + " = 'q' WHERE id = 1", "computed", table, " 1: "});
    finds({"UPDATE phone SET e164 = 123", "computed", "phone", "contact 1: phones.e164"});
    finds({"UPDATE phone SET e164 = NULL", "computed", "phone", "contact 1: phones.e164"});
}

TEST_CASE("verify finds records that would be refused") {
    finds({"UPDATE contact SET lifecycle = 7777 WHERE id = 1", "record", "contact",
           "lifecycle has no choice 7777"});
    finds({"UPDATE contact SET birthday = 'hello' WHERE id = 1", "record", "contact",
           "birthday cannot be read"});
    finds({"UPDATE contact SET given = CAST(x'fffe' AS TEXT) WHERE id = 1", "record", "contact", "UTF-8"});
    finds({"UPDATE address SET latitude = 1000", "record", "contact", "latitude"});
    finds({"UPDATE field SET type = 99 WHERE id = 1", "record", "field", "type has no choice 99"});
    finds({"UPDATE field SET record_type = 'bogus' WHERE id = 1", "record", "field", "'bogus'"});
    finds({"UPDATE field SET choices = 'no list' WHERE id = 4", "record", "field", "choices"});
    finds({"UPDATE list SET record_type = 'bogus'", "record", "list", "'bogus'"});
}

TEST_CASE("verify finds custom values that are not their field's") {
    finds({"UPDATE field_value SET value = 5 WHERE field_id = 1", "record", "field_value", "'code'"});
    finds({"UPDATE field_value SET value = 'A2' WHERE field_id = 1", "record", "field_value", "'code'"});
    finds({"UPDATE field_value SET folded = 'q' WHERE field_id = 1", "record", "field_value", "'code'"});
    finds({"UPDATE field_value SET folded = NULL WHERE field_id = 4", "record", "field_value", "'size'"});
    finds({"UPDATE field_value SET unit = NULL WHERE field_id = 3", "record", "field_value", "currency"});
    finds({"UPDATE field_value SET unit = 'nope' WHERE field_id = 2", "record", "field_value", "'boss'"});
    finds({"UPDATE field_value SET value = 999 WHERE field_id = 2", "link", "field_value", "contact 999"});
    finds({"UPDATE field_value SET record_id = 999", "link", "field_value", "contact 999"});
}

TEST_CASE("verify finds links that lead nowhere") {
    for (const std::string table :
         {"tagging", "list_member", "source_record", "not_duplicate", "confirmed_duplicate", "merge"})
        finds({"UPDATE \"" + table + "\" SET kind = 999", "link", table, "kind 999"});
    finds({"UPDATE tagging SET kind = 2", "link", "tagging", "kind 2"});  // a table, but no record type
    for (const std::string table : {"tagging", "list_member", "source_record"})
        finds({"UPDATE " + table + " SET record_id = 999", "link", table, "contact 999"});
    for (const std::string table : {"not_duplicate", "confirmed_duplicate"})
        finds({"UPDATE " + table + " SET high_id = 999", "link", table, "contact 999"});
    finds({"UPDATE merge SET survivor_id = 999", "link", "merge", "contact 999"});
    finds({"UPDATE merge_move SET table_number = 999", "link", "merge_move", "999"});
    finds({"UPDATE list SET record_type = 'organization'", "link", "list_member", "list 1"});
    finds({"UPDATE contact SET merged_into = 3 WHERE id = 2", "link", "contact", "loop"});
    finds({"UPDATE participant SET at = 5", "link", "participant", "interaction 1"});
}

TEST_CASE("verify finds counters that would give ids again, and missing settings") {
    for (const char* table :
         {"contact", "email", "tag", "merge", "source_record", "not_duplicate", "confirmed_duplicate"}) {
        const std::string name = table;
        finds({"UPDATE counter SET next = 1 WHERE name = '" + name + "'", "counter", name, "is taken"});
        finds({"DELETE FROM counter WHERE name = '" + name + "'", "counter", name, "is taken"});
    }
    for (const char* key : {"uid", "replica", "region", "time_zone", "week_start", "fiscal_year_start"})
        finds({"DELETE FROM setting WHERE key = '" + std::string(key) + "'", "setting", "setting", key});
    finds({"UPDATE setting SET value = 'x' WHERE key = 'uid'", "setting", "setting", "uid"});
}

TEST_CASE("many findings of a kind are counted, not listed") {
    auto db = Database::open(":memory:");
    db.add(std::vector<Contact>(50, {.name = {.given = "Ada"}}));
    db.write([](Transaction& tx) { tx.connection().exec("UPDATE contact SET sort_key = 'q'"); });
    const auto found = db.verify();
    CHECK(found.size() == 11);
    CHECK(found.back().message.find("40 more") != std::string::npos);
}

TEST_CASE("a rebuild and a change of region make computed columns anew") {
    auto db = office();
    db.write([](Transaction& tx) {
        tx.connection().exec(
            "UPDATE contact SET sort_key = 'q'; UPDATE phone SET e164 = 123; UPDATE tag SET folded = 'q'");
    });
    CHECK(findings(db) != "");
    db.rebuild();
    CHECK(findings(db) == "");
    CHECK(db.get(ContactId{1}).phones[0].e164 == 81312345678);

    Settings settings = db.settings();
    settings.region = "US";
    const auto version = db.get(ContactId{1}).meta.version;
    db.settings(settings);
    CHECK(db.get(ContactId{1}).phones[0].e164 != 81312345678);
    CHECK(db.get(ContactId{1}).meta.version == version);
    CHECK(findings(db) == "");
    settings.region = "JP";
    db.settings(settings);
    CHECK(db.get(ContactId{1}).phones[0].e164 == 81312345678);
    CHECK(findings(db) == "");
}
