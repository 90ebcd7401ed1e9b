// Making the tables of a derive step anew, whatever became of them.
#include "store/connection.hpp"
#include "store/writer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>
#include <vector>

namespace kith::store {

namespace {

/// Lets the schema be written like a table while it lives; it is read again at the end.
class WritableSchema {
public:
    explicit WritableSchema(Connection& connection) : connection_(connection) {
        sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
        connection_.exec("PRAGMA writable_schema = ON");
    }
    ~WritableSchema() {
        sqlite3_exec(connection_.handle(), "PRAGMA writable_schema = RESET", nullptr, nullptr, nullptr);
        sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    }
    WritableSchema(const WritableSchema&) = delete;
    WritableSchema& operator=(const WritableSchema&) = delete;

private:
    Connection& connection_;
};

/// Drops a full-text table whose module refuses to open it, as it does where its tables of pages or of settings are damaged:
/// out of the schema it goes as a row, and its tables are then plain ones.
void drop_unopened(Connection& connection, const std::string& table) {
    {
        const WritableSchema writable(connection);
        connection.prepare("DELETE FROM sqlite_schema WHERE type = 'table' AND name = ?1").bind(1, table).run();
        connection.clear_statements();
    }
    for (const char* shadow : {"data", "idx", "content", "docsize", "config"})
        connection.exec(fmt::format("DROP TABLE IF EXISTS main.\"{}_{}\"", table, shadow));
}

}  // namespace

void Writer::remake_tables(const DeriveStep& step) {
    const auto definition = [&](const std::string& table) {
        std::string sql;
        Statement made =
            connection_.prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL "
                                "ORDER BY type = 'table' DESC");
        made.bind(1, table);
        while (made.step()) sql += made.string(0) + ";";
        return sql;
    };
    const auto drop = [&](const std::string& table) {
        connection_.exec(fmt::format("DROP TABLE main.\"{}\"", table));
    };
    connection_.clear_statements();
    for (const std::string& index : step.indexes) {
        const std::string sql = definition(index);
        open_savepoint();
        try {
            drop(index);
            release_savepoint();
        } catch (const Error&) {
            rollback_savepoint();
            connection_.clear_statements();
            drop_unopened(connection_, index);
        }
        connection_.exec(sql);
    }
    for (const std::string& table : step.owns) {
        const std::string sql = definition(table);
        drop(table);
        connection_.exec(sql);
    }
    connection_.clear_statements();
}

}  // namespace kith::store
