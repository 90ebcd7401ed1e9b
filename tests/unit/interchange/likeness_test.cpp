// Imports that compare rows with the records that are there, and with rows before them.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/duplicates.hpp>
#include <kith/exports.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace kith;
using kith::test::difference;
using kith::test::dump;
using kith::test::expect_error;
using kith::test::findings;
using kith::test::says;

namespace {

/// A base with two people, one of them in kanji with furigana.
struct Base {
    Database db = Database::open(":memory:", {.region = "JP"});
    ContactId taro = db.add(Contact{
        .name = {.given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"},
        .emails = {{.address = "taro@mihon.example"}},
        .phones = {{.number = "03-5550-1234"}},
        .birthday = PartialDate{1980, 4, 5}});
    ContactId ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                   .emails = {{.address = "ada@engines.example"}},
                                   .phones = {{.number = "+44 20 7946 0018"}}});

    ImportReport import(const std::string& rows, const ImportOptions& options) {
        return db.imports().run_bytes(rows, "list.csv", options);
    }
};

// Ada and Taro again, he in romaji, and somebody new.
const std::string list = "First Name,Last Name,E-mail,Phone,City\n"
                         "Ada,Lovelace,ada@engines.example,,London\n"
                         "Taro,Yamada,taro@mihon.example,03-5550-1234,Tokyo\n"
                         "Grace,Hopper,grace@navy.example,,Arlington\n";

/// What a report says of its rows but for the ids of what was written.
std::vector<std::tuple<std::size_t, ImportOutcome, std::size_t>> told(const ImportReport& report) {
    std::vector<std::tuple<std::size_t, ImportOutcome, std::size_t>> result;
    for (const ImportedRow& row : report.rows)
        result.emplace_back(row.line, row.outcome, row.candidates.size());
    return result;
}

}  // namespace

TEST_CASE("without likeness nothing is looked up", "[import][likeness]") {
    Base base;
    const ImportReport report = base.import(list, {});
    CHECK(report.created == 3);
    CHECK(report.possible == 0);
    CHECK(report.rows.at(0).candidates.empty());
}

TEST_CASE("rows of known people are left out", "[import][likeness]") {
    Base base;
    const ImportReport report = base.import(list, {.likeness = Likeness::skip});
    CHECK(report.skipped == 2);
    CHECK(report.created == 1);
    REQUIRE(report.rows.size() == 3);
    CHECK(report.rows[0].record.id == base.ada.value);
    CHECK(report.rows[1].record.id == base.taro.value);
    REQUIRE(report.rows[1].candidates.size() == 1);
    CHECK(report.rows[1].candidates[0].probability >= 0.95);
    CHECK(report.rows[1].candidates[0].line == 0);
    CHECK(report.rows[1].problems.at(0).reason.find("it is probably contact 1, 山田") == 0);
    CHECK(base.db.count<Contact>() == 3);
    CHECK(base.import(list, {.likeness = Likeness::skip}).transaction == 0);
}

TEST_CASE("rows update the records that they are like, and a batch is taken back as a whole",
          "[import][likeness]") {
    Base base;
    const auto before = dump(base.db);
    const ImportReport report = base.import(list, {.tags = {"fair"}, .likeness = Likeness::update});
    CHECK(report.updated == 2);
    CHECK(report.created == 1);
    const Contact ada = base.db.get(base.ada);
    CHECK(ada.addresses.at(0).locality == "London");
    CHECK(ada.phones.at(0).number == "+44 20 7946 0018");
    CHECK(ada.emails.size() == 1);
    CHECK(base.db.count<Contact>("tag = fair") == 3);
    CHECK(findings(base.db) == "");
    SECTION("the same file again changes nothing") {
        CHECK(base.import(list, {.tags = {"fair"}, .likeness = Likeness::update}).unchanged == 3);
    }
    SECTION("undo") {
        CHECK(base.db.imports().undo(report.batch).kept.empty());
        CHECK(difference(before, dump(base.db)) == "");
        CHECK(findings(base.db) == "");
    }
}

