#include "query/parser.hpp"

#include "query/failure.hpp"
#include "query/lexer.hpp"
#include "query/limits.hpp"
#include "query/parser_values.hpp"
#include "query/words.hpp"

#include <utility>

namespace kith::query {

namespace {

const Phrase condition_phrase{"a condition", "条件"};
const Phrase operator_phrase{"an operator such as '=', 'contains' or 'is known'",
                             "「=」「contains」「is known」などの演算子"};

class Parser : ValueParser {
public:
    explicit Parser(std::string_view text) : ValueParser(lex(text)) {}

    Query query() {
        Query query;
        if (!at_end() && !at_tail()) query.condition.push_back(condition());
        if (accept("order")) {
            expect_word("by");
            do {
                if (query.order.size() == limits::order_keys)
                    fail_limit(token().at, {"keys of 'order by'", "「order by」の項目数"}, limits::order_keys);
                query.order.push_back(order_key());
            } while (accept_symbol(","));
        }
        if (accept("limit")) {
            query.limit = amount();
            if (accept("offset")) query.offset = amount();
        }
        if (!at_end()) {
            static const std::vector<std::string> next{"and", "or", "order", "limit"};
            fail(token().at,
                 {"'and', 'or', 'order by', 'limit' or the end",
                  "「and」「or」「order by」「limit」または末尾"},
                 found(), token().kind == Token::Kind::atom ? nearest_of(token().text, next) : "");
        }
        return query;
    }

    Operand single_operand() {
        Operand result = operand();
        if (!at_end()) fail(token().at, {"the end", "末尾"}, found());
        return result;
    }

private:
    [[nodiscard]] bool at_tail() const { return token().word("order") || token().word("limit"); }

    /// Counts a condition: junctions and negations are bounded by what they join and by depth.
    Node made(Node node) {
        if (++conditions_ > limits::conditions)
            fail_limit(node.at, {"conditions in one query", "条件の数"}, limits::conditions);
        return node;
    }

    Node condition() { return junction(false); }

    /// Terms joined by `or`, each of terms joined by `and`. Nested junctions of one kind become one.
    Node junction(bool all) {
        const Position at = token().at;
        Junction result;
        result.all = all;
        do {
            Node term = all ? factor() : junction(true);
            auto* same = std::get_if<Junction>(&term.form);
            if (same != nullptr && same->all == all) {
                for (Node& inner : same->terms) result.terms.push_back(std::move(inner));
            } else {
                result.terms.push_back(std::move(term));
            }
        } while (accept(all ? "and" : "or"));
        if (result.terms.size() == 1) return std::move(result.terms.front());
        return {std::move(result), at};
    }

    Node factor() {
        const Position at = token().at;
        if (accept("not")) {
            const Level level(depth_, at);
            Negation negation;
            negation.term.push_back(factor());
            return {std::move(negation), at};
        }
        if (accept_symbol("(")) {
            const Level level(depth_, at);
            Node inner = condition();
            expect_symbol(")");
            return inner;
        }
        if (token().word("has")) return has(at);
        if (token().word("in") && !is_operator_symbol(after())) return membership(at);
        if (token().word("every")) {
            advance();
            const Path path = this->path();
            if (token().symbol("("))
                return made({Related{Related::Quantity::every, path, parenthesised(false)}, at});
            Comparison comparison;
            comparison.every = true;
            comparison.operand.path = path;
            return compare(std::move(comparison), at);
        }
        Comparison comparison;
        comparison.operand = operand();
        return compare(std::move(comparison), at);
    }

    /// The condition in parentheses, none when they are absent or (if allowed) empty.
    Nodes parenthesised(bool may_be_absent) {
        Nodes result;
        if (may_be_absent && !token().symbol("(")) return result;
        const Position at = token().at;
        expect_symbol("(");
        if (accept_symbol(")")) return result;
        const Level level(depth_, at);
        result.push_back(condition());
        expect_symbol(")");
        return result;
    }

    Node has(Position at) {
        advance();
        if (token().word("all") && after().kind == Token::Kind::atom && !after().word("and") &&
            !after().word("or")) {
            advance();
            Comparison comparison;
            comparison.op = Operator::has_all;
            comparison.operand.path = path();
            comparison.at = token().at;
            comparison.values = value_list();
            return made({std::move(comparison), at});
        }
        const bool none =
            token().word("no") && (after().kind == Token::Kind::atom || after().kind == Token::Kind::string);
        if (none) advance();
        Related related;
        related.quantity = none ? Related::Quantity::none : Related::Quantity::some;
        related.path = path();
        related.condition = parenthesised(true);
        return made({std::move(related), at});
    }

    Node membership(Position at) {
        advance();
        Membership membership;
        if (accept("segment"))
            membership.of = Membership::Of::segment;
        else if (!accept("list")) {
            static const std::vector<std::string> sets{"list", "segment"};
            fail(token().at, {"'list' or 'segment'", "「list」または「segment」"}, found(),
                 nearest_of(token().text, sets));
        }
        membership.name = value();
        return made({std::move(membership), at});
    }

