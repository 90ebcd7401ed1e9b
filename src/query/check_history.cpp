// What a field was and when it changed, and how long a record is in its stage.
//
// Fields that the descriptor tracks have their steps in `transition`, for ever; other fields of a record, those of its
// elements, its tags, lists and custom fields in the journal, up to its horizon.
#include "query/check_tests.hpp"
#include "query/failure.hpp"

#include <kith/time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Condition;
using bound::Place;

namespace {

std::optional<std::int64_t> limit_of(const std::optional<store::OwnedCell>& cell) {
    return cell ? std::optional(cell->view().integer) : std::nullopt;
}

/// True where a place ends in what comes and goes with rows of its own: tags, lists, the values of a custom field.
bool is_link(const Place& place) {
    if (place.hops.empty()) return false;
    const bound::Hop::Kind kind = place.hops.back().kind;
    if (kind == bound::Hop::Kind::custom)
        return place.attribute && place.attribute->part == bound::Attribute::Part::whole;
    return !place.attribute && (kind == bound::Hop::Kind::tags || kind == bound::Hop::Kind::lists);
}

/// The field at the end of a place, when it is a column that transitions or the journal know. An element's main field
/// stands for the element.
const records::Field* recorded(Place& place) {
    if (place.element != nullptr &&
        (place.element->link || place.hops.empty() || place.hops.back().kind != bound::Hop::Kind::element))
        return nullptr;
    if (!place.attribute && place.element != nullptr) {
        const auto& fields = place.element->fields;
        const auto main = std::find_if(fields.begin(), fields.end(),
                                       [](const records::Field& field) { return field.is(records::main); });
        if (main == fields.end()) return nullptr;
        place.attribute.emplace();
        place.attribute->field = &*main;
    }
    const bool field = place.attribute && place.attribute->kind == bound::Attribute::Kind::field &&
                       place.attribute->part == bound::Attribute::Part::whole &&
                       (place.type != nullptr || place.element != nullptr);
    // an element's currency stands in another column, of which no steps are followed beside it
    const bool amount = field && place.element != nullptr && place.attribute->field->type == FieldType::money;
    return field && !amount && place.attribute->field->number != 0 ? place.attribute->field : nullptr;
}

}  // namespace

Condition TestChecker::steps(const History& history, const Place& place) {
    const bool link = is_link(place);
    const bool of_record = link || place.element != nullptr;
    const RecordType& type = of_record ? *place.hops.back().from : *place.type;
    const records::Field* field = link ? nullptr : place.attribute->field;
    const bool tracked = field != nullptr && field->is(records::tracked);
    bound::History steps;
    if (link) steps.link = place.hops.back();
    if (place.attribute)
        steps.attribute = *place.attribute;
    else
        steps.attribute.kind = bound::Attribute::Kind::record;
    steps.element = place.element;
    steps.region = environment_.settings.region;
    steps.changed = history.verb != History::Verb::was_ever && history.verb != History::Verb::was_never;
    Place compared = place;
    resolver_.complete(compared);
    const auto matches = [&](const std::vector<Literal>& values) -> std::optional<std::vector<bound::Match>> {
        if (values.empty()) return std::nullopt;
        if (field != nullptr && field->type == FieldType::choices) {
            fail(values.front().at,
                 {"no value: a list of words has none by itself", "値なし（語の一覧のため）"},
                 quote(values.front().text));
        }
        Comparison comparison;
        comparison.values = values;
        comparison.at = history.at;
        return literals_.matches(compared, comparison);
    };
    literals_.converts = false;
    steps.from = matches(history.from);
    steps.to = matches(history.to);
    literals_.converts = true;
    if (!history.window.empty()) {
        const bound::Test window = time_test(history.window.front(), type, bound::created_field());
        const auto& range = std::get<bound::Range>(window.matches.front());
        steps.start = limit_of(range.low);
        steps.end = limit_of(range.high);
    }
    // nothing has been in what is still to come
    literals_.other_times = true;
    const std::int64_t now = environment_.now.time_since_epoch().count();
    if (steps.start && *steps.start > now) return {bound::Any{}};
    if (!tracked && environment_.horizon) {
        if (const auto horizon = environment_.horizon()) {
            steps.first = horizon->first;
            warn(fmt::format("the journal begins at {}: what '{}' was before that is not known",
                             to_string(horizon->second), place.written));
        }
    }
    if (history.verb != History::Verb::unchanged) {
        steps.merged = steps.element == nullptr && tracked && environment_.merges && environment_.merges(type);
        return {std::move(steps)};
    }
    steps.start = literals_.ago(history.duration);
    bound::Test there;
    there.place.type = &type;
    there.place.attribute.emplace();
    there.place.attribute->field = &bound::created_field();
    bound::Range before;
    before.high = cell(*steps.start);
    there.matches.emplace_back(std::move(before));
    bound::All both;
    both.terms.push_back({std::move(there)});
    both.terms.push_back(bound::negated({std::move(steps)}));
    return {std::move(both)};
}

Condition TestChecker::history(const History& history, const Scope& scope) {
    Place place = resolver_.resolve(history.path, scope);
    const bool link = is_link(place);
    if (!link && recorded(place) == nullptr) {
        fail(history.path.at,
             {"a field, a tag or a list: of links between records and what is computed no history is asked",
              "項目、タグまたはリスト（レコード間のつながりと計算される項目の履歴は問い合わせられません）"},
             quote(place.written));
    }
    relates(place.hops.empty() ? 1 : 2, history.path.at);
    Condition result = steps(history, place);
    if (link || place.element != nullptr) place.hops.pop_back();  // it is asked of the record
    if (!place.hops.empty()) {
        bound::Relate relate;
        relate.place = std::move(place);
        relate.place.attribute.reset();
        relate.condition.push_back(std::move(result));
        result = {std::move(relate)};
    }
    const bool negative =
        history.verb == History::Verb::was_never || history.verb == History::Verb::never_changed;
    return negative ? bound::negated(std::move(result)) : std::move(result);
}

Condition TestChecker::stay(const Stay& stay, const Scope& scope) {
    const records::Field* field = scope.type == nullptr ? nullptr : scope.type->field("stage");
    if (field == nullptr || field->type != FieldType::reference || !field->is(records::tracked)) {
        fail(stay.stage.at,
             {"records that have a stage, as in 'has deal (in stage ...)'",
              "ステージのあるレコード（「has deal (in stage ...)」など）"},
             quote("in stage"));
    }
    Comparison comparison;
    comparison.operand.path.steps = {std::string(field->name)};
    comparison.operand.path.at = comparison.at = stay.stage.at;
    comparison.values = {stay.stage};
    Condition in = test(comparison, scope);
    if (stay.length == Stay::Length::any) return in;
    relates(1, stay.stage.at);
    bound::Stay since;
    since.field = field;
    const std::int64_t bound = literals_.ago(stay.duration);
    if (stay.length == Stay::Length::more) {
        since.since.high = cell(bound);
        since.since.high_included = false;
    } else {
        since.since.low = cell(bound);
        since.since.low_included = false;
    }
    bound::All both;
    both.terms.push_back(std::move(in));
    both.terms.push_back({std::move(since)});
    return {std::move(both)};
}

}  // namespace kith::query
