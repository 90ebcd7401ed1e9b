// Writing SQL from the bound tree: rows, ways between them, conditions. The compiler puts statements together.
//
// Values are bound parameters (?1, ?2 ...), never text of the statement. Conditions are written so that SQL's NULL does
// what the language says: a comparison with an unknown value is NULL, AND and OR keep it from becoming true, and
// `not` is IS NOT TRUE, so NULL counts as false and nothing else.
//
// Related rows are found with EXISTS, from this record outwards. Only where a value picks few rows (a tag, a list, an
// address, a record's name) is the set of owners made once, with IN: measured on 200,000 contacts, a tag 45 ms
// against 225, an e-mail address 0.01 ms against 124, also under `not`.
//
// EXISTS within EXISTS looks at as many rows as there are ways, so its cost is a power of the depth. From the third
// step on, the condition on a row is therefore asked of its whole table once, and the rows that fit are a set in a WITH
// clause: the cost of any nesting is at most that of two steps for each set. Sets also take apart what would be too
// deep for SQLite: its parser's stack (100 entries) and its expressions (1,000 levels, counted along all subselects that
// lie in one another, which limits::related_depth bounds).
#pragma once

#include "query/bound.hpp"
#include "query/money.hpp"
#include "query/planner.hpp"
#include "query/vocabulary.hpp"
#include "store/set_plan.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::query {

/// A piece of SQL that is a condition.
struct Fragment {
    std::string text{};
    int stack = 0;            ///< what of SQLite's parser stack reading it takes at its deepest
    int height = 10;          ///< of its expression, subselects included; 10 is more than any one match has
    bool two_valued = false;  ///< never NULL
    bool atom = false;        ///< needs no parentheses
    bool all = false;         ///< terms joined by AND: needs none between ORs
};

/// A row that conditions are about.
struct Row {
    std::string alias{};               ///< quoted
    const RecordType* type = nullptr;  ///< null: an element or a custom value
    const records::Element* element = nullptr;
    std::string copied_column{};  ///< a column of the record that also stands in the link to it ...
    std::string copied_alias{};   ///< ... under this alias, where an index orders by it
    std::string summary_alias{};  ///< of a contact's summary, where it is joined
};

/// The way from an outer row to other rows: tables, and what joins and filters them.
struct Chain {
    std::vector<std::string> tables{};      ///< `"email" AS "email"`, the nearest first
    std::vector<std::string> conditions{};  ///< without the link to the outer row
    std::string outer{};                    ///< the outer row's side of that link
    std::string near{};                     ///< the chain's side of it
    std::vector<std::string> preferred{};  ///< ORDER BY terms that put the primary row first, else the first one
    Row record{};                          ///< the last row that is no custom value
    Row last{};
    bool repeats = false;  ///< can reach one row twice
    int stack = 0;         ///< what its own conditions take of SQLite's parser stack beyond the usual
    int height = 0;        ///< of its own conditions, beyond the usual
    /// Elements belong to records of several types, and a reference may be missing: `near` is NULL for others.
    bool near_may_be_null = false;

    /// `outer = near` and the rest, joined by AND.
    [[nodiscard]] std::string where() const;
    [[nodiscard]] std::string from() const;
};

/// The SQL of one column and of its forms.
struct Column {
    std::string value{};
    std::string folded{};      ///< of a text, in comparison form
    std::string exact{};       ///< the exact column, if any
    std::string unit{};        ///< the currency, if any
    std::string known{};       ///< whether there is a value
    std::string shown{};       ///< what lists show, where that is not `value`
    bool indexed = false;      ///< `folded` is a column: ranges of it use an index
    bool check_known = false;  ///< comparisons do not become NULL by themselves when the value is unknown
};

/// The currency, as SQL, in which amounts count: of others none, or by rates.
struct Currency {
    std::string unit{};   ///< empty: all of them, as they are
    std::string rates{};  ///< a parameter for records::DayRates::text; empty: none
};

/// A parameter that is a bound of a range of times.
struct TimeBound {
    std::size_t parameter = 0;  ///< its place among the parameters
    bool high = false;
    std::shared_ptr<const bound::WrittenTimes> written{};
};

/// What reading `EXISTS (SELECT 1 FROM t WHERE` takes of SQLite's parser stack.
inline constexpr int subselect_stack = 8;

/// So many steps to several rows are written as EXISTS within EXISTS.
inline constexpr int nested_steps = 2;

/// A condition that needs no parentheses and is never NULL.
[[nodiscard]] Fragment atom(std::string text, int stack, int height = 10);

/// What a statement is asked for.
enum class Aim {
    everyone,  ///< the records that fit, among all
    few,       ///< which of a few given records fit: no set of all that have a value is made for them
    ways,      ///< who leads to given rows; the trash and what was merged away count
};

/// Builds conditions and expressions of one statement.
class SqlBuilder {
public:
    /// `types`: every record type there is.
    explicit SqlBuilder(Types types, Planning planning = {}, Aim aim = Aim::everyone)
        : types_(types), planning_(planning), aim_(aim) {}

