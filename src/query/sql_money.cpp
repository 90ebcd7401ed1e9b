// Comparisons of amounts, as SQL: one condition for each currency that has a rate, in its own minor units.
#include "query/money.hpp"
#include "query/sql_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

namespace kith::query {

namespace {

/// More values than these in one comparison, currencies that have rates, or parameters in one statement, and amounts are
/// converted row by row instead: a call costs what some twenty comparisons do, and SQLite takes 32,766 parameters.
constexpr std::size_t most_values = 8;
constexpr std::size_t most_currencies = 24;
constexpr std::size_t most_parameters = 4'000;

/// Another currency, and which of its amounts lie between the least and the greatest value.
struct Foreign {
    std::string currency{};
    records::Exchange exchange;
    std::int64_t most = 0;
    Minors fits{};

    [[nodiscard]] bool bounded() const { return most < most_minor; }
};

std::vector<Foreign> foreign_of(const records::DayRates& rates, const std::string& unit,
                                const Minors& wanted) {
    std::vector<Foreign> all;
    for (auto& [currency, exchange] : rates.into(unit)) {
        const std::int64_t most = most_exchanged(exchange);
        if (most < 0) continue;  // nothing can be computed by such rates
        const Minors fits = amounts_within(exchange, wanted, most);
        all.push_back({currency, std::move(exchange), most, fits});
    }
    return all;
}

Minors around(const std::vector<Minors>& wanted) {
    Minors all = wanted.front();
    for (const Minors& one : wanted) {
        all.low = std::min(all.low, one.low);
        all.high = std::max(all.high, one.high);
    }
    return all;
}

/// The bounds of what fits in whichever currency, for an index and to have done with most rows at once.
Minors around(Minors wanted, const std::vector<Foreign>& foreign) {
    for (const Foreign& other : foreign) {
        if (other.fits.none()) continue;
        const bool low = other.bounded() || other.fits.low > -other.most;
        const bool high = other.bounded() || other.fits.high < other.most;
        wanted.low = low ? std::min(wanted.low, other.fits.low) : Minors{}.low;
        wanted.high = high ? std::max(wanted.high, other.fits.high) : Minors{}.high;
    }
    return wanted;
}

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
    const auto fits = [&](const Column& in) { return one_of(in.value, equal.values); };
    std::vector<Minors> wanted;
    for (const store::OwnedCell& value : equal.values) {
        const std::int64_t minor = value.view().integer;
        wanted.push_back({minor, minor});
    }
    return amounts(fits, wanted, column, equal.unit, equal.rates, negated);
}

std::string SqlBuilder::amounts(const bound::Range& range, const Column& column, bool negated) {
    const auto fits = [&](const Column& in) { return this->range(range, in, false); };
    return amounts(fits, {minors_of(range)}, column, range.unit, range.rates, negated);
}

std::string SqlBuilder::amounts(const std::function<std::string(const Column&)>& fits,
                                const std::vector<Minors>& wanted, const Column& column,
                                const std::string& unit,
                                const std::shared_ptr<const records::DayRates>& rates, bool negated) {
    if (!rates) return in_currency(fits(column), column, unit, negated);
    const bool large = parameters.size() > most_parameters;
    std::vector<Foreign> foreign;
    if (!large) foreign = foreign_of(*rates, unit, around(wanted));
    std::string bounds;
    if (!large && !negated) {
        const Minors all = around(around(wanted), foreign);
        if (all.low > Minors{}.low) bounds += fmt::format("{} >= {} AND ", column.value, bind(all.low));
        if (all.high < Minors{}.high) bounds += fmt::format("{} <= {} AND ", column.value, bind(all.high));
    }
    if (large || wanted.size() > most_values || foreign.size() > most_currencies) {
        Column other = column;
        const std::string own = bind(unit);
        other.value = "(" + converted(column.value, column.unit, {own, bind_rates(rates)}) + ")";
        const std::string within = fits(other);
        return negated ? "NOT (" + within + ")" : bounds + within;
    }
    std::vector<std::string> arms = {"(" + in_currency(fits(column), column, unit, negated) + ")"};
    for (const Foreign& other : foreign) {
        std::vector<Minors> amounts;
        for (const Minors& one : wanted)
            amounts.push_back(wanted.size() == 1 ? other.fits
                                                 : amounts_within(other.exchange, one, other.most));
        std::string arm = in_other(other.currency, amounts, other.most, column, negated);
        if (!arm.empty()) arms.push_back("(" + std::move(arm) + ")");
    }
    return bounds + "(" + any_of(arms) + ")";
}

/// `condition` on amounts of one currency. Those of another one are not compared: nor do they differ.
std::string SqlBuilder::in_currency(const std::string& condition, const Column& column,
                                    const std::string& unit, bool negated) {
    return fmt::format("{}{} AND {} = {}", negated ? "NOT " : "", negated ? "(" + condition + ")" : condition,
                       column.unit, bind(unit));
}

/// What fits of the amounts in a currency of which at most so much can be converted; empty: none of them.
std::string SqlBuilder::in_other(const std::string& currency, const std::vector<Minors>& fits,
                                 std::int64_t most, const Column& column, bool negated) {
    const std::string& value = column.value;
    const bool bounded = most < most_minor;
    std::vector<std::string> terms;
    bool all = false;
    for (const Minors& amounts : fits) {
        if (amounts.none()) continue;
        const bool low = bounded || amounts.low > -most;
        const bool high = bounded || amounts.high < most;
        if (low && high && amounts.low == amounts.high)
            terms.push_back(fmt::format("{} = {}", value, bind(amounts.low)));
        else if (low && high)
            terms.push_back(fmt::format("{} BETWEEN {} AND {}", value, bind(amounts.low), bind(amounts.high)));
        else if (low)
            terms.push_back(fmt::format("{} >= {}", value, bind(amounts.low)));
        else if (high)
            terms.push_back(fmt::format("{} <= {}", value, bind(amounts.high)));
        else
            all = true;
    }
    if (negated ? all : !all && terms.empty()) return {};
    std::string known;
    if (negated && bounded)
        known = fmt::format("{} BETWEEN {} AND {}", value, bind(-most), bind(most));
    else if (all || terms.empty())
        known = fmt::format("{} IS NOT NULL", value);
    std::string condition = all || terms.empty() ? std::string{} : any_of(terms);
    if (!condition.empty() && negated) condition = "NOT (" + condition + ")";
    if (!condition.empty() && !negated && terms.size() > 1) condition = "(" + condition + ")";
    if (!known.empty() && !condition.empty()) condition += " AND ";
    return fmt::format("{}{} AND {} = {}", condition, known, column.unit, bind(std::string_view(currency)));
}

}  // namespace kith::query
