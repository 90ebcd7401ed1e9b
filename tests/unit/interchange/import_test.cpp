// Imports as a whole: what a file leaves in the base, and what the report says of it.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace kith;
using kith::test::difference;
using kith::test::dump;
using kith::test::expect_error;
using kith::test::findings;

namespace {

Database base() { return Database::open(":memory:", {.region = "JP"}); }

const ImportedRow& row_at(const ImportReport& report, std::size_t line) {
    const auto row = std::find_if(report.rows.begin(), report.rows.end(),
                                  [&](const ImportedRow& r) { return r.line == line; });
    REQUIRE(row != report.rows.end());
    return *row;
}

const std::string members =
    "氏名,フリガナ,メール,電話,会社,役職,生年月日,郵便番号,住所1\n"
    "山田 太郎,ヤマダ タロウ,taro@example.jp,03-5550-1234,株式会社みほん,部長,1980/4/5,100-0001,千代田1-1\n"
    "Ada Lovelace,,ada@example.com,+44 20 7946 0018,,,1815-12-10,,\n";

}  // namespace

TEST_CASE("a CSV file comes in, and again changes nothing", "[import]") {
    Database db = base();
    const ImportReport first = db.imports().run_bytes(members, "members.csv");
    CHECK(first.created == 2);
    CHECK(first.failed == 0);
    CHECK(first.organizations == 1);
    const auto people = db.query<Contact>();
    REQUIRE(people.size() == 2);
    CHECK(people[0].name.family == "山田");
    CHECK(people[0].name.given == "太郎");
    CHECK(people[0].name.phonetic_family == "ヤマダ");
    CHECK(people[0].birthday == PartialDate{1980, 4, 5});
    CHECK(people[0].addresses.at(0).postcode == "100-0001");
    CHECK(people[1].emails.at(0).address == "ada@example.com");
    CHECK(people[1].phones.at(0).number == "+44 20 7946 0018");
    CHECK(db.count<Employment>("title = 部長") == 1);

    const auto before = dump(db);
    const ImportReport again = db.imports().run_bytes(members, "members.csv");
    CHECK(again.unchanged == 2);
    CHECK(again.transaction == 0);
    CHECK(difference(before, dump(db)) == "");
    CHECK(findings(db) == "");
}

TEST_CASE("a newer file brings its changes and removes nothing", "[import]") {
    Database db = base();
    const ImportOptions options{.source = "erp", .external_id = "No"};
    db.imports().run_bytes("No,name,email,city\n7,Ada Lovelace,ada@example.com,London\n", "a.csv", options);
    const ImportReport report = db.imports().run_bytes(
        "No,name,email,city\n7,Ada King,ada@new.example,\n8,Grace Hopper,,\n", "b.csv", options);
    CHECK(report.updated == 1);
    CHECK(report.created == 1);
    const Contact ada = db.query<Contact>("name.family = King").at(0);
    REQUIRE(ada.emails.size() == 2);
    CHECK(ada.emails[0].address == "ada@example.com");
    CHECK(ada.emails[1].address == "ada@new.example");
    CHECK(ada.addresses.at(0).locality == "London");
    CHECK(ada.external_ids.at(0).system == "erp");
    CHECK(ada.external_ids.at(0).value == "7");
}

TEST_CASE("a batch can be taken back as a whole", "[import]") {
    Database db = base();
    db.imports().run_bytes("No,name\n7,Ada Lovelace\n", "a.csv", {.source = "erp", .external_id = "No"});
    const auto before = dump(db);
    const ImportReport report = db.imports().run_bytes(
        "No,name,email,company,shoe\n7,Ada King,a@x.example,Acme Inc.,36\n8,Bob Lee,b@x.example,Acme Inc.,40\n",
        "b.csv",
        {.source = "erp", .mapping = {{"shoe", "field.shoe"}}, .external_id = "No", .tags = {"autumn"}});
    CHECK(report.updated == 1);
    CHECK(report.created == 1);
    CHECK(db.count<Contact>("tag = autumn") == 2);
    CHECK(db.count<Contact>("field.shoe = 40") == 1);
    const UndoResult back = db.imports().undo(report.batch);
    CHECK(back.kept.empty());
    CHECK(difference(before, dump(db)) == "");
    CHECK(findings(db) == "");
    expect_error(Code::not_found, [&] { db.imports().undo(ImportBatchId{99}); });
}

