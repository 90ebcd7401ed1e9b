// What the answer of a query hangs on: from which rows which way leads to the records it may be another for, and which
// of its conditions move with time. Live segments look at nobody else.
#pragma once

#include "query/bound.hpp"
#include "query/compiler.hpp"
#include "query/vocabulary.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kith::query {

/// From what a transaction touched in one table to records of the query's type.
struct Route {
    enum class From {
        rows,    ///< the rows that came, went or changed
        owner,   ///< the records in the column at `owner` of such rows, before and after
        nobody,  ///< the table is watched with others, and its rows are not looked at
        any,     ///< anything at all in the table: it may be everybody
    };
    int table = 0;
    From from = From::rows;
    int owner = 0;
    Compiled way{};  ///< see compile_way_back; no SQL: the ids are those of the records themselves
};

/// A condition that values are compared in, and where it stands: at another time it may compare with other values.
struct Leaf {
    const bound::Condition* condition = nullptr;  ///< in the query's tree
    std::vector<bound::Hop> asked{};              ///< the way to the row that it is asked of
    std::vector<bound::Hop> hops{};               ///< the way to the value
    const records::Field* field = nullptr;  ///< a column that is compared as it is; null: something else
    const std::vector<bound::Range>* figures = nullptr;  ///< the ranges of a figure
    const records::Field* steps = nullptr;  ///< a tracked field whose steps are compared by their times
    const RecordType* stepping = nullptr;   ///< the type that has it
};

struct Dependence {
    std::vector<Route> routes{};
    std::vector<Leaf> leaves{};
    std::string refusal{};  ///< why its answer can be another for records that nobody touched; empty: it cannot
};

/// Walks through the tree, which must outlive the result.
[[nodiscard]] Dependence dependence_of(const bound::Query& query, Types types);

/// The stretches of values that a leaf lets in at one time and not at the other; `all` when they cannot be told.
struct Moved {
    bool all = false;
    std::vector<std::pair<store::OwnedCell, store::OwnedCell>> stretches{};
};
/// Compares the same leaf of one query bound at two times.
[[nodiscard]] Moved moved(const Leaf& before, const Leaf& after, const RecordType& type, Types types);

}  // namespace kith::query
