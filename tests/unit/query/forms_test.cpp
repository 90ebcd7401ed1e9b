// The forms of a query: text, lines, JSON. Each says the same tree; the JSON form is what its schema says.
#include "query/json_form.hpp"
#include "query/layout.hpp"
#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "source_dir.hpp"
#include "support/expect_error.hpp"
#include "support/file_bytes.hpp"
#include "support/json_schema.hpp"
#include "support/repeated.hpp"

#include <kith/query.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using kith::test::expect_error;
using kith::test::JsonSchema;
using kith::test::says;
using nlohmann::json;
using test::repeated;

namespace {

std::string file(const std::string& path) {
    const std::string text = test::bytes_of(KITH_SOURCE_DIR + ("/" + path));
    REQUIRE(!text.empty());
    return text;
}

const JsonSchema& schema() {
    static const JsonSchema schema(json::parse(file("docs/query.schema.json")));
    return schema;
}

std::vector<std::string> manual() {
    std::ifstream in(KITH_SOURCE_DIR "/docs/query-language.md");
    REQUIRE(in.good());
    std::vector<std::string> queries;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("```", 0) == 0)
            inside = line == "```query";
        else if (inside)
            queries.push_back(line);
    }
    return queries;
}

void check_forms(const std::string& text) {
    INFO(text);
    const query::Query tree = query::parse(text);
    const std::string form = query::to_json(tree);
    INFO(form);
    CHECK(query::from_json(form) == tree);
    CHECK(query_from_json(form) == query::print(tree));
    CHECK(schema().accepts(json::parse(form)));
    for (const std::size_t width : {1u, 40u, 80u}) {
        const std::string lines = query::print_lines(tree, width);
        INFO(lines);
        CHECK(query::parse(lines) == tree);
    }
}

std::string where(const std::string& condition) { return R"({"kith_query":1,"where":)" + condition + "}"; }

}  // namespace

TEST_CASE("every query of the manual has its JSON form, which its schema accepts", "[query]") {
    const auto queries = manual();
    CHECK(queries.size() >= 90);
    for (const std::string& text : queries) check_forms(text);
}

TEST_CASE("names, values and numbers go through the JSON form as they are", "[query]") {
    const std::vector<std::string> queries = {
        "",
        "a",
        "every a and not every b.c",
        "every a ()",
        "field.\"a.b\".c = 1 or \"x y\" = \"\" or \"\"\"\" = '\"' or 姓 = 「山田」",
        "a = 1 and a = 1.0 and a = 1.50 and a = 007 and a = +5 and a = -0 and a = -2.5",
        "a = 99999999999999999999999999 and a = 0.1000000000000000055511151231257827 and a = \"12\"",
        "a >= 10000 USD and a between 1.5 EUR and 2.50 EUR",
        "a is \"known\" and a is not \"similar\" and a is 3 and a is last week and not a is :p",
        "a != last week and a not since 2 days ago and a < 3 fiscal years from now and a = this fiscal quarter",
        "a similar to b and a not similar to \"c d\" by 0.75 or a similar to :p by :q",
        "a < value of b and a != value of count c (x = 1) within last 3 days and a not since value of b",
        "count a (b = 1 or not c) since 2026-01-01 between 1 and 2 and first a.b between 1 and 2 is unknown",
        "anniversary of a.b within next 14 days order by anniversary of a desc, count b (c = d), last x.y",
        "has all a.b (1, x, :p) and has any a (y) and a exactly (1) and a not in (x, \"and\")",
        "in list \"\" and not in segment :p and in list 5",
        "a = 1 limit 0 offset :o",
        "limit :l",
    };
    for (const std::string& text : queries) check_forms(text);
    // as they come from Python and JavaScript
    CHECK(query_from_json(where(R"({"test":"a","op":"=","value":2.5})")) == "a = 2.5");
    CHECK(query_from_json(where(R"({"test":["a","b c"],"op":"=","value":"\u59d3"})")) == "a.\"b c\" = 姓");
    CHECK(query_from_json(where(R"({"and":[{"test":"a"},{"and":[{"test":"b"},{"or":[{"test":"c"}]}]}]})")) ==
          "a and b and c");
    CHECK(query_from_json(where(R"({"test":"a","op":"=","value":2.5e3})")) == "a = 2500.0");
    CHECK(std::stod(query_from_json(where(R"({"test":"a","op":"=","value":1e-5})")).substr(4)) == 1e-5);
    CHECK(query_from_json(where(R"({"test":["a","b c","d e"],"op":"=","value":1})")) ==
          "a.\"b c\".\"d e\" = 1");
    // any condition may stand in its text, as those without objects of their own once did
    const auto as_text = [](const std::string& text) {
        const std::string read = query_from_json(where(json{{"text", text}}.dump()));
        return json::parse(query_to_json(read)).at("where").contains("text") ? "still a text" : read;
    };
    for (const std::string text :
         {"within 25 km of (35.68, 139.77)", "inside box (1, 2, 3, 4)", "a was ever b since 2025",
          "in stage x for less than 1 day", "did a then b within 1 day at most 2 times within last 3 days",
          "matches \"a b\"", "c consents to email for d", "subscribed to x", "tag = vip"})
        CHECK(as_text(text) == text);
    // comparisons of times under the names that people give them, as in text
    const auto of_time = [](const std::string& rest) {
        return query_from_json(where(R"({"test":"a",)" + rest + "}"));
    };
    CHECK(of_time(R"("op":"within","value":{"span":"last","count":3,"unit":"day"})") ==
          "a within last 3 days");
    CHECK(of_time(R"("op":"within","negated":true,"value":{"span":"this","unit":"week"})") ==
          "a != this week");
    CHECK(of_time(R"("op":"since","value":"2026-01-01")") == "a >= 2026-01-01");
    CHECK(of_time(R"("op":"until","value_of":"b")") == "a <= value of b");
    CHECK(of_time(R"("op":"before","value":"today")") == "a < today");
    CHECK(of_time(R"("op":"after","value":"today")") == "a > today");
    CHECK(schema().accepts(json::parse(where(R"({"test":"a","op":"within","value":"today"})"))));
}

