// People who look alike and are not the same, and people who do not and are.
#include "unit/match/people.hpp"

#include <kith/error.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using namespace kith::match;
using namespace kith::match::test;

namespace {

/// Adds two records to 300 strangers and gives the probability that they are one person.
double judged(const Contact& a, const Contact& b, const std::vector<Affiliation>& at_a = {},
              const std::vector<Affiliation>& at_b = {}) {
    People people;
    people.strangers(300);
    const auto x = people.add(a, at_a), y = people.add(b, at_b);
    people.link();
    return people.probability(x, y);
}
double judged(const Person& a, const Person& b) { return judged(contact_of(a), contact_of(b)); }

}  // namespace

TEST_CASE("the same person is found when something changed", "[match]") {
    const Person original = ada();
    Person other = original;
    SECTION("moved house") {
        other.number = "7";
        other.street = "Ockham Road";
        other.locality = "Guildford";
        other.postcode = "GU23 6NP";
        CHECK(judged(original, other) > 0.99);
    }
    SECTION("typing error in the name, no birthday, other phone") {
        other.family = "Lovelaec";
        other.birthday.clear();
        other.phone = "+447700900123";
        CHECK(judged(original, other) > 0.95);
    }
    SECTION("given and family name exchanged") {
        std::swap(other.given, other.family);
        other.phone.clear();
        CHECK(judged(original, other) > 0.99);
    }
    SECTION("another e-mail and phone, same name and birthday") {
        other = Person{};
        other.given = "Ada";
        other.family = "Lovelace";
        other.birthday = original.birthday;
        other.email = "countess@home.example";
        CHECK(judged(original, other) > 0.95);
    }
    SECTION("only name and phone") {
        other = Person{};
        other.given = "Ada";
        other.family = "Lovelace";
        other.phone = original.phone;
        CHECK(judged(original, other) > 0.95);
    }
    SECTION("birthday with day and month exchanged") {
        other = Person{};
        other.given = "Ada";
        other.family = "Lovelace";
        other.birthday = "1975-10-12";
        other.postcode = original.postcode;
        CHECK(judged(original, other) > 0.95);
    }
}

TEST_CASE("nicknames and readings are the same name", "[match]") {
    SECTION("nickname") {
        Person robert = ada(), bob = ada();
        robert.given = "Robert";
        bob.given = "Bob";
        bob.birthday.clear();
        CHECK(judged(robert, bob) > 0.98);
        bob.email.clear();
        CHECK(judged(robert, bob) > 0.8);  // or Robert's son Bob
    }
    SECTION("kanji with furigana, and romaji") {
        Contact kanji, romaji;
        kanji.name.given = "太郎";
        kanji.name.family = "大野";
        kanji.name.phonetic_given = "タロウ";
        kanji.name.phonetic_family = "オオノ";
        kanji.phones.push_back({.number = "+81335811111"});
        romaji.name.given = "Taro";
        romaji.name.family = "Ohno";
        romaji.phones.push_back({.number = "+81335811111"});
        CHECK(judged(kanji, romaji) > 0.95);
        romaji.name.given = "Hanako";
        CHECK(judged(kanji, romaji) < 0.5);
    }
    SECTION("variant kanji") {
        Contact one, other;
        one.name.family = "髙﨑";
        other.name.family = "高崎";
        one.name.given = other.name.given = "美咲";
        one.birthday = other.birthday = PartialDate{1988, 3, 14};
        CHECK(judged(one, other) > 0.95);
    }
}

TEST_CASE("a household is not one person", "[match]") {
    SECTION("spouses with one e-mail, phone and address") {
        Person wife = ada(), husband = ada();
        husband.given = "William";
        husband.birthday = "1972-02-21";
        CHECK(judged(wife, husband) < 0.5);
        wife.birthday.clear();
        husband.birthday.clear();
        CHECK(judged(wife, husband) < 0.9);
    }
    SECTION("father and son with one name") {
        Person father = ada(), son = ada();
        father.given = son.given = "Byron";
        son.email = "byron.junior@engines.example";
        father.birthday = "1945-06-02";
        son.birthday = "1974-09-30";
        CHECK(judged(father, son) < 0.9);
        Contact senior = contact_of(father), junior = contact_of(son);
        senior.name.suffix = "Sr.";
        junior.name.suffix = "Jr.";
        CHECK(judged(senior, junior) < 0.2);
    }
    SECTION("twins") {
        Person one = ada(), two = ada();
        two.given = "Grace";
        one.email.clear();
        two.email.clear();
        CHECK(judged(one, two) < 0.9);
    }
    SECTION("siblings") {
        Person one = ada(), two = ada();
        two.given = "Ralph";
        two.birthday = "1979-07-02";
        two.email = "ralph@home.example";
        CHECK(judged(one, two) < 0.1);
    }
}

