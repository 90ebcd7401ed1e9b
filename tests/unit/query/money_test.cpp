// Amounts in other currencies: compared by the rates of the query's day.
#include "support/dump.hpp"
#include "support/observed.hpp"

#include "query/money.hpp"

#include <kith/exchange.hpp>
#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace kith;
using namespace std::chrono_literals;

namespace {

using Ids = std::vector<std::int64_t>;

/// Deals in a base with a clock that is set by hand.
struct Base {
    Time now = parse_time("2026-01-15T09:00:00Z").value();
    Database db = Database::open(":memory:", options());
    StageId stage{};

    Base() { stage = db.add(Stage{.pipeline = db.add(Pipeline{.name = "Sales"}), .name = "Lead"}); }

    Options options() {
        Options options;
        options.clock = [this] { return now; };
        return options;
    }
    ExchangeRateId rate(const char* currency, const char* base, PartialDate date, const char* value) {
        return db.add(ExchangeRate{.currency = currency, .base = base, .date = date, .rate = value});
    }
    DealId deal(std::int64_t minor, const char* currency, ContactId contact = {}) {
        return db.add(Deal{.name = "d", .stage = stage, .contact = contact, .amount = {minor, currency}});
    }
    Ids deals(const std::string& query) const { return test::asked<Deal>(db, query); }
    Ids contacts(const std::string& query) const { return test::asked<Contact>(db, query); }
    std::vector<std::string> warnings(const std::string& query) const {
        std::vector<std::string> found;
        for (const std::string& warning : explain<Deal>(db, query).warnings)
            if (warning.find("exchange rate") != std::string::npos) found.push_back(warning);
        return found;
    }
};

records::Exchange exchange(const char* from, const char* to, const std::string& rate, bool against) {
    return {from, to, {{0, "2026-01-01", rate, against}}};
}

}  // namespace

