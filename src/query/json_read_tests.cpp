// JSON to the parts of conditions: values, paths, operands, tests.
#include "query/json_read.hpp"
#include "query/lexer.hpp"
#include "query/limits.hpp"
#include "query/type_words.hpp"
#include "query/words.hpp"
#include "text/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace kith::query {

namespace {

const Phrase a_value{"a value: a text, a number, or an object with 'number', 'parameter' or 'span'",
                     "値（文字列、数値、または「number」「parameter」「span」のあるオブジェクト）"};
const Phrase a_text{"a text", "文字列"};

/// What a number has instead of "1e+30".
constexpr std::size_t longest_number = 400;

}  // namespace

void fail_word(const Pointer& at, const Phrase& expected, std::string_view found,
               const std::vector<std::string>& known) {
    fail(at, expected, quote(found), nearest_of(found, known));
}

Phrase JsonReader::found(const Json& json) {
    if (json.is_string()) return quote(json.get_ref<const std::string&>());
    if (json.is_object()) {
        if (json.empty()) return {"an empty object", "空のオブジェクト"};
        const Phrase key = quote(json.begin().key());
        return {"an object with " + key.en, key.ja + "のあるオブジェクト"};
    }
    if (json.is_array()) return {json.empty() ? "an empty list" : "a list", "リスト"};
    return quote(json.dump());
}

void JsonReader::expect_object(const Json& json, const Pointer& at, const Phrase& what,
                               std::initializer_list<std::string_view> keys) {
    if (!json.is_object() || !json.contains(std::string(*keys.begin()))) fail(at, what, found(json));
    for (const auto& [key, value] : json.items()) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        const std::vector<std::string> known(keys.begin(), keys.end());
        const std::string all = fmt::format("'{}'", fmt::join(known, "', '"));
        fail_word(at / key, {"a key out of " + all, all + "のいずれかのキー"}, key, known);
    }
}

const JsonReader::Json& JsonReader::member(const Json& json, const char* key, const Pointer& at) {
    const auto found = json.find(key);
    if (found == json.end()) {
        const Phrase name = quote(key);
        fail(at, {"the key " + name.en, "キー" + name.ja}, {"an object without it", "それのないオブジェクト"});
    }
    return *found;
}

std::string_view JsonReader::text(const Json& json, const Pointer& at, const Phrase& what) {
    if (!json.is_string()) fail(at, what, found(json));
    return json.get_ref<const std::string&>();
}

bool JsonReader::flag(const Json& json, const char* key, const Pointer& at) {
    const auto member = json.find(key);
    if (member == json.end()) return false;
    if (!member->is_boolean()) fail(at / key, {"true or false", "true または false"}, found(*member));
    return member->get<bool>();
}

std::optional<std::int64_t> JsonReader::whole(const Json& json, std::int64_t least, std::int64_t most) {
    if (json.is_number_float()) {
        const double number = json.get<double>();
        const bool fits = number >= static_cast<double>(least) && number <= static_cast<double>(most);
        return fits && std::trunc(number) == number ? std::optional(static_cast<std::int64_t>(number))
                                                    : std::nullopt;
    }
    if (!json.is_number() || json < least || json > most) return std::nullopt;
    return json.get<std::int64_t>();
}

Literal JsonReader::number(const Json& json, const Pointer& at) {
    const Json& digits = json.is_object() ? json.at("number") : json;
    const Pointer where = json.is_object() ? at / "number" : at;
    Literal literal;
    literal.kind = Literal::Kind::number;
    literal.text = digits.is_number()   ? digits.dump()
                   : digits.is_string() ? digits.get<std::string>()
                                        : std::string{};
    if (digits.is_number_float() &&
        !is_number(literal.text))  // others write small and large ones with an exponent
        literal.text = digits_of(digits.get<double>());
    if (!is_number(literal.text) || literal.text.size() > longest_number)
        fail(where, {"a number in digits, without an exponent", "指数のない数字の数値"}, found(digits));
    if (!json.is_object()) return literal;
    expect_object(json, at, a_value, {"number", "unit"});
    if (!json.contains("unit")) return literal;
    literal.unit = text(json.at("unit"), at / "unit", a_text);
    if (!text::is_currency(literal.unit)) {
        fail(at / "unit", {"a currency such as 'USD'", "「USD」のような通貨"}, quote(literal.unit));
    }
    return literal;
}

