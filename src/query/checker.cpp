#include "query/checker.hpp"

#include "query/check_tests.hpp"
#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/parser.hpp"
#include "query/type_words.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace kith::query {

using bound::Condition;
using bound::Place;

namespace {

class Checker : TestChecker {
public:
    Checker(const Environment& environment, std::vector<std::string> segments)
        : TestChecker(environment), segments_(std::move(segments)) {}

    bound::Query query(const Query& query, const RecordType& type) {
        bound::Query result = body(query, type);
        result.mentions = std::move(literals_.mentions);
        result.exchanges = std::move(literals_.exchanges);
        result.next_rates = std::move(literals_.next_rates);
        result.other_times = literals_.other_times;
        result.warnings = std::move(warnings_);
        result.summaries = environment_.summaries;
        return result;
    }

    bound::Output output(const Operand& operand, const Scope& scope) {
        bound::Output result = this->operand(operand, scope);
        auto* place = std::get_if<Place>(&result.what);
        if (place == nullptr) return result;
        const bool reference = place->attribute && place->value_type() == FieldType::reference;
        if (!reference)
            resolver_.complete(*place);  // the reference itself can be shown, be its record in the trash
        return result;
    }

private:
    bound::Query body(const Query& query, const RecordType& type) {
        const Scope scope{&type, nullptr, nullptr};
        bound::Query result;
        result.type = &type;
        if (!query.condition.empty()) result.condition = condition(query.condition.front(), scope);
        for (const OrderKey& key : query.order)
            result.order.push_back({order(key.operand, scope), key.descending});
        if (query.limit) result.limit = literals_.amount(*query.limit);
        if (query.offset) result.offset = literals_.amount(*query.offset);
        return result;
    }

    /// Like `output`, but records are ordered by what they are called.
    bound::Output order(const Operand& operand, const Scope& scope) {
        bound::Output result = output(operand, scope);
        auto* place = std::get_if<Place>(&result.what);
        if (place == nullptr || place->value_type() != FieldType::reference) return result;
        resolver_.complete(*place);
        if (const auto naming = resolver_.naming(*place->type)) place->attribute = naming->attribute;
        return result;
    }

    /// Where a condition stands: a junction within another condition is in parentheses.
    enum class Parent { none, condition };

    // The parser bounds one text; with the segments that are inlined the whole is bounded here, in the same measure.
    Condition condition(const Node& node, const Scope& scope, Parent parent = Parent::none) {
        const auto* junction = std::get_if<Junction>(&node.form);
        const bool negation = std::holds_alternative<Negation>(node.form);
        const bool grouped = junction != nullptr && parent != Parent::none;
        std::optional<Level> level;
        if (grouped || negation) level.emplace(depth_, node.at);
        if (junction == nullptr && !negation && ++conditions_ > limits::conditions)
            fail_limit(node.at, {"conditions in one query", "条件の数"}, limits::conditions);
        return std::visit([&](const auto& form) { return bind(form, scope); }, node.form);
    }

    bound::Conditions conditions(const Nodes& nodes, const Scope& scope, Parent parent) {
        bound::Conditions result;
        for (const Node& node : nodes) result.push_back(condition(node, scope, parent));
        return result;
    }

    /// The condition in the parentheses of a relation or figure, behind so many steps. Two are one level of SQL.
    bound::Conditions inside(const Nodes& nodes, const Scope& scope, const Place& place) override {
        if (nodes.empty()) return {};
        const Position at = place.at;
        const auto steps = static_cast<int>(place.hops.size());
        const int outer = related_depth_;
        related_depth_ += std::max(1, (steps + 1) / 2);
        if (related_depth_ > limits::related_depth)
            fail_limit(at, {"related records within one another", "関連レコードの入れ子の段数"},
                       static_cast<std::size_t>(limits::related_depth));
        const Level level(depth_, at);
        bound::Conditions result = conditions(nodes, scope, Parent::none);
        related_depth_ = outer;
        return result;
    }

    Condition bind(const Junction& junction, const Scope& scope) {
        if (junction.all) return {bound::All{conditions(junction.terms, scope, Parent::condition)}};
        return {bound::Any{conditions(junction.terms, scope, Parent::condition)}};
    }

    Condition bind(const Negation& negation, const Scope& scope) {
        return {bound::Not{conditions(negation.term, scope, Parent::condition)}};
    }

