// explain(): canonical text, SQL, plan, warnings.
#include "query/compiler.hpp"
#include "query/money.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"
#include "records/plan.hpp"

#include <kith/query.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace kith::query {

namespace {

Value value_of(const store::Cell& cell) {
    switch (cell.type) {
        case store::CellType::null: return {};
        case store::CellType::integer: return {cell.integer};
        case store::CellType::real: return {cell.real};
        case store::CellType::text:
        case store::CellType::blob: return {cell.text};
    }
    return {};
}

/// The lines of EXPLAIN QUERY PLAN, indented by depth; then those of its sets.
std::vector<std::string> plan_of(store::Connection& connection, const std::string& sql,
                                 const std::vector<store::OwnedCell>& parameters,
                                 const store::SetPlans& sets) {
    const Compiled explain{"EXPLAIN QUERY PLAN " + sql, parameters, sets};
    store::Statement statement = explain.prepare(connection);
    std::vector<std::string> plan;
    std::map<std::int64_t, std::size_t> depths;  // by node
    while (statement.step()) {
        const auto parent = depths.find(statement.integer(1));
        const std::size_t depth = parent == depths.end() ? 0 : parent->second + 1;
        depths[statement.integer(0)] = depth;
        plan.push_back(std::string(2 * depth, ' ') + statement.string(3));
    }
    for (const auto& [parameter, set] : sets) {
        plan.push_back(fmt::format("SET ?{}", parameter));
        for (const std::string& line : plan_of(connection, set->select, set->parameters, set->sets))
            plan.push_back("  " + line);
    }
    return plan;
}

/// Related tables of at most so many rows are as well read as searched.
constexpr int small_table = 1000;

bool is_small(store::Connection& connection, const RecordType& type) {
    return connection.integer(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})",
                                          records::quoted(type.table), small_table + 1)) <= small_table;
}

/// "SCAN contact" or "SCAN contact_2 USING ..." of a record type's own table reads all of it.
void warn_of_scans(store::Connection& connection, const Explanation& explanation, bool has_condition,
                   std::vector<std::string>& warnings) {
    for (const std::string& line : explanation.plan) {
        const std::size_t start = line.find_first_not_of(' ');
        if (line.compare(start, 5, "SCAN ") != 0) continue;
        std::string name = line.substr(start + 5, line.find(' ', start + 5) - start - 5);
        const bool root = start == 0;
        if (root && !has_condition) continue;  // all of them were asked for
        for (const RecordType* type : registered_types()) {
            const bool own = name == type->table ||
                             (name.compare(0, type->table.size(), type->table) == 0 &&
                              name.find_first_not_of("_0123456789", type->table.size()) == std::string::npos);
            if (!own || (!root && is_small(connection, *type))) continue;
            std::string warning =
                fmt::format("looks at every {}: no index picks out what the condition asks for", type->name);
            if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
                warnings.push_back(std::move(warning));
        }
    }
}

}  // namespace

}  // namespace kith::query

namespace kith {

Explanation explain(const Reader& reader, const RecordType& type, std::string_view text,
                    const Parameters& parameters) {
    store::Connection& connection = reader.connection();
    Explanation explanation;
    explanation.text = query::print(query::parse(text));
    const query::bound::Query bound = query::prepare(connection, type, text, parameters);
    const query::Compiled compiled = query::compile_ids(bound, query::registered_types());
    explanation.sql = compiled.text();
    for (const store::OwnedCell& parameter : compiled.parameters)
        explanation.parameters.push_back(query::value_of(parameter.view()));
    explanation.plan = query::plan_of(connection, compiled.sql, compiled.parameters, compiled.sets);
    explanation.warnings = bound.warnings;
    const bool has_condition = !std::holds_alternative<query::bound::Everything>(bound.condition.form);
    query::warn_of_scans(connection, explanation, has_condition, explanation.warnings);
    for (std::string& warning : query::missing_names(connection, bound))
        explanation.warnings.push_back(std::move(warning));
    for (std::string& warning : query::missing_rates(connection, bound))
        explanation.warnings.push_back(std::move(warning));
    return explanation;
}

Explanation explain(const Database& database, const RecordType& type, std::string_view text,
                    const Parameters& parameters, Where where) {
    return database.read([&](const Reader& reader) { return explain(reader, type, text, parameters); }, where);
}

}  // namespace kith
