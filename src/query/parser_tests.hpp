// The part of the parser that reads tests: operands, paths, windows, operators and what stands behind them.
#pragma once

#include "query/parser_values.hpp"

#include <optional>

namespace kith::query {

/// Reads what a test is made of; conditions in parentheses are whoever's reads the whole.
class TestParser : protected ValueParser {
public:
    virtual ~TestParser() = default;

protected:
    using ValueParser::ValueParser;

    /// A whole condition at the cursor.
    virtual Nodes condition() = 0;
    /// The condition in parentheses, none when they are absent or (if allowed) empty.
    virtual Nodes parenthesised(bool may_be_absent) = 0;

    /// A path or a figure. `alone`: no operator follows, as in `order by`, so a window is always the figure's own.
    Operand operand(bool alone);
    /// True at `top 10 by` and `bottom 5 % by`.
    [[nodiscard]] bool at_rank() const;
    /// The rank at the cursor.
    Rank rank();
    /// Steps joined by dots. A step in quotes may hold anything: field."shoe size".
    Path path();
    /// The operator at the cursor and its values.
    void read_operator(Comparison& c);

    /// True at "within 25 km of" and at "inside box (".
    [[nodiscard]] bool at_area() const;
    /// The area at the cursor, without its path.
    Area area();

    // parser_words.cpp
    /// True where `matches` and a text or a parameter stand, so many places further.
    [[nodiscard]] bool at_matches(std::size_t ahead) const;
    /// True at `matches "words"`, where no field is called so.
    [[nodiscard]] bool at_full_text();
    [[nodiscard]] FullText full_text();
    /// True at `subscribed to NAME` and `consents to CHANNEL`.
    [[nodiscard]] bool at_permission() const;
    /// The permission at the cursor, without its path.
    Permission permission();

    /// True at `within 7 days after` and `more than 30 days before`, which another time follows.
    [[nodiscard]] bool at_distance() const;
    /// At a word that begins a window of time, what it means.
    [[nodiscard]] std::optional<Operator> window_operator() const;
    /// True at a symbol such as "=".
    static bool is_operator_symbol(const Token& token);
    [[nodiscard]] bool at_tail() const { return token().word("order") || token().word("limit"); }

private:
    [[nodiscard]] bool at_reserved() const;
    /// True at the name of a function that is one here: "last" is, before a path.
    [[nodiscard]] bool at_function(Function function) const;
    /// True at `quintile(`, `decile(` and `tile 4 (`.
    [[nodiscard]] bool at_tile() const;
    Operand tile();
    /// True where an operator begins.
    [[nodiscard]] bool at_operator() const;
    /// Reads `within last 30 days` and its kin into `operand`; the cursor stays when it is the comparison itself.
    void window(Operand& operand, bool alone);
    static void add_step(Path& path, std::string_view step, Position at);
    void is(Comparison& c);
    /// Operators that are words; false when the cursor is at none of them.
    bool word_operator(Comparison& c);
    /// "more than 2 weeks ago" is before that point, "less than 2 weeks ago" within the last two weeks; the same
    /// ahead of now.
    void age(Comparison& c);
    /// The distance at the cursor and the time that it is from.
    void distance(Comparison& c);
    /// "similar to" at the cursor.
    void similar(Comparison& c);
    void one_value(Comparison& c, Operator op);
    /// A value, or `value of` another operand.
    void value_or_field(Comparison& c, Operator op);
};

}  // namespace kith::query
