// Which pairs are compared: the sample of the candidates, and the evidence that a file's pairs are worth comparing for.
#include "match/draw.hpp"
#include "unit/match/people.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace kith;
using namespace kith::match;
using namespace kith::match::test;

namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

Pairs candidates(const Blocks& blocks, std::size_t records, Blocks::Evidence believed = Blocks::any) {
    Pairs result;
    Blocks::Walk walk;
    walk.believed = believed;
    for (std::uint32_t a = 0; a < records; ++a)
        blocks.each_candidate(a, walk, [&](std::uint32_t b, auto) { CHECK(result.emplace(a, b).second); });
    return result;
}

Pairs pairs_of(const Draw& draw) {
    Pairs result;
    for (const Drawn& drawn : draw.sample) CHECK(result.emplace(drawn.a, drawn.b).second);
    return result;
}

constexpr std::array given_names = {"Anna",  "Boris", "Clara", "David",  "Elena", "Felix", "Greta",
                                    "Hugo",  "Irene", "Jonas", "Katja",  "Lukas", "Mira",  "Noah",
                                    "Olga",  "Pavel", "Quinn", "Rosa",   "Simon", "Tanja", "Ulf",
                                    "Viola", "Wanda", "Xenia", "Yannick"};

/// Files of 1,500 family names that 24 records each have. `repeated`: half of them are the others once more, without the given name, and of
/// birthdays only the month is known; so it is the family name alone that brings the two together.
void families(People& people, bool repeated) {
    constexpr std::string_view letters = "bfklmnprst";  // no two of them sound alike
    for (std::size_t family = 0; family < 1500; ++family) {
        for (std::size_t member = 0; member < 24; ++member) {
            const std::size_t person = repeated ? member % 12 : member;
            Person p;
            p.family = "Zo";
            for (const std::size_t place : {family % 10, family / 10 % 10, family / 100 % 10, family / 1000})
                p.family += std::string{letters[place], 'o'};
            if (member == person) p.given = given_names[person];
            p.birthday =
                std::to_string(1940 + (family * 7 + person * 5) % 60) + "-0" + std::to_string(1 + person % 9);
            people.add(p);
        }
    }
}

}  // namespace

TEST_CASE("a crowded block says enough alone where it is believed, and with another one", "[match]") {
    People people;
    for (std::size_t i = 0; i < 20; ++i) {
        Person p;
        p.given = given_names[i];
        p.family = "Zimmerlein";
        if (i < 12) p.organization = "Kontor Elbe";
        people.add(p);
    }
    for (const char* given : {"Anna", "Boris"}) {
        Person rare;
        rare.given = given;
        rare.family = "Quastenflosser";
        people.add(rare);
    }
    people.population().finish(0.2);
    const Blocks blocks = block(people.population());
    const Pairs all = candidates(blocks, 22), doubting = candidates(blocks, 22, Blocks::enough);
    for (std::uint32_t a = 0; a < 20; ++a) {
        for (std::uint32_t b = a + 1; b < 20; ++b) {
            CHECK(all.count({a, b}) == 1);
            CHECK(doubting.count({a, b}) == (b < 12 ? 1u : 0u));  // name and employer
        }
    }
    CHECK(doubting.count({20, 21}) == 1);  // two of a name are not many
}

TEST_CASE("a sample of the candidates is the same for any number of threads", "[match]") {
    People people;
    people.strangers(11000, 5);
    people.population().finish(0.2);
    const Blocks blocks = block(people.population());
    const std::size_t records = people.population().size();
    const Pairs all = candidates(blocks, records);
    const Draw whole = draw(blocks, Blocks::any, records, all.size(), {}, 1);
    CHECK(whole.pairs == static_cast<std::int64_t>(all.size()));
    CHECK(pairs_of(whole) == all);

    const Draw some = draw(blocks, Blocks::any, records, 500, {}, 1);
    CHECK(some.pairs == whole.pairs);
    REQUIRE(some.sample.size() == 500);
    CHECK(std::is_sorted(some.sample.begin(), some.sample.end(), [](const Drawn& x, const Drawn& y) {
        return std::pair(x.a, x.b) < std::pair(y.a, y.b);
    }));
    const Pairs drawn = pairs_of(some);
    CHECK(std::includes(all.begin(), all.end(), drawn.begin(), drawn.end()));
    CHECK(some.sample.front().a < records / 10);  // from everywhere
    CHECK(some.sample.back().a > records / 2);
    const Draw at_once = draw(blocks, Blocks::any, records, 500, {}, 2);
    CHECK(at_once.pairs == some.pairs);
    CHECK(pairs_of(at_once) == drawn);

    DecidedPairs decided;
    decided.same.assign(drawn.begin(), std::next(drawn.begin(), 100));
    decided.apart.assign(std::next(drawn.begin(), 100), std::next(drawn.begin(), 200));
    const Draw others = draw(blocks, Blocks::any, records, 500, decided, 1);
    CHECK(others.pairs == some.pairs);
    CHECK(others.sample.size() == 500);
    for (const auto& pair : pairs_of(others))
        CHECK_FALSE((decided.are_same(pair.first, pair.second) || decided.are_apart(pair.first, pair.second)));
}

TEST_CASE("whether a rare name is worth comparing for is seen in the file", "[match]") {
    LinkOptions options;
    options.learn = false;
    People strangers, repeated;
    families(strangers, false);
    strangers.link(options);
    CHECK(strangers.linked().believed != Blocks::any);
    CHECK(strangers.linked().compared < 20000);
    families(repeated, true);
    repeated.link(options);
    CHECK(repeated.linked().believed == Blocks::any);
    CHECK(repeated.linked().compared > 400000);
    const auto& links = repeated.linked().links;
    CHECK(std::any_of(links.begin(), links.end(), [](const Link& link) { return link.b == link.a + 12; }));
}
