// Comparisons of amounts, as SQL: one condition for each currency that has a rate, in its own minor units.
#include "query/money.hpp"
#include "query/sql_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

/// More values than these in one comparison, or parameters in one statement, and amounts are converted row by row
/// instead: SQLite takes 32,766 parameters.
constexpr std::size_t most_values = 8;
constexpr std::size_t most_parameters = 4'000;

}  // namespace

std::string SqlBuilder::bind_rates(const std::shared_ptr<const records::DayRates>& rates) {
    for (const auto& [known, parameter] : rates_)
        if (known == rates) return parameter;
    rates_.emplace_back(rates, bind(std::string_view(rates->text())));
    return rates_.back().second;
}

Currency SqlBuilder::currency_of(const bound::Range& range) {
    if (range.unit.empty()) return {};
    Currency currency{bind(std::string_view(range.unit)), {}};
    if (range.rates) currency.rates = bind_rates(range.rates);
    return currency;
}

std::string SqlBuilder::converted(const std::string& value, const std::string& from, const Currency& to) {
    return fmt::format("CASE WHEN {1} = {2} THEN {0} ELSE kith_money({0}, {1}, {2}, {3}) END", value, from,
                       to.unit, to.rates);
}

std::string SqlBuilder::amounts(const bound::Equal& equal, const Column& column, bool negated) {
    if (equal.rates && (equal.values.size() > most_values || parameters.size() > most_parameters)) {
        Column other = column;
        const std::string unit = bind(equal.unit);
        other.value = converted(column.value, column.unit, {unit, bind_rates(equal.rates)});
        const std::string any = one_of(other.value, equal.values);
        return negated ? "NOT (" + any + ")" : any;
    }
    const std::string own = in_currency(one_of(column.value, equal.values), column, equal.unit, negated);
    if (!equal.rates) return own;
    std::vector<Minors> wanted;
    for (const store::OwnedCell& value : equal.values) {
        const std::int64_t minor = value.view().integer;
        wanted.push_back({minor, minor});
    }
    return exchanged(own, wanted, column, equal.unit, *equal.rates, negated);
}

std::string SqlBuilder::amounts(const bound::Range& range, const Column& column, bool negated) {
    bound::Range plain = range;
    plain.unit.clear();
    if (range.rates && parameters.size() > most_parameters) {
        Column other = column;
        const std::string unit = bind(range.unit);
        other.value = "(" + converted(column.value, column.unit, {unit, bind_rates(range.rates)}) + ")";
        const std::string within = this->range(plain, other, false);
        return negated ? "NOT (" + within + ")" : within;
    }
    const std::string own = in_currency(this->range(plain, column, false), column, range.unit, negated);
    if (!range.rates) return own;
    return exchanged(own, {minors_of(range)}, column, range.unit, *range.rates, negated);
}

/// `condition` on amounts of one currency. Those of another one are not compared: nor do they differ.
std::string SqlBuilder::in_currency(const std::string& condition, const Column& column,
                                    const std::string& unit, bool negated) {
    return fmt::format("{}{} AND {} = {}", negated ? "NOT " : "", negated ? "(" + condition + ")" : condition,
                       column.unit, bind(unit));
}

std::string SqlBuilder::exchanged(const std::string& own, const std::vector<Minors>& wanted,
                                  const Column& column, const std::string& unit,
                                  const records::DayRates& rates, bool negated) {
    std::vector<std::string> arms = {"(" + own + ")"};
    for (const auto& [currency, exchange] : rates.into(unit)) {
        const std::int64_t most = most_exchanged(exchange);
        const bool bounded = most < most_minor;
        if (most < 0) continue;
        std::vector<std::string> fits;
        bool all = false;
        for (const Minors& one : wanted) {
            const Minors amounts = amounts_within(exchange, one, most);
            if (amounts.none()) continue;
            const bool low = bounded || amounts.low > -most;
            const bool high = bounded || amounts.high < most;
            const std::string& value = column.value;
            if (low && high && amounts.low == amounts.high)
                fits.push_back(fmt::format("{} = {}", value, bind(amounts.low)));
            else if (low && high)
                fits.push_back(
                    fmt::format("{} BETWEEN {} AND {}", value, bind(amounts.low), bind(amounts.high)));
            else if (low)
                fits.push_back(fmt::format("{} >= {}", value, bind(amounts.low)));
            else if (high)
                fits.push_back(fmt::format("{} <= {}", value, bind(amounts.high)));
            else
                all = true;
        }
        if (negated ? all : !all && fits.empty()) continue;  // no amount of this currency
        std::string arm = fmt::format("{} = {}", column.unit, bind(std::string_view(currency)));
        if (negated && bounded)
            arm += fmt::format(" AND {} BETWEEN {} AND {}", column.value, bind(-most), bind(most));
        else if (all || fits.empty())
            arm += fmt::format(" AND {} IS NOT NULL", column.value);
        if (!all && !fits.empty()) {
            const std::string any = fits.size() == 1 ? fits.front() : any_of(fits);
            arm += negated ? fmt::format(" AND NOT ({})", any) : fmt::format(" AND ({})", any);
        }
        arms.push_back("(" + arm + ")");
    }
    return arms.size() == 1 ? own : any_of(arms);
}

}  // namespace kith::query
