// Conditions as SQL: tests, related rows, figures, logic.
#include "query/compiler.hpp"
#include "query/sql_builder.hpp"
#include "query/summary_fields.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Condition;
using bound::Hop;
using records::quoted;

namespace {

/// A condition that takes more of the parser's stack or is higher becomes a set, where both begin anew. What can be
/// added before the next one is asked (a join of limits::related such terms, a relation, the statement) fits above.
constexpr int stack_of_one_set = 60;
constexpr int height_of_one_set = 36;

int many_hops(const std::vector<Hop>& hops) {
    return static_cast<int>(
        std::count_if(hops.begin(), hops.end(), [](const Hop& hop) { return hop.many(); }));
}

/// How deep SQL for a condition is, roughly: logic counts 1, related records 4.
int height(const Condition& condition);

int height(const bound::Conditions& terms) {
    int highest = 0;
    for (const Condition& term : terms) highest = std::max(highest, height(term));
    return highest;
}

/// What a first or last of some rows adds.
int picked(const std::vector<Hop>& hops) {
    int highest = 0;
    for (const Hop& hop : hops) {
        if (hop.picked)
            highest = std::max(highest, 4 + height(hop.picked->condition) + picked(hop.picked->hops));
    }
    return highest;
}

int height(const Condition& condition) {
    struct Visitor {
        int operator()(const bound::All& all) const { return 1 + height(all.terms); }
        int operator()(const bound::Any& any) const { return 1 + height(any.terms); }
        int operator()(const bound::Not& negation) const { return 1 + height(negation.term); }
        int operator()(const bound::Relate& relate) const {
            return 4 + height(relate.condition) + picked(relate.place.hops);
        }
        int operator()(const bound::FigureTest& test) const { return 4 + height(test.figure.condition); }
        int operator()(const bound::Test& test) const {
            return (many_hops(test.place.hops) < nested_steps && !test.compares_fields() ? 1 : 4) +
                   picked(test.place.hops);
        }
        int operator()(const bound::OnList&) const { return 1; }
        int operator()(const bound::Among&) const { return 1; }
        int operator()(const bound::Rank&) const { return 1; }
        int operator()(const bound::Area&) const { return 4; }
        int operator()(const bound::FullText&) const { return 4; }
        int operator()(const bound::Everything&) const { return 1; }
        int operator()(const bound::History&) const { return 4; }
        int operator()(const bound::Stay&) const { return 4; }
        int operator()(const bound::Followed& followed) const { return 4 + height(followed.condition); }
    };
    return std::visit(Visitor{}, condition.form);
}

/// Whether a condition leads on to several related rows.
bool leads_on(const Condition& condition);

bool leads_on(const bound::Conditions& terms) {
    return std::any_of(terms.begin(), terms.end(), [](const Condition& term) { return leads_on(term); });
}

bool leads_on(const Condition& condition) {
    if (const auto* all = std::get_if<bound::All>(&condition.form)) return leads_on(all->terms);
    if (const auto* any = std::get_if<bound::Any>(&condition.form)) return leads_on(any->terms);
    if (const auto* negation = std::get_if<bound::Not>(&condition.form)) return leads_on(negation->term);
    if (const auto* relate = std::get_if<bound::Relate>(&condition.form))
        return many_hops(relate->place.hops) > 0 || picked(relate->place.hops) > 0 ||
               leads_on(relate->condition);
    if (const auto* test = std::get_if<bound::Test>(&condition.form))
        return many_hops(test->place.hops) >= nested_steps || picked(test->place.hops) > 0 ||
               test->compares_fields();
    return std::holds_alternative<bound::FigureTest>(condition.form) ||
           std::holds_alternative<bound::Followed>(condition.form);
}

/// A way of several steps cut after those that are written as one EXISTS.
std::pair<std::vector<Hop>, std::vector<Hop>> split(const std::vector<Hop>& hops) {
    int steps = 0;
    const auto at = std::find_if(hops.begin(), hops.end(),
                                 [&](const Hop& hop) { return hop.many() && ++steps > nested_steps; });
    return {{hops.begin(), at}, {at, hops.end()}};
}

}  // namespace

