#include "text/money.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using kith::Money;
using kith::text::parse_money;

namespace {

struct Case {
    std::string text;
    std::int64_t minor;
    std::string currency;
};

void check(const std::vector<Case>& cases) {
    for (const auto& [text, minor, currency] : cases) {
        CAPTURE(text);
        const auto money = Money::parse(text);
        REQUIRE(money.has_value());
        CHECK(*money == Money{minor, currency});
    }
}

}  // namespace

TEST_CASE("money: decimals of ISO 4217", "[text][money]") {
    CHECK(kith::currency_decimals("JPY") == 0);
    CHECK(kith::currency_decimals("KRW") == 0);
    CHECK(kith::currency_decimals("USD") == 2);
    CHECK(kith::currency_decimals("KWD") == 3);
    CHECK(kith::currency_decimals("CLF") == 4);
    CHECK(kith::currency_decimals("XXX") == 2);
    CHECK(kith::currency_decimals("") == 2);
    CHECK(kith::currency_decimals("JP") == 2);
    CHECK(kith::currency_decimals("PY ") == 2);
    CHECK(kith::text::is_currency("AED"));
    CHECK(kith::text::is_currency("ZWL"));
    CHECK_FALSE(kith::text::is_currency("usd"));
    CHECK_FALSE(kith::text::is_currency("D A"));
}

TEST_CASE("money: written", "[text][money]") {
    CHECK(Money{1234, "USD"}.to_string() == "12.34 USD");
    CHECK(Money{500, "JPY"}.to_string() == "500 JPY");
    CHECK(Money{5, "USD"}.to_string() == "0.05 USD");
    CHECK(Money{-5, "USD"}.to_string() == "-0.05 USD");
    CHECK(Money{0, "KWD"}.to_string() == "0.000 KWD");
    CHECK(Money{100, ""}.to_string() == "1.00");
    CHECK(Money{std::numeric_limits<std::int64_t>::min(), "JPY"}.to_string() == "-9223372036854775808 JPY");
}

TEST_CASE("money: read", "[text][money]") {
    check({{"12.34 USD", 1234, "USD"},
           {"USD 12.34", 1234, "USD"},
           {"usd12.34", 1234, "USD"},
           {"12.34usd", 1234, "USD"},
           {"1,234 JPY", 1234, "JPY"},
           {"１，２３４　ＪＰＹ", 1234, "JPY"},
           {"-12.34 USD", -1234, "USD"},
           {"USD -12.34", -1234, "USD"},
           {"+5 EUR", 500, "EUR"},
           {".5 EUR", 50, "EUR"},
           {"1.234 KWD", 1234, "KWD"},
           {"1,234,567.80 USD", 123456780, "USD"},
           {"1.234.567,80 EUR", 123456780, "EUR"},
           {"12,34 EUR", 1234, "EUR"},
           {"1 234,56 €", 123456, "EUR"},
           {"1'234.50 CHF", 123450, "CHF"},
           {"12,34,567.00 INR", 123456700, "INR"},
           {"0.05 XBT", 5, "XBT"},
           {"500 SZL", 50000, "SZL"}});
}

TEST_CASE("money: symbols", "[text][money]") {
    check({{"€12.34", 1234, "EUR"},       {"£1,000", 100000, "GBP"},   {"¥1,000", 1000, "JPY"},
           {"￥１，０００", 1000, "JPY"}, {"-¥500", -500, "JPY"},      {"¥-500", -500, "JPY"},
           {"\\1,000", 1000, "JPY"},      {"1,000円", 1000, "JPY"},    {"¥500 JPY", 500, "JPY"},
           {"▲1,000円", -1000, "JPY"},    {"△１０円", -10, "JPY"},     {"US$5", 500, "USD"},
           {"5 US$", 500, "USD"},         {"HK$ 20.50", 2050, "HKD"},  {"$5 USD", 500, "USD"},
           {"$5.25 CAD", 525, "CAD"},     {"100米ドル", 10000, "USD"}, {"100ユーロ", 10000, "EUR"},
           {"10,50 zł", 1050, "PLN"},     {"₩5000", 5000, "KRW"}});
}

