// Nothing that can refer to a contact is forgotten by erase, whatever tables later migrations add: rows are put into every
// table of the schema behind kith's back, and none of them may be left.
#include "history/catalogue.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

using namespace kith;

namespace {

struct Column {
    std::string name;
    std::string type;
    bool required = false;
    std::string refers_to;  // table of its foreign key
};

/// One column through which a row can mean a contact; `kind` is set where only a number says that it does.
struct Way {
    std::string table;
    std::string column;
    bool polymorphic = false;
};

std::map<std::string, std::vector<Column>> schema_of(const Database& db) {
    std::map<std::string, std::vector<Column>> schema;
    for (const auto& row :
         db.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%'")
             .rows) {
        const std::string table = row[0].to_string();
        auto& columns = schema[table];
        for (const auto& each :
             db.sql("SELECT name, type, \"notnull\" OR pk FROM pragma_table_info(?1)", {table}).rows)
            columns.push_back(
                {each[0].to_string(), each[1].to_string(), *each[2].as<std::int64_t>() != 0, ""});
        for (const auto& key :
             db.sql("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)", {table}).rows)
            for (Column& column : columns)
                if (column.name == key[0].to_string()) column.refers_to = key[1].to_string();
    }
    return schema;
}

std::vector<Way> ways_to_a_contact(const std::map<std::string, std::vector<Column>>& schema) {
    std::vector<Way> ways;
    for (const auto& [table, columns] : schema) {
        const bool kind =
            std::any_of(columns.begin(), columns.end(), [](const Column& c) { return c.name == "kind"; });
        for (const Column& column : columns) {
            if (column.refers_to == "contact") ways.push_back({table, column.name});
            const bool id = column.name == "record_id" || column.name == "low_id" ||
                            column.name == "high_id" || column.name == "survivor_id";
            // Derived tables follow from the rest.
            if (kind && id && table != "match_key" && table != "name_token" && table.rfind("search_", 0) != 0)
                ways.push_back({table, column.name, true});
        }
    }
    return ways;
}

}  // namespace

TEST_CASE("no row that can refer to a contact is left after an erase") {
    const test::TempFile file;
    std::vector<Way> ways;
    constexpr std::int64_t zora = 1;
    {
        auto db = Database::open(file.path());
        REQUIRE(db.add(Contact{.name = {.given = "Zoraida", .family = "Quillfeather"}}).value == zora);
        const auto schema = schema_of(db);
        ways = ways_to_a_contact(schema);
        db.close();
        std::string sql = "PRAGMA foreign_keys = OFF;";
        std::int64_t id = 900;
        for (const Way& way : ways) {
            std::string names;
            std::string values;
            for (const Column& column : schema.at(way.table)) {
                std::string value;
                if (column.name == way.column)
                    value = std::to_string(zora);
                else if (column.name == "kind" && way.polymorphic)
                    value = "1";  // contacts
                else if (column.name == "high_id" || column.name == "low_id")
                    value = column.name == "high_id" ? "5000" : "0";
                else if (column.name == "id")
                    value = std::to_string(++id);
                else if (!column.required)
                    continue;
                else if (column.type == "TEXT")
                    value = fmt::format("'t{}'", id);
                else if (column.type == "BLOB")
                    value = fmt::format("x'{:04}'", id);
                else
                    value = std::to_string(id);
                names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
                values += (values.empty() ? "" : ", ") + value;
            }
            sql += fmt::format("INSERT INTO \"{}\" ({}) VALUES ({});", way.table, names, values);
        }
        test::meddle(file.string(), sql);
    }
    CHECK(ways.size() > 15);
    auto db = Database::open(file.path());
    const auto rows = [&](const Way& way) {
        const auto found = db.sql(fmt::format("SELECT count(*) FROM \"{}\" WHERE \"{}\" = {}{}", way.table,
                                              way.column, zora, way.polymorphic ? " AND kind = 1" : ""));
        return *found.rows.front().front().as<std::int64_t>();
    };
    for (const Way& way : ways) {
        INFO(way.table << "." << way.column);
        CHECK(rows(way) > 0);
    }
    // Their other references point nowhere, so the commit is not to mind; what is looked at is what the erase does.
    EraseReport report;
    try {
        report = db.privacy().erase(ContactId{zora});
    } catch (const Error& error) {
        FAIL(error.what());
    }
    for (const Way& way : ways) {
        INFO(way.table << "." << way.column);
        CHECK(rows(way) == 0);
    }
    for (const auto& [table, count] : report.erased) CHECK(count > 0);
}

TEST_CASE("every reference to a contact says what erase does with it") {
    // A reference that is cleared must be able to be empty; everything else goes with the person.
    const RecordType& contact = record_type<Contact>();
    for (const history::Reference& reference : history::references_to(contact)) {
        if (reference.bond != history::Bond::field) continue;
        const auto* field = reference.table->fields[static_cast<std::size_t>(reference.column)];
        REQUIRE(field != nullptr);
        INFO(reference.table->spec->name << "." << field->column);
        CHECK_FALSE((field->is(records::required) && field->is(records::outlives)));
    }
}
