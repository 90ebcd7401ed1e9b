// What the change capture and `verify` know of the tables, from the descriptors.
#include "records/registry.hpp"
#include "records/verbs.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace kith::records {

namespace {

using Numbers = std::map<std::string, int>;  // column -> permanent number (0: known, not journaled)

/// A table put together from every descriptor that mentions it.
struct Table {
    int number = 0;
    bool link = false;
    Numbers columns;
    std::set<int> tracked;
    std::string subject;
    std::set<std::string> owners;
};

/// Tables that no record type owns: engine tables whose rows are the user's data all the same.
std::map<std::string, Table> engine_tables() {
    std::map<std::string, Table> tables;
    tables["tagging"] = {14, true, {{"record_id", 10}, {"kind", 11}, {"tag_id", 12}, {"seq", 0}},
                         {}, {},   {"record_id"}};
    tables["list_member"] = {16, true, {{"record_id", 10}, {"kind", 11}, {"list_id", 12}, {"seq", 0}},
                             {}, {},   {"record_id"}};
    tables["field_value"] = {18,
                             true,
                             {{"record_id", 10},
                              {"field_id", 11},
                              {"position", 12},
                              {"value", 13},
                              {"unit", 14},
                              {"folded", 15},
                              {"seq", 0}},
                             {},
                             {},
                             {"record_id"}};
    tables["source_record"] = {
        23,
        false,
        {{"id", 0}, {"batch_id", 10}, {"line", 11}, {"digest", 12}, {"kind", 13}, {"record_id", 14}},
        {},
        {},
        {}};
    const Numbers decision = {{"id", 0},       {"kind", 10}, {"low_id", 11},
                              {"high_id", 12}, {"at", 13},   {"by", 14}};
    tables["not_duplicate"] = {24, false, decision, {}, {}, {}};
    tables["confirmed_duplicate"] = {53, false, decision, {}, {}, {}};
    tables["suppression"] = {
        43, false, {{"id", 0}, {"hash", 10}, {"medium", 11}, {"reason", 12}, {"at", 13}, {"by", 14}},
        {}, {},    {}};
    // Journaled, so that taking back an unmerge puts the merge in force again.
    tables["merge"] = {25,
                       false,
                       {{"id", 0},
                        {"kind", 10},
                        {"survivor_id", 11},
                        {"at", 12},
                        {"by", 13},
                        {"seq", 14},
                        {"undone_at", 15},
                        {"undone_seq", 16},
                        {"summary", 17}},
                       {},
                       {},
                       {}};
    return tables;
}

std::map<std::string, Table> described_tables() {
    std::map<std::string, Table> tables = engine_tables();
    for (const RecordType* type : registry()) {
        Table& table = tables[std::string(type->table)];
        table.number = type->number;
        table.columns.insert({{"id", 0},
                              {"version", 0},
                              {"updated_at", 0},
                              {"created_at", number::created_at},
                              {"deleted_at", number::deleted_at}});
        if (type->mergeable) {
            table.columns["merged_into"] = number::merged_into;
            table.owners.insert("merged_into");
            table.columns["uid"] = number::uid;
        }
        table.subject = type->subject_column;
        for (const Field& field : type->fields) {
            Table& holder = field.side ? tables[std::string(type->side_table)] : table;
            holder.columns[std::string(field.column)] = field.number;
            if (field.is(tracked)) holder.tracked.insert(field.number);
            // Whoever depends on this record must hear of its changes: derive steps read owners.
            if (!field.target.empty() && !field.side) table.owners.insert(std::string(field.column));
        }
        if (type->side_number != 0) {
            Table& side = tables[std::string(type->side_table)];
            side.number = type->side_number;
            side.columns["id"] = 0;
        }
        for (const Element& element : type->elements) {
            Table& holder = tables[std::string(element.table)];
            holder.number = element.number;
            holder.link = element.link;
            holder.columns[std::string(element.owner_column)] = element.owner_number;
            holder.owners.insert(std::string(element.owner_column));
            if (element.owner_column == "contact_id") holder.subject = "contact_id";
            for (const Field& field : element.fields) {
                holder.columns[std::string(field.column)] = field.number;
                if (!field.target.empty()) holder.owners.insert(std::string(field.column));
                if (field.target == "contact") holder.subject = field.column;
            }
            if (element.link) {
                holder.columns["seq"] = 0;
                if (!element.copied_column.empty()) holder.columns[std::string(element.copied_column)] = 0;
            } else {
                holder.columns["id"] = 0;
                holder.columns["position"] = number::position;
            }
        }
    }
    return tables;
}

std::vector<std::string> columns_of(store::Connection& connection, const std::string& table) {
    std::vector<std::string> columns;
    store::Statement statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid");
    statement.bind(1, table);
    while (statement.step()) columns.push_back(statement.string(0));
    return columns;
}

std::vector<store::TableSpec> build_specs() {
    std::map<std::string_view, const store::StoredTable*> stored;
    for (const store::StoredTable& table : store::stored_tables()) stored.emplace(table.name, &table);
    std::vector<store::TableSpec> specs;
    for (const auto& [name, table] : described_tables()) {
        store::TableSpec spec;
        spec.number = table.number;
        spec.name = name;
        spec.link = table.link;
        for (const store::StoredColumn& column : stored.at(name)->columns)
            spec.columns.push_back(column.name);
        spec.definitions = name == "field" || name == "segment" || name == "exchange_rate";
        spec.tracked.assign(table.tracked.begin(), table.tracked.end());
        for (std::size_t i = 0; i < spec.columns.size(); ++i) {
            const auto known = table.columns.find(spec.columns[i]);
            spec.column_numbers.push_back(known == table.columns.end() ? 0 : known->second);
            if (spec.columns[i] == table.subject) spec.subject = static_cast<int>(i);
            if (table.owners.count(spec.columns[i]) > 0) spec.owners.push_back(static_cast<int>(i));
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

}  // namespace

const std::vector<store::TableSpec>& table_specs() {
    static const std::vector<store::TableSpec> specs = build_specs();
    return specs;
}

void check_descriptors(store::Connection& connection, std::vector<Finding>& findings) {
    std::map<int, std::string> numbers;
    for (const auto& [name, table] : described_tables()) {
        const auto report = [&, table_name = name](const std::string& what) {
            findings.push_back({"descriptor", table_name, what});
        };
        if (const auto [before, fresh] = numbers.emplace(table.number, name); !fresh)
            report(fmt::format("shares the number {} with {}", table.number, before->second));
        const std::vector<std::string> found = columns_of(connection, name);
        for (const std::string& column : found)
            if (table.columns.count(column) == 0)
                report(fmt::format("column {} is in no descriptor", column));
        std::map<int, std::string> columns;
        for (const auto& [column, number] : table.columns) {
            if (std::find(found.begin(), found.end(), column) == found.end())
                report(fmt::format("column {} is described but not there", column));
            if (number == 0) continue;
            if (const auto [before, fresh] = columns.emplace(number, column); !fresh)
                report(fmt::format("columns {} and {} share the number {}", before->second, column, number));
        }
    }
}

}  // namespace kith::records
