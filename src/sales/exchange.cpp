// Amounts in another currency.
#include "store/connection.hpp"

#include <kith/error.hpp>
#include <kith/exchange.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace kith {

namespace {

/// A rate between two currencies, and in which direction it is quoted.
struct Leg {
    ExchangeRateId id{};
    std::string date{};
    std::string rate{};
    bool against = false;
};

/// The rates of one day.
class Rates {
public:
    Rates(store::Connection& connection, std::string day) : connection_(connection), day_(std::move(day)) {}

    [[nodiscard]] std::optional<Leg> between(std::string_view from, std::string_view to) {
        std::optional<Leg> with = quoted(from, to);
        std::optional<Leg> against = quoted(to, from);
        if (against) against->against = true;
        if (!with || (against && against->date > with->date)) return against;
        return with;
    }

    /// Every currency that has a rate with this one.
    [[nodiscard]] std::vector<std::string> neighbours(std::string_view currency) {
        std::vector<std::string> found;
        store::Statement rows = connection_.prepare(
            "SELECT base FROM exchange_rate WHERE currency = ?1 AND deleted_at IS NULL UNION "
            "SELECT currency FROM exchange_rate WHERE base = ?1 AND deleted_at IS NULL ORDER BY 1");
        for (rows.bind(1, currency); rows.step();) found.push_back(rows.string(0));
        return found;
    }

private:
    std::optional<Leg> quoted(std::string_view currency, std::string_view base) {
        store::Statement row = connection_.prepare(
            "SELECT id, date, rate FROM exchange_rate WHERE currency = ?1 AND base = ?2 AND date <= ?3 "
            "AND deleted_at IS NULL ORDER BY date DESC LIMIT 1");
        if (!row.bind_all(currency, base, day_).step()) return std::nullopt;
        return Leg{ExchangeRateId{row.integer(0)}, row.string(1), row.string(2)};
    }

    store::Connection& connection_;
    std::string day_;
};

}  // namespace

std::optional<Conversion> convert(const Reader& reader, const Money& amount, std::string_view currency,
                                  PartialDate day) {
    if (!day.complete())
        throw Error(Code::invalid_argument,
                    fmt::format("an amount is converted on a whole day, not on '{}'", day.to_string()));
    if (amount.currency == currency) return Conversion{amount, {}, {}};
    Rates rates(reader.connection(), day.to_string());
    std::vector<Leg> way;
    std::string date;
    if (auto direct = rates.between(amount.currency, currency)) {
        date = direct->date;
        way.push_back(*std::move(direct));
    } else {
        for (const std::string& third : rates.neighbours(amount.currency)) {
            auto first = rates.between(amount.currency, third);
            auto second = first ? rates.between(third, currency) : std::nullopt;
            if (!second || std::min(first->date, second->date) <= date) continue;
            date = std::min(first->date, second->date);
            way = {*std::move(first), *std::move(second)};
        }
    }
    if (way.empty()) return std::nullopt;
    Conversion result;
    std::vector<RateStep> steps;
    for (const Leg& leg : way) {
        steps.push_back({leg.rate, leg.against});
        result.rates.push_back(leg.id);
    }
    result.amount = converted(amount, steps, currency);
    result.date = PartialDate::parse(date);
    return result;
}

std::optional<Conversion> convert(const Database& database, const Money& amount, std::string_view currency,
                                  PartialDate day, Where where) {
    return database.read([&](const Reader& reader) { return convert(reader, amount, currency, day); }, where);
}

}  // namespace kith
