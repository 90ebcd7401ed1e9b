// The preupdate hook: SQLite's row changes into a ChangeSet.
#pragma once

#include "store/change_set.hpp"
#include "store/table_sums.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_value;

namespace kith::store {

class Connection;
class Core;
struct KnownTable;

/// Listens to one connection for one transaction, fills a ChangeSet and sums up the rows of the tables that have sums. Tables
/// without a TableSpec (derived tables, the host's, the journal itself) are not in the set, and temporary ones are not
/// seen at all.
class Capture {
public:
    /// `core` knows the tables.
    Capture(Connection& connection, const Core& core);
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    [[nodiscard]] const ChangeSet& changes() const noexcept { return set_; }
    /// What was written adds this to the sums.
    [[nodiscard]] const SumChanges& sums() const noexcept { return sums_; }

    // Marks, one per open savepoint, innermost last.

    /// Opens a mark to cut back to.
    void open_mark();
    /// Closes the innermost mark; what came after it stays.
    void close_mark();
    /// Forgets what came after the innermost mark; the mark stays open. Cells that went to the journal early are
    /// the journal's to cut back.
    void cut_to_mark();
    /// How many cells are older than the innermost mark.
    [[nodiscard]] std::size_t cells_before_mark() const noexcept {
        return marks_.empty() ? 0 : marks_.back().cells;
    }

    /// Drops the kept cells from `from` on: they are in the journal now.
    void drop_cells(std::size_t from);

    /// SQLite's result code of a row that could not be captured (most likely there was no memory), or 0. After one
    /// the set is incomplete and the transaction must not commit.
    [[nodiscard]] int failed() const noexcept { return failed_; }
    /// True when a cell of this (table, column) was captured: which tracked columns need transitions.
    [[nodiscard]] bool touched_tracked(int table, int column) const {
        return tracked_.count(key(table, column)) > 0;
    }

private:
    static void hook(void* self, sqlite3* handle, int operation, const char* database, const char* table,
                     long long key1, long long key2);
    void on_change(sqlite3* handle, int operation, const TableSpec& spec, long long key1, long long key2);
    void sum_up(sqlite3* handle, int operation, const SummedTable& table);
    void on_insert(sqlite3* handle, const TableSpec& spec, std::int64_t row);
    void on_update(sqlite3* handle, const TableSpec& spec, std::int64_t row);
    void on_remove(sqlite3* handle, const TableSpec& spec, std::int64_t row);
    void on_link_removed(sqlite3* handle, const TableSpec& spec);
    void add_owners(sqlite3* handle, const TableSpec& spec, bool old, ColumnMask columns = every_column);
    void add_event(ChangeSet::Op op, const TableSpec& spec, int position, std::int64_t row,
                   ColumnMask columns = every_column);
    void add_cell(const TableSpec& spec, int column, std::int64_t row, std::int64_t part,
                  std::int64_t subject, sqlite3_value* old);
    void add_text_cell(const TableSpec& spec, int column, std::int64_t row, std::int64_t part,
                       std::int64_t subject, std::string text);
    [[nodiscard]] bool inserted_here(const TableSpec& spec, std::int64_t row) const;
    [[nodiscard]] const KnownTable* find(const char* table);
    static std::uint32_t key(int table, int column) noexcept {
        return static_cast<std::uint32_t>(table) << 16 | static_cast<std::uint32_t>(column);
    }

    struct Mark {
        std::size_t events = 0;
        std::size_t cells = 0;
        std::size_t texts = 0;
        std::size_t text_bytes = 0;
        std::size_t extensions = 0;
    };
    /// A run older than a mark that grew after it: where it ended before.
    struct Extension {
        std::size_t event;
        std::int64_t last;
    };
    void extend(std::size_t event, std::int64_t last);

    Connection& connection_;
    sqlite3* handle_;
    const Core& core_;
    ChangeSet set_;
    SumChanges sums_;
    std::vector<Mark> marks_;
    std::vector<Extension> extensions_;
    const KnownTable* last_table_ = nullptr;  // rows come in runs of one table
    // The event that a further insert of this kind may extend, by (op, table, position).
    std::unordered_map<std::uint64_t, std::size_t> open_runs_;
    std::unordered_map<int, std::vector<std::size_t>> insert_runs_;  // events of inserts by table
    std::unordered_map<std::uint32_t, bool> tracked_;
    std::int64_t part_ = 0;
    int failed_ = 0;
};

}  // namespace kith::store
