// explain(): canonical text, SQL, plan, how much work it is, warnings.
#include "query/explain.hpp"
#include "query/advice.hpp"
#include "query/compiler.hpp"
#include "query/estimate.hpp"
#include "query/money.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/routes.hpp"
#include "query/run.hpp"
#include "query/table_sizes.hpp"

#include <kith/query.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
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
constexpr double small_table = 1000;

/// Whether commits could keep who fits, so that asking them needs no query.
bool can_be_kept(const bound::Query& query) {
    return query.order.empty() && dependence_of(query, registered_types()).refusal.empty();
}

/// "SCAN contact" or "SCAN contact_2 USING ..." of a record type's own table reads all of it. `kept`: whether commits could
/// keep the members.
void warn_of_scans(TableSizes& sizes, const std::vector<std::string>& plan, const bound::Query& query,
                   const std::function<bool()>& kept, std::vector<std::string>& warnings) {
    for (const std::string& line : plan) {
        const std::size_t start = line.find_first_not_of(' ');
        if (line.compare(start, 5, "SCAN ") != 0) continue;
        std::string name = line.substr(start + 5, line.find(' ', start + 5) - start - 5);
        const bool root = start == 0;
        if (root && std::holds_alternative<bound::Everything>(query.condition.form))
            continue;  // all of them were asked for
        for (const RecordType* type : registered_types()) {
            const bool own = name == type->table ||
                             (name.compare(0, type->table.size(), type->table) == 0 &&
                              name.find_first_not_of("_0123456789", type->table.size()) == std::string::npos);
            if (!own || (!root && sizes.rows(std::string(type->table)) <= small_table)) continue;
            std::string warning =
                fmt::format("looks at every {}: no index picks out what the condition asks for", type->name);
            const auto same = [&](const std::string& other) {
                return other.compare(0, warning.size(), warning) == 0;
            };
            if (std::any_of(warnings.begin(), warnings.end(), same)) continue;
            std::vector<std::string> instead = advice(sizes, query, *type);
            if (root && kept())
                instead.emplace_back(
                    "commits keep the members of a live segment (segments().live, and advance_clock for time)");
            warning += instead.empty() ? "; no index or summary of kith's would help"
                                       : fmt::format("; {}", fmt::join(instead, "; "));
            warnings.push_back(std::move(warning));
        }
    }
}

}  // namespace

Explanation explained(store::Connection& connection, std::string text, const bound::Query& query,
                      const Compiled& compiled, bool keepable) {
    Explanation explanation;
    explanation.text = std::move(text);
    explanation.sql = compiled.text();
    for (const store::OwnedCell& parameter : compiled.parameters)
        explanation.parameters.push_back(value_of(parameter.view()));
    explanation.plan = plan_of(connection, compiled.sql, compiled.parameters, compiled.sets);
    TableSizes sizes(connection);
    explanation.estimated_rows = estimated_rows(sizes, explanation.plan);
    explanation.warnings = query.warnings;
    warn_of_scans(
        sizes, explanation.plan, query, [&] { return keepable && can_be_kept(query); }, explanation.warnings);
    for (std::string& warning : missing_names(connection, query))
        explanation.warnings.push_back(std::move(warning));
    for (std::string& warning : missing_rates(connection, query))
        explanation.warnings.push_back(std::move(warning));
    return explanation;
}

}  // namespace kith::query

namespace kith {

Explanation explain(const Reader& reader, const RecordType& type, std::string_view text,
                    const Parameters& parameters) {
    store::Connection& connection = reader.connection();
    const query::bound::Query bound = query::prepare(connection, type, text, parameters);
    return query::explained(connection, query::print(query::parse(text)), bound,
                            query::compile_ids(bound, query::registered_types()), parameters.empty());
}

Explanation explain(const Database& database, const RecordType& type, std::string_view text,
                    const Parameters& parameters, Where where) {
    return database.read([&](const Reader& reader) { return explain(reader, type, text, parameters); }, where);
}

}  // namespace kith