TEST_CASE("a brother's record is not overwritten with his sister", "[import][likeness]") {
    for (const auto& [brother, sister] :
         {std::pair("Deepak", "Deepa"), {"Paul", "Paula"}, {"Jean-Paul", "Jean-Pierre"}, {"Wei", "Wen"}}) {
        CAPTURE(brother, sister);
        Base base;
        const ContactId id = base.db.add(Contact{.name = {.given = brother, .family = "Ostermann"},
                                                 .emails = {{.address = "family@ostermann.example"}},
                                                 .phones = {{.number = "+49 40 12345678"}},
                                                 .birthday = PartialDate{2009, 4, 17}});
        const std::string rows = "First Name,Last Name,E-mail,Phone,Birthday\n" + std::string(sister) +
                                 ",Ostermann,family@ostermann.example,+49 40 12345678,2009-04-17\n";
        const ImportReport report = base.import(rows, {.likeness = Likeness::update});
        CHECK(report.updated == 0);
        CHECK(report.created == 1);
        CHECK(base.db.get(id).name.given == brother);
    }
}

TEST_CASE("rows are merged into the records that they are like, and come apart again", "[import][likeness]") {
    Base base;
    const auto before = dump(base.db);
    const ImportReport report = base.import(list, {.likeness = Likeness::merge});
    CHECK(report.merged == 2);
    CHECK(report.created == 1);
    CHECK(base.db.imports().batches().at(0).created == 3);
    CHECK(base.db.history().transactions().at(0).label == "import list.csv");
    REQUIRE(report.rows.size() == 3);
    const ImportedRow& row = report.rows[1];
    CHECK(row.outcome == ImportOutcome::merged);
    CHECK(row.record.id == base.taro.value);
    const Contact taro = base.db.get(base.taro);
    CHECK(taro.birthday == PartialDate{1980, 4, 5});
    CHECK(taro.addresses.at(0).locality == "Tokyo");
    CHECK(findings(base.db) == "");
    SECTION("the same file again finds what its rows became") {
        CHECK(base.import(list, {.likeness = Likeness::merge}).unchanged == 3);
    }
    SECTION("unmerge, and the row's record is the one that is known") {
        const auto entries = merges(base.db, {"contact", base.taro.value});
        REQUIRE(entries.size() == 1);
        CHECK(entries[0].id == row.merge);
        const UnmergeResult apart = base.db.unmerge(row.merge);
        CHECK(apart.kept.empty());
        REQUIRE(apart.records.size() == 1);
        CHECK(base.db.get(ContactId{apart.records[0]}).name.family == "Yamada");
        CHECK(base.db.get(base.taro).addresses.empty());
        base.db.duplicates().not_duplicate(base.taro, ContactId{apart.records[0]});
        CHECK(base.import(list, {.likeness = Likeness::merge}).unchanged == 3);
        CHECK(findings(base.db) == "");
    }
    SECTION("undo") {
        CHECK(base.db.imports().undo(report.batch).kept.empty());
        CHECK(difference(before, dump(base.db)) == "");
        CHECK(findings(base.db) == "");
    }
}

