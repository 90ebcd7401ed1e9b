// What somebody did: events of a kind, how often, in what order, first, no longer, again.
//
// Nothing here knows the type of events: it is whichever refers to the record and has a kind and a time.
#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Condition;
using bound::Place;

/// The events of the records of a scope.
struct TestChecker::Events {
    const RecordType* type = nullptr;
    const records::Field* who = nullptr;
    const records::Field* when = nullptr;
    const records::Field* kind = nullptr;
    const records::Field* subject = nullptr;  ///< names an event of the kind `other`; null: there is none
    Place rows{};
};

namespace {

/// The choice that a word names, or null.
const records::Choice* choice_named(const std::vector<records::Choice>& choices, std::string_view word) {
    const std::string folded = text::fold(word);
    const auto is_it = [&](const records::Choice& choice) {
        if (text::fold(choice.name) == folded) return true;
        for (std::string_view labels = choice.label_ja; !labels.empty();) {
            const std::size_t bar = labels.find('|');
            if (text::fold(labels.substr(0, bar)) == folded) return true;
            labels.remove_prefix(bar == std::string_view::npos ? labels.size() : bar + 1);
        }
        return false;
    };
    const auto found = std::find_if(choices.begin(), choices.end(), is_it);
    return found == choices.end() ? nullptr : &*found;
}

Place place_of(const RecordType& type, const records::Field& field, Position at) {
    Place place;
    place.type = &type;
    place.at = at;
    place.attribute.emplace();
    place.attribute->field = &field;
    place.written = field.name;
    return place;
}

Condition all_or_one(bound::Conditions terms) {
    if (terms.size() == 1) return std::move(terms.front());
    return {bound::All{std::move(terms)}};
}

}  // namespace

TestChecker::Events TestChecker::events_of(const Behaviour& behaviour, const Scope& scope) {
    Events events;
    const Literal& kind = behaviour.deeds.front().kind;
    for (const RecordType* type : environment_.types) {
        if (scope.type == nullptr) break;
        const records::Field* kinds = type->field("kind");
        const records::Field* when = &Resolver::time_of(*type);
        const auto refers = [&](const records::Field& field) {
            return field.type == FieldType::reference && field.target == scope.type->name;
        };
        const bool fits = kinds != nullptr && kinds->choices != nullptr && when->number != 0 &&
                          std::count_if(type->fields.begin(), type->fields.end(), refers) == 1;
        // of several such types the one that has this kind
        if (!fits || (events.type != nullptr && choice_named(*kinds->choices, kind.text) == nullptr))
            continue;
        events.type = type;
        events.when = when;
        events.kind = kinds;
        events.who = &*std::find_if(type->fields.begin(), type->fields.end(), refers);
        events.subject = type->field("subject");
    }
    if (events.type == nullptr) {
        fail(kind.at,
             {"records that do things, as in 'has contact (did ...)'",
              "行動の記録があるレコード（「has contact (did ...)」など）"},
             quote(kind.text));
    }
    Path path;
    path.steps = {std::string(events.type->name)};
    path.at = kind.at;
    events.rows = rows(path, scope);
    return events;
}

bound::Conditions TestChecker::kind(const Literal& kind, const Events& events) {
    const auto equal = [&](const records::Field& field, const Literal& value) -> Condition {
        bound::Test test;
        test.place = place_of(*events.type, field, kind.at);
        Comparison comparison;
        comparison.values = {value};
        comparison.at = kind.at;
        test.matches = literals_.matches(test.place, comparison);
        return {std::move(test)};
    };
    bound::Conditions terms;
    const auto& choices = *events.kind->choices;
    if (choice_named(choices, kind.text) != nullptr) {
        terms.push_back(equal(*events.kind, kind));
        return terms;
    }
    std::vector<std::string> names;
    for (const records::Choice& choice : choices) names.emplace_back(choice.name);
    const std::string nearest = nearest_of(kind.text, names);
    const records::Choice* other = choice_named(choices, "other");
    if (other == nullptr || events.subject == nullptr || kind.text.empty()) {
        fail(kind.at,
             {fmt::format("a kind of {}", events.type->name), fmt::format("「{}」の種類", events.type->name)},
             quote(kind.text), nearest);
    }
    if (!nearest.empty()) {
        warn(fmt::format(
            "'{}' is no kind of {}, so those of kind '{}' with that {} are meant; did you mean '{}'?",
            kind.text, events.type->name, other->name, events.subject->name, nearest));
    }
    Literal word;
    word.text = other->name;
    terms.push_back(equal(*events.kind, word));
    terms.push_back(equal(*events.subject, kind));
    return terms;
}