    std::vector<store::OwnedCell> parameters{};
    store::SetPlans sets{};  ///< those of the parameters that stand for sets; complete when all else is
    std::vector<TimeBound> times{};  ///< those of the parameters that ranges of times gave

    /// A parameter for a value, "?7".
    [[nodiscard]] std::string bind(store::OwnedCell value);
    [[nodiscard]] std::string bind(std::string_view text) {
        return bind(store::OwnedCell(store::Cell::of(text)));
    }
    [[nodiscard]] std::string bind(std::int64_t value) {
        return bind(store::OwnedCell(store::Cell::of(value)));
    }

    /// A parameter for a set, to be read through kith_set or kith_value; the same one for the same set.
    [[nodiscard]] std::string bind_set(std::shared_ptr<const store::SetPlan> plan);

    /// A row of the main table of `type` under an alias of its own; `table` gets the text for FROM.
    [[nodiscard]] Row open(const RecordType& type, std::string& table);
    /// What leaves out the trash, merged records and what the type hides.
    [[nodiscard]] static std::vector<std::string> filters(const Row& row);
    [[nodiscard]] static std::string column(const Row& row, std::string_view name);

    [[nodiscard]] Fragment condition(const bound::Condition& condition, const Row& row);
    /// "WITH set_1 AS (...) ", to stand before the statement; empty when there are no sets. Complete when all else is.
    [[nodiscard]] std::string with() const;
    [[nodiscard]] Chain chain(const Row& from, const std::vector<bound::Hop>& hops);
    /// The column of a place's attribute in the last row of its way.
    [[nodiscard]] Column column(const bound::Attribute& attribute, const Row& row);
    /// `expression` in the last row of the place's way; of several rows the primary one, else the first.
    [[nodiscard]] Fragment scalar(const bound::Place& place, const Row& row,
                                  const std::function<std::string(const Row&)>& expression);
    /// The figure as a scalar subselect. `enough` > 0: counting may stop there.
    [[nodiscard]] Fragment figure(const bound::Figure& figure, const Row& row, const Currency& currency,
                                  std::int64_t enough);
    /// sql_money.cpp: the parameter for rates, the same one for the same.
    [[nodiscard]] std::string bind_rates(const std::shared_ptr<const records::DayRates>& rates);
    /// What is bound of a range's currency; bound once for each call.
    [[nodiscard]] Currency currency_of(const bound::Range& range);

private:
    // sql_compare.cpp
    /// The right side of a comparison of fields, in its form for comparing. `unit`: the left side's currency.
    Fragment right_side(const bound::Other& other, const Row& row, const std::string& unit);
    /// A field on the right side in a row, in its form for comparing.
    std::string right_value(const bound::Other& other, const Row& row, const std::string& unit);
    /// A side that is compared by days: a time as the day it lies on.
    std::string as_day(const bound::Other& other, const std::string& value, bool time);
    /// The left side, a field, in the currency of the right one, where there are rates and that is a field, too.
    Column left_side(const bound::Other& other, const Column& left, const Row& row);
    Fragment compared(const bound::Other& other, const Column& left, const Row& row, bool negated);
    /// The left side lies so far from the right one, or from one of several.
    Fragment apart(const bound::Other& other, const Column& left, const Row& row, bool negated);
    Fragment figure_compared(const bound::FigureTest& test, const Row& row);
    std::string anniversary(const bound::Anniversary& anniversary, const bound::Attribute& attribute,
                            const Row& row, bool negated);
    /// A part of a time in a zone, by the function kith_time_part.
    std::string time_part(const std::string& time, bound::Attribute::Part part, const std::string& zone);

    // sql_conditions.cpp
    Fragment test(const bound::Test& test, const Row& row);
    Fragment write(const bound::Everything&, const Row&);
    Fragment write(const bound::Test& test, const Row& row);
    Fragment write(const bound::Relate& relate, const Row& row);
    Fragment write(const bound::FigureTest& test, const Row& row);
    Fragment write(const bound::OnList& list, const Row& row);
    Fragment write(const bound::All& all, const Row& row);
    Fragment write(const bound::Any& any, const Row& row);
    Fragment write(const bound::Not& negation, const Row& row);
    Fragment write(const bound::Among& among, const Row& row);
    Fragment write(const bound::Rank& rank, const Row& row);

    // sql_rank.cpp
    /// Several rankings over one scan of the records that are ranked.
    struct Scan;
    /// The part of a tile into which a row falls.
    std::string tile(const bound::Figure& figure, const Row& row);
    Fragment write(const bound::Area& area, const Row& row);
    // sql_words.cpp
    Fragment write(const bound::FullText& text, const Row& row);
    std::string words_call(const bound::TextMatch& match, const Column& column, const std::string& words);
    std::string words_call(const records::Composite& composite, const Row& row, const std::string& words);
    // sql_history.cpp
    struct Steps;
    Fragment write(const bound::History& history, const Row& row);
    /// What the row itself was. `until`: when it was merged into another, as SQL; empty: it was not.
    Fragment was(const bound::History& history, const Row& row, const std::string& until);
    Fragment write(const bound::Stay& stay, const Row& row);
    Fragment write(const bound::Followed& followed, const Row& row);
    static std::string steps(const Steps& steps);
    Fragment held(const std::vector<bound::Match>& matches, const bound::History& history,
                  const std::string& value, const std::string& unit);
    /// The same with all forms of the value.
    Fragment held(const std::vector<bound::Match>& matches, const bound::Attribute& attribute,
                  const Column& column);
    /// That transaction x came after the one that made the record or, when the journal has that no more, after its time.
    static std::string later_than(const Row& row);
    // sql_element_history.cpp
    Fragment element_history(const bound::History& history, const Row& row);
    // sql_link_history.cpp
    Fragment link_history(const bound::History& history, const Row& row);

