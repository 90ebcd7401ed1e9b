#include "query/why.hpp"

#include "query/checker.hpp"
#include "query/failure.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"
#include "records/verbs.hpp"
#include "search/document.hpp"
#include "text/fold.hpp"

#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

/// The one condition in which a comparison's operand is bound: some operators are several conditions on it.
const bound::Condition* operand_in(const bound::Condition& condition) {
    const auto in = [](const bound::Conditions& terms) -> const bound::Condition* {
        for (const bound::Condition& term : terms)
            if (const bound::Condition* found = operand_in(term)) return found;
        return nullptr;
    };
    if (const auto* all = std::get_if<bound::All>(&condition.form)) return in(all->terms);
    if (const auto* any = std::get_if<bound::Any>(&condition.form)) return in(any->terms);
    if (const auto* negation = std::get_if<bound::Not>(&condition.form)) return in(negation->term);
    const bool test = std::holds_alternative<bound::Test>(condition.form) ||
                      std::holds_alternative<bound::FigureTest>(condition.form);
    return test ? &condition : nullptr;
}

/// Operators of which the opposite tells whether there was a value to compare.
bool has_opposite(const Comparison& comparison) {
    return !comparison.every && comparison.op != Operator::has_all && comparison.op != Operator::has_any &&
           comparison.op != Operator::holds;
}

}  // namespace

Explainer::Explainer(store::Connection& connection, const Parameters& parameters)
    : connection_(connection), parameters_(parameters), environment_(environment_of(connection, parameters)) {}

bound::Query Explainer::bind(const Node& node, const RecordType& type) const {
    Query query;
    query.condition.push_back(node);
    return check(query, type, environment_);
}

bool Explainer::selects(const bound::Query& query, std::int64_t id) {
    const Compiled compiled = compile_holds(query, environment_.types, id);
    return compiled.prepare(connection_).step();
}

Node Explainer::whole(const Node& node, const Asked& asked) {
    if (asked.element == nullptr) return node;
    Related related;
    related.path = *asked.element;
    related.condition.push_back(node);
    return {std::move(related), node.at};
}

Why Explainer::query(const Query& query, const RecordType& type, std::int64_t id) {
    const bound::Query bound = check(query, type, environment_);  // also bounds it, segments included
    const Asked asked{&type, id, nullptr};
    if (!query.limit && !query.offset && !query.condition.empty())
        return node(query.condition.front(), asked);
    Why why;
    why.text = print(query);
    why.record = {std::string(type.name), id};
    why.holds = selects(bound, id) ? Truth::yes : Truth::no;
    if (!query.condition.empty()) why.parts.push_back(node(query.condition.front(), asked));
    return why;
}

Why Explainer::node(const Node& node, const Asked& asked) {
    ++nodes_;
    const Node alone = whole(node, asked);
    Why why;
    why.text = print(alone);
    why.record = {std::string(asked.type->name), asked.id};
    why.holds = selects(bind(alone, *asked.type), asked.id) ? Truth::yes : Truth::no;
    std::visit([&](const auto& form) { explain(form, node, asked, why); }, node.form);
    return why;
}

void Explainer::explain(const Junction& junction, const Node&, const Asked& asked, Why& why) {
    for (const Node& term : junction.terms) why.parts.push_back(node(term, asked));
    if (why.holds == Truth::yes || asked.element != nullptr) return;
    const auto are = [&](Truth truth) {
        return std::any_of(why.parts.begin(), why.parts.end(),
                           [&](const Why& part) { return part.holds == truth; });
    };
    if (are(Truth::unknown) && (!junction.all || !are(Truth::no))) why.holds = Truth::unknown;
}

void Explainer::explain(const Negation& negation, const Node&, const Asked& asked, Why& why) {
    why.parts.push_back(node(negation.term.front(), asked));
}

void Explainer::explain(const Area& area, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    for (const char* coordinate : {"latitude", "longitude"}) {
        Operand operand;
        operand.path = area.path;
        if (operand.path.steps.empty()) operand.path.steps.emplace_back("address");
        operand.path.steps.emplace_back(coordinate);
        const auto output = check_output(operand, *asked.type, environment_);
        why.values.push_back(values(std::get<bound::Place>(output.what), print(operand), asked));
    }
}

