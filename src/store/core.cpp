#include "store/core.hpp"

#include "store/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>
#include <utility>

namespace kith::store {

namespace {

/// What this thread is doing with which database, innermost last: nested use is refused, not deadlocked.
struct Activity {
    const Core* core;
    Connection* connection;
    bool writing;
    Where where;
};
thread_local std::vector<Activity> activities;

struct Active {
    Active(const Core* core, Connection* connection, bool writing, const Where& where) {
        activities.push_back({core, connection, writing, where});
    }
    ~Active() { activities.pop_back(); }
    Active(const Active&) = delete;
    Active& operator=(const Active&) = delete;
};

const Activity* activity_of(const Core* core) {
    for (auto it = activities.rbegin(); it != activities.rend(); ++it)
        if (it->core == core) return &*it;
    return nullptr;
}

std::string place(const Where& where) { return fmt::format("{}:{}", where.file, where.line); }

[[noreturn]] void refuse_nested(const Activity& outer, const Where& inner) {
    ErrorDetail detail;
    detail.arguments = {{"outer", place(outer.where)}, {"inner", place(inner)}};
    throw Error(
        Code::nested_use,
        fmt::format("the database is used at {} inside its own {} closure at {}: use the closure's {} instead",
                    place(inner), outer.writing ? "write" : "read", place(outer.where),
                    outer.writing ? "Transaction" : "Reader"),
        detail);
}

std::string random_hex(std::size_t bytes) {
    std::random_device source;
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += fmt::format("{:02x}", source() & 0xffu);
    return text;
}

}  // namespace

struct Core::State {
    std::string path;
    Options options;
    Registration registration;
    std::unordered_map<std::string_view, const TableSpec*> by_name;
    std::unordered_map<int, const TableSpec*> by_number;
    bool memory = false;
    bool read_only = false;
    std::string read_only_reason;

    std::mutex writing;                  // held by the one writer
    std::unique_ptr<Connection> writer;  // in memory: also the only reader
    Where writing_at{};                  // guarded by pool

    std::mutex pool;  // guards what follows
    std::condition_variable returned;
    std::vector<std::unique_ptr<Connection>> idle;
    std::size_t lent = 0;
    Where reading_at{};
    bool closed = false;
    bool stale = false;  // a derived table was written by an older algorithm
    std::function<void(Connection&)> prepare_connection;

