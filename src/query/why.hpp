// Why a query selects a record: the tree walked node by node, each asked of the record by a statement of its own.
#pragma once

#include "query/ast.hpp"
#include "query/bound.hpp"
#include "query/compiler.hpp"
#include "query/environment.hpp"
#include "store/connection.hpp"

#include <kith/why.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::query {

/// Explains one query for one record; belongs to one read.
class Explainer {
public:
    Explainer(store::Connection& connection, const Parameters& parameters);

    [[nodiscard]] Why query(const Query& query, const RecordType& type, std::int64_t id);

private:
    /// Of whom a condition is asked: a record, or the rows of an element of it that `element` leads to.
    struct Asked {
        const RecordType* type = nullptr;
        std::int64_t id = 0;
        const Path* element = nullptr;
    };

    Why node(const Node& node, const Asked& asked);
    /// The condition as the record is asked: within an element, `has ELEMENT (condition)`.
    static Node whole(const Node& node, const Asked& asked);
    [[nodiscard]] bound::Query bind(const Node& node, const RecordType& type) const;
    [[nodiscard]] bool selects(const bound::Query& query, std::int64_t id);

    // An overload for each kind of node adds values and parts to `why`, whose text
    // and truth are there, and tells unknown from no.
    void explain(const Comparison& comparison, const Node& node, const Asked& asked, Why& why);
    void explain(const Related& related, const Node& node, const Asked& asked, Why& why);
    void explain(const Membership& membership, const Node& node, const Asked& asked, Why& why);
    void explain(const Junction& junction, const Node& node, const Asked& asked, Why& why);
    void explain(const Negation& negation, const Node& node, const Asked& asked, Why& why);
    void explain(const Area& area, const Node& node, const Asked& asked, Why& why);
    void explain(const History& history, const Node& node, const Asked& asked, Why& why);
    void explain(const Permission& permission, const Node& node, const Asked& asked, Why& why);
    void explain(const Rank& rank, const Node& node, const Asked& asked, Why& why);
    void explain(const FullText& text, const Node& node, const Asked& asked, Why& why);
    /// The kinds whose values would not say more than their truth.
    template <class Form>
    void explain(const Form&, const Node&, const Asked&, Why&) {}

    /// The lists that the record is on.
    void lists(const Asked& asked, Why& why);

    // why_values.cpp
    /// A place's values for the record.
    WhyValue values(const bound::Place& place, std::string name, const Asked& asked);
    /// A figure's value; in the currency of what it is compared with, if any.
    WhyValue value(const bound::Figure& figure, std::string name, const bound::Range& compared,
                   const Asked& asked);
    /// A path to a field of rows without what leads from them to the field, as `count` takes it.
    [[nodiscard]] Path rows_of(Path path, const RecordType& type) const;
    /// How many rows there are behind a relation, how many of them fit, and some of them with the condition asked of them.
    /// `counting` names the rows in question, with their condition and window; `refuting`: those that do not fit decide.
    void rows(const bound::Place& place, const bound::Conditions& condition, Operand counting, bool refuting,
              const Asked& asked, Why& why);
    /// The ids of some rows, those that decide first.
    std::vector<std::int64_t> deciding(const bound::Place& place, const bound::Conditions& condition,
                                       bool refuting, std::int64_t id, const RecordType& type, int most);
    [[nodiscard]] std::string title_of(const RecordType& type, std::int64_t id);

    store::Connection& connection_;
    const Parameters& parameters_;
    Environment environment_;
    int nodes_ = 0;
    int related_ = 0;  // how many related records lie around
};

}  // namespace kith::query
