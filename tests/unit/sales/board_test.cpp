// Boards, and figures from the moves of deals.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>

using namespace kith;
using namespace std::chrono_literals;
using test::expect_error;

namespace {

struct Office {
    std::shared_ptr<Time> now = std::make_shared<Time>(parse_time("2026-03-02T09:00:00Z").value());
    Database db;
    NewPipeline sales;
    StageId lead, talk, won, lost;

    Office()
        : db(Database::open(":memory:", {.actor = "ada", .region = "JP", .clock = [t = now] { return *t; }})) {
        sales = db.pipelines().create("Sales", {{.name = "Lead", .probability = 15},
                                                {.name = "Negotiation", .probability = 60, .rotting_days = 10},
                                                {.name = "Won", .kind = StageKind::won},
                                                {.name = "Lost", .kind = StageKind::lost}});
        lead = sales.stages[0];
        talk = sales.stages[1];
        won = sales.stages[2];
        lost = sales.stages[3];
    }
    DealId deal(const char* name, StageId stage, Money amount = {}) {
        return db.add(Deal{.name = name, .stage = stage, .amount = std::move(amount)});
    }
    void move(DealId id, StageId stage) { db.pipelines().move(id, stage); }
};

/// "Lead 3: USD 2 12.00/1.80 ..." of every stage with deals.
std::string totals(const Board& board) {
    std::string text;
    for (const BoardStage& stage : board.stages) {
        if (stage.deals == 0) continue;
        text += stage.stage.name + " " + std::to_string(stage.deals) + ":";
        for (const BoardTotal& total : stage.totals)
            text += " " + std::to_string(total.deals) + "x " + std::to_string(total.amount.minor) + "/" +
                    std::to_string(total.weighted.minor) + total.amount.currency;
        text += "\n";
    }
    return text;
}

std::string names(const BoardStage& stage) {
    std::string text;
    for (const BoardCard& card : stage.cards) text += card.name + " ";
    return text;
}

}  // namespace

TEST_CASE("a board adds up each currency by itself", "[sales]") {
    Office o;
    const Pipelines pipelines = o.db.pipelines();
    const DealId a = o.deal("a", o.lead, {1001, "USD"});
    const DealId b = o.deal("b", o.lead, {2, "USD"});
    const DealId c = o.deal("c", o.lead, {500, "JPY"});
    const DealId d = o.deal("d", o.lead);
    CHECK(totals(pipelines.board(o.sales.id)) == "Lead 4: 1x 0/0 1x 500/75JPY 2x 1003/150USD\n");
    const TransactionId moved = o.db.pipelines().move(a, o.talk);
    CHECK(totals(pipelines.board(o.sales.id)) ==
          "Lead 3: 1x 0/0 1x 500/75JPY 1x 2/0USD\nNegotiation 1: 1x 1001/601USD\n");
    o.db.edit(b, [](Deal& deal) { deal.amount = {-7, "JPY"}; });
    o.db.edit(d, [](Deal& deal) { deal.amount = {10, "USD"}; });
    CHECK(totals(pipelines.board(o.sales.id)) ==
          "Lead 3: 2x 493/74JPY 1x 10/2USD\nNegotiation 1: 1x 1001/601USD\n");
    o.db.edit(o.lead, [](Stage& s) { s.probability = 50; });
    o.db.remove(c);
    CHECK(totals(pipelines.board(o.sales.id)) ==
          "Lead 2: 1x -7/-4JPY 1x 10/5USD\nNegotiation 1: 1x 1001/601USD\n");
    o.db.undo(moved);
    CHECK(totals(pipelines.board(o.sales.id)) == "Lead 3: 1x -7/-4JPY 2x 1011/506USD\n");
    o.db.restore(c);
    CHECK(totals(pipelines.board(o.sales.id)) == "Lead 4: 2x 493/247JPY 2x 1011/506USD\n");
    CHECK(o.db.sql("SELECT * FROM board_total").rows.size() == 2);  // groups without deals are gone
    CHECK(test::findings(o.db) == "");
    o.db.rebuild();
    CHECK(totals(pipelines.board(o.sales.id)) == "Lead 4: 2x 493/247JPY 2x 1011/506USD\n");
}

TEST_CASE("cards come in their order, a filter counts what it selects", "[sales]") {
    Office o;
    const auto ada = o.db.add(User{.name = "ada"});
    std::vector<Deal> deals;
    for (int i = 0; i < 30; ++i)
        deals.push_back({.name = "d" + std::to_string(i),
                         .stage = i % 3 == 0 ? o.talk : o.lead,
                         .amount = {100 * i, "USD"},
                         .expected_close = PartialDate{2026, 4, 1},
                         .owner = i < 4 ? ada : UserId{}});
    const auto ids = o.db.add(deals);
    o.db.edit(ids[4], [](Deal& d) { d.position = -1; });
    o.db.remove(ids[2]);
    const Board board = o.db.pipelines().board(o.sales.id, {.cards = 3});
    REQUIRE(board.stages.size() == 4);
    CHECK(board.pipeline.name == "Sales");
    CHECK(board.stages[0].deals == 19);
    CHECK(names(board.stages[0]) == "d4 d1 d5 ");
    CHECK(names(board.stages[1]) == "d0 d3 d6 ");
    const BoardCard& card = board.stages[0].cards[1];
    CHECK(card.deal == ids[1]);
    CHECK(card.amount == Money{100, "USD"});
    CHECK(card.owner == ada);
    CHECK(card.expected_close == PartialDate{2026, 4, 1});
    CHECK(card.since == *o.now);
    CHECK_FALSE(card.rotting);
    const Board mine = o.db.pipelines().board(
        o.sales.id, {.cards = 9, .filter = "owner = :who", .parameters = {{"who", "ada"}}});
    CHECK(totals(mine) == "Lead 1: 1x 100/15USD\nNegotiation 2: 2x 300/180USD\n");
    CHECK(names(mine.stages[1]) == "d0 d3 ");
    CHECK(o.db.pipelines().board(o.sales.id, {.cards = 0}).stages[0].cards.empty());
    expect_error(Code::parse, [&] { (void)o.db.pipelines().board(o.sales.id, {.filter = "amount >"}); });
    expect_error(Code::not_found, [&] { (void)o.db.pipelines().board(PipelineId{99}); });
}

