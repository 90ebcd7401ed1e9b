// The part of the parser that reads ranks: `top 10 % by ...`, `quintile(...)`.
#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/parser_tests.hpp"

#include <charconv>
#include <utility>

namespace kith::query {

bool TestParser::at_rank() const {
    if (!token().word("top") && !token().word("bottom")) return false;
    const Token& number = after();
    const bool numeric =
        number.kind == Token::Kind::parameter || (number.kind == Token::Kind::atom && is_number(number.text));
    return numeric && (after(2).symbol("%") || after(2).word("by"));
}

Rank TestParser::rank() {
    Rank rank;
    rank.lowest = token().word("bottom");
    advance();
    rank.number.kind =
        token().kind == Token::Kind::parameter ? Literal::Kind::parameter : Literal::Kind::number;
    rank.number.text = token().text;
    rank.number.at = token().at;
    advance();
    rank.percent = accept_symbol("%");
    expect_word("by");
    rank.by = operand(true);
    if (accept("among")) rank.among = parenthesised(false);
    return rank;
}

bool TestParser::at_tile() const {
    if (token().word("quintile") || token().word("decile")) return after().symbol("(");
    return token().word("tile") && after().kind == Token::Kind::atom && is_number(after().text) &&
           after(2).symbol("(");
}

Operand TestParser::tile() {
    Operand tile;
    tile.function = Function::tile;
    tile.path.at = token().at;
    tile.parts = token().word("quintile") ? 5 : token().word("decile") ? 10 : 0;
    advance();
    if (tile.parts == 0) {
        const std::string& number = token().text;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), tile.parts);
        if (error != std::errc{} || end != number.data() + number.size() || tile.parts < 2 ||
            tile.parts > limits::tiles) {
            fail(token().at, {"a number of parts from 2 to 1000", "2から1000までの分割数"}, found());
        }
        advance();
    }
    expect_symbol("(");
    if (at_tile()) fail(token().at, {"a field or a figure", "項目または集計"}, found());
    tile.of.push_back(operand(true));
    if (accept("among")) tile.condition = parenthesised(false);
    expect_symbol(")");
    return tile;
}

}  // namespace kith::query
