// How large a query may be. Text from outside cannot make kith recurse, allocate or work without bound.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kith::query::limits {

inline constexpr std::size_t text_bytes = 64u << 10;  ///< of a query's text
inline constexpr int depth = 40;                      ///< of nested parentheses, `not`s and segments
inline constexpr std::size_t conditions = 4000;  ///< in one query; a segment counts as one and brings its own
inline constexpr int related_depth = 12;         ///< of related records and figures within one another
/// Conditions in one query that look at other rows: SQLite takes time with the square of their number to plan.
inline constexpr std::size_t related = 200;
inline constexpr std::size_t values = 1000;  ///< in one list
inline constexpr std::size_t steps = 8;      ///< of a path
inline constexpr std::size_t order_keys = 16;
inline constexpr std::int64_t units = 99'999;     ///< of time in one length
inline constexpr std::int64_t last_year = 9'999;  ///< that a period can be of
inline constexpr std::size_t ranks = 64;  ///< and tiles in one query: each may keep a number for every record
inline constexpr int tiles = 1000;        ///< into which a `tile` cuts
inline constexpr std::size_t deeds = 6;   ///< one after the other, in `did a then b within 1 day ...`
inline constexpr std::size_t pattern_bytes =
    1000;  ///< of one `like`, `regex` ...: the work per row of `like` is at most pattern times text
inline constexpr std::size_t similar_bytes = 1000;  ///< of texts that can be similar to one
inline constexpr std::size_t segments = 16;         ///< that refer to one another in a chain
/// What of SQLite's parser stack (100 entries unless it was built otherwise) the SQL may use. The builder takes out
/// what would need more (SqlBuilder::in_set), so that no query within the other bounds meets this one.
inline constexpr int sql_stack = 95;

}  // namespace kith::query::limits
