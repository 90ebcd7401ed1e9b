// Fields compared with fields: `amount > value of budget`, `expected_close > closed_at`.
#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/lexer.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "query/words.hpp"

#include <fmt/format.h>

#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Other;
using bound::Place;

namespace {

bool orders(Operator op) {
    return op == Operator::less || op == Operator::less_equal || op == Operator::greater ||
           op == Operator::greater_equal;
}

/// What is compared, without a unit or a way to it.
struct Side {
    FieldType type{};
    const Attribute* attribute = nullptr;  ///< null: a figure
    const RecordType* record = nullptr;    ///< of a reference
    bool figure = false;

    [[nodiscard]] bool number() const { return type == FieldType::integer || type == FieldType::real; }
    [[nodiscard]] bool day() const { return type == FieldType::time || type == FieldType::date; }
    [[nodiscard]] bool anniversary() const {
        return attribute != nullptr && attribute->part == Attribute::Part::anniversary;
    }
    [[nodiscard]] bool custom_text() const {
        return attribute != nullptr && attribute->kind == Attribute::Kind::custom &&
               (type == FieldType::choice || type == FieldType::choices);
    }
    [[nodiscard]] bool text() const {
        return (type == FieldType::text && attribute != nullptr &&
                attribute->kind != Attribute::Kind::composite) ||
               custom_text();
    }
    /// The choices of a choice, null for others.
    [[nodiscard]] const void* choices() const {
        if (type != FieldType::choice || attribute == nullptr || attribute->kind != Attribute::Kind::field)
            return nullptr;
        if (attribute->part == Attribute::Part::weekday) return &bound::weekdays();
        return attribute->field->choices;
    }
};

/// How the two compare; nothing when they do not.
std::optional<Other::By> way(const Side& a, const Side& b, Operator op) {
    if (a.anniversary() || b.anniversary()) return std::nullopt;
    if (a.text() && b.text()) {
        // choices of a custom field have their own order, texts another
        const bool ordered = a.type == FieldType::text && b.type == FieldType::text;
        return orders(op) && !ordered ? std::nullopt : std::optional(Other::By::folded);
    }
    if (a.number() && b.number()) return Other::By::value;
    if (a.day() && b.day())
        return a.type == FieldType::time && b.type == FieldType::time ? Other::By::value : Other::By::days;
    if (a.type != b.type) return std::nullopt;
    switch (a.type) {
        case FieldType::money: return a.figure && b.figure ? std::nullopt : std::optional(Other::By::value);
        case FieldType::flag: return orders(op) ? std::nullopt : std::optional(Other::By::value);
        case FieldType::choice:
            return a.choices() == nullptr || a.choices() != b.choices() ? std::nullopt
                                                                        : std::optional(Other::By::value);
        case FieldType::reference:
            return orders(op) || a.record == nullptr || a.record != b.record
                       ? std::nullopt
                       : std::optional(Other::By::value);
        default: return std::nullopt;
    }
}

Side side_of(const Place& place) {
    return {place.value_type(), place.attribute ? &*place.attribute : nullptr, place.type, false};
}

}  // namespace

