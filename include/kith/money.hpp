// Amounts of money: integers of minor units with their currency.
#pragma once

#include <kith/export.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

/// An amount in minor units (cents, or whole yen) of an ISO 4217 currency. Never a floating-point number.
struct Money {
    std::int64_t minor = 0;  ///< minor units: 12.34 USD is 1234, 500 JPY is 500
    std::string currency{};  ///< ISO 4217 code in capitals, "USD"; empty when unknown

    friend std::strong_ordering operator<=>(const Money&, const Money&) = default;

    /// The amount in major units with its code, "12.34 USD", "500 JPY".
    [[nodiscard]] KITH_API std::string to_string() const;

    /// Reads "12.34 USD", "USD 12.34", "1,234 JPY" and the same in full-width digits. Returns nothing
    /// when the text is something else, or has more decimals than the currency has.
    [[nodiscard]] KITH_API static std::optional<Money> parse(std::string_view text);
};

/// How many decimals the minor unit of a currency has by ISO 4217 (JPY 0, USD 2, KWD 3); 2 when unknown.
[[nodiscard]] KITH_API int currency_decimals(std::string_view code) noexcept;

}  // namespace kith
