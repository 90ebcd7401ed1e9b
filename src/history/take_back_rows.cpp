// Taking back, part three: rows that were removed, and rows that merges dropped as duplicates.
#include "history/take_back.hpp"
#include "history/values.hpp"
#include "records/custom.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

using records::Savepoint;

namespace {

Cells spread(const TableInfo& table, const SomeCells& some) {
    Cells cells(table.spec->columns.size());
    for (const auto& [position, cell] : some) cells[static_cast<std::size_t>(position)] = cell;
    return cells;
}

}  // namespace

// Makes every reference of a row that comes back point to something that is there. False: it cannot be, yet.
bool TakeBack::complete_references(const TableInfo& table, std::int64_t row, SomeCells& cells, bool last) {
    for (auto& [position, cell] : cells) {
        if (!moves(table, position) || id_in(cell) == 0) continue;
        const auto at = static_cast<std::size_t>(position);
        const RecordType& type = *table.targets[at];
        if (resolved(type, id_in(cell)) != 0) {
            cell = carried(table, row, position, cell, false);
            continue;
        }
        if (!last) return false;
        const Owner owner = owner_of(table, row, spread(table, cells));
        const records::Field* field = table.fields[at];
        const std::string reason = fmt::format("{} {} is gone since", type.name, id_in(cell));
        const bool mandatory = table.is_owner(position) || table.kind == TableKind::engine ||
                               (field != nullptr && field->is(records::required));
        if (owner.type != nullptr)
            keep(*owner.type, owner.id,
                 mandatory && owner.element == nullptr ? "" : field_name(table, owner, position), reason);
        if (mandatory) return false;
        cell = {};
    }
    return true;
}

// Rows that the merge put in place of others (a decision about two records).
void TakeBack::remove_merge_rows() {
    std::vector<std::pair<const TableInfo*, std::int64_t>> rows;
    {
        store::Statement select =
            connection_.prepare("SELECT table_number, row_id FROM temp.undo_cell WHERE column_number = -1");
        while (select.step())
            rows.emplace_back(table_info(static_cast<int>(select.integer(0))), select.integer(1));
    }
    for (const auto& [table, row] : rows)
        if (table != nullptr) delete_row(writer_, *table, row);
}

TakeBack::Done TakeBack::bring_back(const RowOp& op, bool last) {
    const TableInfo& table = *op.table;
    // What a merge that is taken back had put there does not come back.
    if (table.kind == TableKind::engine && log_.made_by_undone(table, op.row, before_, seq_))
        return Done::yes;
    SomeCells cells;
    std::vector<std::pair<int, std::int64_t>> left;
    for (const CellOp& cell : op.cells) {
        const bool reference = moves(table, cell.position);
        store::OwnedCell target = home(op, cell);
        if (reference && id_in(target) != id_in(cell.before))
            left.emplace_back(cell.position, id_in(cell.before));
        cells.emplace_back(cell.position, std::move(target));
    }
    const Done done = put_back(table, op.row, std::move(cells), last);
    if (done == Done::yes)
        for (const auto& [column, holder] : left) replace_twin(table, column, op.row, holder);
    return done;
}

