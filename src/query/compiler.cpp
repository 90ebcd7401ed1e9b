#include "query/compiler.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/literals.hpp"
#include "query/summary_fields.hpp"
#include "records/plan.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

namespace {

/// What reading `WITH a AS (...), b AS (SELECT x FROM t WHERE` takes of SQLite's parser stack.
constexpr int select_stack = 13;

std::string order_of(SqlBuilder& sql, const bound::Query& query, const Row& row) {
    std::string order = " ORDER BY ";
    for (const bound::OrderBy& key : query.order) {
        order += fmt::format("{} {} NULLS LAST, ", order_expression(sql, key.output, row),
                             key.descending ? "DESC" : "ASC");
    }
    return order + row.alias + ".id";
}

std::string limit_of(SqlBuilder& sql, const bound::Query& query) {
    if (!query.limit && !query.offset) return {};
    std::string text = " LIMIT " + sql.bind(query.limit.value_or(-1));
    if (query.offset) text += " OFFSET " + sql.bind(*query.offset);
    return text;
}

}  // namespace

SqlBuilder builder_of(const bound::Query& query, Types types, Planning planning) {
    planning.summary = planning.summary && query.summaries;
    return SqlBuilder(types, planning);
}

std::string Body::text(const std::string& rest) const {
    const auto reads = [&](const std::string& part) {
        return part.find(row.summary_alias + ".") != std::string::npos;
    };
    const bool joined = !row.summary_alias.empty() && (reads(where) || reads(rest));
    return fmt::format("FROM {}{} WHERE {}", table, joined ? join : std::string{}, where);
}

Body body_of(SqlBuilder& sql, const bound::Query& query, const std::string& further) {
    Body body;
    body.row = sql.open(*query.type, body.table);
    if (!summary_fields(*query.type).empty()) body.join = " LEFT JOIN " + join_summary(body.row);
    std::string where;
    for (const std::string& filter : SqlBuilder::filters(body.row)) {
        where += where.empty() ? "" : " AND ";
        where += filter;
    }
    if (!further.empty()) where += fmt::format(" AND {}.id {}", body.row.alias, further);
    int stack = 4;
    if (!std::holds_alternative<bound::Everything>(query.condition.form)) {
        const Fragment condition = sql.condition(query.condition, body.row);
        const bool deep = condition.stack > 20;  // see join()
        where = deep ? grouped(condition) + " AND " + where : where + " AND " + grouped(condition);
        stack = condition.stack + 1 + (deep ? 0 : 2);
    }
    check_stack(stack);
    body.where = std::move(where);
    return body;
}

void check_stack(int stack) {
    if (stack + select_stack <= limits::sql_stack) return;
    fail_limit({1, 1},
               {"the query nests too deeply for SQL, in entries of its parser's stack",
                "SQLの構文解析スタックの深さ"},
               limits::sql_stack);
}

