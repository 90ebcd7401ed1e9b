#include "query/table_sizes.hpp"

#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::query {

namespace {

constexpr int counted = 10'000;     // rows of a table that are counted
constexpr int sample = 1000;        // rows of an index that are looked at
constexpr int many_keys = 20;       // in a sample, for it to stand for the rest
constexpr int few_keys = 100;       // that are counted one by one
constexpr double unknown_key = 10;  // of an index over an expression

}  // namespace

double TableSizes::rows(const std::string& table) {
    if (const auto known = rows_.find(table); known != rows_.end()) return known->second;
    double& rows = rows_[table];
    store::Statement exists =
        connection_.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1");
    if (!exists.bind(1, std::string_view(table)).step()) return rows;
    const std::string definition = exists.string(0);
    if (definition.compare(0, 14, "CREATE VIRTUAL") == 0) return rows;
    rows = static_cast<double>(connection_.integer(fmt::format(
        "SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", records::quoted(table), counted + 1)));
    if (rows <= counted) return rows;
    if (definition.find("WITHOUT ROWID") == std::string::npos) {
        rows = static_cast<double>(connection_.integer(
            fmt::format("SELECT (SELECT max(rowid) FROM {0}) - (SELECT min(rowid) FROM {0}) + 1",
                        records::quoted(table))));
        return rows;
    }
    // Links are kept by the id of a record: so many rows for each.
    const Key first = key(table, {}, 1);
    const auto ids = static_cast<double>(connection_.integer(fmt::format(
        "SELECT (SELECT max({0}) FROM {1}) - (SELECT min({0}) FROM {1}) + 1", first.first, first.from)));
    rows = std::max(rows, ids * sampled(table, first));
    return rows;
}

std::string TableSizes::table_of(const std::string& index) {
    store::Statement table =
        connection_.prepare("SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ?1");
    return table.bind(1, std::string_view(index)).step() ? table.string(0) : std::string{};
}

std::string TableSizes::index_of(std::string_view table, std::string_view column) {
    store::Statement index = connection_.prepare(
        "SELECT l.name FROM pragma_index_list(?1) l, pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = ?2 "
        "AND l.origin = 'c' ORDER BY l.seq DESC");
    return index.bind(1, table).bind(2, column).step() ? index.string(0) : std::string{};
}

TableSizes::Key TableSizes::key(const std::string& table, const std::string& index, int columns) {
    Key result;
    bool unique = index.empty();
    if (!index.empty()) {
        store::Statement definition =
            connection_.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1");
        if (!definition.bind(1, std::string_view(index)).step()) return result;
        const std::string sql = definition.string(0);
        unique = sql.compare(0, 13, "CREATE UNIQUE") == 0;
        if (const std::size_t where = sql.find(" WHERE "); where != std::string::npos)
            result.where = " AND " + sql.substr(where + 7);
    }
    store::Statement names =
        connection_.prepare(index.empty() ? "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk"
                                          : "SELECT name FROM pragma_index_info(?1) ORDER BY seqno");
    names.bind(1, std::string_view(index.empty() ? table : index));
    int count = 0;
    while (names.step()) {
        ++count;
        if (count > columns) continue;
        if (names.null(0)) return {};  // an expression
        const std::string name = records::quoted(names.string(0));
        if (result.first.empty()) result.first = name;
        result.columns += (result.columns.empty() ? "" : ", ") + name;
    }
    result.whole = unique && columns >= count;
    result.from =
        fmt::format("{} {}", records::quoted(table),
                    index.empty() ? "NOT INDEXED" : fmt::format("INDEXED BY {}", records::quoted(index)));
    return result;
}

double TableSizes::sampled(const std::string& table, const Key& key) {
    store::Statement seen = connection_.prepare(fmt::format(
        "SELECT total(n), count(*) FROM (SELECT count(*) AS n FROM (SELECT {0} FROM {1} WHERE {2} IS NOT "
        "NULL{3} ORDER BY {0} LIMIT {4}) GROUP BY {0})",
        key.columns, key.from, key.first, key.where, sample));
    seen.step();
    const double rows = seen.real(0);
    const auto keys = static_cast<double>(seen.integer(1));
    if (keys == 0) return 1;
    if (rows < sample || keys >= many_keys) return rows / keys;
    const std::int64_t all = connection_.integer(fmt::format(
        "WITH RECURSIVE k(v) AS (SELECT min({0}) FROM {1} WHERE {0} IS NOT NULL{2} UNION ALL SELECT (SELECT min({0}) FROM "
        "{1} WHERE {0} > v{2}) FROM k WHERE v IS NOT NULL LIMIT {3}) SELECT count(v) FROM k",
        key.first, key.from, key.where, few_keys));
    return std::max(rows / keys, this->rows(table) / static_cast<double>(all));
}

double TableSizes::rows_of_one_key(const std::string& table, const std::string& index, int columns) {
    const auto [at, added] = keys_.try_emplace({index.empty() ? table : index, columns}, unknown_key);
    if (!added) return at->second;
    const Key found = key(table, index, columns);
    if (found.columns.empty()) return at->second;
    at->second = found.whole ? 1 : sampled(table, found);
    return at->second;
}

}  // namespace kith::query
