// An exchange rate: what a currency was worth on a day.
#pragma once

#include <kith/money.hpp>
#include <kith/record_type.hpp>

#include <span>
#include <string>
#include <string_view>

namespace kith {

struct ExchangeRate;
using ExchangeRateId = Id<ExchangeRate>;

/// One unit of `currency` was worth `rate` units of `base` on `date`; one record per currencies and date.
struct ExchangeRate {
    ExchangeRateId id{};
    std::string currency{};  ///< required; ISO 4217, "USD"
    std::string base{};      ///< required; ISO 4217, "JPY"
    PartialDate date{};      ///< required; complete. It holds until the next
    std::string
        rate{};  ///< required; exact decimal above 0 of at most 18 digits, "151.37". Never a floating-point number
    Meta meta{};

    friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;
};

/// `amount` at `rate`, in minor units of `currency`, rounded half away from zero; exact before that. Throws
/// `invalid_value` for a rate that is no exact decimal above 0 and `limit` when the result does not fit.
[[nodiscard]] KITH_API Money converted(const Money& amount, std::string_view rate, std::string_view currency);

/// A step from one currency to another: times a rate, or against it, divided by it.
struct RateStep {
    std::string_view rate{};
    bool against = false;
};

/// The same in several steps, through a third currency say, rounded once at the end. Throws as above, and `limit` when the
/// exact result needs more than 38 digits on the way.
[[nodiscard]] KITH_API Money converted(const Money& amount, std::span<const RateStep> steps,
                                       std::string_view currency);

template <>
KITH_API const RecordType& record_type<ExchangeRate>();

}  // namespace kith
