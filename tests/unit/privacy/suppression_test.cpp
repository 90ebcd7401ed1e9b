// Addresses that are not to be used, kept as hashes.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "unit/privacy/bytes.hpp"

#include <kith/imports.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

namespace {

Options japan() {
    Options options;
    options.region = "JP";
    return options;
}

}  // namespace

TEST_CASE("a suppressed address is known however it is written, and stands nowhere") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    const test::TempFile file;
    auto db = Database::open(file.path(), japan());
    Privacy privacy = db.privacy();
    CHECK_FALSE(privacy.is_suppressed("ada@engines.example"));
    CHECK(privacy.suppress("Ada Lovelace <Ada@Engines.example>", "asked by phone"));
    CHECK_FALSE(privacy.suppress("ada@engines.example"));
    CHECK(privacy.suppress("090-1234-5678"));
    CHECK(privacy.is_suppressed("ＡＤＡ@engines.example"));
    CHECK(privacy.is_suppressed("+81 90 1234 5678"));
    CHECK(privacy.is_suppressed("０９０（１２３４）５６７８"));
    CHECK_FALSE(privacy.is_suppressed("ada@engine.example"));
    CHECK_FALSE(privacy.is_suppressed("090-1234-5679"));
    CHECK_FALSE(privacy.is_suppressed("nobody"));
    CHECK_FALSE(privacy.is_suppressed(""));
    expect_error(Code::invalid_value, [&] { privacy.suppress("nobody"); });

    const auto all = privacy.suppressions();
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].phone);
    CHECK(all[0].reason == "asked by phone");
    CHECK(all[1].phone);
    CHECK(test::found_beside(file, {"ada@engines.example", "engines", "09012345678", "9012345678",
                                    test::big_endian(819012345678, 6)})
              .empty());
    CHECK(privacy.unsuppress("ada@engines.example"));
    CHECK_FALSE(privacy.unsuppress("ada@engines.example"));
    CHECK_FALSE(privacy.is_suppressed("ada@engines.example"));
    db.undo(db.history().transactions(1).front().id);
    CHECK(privacy.is_suppressed("ada@engines.example"));
    CHECK(test::findings(db) == "");
    db.close();
    CHECK(Database::open(file.path()).privacy().is_suppressed("+819012345678"));
}

TEST_CASE("two files hash the same address differently") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    const auto hash = [] {
        auto db = Database::open(":memory:");
        db.privacy().suppress("ada@engines.example");
        return db.sql("SELECT hex(hash) FROM suppression").rows.front().front().to_string();
    };
    const std::string one = hash();
    CHECK(one.size() == 64);
    CHECK(one != hash());
}

TEST_CASE("an import tells which rows are suppressed, and loses none") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    auto db = Database::open(":memory:", japan());
    db.privacy().suppress("eve@x.example");
    db.privacy().suppress("03-1234-5678");
    const ImportReport report = db.imports().run_bytes(
        "Name,Email,Phone\nEve Stone,EVE@x.example,\nBob Stone,bob@x.example,\nIda Stone,ida@x.example,+81 3 1234 5678\n",
        "people.csv");
    CHECK(report.created == 3);
    REQUIRE(report.rows.size() == 3);
    REQUIRE(report.rows[0].problems.size() == 1);
    CHECK(report.rows[0].problems[0].field == "email");
    CHECK(report.rows[0].problems[0].line == 2);
    CHECK(report.rows[0].problems[0].reason.find("suppressed") != std::string::npos);
    CHECK(report.rows[1].problems.empty());
    REQUIRE(report.rows[2].problems.size() == 1);
    CHECK(report.rows[2].problems[0].field == "phone");
}

