// Values as written to values as compared: what `operator value` asks of a column of a given type.
#pragma once

#include "query/calendar.hpp"
#include "query/failure.hpp"
#include "query/resolver.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::query {

[[nodiscard]] inline store::OwnedCell cell(std::int64_t value) {
    return store::OwnedCell(store::Cell::of(value));
}
[[nodiscard]] inline store::OwnedCell cell(std::string_view text) {
    return store::OwnedCell(store::Cell::of(text));
}

/// Bounds of `op` for single values; `second` is the upper one of `between`.
[[nodiscard]] bound::Range closed(Operator op, store::OwnedCell first, store::OwnedCell second);

[[nodiscard]] inline bool is_equality(Operator op) noexcept {
    return op == Operator::equal || op == Operator::in || op == Operator::is;
}
[[nodiscard]] inline bool is_text_operator(Operator op) noexcept {
    return op == Operator::contains || op == Operator::starts_with || op == Operator::ends_with ||
           op == Operator::like || op == Operator::regex || op == Operator::sounds_like ||
           op == Operator::similar_to || op == Operator::matches;
}
[[nodiscard]] inline bool is_order(Operator op) noexcept {
    return op == Operator::less || op == Operator::less_equal || op == Operator::greater ||
           op == Operator::greater_equal || op == Operator::between;
}

/// The bounds of a range of times at the calendar's now.
[[nodiscard]] bound::Range range_at(const bound::WrittenTimes& written, Calendar& calendar);

/// Turns operators and literals into matches. Belongs to one check.
class Literals {
public:
    Literals(const Environment& environment, Resolver& resolver)
        : environment_(environment), resolver_(resolver), calendar_(environment.settings, environment.now) {}

    /// What `comparison`'s operator and values ask of the place's values. Throws `parse` for a value of the wrong type
    /// (naming both types), an unknown choice (with the nearest), an operator that the type does not have.
    [[nodiscard]] std::vector<bound::Match> matches(const bound::Place& place, const Comparison& comparison);

    /// The same for a figure of type `type`: ranges of numbers or times.
    [[nodiscard]] std::vector<bound::Range> ranges(const bound::Place& place, FieldType type,
                                                   const Comparison& comparison);

    /// A whole number for `limit` and `offset`.
    [[nodiscard]] std::int64_t amount(const Literal& literal);
    /// A number; `expected` says what it is for.
    [[nodiscard]] double real(const Literal& literal, const Phrase& expected);
    /// The same with what its parameter says. Throws `parse` where that is no count.
    [[nodiscard]] Duration resolved(const Duration& duration);
    /// So long before now, `times` over, in milliseconds.
    [[nodiscard]] std::int64_t ago(const Duration& duration, std::int64_t times = 1);
    /// Words to look for.
    [[nodiscard]] std::string words(const Literal& literal);
    /// A name, of a list or a segment.
    [[nodiscard]] std::string name(const Literal& literal);

    /// One match for each of the values, for `has all`.
    [[nodiscard]] std::vector<std::vector<bound::Match>> each(const bound::Place& place,
                                                              const Comparison& comparison);

    /// The rates by which amounts are compared with those of `unit`, or with fields (no unit); null when there are none.
    [[nodiscard]] std::shared_ptr<const records::DayRates> rates(const std::string& unit = {});

    /// Names of other records that were compared with, for warnings.
    std::vector<bound::Mention> mentions{};
    std::vector<bound::Exchanged> exchanges{};
    /// The day until which the rates hold that were asked for; empty: for ever, or none were.
    std::string next_rates{};
    /// Something that depends on now was read and is not in a range with what was written of it.
    bool other_times = false;
    /// False while what amounts once were is asked for: then the rates of today say nothing.
    bool converts = true;

private:
    /// A literal, or the value of its parameter.
    struct Given {
        Literal literal{};
        const Value* value = nullptr;
    };

    [[nodiscard]] std::vector<Given> given(const std::vector<Literal>& literals);
    [[nodiscard]] const Value& parameter(const std::string& name, Position at) const;
    /// The whole number that a parameter says, 1 to `most`.
    [[nodiscard]] std::int64_t count(const std::string& parameter, Position at, std::int64_t most) const;
    [[nodiscard]] std::vector<bound::Match> matches(const bound::Place& place, Operator op,
                                                    const std::vector<Given>& values, Position at);
    [[nodiscard]] std::vector<bound::Match> text(const bound::Place& place, Operator op,
                                                 const std::vector<Given>& values);
    /// `like`, `regex`, `sounds like`, `similar to`: bounded patterns over folded text.
    [[nodiscard]] std::vector<bound::Match> patterns(const bound::Place& place, Operator op,
                                                     const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> numbers(const bound::Place& place, FieldType type, Operator op,
                                                    const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> times(const bound::Place& place, Operator op,
                                                  const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> dates(const bound::Place& place, Operator op,
                                                  const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> anniversaries(const bound::Place& place, Operator op,
                                                          const std::vector<Given>& values, Position at);
    [[nodiscard]] std::vector<bound::Match> choices(const bound::Place& place, Operator op,
                                                    const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> custom_choices(const bound::Place& place, Operator op,
                                                           const std::vector<Given>& values);
    [[nodiscard]] std::vector<bound::Match> references(const bound::Place& place, Operator op,
                                                       const std::vector<Given>& values, Position at);

    /// A member of a JSON object: numbers compare as numbers, everything else as text.
    [[nodiscard]] std::vector<bound::Match> members(const bound::Place& place, Operator op,
                                                    const std::vector<Given>& values);

    /// `under`: any record of a tree by its top.
    [[nodiscard]] std::vector<bound::Match> under(const bound::Place& place, const std::vector<Given>& values,
                                                  Position at);

    [[nodiscard]] std::string text_of(const bound::Place& place, const Given& given);
    [[nodiscard]] bool flag_of(const bound::Place& place, const Given& given);
    /// A number or an amount of money as a cell, with the currency.
    [[nodiscard]] std::pair<store::OwnedCell, std::string> number_of(const bound::Place& place,
                                                                     FieldType type, const Given& given);
    [[nodiscard]] TimeStretch time_of(const bound::Place& place, const Given& given, bool as_day);
    [[nodiscard]] DayStretch days_of(const bound::Place& place, const Given& given, PartialDate* parts);
    /// The comparison forms of a text for a field: as the element that holds the field would store it, and folded.
    [[nodiscard]] bound::Equal text_forms(const bound::Place& place, const std::string& text);
    /// Why a value is no amount: out of range, too many decimals, no currency.
    [[noreturn]] void fail_amount(const bound::Place& place, const Given& given);
    [[noreturn]] void fail_type(const bound::Place& place, FieldType type, const Given& given);

    const Environment& environment_;
    Resolver& resolver_;
    Calendar calendar_;
};

}  // namespace kith::query
