// The room "history": the journal read back. What happened to a record, and taking transactions back.
//
//   catalogue.hpp   which table is what, and which columns refer to a record type (this file)
//   row.hpp         rows of rowid tables, cell by cell       link_row.hpp   rows of link tables
//   values.hpp      cells as the values that hosts see
//   merge_log.hpp   what merges did, for everything that must follow them
//   take_back.hpp   the engine that takes back a transaction or a merge
//   undo.hpp        undo of transactions                     entries.hpp    the journal as entries to show
//
// Everything here is found from the descriptors, so a new record type needs no line in this room.
#pragma once

#include "records/record_type.hpp"
#include "store/change_set.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kith::history {

/// What a journaled table holds.
enum class TableKind {
    record,   ///< one row per record
    side,     ///< long text of a record, keyed by the record's id
    element,  ///< multi-valued parts with ids of their own
    link,     ///< WITHOUT ROWID rows keyed by what they link
    engine,   ///< bookkeeping: source records, decisions, merges
};

/// A type that has elements in a table.
struct ElementOf {
    const RecordType* type = nullptr;
    const records::Element* element = nullptr;
    int owner = -1;  ///< position of the owner column in the table
};

/// One journaled table. Lives as long as the library.
struct TableInfo {
    const store::TableSpec* spec = nullptr;
    TableKind kind = TableKind::engine;
    const RecordType* type = nullptr;   ///< of a record or side table
    std::vector<ElementOf> elements{};  ///< of an element table, or a link table that is some type's element
    std::vector<const records::Field*> fields{};  ///< by position; null for columns that are no descriptor's field
    std::vector<const RecordType*> targets{};  ///< by position: the record type the column refers to, or null
    int position = -1;                         ///< of the column `position`, or -1

    /// The position of a column by name; -1 when there is none.
    [[nodiscard]] int column(std::string_view name) const noexcept;
    /// The position of a column by its permanent number (not 0); -1 when there is none.
    [[nodiscard]] int numbered(int number) const noexcept;
    /// True for a column that holds an element's owner.
    [[nodiscard]] bool is_owner(int column_position) const noexcept;
};

/// The table with this permanent number or name, or null. Safe from any thread, like everything below.
[[nodiscard]] const TableInfo* table_info(int number);
[[nodiscard]] const TableInfo* table_info(std::string_view name);
/// All journaled tables.
[[nodiscard]] const std::vector<TableInfo>& all_tables();

/// The record type with this permanent number, or null.
[[nodiscard]] const RecordType* type_of(std::int64_t number);

/// How rows that refer to a record hang on it.
enum class Bond {
    part,         ///< elements and side rows: they are the record
    merged,       ///< `merged_into`: losers point to their survivor
    field,        ///< a reference of another record or of its element
    link,         ///< a link row (participant, tagging, list member, custom value)
    bookkeeping,  ///< where it came from, decisions about it: no reason to keep it
};

/// One column through which rows refer to records of a type.
struct Reference {
    const TableInfo* table = nullptr;
    int column = -1;  ///< position
    Bond bond = Bond::field;
    std::string condition{};  ///< SQL over the alias r that tells the rows that mean this type; empty: all
    /// "r.column = X [AND condition]" with X put in.
    [[nodiscard]] std::string matches(std::string_view expression) const;
};

/// Every column that can refer to a record of `type`.
[[nodiscard]] const std::vector<Reference>& references_to(const RecordType& type);

}  // namespace kith::history
