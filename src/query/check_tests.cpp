#include "query/check_tests.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "query/vocabulary.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Condition;
using bound::Place;

namespace {

/// `email is valid`, `user is active`: a word that is a choice or the name of a flag of the rows chooses the field.
/// True when it chose a flag.
bool choose_field(Place& place, const Comparison& comparison) {
    const bool words = !comparison.values.empty() && comparison.values.front().kind == Literal::Kind::text;
    if (place.attribute || place.hops.empty() || !words) return false;
    const std::string word = text::fold(comparison.values.front().text);
    const auto& fields = place.element != nullptr ? place.element->fields : place.type->fields;
    const auto has_word = [&](const records::Field& field) {
        if (field.type == FieldType::flag) return text::fold(field.name) == word;
        return field.choices != nullptr &&
               std::any_of(field.choices->begin(), field.choices->end(), [&](const auto& choice) {
                   return text::fold(choice.name) == word ||
                          text::fold(choice.label_ja.substr(0, choice.label_ja.find('|'))) == word;
               });
    };
    const auto found = std::find_if(fields.begin(), fields.end(), has_word);
    if (found == fields.end()) return false;
    place.attribute.emplace();
    place.attribute->field = &*found;
    return found->type == FieldType::flag;
}

Condition negation(Condition condition) {
    bound::Not result;
    result.term.push_back(std::move(condition));
    return {std::move(result)};
}

}  // namespace

Place TestChecker::rows(const Path& path, const Scope& scope) {
    Place place = resolver_.resolve(path, scope);
    if (!resolver_.to_rows(place)) {
        fail(path.at,
             {"related records, such as an interaction, an e-mail or an owner",
              "やりとり、メール、担当者などの関連レコード"},
             quote(place.written));
    }
    return place;
}

void TestChecker::relates(std::size_t count, Position at) {
    related_ += count;
    if (related_ > limits::related)
        fail_limit(at, {"conditions on related records in one query", "関連レコードについての条件の数"},
                   limits::related);
}

void TestChecker::warn(std::string warning) {
    if (std::find(warnings_.begin(), warnings_.end(), warning) == warnings_.end())
        warnings_.push_back(std::move(warning));
}

bound::Output TestChecker::operand(const Operand& operand, const Scope& scope) {
    switch (operand.function) {
        case Function::none: return {resolver_.resolve(operand.path, scope)};
        case Function::first:
        case Function::last: return {picked(operand, scope)};
        case Function::anniversary: return {anniversary(operand, scope)};
        case Function::tile: return {tile(operand, scope)};
        default: return {figure(operand, scope)};
    }
}

Condition TestChecker::test(const Comparison& comparison, const Scope& scope) {
    bound::Output left = operand(comparison.operand, scope);
    if (auto* figure = std::get_if<bound::Figure>(&left.what))
        return figure_test(comparison, scope, std::move(*figure));
    return place_test(comparison, scope, std::move(std::get<Place>(left.what)));
}

Condition TestChecker::place_test(const Comparison& comparison, const Scope& scope, Place place) {
    const bool flag = comparison.op == Operator::is && choose_field(place, comparison);
    resolver_.complete(place);
    if (comparison.op == Operator::has_all) return all_of(comparison, place);
    if (comparison.op == Operator::exactly) return exactly(comparison, place);
    if (!place.hops.empty()) relates(1, comparison.operand.path.at);
    bound::Test test;
    if (flag)
        test.matches.emplace_back(bound::Equal{{store::OwnedCell(store::Cell::of(std::int64_t{1}))}, {}, {}});
    else
        test.matches = matches(place, comparison, scope);
    // "every" is about rows, one or many: it holds where there is none
    test.every = comparison.every && (place.many() || !place.hops.empty());
    // "is unknown" asks for the absence of a value, not for a value that is not known
    const bool unknown = comparison.op == Operator::known && comparison.negated;
    test.negated = comparison.negated && !unknown;
    if (test.negated && !test.every && place.many()) warn_negative(place);
    test.place = std::move(place);
    Condition result{std::move(test)};
    return unknown ? negation(std::move(result)) : result;
}

