// The words by which address books, spreadsheets and people call their columns. Facts only; headers.cpp reads them.
#pragma once

#include <span>
#include <string_view>

namespace kith::interchange {

/// Headers that mean one field.
struct HeaderWords {
    std::string_view field;    // as `column_for` takes it; "-": known, and of no use
    std::string_view headers;  // separated by '|'; case, spaces, signs, width and の do not matter
    std::string_view label{};  // of the element
    std::string_view service{};
};

/// Columns of contacts (and, where the fields are the same, organizations).
[[nodiscard]] std::span<const HeaderWords> contact_words();
/// What only organizations call so.
[[nodiscard]] std::span<const HeaderWords> organization_words();
/// Columns of interactions.
[[nodiscard]] std::span<const HeaderWords> interaction_words();

/// Columns that exist once per place: "Business Phone", "自宅の市区町村". The field is what remains without the place.
[[nodiscard]] std::span<const HeaderWords> placed_words();

/// A place word with its label: "Business" is work.
struct PlaceWords {
    std::string_view label;
    std::string_view words;  // separated by '|'
};
[[nodiscard]] std::span<const PlaceWords> place_words();

}  // namespace kith::interchange
