// What an import's report says of the file as a whole, without a look at it before.
#include <kith/imports.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;

namespace {

const std::string calls = "date,channel,direction,contact\n2025-02-03 09:00,phone,inbound,ada@x.example\n";

Database base() {
    Database db = Database::open(":memory:");
    db.add(Contact{.emails = {{.address = "ada@x.example"}}});
    return db;
}

/// Inspects and imports the same bytes; both must say the same of them.
ImportReport read(const std::string& bytes, const std::string& name, const ImportOptions& options = {}) {
    Database db = base();
    const ImportPlan plan = db.imports().inspect_bytes(bytes, name, options);
    ImportReport report = db.imports().run_bytes(bytes, name, options);
    CHECK(report.format == plan.format);
    CHECK(report.record_type == plan.record_type);
    CHECK(report.dialect == plan.dialect);
    CHECK(report.encoding == plan.encoding);
    CHECK(report.encoding_confidence == plan.encoding_confidence);
    CHECK(report.total == plan.rows);
    return report;
}

}  // namespace

TEST_CASE("a report says all that a plan says of the file", "[import]") {
    const ImportReport google =
        read("First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value\nAda,Lovelace,* Work,ada@x.example\n",
             "contacts.csv");
    CHECK(google.dialect == "Google Contacts");
    CHECK(google.record_type == "contact");
    CHECK(google.format == "csv");
    const ImportReport card = read(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:B\nEND:VCARD\n",
        "a.vcf");
    CHECK(card.dialect == "vCard 3.0");
    CHECK(read("{\"name\":{\"full\":\"Ada Lovelace\"}}\n", "a.jsonl", {.record_type = ""}).format == "jsonl");
    CHECK(read("\x96\xbc\x91\x4f,\x83\x81\x81\x5b\x83\x8b\n\x8e\x52\x93\x63,taro@example.jp\n", "s.csv")
              .encoding == "CP932");
}

TEST_CASE("without a record type the headers say what a row is", "[import]") {
    const ImportReport open = read(calls, "calls.csv", {.record_type = ""});
    CHECK(open.record_type == "interaction");
    CHECK(open.created == 1);
    CHECK(read("name,email\nAda,b@x.example\n", "a.csv", {.record_type = ""}).record_type == "contact");
    // The headers count, wherever the user maps them; a type that was chosen stays.
    Database db = base();
    CHECK(db.imports()
              .inspect_bytes(calls, "calls.csv", {.record_type = "", .mapping = {{"date", "field.day"}}})
              .record_type == "interaction");
    CHECK(db.imports().inspect_bytes(calls, "calls.csv").record_type == "contact");
    // One word may be chance.
    CHECK(db.imports().inspect_bytes("foo,channel\nx,phone\n", "x.csv", {.record_type = ""}).record_type ==
          "contact");
}

TEST_CASE("a plan finds the column that a mapping means", "[import]") {
    Database db = base();
    const ImportPlan plan = db.imports().inspect_bytes("Mitglied,Ｎａｍｅ,\nM1,Ada,x\n", "a.csv");
    REQUIRE(plan.column("mitglied") != nullptr);
    CHECK(plan.column("mitglied")->name == "Mitglied");
    CHECK(plan.column("name") == &plan.columns[1]);
    CHECK(plan.column("3") == &plan.columns[2]);
    CHECK(plan.column("#3") == &plan.columns[2]);
    CHECK(plan.column("4") == nullptr);
    CHECK(plan.column("Mitglieder") == nullptr);
}
