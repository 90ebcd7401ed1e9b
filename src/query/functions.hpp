// The SQL functions that queries use, for a connection's own statements. The schema never uses them.
#pragma once

#include "store/connection.hpp"

#include <cstdint>
#include <string_view>

namespace kith::query {

/// Gives a connection the functions
///   kith_fold(text)              the text in comparison form (text::fold); NULL stays NULL
///   kith_forms(part, ...)        how the parts of a name are written together: each way folded, "\n" before and
///                                behind it; the last part may come first, and without spaces where none is ASCII
///   kith_like(lines, pattern)    1 when a line is like the pattern: % any text, _ one character; both folded
///   kith_time_part(ms, part, zone)  a part (bound::Attribute::Part) of a time in a zone; the whole is its local day
///   kith_compare_days(a, op, b)  1 where op holds for all days that two dates can mean, 0 where for none, else NULL
///   kith_after(ms, count, unit, zone)  so many of a unit later, by the calendar of a zone
///   kith_apart(a, op, b, count, unit, zone)  whether a time or whole date lies between another one and so much later
///   kith_stored(element, field, text, region, exact)  what an element stores to compare the text by
///   kith_regex(lines, pattern)   1 when the pattern (text/regex.hpp) is found in a line
///   kith_sounds(lines, words)    1 when each of the words sounds like one of a line's (text/sounds.hpp)
///   kith_similar(lines, text, least)  1 when a line is similar to the text (is_similar)
///   kith_matches(read, words, text ...)  1 when all of the words are found in the text (bound::TextMatch::Read says
///                                how it is read). Its comparison forms may follow; names are what kith_parts makes of
///                                each of their forms, joined
///   kith_parts(part, ...)        the parts of one form of a name
///   kith_ask(match, phrases, document, index)  the question to full text, charged by what asking it may cost: so many
///                                lists of words in documents up to that one; `index` says how the index is made
///   kith_found(document, kind)   1 when a document that full text found is of a record of that kind
/// and kith_money (money.hpp). Called once for every connection that runs queries.
void install_functions(store::Connection& connection);

/// Those of them that look for patterns, sounds and likeness; install_functions calls it.
void install_text_functions(store::Connection& connection);

/// Those that find words as full text does; install_functions calls it.
void install_word_functions(store::Connection& connection);

/// A truth value, as SQLite has it: 1 or 0.
[[nodiscard]] inline store::OwnedCell truth(bool value) {
    return store::OwnedCell(store::Cell::of(std::int64_t{value}));
}

/// The likeness (Jaro-Winkler, text/similarity.hpp) from which two texts are similar.
inline constexpr double similar_enough = 0.88;

/// True when two folded texts are as like as `least`; 0: `similar_enough`, or at most a third of the longer one's
/// characters edited. Texts of more than limits::similar_bytes are similar to none.
[[nodiscard]] bool is_similar(std::string_view a, std::string_view b, double least);

/// True when `text` is like `pattern`. At most text times pattern steps.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

}  // namespace kith::query
