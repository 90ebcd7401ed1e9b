// Why two records are, or are not, the same: rows that a person can read, and a drawing of them.
#pragma once

#include <kith/export.hpp>

#include <string>
#include <vector>

namespace kith {

/// One row of an explanation. The weights of all rows add up to the logarithm (base 2) of the odds.
///
/// A weight compares "the same" with the likeliest other explanation. Mostly that is two strangers; where two records
/// share what a household or an office shares, it is two people of one, and a shared telephone then weighs little.
struct Evidence {
    std::string
        field{};  ///< "name.given", "email", "address.street"; "address": people move, and places repeat each
    ///< other. The last row is about the records before looking at anything: "prior" when the other explanation
    ///< is two strangers, else whom they could be instead: "household", "colleagues", "branches", "neighbours"
    std::string left{};  ///< the two values in comparison form; empty for rows that are about no value
    std::string right{};
    std::string level{};  ///< how they agree: "equal", "nickname", "typing error", "one digit off", "different" ...
    double weight = 0;  ///< bits: 1 makes "the same" twice as likely, -1 half as likely
    double frequency =
        0;  ///< the part of `weight` that is due to this value being rarer (or, below 0, more common)
            ///< in this file than that field's values are on the whole

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// How to draw an explanation.
struct WaterfallOptions {
    std::string title{};  ///< "Ada Lovelace and A. Lovelace"; empty: a general one
    double width = 760;   ///< pixels, 480..4000; the height follows from the rows
};

/// An explanation as a drawing (SVG 1.1, UTF-8, complete in itself): a bar for each row from the running total before it
/// to the one after, in bits; what is due to the value's frequency is shaded within its bar; the sum and the
/// probability stand at the end. The row before looking at anything comes first. Light or dark as the reader
/// prefers; the same in words for those who cannot see it. The same evidence gives the same bytes. It can stand
/// inside an HTML page as it is. Throws `invalid_argument` for a width out of range and weights that are no numbers.
[[nodiscard]] KITH_API std::string waterfall_svg(const std::vector<Evidence>& evidence,
                                                 const WaterfallOptions& options = {});

}  // namespace kith
