// Merges on random histories: unmerge(merge(x)) = x.
#include "property/history_world.hpp"
#include "property/seeds.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;
using test::World;

TEST_CASE("a merge that is taken back has not happened") {
    for (const unsigned seed : test::seeds(1, 16)) {
        World world(seed);
        for (int i = 0; i < 8; ++i) {
            const auto before = dump(world.db);
            const std::int64_t merge = world.merge();
            INFO("seed " << seed << ", step " << i << ", merge " << merge);
            if (merge != 0) {
                REQUIRE(findings(world.db) == "");
                const UnmergeResult back = world.db.unmerge(merge);
                REQUIRE(difference(before, dump(world.db)) == "");
                CHECK(back.kept.empty());
            }
            world.ordinary();
        }
        INFO("seed " << seed);
        CHECK(findings(world.db) == "");
    }
}

TEST_CASE("merges on merges come apart, in any order") {
    for (const unsigned seed : test::seeds(1, 60, {150})) {
        World world(seed);
        const auto before = dump(world.db);
        std::vector<std::int64_t> merges;
        for (std::size_t i = 2 + world.pick(4); i > 0; --i)
            if (const std::int64_t merge = world.merge(); merge != 0) merges.push_back(merge);
        std::string order;
        std::shuffle(merges.begin(), merges.end(), world.random());
        for (const std::int64_t merge : merges) {
            order += std::to_string(merge) + " ";
            world.db.unmerge(merge);
            INFO("seed " << seed << ", taken back " << order);
            REQUIRE(findings(world.db) == "");
        }
        INFO("seed " << seed << ", taken back " << order);
        REQUIRE(difference(before, dump(world.db)) == "");
    }
}

TEST_CASE("merges on merges come apart, also when some of it is undone and done again") {
    for (const unsigned seed : test::seeds(1, 40, {95})) {
        World world(seed);
        const auto before = dump(world.db);
        std::vector<std::int64_t> merges;
        for (std::size_t i = 2 + world.pick(4); i > 0; --i)
            if (const std::int64_t merge = world.merge(); merge != 0) merges.push_back(merge);
        std::shuffle(merges.begin(), merges.end(), world.random());
        std::string order;
        for (int redo = 3; !merges.empty();) {
            const std::int64_t merge = merges.back();
            merges.pop_back();
            order += std::to_string(merge) + " ";
            const auto united = dump(world.db);
            const TransactionId apart = world.db.unmerge(merge).transaction;
            if (redo > 0 && world.pick(2) == 0) {
                --redo;
                order += "and back ";
                world.db.undo(apart);
                INFO("seed " << seed << ", taken back " << order);
                REQUIRE(difference(united, dump(world.db)) == "");
                merges.insert(merges.begin() + static_cast<std::ptrdiff_t>(world.pick(merges.size() + 1)),
                              merge);
            }
            INFO("seed " << seed << ", taken back " << order);
            REQUIRE(findings(world.db) == "");
        }
        INFO("seed " << seed << ", taken back " << order);
        REQUIRE(difference(before, dump(world.db)) == "");
    }
}

TEST_CASE("merges, work and taking back in any order leave a sound file") {
    for (const unsigned seed : test::seeds(301, 12)) {
        World world(seed);
        std::vector<std::int64_t> merges;
        for (int i = 0; i < 40; ++i) {
            INFO("seed " << seed << ", step " << i);
            const std::size_t what = world.pick(6);
            if (what == 0) {
                if (const std::int64_t merge = world.merge(); merge != 0) merges.push_back(merge);
            } else if (what == 1 && !merges.empty()) {
                const std::size_t at = world.pick(merges.size());
                world.db.unmerge(merges[at]);
                merges.erase(merges.begin() + static_cast<std::ptrdiff_t>(at));
            } else {
                world.ordinary();
            }
            // Nothing hangs on a merged record: all of it is with the survivor.
            for (const char* table : {"email", "phone", "address", "participant", "employment"})
                REQUIRE(world.db
                            .sql(std::string("SELECT count(*) FROM ") + table +
                                 " e JOIN contact c ON c.id = e.contact_id WHERE c.merged_into IS NOT NULL")
                            .rows[0][0] == Value(0));
            if (i % 8 == 7) REQUIRE(findings(world.db) == "");
        }
        while (!merges.empty()) {
            INFO("seed " << seed);
            world.db.unmerge(merges.back());
            merges.pop_back();
        }
        REQUIRE(world.db.sql("SELECT count(*) FROM contact WHERE merged_into IS NOT NULL").rows[0][0] ==
                Value(0));
        REQUIRE(findings(world.db) == "");
    }
}
