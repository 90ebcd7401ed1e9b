// Random deals on random boards: totals equal their rebuild, and undoing everything newest first restores every state.
#include "property/seeds.hpp"

#include "support/dump.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>
#include <vector>

using namespace kith;

namespace {

class Market {
public:
    explicit Market(unsigned seed) : db(Database::open(":memory:", {.region = "JP"})), random_(seed) {
        for (const char* name : {"Sales", "更新"}) {
            const auto made = db.pipelines().create(
                name, {{.name = "Lead", .probability = 7},
                       {.name = "Talk", .required_fields = {"amount"}},
                       {.name = "Won", .kind = StageKind::won},
                       {.name = "Lost", .kind = StageKind::lost, .required_fields = {"lost_reason"}}});
            pipelines_.push_back(made.id);
            stages_.insert(stages_.end(), made.stages.begin(), made.stages.end());
        }
        for (int i = 0; i < 5; ++i)
            contacts_.push_back(db.add(Contact{.name = {.given = "c" + std::to_string(i)}}));
        for (int i = 0; i < 3; ++i)
            organizations_.push_back(db.add(Organization{.name = "o" + std::to_string(i)}));
    }

    /// One transaction of work; what a rule of the data forbids is left out.
    void step() {
        try {
            switch (pick(14)) {
                case 0:
                case 1:
                case 2: deals_.push_back(db.add(deal())); break;
                case 3:
                case 4:
                case 5:
                    if (!deals_.empty()) db.edit(one(deals_), [&](Deal& d) { d.stage = one(stages_); });
                    break;
                case 6:
                case 7:
                    if (!deals_.empty()) db.edit(one(deals_), [&](Deal& d) { change(d); });
                    break;
                case 8:
                    if (!deals_.empty()) db.remove(one(deals_));
                    break;
                case 9:
                    if (!deals_.empty()) db.restore(one(deals_));
                    break;
                case 10:
                    db.edit(one(stages_), [&](Stage& s) { s.probability = static_cast<int>(pick(101)); });
                    break;
                case 11: stage(); break;
                case 12: several(); break;
                default:
                    if (pick(2) == 0)
                        db.merge({.survivor = one(contacts_).value, .losers = {one(contacts_).value}});
                    else
                        db.merge({.record_type = "organization",
                                  .survivor = one(organizations_).value,
                                  .losers = {one(organizations_).value}});
            }
        } catch (const Error& error) {
            const Code code = error.code();
            const bool rule = code == Code::required || code == Code::in_use || code == Code::invalid_value ||
                              code == Code::invalid_argument || code == Code::conflict ||
                              code == Code::not_unique || code == Code::not_found;  // an undo took it away
            if (!rule) throw;
        }
    }

    /// Takes a transaction back, whichever; what has gained something since an unmerge stays.
    void undo(TransactionId transaction) {
        try {
            db.undo(transaction);
        } catch (const Error& error) {
            if (error.code() != Code::in_use) throw;
        }
    }

    /// Boards of all pipelines against sums over the deals themselves.
    void check_boards() {
        std::string boards;
        for (const PipelineId id : pipelines_)
            for (const BoardStage& stage : db.pipelines().board(id, {.cards = 0}).stages)
                for (const BoardTotal& total : stage.totals)
                    boards += std::to_string(stage.stage.id.value) + " " + total.amount.currency + " " +
                              std::to_string(total.deals) + " " + std::to_string(total.amount.minor) + "\n";
        std::string sums;
        for (const auto& row :
             db.sql("SELECT s.id, ifnull(d.currency, ''), count(*), ifnull(sum(d.amount), 0) FROM deal d "
                    "JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL "
                    "GROUP BY s.pipeline_id, s.position, s.id, 2 ORDER BY s.pipeline_id, s.position, s.id, 2")
                 .rows)
            sums += row[0].to_string() + " " + row[1].to_string() + " " + row[2].to_string() + " " +
                    row[3].to_string() + "\n";
        CHECK(boards == sums);
    }

    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }

    Database db;

private:
    template <class List>
    typename List::value_type one(const List& list) {
        return list[pick(list.size())];
    }
    Money money() {
        static const std::array<const char*, 3> currencies = {"USD", "JPY", "EUR"};
        return {static_cast<std::int64_t>(pick(100000)) - 5000, currencies[pick(currencies.size())]};
    }
    void change(Deal& d) {
        switch (pick(6)) {
            case 0: d.amount = money(); break;
            case 1: d.amount = {}; break;
            case 2: d.contact = pick(3) == 0 ? ContactId{} : one(contacts_); break;
            case 3: d.participants = {{one(contacts_), DealRole::champion}}; break;
            case 4: d.lost_reason = pick(2) == 0 ? "" : "price"; break;
            default: d.organization = one(organizations_);
        }
    }
    Deal deal() {
        Deal d{.name = "d", .stage = one(stages_)};
        for (int i = 0; i < 3; ++i) change(d);
        if (pick(4) == 0)
            d.lines = {{.description = "x",
                        .quantity = 1.5,
                        .unit_price = {static_cast<std::int64_t>(pick(999)), ""}}};
        if (pick(4) == 0) d.lines.clear();
        return d;
    }
    void stage() {
        if (pick(2) == 0)
            db.edit(one(stages_), [&](Stage& s) { s.pipeline = one(pipelines_); });
        else if (pick(2) == 0)
            db.remove(one(stages_));
        else
            db.restore(one(stages_));
    }
    void several() {
        db.write([&](Transaction& tx) {
            for (int i = 0; i < 4; ++i) {
                const DealId id = tx.add(Deal{.name = "m", .stage = stages_.front(), .amount = money()});
                if (pick(2) == 0) tx.remove(id);
            }
        });
    }

    std::mt19937 random_;
    std::vector<PipelineId> pipelines_;
    std::vector<StageId> stages_;
    std::vector<DealId> deals_;
    std::vector<ContactId> contacts_;
    std::vector<OrganizationId> organizations_;
};

}  // namespace

TEST_CASE("boards equal their rebuild after any history", "[sales]") {
    for (const unsigned seed : test::seeds(1, 4)) {
        INFO("seed " << seed);
        Market market(seed);
        std::vector<TransactionId> done;
        for (int i = 0; i < 120; ++i) {
            market.step();
            const TransactionId last = market.db.last_transaction();
            if (last != 0 && (done.empty() || done.back() != last)) done.push_back(last);
            if (market.pick(6) == 0 && !done.empty()) {  // any of them, not only the last
                market.undo(done[market.pick(done.size())]);
                market.check_boards();
            }
        }
        market.check_boards();
        REQUIRE(test::findings(market.db) == "");
    }
}

TEST_CASE("undoing deals newest first restores every earlier state", "[sales]") {
    for (const unsigned seed : test::seeds(101, 4)) {
        INFO("seed " << seed);
        Market market(seed);
        std::vector<std::pair<TransactionId, std::multiset<std::string>>> states;
        TransactionId known = market.db.last_transaction();
        for (int i = 0; i < 60; ++i) {
            auto before = test::dump(market.db);
            market.step();
            const TransactionId last = market.db.last_transaction();
            if (last == 0 || last == known) continue;
            states.emplace_back(last, std::move(before));
            known = last;
        }
        while (!states.empty()) {
            const auto& [transaction, before] = states.back();
            INFO("transaction " << transaction);
            CHECK(market.db.undo(transaction).kept.empty());
            REQUIRE(test::difference(before, test::dump(market.db)) == "");
            states.pop_back();
        }
        REQUIRE(test::findings(market.db) == "");
    }
}
