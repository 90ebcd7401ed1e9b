#include "store/connection.hpp"

#include "store/errors.hpp"
#include "store/key.hpp"
#include "store/set_table.hpp"
#include "store/statement_cache.hpp"
#include "store/value.hpp"
#include "store/work.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>

namespace kith::store {

namespace {

/// In work_done_: nothing is bounded now.
constexpr std::int64_t no_limit_lives = -1;

/// A path as a URI for SQLite that marks the file as one that nobody changes.
std::string immutable_uri(std::string_view path) {
    std::string uri = path.substr(0, 1) == "/" ? "file://" : "file:///";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/._-~:").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri + "?immutable=1";
}

}  // namespace

Connection::Connection(const Config& config) : cache_(std::make_unique<Cache>()) {
    work_done_ = no_limit_lives;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (config.read_only) {
        flags |= SQLITE_OPEN_READONLY;
    } else {
        flags |= SQLITE_OPEN_READWRITE;
        if (config.create) flags |= SQLITE_OPEN_CREATE;
    }
    if (config.at_rest) flags |= SQLITE_OPEN_URI;
    const std::string name = config.at_rest ? immutable_uri(config.path) : config.path;
    const int code = sqlite3_open_v2(name.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) {
        sqlite3* failed = std::exchange(handle_, nullptr);
        const std::unique_ptr<sqlite3, int (*)(sqlite3*)> guard(failed, sqlite3_close_v2);
        throw_sqlite(code, failed, fmt::format("cannot open '{}'", config.path));
    }
    try {
        if (const int keyed = give_key(handle_, config.key); keyed != SQLITE_OK)
            fail(keyed, "the key is refused");
        // Before anything is read: SQLite would leave an empty log beside a file that it cannot write.
        if (!config.read_only && sqlite3_db_readonly(handle_, "main") == 1)
            throw Error(Code::read_only,
                        fmt::format("'{}' may not be written by this process: it can be opened "
                                    "with Options::read_only",
                                    config.path));
        // A file may come from a stranger: its schema is data, never code.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        cache_->busy_timeout = std::chrono::milliseconds(config.busy_milliseconds);
        sqlite3_busy_handler(handle_, &Connection::wait_busy, this);
        sqlite3_set_authorizer(handle_, &Connection::authorize, this);
        exec("PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000;");
        if (config.query_only) exec("PRAGMA query_only = ON;");
        register_sets(*this);
    } catch (...) {
        cache_.reset();
        sqlite3_close_v2(std::exchange(handle_, nullptr));
        throw;
    }
}

namespace {

/// FTS5 calls it a mere error when its table of settings is not what it wrote.
bool tells_of_damage(sqlite3* handle) {
    constexpr std::string_view damage = "invalid fts5 file format";
    return std::string_view(sqlite3_errmsg(handle)).substr(0, damage.size()) == damage;
}

}  // namespace

Connection::~Connection() {
    clear_statements();
    sqlite3_close_v2(handle_);
}

void Connection::fail(int code, std::string_view doing) {
    try {
        throw_error(code, doing);
    } catch (...) {
        if (writing_ && !in_transaction()) {
            lost_ = std::current_exception();
            spent_ = true;
        }
        throw;
    }
}

void Connection::throw_error(int code, std::string_view doing) const {
    refuse_stopped();  // whatever SQLite calls it
    if ((code & 0xff) == SQLITE_ERROR && tells_of_damage(handle_)) code = SQLITE_CORRUPT_VTAB;
    if ((code & 0xff) == SQLITE_AUTH && !denied_.empty()) {
        ErrorDetail detail;
        detail.sqlite_code = code;
        throw Error(Code::read_only, denied_, detail);
    }
    if (overworked_) {
        ErrorDetail detail;
        detail.sqlite_code = code;
        detail.arguments = {{"limit", std::to_string(most_work_)}};
        detail.message_ja =
            fmt::format("問い合わせの処理量が上限（{}ステップ、Options::query_work）を超えました", most_work_);
        throw Error(
            Code::limit,
            fmt::format("the query is too much work: it was stopped after {} steps (Options::query_work)",
                        most_work_),
            detail);
    }
    throw_sqlite(code, handle_, doing);
}

Statement Connection::prepare(std::string_view sql) {
    auto& statements = cache_->statements;
    const auto found = statements.find(sql);
    if (found != statements.end() && !found->second->in_use) {
        found->second->in_use = true;
        return {*this, found->second.get()};
    }
    announce(sql, access_);
    if (statements.size() >= statement_cache_limit) clear_statements();
    sqlite3_stmt* handle = nullptr;
    const bool keep = statements.find(sql) == statements.end();
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        keep ? SQLITE_PREPARE_PERSISTENT : 0, &handle, nullptr);
    if (code != SQLITE_OK) {
        if ((code & 0xff) == SQLITE_ERROR && !tells_of_damage(handle_))
            throw Error(Code::parse, fmt::format("SQL: {} in: {}", sqlite3_errmsg(handle_), sql));
        fail(code, "SQL");
    }
    if (handle == nullptr) throw Error(Code::parse, "SQL: empty statement");
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> guard(handle, sqlite3_finalize);
    auto cached = std::make_unique<CachedStatement>();
    cached->handle = handle;
    cached->in_use = true;
    cached->owned_by_cache = keep;
    CachedStatement* lent = cached.get();
    if (keep)
        statements.emplace(std::string(sql), std::move(cached));
    else
        (void)cached.release();
    (void)guard.release();
    return {*this, lent};
}

