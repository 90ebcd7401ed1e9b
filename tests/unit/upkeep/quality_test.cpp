// The quality of contacts and of a file.
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace kith;
using test::expect_error;

namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;

/// A base with a clock that is set by hand.
struct QualityBase {
    Time now = *parse_time("2026-11-01T00:00:00Z");
    Database db = Database::open(":memory:", options());

    Options options() {
        Options options;
        options.region = "JP";
        options.clock = [this] { return now; };
        return options;
    }
};

Contact complete(const std::string& given, const std::string& family, const std::string& mailbox,
                 const std::string& phone) {
    Contact contact;
    contact.name.given = given;
    contact.name.family = family;
    contact.emails.push_back({.address = mailbox + "@engines.example"});
    contact.phones.push_back({.number = phone});
    contact.addresses.push_back({.number = "1-1-1",
                                 .street = "丸の内",
                                 .locality = "千代田区",
                                 .region = "東京都",
                                 .postcode = "100-0005",
                                 .country = "日本"});
    return contact;
}

/// "part field problem points".
std::vector<std::string> lines(const ContactQuality& quality) {
    std::vector<std::string> result;
    for (const QualityIssue& issue : quality.issues) {
        std::string points = std::to_string(issue.points);
        points.resize(points.find('.') + 3);
        result.push_back(std::string(name_of(issue.part)) + " " + issue.field + ": " + issue.problem + " " +
                         points);
    }
    return result;
}

double cost(const std::vector<QualityIssue>& issues) {
    return std::accumulate(issues.begin(), issues.end(), 0.0,
                           [](double sum, const QualityIssue& issue) { return sum + issue.points; });
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a whole, valid, fresh contact has all points", "[quality]") {
    QualityBase base;
    const auto id = base.db.add(complete("太郎", "山田", "taro", "03-5550-1234"));
    const auto engines = base.db.add(Organization{.name = "Engines"});
    base.db.add(Employment{.contact = id, .organization = engines});
    const ContactQuality quality = base.db.upkeep().quality(id);
    CHECK(lines(quality) == Lines{});
    CHECK(quality.score == 100);
    CHECK(quality.title == "山田 太郎");
    CHECK(quality.parts == std::array<double, 5>{1, 1, 1, 1, 1});

    base.db.edit(base.db.ids<Employment>().front(),
                 [](Employment& e) { e.ended = PartialDate::parse("2025-03"); });
    CHECK(lines(base.db.upkeep().quality(id)) == Lines{"completeness organization: missing 5.00"});
}

TEST_CASE("what is missing costs what the formula says", "[quality]") {
    QualityBase base;
    const auto id = base.db.add(Contact{.notes = "nobody"});
    const ContactQuality quality = base.db.upkeep().quality(id);
    CHECK(lines(quality) ==
          Lines{"completeness email: missing 9.00", "completeness phone: missing 7.00",
                "completeness name.given: missing 5.00", "completeness name.family: missing 5.00",
                "completeness organization: missing 5.00", "completeness address: missing 4.00"});
    CHECK(quality.score == Approx(65));
    CHECK(quality.parts[0] == 0);
    CHECK(quality.parts[1] == 1);
}

TEST_CASE("values that cannot be right share the points of validity", "[quality]") {
    QualityBase base;
    Contact contact = complete("Ada", "Lovelace", "ada", "03-5550-1234");
    contact.emails.push_back({.address = "ada@engines"});
    contact.emails.push_back({.address = "test@test.com"});
    contact.emails.push_back({.address = "old@engines.example", .validity = Validity::invalid});
    contact.phones.push_back({.number = "03-1234-56789"});
    contact.addresses.push_back({.locality = "Springfield", .postcode = "6270", .country = "USA"});
    contact.addresses.push_back({.locality = "Nowhere", .postcode = "????", .country = "Atlantis"});
    const auto id = base.db.add(contact);
    const ContactQuality quality = base.db.upkeep().quality(id);
    // four e-mails, two numbers and two postcodes of countries whose form is known: eight values
    const std::string each = " " + std::to_string(25.0 / 8).substr(0, 4);
    REQUIRE(lines(quality) ==
            Lines{"completeness organization: missing 5.00", "consistency address.country: unknown 5.00",
                  "validity email: malformed" + each, "validity email: malformed" + each,
                  "validity email: known not to work" + each, "validity phone: malformed" + each,
                  "validity address.postcode: malformed" + each});
    CHECK(quality.score == Approx(100 - 5 - 5 - 5 * 25.0 / 8));
    CHECK(quality.issues[2].reason == "'ada@engines' is no e-mail address");
    CHECK(quality.issues[6].reason == "'6270' is no postcode of US (99999)");
}

