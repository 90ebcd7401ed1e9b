// Where the terms of a search stand in a text, in its own bytes.
#pragma once

#include "search/wanted_text.hpp"

#include <kith/search.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace kith::search {

/// How a text is read. In titles also readings of short kana are found, in names any piece of a word too.
enum class Kind { name, title, text };

/// What was found in one text.
struct Found {
    struct Place {
        TextRange range{};
        std::size_t term = 0;  ///< which of the terms
    };
    std::vector<Place> places{};  ///< by their beginnings; they may overlap

    /// The places as ranges that do not overlap.
    [[nodiscard]] std::vector<TextRange> ranges() const;
    /// How many of the terms are there.
    [[nodiscard]] std::size_t terms() const;
};

/// The places of the terms in a text. Linear in the text. Where folding joins or splits characters, whole characters of
/// the text are given.
[[nodiscard]] Found find_in_text(std::string_view text, const std::vector<Term>& terms, Kind kind);

/// The places of the terms' fragments in an address or a number: as it is written, and if the fragment is digits, in its
/// digits alone. `forms` are what is searched: where the fragment stands only in one of those, it is the whole value.
[[nodiscard]] Found find_in_point(std::string_view value, const std::vector<std::string>& forms,
                                  const std::vector<Term>& terms);

/// The stretch of a text that shows most of the terms: about `length` characters, with line breaks as spaces. The
/// ranges count from its beginning.
[[nodiscard]] Snippet snippet_of(std::string_view text, const Found& found, std::size_t length);

}  // namespace kith::search
