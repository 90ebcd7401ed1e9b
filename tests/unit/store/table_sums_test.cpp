// Sums over the rows of tables: kept by every way of writing, and telling what was written otherwise.
#include "store/row_hash.hpp"
#include "support/child.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/backup.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace kith;
using test::findings;
using test::TempFile;

namespace {

/// An office with something in every table that the tests below change.
void make_office(const TempFile& file) {
    auto db = Database::open(file.path(), {.actor = "ada", .region = "JP"});
    db.write([](Transaction& tx) {
        for (const char* name : {"Ada", "Bob", "Carol"})
            tx.add(Contact{.name = {.given = name, .family = "Stone"},
                           .emails = {{.address = std::string(name) + "@x.example"}},
                           .addresses = {{.locality = "London", .latitude = 51.5, .longitude = 0.1}},
                           .lifecycle = Lifecycle::lead,
                           .notes = "Prefers letters.",
                           .tags = {"vip"}});
    });
    db.edit(ContactId{1}, [](Contact& c) { c.lifecycle = Lifecycle::customer; });
    db.merge(merge_of(ContactId{1}, {ContactId{2}}));
    db.close();
}

/// What verify says of sums.
std::string said_of_sums(const Database& db) {
    std::string said;
    for (const Finding& finding : db.verify())
        if (finding.check == "sum") said += finding.table + ": " + finding.message + "\n";
    return said;
}

/// The same after another program ran `sql` on a sound file.
std::string said_after(const std::string& sql) {
    const TempFile file;
    make_office(file);
    REQUIRE(findings(Database::open(file.path())) == "");
    test::meddle(file.string(), sql);
    std::string said = said_of_sums(Database::open(file.path(), {.read_only = true}));
    auto db = Database::open(file.path());
    CHECK(said_of_sums(db) == said);
    // Whoever says so takes the file for what it is.
    db.rebuild();
    CHECK(said_of_sums(db) == "");
    return said;
}

/// One office in any number of handles: every kind of write, at random but repeatably.
class Hands {
public:
    explicit Hands(unsigned seed) : random_(seed) {}

    /// What a rule of the data forbids is left out: the transaction is then taken back, which is a case, too.
    void work(Database& db) {
        try {
            step(db);
        } catch (const Error& error) {
            if (error.code() != Code::not_unique && error.code() != Code::conflict &&
                error.code() != Code::not_found && error.code() != Code::invalid_argument &&
                error.code() != Code::invalid_value && error.code() != Code::required)
                throw;
        }
        if (db.last_transaction() != 0) transactions_.push_back(db.last_transaction());
    }

private:
    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    std::string word() {
        static const std::vector<std::string> words = {"Ada", "Lovelace", "山田", "", "O'Brien", "Müller"};
        return words[pick(words.size())] + std::string(pick(3) * pick(400), 'x');
    }
    double number() {
        static const std::vector<double> numbers = {0.0, -0.0, 3.0, -7.0, 35.6812362, 1e-300, 89.999999999};
        return numbers[pick(numbers.size())];
    }
    ContactId any(const Database& db) {
        const auto ids = db.ids<Contact>("");
        return ids.empty() ? ContactId{} : ids[pick(ids.size())];
    }
    Contact contact() {
        Contact made{.name = {.given = word(), .family = "Stone"}, .notes = word()};
        if (pick(2) == 0)
            made.addresses.push_back({.locality = word(), .latitude = number(), .longitude = number()});
        if (pick(2) == 0) made.emails.push_back({.address = std::to_string(pick(9)) + "@x.example"});
        if (pick(2) == 0) made.tags = {"tag " + std::to_string(pick(4))};
        return made;
    }

