#include "merge/recorder.hpp"

#include "records/plan.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

namespace kith::merge {

using history::Cells;
using history::SomeCells;
using history::TableInfo;

std::vector<Row> rows_where(store::Connection& connection, const TableInfo& table, std::string_view condition,
                            std::int64_t owner, std::string_view order) {
    std::vector<Row> rows;
    store::Statement select = connection.prepare(fmt::format(
        "SELECT * FROM {} r WHERE {} ORDER BY {}", records::quoted(table.spec->name), condition, order));
    select.bind(1, owner);
    const int id = table.column("id");
    while (select.step()) {
        Row row;
        row.id = select.integer(id);
        for (int i = 0; i < select.columns(); ++i) row.cells.emplace_back(select.cell(i));
        rows.push_back(std::move(row));
    }
    return rows;
}

Recorder::Recorder(store::Writer& writer, std::int64_t merge)
    : writer_(writer), links_(writer.connection()), merge_(merge) {}

// A merge writes a cell once or, seldom, twice (a flag that is taken over, then cleared): the first value before and
// the last value after count.
void Recorder::note(const TableInfo& table, int column, std::int64_t row, std::int64_t part,
                    const store::Cell& before, const store::Cell& after) {
    if (merge_ == 0) return;
    writer_.connection()
        .prepare(
            "INSERT INTO merge_move (merge_id, table_number, column_number, row_id, part, old_value, new_value) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET new_value = excluded.new_value")
        .bind_all(merge_, table.spec->number, column, row, part, before, after)
        .run();
}

void Recorder::set(const TableInfo& table, std::int64_t row, const Cells& now, const SomeCells& cells) {
    SomeCells changed;
    for (const auto& [position, cell] : cells) {
        const auto at = static_cast<std::size_t>(position);
        if (now[at].view() == cell.view()) continue;
        note(table, table.spec->column_numbers[at], row, 0, now[at].view(), cell.view());
        changed.emplace_back(position, cell);
    }
    history::write_row(writer_, table, row, changed);
}

void Recorder::move(const TableInfo& table, std::int64_t row, const Cells& now, const SomeCells& cells) {
    // Noted even where it does not change: an element's place belongs to its owner, and goes back with it.
    if (table.position >= 0) {
        const auto at = static_cast<std::size_t>(table.position);
        note(table, table.spec->column_numbers[at], row, 0, now[at].view(), now[at].view());
    }
    set(table, row, now, cells);
    ++moved_[table.spec->name];
}

void Recorder::remove(const TableInfo& table, std::int64_t row, const Cells& now, std::int64_t twin) {
    note(table, store::column::removed, row, 0, {}, twin == 0 ? store::Cell() : store::Cell::of(twin));
    for (std::size_t i = 0; i < now.size(); ++i)
        if (table.spec->column_numbers[i] != 0 && !now[i].view().null())
            note(table, table.spec->column_numbers[i], row, 0, now[i].view(), {});
    history::delete_row(writer_, table, row);
    ++dropped_;
}

void Recorder::insert(const TableInfo& table, const SomeCells& cells) {
    const std::int64_t row = writer_.next_id(table.spec->name);
    note(table, store::column::inserted, row, 0, store::Cell::of(row), {});
    history::insert_row(writer_, table, row, cells);
}

void Recorder::relink(const history::LinkRow& before, const std::optional<history::LinkRow>& after) {
    links_.remove(writer_, before);
    const std::string from = before.json();
    if (after) {
        const std::string to =
            links_.insert(writer_, *after).json();  // its position may have moved to the end
        note(before.table(), store::column::removed, before.leading(), ++part_,
             store::Cell::of(std::string_view(from)), store::Cell::of(std::string_view(to)));
        ++moved_[before.table().spec->name];
    } else {
        note(before.table(), store::column::removed, before.leading(), ++part_,
             store::Cell::of(std::string_view(from)), {});
        ++dropped_;
    }
    for (const history::LinkRow* row : {&before, after ? &*after : nullptr})
        if (row != nullptr)
            if (const auto owner = links_.owner(*row)) touch(*owner->type, owner->id, false);
}

void Recorder::touch(const RecordType& type, std::int64_t id, bool refresh) {
    bool& wanted = touched_[{type.number, id}];
    wanted = wanted || refresh;
}

void Recorder::finish() {
    for (const auto& [record, refresh] : touched_) {
        const RecordType& type = *history::type_of(record.first);
        if (refresh) records::refresh_computed(writer_.connection(), type, record.second);
        records::touch(writer_, type, record.second);
    }
    touched_.clear();
}

}  // namespace kith::merge
