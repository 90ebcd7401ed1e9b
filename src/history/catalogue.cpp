#include "history/catalogue.hpp"

#include "records/registry.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace kith::history {

int TableInfo::column(std::string_view name) const noexcept {
    const auto found = std::find(spec->columns.begin(), spec->columns.end(), name);
    return found == spec->columns.end() ? -1 : static_cast<int>(found - spec->columns.begin());
}

int TableInfo::numbered(int number) const noexcept {
    const auto& numbers = spec->column_numbers;
    const auto found = std::find(numbers.begin(), numbers.end(), number);
    return number == 0 || found == numbers.end() ? -1 : static_cast<int>(found - numbers.begin());
}

bool TableInfo::is_owner(int column_position) const noexcept {
    return kind == TableKind::element &&
           std::any_of(elements.begin(), elements.end(),
                       [&](const ElementOf& e) { return e.owner == column_position; });
}

const RecordType* type_of(std::int64_t number) {
    for (const RecordType* type : records::registry())
        if (type->number == number) return type;
    return nullptr;
}

namespace {

void add_fields(TableInfo& table, const std::vector<records::Field>& fields, bool side) {
    for (const records::Field& field : fields) {
        const int at = field.side == side ? table.column(field.column) : -1;
        if (at < 0) continue;
        table.fields[static_cast<std::size_t>(at)] = &field;
        if (!field.target.empty())
            table.targets[static_cast<std::size_t>(at)] = find_record_type(field.target);
    }
}

void set_target(TableInfo& table, std::string_view column, const RecordType* type) {
    const int at = table.column(column);
    if (at >= 0) table.targets[static_cast<std::size_t>(at)] = type;
}

TableInfo describe(const store::TableSpec& spec) {
    TableInfo table;
    table.spec = &spec;
    table.fields.resize(spec.columns.size());
    table.targets.resize(spec.columns.size());
    if (spec.link) table.kind = TableKind::link;
    for (const RecordType* type : records::registry()) {
        if (type->table == spec.name) {
            table.kind = TableKind::record;
            table.type = type;
            add_fields(table, type->fields, false);
            if (type->mergeable) set_target(table, "merged_into", type);
        } else if (type->side_number == spec.number) {
            table.kind = TableKind::side;
            table.type = type;
            add_fields(table, type->fields, true);
        }
        for (const records::Element& element : type->elements) {
            if (element.table != spec.name) continue;
            if (!element.link) {
                table.kind = TableKind::element;
                table.position = table.column("position");
            }
            table.elements.push_back({type, &element, table.column(element.owner_column)});
            add_fields(table, element.fields, false);
            set_target(table, element.owner_column, type);
        }
    }
    // Engine tables refer to record types by columns that the schema names after them.
    if (table.kind == TableKind::link || table.kind == TableKind::engine)
        for (const RecordType* type : records::registry()) {
            const std::string column = std::string(type->name) + "_id";
            if (const int at = table.column(column); at >= 0)
                table.targets[static_cast<std::size_t>(at)] = type;
        }
    if (spec.name == "source_record") set_target(table, "batch_id", find_record_type("import_batch"));
    return table;
}

std::vector<Reference> find_references(const RecordType& type) {
    std::vector<Reference> references;
    const auto add = [&](const TableInfo& table, int column, Bond bond, std::string condition = {}) {
        references.push_back({&table, column, bond, std::move(condition)});
    };
    for (const TableInfo& table : all_tables()) {
        const int merged = table.column("merged_into");
        for (std::size_t i = 0; i < table.targets.size(); ++i) {
            if (table.targets[i] != &type) continue;
            const int at = static_cast<int>(i);
            Bond bond = Bond::field;
            if (table.kind == TableKind::link)
                bond = Bond::link;
            else if (table.kind == TableKind::engine)
                bond = Bond::bookkeeping;
            else if (table.is_owner(at))
                bond = Bond::part;
            else if (table.kind == TableKind::record && at == merged)
                bond = Bond::merged;
            add(table, at, bond);
        }
        if (table.kind == TableKind::side && table.type == &type) add(table, table.column("id"), Bond::part);
        // Polymorphic links: (kind, id).
        if (const int kind = table.column("kind");
            kind >= 0 && table.kind != TableKind::record && table.spec->name != "merge")
            for (const std::string_view column : {"record_id", "low_id", "high_id"})
                if (const int at = table.column(column); at >= 0)
                    add(table, at, table.kind == TableKind::link ? Bond::link : Bond::bookkeeping,
                        fmt::format("r.kind = {}", type.number));
        // Custom values: of records of this type, and references to them.
        if (table.spec->name == "field_value") {
            if (type.custom_fields)
                add(table, table.column("record_id"), Bond::link,
                    fmt::format("r.field_id IN (SELECT id FROM field WHERE record_type = '{}')", type.name));
            add(table, table.column("value"), Bond::link,
                fmt::format("r.field_id IN (SELECT id FROM field WHERE type = {} AND target = '{}')",
                            static_cast<int>(FieldType::reference), type.name));
        }
    }
    return references;
}

}  // namespace

const std::vector<TableInfo>& all_tables() {
    static const std::vector<TableInfo> tables = [] {
        std::vector<TableInfo> all;
        for (const store::TableSpec& spec : records::table_specs()) all.push_back(describe(spec));
        return all;
    }();
    return tables;
}

const TableInfo* table_info(int number) {
    for (const TableInfo& table : all_tables())
        if (table.spec->number == number) return &table;
    return nullptr;
}

const TableInfo* table_info(std::string_view name) {
    for (const TableInfo& table : all_tables())
        if (table.spec->name == name) return &table;
    return nullptr;
}

std::string Reference::matches(std::string_view expression) const {
    std::string sql =
        fmt::format("r.\"{}\" = {}", table->spec->columns[static_cast<std::size_t>(column)], expression);
    if (!condition.empty()) sql += " AND " + condition;
    return sql;
}

const std::vector<Reference>& references_to(const RecordType& type) {
    static const std::map<const RecordType*, std::vector<Reference>> all = [] {
        std::map<const RecordType*, std::vector<Reference>> built;
        for (const RecordType* registered : records::registry())
            built.emplace(registered, find_references(*registered));
        return built;
    }();
    return all.at(&type);
}

}  // namespace kith::history
