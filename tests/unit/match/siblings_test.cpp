// Brothers and sisters with names alike, and people whose name somebody misspelt.
#include "unit/match/people.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using namespace kith::match;
using namespace kith::match::test;

namespace {

using Names = std::vector<std::pair<std::string, std::string>>;

const Names of_siblings = {{"Daniel", "Daniela"},        {"Jan", "Jana"},          {"Martin", "Martina"},
                           {"Ciara", "Ciaran"},          {"John", "Jane"},         {"Mario", "Maria"},
                           {"Radim", "Radima"},          {"Simon", "Simone"},      {"Lena", "Lina"},
                           {"Александр", "Александра"},  {"Kenta", "Kentaro"},     {"Mari", "Mariko"},
                           {"Jean-Paul", "Jean-Pierre"}, {"Mary Ann", "Mary Lou"}, {"Justin", "Justine"},
                           {"Deepak", "Deepa"},          {"Andre", "Andrea"},      {"Andrew", "Andrea"},
                           {"Michel", "Michelle"},       {"Wei", "Wen"},           {"Xiaoming", "Xiaohong"},
                           {"Ji-won", "Ji-woo"},         {"Priya", "Priyanka"}};

const Names of_siblings_in_kanji = {{"一郎", "二郎"}, {"健太", "健太郎"}, {"真理", "真理子"}};

const Names of_one_person = {
    {"Daniel", "Daneil"},      {"Michael", "Micheal"}, {"Catherine", "Cathreine"}, {"Wolfgang", "Wolgfang"},
    {"Martina", "Matrina"},    {"Jürgen", "Juergen"},  {"Hannelore", "Hanellore"}, {"Robert", "Bob"},
    {"Anna-Lena", "Annalena"}, {"Jon", "John"},        {"Cathy", "Katherine"},     {"Ann", "Anne"},
    {"Sara", "Sarah"}};

/// Two who share everything that a household shares, and were born on one day.
Contact in_household(const std::string& given, const std::string& family = "Ostermann") {
    Contact c = contact_of({.given = given,
                            .family = family,
                            .email = "familie.o@posteo.example",
                            .phone = "+494012345678",
                            .birthday = "2009-04-17",
                            .street = "Lindenweg",
                            .number = "12",
                            .locality = "Hamburg",
                            .postcode = "20095"});
    return c;
}

double judged(const Contact& a, const Contact& b, int strangers) {
    People people;
    people.strangers(strangers);
    const auto x = people.add(a), y = people.add(b);
    people.link();
    return people.probability(x, y);
}

}  // namespace

TEST_CASE("an entry between two siblings does not make them surely one", "[match]") {
    for (const auto& [one, other] : Names{{"Daniel", "Daniela"}, {"Martin", "Martina"}, {"Jan", "Jana"}}) {
        CAPTURE(one, other);
        People people;
        people.strangers(300);
        const auto brother = people.add(in_household(one)), sister = people.add(in_household(other));
        people.add(in_household(one.substr(0, 1) + "."));
        people.link();
        for (const Group& group : people.groups())
            if (people.together(brother, sister)) CHECK(group.log_odds < log_odds_of(0.999));
    }
}

TEST_CASE("an initial between two names does not make them one", "[match]") {
    People people;
    people.strangers(300);
    const auto with = [&](const std::string& given) {
        Contact c = contact_of({.given = given, .family = "Ostermann", .birthday = "1971-04-17"});
        return people.add(c);
    };
    const auto ann = with("Ann"), initial = with("A."), adam = with("Adam");
    people.link();
    CHECK_FALSE(people.together(ann, adam));
    CHECK((people.together(ann, initial) || people.together(adam, initial)));
}

TEST_CASE("siblings with names alike are two, whatever they share", "[match]") {
    for (const int strangers : {0, 300}) {
        for (const auto& [one, other] : of_siblings) {
            CAPTURE(one, other, strangers);
            CHECK(judged(in_household(one), in_household(other), strangers) < 0.95);
            Contact brother = in_household(one), sister = in_household(other);
            brother.gender = "male";
            sister.gender = "female";
            CHECK(judged(brother, sister, strangers) < 0.5);
            brother.name.nickname = sister.name.nickname = "Dani";
            CHECK(judged(brother, sister, strangers) < 0.5);
        }
        for (const auto& [one, other] : of_siblings_in_kanji) {
            CAPTURE(one, other, strangers);
            CHECK(judged(in_household(one, "山田"), in_household(other, "山田"), strangers) < 0.95);
        }
        // Other kanji of one reading: a slip, or two people.
        Contact one = in_household("裕子", "山田"), other = in_household("祐子", "山田");
        one.name.phonetic_given = other.name.phonetic_given = "ゆうこ";
        CAPTURE(strangers);
        CHECK(judged(one, other, strangers) < 0.995);
        CHECK(judged(one, other, strangers) > 0.5);
    }
}

