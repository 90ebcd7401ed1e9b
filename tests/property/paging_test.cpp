// Pages of random queries in random orders: one after the other they are the query, whatever their size, and what happens
// before a place moves nothing behind it.
#include "property/seeds.hpp"

#include "query_generator.hpp"

#include <kith/paging.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using query_test::Random;

namespace {

/// Keys of several kinds: sorted names, numbers that are often unknown, times, figures, related values, parts of everyone.
const std::vector<std::pair<std::string, std::vector<std::string>>>& keys() {
    static const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
        {"contact",
         {"name", "given", "points", "birthday", "lifecycle", "organization.name", "created",
          "count interaction", "last interaction.at", "max deal.amount", "langs", "quintile(points)", "city"}},
        {"organization", {"name", "count contact", "parent.name", "created"}},
        {"interaction", {"at", "channel", "subject", "count contact"}},
        {"deal", {"amount", "name", "stage.name", "expected_close", "contact.family"}}};
    return all;
}

}  // namespace

TEST_CASE("pages of a query are the query", "[property][query]") {
    Options options;
    options.clock = [] { return query_test::now(); };
    int pages = 0;
    for (const unsigned seed : test::seeds(1, 4)) {
        Random random(seed);
        auto db = Database::open(":memory:", options);
        db.write([&](Transaction& tx) { query_test::populate(tx, random); });
        db.read([&](const Reader& reader) {
            for (int i = 0; i < 120; ++i) {
                const auto& [name, fields] = random.of(keys());
                std::string text =
                    random.chance(50) ? query_test::random_query(random, name, 2) : std::string{};
                for (int key = random.below(4); key > 0; --key) {
                    text += text.find("order by") == std::string::npos ? " order by " : ", ";
                    text += random.of(fields) + (random.chance(50) ? " desc" : "");
                }
                const RecordType& type = *find_record_type(name);
                const auto size = static_cast<std::size_t>(1 + random.below(7));
                INFO("seed " << seed << ", " << name << ", pages of " << size << ": " << text);
                const auto whole = reader.select_ids(type, text, {});
                std::vector<std::int64_t> together;
                std::string after;
                do {
                    const IdPage page = select_ids_page(reader, type, text, size, after);
                    REQUIRE((page.next.empty() || page.ids.size() == size));
                    together.insert(together.end(), page.ids.begin(), page.ids.end());
                    after = page.next;
                    ++pages;
                } while (!after.empty());
                REQUIRE(together == whole);
            }
        });
    }
    CHECK(pages > 1000);
}

TEST_CASE("what comes and goes before a place moves nothing behind it", "[property][query]") {
    auto db = Database::open(":memory:");
    std::vector<ContactId> people;
    for (const char* family : {"B", "D", "F", "H"})
        people.push_back(db.add(Contact{.name = {.family = family}}));
    const auto family = [](const Contact& contact) { return contact.name.family; };
    const Page<Contact> first = page_of<Contact>(db, "order by family", 2);
    CHECK(family(first.records.back()) == "D");
    db.remove(people[0]);
    db.remove(people[1]);  // the place itself
    db.add(Contact{.name = {.family = "A"}});
    db.add(Contact{.name = {.family = "E"}});
    Page<Contact> second = page_of<Contact>(db, "order by family", 2, first.next);
    REQUIRE(second.records.size() == 2);
    CHECK(family(second.records[0]) == "E");
    CHECK(family(second.records[1]) == "F");
    second = page_of<Contact>(db, "order by family", 2, second.next);
    CHECK(family(second.records.at(0)) == "H");
    CHECK(second.next.empty());

    for (const std::string& place : {first.next + "x", std::string("[]"), std::string("{"),
                                     std::string("[1,2,3]"), std::string("nowhere")})
        CHECK_THROWS_AS(page_of<Contact>(db, "order by family", 2, place), Error);
    CHECK_THROWS_AS(page_of<Contact>(db, "order by family desc", 2, first.next), Error);
    CHECK_THROWS_AS(page_of<Contact>(db, "order by family limit 3", 2), Error);
    CHECK_THROWS_AS(page_of<Contact>(db, "order by family", 0), Error);
}
