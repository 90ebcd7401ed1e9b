// SQL from the host: what it may touch, and its values on the way in and out.
#include "store/connection.hpp"
#include "store/errors.hpp"
#include "store/json_text.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <set>
#include <string>

namespace kith::store {

namespace {

bool is_app(const char* name) { return name != nullptr && std::string_view(name).substr(0, 4) == "app_"; }

/// The schema tables themselves, which CREATE, ALTER and DROP write (ALTER also that of "temp"), and which
/// table-valued functions seem to write when they declare their columns. SQLITE_DBCONFIG_DEFENSIVE refuses
/// statements of the host that name them.
bool is_schema(const char* name) {
    return name != nullptr &&
           (std::string_view(name) == "sqlite_master" || std::string_view(name) == "sqlite_temp_master");
}

/// SQLite's counters for AUTOINCREMENT. Only the host's tables have any.
bool is_sequence(const char* name) { return name != nullptr && std::string_view(name) == "sqlite_sequence"; }

/// The tables in which an R-tree keeps itself: it prepares how it writes them as soon as it is read. A statement of the host
/// that names them is refused by SQLITE_DBCONFIG_DEFENSIVE; no other table of kith's ends like these.
bool is_rtree(const char* name) {
    if (name == nullptr) return false;
    const std::string_view table = name;
    const auto ends = [&](std::string_view end) {
        return table.size() > end.size() && table.substr(table.size() - end.size()) == end;
    };
    return ends("_node") || ends("_rowid") || ends("_parent");
}

/// Pragmas that only read the shape of things; FTS5 asks for data_version itself.
bool is_reading_pragma(const char* name) {
    static const std::set<std::string_view> known = {
        "table_info",  "table_xinfo",      "table_list",      "index_list",   "index_info",
        "index_xinfo", "foreign_key_list", "compile_options", "user_version", "application_id",
        "page_count",  "page_size",        "freelist_count",  "data_version"};
    return name != nullptr && known.count(name) > 0;
}

}  // namespace

int Connection::authorize(void* self, int action, const char* a, const char* b, const char* database,
                          const char* /*by*/) {
    auto& connection = *static_cast<Connection*>(self);
    if (connection.access_ == Access::own) return SQLITE_OK;
    const auto deny = [&](std::string_view what, const char* name) {
        try {
            connection.denied_ =
                fmt::format("SQL from the host may not {} '{}'{}", what, name != nullptr ? name : "",
                            connection.access_ == Access::host_read
                                ? " here: it reads only"
                                : ": it writes only tables whose names start with 'app_'");
        } catch (
            ...) {  // an exception must not cross SQLite; without memory for a reason it is denied all the same
            connection.denied_.clear();
        }
        return SQLITE_DENY;
    };
    const bool main = database == nullptr || std::string_view(database) == "main";
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE: return SQLITE_OK;
        case SQLITE_FUNCTION:
            return b != nullptr && std::string_view(b) == "load_extension" ? deny("call", b) : SQLITE_OK;
        case SQLITE_PRAGMA:
            return is_reading_pragma(a) && b == nullptr ? SQLITE_OK
                   : is_reading_pragma(a) && std::string_view(a) != "user_version" &&
                           std::string_view(a) != "application_id"
                       ? SQLITE_OK
                       : deny("use the pragma", a);
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
            if (is_schema(a) || is_rtree(a)) return SQLITE_OK;
            break;
        case SQLITE_DELETE:
            if (is_rtree(a)) return SQLITE_OK;
            break;
        case SQLITE_ALTER_TABLE:  // names the database first, and in `database` the column of a DROP COLUMN
            if (connection.access_ != Access::host_write || a == nullptr || std::string_view(a) != "main" ||
                !is_app(b))
                return deny("alter", b);
            connection.altered_ = true;  // the authorizer is not told the new name of a RENAME
            return SQLITE_OK;
        default: break;
    }
    if (connection.access_ == Access::host_write && main) {
        switch (action) {
            case SQLITE_INSERT:
            case SQLITE_UPDATE:
            case SQLITE_DELETE:
                return is_app(a) || is_schema(a) || is_sequence(a) ? SQLITE_OK : deny("write", a);
            case SQLITE_CREATE_TABLE: return is_app(a) || is_sequence(a) ? SQLITE_OK : deny("create", a);
            case SQLITE_DROP_TABLE: return is_app(a) ? SQLITE_OK : deny("drop", a);
            case SQLITE_CREATE_INDEX:
            case SQLITE_DROP_INDEX: return is_app(b) ? SQLITE_OK : deny("index", b);
            case SQLITE_REINDEX: return SQLITE_OK;
            default: break;
        }
    }
    switch (action) {
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE: return deny("write", a);
        case SQLITE_CREATE_INDEX:
        case SQLITE_CREATE_TABLE: return deny("create", a);
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_CREATE_TEMP_TRIGGER: return deny("create the trigger", a);
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_TEMP_VIEW: return deny("create the view", a);
        case SQLITE_CREATE_VTABLE: return deny("create the virtual table", a);
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT: return deny("control transactions with", a);
        case SQLITE_ATTACH: return deny("attach", a);
        default: return deny("do this to", a);
    }
}

