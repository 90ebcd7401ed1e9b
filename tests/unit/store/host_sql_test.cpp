// What SQL from the host may do: its own tables in every way, kith's by reading.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;
using test::expect_error;
using test::says;

TEST_CASE("the host changes its own tables as it likes") {
    auto db = Database::open(":memory:");
    db.write([](Transaction& tx) {
        tx.sql("CREATE TABLE app_note (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b TEXT)");
        tx.sql("CREATE INDEX app_note_a ON app_note (a)");
        tx.sql("INSERT INTO app_note (a, b) VALUES ('x', 'y')");
        tx.sql("ALTER TABLE app_note ADD COLUMN c TEXT DEFAULT 'z'");
        tx.sql("ALTER TABLE app_note RENAME COLUMN a TO first");
        tx.sql("ALTER TABLE app_note DROP COLUMN b");
        tx.sql("ALTER TABLE app_note RENAME TO app_remark");
    });
    CHECK(db.sql("SELECT * FROM app_remark").columns == std::vector<std::string>{"id", "first", "c"});
    CHECK(db.sql("SELECT first FROM app_remark WHERE first = 'x' AND c = 'z'").rows.size() == 1);
    db.write([](Transaction& tx) {
        tx.sql("DELETE FROM app_remark");
        tx.sql("INSERT INTO app_remark (first) VALUES ('again')");
        CHECK(tx.sql("SELECT id FROM app_remark").rows[0][0] == Value(2));  // never given twice
        tx.sql("CREATE TABLE app_temporary (a)");
        tx.sql("DROP TABLE app_temporary");
    });
    CHECK(test::findings(db).empty());
}

TEST_CASE("the host reads every table of kith's", "[sql]") {
    auto db = Database::open(":memory:");
    Contact contact;
    contact.addresses.push_back({});
    contact.addresses.back().locality = "Kyoto";
    contact.addresses.back().latitude = 35.0;
    contact.addresses.back().longitude = 135.75;
    db.add(contact);
    for (const auto& table : db.sql("SELECT name FROM sqlite_master WHERE type = 'table'").rows) {
        const std::string name = table[0].to_string();
        INFO(name);
        CHECK_NOTHROW(db.sql("SELECT * FROM \"" + name + "\" LIMIT 1"));
    }
    CHECK(db.sql("SELECT latitude FROM address_place").rows.size() == 1);
    db.write(
        [](Transaction& tx) { CHECK(tx.sql("SELECT count(*) FROM address_place").rows[0][0] == Value(1)); });
}

TEST_CASE("the host's changes end at its own tables") {
    auto db = Database::open(":memory:");
    db.add(Contact{});
    db.write([](Transaction& tx) { tx.sql("CREATE TABLE app_t (a, b)"); });
    for (const std::string sql :
         {"ALTER TABLE app_t RENAME TO t", "ALTER TABLE app_t RENAME TO contact2",
          "ALTER TABLE contact RENAME TO app_contact", "ALTER TABLE contact RENAME COLUMN given TO g",
          "ALTER TABLE contact DROP COLUMN notes", "ALTER TABLE contact ADD COLUMN x",
          "DELETE FROM sqlite_master", "DELETE FROM sqlite_temp_master",
          "UPDATE sqlite_master SET sql = 'CREATE TABLE contact (a)'",
          "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, '')", "DROP TABLE sqlite_sequence",
          "DELETE FROM address_place_node", "INSERT INTO address_place_rowid VALUES (1, 1, 1, 1, 1)",
          "UPDATE address_place_parent SET parentnode = 1", "DELETE FROM address_place",
          "CREATE TEMP TABLE app_x (a)", "DROP TABLE contact", "DROP INDEX contact_sort"}) {
        INFO(sql);
        CHECK_THROWS_AS(db.write([&](Transaction& tx) { tx.sql(sql); }), Error);
        CHECK_THROWS_AS(db.sql(sql), Error);
    }
    // What only reads may not alter even the host's tables.
    for (const std::string sql : {"ALTER TABLE app_t RENAME TO app_u", "ALTER TABLE app_t ADD COLUMN c",
                                  "ALTER TABLE app_t DROP COLUMN b", "DROP TABLE app_t",
                                  "CREATE TABLE app_u (a)", "INSERT INTO app_t VALUES (1, 2)"}) {
        INFO(sql);
        expect_error(Code::read_only, [&] { (void)db.sql(sql); });
    }
    CHECK(db.sql("SELECT a, b FROM app_t").rows.empty());
    CHECK(db.count<Contact>() == 1);
    CHECK(test::findings(db).empty());
}

TEST_CASE("table-valued functions can be read") {
    auto db = Database::open(":memory:");
    const auto check = [](const Reader& reader) {
        CHECK(reader.sql("SELECT count(*) FROM pragma_table_info('contact') WHERE name = 'given'").rows[0][0] ==
              Value(1));
        CHECK(reader.sql("SELECT value FROM json_each('[7, 8]')").rows.size() == 2);
    };
    db.read(check);
    db.write([&](Transaction& tx) {
        check(tx);
        CHECK(tx.sql("SELECT value FROM json_each('[7]')").rows.size() == 1);
    });
    CHECK_THROWS_AS(db.sql("SELECT * FROM pragma_integrity_check"), Error);
    CHECK_THROWS_AS(db.sql("SELECT * FROM pragma_query_only(0)"), Error);
}

TEST_CASE("an SQL text without a statement is said to be empty") {
    auto db = Database::open(":memory:");
    for (const std::string_view sql :
         {std::string_view(), std::string_view(""), std::string_view(" -- nothing")})
        CHECK(says(expect_error(Code::parse, [&] { (void)db.sql(sql); }), "empty statement"));
}