    Operand operand() {
        Operand result;
        if (token().kind == Token::Kind::atom && !is_operator_symbol(after())) {
            if (const auto function = find_function(token().text)) {
                advance();
                result.function = *function;
                result.path = path();
                result.condition = parenthesised(true);
                return result;
            }
        }
        result.path = path();
        return result;
    }

    /// Steps joined by dots. A step in quotes may hold anything: field."shoe size".
    Path path() {
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

    [[nodiscard]] bool at_reserved() const {
        return token().word("and") || token().word("or") || token().word("order") || token().word("limit");
    }

    static void add_step(Path& path, std::string_view step, Position at) {
        if (step.empty()) fail(at, {"a name", "名前"}, quote(""));
        if (path.steps.size() == limits::steps)
            fail_limit(at, {"steps of a path", "パスの段数"}, limits::steps);
        path.steps.emplace_back(step);
    }

    static bool is_operator_symbol(const Token& token) {
        return token.kind == Token::Kind::symbol && token.text != "(" && token.text != ")" &&
               token.text != ",";
    }

    /// The operator and the values behind an operand.
    Node compare(Comparison c, Position at) {
        c.at = token().at;
        read_operator(c);
        return made({std::move(c), at});
    }

    void read_operator(Comparison& c) {
        if (token().kind == Token::Kind::symbol) {
            static const std::pair<std::string_view, Operator> symbols[] = {
                {"=", Operator::equal},   {"<", Operator::less},           {"<=", Operator::less_equal},
                {">", Operator::greater}, {">=", Operator::greater_equal}, {"!=", Operator::equal}};
            for (const auto& [text, op] : symbols) {
                if (!token().symbol(text)) continue;
                c.negated = text == "!=";
                advance();
                return one_value(c, op);
            }
        }
        if (at_end() || token().symbol(")") || token().symbol(",") || token().word("and") ||
            token().word("or") || at_tail()) {
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
            "contains", "starts with", "ends with", "like",  "between", "in", "is known",   "is unknown",
            "within",   "since",       "before",    "after", "until",   "on", "startswith", "endswith"};
        std::string nearest = token().kind == Token::Kind::atom ? nearest_of(token().text, words) : "";
        if (nearest == "startswith") nearest = "starts with";
        if (nearest == "endswith") nearest = "ends with";
        fail(token().at, operator_phrase, found(), nearest);
    }

    void is(Comparison& c) {
        if (accept("not")) c.negated = true;
        if (token().word("known") || token().word("unknown")) {
            c.op = Operator::known;
            if (token().word("unknown")) c.negated = !c.negated;
            advance();
            return;
        }
        one_value(c, Operator::is);
    }

    /// Operators that are words; false when the cursor is at none of them.
    bool word_operator(Comparison& c) {
        if (accept("contains") || accept("contain")) return one_value(c, Operator::contains), true;
        if ((token().word("starts") || token().word("start")) && after().word("with")) {
            advance(2);
            return one_value(c, Operator::starts_with), true;
        }
        if ((token().word("ends") || token().word("end")) && after().word("with")) {
            advance(2);
            return one_value(c, Operator::ends_with), true;
        }
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
        if (accept("within") || accept("on") || accept("during")) return one_value(c, Operator::equal), true;
        if (accept("since")) return one_value(c, Operator::greater_equal), true;
        if (accept("before")) return one_value(c, Operator::less), true;
        if (accept("after")) return one_value(c, Operator::greater), true;
        if (accept("until")) return one_value(c, Operator::less_equal), true;
        if ((token().word("more") || token().word("less")) && after().word("than")) return age(c), true;
        return false;
    }

    /// "more than 2 weeks ago" is before that point, "less than 2 weeks ago" within the last two weeks; the same
    /// ahead of now.
    void age(Comparison& c) {
        const bool more = token().word("more");
        advance(2);
        const Position at = token().at;
        Literal point = value();
        if (point.kind != Literal::Kind::span || (point.span.direction != Span::Direction::ago &&
                                                  point.span.direction != Span::Direction::ahead)) {
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

    void one_value(Comparison& c, Operator op) {
        c.op = op;
        c.values.push_back(value());
    }

    OrderKey order_key() {
        OrderKey key;
        key.operand = operand();
        if (accept("desc") || accept("descending"))
            key.descending = true;
        else if (!accept("asc"))
            accept("ascending");
        return key;
    }

    Literal amount() {
        if (token().kind != Token::Kind::parameter &&
            (token().kind != Token::Kind::atom ||
             token().text.find_first_not_of("0123456789") != std::string::npos || token().text.size() > 15)) {
            fail(token().at, {"a whole number", "整数"}, found());
        }
        Literal literal;
        literal.kind =
            token().kind == Token::Kind::parameter ? Literal::Kind::parameter : Literal::Kind::number;
        literal.text = token().text;
        literal.at = token().at;
        advance();
        return literal;
    }

    int depth_ = 0;
    std::size_t conditions_ = 0;
};

}  // namespace

Query parse(std::string_view text) { return Parser(text).query(); }

Operand parse_operand(std::string_view text) { return Parser(text).single_operand(); }

}  // namespace kith::query
