// Ways from a row to other rows: the tables between, and what joins and filters them.
#include "query/sql_builder.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace kith::query {

using bound::Hop;
using records::quoted;

namespace {

/// Whether the link table of a relation carries a copy of a column of the target, and which.
std::string_view copied_column(const records::Relation& relation, const RecordType& target) {
    for (const records::Element& element : target.elements) {
        if (element.link && element.table == relation.link_table) return element.copied_column;
    }
    return {};
}

/// "alias.is_primary DESC" when the fields have a flag called primary.
void prefer_primary(const std::vector<records::Field>& fields, const std::string& alias,
                    std::vector<std::string>& terms) {
    for (const records::Field& field : fields) {
        if (field.name == "primary" && field.type == FieldType::flag)
            terms.push_back(fmt::format("{}.{} DESC", alias, quoted(field.column)));
    }
}

}  // namespace

std::string Chain::where() const {
    std::vector<Fragment> terms;
    const auto add = [&](std::string text) {
        Fragment& term = terms.emplace_back();
        term.text = std::move(text);
        term.atom = true;
    };
    if (!outer.empty()) add(fmt::format("{} = {}", near, outer));
    constexpr std::string_view there = ".deleted_at IS NULL";
    for (const std::string& condition : conditions) {
        // By the row that is asked: a plus keeps SQLite from the indices of all that is not in the trash, of which it would
        // read a kind of event, say, for each row anew.
        const bool plus = !outer.empty() && condition.size() > there.size() &&
                          condition.compare(condition.size() - there.size(), there.size(), there) == 0;
        add(plus ? "+" + condition : condition);
    }
    return terms.empty() ? std::string{} : join(std::move(terms), true).text;
}

std::string Chain::from() const { return fmt::format("{}", fmt::join(tables, " CROSS JOIN ")); }

