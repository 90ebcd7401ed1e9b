// Undo on random histories.
#include "property/history_world.hpp"
#include "property/seeds.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;
using test::seeds;
using test::World;

TEST_CASE("undo takes back the last transaction exactly, and an undo of the undo brings it again") {
    for (const unsigned seed : seeds(1, 10, {166})) {
        World world(seed);
        for (int i = 0; i < 25; ++i) {
            const auto before = dump(world.db);
            const TransactionId last = world.db.last_transaction();
            std::int64_t merged = 0;
            if (world.pick(5) == 0)
                merged = world.merge();
            else
                world.ordinary();
            const TransactionId made = world.db.last_transaction();
            if (made == 0 || made == last) continue;
            INFO("seed " << seed << ", step " << i << ", transaction " << made << ", merge " << merged);
            const auto after = dump(world.db);

            const UndoResult undone = world.db.undo(made);
            REQUIRE(difference(before, dump(world.db)) == "");
            CHECK(undone.kept.empty());
            if (world.pick(2) == 0) continue;  // leave it undone

            const UndoResult redone = world.db.undo(undone.transaction);
            REQUIRE(difference(after, dump(world.db)) == "");
            CHECK(redone.kept.empty());
            if (merged == 0 || world.pick(2) == 0) continue;
            world.db.unmerge(merged);  // a merge that was undone and redone can still be taken back
            REQUIRE(difference(before, dump(world.db)) == "");
        }
        INFO("seed " << seed);
        CHECK(findings(world.db) == "");
    }
}

TEST_CASE("undoing everything newest first goes back to the beginning") {
    for (const unsigned seed : seeds(101, 6, {127, 166})) {
        World world(seed);
        std::vector<std::pair<TransactionId, std::multiset<std::string>>> states;
        for (int i = 0; i < 40; ++i) {
            auto before = dump(world.db);
            const TransactionId last = world.db.last_transaction();
            if (world.pick(6) == 0)
                world.merge();
            else
                world.ordinary();
            const TransactionId made = world.db.last_transaction();
            if (made != 0 && made != last) states.emplace_back(made, std::move(before));
        }
        for (auto state = states.rbegin(); state != states.rend(); ++state) {
            INFO("seed " << seed << ", transaction " << state->first);
            const UndoResult undone = world.db.undo(state->first);
            REQUIRE(difference(state->second, dump(world.db)) == "");
            CHECK(undone.kept.empty());
        }
        INFO("seed " << seed);
        CHECK(findings(world.db) == "");
    }
}

TEST_CASE("undo of any transaction at any time leaves a sound file") {
    std::size_t restored = 0;
    std::size_t kept = 0;
    for (const unsigned seed : seeds(201, 10)) {
        World world(seed);
        std::vector<TransactionId> made;
        for (int i = 0; i < 40; ++i) {
            INFO("seed " << seed << ", step " << i);
            if (world.pick(4) == 0 && !made.empty()) {
                try {
                    const UndoResult undone = world.db.undo(world.one(made));
                    restored += undone.restored;
                    kept += undone.kept.size();
                } catch (const Error& error) {
                    INFO(error.what());
                    REQUIRE(error.code() == Code::in_use);  // a separated record has gained something
                }
            } else if (world.pick(5) == 0) {
                world.merge();
            } else {
                world.ordinary();
            }
            if (world.db.last_transaction() != 0) made.push_back(world.db.last_transaction());
            if (i % 8 == 7) REQUIRE(findings(world.db) == "");
        }
        INFO("seed " << seed);
        REQUIRE(findings(world.db) == "");
    }
    CHECK(restored > 0);
    CHECK(kept > 0);
}
