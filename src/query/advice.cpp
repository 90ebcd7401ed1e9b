#include "query/advice.hpp"

#include "query/planner.hpp"
#include "search/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace kith::query {

namespace {

using bound::Condition;
using bound::Hop;

bool in_full_text(const RecordType& type) {
    const auto& searched = search::searched_types();
    return std::any_of(searched.begin(), searched.end(), [&](const auto& each) { return each.type == &type; });
}

bool reads_text(const bound::Match& match) { return std::holds_alternative<bound::TextMatch>(match); }

class Adviser {
public:
    Adviser(TableSizes& sizes, const RecordType& type, bool summaries)
        : sizes_(sizes), type_(type), summaries_(summaries) {}

    std::vector<std::string> found{};

    void visit(const bound::Conditions& conditions, const RecordType* asked) {
        for (const Condition& condition : conditions) visit(condition, asked);
    }

    /// `asked`: the type of the record that the condition is about; null: an element's.
    void visit(const Condition& condition, const RecordType* asked) {
        if (const auto* all = std::get_if<bound::All>(&condition.form)) return visit(all->terms, asked);
        if (const auto* any = std::get_if<bound::Any>(&condition.form)) return visit(any->terms, asked);
        if (const auto* negation = std::get_if<bound::Not>(&condition.form))
            return visit(negation->term, asked);
        if (const auto* relate = std::get_if<bound::Relate>(&condition.form)) {
            if (asked == &type_ && !relate->condition.empty()) interactions(relate->place);
            return visit(relate->condition, relate->place.type);
        }
        if (const auto* test = std::get_if<bound::FigureTest>(&condition.form)) {
            if (asked == &type_) figure(test->figure);
            return visit(test->figure.condition, test->figure.place.type);
        }
        const auto* test = std::get_if<bound::Test>(&condition.form);
        if (test != nullptr && asked == &type_ && !test->negated && leaves(condition) == Leaves::many)
            value(*test);
    }

private:
    void add(std::string advice) {
        if (std::find(found.begin(), found.end(), advice) == found.end()) found.push_back(std::move(advice));
    }

    void interactions(const bound::Place& place) {
        if (summaries_ && all_interactions(place.hops))
            add("'recency' and 'frequency' stand in contact_summary, without a look at interactions");
    }

    void figure(const bound::Figure& figure) {
        if (!figure.condition.empty()) interactions(figure.place);
        const bool of_deals = figure.place.hops.size() == 1 && figure.place.hops.front().to != nullptr &&
                              figure.place.hops.front().to->name == "deal" && type_.name == "contact";
        if (summaries_ && of_deals && figure.function == Function::sum)
            add("'monetary', the sum of the won deals, stands in contact_summary");
    }

    void value(const bound::Test& test) {
        const bound::Place& place = test.place;
        const bound::Attribute& attribute = *place.attribute;
        const bool own =
            place.hops.empty() || (place.hops.size() == 1 && place.hops.front().kind == Hop::Kind::element);
        const records::Field* field =
            attribute.kind == bound::Attribute::Kind::field && attribute.part == bound::Attribute::Part::whole
                ? attribute.field
                : nullptr;
        if (field != nullptr && std::any_of(test.matches.begin(), test.matches.end(), reads_text)) {
            const std::string_view table = place.element != nullptr ? place.element->table
                                           : place.type != nullptr  ? place.type->table
                                                                    : std::string_view{};
            const std::string_view column =
                field->folded_column.empty() ? field->column : field->folded_column;
            if (const std::string index = sizes_.index_of(table, column); !index.empty())
                add(fmt::format("'{} = ...' goes by the index {}", place.written, index));
        }
        const bool words = field != nullptr ? field->is(records::searchable)
                                            : attribute.kind == bound::Attribute::Kind::composite;
        if (own && words && in_full_text(type_))
            add(fmt::format("'matches \"...\"' finds the words of {} by the full-text index", place.written));
    }

    TableSizes& sizes_;
    const RecordType& type_;
    bool summaries_;
};

}  // namespace

std::vector<std::string> advice(TableSizes& sizes, const bound::Query& query, const RecordType& type) {
    Adviser adviser(sizes, type, query.summaries);
    adviser.visit(query.condition, query.type);
    return std::move(adviser.found);
}

}  // namespace kith::query
