// The tree as JSON and back: the form for other programs. docs/query.schema.json describes it.
//
//   {"kith_query": 1, "where": {"test": "city", "op": "=", "value": "Tokyo"}, "order_by": [{"by": "name"}], "limit": 20}
//
// A condition is an object that one key tells apart: "and", "or", "not", "test", "has", "in", "history", "did" ... A new
// kind of node takes a writer in json_write.cpp, a row in the table of json_read.cpp and a definition in the schema.
#pragma once

#include "query/ast.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kith::query {

/// The version of the form that is written, and the only one that is read: the value of "kith_query".
inline constexpr int json_version = 1;

/// JSON is longer than the text that says the same, at most so many times.
inline constexpr std::size_t json_per_text = 16;

/// The tree on one line, in UTF-8.
[[nodiscard]] std::string to_json(const Query& query);

/// Reads a tree. It is one that text could have said: printing and parsing gives the same. Throws `parse` with the
/// JSON pointer of what is wrong (arguments pointer, expected, found, nearest) or, where the text is no JSON, line and
/// column; `limit` with the pointer beyond the bounds of text.
[[nodiscard]] Query from_json(std::string_view json);

// What the two share.

/// What stands behind an operator.
enum class Takes {
    nothing,
    value,          ///< "value", or "value_of" where a field may stand
    value_and_by,   ///< "value", and "by" if there is a second
    two,            ///< "values", two of them
    list,           ///< "values"
    list_as_it_is,  ///< "values"; not negated, not with "every"
};
[[nodiscard]] Takes takes_of(Operator op) noexcept;

/// "within", "before" ...: the word of a window's operator; empty for those that windows have not.
[[nodiscard]] std::string_view window_word(Operator op) noexcept;

/// "last", "this", "next", "ago", "from now".
[[nodiscard]] std::string_view word_of(Span::Direction direction) noexcept;

/// "has", "has_no", "every".
[[nodiscard]] std::string_view word_of(Related::Quantity quantity) noexcept;

/// "list", "segment".
[[nodiscard]] std::string_view word_of(Membership::Of of) noexcept;

/// "was ever", "was never", "changed", "never changed", "unchanged".
[[nodiscard]] std::string_view word_of(History::Verb verb) noexcept;

/// "did", "did_not", "first", "stopped", "restarted".
[[nodiscard]] std::string_view word_of(Behaviour::Verb verb) noexcept;

/// The key of how often: "at_least", "at_most", "exactly".
[[nodiscard]] std::string_view times_word(Operator op) noexcept;

/// The enumerator with this word, by the function that gives words; nothing for none. No enumeration here has more.
template <class Enum, class Word>
[[nodiscard]] std::optional<Enum> with_word(std::string_view word, Word&& word_of_one) {
    constexpr int most = 64;
    for (int i = 0; i < most && !word.empty(); ++i)
        if (word_of_one(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace kith::query
