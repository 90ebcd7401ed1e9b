// The room "query": one language for filters, segments, reports and rules, compiled to one SQL statement.
//
//   text --lexer--> tokens --parser--> tree (this file) --printer--> canonical text
//   tree --checker (vocabulary, literals, calendar)--> bound tree (bound.hpp) --compiler--> SQL and parameters
//   run.hpp executes it; functions.hpp holds the SQL functions that a connection gets for it
//
// Nothing here knows a record type: names, types and tables come from the descriptors. Query text comes from
// outside, so depth, length and number of parts are bounded (limits.hpp).
//
// The tree is plain data that says what was written, not what it means: names are not resolved and values have no
// type yet. Text, builder and JSON forms are all this one tree. Two trees are equal when they say the same,
// wherever it stood in the text.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kith::query {

/// Where something stands in the text; counts code points from 1. 0: not from a text. No part of equality.
struct Position {
    int line = 0;
    int column = 0;

    friend constexpr bool operator==(Position, Position) noexcept { return true; }
};

/// Units of time in a query. Fiscal ones follow the file's setting.
enum class Unit { second, minute, hour, day, week, month, quarter, year, fiscal_quarter, fiscal_year };

/// A time relative to now, or a period of the calendar by its name.
struct Span {
    enum class Direction {
        last,     ///< "last 30 days": up to now; "last week": the calendar week before this one
        current,  ///< "this week"
        next,     ///< "next 7 days": from now; "next week": the calendar week after this one
        ago,      ///< "2 weeks ago": a point
        ahead,    ///< "3 days from now": a point
        named,    ///< "fiscal year 2025", "quarter 2026-1"
    };
    Direction direction = Direction::last;
    std::int64_t count =
        0;  ///< 0: the whole calendar unit; else how many units, rolling; the year of a named one
    Unit unit = Unit::day;
    std::string parameter{};  ///< gives the count, if there is a name
    int part = 0;             ///< which quarter of its year a named one is; 0: the year itself

    /// True where it says how many units.
    [[nodiscard]] bool counted() const noexcept { return count > 0 || !parameter.empty(); }

    friend bool operator==(const Span&, const Span&) = default;
};

/// A value as written. Its type follows from what it is compared with.
struct Literal {
    enum class Kind {
        text,       ///< a word or a quoted text; dates, "today" and names are texts too
        number,     ///< digits, with `unit` a currency if there was one
        parameter,  ///< `text` is its name, without the colon
        span,
    };
    Kind kind = Kind::text;
    std::string text{};
    std::string unit{};  ///< ISO 4217 in capitals, or empty
    Span span{};
    Position at{};

    friend bool operator==(const Literal&, const Literal&) = default;
};

/// Names joined by dots: field, element, relation ... `organization.industry`, `field."shoe size"`.
struct Path {
    std::vector<std::string> steps{};
    Position at{};

    friend bool operator==(const Path&, const Path&) = default;
};

struct Node;
/// A list, because a vector may not be a member while its type is incomplete.
using Nodes = std::list<Node>;

/// How many values of a path are looked at as one.
enum class Function {
    none,
    count,
    sum,
    minimum,
    maximum,
    average,
    first,        ///< what the earliest of the rows has
    last,         ///< what the latest of the rows has
    anniversary,  ///< the day of a date in whatever year; takes no condition
    tile,         ///< the part that a record falls into when all of them are ordered by an operand
};

enum class Operator {
    equal,
    less,
    less_equal,
    greater,
    greater_equal,
    between,  ///< two values, both included
    in,       ///< one of the values
    contains,
    starts_with,
    ends_with,
    like,  ///< % any text, _ any character
    regex,
    sounds_like,
    similar_to,  ///< one value, and how similar it must be at least if there is a second
    matches,     ///< the words are all in it, as full text finds words
    under,       ///< the record, or one above it along its parents, is the value
    known,       ///< no values
    is,          ///< a choice or flag of an element by its word ("email is valid"), else like `equal`
    has_all,     ///< every one of the values is among the path's values
    has_any,     ///< one of the values is: `in`, as people say it of several
    exactly,     ///< the path's values are these and no others
    holds,       ///< no values: a flag that is set
};

