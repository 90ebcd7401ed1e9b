// Random work, merges, and taking back, against the plain model: whose is what, what does every cell say, what came since,
// and what is said to be left.
#include "property/merge_model_office.hpp"
#include "property/seeds.hpp"

#include "support/dump.hpp"

#include <kith/database.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <span>
#include <vector>

using namespace kith;

TEST_CASE("random sequences of work, merges and taking back agree with a plain model", "[sequences]") {
    constexpr std::size_t in_one_file = 25;
    const std::vector<unsigned> all = test::seeds(1, 300);
    for (std::size_t done = 0; done < all.size(); done += in_one_file) {
        auto db = Database::open(":memory:", {.actor = "ada", .clock = [] { return Time{}; }});
        const auto some = std::span(all).subspan(done, std::min(in_one_file, all.size() - done));
        for (const unsigned seed : some) {
            INFO("sequence " << seed);
            test::Office office(db, seed);
            for (std::size_t steps = 8 + seed % 24; steps > 0; --steps) {
                office.step();
                office.compare();
            }
            office.unmerge_all();
        }
        INFO("sequences " << some.front() << " to " << some.back());
        REQUIRE(test::findings(db) == "");
    }
}
