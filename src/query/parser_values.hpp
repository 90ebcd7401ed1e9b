// The part of the parser that walks tokens and reads values: words, numbers, parameters, relative times.
#pragma once

#include "query/failure.hpp"
#include "query/lexer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::query {

/// A cursor over tokens.
class ValueParser {
protected:
    explicit ValueParser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] const Token& token() const { return tokens_[at_]; }
    /// The token `ahead` places further; the end token beyond the end.
    [[nodiscard]] const Token& after(std::size_t ahead = 1) const {
        return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead : tokens_.size() - 1];
    }
    [[nodiscard]] bool at_end() const { return token().kind == Token::Kind::end; }
    void advance(std::size_t steps = 1) {
        at_ = at_ + steps < tokens_.size() ? at_ + steps : tokens_.size() - 1;
    }
    /// Where the cursor stands, to come back to.
    [[nodiscard]] std::size_t mark() const { return at_; }
    void rewind(std::size_t mark) { at_ = mark; }
    bool accept(std::string_view word);
    bool accept_symbol(std::string_view symbol);
    void expect_word(std::string_view word);
    void expect_symbol(std::string_view symbol);
    /// A token for a message; without one the current.
    [[nodiscard]] static Phrase found(const Token& token);
    [[nodiscard]] Phrase found() const { return found(token()); }

    /// One value. Throws `parse`.
    Literal value();
    /// ( value, value, ... ) with at least one.
    std::vector<Literal> value_list();
    /// A length of time, `14 days`. Throws `parse`.
    Duration duration();
    /// Of how many tokens a length of time is that stands so many places further; 0: there is none.
    [[nodiscard]] std::size_t duration_at(std::size_t ahead = 0) const;
    /// True at a word that is a period by itself: "today", "this week", "last 30 days", "2 weeks ago".
    [[nodiscard]] bool at_period() const;

private:
    /// Reads how many units at `index`, digits or a parameter; false: neither.
    bool count_at(std::size_t index, std::int64_t& count, std::string& parameter) const;
    /// Reads a period by its name, "fiscal year 2025", at `index` and says how many tokens it takes; 0: there is none.
    std::size_t named_at(std::size_t index, Span& span) const;
    /// Reads a relative time at `index` and says how many tokens it takes; 0: there is none.
    std::size_t span_at(std::size_t index, Span& span) const;
    /// Says what is wrong at the cursor with what was to be a relative time: "-3 days", "last 1.5 weeks", "quarter 2026-5".
    void refuse_near_span() const;
    /// Reads a date in words at the cursor, "15 Jan 2026", into `text` and says how many tokens it takes; 0: none.
    std::size_t date_at(std::string& text) const;
    std::size_t unit_at(std::size_t index, Unit& unit) const;
    [[nodiscard]] const Token& token_at(std::size_t index) const {
        return tokens_[index < tokens_.size() ? index : tokens_.size() - 1];
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace kith::query
