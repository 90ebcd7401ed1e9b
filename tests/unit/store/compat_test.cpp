// Files of every schema there ever was still open, whole, and what was done in them can be taken back.
#include "source_dir.hpp"
#include "support/dump.hpp"
#include "support/file_bytes.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/card.hpp>
#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>
#include <kith/search.hpp>
#include <kith/segments.hpp>
#include <kith/summary.hpp>

#include <catch2/catch.hpp>

#include <filesystem>

using namespace kith;

TEST_CASE("files of every schema open", "[compat]") {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(KITH_SOURCE_DIR) / "tests/compat")) {
        if (entry.path().extension() != ".sql") continue;
        ++files;
        INFO(entry.path().filename().string());
        const test::TempFile file;
        test::meddle(file.string(), test::bytes_of(entry.path()));

        Database db = Database::open(file.path());
        CHECK(test::findings(db) == "");
        CHECK(db.settings().region == "JP");
        REQUIRE(db.count<Contact>() == 2);
        const Contact taro = db.query<Contact>("badge = 'B-1'").at(0);
        CHECK(taro.name.display() == "山田 太郎");
        CHECK(taro.name.phonetic_family == "ヤマダ");
        CHECK(taro.birthday == PartialDate{1980, 4, 5});
        CHECK(db.ids<Contact>("in segment VIPs") == std::vector{taro.id});
        CHECK(db.search().find("yamad").at(0).record.id == taro.id.value);
        CHECK(db.count<Interaction>("at = '2026-05-01T10:00'") == 1);
        if (entry.path().stem() != "schema_1") {
            CHECK(db.ids<Deal>("status = won and contact.family = 山田").size() == 1);
            CHECK(db.search().full_text("機関").at(0).title == "機関");
            CHECK(db.summary(taro.id).won_deals.deals == 1);
            CHECK(db.card(taro.id).tasks.size() == 1);
            CHECK(db.privacy().consents(taro.id, "newsletter"));
        }
        if (entry.path().stem() >= "schema_6") {
            CHECK(db.segments().changes("Near").at(0).record == taro.id.value);
            CHECK(db.segments().members("Near") == std::vector{taro.id.value});
            CHECK(db.segments().find("Then")->taken);
            CHECK(db.segments().count("Chosen") == 0);
            CHECK(db.count<Contact>("inside box (35, 139, 36, 140)") == 1);
        }
        if (entry.path().stem() >= "schema_7") {
            const auto decisions = db.duplicates().decisions();
            REQUIRE(decisions.size() == 1);
            CHECK(decisions[0].verdict == Verdict::same);
            CHECK(decisions[0].by == "ada");
            CHECK(db.duplicates().decisions<Organization>().at(0).verdict == Verdict::different);
        }
        const bool about_deals = entry.path().stem() >= "schema_8";
        CHECK(db.count<Task>("deal.name = 機関") == (about_deals ? 1 : 0));
        CHECK(db.count<Deal>("has interaction and has appointment and has reminder") == (about_deals ? 1 : 0));
        if (about_deals) {
            const DealId deal = db.ids<Deal>("name = 機関").at(0);
            CHECK(db.timeline(deal).at(0).subject == "お見積り");
            CHECK(db.history().of(InteractionId{1}).front().field == "deal");
        }
        CHECK(taro.notes == (entry.path().stem() >= "schema_9" ? "Bringt Pläne mit" : ""));
        // Rows from before their table had all of its columns change like others.
        for (const Segment& segment : db.query<Segment>(""))
            db.edit(segment.id, [](Segment& s) { s.description += "."; });
        CHECK(test::findings(db) == "");
        const auto before = test::dump(db);
        db.edit(taro.id, [](Contact& c) { c.name.given = "次郎"; });
        db.undo(db.last_transaction());
        CHECK(test::difference(before, test::dump(db)) == "");
        CHECK(db.unmerge(1).kept.empty());
        CHECK(db.count<Contact>() == 3);
        CHECK(test::findings(db) == "");
        db.close();
    }
    CHECK(files >= 1);
}