TEST_CASE("a misspelt name is the same person", "[match]") {
    for (const int strangers : {0, 300}) {
        for (const auto& [one, other] : of_one_person) {
            CAPTURE(one, other, strangers);
            CHECK(judged(in_household(one), in_household(other), strangers) > 0.99);
        }
    }
    // Both are names, and it may well be a slip: somebody should look.
    const double doubtful = judged(in_household("Danielle"), in_household("Daniele"), 300);
    CHECK(doubtful > 0.5);
    CHECK(doubtful < 0.999);
}

TEST_CASE("two who share everything, with names that may be one, are shown and not united unseen", "[match]") {
    const Names names = {{"Hesham", "Hisham"},        {"Saleh", "Salih"},     {"Elena", "Lena"},
                         {"Clare", "Clara"},          {"Emad", "Imad"},       {"Anna", "Hanna"},
                         {"Damian", "Damien"},        {"Julia", "Juliana"},   {"Lucy", "Lucia"},
                         {"Lucie", "Lucia"},          {"Natalia", "Natasha"}, {"Adrian", "Adrien"},
                         {"José María", "María José"}};
    for (const auto& [one, other] : names) {
        INFO(one << ", " << other);
        auto db = Database::open(":memory:");
        db.add(in_household(one));
        db.add(in_household(other));
        const auto found = db.duplicates().find<Contact>();
        REQUIRE(found.size() == 1);
        CHECK(found[0].probability >= 0.95);
        CHECK(found[0].probability < 0.999);
    }
}

TEST_CASE("numbers of members are one digit apart in a series, too", "[match]") {
    auto db = Database::open(":memory:");
    db.add(kith::Field{.record_type = "contact", .key = "member", .label = "Member", .identifying = true});
    const auto namesake = [&](int number) {
        Contact c{.name = {.given = "Hanna", .family = "Brandt"}};
        c.fields["member"] = "M-" + std::to_string(10000 + number);
        return c;
    };
    db.add(namesake(24));
    for (int i = 0; i < 24; ++i) {
        Contact c{.name = {.given = "Karl" + std::to_string(i), .family = "Ohm" + std::to_string(i)}};
        c.fields["member"] = "M-" + std::to_string(10000 + i);
        db.add(c);
    }
    const auto found = db.duplicates().of(namesake(25), {.threshold = 0.5});
    REQUIRE(found.size() == 1);
    CHECK(found[0].probability < 0.999);  // an import would merge them unseen
}

TEST_CASE("two spellings of one name are one, as the same name would be", "[match]") {
    for (const auto& [one, other] :
         Names{{"Igor", "Ihor"}, {"Artem", "Artyom"}, {"Reza", "Riza"}, {"Steven", "Steve"}}) {
        INFO(one << ", " << other);
        auto db = Database::open(":memory:");
        db.add(in_household(one));
        db.add(in_household(other));
        CHECK(db.duplicates().find({.threshold = 0.999}).size() == 1);
    }
}

TEST_CASE("who may be either of two is united with none of them unseen", "[match]") {
    const std::vector<std::pair<std::pair<std::string, std::string>, std::vector<std::string>>> households = {
        {{"John", "Jane"}, {"J.", "", "Jean"}},
        {{"Daniel", "Daniela"}, {"D.", "", "Dani"}},
        {{"Kenta", "Kentaro"}, {"K.", ""}},
        {{"Peter", "Maria"}, {""}}};
    for (const int strangers : {0, 300}) {
        for (const auto& [two, entries] : households) {
            for (const std::string& between : entries) {
                INFO(two.first << ", " << two.second << " and \"" << between << "\", " << strangers);
                for (const bool turned : {false, true}) {
                    People people;
                    people.strangers(strangers);
                    const auto one = people.add(in_household(turned ? two.second : two.first));
                    const auto entry = people.add(in_household(between));
                    const auto other = people.add(in_household(turned ? two.first : two.second));
                    people.link();
                    CHECK_FALSE(people.together(one, other));
                    CHECK((people.together(one, entry) || people.together(entry, other)));
                    for (const Group& group : people.groups())
                        if (std::find(group.members.begin(), group.members.end(), entry) !=
                            group.members.end())
                            CHECK(group.log_odds < log_odds_of(0.995));
                }
            }
        }
    }
}

TEST_CASE("what people of a file are called is a name", "[match]") {
    const auto judged_among = [](int bearers) {
        People people;
        people.strangers(300);
        Random random(17);
        for (int i = 0; i < 2 * bearers; ++i) {
            Person p = stranger(random);
            p.given = i % 2 == 0 ? "Thessa" : "Tressa";
            people.add(p);
        }
        const auto a = people.add(in_household("Thessa")), b = people.add(in_household("Tressa"));
        people.link();
        return people.probability(a, b);
    };
    CHECK(judged_among(0) > 0.99);
    CHECK(judged_among(8) < 0.95);
}

