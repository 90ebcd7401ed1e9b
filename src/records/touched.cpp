#include "records/touched.hpp"

#include "records/verbs.hpp"
#include "store/core.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::records {

namespace {

void append(store::IdRanges& into, const store::IdRanges& from) {
    into.insert(into.end(), from.begin(), from.end());
}

}  // namespace

store::Watch watch(const RecordType& type, std::initializer_list<std::string_view> columns) {
    const auto& specs = table_specs();
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&](const store::TableSpec& each) { return each.number == type.number; });
    store::Watch result{type.number, 0};
    for (const std::string_view column : columns) {
        const auto at = std::find(spec->columns.begin(), spec->columns.end(), column);
        const auto position = static_cast<std::size_t>(at - spec->columns.begin());
        if (at == spec->columns.end() || spec->column_numbers[position] == 0)
            throw Error(Code::invalid_argument, fmt::format("{}.{} is not journaled", type.table, column));
        result.columns |= store::column_bit(position);
    }
    return result;
}

store::IdRanges owners(store::Writer& writer, const store::ChangedTables& changes, int table,
                       std::string_view column) {
    const store::TableChanges* touched = changes.table(table);
    const store::TableSpec* spec = writer.core().table(table);
    if (touched == nullptr || spec == nullptr) return {};
    for (const auto& [position, ids] : touched->owners)
        if (spec->columns[static_cast<std::size_t>(position)] == column) return ids;
    return {};
}

store::IdRanges touched_records(store::Writer& writer, const RecordType& type,
                                const store::ChangedTables& changes, const std::vector<TouchedBy>& also) {
    store::IdRanges ranges;
    for (const int number : {type.number, type.side_number}) {
        if (number == 0) continue;
        if (const store::TableChanges* own = changes.table(number)) {
            append(ranges, own->inserted);
            append(ranges, own->updated);
            append(ranges, own->removed);
        }
    }
    for (const Element& element : type.elements)
        append(ranges, owners(writer, changes, element.number, element.owner_column));
    for (const TouchedBy& other : also) append(ranges, owners(writer, changes, other.table, other.column));
    store::merge_ranges(ranges);
    return ranges;
}

}  // namespace kith::records
