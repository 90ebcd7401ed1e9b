// Names for what is known of a contact as a whole: columns of contact_summary, which is kept up to date with every write.
#pragma once

#include "query/sql_builder.hpp"

#include <string>
#include <vector>

namespace kith::query {

/// `recency` (when the last interaction was), `frequency` (how many there are) and `monetary` (what was won, of those
/// whose deals are in one currency); none but for contacts. In a file that an older kith wrote and nobody has written to
/// since, they are unknown.
[[nodiscard]] const std::vector<records::Field>& summary_fields(const RecordType& type);

/// True for one of these.
[[nodiscard]] bool is_summary(const records::Field& field) noexcept;

/// The summary of a row as a table to join, `"contact_summary" AS "s" ON "s".contact_id = ...`; columns of the row are then
/// read from there.
[[nodiscard]] std::string join_summary(Row& row);

/// A column of the summary of a row: of the joined table, else a subselect.
[[nodiscard]] std::string summary_column(const Row& row, std::string_view column);

}  // namespace kith::query