TEST_CASE("twins whose names stand family first are two", "[match]") {
    struct Twins {
        const char* family;
        const char* one;
        const char* other;
    };
    const std::vector<Twins> all = {
        {"Yamada", "Taro", "Jiro"},   {"Yamada", "Hanako", "Yuuki"},    {"Ohshidari", "Kenta", "Kentaro"},
        {"Wang", "Fang", "Fan"},      {"Chen", "Xiaoming", "Xiaohong"}, {"Kim", "Minjun", "Minji"},
        {"Kim", "Min-jun", "Min-ji"}, {"Park", "Seojun", "Seoyeon"},    {"Nguyen", "Hoa", "Huong"}};
    for (const auto& [family, one, other] : all) {
        INFO(family << " " << one << ", " << other);
        for (const int strangers : {0, 300}) {
            CHECK(judged(in_household(family, one), in_household(family, other), strangers) < 0.95);
            Contact whole = in_household("", ""), second = whole;
            whole.name.full = std::string(family) + " " + one;
            second.name.full = std::string(family) + " " + other;
            CHECK(judged(whole, second, strangers) < 0.95);
        }
        // As an import of one of them and of a list that says which is which.
        CHECK(judged(in_household(family, one), in_household(one, family), 300) > 0.99);
        CHECK(judged(in_household(family, one), in_household(other, family), 300) < 0.95);
        auto db = Database::open(":memory:");
        db.add(in_household(family, one));
        db.add(in_household(family, other));
        CHECK(db.auto_merge<Contact>({.dry_run = true}).merged == 0);
    }
    CHECK(judged(in_household("Yamada", "Yuki"), in_household("Yamada", "Yuuki"), 300) > 0.99);
    CHECK(judged(in_household("Lee", "Minjun"), in_household("Rhee", "Minjun"), 300) > 0.99);
}

TEST_CASE("who married keeps the given name, and where it may be a family name somebody looks", "[match]") {
    for (const auto& [given, one, other] :
         std::vector<std::array<const char*, 3>>{{"Maria", "Smith", "Jones"},
                                                 {"Naomi", "Sato", "Suzuki"},
                                                 {"Kim", "Berger", "Ostermann"},
                                                 {"Jin", "Miller", "Jones"}}) {
        INFO(given << " " << one << ", " << other);
        CHECK(judged(in_household(given, one), in_household(given, other), 300) > 0.99);
    }
    for (const auto& [given, one, other] : std::vector<std::array<const char*, 3>>{
             {"Smith", "John", "Jane"}, {"Brückner", "Hans", "Petra"}, {"Yang", "Fan", "Fang"}}) {
        INFO(given << " " << one << ", " << other);
        auto db = Database::open(":memory:");
        db.add(in_household(given, one));
        db.add(in_household(given, other));
        for (const auto& cluster : db.duplicates().find({.threshold = 0.5}))
            CHECK(cluster.probability <= Approx(0.99));
        CHECK(db.auto_merge<Contact>({.dry_run = true}).merged == 0);
    }
}

TEST_CASE("father and son whose mailboxes differ in a number are two", "[match]") {
    for (const auto& [one, other] : Names{{"familie0@home0.example", "familie1@home1.example"},
                                          {"ostermann1@posteo.example", "ostermann2@posteo.example"},
                                          {"k.ostermann.1985@gmail.com", "k.ostermann.1958@gmail.com"}}) {
        INFO(one << ", " << other);
        Contact father = in_household("Karl"), son = father;
        father.emails[0].address = one;
        son.emails[0].address = other;
        son.birthday = PartialDate{1985, 2, 3};
        CHECK(judged(father, son, 300) < 0.95);
    }
}

TEST_CASE("auto_merge leaves siblings alone", "[match]") {
    for (const auto& [names, united] : {std::pair(of_siblings, 0), std::pair(of_one_person, 1)}) {
        for (const auto& [one, other] : names) {
            CAPTURE(one, other);
            Database db = Database::open(":memory:", {.region = "DE"});
            db.add(in_household(one));
            db.add(in_household(other));
            const auto found = db.duplicates().find({.threshold = 0.99});
            CHECK(static_cast<int>(found.size()) == united);
            if (united == 0) CHECK(db.auto_merge<Contact>({.dry_run = true}).merged == 0);
        }
    }
}

TEST_CASE("another spelling of a name is hardly less than the name", "[match]") {
    const auto judged_as = [](const char* given, const char* family) {
        Contact one, other;
        one.name = {.given = "Jürgen", .family = "Müllerburg"};
        other.name = {.given = given, .family = family};
        return judged(one, other, 300);
    };
    const double equal = judged_as("Jürgen", "Müllerburg"), spelt = judged_as("Juergen", "Muellerburg");
    CHECK(spelt > 0.9);
    CHECK(spelt < equal);
    CHECK(spelt > judged_as("Jürgen", "Müllreburg"));
    CHECK(judged_as("Juergen", "Müller-burg") > 0.9);
}