Other TestChecker::other(const Place& left, FieldType type, bool figure, const Comparison& comparison,
                         const Operand& right, const Scope& scope) {
    auto output = std::make_shared<bound::Output>(operand(right, scope));
    Side b;
    if (auto* place = std::get_if<Place>(&output->what)) {
        resolver_.complete(*place);
        b = side_of(*place);
        // of several times any may be the one that something is near to
        if (place->many() && (comparison.distance.empty() || !b.day())) {
            fail(right.path.at,
                 {"a field that has one value, or a figure such as max or last",
                  "値が一つの項目、または max や last などの集計"},
                 quote(place->written));
        }
        if (!place->hops.empty()) relates(1, right.path.at);
    } else {
        const auto& of = std::get<bound::Figure>(output->what);
        b.type = of.value_type();
        b.figure = true;
        relates(1, right.path.at);
    }
    Side a = side_of(left);
    if (figure) a = {type, nullptr, nullptr, true};
    if (!comparison.op_takes_field()) {
        fail(comparison.at, {"a comparison such as '=' or '>='", "「=」「>=」のような比較"},
             quote(words_of(comparison.op)));
    }
    const auto by =
        comparison.distance.empty() || (a.day() && b.day()) ? way(a, b, comparison.op) : std::nullopt;
    if (!by && a.figure && b.figure && a.type == FieldType::money && b.type == a.type) {
        fail(right.path.at, {"a field that has a currency on one side", "片方は通貨のある項目"},
             {"two sums of money", "金額の集計どうし"});
    }
    if (!by && orders(comparison.op) && way(a, b, Operator::equal)) {
        const std::string name = print(right);
        fail(comparison.at,
             {fmt::format("'=' or '!=' between '{}' and '{}'", left.written, name),
              fmt::format("「{}」と「{}」の間には「=」「!=」", left.written, name)},
             quote(words_of(comparison.op)));
    }
    if (!by && !comparison.distance.empty()) {
        const bool left_is_none = !a.day() || a.anniversary();
        const std::string name = print(left_is_none ? comparison.operand : right);
        const Phrase found = words_of(left_is_none ? a.type : b.type);
        fail(left_is_none ? comparison.at : right.path.at,
             {"times or dates on both sides of 'after' and 'before'", "「after」「before」の両側に日時か日付"},
             {fmt::format("'{}', which is {}", name, found.en), fmt::format("「{}」（{}）", name, found.ja)});
    }
    if (!by) {
        const Phrase wanted = words_of(a.type);
        const Phrase found = words_of(b.type);
        const std::string name = print(right);
        fail(right.path.at,
             {fmt::format("{} to compare with '{}'", wanted.en, left.written),
              fmt::format("「{}」と比べられる{}", left.written, wanted.ja)},
             {fmt::format("'{}', which is {}", name, found.en), fmt::format("「{}」（{}）", name, found.ja)});
    }
    Other result;
    result.op = comparison.op;
    result.by = *by;
    result.money = a.type == FieldType::money;
    if (result.money) {
        // a figure is made in the other side's currency; else the left side is converted
        result.rates = literals_.rates();
        const auto* place = std::get_if<Place>(&output->what);
        const Place& other_side = place != nullptr ? *place : std::get<bound::Figure>(output->what).place;
        if (place != nullptr)
            literals_.exchanges.push_back({left, other_side, {}});
        else
            literals_.exchanges.push_back({other_side, left, {}});
    }
    result.left_time = a.type == FieldType::time;
    result.right_time = b.type == FieldType::time;
    if (*by == Other::By::days || !comparison.distance.empty()) result.zone = environment_.settings.time_zone;
    if (!comparison.distance.empty()) result.distance = distance(comparison.distance.front(), *by);
    result.right = std::move(output);
    return result;
}

Distance TestChecker::distance(const Distance& written, Other::By by) {
    Distance result = written;
    result.length = literals_.resolved(written.length);
    const Unit unit = written.length.unit;
    const bool part_of_day = unit == Unit::second || unit == Unit::minute || unit == Unit::hour;
    if (part_of_day && by == Other::By::days) {
        fail(written.length.at,
             {"a length of days or longer: one of the two is a date", "日以上の長さ（一方は日付のため）"},
             quote(name_of(unit)));
    }
    return result;
}

std::optional<Operand> TestChecker::field_named(const Comparison& comparison, FieldType type,
                                                const Scope& scope) {
    const bool single = comparison.values.size() == 1 && comparison.op_takes_field();
    if (!single || type == FieldType::text || type == FieldType::reference || type == FieldType::choices)
        return std::nullopt;
    const Literal& literal = comparison.values.front();
    if (literal.kind != Literal::Kind::text || !is_atom(literal.text)) return std::nullopt;
    try {
        Operand field = parse_operand(literal.text);
        field.path.at = literal.at;
        if (field.function != Function::none || !resolver_.resolve(field.path, scope).attribute)
            return std::nullopt;
        return field;
    } catch (const Error&) {
        return std::nullopt;  // then the value is what was wrong
    }
}

}  // namespace kith::query
