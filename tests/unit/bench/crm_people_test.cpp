// The generated people by which duplicate detection is measured: what it takes for the truth has to be it.
#include "bench/crm_people.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using namespace kith::bench;

namespace {

constexpr std::size_t contacts = 6000;

const CrmPeople& people() {
    static const CrmPeople all({.contacts = contacts, .seed = 5});
    return all;
}

/// The entries of each person, or of each unit.
template <class Number>
std::map<std::uint32_t, std::vector<std::size_t>> entries_by(Number&& number) {
    std::map<std::uint32_t, std::vector<std::size_t>> result;
    for (std::size_t i = 0; i < people().size(); ++i) result[number(i)].push_back(i);
    return result;
}

template <class Element>
bool share_one(const std::vector<Element>& a, const std::vector<Element>& b, std::string Element::*text) {
    return std::any_of(a.begin(), a.end(), [&](const Element& x) {
        return std::any_of(b.begin(), b.end(), [&](const Element& y) { return x.*text == y.*text; });
    });
}

/// Calls `visit(a, b)` for entries without any change of two different people who are in one trap.
template <class Visit>
void each_trapped(Trap trap, Visit&& visit) {
    for (const auto& [unit, entries] : entries_by([](std::size_t i) { return people().unit(i); })) {
        for (const std::size_t a : entries) {
            for (const std::size_t b : entries) {
                if (a >= b || people().person(a) == people().person(b) || people().trap(a, b) != trap)
                    continue;
                const CrmEntry one = people().entry(a), other = people().entry(b);
                if (one.changes == 0 && other.changes == 0) visit(one, other);
            }
        }
    }
}

}  // namespace

TEST_CASE("a seed gives the same people, another one others", "[bench]") {
    const CrmPeople again({.contacts = contacts, .seed = 5}), other({.contacts = contacts, .seed = 6});
    std::size_t different = 0;
    for (std::size_t i = 0; i < contacts; ++i) {
        const CrmEntry one = people().entry(i), same = again.entry(i);
        REQUIRE(one.contact == same.contact);
        REQUIRE(one.title == same.title);
        REQUIRE(one.employer == same.employer);
        REQUIRE(one.changes == same.changes);
        REQUIRE(people().person(i) == again.person(i));
        different += one.contact == other.entry(i).contact ? 0 : 1;
    }
    CHECK(different > contacts * 9 / 10);
    // What somebody is does not depend on how many others are made, only the order does.
    for (std::size_t i = 0; i < people().organizations(); ++i)
        REQUIRE(people().organization(i) == again.organization(i));
}

TEST_CASE("as many contacts as asked for, of which the share asked for repeats somebody", "[bench]") {
    for (const std::size_t count : {0u, 1u, 37u, 6000u})
        CHECK(CrmPeople({.contacts = count}).size() == count);
    for (const double share : {0.0, 0.15, 0.4}) {
        const CrmPeople some({.contacts = 20000, .duplicates = share});
        std::set<std::uint32_t> persons;
        for (std::size_t i = 0; i < some.size(); ++i) persons.insert(some.person(i));
        const double repeated = 1 - static_cast<double>(persons.size()) / static_cast<double>(some.size());
        CHECK(repeated == Approx(share).margin(0.01));
    }
}

TEST_CASE("the entries of a person are of one unit, and say of one person", "[bench]") {
    std::size_t repeated = 0;
    for (const auto& [person, entries] : entries_by([](std::size_t i) { return people().person(i); })) {
        std::set<std::uint32_t> units;
        std::set<std::string> birthdays;
        for (const std::size_t i : entries) {
            units.insert(people().unit(i));
            const CrmEntry entry = people().entry(i);
            const bool stock = entry.contact.birthday == PartialDate{1900, 1, 1};
            if (entry.contact.birthday && !stock) birthdays.insert(entry.contact.birthday->to_string());
            const Name& name = entry.contact.name;
            CHECK_FALSE((name.given + name.family + name.full).empty());
        }
        repeated += entries.size() > 1 ? 1 : 0;
        CHECK(units.size() == 1);
        CHECK(birthdays.size() <= 1);
    }
    CHECK(repeated > contacts / 12);
}

