// contact_summary: what it counts, and that it follows every kind of change.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/card.hpp>
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/pipelines.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using namespace std::chrono_literals;
using test::findings;

namespace {

Time day(int n) { return Time{std::chrono::hours(24 * (20000 + n))}; }

std::int64_t on(const ContactSummary& summary, Channel channel) {
    return summary.by_channel[static_cast<std::size_t>(channel)];
}

struct Base {
    Database db = Database::open(":memory:", {.region = "JP"});
    ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    ContactId bob = db.add(Contact{.name = {.given = "Bob"}});

    InteractionId say(Channel channel, Direction direction, int at, std::vector<Participant> who,
                      std::optional<std::int64_t> seconds = {}) {
        return db.add(Interaction{.participants = std::move(who),
                                  .at = day(at),
                                  .channel = channel,
                                  .direction = direction,
                                  .duration_seconds = seconds});
    }
};

}  // namespace

TEST_CASE_METHOD(Base, "a summary counts interactions by direction and channel") {
    CHECK(db.summary(ada) == ContactSummary{.contact = ada});
    say(Channel::email, Direction::outbound, 1, {{ada, Role::recipient}, {bob, Role::copied}});
    say(Channel::email, Direction::inbound, 3, {{ada, Role::sender}, {bob, Role::copied}});
    say(Channel::phone, Direction::outbound, 2, {ada}, 90);
    say(Channel::note, Direction::none, 9, {ada});

    const ContactSummary of_ada = db.summary(ada);
    CHECK(of_ada.interactions == 4);
    CHECK(of_ada.inbound == 1);
    CHECK(of_ada.outbound == 2);
    CHECK(of_ada.first == day(1));
    CHECK(of_ada.last == day(9));
    CHECK(of_ada.first_inbound == day(3));
    CHECK(of_ada.last_inbound == day(3));
    CHECK(of_ada.first_outbound == day(1));
    CHECK(of_ada.last_outbound == day(2));
    CHECK(on(of_ada, Channel::email) == 2);
    CHECK(on(of_ada, Channel::phone) == 1);
    CHECK(on(of_ada, Channel::note) == 1);
    CHECK(of_ada.answers[static_cast<std::size_t>(Channel::email)] == 1);
    CHECK(of_ada.answers[static_cast<std::size_t>(Channel::phone)] == 1);

    // Who only got a copy of a message did not write it.
    const ContactSummary of_bob = db.summary(bob);
    CHECK(of_bob.interactions == 2);
    CHECK(of_bob.inbound == 0);
    CHECK(of_bob.outbound == 1);
    CHECK_FALSE(of_bob.preferred);
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "people prefer the channel on which they answer most") {
    const auto preferred = [&] { return db.summary(ada).preferred; };
    for (int i = 0; i < 5; ++i) say(Channel::email, Direction::outbound, i, {ada});
    CHECK_FALSE(preferred());  // they never answered
    say(Channel::letter, Direction::inbound, 6, {{ada, Role::sender}});
    CHECK(preferred() == Channel::letter);
    say(Channel::phone, Direction::outbound, 7, {ada}, 60);
    CHECK(preferred() == Channel::phone);  // one answer each and one interaction each: the lower number
    say(Channel::phone, Direction::outbound, 7, {ada}, 0);
    CHECK(preferred() == Channel::phone);  // nobody picked up; but it was tried more often
    say(Channel::chat, Direction::inbound, 8, {ada});
    const InteractionId second = say(Channel::chat, Direction::inbound, 9, {ada});
    CHECK(preferred() == Channel::chat);
    db.remove(second);
    CHECK(preferred() == Channel::phone);
    for (int i = 0; i < 9; ++i) say(Channel::note, Direction::inbound, 10 + i, {ada});
    CHECK(preferred() == Channel::phone);  // nobody answers through a note
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "a summary follows changes, the trash, undo and merges") {
    const InteractionId first = say(Channel::email, Direction::inbound, 1, {ada});
    const InteractionId second = say(Channel::email, Direction::inbound, 5, {ada});
    const TransactionId added = db.last_transaction();

    db.edit(second, [&](Interaction& i) { i.at = day(7); });
    CHECK(db.summary(ada).last == day(7));
    db.edit(second, [&](Interaction& i) { i.participants = {bob}; });
    CHECK(db.summary(ada).last == day(1));
    CHECK(db.summary(bob).interactions == 1);
    db.undo(db.last_transaction());
    CHECK(db.summary(bob).interactions == 0);

    db.remove(first);
    CHECK(db.summary(ada).interactions == 1);
    db.restore(first);
    CHECK(db.summary(ada).first == day(1));

    say(Channel::phone, Direction::outbound, 9, {bob});
    const ContactSummary before = db.summary(ada);
    const MergeResult merge =
        db.merge({.record_type = "contact", .survivor = ada.value, .losers = {bob.value}});
    CHECK(db.summary(ada).interactions == 3);
    CHECK(db.summary(bob) == db.summary(ada));  // a merged id gives the survivor
    CHECK(findings(db) == "");
    db.unmerge(merge.id);
    CHECK(db.summary(ada) == before);
    CHECK(db.summary(bob).interactions == 1);

    // In one transaction: what was added is added to, changed and taken away again.
    db.write([&](Transaction& tx) {
        const ContactId cy = tx.add(Contact{.name = {.given = "Cy"}});
        const InteractionId third = tx.add(Interaction{.participants = {ada, cy}, .at = day(11)});
        tx.edit(third, [&](Interaction& i) { i.participants = {cy}; });
        tx.add(Interaction{.participants = {cy}, .at = day(12)});
    });
    CHECK(db.summary(ada) == before);
    CHECK(db.summary(ContactId{3}).interactions == 2);
    db.undo(added);
    CHECK(findings(db) == "");
    CHECK(test::expect_error(Code::not_found, [&] { (void)db.summary(ContactId{99}); }).record() ==
          "contact 99");
}

