// Formats made uniform over many records.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

Database untidy_office() {
    Options options;
    options.region = "JP";
    return Database::open(":memory:", options);
}

Contact untidy() {
    Contact contact;
    contact.name.given = "ADA";
    contact.name.family = "DE LA  CRUZ";
    contact.emails.push_back({.address = "Ada <ada@Engines.EXAMPLE>"});
    contact.phones.push_back({.number = "０３５５５０１２３４ 内線１２", .label = "work"});
    contact.addresses.push_back({.street = "丸の内１－１", .postcode = "〒1000005", .country = "日本"});
    contact.notes = "ＡＢＣ  as typed";
    contact.birthday = PartialDate::parse("--12-10");
    contact.source = " fair  2026 ";
    return contact;
}

std::vector<std::string> lines(const NormaliseResult& result) {
    std::vector<std::string> all;
    for (const BulkChange& change : result.sample)
        for (const BulkChange::Value& value : change.values)
            all.push_back(value.field + ": " + value.before + " > " + value.after);
    return all;
}

}  // namespace

TEST_CASE("formats become uniform, with a preview and one undo", "[normalise]") {
    Database db = untidy_office();
    const auto id = db.add(untidy());
    db.add(Contact{.name = {.given = "太郎", .family = "山田"}, .phones = {{.number = "03-5550-1234"}}});
    const auto before = dump(db);

    const NormaliseResult preview = db.upkeep().normalise<Contact>("", {.dry_run = true});
    CHECK(preview.selected == 2);
    CHECK(preview.changed == 1);
    CHECK(preview.transaction == 0);
    CHECK(lines(preview) ==
          std::vector<std::string>{"name.given: ADA > Ada", "name.family: DE LA  CRUZ > de la Cruz",
                                   "source:  fair  2026  > fair 2026",
                                   "email.address: Ada <ada@Engines.EXAMPLE> > ada@engines.example",
                                   "phone.number: ０３５５５０１２３４ 内線１２ > 03-5550-1234 内線12",
                                   "address.street: 丸の内１－１ > 丸の内1-1",
                                   "address.postcode: 〒1000005 > 100-0005"});
    CHECK(preview.values.at("phone.number") == 1);
    CHECK(preview.values.size() == 7);
    CHECK(difference(before, dump(db)) == "");

    const NormaliseResult done = db.upkeep().normalise<Contact>();
    CHECK(done.changed == 1);
    CHECK(lines(done) == lines(preview));
    const Contact tidy = db.get(id);
    CHECK(tidy.name.display() == "Ada de la Cruz");
    CHECK(tidy.phones[0].extension == "12");
    CHECK(tidy.phones[0].label == "work");
    CHECK(tidy.notes == "ＡＢＣ  as typed");
    CHECK(tidy.birthday == PartialDate::parse("--12-10"));
    CHECK(findings(db) == "");
    CHECK(db.upkeep().normalise<Contact>().changed == 0);  // once is enough
    CHECK(db.upkeep().normalise<Contact>().transaction == 0);
    CHECK(db.undo(done.transaction).kept.empty());
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("only the chosen fields of the selected records change", "[normalise]") {
    Database db = untidy_office();
    const auto a = db.add(untidy());
    const auto b = db.add(untidy());
    NormaliseOptions options;
    options.fields = {"name", "phone.number"};
    options.phones = PhoneFormat::e164;
    options.parameters = {{"id", a.value}};
    const NormaliseResult done = db.upkeep().normalise<Contact>("id = :id", options);
    CHECK(done.selected == 1);
    CHECK(done.values ==
          std::map<std::string, std::int64_t>{{"name.family", 1}, {"name.given", 1}, {"phone.number", 1}});
    CHECK(db.get(a).phones[0].number == "+81355501234 ext. 12");
    CHECK(db.get(a).emails[0].address == untidy().emails[0].address);
    CHECK(db.get(b).name.given == "ADA");
    options.fields = {"phone.nummer"};
    const Error unknown =
        expect_error(Code::invalid_argument, [&] { db.upkeep().normalise<Contact>("", options); });
    CHECK(test::says(unknown, "did you mean 'phone.number'?"));
    options.fields = {"notes"};
    expect_error(Code::invalid_argument, [&] { db.upkeep().normalise<Contact>("", options); });
}

TEST_CASE("a country is written as most addresses write it", "[normalise]") {
    Database db = untidy_office();
    for (const char* country : {"Germany", "Germany", "Deutschland", "DE", "USA", "United States", "Atlantis",
                                "日本", "日本", "Scotland", "Scotland", "England", "UK", "UK", "イギリス"})
        db.add(Contact{.name = {.given = country}, .addresses = {{.locality = "x", .country = country}}});
    const NormaliseResult done = db.upkeep().normalise<Contact>("", {.fields = {"address.country"}});
    CHECK(lines(done) ==
          std::vector<std::string>{"address.country: Deutschland > Germany", "address.country: DE > Germany",
                                   "address.country: イギリス > UK"});  // Scotland is no name of it
}

TEST_CASE("companies keep their form, and other types have formats too", "[normalise]") {
    Database db = untidy_office();
    const auto id = db.add(Organization{.name = "（株）ﾔﾏﾀﾞ　商店 ", .phones = {{.number = "0355501234"}}});
    const auto acme = db.add(Organization{.name = "ACME GMBH"});
    db.upkeep().normalise<Organization>();
    CHECK(db.get(id).name == "（株）ヤマダ　商店");
    CHECK(db.get(id).phones[0].number == "03-5550-1234");
    CHECK(db.get(acme).name == "ACME GMBH");
    const auto task = db.add(Task{.title = "  Call   back "});
    CHECK(db.upkeep().normalise<Task>().changed == 1);
    CHECK(db.get(task).title == "Call back");
    expect_error(Code::invalid_argument, [&] { db.upkeep().normalise<Segment>(); });
    expect_error(Code::parse, [&] { db.upkeep().normalise<Contact>("given ="); });
}

TEST_CASE("progress is told, and cancelling writes nothing", "[normalise]") {
    Database db = untidy_office();
    for (int i = 0; i < 250; ++i) db.add(untidy());
    const auto before = dump(db);
    std::vector<std::int64_t> told;
    NormaliseOptions options;
    options.progress = [&](std::int64_t done, std::int64_t total) {
        CHECK(total == 250);
        told.push_back(done);
        return done < 200;
    };
    expect_error(Code::cancelled, [&] { db.upkeep().normalise<Contact>("", options); });
    CHECK(told == std::vector<std::int64_t>{0, 100, 200});
    CHECK(difference(before, dump(db)) == "");
    options.progress = {};
    options.sample = 3;
    const NormaliseResult done = db.upkeep().normalise<Contact>("", options);
    CHECK(done.changed == 250);
    CHECK(done.sample.size() == 3);
    CHECK(db.history().transactions(1).front().label == "normalise 250 contacts");
}