TEST_CASE("freshness falls between the two days", "[quality]") {
    QualityBase base;
    const auto id = base.db.add(complete("Ada", "Lovelace", "ada", "03-5550-1234"));
    const auto engines = base.db.add(Organization{.name = "Engines"});
    base.db.add(Employment{.contact = id, .organization = engines});
    const auto points = [&](int days, const QualityOptions& options = {}) {
        base.now = *parse_time("2026-11-01T00:00:00Z") + Days(days);
        return 100 - base.db.upkeep().quality(id, options).score;
    };
    CHECK(points(365) == 0);
    CHECK(points(730) == Approx(7.5));
    CHECK(points(1095) == Approx(15));
    CHECK(points(5000) == Approx(15));
    QualityOptions strict;
    strict.fresh_days = 10;
    strict.stale_days = 30;
    CHECK(points(20, strict) == Approx(7.5));
    base.now = *parse_time("2026-11-01T00:00:00Z") + Days(4990);
    base.db.add(Interaction{.participants = {id}, .at = base.now, .channel = Channel::phone});
    CHECK(points(5000) == 0);  // somebody was in touch
    strict.stale_days = 10;
    expect_error(Code::invalid_argument, [&] { points(0, strict); });
}

TEST_CASE("contradictions cost five points each, two of them at most", "[quality]") {
    QualityBase base;
    Contact contact = complete("Ada", "Ada", "ada", "03-5550-1234");
    contact.birthday = PartialDate::parse("2027-01-01");
    contact.emails.push_back({.address = "ADA@engines.example"});
    contact.phones.push_back({.number = "+81 3 5550 1234"});
    const auto id = base.db.add(contact);
    const ContactQuality quality = base.db.upkeep().quality(id);
    CHECK(lines(quality) == Lines{"completeness organization: missing 5.00",
                                  "consistency birthday: in the future 5.00", "consistency email: twice 5.00",
                                  "consistency phone: twice 0.00", "consistency name.given: the same 0.00"});
    CHECK(quality.issues[1].reason == "the birthday 2027-01-01 is in the future");
    CHECK(quality.parts[4] == 0);

    const auto company = base.db.add(Contact{.name = {.given = "太郎1", .family = "株式会社山田"}});
    const auto old = base.db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                         .birthday = PartialDate::parse("1815-12-10")});
    const auto day_alone = base.db.add(
        Contact{.name = {.given = "Ida", .family = "Rhodes"}, .birthday = PartialDate::parse("--12-10")});
    const auto problems = [&](ContactId which) {
        std::vector<std::string> found;
        for (const QualityIssue& issue : base.db.upkeep().quality(which).issues)
            if (issue.part == QualityPart::consistency) found.push_back(issue.field + ": " + issue.problem);
        return found;
    };
    CHECK(problems(company) == Lines{"name.given: not a name", "name: a company"});
    CHECK(problems(old) == Lines{"birthday: long ago"});
    CHECK(problems(day_alone) == Lines{});
    base.db.add(Employment{.contact = day_alone,
                           .organization = base.db.add(Organization{.name = "Engines"}),
                           .started = PartialDate::parse("2020-05"),
                           .ended = PartialDate::parse("2019")});
    CHECK(problems(day_alone) == Lines{"organization: ended before it began"});
}

