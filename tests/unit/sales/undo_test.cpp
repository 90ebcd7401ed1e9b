// Undo where deals hang on contacts and stages: links of deals are links like any other, and stages keep their rules.
#include "support/dump.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace kith;
using test::findings;

namespace {

struct Shop {
    Database db = Database::open(":memory:");
    NewPipeline sales = db.pipelines().create("Sales", {{.name = "Lead"}, {.name = "Talk"}});
    StageId lead = sales.stages[0];
    StageId talk = sales.stages[1];
};

bool names(const std::vector<Kept>& kept, const RecordRef& record, const std::string& reason) {
    return std::any_of(kept.begin(), kept.end(), [&](const Kept& one) {
        return one.record == record && one.reason.find(reason) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("who takes part in what stays, stays too", "[sales]") {
    Shop shop;
    Database& db = shop.db;
    const ContactId other = db.add(Contact{.name = {.given = "Other"}});
    ContactId ada;
    ContactId bob;
    DealId deal;
    InteractionId call;
    db.write([&](Transaction& tx) {
        ada = tx.add(Contact{.name = {.given = "Ada"}});
        bob = tx.add(Contact{.name = {.given = "Bob"}});
        deal = tx.add(Deal{.name = "Engine", .stage = shop.lead, .participants = {{ada, DealRole::champion}}});
        call = tx.add(Interaction{.participants = {bob}, .subject = "Call"});
    });
    const TransactionId made = db.last_transaction();

    SECTION("a deal") {
        db.edit(deal, [](Deal& d) { d.notes = "Edited"; });
        const UndoResult undone = db.undo(made);
        CHECK(names(undone.kept, {"deal", deal.value}, "it was changed since"));
        CHECK(names(undone.kept, {"contact", ada.value}, "deal 1 refers to it since"));
        CHECK(db.get(deal).participants == std::vector<DealContact>{{ada, DealRole::champion}});
        CHECK_FALSE(db.find(bob));
        CHECK_FALSE(db.find(call));
    }
    SECTION("an interaction") {
        db.edit(call, [](Interaction& i) { i.body = "Edited"; });
        const UndoResult undone = db.undo(made);
        CHECK(names(undone.kept, {"contact", bob.value}, "interaction 1 refers to it since"));
        CHECK(db.get(call).participants == std::vector<Participant>{bob});
        CHECK_FALSE(db.find(ada));
        CHECK_FALSE(db.find(deal));
    }
    SECTION("a deal whose contact was merged and separated in between") {
        db.edit(deal, [](Deal& d) { d.notes = "Edited"; });
        const auto merge = db.merge(merge_of(other, {ada})).id;
        CHECK(db.get(deal).participants == std::vector<DealContact>{{other, DealRole::champion}});
        db.unmerge(merge);
        db.undo(made);
        CHECK(db.get(deal).participants == std::vector<DealContact>{{ada, DealRole::champion}});
    }
    SECTION("a deal whose contact is merged") {
        db.edit(deal, [](Deal& d) { d.notes = "Edited"; });
        db.merge(merge_of(other, {ada}));
        db.undo(made);
        CHECK(db.get(deal).participants == std::vector<DealContact>{{other, DealRole::champion}});
    }
    CHECK(findings(db) == "");
}

TEST_CASE("what stays says which deal, or which contact, refers to it", "[sales]") {
    Shop shop;
    Database& db = shop.db;
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const TransactionId came = db.last_transaction();
    const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.lead});
    const TransactionId made = db.last_transaction();
    db.edit(deal, [&](Deal& d) { d.participants = {{ada, DealRole::billing}}; });
    CHECK(names(db.undo(made).kept, {"deal", deal.value}, "contact 1 refers to it since"));
    CHECK(names(db.undo(came).kept, {"contact", ada.value}, "deal 1 refers to it since"));
    CHECK(db.get(deal).participants == std::vector<DealContact>{{ada, DealRole::billing}});
    CHECK(findings(db) == "");
}

TEST_CASE("undo asks stages and deals what writing them asks", "[sales]") {
    Shop shop;
    Database& db = shop.db;
    SECTION("a stage that holds deals does not go back into the trash") {
        db.remove(shop.talk);
        db.restore(shop.talk);
        const TransactionId restored = db.last_transaction();
        const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.talk});
        CHECK(names(db.undo(restored).kept, {"stage", shop.talk.value}, "holds 1 deal"));
        CHECK_FALSE(db.get(shop.talk).meta.deleted_at);
        db.remove(deal);
        CHECK(db.undo(restored).kept.empty());
        CHECK(db.get(shop.talk).meta.deleted_at);
    }
    SECTION("nor does it change its kind") {
        db.edit(shop.talk, [](Stage& s) { s.kind = StageKind::won; });
        const TransactionId changed = db.last_transaction();
        db.add(Deal{.name = "Engine", .stage = shop.talk});
        CHECK(names(db.undo(changed).kept, {"stage", shop.talk.value}, "change its kind"));
        CHECK(db.get(shop.talk).kind == StageKind::won);
    }
    SECTION("a deal does not lose what its stage requires") {
        db.edit(shop.talk, [](Stage& s) { s.required_fields = {"amount"}; });
        const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.lead});
        db.edit(deal, [](Deal& d) { d.amount = {5, "JPY"}; });
        const TransactionId priced = db.last_transaction();
        db.pipelines().move(deal, shop.talk);
        CHECK(names(db.undo(priced).kept, {"deal", deal.value}, "amount is required"));
        CHECK(db.get(deal).amount == Money{5, "JPY"});
    }
    SECTION("a deal does not move back into a stage in the trash") {
        const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.lead});
        const TransactionId moved = db.pipelines().move(deal, shop.talk);
        db.remove(shop.lead);
        CHECK(names(db.undo(moved).kept, {"deal", deal.value}, "is in the trash"));
        CHECK(db.get(deal).stage == shop.talk);
    }
    SECTION("a deal does not come back into a stage in the trash") {
        const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.talk});
        db.remove(deal);
        const TransactionId removed = db.last_transaction();
        db.remove(shop.talk);
        CHECK(names(db.undo(removed).kept, {"deal", deal.value}, "is in the trash"));
        CHECK(db.get(deal).meta.deleted_at);
    }
    SECTION("a pipeline comes back with all that went in its transaction") {
        const DealId deal = db.add(Deal{.name = "Engine", .stage = shop.talk});
        db.write([&](Transaction& tx) {
            tx.remove(deal);
            tx.remove(shop.talk);
            tx.remove(shop.lead);
            tx.remove(shop.sales.id);
        });
        const UndoResult undone = db.undo(db.last_transaction());
        CHECK(undone.kept.empty());
        CHECK_FALSE(db.get(deal).meta.deleted_at);
        CHECK_FALSE(db.get(shop.sales.id).meta.deleted_at);
        CHECK(db.undo(undone.transaction).kept.empty());
        CHECK(db.get(shop.talk).meta.deleted_at);
    }
    CHECK(findings(db) == "");
}
