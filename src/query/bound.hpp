// The bound tree: a query whose names, types and units are resolved. The checker makes it, the compiler reads it.
//
// A Place is a way from a record to a value: hops from rows to rows, then a column. A Test says which values of a
// place fit. Nothing here is SQL, and nothing needs the query's text any more but for messages.
#pragma once

#include "query/ast.hpp"
#include "records/record_type.hpp"
#include "store/cell.hpp"

#include <kith/records/field.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kith::records {
class DayRates;
}  // namespace kith::records

namespace kith::query::bound {

struct Pick;

/// A step from rows of one table to rows of another.
struct Hop {
    enum class Kind {
        element,          ///< the rows of `element` that belong to the record
        reference,        ///< the record that `field` refers to
        relation,         ///< the records at the other end of `relation`
        referrer,         ///< the records of type `to` whose `field` refers to this one
        tags,             ///< the record's tags
        custom,           ///< the record's values of the custom field
        value_reference,  ///< from a custom value: the record it refers to
        either,           ///< the records of type `to` whose `field` or `second` refers to this one
        link_rows,        ///< the rows of `element`, of records of type `owner`, that link them to this one
        lists,            ///< the lists that the record is on
        members,          ///< the records of type `to` that have this tag or are on this list
        pick,             ///< of the records that `picked` leads to, its first or last
    };
    Kind kind = Kind::element;
    const RecordType* from = nullptr;  ///< the type of the record it starts from; null: an element or a value
    const RecordType* to = nullptr;    ///< the type of the records reached; null: elements or values
    const records::Element* element = nullptr;
    const records::Field* field = nullptr;
    const records::Field* second = nullptr;
    const RecordType* owner = nullptr;
    const records::Relation* relation = nullptr;
    std::shared_ptr<const kith::Field> custom{};
    std::shared_ptr<const Pick> picked{};

    /// True when it can lead to several rows.
    [[nodiscard]] bool many() const noexcept;
    friend bool operator==(const Hop& a, const Hop& b) noexcept {
        return a.kind == b.kind && a.to == b.to && a.element == b.element && a.field == b.field &&
               a.second == b.second && a.relation == b.relation && a.custom == b.custom &&
               a.picked == b.picked;
    }
};

/// What is looked at in a row.
struct Attribute {
    enum class Kind {
        field,      ///< a column
        composite,  ///< several columns that people read as one, a name
        record,     ///< the row itself: by id, or by what it is called
        custom,     ///< a custom value
        json,       ///< a member of the JSON object in a column
    };
    /// Of a date, or of a time in `zone`.
    enum class Part { whole, year, quarter, month, day, weekday, hour, minute, anniversary };
    Kind kind = Kind::field;
    const records::Field* field = nullptr;
    const records::Composite* composite = nullptr;
    std::shared_ptr<const kith::Field> custom{};
    Part part = Part::whole;
    std::string zone{};  ///< an IANA name, empty for UTC; with a part of a time
    std::string json{};  ///< SQLite's path of the member, `$."utm"."source"`

    friend bool operator==(const Attribute& a, const Attribute& b) noexcept {
        return a.kind == b.kind && a.field == b.field && a.composite == b.composite && a.custom == b.custom &&
               a.part == b.part && a.json == b.json;
    }
};

/// The way to a value or, without an attribute, to rows.
struct Place {
    std::vector<Hop> hops{};
    std::optional<Attribute> attribute{};
    const RecordType* type = nullptr;           ///< of the last row; null: an element or a value
    const records::Element* element = nullptr;  ///< of the last row, when it is one
    const RecordType* element_owner = nullptr;  ///< the record type that has `element`
    std::string written{};                      ///< the path as text, for messages
    Position at{};

