#include "history/past.hpp"

#include "records/audit.hpp"
#include "records/plan.hpp"
#include "records/verbs.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace kith::history {

namespace {

/// Tables beside the records that are read as they are now.
bool is_timeless(std::string_view table) {
    constexpr std::string_view known[] = {"setting", "counter", "blob", "blob_chunk", "suppression"};
    return std::find(std::begin(known), std::end(known), table) != std::end(known) ||
           table.substr(0, 7) == "sqlite_" || table.substr(0, 7) == "pragma_" || table.substr(0, 4) == "app_";
}

/// Tables that grow at their end: what came later is left out.
bool is_log(std::string_view table) {
    return table == "change" || table == "change_txn" || table == "transition";
}

[[noreturn]] void refuse(std::string_view table) {
    const bool words = table.substr(0, 6) == "search" || table == "name_token";
    ErrorDetail detail;
    detail.arguments = {{"table", std::string(table)}};
    detail.message_ja =
        words ? "過去の時点では全文検索や名前の検索は使えません"
              : fmt::format("過去の時点では使えません（表「{}」は現在のものしかありません）", table);
    throw Error(
        Code::invalid_argument,
        words
            ? "as of an earlier time neither full text nor names can be searched: their index is of now"
            : fmt::format("as of an earlier time this cannot be asked: the table '{}' is of now alone", table),
        std::move(detail));
}

}  // namespace

Past::Past(store::Connection& connection, const store::Registration& registration, Time at)
    : connection_(connection), registration_(registration), at_(at.time_since_epoch().count()) {
    refuse_pruned(at);
    last_ = store::last_until(connection, at);
    store::Statement changes =
        connection.prepare("SELECT DISTINCT table_number FROM change INDEXED BY change_by_seq WHERE seq > ?1");
    changes.bind(1, last_);
    while (changes.step()) changed_.insert(static_cast<int>(changes.integer(0)));
    connection_.before_reading([this](const std::vector<std::string>& tables) {
        if (at_work_) return;
        if (failed_) std::rethrow_exception(failed_);
        for (std::string table : tables) {  // as it was typed, where no column is read
            for (char& c : table)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            take(table);
        }
    });
}

Past::~Past() { connection_.before_reading({}); }

void Past::refuse_pruned(Time at) const {
    const std::int64_t first = store::first_kept(connection_);
    if (first <= 1) return;
    store::Statement select =
        connection_.prepare("SELECT at FROM change_txn WHERE seq >= ?1 ORDER BY seq LIMIT 1");
    select.bind(1, first);
    if (!select.step() || select.integer(0) <= at_) return;
    const std::string horizon = to_string(Time{std::chrono::milliseconds(select.integer(0))});
    ErrorDetail detail;
    detail.message_ja = fmt::format("{}は保存期間より前です。履歴は{}から始まります", to_string(at), horizon);
    detail.arguments = {{"at", to_string(at)}, {"horizon_at", horizon}};
    throw Error(Code::pruned,
                fmt::format("{} lies before the horizon: the history begins at {}", to_string(at), horizon),
                std::move(detail));
}

void Past::take(const std::string& table) {
    if (taken_.count(table) > 0 || is_timeless(table)) return;
    if (is_of_now(table)) refuse(table);
    taken_.insert(table);
    struct Work {
        Past& past;
        bool outer;
        explicit Work(Past& of) : past(of), outer(std::exchange(of.at_work_, true)) {
            if (past.depth_++ == 0) past.connection_.exec("PRAGMA query_only = OFF");
        }
        ~Work() {
            past.at_work_ = outer;
            try {
                if (--past.depth_ == 0) past.connection_.exec("PRAGMA query_only = ON");
            } catch (const Error&) {  // it is stopped, and does nothing any more
            }
        }
        Work(const Work&) = delete;
        Work& operator=(const Work&) = delete;
    } work(*this);
    try {
        put_together(table);
    } catch (...) {  // half a table is no answer, to nobody who asks again either
        failed_ = std::current_exception();
        throw;
    }
}

