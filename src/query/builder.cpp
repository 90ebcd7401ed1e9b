// kith::q: the tree, put together by calls.
#include "query/builder.hpp"
#include "query/failure.hpp"
#include "query/lexer.hpp"
#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "text/money.hpp"

#include <kith/q.hpp>

#include <fmt/format.h>

#include <charconv>
#include <mutex>
#include <utility>

namespace kith::q {

using query::Function;
using query::Junction;
using query::Literal;
using query::Node;
using query::Operator;
using query::Related;
using query::Span;

// what the calls share ---------------------------------------------------------------------------------------------

[[noreturn]] void refuse(const std::string& en, const std::string& ja) {
    ErrorDetail detail;
    detail.message_ja = ja;
    throw Error(Code::invalid_argument, en, std::move(detail));
}

std::string said(const query::Query& tree) {
    std::string text = query::print(tree);
    try {
        if (query::parse(text) == tree) return text;
    } catch (const Error& error) {
        if (error.code() == Code::limit) return text;
    }
    refuse(fmt::format("text cannot say this query: {}", text),
           fmt::format("この問い合わせは文で書けません: {}", text));
}

query::Path path_of(std::string_view text) {
    if (text.find('"') != std::string_view::npos) {
        query::Operand operand = query::parse_operand(text);
        if (operand.function != Function::none) query::fail({}, {"a path", "パス"}, query::quote(text));
        return std::move(operand.path);
    }
    query::Path path;
    for (std::string_view rest = text;;) {
        const std::size_t dot = rest.find('.');
        if (dot == 0 || rest.empty()) query::fail({}, {"a name", "名前"}, query::quote(text));
        if (path.steps.size() == query::limits::steps)
            query::fail_limit({}, {"steps of a path", "パスの段数"}, query::limits::steps);
        path.steps.emplace_back(rest.substr(0, dot));
        if (dot == std::string_view::npos) return path;
        rest.remove_prefix(dot + 1);
    }
}

query::Unit unit_of(Unit unit) {
    switch (unit) {
        case Unit::second: return query::Unit::second;
        case Unit::minute: return query::Unit::minute;
        case Unit::hour: return query::Unit::hour;
        case Unit::day: return query::Unit::day;
        case Unit::week: return query::Unit::week;
        case Unit::month: return query::Unit::month;
        case Unit::quarter: return query::Unit::quarter;
        case Unit::year: return query::Unit::year;
        case Unit::fiscal_quarter: return query::Unit::fiscal_quarter;
        case Unit::fiscal_year: return query::Unit::fiscal_year;
    }
    refuse("that is no unit of time", "時間の単位ではありません");
}

query::Nodes nodes_of(const Condition& condition) {
    query::Nodes nodes;
    if (!condition.empty()) nodes.push_back(*condition.node());
    return nodes;
}

Count count_of(const Value& value, std::int64_t most) {
    const Literal& literal = value.literal();
    if (literal.kind == Literal::Kind::parameter) return {0, literal.text};
    std::int64_t number = 0;
    if (literal.kind == Literal::Kind::number && literal.unit.empty() && literal.text.size() <= 15)
        std::from_chars(literal.text.data(), literal.text.data() + literal.text.size(), number);
    if (number < 1 || number > most || std::to_string(number) != literal.text) {
        const query::Phrase found = query::quote(query::print(literal));
        refuse(fmt::format("a time goes over 1 to {} units, not {}", most, found.en),
               fmt::format("期間は1から{}単位までです（{}）", most, found.ja));
    }
    return {number, {}};
}

query::Duration duration_of(const Value& count, Unit unit) {
    Count units = count_of(count);
    return {units.number, unit_of(unit), std::move(units.parameter), {}};
}

Literal amount(const Value& value, const char* what_en, const char* what_ja) {
    const Literal& literal = value.literal();
    const bool whole = literal.kind == Literal::Kind::number && literal.unit.empty() &&
                       literal.text.size() <= 15 &&
                       literal.text.find_first_not_of("0123456789") == std::string::npos;
    if (!whole && literal.kind != Literal::Kind::parameter) {
        const query::Phrase found = query::quote(query::print(literal));
        refuse(fmt::format("{} is a whole number or a parameter, not {}", what_en, found.en),
               fmt::format("{}は整数またはパラメータです（{}）", what_ja, found.ja));
    }
    return literal;
}

namespace {

Literal number(std::string digits, std::string unit = {}) {
    Literal literal;
    literal.kind = Literal::Kind::number;
    literal.text = std::move(digits);
    literal.unit = std::move(unit);
    return literal;
}

Value span(Span::Direction direction, Unit unit, Count count = {}, int part = 0) {
    Literal literal;
    literal.kind = Literal::Kind::span;
    literal.span = {direction, count.number, unit_of(unit), std::move(count.parameter), part};
    return Value(std::move(literal));
}

Value counted(Span::Direction direction, const Value& count, Unit unit) {
    return span(direction, unit, count_of(count));
}

Value quarter_of(Unit unit, std::int64_t year, int part) {
    if (part < 1 || part > 4) refuse("a year has the quarters 1 to 4", "四半期は1から4までです");
    return span(Span::Direction::named, unit, count_of(year, query::limits::last_year), part);
}

Operand figure(Function function, std::string_view path, const Condition& where, const Window& window) {
    query::Operand operand;
    operand.function = function;
    operand.path = path_of(path);
    operand.condition = nodes_of(where);
    if (window.window() != nullptr) operand.window.push_back(*window.window());
    return Operand(std::move(operand));
}

Condition ranked(bool lowest, bool percent, const Value& number, const Operand& by, const Condition& among) {
    query::Rank rank;
    rank.lowest = lowest;
    rank.percent = percent;
    rank.number = number.literal();
    if (rank.number.kind != Literal::Kind::number && rank.number.kind != Literal::Kind::parameter)
        refuse("a rank takes a number", "順位には数値が必要です");
    rank.by = by.operand();
    rank.among = nodes_of(among);
    return Condition(Node{std::move(rank), {}});
}

Window window_of(Operator op, std::vector<Literal> values) {
    query::Window window;
    window.op = op;
    window.values = std::move(values);
    return Window(std::move(window));
}

Condition related(Related::Quantity quantity, std::string_view path, const Condition& where) {
    Related related;
    related.quantity = quantity;
    related.path = path_of(path);
    related.condition = nodes_of(where);
    return Condition(Node{std::move(related), {}});
}

Condition member(query::Membership::Of of, const Value& name) {
    return Condition(Node{query::Membership{of, name.literal()}, {}});
}

/// Junctions of one kind become one, as in text.
Condition join(const std::vector<Condition>& conditions, bool all) {
    Junction junction;
    junction.all = all;
    for (const Condition& condition : conditions) {
        if (condition.empty()) continue;
        const auto* same = std::get_if<Junction>(&condition.node()->form);
        if (same != nullptr && same->all == all)
            junction.terms.insert(junction.terms.end(), same->terms.begin(), same->terms.end());
        else
            junction.terms.push_back(*condition.node());
    }
    if (junction.terms.empty()) return {};
    if (junction.terms.size() == 1) return Condition(std::move(junction.terms.front()));
    return Condition(Node{std::move(junction), {}});
}

}  // namespace

// values ----------------------------------------------------------------------------------------------------------

Value::Value(Literal literal) : literal_(std::make_shared<const Literal>(std::move(literal))) {}

Value::Value(std::string_view text) {
    Literal literal;
    literal.text = text;
    literal_ = std::make_shared<const Literal>(std::move(literal));
}

Value::Value(double value) {
    if (!std::isfinite(value))
        refuse("a value in a query is a finite number", "問い合わせの値は有限の数です");
    literal_ = std::make_shared<const Literal>(number(query::digits_of(value)));
}

Value::Value(const Money& money) {
    const std::string written = money.to_string();
    const std::size_t space = written.find(' ');
    if (money.currency.empty() || space == std::string::npos)
        refuse("an amount in a query has a currency", "問い合わせの金額には通貨が必要です");
    // In the language only currencies of ISO 4217 are units; an amount in another one is a text.
    *this = text::is_currency(money.currency) ? Value(number(written.substr(0, space), money.currency))
                                              : Value(std::string_view(written));
}

Value::Value(const PartialDate& date) : Value(std::string_view(date.to_string())) {}

Value::Value(Time time) : Value(std::string_view(to_string(time))) {}

Value Value::whole(std::int64_t value) { return Value(number(std::to_string(value))); }

Value parameter(std::string_view name) {
    const std::string written = ":" + std::string(name);
    std::vector<query::Token> tokens;
    try {
        tokens = query::lex(written);
    } catch (const Error&) {
        tokens.clear();
    }
    Literal literal;
    literal.kind = Literal::Kind::parameter;
    literal.text = name;
    const bool reads_back = tokens.size() == 2 && tokens.front().kind == query::Token::Kind::parameter &&
                            tokens.front().text == name;
    if (!reads_back) {
        const query::Phrase found = query::quote(name);
        refuse("no parameter is called " + found.en, found.ja + "というパラメータ名は使えません");
    }
    return Value(std::move(literal));
}

Value last(const Value& count, Unit unit) { return counted(Span::Direction::last, count, unit); }
Value next(const Value& count, Unit unit) { return counted(Span::Direction::next, count, unit); }
Value last(Unit unit) { return span(Span::Direction::last, unit); }
Value current(Unit unit) { return span(Span::Direction::current, unit); }
Value next(Unit unit) { return span(Span::Direction::next, unit); }
Value ago(const Value& count, Unit unit) { return counted(Span::Direction::ago, count, unit); }
Value from_now(const Value& count, Unit unit) { return counted(Span::Direction::ahead, count, unit); }
Value quarter(std::int64_t year, int part) { return quarter_of(Unit::quarter, year, part); }
Value fiscal_quarter(std::int64_t year, int part) { return quarter_of(Unit::fiscal_quarter, year, part); }
Value fiscal_year(const Value& year) {
    return span(Span::Direction::named, Unit::fiscal_year, count_of(year, query::limits::last_year));
}

// conditions ------------------------------------------------------------------------------------------------------

struct Condition::Parts {
    explicit Parts(Node from) : node(std::move(from)) {}
    Node node;
    mutable std::once_flag once{};
    mutable std::string text{};
};

Condition::Condition(Node node) : parts_(std::make_shared<const Parts>(std::move(node))) {
    // What text cannot say is told where it is built; what is joined of such conditions is sayable.
    const bool joined = std::holds_alternative<Junction>(parts_->node.form) ||
                        std::holds_alternative<query::Negation>(parts_->node.form);
    if (!joined) (void)text();
}

const Node* Condition::node() const noexcept { return parts_ ? &parts_->node : nullptr; }

std::string_view Condition::text() const {
    if (!parts_) return {};
    std::call_once(parts_->once, [&] {
        query::Query tree;
        tree.condition.push_back(parts_->node);
        parts_->text = said(tree);
    });
    return parts_->text;
}

Condition operator&&(const Condition& a, const Condition& b) { return join({a, b}, true); }
Condition operator||(const Condition& a, const Condition& b) { return join({a, b}, false); }
Condition all_of(const std::vector<Condition>& conditions) { return join(conditions, true); }
Condition any_of(const std::vector<Condition>& conditions) { return join(conditions, false); }

Condition operator!(const Condition& condition) {
    if (condition.empty()) refuse("there is no condition to negate", "否定する条件がありません");
    return Condition(Node{query::Negation{nodes_of(condition)}, {}});
}

Condition has(std::string_view path, const Condition& where) {
    return related(Related::Quantity::some, path, where);
}
Condition has_no(std::string_view path, const Condition& where) {
    return related(Related::Quantity::none, path, where);
}
Condition every(std::string_view path, const Condition& where) {
    return related(Related::Quantity::every, path, where);
}

Condition in_list(const Value& name) { return member(query::Membership::Of::list, name); }
Condition in_segment(const Value& name) { return member(query::Membership::Of::segment, name); }

Condition matches(const Value& words) {
    query::FullText text;
    const Literal& literal = words.literal();
    if (literal.kind == Literal::Kind::span)
        refuse("full text looks for words, not for a time", "全文検索には言葉が必要です");
    text.words = literal;
    if (literal.kind == Literal::Kind::number) {
        text.words = {};
        text.words.text = query::print(literal);
    }
    return Condition(Node{std::move(text), {}});
}

Condition subscribed_to(const Value& list, std::string_view path) {
    query::Permission permission;
    if (!path.empty()) permission.path = path_of(path);
    permission.name = list.literal();
    return Condition(Node{std::move(permission), {}});
}

Condition consents_to(const Value& channel, const std::optional<Value>& purpose, std::string_view path) {
    query::Permission permission;
    permission.to = query::Permission::To::channel;
    if (!path.empty()) permission.path = path_of(path);
    permission.name = channel.literal();
    if (purpose) permission.purpose.push_back(purpose->literal());
    return Condition(Node{std::move(permission), {}});
}

namespace {

/// A number of an area, or a parameter.
Literal measure(const Value& value) {
    const Literal& literal = value.literal();
    const bool number = literal.kind == Literal::Kind::number && literal.unit.empty();
    if (!number && literal.kind != Literal::Kind::parameter) {
        const query::Phrase found = query::quote(query::print(literal));
        refuse("an area takes numbers or parameters, not " + found.en,
               "範囲は数値またはパラメータです（" + found.ja + "）");
    }
    return literal;
}

}  // namespace

Condition within_km(const Value& kilometres, const Value& latitude, const Value& longitude,
                    std::string_view path) {
    query::Area area;
    if (!path.empty()) area.path = path_of(path);
    area.unit = "km";
    area.values = {measure(kilometres), measure(latitude), measure(longitude)};
    return Condition(Node{std::move(area), {}});
}

Condition inside_box(const Value& south, const Value& west, const Value& north, const Value& east,
                     std::string_view path) {
    query::Area area;
    if (!path.empty()) area.path = path_of(path);
    area.box = true;
    area.values = {measure(south), measure(west), measure(north), measure(east)};
    return Condition(Node{std::move(area), {}});
}

Condition top(const Value& number, const Operand& by, const Condition& among) {
    return ranked(false, false, number, by, among);
}
Condition bottom(const Value& number, const Operand& by, const Condition& among) {
    return ranked(true, false, number, by, among);
}
Condition top_percent(const Value& number, const Operand& by, const Condition& among) {
    return ranked(false, true, number, by, among);
}
Condition bottom_percent(const Value& number, const Operand& by, const Condition& among) {
    return ranked(true, true, number, by, among);
}

Condition parsed(std::string_view condition) {
    query::Query tree = query::parse(condition);
    if (tree.condition.empty() || !tree.order.empty() || tree.limit)
        refuse("that is no single condition", "ひとつの条件ではありません");
    return Condition(std::move(tree.condition.front()));
}

// operands --------------------------------------------------------------------------------------------------------

Window::Window(query::Window window) : window_(std::make_shared<const query::Window>(std::move(window))) {}

Window within(const Value& period) { return window_of(Operator::equal, {period.literal()}); }
Window since(const Value& time) { return window_of(Operator::greater_equal, {time.literal()}); }
Window before(const Value& time) { return window_of(Operator::less, {time.literal()}); }
Window after(const Value& time) { return window_of(Operator::greater, {time.literal()}); }
Window until(const Value& time) { return window_of(Operator::less_equal, {time.literal()}); }
Window between(const Value& from, const Value& to) {
    return window_of(Operator::between, {from.literal(), to.literal()});
}

Operand::Operand(query::Operand operand, bool every)
    : operand_(std::make_shared<const query::Operand>(std::move(operand))), every_(every) {}

Operand path(std::string_view path) {
    query::Operand operand;
    operand.path = path_of(path);
    return Operand(std::move(operand));
}

Operand every(std::string_view path) {
    query::Operand operand;
    operand.path = path_of(path);
    return Operand(std::move(operand), true);
}

Operand count(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::count, path, where, window);
}
Operand sum(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::sum, path, where, window);
}
Operand min(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::minimum, path, where, window);
}
Operand max(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::maximum, path, where, window);
}
Operand avg(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::average, path, where, window);
}
Operand first_of(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::first, path, where, window);
}
Operand last_of(std::string_view path, const Condition& where, const Window& window) {
    return figure(Function::last, path, where, window);
}
Operand anniversary_of(std::string_view path) { return figure(Function::anniversary, path, {}, {}); }
Operand tile(int parts, const Operand& by, const Condition& among) {
    if (parts < 2 || parts > query::limits::tiles) refuse("2 to 1000 parts", "分割数は2から1000です");
    query::Operand operand;
    operand.function = Function::tile;
    operand.parts = parts;
    operand.of.push_back(by.operand());
    operand.condition = nodes_of(among);
    return Operand(std::move(operand));
}

