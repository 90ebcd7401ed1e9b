// How large a query may be. Text from outside cannot make kith recurse, allocate or work without bound.
#pragma once

#include <cstddef>

namespace kith::query::limits {

inline constexpr std::size_t text_bytes = 64u << 10;  ///< of a query's text
inline constexpr int depth = 100;                     ///< of nested parentheses, `not`s and related records
inline constexpr std::size_t nodes = 4000;            ///< conditions in one query, inlined segments included
inline constexpr std::size_t values = 1000;           ///< in one list
inline constexpr std::size_t steps = 8;               ///< of a path
inline constexpr std::size_t order_keys = 16;
inline constexpr std::size_t pattern_bytes =
    1000;  ///< of one `like`: its work per row is at most pattern times text
inline constexpr std::size_t segments = 16;  ///< that refer to one another in a chain
/// What of SQLite's parser stack (100 entries unless it was built otherwise) the SQL may use.
inline constexpr int sql_stack = 90;

}  // namespace kith::query::limits
