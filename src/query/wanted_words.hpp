// The words of a query that full text looks for.
#pragma once

#include "query/bound.hpp"
#include "search/wanted_text.hpp"

#include <string>
#include <vector>

namespace kith::query {

/// What to find, read as Search::full_text reads it: the last word may be unfinished. Throws `limit` for too many words
/// and for too long ones, `parse` for text without any.
[[nodiscard]] std::vector<search::Term> words_to_find(const std::string& text, Position at);

/// How full text reads the values of a place.
[[nodiscard]] bound::TextMatch::Read reading_of(const bound::Place& place);

}  // namespace kith::query