    Condition bind(const Related& related, const Scope& scope) {
        relates(1, related.path.at);
        bound::Relate relate;
        relate.quantity = related.quantity;
        relate.place = rows(related.path, scope);
        relate.condition = inside(related.condition, Resolver::scope_of(relate.place), relate.place);
        return {std::move(relate)};
    }

    Condition bind(const Comparison& comparison, const Scope& scope) { return test(comparison, scope); }
    Condition bind(const History& history, const Scope& scope) { return this->history(history, scope); }
    Condition bind(const Stay& stay, const Scope& scope) { return this->stay(stay, scope); }
    Condition bind(const Behaviour& behaviour, const Scope& scope) {
        return this->behaviour(behaviour, scope);
    }

    Condition bind(const Area& area, const Scope& scope) { return this->area(area, scope); }

    Condition bind(const Rank& rank, const Scope& scope) { return this->rank(rank, scope); }

    Condition bind(const FullText& text, const Scope& scope) { return this->full_text(text, scope); }
    Condition bind(const Permission& permission, const Scope& scope) {
        return this->permission(permission, scope);
    }

    Condition bind(const Membership& membership, const Scope& scope) {
        const std::string name = literals_.name(membership.name);
        if (scope.type == nullptr) {
            fail(membership.name.at, {"a condition on the element", "要素についての条件"}, quote("in ..."));
        }
        if (membership.of == Membership::Of::segment) return segment(name, membership.name.at, scope);
        if (const RecordType* list = type_named(environment_.types, "list")) {
            literals_.mentions.push_back({list, name, membership.name.at});
        }
        return {bound::OnList{text::fold(name)}};
    }

    Condition segment(const std::string& name, Position at, const Scope& scope) {
        const std::string folded = text::fold(name);
        const auto same = [&](const std::string& open) { return text::fold(open) == folded; };
        if (const auto first = std::find_if(segments_.begin(), segments_.end(), same);
            first != segments_.end()) {
            const std::string path = fmt::format("{} -> {}", fmt::join(first, segments_.end(), " -> "), name);
            fail(at, {fmt::format("the segment refers to itself: {}", path),
                      fmt::format("セグメントが自分自身を参照しています: {}", path)});
        }
        if (segments_.size() >= limits::segments) {
            fail_limit(at, {"segments that refer to one another", "セグメントの参照の段数"}, limits::segments);
        }
        const auto segment = environment_.segment ? environment_.segment(folded) : std::nullopt;
        if (!segment) {
            const auto names =
                environment_.segment_names ? environment_.segment_names() : std::vector<std::string>{};
            fail(at, {"the name of a segment", "セグメントの名前"}, quote(name), nearest_of(name, names));
        }
        if (segment->record_type != scope.type->name) {
            fail(at,
                 {fmt::format("a segment of {}", scope.type->plural),
                  fmt::format("「{}」のセグメント", scope.type->name)},
                 {fmt::format("'{}', which selects records of type {}", name, segment->record_type),
                  fmt::format("「{}」（種別は{}）", name, segment->record_type)});
        }
        if (segment->list) return {bound::OnList{{}, segment->list.value}};
        const Level level(depth_, at);
        segments_.push_back(segment->name);
        Condition result;
        try {
            bound::Query inner = body(parse(segment->query), *scope.type);
            if (inner.limit || inner.offset)
                result = {bound::Among{std::make_shared<const bound::Query>(std::move(inner))}};
            else
                result = std::move(inner.condition);
        } catch (const Error& error) {
            const bool of_text = error.code() == Code::parse || error.code() == Code::limit;
            if (!of_text || !error.argument("segment").empty()) throw;
            ErrorDetail detail;
            detail.arguments = error.arguments();
            detail.arguments.emplace_back("segment", segment->name);
            detail.message_ja =
                fmt::format("セグメント「{}」: {}", segment->name, error.message(Language::ja));
            throw Error(error.code(), fmt::format("in segment '{}': {}", segment->name, error.what()), detail);
        }
        segments_.pop_back();
        return result;
    }

    std::vector<std::string> segments_;  // open ones, outermost first
    std::size_t conditions_ = 0;
    int related_depth_ = 0;
    int depth_ = 0;
};

}  // namespace

bound::Query check(const Query& query, const RecordType& type, const Environment& environment,
                   std::vector<std::string> segments) {
    return Checker(environment, std::move(segments)).query(query, type);
}

bound::Output check_output(const Operand& operand, const RecordType& type, const Environment& environment) {
    return Checker(environment, {}).output(operand, {&type, nullptr, nullptr});
}

}  // namespace kith::query
