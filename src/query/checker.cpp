#include "query/checker.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/literals.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/resolver.hpp"
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

class Checker {
public:
    Checker(const Environment& environment, std::vector<std::string> segments)
        : environment_(environment),
          resolver_(environment),
          literals_(environment, resolver_),
          segments_(std::move(segments)) {}

    bound::Query query(const Query& query, const RecordType& type) {
        bound::Query result = body(query, type);
        result.mentions = std::move(literals_.mentions);
        result.warnings = std::move(warnings_);
        return result;
    }

    bound::Output output(const Operand& operand, const Scope& scope) {
        if (operand.function != Function::none) return {figure(operand, scope)};
        Place place = resolver_.resolve(operand.path, scope);
        const bool reference = place.attribute && place.value_type() == FieldType::reference;
        if (!reference)
            resolver_.complete(place);  // the reference itself can be shown, be its record in the trash
        return {std::move(place)};
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

    /// Where a condition stands; it says which parentheses a junction needs.
    enum class Parent { none, all, any, negation };

    // The parser bounds one text; with the segments that are inlined the whole is bounded here, in the same measure.
    Condition condition(const Node& node, const Scope& scope, Parent parent = Parent::none) {
        const auto* junction = std::get_if<Junction>(&node.form);
        const bool negation = std::holds_alternative<Negation>(node.form);
        const bool grouped =
            junction != nullptr && (parent == Parent::negation || (parent == Parent::all && !junction->all));
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
    bound::Conditions inside(const Nodes& nodes, const Scope& scope, const Place& place) {
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

    /// Counts conditions that look at other rows.
    void relates(std::size_t count, Position at) {
        related_ += count;
        if (related_ > limits::related)
            fail_limit(at, {"conditions on related records in one query", "関連レコードについての条件の数"},
                       limits::related);
    }

    Condition bind(const Junction& junction, const Scope& scope) {
        if (junction.all) return {bound::All{conditions(junction.terms, scope, Parent::all)}};
        return {bound::Any{conditions(junction.terms, scope, Parent::any)}};
    }

    Condition bind(const Negation& negation, const Scope& scope) {
        return {bound::Not{conditions(negation.term, scope, Parent::negation)}};
    }

    Condition bind(const Related& related, const Scope& scope) {
        relates(1, related.path.at);
        bound::Relate relate;
        relate.quantity = related.quantity;
        relate.place = rows(related.path, scope);
        relate.condition = inside(related.condition, Resolver::scope_of(relate.place), relate.place);
        return {std::move(relate)};
    }

    /// The place of a path that must lead to rows.
    Place rows(const Path& path, const Scope& scope) {
        Place place = resolver_.resolve(path, scope);
        if (!resolver_.to_rows(place)) {
            fail(path.at,
                 {"related records, such as an interaction, an e-mail or an owner",
                  "やりとり、メール、担当者などの関連レコード"},
                 quote(place.written));
        }
        return place;
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

    Condition bind(const Comparison& comparison, const Scope& scope) {
        if (comparison.operand.function != Function::none) return figure_test(comparison, scope);
        Place place = resolver_.resolve(comparison.operand.path, scope);
        const bool flag = comparison.op == Operator::is && choose_field(place, comparison);
        resolver_.complete(place);
        if (comparison.op == Operator::has_all) {
            bound::All all;
            if (!place.hops.empty()) relates(comparison.values.size(), comparison.operand.path.at);
            for (auto& matches : literals_.each(place, comparison)) {
                all.terms.push_back({bound::Test{place, false, false, std::move(matches)}});
            }
            return {std::move(all)};
        }
        if (!place.hops.empty()) relates(1, comparison.operand.path.at);
        bound::Test test;
        if (flag)
            test.matches.emplace_back(
                bound::Equal{{store::OwnedCell(store::Cell::of(std::int64_t{1}))}, {}, {}});
        else
            test.matches = literals_.matches(place, comparison);
        // "every" is about rows, one or many: it holds where there is none
        test.every = comparison.every && (place.many() || !place.hops.empty());
        // "is unknown" asks for the absence of a value, not for a value that is not known
        const bool unknown = comparison.op == Operator::known && comparison.negated;
        test.negated = comparison.negated && !unknown;
        if (test.negated && !test.every && place.many()) warn_negative(place);
        test.place = std::move(place);
        Condition result{std::move(test)};
        if (!unknown) return result;
        bound::Not negation;
        negation.term.push_back(std::move(result));
        return {std::move(negation)};
    }

    void warn_negative(const Place& place) {
        const std::string warning = fmt::format(
            "'{}' can have several values, and a negative condition holds when one of them differs: to ask that none "
            "fits, write 'not' before the positive condition",
            place.written);
        if (std::find(warnings_.begin(), warnings_.end(), warning) == warnings_.end())
            warnings_.push_back(warning);
    }

    /// `email is valid`, `user is active`: a word that is a choice or the name of a flag of the rows chooses the field.
    /// True when it chose a flag.
    static bool choose_field(Place& place, const Comparison& comparison) {
        const bool words = !comparison.values.empty() && comparison.values.front().kind == Literal::Kind::text;
        if (place.attribute || place.hops.empty() || !words) return false;
        const std::string word = text::fold(comparison.values.front().text);
        const auto& fields = place.element != nullptr ? place.element->fields : place.type->fields;
        const auto has_word = [&](const records::Field& field) {
            if (field.type == FieldType::flag) return text::fold(field.name) == word;
            return field.choices != nullptr &&
                   std::any_of(field.choices->begin(), field.choices->end(), [&](const auto& choice) {
                       return text::fold(choice.name) == word ||
                              text::fold(choice.label_ja.substr(0, choice.label_ja.find('|'))) == word;
                   });
        };
        const auto found = std::find_if(fields.begin(), fields.end(), has_word);
        if (found == fields.end()) return false;
        place.attribute.emplace();
        place.attribute->field = &*found;
        return found->type == FieldType::flag;
    }

    bound::Figure figure(const Operand& operand, const Scope& scope) {
        bound::Figure figure;
        figure.function = operand.function;
        if (operand.function == Function::count) {
            figure.place = resolver_.resolve(operand.path, scope);
            // the values of a custom multi-choice are rows too
            const bool values = figure.place.attribute &&
                                figure.place.attribute->kind == bound::Attribute::Kind::custom &&
                                figure.place.many();
            if (values)
                figure.place.attribute.reset();
            else
                figure.place = rows(operand.path, scope);
        } else {
            figure.place = resolver_.resolve(operand.path, scope);
            const FieldType type = figure.place.value_type();
            const bool time = type == FieldType::time && (operand.function == Function::minimum ||
                                                          operand.function == Function::maximum);
            const bool number =
                type == FieldType::integer || type == FieldType::real || type == FieldType::money;
            if (!figure.place.attribute || !(number || time)) {
                const Phrase name = quote(print(operand.path));
                fail(operand.path.at,
                     {"a field of related records that holds numbers", "関連レコードの数値の項目"}, name);
            }
        }
        if (!figure.place.many()) {
            fail(operand.path.at,
                 {"related records, of which there can be several", "複数ありうる関連レコード"},
                 quote(figure.place.written));
        }
        // the condition is on the records, also where their custom values are summed up
        const bool custom =
            figure.place.hops.back().kind == bound::Hop::Kind::custom && figure.place.attribute;
        const Scope inner = custom ? Scope{figure.place.hops.back().from, nullptr, nullptr}
                                   : Resolver::scope_of(figure.place);
        figure.condition = inside(operand.condition, inner, figure.place);
        return figure;
    }

    Condition figure_test(const Comparison& comparison, const Scope& scope) {
        bound::FigureTest test;
        test.figure = figure(comparison.operand, scope);
        const FieldType type =
            test.figure.function == Function::count ? FieldType::integer : test.figure.place.value_type();
        test.negated = comparison.negated;
        test.known = comparison.op == Operator::known;
        if (!test.known) test.ranges = literals_.ranges(test.figure.place, type, comparison);
        relates(std::max<std::size_t>(test.ranges.size(), 1), comparison.operand.path.at);
        return {std::move(test)};
    }

    const Environment& environment_;
    Resolver resolver_;
    Literals literals_;
    std::vector<std::string> segments_;  // open ones, outermost first
    std::vector<std::string> warnings_;
    std::size_t conditions_ = 0;
    std::size_t related_ = 0;
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
