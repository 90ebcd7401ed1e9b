// The part of the parser that reads words to be found, and what people agreed to.
#include "query/failure.hpp"
#include "query/parser_tests.hpp"
#include "query/words.hpp"

namespace kith::query {

bool TestParser::at_matches(std::size_t ahead) const {
    const Token::Kind next = after(ahead + 1).kind;
    return (after(ahead).word("matches") || after(ahead).word("match")) &&
           (next == Token::Kind::string || next == Token::Kind::parameter);
}

bool TestParser::at_full_text() {
    if (!token().word("matches")) return false;
    const Token& words = after();
    if (words.kind == Token::Kind::string || words.kind == Token::Kind::parameter) return true;
    // A field may be called so: a bare word is looked for only where it can be no operator, and is all there is.
    if (words.kind != Token::Kind::atom || goes_on(words.text) || reserved_as_value(words.text)) return false;
    const Token& next = after(2);
    const bool ends = next.kind == Token::Kind::end || next.symbol(")") || next.word("and") ||
                      next.word("or") || next.word("order") || next.word("limit");
    if (!ends) return false;
    const std::size_t start = mark();
    advance();
    const bool period = at_period();
    rewind(start);
    return !period;
}

FullText TestParser::full_text() {
    advance();
    FullText text;
    text.words.at = token().at;
    text.words.text = token().text;
    if (token().kind == Token::Kind::parameter) text.words.kind = Literal::Kind::parameter;
    advance();
    return text;
}

bool TestParser::at_permission() const {
    if ((!token().word("subscribed") && !token().word("consents")) || !after().word("to")) return false;
    const Token::Kind next = after(2).kind;
    return next == Token::Kind::atom || next == Token::Kind::string || next == Token::Kind::parameter;
}

Permission TestParser::permission() {
    Permission permission;
    permission.at = token().at;
    permission.to = token().word("consents") ? Permission::To::channel : Permission::To::list;
    advance(2);
    permission.name = value();
    if (permission.to == Permission::To::channel && accept("for")) permission.purpose.push_back(value());
    return permission;
}

}  // namespace kith::query