bound::Conditions TestChecker::sequence(const Behaviour& behaviour, std::size_t from, const Events& events,
                                        std::vector<bound::Test> further) {
    const Deed& deed = behaviour.deeds[from];
    relates(1, deed.kind.at);
    bound::Conditions terms = kind(deed.kind, events);
    for (bound::Test& test : further) terms.push_back({std::move(test)});
    for (Condition& own : inside(deed.condition, {events.type, nullptr, nullptr}, events.rows))
        terms.push_back(std::move(own));
    if (from + 1 < behaviour.deeds.size()) {
        bound::Followed followed;
        followed.type = events.type;
        followed.who = events.who;
        followed.when = events.when;
        followed.within = literals_.resolved(behaviour.deeds[from + 1].within);
        followed.zone = environment_.settings.time_zone;
        followed.condition = sequence(behaviour, from + 1, events, {});
        terms.push_back({std::move(followed)});
    }
    bound::Conditions result;
    result.push_back(all_or_one(std::move(terms)));
    return result;
}

Condition TestChecker::behaviour(const Behaviour& behaviour, const Scope& scope) {
    const Events events = events_of(behaviour, scope);
    const Position at = behaviour.deeds.front().kind.at;
    // events on one side of a moment
    const auto bounded = [&](std::optional<std::int64_t> from, std::optional<std::int64_t> to) {
        bound::Range range;
        if (from) range.low = cell(*from);
        if (to) range.high = cell(*to);
        range.high_included = false;
        bound::Test test;
        test.place = place_of(*events.type, *events.when, at);
        test.matches.emplace_back(std::move(range));
        return std::vector<bound::Test>{std::move(test)};
    };
    const auto some = [&](std::vector<bound::Test> further) -> Condition {
        bound::Relate relate;
        relate.place = events.rows;
        relate.condition = sequence(behaviour, 0, events, std::move(further));
        return {std::move(relate)};
    };
    // the figure over the times of the events
    const auto time = [&](Function function, std::vector<bound::Test> further,
                          std::vector<bound::Range> ranges) {
        bound::FigureTest test;
        test.figure.function = function;
        test.figure.place = events.rows;
        if (function != Function::count) {
            test.figure.place.attribute.emplace();
            test.figure.place.attribute->field = events.when;
        }
        test.figure.condition = sequence(behaviour, 0, events, std::move(further));
        test.ranges = std::move(ranges);
        return Condition{std::move(test)};
    };
    const auto before = [](std::int64_t moment) {
        bound::Range range;
        range.high = cell(moment);
        range.high_included = false;
        return std::vector<bound::Range>{std::move(range)};
    };
    switch (behaviour.verb) {
        case Behaviour::Verb::stopped:
            return time(Function::maximum, {}, before(literals_.ago(behaviour.duration)));
        case Behaviour::Verb::restarted: {
            const std::int64_t lately = literals_.ago(behaviour.duration);
            bound::All both;
            both.terms.push_back(some(bounded(lately, std::nullopt)));
            both.terms.push_back(time(Function::maximum, bounded(std::nullopt, lately),
                                      before(literals_.ago(behaviour.duration, 2))));
            return {std::move(both)};
        }
        case Behaviour::Verb::first: {
            const bound::Test window = time_test(behaviour.window.front(), *events.type, *events.when);
            return time(Function::minimum, {}, {std::get<bound::Range>(window.matches.front())});
        }
        case Behaviour::Verb::did:
        case Behaviour::Verb::did_not: break;
    }
    std::vector<bound::Test> window;
    if (!behaviour.window.empty())
        window.push_back(time_test(behaviour.window.front(), *events.type, *events.when));
    Condition did;
    if (behaviour.count.empty()) {
        did = some(std::move(window));
    } else {
        const std::int64_t count = literals_.amount(behaviour.count.front());
        bound::Range range;
        if (behaviour.times != Operator::less_equal) range.low = cell(count);
        if (behaviour.times != Operator::greater_equal) range.high = cell(count);
        did = time(Function::count, std::move(window), {std::move(range)});
    }
    return behaviour.verb == Behaviour::Verb::did_not ? bound::negated(std::move(did)) : std::move(did);
}

}  // namespace kith::query
