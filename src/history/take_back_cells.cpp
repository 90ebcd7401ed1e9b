// Taking back, part two: cells. One goes back only if it still holds what the operation wrote.
#include "history/take_back.hpp"
#include "history/values.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

using records::Savepoint;

namespace {

bool has_unique(const RecordType& type) {
    return std::any_of(type.fields.begin(), type.fields.end(),
                       [](const records::Field& field) { return field.is(records::unique); });
}

}  // namespace

// What the operation left in the cell.
store::OwnedCell TakeBack::wrote(const RowOp& op, const CellOp& cell, const store::OwnedCell& now) {
    if (merge_) return cell.after;
    const int number = op.table->spec->column_numbers[static_cast<std::size_t>(cell.position)];
    if (has_merges_) {  // a merge of the same transaction wrote last, and has been taken back; there may be thousands
        store::Statement merged = connection_.prepare(
            "SELECT o.old_value FROM merge_move o CROSS JOIN merge m ON m.id = o.merge_id WHERE m.seq = ?1 "
            "AND o.table_number = ?2 AND o.column_number = ?3 AND o.row_id = ?4 ORDER BY m.id LIMIT 1");
        if (merged.bind_all(seq_, op.table->spec->number, number, op.row).step())
            return store::OwnedCell(merged.cell(0));
    }
    if (!later_) return now;
    store::Statement next = connection_.prepare(
        "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq > ?4 "
        "AND seq < ?5 ORDER BY seq LIMIT 1");
    next.bind_all(op.table->spec->number, number, op.row, seq_, writer_.info().seq);
    if (next.step()) return store::OwnedCell(next.cell(0));
    return now;
}

// Where a cell goes back to; see MergeLog::home.
store::OwnedCell TakeBack::home(const RowOp& op, const CellOp& cell) {
    if (!older_undone_) return cell.before;
    const int number = op.table->spec->column_numbers[static_cast<std::size_t>(cell.position)];
    return log_.home(*op.table, number, op.row, cell.before, before_, seq_, moves(*op.table, cell.position));
}

// True for what an older merge had brought that was taken back since: it went home then, or had been turned away, and is no
// matter of this merge any more. What a merge chose for the survivor's own fields is its own.
bool TakeBack::went_home(const RowOp& op, const CellOp& cell) {
    const bool chosen = merge_ && op.table->type == merge_->type && op.row == merge_->survivor;
    return merge_ && !chosen && moves(*op.table, cell.position) && home(op, cell).view() != cell.before.view();
}

// Where a reference that goes back to `home` leads by now: merges in force take it along, one after the other, as they
// would have, had it been there. `note`: their log says so from now on, and it comes back with what else they took.
store::OwnedCell TakeBack::carried(const TableInfo& table, std::int64_t row, int position,
                                   const store::OwnedCell& home, bool note) {
    const auto at = static_cast<std::size_t>(position);
    const RecordType& type = *table.targets[at];
    const bool own_table = table.type == &type;
    std::int64_t id = id_in(home);
    while (const std::int64_t by = id == 0 ? 0 : log_.merged_by(type, id)) {
        const MergeInfo merge = *log_.merge(by);
        const std::vector<std::int64_t> losers = log_.losers(merge);
        if (own_table && std::find(losers.begin(), losers.end(), row) != losers.end())
            break;  // losers stay as they are
        const bool to_itself = own_table && row == merge.survivor;
        const store::OwnedCell into = to_itself ? store::OwnedCell() : own(merge.survivor);
        if (note) log_.note(writer_, by, table, table.spec->column_numbers[at], row, own(id), into);
        id = id_in(into);
    }
    return id == 0 ? store::OwnedCell() : own(id);
}

// A reference also where later merges took it on. That both lead to one record by now is not enough: somebody may have turned
// it to a record into which the one that it had was merged only then. And what a later merge wrote or brought back is that
// merge's, though it says the same.
bool TakeBack::holds(const TableInfo& table, std::int64_t row, int position, const store::OwnedCell& now,
                     const store::OwnedCell& wrote) {
    const bool equal = now.view() == wrote.view();
    if (!later_merges_) return equal;
    const int number = table.spec->column_numbers[static_cast<std::size_t>(position)];
    const std::int64_t later = merge_ ? merge_->id + 1 : before_;
    if (!moves(table, position) || id_in(now) == 0)
        return equal && !log_.wrote(table, number, row, now, later);
    return id_in(wrote) != 0 &&
           log_.put_on(table, number, row, id_in(now), later, merge_ ? merge_->id : 0) == id_in(wrote);
}

