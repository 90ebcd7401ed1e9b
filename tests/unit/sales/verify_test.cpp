// What verify sees of a file whose sales tables somebody else wrote.
#include "support/dump.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;

TEST_CASE("verify compares totals, copies and contacts, and a rebuild mends them", "[sales]") {
    const auto found_after = [](const char* sql, const std::string& words) {
        const test::TempFile file;
        {
            Database db = Database::open(file.path(), {.region = "JP"});
            const auto sales = db.pipelines().create("Sales", {{.name = "Lead"}, {.name = "Talk"}});
            const auto ada = db.add(Contact{.name = {.given = "Ada"}});
            for (int i = 0; i < 3; ++i)
                db.add(Deal{.name = "d", .stage = sales.stages[0], .contact = ada, .amount = {100, "USD"}});
            REQUIRE(test::findings(db) == "");
            db.close();
        }
        test::meddle(file.string(), sql);
        Database db = Database::open(file.path());
        INFO(sql);
        const std::string findings = test::findings(db);
        INFO(findings);
        CHECK(findings.find(words) != std::string::npos);
        db.rebuild();
        CHECK(test::findings(db) == "");
    };
    found_after("UPDATE board_total SET amount = 299", "derived board_total: 1 rows are there");
    found_after("DELETE FROM board_total", "derived board_total: 1 rows are missing");
    found_after("UPDATE board_deal SET stage_id = 2 WHERE deal_id = 3", "derived board_deal");
    found_after("UPDATE deal SET amount = 7 WHERE id = 1", "derived board_total");
    found_after("UPDATE deal SET status = 1 WHERE id = 2",
                "computed deal: deal 2: pipeline or status is not what its stage says");
    found_after("UPDATE deal SET pipeline_id = NULL WHERE id = 2", "deal 2: pipeline or status");
    found_after("DELETE FROM deal_contact WHERE deal_id = 1",
                "link deal_contact: deal 1: its main contact takes no part in it");
}
