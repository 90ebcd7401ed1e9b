// Amounts of money as people write them.
#pragma once

#include <kith/money.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace kith::text {

/// True when a list of codes, four places each, has the code.
constexpr bool lists_code(std::string_view list, std::string_view code) noexcept {
    const std::size_t at = code.size() == 3 ? list.find(code) : std::string_view::npos;
    return at != std::string_view::npos && at % 4 == 0;
}

/// True when the code (in capitals) is a currency of ISO 4217.
[[nodiscard]] bool is_currency(std::string_view code) noexcept;

/// Reads an amount with its currency before or after it: an ISO 4217 code, a symbol that means one currency
/// (€ £ 円 ₩ US$ HK$ ...; ¥ is the yen, and so is the backslash that Shift_JIS has in its place), or none, then
/// `default_currency` (an ISO 4217 code; empty: an amount without a currency is not money). "$" alone means
/// `default_currency` where that is a dollar, else nothing.
///
/// The number may be full-width, grouped ("1,234.50", "1.234,50", "1 234", "1'234"), and written with 十 百 千 万
/// 億 兆 and kanji digits ("3億2,500万円", "1.5億", "二千五百万円"); a minus is -, △ or ▲. A separator that
/// could group or point ("1,234" or "1.234") groups when it is a comma and points when it is a full stop.
/// Returns nothing when the text is something else, has more decimals than the currency, or exceeds 64 bits.
[[nodiscard]] std::optional<Money> parse_money(std::string_view text, std::string_view default_currency);

}  // namespace kith::text
