// Upkeep of random files: formats settle in one run, suggestions can be applied, scores add up, and undo takes all of it back.
#include "support/dump.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;

namespace {

class Untidy {
public:
    explicit Untidy(std::uint32_t seed) : random_(seed) {}

    Contact contact() {
        Contact contact;
        contact.name.given = one({"ADA", "ada", "太郎", "ﾊﾅｺ", "Zoë ", "J.R.", "", "ＢＯＢ", "mary  ann"});
        contact.name.family =
            one({"MCDONALD", "de la cruz", "山田", "佐藤　", "O'BRIEN", "", "VAN DER BERG", "St. John"});
        if (chance(30)) contact.name.phonetic_family = one({"やまだ", "ﾔﾏﾀﾞ", "さとう"});
        for (int i = 0; chance(60) && i < 3; ++i)
            contact.emails.push_back(
                {.address = one({"ada@Engines.EXAMPLE", "Ada <ada@engines.example>", "ada@engines",
                                 "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "test@test.com", "bob@gmail.com"})});
        for (int i = 0; chance(50) && i < 3; ++i)
            contact.phones.push_back(
                {.number = one({"0355501234", "０３－５５５０－１２３４", "+44 (0)20 7946 0018",
                                "090-1234-5678 内線12", "12345678901234567890", "call Ada"})});
        if (chance(50))
            contact.addresses.push_back({.street = one({"丸の内１－１", "Main  St", ""}),
                                         .locality = one({"Tokyo", "千代田区"}),
                                         .postcode = one({"1000005", "〒100-0005", "SW1A1AA", "??", ""}),
                                         .country = one({"日本", "Japan", "JP", "UK", "Atlantis", ""})});
        if (chance(30))
            contact.birthday = PartialDate::parse(one({"1980-04-01", "--04-01", "2999-01-01", "1980"}));
        return contact;
    }
    bool chance(int percent) { return static_cast<int>(random_() % 100) < percent; }

private:
    std::string one(const std::vector<std::string>& of) { return of[random_() % of.size()]; }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("upkeep of random files settles, adds up and can be taken back", "[upkeep]") {
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Options options;
        options.region = seed % 3 == 0 ? "" : seed % 3 == 1 ? "JP" : "GB";
        auto db = Database::open(":memory:", options);
        Untidy untidy(seed);
        for (int i = 0; i < 40; ++i) db.add(untidy.contact());
        Upkeep upkeep = db.upkeep();

        const FileQuality file = upkeep.quality({.pairs = std::vector<Pair>{}, .worst = 40});
        REQUIRE(file.worst.size() == 40);
        double points = 0;
        for (const ContactQuality& contact : file.worst) {
            double lost = 0;
            for (const QualityIssue& issue : contact.issues) {
                CHECK(issue.points >= 0);
                CHECK_FALSE(issue.reason.empty());
                lost += issue.points;
            }
            CHECK(contact.score == Approx(100 - lost));
            CHECK(contact.score >= 0);
            points += lost;
        }
        CHECK(file.score == Approx(100 - points / 40));

        const auto before = dump(db);
        const NormaliseResult done = upkeep.normalise<Contact>();
        REQUIRE(done.changed > 0);
        const NormaliseResult again = upkeep.normalise<Contact>();
        for (const BulkChange& change : again.sample)
            for (const BulkChange::Value& value : change.values)
                FAIL_CHECK(value.field << ": " << value.before << " > " << value.after);
        CHECK(findings(db) == "");
        CHECK(db.undo(done.transaction).kept.empty());
        CHECK(difference(before, dump(db)) == "");

        for (const ContactId id : db.ids<Contact>()) {
            std::vector<Suggestion> chosen;
            std::set<std::string> given;
            for (const Suggestion& each : upkeep.complete(id)) {
                const bool several = each.field == "email" || each.field == "phone" || each.field == "address";
                if (several || given.insert(each.field).second) chosen.push_back(each);
            }
            if (chosen.empty()) continue;
            const ApplyResult applied = upkeep.apply(chosen);
            for (const Suggestion& each : upkeep.complete(id)) {  // a part of a date can be completed again
                INFO(each.field << ": " << each.value);
                CHECK((each.field == "birthday" || given.count(each.field) == 0));
            }
            CHECK(db.undo(applied.transaction).kept.empty());
            CHECK(difference(before, dump(db)) == "");
        }
        CHECK(findings(db) == "");
    }
}
