// Every kind of value against every kind of field: what compares, and what is told of the rest.
#include "support/expect_error.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace kith;

namespace {

/// A value as it is written, and what an error calls it.
struct Written {
    std::string text;
    std::string kind;
};

const std::vector<Written> written_values = {
    {"abc", "the text"},        {"\"5\"", "the text"},    {"5", "the number"},
    {"5.5", "the number"},      {"5 USD", "the amount"},  {"last 3 days", "the time"},
    {"2026-01-31", "the text"}, {"true", "the text"},     {":whole", "the whole number"},
    {":real", "the number"},    {":flag", "the flag"},    {":time", "the time"},
    {":date", "the date"},      {":money", "the amount"}, {":record", "the contact"}};

/// A field, what an error says that it wants, and which of the values it takes: with "=", and with "<" ("" where it has no order).
struct TypeRow {
    std::string field;
    std::string wanted;
    std::string equal;
    std::string less;
};

void check(const Database& db, const Parameters& parameters, const TypeRow& row, const std::string& op,
           const std::string& takes) {
    REQUIRE(takes.size() == written_values.size());
    for (std::size_t i = 0; i < written_values.size(); ++i) {
        const std::string query = row.field + op + written_values[i].text;
        INFO(query);
        std::string error;
        try {
            (void)db.read([&](const Reader& reader) {
                return reader.count_of(record_type<Contact>(), query, parameters);
            });
        } catch (const Error& refused) {
            CHECK(refused.code() == Code::parse);
            error = refused.what();
        }
        INFO(error);
        CHECK((takes[i] == '+') == error.empty());
        if (error.empty()) continue;
        // a word or number that is none of the choices is told all of them
        if (row.wanted == "a choice" && error.find("expected one of ") != std::string::npos) continue;
        CHECK(error.find("expected " + row.wanted) != std::string::npos);
        CHECK(error.find("found " + written_values[i].kind) != std::string::npos);
    }
}

}  // namespace

TEST_CASE("every kind of value against every kind of field", "[query]") {
    auto db = Database::open(":memory:", {.region = "JP"});
    const auto add = [&](const char* key, FieldType type, std::vector<std::string> choices = {}) {
        Field field;
        field.key = key;
        field.type = type;
        field.choices = std::move(choices);
        db.add(field);
    };
    add("points", FieldType::integer);
    add("weight", FieldType::real);
    add("news", FieldType::flag);
    add("seen", FieldType::time);
    add("met", FieldType::date);
    add("budget", FieldType::money);
    add("size", FieldType::choice, {"S", "M"});
    add("langs", FieldType::choices, {"en", "ja"});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const Parameters parameters = {{"whole", 5},
                                   {"real", 5.5},
                                   {"flag", true},
                                   {"time", parse_time("2026-01-31T00:00:00Z").value()},
                                   {"date", PartialDate{2026, 1, 31}},
                                   {"money", Money{500, "USD"}},
                                   {"record", RecordRef{"contact", ada.value}}};
    //                                              abc "5" 5 5.5 USD last date true | whole real flag time date money record
    const std::vector<TypeRow> rows = {{"given", "a text",
                                        "++++--++"
                                        "+------",
                                        "++----++"
                                        "-------"},
                                       {"name", "a text",
                                        "++++--++"
                                        "+------",
                                        "++----++"
                                        "-------"},
                                       {"email", "a text",
                                        "++++--++"
                                        "+------",
                                        "++----++"
                                        "-------"},
                                       {"points", "a whole number",
                                        "--++----"
                                        "++-----",
                                        "--++----"
                                        "++-----"},
                                       {"weight", "a number",
                                        "--++----"
                                        "++-----",
                                        "--++----"
                                        "++-----"},
                                       {"news", "true or false",
                                        "-------+"
                                        "--+----",
                                        ""},
                                       {"seen", "a time",
                                        "-----++-"
                                        "---++--",
                                        "-----++-"
                                        "---++--"},
                                       {"created", "a time",
                                        "-----++-"
                                        "---++--",
                                        "-----++-"
                                        "---++--"},
                                       {"met", "a date",
                                        "-----++-"
                                        "---++--",
                                        "-----++-"
                                        "---++--"},
                                       {"anniversary of birthday", "a date",
                                        "-----++-"
                                        "---++--",
                                        ""},
                                       {"budget", "an amount",
                                        "----+---"
                                        "-----+-",
                                        "----+---"
                                        "-----+-"},
                                       {"lifecycle", "a choice",
                                        "--------"
                                        "-------",
                                        "--------"
                                        "-------"},
                                       {"size", "a choice",
                                        "--------"
                                        "-------",
                                        "--------"
                                        "-------"},
                                       {"langs", "a choice",
                                        "--------"
                                        "-------",
                                        ""},
                                       {"birthday.weekday", "a choice",
                                        "--------"
                                        "-------",
                                        "--------"
                                        "-------"},
                                       {"owner", "a record",
                                        "+++---++"
                                        "+------",
                                        ""},
                                       {"tag", "a record",
                                        "++++--++"
                                        "+------",
                                        ""},
                                       {"birthday.year", "a whole number",
                                        "--++----"
                                        "++-----",
                                        "--++----"
                                        "++-----"},
                                       {"count interaction", "a whole number",
                                        "--++----"
                                        "++-----",
                                        "--++----"
                                        "++-----"},
                                       {"max interaction.at", "a time",
                                        "-----++-"
                                        "---++--",
                                        "-----++-"
                                        "---++--"},
                                       {"sum deal.amount", "an amount",
                                        "----+---"
                                        "-----+-",
                                        "----+---"
                                        "-----+-"},
                                       {"event.properties.x", "a text",
                                        "++++--++"
                                        "++-----",
                                        "++++--++"
                                        "++-----"}};
    for (const TypeRow& row : rows) {
        check(db, parameters, row, " = ", row.equal);
        if (!row.less.empty()) check(db, parameters, row, " < ", row.less);
    }
}

TEST_CASE("names take names", "[query]") {
    auto db = Database::open(":memory:");
    for (const char* query : {"in list 5 USD", "in segment 5 USD", "in list last 3 days", "matches 5 USD",
                              "subscribed to 5 USD"}) {
        INFO(query);
        const Error error = kith::test::expect_error(Code::parse, [&] { (void)db.count<Contact>(query); });
        CHECK(error.argument("column") != "");
    }
}
