// Random work, merges, and taking back, against the plain model: whose is what, what does every cell say, what came since,
// and what is said to be left. `make test` takes a slice of the sequences; KITH_SEQUENCES says how many (`make sequences`).
#include "property/merge_model_office.hpp"

#include "support/dump.hpp"

#include <kith/database.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace kith;

namespace {

unsigned sequences() {
    const char* asked = std::getenv("KITH_SEQUENCES");
    return asked == nullptr ? 300 : static_cast<unsigned>(std::strtoul(asked, nullptr, 10));
}

}  // namespace

TEST_CASE("random sequences of work, merges and taking back agree with a plain model", "[sequences]") {
    constexpr unsigned in_one_file = 25;
    const unsigned all = sequences();
    for (unsigned seed = 1; seed <= all;) {
        auto db = Database::open(":memory:", {.actor = "ada", .clock = [] { return Time{}; }});
        const unsigned first = seed;
        for (; seed <= all && seed < first + in_one_file; ++seed) {
            INFO("sequence " << seed);
            test::Office office(db, seed);
            for (std::size_t steps = 8 + seed % 24; steps > 0; --steps) {
                office.step();
                office.compare();
            }
            office.unmerge_all();
        }
        INFO("sequences " << first << " to " << seed - 1);
        REQUIRE(test::findings(db) == "");
    }
}
