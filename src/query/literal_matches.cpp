// What an operator and its values ask of a column: one function per kind of type.
#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/literals.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Match;
using bound::Place;
using store::OwnedCell;

namespace {

template <class T>
bool add_new(std::vector<T>& list, T value) {
    if (std::find(list.begin(), list.end(), value) != list.end()) return false;
    list.push_back(std::move(value));
    return true;
}

}  // namespace

bound::Range closed(Operator op, OwnedCell first, OwnedCell second) {
    bound::Range range;
    if (op == Operator::less || op == Operator::less_equal) {
        range.high = std::move(first);
        range.high_included = op == Operator::less_equal;
    } else {
        range.low = std::move(first);
        range.low_included = op != Operator::greater;
        if (op == Operator::between) range.high = std::move(second);
    }
    return range;
}

std::vector<Match> Literals::text(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    if (is_order(op)) {
        // digits are ordered as numbers, which texts are not: one that is meant stands in quotes
        const auto bound = [&](const Given& value) {
            const bool number = value.value != nullptr || value.literal.kind == Literal::Kind::number;
            if (number) fail_type(place, FieldType::text, value);
            return cell(text::fold(text_of(place, value)));
        };
        result.emplace_back(closed(op, bound(values.front()), bound(values.back())));
        return result;
    }
    const bool part = op == Operator::contains || op == Operator::starts_with || op == Operator::ends_with;
    if (is_text_operator(op) && !part) return patterns(place, op, values);
    bound::Equal equal;
    bound::TextMatch match;
    match.op = op;
    for (const Given& value : values) {
        const std::string written = text_of(place, value);
        bound::Equal forms = text_forms(place, written);
        if (!is_text_operator(op)) {
            equal.values.push_back(std::move(forms.values.front()));
            for (OwnedCell& form : forms.exact) equal.exact.push_back(std::move(form));
        } else {
            for (const OwnedCell& form : forms.values) add_new(match.needles, std::string(form.view().text));
        }
    }
    if (is_text_operator(op))
        result.emplace_back(std::move(match));
    else
        result.emplace_back(std::move(equal));
    return result;
}

std::vector<Match> Literals::numbers(const Place& place, FieldType type, Operator op,
                                     const std::vector<Given>& values) {
    std::vector<Match> result;
    if (is_order(op)) {
        auto first = number_of(place, type, values.front());
        auto second = number_of(place, type, values.back());
        if (first.second != second.second) {
            fail(values.back().literal.at,
                 {fmt::format("an amount in {}", first.second), fmt::format("{}の金額", first.second)},
                 quote(print(values.back().literal)));
        }
        bound::Range range = closed(op, std::move(first.first), std::move(second.first));
        range.unit = std::move(first.second);
        if (!range.unit.empty()) {
            range.rates = rates(range.unit);
            if (converts) exchanges.push_back({place, std::nullopt, range.unit});
        }
        result.emplace_back(std::move(range));
        return result;
    }
    for (const Given& value : values) {
        auto [number, unit] = number_of(place, type, value);
        const auto same =
            std::find_if(result.begin(), result.end(), [&, &currency = unit](const Match& match) {
                return std::get<bound::Equal>(match).unit == currency;
            });
        if (same == result.end()) {
            bound::Equal equal;
            equal.values.push_back(std::move(number));
            equal.unit = unit;
            if (!unit.empty()) {
                equal.rates = rates(unit);
                if (converts) exchanges.push_back({place, std::nullopt, unit});
            }
            result.emplace_back(std::move(equal));
        } else {
            std::get<bound::Equal>(*same).values.push_back(std::move(number));
        }
    }
    return result;
}

std::vector<Match> Literals::references(const Place& place, Operator op, const std::vector<Given>& values,
                                        Position at) {
    const RecordType* target = place.type;  // the place has become the record itself
    // A tag is called by its name alone: a number is a name there.
    const bool names_only = !place.hops.empty() && place.hops.back().kind == bound::Hop::Kind::tags;
    bound::Equal ids;
    std::vector<Given> names;
    for (const Given& value : values) {
        if (const auto* record = value.value != nullptr ? value.value->as<RecordRef>() : nullptr) {
            if (record->type != target->name) fail_type(place, FieldType::reference, value);
            ids.values.push_back(cell(record->id));
        } else if (!names_only && value.value != nullptr && value.value->as<std::int64_t>() != nullptr) {
            ids.values.push_back(cell(*value.value->as<std::int64_t>()));
        } else if (!names_only && value.value == nullptr && value.literal.kind == Literal::Kind::number &&
                   is_equality(op)) {
            const bool whole = value.literal.text.find('.') == std::string::npos;
            if (!whole || !value.literal.unit.empty()) fail_type(place, FieldType::reference, value);
            ids.values.push_back(number_of(place, FieldType::integer, value).first);
        } else {
            const bool word = value.value == nullptr
                                  ? value.literal.kind != Literal::Kind::span && value.literal.unit.empty()
                                  : value.value->as<std::int64_t>() != nullptr;
            if (!word) fail_type(place, FieldType::reference, value);
            names.push_back(value);
        }
    }
    std::vector<Match> result;
    if (!ids.values.empty()) result.emplace_back(std::move(ids));
    if (names.empty()) return result;
    auto naming = resolver_.naming(*target);
    if (!naming) fail_type(place, FieldType::integer, names.front());
    naming->written = place.written;
    auto called = std::make_shared<bound::Called>();
    called->matches = matches(*naming, op, names, at);
    called->place = std::move(*naming);
    if (is_equality(op)) {
        for (const Given& name : names) mentions.push_back({target, name.literal.text, name.literal.at});
    }
    result.emplace_back(std::shared_ptr<const bound::Called>(std::move(called)));
    return result;
}

