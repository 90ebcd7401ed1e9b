// What is seen of two texts is what reading them gives.
#include "match/compare.hpp"
#include "match/model.hpp"
#include "match/shapes.hpp"
#include "people.hpp"
#include "text/fold.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace kith;
using namespace kith::match;

namespace {

/// One to three errors of typing.
std::string with_slips(std::string text, std::mt19937& random) {
    const auto below = [&](std::size_t count) { return random() % count; };
    for (std::size_t slips = 1 + below(3); slips > 0 && !text.empty(); --slips) {
        const std::size_t at = below(text.size());
        if (static_cast<unsigned char>(text[at]) >= 0x80) continue;  // whole letters only
        const char sign = text[below(text.size())];
        switch (below(4)) {
            case 0: text.erase(at, 1); break;
            case 1:
                if (static_cast<unsigned char>(sign) < 0x80) text.insert(at, 1, sign);
                break;
            case 2:
                if (static_cast<unsigned char>(sign) < 0x80) text[at] = sign;
                break;
            default:
                if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0x80)
                    std::swap(text[at], text[at + 1]);
        }
    }
    return text;
}

std::vector<std::string> and_misspelt(std::vector<std::string> texts) {
    std::mt19937 random(7);
    const std::size_t known = texts.size();
    for (std::size_t i = 0; i < known; ++i) {
        for (int k = 0; k < 3; ++k) texts.push_back(with_slips(texts[i], random));
    }
    return texts;
}

std::vector<std::string> names() {
    return and_misspelt({"robert",  "bob",        "rob",        "daniel",    "daniela",      "anna",
                         "hanna",   "anne marie", "annemarie",  "jean-paul", "jean-pierre",  "j",
                         "j. r.",   "maximilian", "max",        "kazuhiro",  "kazu",         "kazumi",
                         "kasumi",  "o'brien",    "obrien",     "mueller",   "muller",       "van den berg",
                         "berg",    "schmidt",    "smith",      "smyth",     "garcia lopez", "garcia",
                         "tanaka",  "ohno",       "oono",       "walter",    "miller",       "elizabeth",
                         "liz",     "александр",  "александра", "саша",      "кузнецов",     "кузнецова",
                         "иванов",  "kuznetsov",  "aleksandr",  "健太",      "健太郎",       "田中",
                         "田 中",   "佐藤",       "加藤",       "裕子",      "祐子",         "林",
                         "佐々木",  "五十嵐",     "たなか",     "おおの",    "おの",         "ゆうき",
                         "ゆき",    "えさな",     "スミス",     "はなこ",    "김",           "김철수",
                         "γιαννης", "giannis",    "li",         "wu",        "lee",          "eee",
                         "rhee",    "yi",         "wong",       "huang",     "hwang",        "ng",
                         "cheung",  "zhang",      "kwok",       "guo",       "choi",         "cai",
                         "e",       "aeae",       "aa"});
}

std::vector<std::string> words() {
    return and_misspelt({"main street",
                         "main st",
                         "oak street",
                         "high street north",
                         "mainstreet",
                         "st mary road",
                         "saint mary rd",
                         "ul mira",
                         "мира",
                         "улица мира",
                         "中央区",
                         "中央",
                         "横浜市西区",
                         "横浜市",
                         "営業部長",
                         "engineer",
                         "chief engineer",
                         "инженер",
                         "director",
                         "managing director",
                         "ibm",
                         "international business machines",
                         "acme tools",
                         "tools acme",
                         "acme",
                         "bright media",
                         "oakwood media",
                         "2 b",
                         "flat 2b",
                         "第5びる9f",
                         "第5びる6f",
                         "uot",
                         "university of tokyo",
                         "kelly software",
                         "loveelstone realty",
                         "new york",
                         "york",
                         "ny",
                         "ca"});
}

template <class Shape, class Look, class Read>
void check_all(const std::vector<std::string>& texts, Shape shape, Look look, Read read, double least) {
    std::size_t pairs = 0, known = 0;
    for (const std::string& a : texts) {
        for (const std::string& b : texts) {
            if (a == b || a.empty() || b.empty()) continue;
            ++pairs;
            const auto level = look(shape(a), shape(b));
            if (!level) continue;
            ++known;
            CAPTURE(a, b);
            REQUIRE(name_of(Field::title, *level) == name_of(Field::title, read(a, b)));
        }
    }
    CHECK(static_cast<double>(known) >= least * static_cast<double>(pairs));
}

}  // namespace

TEST_CASE("what is seen of names and words is what reading them gives", "[match]") {
    const auto shape = [](const std::string& text) { return WordShape(text); };
    const auto by = [](Measure measure) {
        return [measure](const WordShape& a, const WordShape& b) { return seen(measure, a, b); };
    };
    check_all(names(), shape, by(Measure::given), compare_given, 0.5);
    check_all(names(), shape, by(Measure::family), compare_family, 0.5);
    check_all(words(), shape, by(Measure::words), compare_words, 0.5);
    check_all(words(), shape, by(Measure::organization), compare_organization, 0.5);
    check_all(names(), shape, by(Measure::words), compare_words, 0.5);
}

