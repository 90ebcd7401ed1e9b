// The room "store": one SQLite file, opened, guarded, written in one way.
//
//   Connection   one sqlite3 handle with its statement cache            connection.hpp
//   Schema       migrations, and the check that a file is kith's own    schema.hpp
//   ChangeSet    what a transaction changed, from the preupdate hook    change_set.hpp
//   Writer       one write transaction: derive, journal, commit         writer.hpp
//   Core         the file: pooled readers, one writer, settings         core.hpp
//
// Nothing here knows a record type: rooms above register tables (TableSpec) and derive steps.
#pragma once

#include "store/statement.hpp"

#include <kith/error.hpp>
#include <kith/options.hpp>
#include <kith/value.hpp>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;

namespace kith::store {

/// What raw SQL from the host may do on a connection.
enum class Access {
    own,         ///< kith's own statements: everything
    host_read,   ///< `Reader::sql`: read only
    host_write,  ///< `Transaction::sql`: read everything, write `app_` tables
};

/// One connection. Used by one thread at a time; the pool and the writer's lock see to that.
class Connection {
public:
    struct Config {
        std::string path{};  ///< UTF-8; ":memory:" for a private in-memory database
        bool create = false;
        bool read_only = false;  ///< SQLITE_OPEN_READONLY
        bool at_rest = false;  ///< with read_only: nobody writes the file, so SQLite needs no locks and no log
        bool query_only = false;  ///< a pooled reader: READWRITE handle that refuses writes
        int busy_milliseconds = 5000;
        std::string_view key{};  ///< of an encrypted file; must live until the constructor is done
    };

    explicit Connection(const Config& config);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A cached prepared statement for `sql`. Throws `parse` for SQL that SQLite refuses.
    [[nodiscard]] Statement prepare(std::string_view sql);
    /// Runs one or more statements without parameters or rows.
    void exec(std::string_view sql);
    /// The first column of the first row as integer; 0 when there is none.
    [[nodiscard]] std::int64_t integer(std::string_view sql);
    /// The first column of the first row as text; empty when there is none.
    [[nodiscard]] std::string text(std::string_view sql);
    /// Runs host SQL under `access`, one statement; parameters are bound to ?1, ?2, ...
    [[nodiscard]] Rows host_sql(std::string_view sql, std::span<const Value> parameters, Access access);

    /// A deterministic SQL function for this connection's own statements, of so many arguments (-1: any number up to
    /// most_arguments). It may not be used inside a schema, so files stay readable without it. `function` gets views that
    /// live for the call; what it throws becomes the statement's error. Throws `invalid_argument` for more arguments than
    /// are passed on.
    static constexpr int most_arguments = 8;
    using Function = std::function<OwnedCell(std::span<const Cell>)>;
    void create_function(const std::string& name, int arguments, Function function);

    /// Counts work of its own that C++ does for the statement that runs now, in steps like those of SQLite's machine. Throws
    /// `limit` when a WorkLimit lives and it is too much.
    void spend(std::int64_t steps);

    /// Called with the tables that a statement reads, before the statement is prepared: it may put temporary tables in their
    /// place. What it prepares itself is announced too.
    using BeforeReading = std::function<void(const std::vector<std::string>& tables)>;
    void before_reading(BeforeReading call) { before_reading_ = std::move(call); }

    /// Rows changed by the last statement.
    [[nodiscard]] std::int64_t changes() const noexcept;
    /// Rows that were written since the connection was opened: unchanged means that nothing was.
    [[nodiscard]] std::int64_t total_changes() const noexcept;
    /// Stops a running statement; safe from any thread.
    void interrupt() noexcept;
    /// Stops what runs, and refuses every further statement with `suspended`: the connection is to be closed. Safe from any
    /// thread.
    void stop() noexcept;
    /// Throws `suspended` when it was stopped, and where SQLite has taken a write transaction back of its own accord (a full
    /// disk, say) what it gave as the reason: what came after would be committed statement by statement.
    void refuse_unusable() const;
    /// The tables and columns that a statement reads; a column "" is a table of which it reads none. Views and WITH
    /// clauses are seen through. Cost: see dependencies.hpp, which knows what it means.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> columns_read(std::string_view sql);
    [[nodiscard]] bool in_transaction() const noexcept;
    /// Drops cached statements (needed before DDL and close).
    void clear_statements() noexcept;

    /// The file's settings; read again when the file has changed.
    [[nodiscard]] const Settings& settings();
    /// What a room reads from its definitions and needs again and again: made by `make`, kept until the file changes, by a
    /// commit of whomever or by this connection in a table whose TableSpec says `definitions`. `key` is the address of
    /// something that is the room's own.
    template <class T, class Make>
    [[nodiscard]] std::shared_ptr<const T> kept(const void* key, Make&& make) {
        drop_outdated();
        if (const auto found = kept_.find(key); found != kept_.end())
            return std::static_pointer_cast<const T>(found->second);
        auto made = std::make_shared<const T>(make());
        kept_[key] = made;
        return made;
    }
    /// Forgets the settings and what is kept: something that they are made from is about to change, or has.
    void drop_kept() noexcept;
    /// The file's random uid, 32 hex digits; it never changes.
    [[nodiscard]] const std::string& file_uid();
    /// The time: of the transaction in a Writer, else by the clock of the options.
    [[nodiscard]] Time now() const;

    /// Throws the Error for an SQLite result code, with the connection's message.
    [[noreturn]] void fail(int code, std::string_view doing);

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }

private:
    friend class Statement;
    friend class Core;
    friend class WorkLimit;
    friend class Writer;
    struct Cache;

    bool writing_ = false;       // a Writer has begun a transaction
    std::exception_ptr lost_{};  // why SQLite has rolled that back
    bool spent_ = false;  // it has once, or could not: what failed may be remembered, and fail the next
    bool write_failed_ = false;      // a writing statement failed since the last savepoint or BEGIN
    std::function<Time()> clock_{};  // empty: the system's
    std::optional<Time> transaction_time_{};
    std::optional<Settings> settings_{};
    std::unordered_map<const void*, std::shared_ptr<const void>> kept_{};
    unsigned file_version_ = 0;  // that settings_ and kept_ are of
    void drop_outdated();
    void note_version() noexcept;
    std::string file_uid_{};
    sqlite3* handle_ = nullptr;
    std::unique_ptr<Cache> cache_;
    Access access_ = Access::own;
    bool altered_ = false;        // host SQL altered a table
    std::string denied_{};        // what the authorizer refused last
    std::int64_t most_work_ = 0;  // Options::query_work
    std::int64_t work_done_ = 0;  // under the WorkLimit that lives
    bool overworked_ = false;     // it stopped a statement
    BeforeReading before_reading_{};
    void announce(std::string_view sql, Access access);
    void refuse_stopped() const;
    [[noreturn]] void throw_error(int code, std::string_view doing) const;
    static int work(void* self);
    static int wait_busy(void* self, int tries);
    static int authorize(void* self, int action, const char* a, const char* b, const char* database,
                         const char* by);
};

/// While it lives, what the connection's statements do together is bounded by Options::query_work: a statement beyond
/// it fails with `limit`. Put it around reading what outside text asks for, not around writes. One at a time; counts
/// in strides of some ten thousand steps, which costs nothing that can be measured.
class WorkLimit {
public:
    explicit WorkLimit(Connection& connection) noexcept;
    ~WorkLimit();
    WorkLimit(const WorkLimit&) = delete;
    WorkLimit& operator=(const WorkLimit&) = delete;

private:
    Connection& connection_;
};

}  // namespace kith::store
