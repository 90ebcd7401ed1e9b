// Queries put together in C++: the third form of the language, beside text and JSON, for programs that choose conditions
// while they run. What the words mean is in docs/query-language.md; every one of them is here.
//
//   namespace q = kith::q;
//   const auto lapsing = q::path("tag") == "vip" && q::has_no("interaction", q::path("at").within(q::last(90, q::days)));
//   db.count<kith::Contact>(lapsing);
//   db.query<kith::Contact>(q::select(lapsing).order_by(q::path("name")).limit(20));
//   db.segments().save("Lapsing", lapsing);
//
// A condition and a query stand wherever the text of a query does: they become their canonical text, which reads as
// the same tree and is made once. Nothing is looked up before that, so names that do not exist are told by the call that
// runs the query. Values are values: whatever is in a text, it is never part of the language. Objects are values too,
// cheap to copy and safe to read from any number of threads.
#pragma once

#include <kith/export.hpp>
#include <kith/money.hpp>
#include <kith/time.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {
struct Behaviour;
struct Distance;
struct History;
struct Literal;
struct Node;
struct Operand;
struct Query;
struct Window;
enum class Operator;
enum class Function;
}  // namespace kith::query

namespace kith::q {

/// Units of time. Fiscal ones follow the file's setting.
enum class Unit { second, minute, hour, day, week, month, quarter, year, fiscal_quarter, fiscal_year };
inline constexpr Unit seconds = Unit::second;
inline constexpr Unit minutes = Unit::minute;
inline constexpr Unit hours = Unit::hour;
inline constexpr Unit days = Unit::day;
inline constexpr Unit weeks = Unit::week;
inline constexpr Unit months = Unit::month;
inline constexpr Unit quarters = Unit::quarter;
inline constexpr Unit years = Unit::year;
inline constexpr Unit fiscal_quarters = Unit::fiscal_quarter;
inline constexpr Unit fiscal_years = Unit::fiscal_year;

/// A value to compare with: a text (a name, a choice, a date as people write it ...), a number, money, a date, a time, a
/// parameter, a relative time.
class KITH_API Value {
public:
    Value(const char* text) : Value(std::string_view(text)) {}
    Value(const std::string& text) : Value(std::string_view(text)) {}
    Value(std::string_view text);
    /// `true` or `false`, a constraint because everything becomes a bool.
    template <std::same_as<bool> Flag>
    Value(Flag flag) : Value(std::string_view(flag ? "true" : "false")) {}
    template <std::integral Number>
    requires(!std::same_as<Number, bool>) Value(Number number)
        : Value(whole(static_cast<std::int64_t>(number))) {}
    /// Throws `invalid_argument` for what is no number.
    Value(double number);
    /// An amount in a currency. Throws `invalid_argument` without one.
    Value(const Money& money);
    Value(const PartialDate& date);
    /// That millisecond.
    Value(Time time);

    // Made by the functions below.
    explicit Value(query::Literal literal);
    [[nodiscard]] const query::Literal& literal() const noexcept { return *literal_; }

private:
    static Value whole(std::int64_t number);

    std::shared_ptr<const query::Literal> literal_;
};

/// `:name`, given with the call that runs the query. Throws `invalid_argument` for what is no name.
[[nodiscard]] KITH_API Value parameter(std::string_view name);
/// `last 30 days`, `next 2 weeks`: rolling, from now. The count is 1 to 99,999 or a parameter, else `invalid_argument`.
[[nodiscard]] KITH_API Value last(const Value& count, Unit unit);
[[nodiscard]] KITH_API Value next(const Value& count, Unit unit);
/// `last week`, `this month`, `next fiscal year`: calendar units.
[[nodiscard]] KITH_API Value last(Unit unit);
[[nodiscard]] KITH_API Value current(Unit unit);
[[nodiscard]] KITH_API Value next(Unit unit);
/// `2 weeks ago`, `3 days from now`: points.
[[nodiscard]] KITH_API Value ago(const Value& count, Unit unit);
[[nodiscard]] KITH_API Value from_now(const Value& count, Unit unit);
/// `quarter 2026-1`, `fiscal quarter 2026-1`, `fiscal year 2025`: periods by their names. Years are 1 to 9999; a fiscal one
/// is called after the calendar year that it begins in, and may be a parameter. Else `invalid_argument`.
[[nodiscard]] KITH_API Value quarter(std::int64_t year, int part);
[[nodiscard]] KITH_API Value fiscal_quarter(std::int64_t year, int part);
[[nodiscard]] KITH_API Value fiscal_year(const Value& year);

/// A condition. The empty one holds for every record, and is left out where it is joined with others.
class KITH_API Condition {
public:
    Condition() = default;

