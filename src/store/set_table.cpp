#include "store/set_table.hpp"

#include "store/connection.hpp"

#include <sqlite3.h>

#include <array>
#include <limits>
#include <new>
#include <vector>

namespace kith::store {

namespace {

constexpr int most_keys = 8;

/// What keeping or ranking a row costs, in steps of SQLite's machine.
constexpr std::int64_t steps_of_ranking = 4;

void fill(Connection& connection, BoundSet& set) {
    const SetPlan& plan = *set.plan;
    auto rows = std::make_shared<SetRows>(plan);
    Statement statement = connection.prepare(plan.select);
    for (std::size_t i = 0; i < plan.parameters.size(); ++i)
        statement.bind(static_cast<int>(i) + 1, plan.parameters[i].view());
    for (const auto& [parameter, inner] : plan.sets) statement.bind_set(parameter, inner);
    const int keys = std::min(statement.columns() - 1, most_keys);
    std::array<Cell, most_keys> cells{};
    while (statement.step()) {
        if (statement.null(0)) continue;
        for (int i = 0; i < keys; ++i) cells[static_cast<std::size_t>(i)] = statement.cell(i + 1);
        rows->add(statement.integer(0), {cells.data(), static_cast<std::size_t>(keys)});
    }
    // Memory counts as work, so that what a statement may use of it is bounded, too.
    const auto ranked = static_cast<std::int64_t>(plan.top ? 1 : plan.tiles.size());
    connection.spend(static_cast<std::int64_t>(rows->size()) * steps_of_ranking * (ranked + 1));
    rows->finish();
    set.rows = std::move(rows);
}

/// The rows of a set, made if need be. An SQLite result code; the reason of a failure stays in the set.
int ready(Connection& connection, BoundSet& set) noexcept {
    if (set.rows) return SQLITE_OK;
    try {
        fill(connection, set);
        return SQLITE_OK;
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    } catch (...) {
        set.problem = std::current_exception();
        return SQLITE_ABORT;
    }
}

// The table -----------------------------------------------------------------------------------------------------

enum Columns { set_id, set_value, set_plan };
enum Ways { way_all = 1, way_id = 2 };

struct Table : sqlite3_vtab {
    Connection* connection = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
    std::shared_ptr<const SetRows> rows;
    std::size_t at = 0;
    std::size_t end = 0;
};

Cursor& cursor_of(sqlite3_vtab_cursor* cursor) { return *static_cast<Cursor*>(cursor); }

int connect(sqlite3* handle, void* self, int, const char* const*, sqlite3_vtab** table, char**) {
    const int code =
        sqlite3_declare_vtab(handle, "CREATE TABLE kith_set (id INTEGER PRIMARY KEY, value, plan HIDDEN)");
    if (code != SQLITE_OK) return code;
    sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);  // no schema that came with a file can name it
    auto* made = new (std::nothrow) Table();
    if (made == nullptr) return SQLITE_NOMEM;
    made->connection = static_cast<Connection*>(self);
    *table = made;
    return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
    delete static_cast<Table*>(table);
    return SQLITE_OK;
}

int best_way(sqlite3_vtab*, sqlite3_index_info* info) {
    int plan = -1;
    int id = -1;
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (constraint.iColumn == set_plan && constraint.usable == 0) return SQLITE_CONSTRAINT;
        if (constraint.usable == 0) continue;
        if (constraint.iColumn == set_plan) plan = i;
        if (constraint.iColumn == set_id || constraint.iColumn == -1) id = i;
    }
    if (plan < 0) return SQLITE_CONSTRAINT;  // "no query solution"
    info->aConstraintUsage[plan].argvIndex = 1;
    info->aConstraintUsage[plan].omit = 1;
    info->idxNum = way_all;
    info->estimatedRows = 1000;
    info->estimatedCost = 1000;
    if (id >= 0) {
        info->aConstraintUsage[id].argvIndex = 2;
        info->aConstraintUsage[id].omit = 1;
        info->idxNum = way_id;
        info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
        info->estimatedRows = 1;
        info->estimatedCost = 1;
    }
    const bool rising = info->nOrderBy == 1 && info->aOrderBy[0].desc == 0 &&
                        (info->aOrderBy[0].iColumn == set_id || info->aOrderBy[0].iColumn == -1);
    info->orderByConsumed = rising ? 1 : 0;
    return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    auto* made = new (std::nothrow) Cursor();
    if (made == nullptr) return SQLITE_NOMEM;
    *cursor = made;
    return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

/// The set that a value points to, null when it points to none.
BoundSet* set_of(sqlite3_value* value) {
    return static_cast<BoundSet*>(sqlite3_value_pointer(value, set_pointer));
}

int filter(sqlite3_vtab_cursor* base, int way, const char*, int count, sqlite3_value** values) {
    Cursor& cursor = cursor_of(base);
    BoundSet* set = count > 0 ? set_of(values[0]) : nullptr;
    if (set == nullptr) {
        sqlite3_free(base->pVtab->zErrMsg);
        base->pVtab->zErrMsg = sqlite3_mprintf("kith_set takes a plan");
        return SQLITE_ERROR;
    }
    if (const int code = ready(*static_cast<Table*>(base->pVtab)->connection, *set); code != SQLITE_OK)
        return code;
    cursor.rows = set->rows;
    cursor.at = 0;
    cursor.end = cursor.rows->size();
    if (way == way_id) {
        cursor.end = 0;
        if (sqlite3_value_numeric_type(values[1]) == SQLITE_INTEGER) {
            const std::uint32_t place = cursor.rows->find(sqlite3_value_int64(values[1]));
            if (place != IdIndex::none) {
                cursor.at = place;
                cursor.end = cursor.at + 1;
            }
        }
    }
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
    ++cursor_of(cursor).at;
    return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
    const Cursor& cursor = cursor_of(base);
    return cursor.at >= cursor.end ? 1 : 0;
}

void give(sqlite3_context* context, const Cell& cell) {
    if (cell.type == CellType::integer)
        sqlite3_result_int64(context, cell.integer);
    else if (cell.type == CellType::real)
        sqlite3_result_double(context, cell.real);
    else
        sqlite3_result_null(context);
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int which) {
    const Cursor& cursor = cursor_of(base);
    if (which == set_id) sqlite3_result_int64(context, cursor.rows->id(cursor.at));
    if (which == set_value) give(context, cursor.rows->value(cursor.at, 0));
    return SQLITE_OK;  // the plan reads as NULL
}

int rowid(sqlite3_vtab_cursor* base, sqlite3_int64* id) {
    const Cursor& cursor = cursor_of(base);
    *id = cursor.rows->id(cursor.at);
    return SQLITE_OK;
}

/// A module without xCreate is there by itself under its own name, and CREATE VIRTUAL TABLE cannot use it.
const sqlite3_module& module() {
    static const sqlite3_module made = [] {
        sqlite3_module m{};
        m.xConnect = &connect;
        m.xBestIndex = &best_way;
        m.xDisconnect = &disconnect;
        m.xOpen = &open;
        m.xClose = &close;
        m.xFilter = &filter;
        m.xNext = &next;
        m.xEof = &at_end;
        m.xColumn = &column;
        m.xRowid = &rowid;
        return m;
    }();
    return made;
}

// The function --------------------------------------------------------------------------------------------------

void value(sqlite3_context* context, int, sqlite3_value** values) {
    BoundSet* set = set_of(values[0]);
    if (set == nullptr) return sqlite3_result_error(context, "kith_value takes a plan", -1);
    auto& connection = *static_cast<Connection*>(sqlite3_user_data(context));
    if (const int code = ready(connection, *set); code != SQLITE_OK)
        return sqlite3_result_error_code(context, code);
    if (sqlite3_value_type(values[1]) != SQLITE_INTEGER) return;
    const std::uint32_t place = set->rows->find(sqlite3_value_int64(values[1]));
    const sqlite3_int64 which = sqlite3_value_int64(values[2]);
    if (place == IdIndex::none || which < 0) return;
    give(context, set->rows->value(place, static_cast<std::size_t>(which)));
}

}  // namespace

void register_sets(Connection& connection) {
    sqlite3* handle = connection.handle();
    int code = sqlite3_create_module_v2(handle, "kith_set", &module(), &connection, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_create_function_v2(handle, "kith_value", 3,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, &connection,
                                          &value, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) connection.fail(code, "register sets");
}

}  // namespace kith::store
