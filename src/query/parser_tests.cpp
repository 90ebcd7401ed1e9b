#include "query/parser_tests.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kith::query {

namespace {

const Phrase condition_phrase{"a condition", "条件"};
const Phrase operator_phrase{"an operator such as '=', 'contains' or 'is known'",
                             "「=」「contains」「is known」などの演算子"};

bool word_goes_on(const Token& token) { return token.kind == Token::Kind::atom && goes_on(token.text); }

bool ends(const Token& token) {
    return token.word("and") || token.word("or") || token.word("order") || token.word("limit") ||
           token.word("asc") || token.word("desc") || token.word("offset");
}

}  // namespace

bool TestParser::at_function(Function function) const {
    if (function == Function::anniversary) return after().word("of");
    if (function != Function::first && function != Function::last) return true;
    // fields may be called so: these are functions only before something that can be a path
    if (at_matches(1)) return false;
    const Token& next = after();
    return next.kind == Token::Kind::string || (next.kind == Token::Kind::atom && !word_goes_on(next));
}

bool TestParser::at_operator() const {
    return is_operator_symbol(token()) || (word_goes_on(token()) && !ends(token()));
}

Operand TestParser::operand(bool alone) {
    if (at_tile()) return tile();
    Operand result;
    const bool word = token().kind == Token::Kind::atom && !is_operator_symbol(after());
    const auto function = word ? find_function(token().text) : std::nullopt;
    if (!function || *function == Function::tile || !at_function(*function)) {
        result.path = path();
        return result;
    }
    result.function = *function;
    advance(*function == Function::anniversary ? 2 : 1);
    result.path = path();
    if (*function == Function::anniversary) return result;
    result.condition = parenthesised(true);
    window(result, alone);
    return result;
}

std::optional<Operator> TestParser::window_operator() const {
    static constexpr std::array<std::pair<std::string_view, Operator>, 8> words{
        {{"within", Operator::equal},
         {"on", Operator::equal},
         {"during", Operator::equal},
         {"since", Operator::greater_equal},
         {"before", Operator::less},
         {"after", Operator::greater},
         {"until", Operator::less_equal},
         {"between", Operator::between}}};
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const auto& entry) { return token().word(entry.first); });
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

void TestParser::window(Operand& operand, bool alone) {
    const auto op = window_operator();
    if (!op) return;
    const std::size_t start = mark();
    Window window;
    window.op = *op;
    window.at = token().at;
    advance();
    const Token::Kind kind = token().kind;
    const bool is_value = kind == Token::Kind::parameter || kind == Token::Kind::string ||
                          (kind == Token::Kind::atom && !reserved_as_value(token().text));
    if (!is_value) return rewind(start);
    window.values.push_back(value());
    if (window.op == Operator::between) {
        if (!accept("and") || at_end()) return rewind(start);
        window.values.push_back(value());
    }
    if (!alone && !at_operator()) return rewind(start);
    operand.window.push_back(std::move(window));
}

Path TestParser::path() {
    Path path;
    path.at = token().at;
    const bool quoted_start = token().kind == Token::Kind::string;
    if (!quoted_start && (token().kind != Token::Kind::atom || is_number(token().text) || at_reserved())) {
        fail(token().at, condition_phrase, found());
    }
    bool joined = true;  // a dot stands before the cursor, or nothing does
    do {
        const Position at = token().at;
        if (token().kind == Token::Kind::string) {
            if (!joined) fail(at, {"'.'", "「.」"}, found());
            add_step(path, token().text, at);
            joined = false;
        } else {
            std::string_view rest = token().text;
            if (!joined && rest.front() != '.') break;
            if (!joined) rest.remove_prefix(1);
            for (;;) {
                const std::size_t dot = rest.find('.');
                const std::string_view step = rest.substr(0, dot);
                joined = step.empty();
                if (!step.empty())
                    add_step(path, step, at);
                else if (dot != std::string_view::npos || path.steps.empty())
                    fail(at, {"a name", "名前"}, quote(token().text));
                if (dot == std::string_view::npos) break;
                rest.remove_prefix(dot + 1);
            }
        }
        advance();
    } while (token().glued && (token().kind == Token::Kind::string || token().kind == Token::Kind::atom));
    if (joined) fail(token().at, {"a name after '.'", "「.」の後の名前"}, found());
    return path;
}

