#include "query/routes.hpp"

#include "query/summary_fields.hpp"
#include "records/verbs.hpp"
#include "search/document.hpp"

#include <algorithm>
#include <cstddef>
#include <list>

namespace kith::query {

using bound::Condition;
using bound::Hop;

namespace {

using Way = std::vector<Hop>;

class Walk {
public:
    Walk(const RecordType& root, Types types) : root_(root), types_(types) {}

    Dependence result{};

    void start(const bound::Query& query) {
        if (query.limit || query.offset) refuse("it is limited to some of those that fit");
        record(root_, {});
        visit(query.condition, {});
    }

private:
    void refuse(std::string reason) {
        if (result.refusal.empty()) result.refusal = std::move(reason);
    }

    static const store::TableSpec& spec(std::string_view table) {
        const auto& specs = records::table_specs();
        return *std::find_if(specs.begin(), specs.end(),
                             [&](const store::TableSpec& each) { return each.name == table; });
    }

    void add(int table, Route::From from, int owner, const Way& way, std::string_view column = "id") {
        Route route{table, from, owner, {}};
        if (from != Route::From::any && !(way.empty() && column == "id"))
            route.way = compile_way_back(root_, way, column, Given::among, types_);
        add(std::move(route));
    }

    void add(Route route) {
        const auto same = [&](const Route& other) {
            return other.table == route.table && other.from == route.from && other.owner == route.owner &&
                   other.way == route.way;
        };
        if (std::none_of(result.routes.begin(), result.routes.end(), same))
            result.routes.push_back(std::move(route));
    }

    /// By the rows of `table` that link to the record at the end of `way` in `column`.
    void links(std::string_view table, std::string_view column, const Way& way) {
        const store::TableSpec& links = spec(table);
        const auto at = std::find(links.columns.begin(), links.columns.end(), column);
        add(links.number, Route::From::owner, static_cast<int>(at - links.columns.begin()), way);
    }

    /// By what was merged into the records at the end of `way`, or is no more: what it was counts for them.
    void losers(const RecordType& type, const Way& way) {
        const Compiled up = compile_way_back(root_, way, "id", Given::survivors, types_);
        const auto& columns = spec(type.table).columns;
        const auto merged_into = std::find(columns.begin(), columns.end(), "merged_into");
        add({type.number, Route::From::rows, 0, up});
        add({type.number, Route::From::owner, static_cast<int>(merged_into - columns.begin()), up});
    }

    /// The record at the end of `way` itself, and what belongs to it, of which its version and time of change hang.
    void record(const RecordType& type, const Way& way) {
        add(type.number, Route::From::rows, 0, way);
        if (type.side_number != 0) add(type.side_number, Route::From::rows, 0, way);
        for (const records::Element& element : type.elements) links(element.table, element.owner_column, way);
        if (type.taggable) links("tagging", "record_id", way);
        if (type.custom_fields) links("field_value", "record_id", way);
    }

    [[nodiscard]] const RecordType& type_at(const Way& way) const {
        return way.empty() ? root_ : *way.back().to;
    }

    void anything(std::string_view table) { add(spec(table).number, Route::From::any, 0, {}); }

    /// Adds what the hops pass to the routes; gives the way with them, without picks.
    Way follow(Way way, const std::vector<Hop>& hops) {
        for (const Hop& hop : hops) {
            switch (hop.kind) {
                case Hop::Kind::element: links(hop.element->table, hop.element->owner_column, way); break;
                case Hop::Kind::reference: break;  // stands in the row before
                case Hop::Kind::relation:
                    links(hop.relation->link_table, hop.relation->near_column, way);
                    break;
                case Hop::Kind::referrer: links(hop.to->table, hop.field->column, way); break;
                case Hop::Kind::either:
                    links(hop.to->table, hop.field->column, way);
                    links(hop.to->table, hop.second->column, way);
                    break;
                case Hop::Kind::link_rows: {
                    links(hop.element->table, hop.element->fields.front().column, way);
                    way.push_back(hop);
                    add(hop.owner->number, Route::From::rows, 0, way, hop.element->owner_column);
                    continue;
                }
                case Hop::Kind::tags: links("tagging", "record_id", way); break;
                case Hop::Kind::lists: links("list_member", "record_id", way); break;
                case Hop::Kind::custom: links("field_value", "record_id", way); break;
                case Hop::Kind::value_reference: break;  // stands in the value's row
                case Hop::Kind::members: anything(hop.from->name == "tag" ? "tagging" : "list_member"); break;
                case Hop::Kind::pick:
                    way = follow(std::move(way), hop.picked->hops);
                    visit(hop.picked->condition, way);
                    continue;
            }
            way.push_back(hop);
            if (hop.to != nullptr) record(*hop.to, way);
        }
        return way;
    }