std::vector<Match> Literals::under(const Place& place, const std::vector<Given>& values, Position at) {
    const RecordType& type = *place.type;
    const auto parent = std::find_if(type.fields.begin(), type.fields.end(), [&](const records::Field& field) {
        return field.type == FieldType::reference && field.target == type.name;
    });
    if (parent == type.fields.end()) {
        fail(at,
             {fmt::format("an operator for '{}': records of type {} have no parent", place.written, type.name),
              fmt::format("「{}」に使える演算子（「{}」には親がありません）", place.written, type.name)},
             quote(words_of(Operator::under)));
    }
    auto under = std::make_shared<bound::Under>();
    under->type = &type;
    under->parent = &*parent;
    under->top = references(place, Operator::equal, values, at);
    return {Match{std::shared_ptr<const bound::Under>(std::move(under))}};
}

std::vector<Match> Literals::members(const Place& place, Operator op, const std::vector<Given>& values) {
    const auto is_number = [](const Given& given) {
        if (given.value != nullptr)
            return given.value->as<std::int64_t>() != nullptr || given.value->as<double>() != nullptr;
        return given.literal.kind == Literal::Kind::number && given.literal.unit.empty();
    };
    if (is_text_operator(op)) return text(place, op, values);
    if (is_order(op))
        return is_number(values.front()) ? numbers(place, FieldType::real, op, values)
                                         : text(place, op, values);
    std::vector<Match> result;
    std::vector<Given> words;
    std::vector<Given> figures;
    for (const Given& value : values) (is_number(value) ? figures : words).push_back(value);
    if (!figures.empty()) result = numbers(place, FieldType::real, op, figures);
    if (words.empty()) return result;
    for (Match& match : text(place, op, words)) result.push_back(std::move(match));
    return result;
}

std::vector<Match> Literals::matches(const Place& place, Operator op, const std::vector<Given>& values,
                                     Position at) {
    const FieldType type = place.value_type();
    const bool custom =
        place.attribute->kind == Attribute::Kind::custom && place.attribute->part == Attribute::Part::whole;
    if (!has_operator(type, op)) {
        fail(at,
             {fmt::format("an operator for '{}', which is {}", place.written, words_of(type).en),
              fmt::format("「{}」（{}）に使える演算子", place.written, words_of(type).ja)},
             quote(words_of(op)));
    }
    if (values.empty()) return {};
    if (place.attribute->kind == Attribute::Kind::json) return members(place, op, values);
    switch (type) {
        case FieldType::text: return text(place, op, values);
        case FieldType::integer:
        case FieldType::real:
        case FieldType::money: return numbers(place, type, op, values);
        case FieldType::flag: {
            bound::Equal equal;
            for (const Given& value : values)
                equal.values.push_back(cell(std::int64_t{flag_of(place, value)}));
            return {Match{std::move(equal)}};
        }
        case FieldType::time: return times(place, op, values);
        case FieldType::date:
            if (place.attribute->part == Attribute::Part::anniversary)
                return anniversaries(place, op, values, at);
            return dates(place, op, values);
        case FieldType::choice:
            return custom ? custom_choices(place, op, values) : choices(place, op, values);
        case FieldType::choices:
            return custom && is_equality(op) ? custom_choices(place, op, values) : text(place, op, values);
        case FieldType::reference:
            return op == Operator::under ? under(place, values, at) : references(place, op, values, at);
    }
    return {};
}

std::vector<Match> Literals::matches(const Place& place, const Comparison& comparison) {
    if (comparison.op == Operator::known) return {Match{bound::Known{}}};
    if (comparison.op == Operator::holds) {
        if (place.value_type() != FieldType::flag) {
            fail(comparison.at,
                 {fmt::format("an operator after '{}'", place.written),
                  fmt::format("「{}」の後に演算子", place.written)},
                 {"none", "なし"});
        }
        bound::Equal equal;
        equal.values.push_back(cell(std::int64_t{1}));
        return {Match{std::move(equal)}};
    }
    return matches(place, comparison.op, given(comparison.values), comparison.at);
}

std::vector<std::vector<Match>> Literals::each(const Place& place, const Comparison& comparison) {
    std::vector<std::vector<Match>> result;
    for (const Given& value : given(comparison.values))
        result.push_back(matches(place, Operator::equal, {value}, comparison.at));
    return result;
}

std::vector<bound::Range> Literals::ranges(const Place& place, FieldType type, const Comparison& comparison) {
    std::vector<bound::Range> result;
    const auto values = given(comparison.values);
    if (is_text_operator(comparison.op) || comparison.op == Operator::holds ||
        comparison.op == Operator::has_all || comparison.op == Operator::exactly ||
        comparison.op == Operator::under) {
        fail(comparison.at, {"a comparison such as '>= 3'", "「>= 3」のような比較"},
             quote(words_of(comparison.op)));
    }
    if (values.empty()) return result;
    for (Match& match : type == FieldType::time ? times(place, comparison.op, values)
                                                : numbers(place, type, comparison.op, values)) {
        if (auto* range = std::get_if<bound::Range>(&match)) {
            result.push_back(std::move(*range));
            continue;
        }
        auto& equal = std::get<bound::Equal>(match);
        for (const OwnedCell& value : equal.values) {
            bound::Range range;
            range.low = value;
            range.high = value;
            range.unit = equal.unit;
            range.rates = equal.rates;
            result.push_back(std::move(range));
        }
    }
    return result;
}

}  // namespace kith::query
