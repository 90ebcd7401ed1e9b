// People in memory for the tests of matching: a background of strangers, and those that a test is about.
#pragma once

#include "match/linker.hpp"
#include "match/profile.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kith::match::test {

/// A fixed sequence of numbers.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ull + 1) {}
    std::uint64_t next(std::uint64_t below) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return (state_ >> 11) % below;
    }
    bool chance(int percent) { return next(100) < static_cast<std::uint64_t>(percent); }

private:
    std::uint64_t state_;
};

struct Person {
    std::string given{}, family{}, email{}, phone{}, birthday{}, street{}, number{}, locality{}, postcode{},
        organization{};
};

inline Contact contact_of(const Person& p) {
    Contact c;
    c.name.given = p.given;
    c.name.family = p.family;
    if (!p.email.empty()) c.emails.push_back({.address = p.email});
    if (!p.phone.empty()) c.phones.push_back({.number = p.phone});
    if (!p.birthday.empty()) c.birthday = PartialDate::parse(p.birthday);
    if (!p.street.empty() || !p.locality.empty() || !p.postcode.empty()) {
        c.addresses.push_back(
            {.number = p.number, .street = p.street, .locality = p.locality, .postcode = p.postcode});
    }
    return c;
}

inline Person ada() {
    return {.given = "Ada",
            .family = "Lovelace",
            .email = "ada.lovelace@engines.example",
            .phone = "+442079460018",
            .birthday = "1975-12-10",
            .street = "St James Square",
            .number = "12",
            .locality = "London",
            .postcode = "SW1Y 4JH"};
}

/// A person nobody else is: names, a birthday, an e-mail, a phone, an address.
inline Person stranger(Random& random) {
    static constexpr std::array given = {
        "Anna",  "Boris", "Clara",  "David", "Elena", "Felix", "Greta", "Hugo",   "Irene",  "Jonas",
        "Katja", "Lukas", "Mira",   "Noah",  "Olga",  "Pavel", "Quinn", "Rosa",   "Simon",  "Tanja",
        "Ulf",   "Vera",  "Willem", "Xenia", "Yann",  "Zoe",   "Amir",  "Bianca", "Cedric", "Dora"};
    static constexpr std::array first = {"Ber",    "Hol", "Stein", "Wald",  "Korn",   "Lind",
                                         "Mar",    "Nor", "Oster", "Pal",   "Quer",   "Rosen",
                                         "Sander", "Tal", "Ulmen", "Vogel", "Winter", "Zell"};
    static constexpr std::array second = {"ger",  "mann", "baum", "hoff", "stedt", "berg",  "ner",
                                          "feld", "rath", "ski",  "sen",  "lund",  "quist", "etti"};
    static constexpr std::array streets = {"Lindenweg",    "Marktplatz",     "High Street", "Rue Victor Hugo",
                                           "Via Roma",     "Bahnhofstrasse", "Oak Avenue",  "Mill Lane",
                                           "Station Road", "Calle Mayor",    "Gartenweg",   "Kirchgasse"};
    static constexpr std::array towns = {"Hamburg", "Leeds", "Lyon",   "Torino", "Graz",
                                         "Utrecht", "Malmo", "Gdansk", "Porto",  "Sevilla"};
    Person p;
    p.given = given[random.next(given.size())];
    p.family = std::string(first[random.next(first.size())]) + second[random.next(second.size())];
    const auto two = [&](std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    p.birthday = std::to_string(1940 + random.next(65)) + "-" + two(1 + random.next(12)) + "-" +
                 two(1 + random.next(28));
    p.email = p.given + "." + p.family + std::to_string(random.next(1000)) + "@" +
              (random.chance(50) ? "gmail.com" : "posteo.example");
    p.phone = "+4940" + std::to_string(10000000 + random.next(89999999));
    p.number = std::to_string(1 + random.next(120));
    p.street = streets[random.next(streets.size())];
    const auto town = random.next(towns.size());
    p.locality = towns[town];
    p.postcode = std::to_string(20000 + town * 1000 + random.next(40));
    return p;
}

/// A population under construction.
class People {
public:
    explicit People(std::string region = "DE") : builder_(population_, std::move(region)) {}

    std::uint32_t add(const Contact& contact, const std::vector<Affiliation>& affiliations = {},
                      int person = -1) {
        Contact numbered = contact;
        numbered.id.value = static_cast<std::int64_t>(population_.size() + 1);
        person_.push_back(person >= 0 ? person : next_person_++);
        return static_cast<std::uint32_t>(builder_.contact(numbered, affiliations, {}));
    }
    std::uint32_t add(const Person& p, int person = -1) {
        std::vector<Affiliation> where;
        if (!p.organization.empty()) where.push_back({p.organization, {}});
        return add(contact_of(p), where, person);
    }
    void strangers(int count, std::uint64_t seed = 1) {
        Random random(seed);
        for (int i = 0; i < count; ++i) add(stranger(random));
    }
    int new_person() { return next_person_++; }

    void link(const LinkOptions& options = {}) {
        population_.finish(0.2);
        const Blocks blocks = block(population_);
        linked_ = match::link(population_, blocks, contact_model(), options);
        groups_ = match::group(population_, linked_, 0.95);
    }
    /// The probability that two records are one person.
    double probability(std::uint32_t a, std::uint32_t b) {
        Comparer comparer(population_);
        return score(linked_.model, comparer.compare(a, b)).probability();
    }
    /// Whether a group holds both.
    bool together(std::uint32_t a, std::uint32_t b) const {
        for (const Group& group : groups_) {
            const auto has = [&](std::uint32_t r) {
                return std::find(group.members.begin(), group.members.end(), r) != group.members.end();
            };
            if (has(a) && has(b)) return true;
        }
        return false;
    }

    Population& population() { return population_; }
    const Linked& linked() const { return linked_; }
    const std::vector<Group>& groups() const { return groups_; }
    int person(std::uint32_t record) const { return person_[record]; }

private:
    Population population_;
    ProfileBuilder builder_;
    Linked linked_;
    std::vector<Group> groups_;
    std::vector<int> person_;
    int next_person_ = 0;
};

}  // namespace kith::match::test