bool TestParser::at_reserved() const {
    return token().word("and") || token().word("or") || token().word("order") || token().word("limit");
}

void TestParser::add_step(Path& path, std::string_view step, Position at) {
    if (step.empty()) fail(at, {"a name", "名前"}, quote(""));
    if (path.steps.size() == limits::steps) fail_limit(at, {"steps of a path", "パスの段数"}, limits::steps);
    path.steps.emplace_back(step);
}

bool TestParser::is_operator_symbol(const Token& token) {
    return token.kind == Token::Kind::symbol && token.text != "(" && token.text != ")" && token.text != "," &&
           token.text != "%";
}

void TestParser::read_operator(Comparison& c) {
    if (token().kind == Token::Kind::symbol) {
        static const std::pair<std::string_view, Operator> symbols[] = {
            {"=", Operator::equal},   {"<", Operator::less},           {"<=", Operator::less_equal},
            {">", Operator::greater}, {">=", Operator::greater_equal}, {"!=", Operator::equal}};
        for (const auto& [text, op] : symbols) {
            if (!token().symbol(text)) continue;
            c.negated = text == "!=";
            advance();
            return value_or_field(c, op);
        }
    }
    if (at_end() || token().symbol(")") || token().symbol(",") || token().word("and") || token().word("or") ||
        at_tail()) {
        if (c.operand.function != Function::none) fail(token().at, operator_phrase, found());
        c.op = Operator::holds;
        return;
    }
    if (accept("is")) return is(c);
    if (token().word("does") && after().word("not")) advance();
    if (accept("not")) c.negated = true;
    if (word_operator(c)) return;
    if (!c.negated && at_period()) return one_value(c, Operator::equal);
    static const std::vector<std::string> words{
        "contains", "starts with", "ends with",  "like",       "between",  "in",     "is known", "is unknown",
        "within",   "since",       "before",     "after",      "until",    "on",     "exactly",  "regex",
        "under",    "sounds like", "similar to", "startswith", "endswith", "matches"};
    std::string nearest = token().kind == Token::Kind::atom ? nearest_of(token().text, words) : "";
    if (nearest == "startswith") nearest = "starts with";
    if (nearest == "endswith") nearest = "ends with";
    fail(token().at, operator_phrase, found(), nearest);
}

void TestParser::is(Comparison& c) {
    if (accept("not")) c.negated = true;
    if (token().word("known") || token().word("unknown")) {
        c.op = Operator::known;
        if (token().word("unknown")) c.negated = !c.negated;
        advance();
        return;
    }
    if (token().word("similar") && after().word("to")) return similar(c);
    one_value(c, Operator::is);
}

void TestParser::similar(Comparison& c) {
    advance(2);
    one_value(c, Operator::similar_to);
    if (accept("by")) c.values.push_back(value());
}

bool TestParser::word_operator(Comparison& c) {
    if (accept("contains") || accept("contain")) return one_value(c, Operator::contains), true;
    if ((token().word("starts") || token().word("start")) && after().word("with")) {
        advance(2);
        return one_value(c, Operator::starts_with), true;
    }
    if ((token().word("ends") || token().word("end")) && after().word("with")) {
        advance(2);
        return one_value(c, Operator::ends_with), true;
    }
    if (accept("exactly")) {
        c.op = Operator::exactly;
        c.values = value_list();
        return true;
    }
    if ((token().word("sounds") || token().word("sound")) && after().word("like")) {
        advance(2);
        return one_value(c, Operator::sounds_like), true;
    }
    if (token().word("similar") && after().word("to")) return similar(c), true;
    if (accept("under")) return one_value(c, Operator::under), true;
    if (accept("regex")) return one_value(c, Operator::regex), true;
    if (accept("matches") || accept("match")) return one_value(c, Operator::matches), true;
    if (accept("like")) return one_value(c, Operator::like), true;
    if (accept("between")) {
        c.op = Operator::between;
        c.values.push_back(value());
        expect_word("and");
        c.values.push_back(value());
        return true;
    }
    if (accept("in")) {
        if (!token().symbol("(")) return one_value(c, Operator::equal), true;  // "created in 2026"
        c.op = Operator::in;
        c.values = value_list();
        return true;
    }
    if (at_distance()) return distance(c), true;
    if (accept("within") || accept("on") || accept("during")) return value_or_field(c, Operator::equal), true;
    if (accept("since")) return value_or_field(c, Operator::greater_equal), true;
    if (accept("before")) return value_or_field(c, Operator::less), true;
    if (accept("after")) return value_or_field(c, Operator::greater), true;
    if (accept("until")) return value_or_field(c, Operator::less_equal), true;
    if ((token().word("more") || token().word("less")) && after().word("than")) return age(c), true;
    return false;
}

