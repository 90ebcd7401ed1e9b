// Text to tree and back: tokens, grammar, canonical text, errors with their place.
#include "query/lexer.hpp"
#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"

#include "support/repeated.hpp"

#include <kith/error.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace kith;
using namespace kith::query;
using test::repeated;

namespace {

/// The error that reading `text` gives; its code is `unknown` when there is none.
Error error_of(const std::string& text) {
    try {
        (void)parse(text);
    } catch (const Error& error) {
        return error;
    }
    return Error(Code::unknown, "no error");
}

}  // namespace

TEST_CASE("tokens: words, strings, symbols, parameters, positions", "[query]") {
    const auto tokens = lex("name.given != \"O\"\"Brien\"  and :x<=-3.5\n  \xE5\xA7\x93=x");
    std::vector<std::pair<Token::Kind, std::string>> found;
    for (const Token& token : tokens) found.emplace_back(token.kind, token.text);
    using K = Token::Kind;
    const std::vector<std::pair<K, std::string>> expected = {
        {K::atom, "name.given"}, {K::symbol, "!="},   {K::string, "O\"Brien"},
        {K::atom, "and"},        {K::parameter, "x"}, {K::symbol, "<="},
        {K::atom, "-3.5"},       {K::atom, "姓"},     {K::symbol, "="},
        {K::atom, "x"},          {K::end, ""}};
    CHECK(found == expected);
    CHECK(tokens[7].at.line == 2);
    CHECK(tokens[7].at.column == 3);
    CHECK(tokens[8].at.column == 4);  // columns count characters, not bytes
}

TEST_CASE("tokens: full-width forms are ASCII outside quotes", "[query]") {
    const auto tokens = lex("（ＡＢＣ＝「（ｘ）」、１２　≧ ３）");
    std::vector<std::string> found;
    for (const Token& token : tokens) found.push_back(token.text);
    CHECK(found == std::vector<std::string>{"(", "ABC", "=", "（ｘ）", ",", "12", ">=", "3", ")", ""});
}

TEST_CASE("tokens: every kind of quotes", "[query]") {
    for (const char* text : {"'a b'", "\"a b\"", "「a b」", "『a b』", "“a b”", "‘a b’", "｢a b｣"}) {
        INFO(text);
        const auto tokens = lex(text);
        REQUIRE(tokens.size() == 2);
        CHECK(tokens[0].kind == Token::Kind::string);
        CHECK(tokens[0].text == "a b");
    }
}