Chain SqlBuilder::chain(const Row& from, const std::vector<Hop>& hops) {
    Chain chain;
    Row row = from;
    chain.record = from;
    int many = 0;
    const auto table = [&](std::string_view name) {
        const std::string as = alias(name);
        chain.tables.push_back(fmt::format("{} AS {}", quoted(name), as));
        return as;
    };
    // joins `inner` (of the newest table) with `outer` (of the row before, or the outermost one)
    bool linked = false;
    const auto link = [&](std::string inner, std::string outer) {
        if (!std::exchange(linked, true)) {
            chain.near = std::move(inner);
            chain.outer = std::move(outer);
        } else {
            chain.conditions.push_back(fmt::format("{} = {}", inner, outer));
        }
    };
    const auto record = [&](const RecordType& type, const std::string& as) {
        Row next;
        next.alias = as;
        next.type = &type;
        if (aim_ != Aim::ways)
            for (std::string& filter : filters(next)) chain.conditions.push_back(std::move(filter));
        return next;
    };
    for (const Hop& hop : hops) {
        const std::string id = row.alias + ".id";
        if (hop.many() && ++many > 1) chain.repeats = true;
        switch (hop.kind) {
            case Hop::Kind::element: {
                const std::string as = table(hop.element->table);
                chain.near_may_be_null = chain.near_may_be_null || (chain.near.empty() && !hop.element->link);
                link(fmt::format("{}.{}", as, quoted(hop.element->owner_column)), id);
                row = Row{as, nullptr, hop.element, {}, {}};
                prefer_primary(hop.element->fields, as, chain.preferred);
                if (!hop.element->link) chain.preferred.push_back(as + ".position");
                break;
            }
            case Hop::Kind::reference: {
                const std::string as = table(hop.to->table);
                link(as + ".id", column(row, hop.field->column));
                row = record(*hop.to, as);
                break;
            }
            case Hop::Kind::relation: {
                const std::string between = table(hop.relation->link_table);
                const std::string as = table(hop.to->table);
                link(fmt::format("{}.{}", between, quoted(hop.relation->near_column)), id);
                chain.conditions.push_back(
                    fmt::format("{}.id = {}.{}", as, between, quoted(hop.relation->far_column)));
                if (hop.relation->far_is_record) {
                    if (aim_ != Aim::ways) chain.conditions.push_back(between + ".deleted_at IS NULL");
                    chain.repeats = true;
                    const auto record_of_link = [&](const RecordType* type) {
                        return type->table == hop.relation->link_table;
                    };
                    const auto type = std::find_if(types_.begin(), types_.end(), record_of_link);
                    if (type != types_.end()) prefer_primary((*type)->fields, between, chain.preferred);
                }
                chain.preferred.push_back(as + ".id");
                row = record(*hop.to, as);
                row.copied_column = copied_column(*hop.relation, *hop.to);
                row.copied_alias = between;
                break;
            }
            case Hop::Kind::referrer: {
                const std::string as = table(hop.to->table);
                const bool required = hop.field->is(records::required);
                chain.near_may_be_null = chain.near_may_be_null || (chain.near.empty() && !required);
                link(fmt::format("{}.{}", as, quoted(hop.field->column)), id);
                row = record(*hop.to, as);
                prefer_primary(hop.to->fields, as, chain.preferred);
                chain.preferred.push_back(as + ".id");
                break;
            }
            case Hop::Kind::either: {
                const std::string as = table(hop.to->table);
                linked = true;
                chain.conditions.push_back(fmt::format("({0}.{1} = {3} OR {0}.{2} = {3})", as,
                                                       quoted(hop.field->column), quoted(hop.second->column),
                                                       id));
                row = record(*hop.to, as);
                chain.preferred.push_back(as + ".id");
                break;
            }
            case Hop::Kind::link_rows: {
                const std::string as = table(hop.element->table);
                const std::string owner = table(hop.owner->table);
                link(fmt::format("{}.{}", as, quoted(hop.element->fields.front().column)), id);
                chain.conditions.push_back(
                    fmt::format("{}.id = {}.{}", owner, as, quoted(hop.element->owner_column)));
                record(*hop.owner, owner);  // not of one in the trash
                row = Row{as, nullptr, hop.element, {}, {}};
                chain.preferred.push_back(owner + ".id");
                break;
            }
            case Hop::Kind::lists:
            case Hop::Kind::tags: {
                const bool tag = hop.kind == Hop::Kind::tags;
                const std::string between = table(tag ? "tagging" : "list_member");
                const std::string as = table(hop.to->table);
                link(between + ".record_id", id);
                chain.conditions.push_back(fmt::format("{}.kind = {}", between, hop.from->number));
                chain.conditions.push_back(
                    fmt::format("{}.id = {}.{}", as, between, tag ? "tag_id" : "list_id"));
                row = record(*hop.to, as);
                chain.preferred.push_back(as + ".folded");
                break;
            }
            case Hop::Kind::members: {
                const bool tag = hop.from->name == "tag";
                const std::string between = table(tag ? "tagging" : "list_member");
                const std::string as = table(hop.to->table);
                link(between + (tag ? ".tag_id" : ".list_id"), id);
                chain.conditions.push_back(fmt::format("{}.kind = {}", between, hop.to->number));
                chain.conditions.push_back(fmt::format("{}.id = {}.record_id", as, between));
                row = record(*hop.to, as);
                chain.preferred.push_back(as + ".id");
                break;
            }
            case Hop::Kind::custom: {
                const std::string as = table("field_value");
                link(as + ".record_id", id);
                chain.conditions.push_back(fmt::format("{}.field_id = {}", as, bind(hop.custom->id.value)));
                chain.preferred.push_back(as + ".position");
                row = Row{as, nullptr, nullptr, {}, {}};
                break;
            }
            case Hop::Kind::pick: {
                const bound::Pick& pick = *hop.picked;
                const std::string as = table(hop.to->table);
                const Chain rows = this->chain(row, pick.hops);
                Fragment inner;
                if (!pick.condition.empty()) inner = inside(pick.condition.front(), rows.last, nested_steps);
                const std::string own = rows.where();
                const std::string when = column(rows.last, pick.when->column);
                const char* direction = pick.last ? "DESC" : "ASC";
                link(as + ".id",
                     fmt::format("(SELECT {0}.id FROM {1} WHERE {2}{3} AND {4} IS NOT NULL ORDER BY {4} {5}, "
                                 "{0}.id {5} LIMIT 1)",
                                 rows.last.alias, rows.from(),
                                 inner.text.empty() ? std::string{} : grouped(inner) + " AND ", own, when,
                                 direction));
                chain.stack = std::max(chain.stack, inner.stack + subselect_stack + 8);
                chain.height = std::max(chain.height, std::max(inner.height, 10) + 6);
                row = record(*hop.to, as);
                break;
            }
            case Hop::Kind::value_reference: {
                const std::string as = table(hop.to->table);
                link(as + ".id", row.alias + ".value");
                row = record(*hop.to, as);
                break;
            }
        }
        if (hop.kind != Hop::Kind::custom) chain.record = row;
    }
    chain.last = row;
    return chain;
}

}  // namespace kith::query
