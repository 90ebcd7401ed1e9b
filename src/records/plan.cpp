#include "records/plan.hpp"

#include "records/registry.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace kith::records {

std::string quoted(std::string_view name) { return fmt::format("\"{}\"", name); }

namespace {

std::string parameters(std::size_t first, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}?{}", i == 0 ? "" : ", ", first + i);
    return text;
}

ElementPlan plan_element(const Element& element) {
    ElementPlan plan;
    std::string columns;
    for (const Field& field : element.fields) columns += (columns.empty() ? "" : ", ") + quoted(field.column);
    const std::string table = quoted(element.table);
    const std::string owner = quoted(element.owner_column);
    const std::size_t count = element.fields.size();
    if (element.link) {
        const bool copied = !element.copied_column.empty();
        plan.select = fmt::format("SELECT {} FROM {} WHERE {} = ?1 ORDER BY {}", columns, table, owner,
                                  quoted(element.fields.front().column));
        plan.insert = fmt::format("INSERT INTO {} ({}, {}{}, seq) VALUES ({})", table, owner, columns,
                                  copied ? ", " + quoted(element.copied_column) : "",
                                  parameters(1, count + (copied ? 3 : 2)));
        plan.remove = fmt::format("DELETE FROM {} WHERE {} = ?1 AND {} = ?2", table, owner,
                                  quoted(element.fields.front().column));
        return plan;
    }
    plan.select = fmt::format("SELECT id, {} FROM {} WHERE {} = ?1 ORDER BY position", columns, table, owner);
    plan.positions = fmt::format("SELECT id, position FROM {} WHERE {} = ?1 ORDER BY position", table, owner);
    plan.insert = fmt::format("INSERT INTO {} (id, {}, position, {}) VALUES ({})", table, owner, columns,
                              parameters(1, count + 3));
    plan.remove = fmt::format("DELETE FROM {} WHERE id = ?1", table);
    plan.position = fmt::format("UPDATE {} SET position = ?2 WHERE id = ?1", table);
    return plan;
}

Plan build(const RecordType& type) {
    Plan plan;
    std::string columns;
    std::string side_columns;
    std::string side_updates;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        const Field& field = type.fields[i];
        if (field.side) {
            plan.side.push_back(i);
            side_columns += ", " + quoted(field.column);
            side_updates +=
                fmt::format("{0}{1} = excluded.{1}", side_updates.empty() ? "" : ", ", quoted(field.column));
        } else {
            plan.own.push_back(i);
            columns += quoted(field.column) + ", ";
        }
    }
    const std::string table = quoted(type.table);
    plan.meta = plan.own.size();
    plan.select = fmt::format("SELECT {}version, created_at, updated_at, deleted_at{} FROM {} WHERE id = ?1",
                              columns, type.mergeable ? ", uid, merged_into" : "", table);
    plan.survivor =
        fmt::format("SELECT {} FROM {} WHERE id = ?1", type.mergeable ? "merged_into" : "NULL", table);
    plan.insert =
        fmt::format("INSERT INTO {} (id, {}version, created_at, updated_at{}) VALUES ({})", table, columns,
                    type.mergeable ? ", uid" : "", parameters(1, plan.own.size() + (type.mergeable ? 5 : 4)));
    if (!plan.side.empty()) {
        const std::string side = quoted(type.side_table);
        plan.select_side = fmt::format("SELECT {} FROM {} WHERE id = ?1", side_columns.substr(2), side);
        plan.upsert_side = fmt::format("INSERT INTO {} (id{}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
                                       side, side_columns, parameters(1, plan.side.size() + 1), side_updates);
        plan.remove_side = fmt::format("DELETE FROM {} WHERE id = ?1", side);
    }
    for (const Element& element : type.elements) plan.elements.push_back(plan_element(element));
    return plan;
}

}  // namespace

const Plan& plan_of(const RecordType& type) {
    static const std::unordered_map<const RecordType*, Plan> plans = [] {
        std::unordered_map<const RecordType*, Plan> all;
        for (const RecordType* registered : registry()) all.emplace(registered, build(*registered));
        return all;
    }();
    return plans.at(&type);
}

std::string update_record_sql(const RecordType& type, const std::vector<std::size_t>& fields) {
    std::string sql = fmt::format("UPDATE {} SET version = version + 1, updated_at = ?2", quoted(type.table));
    for (std::size_t i = 0; i < fields.size(); ++i)
        sql += fmt::format(", {} = ?{}", quoted(type.fields[fields[i]].column), i + 3);
    return sql + " WHERE id = ?1";
}

std::string update_element_sql(const Element& element, const std::vector<std::size_t>& fields) {
    std::string sql = fmt::format("UPDATE {} SET ", quoted(element.table));
    for (std::size_t i = 0; i < fields.size(); ++i)
        sql += fmt::format("{}{} = ?{}", i == 0 ? "" : ", ", quoted(element.fields[fields[i]].column), i + 2);
    return sql + " WHERE id = ?1";
}

}  // namespace kith::records