void Connection::announce(std::string_view sql, Access access) {
    if (!before_reading_) return;
    std::vector<std::string> tables;
    struct Restore {
        Connection& connection;
        Access access;
        ~Restore() { connection.access_ = access; }
    };
    try {
        const Restore restore{*this, std::exchange(access_, access)};
        for (auto& [table, column] : columns_read(sql))
            if (tables.empty() || tables.back() != table) tables.push_back(table);
    } catch (const Error&) {
        return;  // whoever prepares it says what is wrong with it
    }
    // It is not the statement's own work.
    const std::int64_t done = std::exchange(work_done_, no_limit_lives);
    try {
        before_reading_(tables);
    } catch (...) {
        work_done_ = done;
        throw;
    }
    work_done_ = done;
}

void Connection::clear_statements() noexcept {
    if (!cache_) return;
    for (auto it = cache_->statements.begin(); it != cache_->statements.end();) {
        if (it->second->in_use) {
            ++it;
        } else {
            sqlite3_finalize(it->second->handle);
            it = cache_->statements.erase(it);
        }
    }
}

void Connection::exec(std::string_view sql) {
    refuse_unusable();
    const std::string text(sql);
    const int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, "SQL");
}

std::int64_t Connection::integer(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::string Connection::text(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.string(0) : std::string();
}

std::int64_t Connection::changes() const noexcept { return sqlite3_changes64(handle_); }

std::int64_t Connection::total_changes() const noexcept { return sqlite3_total_changes64(handle_); }

void Connection::interrupt() noexcept { sqlite3_interrupt(handle_); }

void Connection::stop() noexcept {
    cache_->stopped = true;
    sqlite3_interrupt(handle_);
}

void Connection::refuse_stopped() const {
    if (cache_->stopped.load(std::memory_order_relaxed)) throw_suspended();
}

void Connection::refuse_unusable() const {
    refuse_stopped();
    if (lost_) std::rethrow_exception(lost_);
}

// Waits like SQLite's own handler, a little longer each time, but not for a connection that is to stop.
int Connection::wait_busy(void* self, int tries) {
    constexpr std::array<int, 8> steps{1, 2, 5, 10, 15, 20, 25, 50};
    Cache& cache = *static_cast<Connection*>(self)->cache_;
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) cache.busy_since = now;
    const auto step = static_cast<std::size_t>(std::min(tries, static_cast<int>(steps.size()) - 1));
    const std::chrono::milliseconds pause(steps[step]);
    if (cache.stopped || now - cache.busy_since + pause > cache.busy_timeout) return 0;
    std::this_thread::sleep_for(pause);
    return 1;
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }

