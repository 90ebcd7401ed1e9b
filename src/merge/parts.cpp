#include "merge/parts.hpp"

#include "records/plan.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <optional>
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

/// What makes two elements of a kind the same, and how they complete each other. From the descriptor: the main field's
/// exact column where it is known, else its folded one; with a main field that every element has, the other texts
/// tell elements apart too (a service, an extension).
class Likeness {
public:
    Likeness(const TableInfo& table, const records::Element& element) {
        const records::Field* main = nullptr;
        for (const records::Field& field : element.fields)
            if (field.is(records::main)) main = &field;
        if (main == nullptr) main = &element.fields.front();
        main_ = table.column(main->column);
        if (!main->folded_column.empty()) folded_ = table.column(main->folded_column);
        if (!main->exact_column.empty()) exact_ = table.column(main->exact_column);
        for (const records::Field& field : element.fields) {
            const int at = table.column(field.column);
            if (at == main_) continue;
            if (field.name == "label")
                label_ = at;
            else if (field.name == "primary")
                primary_ = at;
            else if (field.type != FieldType::text && at != exact_ && !field.is(records::computed))
                flags_.push_back(at);
            else if (main->is(records::required) && at != folded_ && at != exact_)
                others_.push_back(at);
        }
        // A date alone is not enough: 命日 and wedding day may fall together.
        labelled_ = !main->is(records::required) && folded_ < 0;
    }

    /// Equal for elements that say the same; nothing for one that says too little.
    [[nodiscard]] std::optional<std::string> key(const Cells& cells) const {
        std::string key;
        const auto add = [&](int position, bool fold) {
            const store::Cell cell = cells[static_cast<std::size_t>(position)].view();
            if (cell.type == store::CellType::integer)
                key += std::to_string(cell.integer);
            else
                key += fold ? text::fold(cell.text) : std::string(cell.text);
            key += '\n';
        };
        const auto present = [&](int position) {
            if (position < 0) return false;
            const store::Cell cell = cells[static_cast<std::size_t>(position)].view();
            return !cell.null() && (cell.type != store::CellType::text || !cell.text.empty());
        };
        if (present(exact_))
            add(exact_, false);
        else if (present(folded_))
            add(folded_, false);
        else if (present(main_))
            add(main_, true);
        else
            return std::nullopt;
        for (const int position : others_) add(position, true);
        if (labelled_ && label_ >= 0) add(label_, true);
        return key;
    }

    /// What `kept` takes over from a duplicate of it.
    [[nodiscard]] SomeCells completed(const Cells& kept, const Cells& duplicate) const {
        SomeCells cells;
        const auto take_over = [&](int position, bool empty) {
            const store::OwnedCell& other = duplicate[static_cast<std::size_t>(position)];
            const store::Cell view = other.view();
            if (empty && !view.null() && !(view.type == store::CellType::integer && view.integer == 0))
                cells.emplace_back(position, other);
        };
        if (label_ >= 0) take_over(label_, kept[static_cast<std::size_t>(label_)].view().text.empty());
        for (const int position : flags_) {
            const store::Cell own = kept[static_cast<std::size_t>(position)].view();
            take_over(position, own.null() || (own.type == store::CellType::integer && own.integer == 0));
        }
        return cells;
    }

    [[nodiscard]] int primary() const { return primary_; }
    [[nodiscard]] bool is_primary(const Cells& cells) const {
        return primary_ >= 0 && history::id_in(cells[static_cast<std::size_t>(primary_)]) != 0;
    }

private:
    int main_ = -1;
    int folded_ = -1;
    int exact_ = -1;
    int label_ = -1;
    int primary_ = -1;
    bool labelled_ = false;
    std::vector<int> flags_{};   // validity, coordinates: filled where unknown
    std::vector<int> others_{};  // further texts that tell elements apart
};

void unite(Recorder& recorder, const Members& members, const records::Element& element) {
    store::Connection& connection = recorder.writer().connection();
    const TableInfo& table = *history::table_info(element.number);
    std::vector<Row> following;  // of the losers, in their order; mostly there are none
    for (std::size_t member = 1; member < members.ids.size(); ++member)
        for (Row& row : rows_of(connection, table, element, members.ids[member]))
            following.push_back(std::move(row));
    if (following.empty()) return;
    const Likeness likeness(table, element);
    const int owner = table.column(element.owner_column);
    std::unordered_map<std::string, std::int64_t> known;
    std::int64_t position = 0;
    bool primary = false;
    for (const Row& row : rows_of(connection, table, element, members.survivor())) {
        if (const auto key = likeness.key(row.cells)) known.emplace(*key, row.id);
        position = std::max(position, history::id_in(row.cells[static_cast<std::size_t>(table.position)]) + 1);
        primary = primary || likeness.is_primary(row.cells);
    }
    for (const Row& row : following) {
        const auto key = likeness.key(row.cells);
        const auto twin = key ? known.find(*key) : known.end();
        const bool takes_primary = !primary && likeness.is_primary(row.cells);
        primary = primary || takes_primary;
        if (twin != known.end()) {
            const Cells kept = *history::read_row(connection, table, twin->second);
            SomeCells better = likeness.completed(kept, row.cells);
            if (takes_primary) better.emplace_back(likeness.primary(), history::own(1));
            recorder.set(table, twin->second, kept, better);
            recorder.remove(table, row.id, row.cells, twin->second);
            continue;
        }
        SomeCells cells{{owner, history::own(members.survivor())}, {table.position, history::own(position++)}};
        if (likeness.is_primary(row.cells) && !takes_primary)
            cells.emplace_back(likeness.primary(), history::own(0));
        recorder.move(table, row.id, row.cells, cells);
        if (key) known.emplace(*key, row.id);
    }
}

}  // namespace

void unite_parts(Recorder& recorder, const Members& members) {
    for (const records::Element& element : members.type->elements)
        if (!element.link) unite(recorder, members, element);
}

}  // namespace kith::merge
