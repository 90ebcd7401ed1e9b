// The part of the checker that binds tests: comparisons of places, of figures, of one with another.
#pragma once

#include "query/ast.hpp"
#include "query/bound.hpp"
#include "query/environment.hpp"
#include "query/literals.hpp"
#include "query/resolver.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kith::query {

/// Binds one test at a time; what lies in parentheses is bound by whoever checks the whole.
class TestChecker {
public:
    virtual ~TestChecker() = default;

protected:
    explicit TestChecker(const Environment& environment)
        : environment_(environment), resolver_(environment), literals_(environment, resolver_) {}

    /// The condition in the parentheses of a relation or figure, behind the steps of `place`.
    virtual bound::Conditions inside(const Nodes& nodes, const Scope& scope, const bound::Place& place) = 0;

    [[nodiscard]] bound::Condition test(const Comparison& comparison, const Scope& scope);
    [[nodiscard]] bound::Condition area(const Area& area, const Scope& scope);
    /// What an operand leads to: a place for a path, for the first or last of something and for an anniversary; else
    /// a figure. The place is not completed.
    [[nodiscard]] bound::Output operand(const Operand& operand, const Scope& scope);
    // check_history.cpp and check_behaviour.cpp
    [[nodiscard]] bound::Condition history(const History& history, const Scope& scope);
    [[nodiscard]] bound::Condition stay(const Stay& stay, const Scope& scope);
    [[nodiscard]] bound::Condition behaviour(const Behaviour& behaviour, const Scope& scope);

    /// The place of a path that must lead to rows.
    [[nodiscard]] bound::Place rows(const Path& path, const Scope& scope);
    // check_words.cpp and check_permission.cpp
    [[nodiscard]] bound::Condition full_text(const FullText& text, const Scope& scope);
    [[nodiscard]] bound::Condition permission(const Permission& permission, const Scope& scope);
    // check_rank.cpp
    [[nodiscard]] bound::Condition rank(const Rank& rank, const Scope& scope);

    /// Counts conditions that look at other rows.
    void relates(std::size_t count, Position at);
    void warn(std::string warning);

    const Environment& environment_;
    Resolver resolver_;
    Literals literals_;
    std::vector<std::string> warnings_;

private:
    [[nodiscard]] bound::Condition place_test(const Comparison& comparison, const Scope& scope,
                                              bound::Place place);
    [[nodiscard]] bound::Condition figure_test(const Comparison& comparison, const Scope& scope,
                                               bound::Figure figure);
    [[nodiscard]] bound::Condition all_of(const Comparison& comparison, const bound::Place& place);
    [[nodiscard]] bound::Condition exactly(const Comparison& comparison, const bound::Place& place);
    [[nodiscard]] std::vector<bound::Match> matches(const bound::Place& place, const Comparison& comparison,
                                                    const Scope& scope);
    [[nodiscard]] bound::Figure figure(const Operand& operand, const Scope& scope);
    [[nodiscard]] bound::Place picked(const Operand& operand, const Scope& scope);
    [[nodiscard]] bound::Place anniversary(const Operand& operand, const Scope& scope);
    // check_rank.cpp
    [[nodiscard]] bound::Figure tile(const Operand& operand, const Scope& scope);
    /// Refuses a part that there is not, such as the sixth quintile. What a parameter says is the caller's.
    static void check_parts(const bound::Figure& tile, const Comparison& comparison,
                            const std::vector<bound::Range>& ranges);
    [[nodiscard]] std::shared_ptr<const bound::Ranking> ranking(const Operand& by, const Nodes& among,
                                                                Position at, const Scope& scope);
    /// The condition of an operand on the rows of `scope`, its window included.
    [[nodiscard]] bound::Conditions conditions_of(const Operand& operand, const Scope& scope,
                                                  const bound::Place& place);
    /// A test of a time of rows of `type`.
    [[nodiscard]] bound::Test time_test(const Window& window, const RecordType& type,
                                        const records::Field& field);
    /// What the steps of a field are asked for, on the rows that have it.
    [[nodiscard]] bound::Condition steps(const History& history, const bound::Place& place);
    void warn_negative(const bound::Place& place);
    /// Warns of `given = family`, which compares with the word.
    void warn_of_field(const bound::Place& place, const Comparison& comparison, const Scope& scope);

    // check_behaviour.cpp
    struct Events;
    [[nodiscard]] Events events_of(const Behaviour& behaviour, const Scope& scope);
    /// Deed `from` of a behaviour and those after it, as one condition on its rows; with a further one on the first's.
    [[nodiscard]] bound::Conditions sequence(const Behaviour& behaviour, std::size_t from,
                                             const Events& events, std::vector<bound::Test> further);
    [[nodiscard]] bound::Conditions kind(const Literal& kind, const Events& events);

    // check_fields.cpp
    /// The operand in place of a value, as what the left side is compared with. `left`: the place, or that of the
    /// figure's field, whose values have `type`.
    [[nodiscard]] bound::Other other(const bound::Place& left, FieldType type, bool figure,
                                     const Comparison& comparison, const Operand& right, const Scope& scope);
    /// What is written of a distance, with what its parameter says.
    [[nodiscard]] Distance distance(const Distance& written, bound::Other::By by);
    /// The field that a value's text names; nothing when it names none.
    [[nodiscard]] std::optional<Operand> field_named(const Comparison& comparison, FieldType type,
                                                     const Scope& scope);

    std::size_t related_ = 0;
    std::size_t ranks_ = 0;
};

}  // namespace kith::query