TEST_CASE("an erased person's addresses are suppressed unless that is not wanted") {
    auto db = Database::open(":memory:", japan());
    const auto person = [&] {
        return db.add(Contact{.name = {.given = "Ada"},
                              .emails = {{.address = "ada@engines.example"}},
                              .phones = {{.number = "090-1234-5678"}}});
    };
    EraseOptions none;
    none.keep_suppression = false;
    CHECK(db.privacy().erase(person(), none).suppressed == 0);
    CHECK_FALSE(db.privacy().is_suppressed("ada@engines.example"));
    const EraseReport report = db.privacy().erase(person());
    if (!Privacy::can_suppress()) {
        CHECK(report.suppressed == 0);
        CHECK(report.suppression_problem != "");
        CHECK_FALSE(db.privacy().is_suppressed("ada@engines.example"));
        expect_error(Code::unsupported, [&] { db.privacy().suppress("ada@engines.example"); });
        return;
    }
    CHECK(report.suppressed == 2);
    CHECK(report.suppression_problem == "");
    CHECK(db.privacy().is_suppressed("ada@engines.example"));
    CHECK(db.privacy().is_suppressed("09012345678"));
    CHECK(db.undo(report.transaction).transaction == 0);
    CHECK(db.privacy().is_suppressed("09012345678"));
    CHECK(test::findings(db) == "");
}

TEST_CASE("a suppressed number is known after the file's region has changed") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    auto db = Database::open(":memory:");
    Privacy privacy = db.privacy();
    const auto region = [&](const char* name) {
        Settings settings = db.settings();
        settings.region = name;
        db.settings(settings);
    };
    SECTION("from none") {
        CHECK(privacy.suppress("03-1234-5678", "no calls"));
        region("JP");
        CHECK(privacy.is_suppressed("03-1234-5678"));
        CHECK(privacy.is_suppressed("+81 3-1234-5678"));
        CHECK_FALSE(privacy.suppress("03-1234-5678"));  // now its country is known, too
        region("US");
        CHECK(privacy.is_suppressed("+81 3-1234-5678"));
    }
    SECTION("from one to another") {
        region("JP");
        CHECK(privacy.suppress("+81 3-1234-5678", "no calls"));
        region("US");
        CHECK(privacy.is_suppressed("03-1234-5678"));
        CHECK(privacy.is_suppressed("+81 3-1234-5678"));
        // Another country's number that is dialled with the same digits there.
        CHECK_FALSE(privacy.is_suppressed("+39 03 1234 5678"));
    }
    REQUIRE(privacy.suppressions().size() == 1);
    CHECK(privacy.suppressions().front().phone);
    CHECK(privacy.suppressions().front().reason == "no calls");
    region("JP");
    CHECK(privacy.unsuppress("03-1234-5678"));
    CHECK_FALSE(privacy.is_suppressed("+81 3-1234-5678"));
    CHECK(db.sql("SELECT count(*) FROM suppression").rows.front().front() == Value(0));
    db.undo(db.last_transaction());
    CHECK(privacy.is_suppressed("+81 3-1234-5678"));
    CHECK(privacy.suppressions().size() == 1);
    CHECK(test::findings(db) == "");
}

TEST_CASE("digits that were suppressed without a region are no country's number") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    auto db = Database::open(":memory:");
    Privacy privacy = db.privacy();
    for (const char* number : {"020 7946 0958", "+44 20 7946 0958", "+81 20 7946 0958"})
        CHECK(privacy.suppress(number, "no calls"));
    CHECK(privacy.unsuppress("+44 20 7946 0958"));
    CHECK(privacy.is_suppressed("+81 20 7946 0958"));
    CHECK(privacy.suppressions().size() == 2);
    CHECK(test::findings(db) == "");
}

TEST_CASE("numbers of two countries with the same digits are suppressed each by itself") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    auto db = Database::open(":memory:", {.region = "JP"});
    Privacy privacy = db.privacy();
    CHECK(privacy.suppress("+44 20 7946 0958", "no calls"));
    CHECK_FALSE(privacy.unsuppress("020 7946 0958"));  // here that is another number
    CHECK(privacy.is_suppressed("+44 20 7946 0958"));
    CHECK(privacy.suppress("020 7946 0958", "no calls"));
    CHECK(privacy.suppressions().size() == 2);
    CHECK(privacy.unsuppress("+44 20 7946 0958"));
    CHECK_FALSE(privacy.is_suppressed("+44 20 7946 0958"));
    CHECK(privacy.is_suppressed("+81 20 7946 0958"));
    Settings settings = db.settings();
    settings.region = "US";  // the digits of the one that is left are known, whichever came first
    db.settings(settings);
    CHECK(privacy.is_suppressed("020 7946 0958"));
    CHECK(test::findings(db) == "");
}
