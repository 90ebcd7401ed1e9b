// Timelines of contacts and deals.
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/card.hpp>
#include <kith/database.hpp>
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/pipelines.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace kith;
using test::at;
using test::expect_error;

namespace {

/// All pages of a timeline, one after the other.
template <class Owner>
std::vector<TimelineKey> paged(const Database& db, Id<Owner> owner, std::size_t limit) {
    std::vector<TimelineKey> seen;
    TimelineOptions options{.limit = limit};
    for (;;) {
        const auto page = db.timeline(owner, options);
        CHECK(page.size() <= limit);
        for (const TimelineEntry& entry : page) seen.push_back(entry.key());
        if (page.empty()) return seen;
        options.before = page.back().key();
    }
}

struct TimelineBase {
    Database db = Database::open(":memory:");
    ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    StageId talk = db.pipelines().create("Sales", {{.name = "Talk"}}).stages[0];
    DealId engine = db.add(Deal{.name = "Engine", .stage = talk});
    DealId manual = db.add(Deal{.name = "Manual", .stage = talk});
};

}  // namespace

TEST_CASE_METHOD(TimelineBase, "pages of a timeline are the timeline") {
    std::mt19937 random(7);
    std::vector<TimelineKey> all, of_engine;
    for (int i = 0; i < 60; ++i) {
        const Time when = at("2026-01-01") + std::chrono::hours(random() % 10);  // many at one time
        const bool about = random() % 2 == 0;
        const InteractionId id =
            db.add(Interaction{.participants = {ada, bob}, .at = when, .deal = about ? engine : DealId{}});
        all.push_back({when, id});
        if (about) of_engine.push_back({when, id});
    }
    db.remove(all.back().interaction);
    std::erase(of_engine, all.back());
    all.pop_back();
    for (auto* keys : {&all, &of_engine}) std::sort(keys->rbegin(), keys->rend());
    REQUIRE(of_engine.size() > 20);
    for (const std::size_t limit : {1u, 7u, 59u, 60u, 200u}) {
        INFO(limit);
        CHECK(paged(db, ada, limit) == all);
        CHECK(paged(db, engine, limit) == of_engine);
    }
    CHECK(db.timeline(manual).empty());
    expect_error(Code::invalid_argument, [&] { (void)db.timeline(ada, {.limit = 0}); });
    expect_error(Code::invalid_argument, [&] { (void)db.timeline(engine, {.limit = 0}); });
    CHECK(expect_error(Code::not_found, [&] { (void)db.timeline(ContactId{99}); }).record() == "contact 99");
    CHECK(expect_error(Code::not_found, [&] { (void)db.timeline(DealId{99}); }).record() == "deal 99");
}

TEST_CASE_METHOD(TimelineBase, "the timeline of a deal says with whom it was") {
    const UserId eve = db.add(User{.name = "eve"});
    const auto log = [&](const char* day, std::vector<Participant> who) {
        return db.add(Interaction{.participants = std::move(who),
                                  .at = at(day),
                                  .channel = Channel::email,
                                  .direction = Direction::inbound,
                                  .subject = day,
                                  .duration_seconds = 60,
                                  .deal = engine,
                                  .user = eve});
    };
    const InteractionId sent = log("2026-01-04", {ada, {bob, Role::sender}});
    log("2026-01-03", {bob, ada});
    log("2026-01-02", {});
    log("2026-01-01", {{bob, Role::organizer}, {ada, Role::copied}});
    db.add(Interaction{.participants = {ada}, .at = at("2026-01-05")});

    const auto entries = db.timeline(engine);
    REQUIRE(entries.size() == 4);
    CHECK(entries[0] == TimelineEntry{sent, at("2026-01-04"), Channel::email, Direction::inbound,
                                      Role::sender, "2026-01-04", 60, OrganizationId{}, eve, engine, bob});
    CHECK(entries[1].contact == ada);
    CHECK(entries[1].role == Role::attendee);
    CHECK_FALSE(entries[2].contact);
    CHECK(entries[3].contact == bob);
    CHECK(entries[3].role == Role::organizer);
    CHECK(db.timeline(ada).at(1).deal == engine);
    CHECK(db.timeline(ada).at(1).contact == ada);

    // The one who is left of two takes part where the other did.
    db.merge(merge_of(ada, {bob}));
    CHECK(db.timeline(engine).at(0).contact == ada);
    db.remove(engine);
    CHECK(db.timeline(engine).size() == 4);
    db.edit(sent, [&](Interaction& i) { i.deal = manual; });
    CHECK(db.timeline(engine).size() == 3);
    db.undo(db.last_transaction());
    CHECK(db.timeline(engine).size() == 4);
}