Span JsonReader::named(const Json& json, const Pointer& at) {
    expect_object(json, at, a_value, {"span", "unit", "year", "part"});
    Span span;
    span.direction = Span::Direction::named;
    span.unit = unit(member(json, "unit", at), at / "unit");
    const bool quarter = span.unit == Unit::quarter || span.unit == Unit::fiscal_quarter;
    if (!quarter && span.unit != Unit::fiscal_year) {
        fail(at / "unit",
             {"'quarter', 'fiscal quarter' or 'fiscal year'",
              "「quarter」「fiscal quarter」「fiscal year」のいずれか"},
             quote(name_of(span.unit)));
    }
    count(member(json, "year", at), at / "year", limits::last_year, span.count, span.parameter);
    if (quarter && !span.parameter.empty()) fail(at / "year", {"a year", "年"}, found(json.at("year")));
    if (quarter != json.contains("part")) {
        if (quarter) (void)member(json, "part", at);
        fail(at / "part", {"a year without 'part'", "「part」のない年"}, found(json.at("part")));
    }
    if (!quarter) return span;
    const Json& part = json.at("part");
    const auto number = whole(part, 1, 4);
    if (!number) fail(at / "part", {"a quarter from 1 to 4", "1から4までの四半期"}, found(part));
    span.part = static_cast<int>(*number);
    return span;
}

Span JsonReader::span(const Json& json, const Pointer& at) {
    const auto direction =
        one_of<Span::Direction>(json.at("span"), at / "span",
                                {"'last', 'this', 'next', 'ago', 'from now' or 'named'",
                                 "「last」「this」「next」「ago」「from now」「named」のいずれか"},
                                [](Span::Direction each) { return word_of(each); });
    if (direction == Span::Direction::named) return named(json, at);
    expect_object(json, at, a_value, {"span", "count", "unit"});
    Span span;
    span.direction = direction;
    span.unit = unit(member(json, "unit", at), at / "unit");
    const bool point = span.direction == Span::Direction::ago || span.direction == Span::Direction::ahead;
    const bool calendar = span.direction == Span::Direction::current;
    if (!json.contains("count")) {
        if (point) (void)member(json, "count", at);
        return span;
    }
    if (calendar) {
        fail(at / "count", {"no count: 'this' is one unit", "countは不要（「this」は一単位）"},
             found(json.at("count")));
    }
    count(json.at("count"), at / "count", limits::units, span.count, span.parameter);
    return span;
}

Unit JsonReader::unit(const Json& json, const Pointer& at) {
    return one_of<Unit>(json, at,
                        {"a unit such as 'day' or 'fiscal year'", "「day」「fiscal year」のような単位"},
                        [](Unit unit) { return name_of(unit); });
}

void JsonReader::count(const Json& json, const Pointer& at, std::int64_t most, std::int64_t& number,
                       std::string& parameter) {
    if (json.is_object()) {
        parameter = JsonReader::parameter(json, at).text;
        return;
    }
    const auto given = whole(json, 1, most);
    if (!given) {
        fail(at,
             {fmt::format("a whole number from 1 to {}, or a parameter", most),
              fmt::format("1から{}までの整数、またはパラメータ", most)},
             found(json));
    }
    number = *given;
}

Literal JsonReader::parameter(const Json& json, const Pointer& at) {
    expect_object(json, at, a_value, {"parameter"});
    const Phrase name{"the name of a parameter, without ':'", "パラメータの名前（「:」なし）"};
    Literal literal;
    literal.kind = Literal::Kind::parameter;
    literal.text = text(json.at("parameter"), at / "parameter", name);
    const auto reads_back = [&] {
        try {
            const auto tokens = lex(":" + literal.text);
            return tokens.size() == 2 && tokens.front().kind == Token::Kind::parameter &&
                   tokens.front().text == literal.text;
        } catch (const Error&) {
            return false;
        }
    };
    if (!reads_back()) fail(at / "parameter", name, quote(literal.text));
    return literal;
}

Literal JsonReader::value(const Json& json, const Pointer& at) {
    Literal literal;
    if (json.is_string()) {
        literal.text = json.get<std::string>();
        return literal;
    }
    if (json.is_number()) return number(json, at);
    if (json.is_object() && json.contains("number")) return number(json, at);
    if (json.is_object() && json.contains("parameter")) return parameter(json, at);
    if (json.is_object() && json.contains("span")) {
        literal.kind = Literal::Kind::span;
        literal.span = span(json, at);
        return literal;
    }
    fail(at, a_value, found(json));
}

