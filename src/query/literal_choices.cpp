// What an operator and its values ask of choices, those of custom fields too.
#include "query/failure.hpp"
#include "query/literals.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Match;
using bound::Place;

std::vector<Match> Literals::choices(const Place& place, Operator op, const std::vector<Given>& values) {
    const auto& choices = place.attribute->part == Attribute::Part::weekday
                              ? bound::weekdays()
                              : *place.attribute->field->choices;
    const auto find = [&](const Given& given) -> const records::Choice& {
        const std::string word = text_of(place, given);
        const std::string folded = text::fold(word);
        std::vector<std::string> names;
        for (const records::Choice& choice : choices) {
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

}  // namespace kith::query