namespace {

void bind_value(sqlite3* handle, sqlite3_stmt* statement, int index, const Value& value) {
    const auto text = [&](const std::string& content) {
        return sqlite3_bind_text64(statement, index, content.data(), content.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    };
    const int code = std::visit(
        [&](const auto& content) -> int {
            using T = std::decay_t<decltype(content)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return sqlite3_bind_null(statement, index);
            else if constexpr (std::is_same_v<T, bool>)
                return sqlite3_bind_int(statement, index, content ? 1 : 0);
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return sqlite3_bind_int64(statement, index, content);
            else if constexpr (std::is_same_v<T, double>)
                return sqlite3_bind_double(statement, index, content);
            else if constexpr (std::is_same_v<T, std::string>)
                return text(content);
            else if constexpr (std::is_same_v<T, Time>)
                return sqlite3_bind_int64(statement, index, content.time_since_epoch().count());
            else if constexpr (std::is_same_v<T, PartialDate>)
                return text(content.to_string());
            else if constexpr (std::is_same_v<T, Money>)
                return sqlite3_bind_int64(statement, index, content.minor);
            else if constexpr (std::is_same_v<T, RecordRef>)
                return sqlite3_bind_int64(statement, index, content.id);
            else
                return text(json_of(content));
        },
        value.variant());
    if (code != SQLITE_OK) throw_sqlite(code, handle, fmt::format("SQL parameter {}", index));
}

Value column_value(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return {std::int64_t{sqlite3_column_int64(statement, column)}};
        case SQLITE_FLOAT: return {sqlite3_column_double(statement, column)};
        case SQLITE_TEXT:
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return {bytes != nullptr ? std::string(bytes, size) : std::string()};
        }
        default: return {};
    }
}

}  // namespace

namespace {

constexpr std::string_view count_own_tables =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 4) <> 'app_' "
    "AND name <> 'sqlite_sequence'";

}  // namespace

Rows Connection::host_sql(std::string_view sql, std::span<const Value> parameters, Access access) {
    if (sql.empty()) throw Error(Code::parse, "SQL: empty statement");
    refuse_unusable();
    struct Restore {  // the host's limits end with the call, whatever happens
        Connection& connection;
        ~Restore() { connection.access_ = Access::own; }
    } restore{*this};
    announce(sql, access);
    const std::int64_t own_tables = access == Access::host_write ? integer(count_own_tables) : 0;
    access_ = access;
    altered_ = false;
    denied_.clear();

    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), 0, &raw, &tail);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    if (code != SQLITE_OK) {
        if ((code & 0xff) == SQLITE_ERROR)
            throw Error(Code::parse, fmt::format("SQL: {}", sqlite3_errmsg(handle_)));
        fail(code, "SQL");
    }
    if (raw == nullptr) throw Error(Code::parse, "SQL: empty statement");
    const std::string_view rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
    if (rest.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        throw Error(Code::parse, "SQL: one statement at a time");
    if (access == Access::host_read && sqlite3_stmt_readonly(raw) == 0)
        throw Error(Code::read_only, "SQL from the host reads only here");
    const int expected = sqlite3_bind_parameter_count(raw);
    if (static_cast<std::size_t>(expected) != parameters.size())
        throw Error(Code::invalid_argument, fmt::format("SQL: {} parameters are expected, {} are given",
                                                        expected, parameters.size()));
    for (int i = 0; i < expected; ++i)
        bind_value(handle_, raw, i + 1, parameters[static_cast<std::size_t>(i)]);

    Rows result;
    const int columns = sqlite3_column_count(raw);
    for (int i = 0; i < columns; ++i) result.columns.emplace_back(sqlite3_column_name(raw, i));
    for (;;) {
        const int step = sqlite3_step(raw);
        if (step == SQLITE_DONE) break;
        if (step != SQLITE_ROW) fail(step, "SQL");
        auto& row = result.rows.emplace_back();
        row.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) row.push_back(column_value(raw, i));
    }
    // The caller holds a savepoint: the exception takes the change back.
    access_ = Access::own;
    if (altered_ && integer(count_own_tables) != own_tables)
        throw Error(Code::read_only, "SQL from the host may not rename a table out of 'app_'");
    return result;
}

}  // namespace kith::store
