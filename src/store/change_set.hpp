// What one transaction changed, as the preupdate hook saw it.
#pragma once

#include "store/cell.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::store {

/// Special column numbers in `change` and `merge_move` (see 001_foundation.sql).
namespace column {
inline constexpr int removed = 0;      // the row was removed; for link tables old_value is the row as JSON
inline constexpr int inserted = -1;    // rows row_id..old_value were inserted
inline constexpr int reinserted = -2;  // a removed row came back under its old id
inline constexpr int linked = -3;      // link rows with leading key row_id..old_value were inserted
inline constexpr int erased = -4;      // rows row_id..old_value were erased, or something in them was
}  // namespace column

/// A journaled table, as the records room describes it.
struct TableSpec {
    int number = 0;  ///< permanent
    std::string name{};
    bool link = false;  ///< WITHOUT ROWID: rows carry `seq`, the leading key column is the owner
    std::vector<int>
        column_numbers{};  ///< by position in the table; 0: not journaled (version, updated_at, derived)
    std::vector<std::string> columns{};  ///< names, by position in the table
    std::vector<int> tracked{};          ///< permanent numbers of columns whose changes write `transition`
    int subject = -1;           ///< position of the column that holds the contact concerned; -1: none
    std::vector<int> owners{};  ///< positions of the columns that hold the owning record (elements, links)
    int owner_table = 0;        ///< number of the table a side table's own id points to; 0: none
    bool definitions = false;   ///< rooms keep on a connection what they read from it (Connection::kept)
};

/// Inclusive ranges of ids, sorted and disjoint.
using IdRanges = std::vector<std::pair<std::int64_t, std::int64_t>>;
/// Makes ranges in any order sorted and disjoint; neighbours are joined.
void merge_ranges(IdRanges& ranges);

/// Columns of one table by position, as bits; those from the 64th on share the last bit.
using ColumnMask = std::uint64_t;
inline constexpr ColumnMask every_column = ~ColumnMask{0};
[[nodiscard]] constexpr ColumnMask column_bit(std::size_t position) noexcept {
    return ColumnMask{1} << (position < 63 ? position : 63);
}

/// A table whose changes matter to somebody: rows that came or went, and rows of which one of `columns` changed.
struct Watch {
    int table = 0;
    ColumnMask columns = every_column;
};

/// Which tables commits touched: enough to know whom they may concern. A value; adding is cheap.
class Touched {
public:
    /// Something that no table shows: settings, tables made anew, a journal that was pruned.
    bool everything = false;
    /// Time went by, or may have: what depends on it is to be looked at.
    bool time = false;

    /// Rows of a table came or went.
    void add_rows(int table) { tables_[table].rows = true; }
    /// Columns of rows of a table changed.
    void add_columns(int table, ColumnMask columns) { tables_[table].columns |= columns; }
    void add(const Touched& other);
    [[nodiscard]] bool any_table() const noexcept { return !tables_.empty(); }
    /// Whether the watch sees any of it.
    [[nodiscard]] bool concerns(const Watch& watch) const;

private:
    struct Table {
        bool rows = false;
        ColumnMask columns = 0;
    };
    std::map<int, Table> tables_;
};

/// What a transaction did to one table.
struct TableChanges {
    IdRanges inserted{};               ///< new rows; link tables: leading keys of new rows
    IdRanges updated{};                ///< rows of which a journaled column changed
    IdRanges removed{};                ///< removed rows; link tables: leading keys of removed rows
    std::map<int, IdRanges> owners{};  ///< owning records of touched element and link rows, by owner column position
};

/// The tables that a transaction changed, by number.
class ChangedTables {
public:
    /// The changes of one table, or null.
    [[nodiscard]] const TableChanges* table(int number) const;
    [[nodiscard]] bool empty() const noexcept { return tables_.empty(); }
    [[nodiscard]] auto begin() const noexcept { return tables_.begin(); }
    [[nodiscard]] auto end() const noexcept { return tables_.end(); }

private:
    friend class ChangeSet;
    std::map<int, TableChanges> tables_;
};

/// One changed cell.
struct CellChange {
    int table = 0;
    int column = 0;
    std::int64_t row = 0;
    std::int64_t part = 0;     ///< tells the removed rows of one link owner apart
    std::int64_t subject = 0;  ///< contact concerned; 0: none
    Cell old{};                ///< the value before; text points into the set
};

/// The changes of one transaction. Filled by the preupdate hook, read by derive steps and the journal.
///
/// Inserts are runs of ids, so a million of them are a few ranges; updates keep the old cells, which go to the
/// journal early when they outgrow `Options::change_memory`. Everything can be cut back to an earlier mark.
class ChangeSet {
public:
    /// What changed, by table. Cost: O(n log n) in the changes.
    [[nodiscard]] ChangedTables tables() const;
    /// As much of it as the watches see.
    [[nodiscard]] ChangedTables tables(const std::vector<Watch>& watches) const;
    [[nodiscard]] bool empty() const noexcept { return events_.empty(); }
    /// Which tables and columns. Cost: O(n) in the changes.
    [[nodiscard]] Touched touched() const;

    /// Cells still in memory, in the order of arrival (earlier ones may be in the journal already).
    [[nodiscard]] const std::vector<CellChange>& cells() const noexcept { return cells_; }
    /// Bytes that the kept cells take.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return text_bytes_ + cells_.size() * sizeof(CellChange);
    }

private:
    friend class Capture;

    enum class Op : std::uint8_t { inserted, updated, removed, owner };
    struct Event {
        Op op;
        std::int16_t table;
        std::int16_t position;  // of the owner column, for Op::owner
        ColumnMask columns;     // that an update changed; every column for rows that came or went
        std::int64_t first;
        std::int64_t last;
    };

    [[nodiscard]] ChangedTables gather(const std::vector<Watch>* watches) const;

    std::vector<Event> events_;
    std::vector<CellChange> cells_;
    std::deque<std::string> texts_;  // a deque never moves its elements: views into them stay valid
    std::size_t text_bytes_ = 0;
};

}  // namespace kith::store
