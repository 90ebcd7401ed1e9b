// Deals, stages and money as text: JSON lines bring everything back, and fields are set and read as people write them.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace kith;
using test::expect_error;

namespace {

/// Two pipelines whose stages share a name, and deals with all that they can have.
Database sample() {
    auto db = Database::open(":memory:", {.region = "JP"});
    const auto ada = db.add(User{.name = "ada"});
    db.add(kith::Field{.record_type = "deal", .key = "region", .type = FieldType::text});
    const auto given = [&](const char* name) { return db.add(Contact{.name = {.given = name}}); };
    const auto bob = given("Bob");
    const auto eve = given("Eve");
    const auto gone = given("Gone");
    const auto acme = db.add(Organization{.name = "Acme"});
    const auto engine = db.add(Product{.name = "Engine", .sku = "DE-1", .tags = {"new"}});
    db.add(Price{.product = engine, .amount = {999900, "USD"}, .starts = PartialDate{2026, 1, 1}});
    const auto sales = db.pipelines().create(
        "Sales", {{.name = "Talk", .probability = 30, .rotting_days = 9, .required_fields = {"amount"}},
                  {.name = "A / B"},
                  {.name = "Won", .kind = StageKind::won}});
    const auto renewals =
        db.pipelines().create("更新", {{.name = "Talk"}, {.name = "Won", .kind = StageKind::won}});
    db.add(Deal{.name = "Big",
                .stage = sales.stages[0],
                .contact = bob,
                .organization = acme,
                .amount = {1999800, "USD"},
                .expected_close = PartialDate{2026, 9},
                .owner = ada,
                .participants = {{eve, DealRole::champion}, gone},
                .lines = {{.product = engine, .quantity = 2, .unit_price = {999900, "USD"}, .discount = 12.5}},
                .tags = {"key"},
                .fields = {{"region", Value("east")}}});
    db.add(Deal{.name = "保守", .stage = renewals.stages[1], .amount = {30000, "JPY"}});
    db.add(Deal{.name = "Slash", .stage = sales.stages[1]});
    db.remove(gone);
    return db;
}

}  // namespace

TEST_CASE("JSON lines bring deals back", "[interchange][sales]") {
    const Database db = sample();
    const std::string text = export_text(db, {.format = "jsonl", .record_type = "all"});
    CHECK(text.find(R"("stage":"更新 / Won")") != std::string::npos);
    CHECK(text.find(R"("amount":"19998.00 USD")") != std::string::npos);
    CHECK(text.find("\"currency\"") == std::string::npos);

    auto back = Database::open(":memory:", {.region = "JP"});
    const ImportReport report = back.imports().run_bytes(text, "all.jsonl");
    CHECK(report.failed == 0);
    const Deal big = back.query<Deal>("name = Big").at(0);
    CHECK(big.amount == Money{1999800, "USD"});
    CHECK(back.get(big.stage).name == "Talk");
    CHECK(back.get(big.pipeline).name == "Sales");
    CHECK(back.get(big.contact).name.given == "Bob");
    CHECK(back.get(big.owner).name == "ada");
    REQUIRE(big.participants.size() == 2);  // who is in the trash there does not travel
    CHECK(back.ids<Contact>("has deal (has participant (role = champion))").size() == 2);
    REQUIRE(big.lines.size() == 1);
    CHECK(total_of(big.lines[0]) == Money{1749825, "USD"});
    CHECK(big.fields.at("region") == Value("east"));
    CHECK(back.count<Deal>("tag = key") == 1);
    CHECK(back.count<Deal>("name = 保守 and pipeline = 更新 and status = won and amount = 30000 JPY") == 1);
    CHECK(back.count<Deal>("stage = 'A / B' and amount is unknown") == 1);
    CHECK(back.query<Price>().at(0).amount == Money{999900, "USD"});
    CHECK(back.query<Stage>("rotting_days = 9").at(0).required_fields == std::vector<std::string>{"amount"});
    CHECK(test::findings(back) == "");
    const ImportReport again = back.imports().run_bytes(text, "all.jsonl");
    CHECK(again.created == 0);
    CHECK(again.updated == 0);
    CHECK(again.failed == 0);
}

