// The full-text index follows every change, and what should not be in it is seen.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kith;

namespace {

using Names = std::vector<std::string>;

Database population() {
    auto db = Database::open(":memory:", {.region = "JP"});
    db.add(std::vector<Contact>{
        {.name = {.given = "Ada", .family = "Lovelace"},
         .emails = {{.address = "ada@engines.example"}},
         .notes = "Met Babbage at a party."},
        {.name = {
             .given = "太郎", .family = "山田", .phonetic_given = "タロウ", .phonetic_family = "ヤマダ"}}});
    db.add(Interaction{.participants = {ContactId{1}},
                       .subject = "Contract renewal",
                       .body = "The renewal is due.\nPlease call before Friday."});
    return db;
}

Names found(const Database& db, std::string_view text, const FullTextOptions& options = {}) {
    Names result;
    for (const FullTextHit& hit : db.search().full_text(text, options)) result.push_back(hit.title);
    return result;
}

const Names call = {"Contract renewal"};
const Names ada = {"Ada Lovelace"};
const Names taro = {"山田 太郎"};

}  // namespace

TEST_CASE("full text follows every change") {
    Database db = population();
    const ContactId ada_id{1};
    const InteractionId call_id{1};
    db.edit(ada_id, [](Contact& c) { c.notes = "Now likes telegrams"; });
    CHECK(found(db, "babbage").empty());
    CHECK(found(db, "telegrams") == ada);
    db.edit(call_id, [](Interaction& i) { i.body = "Nothing of that kind. 郵送する"; });
    CHECK(found(db, "friday").empty());
    CHECK(found(db, "郵") == call);
    db.edit(call_id, [](Interaction& i) { i.subject = "Renamed"; });  // the body stays as it was
    CHECK(found(db, "郵送") == Names{"Renamed"});
    db.edit(call_id, [](Interaction& i) { i.body.clear(); });
    CHECK(found(db, "郵送").empty());
    db.edit(call_id, [](Interaction& i) { i.body = "again friday"; });
    CHECK(found(db, "friday") == Names{"Renamed"});
    const TransactionId edited = db.last_transaction();
    db.remove(call_id);
    CHECK(found(db, "friday").empty());
    db.restore(call_id);
    CHECK(found(db, "friday") == Names{"Renamed"});
    db.undo(edited);
    CHECK(found(db, "friday").empty());
    db.edit(ada_id, [](Contact& c) { c.emails.clear(); });
    CHECK(found(db, "gines.ex").empty());
    db.edit(ada_id, [](Contact& c) { c.kind = ContactKind::visitor; });
    CHECK(found(db, "telegrams").empty());
    CHECK(test::findings(db) == "");
    db.rebuild();
    CHECK(test::findings(db) == "");
    CHECK(found(db, "山田") == taro);
}

TEST_CASE("one transaction may change a body many times") {
    Database db = population();
    const InteractionId id{1};
    db.write([&](Transaction& tx) {
        tx.edit(id, [](Interaction& i) { i.body = "first"; });
        tx.edit(id, [](Interaction& i) { i.body.clear(); });
        tx.edit(id, [](Interaction& i) { i.body = "second"; });
        try {
            tx.savepoint([&] {
                tx.edit(id, [](Interaction& i) { i.body = "third"; });
                throw 1;
            });
        } catch (int) {}
        const InteractionId other = tx.add(Interaction{.subject = "New", .body = "fresh"});
        tx.edit(other, [](Interaction& i) { i.body = "fresher"; });
        tx.remove(id);
        tx.restore(id);
    });
    CHECK(found(db, "friday").empty());
    CHECK(found(db, "first").empty());
    CHECK(found(db, "third").empty());
    CHECK(found(db, "second") == call);
    CHECK(found(db, "fresh", {.prefix = false}).empty());
    CHECK(found(db, "fresher") == Names{"New"});
    CHECK(test::findings(db) == "");
    db.undo(db.last_transaction());
    CHECK(found(db, "friday") == call);
    CHECK(found(db, "fresher").empty());
    CHECK(test::findings(db) == "");
}

TEST_CASE("old bodies that went to the journal early leave the index too") {
    auto db = Database::open(":memory:", {.change_memory = 2000});
    std::vector<InteractionId> ids;
    for (int i = 0; i < 40; ++i)
        ids.push_back(db.add(Interaction{.subject = "S" + std::to_string(i),
                                         .body = "old" + std::to_string(i) + std::string(200, ' ') + "text"}));
    db.write([&](Transaction& tx) {
        for (const InteractionId id : ids) tx.edit(id, [](Interaction& i) { i.body = "new text"; });
        for (const InteractionId id : ids) tx.edit(id, [](Interaction& i) { i.body = "newer text"; });
    });
    CHECK(found(db, "old3").empty());
    CHECK(found(db, "newer", {.limit = 100}).size() == 40);
    CHECK(test::findings(db) == "");
}