TEST_CASE("canonical text is stable and reads back as the same tree", "[query]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", ""},
        {"city = Tokyo", "city = Tokyo"},
        {"city='New York'", "city = \"New York\""},
        {"city == \"Tokyo\"", "city = Tokyo"},
        {"A=1 AND B=2 and(c=3 and d=4)", "A = 1 and B = 2 and c = 3 and d = 4"},
        {"a=1 or b=2 and c=3", "a = 1 or (b = 2 and c = 3)"},
        {"(a=1 or b=2) and not (c=3 or not d=4)", "(a = 1 or b = 2) and not (c = 3 or not d = 4)"},
        {"not not a = 1", "not not a = 1"},
        {"a <> 1", "a != 1"},
        {"a ≠ 1 and b≦2 and c ≥ 3", "a != 1 and b <= 2 and c >= 3"},
        {"amount >= 10000 usd", "amount >= 10000 USD"},
        {"score between 40 and 60", "score between 40 and 60"},
        {"score not between 40 and 60", "score not between 40 and 60"},
        {"country in (JP, 'KR')", "country in (JP, KR)"},
        {"country not in (JP)", "country not in (JP)"},
        {"name does not contain x", "name not contain x"},
        {"name starts with x and name ends with 'y z'", "name starts with x and name ends with \"y z\""},
        {"name not like 'a%'", "name not like \"a%\""},
        {"email is known and birthday is unknown", "email is known and birthday is unknown"},
        {"email is not unknown", "email is known"},
        {"every email is valid", "every email is valid"},
        {"email is not 'known'", "email is not \"known\""},
        {"every email ends with @acme.example", "every email ends with @acme.example"},
        {"has all tags (a, b)", "has all tags (a, b)"},
        {"primary", "primary"},
        {"not email.primary", "not email.primary"},
        {"at within last 30 days", "at within last 30 days"},
        {"at last 1 day", "at within last 1 day"},
        {"at this week or at last week or at next fiscal year",
         "at within this week or at within last week or at within next fiscal year"},
        {"created since 2026-01-01", "created >= 2026-01-01"},
        {"created before today", "created < today"},
        {"created after 2 weeks ago", "created > 2 weeks ago"},
        {"created until '2026-01-31 10:00'", "created <= \"2026-01-31 10:00\""},
        {"created on yesterday", "created = yesterday"},
        {"created today", "created = today"},
        {"created in 2026", "created = 2026"},
        {"at more than 2 weeks ago", "at < 2 weeks ago"},
        {"at less than 3 months ago", "at within last 3 months"},
        {"due more than 1 day from now", "due > 1 day from now"},
        {"created != last week", "created != last week"},
        {"created not since 2026", "created not since 2026"},
        {"has deal (stage = Negotiation and amount > 5000 USD)",
         "has deal (stage = Negotiation and amount > 5000 USD)"},
        {"has no interaction", "has no interaction"},
        {"has deal()", "has deal"},
        {"every deal (won)", "every deal (won)"},
        {"count interaction (channel = email) >= 3", "count interaction (channel = email) >= 3"},
        {"sum deal.amount (status = won) > 1000000 JPY", "sum deal.amount (status = won) > 1000000 JPY"},
        {"min a.b = 1 and max a.b = 2 and avg a.b < 3", "min a.b = 1 and max a.b = 2 and avg a.b < 3"},
        {"in list Newsletter or not in segment 'Big ones'",
         "in list Newsletter or not in segment \"Big ones\""},
        {"organization.industry = Retail", "organization.industry = Retail"},
        {"field.\"shoe size\" > 38", "field.\"shoe size\" > 38"},
        {"\"shoe size\".x = 1", "\"shoe size\".x = 1"},
        {"\"count\" = 1 and \"order\" = 2 and \"2024\" = 3",
         "\"count\" = 1 and \"order\" = 2 and \"2024\" = 3"},
        {"count = 1", "\"count\" = 1"},
        {"a = 'and'", "a = \"and\""},
        {"a = '12'", "a = \"12\""},
        {"a = 12", "a = 12"},
        {"a = last and b = this", "a = last and b = this"},
        {"a = :name", "a = :name"},
        {"a in (:x, :y)", "a in (:x, :y)"},
        {"order by name", "order by name"},
        {"a = 1 order by name desc, count interaction (x = 1) asc limit 10 offset :o",
         "a = 1 order by name desc, count interaction (x = 1) limit 10 offset :o"},
        {"limit 5", "limit 5"},
        {"a = VALUE OF b.c and d before value of 'x y'", "a = value of b.c and d < value of \"x y\""},
        {"a not after value of max b.c (d = 1) since 2026", "a not after value of max b.c (d = 1) since 2026"},
        {"a on value of b and value = of", "a = value of b and value = of"},
        {"has any 'x y' (a, 1) and t Exactly (a) and u does not exactly (b, c)",
         "has any \"x y\" (a, 1) and t exactly (a) and u not exactly (b, c)"},
        {"anniversary of birthday within next 14 days", "anniversary of birthday within next 14 days"},
        {"anniversary = 2020 and last = 1 and first is known and last contains x order by first desc, last",
         "anniversary = 2020 and last = 1 and first is known and last contains x order by first desc, last"},
        {"last a.b (c = 1) within last 30 days != d", "last a.b (c = 1) within last 30 days != d"},
        {"a does not Sound Like b and c sounds like 'd e'", "a not sound like b and c sounds like \"d e\""},
        {"a is similar to b by 0.9 or a is not similar to b", "a similar to b by 0.9 or a not similar to b"},
        {"a regex '^b' and a not regex :c and a is similar",
         "a regex \"^b\" and a not regex :c and a is \"similar\""},
        {"a under b and a.b not under 'c d'", "a under b and a.b not under \"c d\""},
        {"first 'x y'.b = 1", "first \"x y\".b = 1"},
        {"count a on 2026-01-01 >= 3 or count a during last week in (1, 2)",
         "count a within 2026-01-01 >= 3 or count a within last week in (1, 2)"},
        {"count a between 1 and 2 and b", "count a between 1 and 2 and b"},
        {"count a between 2025 and 2026 between 1 and 2", "count a between 2025 and 2026 between 1 and 2"},
        {"max a.at within last 30 days and max a.at since 2025 until 2026",
         "max a.at within last 30 days and max a.at since 2025 <= 2026"},
        {"order by count a since :t desc, last b.at before today",
         "order by count a since :t desc, last b.at before today"},
        {"姓＝山田　ａｎｄ　電話　ｉｓ　ｋｎｏｗｎ", "姓 = 山田 and 電話 is known"},
        {"会社 = 「株式会社 山田」", "会社 = \"株式会社 山田\""},
        {"タグ in （重要、急ぎ）", "タグ in (重要, 急ぎ)"},
        {"email = ada@engines.example and phone = 03-1234-5678 and x = +81312345678",
         "email = ada@engines.example and phone = 03-1234-5678 and x = +81312345678"},
        {"birthday = --12-10 and birthday.month = 12", "birthday = --12-10 and birthday.month = 12"},
    };
    for (const auto& [text, canonical] : cases) {
        INFO(text);
        const Query tree = parse(text);
        CHECK(print(tree) == canonical);
        const Query again = parse(print(tree));
        CHECK(again == tree);
        CHECK(print(again) == canonical);
    }
}

