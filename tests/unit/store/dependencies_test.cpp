// What a statement reads, and which commits concern it.
#include "store/dependencies.hpp"

#include "store/core.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using store::Dependencies;
using store::Touched;

namespace {

/// The statements of one database, and what touching one of its columns means to them.
class Reading {
public:
    Reading() : db_(Database::open(":memory:")) {}

    Dependencies of(const std::string& sql) const {
        return db_.read([&](const Reader& reader) {
            return store::dependencies_of(reader.connection(), db_.core(), sql);
        });
    }
    Touched column(const std::string& table, const std::string& name) const {
        const store::TableSpec& spec = *db_.core().table(table);
        const auto at = std::find(spec.columns.begin(), spec.columns.end(), name);
        REQUIRE(at != spec.columns.end());
        Touched touched;
        touched.add_columns(spec.number,
                            store::column_bit(static_cast<std::size_t>(at - spec.columns.begin())));
        return touched;
    }
    Touched rows(const std::string& table) const {
        Touched touched;
        touched.add_rows(db_.core().table(table)->number);
        return touched;
    }

private:
    Database db_;
};

}  // namespace

TEST_CASE("a statement depends on the columns that it reads, and on rows that come and go") {
    const Reading reading;
    const Dependencies names = reading.of("SELECT id FROM contact WHERE given = ?1 AND deleted_at IS NULL");
    CHECK(names.concern(reading.column("contact", "given")));
    CHECK(names.concern(reading.column("contact", "deleted_at")));
    CHECK(names.concern(reading.rows("contact")));
    CHECK_FALSE(names.concern(reading.column("contact", "notes")));
    CHECK_FALSE(names.concern(reading.rows("email")));
    CHECK_FALSE(names.concern(Touched()));
    // Through subselects and WITH clauses, columns or none.
    const Dependencies deep = reading.of(
        "WITH big(i) AS (SELECT organization_id FROM employment) SELECT id FROM contact c WHERE EXISTS "
        "(SELECT 1 FROM email e WHERE e.contact_id = c.id AND e.label = 'work') AND c.id IN (SELECT i FROM big) "
        "AND (SELECT count(*) FROM interaction) > 0 AND (SELECT count(*) FROM big) > 0");
    CHECK_FALSE(deep.everything);
    CHECK(deep.concern(reading.column("email", "label")));
    CHECK_FALSE(deep.concern(reading.column("email", "validity")));
    CHECK(deep.concern(reading.column("employment", "organization_id")));
    CHECK_FALSE(deep.concern(reading.column("employment", "title")));
    CHECK(deep.concern(reading.rows("interaction")));
    CHECK_FALSE(deep.concern(reading.column("interaction", "subject")));
}

TEST_CASE("what is computed or derived stands for what it is made from") {
    const Reading reading;
    // Computed columns are not journaled: any column of the row may have changed them.
    CHECK(reading.of("SELECT sort_key FROM contact").concern(reading.column("contact", "given")));
    const Dependencies keys = reading.of("SELECT record_id FROM match_key WHERE family = 1");
    CHECK_FALSE(keys.everything);
    CHECK(keys.concern(reading.column("email", "address")));
    CHECK(keys.concern(reading.rows("contact")));
    CHECK_FALSE(keys.concern(reading.column("contact", "notes")));
    // A version goes up with things in other tables; the journal shows nothing of itself.
    CHECK(reading.of("SELECT updated_at FROM contact").concern(reading.rows("phone")));
    CHECK(reading.of("SELECT seq FROM change_txn").concern(reading.rows("user")));
}

TEST_CASE("history stands for the columns whose history it is") {
    const Reading reading;
    const Dependencies notes = reading.of(
        "SELECT id FROM contact c WHERE notes = 'x' OR EXISTS (SELECT 1 FROM change h JOIN change_txn t ON t.seq = h.seq "
        "WHERE h.row_id = c.id AND h.old_value = 'x')");
    CHECK_FALSE(notes.everything);
    CHECK(notes.concern(reading.column("contact", "notes")));
    CHECK(notes.concern(reading.rows("contact")));
    CHECK_FALSE(notes.concern(reading.column("contact", "given")));
    CHECK_FALSE(notes.concern(reading.rows("organization")));
    const Dependencies stages =
        reading.of("SELECT id FROM deal d WHERE id IN (SELECT record_id FROM transition WHERE to_value = 1)");
    CHECK_FALSE(stages.everything);
    CHECK(stages.concern(reading.column("deal", "stage_id")));
    CHECK(stages.concern(reading.column("deal", "owner_id")));
    CHECK_FALSE(stages.concern(reading.column("deal", "notes")));
    CHECK_FALSE(stages.concern(reading.column("contact", "lifecycle")));
    CHECK(reading.of("SELECT id FROM transition").concern(reading.rows("user")));
}

TEST_CASE("statements go on working after their connection was asked") {
    auto db = Database::open(":memory:");
    db.add(Contact{.name = {.given = "Ada"}});
    db.read([&](const Reader& reader) {
        for (int round = 0; round < 3; ++round) {
            CHECK(reader.count<Contact>("given = Ada") == 1);
            (void)store::dependencies_of(reader.connection(), db.core(), "SELECT given FROM contact");
        }
        CHECK_THROWS_AS(reader.sql("DELETE FROM contact"), Error);  // the guard is back
    });
}