    /// The type of what is compared.
    [[nodiscard]] FieldType value_type() const noexcept;
    /// True when there can be several values.
    [[nodiscard]] bool many() const noexcept;
};

struct Condition;
using Conditions = std::list<Condition>;

// What fits. Each is asked of one value.

/// There is a value; there is none.
struct Known {};
struct Unknown {};
/// The value is one of `values` (texts in comparison form). `exact`: values of the field's exact column, which
/// decide where that is known. `unit`: the currency of the values; amounts in another one are compared by `rates`, where
/// there are none that lead to it not at all.
struct Equal {
    std::vector<store::OwnedCell> values{};
    std::vector<store::OwnedCell> exact{};
    std::string unit{};
    std::shared_ptr<const records::DayRates> rates{};
};
/// What was written of a range of times. Its bounds at another time are asked of the calendar of then.
struct WrittenTimes {
    Operator op = Operator::equal;
    std::vector<Literal> values{};
};
/// The value lies between; a missing bound is open.
struct Range {
    std::optional<store::OwnedCell> low{};
    std::optional<store::OwnedCell> high{};
    bool low_included = true;
    bool high_included = true;
    std::string unit{};  ///< as of Equal
    std::shared_ptr<const records::DayRates> rates{};
    std::shared_ptr<const WrittenTimes> written{};  ///< of times; null: the bounds are the same at any time
};
/// The text has one of `needles` in it, at its start, at its end, is like it ... as `op` says.
struct TextMatch {
    /// How full text reads what `matches` looks through.
    enum class Read {
        prose,
        title,
        name,   ///< also by any piece of a word
        point,  ///< an address or a number: by any piece
        names,  ///< the forms of a name
    };
    Operator op = Operator::contains;
    std::vector<std::string> needles{};  ///< of `matches` as written, else folded
    double least = 0;                    ///< of similar_to; 0: the usual
    Read read = Read::prose;
};
/// A value of the same row, or a figure over rows related to it, compares so.
struct Output;
struct Other {
    enum class By {
        value,
        folded,  ///< texts in comparison form
        days,    ///< dates, and times by the day they lie on: by all days that they can mean
    };
    Operator op = Operator::equal;  ///< equal, or an order
    By by = By::value;
    bool left_time = false;  ///< by days: the left side is a time
    bool right_time = false;
    bool money = false;  ///< in one currency, or by the rates
    std::shared_ptr<const records::DayRates> rates{};
    std::string zone{};
    /// None, or one: the left side is no further than so much (`equal`), or further, on that side of the right one.
    std::optional<Distance> distance{};
    std::shared_ptr<const Output> right{};
};
/// Month and day lie in one of these ranges of "--MM-DD", both included.
struct Anniversary {
    std::vector<std::pair<std::string, std::string>> ranges{};
};
/// The date has these parts.
struct DateParts {
    PartialDate date{};
};
/// Every day that the date can mean lies between, as ISO days, both included.
struct DateRange {
    std::optional<std::string> low{};
    std::optional<std::string> high{};
    std::string after_high{};  ///< the day after `high`
};
/// The record is called so: `place` has the attribute by which records of its type are called, and this fits it.
struct Called;
/// The record, or one that is reached from it along `parent`, fits one of `top`.
struct Under;

using Match = std::variant<Known, Unknown, Equal, Range, TextMatch, Other, Anniversary, DateParts, DateRange,
                           std::shared_ptr<const Called>, std::shared_ptr<const Under>>;

struct Called {
    Place place{};
    std::vector<Match> matches{};
};

struct Under {
    const RecordType* type = nullptr;
    const records::Field* parent = nullptr;  ///< the field of `type` that refers to its own type
    std::vector<Match> top{};
};

/// A value of the place fits (with `every`: each of them) one of `matches`; negated: is known and fits none.
struct Test {
    Place place{};
    bool every = false;
    bool negated = false;
    std::vector<Match> matches{};

    /// True when it compares with fields of the row that it is asked of.
    [[nodiscard]] bool compares_fields() const noexcept {
        return matches.size() == 1 && std::holds_alternative<Other>(matches.front());
    }
};

/// Related rows for which the condition holds.
struct Relate {
    Related::Quantity quantity = Related::Quantity::some;
    Place place{};
    Conditions condition{};  ///< none or one
};

/// By what records are ranked among one another. Those that have no value are not.
struct Ranking {
    const RecordType* type = nullptr;
    std::shared_ptr<const Output> by{};
    Conditions among{};  ///< none or one: on the records that are ranked at all
};
/// The record is one of those with the highest (lowest) values; of equal ones, those with lower ids.
struct Rank {
    std::shared_ptr<const Ranking> ranking{};
    bool lowest = false;
    std::int64_t most = 0;  ///< so many ...
    double percent = 0;     ///< ... or, above 0, this part of them, rounded up
};

/// A figure over related rows that lies in one of `ranges` (negated: in none). A tile is the record's own: its part when
/// all are ranked.
struct Figure {
    Function function = Function::count;
    Place place{};           ///< with the attribute that is summed up; none for count and tile
    Conditions condition{};  ///< none or one
    std::shared_ptr<const Ranking> ranking{};  ///< of a tile
    int parts = 0;                             ///< of a tile

