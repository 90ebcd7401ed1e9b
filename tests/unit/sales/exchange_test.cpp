// Amounts in another currency by dated rates.
#include "support/expect_error.hpp"

#include <kith/exchange.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::expect_error;

namespace {

struct Base {
    Database db = Database::open(":memory:");

    ExchangeRateId rate(const char* currency, const char* base, PartialDate date, const char* value) {
        return db.add(ExchangeRate{.currency = currency, .base = base, .date = date, .rate = value});
    }
    /// "151 JPY 2026-01-05", or "" where there is no rate.
    std::string in(const Money& amount, const char* currency, PartialDate day) {
        const auto found = convert(db, amount, currency, day);
        if (!found) return "";
        return found->amount.to_string() + (found->date ? " " + found->date->to_string() : "");
    }
};

}  // namespace

TEST_CASE_METHOD(Base, "a rate holds from its date until the next, in both directions", "[sales][exchange]") {
    rate("USD", "JPY", {2026, 1, 5}, "151.37");
    const ExchangeRateId second = rate("USD", "JPY", {2026, 2, 1}, "150");
    CHECK(in({10000, "USD"}, "JPY", {2026, 1, 4}).empty());
    CHECK(in({10000, "USD"}, "JPY", {2026, 1, 5}) == "15137 JPY 2026-01-05");
    CHECK(in({10000, "USD"}, "JPY", {2026, 1, 31}) == "15137 JPY 2026-01-05");
    CHECK(in({10000, "USD"}, "JPY", {2030, 1, 1}) == "15000 JPY 2026-02-01");
    CHECK(in({15000, "JPY"}, "USD", {2026, 2, 1}) == "100.00 USD 2026-02-01");
    CHECK(in({-100, "JPY"}, "USD", {2026, 2, 1}) == "-0.67 USD 2026-02-01");
    CHECK(in({500, "JPY"}, "JPY", {2020, 1, 1}) == "500 JPY");
    CHECK(convert(db, {1, "USD"}, "JPY", {2026, 3, 1})->rates == std::vector{second});
    CHECK(in({1, "EUR"}, "JPY", {2026, 3, 1}).empty());

    // The later of the two directions counts, and what is in the trash does not.
    const ExchangeRateId turned = rate("JPY", "USD", {2026, 2, 2}, "0.005");
    CHECK(in({10000, "USD"}, "JPY", {2026, 3, 1}) == "20000 JPY 2026-02-02");
    db.remove(turned);
    CHECK(in({10000, "USD"}, "JPY", {2026, 3, 1}) == "15000 JPY 2026-02-01");
    expect_error(Code::invalid_argument, [&] { (void)convert(db, {1, "USD"}, "JPY", {2026, 3, 0}); });
    rate("ABC", "DEF", {2026, 1, 1}, "999999999999999999");
    expect_error(Code::limit, [&] { (void)convert(db, {1000000, "ABC"}, "DEF", {2026, 3, 1}); });
}

TEST_CASE_METHOD(Base, "without a rate between two, one goes through a third", "[sales][exchange]") {
    const ExchangeRateId dollar = rate("USD", "JPY", {2026, 1, 5}, "150");
    const ExchangeRateId euro = rate("EUR", "JPY", {2026, 1, 7}, "165");
    // 100 EUR = 16500 JPY = 110 USD, rounded once.
    CHECK(in({10000, "EUR"}, "USD", {2026, 1, 8}) == "110.00 USD 2026-01-05");
    CHECK(convert(db, {1, "EUR"}, "USD", {2026, 1, 8})->rates == std::vector{euro, dollar});
    CHECK(in({1, "EUR"}, "USD", {2026, 1, 8}) == "0.01 USD 2026-01-05");
    CHECK(in({10000, "EUR"}, "USD", {2026, 1, 6}).empty());  // the euro had no rate yet
    // Of several ways the one whose older rate is the latest.
    rate("EUR", "CHF", {2026, 1, 6}, "0.9");
    rate("CHF", "USD", {2026, 1, 6}, "1.2");
    CHECK(in({10000, "EUR"}, "USD", {2026, 1, 8}) == "108.00 USD 2026-01-06");
    // A rate between the two counts before any way around.
    rate("EUR", "USD", {2025, 1, 1}, "2");
    CHECK(in({10000, "EUR"}, "USD", {2026, 1, 8}) == "200.00 USD 2025-01-01");
}