    void step(Database& db) {
        switch (pick(16)) {
            case 0:
            case 1:
            case 2: db.add(contact()); break;
            case 3:
            case 4:
                db.edit(any(db), [&](Contact& c) {
                    c.notes = word();
                    if (!c.addresses.empty()) c.addresses[0].latitude = number();
                    c.lifecycle = pick(2) == 0 ? Lifecycle::lead : Lifecycle::customer;
                });
                break;
            case 5: db.remove(any(db)); break;
            case 6: db.merge(merge_of(any(db), {any(db)})); break;
            case 7: db.unmerge(static_cast<std::int64_t>(1 + pick(4))); break;
            case 8:
            case 9:
                if (!transactions_.empty()) db.undo(transactions_[pick(transactions_.size())]);
                break;
            case 10: db.privacy().erase(any(db)); break;
            case 11: savepoints(db); break;
            case 12: imports(db); break;
            case 13: settings(db); break;
            case 14: {
                const std::string name = "S" + std::to_string(pick(3));
                db.segments().save(name, "notes is known");
                db.segments().live(name);
                break;
            }
            default:
                db.add(Interaction{.participants = {any(db), any(db)}, .subject = word(), .body = word()});
        }
    }

    void savepoints(Database& db) {
        db.write([&](Transaction& tx) {
            tx.add(contact());
            for (int i = 0; i < 3; ++i) {
                try {
                    tx.savepoint([&] {
                        tx.add(contact());
                        try {
                            tx.savepoint([&] {
                                tx.add(contact());
                                if (pick(2) == 0) throw Error(Code::cancelled, "inner");
                            });
                        } catch (const Error&) {
                            tx.add(contact());
                        }
                        if (pick(2) == 0) throw Error(Code::cancelled, "outer");
                    });
                } catch (const Error& error) {
                    if (error.code() != Code::cancelled) throw;
                }
            }
            if (pick(4) == 0) throw Error(Code::conflict, "all of it");
        });
    }

    void imports(Database& db) {
        const auto report = db.imports().run_bytes("Name,Email\nEve Stone," + std::to_string(pick(9)) +
                                                       "@x.example\nMallory Stone,no address\n",
                                                   "people.csv");
        if (pick(2) == 0) db.imports().undo(report.batch);
    }

    void settings(Database& db) {
        Settings settings = db.settings();
        settings.region = settings.region == "JP" ? "US" : "JP";  // makes derived tables anew
        settings.week_start = static_cast<int>(1 + pick(7));
        db.settings(settings);
    }

    std::mt19937 random_;
    std::vector<TransactionId> transactions_;
};

}  // namespace