TEST_CASE("merged records are found as their survivor") {
    auto db = Database::open(":memory:");
    const ContactId one = db.add(Contact{.name = {.given = "Ann", .family = "Lee"}, .notes = "gardening"});
    const ContactId two = db.add(Contact{.name = {.given = "Anne", .family = "Lee"},
                                         .emails = {{.address = "anne@lee.example"}},
                                         .notes = "sailing"});
    MergeRequest request;
    request.survivor = one.value;
    request.losers = {two.value};
    const auto merge = db.merge(request);
    const auto hits = db.search().full_text("e@lee.ex");
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].record.id == one.value);
    CHECK(test::findings(db) == "");
    db.unmerge(merge.id);
    REQUIRE(db.search().full_text("e@lee.ex").size() == 1);
    CHECK(db.search().full_text("e@lee.ex")[0].record.id == two.value);
    CHECK(found(db, "sailing") == Names{"Anne Lee"});
    CHECK(test::findings(db) == "");
}

TEST_CASE("verify sees what the index should not have, and a rebuild mends it") {
    const test::TempFile file;
    {
        auto db = Database::open(file.path());
        db.add(Interaction{.subject = "Visit", .body = "elephants"});
        db.close();
    }
    const std::string path = file.string();
    SECTION("a word of nobody") {
        test::meddle(path, "INSERT INTO search_index (rowid, body) VALUES (99, 'ghost')");
        auto db = Database::open(file.path());
        CHECK(test::findings(db).find("search_index") != std::string::npos);
        CHECK(found(db, "ghost").empty());
        db.rebuild();
        CHECK(test::findings(db) == "");
    }
    SECTION("a body that another program wrote") {
        test::meddle(path, "UPDATE interaction_body SET body = 'giraffes'");
        auto db = Database::open(file.path());
        CHECK(test::findings(db) != "");
        db.edit(InteractionId{1}, [](Interaction& i) { i.subject = "Zoo"; });  // makes the index anew
        CHECK(found(db, "elephants").empty());
        CHECK(found(db, "giraffes") == Names{"Zoo"});
        CHECK(test::findings(db) == "sum interaction_body: row 1 holds other values than were written\n");
    }
    SECTION("damaged pages") {
        test::meddle(path, "UPDATE search_index_data SET block = zeroblob(10) WHERE id > 10");
        auto db = Database::open(file.path());
        CHECK(test::findings(db) != "");
        try {
            (void)found(db, "elephants");
        } catch (const Error& error) {
            CHECK(error.code() == Code::corrupt);
        }
        db.rebuild();
        CHECK(test::findings(db) == "");
        CHECK(found(db, "elephants") == Names{"Visit"});
    }
    SECTION("a changed table of the index") {
        test::meddle(path,
                     "DROP TABLE search_index; CREATE VIRTUAL TABLE search_index USING fts5(title, body)");
        test::expect_error(Code::tampered, [&] { (void)Database::open(file.path()); });
    }
}

TEST_CASE("an index that SQLite cannot even open is called damaged, and made anew") {
    const test::TempFile file;
    {
        auto db = Database::open(file.path());
        db.add(Contact{.name = {.given = "Ada"}, .notes = "Met Babbage."});
        db.close();
    }
    const std::string damage = GENERATE(as<std::string>(), "DELETE FROM search_index_data WHERE id = 10",
                                        "DELETE FROM search_index_data WHERE id = 1",
                                        "UPDATE search_index_data SET block = x'00' WHERE id = 10",
                                        "DELETE FROM search_index_config",
                                        "UPDATE search_index_config SET v = 99 WHERE k = 'version'");
    INFO(damage);
    test::meddle(file.string(), damage);
    auto db = Database::open(file.path());
    CHECK(test::findings(db) != "");
    try {
        db.edit(ContactId{1}, [](Contact& ada) { ada.notes = "Met Babbage at a party."; });
    } catch (const Error& error) {
        INFO(error.what());
        CHECK(error.code() == Code::corrupt);
    }
    db.rebuild();
    CHECK(test::findings(db) == "");
    CHECK(found(db, "babbage") == Names{"Ada"});
    const ContactId eve = db.add(Contact{.name = {.given = "Eve"}, .notes = "Babbage again"});
    CHECK(found(db, "babbage").size() == 2);
    db.close();
    auto again = Database::open(file.path());
    again.edit(eve, [](Contact& contact) { contact.notes.clear(); });
    CHECK(found(again, "babbage") == Names{"Ada"});
    CHECK(test::findings(again) == "");
}

// The order of the words is read without it, a look-up is not.
TEST_CASE("verify sees a damaged index of the index's pages") {
    const test::TempFile file;
    {
        auto db = Database::open(file.path());
        std::string body;
        for (int word = 0; word < 4000; ++word) body += "word" + std::to_string(word * 7919) + ' ';
        db.add(Interaction{.subject = "Visit", .body = body});
        CHECK(test::findings(db) == "");
        db.close();
    }
    test::meddle(file.string(),
                 "DELETE FROM search_index_idx WHERE pgno = (SELECT max(pgno) FROM search_index_idx)");
    auto db = Database::open(file.path());
    CHECK(test::findings(db).find("search_index") != std::string::npos);
    db.rebuild();
    CHECK(test::findings(db) == "");
}

TEST_CASE("the host reads the index with its own SQL") {
    const Database db = population();
    const Rows rows =
        db.sql("SELECT d.kind, d.record_id FROM search_index JOIN search_doc d ON d.id = search_index.rowid "
               "WHERE search_index MATCH '\"babbage\"'");
    REQUIRE(rows.rows.size() == 1);
    CHECK(rows.rows[0][0] == Value(std::int64_t{1}));
    CHECK(rows.rows[0][1] == Value(std::int64_t{1}));
}