/// What the field is now.
void Explainer::explain(const History& history, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    Operand operand;
    operand.path = history.path;
    const auto output = check_output(operand, *asked.type, environment_);
    why.values.push_back(values(std::get<bound::Place>(output.what), print(operand), asked));
}

/// The consents that there are, and of a subscription the lists.
void Explainer::explain(const Permission& permission, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    if (permission.to == Permission::To::list && permission.path.steps.empty()) lists(asked, why);
    for (const char* field : {"purpose", "channel", "state", "expires"}) {
        Operand operand;
        operand.path = permission.path;
        operand.path.steps.emplace_back("consent");
        operand.path.steps.emplace_back(field);
        const auto output = check_output(operand, *asked.type, environment_);
        why.values.push_back(values(std::get<bound::Place>(output.what), print(operand), asked));
    }
}

/// What it is ranked by.
void Explainer::explain(const Rank& rank, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    const auto output = check_output(rank.by, *asked.type, environment_);
    if (const auto* place = std::get_if<bound::Place>(&output.what))
        why.values.push_back(values(*place, print(rank.by), asked));
    else
        why.values.push_back(value(std::get<bound::Figure>(output.what), print(rank.by), {}, asked));
}

/// What full text looks through: the searched fields that have a value.
void Explainer::explain(const FullText&, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    const auto add = [&](const std::string& name) {
        const auto output = check_output(parse_operand(name), *asked.type, environment_);
        WhyValue looked_at = values(std::get<bound::Place>(output.what), name, asked);
        if (!looked_at.values.empty()) why.values.push_back(std::move(looked_at));
    };
    for (const search::Searched& searched : search::searched_types()) {
        if (searched.type != asked.type) continue;
        for (const search::SearchedField& each : searched.fields) add(std::string(each.field->name));
        for (const search::SearchedPoint& each : searched.points) add(search::name_of(each));
    }
}

void Explainer::lists(const Asked& asked, Why& why) {
    try {
        const auto output = check_output(parse_operand("list"), *asked.type, environment_);
        why.values.push_back(values(std::get<bound::Place>(output.what), "list", asked));
    } catch (const Error& error) {
        if (error.code() != Code::parse) throw;  // nothing of this type has lists as a path
    }
}

void Explainer::explain(const Membership& membership, const Node&, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    if (membership.of == Membership::Of::list) return lists(asked, why);
    std::string name = membership.name.text;
    if (membership.name.kind == Literal::Kind::parameter)
        if (const auto given = parameters_.find(name); given != parameters_.end())
            name = given->second.to_string();
    const auto segment = environment_.segment(text::fold(name));
    if (!segment) return;
    if (segment->list) return lists(asked, why);  // of chosen records, or a snapshot
    const Query inner = parse(segment->query);
    if (inner.limit || inner.offset)
        why.parts.push_back(query(inner, *asked.type, asked.id));
    else if (!inner.condition.empty())
        why.parts.push_back(node(inner.condition.front(), asked));
}

void Explainer::explain(const Related& related, const Node& node, const Asked& asked, Why& why) {
    if (asked.element != nullptr) return;
    const bound::Query bound = bind(node, *asked.type);
    const auto* relate = std::get_if<bound::Relate>(&bound.condition.form);
    if (relate == nullptr) return;
    const bool refuting = related.quantity == Related::Quantity::every;
    rows(relate->place, relate->condition, {Function::count, related.path, related.condition, {}}, refuting,
         asked, why);
}

