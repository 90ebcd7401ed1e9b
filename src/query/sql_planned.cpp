// The forms of conditions that the planner prefers: sets of owners, figures counted in one scan, the summary of a contact.
#include "query/compiler.hpp"
#include "query/sql_builder.hpp"
#include "query/summary_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

using bound::Hop;
using store::Cell;
using store::OwnedCell;
using store::SetPlan;

namespace {

bool is_contact(const Row& row) { return row.type != nullptr && row.type->name == "contact"; }

bool is_time(const bound::Place& place) {
    return place.attribute && place.attribute->kind == bound::Attribute::Kind::field &&
           place.attribute->part == bound::Attribute::Part::whole && place.attribute->field->name == "at";
}

/// The only stretch of time that a condition on interactions asks for.
const bound::Range* only_time(const bound::Condition& condition) {
    const auto* test = std::get_if<bound::Test>(&condition.form);
    if (test == nullptr || test->every || test->negated || !test->place.hops.empty() ||
        test->matches.size() != 1 || !is_time(test->place))
        return nullptr;
    const auto* range = std::get_if<bound::Range>(&test->matches.front());
    return range != nullptr && (range->low || range->high) ? range : nullptr;
}

/// Whether 0 lies in a range.
bool has_zero(const bound::Range& range) {
    const auto number = [](const OwnedCell& cell) {
        const Cell view = cell.view();
        return view.type == store::CellType::real ? view.real : static_cast<double>(view.integer);
    };
    const bool above = !range.low || number(*range.low) < 0 || (number(*range.low) == 0 && range.low_included);
    const bool below =
        !range.high || number(*range.high) > 0 || (number(*range.high) == 0 && range.high_included);
    return above && below;
}

}  // namespace

bool SqlBuilder::from_far(const bound::Test& test) const {
    if (driven_ == Leaves::few) return false;
    // Whether one record has a tag is one look; the others' index gives the owners one after the other, while each by itself
    // is a page of the table somewhere.
    const Hop::Kind kind = test.place.hops.front().kind;
    const bool one_look = test.place.hops.size() == 1 && (kind == Hop::Kind::tags || kind == Hop::Kind::lists);
    if (selective(test)) return !(one_look && denied_ && driven_ == Leaves::some);
    return finds_range(test) && driven_ > Leaves::some;
}

std::optional<Fragment> SqlBuilder::planned(const bound::Relate& relate, const Row& row) {
    if (relate.quantity == Related::Quantity::every || row.type == nullptr) return std::nullopt;
    const bool none = relate.quantity == Related::Quantity::none;
    const bool anything =
        relate.condition.empty() || std::holds_alternative<bound::Everything>(relate.condition.front().form);
    if (planning_.summary && is_contact(row) && all_interactions(relate.place.hops)) {
        // Those without are written out: under `IS NOT TRUE` SQLite would look at every part of it for everyone.
        const auto compared = [&](const char* column, bool above, bool included,
                                  const store::OwnedCell& bound) {
            const std::string value = summary_column(row, column);
            const std::string sign = std::string(above != none ? ">" : "<") + (included != none ? "=" : "");
            const std::string text = fmt::format("{} {} {}", value, sign, bind(bound));
            return none ? fmt::format("({} IS NULL OR {})", value, text) : text;
        };
        const bound::Range* range = anything ? nullptr : only_time(relate.condition.front());
        Fragment result = atom({}, 8);
        if (anything) {
            result.text =
                fmt::format("coalesce({}, 0) {} 0", summary_column(row, "interactions"), none ? "=" : ">");
        } else if (range != nullptr && !range->high) {
            result.text = compared("last_at", true, range->low_included, *range->low);
        } else if (range != nullptr && !range->low) {
            result.text = compared("first_at", false, range->high_included, *range->high);
        } else if (range != nullptr) {
            // The last one answers but where it lies beyond: then an earlier one may be within.
            const std::string since = compared("last_at", true, range->low_included, *range->low);
            const std::string until = compared("last_at", false, range->high_included, *range->high);
            const Chain chain = this->chain(row, relate.place.hops);
            const Fragment asked = exists(chain, inside(relate.condition.front(), chain.last, 1), none);
            result.text = none ? fmt::format("{} OR ({} AND {})", since, until, asked.text)
                               : fmt::format("{} AND ({} OR {})", since, until, asked.text);
            result.stack = asked.stack + 6;
            result.height = asked.height + 4;
            result.all = !none;
        }
        if (!result.text.empty()) {
            result.atom = false;
            result.two_valued = none || anything;
            return result;
        }
    }
    const bool far = planning_.far && !anything && driven_ != Leaves::few &&
                     leads_to_rows(relate.place.hops) && finds_rows(relate.condition.front());
    if (!far) return std::nullopt;
    const Chain chain = this->chain(row, relate.place.hops);
    Fragment result =
        among(chain, inside(relate.condition.front(), chain.last,
                            static_cast<int>(std::count_if(relate.place.hops.begin(), relate.place.hops.end(),
                                                           [](const Hop& hop) { return hop.many(); }))));
    result.two_valued = true;  // the outer side is an id
    if (!none) return result;
    result.text = "NOT " + result.text;
    result.stack += 1;
    return result;
}