    [[nodiscard]] bool empty() const noexcept { return parts_ == nullptr; }
    /// The canonical text; lives as long as a copy of this condition.
    [[nodiscard]] std::string_view text() const;
    operator std::string_view() const { return text(); }

    // Made by the functions below.
    explicit Condition(query::Node node);
    /// Null when it is empty.
    [[nodiscard]] const query::Node* node() const noexcept;

private:
    struct Parts;
    std::shared_ptr<const Parts> parts_{};
};

/// `a and b`, `a or b`, `not a`: plain negation, unknown values included. Not of an empty condition: `invalid_argument`.
[[nodiscard]] KITH_API Condition operator&&(const Condition& a, const Condition& b);
[[nodiscard]] KITH_API Condition operator||(const Condition& a, const Condition& b);
[[nodiscard]] KITH_API Condition operator!(const Condition& condition);
/// Many at once.
[[nodiscard]] KITH_API Condition all_of(const std::vector<Condition>& conditions);
[[nodiscard]] KITH_API Condition any_of(const std::vector<Condition>& conditions);

/// Which of the related rows a figure looks at, by their time; when something was or was done.
class KITH_API Window {
public:
    /// All of them.
    Window() = default;

    // Made by the functions below.
    explicit Window(query::Window window);
    /// Null: all of them.
    [[nodiscard]] const query::Window* window() const noexcept { return window_.get(); }

private:
    std::shared_ptr<const query::Window> window_{};
};
[[nodiscard]] KITH_API Window within(const Value& period);
[[nodiscard]] KITH_API Window since(const Value& time);
[[nodiscard]] KITH_API Window before(const Value& time);
[[nodiscard]] KITH_API Window after(const Value& time);
[[nodiscard]] KITH_API Window until(const Value& time);
[[nodiscard]] KITH_API Window between(const Value& from, const Value& to);

/// What is compared: a path or a figure. Every test of it is a condition.
class KITH_API Operand {
public:
    /// The same, whose tests are those that are negative: known, and not so.
    ///     q::path("notes").negated().contains("secret")        notes does not contain secret
    [[nodiscard]] Operand negated() const;