std::vector<Literal> JsonReader::values(const Json& json, const Pointer& at, std::size_t exactly) {
    if (!json.is_array() || json.empty() || (exactly > 0 && json.size() != exactly)) {
        const bool two = exactly > 0;
        fail(at, {two ? "a list of two values" : "a list of values", two ? "二つの値のリスト" : "値のリスト"},
             found(json));
    }
    if (json.size() > limits::values) fail_limit(at, {"values in one list", "一覧の値の数"}, limits::values);
    std::vector<Literal> result;
    for (std::size_t i = 0; i < json.size(); ++i) result.push_back(value(json[i], at / i));
    return result;
}

Path JsonReader::path(const Json& json, const Pointer& at) {
    const Phrase wanted{"a path: names joined by dots, or a list of names",
                        "パス（名前を「.」でつないだもの、または名前のリスト）"};
    Path path;
    const auto add = [&](std::string_view step, const Pointer& where) {
        if (step.empty()) fail(where, {"a name", "名前"}, quote(""));
        if (path.steps.size() == limits::steps)
            fail_limit(where, {"steps of a path", "パスの段数"}, limits::steps);
        path.steps.emplace_back(step);
    };
    if (json.is_array() && !json.empty()) {
        for (std::size_t i = 0; i < json.size(); ++i) add(text(json[i], at / i, {"a name", "名前"}), at / i);
        return path;
    }
    std::string_view rest = text(json, at, wanted);
    for (;;) {
        const std::size_t dot = rest.find('.');
        add(rest.substr(0, dot), at);
        if (dot == std::string_view::npos) return path;
        rest.remove_prefix(dot + 1);
    }
}

Window JsonReader::window(const Json& json, const Pointer& at) {
    expect_object(json, at, {"an object with 'op' and 'value'", "「op」と「value」のあるオブジェクト"},
                  {"op", "value", "values"});
    Window window;
    window.op = one_of<Operator>(json.at("op"), at / "op",
                                 {"'within', 'since', 'before', 'after', 'until' or 'between'",
                                  "「within」「since」「before」「after」「until」「between」のいずれか"},
                                 [](Operator op) { return window_word(op); });
    const bool two = window.op == Operator::between;
    if (json.contains(two ? "value" : "values"))
        fail(at / (two ? "value" : "values"), quote(two ? "values" : "value"),
             quote(two ? "value" : "values"));
    if (two)
        window.values = values(member(json, "values", at), at / "values", 2);
    else
        window.values.push_back(value(member(json, "value", at), at / "value"));
    return window;
}

Operand JsonReader::operand(const Json& json, const Pointer& at) {
    Operand operand;
    if (!json.is_object()) {
        operand.path = path(json, at);
        return operand;
    }
    if (json.contains("tile")) return tile(json, at);
    expect_object(json, at, {"a path, or an object with 'figure'", "パス、または「figure」のあるオブジェクト"},
                  {"figure", "of", "where", "window"});
    operand.function = one_of<Function>(
        json.at("figure"), at / "figure",
        {"a figure such as 'count' or 'sum'", "「count」「sum」のような集計"},
        [](Function function) { return function == Function::tile ? "" : name_of(function); });
    operand.path = path(member(json, "of", at), at / "of");
    for (const char* key : {"where", "window"}) {
        if (operand.function != Function::anniversary || !json.contains(key)) continue;
        fail(at / key, {"an anniversary without a condition", "条件のない「anniversary」"}, quote(key));
    }
    if (json.contains("where")) operand.condition = inner(json.at("where"), at / "where");
    if (json.contains("window")) operand.window.push_back(window(json.at("window"), at / "window"));
    return operand;
}

Operand JsonReader::tile(const Json& json, const Pointer& at) {
    expect_object(json, at, {"a part", "分位"}, {"tile", "by", "among"});
    const Json& parts = json.at("tile");
    const auto number = whole(parts, 2, limits::tiles);
    if (!number)
        fail(at / "tile", {"a number of parts from 2 to 1000", "2から1000までの分割数"}, found(parts));
    Operand tile;
    tile.function = Function::tile;
    tile.parts = static_cast<int>(*number);
    tile.of.push_back(operand(member(json, "by", at), at / "by"));
    if (tile.of.front().function == Function::tile)
        fail(at / "by", {"a field or a figure", "項目または集計"}, found(json.at("by")));
    if (json.contains("among")) tile.condition = inner(json.at("among"), at / "among");
    return tile;
}

