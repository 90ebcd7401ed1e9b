#include "query/advice.hpp"

#include "query/planner.hpp"
#include "search/document.hpp"

#include <kith/records/stage.hpp>

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

/// It looks for a piece of a text, as words or their beginnings can be looked for.
bool looks_for_words(const bound::Match& match) {
    const auto* text = std::get_if<bound::TextMatch>(&match);
    return text != nullptr && (text->op == Operator::contains || text->op == Operator::starts_with ||
                               text->op == Operator::ends_with || text->op == Operator::like);
}

/// The one test that a condition is, on a field of the row itself; null: something else.
const bound::Test* test_of(const bound::Conditions& condition, std::string_view field) {
    if (condition.size() != 1) return nullptr;
    const auto* test = std::get_if<bound::Test>(&condition.front().form);
    const bool own = test != nullptr && test->place.hops.empty() && !test->negated && test->place.attribute &&
                     test->place.attribute->kind == bound::Attribute::Kind::field &&
                     test->place.attribute->field->name == field;
    return own ? test : nullptr;
}

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
        if (const auto* relate = std::get_if<bound::Relate>(&condition.form)) {
            if (asked == &type_) interactions(relate->place, relate->condition);
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

    /// The summary knows of all interactions when they were.
    void interactions(const bound::Place& place, const bound::Conditions& condition) {
        if (summaries_ && all_interactions(place.hops) && test_of(condition, "at") != nullptr)
            add("'recency' and 'frequency' stand in contact_summary, without a look at interactions");
    }

    void figure(const bound::Figure& figure) {
        interactions(figure.place, figure.condition);
        const bool of_deals = figure.place.hops.size() == 1 && figure.place.hops.front().to != nullptr &&
                              figure.place.hops.front().to->name == "deal" && type_.name == "contact";
        const bound::Test* status = test_of(figure.condition, "status");
        const bound::Equal* won = status != nullptr && status->matches.size() == 1
                                      ? std::get_if<bound::Equal>(&status->matches.front())
                                      : nullptr;
        const bool of_won = won != nullptr && won->values.size() == 1 &&
                            won->values.front().view().integer == static_cast<int>(StageKind::won);
        if (summaries_ && of_deals && of_won && figure.function == Function::sum)
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
        if (!std::any_of(test.matches.begin(), test.matches.end(), looks_for_words)) return;
        if (field != nullptr) {
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