TEST_CASE("every trap has its share", "[bench]") {
    std::map<Trap, std::set<std::uint32_t>> units;
    std::set<std::uint32_t> all;
    for (const auto& [unit, entries] : entries_by([](std::size_t i) { return people().unit(i); })) {
        all.insert(unit);
        for (const std::size_t i : entries) {
            if (people().person(i) == people().person(entries.front())) continue;
            units[people().trap(i, entries.front())].insert(unit);
        }
    }
    const std::map<Trap, double> shares = {{Trap::father_son, 0.01}, {Trap::twins, 0.02},
                                           {Trap::spouses, 0.09},    {Trap::office, 0.04},
                                           {Trap::namesakes, 0.03},  {Trap::siblings, 0.01}};
    for (const auto& [trap, share] : shares) {
        CAPTURE(name_of(trap));
        CHECK(static_cast<double>(units[trap].size()) / static_cast<double>(all.size()) ==
              Approx(share).margin(0.008));
    }
    // People who have nothing to do with each other, or only a value that says nothing.
    std::size_t stock = 0;
    for (std::size_t i = 0; i + 1 < people().size(); ++i) {
        if (people().unit(i) == people().unit(i + 1)) continue;
        const Trap trap = people().trap(i, i + 1);
        CHECK((trap == Trap::none || trap == Trap::stock_value));
        stock += trap == Trap::stock_value ? 1 : 0;
    }
    CHECK(stock > 0);
}

TEST_CASE("who is in a trap shares what the trap is about", "[bench]") {
    int siblings = 0, twins = 0, offices = 0, same_day = 0, sharing = 0;
    each_trapped(Trap::siblings, [&](const CrmEntry& a, const CrmEntry& b) {
        ++siblings;
        same_day += a.contact.birthday && a.contact.birthday == b.contact.birthday ? 1 : 0;
        sharing += share_one(a.contact.emails, b.contact.emails, &Email::address) ? 1 : 0;
        CHECK(a.contact.name.given != b.contact.name.given);
    });
    each_trapped(Trap::twins, [&](const CrmEntry& a, const CrmEntry& b) {
        ++twins;
        CHECK(a.contact.name.given != b.contact.name.given);
        if (a.contact.birthday && b.contact.birthday) CHECK(a.contact.birthday == b.contact.birthday);
    });
    each_trapped(Trap::office, [&](const CrmEntry& a, const CrmEntry& b) {
        ++offices;
        CHECK(a.employer == b.employer);
    });
    CHECK(siblings > 10);
    CHECK(sharing > siblings / 2);  // each entry has the family's mailbox but for one in five
    CHECK(same_day > 0);
    CHECK(same_day < siblings);
    CHECK(twins > 10);
    CHECK(offices > 100);
}

TEST_CASE("changes say what they did", "[bench]") {
    std::array<int, change_count> counts{};
    for (std::size_t i = 0; i < people().size(); ++i) {
        const CrmEntry entry = people().entry(i);
        for (std::size_t c = 0; c < change_count; ++c)
            counts[c] += entry.has(static_cast<bench::Change>(c)) ? 1 : 0;
        const Name& name = entry.contact.name;
        CHECK(entry.has(bench::Change::one_field) == !name.full.empty());
        if (entry.has(bench::Change::initial) && !entry.has(bench::Change::one_field)) {
            const std::string& part = entry.has(bench::Change::swapped) ? name.family : name.given;
            CHECK(part.size() == 2);
            CHECK(part.back() == '.');
        }
    }
    for (std::size_t c = 0; c < change_count; ++c) {
        CAPTURE(name_of(static_cast<bench::Change>(c)));
        CHECK(counts[c] > 0);
        CHECK(counts[c] < static_cast<int>(contacts / 4));
    }
}
