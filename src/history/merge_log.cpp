#include "history/merge_log.hpp"

#include <limits>

namespace kith::history {

std::optional<MergeInfo> MergeLog::merge(std::int64_t id) {
    store::Statement select =
        connection_.prepare("SELECT kind, survivor_id, seq, ifnull(undone_seq, 0) FROM merge WHERE id = ?1");
    if (!select.bind(1, id).step()) return std::nullopt;
    return MergeInfo{id, type_of(select.integer(0)), select.integer(1), select.integer(2), select.integer(3)};
}

namespace {

/// The permanent number of the column that says by which transaction a merge was taken back.
int undone_number(const TableInfo& merges) {
    return merges.spec->column_numbers[static_cast<std::size_t>(merges.column("undone_seq"))];
}

}  // namespace

std::vector<std::pair<std::int64_t, bool>> MergeLog::turns(std::int64_t id) {
    const TableInfo& table = *table_info("merge");
    store::Statement select = connection_.prepare(
        "SELECT seq, old_value IS NULL FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 "
        "ORDER BY seq");
    select.bind_all(table.spec->number, undone_number(table), id);
    std::vector<std::pair<std::int64_t, bool>> turns;
    while (select.step()) turns.emplace_back(select.integer(0), select.integer(1) != 0);
    return turns;
}

std::int64_t MergeLog::in_force_since(std::int64_t id) {
    const auto known = turns(id);
    return known.empty() ? merge(id)->seq : known.back().first;
}

std::vector<std::int64_t> MergeLog::made_by(std::int64_t seq) {
    // Taking back that a merge was taken back makes it again: its journal has what `undone_seq` held before.
    const TableInfo& table = *table_info("merge");
    store::Statement select = connection_.prepare(
        "SELECT id FROM merge WHERE seq = ?1 AND undone_seq IS NULL UNION SELECT m.id FROM change c JOIN merge m ON m.id = "
        "c.row_id WHERE c.seq = ?1 AND c.table_number = ?2 AND c.column_number = ?3 AND c.old_value IS NOT NULL "
        "AND m.undone_seq IS NULL ORDER BY 1 DESC");
    select.bind_all(seq, table.spec->number, undone_number(table));
    std::vector<std::int64_t> ids;
    while (select.step()) ids.push_back(select.integer(0));
    return ids;
}

std::int64_t MergeLog::first_since(std::int64_t seq) {
    store::Statement select =
        connection_.prepare("SELECT id FROM merge WHERE seq >= ?1 ORDER BY seq, id LIMIT 1");
    return select.bind(1, seq).step() ? select.integer(0) : std::numeric_limits<std::int64_t>::max();
}

std::vector<std::int64_t> MergeLog::losers(const MergeInfo& merge) {
    const auto known = losers_.find(merge.id);
    if (known != losers_.end()) return known->second;
    store::Statement select = connection_.prepare(
        "SELECT row_id FROM merge_move WHERE merge_id = ?1 AND table_number = ?2 AND column_number = ?3 ORDER BY row_id");
    select.bind_all(merge.id, merge.type->number, records::number::merged_into);
    std::vector<std::int64_t> ids;
    while (select.step()) ids.push_back(select.integer(0));
    return losers_.emplace(merge.id, std::move(ids)).first->second;
}

store::OwnedCell MergeLog::home(const TableInfo& table, int column_number, std::int64_t row,
                                const store::OwnedCell& value, std::int64_t before, std::int64_t since,
                                bool moves, std::int64_t ending) {
    // The cells of rows that a merge removed are no writes: those rows have an entry with column 0.
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.old_value, ifnull(m.undone_seq, 0), m.seq FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id "
        "WHERE o.table_number = ?1 AND o.row_id = ?2 AND o.column_number = ?3 AND o.merge_id < ?4 "
        "AND o.new_value IS ?5 AND NOT EXISTS (SELECT 1 FROM merge_move d WHERE d.merge_id = o.merge_id "
        "AND d.table_number = ?1 AND d.row_id = ?2 AND d.column_number = 0) ORDER BY o.merge_id DESC LIMIT 1");
    store::OwnedCell result = value;
    store::OwnedCell at = value;
    while (true) {
        select.bind_all(table.spec->number, row, column_number, before, at.view());
        if (!select.step()) return result;
        before = select.integer(0);
        const bool undone = select.integer(2) > since && before != ending;
        if (undone)
            since = select.integer(3);  // what that merge found may be another one's that was in force then
        at = store::OwnedCell(select.cell(1));
        select.reset();
        if (undone)
            result = at;
        else if (!moves)
            return result;
    }
}

