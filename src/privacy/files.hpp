// Files that are kept with other records: attachments. Erase and export go by the same rule.
#pragma once

#include "history/catalogue.hpp"

#include <algorithm>

namespace kith::privacy {

/// Whether the column says whose a file is: its table holds records whose content is required. Such a record goes with the
/// last one that it is with.
[[nodiscard]] inline bool is_file_of(const history::Reference& reference) {
    const history::TableInfo& table = *reference.table;
    return reference.bond == history::Bond::field && table.kind == history::TableKind::record &&
           std::any_of(table.type->fields.begin(), table.type->fields.end(), [](const records::Field& field) {
               return field.is(records::content) && field.is(records::required);
           });
}

}  // namespace kith::privacy