/// Nothing says how the table was, and it is no name of a WITH clause or the like.
bool Past::is_of_now(const std::string& table) const {
    if (is_log(table) || table_info(table) != nullptr || derivation_of(table) != nullptr) return false;
    store::Statement known = connection_.prepare("SELECT 1 FROM main.sqlite_schema WHERE name = ?1");
    return known.bind(1, table).step();
}

bool Past::has_changed(const TableInfo& table) const {
    if (changed_.count(table.spec->number) > 0) return true;
    for (const auto& copies : registration_.copies)
        if (copies.table == table.spec->name && has_changed(*table_info(copies.of))) return true;
    // A record's version goes up with its elements and values, too.
    return table.column("updated_at") >= 0 &&
           connection_.integer(fmt::format("SELECT 1 FROM main.{} WHERE updated_at > {} LIMIT 1",
                                           records::quoted(table.spec->name), at_)) != 0;
}

void Past::put_together(const std::string& table) {
    if (is_log(table)) {
        if (connection_.integer("SELECT max(seq) FROM main.change_txn") == last_) return;
        copy(table, fmt::format("seq <= {}", last_));
        return index(table);
    }
    if (const store::DeriveStep* step = derivation_of(table)) return derive(table, *step);
    const TableInfo* info = table_info(table);
    if (info == nullptr || !has_changed(*info)) return;
    if (info->spec->link) {
        copy(table, fmt::format("seq <= {}", last_));
        take_back_links(*info);
        index(table);
    } else {
        copy(table, "true");
        take_back_rows(*info);
        index(table);
        take_back_cells(*info);
        forget_versions(*info);
    }
    compute(*info);
}

// What a row must have is not asked: a version, for one, is not known. ANY is no type but in STRICT tables.
void Past::copy(const std::string& table, const std::string& condition) {
    std::string columns;
    std::int64_t keys = 0;
    {
        store::Statement info = connection_.prepare(
            "SELECT name, type, pk, (SELECT sum(pk > 0) FROM pragma_table_info(?1, 'main')) FROM "
            "pragma_table_info(?1, 'main') ORDER BY cid");
        info.bind(1, table);
        while (info.step()) {
            keys = info.integer(3);
            const bool id = keys == 1 && info.integer(2) > 0 && info.text(1) == "INTEGER";
            const std::string_view type = id                      ? "INTEGER PRIMARY KEY"
                                          : info.text(1) == "ANY" ? std::string_view()
                                                                  : info.text(1);
            columns +=
                fmt::format("{}{} {}", columns.empty() ? "" : ", ", records::quoted(info.text(0)), type);
        }
    }
    connection_.exec(
        fmt::format("CREATE TEMP TABLE {0} ({1}); INSERT INTO temp.{0} SELECT * FROM main.{0} WHERE {2}",
                    records::quoted(table), columns, condition));
}

/// The indexes that the file's table has, and one for the key of a table without row ids.
void Past::index(const std::string& table) {
    std::vector<std::string> indexes;
    {
        store::Statement select = connection_.prepare(
            "SELECT name, substr(sql, instr(sql, ' ON ')) FROM main.sqlite_schema WHERE type = 'index' AND "
            "tbl_name = ?1 AND sql IS NOT NULL");
        select.bind(1, table);
        while (select.step())
            indexes.push_back(
                fmt::format("CREATE INDEX temp.{}{}", records::quoted(select.text(0)), select.text(1)));
        store::Statement key = connection_.prepare(
            "SELECT group_concat('\"' || name || '\"', ', ') FROM (SELECT name FROM pragma_table_info(?1, 'main') "
            "WHERE pk > 0 ORDER BY pk) HAVING count(*) > 1");
        key.bind(1, table);
        if (key.step())
            indexes.push_back(fmt::format("CREATE INDEX temp.{} ON {} ({})", records::quoted(table + "_as_of"),
                                          records::quoted(table), key.text(0)));
    }
    for (const std::string& sql : indexes) connection_.exec(sql);
}

