// The file: one serialised writer, pooled readers, settings, derive steps.
#pragma once

#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/database.hpp>
#include <kith/options.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

class Dispatcher;
struct SummedTable;

/// What the rooms above tell the store when a database opens.
struct Registration {
    std::vector<TableSpec> tables{};
    std::vector<DeriveStep> steps{};
    /// Further checks for `verify`: each adds its findings.
    std::vector<std::function<void(Connection&, std::vector<Finding>&)>> checks{};
    /// Called for every connection when it opens: registers the functions that queries use.
    std::function<void(Connection&)> prepare_connection{};
    /// What is wrong with the settings that the store itself does not understand (region, time zone), in words;
    /// empty: nothing.
    std::function<std::string(const Settings&)> settings_problem{};

    /// What records of one table keep of those of another, made anew in a table of an earlier time.
    struct Copies {
        std::string_view table{};
        std::string_view of{};
        std::function<void(Connection&)> settle{};
    };
    std::vector<Copies> copies{};

    /// What is wrong with settings, in words; empty: nothing.
    [[nodiscard]] std::string problem_of(const Settings& settings) const;
};

/// One of kith's own tables, as those see it that are told of its rows.
struct KnownTable {
    std::string_view name{};
    const TableSpec* spec = nullptr;      ///< null: it is not journaled
    const SummedTable* summed = nullptr;  ///< null: it has no sum
};

/// One open file. Shared by all Database handles on it; safe for any number of threads.
class Core : public std::enable_shared_from_this<Core> {
public:
    /// Opens, checks, migrates; see Database::open.
    static std::shared_ptr<Core> open(const std::string& path, Options options, Registration registration);
    ~Core();

    /// Runs `work` in one write transaction on this thread; gives its seq (0 when nothing changed).
    std::int64_t write(const std::string& actor, const Where& where, const std::function<void(Writer&)>& work);
    /// Whether a read that must wait for its turn lets a `close` go first, and throws `suspended` then: the dispatcher's
    /// does, because a close waits for it.
    enum class Patience { any, none_for_close };
    /// Runs `work` on a snapshot.
    void read(const Where& where, const std::function<void(Connection&)>& work,
              Patience patience = Patience::any);

    /// Runs `work` on a snapshot by a connection that is given up afterwards, with a clock that stands at `at`: temporary
    /// tables may take the place of the file's.
    void read_apart(const Where& where, Time at, const std::function<void(Connection&)>& work);

    [[nodiscard]] const Options& options() const noexcept;
    [[nodiscard]] const Registration& registration() const noexcept;
    [[nodiscard]] const TableSpec* table(std::string_view name) const noexcept;
    [[nodiscard]] const TableSpec* table(int number) const noexcept;
    /// Null for a table that is none of kith's.
    [[nodiscard]] const KnownTable* known(std::string_view name) const noexcept;
    /// Those of which the file keeps sums.
    [[nodiscard]] const std::vector<SummedTable>& summed_tables() const noexcept;
    /// The clock of the options, or the system's.
    [[nodiscard]] Time now() const;
    /// Throws `invalid_value`.
    static void write_settings(Writer& writer, const Settings& settings);

    /// See Database::backup. A snapshot is held meanwhile: with a write-ahead log, writers go on and the log grows; with a
    /// rollback journal and in memory they wait, as for every reader.
    BackupResult backup(const std::string& target, const BackupOptions& options, const Where& where);
    /// See Database::verify. Opened read-only, the file is copied into SQLite's temporary place to make the derived
    /// tables anew there.
    std::vector<Finding> verify(const Where& where);
    /// Makes all indices and derived tables anew: also those that SQLite finds damaged.
    void rebuild(const Where& where, const std::string& actor);
    /// What `scour` managed.
    struct Scoured {
        bool rewritten = false;    ///< the file holds nothing but its present content
        bool log_emptied = false;  ///< and so does the log beside it
        std::string problem{};     ///< what was in the way, in English; empty: nothing
    };
    /// Sees to it that what was deleted is not left in free pages, in the gaps of others, or in the log: writes the whole
    /// file anew when `rewrite` asks for it, then folds the log in and empties it. Waits for readers as long as
    /// Options::busy_timeout. What is in the way is told, not thrown, unless the database cannot be used at all.
    Scoured scour(const Where& where, bool rewrite);
    void close(const Where& where);

    /// Who is told what commits changed; lives as long as anyone holds it, tells nobody after the close.
    [[nodiscard]] const std::shared_ptr<Dispatcher>& dispatcher() const noexcept;
    // See Database.
    bool poll(const Where& where);
    void suspend(const Where& where);
    void resume(const Where& where);

private:
    struct State;
    Core();
    /// Throws `nested_use` when this thread is inside a closure of this database.
    void refuse_inside(const Where& where) const;
    /// A batch of what is older. The caller holds the writer's lock and no transaction.
    void prune_some(Time horizon) noexcept;
    std::unique_ptr<State> state_;
    friend class Writer;
};

}  // namespace kith::store
