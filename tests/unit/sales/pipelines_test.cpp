// Pipelines: making them, moving deals, and what stages ask of deals.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <utility>

using namespace kith;
using namespace std::chrono_literals;
using test::expect_error;
using test::says;

namespace {

/// A file with one pipeline, and a clock that stands until it is moved.
struct Sales {
    std::shared_ptr<Time> now = std::make_shared<Time>(parse_time("2026-03-02T09:00:00Z").value());
    Database db;
    NewPipeline sales;
    StageId lead, talk, won, lost;

    Sales()
        : db(Database::open(":memory:", {.actor = "ada", .region = "JP", .clock = [t = now] { return *t; }})) {
        sales = db.pipelines().create(
            "Sales", {{.name = "Lead", .probability = 10},
                      {.name = "Negotiation",
                       .probability = 60,
                       .forecast = Forecast::best_case,
                       .rotting_days = 14,
                       .required_fields = {"amount", "organization"}},
                      {.name = "Won", .kind = StageKind::won},
                      {.name = "Lost", .kind = StageKind::lost, .required_fields = {"lost_reason"}}});
        lead = sales.stages[0];
        talk = sales.stages[1];
        won = sales.stages[2];
        lost = sales.stages[3];
    }
};

}  // namespace

TEST_CASE("a pipeline is made with its stages in order", "[sales]") {
    Sales o;
    const auto stages = o.db.pipelines().stages(o.sales.id);
    REQUIRE(stages.size() == 4);
    CHECK(stages[1].name == "Negotiation");
    CHECK(stages[1].position == 1);
    CHECK(stages[1].pipeline == o.sales.id);
    CHECK(stages[2].probability == 100);
    CHECK(stages[3].probability == 0);
    const auto second =
        o.db.pipelines().create("更新", {{.name = "Negotiation"}});  // names repeat across pipelines
    CHECK(o.db.pipelines().find("ｓａｌｅｓ")->id == o.sales.id);
    CHECK_FALSE(o.db.pipelines().find("Purchases"));
    REQUIRE(o.db.pipelines().list().size() == 2);
    CHECK(o.db.pipelines().list()[1].id == second.id);
    expect_error(Code::not_unique, [&] { (void)o.db.pipelines().create("SALES", {}); });
    const Error twice = expect_error(Code::not_unique,
                                     [&] { o.db.add(Stage{.pipeline = second.id, .name = "negotiation"}); });
    CHECK(says(twice, "'negotiation'"));
    expect_error(Code::invalid_value,
                 [&] { o.db.add(Stage{.pipeline = second.id, .name = "x", .probability = 101}); });
    const Error unknown = expect_error(Code::invalid_value, [&] {
        o.db.add(Stage{.pipeline = second.id, .name = "x", .required_fields = {"amont"}});
    });
    CHECK(says(unknown, "did you mean 'amount'?"));
    CHECK(unknown.field() == "required_fields");
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("a deal keeps what its stage says, and when it was closed", "[sales]") {
    Sales o;
    const auto acme = o.db.add(Organization{.name = "Acme"});
    const DealId id =
        o.db.add(Deal{.name = "Engine", .stage = o.lead, .organization = acme, .amount = {1200000, "USD"}});
    CHECK(o.db.get(id).pipeline == o.sales.id);
    CHECK(o.db.get(id).status == DealStatus::open);
    CHECK_FALSE(o.db.get(id).closed_at);

    *o.now += 48h;
    CHECK(o.db.pipelines().move(id, o.won) != 0);
    CHECK(o.db.get(id).status == DealStatus::won);
    CHECK(o.db.get(id).closed_at == *o.now);
    CHECK(o.db.pipelines().move(id, o.won) == 0);  // it is there
    o.db.edit(id, [&](Deal& d) { d.closed_at = *o.now - 1h; });
    CHECK(o.db.get(id).closed_at == *o.now - 1h);
    o.db.edit(id, [](Deal& d) { d.notes = "x"; });
    CHECK(o.db.get(id).closed_at == *o.now - 1h);
    o.db.pipelines().move(id, o.lead);
    CHECK_FALSE(o.db.get(id).closed_at);

    const auto renewals = o.db.pipelines().create("Renewals", {{.name = "Due"}});
    o.db.pipelines().move(id, renewals.stages[0], {.position = 7});
    CHECK(o.db.get(id).pipeline == renewals.id);
    CHECK(o.db.get(id).position == 7);
    // What says two things is refused, on adding and on changing.
    const Error other = expect_error(
        Code::invalid_value, [&] { o.db.add(Deal{.name = "x", .stage = o.lead, .pipeline = renewals.id}); });
    CHECK(says(other, "stage 'Lead' belongs to pipeline 'Sales'"));
    CHECK(other.message(Language::ja).find("パイプライン「Sales」") != std::string::npos);
    expect_error(Code::invalid_value, [&] { o.db.edit(id, [&](Deal& d) { d.pipeline = o.sales.id; }); });
    expect_error(Code::required, [&] { o.db.add(Deal{.name = "x"}); });
    expect_error(Code::not_found, [&] { o.db.add(Deal{.name = "x", .stage = StageId{99}}); });

    const Rows moves = o.db.sql(
        "SELECT from_value, to_value, by FROM transition WHERE table_number = 27 AND column_number = 11 ORDER BY id");
    REQUIRE(moves.rows.size() == 4);
    CHECK(moves.rows[0][0].empty());
    CHECK(moves.rows[1][0] == Value(o.lead.value));
    CHECK(moves.rows[1][1] == Value(o.won.value));
    CHECK(moves.rows[1][2] == Value("ada"));
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("a stage asks for fields by name", "[sales]") {
    Sales o;
    o.db.add(kith::Field{.record_type = "deal", .key = "budget", .label = "予算", .type = FieldType::flag});
    const DealId id = o.db.add(Deal{.name = "Engine", .stage = o.lead});
    const Error amount = expect_error(Code::required, [&] { o.db.pipelines().move(id, o.talk); });
    CHECK(amount.field() == "amount");
    CHECK(amount.argument("stage") == "Negotiation");
    CHECK(std::string(amount.what()) == "deal 1: amount is required to enter stage 'Negotiation'");
    CHECK(amount.message(Language::ja) == "商談1: ステージ「Negotiation」に入るには「金額」が必要です");
    CHECK(o.db.get(id).stage == o.lead);
    o.db.edit(id, [](Deal& d) { d.amount = {0, "JPY"}; });  // nothing is an amount too
    const Error company = expect_error(Code::required, [&] { o.db.pipelines().move(id, o.talk); });
    CHECK(company.field() == "organization");

    o.db.edit(o.talk, [](Stage& s) { s.required_fields = {"field.budget", "tags"}; });
    const Error custom = expect_error(Code::required, [&] { o.db.pipelines().move(id, o.talk); });
    CHECK(custom.field() == "field.budget");
    CHECK(custom.message(Language::ja).find("「予算」") != std::string::npos);
    o.db.edit(id, [](Deal& d) { d.fields["budget"] = false; });
    CHECK(expect_error(Code::required, [&] { o.db.pipelines().move(id, o.talk); }).field() == "tags");
    o.db.tag(id, "key");
    // Tags that only stand in the record are not written, and so do not count.
    CHECK(expect_error(Code::required, [&] {
              o.db.edit(o.db.add(Deal{.name = "y", .stage = o.lead, .fields = {{"budget", true}}}),
                        [&](Deal& d) {
                            d.tags = {"key"};
                            d.stage = o.talk;
                        });
          }).field() == "tags");
    o.db.pipelines().move(id, o.talk);
    // What the stage asked for stays while the deal is there; what it asks for since does not stop other work.
    expect_error(Code::required, [&] { o.db.edit(id, [](Deal& d) { d.fields.erase("budget"); }); });
    o.db.edit(o.talk, [](Stage& s) { s.required_fields.push_back("source"); });
    o.db.edit(id, [](Deal& d) { d.name = "Engine 2"; });

    expect_error(Code::required, [&] { o.db.pipelines().move(id, o.lost); });
    o.db.pipelines().move(id, o.lost, {.lost_reason = "Price"});
    CHECK(o.db.get(id).lost_reason == "Price");
    // A new deal enters too.
    CHECK(expect_error(Code::required, [&] { o.db.add(Deal{.name = "x", .stage = o.lost}); }).field() ==
          "lost_reason");
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("a line is rounded as it is written in decimals", "[sales]") {
    CHECK(total_of(DealLine{.quantity = 1.15, .unit_price = {50, "JPY"}}).minor == 58);  // 57.5
    CHECK(total_of(DealLine{.quantity = -1.15, .unit_price = {50, "JPY"}}).minor == -58);
    CHECK(total_of(DealLine{.quantity = 1.1499, .unit_price = {50, "JPY"}}).minor == 57);
    CHECK(total_of(DealLine{.quantity = 1e308, .unit_price = {1000000000, "JPY"}, .discount = 100}).minor ==
          0);
}

TEST_CASE("a stage that holds deals stays as it is", "[sales]") {
    Sales o;
    const auto other = o.db.pipelines().create("Other", {});
    const DealId id = o.db.add(Deal{.name = "Engine", .stage = o.lead});
    const Error removed = expect_error(Code::in_use, [&] { o.db.remove(o.lead); });
    CHECK(says(removed, "'Lead' holds 1 deal and cannot be removed: move it on first"));
    CHECK(removed.message(Language::ja).find("商談が1件") != std::string::npos);
    CHECK(expect_error(Code::in_use, [&] {
              o.db.edit(o.lead, [&](Stage& s) { s.pipeline = other.id; });
          }).field() == "pipeline");
    CHECK(expect_error(Code::in_use, [&] {
              o.db.edit(o.lead, [&](Stage& s) { s.kind = StageKind::won; });
          }).field() == "kind");
    CHECK(says(expect_error(Code::in_use, [&] { o.db.remove(o.sales.id); }), "holds 1 deal"));
    o.db.edit(o.lead, [](Stage& s) { s.name = "New"; });  // anything else goes

    o.db.remove(id);
    o.db.remove(o.lead);
    const Error back = expect_error(Code::invalid_value, [&] { o.db.restore(id); });
    CHECK(says(back, "stage 'New' of pipeline 'Sales' is in the trash"));
    o.db.restore(o.lead);
    o.db.restore(id);
    o.db.remove(id);
    o.db.edit(o.lead, [&](Stage& s) { s.pipeline = other.id; });  // one in the trash comes along
    CHECK(o.db.get(id).pipeline == other.id);
    o.db.remove(o.sales.id);
    expect_error(Code::not_found, [&] { (void)o.db.pipelines().board(o.sales.id); });
    expect_error(Code::invalid_value, [&] { o.db.add(Deal{.name = "x", .stage = o.won}); });
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("the main contact takes part", "[sales]") {
    Sales o;
    const auto ada = o.db.add(Contact{.name = {.given = "Ada"}});
    const auto bob = o.db.add(Contact{.name = {.given = "Bob"}});
    const DealId id = o.db.add(Deal{.name = "Engine", .stage = o.lead, .contact = ada});
    CHECK(o.db.get(id).participants == std::vector<DealContact>{{ada}});
    o.db.edit(id, [&](Deal& d) { d.contact = bob; });  // Ada was there as nothing else
    CHECK(o.db.get(id).participants == std::vector<DealContact>{{bob}});
    o.db.edit(id, [&](Deal& d) {
        d.participants = {{bob, DealRole::champion}, {ada, DealRole::billing}};
        d.contact = {};
    });
    CHECK(o.db.get(id).participants ==
          std::vector<DealContact>{{ada, DealRole::billing}, {bob, DealRole::champion}});
    o.db.edit(id, [&](Deal& d) { d.contact = ada; });
    const TransactionId later = o.db.last_transaction();
    o.db.edit(id, [&](Deal& d) { d.contact = {}; });
    o.db.edit(id, [&](Deal& d) { d.participants = {{bob, DealRole::champion}}; });
    // Undoing brings Ada back as the main contact only: the commit sees to it that she takes part.
    o.db.undo(o.db.last_transaction() - 1);
    CHECK(o.db.get(id).contact == ada);
    CHECK(o.db.ids<Contact>("has deal (name = Engine)") == std::vector{ada, bob});
    CHECK(later > 0);
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("lines are worth what they say", "[sales]") {
    Sales o;
    const auto engine = o.db.add(Product{.name = "Difference Engine", .sku = "DE-1"});
    CHECK(says(expect_error(Code::not_unique, [&] { o.db.add(Product{.name = "Copy", .sku = "DE-1"}); }),
               "DE-1"));
    const DealId id =
        o.db.add(Deal{.name = "Engine",
                      .stage = o.lead,
                      .lines = {{.product = engine, .quantity = 3, .unit_price = {999, "USD"}, .discount = 10},
                                {.description = "Delivery", .unit_price = {505}, .discount = 50},
                                {}}});
    Deal deal = o.db.get(id);
    REQUIRE(deal.lines.size() == 2);
    CHECK(total_of(deal.lines[0]) == Money{2697, "USD"});  // 2697.3
    CHECK(deal.lines[1].unit_price == Money{505, "USD"});
    CHECK(total_of(deal.lines[1]) == Money{253, "USD"});  // 252.5, away from zero
    CHECK(deal.amount == Money{2950, "USD"});
    deal.lines[0].quantity = 1;
    o.db.update(deal);
    CHECK(deal.amount == Money{1152, "USD"});  // it was their sum, and follows them
    CHECK(o.db.pipelines().board(o.sales.id).stages[0].totals[0].amount == Money{1152, "USD"});
    deal.amount = {2000, "USD"};
    deal.lines.pop_back();
    o.db.update(deal);
    CHECK(deal.amount == Money{2000, "USD"});  // the host's own from then on
    deal.lines[0].quantity = 2;
    o.db.update(deal);
    CHECK(deal.amount == Money{2000, "USD"});
    deal.amount = {};
    o.db.update(deal);
    CHECK(deal.amount == lines_total(deal));
    const std::vector<DealLine> lines = std::exchange(deal.lines, {});
    o.db.update(deal);
    CHECK(deal.amount == Money{});
    deal.lines = lines;
    o.db.update(deal);
    CHECK(deal.amount == lines_total(deal));
    deal.amount = {2000, "USD"};
    deal.lines[0].unit_price.currency = "JPY";
    CHECK(expect_error(Code::invalid_value, [&] { o.db.update(deal); }).field() == "lines.unit_price");
    expect_error(Code::invalid_value, [&] {
        o.db.add(Deal{.name = "x", .stage = o.lead, .lines = {{.description = "y", .discount = 101}}});
    });
    CHECK(expect_error(Code::invalid_value, [&] {
              o.db.add(Deal{.name = "x", .stage = o.lead, .amount = {5, ""}});
          }).field() == "amount");
    expect_error(Code::invalid_value, [&] {
        o.db.add(Deal{.name = "x", .stage = o.lead, .amount = {5, "usd"}});
    });

    o.db.add(Price{.product = engine, .amount = {100, "USD"}, .ends = PartialDate{2025}});
    o.db.add(Price{.product = engine, .amount = {120, "USD"}, .starts = PartialDate{2026, 1, 1}});
    o.db.add(Price{.product = engine, .amount = {15000, "JPY"}});
    const auto price = [&](const char* currency, PartialDate day) {
        return o.db.pipelines().price(engine, currency, day);
    };
    CHECK(price("USD", {2025, 12, 31}) == Money{100, "USD"});
    CHECK(price("USD", {2026, 1, 1}) == Money{120, "USD"});
    CHECK(price("JPY", {2026, 1, 1}) == Money{15000, "JPY"});
    CHECK_FALSE(price("EUR", {2026, 1, 1}));
    CHECK(price("jpy", {2026, 1, 1}) == Money{15000, "JPY"});
    expect_error(Code::invalid_argument, [&] { (void)price("USD", {2026, 1}); });
    expect_error(Code::not_found, [&] { (void)o.db.pipelines().price(ProductId{99}, "USD", {2026, 1, 1}); });
    CHECK(expect_error(Code::invalid_value, [&] {
              o.db.add(Price{.product = engine, .amount = {1, "USD"}, .starts = PartialDate{0, 4, 1}});
          }).field() == "starts");
    expect_error(Code::required, [&] { o.db.add(Price{.product = engine}); });
    expect_error(Code::invalid_value, [&] {
        o.db.add(Price{.product = engine,
                       .amount = {1, "USD"},
                       .starts = PartialDate{2026, 2},
                       .ends = PartialDate{2025}});
    });
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("lines that are worth more than an amount may be are refused", "[sales]") {
    Sales o;
    const auto refused = [&](const std::vector<DealLine>& lines, Money amount = {}) {
        const Error error = expect_error(Code::invalid_value, [&] {
            o.db.add(Deal{.name = "x", .stage = o.lead, .amount = amount, .lines = lines});
        });
        CHECK(error.field() == "lines");
        CHECK(says(error, "9007199254740991"));
    };
    const DealLine vast{.description = "x", .quantity = 1e300, .unit_price = {999, "USD"}};
    refused({vast});
    refused({vast}, {5, "USD"});
    expect_error(Code::invalid_value, [&] { (void)total_of(vast); });
    const DealLine most{.description = "x", .unit_price = {9007199254740991, "USD"}};
    refused({most, most});
    const DealId id = o.db.add(Deal{.name = "x", .stage = o.lead, .lines = {most}});
    CHECK(o.db.get(id).amount == most.unit_price);
    const DealLine more{.description = "x", .unit_price = {500, "USD"}};
    const DealLine less{.description = "x", .unit_price = {-500, "USD"}};
    const DealId even = o.db.add(Deal{.name = "y", .stage = o.lead, .lines = {most, more, less}});
    CHECK(o.db.get(even).amount == most.unit_price);  // what counts is the sum
}

TEST_CASE("another main contact drops nobody who was named", "[sales]") {
    Sales o;
    const auto ada = o.db.add(Contact{.name = {.given = "Ada"}});
    const auto bob = o.db.add(Contact{.name = {.given = "Bob"}});
    using People = std::vector<DealContact>;
    const auto after = [&](const Deal& deal, const People& given = {}) {
        const DealId id = o.db.add(deal);
        o.db.edit(id, [&](Deal& d) {
            d.contact = bob;
            if (!given.empty()) d.participants = given;
        });
        return o.db.get(id).participants;
    };
    CHECK(after({.name = "x", .stage = o.lead, .contact = ada}) == People{{bob}});
    CHECK(after({.name = "x", .stage = o.lead, .contact = ada, .participants = {{ada}, {bob}}}) ==
          People{{ada}, {bob}});
    CHECK(after({.name = "x", .stage = o.lead, .contact = ada}, {{bob}, {ada}}) == People{{ada}, {bob}});
    CHECK(after({.name = "x", .stage = o.lead, .contact = ada, .participants = {{ada, DealRole::champion}}}) ==
          People{{ada, DealRole::champion}, {bob}});
}

TEST_CASE("what a face writes is the last transaction of the handle that gave it", "[sales]") {
    Sales o;
    Pipelines pipelines = o.db.pipelines();
    const DealId deal = o.db.add(Deal{.name = "x", .stage = o.lead});
    const TransactionId added = o.db.last_transaction();
    const Database copy = o.db;
    Database other = o.db.as("other");
    const TransactionId moved = pipelines.move(deal, o.won);
    CHECK(moved == added + 1);
    CHECK(o.db.last_transaction() == moved);
    CHECK(copy.last_transaction() == added);
    CHECK(other.last_transaction() == 0);
    CHECK(pipelines.move(deal, o.won) == 0);
    CHECK(o.db.last_transaction() == 0);
    (void)other.pipelines().create("More", {});
    CHECK(other.last_transaction() == moved + 1);
    CHECK(o.db.last_transaction() == 0);
    other = o.db;
    o.db.tag(o.db.add(Contact{.tags = {"a"}}), "b");
    o.db.tags().rename("a", "c");
    CHECK(o.db.last_transaction() == o.db.history().transactions(1)[0].id);
    CHECK(other.last_transaction() == 0);
    o.db.undo(o.db.last_transaction());
    CHECK(o.db.count<Tag>("name = a") == 1);
}

TEST_CASE("a stage that requires something is not passed by with blanks, nor left without its field",
          "[sales]") {
    Sales o;
    const DealId deal = o.db.add(Deal{.name = "x", .stage = o.lead});
    for (const char* blank : {"   ", "　", "\u200b"})
        CHECK(expect_error(Code::required, [&] {
                  o.db.pipelines().move(deal, o.lost, {.lost_reason = blank});
              }).field() == "lost_reason");

    const FieldId budget = o.db.add(kith::Field{.record_type = "deal", .key = "budget"});
    const FieldId spare = o.db.add(kith::Field{.record_type = "deal", .key = "spare"});
    o.db.edit(o.won, [](Stage& stage) { stage.required_fields = {"field.budget"}; });
    const Error gone = expect_error(Code::in_use, [&] { o.db.remove(budget); });
    CHECK(says(gone, "Won"));
    CHECK(expect_error(Code::in_use, [&] {
              o.db.edit(budget, [](kith::Field& field) { field.key = "costs"; });
          }).field() == "key");
    o.db.remove(spare);
    o.db.edit(budget, [](kith::Field& field) { field.label = "Budget"; });
    o.db.remove(deal);
    o.db.remove(o.db.get(o.won).pipeline);  // it may come back
    CHECK(says(expect_error(Code::in_use, [&] { o.db.remove(budget); }), "in the trash"));
    o.db.undo(o.db.last_transaction());
    o.db.edit(o.won, [](Stage& stage) { stage.required_fields.clear(); });
    o.db.remove(budget);
    CHECK(test::findings(o.db) == "");
}

TEST_CASE("merges carry deals along, and unmerge brings them back", "[sales]") {
    Sales o;
    const auto ada = o.db.add(Contact{.name = {.given = "Ada", .family = "King"}});
    const auto also = o.db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"}});
    const auto acme = o.db.add(Organization{.name = "Acme"});
    const auto same = o.db.add(Organization{.name = "Acme Inc."});
    const DealId main = o.db.add(Deal{.name = "A", .stage = o.lead, .contact = also, .organization = same});
    const DealId both = o.db.add(
        Deal{.name = "B", .stage = o.lead, .contact = ada, .participants = {{also, DealRole::champion}}});
    const DealId role =
        o.db.add(Deal{.name = "C", .stage = o.lead, .participants = {{also, DealRole::billing}}});
    const auto before = test::dump(o.db);

    const auto people = o.db.merge({.survivor = ada.value, .losers = {also.value}});
    const auto firms =
        o.db.merge({.record_type = "organization", .survivor = acme.value, .losers = {same.value}});
    CHECK(o.db.get(main).contact == ada);
    CHECK(o.db.get(main).organization == acme);
    CHECK(o.db.get(main).participants == std::vector<DealContact>{{ada}});
    CHECK(o.db.get(both).participants ==
          std::vector<DealContact>{{ada, DealRole::champion}});  // a role is kept
    CHECK(o.db.get(role).participants == std::vector<DealContact>{{ada, DealRole::billing}});
    CHECK(o.db.ids<Contact>("count deal = 3") == std::vector{ada});
    CHECK(test::findings(o.db) == "");
    CHECK(o.db.unmerge(firms.id).kept.empty());
    CHECK(o.db.unmerge(people.id).kept.empty());
    CHECK(test::difference(before, test::dump(o.db)) == "");
    CHECK(test::findings(o.db) == "");
}