    [[nodiscard]] Condition is(const Value& value) const;
    [[nodiscard]] Condition in(const std::vector<Value>& values) const;
    [[nodiscard]] Condition exactly(const std::vector<Value>& values) const;
    [[nodiscard]] Condition has_all(const std::vector<Value>& values) const;
    [[nodiscard]] Condition has_any(const std::vector<Value>& values) const;
    [[nodiscard]] Condition between(const Value& low, const Value& high) const;
    [[nodiscard]] Condition contains(const Value& text) const;
    [[nodiscard]] Condition starts_with(const Value& text) const;
    [[nodiscard]] Condition ends_with(const Value& text) const;
    [[nodiscard]] Condition like(const Value& pattern) const;
    [[nodiscard]] Condition regex(const Value& pattern) const;
    /// The words are all in it, as full text finds words.
    [[nodiscard]] Condition matches(const Value& words) const;
    [[nodiscard]] Condition sounds_like(const Value& words) const;
    [[nodiscard]] Condition similar_to(const Value& text) const;
    [[nodiscard]] Condition similar_to(const Value& text, const Value& by) const;
    [[nodiscard]] Condition under(const Value& record) const;
    [[nodiscard]] Condition known() const;
    [[nodiscard]] Condition unknown() const;
    /// Of a flag.
    [[nodiscard]] Condition is_set() const;
    /// Of times: `=`, `>=`, `<`, `>`, `<=` under the names that people give them.
    [[nodiscard]] Condition within(const Value& period) const;
    [[nodiscard]] Condition since(const Value& time) const;
    [[nodiscard]] Condition before(const Value& time) const;
    [[nodiscard]] Condition after(const Value& time) const;
    [[nodiscard]] Condition until(const Value& time) const;
    /// Of times and dates: no further than so much after, before, another one that the same record has (`within 7 days
    /// after value of PATH`), and further than that. The count is 1 to 99,999 or a parameter, else `invalid_argument`.
    ///     q::has("interaction", q::path("at").within_after(7, q::days, q::path("contact.deal.closed_at")))
    [[nodiscard]] Condition within_after(const Value& count, Unit unit, const Operand& time) const;
    [[nodiscard]] Condition within_before(const Value& count, Unit unit, const Operand& time) const;
    [[nodiscard]] Condition more_than_after(const Value& count, Unit unit, const Operand& time) const;
    [[nodiscard]] Condition more_than_before(const Value& count, Unit unit, const Operand& time) const;
    /// What the field of a path was, at some moment of the window; what it is now counts as much. Figures have no history:
    /// `invalid_argument`.
    [[nodiscard]] Condition was_ever(const Value& value, const Window& window = {}) const;
    [[nodiscard]] Condition was_never(const Value& value, const Window& window = {}) const;
    /// It got another value in the window, from and to these ones.
    [[nodiscard]] Condition changed(const Window& window = {}) const;
    [[nodiscard]] Condition changed_from(const Value& from, const Window& window = {}) const;
    [[nodiscard]] Condition changed_to(const Value& to, const Window& window = {}) const;
    [[nodiscard]] Condition changed(const Value& from, const Value& to, const Window& window = {}) const;
    [[nodiscard]] Condition never_changed(const Window& window = {}) const;
    /// It has been the same for so long; the count is 1 to 99,999 or a parameter, else `invalid_argument`.
    [[nodiscard]] Condition unchanged_for(const Value& count, Unit unit) const;

    // Made by the functions below; the operators use the rest.
    explicit Operand(query::Operand operand, bool every = false);
    /// What is compared or ranked by. Throws `invalid_argument` for `every` and `negated`, which say how.
    [[nodiscard]] const query::Operand& operand() const;
    [[nodiscard]] Condition compared(query::Operator op, const std::vector<Value>& values,
                                     bool not_so = false) const;
    [[nodiscard]] Condition compared(query::Operator op, const Operand& other, bool not_so = false) const;

private:
    [[nodiscard]] Condition apart(query::Operator op, query::Distance distance, const Operand& time) const;
    [[nodiscard]] Condition in_history(query::History history, const Window& window) const;

