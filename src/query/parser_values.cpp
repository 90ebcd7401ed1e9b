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

Phrase ValueParser::found(const Token& token) {
    if (token.kind == Token::Kind::end) return {"the end", "末尾"};
    if (token.kind == Token::Kind::parameter) return quote(":" + token.text);
    return quote(token.text);
}

std::size_t ValueParser::unit_at(std::size_t index, Unit& unit) const {
    const bool fiscal = token_at(index).word("fiscal");
    const Token& word = token_at(fiscal ? index + 1 : index);
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

bool ValueParser::count_at(std::size_t index, std::int64_t& count, std::string& parameter) const {
    const Token& token = token_at(index);
    count = count_of(token);
    parameter = token.kind == Token::Kind::parameter ? token.text : std::string{};
    return count > 0 || !parameter.empty();
}

std::size_t ValueParser::named_at(std::size_t index, Span& span) const {
    const std::size_t unit = unit_at(index, span.unit);
    const bool quarter = span.unit == Unit::quarter || span.unit == Unit::fiscal_quarter;
    if (unit == 0 || (!quarter && span.unit != Unit::fiscal_year)) return 0;
    const Token& name = token_at(index + unit);
    span.direction = Span::Direction::named;
    if (!quarter && name.kind == Token::Kind::parameter) {
        span.parameter = name.text;
        return unit + 1;
    }
    // "2025", "2026-1"
    const std::string_view text = name.kind == Token::Kind::atom ? std::string_view(name.text) : "";
    const std::string_view year = text.substr(0, 4);
    const bool is_year = year.size() == 4 && year.find_first_not_of("0123456789") == std::string_view::npos;
    const bool is_part = text.size() == 6 && text[4] == '-' && text[5] >= '1' && text[5] <= '4';
    if (!is_year || year == "0000" || (quarter ? !is_part : text.size() != 4)) return 0;
    for (const char digit : year) span.count = span.count * 10 + (digit - '0');
    if (quarter) span.part = text[5] - '0';
    return unit + 1;
}

std::size_t ValueParser::span_at(std::size_t index, Span& span) const {
    const Token& first = token_at(index);
    span = {};
    if (first.word("last") || first.word("past") || first.word("next") || first.word("coming") ||
        first.word("this") || first.word("current")) {
        const bool current = first.word("this") || first.word("current");
        span.direction = current                                    ? Span::Direction::current
                         : first.word("last") || first.word("past") ? Span::Direction::last
                                                                    : Span::Direction::next;
        const bool counted = !current && count_at(index + 1, span.count, span.parameter);
        const std::size_t head = counted ? 2 : 1;
        const std::size_t unit = unit_at(index + head, span.unit);
        return unit == 0 ? 0 : head + unit;
    }
    if (!count_at(index, span.count, span.parameter)) return named_at(index, span);
    const std::size_t unit = unit_at(index + 1, span.unit);
    if (unit == 0) return 0;
    const std::size_t end = index + 1 + unit;
    if (token_at(end).word("ago")) {
        span.direction = Span::Direction::ago;
        return unit + 2;
    }
    if (token_at(end).word("from") && token_at(end + 1).word("now")) {
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

std::size_t ValueParser::duration_at(std::size_t ahead) const {
    Duration read;
    if (!count_at(at_ + ahead, read.count, read.parameter)) return 0;
    const std::size_t unit = unit_at(at_ + ahead + 1, read.unit);
    return unit == 0 ? 0 : unit + 1;
}

Duration ValueParser::duration() {
    if (duration_at() == 0)
        fail(token().at, {"a length of time such as '14 days'", "「14 days」のような期間"}, found());
    Duration result;
    result.at = token().at;
    count_at(at_, result.count, result.parameter);
    advance(1 + unit_at(at_ + 1, result.unit));
    return result;
}

bool ValueParser::at_period() const {
    Span span;
    return token().word("today") || token().word("yesterday") || token().word("tomorrow") ||
           span_at(at_, span) > 0;
}

void ValueParser::refuse_near_span() const {
    const bool rolling =
        token().word("last") || token().word("past") || token().word("next") || token().word("coming");
    const std::size_t at = at_ + (rolling ? 1 : 0);
    const Token& count = token_at(at);
    Unit unit{};
    const bool number = count.kind == Token::Kind::atom && is_number(count.text) && count_of(count) == 0;
    if (number && unit_at(at + 1, unit) > 0) {
        fail(count.at,
             {fmt::format("a whole number from 1 to {}", limits::units),
              fmt::format("1から{}までの整数", limits::units)},
             quote(count.text));
    }
    if (rolling && (count.kind == Token::Kind::parameter || count_of(count) > 0)) {
        const Token& missing = token_at(at + 1);
        fail(missing.at, {"a unit of time such as 'days'", "「days」のような時間の単位"}, found(missing));
    }
    const std::size_t length = unit_at(at_, unit);
    const Token& name = token_at(at_ + length);
    const bool digits = name.kind == Token::Kind::atom && name.text.front() >= '0' && name.text.front() <= '9';
    const bool quarter = unit == Unit::quarter || unit == Unit::fiscal_quarter;
    if (length > 0 && digits && (quarter || unit == Unit::fiscal_year)) {
        fail(name.at,
             quarter ? Phrase{"a quarter such as 2026-1", "「2026-1」のような四半期"}
                     : Phrase{"a year such as 2026", "「2026」のような年"},
             quote(name.text));
    }
}

Literal ValueParser::value() {
    Literal literal;
    literal.at = token().at;
    if (const std::size_t length = span_at(at_, literal.span); length > 0) {
        literal.kind = Literal::Kind::span;
        advance(length);
        return literal;
    }
    refuse_near_span();
    literal.span = {};
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