    void visit(const bound::Conditions& terms, const Way& way) {
        for (const Condition& term : terms) visit(term, way);
    }

    void visit(const Condition& condition, const Way& way) {
        std::visit([&](const auto& form) { visit(form, condition, way); }, condition.form);
    }

    void visit(const bound::Everything&, const Condition&, const Way&) {}
    void visit(const bound::All& all, const Condition&, const Way& way) { visit(all.terms, way); }
    void visit(const bound::Any& any, const Condition&, const Way& way) { visit(any.terms, way); }
    void visit(const bound::Not& negation, const Condition&, const Way& way) { visit(negation.term, way); }
    void visit(const bound::Among&, const Condition&, const Way&) {
        refuse("a segment in it is limited to some of those that fit");
    }
    void visit(const bound::Area& area, const Condition&, const Way& way) {
        links("address", area.element->owner_column, way);
    }
    /// The index is of all types together, but a record's words are its own: it and what belongs to it is followed as
    /// every record is.
    void visit(const bound::FullText&, const Condition&, const Way&) {
        for (const search::Searched& each : search::searched_types()) {
            add(each.type->number, Route::From::nobody, 0, {});
            if (each.has_body()) add(each.type->side_number, Route::From::nobody, 0, {});
            for (const search::SearchedPoint& point : each.points)
                add(point.element->number, Route::From::nobody, 0, {});
        }
    }
    /// A step is a change of the row, which is followed as every record is.
    void visit(const bound::History& history, const Condition& condition, const Way& way) {
        if (history.link)
            return refuse(
                "it asks for the history of a tag, list or custom field, which ends where the journal is pruned");
        const records::Field* field = history.attribute.field;
        if (history.element != nullptr || !field->is(records::tracked))
            return refuse(
                "it asks for the history of a field that is not tracked, which ends where the journal is pruned");
        Leaf leaf{&condition, way, way, nullptr, nullptr, field, &type_at(way)};
        if (!history.changed && history.end) leaf.field = &bound::created_field();
        result.leaves.push_back(std::move(leaf));
        if (history.merged) losers(type_at(way), way);
        for (const auto* values : {&history.from, &history.to}) {
            if (!*values) continue;
            for (const bound::Match& match : **values) {
                // by the names that records have now
                if (const auto* called = std::get_if<std::shared_ptr<const bound::Called>>(&match))
                    anything((*called)->place.type->table);
            }
        }
    }
    void visit(const bound::Stay& stay, const Condition& condition, const Way& way) {
        result.leaves.push_back({&condition, way, way, nullptr, nullptr, stay.field, &type_at(way)});
    }
    void visit(const bound::Followed& followed, const Condition&, const Way& way) {
        Hop who;
        who.kind = Hop::Kind::reference;
        who.from = followed.type;
        who.field = followed.who;
        who.to = find_record_type(followed.who->target);
        Hop events;
        events.kind = Hop::Kind::referrer;
        events.from = who.to;
        events.to = followed.type;
        events.field = followed.who;
        visit(followed.condition, follow(way, {who, events}));
    }
    void visit(const bound::Rank&, const Condition&, const Way&) { ranked(); }
    void visit(const bound::OnList&, const Condition&, const Way& way) {
        links("list_member", "record_id", way);
        anything("list");
    }
    void visit(const bound::Relate& relate, const Condition&, const Way& way) {
        visit(relate.condition, follow(way, relate.place.hops));
    }
    void visit(const bound::Test& test, const Condition& condition, const Way& way) {
        const Way end = follow(way, test.place.hops);
        Leaf leaf{&condition, way, end, nullptr, nullptr};
        const bound::Attribute& attribute = *test.place.attribute;
        if (attribute.kind == bound::Attribute::Kind::field &&
            attribute.part == bound::Attribute::Part::whole && !is_summary(*attribute.field))
            leaf.field = attribute.field;
        value(attribute, end);
        result.leaves.push_back(std::move(leaf));
        matches(test.matches, way, end);
    }
    void visit(const bound::FigureTest& test, const Condition& condition, const Way& way) {
        const Way end = figure(test.figure, way);
        Leaf leaf{&condition, way, end, nullptr, &test.ranges};
        if (test.figure.place.attribute && test.figure.place.attribute->kind == bound::Attribute::Kind::field)
            leaf.field = test.figure.place.attribute->field;
        result.leaves.push_back(std::move(leaf));
        for (const bound::Range& range : test.ranges)
            if (!range.unit.empty()) money();
        if (!test.other) return;
        if (test.other->money) money();
        output(*test.other->right, way);
    }