bool TestParser::at_distance() const {
    const bool than = (token().word("more") || token().word("less")) && after().word("than");
    if (!than && !token().word("within")) return false;
    const std::size_t head = than ? 2 : 1;
    const std::size_t length = duration_at(head);
    return length > 0 && (after(head + length).word("after") || after(head + length).word("before"));
}

void TestParser::distance(Comparison& c) {
    const bool more = token().word("more");
    advance(token().word("within") ? 1 : 2);
    Distance distance;
    distance.length = duration();
    distance.before = token().word("before");
    advance();
    c.op = !more ? Operator::equal : distance.before ? Operator::less : Operator::greater;
    c.distance.push_back(std::move(distance));
    if (!token().word("value") || !after().word("of"))
        fail(token().at, {"'value of' and a time of the record", "「value of」とレコードの日時"}, found());
    advance(2);
    c.other.push_back(operand(true));
}

void TestParser::age(Comparison& c) {
    const bool more = token().word("more");
    advance(2);
    const Position at = token().at;
    Literal point = value();
    if (point.kind != Literal::Kind::span ||
        (point.span.direction != Span::Direction::ago && point.span.direction != Span::Direction::ahead)) {
        fail(at,
             {"a time such as '2 weeks ago' or '3 days from now'",
              "「2 weeks ago」や「3 days from now」のような時"},
             quote(point.text));
    }
    const bool ago = point.span.direction == Span::Direction::ago;
    if (more) {
        c.op = ago ? Operator::less : Operator::greater;
    } else {
        c.op = Operator::equal;
        point.span.direction = ago ? Span::Direction::last : Span::Direction::next;
    }
    c.values.push_back(std::move(point));
}

bool TestParser::at_area() const {
    if (token().word("inside")) return after().word("box") && after(2).symbol("(");
    const Token& unit = after(2);
    // whatever stands there is meant for a distance, and told to be none
    return token().word("within") &&
           (after().kind == Token::Kind::parameter || after().kind == Token::Kind::atom) &&
           (unit.word("km") || unit.word("m") || unit.word("mi")) && after(3).word("of");
}

Area TestParser::area() {
    Area area;
    area.box = token().word("inside");
    advance();
    if (!area.box) {
        area.values.push_back(value());
        area.unit = token().word("km") ? "km" : token().word("mi") ? "mi" : "m";
        advance();
    }
    advance();  // "of", "box"
    const Position at = token().at;
    std::vector<Literal> corners = value_list();
    if (corners.size() != (area.box ? 4 : 2)) {
        fail(at,
             area.box ? Phrase{"(south, west, north, east) in degrees", "(南, 西, 北, 東)の度数"}
                      : Phrase{"(latitude, longitude) in degrees", "(緯度, 経度)の度数"},
             {fmt::format("{} values", corners.size()), fmt::format("{}個の値", corners.size())});
    }
    for (Literal& corner : corners) area.values.push_back(std::move(corner));
    return area;
}

void TestParser::one_value(Comparison& c, Operator op) {
    c.op = op;
    c.values.push_back(value());
}

void TestParser::value_or_field(Comparison& c, Operator op) {
    const Token::Kind next = after(2).kind;
    if (!token().word("value") || !after().word("of") ||
        (next != Token::Kind::atom && next != Token::Kind::string))
        return one_value(c, op);
    advance(2);
    c.op = op;
    c.other.push_back(operand(true));
}

}  // namespace kith::query