void Explainer::explain(const Comparison& comparison, const Node& node, const Asked& asked, Why& why) {
    const bound::Query bound = bind(whole(node, asked), *asked.type);
    const bound::Condition* condition = &bound.condition;
    std::vector<bound::Hop> before;
    if (asked.element != nullptr) {
        const auto* relate = std::get_if<bound::Relate>(&condition->form);
        if (relate == nullptr || relate->condition.empty()) return;
        before = relate->place.hops;
        condition = &relate->condition.front();
    }
    const bound::Condition* operand = operand_in(*condition);
    const bound::Other* other = nullptr;
    const std::string name = asked.element != nullptr
                                 ? print(*asked.element) + "." + print(comparison.operand)
                                 : print(comparison.operand);
    if (operand == nullptr) return;
    if (const auto* test = std::get_if<bound::Test>(&operand->form)) {
        bound::Place place = test->place;
        place.hops.insert(place.hops.begin(), before.begin(), before.end());
        why.values.push_back(values(place, name, asked));
        if (test->compares_fields()) other = &std::get<bound::Other>(test->matches.front());
    } else if (asked.element == nullptr) {
        const auto& test_of_figure = std::get<bound::FigureTest>(operand->form);
        const bound::Range none;
        const bound::Range& range = test_of_figure.ranges.empty() ? none : test_of_figure.ranges.front();
        why.values.push_back(value(test_of_figure.figure, name, range, asked));
        if (test_of_figure.other) other = &*test_of_figure.other;
        if (!comparison.operand.condition.empty() && comparison.operand.function != Function::tile) {
            bound::Place place = test_of_figure.figure.place;
            place.attribute.reset();
            rows(place, test_of_figure.figure.condition, comparison.operand, false, asked, why);
        }
    }
    if (other != nullptr && asked.element == nullptr) {
        const std::string right =
            print(comparison.other.empty() ? comparison.operand : comparison.other.front());
        const std::string right_name = comparison.other.empty() ? comparison.values.front().text : right;
        if (const auto* place = std::get_if<bound::Place>(&other->right->what))
            why.values.push_back(values(*place, right_name, asked));
        else
            why.values.push_back(value(std::get<bound::Figure>(other->right->what), right_name, {}, asked));
    }
    if (why.holds == Truth::yes || comparison.op == Operator::known || asked.element != nullptr) return;
    if (!has_opposite(comparison)) {
        const bool none = !why.values.empty() && why.values.front().values.empty();
        if (none) why.holds = Truth::unknown;
        return;
    }
    Comparison opposite = comparison;
    opposite.negated = !comparison.negated;
    if (!selects(bind({std::move(opposite), node.at}, *asked.type), asked.id)) why.holds = Truth::unknown;
}

}  // namespace kith::query

namespace kith {

namespace {

void write(const Why& why, const Settings& settings, std::size_t depth, std::string& out) {
    constexpr std::size_t truth_width = 9;
    const std::string indent(2 * depth, ' ');
    const std::string_view holds = name_of(why.holds);
    out += fmt::format("{}{:<{}}{}\n", indent, holds, truth_width, why.text);
    const std::string below = indent + std::string(truth_width, ' ');
    for (const WhyValue& value : why.values) {
        out += fmt::format("{}{}: ", below, value.name);
        for (std::size_t i = 0; i < value.values.size(); ++i)
            out += (i > 0 ? ", " : "") + text_of(value.values[i], settings);
        out += value.values.empty() ? "unknown\n" : value.more ? ", ...\n" : "\n";
    }
    const RecordRef* record = &why.record;
    for (const Why& part : why.parts) {
        if (part.record != *record && !part.title.empty())
            out += fmt::format("{}{} {}: {}\n", below, part.record.type, part.record.id, part.title);
        else if (part.record != *record)
            out += fmt::format("{}{} {}\n", below, part.record.type, part.record.id);
        record = &part.record;
        write(part, settings, depth + 1, out);
    }
}

}  // namespace

std::string_view name_of(Truth truth) noexcept {
    switch (truth) {
        case Truth::no: return "no";
        case Truth::yes: return "yes";
        case Truth::unknown: return "unknown";
    }
    return {};
}

std::string to_text(const Why& why, const Settings& settings) {
    std::string out;
    write(why, settings, 0, out);
    return out;
}

Why why(const Reader& reader, const RecordType& type, std::string_view text, std::int64_t id,
        const Parameters& parameters) {
    const query::Query tree = query::parse(text);
    store::Connection& connection = reader.connection();
    const store::WorkLimit bounded(connection);
    const std::int64_t survivor = records::resolve(connection, type, id);
    query::bound::Query anyone;
    anyone.type = &type;
    const query::Compiled there = query::compile_holds(anyone, query::registered_types(), survivor);
    if (!there.prepare(connection).step()) {
        ErrorDetail detail;
        detail.record = fmt::format("{} {}", type.name, id);
        detail.message_ja = fmt::format("{} {} はありません", type.name, id);
        throw Error(Code::not_found, fmt::format("there is no {}", detail.record), detail);
    }
    return query::Explainer(connection, parameters).query(tree, type, survivor);
}

Why why(const Database& database, const RecordType& type, std::string_view text, std::int64_t id,
        const Parameters& parameters, Where where) {
    return database.read([&](const Reader& reader) { return why(reader, type, text, id, parameters); }, where);
}

}  // namespace kith