std::vector<bound::Match> TestChecker::matches(const Place& place, const Comparison& comparison,
                                               const Scope& scope) {
    const FieldType type = place.value_type();
    if (!comparison.other.empty())
        return {bound::Match{other(place, type, false, comparison, comparison.other.front(), scope)}};
    if (comparison.op == Operator::has_any) {
        Comparison in = comparison;
        in.op = Operator::in;
        return literals_.matches(place, in);
    }
    if (type == FieldType::text) warn_of_field(place, comparison, scope);
    try {
        return literals_.matches(place, comparison);
    } catch (const Error& error) {
        // `expected_close > closed_at`: what is no value of the type may be the name of a field
        if (error.code() != Code::parse) throw;
        const auto field = field_named(comparison, type, scope);
        if (!field) throw;
        return {bound::Match{other(place, type, false, comparison, *field, scope)}};
    }
}

/// `has all`: for each of the values, one that fits.
Condition TestChecker::all_of(const Comparison& comparison, const Place& place) {
    bound::All all;
    if (!place.hops.empty()) relates(comparison.values.size(), comparison.operand.path.at);
    for (auto& matches : literals_.each(place, comparison))
        all.terms.push_back({bound::Test{place, false, false, std::move(matches)}});
    return {std::move(all)};
}

/// `exactly`: all of the values, and every one fits one of them. `not exactly`: there are values, and not these.
Condition TestChecker::exactly(const Comparison& comparison, const Place& place) {
    if (comparison.every) {
        fail(comparison.at, {"'exactly' without 'every'", "「every」のない「exactly」"}, quote("every"));
    }
    Condition result = all_of(comparison, place);
    Comparison in = comparison;
    in.op = Operator::in;
    if (!place.hops.empty()) relates(1, comparison.operand.path.at);
    bound::Test others{place, place.many() || !place.hops.empty(), false, literals_.matches(place, in)};
    auto& terms = std::get<bound::All>(result.form).terms;
    terms.push_back({std::move(others)});
    if (!comparison.negated) return result;
    bound::All negated;
    negated.terms.push_back({bound::Test{place, false, false, {bound::Match{bound::Known{}}}}});
    negated.terms.push_back(negation(std::move(result)));
    return {std::move(negated)};
}

void TestChecker::warn_negative(const Place& place) {
    warn(fmt::format(
        "'{}' can have several values, and a negative condition holds when one of them differs: to ask "
        "that none fits, write 'not' before the positive condition",
        place.written));
}

void TestChecker::warn_of_field(const Place& place, const Comparison& comparison, const Scope& scope) {
    if (comparison.values.size() != 1 || comparison.values.front().kind != Literal::Kind::text) return;
    if (scope.element == nullptr && scope.type == nullptr) return;
    const std::string& word = comparison.values.front().text;
    const Vocabulary& vocabulary =
        scope.element != nullptr ? Vocabulary::of(environment_.types, *scope.element_owner, *scope.element)
                                 : Vocabulary::of(environment_.types, *scope.type);
    const auto meanings = vocabulary.find(word);
    const bool field = meanings.size() == 1 && meanings.front()->rank <= 2 && meanings.front()->attribute &&
                       meanings.front()->attribute->kind == bound::Attribute::Kind::field &&
                       meanings.front()->attribute->field->type == FieldType::text;
    if (!field) return;
    warn(fmt::format("'{}' is compared with the text '{}': to compare it with the field, write 'value of {}'",
                     place.written, word, word));
}

bound::Test TestChecker::time_test(const Window& window, const RecordType& type, const records::Field& field) {
    bound::Test test;
    test.place.type = &type;
    test.place.at = window.at;
    test.place.attribute.emplace();
    test.place.attribute->field = &field;
    test.place.written = field.name;
    Comparison comparison;
    comparison.op = window.op;
    comparison.values = window.values;
    comparison.at = window.at;
    test.matches = literals_.matches(test.place, comparison);
    return test;
}