TEST_CASE("money: 万 and 億", "[text][money]") {
    check({{"3億2,500万円", 325000000, "JPY"},
           {"３億２，５００万円", 325000000, "JPY"},
           {"3億 2,500万 JPY", 325000000, "JPY"},
           {"1.5億円", 150000000, "JPY"},
           {"500万円", 5000000, "JPY"},
           {"¥120万", 1200000, "JPY"},
           {"12万3,456円", 123456, "JPY"},
           {"2兆円", 2000000000000, "JPY"},
           {"5百万円", 5000000, "JPY"},
           {"1,200千円", 1200000, "JPY"},
           {"2千5百万円", 25000000, "JPY"},
           {"三億二千五百万円", 325000000, "JPY"},
           {"二五〇〇円", 2500, "JPY"},
           {"三十五円", 35, "JPY"},
           {"十万円", 100000, "JPY"},
           {"壱萬円", 10000, "JPY"},
           {"千円", 1000, "JPY"},
           {"1.5万 USD", 1500000, "USD"},
           {"0.0001万 USD", 100, "USD"}});
}

TEST_CASE("money: what is not money", "[text][money]") {
    for (const std::string text : {"",
                                   " ",
                                   "USD",
                                   "12.34",
                                   "$5",
                                   "$",
                                   "5 $",
                                   "円",
                                   "12.345 USD",
                                   "12.5 JPY",
                                   "¥12.50",
                                   "1.234 EUR",
                                   "12 34 USD",
                                   "1,23 JPY",
                                   "1,2345 USD",
                                   "12,3,456 USD",
                                   "1,234 5 USD",
                                   "1..2 USD",
                                   "1,,234 USD",
                                   "12. USD",
                                   "--5 USD",
                                   "5- USD",
                                   "USD 5 EUR",
                                   "€5 USD",
                                   "$5 EUR",
                                   "5 boxes",
                                   "12 box",
                                   "abc USD",
                                   "5kusd",
                                   "3万2億円",
                                   "億円",
                                   "万円",
                                   "3億億円",
                                   "5百6千円",
                                   "1.55555億億円",
                                   "0.0000001万 USD",
                                   "1e5 USD",
                                   "0x10 USD",
                                   "NaN USD",
                                   "五五〇X円",
                                   "9223372036854775808 JPY",
                                   "-9223372036854775809 JPY",
                                   "18446744073709551616 JPY",
                                   "99999999999兆円",
                                   "92233720368547758.08 USD",
                                   "\xFF USD",
                                   "5 USD\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(Money::parse(text).has_value());
    }
    CHECK_FALSE(Money::parse(std::string("5\0USD\0", 6) + "x").has_value());
    CHECK_FALSE(Money::parse(std::string(1 << 20, '9') + " USD").has_value());
    CHECK_FALSE(Money::parse(std::string(1 << 20, ' ')).has_value());
}

TEST_CASE("money: a default currency", "[text][money]") {
    CHECK(parse_money("1,234.50", "USD") == Money{123450, "USD"});
    CHECK(parse_money("1,234", "JPY") == Money{1234, "JPY"});
    CHECK(parse_money("3億", "JPY") == Money{300000000, "JPY"});
    CHECK(parse_money("$5", "AUD") == Money{500, "AUD"});
    CHECK(parse_money("$5", "USD") == Money{500, "USD"});
    CHECK_FALSE(parse_money("$5", "EUR").has_value());
    CHECK(parse_money("5 EUR", "USD") == Money{500, "EUR"});
    CHECK_FALSE(parse_money("5", "").has_value());
}

TEST_CASE("money: what is written reads back", "[text][money][property]") {
    std::mt19937_64 random(42);
    const std::vector<std::string> currencies{"JPY", "USD", "KWD", "CLF", "EUR", "XBT"};
    for (int round = 0; round < 5000; ++round) {
        const auto shift = random() % 64;
        const Money money{static_cast<std::int64_t>(random()) >> shift,
                          currencies[random() % currencies.size()]};
        CAPTURE(money.to_string());
        CHECK(Money::parse(money.to_string()) == money);
    }
    for (const auto edge :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
        CHECK(Money::parse(Money{edge, "USD"}.to_string()) == Money{edge, "USD"});
}