TEST_CASE("totals follow whole transactions, whatever is in them", "[sales]") {
    Office o;
    const DealId kept = o.deal("kept", o.lead, {5, "USD"});
    o.db.write([&](Transaction& tx) {
        const DealId fresh = tx.add(Deal{.name = "new", .stage = o.lead, .amount = {1, "USD"}});
        CHECK(tx.get(fresh).pipeline == o.sales.id);
        tx.edit(fresh, [&](Deal& d) { d.stage = o.talk; });
        tx.edit(kept, [&](Deal& d) { d.stage = o.won; });
        try {
            tx.savepoint([&] {
                tx.edit(kept, [&](Deal& d) { d.amount.minor = 99; });
                throw std::runtime_error("no");
            });
        } catch (const std::runtime_error&) {
            CHECK(tx.get(kept).amount.minor == 5);
        }
        tx.remove(fresh);
        tx.restore(fresh);
    });
    CHECK(totals(o.db.pipelines().board(o.sales.id)) == "Negotiation 1: 1x 1/1USD\nWon 1: 1x 5/5USD\n");
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("deals rot when they stay", "[sales]") {
    Office o;
    const DealId old = o.deal("old", o.talk);
    const DealId lead = o.deal("lead", o.lead);  // leads do not rot
    *o.now += 24h * 5;
    const DealId young = o.deal("young", o.talk);
    *o.now += 24h * 5;
    CHECK(o.db.pipelines().rotting(o.sales.id).empty());  // ten days, not longer
    *o.now += 1h;
    auto rotting = o.db.pipelines().rotting(o.sales.id);
    REQUIRE(rotting.size() == 1);
    CHECK(rotting[0].deal == old);
    CHECK(rotting[0].days == 10);
    CHECK(rotting[0].stage == o.talk);
    CHECK(o.db.pipelines().board(o.sales.id).stages[1].cards[0].rotting);
    *o.now += 24h * 10;
    rotting = o.db.pipelines().rotting(o.sales.id);
    REQUIRE(rotting.size() == 2);
    CHECK(rotting[1].deal == young);
    o.db.edit(old, [](Deal& d) { d.notes = "called"; });  // no move
    o.move(young, o.won);
    o.move(lead, o.talk);
    CHECK(o.db.pipelines().rotting(o.sales.id).size() == 1);
    o.move(old, o.lead);
    o.move(old, o.talk);  // its clock starts anew
    CHECK(o.db.pipelines().rotting(o.sales.id).empty());
}

TEST_CASE("durations and conversion come from the moves", "[sales]") {
    Office o;
    const Time start = *o.now;
    const auto days = [&](int n) { *o.now = start + 24h * n; };
    const DealId a = o.deal("a", o.lead);
    const DealId b = o.deal("b", o.lead);
    const DealId c = o.deal("c", o.lead);
    const DealId trash = o.deal("trash", o.lead);
    days(2);
    o.move(a, o.talk);
    o.move(trash, o.talk);
    days(4);
    o.move(b, o.talk);
    days(10);
    o.move(a, o.won);
    o.move(b, o.lead);  // back, and
    days(11);
    o.move(b, o.lost);
    o.db.remove(trash);

    const auto durations = o.db.pipelines().stage_durations(o.sales.id);
    REQUIRE(durations.size() == 4);
    CHECK(durations[0].stays == 3);
    CHECK(durations[0].median == 24h * 2);
    CHECK(durations[0].mean == 24h * 7 / 3);
    CHECK(durations[0].longest == 24h * 4);
    CHECK(durations[0].present == 1);
    CHECK(durations[1].stays == 2);
    CHECK(durations[1].median == 24h * 7);
    CHECK(durations[1].present == 0);
    CHECK(durations[2].stays == 0);
    CHECK(durations[2].present == 1);
    const auto early = o.db.pipelines().stage_durations(o.sales.id, {.to = start + 24h * 4});
    CHECK(early[0].stays == 1);  // the end of the window is not in it

    const auto conversion = o.db.pipelines().conversion(o.sales.id);
    REQUIRE(conversion.size() == 4);
    CHECK(conversion[0].entered == 3);
    CHECK(conversion[0].advanced == 2);
    CHECK(conversion[0].won == 1);
    CHECK(conversion[0].lost == 1);
    CHECK(conversion[0].rate() == Approx(2.0 / 3));
    CHECK(conversion[1].entered == 2);
    CHECK(conversion[1].advanced == 1);  // b went back
    CHECK(conversion[3].entered == 1);
    CHECK(conversion[3].advanced == 0);
    const auto late = o.db.pipelines().conversion(o.sales.id, {.from = start + 24h * 3});
    CHECK(late[0].entered == 1);  // b, for the second time
    CHECK(late[0].advanced == 0);
    CHECK(late[1].entered == 1);
    CHECK(c);
}