Time Connection::now() const {
    if (transaction_time_) return *transaction_time_;
    if (clock_) return clock_();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

namespace {

unsigned data_version(sqlite3* handle) noexcept {
    unsigned version = 0;  // one that no file has
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return version;
}

}  // namespace

void Connection::drop_kept() noexcept {
    settings_.reset();
    kept_.clear();
}

void Connection::drop_outdated() {
    // SQLite looks at the file where a transaction begins to read, and BEGIN alone does not.
    if (sqlite3_txn_state(handle_, "main") == SQLITE_TXN_NONE) (void)integer("SELECT 1 FROM setting LIMIT 1");
    const unsigned known = std::exchange(file_version_, data_version(handle_));
    if (known != file_version_) drop_kept();
}

// A transaction of its own dropped what it changed, and nobody else could change anything meanwhile.
void Connection::note_version() noexcept { file_version_ = data_version(handle_); }

const Settings& Connection::settings() {
    drop_outdated();
    if (!settings_) {
        Settings settings;
        Statement statement =
            prepare("SELECT key, value FROM setting WHERE key IN "
                    "('region', 'time_zone', 'week_start', 'fiscal_year_start', 'history_days')");
        while (statement.step()) {
            const std::string_view key = statement.text(0);
            if (key == "region") settings.region = statement.string(1);
            if (key == "time_zone") settings.time_zone = statement.string(1);
            if (key == "week_start") settings.week_start = static_cast<int>(statement.integer(1));
            if (key == "fiscal_year_start")
                settings.fiscal_year_start = static_cast<int>(statement.integer(1));
            if (key == "history_days") settings.history_days = static_cast<int>(statement.integer(1));
        }
        settings_ = std::move(settings);
    }
    return *settings_;
}

const std::string& Connection::file_uid() {
    if (file_uid_.empty()) file_uid_ = text("SELECT value FROM setting WHERE key = 'uid'");
    return file_uid_;
}

// work --------------------------------------------------------------------------------------------------------

namespace {

constexpr int work_stride = 20'000;  // steps between two looks

}  // namespace

int Connection::work(void* self) {
    auto& connection = *static_cast<Connection*>(self);
    if (connection.work_done_ == no_limit_lives) return 0;
    connection.work_done_ += work_stride;
    connection.overworked_ = connection.work_done_ > connection.most_work_;
    return connection.overworked_ ? 1 : 0;
}

namespace {

/// The work of the function that this thread is in.
struct FunctionWork {
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
    std::int64_t done = 0;
};
thread_local FunctionWork function_work;

}  // namespace

void charge(std::int64_t steps) noexcept { function_work.done += steps; }

std::int64_t work_left() noexcept {
    return std::max<std::int64_t>(function_work.left - function_work.done, 0);
}

void Connection::spend(std::int64_t steps) {
    if (most_work_ <= 0 || work_done_ == no_limit_lives) return;
    work_done_ += steps;
    overworked_ = work_done_ > most_work_;
    if (overworked_) fail(SQLITE_INTERRUPT, "SQL");
}

WorkLimit::WorkLimit(Connection& connection) noexcept : connection_(connection) {
    connection_.work_done_ = 0;
    connection_.overworked_ = false;
    if (connection_.most_work_ > 0)
        sqlite3_progress_handler(connection_.handle_, work_stride, &Connection::work, &connection_);
}

WorkLimit::~WorkLimit() {
    sqlite3_progress_handler(connection_.handle_, 0, nullptr, nullptr);
    connection_.overworked_ = false;
    connection_.work_done_ = no_limit_lives;
}

// functions ---------------------------------------------------------------------------------------------------

namespace {

void call_function(sqlite3_context* context, int count, sqlite3_value** values) {
    std::array<Cell, Connection::most_arguments> cells{};
    if (count > Connection::most_arguments) {  // of a function that takes any number
        sqlite3_result_error(context, "too many arguments for a function of kith's", -1);
        return;
    }
    try {
        for (int i = 0; i < count; ++i) cells[static_cast<std::size_t>(i)] = cell_of(values[i]);
        auto& function = *static_cast<Connection::Function*>(sqlite3_user_data(context));
        const OwnedCell result =
            function(std::span<const Cell>(cells.data(), static_cast<std::size_t>(count)));
        const Cell cell = result.view();
        switch (cell.type) {
            case CellType::null: sqlite3_result_null(context); break;
            case CellType::integer: sqlite3_result_int64(context, cell.integer); break;
            case CellType::real: sqlite3_result_double(context, cell.real); break;
            case CellType::text:
                sqlite3_result_text64(context, cell.text.data(), cell.text.size(), SQLITE_TRANSIENT,
                                      SQLITE_UTF8);
                break;
            case CellType::blob:
                sqlite3_result_blob64(context, cell.text.data(), cell.text.size(), SQLITE_TRANSIENT);
                break;
        }
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    } catch (const std::exception& problem) {
        sqlite3_result_error(context, problem.what(), -1);
    } catch (...) {
        sqlite3_result_error(context, "a function failed", -1);
    }
}

}  // namespace

void Connection::create_function(const std::string& name, int arguments, Function function) {
    if (arguments > most_arguments)
        throw Error(Code::invalid_argument,
                    fmt::format("SQL function {}: at most {} arguments are passed on", name, most_arguments));
    auto owned =
        std::make_unique<Function>([this, function = std::move(function)](std::span<const Cell> cells) {
            const bool bounded = most_work_ > 0 && work_done_ != no_limit_lives;
            function_work = {bounded ? most_work_ - work_done_ : std::numeric_limits<std::int64_t>::max(), 0};
            OwnedCell result = function(cells);
            if (bounded) work_done_ += function_work.done;
            if (bounded && work_done_ > most_work_) {
                overworked_ = true;
                throw std::runtime_error("the query is too much work");  // fail() says it in full
            }
            return result;
        });
    // DIRECTONLY: a schema that came with a file cannot call it. SQLite frees the function, on failure too.
    const int code = sqlite3_create_function_v2(handle_, name.c_str(), arguments,
                                                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                                owned.release(), &call_function, nullptr, nullptr,
                                                [](void* pointer) { delete static_cast<Function*>(pointer); });
    if (code != SQLITE_OK) fail(code, "register SQL function " + name);
}

}  // namespace kith::store