std::optional<Fragment> SqlBuilder::summarised(const bound::Figure& figure, const Row& row) {
    if (!planning_.summary || !is_contact(row) || !figure.condition.empty() ||
        !all_interactions(figure.place.hops))
        return std::nullopt;
    if (figure.function == Function::count)
        return atom(fmt::format("coalesce({}, 0)", summary_column(row, "interactions")), 10);
    if (!is_time(figure.place)) return std::nullopt;
    if (figure.function == Function::maximum) return atom(summary_column(row, "last_at"), 10);
    if (figure.function == Function::minimum) return atom(summary_column(row, "first_at"), 10);
    return std::nullopt;
}

std::optional<Fragment> SqlBuilder::planned(const bound::FigureTest& test, const Row& row) {
    const bound::Figure& figure = test.figure;
    if (!planning_.sets || row.type == nullptr || test.known || test.other || test.ranges.size() != 1 ||
        driven_ == Leaves::few || !counts_apart(figure))
        return std::nullopt;
    const bound::Range& range = test.ranges.front();
    auto plan = std::make_shared<SetPlan>();
    plan->low = range.low;
    plan->high = range.high;
    plan->low_included = range.low_included;
    plan->high_included = range.high_included;
    // Those without a row are in no set: where they fit, the others that do not fit are the set.
    bool within = true;
    switch (figure.function) {
        case Function::count:
            plan->gather = SetPlan::Gather::count;
            if (!has_zero(range)) break;
            if (!range.high) return std::nullopt;
            within = false;
            plan->low = range.high;
            plan->low_included = !range.high_included;
            plan->high.reset();
            break;
        case Function::sum: plan->gather = SetPlan::Gather::sum; break;
        case Function::minimum: plan->gather = SetPlan::Gather::minimum; break;
        case Function::maximum: plan->gather = SetPlan::Gather::maximum; break;
        default: return std::nullopt;
    }
    if (figure.function != Function::count &&
        (test.negated || (figure.function == Function::sum && has_zero(range))))
        return std::nullopt;
    SqlBuilder own(types_, planning_);
    Row from = row;
    from.summary_alias.clear();
    Chain chain = own.chain(from, figure.place.hops);
    if (chain.repeats) return std::nullopt;
    chain.outer.clear();
    const Fragment inner = own.inside(figure.condition.front(), chain.record, nested_steps);
    check_stack(inner.stack + 4);
    std::string where = chain.where();
    if (!where.empty()) where += " AND ";
    if (chain.near_may_be_null) where += chain.near + " IS NOT NULL AND ";
    where += grouped(inner);
    std::string what = chain.near;
    if (figure.function != Function::count) {
        const Column column = own.column(*figure.place.attribute, chain.last);
        const Currency currency = own.currency_of(range);
        what +=
            ", " + (currency.rates.empty() ? column.value : converted(column.value, column.unit, currency));
        if (!currency.unit.empty() && currency.rates.empty())
            where += fmt::format(" AND {} = {}", column.unit, currency.unit);
    }
    const std::vector<std::string> tables(chain.tables.rbegin(), chain.tables.rend());
    plan->select = fmt::format("{}SELECT {} FROM {} WHERE {}", own.with(), what,
                               fmt::join(tables, " CROSS JOIN "), where);
    plan->parameters = std::move(own.parameters);
    plan->sets = std::move(own.sets);
    return in_plan(std::move(plan), row, within != test.negated);
}

Fragment SqlBuilder::in_plan(std::shared_ptr<const SetPlan> plan, const Row& row, bool within) {
    const std::string parameter = bind_set(std::move(plan));
    // A set that nothing goes by is asked for one id after the other.
    if (!within || denied_ || driven_ < Leaves::rows) {
        Fragment result;
        result.text =
            fmt::format("kith_value({}, {}.id, 0) IS {}NULL", parameter, row.alias, within ? "NOT " : "");
        result.stack = 8;
        result.two_valued = true;
        return result;
    }
    return atom(fmt::format("{}.id IN (SELECT id FROM kith_set({}))", row.alias, parameter),
                subselect_stack + 6);
}

}  // namespace kith::query
