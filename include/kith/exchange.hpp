// Amounts in another currency, by the rates that the file holds.
#pragma once

#include <kith/database.hpp>
#include <kith/export.hpp>
#include <kith/money.hpp>
#include <kith/records/exchange_rate.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace kith {

/// An amount in another currency, and how it came about.
struct Conversion {
    Money amount{};  ///< rounded once, half away from zero
    /// The rates that were used: none for the same currency, one, or two through a third currency.
    std::vector<ExchangeRateId> rates{};
    std::optional<PartialDate> date{};  ///< the older date of those; a host decides what is too old
};

/// What `amount` is worth in `currency` (ISO 4217) on `day`, which is complete. A rate holds from its date until the next.
///
/// Taken is the rate between the two currencies, in whichever direction there is one, the later of both; where there is
/// none, two rates through a third currency, of several the ones whose older date is latest, then the first by code.
/// Nothing when the file has no such rates: an amount without a rate is unknown, not 0.
/// Throws `invalid_argument` for a day that is not complete, and `limit` as `converted` does. Cost: two look-ups by key,
/// and four for each currency in between.
[[nodiscard]] KITH_API std::optional<Conversion> convert(const Reader& reader, const Money& amount,
                                                         std::string_view currency, PartialDate day);
/// The same with a snapshot of its own.
[[nodiscard]] KITH_API std::optional<Conversion> convert(const Database& database, const Money& amount,
                                                         std::string_view currency, PartialDate day,
                                                         Where where = Where::current());

}  // namespace kith