    // sql_conditions.cpp
    Fragment exists(const Chain& chain, const Fragment& inner, bool none);
    Fragment among(const Chain& chain, const Fragment& inner);
    /// sql_planned.cpp: what the planner would rather have; nothing where it has nothing to say.
    std::optional<Fragment> planned(const bound::Relate& relate, const Row& row);
    std::optional<Fragment> planned(const bound::FigureTest& test, const Row& row);
    /// The figure, where contact_summary has it.
    std::optional<Fragment> summarised(const bound::Figure& figure, const Row& row);
    /// The records that are in a set, or those that are not.
    Fragment in_plan(std::shared_ptr<const store::SetPlan> plan, const Row& row, bool within);
    /// Whether the set of owners is made, rather than each record asked.
    [[nodiscard]] bool from_far(const bound::Test& test) const;
    /// A condition on the rows at the end of a way of so many steps to several rows.
    Fragment inside(const bound::Condition& condition, Row row, int steps);
    /// `fragment`, a condition on `row`, as a set of its own: "row.id IN set_1".
    Fragment in_set(const Fragment& fragment, const Row& row);
    /// Adds a set and gives its name, quoted.
    std::string add_set(const std::string& select);

    // sql_matches.cpp
    Fragment fits(const bound::Test& test, const bound::Attribute& attribute, const Row& row);
    Fragment match(const bound::Match& match, const bound::Attribute& attribute, const Row& row, bool negated);
    /// The same for a column that the attribute's row does not have to have now.
    Fragment matched(const bound::Match& match, const bound::Attribute& attribute, const Column& column,
                     const Row& row, bool negated);
    std::string equal(const bound::Equal& equal, const Column& column);
    std::string range(const bound::Range& range, const Column& column, bool text);
    // sql_money.cpp
    static std::string converted(const std::string& value, const std::string& from, const Currency& to);
    std::string amounts(const bound::Equal& equal, const Column& column, bool negated);
    std::string amounts(const bound::Range& range, const Column& column, bool negated);
    std::string in_currency(const std::string& condition, const Column& column, const std::string& unit,
                            bool negated);
    std::string amounts(const std::function<std::string(const Column&)>& fits,
                        const std::vector<Minors>& wanted, const Column& column, const std::string& unit,
                        const std::shared_ptr<const records::DayRates>& rates, bool negated);
    std::string in_other(const std::string& currency, const std::vector<Minors>& fits, std::int64_t most,
                         const Column& column, bool negated);
    std::string pattern_call(const bound::TextMatch& match, const std::string& text,
                             const std::string& pattern);
    std::string text_match(const bound::TextMatch& match, const Column& column);
    std::string date_parts(const bound::DateParts& parts, const Column& column, bool negated);
    std::string date_range(const bound::DateRange& range, const Column& column, bool negated);
    std::string composite(const bound::Match& match, const records::Composite& composite, const Row& row);
    std::string under(const bound::Under& under, const Row& row);
    std::string one_of(const std::string& expression, const std::vector<store::OwnedCell>& values);

    std::string alias(std::string_view table);

    Types types_;
    Planning planning_;
    Aim aim_;
    Leaves driven_ = Leaves::many;        // what the other terms of the `and` that is written leave
    bool denied_ = false;                 // under `not`
    const Row* compared_from_ = nullptr;  // the row in which fields are looked up that a test compares with
    std::vector<std::string> sets_;
    std::vector<std::shared_ptr<Scan>> scans_;
    std::vector<std::pair<std::shared_ptr<const records::DayRates>, std::string>> rates_;  // their parameters
    int steps_ = 0;  // to several rows, from the statement's or set's own row to the one that is written about
    std::vector<std::pair<std::string, int>> aliases_;  // table and how often it was used
};

/// Conditions joined by AND or OR: balanced when they are many, the deepest first when they are deep, both for
/// SQLite's parser and its bound on the depth of expressions.
[[nodiscard]] Fragment join(std::vector<Fragment> terms, bool all);

/// "a OR b OR c", balanced when they are many.
[[nodiscard]] std::string any_of(const std::vector<std::string>& conditions);

/// `fragment` with parentheses where it stands beside others.
[[nodiscard]] std::string grouped(const Fragment& fragment);

/// The parts of a stored date as whole numbers, NULL where unknown.
[[nodiscard]] std::string date_part(const std::string& column, bound::Attribute::Part part);

}  // namespace kith::query