Brought MergeLog::brought_to(const TableInfo& table, int column_number, std::int64_t row, std::int64_t id,
                             std::int64_t first, std::int64_t ending) {
    const RecordType& type = *table.targets[static_cast<std::size_t>(table.numbered(column_number))];
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.old_value, m.seq, EXISTS (SELECT 1 FROM merge_move l WHERE l.merge_id = o.merge_id "
        "AND l.table_number = ?6 AND l.row_id = o.old_value AND l.column_number = ?7) "
        "FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 AND o.row_id = ?2 "
        "AND o.column_number = ?3 AND o.new_value = ?4 AND o.old_value IS NOT ?4 AND o.merge_id >= ?5 "
        "AND m.undone_seq IS NULL ORDER BY o.merge_id DESC");
    select.bind_all(table.spec->number, row, column_number, id, first, type.number,
                    records::number::merged_into);
    while (select.step()) {
        const std::int64_t merge = select.integer(0);
        if (select.integer(3) == 0) return {merge, 0};
        const store::OwnedCell from(select.cell(1));
        if (home(table, column_number, row, from, merge, select.integer(2), true, ending).view() ==
            from.view())
            return {merge, id_in(from)};
    }
    return {};
}

// Ends, because every step goes from a survivor to a loser, and nobody is merged twice at a time.
std::int64_t MergeLog::put_on(const TableInfo& table, int column_number, std::int64_t row, std::int64_t id,
                              std::int64_t first, std::int64_t ending) {
    while (id != 0) {
        const Brought brought = brought_to(table, column_number, row, id, first, ending);
        if (brought.merge == 0) break;
        id = brought.from;
    }
    return id;
}

bool MergeLog::wrote(const TableInfo& table, int column_number, std::int64_t row,
                     const store::OwnedCell& value, std::int64_t first) {
    store::Statement select = connection_.prepare(
        "SELECT 1 FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 AND o.row_id = ?2 "
        "AND o.column_number = ?3 AND o.new_value IS ?4 AND o.old_value IS NOT ?4 AND o.merge_id >= ?5 "
        "AND m.undone_seq IS NULL");
    return select.bind_all(table.spec->number, row, column_number, value.view(), first).step();
}

bool MergeLog::made_by_undone(const TableInfo& table, std::int64_t row, std::int64_t before,
                              std::int64_t since) {
    store::Statement select = connection_.prepare(
        "SELECT 1 FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 AND o.row_id = ?2 "
        "AND o.column_number = -1 AND o.merge_id < ?3 AND m.undone_seq > ?4");
    return select.bind_all(table.spec->number, row, before, since).step();
}

std::int64_t MergeLog::removed_by(const TableInfo& table, std::int64_t row, std::int64_t after) {
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 "
        "AND o.row_id = ?2 AND o.column_number = 0 AND o.merge_id > ?3 AND m.undone_seq IS NULL LIMIT 1");
    return select.bind_all(table.spec->number, row, after).step() ? select.integer(0) : 0;
}

SomeCells MergeLog::removed_cells(std::int64_t merge, const TableInfo& table, std::int64_t row) {
    store::Statement select = connection_.prepare(
        "SELECT column_number, old_value FROM merge_move WHERE merge_id = ?1 AND table_number = ?2 "
        "AND column_number > 0 AND row_id = ?3");
    select.bind_all(merge, table.spec->number, row);
    SomeCells cells;
    while (select.step())
        if (const int at = table.numbered(static_cast<int>(select.integer(0))); at >= 0)
            cells.emplace_back(at, store::OwnedCell(select.cell(1)));
    return cells;
}

std::pair<std::int64_t, std::int64_t> MergeLog::twin_of(const TableInfo& table, const RecordType& type,
                                                        std::int64_t survivor, std::int64_t twin,
                                                        std::int64_t first) {
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.row_id FROM merge m JOIN merge_move o ON o.merge_id = m.id WHERE m.kind = ?1 "
        "AND m.survivor_id = ?2 AND m.undone_seq IS NULL AND o.table_number = ?3 AND o.column_number = 0 "
        "AND o.new_value = ?4 AND o.row_id <> ?4 AND m.id >= ?5 ORDER BY o.merge_id, o.row_id LIMIT 1");
    select.bind_all(type.number, survivor, table.spec->number, twin, first);
    return select.step() ? std::pair(select.integer(0), select.integer(1))
                         : std::pair<std::int64_t, std::int64_t>();
}

void MergeLog::note(store::Writer& writer, std::int64_t merge, const TableInfo& table, int column_number,
                    std::int64_t row, const store::OwnedCell& before, const store::OwnedCell& after) {
    writer.connection()
        .prepare(
            "INSERT INTO merge_move (merge_id, table_number, column_number, row_id, part, old_value, new_value) "
            "VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6) ON CONFLICT DO UPDATE SET new_value = excluded.new_value")
        .bind_all(merge, table.spec->number, column_number, row, before.view(), after.view())
        .run();
}

}  // namespace kith::history