/// Which rows a figure looks at, by their time: `count interaction within last 30 days`.
struct Window {
    Operator op = Operator::equal;  ///< equal (within), less, greater, greater_equal, between
    std::vector<Literal> values{};
    Position at{};

    friend bool operator==(const Window&, const Window&) = default;
};

/// What is compared: a path, or a figure over what a path leads to, under a condition of its own.
struct Operand {
    Function function = Function::none;
    Path path{};
    Nodes condition{};             ///< none or one; only with a function
    std::vector<Window> window{};  ///< none or one; only with a function
    // Of a tile, which has no path; its condition says among whom.
    int parts = 0;
    std::vector<Operand> of{};  ///< exactly one

    friend bool operator==(const Operand& a, const Operand& b);
};

/// A length of time: `14 days`, `:n days`.
struct Duration {
    std::int64_t count = 0;
    Unit unit = Unit::day;
    std::string parameter{};  ///< gives the count, if there is a name
    Position at{};

    friend bool operator==(const Duration&, const Duration&) = default;
};

/// How far from another time: `7 days after`, `30 days before`.
struct Distance {
    Duration length{};
    bool before = false;

    friend bool operator==(const Distance&, const Distance&) = default;
};

/// `[every] operand [not] operator values`. Several values at a path: one that fits is enough, unless `every`.
struct Comparison {
    bool every = false;
    Operand operand{};
    Operator op = Operator::equal;
    bool negated = false;  ///< `!=`, `not in`, `does not contain` ...: known, and not so; `is unknown`
    std::vector<Literal> values{};
    std::vector<Operand> other{};  ///< none, or one in place of a value: `value of PATH`
    /// None, or one: then `other` is a time, and `equal` asks whether the operand is no further from it on that side
    /// ("within 7 days after value of PATH"), an order whether it is further.
    std::vector<Distance> distance{};
    Position at{};  ///< of the operator

    /// True for the operators that can have a field in place of a value: equality and order.
    [[nodiscard]] bool op_takes_field() const noexcept {
        return op == Operator::equal || op == Operator::less || op == Operator::less_equal ||
               op == Operator::greater || op == Operator::greater_equal;
    }

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// `has PATH (condition)` and its kin: one related record for which all of the condition holds.
struct Related {
    enum class Quantity { some, none, every };
    Quantity quantity = Quantity::some;
    Path path{};
    Nodes condition{};  ///< none or one

    friend bool operator==(const Related& a, const Related& b);
};

/// `in list NAME`, `in segment NAME`.
struct Membership {
    enum class Of { list, segment };
    Of of = Of::list;
    Literal name{};

    friend bool operator==(const Membership&, const Membership&) = default;
};

/// `top 10 by OPERAND [among (condition)]`, `bottom 5 % by ...`: those with the highest or lowest values.
struct Rank {
    bool lowest = false;
    Literal number{};  ///< a number or a parameter
    bool percent = false;
    Operand by{};
    Nodes among{};  ///< none or one

    friend bool operator==(const Rank& a, const Rank& b);
};

/// Conditions joined by `and` (all) or `or`; two or more.
struct Junction {
    bool all = true;
    Nodes terms{};

    friend bool operator==(const Junction& a, const Junction& b);
};

/// `not condition`: plain negation, unknown values included.
struct Negation {
    Nodes term{};  ///< exactly one

    friend bool operator==(const Negation& a, const Negation& b);
};

/// `[addresses] within DISTANCE of (latitude, longitude)`, `[addresses] inside box (south, west, north, east)`.
struct Area {
    Path path{};  ///< to the addresses; no steps: the record's own
    bool box = false;
    std::vector<Literal> values{};  ///< in the order in which they are written
    std::string unit{};             ///< "km", "m" or "mi"; not of a box

    friend bool operator==(const Area&, const Area&) = default;
};

/// `matches "words"`: full text finds the record by them.
struct FullText {
    Literal words{};  ///< a text or a parameter

