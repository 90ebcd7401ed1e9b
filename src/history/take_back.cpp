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

constexpr int page_rows = 500;

constexpr std::string_view make_tables = R"(
CREATE TEMP TABLE IF NOT EXISTS undo_cell (table_number INTEGER, row_id INTEGER, column_number INTEGER, part INTEGER,
  old_value, new_value, PRIMARY KEY (table_number, row_id, column_number, part)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS undo_row (table_number INTEGER, row_id INTEGER,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS undo_kept (table_number INTEGER, row_id INTEGER, by_table INTEGER, by_row INTEGER,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS undo_touched (table_number INTEGER, row_id INTEGER, refresh INTEGER,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
DELETE FROM temp.undo_cell; DELETE FROM temp.undo_row; DELETE FROM temp.undo_kept; DELETE FROM temp.undo_touched;
)";

bool has_unique(const RecordType& type) {
    return std::any_of(type.fields.begin(), type.fields.end(),
                       [](const records::Field& field) { return field.is(records::unique); });
}

}  // namespace

TakeBack::TakeBack(store::Writer& writer, std::int64_t seq, bool has_merges)
    : writer_(writer),
      connection_(writer.connection()),
      links_(connection_),
      log_(connection_, links_),
      seq_(seq),
      has_merges_(has_merges),
      before_(log_.first_since(seq)) {}

TakeBack::TakeBack(store::Writer& writer, const MergeInfo& merge)
    : writer_(writer),
      connection_(writer.connection()),
      links_(connection_),
      log_(connection_, links_),
      seq_(merge.seq),
      merge_(merge),
      before_(merge.id) {}

Outcome TakeBack::run() {
    // Rows come and go in any order: foreign keys count at the end of the transaction.
    connection_.exec("PRAGMA defer_foreign_keys = ON");
    later_ = connection_.prepare("SELECT 1 FROM change_txn WHERE seq > ?1 AND seq < ?2")
                 .bind_all(seq_, writer_.info().seq)
                 .step();
    older_undone_ = connection_.prepare("SELECT 1 FROM merge WHERE id < ?1 AND undone_seq > ?2")
                        .bind_all(before_, seq_)
                        .step();
    load();
    restore_merged();
    // Records before their elements: what a row refers to must be there.
    for (const TableKind kind : {TableKind::record, TableKind::side, TableKind::element, TableKind::engine})
        each_row(
            "EXISTS (SELECT 1 FROM temp.undo_cell d WHERE d.table_number = u.table_number AND d.row_id = u.row_id "
            "AND d.column_number = 0)",
            [&](const RowOp& op) {
                if (op.table->kind == kind && restore(op, false) == Done::later) deferred_.push_back(op);
            });
    each_row("NOT EXISTS (SELECT 1 FROM temp.undo_cell d WHERE d.table_number = u.table_number "
             "AND d.row_id = u.row_id AND d.column_number = 0)",
             [&](const RowOp& op) {
                 if (restore(op, false) == Done::later) deferred_.push_back(op);
             });
    if (merge_) {
        remove_merge_rows();
    } else {
        find_gone_links();
        remove_inserted();
    }
    settle_deferred();
    if (merge_)
        restore_merge_links();
    else
        restore_links();
    finish();
    return std::move(outcome_);
}

void TakeBack::load() {
    connection_.exec(make_tables);
    if (merge_) {
        connection_
            .prepare(
                "INSERT INTO temp.undo_cell SELECT table_number, row_id, column_number, part, old_value, new_value "
                "FROM merge_move WHERE merge_id = ?1")
            .bind(1, merge_->id)
            .run();
    } else {
        connection_
            .prepare(
                "INSERT INTO temp.undo_cell SELECT table_number, row_id, column_number, part, old_value, NULL "
                "FROM change WHERE seq = ?1 AND column_number >= 0")
            .bind(1, seq_)
            .run();
    }
}

TakeBack::RowOp TakeBack::read_op(int table, std::int64_t row) {
    RowOp op;
    op.table = table_info(table);
    op.row = row;
    store::Statement select = connection_.prepare(
        "SELECT column_number, old_value, new_value FROM temp.undo_cell WHERE table_number = ?1 AND row_id = ?2");
    select.bind_all(table, row);
    while (select.step()) {
        const int number = static_cast<int>(select.integer(0));
        if (number == store::column::removed) op.removed = true;
        const int position = op.table->numbered(number);
        if (position >= 0)
            op.cells.push_back({position, store::OwnedCell(select.cell(1)), store::OwnedCell(select.cell(2))});
    }
    return op;
}

// Visits the rows of the list, link tables left out, a page at a time: nothing is being read while a visit writes.
template <class Visit>
void TakeBack::each_row(const char* condition, Visit&& visit) {
    int table = 0;
    std::int64_t row = 0;
    while (true) {
        std::vector<std::pair<int, std::int64_t>> page;
        {
            store::Statement select = connection_.prepare(fmt::format(
                "SELECT DISTINCT table_number, row_id FROM temp.undo_cell u WHERE (table_number, row_id) > "
                "(?1, ?2) AND {} ORDER BY table_number, row_id LIMIT {}",
                condition, page_rows));
            select.bind_all(table, row);
            while (select.step()) page.emplace_back(static_cast<int>(select.integer(0)), select.integer(1));
        }
        if (page.empty()) return;
        Savepoint spilling(writer_);
        for (const auto& [number, id] : page) {
            const TableInfo* info = table_info(number);
            if (info != nullptr && info->kind != TableKind::link) visit(read_op(number, id));
        }
        table = page.back().first;
        row = page.back().second;
        spilling.release();
    }
}

bool TakeBack::moves(const TableInfo& table, int position) const {
    return table.targets[static_cast<std::size_t>(position)] != nullptr &&
           table.spec->columns[static_cast<std::size_t>(position)] != "merged_into";
}

std::int64_t TakeBack::resolved(const RecordType& type, std::int64_t id) {
    return id == 0 ? 0 : records::resolve(connection_, type, id);
}

// merged_into ----------------------------------------------------------------------------------------------------

// First of all, because every comparison of ids depends on it.
void TakeBack::restore_merged() {
    each_row("column_number = 4", [&](const RowOp& op) {  // records::number::merged_into
        const int position = op.table->numbered(records::number::merged_into);
        if (op.removed || op.table->type == nullptr || position < 0) return;
        const RecordType& type = *op.table->type;
        const auto cell = std::find_if(op.cells.begin(), op.cells.end(),
                                       [&](const CellOp& c) { return c.position == position; });
        const auto now = read_row(connection_, *op.table, op.row);
        if (cell == op.cells.end() || !now) return;
        const store::OwnedCell& current = (*now)[static_cast<std::size_t>(position)];
        if (current.view() == cell->before.view()) return;
        const std::int64_t into = id_in(cell->before);
        const bool held = current.view() == wrote(op, *cell, current).view();
        if (into != 0 && (!held || resolved(type, into) == 0 || resolved(type, into) == op.row)) {
            const std::string name = fmt::format("{} {}", type.name, op.row);
            throw Error(
                Code::in_use,
                fmt::format("{} cannot be merged into {} {} again: either was merged elsewhere or is gone",
                            name, type.name, into),
                {.record = name});
        }
        if (!held) {
            keep(type, op.row, "merged_into", "it was merged or separated again since");
            return;
        }
        write_row(writer_, *op.table, op.row, {{position, cell->before}});
        ++outcome_.restored;
        touch(type, op.row, true);
        if (into != 0) merged_again_.emplace(&type, op.row);
    });
}

// cells ----------------------------------------------------------------------------------------------------------

store::OwnedCell TakeBack::wrote(const RowOp& op, const CellOp& cell, const store::OwnedCell& now) {
    if (merge_) return cell.after;
    const int number = op.table->spec->column_numbers[static_cast<std::size_t>(cell.position)];
    if (has_merges_) {  // a merge of the same transaction wrote last, and has been taken back
        store::Statement merged = connection_.prepare(
            "SELECT o.old_value FROM merge m JOIN merge_move o ON o.merge_id = m.id WHERE m.seq = ?1 "
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

bool TakeBack::holds(const TableInfo& table, int position, const store::OwnedCell& now,
                     const store::OwnedCell& wrote) {
    if (now.view() == wrote.view()) return true;
    if (!moves(table, position)) return false;
    const RecordType& type = *table.targets[static_cast<std::size_t>(position)];
    const std::int64_t current = resolved(type, id_in(now));
    return current != 0 && current == resolved(type, id_in(wrote));
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
    if (!position_alone) keep_gone(table, op.row);
    return Done::yes;
}

TakeBack::Done TakeBack::restore_cells(const RowOp& op, const Cells& now, bool last) {
    const TableInfo& table = *op.table;
    SomeCells cells;
    std::vector<std::pair<int, std::int64_t>> left;  // reference columns and the records that the row leaves
    const CellOp* order = nullptr;
    bool owner_stays = false;
    bool owner_goes = false;
    for (const CellOp& cell : op.cells) {
        const auto at = static_cast<std::size_t>(cell.position);
        if (table.spec->columns[at] == "merged_into") continue;  // done
        if (cell.position == table.position) {
            order = &cell;
            continue;
        }
        const bool reference = moves(table, cell.position);
        const store::OwnedCell written = wrote(op, cell, now[at]);
        store::OwnedCell target = home(op, cell);
        if (reference && id_in(target) != 0) {
            const RecordType& type = *table.targets[at];
            const std::int64_t id = resolved(type, id_in(target));
            if (id == 0) {
                if (!last) return Done::later;
                keep(op, now, cell.position, fmt::format("{} {} is gone since", type.name, id_in(target)));
                owner_stays = true;
                continue;
            }
            target = own(id);
        }
        if (now[at].view() == target.view()) continue;
        if (!holds(table, cell.position, now[at], written)) {
            keep(op, now, cell.position, "it was changed since");
            owner_stays = owner_stays || table.is_owner(cell.position);
            continue;
        }
        if (reference) left.emplace_back(cell.position, id_in(written));
        owner_goes = owner_goes || table.is_owner(cell.position);
        cells.emplace_back(cell.position, std::move(target));
    }
    // An element's place says something only beside its owner.
    if (order != nullptr && !owner_stays) {
        const store::OwnedCell& place = now[static_cast<std::size_t>(table.position)];
        if (owner_goes || place.view() == wrote(op, *order, place).view())
            cells.emplace_back(table.position, order->before);
    }
    const Done done = cells.empty() ? Done::yes : write_cells(op, now, cells, last);
    if (done == Done::yes)
        for (const auto& [column, holder] : left) replace_twin(table, column, op.row, holder);
    return done;
}

TakeBack::Done TakeBack::write_cells(const RowOp& op, const Cells& now, const SomeCells& cells, bool last) {
    if (!write_unless_taken(op, cells)) {
        if (!last) return Done::later;
        if (cells.size() == 1) {
            keep(op, now, cells.front().first, "another record has this value now");
            return Done::later;
        }
        // One value is taken; the others can go back.
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

// False, and nothing is written, when another record holds a unique value of the cells.
bool TakeBack::write_unless_taken(const RowOp& op, const SomeCells& cells) {
    const TableInfo& table = *op.table;
    const int deleted = table.column("deleted_at");
    const bool from_trash = std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
        return cell.first == deleted && cell.second.view().null();
    });
    if (table.kind != TableKind::record || (!has_unique(*table.type) && !from_trash)) {
        write_row(writer_, table, op.row, cells);
        return true;
    }
    Savepoint savepoint(writer_);
    try {
        write_row(writer_, table, op.row, cells);
        records::refresh_computed(writer_, *table.type, op.row);
        if (from_trash) records::check_custom_unique(writer_, *table.type, op.row);
    } catch (const Error& error) {
        if (error.code() != Code::not_unique) throw;
        return false;
    }
    savepoint.release();
    return true;
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
            if (trash || holds(*op.table, cell.position, current, wrote(op, cell, current)))
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

// upkeep -----------------------------------------------------------------------------------------------------------

void TakeBack::touch(const RecordType& type, std::int64_t id, bool refresh) {
    if (id == 0) return;
    connection_
        .prepare("INSERT INTO temp.undo_touched VALUES (?1, ?2, ?3) "
                 "ON CONFLICT (table_number, row_id) DO UPDATE SET refresh = max(refresh, excluded.refresh)")
        .bind_all(type.number, id, refresh ? 1 : 0)
        .run();
}

void TakeBack::touch(const Owner& owner) {
    if (owner.type != nullptr) touch(*owner.type, owner.id, true);
}

void TakeBack::keep(const RecordType& type, std::int64_t id, std::string field, std::string reason) {
    outcome_.kept.push_back({{std::string(type.name), id}, std::move(field), std::move(reason)});
}

void TakeBack::keep(const RowOp& op, const Cells& cells, int position, std::string reason) {
    const Owner owner = owner_of(*op.table, op.row, cells);
    if (owner.type != nullptr)
        keep(*owner.type, owner.id, field_name(*op.table, owner, position), std::move(reason));
}

void TakeBack::keep_gone(const TableInfo& table, std::int64_t row) {
    const bool united = log_.removed_by(table, row, merge_ ? merge_->id : before_ - 1) != 0;
    const char* reason = united ? "it was united with another one by a later merge" : "it is gone since";
    if (table.type != nullptr) {
        keep(*table.type, row, {}, reason);
        return;
    }
    // The removal noted whose element it was.
    for (const ElementOf& part : table.elements) {
        store::Statement owner = connection_.prepare(
            "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq >= ?4 "
            "ORDER BY seq DESC LIMIT 1");
        owner.bind_all(table.spec->number, part.element->owner_number, row, seq_);
        if (owner.step() && !owner.null(0)) {
            keep(*part.type, owner.integer(0), std::string(part.element->name), reason);
            return;
        }
    }
}

void TakeBack::finish() {
    int table = 0;
    std::int64_t row = 0;
    while (true) {
        struct Touched {
            int table;
            std::int64_t row;
            bool refresh;
        };
        std::vector<Touched> page;
        {
            store::Statement select = connection_.prepare(fmt::format(
                "SELECT table_number, row_id, refresh FROM temp.undo_touched WHERE (table_number, row_id) > "
                "(?1, ?2) ORDER BY table_number, row_id LIMIT {}",
                page_rows));
            select.bind_all(table, row);
            while (select.step())
                page.push_back(
                    {static_cast<int>(select.integer(0)), select.integer(1), select.integer(2) != 0});
        }
        if (page.empty()) break;
        Savepoint spilling(writer_);
        for (const Touched& touched : page) {
            const RecordType& type = *type_of(touched.table);
            if (!row_exists(connection_, *table_info(touched.table), touched.row)) continue;
            if (touched.refresh) {
                follow_copies(type, touched.row);
                records::refresh_computed(writer_, type, touched.row);
            }
            records::touch(writer_, type, touched.row);
        }
        spilling.release();
        table = page.back().table;
        row = page.back().row;
    }
    // A record that is merged again must not leave behind what it gained while it stood alone.
    for (const auto& [type, id] : merged_again_)
        for (const Reference& reference : references_to(*type)) {
            const bool side = reference.bond == Bond::part && reference.table->kind == TableKind::side;
            if (reference.bond == Bond::merged || reference.bond == Bond::bookkeeping || side) continue;
            // Other losers stay as they were when they were merged.
            const bool losers = reference.table->type != nullptr && reference.table->type->mergeable;
            if (!connection_
                     .prepare(fmt::format("SELECT 1 FROM {} r WHERE {}{} LIMIT 1",
                                          records::quoted(reference.table->spec->name),
                                          reference.matches("?1"), losers ? " AND r.merged_into IS NULL" : ""))
                     .bind(1, id)
                     .step())
                continue;
            const std::string name = fmt::format("{} {}", type->name, id);
            throw Error(
                Code::in_use,
                fmt::format("{} has gained something since it was separated (table {}): merge it again instead",
                            name, reference.table->spec->name),
                {.record = name});
        }
}

}  // namespace kith::history
