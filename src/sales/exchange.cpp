// Amounts in another currency.
#include "records/rates.hpp"
#include "store/connection.hpp"

#include <kith/error.hpp>
#include <kith/exchange.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>

namespace kith {

namespace {

/// The rates of one day, each looked up in the file.
class FileRates final : public records::RateSource {
public:
    FileRates(store::Connection& connection, std::string day)
        : connection_(connection), day_(std::move(day)) {}

    std::optional<records::RateLeg> quoted(std::string_view currency, std::string_view base) override {
        store::Statement row = connection_.prepare(
            "SELECT id, date, rate FROM exchange_rate WHERE currency = ?1 AND base = ?2 AND date <= ?3 "
            "AND deleted_at IS NULL ORDER BY date DESC LIMIT 1");
        if (!row.bind_all(currency, base, day_).step()) return std::nullopt;
        return records::RateLeg{row.integer(0), row.string(1), row.string(2)};
    }

    std::vector<std::string> neighbours(std::string_view currency) override {
        std::vector<std::string> found;
        store::Statement rows = connection_.prepare(
            "SELECT base FROM exchange_rate WHERE currency = ?1 AND deleted_at IS NULL UNION "
            "SELECT currency FROM exchange_rate WHERE base = ?1 AND deleted_at IS NULL ORDER BY 1");
        for (rows.bind(1, currency); rows.step();) found.push_back(rows.string(0));
        return found;
    }

private:
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
    FileRates rates(reader.connection(), day.to_string());
    const records::RateWay way = records::way_between(rates, amount.currency, currency);
    if (way.legs.empty()) return std::nullopt;
    Conversion result;
    std::vector<RateStep> steps;
    for (const records::RateLeg& leg : way.legs) {
        steps.push_back({leg.rate, leg.against});
        result.rates.push_back({leg.id});
    }
    result.amount = converted(amount, steps, currency);
    result.date = PartialDate::parse(way.date);
    return result;
}

std::optional<Conversion> convert(const Database& database, const Money& amount, std::string_view currency,
                                  PartialDate day, Where where) {
    return database.read([&](const Reader& reader) { return convert(reader, amount, currency, day); }, where);
}

}  // namespace kith
