#include "store/statement.hpp"

#include "store/connection.hpp"
#include "store/set_table.hpp"
#include "store/statement_cache.hpp"

#include <sqlite3.h>

#include <exception>
#include <new>
#include <utility>

namespace kith::store {

Statement::Statement(Connection& connection, CachedStatement* cached) noexcept
    : connection_(&connection), cached_(cached), handle_(cached->handle) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), cached_(std::exchange(other.cached_, nullptr)), handle_(other.handle_) {}

Statement::~Statement() {
    if (cached_ == nullptr) return;
    sqlite3_reset(handle_);
    if (cached_->owned_by_cache) {
        sqlite3_clear_bindings(handle_);  // views and sets bound without a copy must not outlive this use
        cached_->sets.clear();
        cached_->in_use = false;
    } else {
        sqlite3_finalize(handle_);
        delete cached_;
    }
}

void Statement::fail(int code) const {
    if (!read_only()) connection_->write_failed_ = true;
    std::exception_ptr problem;  // a statement within this one says it better
    for (const auto& set : cached_->sets) {
        if (set->problem) problem = std::exchange(set->problem, nullptr);
    }
    try {
        connection_->fail(code, "SQL");
    } catch (...) {
        if (problem) std::rethrow_exception(problem);
        throw;
    }
}

void Statement::forget_sets() const noexcept {
    for (const auto& set : cached_->sets) set->rows.reset();
}

Statement& Statement::bind_set(int index, std::shared_ptr<const SetPlan> plan) {
    auto set = std::make_shared<BoundSet>(std::move(plan));
    if (const int code = sqlite3_bind_pointer(handle_, index, set.get(), set_pointer, nullptr);
        code != SQLITE_OK)
        fail(code);
    cached_->sets.push_back(std::move(set));
    return *this;
}

Statement& Statement::bind(int index, std::nullptr_t) {
    if (const int code = sqlite3_bind_null(handle_, index); code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind(int index, double value) {
    if (const int code = sqlite3_bind_double(handle_, index, value); code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    const char* data = text.data() != nullptr ? text.data() : "";
    const int code = sqlite3_bind_text64(handle_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind(int index, std::string&& text) {
    const int code =
        sqlite3_bind_text64(handle_, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    const char* data = bytes.data() != nullptr ? bytes.data() : "";
    const int code = sqlite3_bind_blob64(handle_, index, data, bytes.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind_integer(int index, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(handle_, index, value); code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind(int index, const Cell& cell) {
    switch (cell.type) {
        case CellType::null: return bind(index, nullptr);
        case CellType::integer: return bind_integer(index, cell.integer);
        case CellType::real: return bind(index, cell.real);
        case CellType::text: return bind(index, cell.text);
        case CellType::blob: return bind_blob(index, cell.text);
    }
    return *this;
}

int Statement::parameter(const char* name) const noexcept {
    return sqlite3_bind_parameter_index(handle_, name);
}

bool Statement::step() {
    connection_->refuse_unusable();
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    forget_sets();  // another step is another run
    if (code == SQLITE_DONE) return false;
    fail(code);
}

void Statement::run() {
    while (step()) {}
    sqlite3_reset(handle_);
}

void Statement::reset() noexcept {
    sqlite3_reset(handle_);
    forget_sets();
}

bool Statement::null(int column) const noexcept {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const noexcept { return sqlite3_column_int64(handle_, column); }

double Statement::real(int column) const noexcept { return sqlite3_column_double(handle_, column); }

namespace {

/// A value that SQLite had no memory to hand out is not NULL: taken for that, it would be lost with the next write.
std::string_view bytes_of(sqlite3_stmt* statement, int column, const void* bytes) {
    if (bytes != nullptr)
        return {static_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
    if (sqlite3_errcode(sqlite3_db_handle(statement)) == SQLITE_NOMEM) throw std::bad_alloc();
    return {};
}

}  // namespace

// That such a value is not protected from other threads does not matter here: a connection is used by one at a time.
sqlite3_value* Statement::value(int column) const noexcept { return sqlite3_column_value(handle_, column); }

std::string_view Statement::text(int column) const {
    // One look for the column instead of one for the bytes and one for their number.
    sqlite3_value* found = value(column);
    if (const unsigned char* bytes = sqlite3_value_text(found); bytes != nullptr)
        return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_value_bytes(found))};
    return bytes_of(handle_, column, nullptr);
}

Cell Statement::cell(int column) const {
    switch (sqlite3_column_type(handle_, column)) {
        case SQLITE_INTEGER: return Cell::of(integer(column));
        case SQLITE_FLOAT: return Cell::of(real(column));
        case SQLITE_TEXT: return Cell::of(text(column));
        case SQLITE_BLOB:
            return Cell::of_blob(bytes_of(handle_, column, sqlite3_column_blob(handle_, column)));
        default: return {};
    }
}

int Statement::columns() const noexcept { return sqlite3_column_count(handle_); }

std::string_view Statement::column_name(int column) const noexcept {
    return sqlite3_column_name(handle_, column);
}

bool Statement::read_only() const noexcept { return sqlite3_stmt_readonly(handle_) != 0; }

}  // namespace kith::store