TEST_CASE("an import asks, and follows what was decided", "[import][likeness]") {
    Base base;
    ImportOptions options{.likeness = Likeness::ask};
    const ImportReport asked = base.import(list, options);
    CHECK(asked.asked == 2);
    CHECK(asked.created == 1);
    REQUIRE(asked.rows.size() == 3);
    CHECK(asked.rows[0].outcome == ImportOutcome::asked);
    CHECK(asked.rows[0].record.id == base.ada.value);
    CHECK(asked.rows[0].candidates.at(0).title == "Ada Lovelace");
    CHECK(base.db.count<Contact>() == 3);

    SECTION("each its own way") {
        options.decisions = {{2, {Likeness::create}}, {3, {Likeness::update, base.taro.value}}};
        const ImportReport report = base.import(list, options);
        CHECK(report.created == 1);
        CHECK(report.updated == 1);
        CHECK(report.unchanged == 1);
        CHECK(report.possible == 0);
        CHECK(base.db.count<Contact>("name.family = Lovelace") == 2);
        CHECK(base.db.get(base.taro).addresses.size() == 1);
    }
    SECTION("the likeliest, and left out") {
        options.decisions = {{2, {Likeness::merge}}, {3, {Likeness::skip}}};
        const ImportReport report = base.import(list, options);
        CHECK(report.merged == 1);
        CHECK(report.rows.at(0).record.id == base.ada.value);
        CHECK(report.skipped == 1);
        CHECK(says(Error(Code::unknown, report.rows.at(1).problems.at(0).reason), "decided"));
    }
    SECTION("what cannot be done is the row's failure") {
        base.db.remove(base.ada);
        options.decisions = {{2, {Likeness::update, base.ada.value}}, {3, {Likeness::merge, 99}}};
        const ImportReport report = base.import(list, options);
        CHECK(report.failed == 2);
        CHECK(report.rows.at(0).problems.back().reason.find("contact 2 is in the trash") == 0);
        CHECK(report.rows.at(1).problems.back().reason.find("there is no contact 99") == 0);
        options.decisions = {{2, {Likeness::update}}};
        CHECK(base.import(list, options).rows.at(0).problems.back().reason.find("no contact is like it") == 0);
    }
    SECTION("a decision about a line without a row writes nothing") {
        const auto before = dump(base.db);
        options.decisions = {{2, {Likeness::create}}, {7, {Likeness::skip}}};
        CHECK(says(expect_error(Code::invalid_argument, [&] { base.import(list, options); }), "line 7"));
        CHECK(difference(before, dump(base.db)) == "");
    }
}

TEST_CASE("rows of one file that are one person meet", "[import][likeness]") {
    const std::string rows = "氏名,フリガナ,メール,電話\n"
                             "佐藤 花子,サトウ ハナコ,hanako@mihon.example,03-5550-9999\n"
                             "佐藤 花子,サトウ ハナコ,HANAKO@mihon.example,\n"
                             "サトウ ハナコ,,hanako@mihon.example,(03)5550-9999\n"
                             "佐藤 一郎,サトウ イチロウ,ichiro@mihon.example,\n";
    Base base;
    SECTION("as one record") {
        const ImportReport report = base.import(rows, {.likeness = Likeness::update});
        CHECK(report.created == 2);
        REQUIRE(report.rows.size() == 4);
        for (const std::size_t later : {1u, 2u}) {
            CHECK(report.rows[later].record == report.rows[0].record);
            REQUIRE(!report.rows[later].candidates.empty());
            CHECK(report.rows[later].candidates[0].line == 2);
        }
        CHECK(base.db.count<Contact>() == 4);
    }
    SECTION("as records of their own in one") {
        const auto before = dump(base.db);
        const ImportReport report = base.import(rows, {.likeness = Likeness::merge});
        CHECK(report.merged == 2);
        CHECK(base.db.count<Contact>() == 4);
        CHECK(base.db.imports().undo(report.batch).kept.empty());
        CHECK(difference(before, dump(base.db)) == "");
    }
    SECTION("also with what an earlier row changed") {
        const ImportReport report =
            base.import("First Name,Last Name,E-mail,Phone\n"
                        "Ada,Lovelace,ada@engines.example,03-5550-7777\n"
                        "Ada,Lovelace,,03-5550-7777\n",
                        {.likeness = Likeness::skip, .decisions = {{2, {Likeness::update}}}});
        CHECK(report.updated == 1);
        CHECK(report.skipped == 1);
    }
    SECTION("a row that failed leaves nothing behind") {
        base.db.add(Field{.record_type = "contact", .key = "member", .unique = true});
        const std::string members =
            "Name,E-mail,Member\nEve Ames,eve@x.example,7\nKim Noor,kim@x.example,7\nKim Noor,kim@x.example,8\n";
        const ImportReport report =
            base.import(members, {.mapping = {{"Member", "field.member"}}, .likeness = Likeness::skip});
        CHECK(report.created == 2);
        CHECK(report.failed == 1);
        CHECK(report.rows.at(2).candidates.empty());
    }
    CHECK(findings(base.db) == "");
}