TEST_CASE("a dry run says what would happen and writes nothing", "[import]") {
    Database db = base();
    const auto before = dump(db);
    const ImportReport report =
        db.imports().run_bytes(members, "members.csv", {.mapping = {{"役職", "field.rank"}}, .dry_run = true});
    CHECK(report.dry_run);
    CHECK(report.created == 2);
    CHECK(difference(before, dump(db)) == "");
    CHECK(db.last_transaction() == 0);
}

TEST_CASE("a bad row is reported with line and reason, and the others go on", "[import]") {
    Database db = base();
    const ImportReport report = db.imports().run_bytes(
        "name,email,birthday\nAda,ada@example.com,1815-12-10\nBob,not an address,31.31.1990\n,,\nCy,,\n",
        "x.csv");
    CHECK(report.total == 4);
    CHECK(report.created == 3);
    CHECK(report.skipped == 1);
    const ImportedRow& bob = row_at(report, 3);
    CHECK(bob.outcome == ImportOutcome::created);
    REQUIRE(bob.problems.size() >= 1);
    const auto birthday = std::find_if(bob.problems.begin(), bob.problems.end(),
                                       [](const ImportProblem& p) { return p.field == "birthday"; });
    REQUIRE(birthday != bob.problems.end());
    CHECK(birthday->line == 3);
    CHECK(birthday->column == 3);
    CHECK(birthday->reason.find("31.31.1990") != std::string::npos);
}

TEST_CASE("every field of the list can be mapped", "[import]") {
    Database db = base();
    const std::vector<std::pair<std::string, std::string>> mapping = {{"1", "name.given"},
                                                                      {"2", "name.additional"},
                                                                      {"3", "name.family"},
                                                                      {"4", "name.phonetic_given"},
                                                                      {"5", "name.phonetic_family"},
                                                                      {"6", "email"},
                                                                      {"7", "phone"},
                                                                      {"8", "organization"},
                                                                      {"9", "title"},
                                                                      {"10", "birthday.year"},
                                                                      {"11", "birthday.month"},
                                                                      {"12", "birthday.day"},
                                                                      {"13", "address.number"},
                                                                      {"14", "address.street"},
                                                                      {"15", "address.extended"},
                                                                      {"16", "address.locality"},
                                                                      {"17", "address.region"},
                                                                      {"18", "address.postcode"},
                                                                      {"19", "address.country"},
                                                                      {"20", "notes"},
                                                                      {"21", "tags"},
                                                                      {"22", "field.badge"}};
    const ImportReport report = db.imports().run_bytes(
        "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v\n"
        "Ada,Byron,Lovelace,エイダ,ラブレス,a@x.example,+44 20 7946 0018,Acme Ltd,Analyst,1815,12,10,12,St James "
        "Sq,Flat 2,London,Middlesex,SW1Y 4JH,GB,first,\"vip, press\",B-7\n",
        "x.csv", {.mapping = mapping});
    REQUIRE(report.created == 1);
    const Contact c = db.query<Contact>().at(0);
    CHECK(c.name.given == "Ada");
    CHECK(c.name.additional == "Byron");
    CHECK(c.name.family == "Lovelace");
    CHECK(c.name.phonetic_given == "エイダ");
    CHECK(c.name.phonetic_family == "ラブレス");
    CHECK(c.emails.at(0).address == "a@x.example");
    CHECK(c.phones.at(0).number == "+44 20 7946 0018");
    CHECK(c.birthday == PartialDate{1815, 12, 10});
    const Address& home = c.addresses.at(0);
    CHECK(home.number == "12");
    CHECK(home.street == "St James Sq");
    CHECK(home.extended == "Flat 2");
    CHECK(home.locality == "London");
    CHECK(home.region == "Middlesex");
    CHECK(home.postcode == "SW1Y 4JH");
    CHECK(home.country == "GB");
    CHECK(c.notes == "first");
    CHECK(c.tags == std::vector<std::string>{"press", "vip"});
    CHECK(c.fields.at("badge") == Value("B-7"));
    const Employment job = db.query<Employment>().at(0);
    CHECK(job.title == "Analyst");
    CHECK(db.get(job.organization).name == "Acme Ltd");
}

