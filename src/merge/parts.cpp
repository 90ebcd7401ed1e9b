#include "merge/parts.hpp"

#include "merge/likeness.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace kith::merge {

using history::Cells;
using history::SomeCells;
using history::TableInfo;

namespace {

std::vector<Row> rows_of(store::Connection& connection, const TableInfo& table,
                         const records::Element& element, std::int64_t owner) {
    return rows_where(connection, table, records::quoted(element.owner_column) + " = ?1", owner,
                      "position, id");
}

/// The survivor's elements, as more come to them.
class Known {
public:
    Known(const Likeness& likeness, std::vector<Row> rows) : likeness_(likeness) {
        for (Row& row : rows) add(std::move(row));
    }
    void add(Row row) {
        if (const auto key = likeness_.key(row.cells)) by_key_.emplace(*key, rows_.size());
        rows_.push_back(std::move(row));
    }
    /// The one that says the same, or what it says and more or less of; null: none.
    [[nodiscard]] Row* twin(const Row& row) {
        const auto key = likeness_.key(row.cells);
        if (const auto found = key ? by_key_.find(*key) : by_key_.end(); found != by_key_.end())
            return &rows_[found->second];
        const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& known) {
            return likeness_.completes(known.cells, row.cells);
        });
        return found == rows_.end() ? nullptr : &*found;
    }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

private:
    const Likeness& likeness_;
    std::vector<Row> rows_{};
    std::unordered_map<std::string, std::size_t> by_key_{};
};

void unite(Recorder& recorder, const Members& members, const records::Element& element) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *history::table_info(element.number);
    std::vector<Row> following;  // of the losers, in their order; mostly there are none
    for (std::size_t member = 1; member < members.ids.size(); ++member)
        for (Row& row : rows_of(connection, table, element, members.ids[member]))
            following.push_back(std::move(row));
    if (following.empty()) return;
    const Likeness likeness(*members.type, element, table, connection.settings());
    const int owner = table.column(element.owner_column);
    Known known(likeness, rows_of(connection, table, element, members.survivor()));
    std::int64_t position = 0;
    bool primary = false;
    for (const Row& row : known.rows()) {
        position = std::max(position, history::id_in(row.cells[static_cast<std::size_t>(table.position)]) + 1);
        primary = primary || likeness.is_primary(row.cells);
    }
    for (Row& row : following) {
        const bool takes_primary = !primary && likeness.is_primary(row.cells);
        primary = primary || takes_primary;
        if (Row* twin = known.twin(row)) {
            SomeCells better = likeness.completed(twin->cells, row.cells);
            if (takes_primary) better.emplace_back(likeness.primary(), history::own(1));
            recorder.set(table, twin->id, twin->cells, better);
            for (const auto& [at, cell] : better) twin->cells[static_cast<std::size_t>(at)] = cell;
            recorder.remove(table, row.id, row.cells, twin->id, "the survivor has it");
            continue;
        }
        SomeCells cells{{owner, history::own(members.survivor())}, {table.position, history::own(position++)}};
        if (likeness.is_primary(row.cells) && !takes_primary)
            cells.emplace_back(likeness.primary(), history::own(0));
        recorder.move(table, row.id, row.cells, cells);
        for (const auto& [at, cell] : cells) row.cells[static_cast<std::size_t>(at)] = cell;
        known.add(std::move(row));
    }
}

}  // namespace

void unite_parts(Recorder& recorder, const Members& members) {
    for (const records::Element& element : members.type->elements)
        if (!element.link) unite(recorder, members, element);
}

}  // namespace kith::merge