TakeBack::Done TakeBack::restore(const RowOp& op, bool last) {
    const std::size_t reported = outcome_.kept.size();
    const Done done = try_restore(op, last);
    if (done == Done::later && !last) outcome_.kept.resize(reported);  // the next try reports
    return done;
}

TakeBack::Done TakeBack::try_restore(const RowOp& op, bool last) {
    const TableInfo& table = *op.table;
    const auto now = read_row(connection_, table, op.row);
    const bool inserted_too = op.removed && now && !merge_ &&
                              connection_
                                  .prepare("SELECT 1 FROM change WHERE seq = ?1 AND table_number = ?2 AND "
                                           "column_number < 0 AND row_id <= ?3 AND old_value >= ?3")
                                  .bind_all(seq_, table.spec->number, op.row)
                                  .step();
    if (op.removed && !inserted_too) {
        if (!now) return bring_back(op, last);
        if (merge_) hand_over(op, *now);
        return Done::yes;
    }
    if (now) return restore_cells(op, *now, last);
    const bool moved = std::any_of(op.cells.begin(), op.cells.end(),
                                   [&](const CellOp& cell) { return moves(table, cell.position); });
    if (moved && table.kind != TableKind::engine && revive(op)) return Done::yes;
    const bool position_alone = op.cells.size() == 1 && op.cells.front().position == table.position;
    const bool elsewhere = std::any_of(op.cells.begin(), op.cells.end(),
                                       [&](const CellOp& cell) { return went_home(op, cell); });
    if (!position_alone && !elsewhere) keep_gone(table, op.row);
    return Done::yes;
}

TakeBack::Done TakeBack::restore_cells(const RowOp& op, const Cells& now, bool last) {
    const TableInfo& table = *op.table;
    SomeCells cells;
    SomeCells homes;                                 // of references, before merges in force take them along
    std::vector<std::pair<int, std::int64_t>> left;  // reference columns and the records that the row leaves
    const CellOp* order = nullptr;
    bool owner_listed = false;
    bool owner_goes = false;
    for (const CellOp& cell : op.cells) {
        const auto at = static_cast<std::size_t>(cell.position);
        if (table.spec->columns[at] == "merged_into") continue;  // done
        if (cell.position == table.position) {
            order = &cell;
            continue;
        }
        const bool reference = moves(table, cell.position);
        owner_listed = owner_listed || table.is_owner(cell.position);
        if (went_home(op, cell)) continue;
        const store::OwnedCell written = wrote(op, cell, now[at]);
        store::OwnedCell target = home(op, cell);
        if (reference && id_in(target) != 0) {
            const RecordType& type = *table.targets[at];
            if (resolved(type, id_in(target)) == 0) {
                if (!last) return Done::later;
                keep(op, now, cell.position, fmt::format("{} {} is gone since", type.name, id_in(target)));
                continue;
            }
        }
        const store::OwnedCell at_home = target;
        if (reference) target = carried(table, op.row, cell.position, at_home, false);
        const bool held = holds(table, op.row, cell.position, now[at], written);
        if (reference && held) homes.emplace_back(cell.position, at_home);
        if (now[at].view() == target.view()) continue;
        if (!held) {
            keep(op, now, cell.position, "it was changed since");
            continue;
        }
        if (reference) left.emplace_back(cell.position, id_in(written));
        owner_goes = owner_goes || table.is_owner(cell.position);
        cells.emplace_back(cell.position, std::move(target));
    }
    // An element's place says something only beside its owner: where the operation changed both, they go together.
    if (order != nullptr && (owner_goes || !owner_listed)) {
        const store::OwnedCell& place = now[static_cast<std::size_t>(table.position)];
        if (owner_goes || place.view() == wrote(op, *order, place).view())
            cells.emplace_back(table.position, order->before);
    }
    const Done done = cells.empty() ? Done::yes : write_cells(op, now, cells, last);
    if (done == Done::later) return done;
    for (const auto& [column, at_home] : homes)
        static_cast<void>(carried(table, op.row, column, at_home, true));
    for (const auto& [column, holder] : left) replace_twin(table, column, op.row, holder);
    return done;
}