TEST_CASE("what is seen of addresses and numbers is what reading them gives", "[match]") {
    const auto by = [](Measure measure) {
        return [measure](Digits a, Digits b) { return seen(measure, a, b); };
    };
    check_all(
        and_misspelt({"ada@engines.example", "ada.lovelace@engines.example", "adalovelace@gmail.com",
                      "lovelace@gmail.com", "ann1@gmail.com", "ann2@gmail.com", "info@acme.example",
                      "info@bright.example", "tsato@acme.example", "t.sato@acme.example",
                      "wei.liu80349@yahoo.com", "klimov81739@yahoo.com", "smith1@home1.example",
                      "smith2@home2.example", "müller@büro.example", "a@b.c"}),
        [](const std::string& text) { return EmailShape(text); },
        [](const EmailShape& a, const EmailShape& b) { return seen(a, b); }, compare_emails, 0.3);
    check_all(
        and_misspelt({"+12125143421", "+78430281887", "2125143421", "0398830718", "+81398830718",
                      "1398830718", "12345", "0012345", "+4930123456", "030123456", "+493012345678901234"}),
        digits_of_phone, by(Measure::phone), compare_phones, 0.3);
    check_all({"1961-08-13", "1959-07-22", "1960-12-31", "1963-01-01", "1961-13-08",
               "1961-08-31", "1916-08-13", "1974-11-09", "1974-10-16", "1984-11-09",
               "1974-11-10", "1974",       "--11-09",    "1974-11",    "2001-02-29",
               "2010-01-02", "1901-03-04", "1991-04-03", "1951-08-13", "0974-11-09"},
              digits_of_date, by(Measure::date), compare_dates, 0.3);
    check_all(and_misspelt({"1", "12", "12b", "12 b", "12-14", "3-27-1", "3-2-71", "327", "894", "741", "849",
                            "b", "12345678", "a12", "10/2", "21", "211", "112"}),
              digits_of_number, by(Measure::number), compare_numbers, 0.8);
    check_all(and_misspelt({"10044", "10062", "85215", "02188", "1009819", "1005327", "100-9819", "sw1a 1aa",
                            "sw1a 2aa", "60653", "60635", "6065", "60653-1234", "n1"}),
              digits_of_postcode, by(Measure::postcode), compare_postcodes, 0.5);
}

TEST_CASE("a comparer with shapes finds what one without them finds, and its odds are within what can be",
          "[match]") {
    Population population;
    ProfileBuilder builder(population, "US");
    std::mt19937 random(3);
    const auto given = names(), places = words();
    const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
    for (int i = 0; i < 120; ++i) {
        Contact contact;
        contact.name.given = any(given);
        contact.name.family = any(given);
        if (i % 3 == 0) contact.name.nickname = any(given);
        if (i % 4 == 0) contact.name.additional = any(given);
        contact.emails = {{.address = "mail" + std::to_string(random() % 40) + "@acme.example"}};
        contact.phones = {{.number = "212514" + std::to_string(1000 + random() % 60)}};
        contact.addresses = {
            {.number = std::to_string(random() % 30), .street = any(places), .locality = any(places)},
            {.street = any(places), .postcode = std::to_string(10000 + random() % 50)}};
        contact.addresses.resize(1 + random() % 2);
        contact.birthday = PartialDate{.year = static_cast<int>(1960 + random() % 9), .month = 3, .day = 2};
        const std::vector<Affiliation> works{{any(places), any(places)}};
        builder.contact(contact, works, {});
    }
    population.finish(0.2);
    const Shapes shapes(population);
    Comparer reading(population), looking(population, &shapes), scoring(population, &shapes);
    Model model = contact_model();
    model.records = 120;
    const Scorer scorer(model);
    REQUIRE_FALSE(scorer.different_relies());
    scoring.leave_out_shares_of_different();
    for (std::size_t a = 0; a < population.size(); ++a) {
        for (std::size_t b = a + 1; b < population.size(); ++b) {
            const Comparison read = reading.compare(a, b), looked = looking.compare(a, b);
            for (std::size_t f = 0; f < field_count; ++f) {
                CAPTURE(a, b, name_of(static_cast<Field>(f)));
                REQUIRE(read.fields[f].level == looked.fields[f].level);
                REQUIRE(read.fields[f].share == looked.fields[f].share);
            }
            const double log_odds = score(model, read).log_odds;
            REQUIRE(scorer.score(scoring.compare(a, b)).log_odds == log_odds);
            REQUIRE(scorer.odds_at_most(read) >= std::exp(log_odds) * (1 - 1e-9));
        }
    }
}
