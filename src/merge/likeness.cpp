#include "merge/likeness.hpp"

#include "text/fold.hpp"

#include <algorithm>
#include <memory>

namespace kith::merge {

using history::Cells;
using history::SomeCells;
using history::TableInfo;

namespace {

store::Cell at(const Cells& cells, int position) { return cells[static_cast<std::size_t>(position)].view(); }

bool present(const Cells& cells, int position) {
    if (position < 0) return false;
    const store::Cell cell = at(cells, position);
    return !cell.null() && (cell.type != store::CellType::text || !cell.text.empty());
}

}  // namespace

Likeness::Likeness(const RecordType& type, const records::Element& element, const TableInfo& table,
                   const Settings& settings)
    : type_(type), element_(element), table_(table), settings_(settings) {
    const records::Field* main = nullptr;
    for (const records::Field& field : element.fields)
        if (field.is(records::main)) main = &field;
    if (main == nullptr) main = &element.fields.front();
    main_ = table.column(main->column);
    if (!main->folded_column.empty()) folded_ = table.column(main->folded_column);
    if (!main->exact_column.empty()) exact_ = table.column(main->exact_column);
    for (const records::Field& field : element.fields) {
        const int position = table.column(field.column);
        if (position == main_) continue;
        if (field.name == "label")
            label_ = position;
        else if (field.name == "primary")
            primary_ = position;
        else if (field.type != FieldType::text && position != exact_ && !field.is(records::computed))
            flags_.push_back(position);
        else if (main->is(records::required) && position != folded_ && position != exact_)
            others_.push_back(position);
        else if (!main->is(records::required) && !field.is(records::computed))
            block_.push_back(&field);
    }
    // A date alone is not enough: 命日 and wedding day may fall together.
    labelled_ = !main->is(records::required) && folded_ < 0;
}

std::optional<std::string> Likeness::key(const Cells& cells) const {
    std::string key;
    const auto add = [&](int position, bool fold) {
        const store::Cell cell = at(cells, position);
        if (cell.type == store::CellType::integer)
            key += std::to_string(cell.integer);
        else
            key += fold ? text::fold(cell.text) : std::string(cell.text);
        key += '\n';
    };
    if (present(cells, exact_))
        add(exact_, false);
    else if (present(cells, folded_))
        add(folded_, false);
    else if (present(cells, main_))
        add(main_, true);
    else
        return std::nullopt;
    for (const int position : others_) add(position, true);
    if (labelled_ && label_ >= 0) add(label_, true);
    return key;
}

bool Likeness::completes(const Cells& a, const Cells& b) const {
    if (block_.empty() || folded_ < 0 || element_.prepare == nullptr) return false;
    const bool labels = label_ < 0 || !present(a, label_) || !present(b, label_) ||
                        text::fold(at(a, label_).text) == text::fold(at(b, label_).text);
    return labels && (covers(a, b) || covers(b, a));
}

// Number and street are what an address is about: no two differ in having one, and a place alone is none.
bool Likeness::covers(const Cells& fuller, const Cells& lesser) const {
    std::size_t parts = 0;
    bool where = false;
    for (const records::Field* field : block_) {
        const int position = table_.column(field->column);
        const bool has = present(lesser, position);
        const bool essential = field->name == "number" || field->name == "street";
        if (has && !present(fuller, position)) return false;
        if (essential && has != present(fuller, position)) return false;
        where = where || (essential && has);
        parts += has ? 1 : 0;
        const int exact = field->exact_column.empty() ? -1 : table_.column(field->exact_column);
        if (has && exact >= 0 && !(at(fuller, exact) == at(lesser, exact))) return false;
    }
    return where && parts > 1 && folded_as_far(fuller, lesser) == folded_as_far(lesser, lesser);
}

// The comparison form of one element, had it only the parts that the other one has.
std::string Likeness::folded_as_far(const Cells& fuller, const Cells& lesser) const {
    const std::unique_ptr<void, void (*)(void*)> record(type_.create(), type_.destroy);
    void* element = element_.append(record.get());
    for (const records::Field* field : block_) {
        const int position = table_.column(field->column);
        if (present(lesser, position)) field->set(element, at(fuller, position));
    }
    element_.prepare(element, settings_);
    for (const records::Field& field : element_.fields) {
        records::Scratch scratch;
        if (table_.column(field.column) == folded_) return std::string(field.get(element, scratch).text);
    }
    return {};
}

SomeCells Likeness::completed(const Cells& kept, const Cells& duplicate) const {
    SomeCells cells;
    const auto take_over = [&](int position, bool empty) {
        const store::Cell view = at(duplicate, position);
        if (empty && !view.null() && !(view.type == store::CellType::integer && view.integer == 0))
            cells.emplace_back(position, duplicate[static_cast<std::size_t>(position)]);
    };
    if (label_ >= 0) take_over(label_, at(kept, label_).text.empty());
    for (const records::Field* field : block_) {
        const int position = table_.column(field->column);
        take_over(position, !present(kept, position) && present(duplicate, position));
    }
    for (const int position : flags_) {
        const store::Cell own = at(kept, position);
        take_over(position, own.null() || (own.type == store::CellType::integer && own.integer == 0));
    }
    return cells;
}

bool Likeness::is_primary(const Cells& cells) const {
    return primary_ >= 0 && history::id_in(cells[static_cast<std::size_t>(primary_)]) != 0;
}

}  // namespace kith::merge