Fragment SqlBuilder::condition(const Condition& condition, const Row& row) {
    Fragment result = std::visit([&](const auto& form) { return write(form, row); }, condition.form);
    const bool large = result.stack > stack_of_one_set || result.height > height_of_one_set;
    const bool apart = large && row.copied_column.empty() && (row.type != nullptr || row.element != nullptr);
    return apart ? in_set(result, row) : result;
}

Fragment SqlBuilder::inside(const Condition& condition, Row row, int steps) {
    const int outer = std::exchange(steps_, steps_ + steps);
    const Leaves driven = std::exchange(driven_, Leaves::many);
    const bool denied = std::exchange(denied_, false);
    const bool apart =
        aim_ == Aim::everyone && steps_ >= nested_steps && row.type != nullptr && leads_on(condition);
    if (apart) steps_ = 0;
    // a set has the row's own table only
    if (apart || height(condition) > 8) row.copied_column = row.copied_alias = {};
    Fragment result = this->condition(condition, row);
    steps_ = outer;
    driven_ = driven;
    denied_ = denied;
    return apart ? in_set(result, row) : result;
}

std::string SqlBuilder::add_set(const std::string& select) {
    const std::string name = fmt::format("set_{}", sets_.size() + 1);
    sets_.push_back(fmt::format("{} AS ({})", name, select));
    return name;
}

std::string SqlBuilder::with() const {
    return sets_.empty() ? std::string{} : fmt::format("WITH {} ", fmt::join(sets_, ", "));
}

Fragment SqlBuilder::in_set(const Fragment& fragment, const Row& row) {
    std::string table;
    std::string key = row.alias + ".id";
    if (row.type != nullptr) {
        table = quoted(row.type->table);
    } else {
        table = quoted(row.element->table);
        if (row.element->link)
            key = fmt::format("{0}.{1}, {0}.{2}", row.alias, quoted(row.element->owner_column),
                              quoted(row.element->fields.front().column));
    }
    std::string from = fmt::format("{} AS {}", table, row.alias);
    if (!row.summary_alias.empty() && fragment.text.find(row.summary_alias) != std::string::npos) {
        Row same = row;
        from += " LEFT JOIN " + join_summary(same);
    }
    const std::string set = add_set(fmt::format("SELECT {} FROM {} WHERE {}", key, from, fragment.text));
    const bool pair = row.type == nullptr && row.element->link;
    // the plus keeps SQLite from going through the set instead of the way that leads to the row
    return atom(pair ? fmt::format("({}) IN {}", key, set) : fmt::format("+{} IN {}", key, set), 5, 4);
}

Fragment SqlBuilder::exists(const Chain& chain, const Fragment& inner, bool none) {
    // A deep inner condition comes first: what stands before it would lie on the parser's stack meanwhile.
    const bool deep = inner.stack > 20;
    const std::string own = chain.where();
    const std::string where = inner.text.empty() ? own
                              : deep             ? fmt::format("{} AND ({})", grouped(inner), own)
                                                 : fmt::format("{} AND {}", own, grouped(inner));
    const int stack = std::max(chain.stack + 2,
                               inner.text.empty() ? 3 : inner.stack + (inner.atom ? 0 : 1) + (deep ? 0 : 2));
    return atom(fmt::format("{}EXISTS (SELECT 1 FROM {} WHERE {})", none ? "NOT " : "", chain.from(), where),
                std::max(stack, 8) + subselect_stack + (none ? 1 : 0),
                std::max(chain.height, inner.text.empty() ? 0 : std::max(inner.height, 10)) + 4);
}

/// `outer IN (SELECT near ...)`, the far end of the way first: it picks the rows.
Fragment SqlBuilder::among(const Chain& chain, const Fragment& inner) {
    std::vector<std::string> tables(chain.tables.rbegin(), chain.tables.rend());
    Chain far = chain;
    far.outer.clear();
    std::string where = far.where();
    if (!where.empty()) where += " AND ";
    if (chain.near_may_be_null) where += chain.near + " IS NOT NULL AND ";
    where += grouped(inner);
    Fragment result = atom(fmt::format("{} IN (SELECT {} FROM {} WHERE {})", chain.outer, chain.near,
                                       fmt::join(tables, " CROSS JOIN "), where),
                           std::max(inner.stack, chain.stack) + subselect_stack + 4,
                           std::max(inner.height, chain.height) + 10);
    result.two_valued = false;  // the outer side may be NULL
    return result;
}