TEST_CASE("a whole number may be written with a fraction of zero", "[query]") {
    const std::string form =
        R"({"kith_query":1.0,"where":{"and":[{"test":{"tile":4.0,"by":"a"},"op":"=","value":4},)"
        R"({"test":"b","op":"within","value":{"span":"named","unit":"quarter","year":2026.0,"part":1.0}},)"
        R"({"test":"c","within":{"count":7e0,"unit":"day"},"after":"b"}]},"limit":5.0,"offset":1e2})";
    CHECK(schema().accepts(json::parse(form)));
    CHECK(
        query_from_json(form) ==
        "tile 4 (a) = 4 and b within quarter 2026-1 and c within 7 days after value of b limit 5 offset 100");
}

TEST_CASE("the samples of the JSON form", "[query]") {
    const json samples = json::parse(file("docs/query.samples.json"));
    CHECK(samples.size() >= 20);
    for (const json& sample : samples) {
        const auto text = sample.at("text").get<std::string>();
        INFO(text);
        CHECK(schema().accepts(sample.at("json")));
        CHECK(json::parse(query_to_json(text)) == sample.at("json"));
        CHECK(query_from_json(sample.at("json").dump()) == text);
    }
}

TEST_CASE("what is wrong in JSON is told with its pointer and what was expected", "[query]") {
    struct Case {
        std::string json;
        std::string pointer;
        std::string words;
        bool against_schema = true;  ///< false: only who reads it can know
    };
    const std::vector<Case> cases = {
        {"[]", "", "a query: an object with 'kith_query': 1"},
        {"{}", "", "found an empty object"},
        {R"({"kith_query":2})", "/kith_query", "expected version 1, found '2'"},
        {R"({"kith_query":1,"were":{}})", "/were", "did you mean 'where'?"},
        {where("{}"), "/where", "expected a condition"},
        {where(R"({"ad":[]})"), "/where", "did you mean 'and'?"},
        {where(R"({"and":[]})"), "/where/and", "expected a list of conditions, found an empty list"},
        {where(R"({"and":[{"test":"a"},5]})"), "/where/and/1", "expected a condition"},
        {where(R"({"not":{"test":"a","op":"contain","value":"x"}})"), "/where/not/op",
         "did you mean 'contains'?"},
        {where(R"({"test":"a","op":"contains"})"), "/where", "expected the key 'value'"},
        {where(R"({"test":"a","op":"contains","value_of":"b"})"), "/where/value_of",
         "expected 'value' with 'contains'"},
        {where(R"({"test":"a","op":"contains","value":["x"]})"), "/where/value", "expected a value"},
        {where(R"({"test":"a","op":"=","value":true})"), "/where/value", "expected a value"},
        {where(R"({"test":"a","op":"=","value":{"number":"1,5"}})"), "/where/value/number", "a number"},
        {where(R"({"test":"a","op":"=","value":{"number":1,"unit":"usd"}})"), "/where/value/unit",
         "a currency such as 'USD'"},
        {where(R"({"test":"a","op":"=","value":{"span":"past","unit":"day"}})"), "/where/value/span",
         "expected 'last'"},
        {where(R"({"test":"a","op":"=","value":{"span":"ago","unit":"day"}})"), "/where/value", "'count'"},
        {where(R"({"test":"a","op":"=","value":{"span":"last","count":0,"unit":"day"}})"),
         "/where/value/count", "from 1 to 99999"},
        {where(R"({"test":"a","op":"=","value":{"span":"last","unit":"dy"}})"), "/where/value/unit",
         "did you mean 'day'?"},
        {where(R"({"test":"a","op":"=","value":{"span":"last","count":{"parameter":""},"unit":"day"}})"),
         "/where/value/count/parameter", "the name of a parameter"},
        {where(R"({"test":"a","op":"=","value":{"span":"named","unit":"week","year":2026}})"),
         "/where/value/unit", "'quarter', 'fiscal quarter' or 'fiscal year'"},
        {where(R"({"test":"a","op":"=","value":{"span":"named","unit":"quarter","year":2026}})"),
         "/where/value", "the key 'part'"},
        {where(R"({"test":"a","op":"=","value":{"span":"named","unit":"quarter","year":2026,"part":5}})"),
         "/where/value/part", "a quarter from 1 to 4"},
        {where(R"({"test":"a","op":"=","value":{"span":"named","unit":"fiscal year","year":2026,"part":1}})"),
         "/where/value/part", "a year without 'part'"},
        {where(R"({"test":"a","op":"=","value":{"span":"named","unit":"fiscal year","year":0}})"),
         "/where/value/year", "from 1 to 9999"},
        {where(R"({"test":"a","within":{"count":1,"unit":"day"}})"), "/where", "the key 'after'"},
        {where(R"({"test":"a","within":{"count":1,"unit":"day"},"after":"b","before":"c"})"), "/where/before",
         "one of 'after' and 'before'"},
        {where(R"({"test":"a","within":{"count":1,"unit":"day"},"after":"b","op":"="})"), "/where/op",
         "'after' or 'before'"},
        {where(R"({"test":"a","op":"=","value":1,"after":"b"})"), "/where/after", "expected 'value' with '='"},
        {where(R"({"test":"a","op":"=","value":{"parameter":"a b"}})"), "/where/value/parameter",
         "the name of a parameter", false},
        {where(R"({"test":"a..b","op":"=","value":1})"), "/where/test", "expected a name", false},
        {where(R"({"test":["a",1]})"), "/where/test/1", "expected a name"},
        {where(R"({"test":{"figure":"cout","of":"a"},"op":">","value":1})"), "/where/test/figure",
         "did you mean 'count'?"},
        {where(R"({"test":{"figure":"count"},"op":">","value":1})"), "/where/test", "the key 'of'"},
        {where(R"({"test":{"figure":"anniversary","of":"a","where":{"test":"b"}},"op":"=","value":1})"),
         "/where/test/where", "an anniversary without a condition"},
        {where(R"({"test":{"figure":"count","of":"a","window":{"op":"in","value":1}},"op":">","value":1})"),
         "/where/test/window/op", "expected 'within'"},
        {where(R"({"test":"a","negated":true})"), "/where/negated", "'not'"},
        {where(R"({"test":"a","op":"has all","values":["x"],"negated":true})"), "/where/negated", "'not'"},
        {where(R"({"test":{"figure":"count","of":"a"},"every":true,"op":">","value":1})"), "/where/every",
         "'every'", false},
        {where(R"({"test":"a","op":"between","values":[1]})"), "/where/values", "a list of two values"},
        {where(R"({"has":"a","were":{"test":"b"}})"), "/where/were", "did you mean 'where'?"},
        {where(R"({"in":"segmnt","name":"x"})"), "/where/in", "did you mean 'segment'?"},
        {where(R"({"within":"x","unit":"km","of":[1,2]})"), "/where/within", "a number or a parameter"},
        {where(R"({"within":1,"unit":"kn","of":[1,2]})"), "/where/unit", "did you mean 'km'?"},
        {where(R"({"within":1,"unit":"km","of":[1]})"), "/where/of", "a list of latitude and longitude"},
        {where(R"({"inside_box":[1,2,3,{"number":4,"unit":"USD"}]})"), "/where/inside_box/3", "a number"},
        {where(R"({"matches":5})"), "/where/matches", "a text or a parameter"},
        {where(R"({"subscribed_to":"a","for":"b"})"), "/where/for", "a key out of"},
        {where(R"({"history":"a","verb":"was evr","value":1})"), "/where/verb", "did you mean 'was ever'?"},
        {where(R"({"history":"a","verb":"was ever"})"), "/where", "the key 'value'"},
        {where(R"({"history":"a","verb":"changed","value":1})"), "/where/value", "no such key with 'changed'"},
        {where(R"({"history":"a","verb":"unchanged","for":{"count":0,"unit":"day"}})"), "/where/for/count",
         "from 1 to 99999"},
        {where(R"({"history":"a","verb":"unchanged","for":{"count":1}})"), "/where/for", "the key 'unit'"},
        {where(R"({"in_stage":"a","more_than":{"count":1,"unit":"day"},"less_than":{"count":1,"unit":"day"}})"),
         "/where/less_than", "one of 'more_than' and 'less_than'"},
        {where(R"({"did":{"kind":"visit"}})"), "/where/did", "a list of objects with 'kind'"},
        {where(R"({"did":[{"kind":""}]})"), "/where/did/0/kind", "a kind of event"},
        {where(R"({"did":[{"kind":"a"},{"kind":"b"}]})"), "/where/did/1", "the key 'within'", false},
        {where(R"({"did":[{"kind":"a"}],"times":{"at_leest":1}})"), "/where/times/at_leest",
         "did you mean 'at_least'?"},
        {where(R"({"did_not":[{"kind":"a"}],"times":{"exactly":1.5}})"), "/where/times/exactly",
         "a whole number"},
        {where(R"({"first":{"kind":"a"}})"), "/where", "the key 'window'"},
        {where(R"({"stopped":{"kind":"a"}})"), "/where", "the key 'for'"},
        {where(R"({"test":"a","a/b~c":1})"), "/where/a~1b~0c", "a key out of"},
        {R"({"kith_query":1,"limit":-1})", "/limit", "a whole number or a parameter"},
        {R"({"kith_query":1,"limit":1.5})", "/limit", "a whole number"},
        {R"({"kith_query":1,"limit":1e300})", "/limit", "a whole number"},
        {R"({"kith_query":1,"offset":1})", "", "expected the key 'limit'"},
        {R"({"kith_query":1,"order_by":[{"descending":true}]})", "/order_by/0", "an object with 'by'"},
        {R"({"kith_query":1,"order_by":[{"by":"a","descending":1}]})", "/order_by/0/descending",
         "true or false"},
    };
    for (const Case& each : cases) {
        INFO(each.json);
        CHECK(schema().accepts(json::parse(each.json)) != each.against_schema);
        const Error error = expect_error(Code::parse, [&] { (void)query_from_json(each.json); });
        INFO(error.what());
        CHECK(error.argument("pointer") == each.pointer);
        CHECK(says(error, each.words));
        CHECK_FALSE(error.message(Language::ja).empty());
        CHECK_FALSE(error.argument("expected").empty());
    }
    const Error syntax = expect_error(Code::parse, [] { (void)query_from_json("{\n \"kith_query\" 1}"); });
    CHECK(syntax.argument("line") == "2");
    CHECK(syntax.argument("column") == "15");
    expect_error(Code::parse, [] { (void)query_from_json(""); });
    expect_error(Code::parse,
                 [] { (void)query_from_json("{\"kith_query\":1,\"where\":{\"test\":\"\xFF\"}}"); });
    expect_error(Code::parse, [] { (void)query_from_json(where(R"({"test":"a","op":"=","value":1e999})")); });
}

