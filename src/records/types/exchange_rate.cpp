// Exchange rates, and amounts at one.
#include "records/describe.hpp"

#include <kith/error.hpp>
#include <kith/records/exchange_rate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace kith {

namespace {

__extension__ using Wide = __int128;  // an amount of 19 digits times a rate of 18 fits

constexpr std::size_t most_digits = 18;

/// A decimal as whole / 10^scale.
struct Decimal {
    std::int64_t whole = 0;
    int scale = 0;
};

std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal decimal;
    std::size_t digits = 0;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > most_digits) return std::nullopt;
        decimal.whole = decimal.whole * 10 + (c - '0');
        if (point) ++decimal.scale;
    }
    if (digits == 0 || text.back() == '.') return std::nullopt;
    return decimal;
}

bool currency_code(std::string_view code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

[[noreturn]] void refuse(const char* field, std::string_view value, std::string_view needs) {
    throw Error(Code::invalid_value, fmt::format("{} must be {}, not '{}'", field, needs, value),
                {.field = field});
}

constexpr std::string_view decimal_words = "an exact decimal above 0 of at most 18 digits, like 151.37";

void prepare(void* record, const Settings& /*settings*/, Time /*now*/) {
    const auto& rate = *static_cast<const ExchangeRate*>(record);
    for (const auto& [field, code] : {std::pair{"currency", &rate.currency}, std::pair{"base", &rate.base}})
        if (!code->empty() && !currency_code(*code)) refuse(field, *code, "three capital letters (ISO 4217)");
    if (rate.currency == rate.base && !rate.base.empty()) refuse("base", rate.base, "another currency");
    if (!rate.date.empty() && !rate.date.complete()) refuse("date", rate.date.to_string(), "a whole date");
    if (rate.rate.empty()) return;  // required says it
    const auto decimal = read_decimal(rate.rate);
    if (!decimal || decimal->whole == 0) refuse("rate", rate.rate, decimal_words);
}

}  // namespace

Money converted(const Money& amount, std::string_view rate, std::string_view currency) {
    return converted(amount, std::array{RateStep{rate}}, currency);
}

Money converted(const Money& amount, std::span<const RateStep> steps, std::string_view currency) {
    Wide exact = amount.minor;
    Wide divisor = 1;
    int exponent = currency_decimals(currency) - currency_decimals(amount.currency);
    bool fits = true;
    for (const RateStep& step : steps) {
        const auto decimal = read_decimal(step.rate);
        if (!decimal || decimal->whole == 0) refuse("rate", step.rate, decimal_words);
        Wide& side = step.against ? divisor : exact;
        fits = fits && !__builtin_mul_overflow(side, Wide{decimal->whole}, &side);
        exponent += step.against ? decimal->scale : -decimal->scale;
    }
    for (; exponent > 0 && fits; --exponent) fits = !__builtin_mul_overflow(exact, Wide{10}, &exact);
    for (; exponent < 0 && fits; ++exponent) fits = !__builtin_mul_overflow(divisor, Wide{10}, &divisor);
    const Wide half = divisor / 2;
    fits = fits && !__builtin_add_overflow(exact, exact < 0 ? -half : half, &exact);
    const Wide rounded = exact / divisor;
    if (!fits || rounded > std::numeric_limits<std::int64_t>::max() ||
        rounded < std::numeric_limits<std::int64_t>::min())
        throw Error(Code::limit,
                    fmt::format("{} in {} is more than an amount can be", amount.to_string(), currency));
    return {static_cast<std::int64_t>(rounded), std::string(currency)};
}

namespace records {

const RecordType& exchange_rate_type() {
    static const RecordType type = [] {
        using E = ExchangeRate;
        RecordType t = describe<E>("exchange_rate", "exchange_rates", 39, {"Exchange rate", "為替レート"});
        t.fields = {
            field<&E::currency>("currency", "currency", 10, {"Currency", "通貨"}, required),
            field<&E::base>("base", "base", 11, {"Base currency", "基準通貨"}, required),
            field<&E::date>("date", "date", 12, {"Date", "日付"}, required),
            field<&E::rate>("rate", "rate", 13, {"Rate", "レート"}, required),
        };
        t.prepare = &prepare;
        t.title = [](const void* record) {
            const auto& rate = *static_cast<const E*>(record);
            return fmt::format("{} in {} on {}", rate.currency, rate.base, rate.date.to_string());
        };
        return t;
    }();
    return type;
}

}  // namespace records

}  // namespace kith

template <>
const kith::RecordType& kith::record_type<kith::ExchangeRate>() {
    return records::exchange_rate_type();
}
