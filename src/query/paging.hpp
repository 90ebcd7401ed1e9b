// A query's ids page by page, in its own order.
#pragma once

#include "query/compiler.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// A record's place in an order: its keys, and its id, which decides between equal ones.
struct Mark {
    std::vector<store::OwnedCell> keys{};
    std::int64_t id = 0;
};

/// The place as text that says of which query it is, and back. Throws `invalid_argument` for any other text.
[[nodiscard]] std::string write_mark(const Mark& place, std::string_view query);
[[nodiscard]] Mark read_mark(std::string_view text, std::string_view query, std::size_t keys);

/// Which of the records a statement gives: those that have the first key, those that have not, who come last, or both.
enum class FirstKey { any, known, unknown };

/// The id and the keys of the first `size` records after a place (null: from the first one), in the query's order. The query has
/// no limit.
[[nodiscard]] Compiled compile_after(const bound::Query& query, Types types, const Mark* after,
                                     FirstKey first, std::int64_t size);

}  // namespace kith::query
