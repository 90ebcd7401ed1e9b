// Damage that verify finds and rebuild mends.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/database.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace kith;
using test::TempFile;

namespace {

void make_file(const TempFile& file) {
    auto db = Database::open(file.path());
    for (const char* name : {"Ada", "Bob", "Carol"})
        db.add(Contact{.name = {.given = name, .family = "Stone"},
                       .emails = {{.address = std::string(name) + "@x.example"}}});
    db.close();
}

/// Runs `sql` while the file says that the table or index `name` is made by `other`, then lets it say again that
/// `own` makes it: the rows do not fit the schema afterwards, as after a torn write.
void damage(const TempFile& file, const std::string& name, const std::string& other, const std::string& own,
            const std::string& sql) {
    const auto say = [&](const std::string& text) {
        test::meddle(file.string(), "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '" + text +
                                        "' WHERE name = '" + name + "'");
    };
    say(other);
    test::meddle(file.string(), sql);
    say(own);
}

const std::string token_index = "CREATE INDEX name_token_record ON name_token (record_id, kind)";

}  // namespace

TEST_CASE("verify compares derived tables of a file that is opened read-only") {
    const TempFile file;
    make_file(file);
    const auto findings = [&] {
        auto db = Database::open(file.path(), {.read_only = true});
        return test::findings(db);
    };
    CHECK(findings().empty());
    SECTION("a row too few") {
        test::meddle(file.string(), "DELETE FROM match_key WHERE record_id = 1");
        CHECK_THAT(findings(), Catch::Contains("derived match_key") && Catch::Contains("missing"));
    }
    SECTION("a row too many") {
        test::meddle(file.string(), "INSERT INTO name_token VALUES ('zzz', 1, 1, 1)");
        CHECK_THAT(findings(), Catch::Contains("derived name_token") && Catch::Contains("rows are there"));
    }
    SECTION("rows of another algorithm are not compared") {
        test::meddle(file.string(), "UPDATE setting SET value = 99 WHERE key = 'derived:match_key'");
        CHECK_THAT(findings(), Catch::Contains("derived match_key: not compared"));
        auto db = Database::open(file.path());  // a newer kith's: opened read-only by itself
        CHECK_THAT(test::findings(db), Catch::Contains("derived match_key: not compared"));
        test::expect_error(Code::read_only, [&] { db.add(Contact{}); });
        db.close();
    }
    // Nothing was mended on the way, and nothing left.
    CHECK_FALSE(findings().empty());
    CHECK_FALSE(std::filesystem::exists(file.beside("-wal")));
}

TEST_CASE("verify reports a damaged index of a derived table, and rebuild mends it") {
    const TempFile file;
    make_file(file);
    SECTION("rows that it has not") {
        damage(file, "name_token_record", token_index + " WHERE record_id < 0", token_index,
               "INSERT INTO name_token SELECT token || token, kind, record_id, field FROM name_token");
    }
    SECTION("rows that its table has not") {
        damage(file, "name_token_record", token_index + " WHERE record_id < 0", token_index,
               "DELETE FROM name_token WHERE record_id = 2");
    }
    SECTION("rows out of order") {
        const auto table = [](const std::string& order) {
            return "CREATE TABLE name_token (token TEXT NOT NULL, kind INTEGER NOT NULL, record_id INTEGER NOT "
                   "NULL, field INTEGER NOT NULL, PRIMARY KEY (token" +
                   order + ", kind, record_id, field)) STRICT, WITHOUT ROWID";
        };
        damage(file, "name_token", table(" DESC"), table(""),
               "DELETE FROM name_token WHERE token = 'stone'; "
               "INSERT INTO name_token VALUES ('stone', 1, 1, 1), ('stone', 1, 2, 1), ('ada', 1, 3, 1), "
               "('bob', 1, 3, 1), ('zoe', 1, 1, 1)");
    }
    auto db = Database::open(file.path());
    CHECK_THAT(test::findings(db), Catch::Contains("sqlite") && Catch::Contains("name_token"));
    CHECK_FALSE(db.verify().empty());  // and again: nothing was written
    db.rebuild();
    CHECK(test::findings(db).empty());
    const MergeResult merged = db.merge(merge_of<Contact>(ContactId{1}, {ContactId{2}}));
    db.unmerge(merged.id);
    CHECK(test::findings(db).empty());
    db.close();
    CHECK(test::findings(Database::open(file.path())).empty());
}

TEST_CASE("rebuild mends a damaged index of a record table") {
    const TempFile file;
    make_file(file);
    const std::string index = "CREATE INDEX contact_sort ON contact (sort_key)";
    damage(file, "contact_sort", index + " WHERE id < 0", index,
           "UPDATE contact SET sort_key = 'a' WHERE id = 2");
    auto db = Database::open(file.path());
    CHECK_THAT(test::findings(db), Catch::Contains("contact_sort"));
    db.rebuild();
    CHECK_THAT(test::findings(db), !Catch::Contains("contact_sort"));
}

TEST_CASE("a file that is cut short is named, and verify finds it") {
    const TempFile file;
    make_file(file);
    std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) / 2);
    try {
        auto db = Database::open(file.path());
        CHECK_THAT(test::findings(db), Catch::Contains(file.string()));
    } catch (const Error& error) {
        CHECK(error.code() == Code::corrupt);
        CHECK(test::says(error, "'" + file.string() + "'"));
    }
}

TEST_CASE("verify finds the version of a derived table that nobody knows") {
    const TempFile file;
    make_file(file);
    test::meddle(file.string(),
                 "UPDATE setting SET key = 'derived:contqct_summary' WHERE key = 'derived:contact_summary'");
    auto db = Database::open(file.path());
    const auto mentioned = [&] {
        const std::string found = test::findings(db);
        return found.find("derived:contqct_summary") != std::string::npos;
    };
    CHECK(mentioned());
    db.add(Contact{.name = {.given = "Dan"}});  // the table was of an unknown version, and is made anew
    CHECK(mentioned());
}
