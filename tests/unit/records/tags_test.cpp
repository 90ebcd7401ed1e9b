// The tags themselves.
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

TEST_CASE("tags rename, merge, and tell what is unused or nearly equal") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.tags = {"newsletter", "both"}});
    const ContactId b = db.add(Contact{.tags = {"newsletters", "both"}});
    const ContactId c = db.add(Contact{.tags = {"newsletter", "newsletters"}});
    db.add(Tag{.name = "lonely"});
    Tags tags = db.tags();

    REQUIRE(tags.similar().size() == 1);
    CHECK(tags.similar()[0].left.name == "newsletter");
    CHECK(tags.similar()[0].right.name == "newsletters");
    REQUIRE(tags.unused().size() == 1);
    CHECK(tags.unused()[0].name == "lonely");

    const LabelMergeResult would = tags.merge("newsletters", "Newsletter", {.dry_run = true});
    CHECK(would == LabelMergeResult{.taken = 2, .moved = 1, .had = 1});
    CHECK(db.get(b).tags == std::vector<std::string>{"both", "newsletters"});
    CHECK(tags.merge("newsletters", "Newsletter").taken == 2);
    for (const ContactId id : {a, b, c}) {
        const auto names = db.get(id).tags;
        CHECK(std::count(names.begin(), names.end(), "newsletter") == 1);
    }
    CHECK(db.get(c).tags.size() == 1);
    expect_error(Code::not_found, [&] { tags.merge("newsletters", "newsletter"); });
    expect_error(Code::invalid_argument, [&] { tags.merge("both", "BOTH"); });

    tags.rename("both", "each");
    CHECK(db.get(a).tags == std::vector<std::string>{"each", "newsletter"});
    expect_error(Code::not_unique, [&] { tags.rename("each", "newsletter"); });
    tags.remove("each");
    CHECK(db.get(a).tags == std::vector<std::string>{"newsletter"});
    CHECK(tags.all().size() == 2);
    CHECK(db.verify().empty());
}