Fragment SqlBuilder::write(const bound::Everything&, const Row&) { return atom("1", 1); }

Fragment SqlBuilder::write(const bound::Test& test, const Row& row) {
    const Row* outer = std::exchange(compared_from_, &row);
    Fragment result = this->test(test, row);
    compared_from_ = outer;
    return result;
}

Fragment SqlBuilder::test(const bound::Test& test, const Row& row) {
    const Attribute& attribute = *test.place.attribute;
    std::vector<Hop> hops = test.place.hops;
    // A list of names in one column is as good as rows: look at each of its entries.
    const bool entries =
        attribute.kind == Attribute::Kind::field && attribute.field->type == FieldType::choices &&
        !std::holds_alternative<bound::Known>(test.matches.empty() ? bound::Match{} : test.matches.front());
    if (hops.empty() && !entries) return fits(test, attribute, row);
    if (test.every) {
        // Every one of the rows at the last step that has several: what it leads to from there may be missing, and
        // then does not fit.
        const auto last_many =
            std::find_if(hops.rbegin(), hops.rend(), [](const Hop& hop) { return hop.many(); });
        if (last_many != hops.rbegin() && last_many != hops.rend()) {
            const auto split = last_many.base();
            bound::Test rest = test;
            rest.every = false;
            rest.place.hops.assign(split, hops.end());
            const Chain rows = this->chain(row, {hops.begin(), split});
            Fragment violation = this->test(rest, rows.last);
            violation.text = grouped(violation) + " IS NOT TRUE";
            violation.atom = false;
            return exists(rows, violation, true);
        }
    }
    if (!test.every && !test.compares_fields() && many_hops(hops) > nested_steps) {
        const auto [near, far] = split(hops);
        bound::Test rest = test;
        rest.place.hops = far;
        bound::Relate relate;
        relate.place.hops = near;
        relate.condition.push_back({std::move(rest)});
        return write(relate, row);
    }
    const bool far =
        aim_ == Aim::everyone && (planning_.far && !hops.empty() ? from_far(test) : selective(test));
    const bool tags = hops.size() == 1 && hops.front().kind == Hop::Kind::tags;
    if (!far && (tags || (hops.size() == 1 && hops.front().kind == Hop::Kind::lists)) && selective(test)) {
        // The tag first: with its id, whether the record has it is one look in the link's own order.
        std::string table;
        const Row named = open(*hops.front().to, table);
        const Fragment inner = fits(test, attribute, named);
        const std::string set = add_set(fmt::format("SELECT {}.id FROM {} WHERE {} AND {}", named.alias, table,
                                                    fmt::join(filters(named), " AND "), grouped(inner)));
        const std::string link = alias(tags ? "tagging" : "list_member");
        return atom(
            fmt::format("EXISTS (SELECT 1 FROM {} AS {} WHERE {}.record_id = {}.id AND {}.kind = {} AND "
                        "{}.{} IN {})",
                        tags ? "tagging" : "list_member", link, link, row.alias, link,
                        hops.front().from->number, link, tags ? "tag_id" : "list_id", set),
            subselect_stack + 8, 16);
    }
    Chain chain = this->chain(row, hops);
    // By the record that is asked, not by the value: a plus keeps SQLite from the values' index, which it would read for each
    // record anew.
    if (!far && attribute.kind == Attribute::Kind::custom) chain.last.alias.insert(0, "+");
    Fragment inner;
    if (entries) {
        const std::string list =
            hops.empty() ? column(row, attribute.field->column) : column(chain.last, attribute.field->column);
        chain.tables.push_back(fmt::format("json_each({}) AS entry", list));
        std::vector<Fragment> terms;
        for (const bound::Match& match : test.matches) {
            Column entry;
            entry.value = "entry.value";
            entry.folded = "kith_fold(entry.value)";
            std::string text;
            if (const auto* equal = std::get_if<bound::Equal>(&match))
                text = this->equal(*equal, entry);
            else if (const auto* part = std::get_if<bound::TextMatch>(&match))
                text = text_match(*part, entry);
            else
                text = "entry.value IS NOT NULL";
            terms.push_back({test.negated ? "NOT (" + text + ")" : text, 12, false, false});
        }
        inner = join(std::move(terms), test.negated);
        if (chain.conditions.empty() && chain.outer.empty()) chain.conditions.emplace_back("1");
    } else {
        inner = fits(test, attribute, chain.last);
    }
    if (test.every) {
        Fragment violation = inner;
        violation.text = grouped(inner) + " IS NOT TRUE";
        violation.atom = false;
        return exists(chain, violation, true);
    }
    if (far) return among(chain, inner);
    return exists(chain, inner, false);
}