TEST_CASE("a mapping that names nothing known is refused with the nearest name", "[import]") {
    Database db = base();
    const Error field = expect_error(Code::invalid_argument, [&] {
        db.imports().run_bytes("a\nx\n", "x.csv", {.mapping = {{"a", "name.famly"}}});
    });
    CHECK(std::string(field.what()).find("name.family") != std::string::npos);
    const Error column = expect_error(Code::invalid_argument, [&] {
        db.imports().run_bytes("Vorname\nx\n", "x.csv", {.mapping = {{"Vornam", "name.given"}}});
    });
    CHECK(std::string(column.what()).find("Vorname") != std::string::npos);
}

TEST_CASE("interactions find their people by mailbox and number", "[import]") {
    Database db = base();
    const ContactId taro = db.add(Contact{.name = {.given = "太郎", .family = "山田"},
                                          .emails = {{.address = "taro@example.jp"}},
                                          .phones = {{.number = "090-5550-1234"}}});
    const ContactId nick =
        db.add(Contact{.name = {.given = "Nick"}, .phones = {{.number = "+1 604 555 0137"}}});
    const ContactId zoe = db.add(Contact{.name = {.given = "Zoe"}, .phones = {{.number = "2065550187"}}});
    const ImportReport report =
        db.imports().run_bytes("date,channel,direction,contact,subject,body\n"
                               "2026-05-01 10:00,email,inbound,TARO@example.jp,Hello,\n"
                               "2026-05-02 10:00,phone,outbound,+81 90 5550 1234,Call,\n"
                               "2026-05-03 10:00,phone,outbound,(604) 555-0137,Call,\n"
                               "2026-05-04 10:00,sms,outbound,+1 206 555 0187,,Hi\n"
                               "2026-05-05 10:00,sms,outbound,(206) 555-0187,,Hi\n"
                               "2026-05-06 10:00,email,outbound,nobody@example.jp,,Hi\n"
                               "2026-02-30 10:00,email,outbound,taro@example.jp,,Hi\n",
                               "log.csv", {.record_type = "interaction"});
    CHECK(report.created == 5);
    CHECK(report.failed == 2);
    CHECK(row_at(report, 7).problems.at(0).reason.find("nobody@example.jp") != std::string::npos);
    CHECK(row_at(report, 8).problems.at(0).reason.find("2026-02-30") != std::string::npos);
    const auto with = [&](ContactId id) {
        return db.sql("SELECT count(*) FROM participant WHERE contact_id = ?1", {Value(id.value)}).rows[0][0];
    };
    CHECK(with(taro) == Value(2));
    CHECK(with(nick) == Value(1));
    CHECK(with(zoe) == Value(2));
}

