#include "store/core_state.hpp"

#include "store/errors.hpp"
#include "store/key.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <thread>
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

constexpr int most_history_days = 36'500;
constexpr std::int64_t prune_with_write = 500;  // rows: some milliseconds beside a write

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

}  // namespace

Core::Core() : state_(std::make_unique<State>()) {}

Core::~Core() {
    if (state_->dispatcher) {
        {
            const std::lock_guard lock(state_->pool);
            for (Connection* connection : state_->running)
                connection->stop();  // only the dispatcher's may run
        }
        state_->dispatcher->stop();
    }
    state_->idle.clear();
    state_->writer.reset();  // the last connection checkpoints and removes the log
    if (state_->options.read_only && !state_->closed) state_->tidy();
    wipe(state_->options.key);
}

void Core::State::refuse_unusable() const {
    if (closed) throw Error(Code::closed, fmt::format("'{}' was closed", path));
    if (suspended) throw_suspended();
}

void Core::State::refuse_written() const {
    ErrorDetail detail;
    detail.retryable = true;
    throw Error(Code::busy, fmt::format("'{}' was written by another process while it was read", path),
                detail);
}

std::string Registration::problem_of(const Settings& settings) const {
    if (settings.week_start < 1 || settings.week_start > 7)
        return "the week starts on an ISO weekday, 1 (Monday) to 7 (Sunday)";
    if (settings.fiscal_year_start < 1 || settings.fiscal_year_start > 12)
        return "the fiscal year starts in a month, 1 to 12";
    if (settings.history_days < 0 || settings.history_days > most_history_days)
        return fmt::format("the history is kept for 0 (for ever) to {} days", most_history_days);
    return settings_problem ? settings_problem(settings) : std::string();
}

const Options& Core::options() const noexcept { return state_->options; }
const std::shared_ptr<Dispatcher>& Core::dispatcher() const noexcept { return state_->dispatcher; }
const Registration& Core::registration() const noexcept { return state_->registration; }

const TableSpec* Core::table(std::string_view name) const noexcept {
    const KnownTable* found = known(name);
    return found == nullptr ? nullptr : found->spec;
}

const KnownTable* Core::known(std::string_view name) const noexcept {
    const auto found = state_->by_name.find(name);
    return found == state_->by_name.end() ? nullptr : &found->second;
}

const std::vector<SummedTable>& Core::summed_tables() const noexcept { return state_->summed; }

const TableSpec* Core::table(int number) const noexcept {
    const auto found = state_->by_number.find(number);
    return found == state_->by_number.end() ? nullptr : found->second;
}

