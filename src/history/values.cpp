#include "history/values.hpp"

#include "records/codec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

namespace {

Value plain(const store::Cell& cell) {
    switch (cell.type) {
        case store::CellType::integer: return {cell.integer};
        case store::CellType::real: return {cell.real};
        case store::CellType::text: return {std::string(cell.text)};
        default: return {};
    }
}

}  // namespace

Value value_of(const records::Field& field, const store::Cell& cell) {
    if (cell.null()) return {};
    if (field.choices != nullptr) {
        const auto named =
            std::find_if(field.choices->begin(), field.choices->end(),
                         [&](const records::Choice& choice) { return choice.value == cell.integer; });
        if (named != field.choices->end()) return {std::string(named->name)};
        return plain(cell);
    }
    switch (field.type) {
        case FieldType::real:
            return {cell.type == store::CellType::integer ? static_cast<double>(cell.integer) : cell.real};
        case FieldType::flag: return {cell.integer != 0};
        case FieldType::time: return {Time{std::chrono::milliseconds(cell.integer)}};
        case FieldType::date:
            if (const auto date = PartialDate::parse(cell.text)) return {*date};
            return plain(cell);
        case FieldType::choices: return {records::split_texts(cell.text)};
        case FieldType::reference: return {RecordRef{std::string(field.target), cell.integer}};
        default: return plain(cell);
    }
}

std::string field_name(const TableInfo& table, const Owner& owner, int position) {
    const records::Field* field = table.fields[static_cast<std::size_t>(position)];
    if (owner.element != nullptr && (field == nullptr || field->is(records::main)))
        return std::string(owner.element->name);
    if (owner.element != nullptr) return fmt::format("{}.{}", owner.element->name, field->name);
    if (field != nullptr) return std::string(field->name);
    const std::string& column = table.spec->columns[static_cast<std::size_t>(position)];
    const auto suffix = column.find("_at");  // created_at, deleted_at
    return suffix == std::string::npos ? column : column.substr(0, suffix);
}

Value column_value(const TableInfo& table, int position, const store::Cell& cell) {
    if (cell.null()) return {};
    const auto at = static_cast<std::size_t>(position);
    if (const records::Field* field = table.fields[at]) return value_of(*field, cell);
    if (const RecordType* target = table.targets[at])
        return {RecordRef{std::string(target->name), cell.integer}};
    const std::string& column = table.spec->columns[at];
    if (column.size() > 3 && column.compare(column.size() - 3, 3, "_at") == 0)
        return {Time{std::chrono::milliseconds(cell.integer)}};
    return plain(cell);
}

std::string element_text(const TableInfo& table, const Cells& cells) {
    std::string text;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        const records::Field* field = table.fields[i];
        if (field == nullptr || field->is(records::computed) || field->name == "label") continue;
        const store::Cell cell = cells[i].view();
        if (field->is(records::main) && !cell.null()) return std::string(cell.text);
        if (field->type != FieldType::text || cell.text.empty()) continue;
        if (!text.empty()) text += ' ';
        text += cell.text;
    }
    return text;
}

}  // namespace kith::history