    [[nodiscard]] Connection::Config config(bool query_only) const {
        return {.path = path,
                .create = false,
                .read_only = read_only,
                .query_only = query_only,
                .busy_milliseconds = static_cast<int>(options.busy_timeout.count())};
    }
    [[nodiscard]] std::unique_ptr<Connection> connect(bool query_only) const {
        auto connection = std::make_unique<Connection>(config(query_only));
        prepare(*connection);
        return connection;
    }
    void prepare(Connection& connection) const {
        connection.clock_ = options.clock;
        if (registration.prepare_connection) registration.prepare_connection(connection);
    }
    void open_writer();
    void initialise(Connection& connection);
    void check_derived(Connection& connection);
    [[noreturn]] void refuse_closed() const {
        throw Error(Code::closed, fmt::format("'{}' was closed", path));
    }
};

Core::Core() : state_(std::make_unique<State>()) {}

Core::~Core() {
    state_->idle.clear();
    state_->writer.reset();  // the last connection checkpoints and removes the log
}

void Core::State::initialise(Connection& connection) {
    connection.exec("BEGIN IMMEDIATE");
    try {
        // Another process may have made the file meanwhile.
        if (check_file(connection, path) == FileState::fresh) {
            migrate(connection);
            Statement insert = connection.prepare("INSERT INTO setting (key, value) VALUES (?1, ?2)");
            const auto set = [&](std::string_view key, std::string_view value) {
                insert.bind_all(key, value);
                insert.run();
            };
            const std::string uid = random_hex(16);
            set("uid", uid);
            set("region", options.region);
            set("time_zone",
                options.time_zone.empty() ? std::string_view("UTC") : std::string_view(options.time_zone));
            insert.bind_all("replica", 0).run();
            insert.bind_all("week_start", options.week_start == 0 ? 1 : options.week_start).run();
            insert
                .bind_all("fiscal_year_start", options.fiscal_year_start == 0 ? 1 : options.fiscal_year_start)
                .run();
            for (const DeriveStep& step : registration.steps) {
                insert.bind(1, "derived:" + step.name).bind(2, step.version);
                insert.run();
            }
            connection.exec("INSERT INTO counter (name, next) VALUES ('change_txn', 1)");
        } else {
            migrate(connection);
        }
        connection.exec("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) connection.exec("ROLLBACK");
        throw;
    }
}

void Core::State::check_derived(Connection& connection) {
    for (const DeriveStep& step : registration.steps) {
        Statement statement = connection.prepare("SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?1");
        statement.bind(1, "derived:" + step.name);
        const std::int64_t version = statement.step() ? statement.integer(0) : 0;
        if (version < step.version) stale = true;
        if (version > step.version) {
            read_only = true;
            read_only_reason = fmt::format(
                "its derived table '{}' was written by a newer kith (algorithm {}, this one has {})",
                step.name, version, step.version);
        }
    }
}

void Core::State::open_writer() {
    Connection::Config settings = config(false);
    settings.create = options.create && !read_only;
    const bool exists = memory || std::filesystem::exists(std::filesystem::path(path));
    if (!exists && !settings.create) throw Error(Code::io, fmt::format("'{}' does not exist", path));
    FileState found = FileState::fresh;
    try {
        writer = std::make_unique<Connection>(settings);
        found = check_file(*writer, path);
    } catch (const Error& error) {
        if (error.code() != Code::not_a_kith_file || error.sqlite_code() == 0) throw;
        throw Error(Code::not_a_kith_file, fmt::format("'{}' is not a kith file: {}", path, error.what()));
    }
    if (read_only) {
        if (found != FileState::current)
            throw Error(Code::read_only,
                        fmt::format("'{}' is {} and cannot be migrated read-only", path,
                                    found == FileState::fresh ? "empty" : "of an older file format"));
    } else {
        if (!memory) {
            const bool wal = options.journal == Journal::wal;
            const std::string mode =
                writer->text(wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
            if (mode != (wal ? "wal" : "delete"))
                throw Error(Code::unsupported, fmt::format("'{}' cannot use the journal mode {}: it stays {}",
                                                           path, wal ? "WAL" : "rollback", mode));
            switch (options.durability) {
                case Durability::full: writer->exec("PRAGMA synchronous = FULL"); break;
                case Durability::normal: writer->exec("PRAGMA synchronous = NORMAL"); break;
                case Durability::off: writer->exec("PRAGMA synchronous = OFF"); break;
            }
        }
        if (found != FileState::current) initialise(*writer);
    }
    prepare(*writer);
    check_derived(*writer);
}

std::shared_ptr<Core> Core::open(const std::string& path, Options options, Registration registration) {
    if (path.empty()) throw Error(Code::invalid_argument, "the path of a database is empty");
    if (options.week_start < 0 || options.week_start > 7)
        throw Error(Code::invalid_argument, "Options::week_start is 1 (Monday) to 7 (Sunday)");
    if (options.fiscal_year_start < 0 || options.fiscal_year_start > 12)
        throw Error(Code::invalid_argument, "Options::fiscal_year_start is a month, 1 to 12");
    std::shared_ptr<Core> core(new Core());
    State& state = *core->state_;
    state.path = path;
    state.options = std::move(options);
    state.options.readers = std::max<std::size_t>(1, state.options.readers);
    state.memory = path == ":memory:";
    state.read_only = state.options.read_only;
    state.read_only_reason = "it was opened read-only";
    state.registration = std::move(registration);
    for (const TableSpec& spec : state.registration.tables) {
        state.by_name.emplace(spec.name, &spec);
        state.by_number.emplace(spec.number, &spec);
    }
    state.open_writer();
    return core;
}

const Options& Core::options() const noexcept { return state_->options; }
const Registration& Core::registration() const noexcept { return state_->registration; }

const TableSpec* Core::table(std::string_view name) const noexcept {
    const auto found = state_->by_name.find(name);
    return found == state_->by_name.end() ? nullptr : found->second;
}

const TableSpec* Core::table(int number) const noexcept {
    const auto found = state_->by_number.find(number);
    return found == state_->by_number.end() ? nullptr : found->second;
}

Time Core::now() const {
    if (state_->options.clock) return state_->options.clock();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void Core::write_settings(Writer& writer, const Settings& settings) {
    if (settings.week_start < 1 || settings.week_start > 7)
        throw Error(Code::invalid_value, "the week starts on an ISO weekday, 1 (Monday) to 7 (Sunday)");
    if (settings.fiscal_year_start < 1 || settings.fiscal_year_start > 12)
        throw Error(Code::invalid_value, "the fiscal year starts in a month, 1 to 12");
    writer.setting("region", settings.region);
    writer.setting("time_zone", settings.time_zone);
    writer.setting("week_start", std::to_string(settings.week_start));
    writer.setting("fiscal_year_start", std::to_string(settings.fiscal_year_start));
}

// writing -----------------------------------------------------------------------------------------------------

std::int64_t Core::write(const std::string& actor, const Where& where,
                         const std::function<void(Writer&)>& work) {
    State& state = *state_;
    if (const Activity* outer = activity_of(this)) refuse_nested(*outer, where);
    const std::lock_guard lock(state.writing);
    {
        const std::lock_guard guard(state.pool);
        if (state.closed) state.refuse_closed();
        state.writing_at = where;
    }
    if (state.read_only)
        throw Error(Code::read_only,
                    fmt::format("'{}' cannot be written: {}", state.path, state.read_only_reason));
    Writer writer(*this, *state.writer, actor);
    const Active active(this, state.writer.get(), true, where);
    if (state.stale) {
        for (const DeriveStep& step : state.registration.steps)
            if (writer.setting("derived:" + step.name) != std::to_string(step.version))
                writer.rebuild_step(step);
    }
    work(writer);
    const std::int64_t seq = writer.commit();
    state.stale = false;
    return seq;
}

// reading -----------------------------------------------------------------------------------------------------

namespace {

/// A snapshot: everything read until destruction is of one moment.
class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_(connection) {
        connection_.prepare("BEGIN").run();
    }
    ~Snapshot() {
        try {
            connection_.prepare("ROLLBACK").run();
        } catch (...) {  // nothing was written; the next BEGIN reports what is wrong
            connection_.interrupt();
        }
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Connection& connection_;
};

}  // namespace

void Core::read(const Where& where, const std::function<void(Connection&)>& work) {
    State& state = *state_;
    if (const Activity* outer = activity_of(this)) {
        if (outer->writing) refuse_nested(*outer, where);
        work(*outer->connection);  // the same snapshot
        return;
    }
    if (state.memory) {
        const std::lock_guard lock(state.writing);
        {
            const std::lock_guard guard(state.pool);
            if (state.closed) state.refuse_closed();
            state.reading_at = where;
        }
        state.writer->settings_.reset();
        const Snapshot snapshot(*state.writer);
        const Active active(this, state.writer.get(), false, where);
        work(*state.writer);
        return;
    }

    std::unique_ptr<Connection> connection;
    {
        std::unique_lock lock(state.pool);
        state.returned.wait(
            lock, [&] { return state.closed || !state.idle.empty() || state.lent < state.options.readers; });
        if (state.closed) state.refuse_closed();
        ++state.lent;
        state.reading_at = where;
        if (!state.idle.empty()) {
            connection = std::move(state.idle.back());
            state.idle.pop_back();
        }
    }
    struct Return {
        State& state;
        std::unique_ptr<Connection>& connection;
        ~Return() {
            {
                const std::lock_guard lock(state.pool);
                --state.lent;
                if (connection && !state.closed && !connection->in_transaction())
                    state.idle.push_back(std::move(connection));
            }
            state.returned.notify_one();
        }
    } giving_back{state, connection};
    if (!connection) connection = state.connect(true);
    connection->settings_.reset();
    const Snapshot snapshot(*connection);
    const Active active(this, connection.get(), false, where);
    work(*connection);
}

// maintenance -------------------------------------------------------------------------------------------------

void Core::rebuild(const Where& where, const std::string& actor) {
    write(actor, where, [&](Writer& writer) {
        for (const DeriveStep& step : state_->registration.steps) writer.rebuild_step(step);
    });
}

namespace {

void check_sqlite(Connection& connection, std::vector<Finding>& findings) {
    Statement integrity = connection.prepare("PRAGMA integrity_check");
    while (integrity.step())
        if (integrity.text(0) != "ok") findings.push_back({"sqlite", "", integrity.string(0)});
    Statement references = connection.prepare("PRAGMA foreign_key_check");
    while (references.step())
        findings.push_back(
            {"foreign key", references.string(0),
             fmt::format("row {} refers to a missing row of {}", references.integer(1), references.text(2))});
}

/// Rows of the owned tables before and after a rebuild, compared in both directions.
void compare_table(Connection& connection, const std::string& table, const DeriveStep& step,
                   std::vector<Finding>& findings) {
    const auto differ = [&](const std::string& sql, std::string_view what) {
        const std::int64_t rows = connection.integer("SELECT count(*) FROM (" + sql + ")");
        if (rows > 0)
            findings.push_back({"derived", table, fmt::format("{} {} ({})", rows, what, step.name)});
    };
    differ(fmt::format("SELECT * FROM temp.\"before_{0}\" EXCEPT SELECT * FROM main.\"{0}\"", table),
           "rows are there that a rebuild does not make");
    differ(fmt::format("SELECT * FROM main.\"{0}\" EXCEPT SELECT * FROM temp.\"before_{0}\"", table),
           "rows are missing that a rebuild makes");
}

/// Rebuilds a step's tables and compares; the caller takes the rebuild back.
void compare_step(Writer& writer, const DeriveStep& step, const std::function<void()>& rebuild,
                  std::vector<Finding>& findings) {
    for (const std::string& table : step.owns)
        writer.connection().exec(fmt::format("DROP TABLE IF EXISTS temp.\"before_{0}\"; CREATE TEMP TABLE "
                                             "\"before_{0}\" AS SELECT * FROM main.\"{0}\"",
                                             table));
    rebuild();
    for (const std::string& table : step.owns) compare_table(writer.connection(), table, step, findings);
}

}  // namespace

std::vector<Finding> Core::verify(const Where& where) {
    State& state = *state_;
    std::vector<Finding> findings;
    // A damaged page ends a check, not the verification.
    const auto guarded = [&](const std::function<void()>& check) {
        try {
            check();
        } catch (const Error& error) {
            if (error.code() != Code::corrupt && error.code() != Code::io) throw;
            findings.push_back({"sqlite", "", error.what()});
        }
    };
    const auto read_checks = [&](Connection& connection) {
        guarded([&] { check_sqlite(connection, findings); });
        for (const auto& check : state.registration.checks) guarded([&] { check(connection, findings); });
    };
    if (state.read_only) {
        read(where, read_checks);
        return findings;
    }
    // Derived tables are rebuilt in a transaction that is then taken back.
    struct Undone {};
    guarded([&] {
        try {
            write("", where, [&](Writer& writer) {
                read_checks(writer.connection());
                for (const DeriveStep& step : state.registration.steps)
                    guarded([&] {
                        compare_step(
                            writer, step, [&] { writer.rebuild_step(step); }, findings);
                    });
                throw Undone();
            });
        } catch (const Undone&) {
            const std::lock_guard lock(state.writing);
            state.writer->clear_statements();  // they may refer to the temporary tables, which are gone now
        }
    });
    return findings;
}

void Core::close(const Where& where) {
    State& state = *state_;
    if (const Activity* outer = activity_of(this)) refuse_nested(*outer, where);
    const std::unique_lock writing(state.writing, std::try_to_lock);
    std::unique_lock lock(state.pool);
    if (state.closed) return;
    const auto busy = [&](std::string_view what, const Where& at) {
        throw Error(Code::in_use, fmt::format("'{}' cannot be closed: a {} is running, begun at {}",
                                              state.path, what, place(at)));
    };
    if (!writing.owns_lock()) busy(state.memory ? "call" : "write", state.writing_at);
    if (state.lent > 0) busy("read", state.reading_at);
    state.idle.clear();
    if (!state.memory && !state.read_only && state.options.journal == Journal::wal) {
        state.writer->prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
        state.writer.reset();
        if (std::filesystem::exists(std::filesystem::path(state.path + "-wal"))) {
            state.writer = state.connect(false);
            throw Error(
                Code::in_use,
                fmt::format("'{}' cannot be closed to one file: another connection, of this process or another, "
                            "holds it open",
                            state.path));
        }
    }
    state.writer.reset();
    state.closed = true;
    lock.unlock();
    state.returned.notify_all();
}

}  // namespace kith::store
