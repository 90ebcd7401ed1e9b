// A prepared statement, borrowed from its connection's cache.
#pragma once

#include "store/cell.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3_stmt;
struct sqlite3_value;

namespace kith::store {

class Connection;
struct CachedStatement;
struct SetPlan;

/// A prepared statement. `Connection::prepare` lends it; destruction resets it and gives it back to the cache.
/// Belongs to the thread that uses its connection. Errors throw kith::Error.
///
/// Text bound from a string_view is not copied and must live until the statement is stepped to its end, reset or
/// destroyed; a temporary std::string is copied.
class Statement {
public:
    Statement(Connection& connection, CachedStatement* cached) noexcept;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    // Parameters count from 1.
    Statement& bind(int index, std::nullptr_t);
    Statement& bind(int index, double value);
    Statement& bind(int index, std::string_view text);
    Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
    Statement& bind(int index, std::string&& text);  // copied
    Statement& bind(int index, const std::string& text) { return bind(index, std::string_view(text)); }
    Statement& bind_blob(int index, std::string_view bytes);
    Statement& bind(int index, const Cell& cell);
    /// Binds what `kith_set(?)` and `kith_value(?, ...)` read (set_table.hpp). Its rows are made anew by every run.
    Statement& bind_set(int index, std::shared_ptr<const SetPlan> plan);
    template <class N, std::enable_if_t<std::is_integral_v<N>, int> = 0>
    Statement& bind(int index, N value) {
        return bind_integer(index, static_cast<std::int64_t>(value));
    }
    /// Binds ?1, ?2, ... in order.
    template <class... Values>
    Statement& bind_all(Values&&... values) {
        int index = 0;
        (bind(++index, std::forward<Values>(values)), ...);
        return *this;
    }
    /// The number of a named parameter (":name"), or 0.
    [[nodiscard]] int parameter(const char* name) const noexcept;

    /// Goes to the next row; false at the end.
    bool step();
    /// Steps to the end: for statements without rows. The statement is then reset and can be bound and run again.
    void run();
    /// Back to the start; bindings stay.
    void reset() noexcept;

    // Columns of the current row count from 0. Text lives until the next step, reset or destruction.
    [[nodiscard]] bool null(int column) const noexcept;
    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] double real(int column) const noexcept;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
    [[nodiscard]] Cell cell(int column) const;
    /// As SQLite has it, for src/store alone.
    [[nodiscard]] sqlite3_value* value(int column) const noexcept;
    [[nodiscard]] int columns() const noexcept;
    [[nodiscard]] std::string_view column_name(int column) const noexcept;
    /// True when SQLite knows that the statement writes nothing.
    [[nodiscard]] bool read_only() const noexcept;

private:
    Statement& bind_integer(int index, std::int64_t value);
    [[noreturn]] void fail(int code) const;

    void forget_sets() const noexcept;

    Connection* connection_;
    CachedStatement* cached_;
    sqlite3_stmt* handle_;
};

}  // namespace kith::store
