// The Japanese eras since Meiji.
#pragma once

#include <kith/time.hpp>

#include <span>
#include <string_view>

namespace kith::text {

/// An era: its year n is the year `first.year + n - 1`.
struct JapaneseEra {
    std::string_view name;        ///< 令和
    std::string_view short_name;  ///< 令
    char letter;                  ///< 'r', small
    PartialDate first;            ///< its first day, Gregorian
};

/// All eras since Meiji, the latest first.
[[nodiscard]] std::span<const JapaneseEra> japanese_eras() noexcept;

/// The first year in which Japan used the Gregorian calendar: Meiji 6.
inline constexpr int first_gregorian_year = 1873;

/// The era of a date with a year from 1873 on; where month or day are unknown, the era at the end of what is
/// known. nullptr before that.
[[nodiscard]] const JapaneseEra* era_of(PartialDate date) noexcept;

/// Whether the date (as far as it is known) can lie in the era.
[[nodiscard]] bool lies_in(const JapaneseEra& era, PartialDate date) noexcept;

}  // namespace kith::text