TEST_CASE("an office is not one person", "[match]") {
    People people;
    people.strangers(200);
    Random random(7);
    std::vector<std::uint32_t> staff;
    for (int i = 0; i < 25; ++i) {
        Person p = stranger(random);
        p.phone = "+442079460000";
        p.email = "info@engines.example";
        p.organization = "Analytical Engines Ltd";
        p.number = "1";
        p.street = "Dorset Street";
        p.locality = "London";
        p.postcode = "W1U 4EG";
        p.birthday.clear();
        staff.push_back(people.add(p));
    }
    people.link();
    for (std::size_t i = 0; i < staff.size(); ++i) {
        for (std::size_t j = i + 1; j < staff.size(); ++j) {
            if (people.population().values(staff[i], Slot::family)[0].symbol ==
                people.population().values(staff[j], Slot::family)[0].symbol)
                continue;
            INFO(i << " and " << j);
            CHECK(people.probability(staff[i], staff[j]) <
                  0.75);  // a first name is all that some have in common
            CHECK_FALSE(people.together(staff[i], staff[j]));
        }
    }
}

TEST_CASE("what people of different names use is no person's", "[match]") {
    const auto office = [](const char* mailbox, bool titles) {
        People people;
        Random random(9);
        std::vector<std::uint32_t> staff;
        static constexpr std::array given = {"Thomas", "Kim", "Laura", "Susan", "Nancy", "Mark"};
        static constexpr std::array family = {"Martin", "Clark", "Smith"};
        for (int o = 0; o < 50; ++o) {
            const std::string number = std::to_string(o);
            for (int i = 0; i < 6; ++i) {
                // Names repeat within the office, given names and family names, but never both.
                Contact c;
                c.name.given = given[static_cast<std::size_t>(i + o) % given.size()];
                c.name.family = family[random.next(family.size())];
                c.emails.push_back({.address = mailbox + ("@c" + number + ".example")});
                c.phones.push_back({.number = "+1212555" + std::to_string(1000 + o)});
                c.addresses.push_back({.number = number,
                                       .street = "Main St",
                                       .locality = "New York",
                                       .postcode = std::to_string(10001 + o)});
                staff.push_back(people.add(c, {{"Company " + number + " Works",
                                                titles ? (random.chance(50) ? "Clerk" : "Cook") : ""}}));
            }
        }
        people.link();
        return people.groups().size();
    };
    CHECK(office("info", true) == 0);
    CHECK(office("info", false) == 0);
    CHECK(office("our.office", true) == 0);
    CHECK(office("our.office", false) == 0);
    SECTION("a true duplicate in an office is found") {
        People people;
        people.strangers(200);
        Person p;
        p.phone = "+442079460000";
        p.email = "info@engines.example";
        p.organization = "Analytical Engines Ltd";
        std::vector<std::uint32_t> staff;
        for (const auto& [given, family] :
             {std::pair("Thomas", "Martin"), {"Nancy", "Clark"}, {"Ruth", "Scott"}, {"Thomas", "Martin"}}) {
            p.given = given;
            p.family = family;
            staff.push_back(people.add(p));
        }
        people.link();
        CHECK(people.together(staff[0], staff[3]));
        CHECK(people.groups().size() == 1);
    }
}

TEST_CASE("twins stay two, whatever they share", "[match]") {
    Person one = ada(), two = ada();
    two.given = "Grace";
    CHECK(judged(one, two) < 0.9);  // one mailbox and telephone for the family
    one.email.clear();
    CHECK(judged(one, two) < 0.9);
}

TEST_CASE("two people of one common name have mailboxes after it", "[match]") {
    Contact one, other;
    one.name.family = other.name.family = "田中";
    one.name.given = other.name.given = "恵子";
    one.emails = {{.address = "tanaka.keiko@tegami.example"}};
    other.emails = {{.address = "tanaka.keiko@kitsunebi.example"}};
    const double after_the_name = judged(one, other);
    one.emails = {{.address = "blue.dragonfly77@tegami.example"}};
    other.emails = {{.address = "blue.dragonfly77@kitsunebi.example"}};
    const auto odds = [](double p) { return p / (1 - p); };
    CHECK(odds(judged(one, other)) > 5 * odds(after_the_name));
}

