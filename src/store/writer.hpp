// One write transaction and the commit pipeline: derive, journal, commit, publish.
#pragma once

#include "store/change_set.hpp"
#include "store/connection.hpp"

#include <kith/options.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

class Core;
class SumChanges;
class Writer;

/// A derived table: a pure function of records and settings, kept by the commit pipeline.
struct DeriveStep {
    std::string name{};            ///< "match_key"
    int version = 1;               ///< of the algorithm: a file written by an older one is rebuilt
    std::vector<Watch> watches{};  ///< what it is made from; none: `derive` is called for every change and finds out
    std::vector<std::string> owns{};  ///< the derived tables it writes; nobody else does
    /// Contentless full-text tables over what it owns. Emptied before a rebuild and compared by their vocabulary; what
    /// is configured in them is lost when they are remade, so `rebuild` configures them.
    std::vector<std::string> indexes{};
    std::vector<std::string> settings{};  ///< keys of settings it depends on: changing one rebuilds
    bool of_time =
        false;  ///< what a rebuild makes depends on when: `verify` leaves comparing to a check of its own
    bool after_journal = false;  ///< it reads what was: it runs when the transaction's journal is written
    /// Brings the derived rows of what was touched up to date, in the same transaction. `touched` is not empty and
    /// holds what the watches see.
    std::function<void(Writer&, const ChangedTables& touched)> derive{};
    /// Makes everything anew; the owned tables are empty when it is called.
    std::function<void(Writer&)> rebuild{};
    /// In its place, where the records alone say it: the owned tables of another time can be made, too.
    std::function<void(Connection&)> fill{};
};

/// Who writes, when and why.
struct TransactionInfo {
    std::int64_t seq = 0;
    Time at{};
    std::string actor{};
    std::string label{};
};

/// One write transaction. Made by Core; lives on the stack of the writing thread.
class Writer {
public:
    [[nodiscard]] Connection& connection() noexcept { return connection_; }
    [[nodiscard]] Core& core() noexcept { return core_; }
    /// This transaction's number, time, actor and label.
    [[nodiscard]] const TransactionInfo& info() const noexcept { return info_; }
    void label(std::string_view text) { info_.label = text; }
    /// The next id of a table's counter; never given twice, even when the transaction is undone later.
    [[nodiscard]] std::int64_t next_id(std::string_view table);
    /// Reserves `count` ids in a row and gives the first.
    [[nodiscard]] std::int64_t next_ids(std::string_view table, std::int64_t count);
    /// What has changed so far.
    [[nodiscard]] const ChangeSet& changes() const noexcept;
    /// What it has added to the sums of tables so far.
    [[nodiscard]] const SumChanges& sums() const noexcept;
    /// Whether it wrote a setting.
    [[nodiscard]] bool settings_changed() const noexcept;
    /// What it writes says that time has gone by: whoever depends on time is to be told, though no record was touched.
    void time_passed() noexcept { time_passed_ = true; }
    [[nodiscard]] bool has_time_passed() const noexcept { return time_passed_; }

    /// Settings (table `setting`) as text; empty when absent.
    [[nodiscard]] std::string setting(std::string_view key);
    void setting(std::string_view key, std::string_view value);

    /// What this transaction removes is to be forgotten (`Privacy::erase`): derive steps and observers see it as ever, but
    /// no old value goes to the journal, only which rows it was; what is deleted from now on is overwritten with zeros;
    /// and full-text indices are merged at the commit, so that they do not keep the words of deleted entries. Not to be
    /// mixed with writes that an undo should take back: it finds nothing of this transaction.
    void forget();

    // Savepoints nest. Rolling one back cuts the capture back too. A room that catches an error of a statement
    // that writes must have a savepoint around it: otherwise the commit refuses, because the capture would hold
    // rows that SQLite has taken back.
    void open_savepoint();
    void release_savepoint();
    void rollback_savepoint();

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();

private:
    friend class Core;
    struct State;

    /// The commit makes the sums of tables anew: what they hold now is taken for what was written.
    void accept_tables() noexcept { accepting_ = true; }
    Writer(Core& core, Connection& connection, std::string actor);
    /// Derives, journals and commits; gives the seq, or 0 when nothing had changed.
    std::int64_t commit();
    void leave() noexcept;
    /// The steps that run before the journal is written, or those after it.
    void derive(bool after_journal);
    /// Drops the tables that a step owns and makes them again, empty: whatever was damaged in them is gone.
    void remake_tables(const DeriveStep& step);
    void rebuild_step(const DeriveStep& step);
    void journal();
    void journal_erased();
    void merge_full_text();
    void transitions(const ChangedTables& tables);
    void open_journal();
    void keep_sums();
    void spill_if_large();
    void write_cells(std::size_t from);

    Core& core_;
    Connection& connection_;
    TransactionInfo info_;
    std::unique_ptr<State> state_;
    bool committed_ = false;
    bool time_passed_ = false;
    bool accepting_ = false;
};

}  // namespace kith::store
