#include "history/merge_log.hpp"

#include <algorithm>
#include <limits>

namespace kith::history {

std::optional<MergeInfo> MergeLog::merge(std::int64_t id) {
    store::Statement select =
        connection_.prepare("SELECT kind, survivor_id, seq, ifnull(undone_seq, 0) FROM merge WHERE id = ?1");
    if (!select.bind(1, id).step()) return std::nullopt;
    return MergeInfo{id, type_of(select.integer(0)), select.integer(1), select.integer(2), select.integer(3)};
}

std::vector<std::int64_t> MergeLog::made_by(std::int64_t seq) {
    store::Statement select =
        connection_.prepare("SELECT id FROM merge WHERE seq = ?1 AND undone_seq IS NULL ORDER BY id DESC");
    select.bind(1, seq);
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
                                bool moves) {
    // The cells of rows that a merge removed are no writes: those rows have an entry with column 0.
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.old_value, ifnull(m.undone_seq, 0) FROM merge_move o JOIN merge m ON m.id = o.merge_id "
        "WHERE o.table_number = ?1 AND o.row_id = ?2 AND o.column_number = ?3 AND o.merge_id < ?4 "
        "AND o.new_value IS ?5 AND NOT EXISTS (SELECT 1 FROM merge_move d WHERE d.merge_id = o.merge_id "
        "AND d.table_number = ?1 AND d.row_id = ?2 AND d.column_number = 0) ORDER BY o.merge_id DESC LIMIT 1");
    store::OwnedCell result = value;
    store::OwnedCell at = value;
    while (true) {
        select.bind_all(table.spec->number, row, column_number, before, at.view());
        if (!select.step()) return result;
        before = select.integer(0);
        const bool undone = select.integer(2) > since;
        at = store::OwnedCell(select.cell(1));
        select.reset();
        if (undone)
            result = at;
        else if (!moves)
            return result;
    }
}

bool MergeLog::made_by_undone(const TableInfo& table, std::int64_t row, std::int64_t before,
                              std::int64_t since) {
    store::Statement select = connection_.prepare(
        "SELECT 1 FROM merge_move o JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 AND o.row_id = ?2 "
        "AND o.column_number = -1 AND o.merge_id < ?3 AND m.undone_seq > ?4");
    return select.bind_all(table.spec->number, row, before, since).step();
}

std::int64_t MergeLog::removed_by(const TableInfo& table, std::int64_t row, std::int64_t after) {
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id FROM merge_move o JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 "
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
                                                        std::int64_t survivor, std::int64_t twin) {
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id, o.row_id FROM merge m JOIN merge_move o ON o.merge_id = m.id WHERE m.kind = ?1 "
        "AND m.survivor_id = ?2 AND m.undone_seq IS NULL AND o.table_number = ?3 AND o.column_number = 0 "
        "AND o.new_value = ?4 ORDER BY o.merge_id, o.row_id LIMIT 1");
    select.bind_all(type.number, survivor, table.spec->number, twin);
    return select.step() ? std::pair(select.integer(0), select.integer(1))
                         : std::pair<std::int64_t, std::int64_t>();
}

namespace {

std::optional<LinkMove> read_move(const TableInfo& table, const store::Statement& select) {
    auto before = LinkRow::parse(table, select.text(3));
    if (!before) return std::nullopt;
    LinkMove move{select.integer(0), select.integer(1), select.integer(2), std::move(*before), {}, {}};
    if (!select.null(4)) move.after = LinkRow::parse(table, select.text(4));
    return move;
}

constexpr std::string_view select_moves =
    "SELECT o.merge_id, o.row_id, o.part, o.old_value, o.new_value FROM merge_move o JOIN merge m ON m.id = o.merge_id ";

}  // namespace

const std::vector<LinkMove>& MergeLog::link_moves(std::int64_t merge_id, const TableInfo& table) {
    const std::pair key(merge_id, table.spec->number);
    if (const auto known = moves_.find(key); known != moves_.end()) return known->second;
    std::vector<LinkMove> moves;
    if (const auto info = merge(merge_id)) {
        store::Statement select =
            connection_.prepare(std::string(select_moves) +
                                "WHERE o.merge_id = ?1 AND o.table_number = ?2 AND o.column_number = 0 "
                                "ORDER BY o.part");
        select.bind_all(merge_id, table.spec->number);
        while (select.step()) {
            auto move = read_move(table, select);
            if (!move) continue;
            move->key = links_.key(move->after ? *move->after : with_survivor(move->before, *info));
            moves.push_back(std::move(*move));
        }
    }
    return moves_.emplace(key, std::move(moves)).first->second;
}

