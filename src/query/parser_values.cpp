#include "query/parser_values.hpp"

#include "query/limits.hpp"
#include "query/words.hpp"
#include "text/date_words.hpp"
#include "text/fold.hpp"
#include "text/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kith::query {

namespace {

/// A count of units: 1 to 99,999 ("last 30 days"); 0 when the token is none.
std::int64_t count_of(const Token& token) {
    if (token.kind != Token::Kind::atom || token.text.size() > 5) return 0;
    std::int64_t count = 0;
    const char* end = token.text.data() + token.text.size();
    const auto [stop, error] = std::from_chars(token.text.data(), end, count);
    return error == std::errc{} && stop == end && count > 0 ? count : 0;
}

/// The currency that a token names, in capitals; empty when it names none.
std::string currency_of(const Token& token) {
    if (token.kind != Token::Kind::atom || token.text.size() != 3) return {};
    std::string code = token.text;
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text::is_currency(code) ? code : std::string{};
}

/// Three capital letters behind a number that no word of the language is: small ones are rather a slip ("adn", "5 jan").
bool seems_currency(const Token& token) {
    if (token.kind != Token::Kind::atom || token.text.size() != 3 || token.word("for") || goes_on(token.text))
        return false;
    return std::all_of(token.text.begin(), token.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

bool ValueParser::accept(std::string_view word) {
    if (!token().word(word)) return false;
    advance();
    return true;
}

bool ValueParser::accept_symbol(std::string_view symbol) {
    if (!token().symbol(symbol)) return false;
    advance();
    return true;
}

void ValueParser::expect_word(std::string_view word) {
    if (!accept(word)) fail(token().at, quote(word), found());
}

void ValueParser::expect_symbol(std::string_view symbol) {
    if (!accept_symbol(symbol)) fail(token().at, quote(symbol), found());
}

Phrase ValueParser::found() const {
    if (at_end()) return {"the end", "末尾"};
    if (token().kind == Token::Kind::parameter) return quote(":" + token().text);
    return quote(token().text);
}

std::size_t ValueParser::unit_at(std::size_t index, Unit& unit) const {
    const auto at = [&](std::size_t i) -> const Token& {
        return tokens_[i < tokens_.size() ? i : tokens_.size() - 1];
    };
    if (at(index).kind != Token::Kind::atom) return 0;
    const bool fiscal = at(index).word("fiscal");
    const Token& word = at(fiscal ? index + 1 : index);
    if (word.kind != Token::Kind::atom) return 0;
    const auto plain = find_unit(word.text);
    if (!plain) return 0;
    if (!fiscal) {
        unit = *plain;
        return 1;
    }
    if (*plain != Unit::quarter && *plain != Unit::year) return 0;
    unit = *plain == Unit::quarter ? Unit::fiscal_quarter : Unit::fiscal_year;
    return 2;
}

std::size_t ValueParser::span_at(std::size_t index, Span& span) const {
    const auto at = [&](std::size_t i) -> const Token& {
        return tokens_[i < tokens_.size() ? i : tokens_.size() - 1];
    };
    const Token& first = at(index);
    span.count = 0;
    if (first.word("last") || first.word("past") || first.word("next") || first.word("coming") ||
        first.word("this") || first.word("current")) {
        const bool current = first.word("this") || first.word("current");
        span.direction = current                                    ? Span::Direction::current
                         : first.word("last") || first.word("past") ? Span::Direction::last
                                                                    : Span::Direction::next;
        if (!current) span.count = count_of(at(index + 1));
        const std::size_t head = span.count > 0 ? 2 : 1;
        const std::size_t unit = unit_at(index + head, span.unit);
        return unit == 0 ? 0 : head + unit;
    }
    span.count = count_of(first);
    if (span.count == 0) return 0;
    const std::size_t unit = unit_at(index + 1, span.unit);
    if (unit == 0) return 0;
    const std::size_t end = index + 1 + unit;
    if (at(end).word("ago")) {
        span.direction = Span::Direction::ago;
        return unit + 2;
    }
    if (at(end).word("from") && at(end + 1).word("now")) {
        span.direction = Span::Direction::ahead;
        return unit + 3;
    }
    return 0;
}

std::size_t ValueParser::date_at(std::string& text) const {
    const Token& day = token();
    const Token& month = after();
    const Token& year = after(2);
    const auto digits = [](const Token& token, std::size_t least, std::size_t most) {
        return token.kind == Token::Kind::atom && token.text.size() >= least && token.text.size() <= most &&
               token.text.find_first_not_of("0123456789") == std::string::npos;
    };
    if (!digits(day, 1, 2) || month.kind != Token::Kind::atom || !digits(year, 4, 4)) return 0;
    if (text::month_of(text::fold(month.text)) == 0) return 0;
    text = fmt::format("{} {} {}", day.text, month.text, year.text);
    return 3;
}

bool ValueParser::at_duration() const {
    Unit unit{};
    return count_of(token()) > 0 && unit_at(at_ + 1, unit) > 0;
}

Duration ValueParser::duration() {
    if (!at_duration())
        fail(token().at, {"a length of time such as '14 days'", "「14 days」のような期間"}, found());
    Duration result;
    result.count = count_of(token());
    advance(1 + unit_at(at_ + 1, result.unit));
    return result;
}

bool ValueParser::at_period() const {
    Span span;
    return token().word("today") || token().word("yesterday") || token().word("tomorrow") ||
           span_at(at_, span) > 0;
}

Literal ValueParser::value() {
    Literal literal;
    literal.at = token().at;
    switch (token().kind) {
        case Token::Kind::parameter: literal.kind = Literal::Kind::parameter; [[fallthrough]];
        case Token::Kind::string:
            literal.text = token().text;
            advance();
            return literal;
        case Token::Kind::atom: break;
        default: fail(token().at, {"a value", "値"}, found());
    }
    if (reserved_as_value(token().text)) {
        fail(token().at, {"a value", "値"}, found());
    }
    if (const std::size_t length = span_at(at_, literal.span); length > 0) {
        literal.kind = Literal::Kind::span;
        advance(length);
        return literal;
    }
    literal.span = {};
    if (const std::size_t length = date_at(literal.text); length > 0) {
        advance(length);
        return literal;
    }
    literal.text = token().text;
    const bool number = is_number(token().text);
    advance();
    if (number) {
        literal.kind = Literal::Kind::number;
        literal.unit = currency_of(token());
        if (!literal.unit.empty())
            advance();
        else if (seems_currency(token()))
            fail_currency(token().at, token().text);
    }
    return literal;
}

std::vector<Literal> ValueParser::value_list() {
    std::vector<Literal> values;
    expect_symbol("(");
    do {
        if (values.size() == limits::values)
            fail_limit(token().at, {"values in one list", "一覧の値の数"}, limits::values);
        values.push_back(value());
    } while (accept_symbol(","));
    if (!accept_symbol(")")) fail(token().at, {"',' or ')'", "「,」または「)」"}, found());
    return values;
}

}  // namespace kith::query