const query::Operand& Operand::operand() const {
    if (every_ || negated_)
        refuse("'every' and 'not' belong to the left side of a comparison",
               "every・notは比較の左辺にだけ使えます");
    return *operand_;
}

Operand Operand::negated() const {
    Operand result = *this;
    result.negated_ = !negated_;
    return result;
}

Condition Operand::compared(Operator op, const std::vector<Value>& values, bool not_so) const {
    query::Comparison comparison;
    comparison.every = every_;
    comparison.operand = *operand_;
    comparison.op = op;
    comparison.negated = negated_ != not_so;
    for (const Value& value : values) comparison.values.push_back(value.literal());
    const bool has = op == Operator::has_all || op == Operator::has_any;
    if (comparison.negated && (has || op == Operator::holds))
        refuse("to negate this test, write ! before it", "この条件の否定には「!」を使います");
    if (has && (every_ || operand_->function != Function::none))
        refuse("only a path has all or any of some values", "has all・has any の左辺はパスだけです");
    if (op == Operator::holds && !operand_->window.empty())
        refuse("a figure is compared with something", "集計には比較が必要です");
    const bool list = has || op == Operator::in || op == Operator::exactly;
    if (list && values.empty()) refuse("there is no value to compare with", "比べる値がありません");
    return Condition(Node{std::move(comparison), {}});
}

