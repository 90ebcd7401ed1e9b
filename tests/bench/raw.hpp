// SQLite by hand, with as little around it as possible.
#pragma once

#include <kith/value.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::bench {

class RawStatement {
public:
    RawStatement(sqlite3* handle, const std::string& sql) {
        if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement_, nullptr) == SQLITE_OK) return;
        std::fprintf(stderr, "%s\n%s\n", sqlite3_errmsg(handle), sql.c_str());
        std::exit(1);
    }
    ~RawStatement() { sqlite3_finalize(statement_); }
    RawStatement(RawStatement&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
    RawStatement(const RawStatement&) = delete;
    RawStatement& operator=(const RawStatement&) = delete;

    RawStatement& bind(int at, std::int64_t number) {
        sqlite3_bind_int64(statement_, at, number);
        return *this;
    }
    /// The text must live until the statement has run.
    RawStatement& bind(int at, std::string_view text) {
        sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        return *this;
    }
    void bind(const std::vector<Value>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int at = static_cast<int>(i) + 1;
            if (const auto* number = cells[i].as<std::int64_t>())
                sqlite3_bind_int64(statement_, at, *number);
            else if (const auto* real = cells[i].as<double>())
                sqlite3_bind_double(statement_, at, *real);
            else if (const auto* text = cells[i].as<std::string>())
                bind(at, std::string_view(*text));
            else
                sqlite3_bind_null(statement_, at);
        }
    }
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW || code == SQLITE_DONE) return code == SQLITE_ROW;
        std::fprintf(stderr, "%s\n", sqlite3_errmsg(sqlite3_db_handle(statement_)));
        std::exit(1);
    }
    void reset() { sqlite3_reset(statement_); }
    /// One execution without rows.
    void run() {
        step();
        reset();
    }
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    /// A copy, empty for NULL.
    [[nodiscard]] std::string text(int column) const {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return bytes == nullptr ? std::string() : std::string(bytes);
    }
    [[nodiscard]] int columns() const { return sqlite3_column_count(statement_); }

private:
    sqlite3_stmt* statement_ = nullptr;
};

/// A connection with the settings that kith uses, but for durability: nothing is ever waited for.
class Raw {
public:
    explicit Raw(const std::string& path, const char* synchronous = "OFF") {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) std::exit(1);
        exec(std::string("PRAGMA journal_mode = WAL; PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON; "
                         "PRAGMA synchronous = ") +
             synchronous);
    }
    ~Raw() { sqlite3_close_v2(handle_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    void exec(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
        std::fprintf(stderr, "%s\n%s\n", message, sql.c_str());
        std::exit(1);
    }
    [[nodiscard]] RawStatement prepare(const std::string& sql) { return {handle_, sql}; }

private:
    sqlite3* handle_ = nullptr;
};

/// What statements with one parameter give for an id, as strings: a record read by hand.
inline std::size_t read_by_hand(std::vector<RawStatement>& statements, std::int64_t id) {
    std::vector<std::string> texts;
    for (RawStatement& statement : statements) {
        statement.bind(1, id);
        while (statement.step())
            for (int i = 0; i < statement.columns(); ++i)
                if (std::string text = statement.text(i); !text.empty()) texts.push_back(std::move(text));
        statement.reset();
    }
    return texts.size();
}

}  // namespace kith::bench