    /// The type of its values. Money is minor units.
    [[nodiscard]] FieldType value_type() const noexcept {
        return function == Function::count || function == Function::tile ? FieldType::integer
                                                                         : place.value_type();
    }
};
struct FigureTest {
    Figure figure{};
    bool negated = false;
    bool known = false;  ///< asks only whether there is a figure
    std::vector<Range> ranges{};
    std::optional<Other> other{};  ///< in place of ranges
};

/// What the first or last of the rows is: the one of them with that time (then id).
struct Pick {
    std::vector<Hop> hops{};
    bool last = false;
    const records::Field* when = nullptr;  ///< rows without it are left out
    Conditions condition{};                ///< none or one
};

/// The record is on the manual list of this name (in comparison form), or on the one of this id.
struct OnList {
    std::string folded{};
    std::int64_t id = 0;  ///< 0: by name
};

/// One of the record's addresses lies within the box (degrees; west > east: over the line where the days meet) and, of
/// a circle, no further from its centre.
struct Area {
    const records::Element* element = nullptr;  ///< the addresses
    double south = 0;
    double west = 0;
    double north = 0;
    double east = 0;
    std::optional<double> metres{};
    double latitude = 0;
    double longitude = 0;
};

/// Full text has the record among those that fit this question to its index.
struct FullText {
    std::string match{};
    std::int64_t phrases =
        0;  ///< how many lists of the index it reads, those of short beginnings many times over
    /// How the index is made, and in which region: made otherwise it may answer otherwise, which live segments tell by the
    /// statement.
    std::string index{};
};

struct All {
    Conditions terms{};
};
struct Any {
    Conditions terms{};
};
struct Not {
    Conditions term{};  ///< exactly one
};
/// Every record.
struct Everything {};

struct Query;
/// The record is among those that an ordered and limited query gives (a segment with `limit`).
struct Among {
    std::shared_ptr<const Query> query{};
};

/// What a column of the row held at other times, from its transitions or from the journal; or which tags, lists or custom
/// values the row had.
struct History {
    Attribute attribute{};  ///< a field of the row's type, or of `element`; of a link what is compared of it
    const records::Element* element =
        nullptr;                ///< of the row, one of which it is asked of; null: the row itself
    std::optional<Hop> link{};  ///< tags, lists or custom: the step to what comes and goes; nothing: a column
    std::string region{};       ///< by which values of elements are read
    bool changed = false;       ///< it changed; else: it was one of `to`
    std::optional<std::vector<Match>> from{};  ///< nothing: from whatever value
    std::optional<std::vector<Match>> to{};
    std::optional<std::int64_t> start{};  ///< milliseconds, included; nothing: since there is the record
    std::optional<std::int64_t> end{};    ///< milliseconds, not included; nothing: until now
    std::int64_t first = 1;               ///< the first transaction that the journal has
    bool merged = false;                  ///< what was merged into the record has a part in it, until it was
};

/// The row has had its present value of a tracked field for as long as `since`, the time of its last step to it, says.
struct Stay {
    const records::Field* field = nullptr;
    Range since{};
};

/// The record that the row belongs to did something else afterwards: a row of the same type for which the condition holds,
/// later than this one and at most so much later.
struct Followed {
    const RecordType* type = nullptr;
    const records::Field* who = nullptr;   ///< the reference that both share
    const records::Field* when = nullptr;  ///< the time of both
    Conditions condition{};                ///< exactly one
    Duration within{};
    std::string zone{};
};

struct Condition {
    std::variant<Everything, Test, Relate, FigureTest, OnList, All, Any, Not, Among, Area, History, Stay,
                 Followed, Rank, FullText>
        form{};
};

/// A column of a result or a key of an order: a place or a figure.
struct Output {
    std::variant<Place, Figure> what{};
};

struct OrderBy {
    Output output{};
    bool descending = false;
};

/// A name that the file may not have, for a warning.
struct Mention {
    const RecordType* type = nullptr;  ///< what is called so: a tag, a list, a user ...
    std::string name{};
    Position at{};
};

/// Amounts that are compared with others, of one currency or of whichever a field has: for a warning where no rate leads
/// from one to the other.
struct Exchanged {
    Place from{};
    std::optional<Place> to{};
    std::string unit{};
};

/// True where the condition is not.
[[nodiscard]] inline Condition negated(Condition condition) {
    Not result;
    result.term.push_back(std::move(condition));
    return {std::move(result)};
}
/// Monday (1) to Sunday (7), as choices.
[[nodiscard]] const std::vector<records::Choice>& weekdays();
/// When a record was made: of every type.
[[nodiscard]] const records::Field& created_field();

struct Query {
    const RecordType* type = nullptr;
    Condition condition{};
    std::vector<OrderBy> order{};
    std::optional<std::int64_t> limit{};
    std::optional<std::int64_t> offset{};
    bool summaries = false;  ///< contact_summary says what the file's rows say
    std::vector<Mention> mentions{};
    std::vector<Exchanged> exchanges{};
    std::string next_rates{};  ///< the day from which amounts compare by other rates, empty: none
    bool other_times = false;  ///< more of it depends on now than ranges with what was written of them
    std::vector<std::string> warnings{};
};

}  // namespace kith::query::bound