TEST_CASE("a likely duplicate costs points, in the file by keys or by pairs that are given", "[quality]") {
    QualityBase base;
    const auto a = base.db.add(complete("太郎", "山田", "taro", "03-5550-1234"));
    const auto b = base.db.add(complete("太郎", "山田", "taro", "03-5550-1234"));
    const auto c = base.db.add(complete("花子", "佐藤", "hanako", "03-5550-9999"));
    Upkeep upkeep = base.db.upkeep();

    const ContactQuality one = upkeep.quality(a);
    const double probability = base.db.duplicates().of(a).front().probability;
    REQUIRE(one.issues.front().problem == "duplicate");
    CHECK(one.issues.front().points == Approx(15 * probability));
    CHECK(one.issues.front().reason.find("likely the same as contact " + std::to_string(b.value)) == 0);

    const auto twins = [&](const FileQuality& file) {
        for (const QualityProblem& problem : file.problems)
            if (problem.problem == "duplicate") return problem;
        return QualityProblem{};
    };
    CHECK(twins(upkeep.quality()).contacts == 2);
    CHECK(twins(upkeep.quality()).points == Approx(2 * 0.9 * 15));
    QualityOptions given;
    given.pairs = {{a, c, 0.6}};
    CHECK(twins(upkeep.quality(given)).points == Approx(2 * 0.6 * 15));
    given.pairs = std::vector<Pair>{};
    CHECK(twins(upkeep.quality(given)).contacts == 0);
    base.db.duplicates().not_duplicate(a, b);
    CHECK(twins(upkeep.quality()).contacts == 0);
    base.db.duplicates().confirm(a, c);
    CHECK(twins(upkeep.quality()).points == Approx(2 * 15));
    base.db.remove(c);
    CHECK(twins(upkeep.quality()).contacts == 0);
}

TEST_CASE("the file's quality is that of its contacts", "[quality]") {
    QualityBase base;
    base.db.add(complete("太郎", "山田", "taro", "03-5550-1234"));
    base.db.add(complete("Ada", "Lovelace", "ada@", "03-5550-5678"));
    base.db.add(Contact{.name = {.given = "Zoe"}});
    base.db.add(Contact{.notes = "nobody"});
    const FileQuality file = base.db.upkeep().quality();
    CHECK(file.contacts == 4);
    double sum = 0;
    for (const ContactId id : base.db.ids<Contact>()) {
        const ContactQuality one = base.db.upkeep().quality(id);
        CHECK(one.score == Approx(100 - cost(one.issues)));
        sum += one.score;
    }
    CHECK(file.score == Approx(sum / 4));
    CHECK(std::accumulate(file.distribution.begin(), file.distribution.end(), std::int64_t{0}) == 4);
    CHECK(file.distribution[6] == 1);  // nobody: 65
    REQUIRE(file.worst.size() == 4);
    CHECK(file.worst.front().title == "");
    CHECK(file.worst.front().score == Approx(65));
    REQUIRE_FALSE(file.fields.empty());
    const auto field = std::find_if(file.fields.begin(), file.fields.end(),
                                    [](const FieldQuality& each) { return each.field == "email"; });
    REQUIRE(field != file.fields.end());
    CHECK(field->missing == 2);
    CHECK(field->wrong == 1);
    CHECK(field->points == Approx((9 + 9 + 25.0 / 3) / 4));
    double points = 0;
    for (const QualityProblem& problem : file.problems) points += problem.points;
    CHECK(points == Approx(400 - sum));

    QualityOptions few;
    few.population = "given = Zoe";
    few.worst = 0;
    const FileQuality zoe = base.db.upkeep().quality(few);
    CHECK(zoe.contacts == 1);
    CHECK(zoe.worst.empty());
    CHECK(zoe.score == Approx(70));
    few.population = "given =";
    expect_error(Code::parse, [&] { (void)base.db.upkeep().quality(few); });
    few.population = "";
    few.progress = [](std::int64_t, std::int64_t) { return false; };
    expect_error(Code::cancelled, [&] { (void)base.db.upkeep().quality(few); });
    CHECK(Database::open(":memory:").upkeep().quality().score == 100);
}

TEST_CASE("only a few of the worst contacts are kept", "[quality]") {
    QualityBase base;
    for (int i = 0; i < 60; ++i) {
        Contact contact =
            complete("A" + std::string(1, static_cast<char>('a' + i % 26)), "B", "m" + std::to_string(i), "");
        contact.phones.clear();
        if (i % 20 == 7) contact.emails.clear();
        base.db.add(contact);
    }
    QualityOptions options;
    options.worst = 3;
    options.pairs = std::vector<Pair>{};
    const FileQuality file = base.db.upkeep().quality(options);
    REQUIRE(file.worst.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(file.worst[i].contact.value == static_cast<std::int64_t>(8 + 20 * i));
    expect_error(Code::not_found, [&] { (void)base.db.upkeep().quality(ContactId{99}); });
}