store::Statement Compiled::prepare(store::Connection& connection) const {
    store::Statement statement = connection.prepare(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        statement.bind(static_cast<int>(i) + 1, parameters[i].view());
    for (const auto& [parameter, plan] : sets) statement.bind_set(parameter, plan);
    return statement;
}

namespace {

std::string what_becomes(const store::SetPlan& plan) {
    using Gather = store::SetPlan::Gather;
    std::string text = plan.gather == Gather::count     ? "counted by id"
                       : plan.gather == Gather::sum     ? "added up by id"
                       : plan.gather == Gather::minimum ? "the least by id"
                       : plan.gather == Gather::maximum ? "the greatest by id"
                                                        : "";
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (plan.low || plan.high) add("those within bounds");
    if (plan.top) {
        const std::string which = plan.top->lowest ? "lowest" : "highest";
        add(plan.top->percent > 0 ? fmt::format("the {} {} %", which, plan.top->percent)
                                  : fmt::format("the {} {}", which, plan.top->most));
    }
    for (const int parts : plan.tiles) add(fmt::format("cut into {}", parts));
    return text;
}

void describe(const store::SetPlans& sets, const std::string& of, std::string& text) {
    for (const auto& [parameter, plan] : sets) {
        const std::string name = fmt::format("?{}{}", parameter, of);
        text += fmt::format("\n-- set {} ({}): {}", name, what_becomes(*plan), plan->select);
        describe(plan->sets, " of set " + name, text);
    }
}

}  // namespace

std::string Compiled::text() const {
    std::string text = sql;
    describe(sets, {}, text);
    return text;
}

std::string select_ids(SqlBuilder& sql, const bound::Query& query) {
    const Body body = body_of(sql, query);
    const std::string order = order_of(sql, query, body.row);
    return fmt::format("SELECT {}.id {}{}{}", body.row.alias, body.text(order), order, limit_of(sql, query));
}

Compiled compile_ids(const bound::Query& query, Types types, Planning planning) {
    SqlBuilder sql = builder_of(query, types, planning);
    const std::string text = select_ids(sql, query);
    return {sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
}

Compiled compile_count(const bound::Query& query, Types types) {
    SqlBuilder sql = builder_of(query, types);
    const Body body = body_of(sql, query);
    std::string text = "SELECT count(*) " + body.text();
    if (query.limit || query.offset)
        text = fmt::format("SELECT count(*) FROM (SELECT 1 {}{})", body.text(), limit_of(sql, query));
    return {sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
}

Compiled compile_holds(const bound::Query& query, Types types, std::int64_t id) {
    SqlBuilder sql = builder_of(query, types);
    if (query.limit || query.offset) {  // then whether it is one of these depends on the others
        bound::Query member;
        member.type = query.type;
        member.condition = {bound::Among{std::make_shared<const bound::Query>(query)}};
        return compile_holds(member, types, id);
    }
    const Body body = body_of(sql, query, "= " + sql.bind(id));
    std::string text = "SELECT 1 " + body.text();
    return {sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
}

bool operator==(const Compiled& a, const Compiled& b) {
    return a.sql == b.sql && store::same_sets(a.sets, b.sets) &&
           std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(),
                      [](const auto& left, const auto& right) { return left.view() == right.view(); });
}

namespace {

/// The records among those that `asked` says of the id.
Compiled compile_among(const bound::Query& query, Types types, fmt::string_view asked) {
    SqlBuilder sql(types, by_record, Aim::few);
    const Body body = body_of(sql, query);
    const std::string given = sql.bind(store::OwnedCell());
    std::string text = fmt::format("SELECT {0}.id {1} AND {0}.id {2} ORDER BY {0}.id", body.row.alias,
                                   body.text(), fmt::format(fmt::runtime(asked), given));
    return {sql.with() + text, std::move(sql.parameters), {}, std::move(sql.times)};
}

}  // namespace

void move_to(Compiled& compiled, Calendar& calendar) {
    const bound::WrittenTimes* known = nullptr;  // the two bounds of a range follow each other
    bound::Range range;
    for (const TimeBound& bound : compiled.times) {
        if (bound.written.get() != known) range = range_at(*bound.written, calendar);
        known = bound.written.get();
        compiled.parameters[bound.parameter] = bound.high ? *range.high : *range.low;
    }
}

Compiled compile_few(const bound::Query& query, Types types) {
    return compile_among(query, types, "IN (SELECT value FROM json_each({}))");
}

Compiled compile_one(const bound::Query& query, Types types) { return compile_among(query, types, "= {}"); }

Compiled compile_condition(const bound::Condition& condition, const RecordType& type,
                           const std::vector<bound::Hop>& hops, Types types) {
    SqlBuilder sql(types, by_record, Aim::few);
    std::string table;
    const Row row = sql.open(type, table);
    const Row last = hops.empty() ? row : sql.chain(row, hops).last;
    sql.parameters.clear();
    std::string text = sql.condition(condition, last).text;
    return {sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
}

Compiled compile_way_back(const RecordType& type, const std::vector<bound::Hop>& hops,
                          std::string_view column, Given given, Types types) {
    SqlBuilder sql(types, by_record, Aim::ways);
    std::string table;
    const Row row = sql.open(type, table);
    const Chain way = sql.chain(row, hops);
    std::string from;  // the far end first: it is what is given
    for (auto each = way.tables.rbegin(); each != way.tables.rend(); ++each) from += *each + " CROSS JOIN ";
    const std::string joined = way.where();
    Row last = way.last;
    last.copied_column = last.copied_alias = {};  // the row's own column has the index
    const std::string value = SqlBuilder::column(last, column);
    const std::string ids = sql.bind(store::OwnedCell());
    std::string are;
    switch (given) {
        case Given::between: are = fmt::format("BETWEEN {} AND {}", ids, sql.bind(store::OwnedCell())); break;
        case Given::among: are = fmt::format("IN (SELECT value FROM json_each({}))", ids); break;
        case Given::survivors:
            are = fmt::format(
                "IN (WITH RECURSIVE up(id) AS (SELECT value FROM json_each({}) UNION SELECT s.merged_into FROM up CROSS JOIN "
                "{} AS s WHERE s.id = up.id AND s.merged_into IS NOT NULL) SELECT id FROM up)",
                ids, records::quoted(last.type->table));
            break;
    }
    std::string text = fmt::format("SELECT DISTINCT {}.id FROM {}{} WHERE {} {}{}", row.alias, from, table,
                                   value, are, joined.empty() ? "" : " AND " + joined);
    return {std::move(text), std::move(sql.parameters), {}};
}

CompiledRows compile_rows(const bound::Query& query, const std::vector<bound::Output>& outputs, Types types) {
    SqlBuilder sql = builder_of(query, types);
    const Body body = body_of(sql, query);
    CompiledRows result;
    std::vector<std::string> columns;
    for (const bound::Output& output : outputs) {
        Selected selected = select_output(sql, output, body.row, static_cast<int>(columns.size()));
        for (std::string& expression : selected.expressions) columns.push_back(std::move(expression));
        result.reads.push_back(std::move(selected.read));
        result.outputs.push_back(std::move(selected.output));
    }
    if (columns.empty()) columns.emplace_back("1");
    const std::string list = fmt::format("{}", fmt::join(columns, ", "));
    const std::string order = order_of(sql, query, body.row);
    const std::string text =
        fmt::format("SELECT {} {}{}{}", list, body.text(list + order), order, limit_of(sql, query));
    result.statement.sql = sql.with() + text;
    result.statement.parameters = std::move(sql.parameters);
    result.statement.sets = std::move(sql.sets);
    return result;
}

}  // namespace kith::query
