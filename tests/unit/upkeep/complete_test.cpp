// What a record lacks, from its duplicates and its organization.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

using Lines = std::vector<std::string>;

Database office() {
    Options options;
    options.region = "JP";
    return Database::open(":memory:", options);
}

/// "field = value (from type id)", in alphabetical order.
Lines lines(const std::vector<Suggestion>& suggestions) {
    Lines result;
    for (const Suggestion& s : suggestions)
        result.push_back(s.field + " = " + s.value + " (" + s.source.type + " " +
                         std::to_string(s.source.id) + ")");
    std::sort(result.begin(), result.end());
    return result;
}

Suggestion for_field(const std::vector<Suggestion>& suggestions, const std::string& field) {
    for (const Suggestion& each : suggestions)
        if (each.field == field) return each;
    FAIL("nothing is suggested for " << field);
    return {};
}

/// 山田太郎 twice: the first one with little, the second one with much.
struct Twins {
    Database db = office();
    ContactId poor{}, rich{};

    Twins() {
        Contact one;
        one.name.family = "山田";
        one.name.given = "太郎";
        one.emails.push_back({.address = "taro@engines.example"});
        one.birthday = PartialDate::parse("--04-01");
        poor = db.add(one);
        Contact other = one;
        other.name.phonetic_family = "やまだ";
        other.name.phonetic_given = "たろう";
        other.birthday = PartialDate::parse("1980-04-01");
        other.language = "ja";
        other.emails.push_back({.address = "yamada@home.example"});
        other.phones.push_back({.number = "090-1234-5678", .label = "mobile"});
        other.phones.push_back({.number = "03-0000-0000", .validity = Validity::invalid});
        other.addresses.push_back({.number = "1-1-1",
                                   .street = "丸の内",
                                   .locality = "千代田区",
                                   .region = "東京都",
                                   .postcode = "100-0005",
                                   .label = "home"});
        rich = db.add(other);
    }
    [[nodiscard]] std::vector<Suggestion> suggestions() const { return db.upkeep().complete(poor); }
};

}  // namespace

TEST_CASE("what a duplicate has is suggested, and nothing that is there", "[complete]") {
    Twins twins;
    const auto found = twins.suggestions();
    CHECK(lines(found) == Lines{"address = 〒100-0005 東京都千代田区丸の内1-1-1 (contact 2)",
                                "birthday = 1980-04-01 (contact 2)", "language = ja (contact 2)",
                                "name.phonetic_family = やまだ (contact 2)",
                                "name.phonetic_given = たろう (contact 2)",
                                "phone = 090-1234-5678 (contact 2)"});
    const double probability = twins.db.duplicates().of(twins.poor).front().probability;
    for (const Suggestion& each : found) {
        CHECK(each.certainty == Approx(probability));
        CHECK(each.reason.find("likely the same as contact 2 (") == 0);
        CHECK(each.record == RecordRef{"contact", 1});
    }
    CHECK(for_field(found, "phone").label == "mobile");
    CHECK(lines(twins.db.upkeep().complete(twins.rich)).empty());
    CHECK(twins.db.upkeep().complete(twins.poor, {.from_duplicates = false}).empty());
}

TEST_CASE("suggestions that are applied are one transaction with one undo", "[complete]") {
    Twins twins;
    const auto before = dump(twins.db);
    const ApplyResult done = twins.db.upkeep().apply(twins.suggestions());
    CHECK(done.records == 1);
    CHECK(done.values == 6);
    const Contact whole = twins.db.get(twins.poor);
    CHECK(whole.name.phonetic_family == "やまだ");
    CHECK(whole.birthday == PartialDate::parse("1980-04-01"));
    CHECK(whole.emails.size() == 1);
    REQUIRE(whole.phones.size() == 1);
    CHECK(whole.phones[0].number == "090-1234-5678");
    CHECK(whole.phones[0].label == "mobile");
    CHECK(whole.phones[0].e164 == 819012345678);
    REQUIRE(whole.addresses.size() == 1);
    CHECK(whole.addresses[0].street == "丸の内");
    CHECK(whole.addresses[0].postcode == "100-0005");
    CHECK(twins.suggestions().empty());
    CHECK(findings(twins.db) == "");
    CHECK(twins.db.undo(done.transaction).kept.empty());
    CHECK(difference(before, dump(twins.db)) == "");
    CHECK(twins.db.upkeep().apply({}).transaction == 0);
}