    /// Adds what a value at the end of a way is computed from.
    void value(const bound::Attribute& attribute, const Way& end) {
        if (attribute.kind != bound::Attribute::Kind::field || !is_summary(*attribute.field)) return;
        const RecordType& contact = record_type<Contact>();
        for (const records::Relation& relation : contact.relations) {
            Hop hop;
            hop.kind = Hop::Kind::relation;
            hop.from = &contact;
            hop.relation = &relation;
            hop.to = find_record_type(relation.target);
            follow(end, {hop});
        }
        anything("stage");  // by its kind deals are won
    }

    void ranked() { refuse("it ranks everyone, and so depends on what others have"); }

    Way figure(const bound::Figure& figure, const Way& way) {
        if (figure.function == Function::tile) ranked();
        Way end = follow(way, figure.place.hops);
        visit(figure.condition, end);
        return end;
    }
    void output(const bound::Output& output, const Way& way) {
        if (const auto* place = std::get_if<bound::Place>(&output.what)) {
            const Way end = follow(way, place->hops);
            if (place->attribute) value(*place->attribute, end);
        } else {
            figure(std::get<bound::Figure>(output.what), way);
        }
    }

    /// Amounts are compared by the exchange rates, those that are still to come included.
    void money() { anything("exchange_rate"); }

    void matches(const std::vector<bound::Match>& all, const Way& asked, const Way& end) {
        for (const bound::Match& match : all) {
            if (const auto* equal = std::get_if<bound::Equal>(&match)) {
                if (!equal->unit.empty()) money();
            } else if (const auto* range = std::get_if<bound::Range>(&match)) {
                if (!range->unit.empty()) money();
            } else if (const auto* other = std::get_if<bound::Other>(&match)) {
                if (other->money) money();
                output(*other->right, asked);
            } else if (const auto* called = std::get_if<std::shared_ptr<const bound::Called>>(&match)) {
                matches((*called)->matches, end, follow(end, (*called)->place.hops));
            } else if (const auto* under = std::get_if<std::shared_ptr<const bound::Under>>(&match)) {
                anything((*under)->type->table);
                for (const records::Element& element : (*under)->type->elements) anything(element.table);
            }
        }
    }

    const RecordType& root_;
    Types types_;
};

/// The stretch between two bounds of the same kind; nothing when they are the same.
void between(const std::optional<store::OwnedCell>& a, const std::optional<store::OwnedCell>& b,
             Moved& moved) {
    if (!a && !b) return;
    if (!a || !b) {
        moved.all = true;
        return;
    }
    const store::Cell first = a->view();
    const store::Cell second = b->view();
    if (first == second) return;
    if (first.type != store::CellType::integer || second.type != store::CellType::integer)
        moved.all = true;
    else if (first.integer < second.integer)
        moved.stretches.emplace_back(*a, *b);
    else
        moved.stretches.emplace_back(*b, *a);
}

/// The stretch of time that is looked at.
bound::Range window_of(const bound::History& history) {
    bound::Range range;
    if (history.start) range.low = store::OwnedCell(store::Cell::of(*history.start));
    if (history.end) range.high = store::OwnedCell(store::Cell::of(*history.end));
    return range;
}

}  // namespace

Dependence dependence_of(const bound::Query& query, Types types) {
    Walk walk(*query.type, types);
    walk.start(query);
    return std::move(walk.result);
}

Moved moved(const Leaf& before, const Leaf& after, const RecordType& type, Types types) {
    Moved result;
    if (compile_condition(*before.condition, type, before.asked, types) ==
        compile_condition(*after.condition, type, after.asked, types))
        return result;
    std::vector<const bound::Range*> first;
    std::vector<const bound::Range*> second;
    std::list<bound::Range> of_steps;
    const auto ranges = [&](const Leaf& leaf, std::vector<const bound::Range*>& into) {
        if (leaf.steps != nullptr) {
            const auto* stay = std::get_if<bound::Stay>(&leaf.condition->form);
            into.push_back(stay != nullptr ? &stay->since
                                           : &of_steps.emplace_back(
                                                 window_of(std::get<bound::History>(leaf.condition->form))));
            return true;
        }
        if (leaf.field == nullptr || leaf.field->type != FieldType::time) return false;
        if (leaf.figures != nullptr) {
            for (const bound::Range& range : *leaf.figures) into.push_back(&range);
            return true;
        }
        for (const bound::Match& match : std::get<bound::Test>(leaf.condition->form).matches) {
            const auto* range = std::get_if<bound::Range>(&match);
            if (range == nullptr) return false;
            into.push_back(range);
        }
        return true;
    };
    if (!ranges(before, first) || !ranges(after, second) || first.size() != second.size()) {
        result.all = true;
        return result;
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
        between(first[i]->low, second[i]->low, result);
        between(first[i]->high, second[i]->high, result);
    }
    return result;
}

}  // namespace kith::query