TEST_CASE("deals of one name stay apart, with what is done for each", "[interchange][sales]") {
    auto db = Database::open(":memory:", {.region = "JP"});
    const auto stage = db.pipelines().create("Sales", {{.name = "Talk"}}).stages[0];
    const auto deal = [&](std::int64_t amount) {
        return db.add(Deal{.name = "Renewal", .stage = stage, .amount = {amount, "JPY"}});
    };
    const DealId small = deal(100), large = deal(200), gone = deal(300);
    for (int i = 0; i < 3; ++i) db.add(Product{.name = "Hour", .sku = "H-" + std::to_string(i)});
    db.edit(large, [](Deal& d) { d.lines = {{.product = ProductId{2}}, {.product = ProductId{3}}}; });
    db.add(Task{.title = "Small", .deal = small});
    db.add(Task{.title = "Large", .deal = large});
    db.add(Interaction{.subject = "Large", .deal = large});
    db.add(Reminder{.at = *parse_time("2026-01-01"), .note = "Gone", .deal = gone});
    const std::string text = export_text(db, {.format = "jsonl", .record_type = "all"});
    CHECK(text.find(R"("deal":{"id":2,"name":"Renewal"})") != std::string::npos);
    CHECK(text.find("\"id\"") < text.find("\"deal\":{"));  // deals come first

    auto back = Database::open(":memory:", {.region = "JP"});
    // Ids are others here, and there is another of that name.
    const auto here = back.pipelines().create("Sales", {{.name = "Talk"}}).stages[0];
    back.add(Deal{.name = "Renewal", .stage = here, .amount = {999, "JPY"}});
    const auto tell = [](const ImportReport& report) {
        std::string problems;
        for (const ImportedRow& row : report.rows)
            for (const ImportProblem& problem : row.problems) problems += problem.reason + "\n";
        return problems;
    };
    CHECK(tell(back.imports().run_bytes(text, "all.jsonl")).empty());
    const auto amounts = [](const Database& base, const char* query) {
        std::vector<std::int64_t> found;
        for (const Deal& each : base.query<Deal>(query)) found.push_back(each.amount.minor);
        return found;
    };
    using Amounts = std::vector<std::int64_t>;
    CHECK(amounts(back, "has task (title = Small)") == Amounts{100});
    CHECK(amounts(back, "has task (title = Large) and has interaction (subject = Large)") == Amounts{200});
    CHECK(amounts(back, "has line (product.sku = 'H-1') and has line (product.sku = 'H-2')") == Amounts{200});
    CHECK(test::findings(back) == "");
    const ImportReport again = back.imports().run_bytes(text, "all.jsonl");
    CHECK(again.created + again.updated + again.failed == 0);

    // A text with tasks alone: names mean what is there, where there is one.
    const std::string tasks = export_text(db, {.format = "jsonl", .record_type = "task"});
    auto other = Database::open(":memory:", {.region = "JP"});
    const auto talk = other.pipelines().create("Sales", {{.name = "Talk"}}).stages[0];
    const DealId only = other.add(Deal{.name = "Renewal", .stage = talk});
    CHECK(tell(other.imports().run_bytes(tasks, "tasks.jsonl")).empty());
    CHECK(other.count<Task>("deal = " + std::to_string(only.value)) == 2);
}

TEST_CASE("what a later line brings, and what none does", "[interchange][sales]") {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.pipelines().create("Sales", {{.name = "Talk"}});
    const ImportReport report = db.imports().run_bytes(
        R"({"record":"task","title":"By number","deal":7}
{"record":"task","title":"By both","deal":{"id":"x-1","name":"Nobody's"}}
{"record":"task","title":"By name","deal":{"name":"Engine"}}
{"record":"task","title":"Nothing","deal":{}}
{"record":"task","title":"Unknown","deal":{"id":9}}
{"record":"deal","id":7,"name":"Engine","stage":"Talk"}
{"record":"deal","id":"x-1","name":"Manual","stage":"Talk"})",
        "x.jsonl");
    CHECK(report.created == 7);
    CHECK(db.count<Task>("deal.name = Engine and title in ('By number', 'By name')") == 2);
    CHECK(db.count<Task>("deal.name = Manual and title = 'By both'") == 1);
    const auto problem = [&](std::size_t row) {
        REQUIRE(report.rows.at(row).problems.size() == 1);
        return report.rows[row].problems[0].reason;
    };
    CHECK(problem(3) == "deal needs an id or a name");
    CHECK(problem(4) == "there is no deal '9'");
}

TEST_CASE("deals as a table", "[interchange][sales]") {
    const Database db = sample();
    const std::string csv = export_text(db, {.format = "csv", .record_type = "deal", .query = "order by id"});
    INFO(csv);
    CHECK(csv.find("Sales / Talk") != std::string::npos);
    CHECK(csv.find("19998.00 USD") != std::string::npos);
    CHECK(csv.find("30000 JPY") != std::string::npos);
    const Rows rows = db.list<Deal>({"name", "stage.name", "amount", "status"}, "order by id");
    CHECK(rows.rows[0][2] == Value(Money{1999800, "USD"}));
    CHECK(rows.rows[1][3] == Value("won"));
    CHECK(rows.rows[2][2].empty());
}

TEST_CASE("an amount of money is one text", "[sales]") {
    Deal deal;
    set_field(deal, "amount", "12,000.50 USD");
    CHECK(deal.amount == Money{1200050, "USD"});
    CHECK(field_values(deal, "amount") == std::vector{Value(Money{1200050, "USD"})});
    set_field(deal, "line", "7");
    set_field(deal, "line.unit_price", "3000 JPY");
    CHECK(deal.lines.at(0).unit_price == Money{3000, "JPY"});
    set_field(deal, "amount", "");
    CHECK(deal.amount == Money{});
    CHECK(field_values(deal, "amount").empty());
    expect_error(Code::invalid_value, [&] { set_field(deal, "amount", "12"); });
    expect_error(Code::read_only, [&] { set_field(deal, "status", "won"); });
    const auto fields = fields_of(record_type<Deal>());
    const auto amount =
        std::find_if(fields.begin(), fields.end(), [](const auto& f) { return f.name == "amount"; });
    REQUIRE(amount != fields.end());
    CHECK(amount->type == FieldType::money);
    CHECK(amount->label_ja == "金額");
}
