#include "query/planner.hpp"

#include <algorithm>
#include <memory>

namespace kith::query {

using bound::Attribute;
using bound::Condition;
using bound::Hop;

namespace {

bool is_equality(const bound::Match& match) { return std::holds_alternative<bound::Equal>(match); }

/// True when an index of the field's own table finds its values.
bool is_indexed(const Attribute& attribute) {
    if (attribute.kind != Attribute::Kind::field || attribute.part != Attribute::Part::whole) return false;
    const records::Field& field = *attribute.field;
    return !field.folded_column.empty() || field.is(records::folded) || field.is(records::unique);
}

/// A test of the rows themselves that an index finds.
bool finds_own(const bound::Test& test) {
    return test.place.hops.empty() && !test.every && !test.negated && !test.matches.empty() &&
           is_indexed(*test.place.attribute) &&
           std::all_of(test.matches.begin(), test.matches.end(), is_equality);
}

/// What one alternative after another leaves: as much as the worst.
Leaves leaves_any(const bound::Conditions& terms) {
    Leaves most = Leaves::few;
    for (const Condition& term : terms) most = std::max(most, leaves(term));
    return terms.empty() ? Leaves::many : most;
}

}  // namespace

bool selective(const bound::Test& test) {
    if (test.every || test.negated || test.place.hops.empty() || test.matches.empty()) return false;
    if (test.place.hops.front().picked || test.place.hops.front().kind == Hop::Kind::either) return false;
    const Attribute& attribute = *test.place.attribute;
    if (attribute.part != Attribute::Part::whole) return false;
    const auto is_name = [&](const bound::Match& match) {
        if (std::holds_alternative<std::shared_ptr<const bound::Under>>(match)) return true;
        const auto* called = std::get_if<std::shared_ptr<const bound::Called>>(&match);
        return called != nullptr &&
               std::all_of((*called)->matches.begin(), (*called)->matches.end(), is_equality);
    };
    switch (attribute.kind) {
        case Attribute::Kind::custom:
            return std::all_of(test.matches.begin(), test.matches.end(), is_equality);
        case Attribute::Kind::record:
            return std::all_of(test.matches.begin(), test.matches.end(),
                               [&](const auto& m) { return is_equality(m) || is_name(m); });
        case Attribute::Kind::field:
            return is_indexed(attribute) && std::all_of(test.matches.begin(), test.matches.end(), is_equality);
        case Attribute::Kind::json:
        case Attribute::Kind::composite: break;
    }
    return false;
}

bool finds_range(const bound::Test& test) {
    if (test.every || test.negated || test.matches.empty() || test.place.hops.size() != 1) return false;
    const Attribute& attribute = *test.place.attribute;
    return test.place.hops.front().kind == Hop::Kind::custom && attribute.kind == Attribute::Kind::custom &&
           attribute.part == Attribute::Part::whole &&
           std::all_of(test.matches.begin(), test.matches.end(),
                       [](const bound::Match& match) { return std::holds_alternative<bound::Range>(match); });
}

bool finds_rows(const Condition& condition) {
    if (const auto* test = std::get_if<bound::Test>(&condition.form))
        return finds_own(*test) || selective(*test);
    if (const auto* all = std::get_if<bound::All>(&condition.form))
        return std::any_of(all->terms.begin(), all->terms.end(), finds_rows);
    if (const auto* any = std::get_if<bound::Any>(&condition.form))
        return !any->terms.empty() && std::all_of(any->terms.begin(), any->terms.end(), finds_rows);
    return std::holds_alternative<bound::OnList>(condition.form) ||
           std::holds_alternative<bound::Among>(condition.form) ||
           std::holds_alternative<bound::Rank>(condition.form) ||
           std::holds_alternative<bound::FullText>(condition.form);
}

bool leads_to_rows(const std::vector<Hop>& hops) {
    if (hops.empty()) return false;
    switch (hops.front().kind) {
        case Hop::Kind::element:
        case Hop::Kind::relation:
        case Hop::Kind::referrer:
        case Hop::Kind::link_rows:
        case Hop::Kind::tags:
        case Hop::Kind::lists:
        case Hop::Kind::members: break;
        case Hop::Kind::reference:
        case Hop::Kind::custom:
        case Hop::Kind::value_reference:
        case Hop::Kind::either:
        case Hop::Kind::pick: return false;
    }
    return std::none_of(hops.begin() + 1, hops.end(), [](const Hop& hop) {
        return hop.kind == Hop::Kind::either || hop.kind == Hop::Kind::pick;
    });
}

bool counts_apart(const bound::Figure& figure) {
    if (!leads_to_rows(figure.place.hops) || figure.condition.empty()) return false;
    const Condition& condition = figure.condition.front();
    if (finds_rows(condition)) return true;
    // Events of a kind in a stretch of time have an index that ends in the contact.
    const Hop& hop = figure.place.hops.front();
    if (figure.place.hops.size() != 1 || hop.to == nullptr || hop.to->name != "event") return false;
    const auto stretch = [](const Condition& term) {
        const auto* test = std::get_if<bound::Test>(&term.form);
        if (test == nullptr || !test->place.hops.empty() || test->negated || test->matches.size() != 1)
            return false;
        const auto* range = std::get_if<bound::Range>(&test->matches.front());
        return range != nullptr && range->low && test->place.value_type() == FieldType::time;
    };
    const auto* all = std::get_if<bound::All>(&condition.form);
    return stretch(condition) ||
           (all != nullptr && std::any_of(all->terms.begin(), all->terms.end(), stretch));
}

Leaves leaves(const Condition& condition) {
    if (const auto* test = std::get_if<bound::Test>(&condition.form)) {
        if (finds_own(*test)) return Leaves::few;
        if (finds_range(*test)) return Leaves::rows;
        if (!selective(*test)) return Leaves::many;
        const bool element =
            test->place.hops.size() == 1 && test->place.hops.front().kind == Hop::Kind::element;
        return element ? Leaves::few : Leaves::some;
    }
    if (const auto* all = std::get_if<bound::All>(&condition.form)) {
        Leaves least = Leaves::many;
        for (const Condition& term : all->terms) least = std::min(least, leaves(term));
        return least;
    }
    if (const auto* any = std::get_if<bound::Any>(&condition.form)) return leaves_any(any->terms);
    if (const auto* rank = std::get_if<bound::Rank>(&condition.form))
        return rank->percent > 0 ? Leaves::some : Leaves::few;
    if (const auto* relate = std::get_if<bound::Relate>(&condition.form)) {
        const bool found = relate->quantity == Related::Quantity::some && !relate->condition.empty() &&
                           leads_to_rows(relate->place.hops) && finds_rows(relate->condition.front());
        return found ? Leaves::rows : Leaves::many;
    }
    return std::holds_alternative<bound::OnList>(condition.form) ||
                   std::holds_alternative<bound::Among>(condition.form) ||
                   std::holds_alternative<bound::FullText>(condition.form)
               ? Leaves::some
               : Leaves::many;
}

bool all_interactions(const std::vector<Hop>& hops) {
    if (hops.size() != 1) return false;
    const Hop& hop = hops.front();
    return hop.kind == Hop::Kind::relation && hop.from != nullptr && hop.from->name == "contact" &&
           hop.to != nullptr && hop.to->name == "interaction";
}

}  // namespace kith::query
