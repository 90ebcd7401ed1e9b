// Every query in docs/query-language.md is one: it reads, its names and types are right, its canonical form is stable,
// and it runs.
#include "source_dir.hpp"

#include <kith/query.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/field.hpp>
#include <kith/segments.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

using namespace kith;

namespace {

void add_field(Database& db, const std::string& key, FieldType type, std::vector<std::string> choices = {}) {
    Field field;
    field.key = key;
    field.type = type;
    field.choices = std::move(choices);
    if (type == FieldType::reference) field.target = "contact";
    db.add(field);
}

}  // namespace

TEST_CASE("the queries of the manual are queries", "[query]") {
    auto db = Database::open(":memory:");
    add_field(db, "shoe size", FieldType::real);
    add_field(db, "size", FieldType::choice, {"S", "M", "L"});
    add_field(db, "languages", FieldType::choices, {"en", "ja"});
    add_field(db, "budget", FieldType::money);
    add_field(db, "mentor", FieldType::reference);
    db.segments().save("VIP customers", "tag = vip and lifecycle = customer");

    std::ifstream manual(KITH_SOURCE_DIR "/docs/query-language.md");
    REQUIRE(manual.good());
    bool inside = false;
    int queries = 0;
    for (std::string line; std::getline(manual, line);) {
        if (line.rfind("```", 0) == 0) {
            inside = line == "```query";
            continue;
        }
        if (!inside) continue;
        INFO(line);
        ++queries;
        CHECK_NOTHROW(db.count<Contact>(line));
        std::string canonical;
        CHECK_NOTHROW(canonical = explain<Contact>(db, line).text);
        CHECK(format_query(canonical) == canonical);
    }
    CHECK(queries >= 110);
}
