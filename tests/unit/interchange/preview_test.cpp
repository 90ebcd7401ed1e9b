#include "interchange/encoding.hpp"

#include <kith/database.hpp>
#include <kith/imports.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;

TEST_CASE("a preview's samples are cut between characters", "[interchange][preview]") {
    std::string note;
    for (int i = 0; i < 70; ++i) note += "山";  // 210 bytes
    auto db = Database::open(":memory:");
    for (const std::string before : {"", "a", "ab"}) {
        const auto plan =
            db.imports().inspect_bytes("氏名,備考\n山田太郎," + before + note + "\n", "notes.csv");
        REQUIRE(plan.columns.size() == 2);
        const std::string& sample = plan.columns[1].samples.at(0);
        CHECK(sample.size() > 190);
        CHECK(sample.size() <= 200);
        CHECK(interchange::valid_utf8_prefix(sample) == sample.size());
    }
}