TEST_CASE("a cancelled import leaves nothing", "[import]") {
    Database db = base();
    std::string rows = "name\n";
    for (int i = 0; i < 3000; ++i) rows += "Ada " + std::to_string(i) + "\n";
    const auto before = dump(db);
    int calls = 0;
    expect_error(Code::cancelled, [&] {
        db.imports().run_bytes(rows, "x.csv",
                               {.progress = [&](std::size_t, std::size_t) { return ++calls < 3; }});
    });
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("employers with one name and different legal forms stay apart", "[import]") {
    Database db = base();
    db.imports().run_bytes(
        "name,company\nA,株式会社山田\nB,有限会社山田\nC,(株)山田\nD,Acme GmbH & Co. KG\nE,Acme Ltd\nF,Acme\nG,Solo Inc.\nH,Solo\n",
        "x.csv");
    const auto employer = [&](const char* who) {
        const ContactId id = db.ids<Contact>("name = :who", {{"who", Value(who)}}).at(0);
        return db
            .sql("SELECT o.name FROM employment e JOIN organization o ON o.id = e.organization_id "
                 "WHERE e.contact_id = ?1",
                 {Value(id.value)})
            .rows.at(0)[0]
            .to_string();
    };
    CHECK(employer("A") == "株式会社山田");
    CHECK(employer("B") == "有限会社山田");
    CHECK(employer("C") == "株式会社山田");
    CHECK(employer("D") == "Acme GmbH & Co. KG");
    CHECK(employer("E") == "Acme Ltd");
    CHECK(employer("F") == "Acme");
    CHECK(employer("H") == "Solo Inc.");
}

TEST_CASE("two rows of one file with one external id are reported", "[import]") {
    Database db = base();
    const ImportReport report = db.imports().run_bytes(
        "id,name,email\n1,Alice Adams,a@x.com\n1,Bob Brown,b@x.com\n", "x.csv", {.external_id = "id"});
    CHECK(report.created == 2);
    CHECK(db.count<Contact>() == 2);
    REQUIRE(row_at(report, 3).problems.size() == 1);
    CHECK(row_at(report, 3).problems[0].reason.find("line 2") != std::string::npos);
}

TEST_CASE("JSON nested too deeply is refused", "[import]") {
    Database db = base();
    std::string deep = "{\"notes\":\"x\",\"name\":\"Deep\",\"a\":";
    for (int i = 0; i < 100000; ++i) deep += "{\"a\":";
    deep += "1" + std::string(100001, '}') + "\n{\"name\":\"Ada Lovelace\"}\n";
    const ImportReport report = db.imports().run_bytes(deep, "x.jsonl");
    CHECK(report.failed == 1);
    CHECK(report.created == 1);
}

TEST_CASE("a tag without letters is left out and reported", "[import]") {
    Database db = base();
    const ImportReport report =
        db.imports().run_bytes("name,tags\nAda,\"\xE2\x80\x8B, vip\"\n", "x.csv", {.record_type = "contact"});
    CHECK(report.created == 1);
    CHECK(db.query<Contact>().at(0).tags == std::vector<std::string>{"vip"});
}

TEST_CASE("several addresses or numbers in one cell become several", "[import]") {
    Database db = base();
    db.imports().run_bytes("name,email,phone\n"
                           "A,\"a@x.example, b@x.example\",03-5550-1234/090-5550-1234\n"
                           "B,\"Bee <b@y.example>\",03-5550-1234/1235\n"
                           "C,c@z.example;d@z.example,\"03-5550-1111、03-5550-2222\"\n",
                           "x.csv");
    const auto people = db.query<Contact>();
    REQUIRE(people.size() == 3);
    REQUIRE(people[0].emails.size() == 2);
    CHECK(people[0].emails[1].address == "b@x.example");
    REQUIRE(people[0].phones.size() == 2);
    CHECK(people[0].phones[1].number == "090-5550-1234");
    CHECK(people[1].emails.size() == 1);
    CHECK(people[1].phones.size() == 1);
    CHECK(people[2].emails.size() == 2);
    CHECK(people[2].phones.size() == 2);
}

TEST_CASE("an encoding that was guessed is said", "[import]") {
    Database db = base();
    const ImportReport mixed =
        db.imports().run_bytes("name\nJos\xC3\xA9 Good\nRen\xE9 Bad\n", "mixed.csv", {.dry_run = true});
    CHECK(mixed.encoding == "windows-1252");
    REQUIRE(mixed.warnings.size() == 1);
    CHECK(mixed.warnings[0].find("line 2") != std::string::npos);
    CHECK(db.imports().run_bytes("name\nRen\xE9 Bad\n", "x.csv", {.encoding = "CP1252"}).warnings.empty());
}
