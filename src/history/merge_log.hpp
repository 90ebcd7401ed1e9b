// What merges did, cell by cell, and what follows from it for taking things back in any order.
//
// The cells that merges wrote form a chain: B -merge 1-> A -merge 2-> C. Taking back merge 1 under merge 2 leaves
// C where it is for what is C's, gives back to B what was B's, and makes merge 2 forget it: when merge 2 is taken
// back later, what merge 1 wrote is no place to go back to. `home` answers that for a cell, `origin` for a link row.
//
// The other way round, what merge 1 had dropped comes back under merge 2, which would have taken it along had it been
// there: it does so now, and its entry is added (`note`), so that it is taken back with the rest of merge 2. The log
// thus says of every merge what it did or would have done, whichever of the others are in force; entries that speak
// of rows that are not there for it now are dormant.
#pragma once

#include "history/link_row.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
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

/// A link row that a merge took from a loser, or from the survivor to make room for another one.
struct LinkMove {
    std::int64_t merge = 0;
    LinkRow before;
    std::optional<LinkRow> after{};  ///< nothing: dropped, because the survivor had the same link
    std::string key{};               ///< `Links::key` of the survivor's link, be it moved or there before
};

/// How a reference came to the record that it leads to.
struct Brought {
    std::int64_t merge = 0;  ///< 0: no merge brought it
    std::int64_t from = 0;   ///< the loser that it led to; 0: the merge chose it for a field
};

/// Where merges took a link row.
struct LinkPlace {
    std::optional<LinkRow> stored{};  ///< the row as it is stored; nothing when it was removed, changed or dropped
    bool dropped = false;             ///< a merge dropped it
    std::vector<LinkRow> path{};  ///< the places where it stood, the first one first
};

/// Reads table `merge_move`. Belongs to one transaction.
class MergeLog {
public:
    MergeLog(store::Connection& connection, Links& links) : connection_(connection), links_(links) {}

    /// The merge with this id; nothing when there is none.
    [[nodiscard]] std::optional<MergeInfo> merge(std::int64_t id);
    /// The merges that a transaction made, or made again, and that are in force, last first.
    [[nodiscard]] std::vector<std::int64_t> made_by(std::int64_t seq);
    /// The first merge of this or a later transaction; a number above all when there is none.
    [[nodiscard]] std::int64_t first_since(std::int64_t seq);
    /// The transactions that took a merge back (true) and made it again (false), in order; none that the journal has lost.
    [[nodiscard]] std::vector<std::pair<std::int64_t, bool>> turns(std::int64_t id);
    /// The transaction since which a merge that is in force has been so.
    [[nodiscard]] std::int64_t in_force_since(std::int64_t id);
    /// The losers of a merge.
    [[nodiscard]] std::vector<std::int64_t> losers(const MergeInfo& merge);

    /// Where a cell goes back to when what came after `value` is taken back: `value`, unless a merge before `before`
    /// wrote it, was in force at `since` and has been taken back; then what that merge found. An owner or reference
    /// (`moves`) is followed to the first such merge, because nothing after it would have moved the row. `ending`: a merge
    /// that is being taken back, but counts as if it were not.
    [[nodiscard]] store::OwnedCell home(const TableInfo& table, int column_number, std::int64_t row,
                                        const store::OwnedCell& value, std::int64_t before,
                                        std::int64_t since, bool moves, std::int64_t ending = 0);

    /// The last merge in force, `first` or a later one, that brought this reference to `id`. One that found it where a
    /// merge had put it that was taken back since is none: it has not brought it any more.
    [[nodiscard]] Brought brought_to(const TableInfo& table, int column_number, std::int64_t row,
                                     std::int64_t id, std::int64_t first, std::int64_t ending = 0);
    /// The record that a reference was put on before merges in force, `first` and later ones, took it along to `id`; 0 when
    /// one of them chose it.
    [[nodiscard]] std::int64_t put_on(const TableInfo& table, int column_number, std::int64_t row,
                                      std::int64_t id, std::int64_t first, std::int64_t ending);
    /// True when a merge in force, `first` or a later one, wrote this value over another one.
    [[nodiscard]] bool wrote(const TableInfo& table, int column_number, std::int64_t row,
                             const store::OwnedCell& value, std::int64_t first);