TEST_CASE("the bounds of text bound JSON", "[query]") {
    const auto at_limit = [](const std::string& form) {
        return expect_error(Code::limit, [&] { (void)query_from_json(form); });
    };
    const auto nested = [](const std::string& open, const std::string& close, int times) {
        return where(repeated(open, times) + R"({"test":"a"})" + repeated(close, times));
    };
    CHECK_NOTHROW(query_from_json(nested(R"({"not":)", "}", query::limits::depth)));
    CHECK(at_limit(nested(R"({"not":)", "}", query::limits::depth + 1)).argument("limit") == "40");
    const std::string has = R"({"has":"x","where":)";
    CHECK_NOTHROW(query_from_json(nested(has, "}", query::limits::depth)));
    CHECK(says(at_limit(nested(has, "}", query::limits::depth + 1)), "/where/where/where"));
    // as deep as text can be, with all that lies between two levels
    const std::string open =
        R"({"or":[{"test":"b"},{"and":[{"test":"c"},{"test":{"figure":"count","of":"x","where":)";
    const std::string close = R"(},"op":">","value":1}]}]})";
    for (const int times : {1, 5, 20, 41}) {
        const std::string form = nested(open, close, times);
        std::string text = "a";
        for (int i = 0; i < times; ++i) text = "b or (c and count x (" + text + ") > 1)";
        bool reads = true;
        try {
            const query::Query tree = query::from_json(form);
            CHECK(tree == query::parse(text));
        } catch (const Error& error) {
            CHECK(error.code() == Code::limit);
            CHECK_THROWS(query::parse(text));
            INFO(error.what());
            CHECK(says(error, "/where/or/1/and/1/test/where"));
            reads = false;
        }
        CHECK(reads == (times <= 20));
    }
    CHECK(says(at_limit(std::string(400, '[') + std::string(400, ']')), "objects and lists"));
    CHECK(says(at_limit(std::string(1000000, '[')), "objects and lists"));
    CHECK(says(at_limit(std::string(2000000, ' ')), "too long"));
    CHECK(says(at_limit(where(R"({"test":"a","op":"in","values":[)" + repeated("1,", 1000) + "1]}")),
               "/where/values: values in one list"));
    CHECK(says(at_limit(where(R"({"test":"a.b.c.d.e.f.g.h.i"})")), "steps of a path"));
    CHECK(says(at_limit(where(R"({"and":[)" + repeated(R"({"test":"a"},)", 4000) + R"({"test":"a"}]})")),
               "/where/and/4000: conditions"));
    CHECK(
        says(at_limit(R"({"kith_query":1,"order_by":[)" + repeated(R"({"by":"a"},)", 16) + R"({"by":"a"}]})"),
             "keys of 'order by'"));
    const std::string longest = where(R"({"test":"a","op":"=","value":")" + std::string(70000, 'x') + "\"}");
    CHECK(says(at_limit(longest), "too long"));
}

TEST_CASE("a query on several lines", "[query]") {
    CHECK(format_query("a=1 AND b=2", QueryLayout::lines) == "a = 1 and b = 2");
    CHECK(format_query("tag in (vip, press) and has interaction (channel=email and at within last 90 days and "
                       "subject contains renewal) and not (city = Tokyo or city = 大阪 or "
                       "organization.address.locality in (Kobe, Kyoto)) order by name, created desc limit 20",
                       QueryLayout::lines) == R"(tag in (vip, press)
and has interaction (
    channel = email and at within last 90 days and subject contains renewal
)
and not (
    city = Tokyo or city = 大阪 or organization.address.locality in (Kobe, Kyoto)
)
order by name, created desc
limit 20)");
    CHECK(query::print_lines(query::parse("every count = 1 or count x (a = 1 or b = 2) since 2026 >= 3 and "
                                          "a not in (one, two, three, four) limit 2 offset 3"),
                             20) == R"(every "count" = 1
or (
    count x (
        a = 1
        or b = 2
    ) since 2026 >= 3
    and a not in (
        one, two,
        three, four
    )
)
limit 2 offset 3)");
    CHECK(format_query("order by x limit 3", QueryLayout::lines) == "order by x\nlimit 3");
}
