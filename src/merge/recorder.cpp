#include "merge/recorder.hpp"

#include "history/values.hpp"
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

Recorder::Recorder(store::Writer& writer, std::int64_t merge, bool tells)
    : writer_(writer), links_(writer.connection()), merge_(merge), tells_(tells) {}

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

void Recorder::remove(const TableInfo& table, std::int64_t row, const Cells& now, std::int64_t twin,
                      std::string_view why) {
    const history::Owner owner = history::owner_of(table, row, now);
    if (tells() && owner.type != nullptr)
        drops_.push_back({{std::string(owner.type->name), owner.id},
                          std::string(owner.element == nullptr ? "" : owner.element->name),
                          owner.element == nullptr
                              ? records::title_of(writer_.connection(), *owner.type, owner.id)
                              : history::element_text(table, now),
                          std::string(why)});
    note(table, store::column::removed, row, 0, {}, twin == 0 ? store::Cell() : store::Cell::of(twin));
    for (std::size_t i = 0; i < now.size(); ++i)
        if (table.spec->column_numbers[i] != 0 && !now[i].view().null())
            note(table, table.spec->column_numbers[i], row, 0, now[i].view(), {});
    history::delete_row(writer_, table, row);
    if (owner.type != nullptr) ++dropped_;
}

void Recorder::insert(const TableInfo& table, const SomeCells& cells) {
    const std::int64_t row = writer_.next_id(table.spec->name);
    note(table, store::column::inserted, row, 0, store::Cell::of(row), {});
    history::insert_row(writer_, table, row, cells);
    ++moved_[table.spec->name];
}

void Recorder::relink(const history::LinkRow& before, const history::LinkRow& after) {
    take_out(before, &after);
    ++moved_[before.table().spec->name];
}

void Recorder::unlink(const history::LinkRow& before, std::string_view why) {
    if (const auto owner = tells() ? links_.whose(before) : std::nullopt) {
        const auto other = links_.opposite(before, owner->position);
        drops_.push_back({{std::string(owner->type->name), owner->id},
                          links_.field_name(before),
                          other ? records::title_of(writer_.connection(), *other->type, other->id)
                                : links_.value(before).to_string(),
                          std::string(why)});
    }
    take_out(before, nullptr);
    ++dropped_;
}

void Recorder::take_out(const history::LinkRow& before, const history::LinkRow* after) {
    links_.remove(writer_, before);
    const std::string from = before.json();
    // Its position may move to the end.
    const std::string to = after == nullptr ? std::string() : links_.insert(writer_, *after).json();
    note(before.table(), store::column::removed, before.leading(), ++part_,
         store::Cell::of(std::string_view(from)),
         after == nullptr ? store::Cell() : store::Cell::of(std::string_view(to)));
    for (const history::LinkRow* row : {&before, after})
        if (row != nullptr)
            if (const auto owner = links_.owner(*row)) touch(*owner->type, owner->id, false);
}

void Recorder::drop_reference(const TableInfo& table, std::int64_t row, const Cells& now, int column,
                              std::string_view why) {
    const history::Owner owner = history::owner_of(table, row, now);
    if (owner.type == nullptr) return;
    ++dropped_;
    if (!tells()) return;
    const auto at = static_cast<std::size_t>(column);
    drops_.push_back({{std::string(owner.type->name), owner.id},
                      history::field_name(table, owner, column),
                      records::title_of(writer_.connection(), *table.targets[at], history::id_in(now[at])),
                      std::string(why)});
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
