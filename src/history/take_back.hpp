// The engine that takes back a transaction (from the journal) or a merge (from its own record).
//
// A cell goes back only if it still holds what the operation wrote: for a merge that is recorded, for a transaction
// it is what the next later change found, else what is there now. Ids compare resolved through merges. Rows that
// were removed come back under their ids; rows that were inserted go unless something of later transactions, or a
// table of the host, hangs on them. What the rules of the data forbid by now is left as it is. Whatever stays is
// reported by name.
//
// The work is a list in a temporary table, so that a large transaction needs no memory, and runs in this order:
// who is merged into whom; removed rows; cells; inserted rows and links; what had to wait for a name to become free;
// removed links; versions and computed columns.
#pragma once

#include "history/merge_log.hpp"

#include <kith/history.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kith::history {

/// What was done.
struct Outcome {
    std::size_t restored = 0;
    std::vector<Kept> kept{};
};

/// One use takes back one operation. Belongs to the write transaction it is made in.
class TakeBack {
public:
    /// Takes back a transaction. The merges it made must have been taken back before.
    TakeBack(store::Writer& writer, std::int64_t seq, bool has_merges);
    /// Takes back a merge that has been marked as taken back.
    TakeBack(store::Writer& writer, const MergeInfo& merge);

    /// Does it. Throws `in_use` when a record that would be merged again has gained something since.
    Outcome run();

private:
    /// One cell of the operation.
    struct CellOp {
        int position = -1;
        store::OwnedCell before{};
        store::OwnedCell after{};  // merges only
    };
    /// One row of the operation.
    struct RowOp {
        const TableInfo* table = nullptr;
        std::int64_t row = 0;
        bool removed = false;
        std::vector<CellOp> cells{};
    };
    /// What became of a row.
    enum class Done { yes, later };

    // take_back.cpp: the list, who is merged into whom
    void load();
    [[nodiscard]] RowOp read_op(int table, std::int64_t row);
    template <class Visit>
    void each_row(const char* condition, Visit&& visit);
    void restore_merged();
    [[nodiscard]] bool made_merge(const RecordType& type, std::int64_t id);
    [[nodiscard]] bool ended_merge(const RecordType& type, std::int64_t id);
    [[nodiscard]] bool moves(const TableInfo& table, int position) const;
    [[nodiscard]] std::int64_t resolved(const RecordType& type, std::int64_t id);
    void finish();

    // take_back_cells.cpp: cells
    Done restore(const RowOp& op, bool last);
    Done try_restore(const RowOp& op, bool last);
    Done restore_cells(const RowOp& op, const Cells& now, bool last);
    Done write_cells(const RowOp& op, const Cells& now, const SomeCells& cells, bool last);
    [[nodiscard]] std::string write_unless_refused(const RowOp& op, const SomeCells& cells);
    void settle_deferred();
    void untangle(std::vector<RowOp>& stuck);
    [[nodiscard]] store::OwnedCell wrote(const RowOp& op, const CellOp& cell, const store::OwnedCell& now);
    [[nodiscard]] bool holds(const TableInfo& table, std::int64_t row, int position,
                             const store::OwnedCell& now, const store::OwnedCell& wrote);
    [[nodiscard]] store::OwnedCell home(const RowOp& op, const CellOp& cell);
    [[nodiscard]] bool went_home(const RowOp& op, const CellOp& cell);
    [[nodiscard]] store::OwnedCell carried(const TableInfo& table, std::int64_t row, int position,
                                           const store::OwnedCell& home, bool note);

    // take_back_rows.cpp: rows that were removed, rows that merges dropped
    Done bring_back(const RowOp& op, bool last);
    [[nodiscard]] SomeCells cells_before(std::int64_t merge, const TableInfo& table, std::int64_t row);
    bool revive(const RowOp& op);
    [[nodiscard]] bool complete_references(const TableInfo& table, std::int64_t row, SomeCells& cells,
                                           bool last);
    Done put_back(const TableInfo& table, std::int64_t row, SomeCells cells, bool last);
    Done insert(const TableInfo& table, std::int64_t row, const SomeCells& cells);
    void hand_over(const RowOp& op, const Cells& now);
    void remove_merge_rows();
    void replace_twin(const TableInfo& table, int column, std::int64_t row, std::int64_t holder);

    // take_back_inserted.cpp: rows that were inserted
    void remove_inserted();
    void collect_inserted();
    std::int64_t keep_edited();
    std::int64_t keep_hosted();
    std::int64_t keep_row(const TableInfo& table, std::int64_t row, std::string_view reason);
    void keep_needed();
    std::int64_t keep_dependants(const TableInfo& table);
    std::int64_t keep_parts(const TableInfo& table);
    void drop_kept(const TableInfo& table);
    void remove_rows(const TableInfo& table);
    void report_kept_rows();

    // take_back_links.cpp: link rows
    void restore_merge_links();
    void find_gone_links();
    std::int64_t restore_kept_links();
    void find_successors();
    void remove_inserted_links();
    void forget_notes(const TableInfo& table, std::int64_t first, std::int64_t last);
    void remove_inserted_links(const TableInfo& table);
    void restore_links();
    void restore_link(LinkRow row, std::int64_t after);
    [[nodiscard]] std::int64_t namesake(const RecordType& type, std::int64_t id);
    void remove_link(const LinkRow& row);
    bool refill(const LinkRow& left);
    void bring(const LinkMove& move);
    [[nodiscard]] bool owner_kept(const LinkRow& row);
    void follow_copies(const RecordType& type, std::int64_t id);

    // reporting and upkeep
    void touch(const RecordType& type, std::int64_t id, bool refresh);
    void touch(const Owner& owner);
    void keep(const RecordType& type, std::int64_t id, std::string field, std::string reason);
    void keep(const RowOp& op, const Cells& cells, int position, std::string reason);
    void keep(const LinkRow& row, std::string reason);
    void keep_gone(const TableInfo& table, std::int64_t row);

    store::Writer& writer_;
    store::Connection& connection_;
    Links links_;
    MergeLog log_;
    std::int64_t seq_;
    std::optional<MergeInfo> merge_;
    bool has_merges_ = false;
    bool later_ = false;         // transactions after seq_ exist
    bool older_undone_ = false;  // merges before it were taken back after it
    bool later_merges_ = false;  // merges after it are in force
    std::int64_t before_ = 0;    // merges before this one are older than the operation
    std::vector<RowOp> deferred_{};
    std::set<std::pair<const RecordType*, std::int64_t>> merged_again_{};
    std::set<std::string> vanished_{};  // key of links that the operation inserted and that are not there any more
    std::vector<LinkRow> found_again_{};  // those that stood under another transaction's number: taken out already
    std::vector<LinkMove> successors_{};  // dropped by later merges in favour of links of the transaction
    Outcome outcome_{};
};

}  // namespace kith::history
