// Nothing that refers to a record can be forgotten.
#include "history/catalogue.hpp"
#include "records/registry.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace kith;
using namespace kith::history;

TEST_CASE("every foreign key of the schema to a record type is a reference in the catalogue") {
    store::Connection memory({.path = ":memory:", .create = true});
    for (const store::Migration& migration : store::migrations()) memory.exec(migration.sql);
    std::size_t keys = 0;
    store::Statement select = memory.prepare(
        "SELECT t.name, f.\"from\", f.\"table\" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f "
        "WHERE t.schema = 'main'");
    while (select.step()) {
        const RecordType* type = find_record_type(select.text(2));
        if (type == nullptr) continue;  // change_txn, merge
        INFO(select.text(0) << "." << select.text(1) << " refers to " << select.text(2));
        const auto& references = references_to(*type);
        const bool known = std::any_of(references.begin(), references.end(), [&](const Reference& reference) {
            return reference.table->spec->name == select.text(0) &&
                   reference.table->spec->columns[static_cast<std::size_t>(reference.column)] ==
                       select.text(1);
        });
        CHECK(known);
        ++keys;
    }
    CHECK(keys > 20);
}

TEST_CASE("polymorphic links and custom references are references too") {
    const RecordType& contact = *find_record_type("contact");
    std::set<std::string> found;
    for (const Reference& reference : references_to(contact))
        if (!reference.condition.empty())
            found.insert(reference.table->spec->name + "." +
                         reference.table->spec->columns[static_cast<std::size_t>(reference.column)]);
    CHECK(found == std::set<std::string>{"tagging.record_id", "list_member.record_id", "field_value.record_id",
                                         "field_value.value", "source_record.record_id",
                                         "not_duplicate.low_id", "not_duplicate.high_id",
                                         "confirmed_duplicate.low_id", "confirmed_duplicate.high_id"});
}

TEST_CASE("every journaled table has a kind, and elements know their owners") {
    for (const TableInfo& table : all_tables()) {
        INFO(table.spec->name);
        CHECK(table_info(table.spec->number) == &table);
        CHECK(table_info(std::string_view(table.spec->name)) == &table);
        CHECK((table.kind == TableKind::link) == table.spec->link);
        if (table.kind == TableKind::element) {
            CHECK(table.position >= 0);
            CHECK_FALSE(table.elements.empty());
            for (const ElementOf& part : table.elements) CHECK(table.is_owner(part.owner));
        }
    }
    CHECK(table_info("email")->elements.size() == 2);
    CHECK(table_info("external_id")->elements.size() == 3);
}
