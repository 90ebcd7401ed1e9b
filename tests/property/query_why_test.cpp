// why() over random queries and records: the whole has the truth of membership, and every condition in it that of its own
// query, however deep, on related records too.
#include "property/seeds.hpp"

#include "query_generator.hpp"

#include <kith/query.hpp>
#include <kith/why.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith;
using query_test::Random;

namespace {

bool selects(const Reader& reader, const RecordType& type, const std::string& query, std::int64_t id) {
    const auto ids = reader.select_ids(type, query, {});
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

struct Counts {
    int nodes = 0;
    int related = 0;
    int unknown = 0;
    int valued = 0;
};

void check_node(const Reader& reader, const Why& why, const RecordRef& around, Counts& counts) {
    const RecordType* type = find_record_type(why.record.type);
    REQUIRE(type != nullptr);
    INFO(why.record.type << " " << why.record.id << ": " << why.text);
    REQUIRE(selects(reader, *type, why.text, why.record.id) == (why.holds == Truth::yes));
    ++counts.nodes;
    counts.related += why.record != around ? 1 : 0;
    counts.unknown += why.holds == Truth::unknown ? 1 : 0;
    counts.valued += why.values.empty() ? 0 : 1;
    for (const Why& part : why.parts) check_node(reader, part, why.record, counts);
}

}  // namespace

TEST_CASE("why: the truth of each condition is that of its own query", "[property][query][why]") {
    Options options;
    options.clock = [] { return query_test::now(); };
    Counts counts;
    int members = 0;
    int others = 0;
    for (const unsigned seed : test::seeds(101, 6)) {
        Random random(seed);
        auto db = Database::open(":memory:", options);
        db.write([&](Transaction& tx) { query_test::populate(tx, random); });
        const std::vector<std::string> types = {"contact",     "contact", "organization",
                                                "interaction", "deal",    "event"};
        db.read([&](const Reader& reader) {
            for (int i = 0; i < 300; ++i) {
                const std::string& name = random.of(types);
                const RecordType& type = *find_record_type(name);
                const auto all = reader.select_ids(type, "", {});
                if (all.empty()) continue;
                std::string text = query_test::random_query(random, name, 4);
                if (random.chance(10)) text = "(" + text + ") order by id desc limit 3";
                const std::int64_t id = random.of(all);
                INFO("seed " << seed << ", " << name << " " << id << ": " << text);
                const Why answer = why(reader, type, text, id);
                const bool member = selects(reader, type, text, id);
                REQUIRE((answer.holds == Truth::yes) == member);
                (member ? members : others) += 1;
                check_node(reader, answer, answer.record, counts);
                CHECK_FALSE(to_text(answer, reader.settings()).empty());
            }
        });
    }
    // what decides nothing would prove little
    CHECK(members > 300);
    CHECK(others > 300);
    CHECK(counts.nodes > 3500);
    CHECK(counts.related > 200);
    CHECK(counts.unknown > 150);
    CHECK(counts.valued > 2000);
}