    /// True when a merge before `before`, in force at `since` and taken back since, had put this row in.
    [[nodiscard]] bool made_by_undone(const TableInfo& table, std::int64_t row, std::int64_t before,
                                      std::int64_t since);
    /// The merge in force after `after` that removed a row as a duplicate; 0 when none did.
    [[nodiscard]] std::int64_t removed_by(const TableInfo& table, std::int64_t row, std::int64_t after);
    /// The cells of a row that a merge removed.
    [[nodiscard]] SomeCells removed_cells(std::int64_t merge, const TableInfo& table, std::int64_t row);
    /// A row that a merge in force with this survivor, `first` or a later one, removed as a duplicate of `twin`: its merge
    /// and id, or zeros.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> twin_of(const TableInfo& table,
                                                                const RecordType& type, std::int64_t survivor,
                                                                std::int64_t twin, std::int64_t first);

    /// Writes into the log that a merge re-pointed a reference, or would have done had it been there. What the cell held
    /// when the merge came upon it stays on record.
    void note(store::Writer& writer, std::int64_t merge, const TableInfo& table, int column_number,
              std::int64_t row, const store::OwnedCell& before, const store::OwnedCell& after);

    /// Where merges in force after `after` took a link row.
    [[nodiscard]] LinkPlace locate(const LinkRow& row, std::int64_t after);
    /// The link row that a merge before `before` made into this one, when that merge was in force at `since` and has
    /// been taken back since, and no merge in force made the same one: what `home` is for cells.
    [[nodiscard]] std::optional<LinkRow> origin(const LinkRow& row, std::int64_t before, std::int64_t since);
    /// True when the entry speaks of a row that would not have been there for its merge, given which merges are in
    /// force: one that made the row is taken back, or one before it took the row elsewhere.
    [[nodiscard]] bool dormant(const LinkMove& move);
    /// What stood in the place of `row` right after merge `after`: the row that a later merge in force took from there;
    /// when the place is not a merged record's, the stored one.
    [[nodiscard]] std::optional<LinkRow> holder(const LinkRow& row, std::int64_t after);
    /// A merge in force after `after` that brought this link to its survivor or would have, had it not been there: its
    /// entry with `after` filled in. One that brought other content is none: that was changed since.
    [[nodiscard]] std::optional<LinkMove> claim(const LinkRow& row, std::int64_t after);
    /// The first merge in force after `after` that took such a row from its place: it merged one of the linked records
    /// into another, or another value took this one's place.
    [[nodiscard]] std::optional<MergeInfo> taken_by(const LinkRow& row, std::int64_t after);
    /// What that merge makes of the row; nothing when it drops it, as a duplicate or as a link of the survivor to itself.
    [[nodiscard]] std::optional<LinkRow> carried(const LinkRow& row, const MergeInfo& merge);
    /// The link as it is on the survivor: what a move became, or would have become had it not been there.
    [[nodiscard]] LinkRow on_survivor(const LinkMove& move);
    /// The merge in force that merged this record into another; 0 when it stands.
    [[nodiscard]] std::int64_t merged_by(const RecordType& type, std::int64_t id);
    /// Writes into the log what a merge did to a row, or would have done had the row been there. That it had dropped the
    /// row stays on record when it brings it now: both count, because what stood in the way may return. Gives `after` as
    /// it is on record, with the transaction's number where that is new.
    std::optional<LinkRow> note(store::Writer& writer, std::int64_t merge, const LinkRow& before,
                                std::optional<LinkRow> after);
    /// Takes out what transaction `seq` noted that merges brought to a survivor: that transaction is taken back.
    void forget(store::Writer& writer, const TableInfo& table, const RecordType& type, std::int64_t survivor,
                std::int64_t seq);
    /// The link moves of a merge in one table, in their order. Read once; valid until `note` or `forget` changes
    /// them.
    [[nodiscard]] const std::vector<LinkMove>& link_moves(std::int64_t merge, const TableInfo& table);
    /// Those of them that brought such a link to the survivor, whatever it said: found by its key.
    [[nodiscard]] std::vector<LinkMove> brought(std::int64_t merge, const LinkRow& row);

private:
    /// Where `row` came from, and whether a merge that is in force made it.
    [[nodiscard]] std::optional<LinkRow> origin(const LinkRow& row, std::int64_t before, std::int64_t since,
                                                bool& made);
    /// True when a merge in force after `after` brought this row to where it is, and not along the path.
    [[nodiscard]] bool came_from_elsewhere(const LinkRow& row, const std::vector<LinkRow>& path,
                                           std::int64_t after);
    /// What merges in force after `after` took from the place of a link row, dormant or not, in order.
    [[nodiscard]] std::vector<LinkMove> taken_from(const LinkRow& place, std::int64_t after);
    /// The first of them that dropped the survivor's own in favour of another one; 0 when none did.
    [[nodiscard]] std::int64_t displaced_by(const LinkRow& row, std::int64_t after);
    [[nodiscard]] bool links_itself(const LinkRow& row, const MergeInfo& merge);
    [[nodiscard]] LinkRow with_survivor(const LinkRow& row, const MergeInfo& merge);

    store::Connection& connection_;
    Links& links_;
    std::map<std::int64_t, std::vector<std::int64_t>> losers_{};
    /// The link moves of a merge in one table.
    struct Moves {
        std::vector<LinkMove> all{};
        std::unordered_map<std::string, std::vector<std::size_t>> brought{};  // by key
    };
    [[nodiscard]] Moves& moves(std::int64_t merge, const TableInfo& table);
    std::map<std::pair<std::int64_t, int>, Moves> moves_{};  // by merge and table number
    std::set<std::tuple<const TableInfo*, const RecordType*, std::int64_t>> forgotten_{};
};

}  // namespace kith::history