    friend bool operator==(const FullText&, const FullText&) = default;
};

/// `[contacts] subscribed to LIST`, `[contacts] consents to CHANNEL [for PURPOSE]`.
struct Permission {
    enum class To { list, channel };
    To to = To::list;
    Path path{};  ///< to the contacts; no steps: the record itself
    Literal name{};
    std::vector<Literal> purpose{};  ///< none or one; of a channel
    Position at{};                   ///< of the words

    friend bool operator==(const Permission&, const Permission&) = default;
};

/// What a field was, or when it became something else.
struct History {
    enum class Verb {
        was_ever,       ///< had the value `to`, in the window if there is one
        was_never,      ///< not that
        changed,        ///< got another value, from `from` and to `to` if they are given, in the window
        never_changed,  ///< not that
        unchanged,      ///< has been there and the same for `duration`
    };
    Verb verb = Verb::was_ever;
    Path path{};
    std::vector<Literal> from{};   ///< none or one
    std::vector<Literal> to{};     ///< none or one
    std::vector<Window> window{};  ///< none or one
    Duration duration{};
    Position at{};

    friend bool operator==(const History&, const History&) = default;
};

/// `in stage NAME [for more than DURATION]`.
struct Stay {
    enum class Length { any, more, less };
    Literal stage{};
    Length length = Length::any;
    Duration duration{};

    friend bool operator==(const Stay&, const Stay&) = default;
};

/// One kind of event, with a condition on it. Of a later one, how long after the one before it is at the latest.
struct Deed {
    Literal kind{};
    Nodes condition{};  ///< none or one
    Duration within{};

    friend bool operator==(const Deed& a, const Deed& b);
};

/// What a record did: `did visit then form within 1 day at least 2 times within last 30 days`.
struct Behaviour {
    enum class Verb {
        did,
        did_not,
        first,      ///< the first one ever lies in the window
        stopped,    ///< did it, and not for `duration`
        restarted,  ///< did it within `duration`, not for as long before that, and before that
    };
    Verb verb = Verb::did;
    std::vector<Deed> deeds{};  ///< one or more, one after the other
    Operator times =
        Operator::greater_equal;   ///< greater_equal (at least), less_equal (at most), equal (exactly)
    std::vector<Literal> count{};  ///< none or one
    std::vector<Window> window{};  ///< none or one
    Duration duration{};

    friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

/// A condition.
struct Node {
    std::variant<Comparison, Related, Membership, Junction, Negation, Area, History, Stay, Behaviour, Rank,
                 FullText, Permission>
        form{};
    Position at{};

    friend bool operator==(const Node&, const Node&) = default;
};

/// One key of `order by`.
struct OrderKey {
    Operand operand{};
    bool descending = false;

    friend bool operator==(const OrderKey&, const OrderKey&) = default;
};

/// A whole query. Everything may be absent: the empty query selects every record.
struct Query {
    Nodes condition{};  ///< none or one
    std::vector<OrderKey> order{};
    std::optional<Literal> limit{};   ///< a number or a parameter
    std::optional<Literal> offset{};  ///< the same

    friend bool operator==(const Query&, const Query&) = default;
};

inline bool operator==(const Operand& a, const Operand& b) {
    return a.function == b.function && a.path == b.path && a.condition == b.condition &&
           a.window == b.window && a.parts == b.parts && a.of == b.of;
}
inline bool operator==(const Rank& a, const Rank& b) {
    return a.lowest == b.lowest && a.number == b.number && a.percent == b.percent && a.by == b.by &&
           a.among == b.among;
}
inline bool operator==(const Related& a, const Related& b) {
    return a.quantity == b.quantity && a.path == b.path && a.condition == b.condition;
}
inline bool operator==(const Junction& a, const Junction& b) { return a.all == b.all && a.terms == b.terms; }
inline bool operator==(const Negation& a, const Negation& b) { return a.term == b.term; }
inline bool operator==(const Deed& a, const Deed& b) {
    return a.kind == b.kind && a.condition == b.condition && a.within == b.within;
}

}  // namespace kith::query