TEST_CASE("trees that differ are not equal", "[query]") {
    CHECK_FALSE(parse("a = 1") == parse("a = 2"));
    CHECK_FALSE(parse("a = 1 and b = 2") == parse("a = 1 or b = 2"));
    CHECK_FALSE(parse("a within last 7 days") == parse("a within next 7 days"));
    CHECK_FALSE(parse("has a (b = 1)") == parse("has no a (b = 1)"));
    CHECK(parse("a = 1") == parse("  a\n=\n1"));
}

TEST_CASE("errors name line, column, what was expected and found, and the nearest word", "[query]") {
    struct Case {
        const char* text;
        const char* message;
    };
    const Case cases[] = {
        {"city", "no error"},
        {"city =", "line 1, column 7: expected a value, found the end"},
        {"city Tokyo",
         "line 1, column 6: expected an operator such as '=', 'contains' or 'is known', found 'Tokyo'"},
        {"city contain 'x' b",
         "line 1, column 18: expected 'and', 'or', 'order by', 'limit' or the end, found 'b'"},
        {"city contians x",
         "line 1, column 6: expected an operator such as '=', 'contains' or 'is known', found 'contians'; did you mean 'contains'?"},
        {"city = New York",
         "line 1, column 12: expected 'and', 'or', 'order by', 'limit' or the end, found 'York'"},
        {"a = 1 adn b = 2",
         "line 1, column 7: expected 'and', 'or', 'order by', 'limit' or the end, found 'adn'; did you mean 'and'?"},
        {"a = 1 and", "line 1, column 10: expected a condition, found the end"},
        {"(a = 1", "line 1, column 7: expected ')', found the end"},
        {"a = 1)", "line 1, column 6: expected 'and', 'or', 'order by', 'limit' or the end, found ')'"},
        {"a =\n\n  = 2", "line 3, column 3: expected a value, found '='"},
        {"a = 'open", "line 1, column 5: the quotes opened here are never closed"},
        {"a = 「開", "line 1, column 5: the quotes opened here are never closed"},
        {"a ? 1", "line 1, column 3: expected a field, a value or an operator, found '?'"},
        {"a in (1 2)", "line 1, column 9: expected ',' or ')', found '2'"},
        {"a in ()", "line 1, column 7: expected a value, found ')'"},
        {"a between 1 or 2", "line 1, column 13: expected 'and', found 'or'"},
        {"in lst x",
         "line 1, column 4: expected 'list', 'segment' or 'stage', found 'lst'; did you mean 'list'?"},
        {"at more than 3",
         "line 1, column 14: expected a time such as '2 weeks ago' or '3 days from now', found '3'"},
        {"order name", "line 1, column 7: expected 'by', found 'name'"},
        {"limit -1", "line 1, column 7: expected a whole number, found '-1'"},
        {"limit x", "line 1, column 7: expected a whole number, found 'x'"},
        {"12 = 12", "line 1, column 1: expected a condition, found '12'"},
        {"a. = 1", "line 1, column 4: expected a name after '.', found '='"},
        {"a..b = 1", "line 1, column 1: expected a name, found 'a..b'"},
        {"every = 1", "line 1, column 7: expected a condition, found '='"},
        {"count x",
         "line 1, column 8: expected an operator such as '=', 'contains' or 'is known', found the end"},
        {"姓 ＝ 山田 または 名 ＝ 太郎",
         "line 1, column 8: expected 'and', 'or', 'order by', 'limit' or the end, found 'または'"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(std::string(error_of(c.text).what()) == c.message);
    }
}

TEST_CASE("errors carry typed arguments and a Japanese message", "[query]") {
    const Error error = error_of("a = 1 adn b = 2");
    CHECK(error.code() == Code::parse);
    CHECK(error.argument("line") == "1");
    CHECK(error.argument("column") == "7");
    CHECK(error.argument("nearest") == "and");
    CHECK(error.argument("found") == "'adn'");
    CHECK(
        error.message(Language::ja) ==
        "1行7桁: 「and」「or」「order by」「limit」または末尾が必要ですが、「adn」があります。「and」のことですか？");
}

TEST_CASE("text that is not UTF-8 is refused at its place", "[query]") {
    const Error error = error_of("a = \xFF");
    CHECK(error.code() == Code::parse);
    CHECK(error.argument("column") == "5");
}

TEST_CASE("depth, length, width and lists are bounded", "[query]") {
    const auto is_limit = [](const std::string& text) { return error_of(text).code() == Code::limit; };
    CHECK(is_limit(repeated("(", 200) + "a = 1" + repeated(")", 200)));
    CHECK(is_limit(repeated("not ", 5000) + "a = 1"));
    CHECK(is_limit(repeated("has x (", 500)));
    CHECK(is_limit("a = '" + std::string(limits::text_bytes, 'x') + "'"));
    CHECK(is_limit("a = 1" + repeated(" or a = 1", static_cast<int>(limits::conditions))));
    CHECK_FALSE(is_limit("a = 1" + repeated(" or a = 1", 3000)));
    CHECK(is_limit("a in (1" + repeated(",1", static_cast<int>(limits::values)) + ")"));
    CHECK(is_limit("a.b.c.d.e.f.g.h.i = 1"));
    CHECK(is_limit("order by a" + repeated(", a", 20)));
}

TEST_CASE("one operand alone", "[query]") {
    CHECK(print(parse_operand("organization.name")) == "organization.name");
    CHECK(print(parse_operand("count interaction (channel = email)")) ==
          "count interaction (channel = email)");
    CHECK_THROWS_AS(parse_operand("a = 1"), Error);
    CHECK_THROWS_AS(parse_operand(""), Error);
}