TEST_CASE("placeholders and common names say little", "[match]") {
    SECTION("placeholders") {
        Contact one = contact_of(ada()), other;
        one.emails = {{.address = "test@test.com"}};
        one.phones = {{.number = "000-0000"}};
        other.name.given = "Grace";
        other.name.family = "Hopper";
        other.emails = one.emails;
        other.phones = one.phones;
        CHECK(judged(one, other) < 0.01);
    }
    SECTION("a common name in one town, against a rare one") {
        People people;
        people.strangers(300);
        Random random(3);
        for (int i = 0; i < 12; ++i) {
            Person p = stranger(random);
            p.given = "Thomas";
            p.family = "Müller";
            people.add(p);
        }
        Person common, rare;
        common.given = "Thomas";
        common.family = "Müller";
        rare.given = "Thelonious";
        rare.family = "Featherstonehaugh";
        common.locality = rare.locality = "Hamburg";
        const auto a = people.add(common), b = people.add(common);
        const auto c = people.add(rare), d = people.add(rare);
        people.link();
        CHECK(people.probability(a, b) < 0.5);
        CHECK(people.probability(c, d) > 0.9);
        CHECK(people.probability(c, d) > people.probability(a, b));
    }
    SECTION("a well-known name is common even in a file that has it twice") {
        People people;
        people.strangers(60);
        Person smith, odd;
        smith.given = "John";
        smith.family = "Smith";
        odd.given = "Jorund";
        odd.family = "Smedvig";
        const auto a = people.add(smith), b = people.add(smith), c = people.add(odd), d = people.add(odd);
        people.link();
        CHECK(people.probability(a, b) < people.probability(c, d));
    }
}

TEST_CASE("ten contacts are enough", "[match]") {
    People people;
    people.strangers(8);
    Person same = ada();
    same.phone.clear();
    same.street.clear();
    const auto a = people.add(ada()), b = people.add(same);
    Person other = ada();
    other.given = "Annabella";
    other.birthday = "1950-05-17";
    other.email = "annabella@home.example";
    const auto c = people.add(other);
    people.link();
    CHECK(people.together(a, b));
    CHECK_FALSE(people.together(a, c));
}

TEST_CASE("a mixed file: sure ones are right, most are found", "[match]") {
    People people;
    Random random(11);
    const auto shift = [&](std::string text) {  // a typing error: two neighbours exchanged
        if (text.size() > 4) std::swap(text[2], text[3]);
        return text;
    };
    for (int i = 0; i < 700; ++i) {
        const Person p = stranger(random);
        const int person = people.new_person();
        people.add(p, person);
        if (random.chance(30)) {  // a second record of the same person
            Person again = p;
            if (random.chance(30)) again.given = shift(again.given);
            if (random.chance(30)) again.family = shift(again.family);
            if (random.chance(40)) again.email.clear();
            if (random.chance(40)) again.phone.clear();
            if (random.chance(40)) again.birthday.clear();
            if (random.chance(25)) again.number = again.street = again.locality = again.postcode = "";
            people.add(again, person);
        }
        if (random.chance(15)) {  // somebody of the same household
            Person relative = stranger(random);
            relative.family = p.family;
            relative.number = p.number;
            relative.street = p.street;
            relative.locality = p.locality;
            relative.postcode = p.postcode;
            if (random.chance(50)) relative.phone = p.phone;
            if (random.chance(20)) relative.email = p.email;
            if (random.chance(40)) relative.birthday.clear();
            people.add(relative);
        }
    }
    people.link();
    double right = 0, found = 0, all = 0;
    for (const Group& group : people.groups()) {
        for (std::size_t i = 0; i < group.members.size(); ++i) {
            for (std::size_t j = i + 1; j < group.members.size(); ++j) {
                ++found;
                right += people.person(group.members[i]) == people.person(group.members[j]);
            }
        }
    }
    for (std::uint32_t a = 0; a < people.population().size(); ++a) {
        for (std::uint32_t b = a + 1; b < people.population().size(); ++b)
            all += people.person(a) == people.person(b);
    }
    CAPTURE(right, found, all);
    CHECK(right / found >= 0.995);
    CHECK(right / all >= 0.95);
}

TEST_CASE("as many threads find what one finds, and any of them can be told to stop", "[match]") {
    std::vector<Model> models;
    const auto links_of = [&](unsigned threads) {
        People people;
        people.strangers(6000);
        people.strangers(600);  // the first ones again
        people.link({.threads = threads});
        CHECK(people.linked().compared > 20000);  // each of four threads has enough to do
        models.push_back(people.linked().model);
        return people.linked().links;
    };
    const std::vector<Link> one = links_of(1);
    CHECK(one.size() >= 600);
    for (const unsigned threads : {0u, 2u, 4u}) {
        const std::vector<Link> several = links_of(threads);
        REQUIRE(several.size() == one.size());
        CHECK(std::equal(one.begin(), one.end(), several.begin(), [](const Link& x, const Link& y) {
            return x.a == y.a && x.b == y.b && x.log_odds == y.log_odds;
        }));
        CHECK(models.back().duplicates == models.front().duplicates);
        for (std::size_t f = 0; f < field_count; ++f) {
            for (std::size_t l = 0; l < level_count; ++l) {
                const LevelWeights &x = models.back().fields[f].levels[l],
                                   &y = models.front().fields[f].levels[l];
                CHECK((x.m == y.m && x.u == y.u));
            }
        }
    }
    People people;
    people.strangers(4000);
    const auto stop = [&] { people.link({.threads = 4, .progress = [](double done) { return done < 0.4; }}); };
    CHECK_THROWS_AS(stop(), kith::Error);
}
