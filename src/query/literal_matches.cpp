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

std::int64_t milliseconds(Time time) { return time.time_since_epoch().count(); }

template <class T>
bool add_new(std::vector<T>& list, T value) {
    if (std::find(list.begin(), list.end(), value) != list.end()) return false;
    list.push_back(std::move(value));
    return true;
}

/// Bounds of `op` for values that stretch from `start` to `end` (not included).
bound::Range half_open(Operator op, OwnedCell start, OwnedCell end) {
    bound::Range range;
    switch (op) {
        case Operator::less:
            range.high = std::move(start);
            range.high_included = false;
            break;
        case Operator::less_equal:
            range.high = std::move(end);
            range.high_included = false;
            break;
        case Operator::greater: range.low = std::move(end); break;
        case Operator::greater_equal: range.low = std::move(start); break;
        default:
            range.low = std::move(start);
            range.high = std::move(end);
            range.high_included = false;
            break;
    }
    return range;
}

/// Bounds of `op` for single values; `second` is the upper one of `between`.
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

bool is_equality(Operator op) { return op == Operator::equal || op == Operator::in || op == Operator::is; }
bool is_text_operator(Operator op) {
    return op == Operator::contains || op == Operator::starts_with || op == Operator::ends_with ||
           op == Operator::like;
}
bool is_order(Operator op) {
    return op == Operator::less || op == Operator::less_equal || op == Operator::greater ||
           op == Operator::greater_equal || op == Operator::between;
}

std::string iso(date::local_days day) {
    const date::year_month_day civil{day};
    return PartialDate{static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
                       static_cast<int>(static_cast<unsigned>(civil.day()))}
        .to_string();
}

}  // namespace

std::vector<Match> Literals::text(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    if (is_order(op)) {
        const auto bound = [&](const Given& value) { return cell(text::fold(text_of(place, value))); };
        result.emplace_back(closed(op, bound(values.front()), bound(values.back())));
        return result;
    }
    bound::Equal equal;
    bound::TextMatch match;
    match.op = op;
    for (const Given& value : values) {
        const std::string written = text_of(place, value);
        if (op == Operator::like) {
            if (written.size() > limits::pattern_bytes) {
                fail_limit(value.literal.at, {"bytes of a pattern", "パターンのバイト数"},
                           limits::pattern_bytes);
            }
            match.needles.push_back(text::fold(written));
            continue;
        }
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
            result.emplace_back(std::move(equal));
        } else {
            std::get<bound::Equal>(*same).values.push_back(std::move(number));
        }
    }
    return result;
}

std::vector<Match> Literals::times(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    if (op == Operator::between) {
        const TimeStretch from = time_of(place, values.front(), false);
        const TimeStretch to = time_of(place, values.back(), false);
        result.emplace_back(half_open(op, cell(milliseconds(from.start)), cell(milliseconds(to.end))));
        return result;
    }
    for (const Given& value : values) {
        const TimeStretch stretch = time_of(place, value, is_equality(op));
        result.emplace_back(half_open(op, cell(milliseconds(stretch.start)), cell(milliseconds(stretch.end))));
    }
    return result;
}

std::vector<Match> Literals::dates(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    const auto range = [&](std::optional<date::local_days> low, std::optional<date::local_days> high) {
        bound::DateRange days;
        if (low) days.low = iso(*low);
        if (high) {
            days.high = iso(*high);
            days.after_high = iso(*high + date::days{1});
        }
        result.emplace_back(std::move(days));
    };
    if (is_equality(op)) {
        for (const Given& value : values) {
            PartialDate parts;
            const DayStretch days = days_of(place, value, &parts);
            if (parts.empty())
                range(days.first, days.last);
            else
                result.emplace_back(bound::DateParts{parts});
        }
        return result;
    }
    const DayStretch days = days_of(place, values.front(), nullptr);
    switch (op) {
        case Operator::less: range(std::nullopt, days.first - date::days{1}); break;
        case Operator::less_equal: range(std::nullopt, days.last); break;
        case Operator::greater: range(days.last + date::days{1}, std::nullopt); break;
        case Operator::greater_equal: range(days.first, std::nullopt); break;
        default: range(days.first, days_of(place, values.back(), nullptr).last); break;
    }
    return result;
}