/// Rows that came later go, rows that went later are there again, still empty.
void Past::take_back_rows(const TableInfo& table) {
    const std::string name = "temp." + records::quoted(table.spec->name);
    const auto each = [&](int column, const auto& visit) {
        store::Statement select = connection_.prepare(
            "SELECT row_id, ifnull(old_value, row_id), min(seq) FROM main.change WHERE table_number = ?1 AND "
            "column_number = ?2 AND seq > ?3 GROUP BY row_id");
        select.bind_all(table.spec->number, column, last_);
        while (select.step()) visit(select.integer(0), select.integer(1), select.integer(2));
    };
    store::IdRanges later;
    each(store::column::inserted,
         [&](std::int64_t first, std::int64_t last, std::int64_t) { later.emplace_back(first, last); });
    store::merge_ranges(later);
    const auto came_later = [&](std::int64_t row) {
        const auto after =
            std::upper_bound(later.begin(), later.end(), row,
                             [](std::int64_t id, const auto& range) { return id < range.first; });
        return after != later.begin() && row <= std::prev(after)->second;
    };
    struct First {
        std::int64_t removed = 0;
        std::int64_t back = 0;
    };
    std::map<std::int64_t, First> rows;
    each(store::column::removed, [&](std::int64_t row, std::int64_t, std::int64_t seq) {
        if (!came_later(row)) rows[row].removed = seq;
    });
    each(store::column::reinserted, [&](std::int64_t first, std::int64_t last, std::int64_t seq) {
        for (std::int64_t row = first; row <= last; ++row) {
            std::int64_t& back = rows[row].back;
            if (!came_later(row) && (back == 0 || seq < back)) back = seq;
        }
    });
    store::Statement remove =
        connection_.prepare(fmt::format("DELETE FROM {} WHERE id BETWEEN ?1 AND ?2", name));
    for (const auto& [first, last] : later) remove.bind_all(first, last).run();
    store::Statement insert =
        connection_.prepare(fmt::format("INSERT OR IGNORE INTO {} (id) VALUES (?1)", name));
    store::Statement before = connection_.prepare(
        "SELECT max(seq) FILTER (WHERE column_number = 0), max(seq) FILTER (WHERE column_number = -2) FROM main.change "
        "WHERE table_number = ?1 AND column_number IN (0, -2) AND row_id = ?2 AND seq <= ?3");
    for (const auto& [row, first] : rows) {
        bool there = first.removed != 0 && (first.back == 0 || first.removed < first.back);
        if (first.removed != 0 && first.removed == first.back) {  // in one transaction: as it was until then
            before.bind_all(table.spec->number, row, last_);
            there = !before.step() || before.null(0) || before.integer(0) < before.integer(1);
            before.reset();
        }
        if (there)
            insert.bind_all(row).run();
        else
            remove.bind_all(row, row).run();
    }
}

/// A cell held what the first change after then found in it.
void Past::take_back_cells(const TableInfo& table) {
    const store::TableSpec& spec = *table.spec;
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        if (spec.column_numbers[i] == 0) continue;
        connection_
            .prepare(fmt::format(
                "UPDATE temp.{0} SET {1} = c.old_value FROM (SELECT row_id, old_value, min(seq) FROM main.change WHERE "
                "table_number = ?1 AND column_number = ?2 AND seq > ?3 GROUP BY row_id) AS c WHERE id = c.row_id",
                records::quoted(spec.name), records::quoted(spec.columns[i])))
            .bind_all(spec.number, spec.column_numbers[i], last_)
            .run();
    }
}