Condition Operand::compared(Operator op, const Operand& other, bool not_so) const {
    query::Comparison comparison;
    comparison.every = every_;
    comparison.operand = *operand_;
    comparison.op = op;
    comparison.negated = negated_ != not_so;
    comparison.other.push_back(other.operand());
    return Condition(Node{std::move(comparison), {}});
}

Condition Operand::is(const Value& value) const { return compared(Operator::is, {value}); }
Condition Operand::in(const std::vector<Value>& values) const { return compared(Operator::in, values); }
Condition Operand::exactly(const std::vector<Value>& values) const {
    return compared(Operator::exactly, values);
}
Condition Operand::has_all(const std::vector<Value>& values) const {
    return compared(Operator::has_all, values);
}
Condition Operand::has_any(const std::vector<Value>& values) const {
    return compared(Operator::has_any, values);
}
Condition Operand::between(const Value& low, const Value& high) const {
    return compared(Operator::between, std::vector<Value>{low, high});
}
Condition Operand::contains(const Value& text) const { return compared(Operator::contains, {text}); }
Condition Operand::starts_with(const Value& text) const { return compared(Operator::starts_with, {text}); }
Condition Operand::ends_with(const Value& text) const { return compared(Operator::ends_with, {text}); }
Condition Operand::like(const Value& pattern) const { return compared(Operator::like, {pattern}); }
Condition Operand::regex(const Value& pattern) const { return compared(Operator::regex, {pattern}); }
Condition Operand::matches(const Value& words) const { return compared(Operator::matches, {words}); }
Condition Operand::sounds_like(const Value& words) const { return compared(Operator::sounds_like, {words}); }
Condition Operand::similar_to(const Value& text) const { return compared(Operator::similar_to, {text}); }
Condition Operand::similar_to(const Value& text, const Value& by) const {
    return compared(Operator::similar_to, std::vector<Value>{text, by});
}
Condition Operand::under(const Value& record) const { return compared(Operator::under, {record}); }
Condition Operand::known() const { return compared(Operator::known, std::vector<Value>{}); }
Condition Operand::unknown() const { return compared(Operator::known, std::vector<Value>{}, true); }
Condition Operand::is_set() const { return compared(Operator::holds, std::vector<Value>{}); }
Condition Operand::within(const Value& period) const { return compared(Operator::equal, {period}); }
Condition Operand::since(const Value& time) const { return compared(Operator::greater_equal, {time}); }
Condition Operand::before(const Value& time) const { return compared(Operator::less, {time}); }
Condition Operand::after(const Value& time) const { return compared(Operator::greater, {time}); }
Condition Operand::until(const Value& time) const { return compared(Operator::less_equal, {time}); }

Condition operator==(const Operand& a, const Value& b) { return a.compared(Operator::equal, {b}); }
Condition operator!=(const Operand& a, const Value& b) { return a.compared(Operator::equal, {b}, true); }
Condition operator<(const Operand& a, const Value& b) { return a.compared(Operator::less, {b}); }
Condition operator<=(const Operand& a, const Value& b) { return a.compared(Operator::less_equal, {b}); }
Condition operator>(const Operand& a, const Value& b) { return a.compared(Operator::greater, {b}); }
Condition operator>=(const Operand& a, const Value& b) { return a.compared(Operator::greater_equal, {b}); }
Condition operator==(const Operand& a, const Operand& b) { return a.compared(Operator::equal, b); }
Condition operator!=(const Operand& a, const Operand& b) { return a.compared(Operator::equal, b, true); }
Condition operator<(const Operand& a, const Operand& b) { return a.compared(Operator::less, b); }
Condition operator<=(const Operand& a, const Operand& b) { return a.compared(Operator::less_equal, b); }
Condition operator>(const Operand& a, const Operand& b) { return a.compared(Operator::greater, b); }
Condition operator>=(const Operand& a, const Operand& b) { return a.compared(Operator::greater_equal, b); }

}  // namespace kith::q