std::vector<Match> Literals::choices(const Place& place, Operator op, const std::vector<Given>& values) {
    const records::Field& field = *place.attribute->field;
    const auto find = [&](const Given& given) -> const records::Choice& {
        const std::string word =
            given.value == nullptr && given.literal.kind == Literal::Kind::span ? "" : text_of(place, given);
        const std::string folded = text::fold(word);
        std::vector<std::string> names;
        for (const records::Choice& choice : *field.choices) {
            if (text::fold(choice.name) == folded) return choice;
            names.emplace_back(choice.name);
            for (std::string_view labels = choice.label_ja; !labels.empty();) {
                const std::size_t bar = labels.find('|');
                if (text::fold(labels.substr(0, bar)) == folded) return choice;
                labels.remove_prefix(bar == std::string_view::npos ? labels.size() : bar + 1);
            }
        }
        const std::string all = fmt::format("{}", fmt::join(names, ", "));
        fail(given.literal.at,
             {fmt::format("one of {} for '{}'", all, place.written),
              fmt::format("「{}」には次のいずれか: {}", place.written, all)},
             quote(print(given.literal)), nearest_of(word, names));
    };
    std::vector<Match> result;
    if (is_order(op)) {
        result.emplace_back(closed(op, cell(find(values.front()).value), cell(find(values.back()).value)));
        return result;
    }
    bound::Equal equal;
    for (const Given& value : values) {
        const records::Choice& choice = find(value);
        if (is_unknown_choice(choice))
            result.emplace_back(bound::Unknown{});
        else
            equal.values.push_back(cell(choice.value));
    }
    if (!equal.values.empty()) result.emplace_back(std::move(equal));
    return result;
}

std::vector<Match> Literals::custom_choices(const Place& place, Operator op,
                                            const std::vector<Given>& values) {
    const kith::Field& field = *place.attribute->custom;
    std::vector<std::string> choices;
    for (const std::string& choice : field.choices) choices.push_back(text::fold(choice));
    std::vector<std::size_t> chosen;
    for (const Given& value : values) {
        const auto found = std::find(choices.begin(), choices.end(), text::fold(text_of(place, value)));
        chosen.push_back(static_cast<std::size_t>(found - choices.begin()));
        if (found == choices.end()) {
            const std::string all = fmt::format("{}", fmt::join(field.choices, ", "));
            fail(value.literal.at,
                 {fmt::format("one of {} for '{}'", all, place.written),
                  fmt::format("「{}」には次のいずれか: {}", place.written, all)},
                 quote(print(value.literal)), nearest_of(value.literal.text, field.choices));
        }
    }
    // The order of choices is that of their definition.
    const auto fits = [&](std::size_t i) {
        switch (op) {
            case Operator::less: return i < chosen.front();
            case Operator::less_equal: return i <= chosen.front();
            case Operator::greater: return i > chosen.front();
            case Operator::greater_equal: return i >= chosen.front();
            case Operator::between: return i >= chosen.front() && i <= chosen.back();
            default: return std::find(chosen.begin(), chosen.end(), i) != chosen.end();
        }
    };
    bound::Equal equal;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (fits(i)) equal.values.push_back(cell(choices[i]));
    }
    return {Match{std::move(equal)}};
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
            ids.values.push_back(number_of(place, FieldType::integer, value).first);
        } else {
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

std::vector<Match> Literals::matches(const Place& place, Operator op, const std::vector<Given>& values,
                                     Position at) {
    const FieldType type = place.value_type();
    const bool custom = place.attribute->kind == Attribute::Kind::custom;
    if (!has_operator(type, op)) {
        fail(at,
             {fmt::format("an operator for '{}', which is {}", place.written, words_of(type).en),
              fmt::format("「{}」（{}）に使える演算子", place.written, words_of(type).ja)},
             quote(words_of(op)));
    }
    if (values.empty()) return {};
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
        case FieldType::date: return dates(place, op, values);
        case FieldType::choice:
            return custom ? custom_choices(place, op, values) : choices(place, op, values);
        case FieldType::choices:
            return custom && is_equality(op) ? custom_choices(place, op, values) : text(place, op, values);
        case FieldType::reference: return references(place, op, values, at);
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
        comparison.op == Operator::has_all) {
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
            result.push_back(std::move(range));
        }
    }
    return result;
}

}  // namespace kith::query