TEST_CASE("what has changed since is not written over, and nothing else is written then", "[complete]") {
    Twins twins;
    Upkeep upkeep = twins.db.upkeep();
    const auto found = twins.suggestions();
    twins.db.edit(twins.poor, [](Contact& c) { c.language = "en"; });
    const auto before = dump(twins.db);
    const Error standing = expect_error(Code::conflict, [&] { upkeep.apply(found); });
    CHECK(standing.field() == "language");
    CHECK(test::says(standing, "contact 1: language is 'en' by now"));
    CHECK(difference(before, dump(twins.db)) == "");

    const Suggestion phone = for_field(found, "phone");
    expect_error(Code::invalid_argument, [&] { upkeep.apply({phone, phone}); });
    twins.db.edit(twins.rich, [](Contact& c) { c.phones[0].number = "090-9999-9999"; });
    expect_error(Code::conflict, [&] { upkeep.apply({phone}); });
    Suggestion birthday = for_field(found, "birthday");
    Suggestion another = birthday;
    another.value = "1981-04-01";
    expect_error(Code::conflict, [&] { upkeep.apply({another}); });
    expect_error(Code::invalid_argument, [&] { upkeep.apply({birthday, birthday}); });
    twins.db.duplicates().not_duplicate(twins.poor, twins.rich);
    const Error apart = expect_error(Code::conflict, [&] { upkeep.apply({birthday}); });
    CHECK(test::says(apart, "decided to be another one"));
    twins.db.duplicates().forget_decision(twins.poor, twins.rich);
    birthday.record.id = 99;
    expect_error(Code::not_found, [&] { upkeep.apply({birthday}); });
    twins.db.remove(twins.rich);
    expect_error(Code::conflict, [&] { upkeep.apply({phone}); });
    birthday.record.id = twins.poor.value;
    birthday.source.type = "deal";
    expect_error(Code::invalid_argument, [&] { upkeep.apply({birthday}); });
}

TEST_CASE("nothing is suggested that contradicts, was refused or is not to be used", "[complete]") {
    Twins twins;
    SECTION("a birthday of another day") {
        twins.db.edit(twins.poor, [](Contact& c) { c.birthday = PartialDate::parse("--05-01"); });
        const auto found = twins.suggestions();
        CHECK(found.size() == 5);
        CHECK(std::none_of(found.begin(), found.end(),
                           [](const Suggestion& s) { return s.field == "birthday"; }));
    }
    SECTION("the reading of another name") {
        twins.db.edit(twins.rich, [](Contact& c) { c.name.given = "太朗"; });
        const auto found = lines(twins.suggestions());
        CHECK(std::count(found.begin(), found.end(), "name.phonetic_given = たろう (contact 2)") == 0);
    }
    SECTION("records that were decided to be two") {
        twins.db.duplicates().not_duplicate(twins.poor, twins.rich);
        CHECK(twins.suggestions().empty());
    }
    SECTION("records in the trash") {
        twins.db.remove(twins.rich);
        CHECK(twins.suggestions().empty());
    }
    SECTION("addresses of somebody who withdrew a consent") {
        twins.db.privacy().decide(
            {.contact = twins.rich, .purpose = "news", .state = ConsentState::withdrawn});
        CHECK(lines(twins.suggestions()) ==
              Lines{"birthday = 1980-04-01 (contact 2)", "language = ja (contact 2)",
                    "name.phonetic_family = やまだ (contact 2)", "name.phonetic_given = たろう (contact 2)"});
    }
    SECTION("suppressed numbers") {
        if (!Privacy::can_suppress()) return;
        twins.db.privacy().suppress("090-1234-5678");
        const auto found = twins.suggestions();
        CHECK(found.size() == 5);
        CHECK(
            std::none_of(found.begin(), found.end(), [](const Suggestion& s) { return s.field == "phone"; }));
    }
}

TEST_CASE("several duplicates make a value surer, and different values are all given", "[complete]") {
    Twins twins;
    Contact third = twins.db.get(twins.rich);
    third.id = {};
    third.meta = {};
    third.language = "en";
    for (auto& phone : third.phones) phone.id = 0;
    for (auto& email : third.emails) email.id = 0;
    for (auto& address : third.addresses) address.id = 0;
    twins.db.add(third);
    const auto found = twins.suggestions();
    CHECK(std::count_if(found.begin(), found.end(),
                        [](const Suggestion& s) { return s.field == "language"; }) == 2);
    const Suggestion phone = for_field(found, "phone");
    const Suggestion language = for_field(found, "language");
    CHECK(phone.certainty >= language.certainty);
    CHECK(phone.reason.find("; ") != std::string::npos);
    expect_error(Code::invalid_argument, [&] { twins.db.upkeep().apply(found); });
}

TEST_CASE("one source that says a thing twice makes it no surer", "[complete]") {
    Twins twins;
    const double once = for_field(twins.suggestions(), "phone").certainty;
    twins.db.edit(twins.rich,
                  [](Contact& c) { c.phones[1] = {.id = c.phones[1].id, .number = "+81 90 1234 5678"}; });
    const Suggestion phone = for_field(twins.suggestions(), "phone");
    CHECK(phone.certainty == Approx(once).margin(0.01));
    CHECK(phone.reason.find("; ") == std::string::npos);
    CHECK(twins.suggestions().size() == 6);
}