TEST_CASE_METHOD(Base, "a summary counts open tasks and knows the next due time") {
    const TaskId late = db.add(Task{.title = "Later", .due = day(20), .contact = ada});
    const TaskId soon = db.add(Task{.title = "Soon", .due = day(10), .contact = ada});
    db.add(Task{.title = "Some time", .contact = ada});
    CHECK(db.summary(ada).open_tasks == 3);
    CHECK(db.summary(ada).next_due == day(10));
    db.edit(soon, [](Task& t) { t.done = day(9); });
    CHECK(db.summary(ada).open_tasks == 2);
    CHECK(db.summary(ada).next_due == day(20));
    db.edit(late, [&](Task& t) { t.contact = bob; });
    CHECK(db.summary(ada).open_tasks == 1);
    CHECK_FALSE(db.summary(ada).next_due);
    CHECK(db.summary(bob).next_due == day(20));
    db.remove(late);
    CHECK(db.summary(bob).open_tasks == 0);
    CHECK(findings(db) == "");
}

TEST_CASE("a summary adds up deals, and never two currencies") {
    Time clock = day(0);
    auto db = Database::open(":memory:", {.clock = [&] { return clock; }});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    const auto [pipeline, stages] =
        db.pipelines().create("Sales", {{.name = "Talk"},
                                        {.name = "Won", .kind = StageKind::won},
                                        {.name = "Lost", .kind = StageKind::lost}});
    const auto deal = [&, &stages = stages](int stage, Money amount, ContactId who) {
        return db.add(Deal{.name = "D",
                           .stage = stages[static_cast<std::size_t>(stage)],
                           .contact = who,
                           .amount = std::move(amount)});
    };
    const DealId first = deal(0, {500, "JPY"}, ada);
    deal(0, {}, ada);
    CHECK(db.summary(ada).open_deals == DealSum{2, Money{500, "JPY"}});
    CHECK(db.summary(ada).won_deals == DealSum{0, Money{0, "JPY"}});
    CHECK(db.summary(bob) == ContactSummary{.contact = bob});

    clock = day(3);
    db.pipelines().move(first, stages[1]);
    CHECK(db.summary(ada).open_deals == DealSum{1, Money{0, "JPY"}});
    CHECK(db.summary(ada).won_deals == DealSum{1, Money{500, "JPY"}});
    CHECK(db.summary(ada).first_won == day(3));
    clock = day(9);
    const DealId second = deal(1, {20, "JPY"}, ada);
    CHECK(db.summary(ada).won_deals == DealSum{2, Money{520, "JPY"}});
    CHECK(db.summary(ada).first_won == day(3));
    CHECK(db.summary(ada).last_won == day(9));

    // Whoever takes part has the deal too.
    db.edit(second, [&](Deal& d) { d.participants.emplace_back(bob, DealRole::champion); });
    CHECK(db.summary(bob).won_deals == DealSum{1, Money{20, "JPY"}});

    const DealId foreign = deal(2, {999, "USD"}, ada);
    CHECK(db.summary(ada).deal_currencies == 2);
    CHECK(db.summary(ada).lost_deals == DealSum{1, std::nullopt});
    CHECK(db.summary(ada).won_deals == DealSum{2, std::nullopt});
    CHECK(db.summary(ada).last_won == day(9));
    const Card card = db.card(ada);
    CHECK(card.deal_totals == std::vector<CardDealTotal>{{DealStatus::open, 1, {}},
                                                         {DealStatus::won, 2, {520, "JPY"}},
                                                         {DealStatus::lost, 1, {999, "USD"}}});
    db.remove(foreign);
    CHECK(db.summary(ada).won_deals == DealSum{2, Money{520, "JPY"}});
    CHECK(db.summary(ada).lost_deals == DealSum{0, Money{0, "JPY"}});
    CHECK(db.card(ada).deal_totals.empty());

    const ContactSummary before = db.summary(ada);
    const MergeResult merge =
        db.merge({.record_type = "contact", .survivor = ada.value, .losers = {bob.value}});
    CHECK(db.summary(ada) == before);  // one deal of both is one deal
    db.unmerge(merge.id);
    CHECK(db.summary(bob).won_deals == DealSum{1, Money{20, "JPY"}});
    CHECK(findings(db) == "");
}

TEST_CASE("a summary that is not there yet is counted when it is asked for") {
    const test::TempFile file;
    {
        auto db = Database::open(file.path());
        const ContactId ada = db.add(Contact{});
        db.add(Interaction{
            .participants = {ada}, .at = day(1), .channel = Channel::phone, .direction = Direction::inbound});
        db.add(Task{.title = "Call", .due = day(3), .contact = ada});
        db.add(Contact{});
        const auto stages = db.pipelines().create("Sales", {{.name = "Won", .kind = StageKind::won}}).stages;
        db.add(Deal{.name = "D", .stage = stages[0], .contact = ada, .amount = {500, "JPY"}});
        db.close();
    }
    ContactSummary kept;
    {
        auto db = Database::open(file.path());
        kept = db.summary(ContactId{1});
        CHECK(kept.preferred == Channel::phone);
        CHECK(kept.next_due == day(3));
        CHECK(kept.won_deals == DealSum{1, Money{500, "JPY"}});
        db.close();
    }
    test::meddle(file.string(),
                 "DELETE FROM contact_summary; DELETE FROM setting WHERE key = 'derived:contact_summary'");
    auto db = Database::open(file.path(), {.read_only = true});
    CHECK(db.summary(ContactId{1}) == kept);
    CHECK(db.summary(ContactId{2}) == ContactSummary{.contact = ContactId{2}});
}