TEST_CASE("the amounts that fit are those whose conversion does", "[query][money]") {
    std::mt19937 random(7);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const char* codes[] = {"USD", "JPY", "KWD"};
    for (int i = 0; i < 300; ++i) {
        std::string rate = std::to_string(1 + below(below(2) != 0 ? 20 : 100'000));
        if (below(2) != 0) rate = "0." + std::string(static_cast<std::size_t>(below(4)), '0') + rate;
        const auto change = exchange(codes[below(3)], codes[below(3)], rate, below(2) != 0);
        query::Minors wanted;
        if (below(3) != 0) wanted.low = below(400) - 200;
        if (below(3) != 0) wanted.high = below(400) - 200;
        const std::int64_t most = query::most_exchanged(change);
        REQUIRE(most > 1'000'000);
        const query::Minors fits = query::amounts_within(change, wanted, most);
        CAPTURE(i, rate, wanted.low, wanted.high, fits.low, fits.high);
        const auto check = [&](std::int64_t amount) {
            if (amount < -most || amount > most) return;
            const std::int64_t minor = change(amount).value();
            CHECK((minor >= wanted.low && minor <= wanted.high) ==
                  (amount >= fits.low && amount <= fits.high));
        };
        for (std::int64_t amount = -40; amount <= 40; ++amount) check(amount);
        for (std::int64_t near = -2; near <= 2; ++near)
            for (const std::int64_t end : {fits.low, fits.high}) check(std::clamp(end, -most, most) + near);
    }
    // More digits than can be multiplied: what cannot be computed is bounded.
    const records::Exchange wide(
        "USD", "EUR", {{0, "", "0.12345678901234567", false}, {0, "", "0.87654321098765432", false}});
    const std::int64_t most = query::most_exchanged(wide);
    CHECK(most < 1'000'000);
    CHECK(wide(most));
    CHECK_FALSE(wide(most + 1));
    CHECK(query::amounts_within(wide, {}, most).high == most);
}

TEST_CASE_METHOD(Base, "amounts compare by the rate of the day, rounded as convert rounds", "[query][money]") {
    rate("USD", "JPY", {2026, 1, 5}, "151.37");
    rate("EUR", "USD", {2026, 1, 5}, "1.1");
    deal(100, "JPY");     // 0.66 USD
    deal(15137, "JPY");   // 100.00 USD
    deal(15136, "JPY");   // 99.99
    deal(9091, "EUR");    // 100.00 (100.001)
    deal(9090, "EUR");    // 99.99
    deal(10000, "USD");   // 100.00
    deal(100000, "GBP");  // no rate
    CHECK(deals("amount = 100 USD") == Ids{2, 4, 6});
    CHECK(deals("amount != 100 USD") == Ids{1, 3, 5});
    CHECK(deals("not amount = 100 USD") == Ids{1, 3, 5, 7});
    CHECK(deals("amount >= 100 USD") == Ids{2, 4, 6});
    CHECK(deals("amount > 100 USD").empty());
    CHECK(deals("amount < 100 USD") == Ids{1, 3, 5});
    CHECK(deals("amount <= 99.99 USD") == Ids{1, 3, 5});
    CHECK(deals("amount between 0.66 USD and 99.99 USD") == Ids{1, 3, 5});
    CHECK(deals("amount not between 0.66 USD and 99.99 USD") == Ids{2, 4, 6});
    CHECK(deals("amount in (0.66 USD, 1000 GBP)") == Ids{1, 7});
    CHECK(deals("amount not in (0.66 USD, 1000 GBP)").empty());  // none of them has a rate with pounds and dollars
    CHECK(deals("not amount in (0.66 USD, 1000 GBP)") == Ids{2, 3, 4, 5, 6});
    CHECK(deals("amount >= 15137 JPY") == Ids{2, 4, 6});  // through dollars
    CHECK(deals("amount = 0.01 USD").empty());
    deal(1, "JPY");
    deal(2, "JPY");
    CHECK(deals("amount = 0.01 USD") == Ids{8, 9});  // 0.66 and 1.32 cents
    CHECK(deals("amount > 1000 GBP or amount <= 1000 GBP") == Ids{7});
    // Many values, so that they are converted row by row: the same.
    const std::string many = "(0.66 USD, 1 USD, 2 USD, 3 USD, 4 USD, 5 USD, 6 USD, 7 USD, 100 USD)";
    CHECK(deals("amount in " + many) == Ids{1, 2, 4, 6});
    CHECK(deals("amount not in " + many) == Ids{3, 5, 8, 9});
    CHECK(explain<Deal>(db, "amount in " + many).sql.find("kith_money") != std::string::npos);
    CHECK(explain<Deal>(db, "amount > 5 USD").sql.find("kith_money") == std::string::npos);

    // An index on the values of a custom field finds those of all currencies.
    db.add(Field{.record_type = "contact", .key = "budget", .type = FieldType::money});
    const Explanation found = explain<Contact>(db, "budget > 500 USD");
    CHECK(std::any_of(found.plan.begin(), found.plan.end(), [](const std::string& line) {
        return line.find("field_value_value (field_id=? AND value>?)") != std::string::npos;
    }));
}

TEST_CASE_METHOD(Base, "random amounts and thresholds agree with convert", "[query][money]") {
    std::mt19937 random(11);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const char* codes[] = {"USD", "JPY", "EUR", "KWD", "GBP"};
    rate("USD", "JPY", {2026, 1, 5}, "151.37");
    rate("EUR", "USD", {2025, 1, 5}, "1.08325");
    rate("USD", "EUR", {2026, 1, 5}, "0.9147");
    rate("KWD", "USD", {2026, 1, 5}, "3.2512");
    rate("KWD", "JPY", {2026, 1, 15}, "490.5");
    rate("GBP", "EUR", {2026, 1, 16}, "1.2");  // not yet
    std::vector<Money> amounts;
    for (int i = 0; i < 200; ++i) {
        amounts.push_back({below(below(2) != 0 ? 60 : 300'000), codes[below(5)]});
        deal(amounts.back().minor, amounts.back().currency.c_str());
    }
    for (int i = 0; i < 150; ++i) {
        const Money wanted{below(below(2) != 0 ? 60 : 300'000), codes[below(5)]};
        const int sign = below(6);
        const char* signs[] = {"<", "<=", ">", ">=", "=", "!="};
        Ids expected;
        for (std::size_t k = 0; k < amounts.size(); ++k) {
            const auto found = convert(db, amounts[k], wanted.currency, {2026, 1, 15});
            if (!found) continue;
            const std::int64_t a = found->amount.minor;
            const std::int64_t b = wanted.minor;
            const bool fits[] = {a<b, a <= b, a> b, a >= b, a == b, a != b};
            if (fits[sign]) expected.push_back(static_cast<std::int64_t>(k + 1));
        }
        const std::string query = std::string("amount ") + signs[sign] + " " + wanted.to_string();
        INFO(query);
        CHECK(deals(query) == expected);
        // So does a statement that is too large for a condition for each currency.
        std::string large;
        if (i % 30 == 0)
            for (int k = 0; k < 700; ++k) large += "amount = 99999" + std::to_string(k) + " KWD or ";
        if (!large.empty()) CHECK(deals(large + query) == expected);
    }
}

TEST_CASE_METHOD(Base, "many currencies are converted row by row, with the same answer", "[query][money]") {
    rate("USD", "JPY", {2026, 1, 5}, "150");
    for (int i = 0; i < 30; ++i) {
        const std::string code = {'A', i < 26 ? 'B' : 'C', static_cast<char>('A' + i % 26)};
        rate("USD", code.c_str(), {2026, 1, 5}, "2");
    }
    deal(15000, "JPY");
    deal(15001, "JPY");
    deal(20000, "ABC");
    deal(100, "XYZ");
    const std::string sql = explain<Deal>(db, "amount = 100 USD").sql;
    CHECK(sql.find("kith_money") != std::string::npos);
    CHECK(sql.find(">= ?1 AND") != std::string::npos);
    CHECK(deals("amount = 100 USD") == Ids{1, 3});
    CHECK(deals("amount != 100 USD") == Ids{2});
    CHECK(deals("amount > 100 USD") == Ids{2});
    CHECK(deals("amount <= 100 USD and amount between 99 USD and 101 USD") == Ids{1, 3});
    CHECK(deals("not amount = 100 USD") == Ids{2, 4});
}

TEST_CASE_METHOD(Base, "without rates nothing is converted and the statement is the plain one",
                 "[query][money]") {
    deal(100, "USD");
    deal(100, "EUR");
    const Explanation plain = explain<Deal>(db, "amount >= 1 USD");
    CHECK(plain.parameters.size() == 2);
    CHECK(plain.sql.find(">= ?1 AND \"deal\".\"currency\" = ?2") != std::string::npos);
    CHECK(deals("amount >= 1 USD") == Ids{1});
    CHECK(deals("amount != 5 USD") == Ids{1});
    CHECK(deals("not amount = 5 USD") == Ids{1, 2});
    CHECK(warnings("amount >= 1 USD") ==
          std::vector<std::string>{"there is no exchange rate from EUR to USD on 2026-01-15"});
    CHECK(warnings("amount >= 1 EUR or amount is known") ==
          std::vector<std::string>{"there is no exchange rate from USD to EUR on 2026-01-15"});
    // Rates between others, or of later days, change nothing.
    rate("GBP", "JPY", {2026, 1, 1}, "190");
    rate("EUR", "USD", {2026, 1, 16}, "1.1");
    CHECK(explain<Deal>(db, "amount >= 1 USD").sql == plain.sql);
    CHECK(warnings("amount >= 1 USD").size() == 1);
    now += 24h;
    CHECK(deals("amount >= 1 USD") == Ids{1, 2});
    CHECK(warnings("amount >= 1 USD").empty());
    CHECK(warnings("sum contact.deal.amount >= 1 GBP").size() == 2);
}

TEST_CASE_METHOD(Base, "the query's day is that of the file's zone", "[query][money]") {
    deal(100, "EUR");
    rate("EUR", "USD", {2026, 1, 16}, "1.1");
    now = parse_time("2026-01-15T16:00:00Z").value();
    CHECK(deals("amount > 1 USD").empty());
    Settings settings = db.settings();
    settings.time_zone = "Asia/Tokyo";  // where it is the 16th
    db.settings(settings);
    CHECK(deals("amount > 1 USD") == Ids{1});
}

TEST_CASE_METHOD(Base, "figures are over converted amounts", "[query][money]") {
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    deal(10000, "USD", ada);
    deal(10000, "EUR", ada);
    deal(10000, "GBP", ada);
    deal(20000, "JPY", bob);
    CHECK(contacts("sum deal.amount > 150 USD").empty());
    rate("EUR", "USD", {2026, 1, 5}, "1.1");
    rate("USD", "JPY", {2026, 1, 5}, "150");
    CHECK(contacts("sum deal.amount = 210 USD") == Ids{1});
    CHECK(contacts("sum deal.amount (status = open) > 133.32 USD") == Ids{1, 2});
    CHECK(contacts("max deal.amount = 110 USD") == Ids{1});
    CHECK(contacts("min deal.amount > 100 USD") == Ids{2});
    CHECK(contacts("avg deal.amount = 105 USD") == Ids{1});
    CHECK(contacts("avg deal.amount != 105 USD") == Ids{2});
    CHECK(contacts("sum deal.amount >= 20000 JPY and sum deal.amount (name = d) < 31500 JPY") == Ids{2});
    CHECK(contacts("sum deal.amount > 0 GBP") == Ids{1});
    CHECK(contacts("has deal (amount > 105 USD)") == Ids{1, 2});
    CHECK(contacts("every deal (amount > 105 USD)") == Ids{2});

    const Why reason = why(db, record_type<Contact>(), "sum deal.amount > 150 USD", ada.value);
    CHECK(reason.holds == Truth::yes);
    CHECK(reason.values.front().values.front() == Value(Money{21000, "USD"}));
    const Why shown = why(db, record_type<Deal>(), "amount > 150 USD", 4);
    CHECK(shown.holds == Truth::no);
    CHECK(shown.values.front().values.front() == Value(Money{20000, "JPY"}));
    CHECK(why(db, record_type<Deal>(), "amount > 150 USD", 3).holds == Truth::unknown);
}

TEST_CASE_METHOD(Base, "fields compare with fields by the rates, in the currency of the right one",
                 "[query][money]") {
    db.add(Field{.record_type = "contact", .key = "budget", .type = FieldType::money});
    Contact contact{.name = {.given = "Ada"}};
    contact.fields["budget"] = Money{11000, "USD"};
    const ContactId ada = db.add(contact);
    deal(10000, "EUR", ada);
    deal(16500, "JPY", ada);
    deal(10000, "GBP", ada);
    CHECK(deals("amount >= value of contact.budget").empty());
    CHECK(explain<Deal>(db, "amount >= value of contact.budget").sql.find("kith_money") == std::string::npos);
    rate("EUR", "USD", {2026, 1, 5}, "1.1");
    rate("USD", "JPY", {2026, 1, 5}, "150");
    CHECK(deals("amount = value of contact.budget") == Ids{1, 2});
    CHECK(deals("amount >= value of contact.budget") == Ids{1, 2});
    CHECK(deals("amount != value of contact.budget").empty());
    CHECK(deals("not amount = value of contact.budget") == Ids{3});
    CHECK(contacts("sum deal.amount = value of budget").empty());
    CHECK(contacts("sum deal.amount > value of budget") == Ids{1});
    CHECK(contacts("budget < value of sum deal.amount") == Ids{1});
    CHECK(contacts("budget = value of max deal.amount") == Ids{1});
    CHECK(contacts("budget = 100 EUR and budget between 16499 JPY and 16500 JPY") == Ids{1});
    CHECK(warnings("amount = value of contact.budget") ==
          std::vector<std::string>{"there is no exchange rate from GBP to USD on 2026-01-15"});
}

TEST_CASE_METHOD(Base, "what an amount once was is compared as it is", "[query][money]") {
    rate("EUR", "USD", {2026, 1, 5}, "1.1");
    const DealId id = deal(10000, "EUR");
    db.edit(id, [](Deal& d) { d.amount = {20000, "EUR"}; });
    CHECK(deals("amount was ever 100 EUR") == Ids{1});
    CHECK(deals("amount was ever 110 USD").empty());
    CHECK(deals("amount = 220 USD") == Ids{1});
}

TEST_CASE_METHOD(Base, "a transaction sees the rates that it writes", "[query][money]") {
    deal(10000, "EUR");
    CHECK(deals("amount > 100 USD").empty());
    db.write([&](Transaction& tx) {
        CHECK(tx.count<Deal>("amount > 100 USD") == 0);
        const ExchangeRateId id =
            tx.add(ExchangeRate{.currency = "EUR", .base = "USD", .date = {2026, 1, 1}, .rate = "1.1"});
        CHECK(tx.count<Deal>("amount > 100 USD") == 1);
        tx.edit(id, [](ExchangeRate& rate) { rate.rate = "0.9"; });
        CHECK(tx.count<Deal>("amount > 100 USD") == 0);
        tx.edit(id, [](ExchangeRate& rate) { rate.rate = "1.2"; });
    });
    CHECK(deals("amount = 120 USD") == Ids{1});
    db.undo(db.last_transaction());
    CHECK(deals("amount = 120 USD").empty());
}

TEST_CASE_METHOD(Base, "observers are told when rates change", "[query][money]") {
    deal(10000, "EUR");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    deal(10000, "EUR", ada);
    test::Inbox<ListDelta> plain;
    test::Inbox<ListDelta> summed;
    const auto first = db.observe<Deal>("amount > 105 USD", plain.callback());
    const auto second = db.observe<Contact>("sum deal.amount > 105 USD", summed.callback());
    (void)plain.wait(1);
    (void)summed.wait(1);
    const ExchangeRateId id = rate("EUR", "USD", {2026, 1, 5}, "1.1");
    CHECK(test::list_of(plain.wait(2)) == Ids{1, 2});
    CHECK(test::list_of(summed.wait(2)) == Ids{1});
    db.edit(id, [](ExchangeRate& rate) { rate.rate = "1.01"; });
    CHECK(test::list_of(plain.wait(3)).empty());
    CHECK(test::list_of(summed.wait(3)).empty());
    rate("EUR", "USD", {2026, 1, 16}, "1.2");  // tomorrow
    now += 24h;
    (void)db.segments().advance_clock();
    CHECK(test::list_of(plain.wait(4)) == Ids{1, 2});
    CHECK(test::list_of(summed.wait(4)) == Ids{1});
}

TEST_CASE_METHOD(Base, "a live segment follows the rates, and the day", "[query][money][segments]") {
    deal(10000, "EUR");
    deal(10000, "USD");
    const SegmentId id = db.segments().save("Big", "amount > 105 USD", "deal");
    db.segments().live("Big");
    CHECK(db.segments().members(id).empty());
    const ExchangeRateId euro = rate("EUR", "USD", {2026, 1, 5}, "1.1");
    CHECK(db.segments().members(id) == Ids{1});
    deal(9000, "EUR");
    deal(9600, "EUR");
    CHECK(db.segments().members(id) == Ids{1, 4});
    rate("EUR", "USD", {2026, 1, 16}, "1.2");  // tomorrow
    CHECK(db.segments().members(id) == Ids{1, 4});
    now += 24h;
    CHECK(db.segments().members(id) == Ids{1, 3, 4});
    CHECK(db.segments().advance_clock() == 1);
    CHECK(db.segments().changes("Big").size() == 3);
    CHECK(test::findings(db) == "");
    db.write([&](Transaction& tx) {
        for (const ExchangeRate& rate : tx.query<ExchangeRate>()) tx.remove(rate.id);
    });
    CHECK(db.segments().members(id).empty());
    CHECK(test::findings(db) == "");
    db.restore(euro);
    CHECK(db.segments().members(id) == Ids{1, 4});
    CHECK(test::findings(db) == "");
}

TEST_CASE_METHOD(Base, "a rate that held between two looks at the clock leaves nothing behind",
                 "[query][money][segments]") {
    rate("EUR", "USD", {2026, 1, 14}, "1");
    rate("EUR", "USD", {2026, 1, 16}, "1.2");
    rate("EUR", "USD", {2026, 1, 17}, "1");
    const DealId id = deal(10000, "EUR");
    const SegmentId segment = db.segments().save("Big", "amount > 105 USD", "deal");
    db.segments().live("Big");
    now += 24h;
    db.edit(id, [](Deal& d) { d.amount = {10001, "EUR"}; });  // asked as of this day
    CHECK(db.segments().changes("Big").size() == 1);
    CHECK(db.segments().members(segment) == Ids{1});
    now += 24h;
    CHECK(db.segments().members(segment).empty());
    CHECK(test::findings(db) == "");
    CHECK(db.segments().advance_clock() == 1);
    CHECK(db.segments().members(segment).empty());
    CHECK(db.segments().changes("Big").size() == 2);
    CHECK(test::findings(db) == "");
}
