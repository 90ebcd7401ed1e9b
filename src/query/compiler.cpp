#include "query/compiler.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

namespace {

/// What reading `WITH a AS (...), b AS (SELECT x FROM t WHERE` takes of SQLite's parser stack.
constexpr int select_stack = 13;

/// `FROM table WHERE filters AND condition` for a query, and the root row.
struct Body {
    Row row{};
    std::string text{};
};

Body body_of(SqlBuilder& sql, const bound::Query& query, const std::string& further = {}) {
    Body body;
    std::string table;
    body.row = sql.open(*query.type, table);
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
    if (stack + select_stack > limits::sql_stack) {
        fail_limit({1, 1},
                   {"the query nests too deeply for SQL, in entries of its parser's stack",
                    "SQLの構文解析スタックの深さ"},
                   limits::sql_stack);
    }
    body.text = fmt::format("FROM {} WHERE {}", table, where);
    return body;
}

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

store::Statement Compiled::prepare(store::Connection& connection) const {
    store::Statement statement = connection.prepare(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        statement.bind(static_cast<int>(i) + 1, parameters[i].view());
    return statement;
}

std::string select_ids(SqlBuilder& sql, const bound::Query& query) {
    const Body body = body_of(sql, query);
    return fmt::format("SELECT {}.id {}{}{}", body.row.alias, body.text, order_of(sql, query, body.row),
                       limit_of(sql, query));
}

Compiled compile_ids(const bound::Query& query, Types types) {
    SqlBuilder sql(types);
    const std::string text = select_ids(sql, query);
    return {sql.with() + text, std::move(sql.parameters)};
}

Compiled compile_count(const bound::Query& query, Types types) {
    SqlBuilder sql(types);
    const Body body = body_of(sql, query);
    std::string text = "SELECT count(*) " + body.text;
    if (query.limit || query.offset)
        text = fmt::format("SELECT count(*) FROM (SELECT 1 {}{})", body.text, limit_of(sql, query));
    return {sql.with() + text, std::move(sql.parameters)};
}

Compiled compile_page(const bound::Query& query, Types types, std::int64_t after, std::int64_t size) {
    SqlBuilder sql(types);
    const Body body = body_of(sql, query, "> " + sql.bind(after));
    std::string text =
        fmt::format("SELECT {0}.id {1} ORDER BY {0}.id LIMIT {2}", body.row.alias, body.text, sql.bind(size));
    return {sql.with() + text, std::move(sql.parameters)};
}

Compiled compile_holds(const bound::Query& query, Types types, std::int64_t id) {
    SqlBuilder sql(types);
    if (query.limit || query.offset) {  // then whether it is one of these depends on the others
        bound::Query member;
        member.type = query.type;
        member.condition = {bound::Among{std::make_shared<const bound::Query>(query)}};
        return compile_holds(member, types, id);
    }
    const Body body = body_of(sql, query, "= " + sql.bind(id));
    std::string text = "SELECT 1 " + body.text;
    return {sql.with() + text, std::move(sql.parameters)};
}

bool operator==(const Compiled& a, const Compiled& b) {
    return a.sql == b.sql &&
           std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(),
                      [](const auto& left, const auto& right) { return left.view() == right.view(); });
}

Compiled compile_few(const bound::Query& query, Types types) {
    SqlBuilder sql(types, Aim::few);
    const Body body = body_of(sql, query);
    const std::string ids = sql.bind(store::OwnedCell());
    std::string text =
        fmt::format("SELECT {0}.id {1} AND {0}.id IN (SELECT value FROM json_each({2})) ORDER BY {0}.id",
                    body.row.alias, body.text, ids);
    return {sql.with() + text, std::move(sql.parameters)};
}

Compiled compile_condition(const bound::Condition& condition, const RecordType& type,
                           const std::vector<bound::Hop>& hops, Types types) {
    SqlBuilder sql(types, Aim::few);
    std::string table;
    const Row row = sql.open(type, table);
    const Row last = hops.empty() ? row : sql.chain(row, hops).last;
    sql.parameters.clear();
    std::string text = sql.condition(condition, last).text;
    return {sql.with() + text, std::move(sql.parameters)};
}

Compiled compile_way_back(const RecordType& type, const std::vector<bound::Hop>& hops,
                          std::string_view column, bool between, Types types) {
    SqlBuilder sql(types, Aim::ways);
    std::string table;
    const Row row = sql.open(type, table);
    const Chain way = sql.chain(row, hops);
    std::string from;  // the far end first: it is what is given
    for (auto each = way.tables.rbegin(); each != way.tables.rend(); ++each) from += *each + " CROSS JOIN ";
    const std::string joined = way.where();
    Row last = way.last;
    last.copied_column = last.copied_alias = {};  // the row's own column has the index
    const std::string value = SqlBuilder::column(last, column);
    std::string given;
    if (between) {
        const std::string low = sql.bind(store::OwnedCell());
        given = fmt::format("{} BETWEEN {} AND {}", value, low, sql.bind(store::OwnedCell()));
    } else {
        given = fmt::format("{} IN (SELECT value FROM json_each({}))", value, sql.bind(store::OwnedCell()));
    }
    std::string text = fmt::format("SELECT DISTINCT {}.id FROM {}{} WHERE {}{}", row.alias, from, table,
                                   given, joined.empty() ? "" : " AND " + joined);
    return {std::move(text), std::move(sql.parameters)};
}

CompiledRows compile_rows(const bound::Query& query, const std::vector<bound::Output>& outputs, Types types) {
    SqlBuilder sql(types);
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
    const std::string text = fmt::format("SELECT {} {}{}{}", fmt::join(columns, ", "), body.text,
                                         order_of(sql, query, body.row), limit_of(sql, query));
    result.statement.sql = sql.with() + text;
    result.statement.parameters = std::move(sql.parameters);
    return result;
}

}  // namespace kith::query