Fragment SqlBuilder::write(const bound::Relate& relate, const Row& row) {
    const bool every = relate.quantity == Related::Quantity::every;
    const bool anything =
        relate.condition.empty() || std::holds_alternative<bound::Everything>(relate.condition.front().form);
    if (every && anything) return atom("1", 1);
    if (many_hops(relate.place.hops) > nested_steps) {
        const auto [near, far] = split(relate.place.hops);
        bound::Relate rest;
        rest.place.hops = far;
        if (every)
            rest.condition.push_back({bound::Not{relate.condition}});
        else
            rest.condition = relate.condition;
        bound::Relate outer;
        outer.quantity = every ? Related::Quantity::none : relate.quantity;
        outer.place.hops = near;
        outer.condition.push_back({std::move(rest)});
        return write(outer, row);
    }
    if (auto preferred = planned(relate, row)) return std::move(*preferred);
    const Chain chain = this->chain(row, relate.place.hops);
    Fragment inner;
    if (!anything) inner = inside(relate.condition.front(), chain.last, many_hops(relate.place.hops));
    if (!every) return exists(chain, inner, relate.quantity == Related::Quantity::none);
    inner.text = inner.two_valued && inner.atom ? "NOT " + inner.text : grouped(inner) + " IS NOT TRUE";
    inner.atom = false;
    inner.stack += 1;
    return exists(chain, inner, true);
}

Fragment SqlBuilder::write(const bound::OnList& list, const Row& row) {
    const std::string lists = list.id != 0 ? "l.id = " + bind(list.id) : "l.folded = " + bind(list.folded);
    return atom(fmt::format("{}.id IN (SELECT m.record_id FROM list AS l CROSS JOIN list_member AS m WHERE {} "
                            "AND l.deleted_at IS NULL AND m.list_id = l.id AND m.kind = {}{})",
                            row.alias, lists, row.type->number,
                            aim_ == Aim::few ? fmt::format(" AND m.record_id = {}.id", row.alias) : ""),
                subselect_stack + 6);
}

Fragment SqlBuilder::write(const bound::All& all, const Row& row) {
    // The one that leaves fewest goes ahead, the first of equals; the others are asked of what it leaves.
    const Leaves outer = driven_;
    const Condition* ahead = nullptr;
    Leaves least = Leaves::many;
    for (const Condition& term : all.terms) {
        if (leaves(term) >= least) continue;
        least = leaves(term);
        ahead = &term;
    }
    std::vector<Fragment> terms;
    for (const Condition& term : all.terms) {
        driven_ = &term == ahead ? outer : std::min(outer, least);
        terms.push_back(condition(term, row));
    }
    driven_ = outer;
    return terms.empty() ? atom("1", 1) : join(std::move(terms), true);
}

Fragment SqlBuilder::write(const bound::Any& any, const Row& row) {
    std::vector<Fragment> terms;
    for (const Condition& term : any.terms) terms.push_back(condition(term, row));
    return terms.empty() ? atom("0", 1) : join(std::move(terms), false);
}

Fragment SqlBuilder::write(const bound::Not& negation, const Row& row) {
    const bool outer = std::exchange(denied_, true);
    Fragment inner = condition(negation.term.front(), row);
    denied_ = outer;
    Fragment result;
    result.two_valued = true;
    result.height = inner.height + 1;
    if (inner.two_valued && inner.atom) {
        result.text = "NOT " + inner.text;
        result.stack = inner.stack + 1;
    } else {
        result.text = grouped(inner) + " IS NOT TRUE";
        result.stack = inner.stack + (inner.atom ? 0 : 1);
    }
    return result;
}

Fragment SqlBuilder::write(const bound::Among& among, const Row& row) {
    const int outer = std::exchange(steps_, 0);
    const std::string set = add_set(select_ids(*this, *among.query));
    steps_ = outer;
    return atom(fmt::format("{}.id IN {}", row.alias, set), 5, 4);
}

}  // namespace kith::query