TEST_CASE("verify names what another program wrote") {
    using Catch::Contains;
    using Catch::StartsWith;
    // values that nothing else in the file says
    CHECK(said_after("UPDATE contact SET notes = 'Prefers lettert.' WHERE id = 3") ==
          "contact: row 3 holds other values than were written\n");
    CHECK(said_after("UPDATE contact SET notes = NULL WHERE id = 3") ==
          "contact: row 3 holds other values than were written\n");
    CHECK(said_after("UPDATE change_txn SET at = at + 1 WHERE seq = 2") ==
          "change_txn: row 2 holds other values than were written\n");
    CHECK(said_after("UPDATE transition SET by = 'bob' WHERE id = 1") ==
          "transition: row 1 holds other values than were written\n");
    CHECK(said_after("UPDATE merge SET by = 'bob'") == "merge: row 1 holds other values than were written\n");
    CHECK_THAT(
        said_after("UPDATE merge_move SET old_value = 7 WHERE (table_number, column_number, row_id, part) = "
                   "(SELECT table_number, column_number, row_id, part FROM merge_move LIMIT 1)"),
        Contains("merge_move: row merge_id=1, table_number="));
    CHECK(said_after("UPDATE setting SET value = 7 WHERE key = 'week_start'") ==
          "setting: row key=week_start holds other values than were written\n");
    CHECK(said_after("UPDATE setting SET value = CAST(value AS TEXT) WHERE key = 'week_start'") ==
          "setting: row key=week_start holds other values than were written\n");
    // values that others say too
    CHECK(said_after("UPDATE contact SET family = 'Ston' WHERE id = 1") ==
          "contact: row 1 holds other values than were written\n");
    // several rows
    CHECK(said_after("UPDATE contact SET notes = 'Prefers calls.' WHERE id IN (1, 3)") ==
          "contact: its 3 rows are not those that were written: more than one differs, or a key does\n");
    CHECK(said_after("UPDATE setting SET key = 'aegion' WHERE key = 'region'") ==
          "setting: its 15 rows are not those that were written: more than one differs, or a key does\n");
    // rows that came and went
    CHECK(said_after("DELETE FROM transition WHERE id = 1") ==
          "transition: it holds 3 rows where 4 were written: row 1 is gone\n");
    CHECK(said_after("INSERT INTO transition SELECT 99, table_number, record_id, column_number, from_value, "
                     "to_value, at, by, seq FROM transition WHERE id = 1") ==
          "transition: it holds 5 rows where 4 were written: row 99 is one too many\n");
    CHECK(said_after("DELETE FROM transition") == "transition: it holds 0 rows where 4 were written\n");
    CHECK_THAT(said_after("DELETE FROM tagging WHERE record_id = 3"),
               Contains("tagging: it holds 1 rows where 2 were written\n"));
    // an R-tree is compared by what it finds, but kept in tables like others
    CHECK(said_after(
              "UPDATE address_place_node SET data = CAST(substr(data, 1, length(data) - 1) || x'01' AS BLOB)") ==
          "address_place_node: row 1 holds other values than were written\n");
    // the sums themselves: each table has four words, its name's hash and its rows first
    const std::string cut = "UPDATE table_sum SET sums = CAST(substr(sums, 1, 32) AS BLOB)";
    CHECK_THAT(said_after(cut),
               StartsWith("address_place_node: its sum is missing: nothing tells what it should "
                          "hold\naddress_place_parent: "));
    CHECK_THAT(said_after("DELETE FROM table_sum"), StartsWith("address: its sum is missing"));
    CHECK(said_after("UPDATE table_sum SET sums = CAST(x'00' || substr(sums, 2) AS BLOB)") ==
          "address: its sum is missing: nothing tells what it should hold\n"
          "table_sum: it holds a sum of no table that has one\n");
    CHECK_THAT(said_after("UPDATE table_sum SET sums = CAST(sums || substr(sums, 1, 32) AS BLOB)"),
               Contains("table_sum: it holds two sums of one table\n"));
    CHECK(said_after(
              "UPDATE table_sum SET sums = CAST(substr(sums, 1, 15) || x'80' || substr(sums, 17) AS BLOB)") ==
          "address: it holds 2 rows where 9223372036854775810 were written\n");
    CHECK(said_after(
              "UPDATE table_sum SET sums = CAST(substr(sums, 1, 8) || x'04' || substr(sums, 10) AS BLOB)") ==
          "address: it holds 2 rows where 4 were written\n");
    CHECK(said_after(
              "UPDATE table_sum SET sums = CAST(substr(sums, 1, 16) || x'0000' || substr(sums, 19) AS BLOB)") ==
          "address: its 2 rows are not those that were written: more than one differs, or a key does\n");
}

TEST_CASE("what another program wrote stays found, whatever kith writes later") {
    const TempFile file;
    make_office(file);
    test::meddle(file.string(), "UPDATE contact SET notes = 'Prefers lettert.' WHERE id = 3");
    auto db = Database::open(file.path());
    const std::string row_3 = "contact: row 3 holds other values than were written\n";
    CHECK(said_of_sums(db) == row_3);
    db.edit(ContactId{3}, [](Contact& c) { c.notes = "Prefers calls."; });
    db.edit(ContactId{1}, [](Contact& c) { c.notes = "Prefers visits."; });
    CHECK(said_of_sums(db) == row_3);
    const TempFile copy;
    db.backup(copy.path());
    CHECK(said_of_sums(Database::open(copy.path())) == row_3);
    db.rebuild();
    CHECK(findings(db) == "");
    CHECK(db.get(ContactId{3}).notes == "Prefers calls.");
}