// Inserts the row, with references to where they lead by now.
TakeBack::Done TakeBack::put_back(const TableInfo& table, std::int64_t row, SomeCells cells, bool last) {
    const SomeCells homes = cells;
    if (!complete_references(table, row, cells, last)) return Done::later;
    if (insert(table, row, cells) == Done::later) {
        if (last && table.type != nullptr)
            keep(*table.type, row, {}, "another record has its unique value now");
        return Done::later;
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (moves(table, cells[i].first))
            static_cast<void>(carried(table, row, cells[i].first, homes[i].second, true));
    return Done::yes;
}

TakeBack::Done TakeBack::insert(const TableInfo& table, std::int64_t row, const SomeCells& cells) {
    if (table.kind == TableKind::record || table.kind == TableKind::engine) {
        Savepoint savepoint(writer_);
        try {
            insert_row(writer_, table, row, cells);
            if (table.type != nullptr) {
                records::refresh_computed(writer_.connection(), *table.type, row);
                records::check_restored(writer_, *table.type, row, nullptr);
            }
        } catch (const Error& error) {
            if (error.code() != Code::not_unique) throw;
            return Done::later;
        }
        savepoint.release();
    } else {
        insert_row(writer_, table, row, cells);
    }
    ++outcome_.restored;
    touch(owner_of(table, row, spread(table, cells)));
    return Done::yes;
}

// A row that this merge dropped stands on the survivor by now (its twin was taken away, see replace_twin): it goes
// back to its owner.
void TakeBack::hand_over(const RowOp& op, const Cells& now) {
    const TableInfo& table = *op.table;
    for (const CellOp& cell : op.cells) {
        const auto at = static_cast<std::size_t>(cell.position);
        if (!moves(table, cell.position) || table.targets[at] != merge_->type) continue;
        const std::int64_t before = id_in(cell.before);
        if (id_in(home(op, cell)) != before) {  // it is elsewhere already, and `before` may need a twin of it
            replace_twin(table, cell.position, op.row, before);
            continue;
        }
        const std::int64_t owner = resolved(*merge_->type, before);
        const std::int64_t survivor = resolved(*merge_->type, merge_->survivor);
        if (id_in(now[at]) != survivor || owner == survivor) continue;
        SomeCells cells{{cell.position, own(owner)}};
        for (const CellOp& other : op.cells)
            if (other.position == table.position) cells.emplace_back(other.position, other.before);
        write_row(writer_, table, op.row, cells);
        ++outcome_.restored;
        touch(owner_of(table, op.row, now));
        touch(*merge_->type, owner, true);
        replace_twin(table, cell.position, op.row, merge_->survivor);
        return;
    }
}

// The cells of a row that a merge dropped, without what merges that are taken back by now had written into them.
SomeCells TakeBack::cells_before(std::int64_t merge, const TableInfo& table, std::int64_t row) {
    const auto info = log_.merge(merge);
    SomeCells cells = log_.removed_cells(merge, table, row);
    for (auto& [position, cell] : cells) {
        const int number = table.spec->column_numbers[static_cast<std::size_t>(position)];
        cell = log_.home(table, number, row, cell, merge, info->seq, moves(table, position));
    }
    return cells;
}

// A row that this operation had moved, and that a later merge dropped as a duplicate of the survivor's: it comes back
// from that merge's record. False when no merge dropped it.
bool TakeBack::revive(const RowOp& op) {
    const TableInfo& table = *op.table;
    const std::int64_t dropped_by = log_.removed_by(table, op.row, merge_ ? merge_->id : before_ - 1);
    if (dropped_by == 0) return false;
    const Cells then = spread(table, log_.removed_cells(dropped_by, table, op.row));
    SomeCells cells = cells_before(dropped_by, table, op.row);
    for (const CellOp& op_cell : op.cells) {
        const auto at = static_cast<std::size_t>(op_cell.position);
        const bool place = op_cell.position == table.position;
        if (!place && !holds(table, op.row, op_cell.position, then[at], wrote(op, op_cell, then[at])))
            continue;
        store::OwnedCell target = place ? op_cell.before : home(op, op_cell);
        const auto found = std::find_if(cells.begin(), cells.end(),
                                        [&](const auto& cell) { return cell.first == op_cell.position; });
        if (found != cells.end())
            found->second = std::move(target);
        else
            cells.emplace_back(op_cell.position, std::move(target));
    }
    return put_back(table, op.row, std::move(cells), true) == Done::yes;
}

// The row has left `holder`. Another merge into `holder` that is in force may have dropped a row of its own as a
// duplicate of it; that one takes its place, on `holder` or whoever `holder` is merged into by now.
void TakeBack::replace_twin(const TableInfo& table, int column, std::int64_t row, std::int64_t holder) {
    if (holder == 0 || table.kind == TableKind::engine) return;
    const RecordType& type = *table.targets[static_cast<std::size_t>(column)];
    if (!type.mergeable) return;
    const std::int64_t now_at = resolved(type, holder);
    if (const auto left = read_row(connection_, table, row))
        if (id_in((*left)[static_cast<std::size_t>(column)]) == now_at) return;
    // A merge that is older than a transaction found the row where it was; that the transaction moved it, or put it back,
    // brings no duplicate of then.
    const auto [merge, twin] = log_.twin_of(table, type, holder, row, merge_ ? 0 : before_);
    if (merge == 0 || row_exists(connection_, table, twin)) return;
    SomeCells cells = cells_before(merge, table, twin);
    const int number = table.spec->column_numbers[static_cast<std::size_t>(column)];
    std::int64_t place = 0;
    if (table.position >= 0) {
        store::Statement last = connection_.prepare(fmt::format(
            "SELECT ifnull(max(position) + 1, 0) FROM {} WHERE {} = ?1", records::quoted(table.spec->name),
            records::quoted(table.spec->columns[static_cast<std::size_t>(column)])));
        place = last.bind(1, now_at).step() ? last.integer(0) : 0;
    }
    for (auto& [position, cell] : cells) {
        if (position == column) cell = own(now_at);
        if (position == table.position) cell = own(place);
    }
    if (put_back(table, twin, std::move(cells), true) == Done::later) return;
    // It has followed to `holder` now, as if it had never been dropped; where it came from is on record.
    log_.note(writer_, merge, table, number, twin, {}, own(holder));
    // Further duplicates of the row that left are duplicates of its twin now.
    connection_
        .prepare(
            "UPDATE merge_move SET new_value = ?5 WHERE table_number = ?1 AND column_number = 0 AND new_value = ?4 "
            "AND merge_id IN (SELECT id FROM merge WHERE kind = ?2 AND survivor_id = ?3 AND undone_seq IS NULL)")
        .bind_all(table.spec->number, type.number, holder, row, twin)
        .run();
    // The merges that took `holder` along took it along too.
    while (holder != now_at) {
        store::Statement onward = connection_.prepare(
            "SELECT m.id, m.survivor_id FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE o.table_number = ?1 "
            "AND o.row_id = ?2 AND o.column_number = ?3 AND m.undone_seq IS NULL LIMIT 1");
        onward.bind_all(type.number, holder, records::number::merged_into);
        if (!onward.step()) return;
        connection_.prepare("INSERT OR IGNORE INTO merge_move VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)")
            .bind_all(onward.integer(0), table.spec->number, number, twin, holder, onward.integer(1))
            .run();
        holder = onward.integer(1);
    }
}

}  // namespace kith::history