TEST_CASE("custom fields are taken over with their type", "[complete]") {
    Twins twins;
    Field field;
    field.key = "shoe";
    field.type = FieldType::integer;
    twins.db.add(field);
    twins.db.edit(twins.rich, [](Contact& c) { c.fields["shoe"] = 38; });
    const Suggestion shoe = for_field(twins.suggestions(), "field.shoe");
    CHECK(shoe.value == "38");
    twins.db.upkeep().apply({shoe});
    CHECK(twins.db.get(twins.poor).fields.at("shoe") == Value(38));
}

TEST_CASE("a contact is found where it works, and by its e-mail's domain it works there", "[complete]") {
    Database db = office();
    Organization engines;
    engines.name = "Analytical Engines";
    engines.website = "https://www.engines.example/en";
    engines.phones.push_back({.number = "03-5550-1000"});
    engines.phones.push_back({.number = "03-5550-1001", .label = "FAX"});
    engines.addresses.push_back(
        {.number = "1-1-1", .street = "丸の内", .locality = "千代田区", .postcode = "100-0005"});
    db.add(engines);
    const auto ada = db.add(Contact{.name = {.given = "Ada"}, .emails = {{.address = "ada@engines.example"}}});
    const auto bob = db.add(Contact{.name = {.given = "Bob"}, .emails = {{.address = "bob@gmail.com"}}});
    Upkeep upkeep = db.upkeep();
    CHECK(upkeep.complete(bob).empty());

    const auto where = upkeep.complete(ada);
    REQUIRE(lines(where) == Lines{"organization = Analytical Engines (organization 1)"});
    CHECK(where[0].reason == "its domain is that of ada@engines.example");
    CHECK(where[0].certainty == Approx(0.8));
    const ApplyResult done = upkeep.apply(where);
    CHECK(db.count<Contact>("organization = \"Analytical Engines\"") == 1);
    expect_error(Code::conflict, [&] { upkeep.apply(where); });

    const auto found = upkeep.complete(ada);
    CHECK(lines(found) == Lines{"address = 〒100-0005 千代田区丸の内1-1-1 (organization 1)",
                                "phone = 03-5550-1000 (organization 1)"});
    CHECK(for_field(found, "address").certainty == Approx(0.6));
    CHECK(for_field(found, "phone").certainty == Approx(0.4));
    CHECK(found[0].reason == "works at Analytical Engines");
    upkeep.apply(found);
    CHECK(db.get(ada).phones.at(0).label == "work");
    CHECK(db.get(ada).addresses.at(0).label == "work");
    CHECK(upkeep.complete(ada, {.from_organization = false}).empty());
    CHECK(done.transaction > 0);
    CHECK(findings(db) == "");
}

TEST_CASE("an organization gets the website of its e-mails and the industry of its parent", "[complete]") {
    Database db = office();
    const auto group = db.add(Organization{.name = "Engines Group", .industry = "Machines"});
    Organization engines;
    engines.name = "Engines Osaka";
    engines.parent = group;
    engines.emails.push_back({.address = "info@engines.example"});
    const auto osaka = db.add(engines);
    const auto found = db.upkeep().complete(osaka);
    CHECK(lines(found) ==
          Lines{"industry = Machines (organization 1)", "website = engines.example (organization 2)"});
    CHECK(for_field(found, "website").certainty == Approx(0.7));
    db.upkeep().apply(found);
    CHECK(db.get(osaka).website == "engines.example");
    CHECK(db.get(osaka).industry == "Machines");

    const auto shop = db.add(Organization{.name = "Flower Shop"});
    for (const char* mail : {"a@flowers.example", "b@flowers.example", "c@gmail.com"}) {
        const auto id = db.add(Contact{.name = {.full = mail}, .emails = {{.address = mail}}});
        db.add(Employment{.contact = id, .organization = shop});
    }
    const auto of_people = db.upkeep().complete(shop);
    REQUIRE(of_people.size() == 1);
    CHECK(of_people[0].value == "flowers.example");
    CHECK(of_people[0].reason == "2 people there have e-mails of it");
    db.upkeep().apply(of_people);
    CHECK(db.get(shop).website == "flowers.example");
}

TEST_CASE("only contacts and organizations are completed", "[complete]") {
    Database db = office();
    expect_error(Code::not_found, [&] { (void)db.upkeep().complete(ContactId{9}); });
    expect_error(Code::invalid_argument, [&] { (void)db.upkeep().complete(Id<Deal>{1}); });
    const auto id = db.add(Contact{.name = {.given = "Ada"}});
    expect_error(Code::invalid_argument, [&] { (void)db.upkeep().complete(id, {.threshold = 0.3}); });
}
