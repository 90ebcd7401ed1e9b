// What the change capture and the journal keep.
#include "support/expect_error.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::expect_error;

namespace {

std::int64_t number(Database& db, const std::string& sql) {
    return *db.sql(sql).rows.at(0).at(0).as<std::int64_t>();
}

/// Table and column numbers are permanent: tests name them as files do.
constexpr int contact_table = 1;
constexpr int email_table = 2;

}  // namespace

TEST_CASE("inserts are ranges, however many") {
    auto db = Database::open(":memory:");
    std::vector<Contact> contacts(1000);
    for (auto& contact : contacts) contact.emails = {{.address = "a@b.example"}, {.address = "c@d.example"}};
    db.add(contacts);
    CHECK(number(db, "SELECT count(*) FROM change") == 2);  // one range of contacts, one of e-mails
    CHECK(number(db, "SELECT old_value - row_id + 1 FROM change WHERE table_number = 2") == 2000);
    CHECK(number(db, "SELECT count(*) FROM change_txn") == 1);
}

TEST_CASE("single adds in one transaction are ranges too") {
    auto db = Database::open(":memory:");
    db.write([](Transaction& tx) {
        for (int i = 0; i < 100; ++i) tx.add(Contact{.emails = {{.address = "a@b.example"}}});
    });
    CHECK(number(db, "SELECT count(*) FROM change") == 2);
}

TEST_CASE("an update keeps the old cells that changed, and only those") {
    auto db = Database::open(":memory:", {.actor = "ada"});
    const ContactId id = db.add(Contact{.name = {.given = "Ada"}, .notes = "old"});
    db.edit(id, [](Contact& c) { c.notes = "new"; });
    const TransactionId txn = db.last_transaction();
    const Rows rows =
        db.sql("SELECT table_number, row_id, old_value, subject FROM change WHERE seq = ?1", {txn});
    REQUIRE(rows.rows.size() == 1);
    CHECK(rows.rows[0] ==
          std::vector<Value>{Value(contact_table), Value(id.value), Value("old"), Value(id.value)});
    CHECK(db.sql("SELECT actor FROM change_txn WHERE seq = ?1", {txn}).rows[0][0] == Value("ada"));
    db.edit(id, [](Contact&) {});
    CHECK(db.last_transaction() == 0);  // nothing changed, nothing written
    CHECK(number(db, "SELECT count(*) FROM change_txn") == 2);
}

TEST_CASE("the first old value of a cell counts when it changes twice in one transaction") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.notes = "first"});
    db.write([&](Transaction& tx) {
        tx.edit(id, [](Contact& c) { c.notes = "second"; });
        tx.edit(id, [](Contact& c) { c.notes = "third"; });
    });
    CHECK(db.sql("SELECT old_value FROM change WHERE seq = ?1", {db.last_transaction()}).rows ==
          std::vector<std::vector<Value>>{{Value("first")}});
}

TEST_CASE("a removed element leaves its cells") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.emails = {{.address = "a@b.example", .label = "work"}}});
    db.edit(id, [](Contact& c) { c.emails.clear(); });
    const Rows rows =
        db.sql("SELECT old_value FROM change WHERE seq = ?1 AND table_number = ?2 ORDER BY column_number",
               {db.last_transaction(), email_table});
    std::vector<Value> values;
    for (const auto& row : rows.rows) values.push_back(row[0]);
    CHECK(std::find(values.begin(), values.end(), Value("a@b.example")) != values.end());
    CHECK(std::find(values.begin(), values.end(), Value("work")) != values.end());
}

TEST_CASE("what a savepoint took back is not in the journal") {
    auto db = Database::open(":memory:");
    const ContactId id = db.add(Contact{.notes = "old"});
    db.write([&](Transaction& tx) {
        tx.add(Contact{});
        try {
            tx.savepoint([&] {
                tx.add(Contact{});
                tx.edit(id, [](Contact& c) { c.notes = "taken back"; });
                throw 1;
            });
        } catch (int) {}
        tx.add(Contact{});
    });
    const auto rows =
        db.sql("SELECT column_number, row_id, old_value FROM change WHERE seq = ?1 ORDER BY row_id",
               {db.last_transaction()})
            .rows;
    // Contact 3 was taken back with its id, and ids are not reused: two ranges.
    CHECK(rows ==
          std::vector<std::vector<Value>>{{Value(-1), Value(2), Value(2)}, {Value(-1), Value(4), Value(4)}});
}

TEST_CASE("a huge transaction spills into the journal and means the same") {
    const auto history = [](std::size_t memory) {
        auto db = Database::open(":memory:", {.change_memory = memory});
        std::vector<Contact> contacts(300);
        for (auto& contact : contacts) contact.notes = std::string(200, 'a');
        const auto ids = db.add(contacts);
        db.write([&](Transaction& tx) {
            for (const ContactId id : ids) tx.edit(id, [](Contact& c) { c.notes = std::string(200, 'b'); });
            try {
                tx.savepoint([&] {
                    for (const ContactId id : ids) tx.edit(id, [](Contact& c) { c.source = "x"; });
                    throw 1;
                });
            } catch (int) {}
            tx.savepoint([&] {
                for (const ContactId id : ids)
                    tx.edit(id, [](Contact& c) {
                        c.notes = std::string(200, 'c');
                        c.gender = "x";
                    });
            });
            for (const ContactId id : ids) tx.edit(id, [](Contact& c) { c.notes = std::string(200, 'd'); });
        });
        std::string rows;
        for (const auto& row :
             db.sql("SELECT * FROM change ORDER BY seq, table_number, column_number, row_id").rows) {
            for (const Value& value : row) rows += value.to_string() + "|";
            rows += '\n';
        }
        return rows;
    };
    const auto roomy = history(16u << 20);
    CHECK(std::count(roomy.begin(), roomy.end(), '\n') == 1 + 600);
    CHECK(history(4096) == roomy);
}

TEST_CASE("tracked fields write transitions") {
    auto db = Database::open(":memory:", {.actor = "ada"});
    const ContactId id = db.add(Contact{.lifecycle = Lifecycle::lead});
    db.edit(id, [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    db.edit(id, [](Contact& c) { c.notes = "nothing tracked"; });
    const auto rows = db.sql("SELECT record_id, from_value, to_value, by FROM transition ORDER BY id").rows;
    CHECK(rows == std::vector<std::vector<Value>>{{Value(id.value), Value(), Value(20), Value("ada")},
                                                  {Value(id.value), Value(20), Value(50), Value("ada")}});
}

TEST_CASE("a writing statement that failed and was caught without a savepoint cannot be committed") {
    auto db = Database::open(":memory:");
    db.add(User{.name = "ada"});
    // The verbs have savepoints of their own: the host may catch their errors.
    db.write([](Transaction& tx) {
        expect_error(Code::not_unique, [&] { tx.add(User{.name = "ada"}); });
        tx.add(User{.name = "bob"});
    });
    CHECK(number(db, "SELECT count(*) FROM user") == 2);
}