std::optional<LinkRow> MergeLog::locate(const LinkRow& row, std::int64_t after, bool& dropped) {
    dropped = false;
    LinkRow at = row;
    while (true) {
        const auto stored = links_.find(at);
        if (stored && links_.equal(*stored, at)) return stored;
        store::Statement select =
            connection_.prepare(std::string(select_moves) +
                                "WHERE o.table_number = ?1 AND o.row_id = ?2 AND o.column_number = 0 "
                                "AND o.merge_id > ?3 AND m.undone_seq IS NULL ORDER BY o.merge_id, o.part");
        select.bind_all(at.table().spec->number, at.leading(), after);
        std::optional<LinkMove> next;
        while (!next && select.step()) {
            auto move = read_move(at.table(), select);
            if (move && links_.equal(move->before, at)) next = std::move(move);
        }
        if (!next) return std::nullopt;
        if (!next->after) {
            dropped = true;
            return std::nullopt;
        }
        at = std::move(*next->after);
        after = next->merge;
    }
}

std::optional<LinkRow> MergeLog::origin(const LinkRow& row, std::int64_t before, std::int64_t since) {
    const std::string wanted = links_.key(row);
    for (const LinkEnd& end : links_.ends(row)) {
        if (!end.type->mergeable) continue;
        store::Statement merges = connection_.prepare(
            "SELECT id, ifnull(undone_seq, 0) FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id < ?3 ORDER BY id DESC");
        merges.bind_all(end.type->number, end.id, before);
        while (merges.step()) {
            for (const LinkMove& move : link_moves(merges.integer(0), row.table())) {
                if (move.key != wanted || !move.after || !links_.equal(*move.after, row)) continue;
                // What made it may itself stand on something that was taken back.
                if (auto first = origin(move.before, move.merge, since)) return first;
                if (merges.integer(1) > since) return move.before;
            }
        }
    }
    return std::nullopt;
}

LinkRow MergeLog::with_survivor(const LinkRow& row, const MergeInfo& merge) {
    const std::vector<std::int64_t> merged = losers(merge);
    LinkRow result = row;
    for (const LinkEnd& end : links_.ends(row))
        if (end.type == merge.type && std::find(merged.begin(), merged.end(), end.id) != merged.end())
            result.set(end.position, own(merge.survivor));
    return result;
}

std::optional<LinkMove> MergeLog::claim(const LinkRow& row, std::int64_t except) {
    const std::string wanted = links_.key(row);
    for (const LinkEnd& end : links_.ends(row)) {
        if (!end.type->mergeable) continue;
        store::Statement merges = connection_.prepare(
            "SELECT id FROM merge WHERE kind = ?1 AND survivor_id = ?2 AND id <> ?3 AND undone_seq IS NULL ORDER BY id");
        merges.bind_all(end.type->number, end.id, except);
        while (merges.step()) {
            for (const LinkMove& move : link_moves(merges.integer(0), row.table())) {
                if (move.key != wanted) continue;
                LinkMove found = move;
                found.after = on_survivor(move);
                return found;
            }
        }
    }
    return std::nullopt;
}

LinkRow MergeLog::on_survivor(const LinkMove& move) {
    return move.after ? *move.after : with_survivor(move.before, *merge(move.merge));
}

void MergeLog::adopt(store::Writer& writer, const LinkMove& move) {
    writer.connection()
        .prepare(
            "UPDATE merge_move SET new_value = ?5 WHERE merge_id = ?1 AND table_number = ?2 AND column_number = 0 "
            "AND row_id = ?3 AND part = ?4")
        .bind_all(move.merge, move.before.table().spec->number, move.row, move.part, move.after->json())
        .run();
    moves_.erase({move.merge, move.before.table().spec->number});
}

}  // namespace kith::history