    std::shared_ptr<const query::Operand> operand_;
    bool every_ = false;
    bool negated_ = false;
};

/// A path: names joined by dots; a name that has dots itself stands in quotes, `field."a.b"`. Throws `parse` for a name
/// that is empty and `limit` for too many.
[[nodiscard]] KITH_API Operand path(std::string_view path);
/// Each value of a path, instead of one of them: `every email ends with ...`.
[[nodiscard]] KITH_API Operand every(std::string_view path);

/// Figures over related rows for which the condition holds and that lie in the window.
[[nodiscard]] KITH_API Operand count(std::string_view path, const Condition& where = {},
                                     const Window& window = {});
[[nodiscard]] KITH_API Operand sum(std::string_view path, const Condition& where = {},
                                   const Window& window = {});
[[nodiscard]] KITH_API Operand min(std::string_view path, const Condition& where = {},
                                   const Window& window = {});
[[nodiscard]] KITH_API Operand max(std::string_view path, const Condition& where = {},
                                   const Window& window = {});
[[nodiscard]] KITH_API Operand avg(std::string_view path, const Condition& where = {},
                                   const Window& window = {});
/// What the first or last of them has.
[[nodiscard]] KITH_API Operand first_of(std::string_view path, const Condition& where = {},
                                        const Window& window = {});
[[nodiscard]] KITH_API Operand last_of(std::string_view path, const Condition& where = {},
                                       const Window& window = {});
/// The day of a date in whatever year.
[[nodiscard]] KITH_API Operand anniversary_of(std::string_view path);
/// The part, 1 to `parts`, into which a record falls when everyone (or those among whom it is asked) is ordered by an
/// operand: `q::tile(5, q::path("recency")) == 5`. Throws `invalid_argument` unless there are 2 to 1000 parts.
[[nodiscard]] KITH_API Operand tile(int parts, const Operand& by, const Condition& among = {});

// Comparisons, with a value or with another operand of the same record (`value of`).
[[nodiscard]] KITH_API Condition operator==(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator!=(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator<(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator<=(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator>(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator>=(const Operand& a, const Value& b);
[[nodiscard]] KITH_API Condition operator==(const Operand& a, const Operand& b);
[[nodiscard]] KITH_API Condition operator!=(const Operand& a, const Operand& b);
[[nodiscard]] KITH_API Condition operator<(const Operand& a, const Operand& b);
[[nodiscard]] KITH_API Condition operator<=(const Operand& a, const Operand& b);
[[nodiscard]] KITH_API Condition operator>(const Operand& a, const Operand& b);
[[nodiscard]] KITH_API Condition operator>=(const Operand& a, const Operand& b);

/// One related record for which all of the condition holds; none; each of them.
[[nodiscard]] KITH_API Condition has(std::string_view path, const Condition& where = {});
[[nodiscard]] KITH_API Condition has_no(std::string_view path, const Condition& where = {});
[[nodiscard]] KITH_API Condition every(std::string_view path, const Condition& where);

[[nodiscard]] KITH_API Condition in_list(const Value& name);
[[nodiscard]] KITH_API Condition in_segment(const Value& name);

/// Full text finds the record by these words.
[[nodiscard]] KITH_API Condition matches(const Value& words);
/// The contact, or one that `path` leads to, is on the list and has not opted out of the purpose of that name.
[[nodiscard]] KITH_API Condition subscribed_to(const Value& list, std::string_view path = {});
/// The contact, or one that `path` leads to, may be approached by a channel for a purpose (Privacy::consents); without
/// one, said yes for some purpose and no for none.
[[nodiscard]] KITH_API Condition consents_to(const Value& channel, const std::optional<Value>& purpose = {},
                                             std::string_view path = {});

/// One of the record's addresses, or of those that `path` leads to, lies within so many kilometres of a point in degrees.
[[nodiscard]] KITH_API Condition within_km(const Value& kilometres, const Value& latitude,
                                           const Value& longitude, std::string_view path = {});
/// One of them lies between these degrees; with `west` greater than `east`, over the line where the days meet.
[[nodiscard]] KITH_API Condition inside_box(const Value& south, const Value& west, const Value& north,
                                            const Value& east, std::string_view path = {});

/// One of so many with the highest or lowest values, of everyone or of those among whom it is asked.
///     q::top(100, q::sum("deal.amount", q::path("status") == "won"))
/// `number` is one of records, or in percent, or a parameter; else `invalid_argument`.
[[nodiscard]] KITH_API Condition top(const Value& number, const Operand& by, const Condition& among = {});
[[nodiscard]] KITH_API Condition bottom(const Value& number, const Operand& by, const Condition& among = {});
[[nodiscard]] KITH_API Condition top_percent(const Value& number, const Operand& by,
                                             const Condition& among = {});
[[nodiscard]] KITH_API Condition bottom_percent(const Value& number, const Operand& by,
                                                const Condition& among = {});

/// The record's stage is called so; and it has been in it for longer, for less time. The count is 1 to 99,999 or a
/// parameter, else `invalid_argument`.
[[nodiscard]] KITH_API Condition in_stage(const Value& stage);
[[nodiscard]] KITH_API Condition in_stage_for_more_than(const Value& stage, const Value& count, Unit unit);
[[nodiscard]] KITH_API Condition in_stage_for_less_than(const Value& stage, const Value& count, Unit unit);

/// What somebody did: a condition, to which more can be said.
///     q::did("visit", q::path("page").starts_with("/pricing")).at_least(3).during(q::within(q::last(30, q::days)))
///     q::did("visit").then("form", 1, q::days)                 both, the form at most a day later
class KITH_API Deeds : public Condition {
public:
    /// The same, followed by another event at most so much later. Throws `limit` for a sequence that is too long,
    /// `invalid_argument` unless the count is 1 to 99,999 or a parameter.
    [[nodiscard]] Deeds then(std::string_view kind, const Value& count, Unit unit,
                             const Condition& where = {}) const;
    /// The same, so many times (a whole number or a parameter, else `invalid_argument`) instead of once or more.
    [[nodiscard]] Deeds at_least(const Value& times) const;
    [[nodiscard]] Deeds at_most(const Value& times) const;
    [[nodiscard]] Deeds exactly(const Value& times) const;
    /// The same, by the time of the first of the events.
    [[nodiscard]] Deeds during(const Window& window) const;

    // Made by the functions below.
    explicit Deeds(query::Behaviour behaviour);

private:
    [[nodiscard]] Deeds so_often(query::Operator op, const Value& times) const;
    [[nodiscard]] const query::Behaviour& behaviour() const;
};
/// There is, or is not, an event of this kind for which the condition holds. A word that is no kind is an own one.
[[nodiscard]] KITH_API Deeds did(std::string_view kind, const Condition& where = {});
[[nodiscard]] KITH_API Deeds did_not(std::string_view kind, const Condition& where = {});
/// The first one ever lies in the window, which is not empty: else `invalid_argument`.
[[nodiscard]] KITH_API Condition first_did(std::string_view kind, const Window& window,
                                           const Condition& where = {});
/// Did it once, and not for so long. Throws `invalid_argument` unless the count is 1 to 99,999 or a parameter.
[[nodiscard]] KITH_API Condition stopped(std::string_view kind, const Value& count, Unit unit,
                                         const Condition& where = {});
/// Did it again within that time, after not doing it for as long.
[[nodiscard]] KITH_API Condition restarted(std::string_view kind, const Value& count, Unit unit,
                                           const Condition& where = {});

/// A condition in its text: `q::parsed("did open at least 3 times within last 30 days")`. Throws `parse`, and
/// `invalid_argument` for what is no single condition.
[[nodiscard]] KITH_API Condition parsed(std::string_view condition);

/// A query: a condition, an order, a limit.
class KITH_API Query {
public:
    /// Every record, until more is said.
    Query() = default;
    Query(const Condition& condition);

    /// The same ordered by this too, behind what it is ordered by already.
    [[nodiscard]] Query order_by(const Operand& key) const;
    [[nodiscard]] Query order_by_descending(const Operand& key) const;
    /// The same, of at most so many records (a whole number or a parameter); after so many others.
    [[nodiscard]] Query limit(const Value& records) const;
    [[nodiscard]] Query limit(const Value& records, const Value& offset) const;

    /// The canonical text; lives as long as a copy of this query.
    [[nodiscard]] std::string_view text() const;
    operator std::string_view() const { return text(); }

    [[nodiscard]] const query::Query& tree() const;

private:
    struct Parts;
    explicit Query(query::Query tree);
    [[nodiscard]] Query with_key(const Operand& key, bool descending) const;
    std::shared_ptr<const Parts> parts_{};
};

/// A query to be ordered and limited. Without a condition: of every record.
[[nodiscard]] inline Query select(const Condition& condition = {}) { return {condition}; }

}  // namespace kith::q