TEST_CASE("a dry run says what the run does", "[import][likeness]") {
    const std::string rows = list + "Grace,Hopper,grace@navy.example,,New York\n";
    for (const Likeness likeness : {Likeness::skip, Likeness::update, Likeness::merge, Likeness::ask}) {
        INFO(name_of(likeness));
        Base base;
        const auto before = dump(base.db);
        const ImportReport dry = base.import(rows, {.dry_run = true, .likeness = likeness});
        CHECK(difference(before, dump(base.db)) == "");
        CHECK(dry.transaction == 0);
        REQUIRE(dry.rows.size() == 4);
        CHECK(dry.rows[1].candidates.at(0).record.id == base.taro.value);
        CHECK(dry.rows[3].candidates.at(0).line == 4);
        CHECK(dry.rows[3].candidates.at(0).record.id == 0);
        CHECK(dry.rows[3].record.id == 0);
        for (const ImportedRow& row : dry.rows) CHECK(row.merge == 0);
        const ImportReport report = base.import(rows, {.likeness = likeness});
        CHECK(told(dry) == told(report));
        CHECK(report.rows[3].candidates.at(0).record == report.rows[2].record);
        CHECK(report.rows[3].record == report.rows[2].record);
        CHECK(likeness_named(name_of(likeness)) == likeness);
    }
}

TEST_CASE("what is only possible is imported as new and listed", "[import][likeness]") {
    Base base;
    const std::string rows = "First Name,Last Name,E-mail\nA.,Lovelace,al@other.example\n";
    const ImportReport asked = base.import(rows, {.dry_run = true, .likeness = Likeness::ask, .review = 0});
    REQUIRE(asked.rows.at(0).candidates.size() == 1);
    const double probability = asked.rows[0].candidates[0].probability;
    CHECK(asked.rows[0].candidates[0].record.id == base.ada.value);
    CHECK(probability < 0.95);
    CHECK(asked.possible == 1);
    const ImportReport above =
        base.import(rows, {.dry_run = true, .likeness = Likeness::update, .review = probability + 1e-6});
    CHECK(above.possible == 0);
    const ImportReport report =
        base.import(rows, {.likeness = Likeness::update, .review = probability - 1e-6});
    CHECK(report.created == 1);
    CHECK(report.possible == 1);
}

TEST_CASE("a Shift_JIS list finds its people", "[import][likeness]") {
    Base base;
    Database other = Database::open(":memory:", {.region = "JP"});
    other.add(Contact{.name = {.given = "太郎", .family = "山田"}, .phones = {{.number = "0355501234"}}});
    other.add(Contact{.name = {.given = "次郎", .family = "鈴木"}, .phones = {{.number = "0355504321"}}});
    const std::string bytes = export_text(
        other, {.format = "csv", .fields = {"name.family", "name.given", "phone"}, .encoding = "CP932"});
    REQUIRE(bytes.find("山田") == std::string::npos);
    const ImportReport report = base.import(bytes, {.encoding = "Shift_JIS", .likeness = Likeness::ask});
    CHECK(report.asked == 1);
    CHECK(report.created == 1);
    CHECK(report.rows.at(0).record.id == base.taro.value);
}

TEST_CASE("what was decided about records counts for rows", "[import][likeness]") {
    Base base;
    const ContactId second = base.db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                                 .emails = {{.address = "ada@engines.example"}}});
    const std::string row = "First Name,Last Name,E-mail\nAda,Lovelace,ada@engines.example\n";
    const ImportOptions ask{.dry_run = true, .likeness = Likeness::ask, .review = 0};
    const auto undecided = base.import(row, ask);
    CHECK(undecided.asked == 1);
    CHECK(undecided.rows.at(0).candidates.size() == 2);
    SECTION("it cannot be both of two who are different") {
        base.db.duplicates().not_duplicate(base.ada, second);
        const auto report = base.import(row, ask);
        CHECK(report.asked == 0);
        CHECK(report.possible == 1);
        double sum = 0;
        for (const ImportCandidate& candidate : report.rows.at(0).candidates) sum += candidate.probability;
        CHECK(sum <= 1);
        CHECK(sum > 0.9);
        // The same is said of a record that is asked about by itself.
        const Contact asked{.name = {.given = "Ada", .family = "Lovelace"},
                            .emails = {{.address = "ada@engines.example"}}};
        CHECK(base.db.duplicates().of(asked, {.threshold = 0.95}).empty());
    }
    SECTION("it is both of two who are one") {
        base.db.duplicates().confirm(base.ada, second);
        const auto found = base.import(row, ask).rows.at(0).candidates;
        REQUIRE(found.size() == 2);
        CHECK(found[0].probability == found[1].probability);
    }
}