Time Core::now() const {
    if (state_->options.clock) return state_->options.clock();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void Core::write_settings(Writer& writer, const Settings& settings) {
    const std::string problem = writer.core().registration().problem_of(settings);
    if (!problem.empty()) throw Error(Code::invalid_value, problem);
    writer.setting("region", settings.region);
    writer.setting("time_zone", settings.time_zone);
    writer.setting("week_start", std::to_string(settings.week_start));
    writer.setting("fiscal_year_start", std::to_string(settings.fiscal_year_start));
    // A file that never had it reads as "for ever", also to older versions.
    if (settings.history_days != 0 || !writer.setting("history_days").empty())
        writer.setting("history_days", std::to_string(settings.history_days));
}

// writing -----------------------------------------------------------------------------------------------------

namespace {

/// Tells the journal's tail which number a transaction has, and what became of it.
class Numbering {
public:
    Numbering(Tail& tail, const Writer& writer) : tail_(tail) { tail_.writing(writer.info().seq); }
    ~Numbering() { tail_.wrote(seq_, committed_ ? std::move(settings_) : std::nullopt); }
    Numbering(const Numbering&) = delete;
    Numbering& operator=(const Numbering&) = delete;
    /// Notes what the settings will be; nobody else can change them before the commit.
    void committing(Writer& writer) {
        if (writer.settings_changed()) settings_ = settings_of(writer.connection());
    }
    void committed(std::int64_t seq) {
        seq_ = seq;
        committed_ = true;
    }

private:
    Tail& tail_;
    std::int64_t seq_ = 0;
    bool committed_ = false;
    std::optional<std::string> settings_{};
};

/// The transaction stands, so nothing may fail any more.
void publish(Dispatcher& dispatcher, const Writer& writer) noexcept {
    try {
        if (!dispatcher.listening()) return;
        Touched touched = writer.changes().touched();
        touched.everything = writer.settings_changed();
        touched.time = writer.has_time_passed();
        dispatcher.publish(touched);
    } catch (...) {  // no memory for the details
        dispatcher.publish_everything();
    }
}

}  // namespace

std::int64_t Core::write(const std::string& actor, const Where& where,
                         const std::function<void(Writer&)>& work) {
    State& state = *state_;
    refuse_inside(where);
    const std::lock_guard lock(state.writing);
    {
        const std::lock_guard guard(state.pool);
        state.refuse_unusable();
        state.writing_at = where;
    }
    if (state.released) state.reopen();
    if (state.read_only)
        throw Error(Code::read_only,
                    fmt::format("'{}' cannot be written: {}", state.path, state.read_only_reason));
    if (!state.writer) state.writer = state.connect_writer();
    // Where SQLite has rolled back of its own accord, or even the rollback fails, the connection goes, and its locks and what it
    // remembers of the error with it; in memory the data would go too.
    struct LetGo {
        State& state;
        ~LetGo() {
            if (!state.memory && (state.writer->spent_ || state.writer->in_transaction()))
                state.writer.reset();
        }
    } letting_go{state};  // outlives `running`, which names the connection
    const State::Running running(state, *state.writer);
    // Active first: the writer asks the host's clock for the time, and the clock may try to use the database.
    const Active active(this, state.writer.get(), true, where);
    std::int64_t seq = 0;
    std::optional<Time> horizon;
    {
        Writer writer(*this, *state.writer, actor);
        Numbering number(state.tail, writer);
        if (state.stale) {
            for (const DeriveStep& step : state.registration.steps)
                if (writer.setting("derived:" + step.name) != std::to_string(step.version))
                    writer.rebuild_step(step);
        }
        work(writer);
        horizon = state.horizon_due(writer);
        number.committing(writer);
        seq = writer.commit();
        state.stale = false;
        number.committed(seq);
        publish(*state.dispatcher, writer);
    }
    if (horizon) prune_some(*horizon);
    return seq;
}

// What the setting `history_days` asks for: once a day it is looked up, and then each write prunes a little until
// nothing is left to prune.
std::optional<Time> Core::State::horizon_due(Writer& last) {
    const Time now = last.info().at;
    if (last.settings_changed()) next_prune = Time{};
    if (now < next_prune) return std::nullopt;
    const int days = last.connection().settings().history_days;
    if (days > 0) return now - std::chrono::hours(24) * days;
    next_prune = now + std::chrono::hours(24);
    return std::nullopt;
}

// In a transaction of its own: the write that it comes with stands, whatever becomes of this.
void Core::prune_some(Time horizon) noexcept {
    State& state = *state_;
    try {
        Writer writer(*this, *state.writer, {});
        const PruneBatch batch = prune_batch(writer, horizon, prune_with_write);
        if (!batch.more) state.next_prune = writer.info().at + std::chrono::hours(24);
        writer.commit();
    } catch (...) {  // the next write tries again, and says what is wrong with the file if anything is
        state.next_prune = Time{};
    }
}

// reading -----------------------------------------------------------------------------------------------------

namespace {

/// A snapshot: everything read until destruction is of one moment.
class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_(connection) {
        if (connection_.in_transaction()) connection_.prepare("ROLLBACK").run();  // the last one failed
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

void Core::read(const Where& where, const std::function<void(Connection&)>& work, Patience patience) {
    State& state = *state_;
    if (const Activity* outer = activity_of(this)) {
        if (outer->writing) refuse_nested(*outer, where);
        work(*outer->connection);  // the same snapshot
        return;
    }
    if (state.memory) {
        std::unique_lock lock(state.writing, std::defer_lock);
        if (patience == Patience::any) lock.lock();
        while (!lock.owns_lock() && !lock.try_lock()) {
            if (state.closing > 0) throw_suspended();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        {
            const std::lock_guard guard(state.pool);
            state.refuse_unusable();
            state.reading_at = where;
        }
        const State::Running running(state, *state.writer);
        const Snapshot snapshot(*state.writer);
        const Active active(this, state.writer.get(), false, where);
        work(*state.writer);
        return;
    }

    while (state.released) {  // whoever has its turn opens it: no read waits for a whole write
        const std::unique_lock lock(state.writing, std::try_to_lock);
        if (!lock.owns_lock()) {
            if (patience == Patience::none_for_close && state.closing > 0) throw_suspended();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } else if (state.released) {
            state.reopen();
        }
    }
    std::unique_ptr<Connection> connection;
    Connection::Config config;
    FileStamp seen;
    struct Return {
        State& state;
        std::unique_ptr<Connection>& connection;
        const FileStamp& seen;
        bool lent = false;
        ~Return() {
            if (!lent) return;
            {
                std::unique_lock lock(state.pool);
                if (connection && !state.closed && !state.suspended && !connection->in_transaction() &&
                    seen == state.stamp) {
                    state.idle.push_back(std::move(connection));
                } else {  // closed before it counts as returned: `suspend` waits for that
                    lock.unlock();
                    connection.reset();
                    lock.lock();
                }
                --state.lent;
            }
            state.returned.notify_all();
        }
    } giving_back{state, connection, seen};
    {
        std::unique_lock lock(state.pool);
        const auto gives_way = [&] { return patience == Patience::none_for_close && state.closing > 0; };
        state.returned.wait(lock, [&] {
            return state.closed || state.suspended || gives_way() || !state.idle.empty() ||
                   state.lent < state.options.readers;
        });
        state.refuse_unusable();
        if (gives_way()) throw_suspended();
        state.idle.reserve(state.idle.size() + state.lent + 1);  // giving back needs no memory then
        ++state.lent;
        giving_back.lent = true;
        state.reading_at = where;
        if (state.written_meanwhile()) {
            state.idle.clear();
            state.look_at_rest();
        }
        seen = state.stamp;
        config = state.config(true);
        if (!state.idle.empty()) {
            connection = std::move(state.idle.back());
            state.idle.pop_back();
        }
    }
    const auto torn = [&] { return config.at_rest && stamp_of(state.path) != seen; };
    try {
        if (!connection) connection = state.connect(config);
        const State::Running running(state, *connection);
        const Snapshot snapshot(*connection);
        const Active active(this, connection.get(), false, where);
        work(*connection);
    } catch (const Error&) {
        if (torn()) state.refuse_written();
        throw;
    }
    if (torn()) state.refuse_written();
}

void Core::read_apart(const Where& where, Time at, const std::function<void(Connection&)>& work) {
    State& state = *state_;
    refuse_inside(where);
    read(where, [&](Connection& present) {
        const auto apart = state.memory ? state.copy_of(present) : state.connect(state.config(true));
        const State::Running running(state, *apart);
        // Tables of another time do not refer to those of now; and an encrypted file leaves nothing readable behind.
        apart->exec("PRAGMA foreign_keys = OFF");
        if (!state.options.key.empty()) apart->exec("PRAGMA temp_store = MEMORY");
        apart->transaction_time_ = at;
        const Snapshot snapshot(*apart);
        const Active active(this, apart.get(), false, where);
        work(*apart);
    });
}

// closing ----------------------------------------------------------------------------------------------------

void Core::refuse_inside(const Where& where) const {
    if (const Activity* outer = activity_of(this)) refuse_nested(*outer, where);
}

void Core::close(const Where& where) {
    State& state = *state_;
    refuse_inside(where);
    {
        const State::Closing closing(state);
        const std::unique_lock writing(state.writing, std::try_to_lock);
        const std::lock_guard lock(state.pool);
        if (state.closed) return;
        const auto busy = [&](std::string_view what, const Where& at) {
            throw Error(Code::in_use, fmt::format("'{}' cannot be closed: a {} is running, begun at {}",
                                                  state.path, what, place(at)));
        };
        if (!writing.owns_lock()) busy(state.memory ? "call" : "write", state.writing_at);
        if (state.lent > 0) busy("read", state.reading_at);
        state.idle.clear();
        // A file that was let go of (`suspend`) stays as it is; one that was then taken up again read-only has no writer.
        if (!state.memory && !state.options.read_only && state.options.journal == Journal::wal &&
            !state.released && (state.writer || !state.read_only)) {
            if (!state.writer) state.writer = state.connect_writer();
            state.writer->prepare("PRAGMA wal_checkpoint(TRUNCATE)").run();
            state.writer.reset();
            if (std::filesystem::exists(file_path(state.path + "-wal")))
                throw Error(
                    Code::in_use,
                    fmt::format(
                        "'{}' cannot be closed to one file: another connection, of this process or another, "
                        "holds it open",
                        state.path));
        }
        state.writer.reset();
        state.closed = true;
        state.file.reset();
        if (state.options.read_only) state.tidy();
    }
    state.returned.notify_all();
    state.dispatcher->stop();  // without the locks: a callback that runs may wait for them
}

}  // namespace kith::store