bound::Conditions TestChecker::conditions_of(const Operand& operand, const Scope& scope, const Place& place) {
    bound::Conditions result = inside(operand.condition, scope, place);
    if (operand.window.empty()) return result;
    const Window& window = operand.window.front();
    if (scope.type == nullptr) {
        fail(window.at, {"no time: only records have one", "日時はレコードだけにあります"},
             quote(place.written));
    }
    bound::Test test = time_test(window, *scope.type, Resolver::time_of(*scope.type));
    if (result.empty()) {
        result.push_back({std::move(test)});
        return result;
    }
    bound::All both;
    both.terms.push_back({std::move(test)});
    both.terms.push_back(std::move(result.front()));
    result.front() = {std::move(both)};
    return result;
}

Place TestChecker::picked(const Operand& operand, const Scope& scope) {
    Place place = resolver_.resolve(operand.path, scope);
    const auto pick = Resolver::pick(place, operand.path, operand.function == Function::last);
    const Scope inner{place.hops.front().to, nullptr, nullptr};
    Place rows = place;
    rows.hops = pick->hops;
    pick->condition = conditions_of(operand, inner, rows);
    place.written = print(operand);
    return place;
}

Place TestChecker::anniversary(const Operand& operand, const Scope& scope) {
    Place place = resolver_.resolve(operand.path, scope);
    const FieldType type = place.value_type();
    const bool day = type == FieldType::date || type == FieldType::time;
    if (!place.attribute || !day || place.attribute->part != bound::Attribute::Part::whole)
        fail(operand.path.at, {"a field that holds dates or times", "日付か日時の項目"}, quote(place.written));
    place.attribute->part = bound::Attribute::Part::anniversary;
    if (type == FieldType::time) place.attribute->zone = environment_.settings.time_zone;
    place.written = print(operand);
    return place;
}

bound::Figure TestChecker::figure(const Operand& operand, const Scope& scope) {
    bound::Figure figure;
    figure.function = operand.function;
    if (operand.function == Function::count) {
        figure.place = resolver_.resolve(operand.path, scope);
        // the values of a custom multi-choice are rows too
        const bool values = figure.place.attribute &&
                            figure.place.attribute->kind == bound::Attribute::Kind::custom &&
                            figure.place.many();
        if (values)
            figure.place.attribute.reset();
        else
            figure.place = rows(operand.path, scope);
    } else {
        figure.place = resolver_.resolve(operand.path, scope);
        const FieldType type = figure.place.value_type();
        const bool time = type == FieldType::time &&
                          (operand.function == Function::minimum || operand.function == Function::maximum);
        const bool number =
            type == FieldType::integer || type == FieldType::real || type == FieldType::money ||
            (figure.place.attribute && figure.place.attribute->kind == bound::Attribute::Kind::json);
        if (!figure.place.attribute || !(number || time)) {
            const Phrase name = quote(print(operand.path));
            fail(operand.path.at,
                 {"a field of related records that holds numbers", "関連レコードの数値の項目"}, name);
        }
    }
    if (!figure.place.many()) {
        fail(operand.path.at, {"related records, of which there can be several", "複数ありうる関連レコード"},
             quote(figure.place.written));
    }
    // the condition is on the records, also where their custom values are summed up
    const bool custom = figure.place.hops.back().kind == bound::Hop::Kind::custom && figure.place.attribute;
    const Scope inner =
        custom ? Scope{figure.place.hops.back().from, nullptr, nullptr} : Resolver::scope_of(figure.place);
    figure.condition = conditions_of(operand, inner, figure.place);
    return figure;
}

Condition TestChecker::figure_test(const Comparison& comparison, const Scope& scope, bound::Figure figure) {
    bound::FigureTest test;
    const FieldType type = figure.value_type();
    test.negated = comparison.negated;
    test.known = comparison.op == Operator::known;
    if (!comparison.other.empty()) {
        test.other = other(figure.place, type, true, comparison, comparison.other.front(), scope);
    } else if (!test.known) {
        try {
            test.ranges = literals_.ranges(figure.place, type, comparison);
            if (figure.function == Function::tile) check_parts(figure, comparison, test.ranges);
        } catch (const Error& error) {
            if (error.code() != Code::parse) throw;
            const auto field = field_named(comparison, type, scope);
            if (!field) throw;
            test.other = other(figure.place, type, true, comparison, *field, scope);
        }
    }
    test.figure = std::move(figure);
    relates(std::max<std::size_t>(test.ranges.size(), 1), comparison.operand.path.at);
    return {std::move(test)};
}

}  // namespace kith::query
