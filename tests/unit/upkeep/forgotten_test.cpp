// Contacts that were forgotten, as queries.
#include "source_dir.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace kith;
using test::expect_error;

namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;

struct Base {
    Time now = *parse_time("2026-11-01T09:00:00Z");
    Database db = Database::open(":memory:", options());

    Options options() {
        Options options;
        options.clock = [this] { return now; };
        return options;
    }
    ContactId add(const std::string& given) { return db.add(Contact{.name = {.given = given}}); }
    void meet(ContactId contact, Direction direction) {
        Interaction interaction;
        interaction.at = now;
        interaction.direction = direction;
        interaction.participants.emplace_back(contact);
        db.add(interaction);
    }
    void pass(int days) { now += Days(days); }
};

using Ids = std::vector<ContactId>;

}  // namespace

TEST_CASE("nobody has been in touch with unengaged contacts", "[forgotten]") {
    Base base;
    const auto never = base.add("Never");
    const auto lately = base.add("Lately");
    const auto written = base.add("Written to");
    const auto visitor = base.add("Visits");
    base.pass(300);
    base.meet(lately, Direction::inbound);
    base.meet(written, Direction::outbound);
    base.db.add(Event{.contact = visitor, .at = base.now});
    const auto fresh = base.add("New");
    base.pass(100);
    CHECK(Upkeep::unengaged() == "created < 365 days ago and has no interaction (at within last 365 days)");
    CHECK(base.db.ids<Contact>(Upkeep::unengaged()) == Ids{never, visitor});
    CHECK(base.db.ids<Contact>(Upkeep::unengaged({.days = 90})) ==
          Ids{never, lately, written, visitor, fresh});
    CHECK(base.db.ids<Contact>(Upkeep::unengaged({.inbound = true})) == Ids{never, written});
    const std::string some = Upkeep::unengaged({.among = "given = Never or given = Lately"});
    CHECK(base.db.ids<Contact>(some) == Ids{never});
    base.db.segments().save("Unengaged", some);
    CHECK(base.db.segments().count("Unengaged") == 1);
}

TEST_CASE("nobody has changed stale contacts", "[forgotten]") {
    Base base;
    const auto old = base.add("Old");
    const auto changed = base.add("Changed");
    base.pass(500);
    base.db.edit(changed, [](Contact& c) { c.notes = "called"; });
    base.meet(old, Direction::inbound);  // whoever calls has not looked at the record
    base.pass(300);
    CHECK(Upkeep::stale() == "updated < 730 days ago");
    CHECK(base.db.ids<Contact>(Upkeep::stale()) == Ids{old});
    CHECK(base.db.ids<Contact>(Upkeep::stale({.days = 299})) == Ids{old, changed});
    CHECK(base.db.ids<Contact>(Upkeep::stale({.days = 299, .among = "given = Changed"})) == Ids{changed});
}

TEST_CASE("the manual has the queries as they are", "[forgotten]") {
    std::ifstream file(KITH_SOURCE_DIR "/docs/upkeep.md");
    std::stringstream manual;
    manual << file.rdbuf();
    const std::string block = "```query\n" + Upkeep::unengaged() + "\n" + Upkeep::stale() + "\n```";
    CHECK(manual.str().find(block) != std::string::npos);
}

TEST_CASE("days that make no sense, and conditions that are none, are refused", "[forgotten]") {
    expect_error(Code::invalid_argument, [] { (void)Upkeep::unengaged({.days = 0}); });
    expect_error(Code::invalid_argument, [] { (void)Upkeep::stale({.days = -1}); });
    expect_error(Code::parse, [] { (void)Upkeep::stale({.among = "given ="}); });
    expect_error(Code::parse, [] { (void)Upkeep::stale({.among = "tag = vip limit 3"}); });
}
