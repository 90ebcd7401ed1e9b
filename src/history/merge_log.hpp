// What merges did, cell by cell, and what follows from it for taking things back in any order.
//
// The cells that merges wrote form a chain: B -merge 1-> A -merge 2-> C. Taking back merge 1 under merge 2 leaves
// C where it is for what is C's, gives back to B what was B's, and makes merge 2 forget it: when merge 2 is taken
// back later, what merge 1 wrote is no place to go back to. `home` answers that for a cell, `origin` for a link row.
#pragma once

#include "history/link_row.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kith::history {

/// One merge.
struct MergeInfo {
    std::int64_t id = 0;
    const RecordType* type = nullptr;
    std::int64_t survivor = 0;
    std::int64_t seq = 0;         ///< the transaction that merged
    std::int64_t undone_seq = 0;  ///< the transaction that took it back; 0: in force
};

/// A link row that a merge took from a loser.
struct LinkMove {
    std::int64_t merge = 0;
    std::int64_t row = 0;  ///< `row_id` and `part` of its entry
    std::int64_t part = 0;
    LinkRow before;
    std::optional<LinkRow> after{};  ///< nothing: dropped, because the survivor had the same link
    std::string key{};               ///< `Links::key` of the survivor's link, be it moved or there before
};

/// Reads table `merge_move`. Belongs to one transaction.
class MergeLog {
public:
    MergeLog(store::Connection& connection, Links& links) : connection_(connection), links_(links) {}

    /// The merge with this id; nothing when there is none.
    [[nodiscard]] std::optional<MergeInfo> merge(std::int64_t id);
    /// The merges that a transaction made and that are in force, last first.
    [[nodiscard]] std::vector<std::int64_t> made_by(std::int64_t seq);
    /// The first merge of this or a later transaction; a number above all when there is none.
    [[nodiscard]] std::int64_t first_since(std::int64_t seq);
    /// The losers of a merge.
    [[nodiscard]] std::vector<std::int64_t> losers(const MergeInfo& merge);

    /// Where a cell goes back to when what came after `value` is taken back: `value`, unless a merge before `before`
    /// wrote it, was in force at `since` and has been taken back; then what that merge found. An owner or reference
    /// (`moves`) is followed to the first such merge, because nothing after it would have moved the row.
    [[nodiscard]] store::OwnedCell home(const TableInfo& table, int column_number, std::int64_t row,
                                        const store::OwnedCell& value, std::int64_t before,
                                        std::int64_t since, bool moves);

    /// True when a merge before `before`, in force at `since` and taken back since, had put this row in.
    [[nodiscard]] bool made_by_undone(const TableInfo& table, std::int64_t row, std::int64_t before,
                                      std::int64_t since);
    /// The merge in force after `after` that removed a row as a duplicate; 0 when none did.
    [[nodiscard]] std::int64_t removed_by(const TableInfo& table, std::int64_t row, std::int64_t after);
    /// The cells of a row that a merge removed.
    [[nodiscard]] SomeCells removed_cells(std::int64_t merge, const TableInfo& table, std::int64_t row);
    /// A row that a merge in force with this survivor removed as a duplicate of `twin`: its merge and id, or zeros.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> twin_of(const TableInfo& table, const RecordType& type,
                                                                std::int64_t survivor, std::int64_t twin);

    /// Where a link row is now: as it stands, or where merges in force after `after` took it; nothing when it was
    /// removed or dropped. `dropped` then says which.
    [[nodiscard]] std::optional<LinkRow> locate(const LinkRow& row, std::int64_t after, bool& dropped);
    /// The link row that a merge before `before` made into this one, when that merge was in force at `since` and has
    /// been taken back since: what `home` is for cells.
    [[nodiscard]] std::optional<LinkRow> origin(const LinkRow& row, std::int64_t before, std::int64_t since);
    /// A merge in force, other than `except`, that brought this link to its survivor or would have, had it not been
    /// there: its entry with `after` filled in.
    [[nodiscard]] std::optional<LinkMove> claim(const LinkRow& row, std::int64_t except);
    /// The link as it is on the survivor: what a move became, or would have become had it not been there.
    [[nodiscard]] LinkRow on_survivor(const LinkMove& move);
    /// Notes that a dropped link now stands for what the merge moved.
    void adopt(store::Writer& writer, const LinkMove& move);
    /// The link moves of a merge in one table, in their order. Read once; valid until `adopt` changes one.
    [[nodiscard]] const std::vector<LinkMove>& link_moves(std::int64_t merge, const TableInfo& table);

private:
    [[nodiscard]] LinkRow with_survivor(const LinkRow& row, const MergeInfo& merge);

    store::Connection& connection_;
    Links& links_;
    std::map<std::int64_t, std::vector<std::int64_t>> losers_{};
    std::map<std::pair<std::int64_t, int>, std::vector<LinkMove>> moves_{};  // by merge and table number
};

}  // namespace kith::history