TEST_CASE("sums are kept in any history, by several handles") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        INFO("seed " << seed);
        const TempFile file;
        Options options{.actor = "ada", .region = "JP", .durability = Durability::off};
        if (seed % 3 == 0) options.change_memory = 64;  // the journal spills
        std::vector<Database> handles;
        for (int i = 0; i < 2; ++i) handles.push_back(Database::open(file.path(), options));
        Hands hands(seed);
        for (int i = 0; i < 60; ++i) {
            hands.work(handles[static_cast<std::size_t>(i) % 2]);
            if (i % 20 == 19) REQUIRE(findings(handles[0]) == "");
        }
        Settings kept = handles[0].settings();
        kept.history_days = 1;
        handles[0].settings(kept);
        handles[0].add(Contact{.name = {.given = "Zoe"}});
        CHECK(findings(handles[1]) == "");
    }
}

TEST_CASE("sums are kept by several processes") {
    const TempFile file;
    make_office(file);
    for (unsigned round = 1; round <= 3; ++round) {
        std::vector<pid_t> children;
        for (unsigned child = 0; child < 2; ++child)
            children.push_back(test::in_child([&] {
                auto db = Database::open(file.path(), {.durability = Durability::off});
                for (int i = 0; i < 15; ++i)
                    db.add(Contact{.name = {.given = "C" + std::to_string(child)}, .notes = "x"});
            }));
        for (const pid_t child : children) CHECK(test::exit_code(child) == 0);
        auto db = Database::open(file.path());
        CHECK(db.count<Contact>() == 2 + 30 * round);
        CHECK(findings(db) == "");
    }
}

TEST_CASE("what a failed statement of the host had written is not in the sums") {
    auto db = Database::open(":memory:");
    db.write([](Transaction& tx) {
        tx.sql("CREATE TABLE app_t (a INTEGER PRIMARY KEY, b INTEGER CHECK (b < 3))");
        tx.add(Contact{.name = {.given = "Ada"}});
        test::expect_error(Code::invalid_value,
                           [&] { tx.sql("INSERT INTO app_t VALUES (1, 1), (2, 2), (3, 3)"); });
        tx.add(Contact{.name = {.given = "Bob"}});
    });
    CHECK(findings(db) == "");
}

// Which tables have a sum is part of the file format: an older kith that reads the same format compares the same ones.
TEST_CASE("every table has a sum but those that are derived, or of the full text") {
    const auto db = Database::open(":memory:");
    const auto names = [&](const std::string& sql) {
        std::set<std::string> all;
        for (const auto& row : db.sql(sql).rows) all.insert(row[0].to_string());
        return all;
    };
    std::set<std::string> expected =
        names("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') "
              "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    for (const char* derived : {"board_deal", "board_total", "contact_summary", "match_key", "name_token",
                                "search_doc", "search_index_config", "search_index_data",
                                "search_index_docsize", "search_index_idx", "segment_member", "table_sum"})
        CHECK(expected.erase(derived) == 1);
    CHECK(expected.count("address_place_node") == 1);
    std::set<std::string> owners;  // each sum begins with the hash of its table's name
    for (const std::string& name : expected) {
        store::RowHash hash(0);
        hash.add(SQLITE_TEXT, name);
        std::string bytes;
        for (int i = 0; i < 8; ++i) bytes += static_cast<char>(hash.value() >> (8 * i) & 0xffU);
        owners.insert(bytes);
    }
    const std::string sums = db.sql("SELECT sums FROM table_sum").rows.at(0)[0].to_string();
    REQUIRE(sums.size() == 32 * expected.size());
    for (std::size_t at = 0; at < sums.size(); at += 32) CHECK(owners.erase(sums.substr(at, 8)) == 1);
    // A row without a key of its own could be renumbered by VACUUM, and could not be named.
    CHECK(names("SELECT l.name FROM pragma_table_list AS l WHERE l.schema = 'main' AND l.type IN ('table', 'shadow') "
                "AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT EXISTS "
                "(SELECT 1 FROM pragma_table_info(l.name) WHERE pk > 0)")
              .empty());
}
