// Words in dates: months, weekdays, zones. All words are folded, without full stops.
#pragma once

#include <optional>
#include <string_view>

namespace kith::text {

/// The month 1..12 that a word names in full or shortened ("jul", "juillet", "marz"), 0 when it names none.
/// English, German, French, Spanish, Italian, Portuguese and Dutch.
[[nodiscard]] int month_of(std::string_view word);

/// Whether the word is a weekday in one of these languages, in full or shortened. "mar" is March, not mardi.
[[nodiscard]] bool is_weekday(std::string_view word);

/// Whether the word may stand between the parts of a date: "of", "de", "den".
[[nodiscard]] bool is_date_filler(std::string_view word);

/// Whether the word may stand between a date and a time: "at", "um", "alle".
[[nodiscard]] bool leads_to_time(std::string_view word);

/// Whether the letters behind a number make it an ordinal: "4th", "1er", "1o".
[[nodiscard]] bool is_ordinal_ending(std::string_view word);

/// Minutes east of UTC of a zone by its abbreviation: those of RFC 5322 and the usual ones of Europe and East Asia.
[[nodiscard]] std::optional<int> zone_offset(std::string_view word);

}  // namespace kith::text