/// Removed links come back as they were written down; what they copy of a record is copied again.
void Past::take_back_links(const TableInfo& table) {
    const store::TableSpec& spec = *table.spec;
    std::string cells;
    for (const std::string& column : spec.columns)
        cells += fmt::format("{}old_value ->> '{}'", cells.empty() ? "" : ", ", column);
    connection_
        .prepare(fmt::format("INSERT INTO temp.{} SELECT {} FROM main.change WHERE table_number = ?1 AND "
                             "column_number = 0 AND seq > ?2 AND old_value ->> 'seq' <= ?2",
                             records::quoted(spec.name), cells))
        .bind_all(spec.number, last_)
        .run();
    for (const ElementOf& part : table.elements) {
        if (part.element->copied_column.empty()) continue;
        const std::string owner(part.type->table);
        at_work_ = false;
        take(owner);
        at_work_ = true;
        connection_.exec(
            fmt::format("UPDATE temp.{0} SET {1} = (SELECT o.{1} FROM {2} AS o WHERE o.id = {0}.{3})",
                        records::quoted(spec.name), records::quoted(part.element->copied_column),
                        records::quoted(owner), records::quoted(part.element->owner_column)));
    }
}

/// When a record was written last before then is not known of those that were written since.
void Past::forget_versions(const TableInfo& table) {
    if (table.column("updated_at") < 0) return;
    connection_.exec(fmt::format("UPDATE temp.{} SET version = NULL, updated_at = NULL WHERE updated_at > {}",
                                 records::quoted(table.spec->name), at_));
}

/// What records keep that follows from their cells, and from other records.
void Past::compute(const TableInfo& table) {
    // Every write of a record's parts is one of the record.
    const bool versions = table.column("updated_at") >= 0;
    const auto rows = [&](std::string_view owner) {
        const std::string written =
            versions ? "updated_at IS NULL"
                     : fmt::format("id IN (SELECT row_id FROM main.change INDEXED BY change_by_seq "
                                   "WHERE seq > {} AND table_number = {} AND column_number >= 0)",
                                   last_, table.spec->number);
        std::vector<std::int64_t> ids;
        store::Statement select = connection_.prepare(
            fmt::format("SELECT DISTINCT {0} FROM temp.{1} WHERE {0} IS NOT NULL AND {2}",
                        records::quoted(owner), records::quoted(table.spec->name), written));
        while (select.step()) ids.push_back(select.integer(0));
        return ids;
    };
    std::vector<std::pair<const RecordType*, std::vector<std::int64_t>>> owners;
    if (table.kind == TableKind::record || table.kind == TableKind::side)
        owners.emplace_back(table.type, rows("id"));
    if (table.kind == TableKind::element)
        for (const ElementOf& part : table.elements)
            owners.emplace_back(part.type, rows(part.element->owner_column));
    at_work_ = false;  // what they are computed from is of then, too
    for (const auto& [type, ids] : owners)
        if (records::has_computed(*type))
            for (const std::int64_t id : ids) records::refresh_computed(connection_, *type, id);
    for (const auto& copies : registration_.copies)
        if (copies.table == table.spec->name) copies.settle(connection_);
    at_work_ = true;
}

/// The step that can make a table anew. The engine of a virtual table keeps itself in tables that it names after it.
const store::DeriveStep* Past::derivation_of(const std::string& table) const {
    for (const store::DeriveStep& step : registration_.steps)
        for (const std::string& owned : step.owns)
            if (step.fill && table.compare(0, owned.size(), owned) == 0 &&
                (table.size() == owned.size() || table[owned.size()] == '_'))
                return &step;
    return nullptr;
}

void Past::derive(const std::string& table, const store::DeriveStep& step) {
    if (std::find(step.owns.begin(), step.owns.end(), table) == step.owns.end()) return;
    at_work_ = false;
    for (const store::Watch& watch : step.watches) take(table_info(watch.table)->spec->name);
    at_work_ = true;
    std::string sql = connection_.text(
        fmt::format("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = '{}'", table));
    sql.replace(sql.find(table), table.size(), "temp." + records::quoted(table));
    connection_.exec(sql);
    step.fill(connection_);
}

}  // namespace kith::history