TEST_CASE("organizations are compared, other records are not", "[import][likeness]") {
    Base base;
    const OrganizationId acme = base.db.add(Organization{.name = "Acme Engines Inc.",
                                                         .website = "https://acme.example",
                                                         .phones = {{.number = "03-5550-1000"}}});
    const ImportReport report =
        base.import("Name,Website,Phone,City\nACME Engine,http://www.acme.example/,0355501000,Osaka\n",
                    {.record_type = "organization", .likeness = Likeness::update});
    CHECK(report.updated == 1);
    CHECK(base.db.get(acme).addresses.at(0).locality == "Osaka");
    const ImportReport calls =
        base.import("date,channel,contact\n2025-02-03 09:00,phone,ada@engines.example\n",
                    {.record_type = "interaction", .likeness = Likeness::skip});
    CHECK(calls.created == 1);
}

TEST_CASE("what a later line brings goes to records that rows became", "[import][likeness]") {
    const std::string lines = "{\"record\":\"contact\",\"name.given\":\"Ada\",\"name.family\":\"Lovelace\","
                              "\"email\":[{\"email\":\"ada@engines.example\"}],\"owner\":\"eve\"}\n"
                              "{\"record\":\"user\",\"name\":\"eve\"}\n";
    for (const Likeness likeness : {Likeness::skip, Likeness::ask, Likeness::update, Likeness::create}) {
        INFO(name_of(likeness));
        Base base;
        const ImportReport report = base.import(lines, {.format = "jsonl", .likeness = likeness});
        CHECK(report.failed == 0);
        CHECK(report.rows.at(0).problems.size() == (likeness == Likeness::skip ? 1 : 0));
        const bool written = likeness == Likeness::update || likeness == Likeness::create;
        CHECK(base.db.count<Contact>("owner = eve") == (written ? 1 : 0));
        CHECK(bool(base.db.get(base.ada).owner) == (likeness == Likeness::update));
    }
}

TEST_CASE("an import judges by the model that it is given", "[import][likeness]") {
    Base base;
    MatchModel model = base.db.duplicates().model();
    model.duplicates = 1e-6;  // hardly anybody is there twice
    const std::string row = "First Name,Last Name,Phone\nAda,Lovelace,+442079460018\n";
    const auto probability = [&](const ImportOptions& options) {
        return base.import(row, options).rows.at(0).candidates.at(0).probability;
    };
    ImportOptions options{.dry_run = true, .likeness = Likeness::ask, .review = 0};
    const double packaged = probability(options);
    options.model = model;
    CHECK(probability(options) < packaged);
    options.model->record_type = "deal";
    expect_error(Code::invalid_argument, [&] { base.import(row, options); });
}

TEST_CASE("likeness that cannot be is refused", "[import][likeness]") {
    Base base;
    const auto refused = [&](const ImportOptions& options) {
        return expect_error(Code::invalid_argument, [&] { base.import(list, options); });
    };
    CHECK(says(refused({.likeness = Likeness::ask, .threshold = 0.3}), "from 0.5 to 1, not 0.3"));
    CHECK(says(refused({.likeness = Likeness::ask, .threshold = 1.1}), "threshold"));
    CHECK(says(refused({.likeness = Likeness::ask, .review = 0.99}), "review"));
    CHECK(says(refused({.likeness = static_cast<Likeness>(7)}), "likeness 7"));
    CHECK(says(refused({.decisions = {{2, {Likeness::skip}}}}), "likeness other than create"));
    CHECK(says(refused({.likeness = Likeness::ask, .decisions = {{2, {Likeness::ask}}}}), "line 2"));
    CHECK(says(refused({.likeness = Likeness::ask, .decisions = {{2, {Likeness::create, 1}}}}), "names 1"));
    CHECK(says(expect_error(Code::invalid_argument, [] { (void)likeness_named("guess"); }), "skip, update"));
    CHECK(base.db.count<Contact>() == 2);
}
