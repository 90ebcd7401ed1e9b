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
CREATE TEMP TABLE IF NOT EXISTS undo_kept (table_number INTEGER, row_id INTEGER, reason TEXT,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS undo_touched (table_number INTEGER, row_id INTEGER, refresh INTEGER,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
DELETE FROM temp.undo_cell; DELETE FROM temp.undo_row; DELETE FROM temp.undo_kept; DELETE FROM temp.undo_touched;
)";

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
    // Rows come and go in any order: foreign keys count at the end of the transaction. Setting it makes SQLite compile every
    // statement anew, so it is set once, however many merges are taken back.
    if (connection_.integer("PRAGMA defer_foreign_keys") == 0)
        connection_.exec("PRAGMA defer_foreign_keys = ON");
    later_ = connection_.prepare("SELECT 1 FROM change_txn WHERE seq > ?1 AND seq < ?2")
                 .bind_all(seq_, writer_.info().seq)
                 .step();
    older_undone_ = connection_.prepare("SELECT 1 FROM merge WHERE id < ?1 AND undone_seq > ?2")
                        .bind_all(before_, seq_)
                        .step();
    later_merges_ = connection_.prepare("SELECT 1 FROM merge WHERE id >= ?1 AND undone_seq IS NULL")
                        .bind(1, merge_ ? merge_->id + 1 : before_)
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
        const std::int64_t into = id_in(cell->before);
        const bool there = current.view() == cell->before.view();
        if (there && (into == 0 || made_merge(type, op.row))) return;
        const bool held = !there && current.view() == wrote(op, *cell, current).view() &&
                          (into == 0 ? made_merge(type, op.row) : ended_merge(type, op.row));
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

// False when the record is merged by a merge that a transaction other than this one put in force.
bool TakeBack::made_merge(const RecordType& type, std::int64_t id) {
    const std::int64_t by = merge_ ? 0 : log_.merged_by(type, id);
    return by == 0 ||
           connection_.prepare("SELECT 1 FROM temp.undo_cell WHERE table_number = ?1 AND row_id = ?2")
               .bind_all(table_info("merge")->spec->number, by)
               .step();
}

// True when this transaction took the record out of a merge, and that was not made again and taken back anew since.
bool TakeBack::ended_merge(const RecordType& type, std::int64_t id) {
    const TableInfo& table = *table_info("merge");
    store::Statement select = connection_.prepare(
        "SELECT o.merge_id FROM merge_move o JOIN temp.undo_cell u ON u.table_number = ?1 AND u.row_id = o.merge_id "
        "AND u.column_number = ?2 WHERE o.table_number = ?3 AND o.row_id = ?4 AND o.column_number = ?5");
    const int undone = table.column("undone_seq");
    select.bind_all(table.spec->number, table.spec->column_numbers[static_cast<std::size_t>(undone)],
                    type.number, id, records::number::merged_into);
    while (select.step()) {
        const RowOp op = read_op(table.spec->number, select.integer(0));
        const auto now = read_row(connection_, table, op.row);
        const auto cell = std::find_if(op.cells.begin(), op.cells.end(),
                                       [&](const CellOp& c) { return c.position == undone; });
        if (!now) continue;
        const store::OwnedCell& current = (*now)[static_cast<std::size_t>(undone)];
        if (!current.view().null() && current.view() == wrote(op, *cell, current).view()) return true;
    }
    return false;
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
                records::refresh_computed(writer_.connection(), type, touched.row);
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