Literal JsonReader::amount(const Json& json, const Pointer& at) {
    if (json.is_object()) return parameter(json, at);
    const auto given = whole(json, 0, 999'999'999'999'999);
    if (!given) fail(at, {"a whole number or a parameter", "整数またはパラメータ"}, found(json));
    return number(*given, at);
}

Operator JsonReader::test_operator(const Json& json, const Pointer& at) {
    const Phrase wanted{"an operator such as '=', 'contains' or 'is known'",
                        "「=」「contains」「is known」などの演算子"};
    // The names that people give comparisons of times, "within" for "=", "since" for ">=" ..., as in text.
    if (const auto of_time =
            with_word<Operator>(text(json, at, wanted), [](Operator op) { return window_word(op); }))
        return *of_time;
    return one_of<Operator>(json, at, wanted, [](Operator op) { return words_of(op); });
}

Comparison JsonReader::comparison(const Json& json, const Pointer& at) {
    expect_object(json, at, {"a test", "条件"},
                  {"test", "every", "negated", "op", "value", "by", "values", "value_of", "within",
                   "more_than", "after", "before"});
    Comparison comparison;
    comparison.operand = operand(json.at("test"), at / "test");
    comparison.every = flag(json, "every", at);
    comparison.negated = flag(json, "negated", at);
    if (json.contains("within") || json.contains("more_than")) {
        distance(comparison, json, at);
        return comparison;
    }
    comparison.op = Operator::holds;
    if (json.contains("op")) {
        comparison.op = test_operator(json.at("op"), at / "op");
    }
    const bool path_only = comparison.operand.function == Function::none;
    const bool as_it_is = takes_of(comparison.op) == Takes::list_as_it_is || comparison.op == Operator::holds;
    if (comparison.negated && as_it_is) {
        fail(at / "negated", {"a test around which 'not' stands", "「not」で囲んだ条件"}, quote("negated"));
    }
    if (comparison.every && (!path_only || takes_of(comparison.op) == Takes::list_as_it_is)) {
        fail(at / "every", {"'every' with a path and an operator on one value", "値ごとの比較の「every」"},
             quote("every"));
    }
    if (!path_only && takes_of(comparison.op) == Takes::list_as_it_is)
        fail(at / "test", {"a path", "パス"}, found(json.at("test")));
    if (!comparison.operand.window.empty() && comparison.op == Operator::holds) (void)member(json, "op", at);
    compared_with(comparison, json, at);
    return comparison;
}

void JsonReader::compared_with(Comparison& comparison, const Json& json, const Pointer& at) {
    const Takes takes = takes_of(comparison.op);
    const bool other = takes == Takes::value && comparison.op_takes_field() && json.contains("value_of");
    const auto only = [&](std::initializer_list<std::string_view> keys) {
        for (const char* key : {"value", "by", "values", "value_of", "after", "before"}) {
            if (!json.contains(key) || std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
            const Phrase op = quote(comparison.op == Operator::holds ? "test" : words_of(comparison.op));
            fail(at / key,
                 {keys.size() == 0 ? "no value with " + op.en
                                   : fmt::format("'{}' with {}", *keys.begin(), op.en),
                  keys.size() == 0 ? op.ja + "は値なし" : fmt::format("{}には「{}」", op.ja, *keys.begin())},
                 quote(key));
        }
    };
    switch (takes) {
        case Takes::nothing: only({}); break;
        case Takes::value:
            if (other) {
                only({"value_of"});
                comparison.other.push_back(operand(json.at("value_of"), at / "value_of"));
            } else {
                only({"value"});
                comparison.values.push_back(value(member(json, "value", at), at / "value"));
            }
            break;
        case Takes::value_and_by:
            only({"value", "by"});
            comparison.values.push_back(value(member(json, "value", at), at / "value"));
            if (json.contains("by")) comparison.values.push_back(value(json.at("by"), at / "by"));
            break;
        case Takes::two:
            only({"values"});
            comparison.values = values(member(json, "values", at), at / "values", 2);
            break;
        case Takes::list:
        case Takes::list_as_it_is:
            only({"values"});
            comparison.values = values(member(json, "values", at), at / "values");
            break;
    }
}

}  // namespace kith::query
