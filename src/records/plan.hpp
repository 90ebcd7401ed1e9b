// The SQL of a record type, written once from its descriptor.
#pragma once

#include "records/record_type.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kith::records {

/// Statements of one element table for one owner type.
struct ElementPlan {
    std::string select;     // id, fields...; ?1 owner (links: fields... only)
    std::string positions;  // id, position; ?1 owner (not for links)
    std::string insert;  // ?1 id, ?2 owner, ?3 position, fields... (links: ?1 owner, fields..., [copied], seq)
    std::string remove;    // ?1 id (links: ?1 owner, ?2 first field)
    std::string position;  // set the position: ?1 id, ?2 position
};

/// Statements of one record type. Columns of `select`: the fields in order (those of the side table left out),
/// then version, created_at, updated_at, deleted_at, and for mergeable types uid, merged_into.
struct Plan {
    std::vector<std::size_t> own;   // positions of the fields in the main table
    std::vector<std::size_t> side;  // positions of the fields in the side table
    std::string select;             // ?1 id
    std::string insert;             // ?1 id, own fields..., then version, created_at, updated_at, [uid]
    std::string select_side;        // ?1 id
    std::string upsert_side;        // ?1 id, side fields...
    std::string remove_side;        // ?1 id
    std::string survivor;           // ?1 id: one row where it exists, its merged_into (NULL: itself)
    std::vector<ElementPlan> elements;
    std::size_t meta = 0;  // first column of the meta part in `select`
};

/// The plan of a registered type; built once per process.
[[nodiscard]] const Plan& plan_of(const RecordType& type);

/// "UPDATE table SET a = ?3, b = ?4 WHERE id = ?1" for the chosen fields; for records also version + 1 and
/// updated_at = ?2 (elements: ?2 is unused and fields start at ?2).
[[nodiscard]] std::string update_record_sql(const RecordType& type, const std::vector<std::size_t>& fields);
[[nodiscard]] std::string update_element_sql(const Element& element, const std::vector<std::size_t>& fields);

/// A quoted identifier.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace kith::records
