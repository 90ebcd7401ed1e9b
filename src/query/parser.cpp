#include "query/parser.hpp"

#include "query/failure.hpp"
#include "query/lexer.hpp"
#include "query/limits.hpp"
#include "query/parser_history.hpp"
#include "query/words.hpp"

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

class Parser : HistoryParser {
public:
    explicit Parser(std::string_view text) : HistoryParser(lex(text)) {}

    Query query() {
        Query query;
        if (!at_end() && !at_tail()) query.condition = condition();
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
        Operand result = operand(true);
        if (!at_end()) fail(token().at, {"the end", "末尾"}, found());
        return result;
    }

private:
    /// One level of nesting for as long as it lives.
    class Nested {
    public:
        Nested(Parser& parser, Position at) : level_(parser.depth_, at) {
            parser.deepest_ = std::max(parser.deepest_, parser.depth_);
        }

    private:
        Level level_;
    };

    /// Counts a condition: junctions and negations are bounded by what they join and by depth.
    Node made(Node node) {
        if (++conditions_ > limits::conditions)
            fail_limit(node.at, {"conditions in one query", "条件の数"}, limits::conditions);
        return node;
    }

    Nodes condition() override {
        Nodes result;
        result.push_back(junction(false));
        return result;
    }

    Nodes parenthesised(bool may_be_absent) override {
        if (may_be_absent && !token().symbol("(")) return {};
        const Position at = token().at;
        expect_symbol("(");
        if (accept_symbol(")")) return {};
        const Nested nested(*this, at);
        Nodes result = condition();
        expect_symbol(")");
        return result;
    }

    /// Terms joined by `or`, each of terms joined by `and`. Nested junctions of one kind become one.
    Node junction(bool all) {
        const Position at = token().at;
        Junction result;
        result.all = all;
        int count = 0;
        int grouped =
            0;  // how deep go terms joined by `and`: beside `or` the canonical text has parentheses around them
        do {
            const int before = std::exchange(deepest_, depth_);
            Node term = all ? factor() : junction(true);
            if (!all && joined_) grouped = std::max(grouped, deepest_ + 1);
            deepest_ = std::max(deepest_, before);
            ++count;
            auto* same = std::get_if<Junction>(&term.form);
            if (same != nullptr && same->all == all) {
                for (Node& inner : same->terms) result.terms.push_back(std::move(inner));
            } else {
                result.terms.push_back(std::move(term));
            }
        } while (accept(all ? "and" : "or"));
        joined_ = count > 1;
        if (!all && joined_ && grouped > deepest_) {
            int levels = grouped - 1;
            const Level one_more(levels, at);  // throws where there may be none
            deepest_ = grouped;
        }
        if (result.terms.size() == 1) return std::move(result.terms.front());
        return {std::move(result), at};
    }

    Node factor() {
        const Position at = token().at;
        if (accept("not")) {
            const Nested nested(*this, at);
            Negation negation;
            negation.term.push_back(factor());
            return {std::move(negation), at};
        }
        if (accept_symbol("(")) {
            const Nested nested(*this, at);
            Node inner = junction(false);
            expect_symbol(")");
            return inner;
        }
        if (at_area()) return made({area(), at});
        if (token().word("has")) return has(at);
        if (token().word("in") && !is_operator_symbol(after())) return membership(at);
        if (at_rank()) return made({rank(), at});
        if (at_full_text()) return made({full_text(), at});
        if (at_permission()) return made({permission(), at});
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
        if (at_behaviour()) return made({behaviour(), at});
        Comparison comparison;
        comparison.operand = operand(false);
        if (comparison.operand.function == Function::none && at_area()) {
            Area area = this->area();
            area.path = std::move(comparison.operand.path);
            return made({std::move(area), at});
        }
        if (comparison.operand.function == Function::none && at_permission()) {
            Permission permission = this->permission();
            permission.path = std::move(comparison.operand.path);
            return made({std::move(permission), at});
        }
        if (comparison.operand.function == Function::none && at_history())
            return made({history(std::move(comparison.operand.path)), at});
        if (at_first_of_kind(comparison.operand))
            return made({first_of_kind(std::move(comparison.operand)), at});
        return compare(std::move(comparison), at);
    }

    Node has(Position at) {
        advance();
        const bool of_path =
            (after().kind == Token::Kind::atom && !after().word("and") && !after().word("or")) ||
            after().kind == Token::Kind::string;
        if ((token().word("all") || token().word("any")) && of_path) {
            Comparison comparison;
            comparison.op = token().word("all") ? Operator::has_all : Operator::has_any;
            advance();
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
        if (accept("stage")) return made({stay(), at});
        Membership membership;
        if (accept("segment"))
            membership.of = Membership::Of::segment;
        else if (!accept("list")) {
            static const std::vector<std::string> sets{"list", "segment", "stage"};
            fail(token().at, {"'list', 'segment' or 'stage'", "「list」「segment」または「stage」"}, found(),
                 nearest_of(token().text, sets));
        }
        membership.name = value();
        return made({std::move(membership), at});
    }

    /// The operator and the values behind an operand.
    Node compare(Comparison c, Position at) {
        c.at = token().at;
        read_operator(c);
        return made({std::move(c), at});
    }

    OrderKey order_key() {
        OrderKey key;
        key.operand = operand(true);
        if (accept("desc") || accept("descending"))
            key.descending = true;
        else if (!accept("asc"))
            accept("ascending");
        return key;
    }

    int depth_ = 0;
    int deepest_ = 0;      ///< of what was read last, as its canonical text nests
    bool joined_ = false;  ///< what was read last were several terms, without parentheses around them
    std::size_t conditions_ = 0;
};

}  // namespace

Query parse(std::string_view text) { return Parser(text).query(); }

Operand parse_operand(std::string_view text) { return Parser(text).single_operand(); }

}  // namespace kith::query