TakeBack::Done TakeBack::write_cells(const RowOp& op, const Cells& now, const SomeCells& cells, bool last) {
    if (std::string refusal = write_unless_refused(op, cells); !refusal.empty()) {
        if (!last) return Done::later;
        // What a type's own rules refuse they refuse as a whole: an amount has its currency, a stage its closing time.
        const RecordType& type = *op.table->type;
        if (cells.size() == 1 || (type.check != nullptr && !has_unique(type))) {
            for (const auto& cell : cells) keep(op, now, cell.first, refusal);
            return Done::later;
        }
        // One value cannot; the others can go back.
        for (const auto& cell : cells) static_cast<void>(write_cells(op, now, {cell}, true));
        return Done::yes;
    }
    outcome_.restored += cells.size();
    touch(owner_of(*op.table, op.row, now));
    Cells after = now;
    for (const auto& [position, cell] : cells) after[static_cast<std::size_t>(position)] = cell;
    touch(owner_of(*op.table, op.row, after));
    return Done::yes;
}

// Gives the reason, and nothing is written, when the record may not be as the cells make it: another one holds a unique
// value of theirs, it would stand above itself, or values of others do not fit the definition that it is.
std::string TakeBack::write_unless_refused(const RowOp& op, const SomeCells& cells) {
    const TableInfo& table = *op.table;
    const int deleted = table.column("deleted_at");
    const bool ruled =
        table.kind == TableKind::record &&
        (has_unique(*table.type) || table.type->check != nullptr ||
         std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
             const bool from_trash = cell.first == deleted && cell.second.view().null();
             return from_trash || table.targets[static_cast<std::size_t>(cell.first)] == table.type;
         }));
    if (!ruled) {
        write_row(writer_, table, op.row, cells);
        return {};
    }
    const records::Stored before = records::stored(connection_, *table.type, op.row);
    Savepoint savepoint(writer_);
    try {
        write_row(writer_, table, op.row, cells);
        records::refresh_computed(writer_.connection(), *table.type, op.row);
        records::check_restored(writer_, *table.type, op.row, before.get());
    } catch (const Error& error) {
        if (error.code() == Code::not_unique && error.sqlite_code() != 0)
            return "another record has this value now";
        switch (error.code()) {
            case Code::not_unique:
            case Code::in_use:
            case Code::invalid_value:
            case Code::required: return error.what();
            default: throw;
        }
    }
    savepoint.release();
    return {};
}

// What had to wait: a name that another row of the list still held, or a record that was not there yet.
void TakeBack::settle_deferred() {
    for (bool progress = true; progress && !deferred_.empty();) {
        std::vector<RowOp> waiting;
        waiting.swap(deferred_);
        for (RowOp& op : waiting)
            if (restore(op, false) == Done::later) deferred_.push_back(std::move(op));
        progress = deferred_.size() < waiting.size();
    }
    if (deferred_.size() > 1) untangle(deferred_);
    std::vector<RowOp> stuck;
    stuck.swap(deferred_);
    for (const RowOp& op : stuck) static_cast<void>(restore(op, true));
}

// Two records that changed names with each other block each other. Unique values do not count in the trash, so all of
// them go there for a moment.
void TakeBack::untangle(std::vector<RowOp>& stuck) {
    Savepoint savepoint(writer_);
    const std::size_t restored = outcome_.restored;
    const std::size_t kept = outcome_.kept.size();
    std::vector<RowOp> waiting;
    for (RowOp& op : stuck) {
        const int deleted = op.table->column("deleted_at");
        const auto now = read_row(connection_, *op.table, op.row);
        if (!now || deleted < 0 || op.removed) continue;
        const bool listed = std::any_of(op.cells.begin(), op.cells.end(),
                                        [&](const CellOp& cell) { return cell.position == deleted; });
        if (listed) continue;
        RowOp through = op;
        const store::OwnedCell marker = own(writer_.info().at.time_since_epoch().count());
        if (!(*now)[static_cast<std::size_t>(deleted)].view().null()) continue;
        write_row(writer_, *op.table, op.row, {{deleted, marker}});
        through.cells.push_back({deleted, {}, marker});
        waiting.push_back(std::move(through));
    }
    bool all = !waiting.empty() && waiting.size() == stuck.size();
    for (const RowOp& op : waiting) {
        if (!all) break;
        const auto now = read_row(connection_, *op.table, op.row);
        SomeCells cells;
        for (const CellOp& cell : op.cells) {
            const auto& current = (*now)[static_cast<std::size_t>(cell.position)];
            const bool trash = cell.position == op.table->column("deleted_at");
            if (trash || holds(*op.table, op.row, cell.position, current, wrote(op, cell, current)))
                cells.emplace_back(cell.position, cell.before);
        }
        all = write_cells(op, *now, cells, false) == Done::yes;
    }
    if (all) {
        savepoint.release();
        stuck.clear();
        outcome_.restored -= waiting.size();  // the moment in the trash is nobody's change
    } else {
        outcome_.restored = restored;
        outcome_.kept.resize(kept);
    }
}

}  // namespace kith::history
