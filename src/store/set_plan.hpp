// What a set of records is made of: the statement that names them, and what is done with its rows in C++.
#pragma once

#include "store/cell.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kith::store {

struct SetPlan;

/// The plans that a statement's parameters stand for, each with the number of its parameter.
using SetPlans = std::vector<std::pair<int, std::shared_ptr<const SetPlan>>>;

/// A set of ids with a value or several for each. A statement reads it through `kith_set(?)` and `kith_value(?, id, n)`,
/// where the parameter is bound with Statement::bind_set.
struct SetPlan {
    /// How the rows of one id become one. Rows whose id or key is NULL count for nothing; with `given`, a key that is
    /// NULL is a value that the id does not have.
    enum class Gather {
        given,    ///< the keys of its only row (of several, the first)
        count,    ///< how many rows there are; no keys
        sum,      ///< of the first key
        minimum,  ///< of the first key
        maximum,  ///< of the first key
    };
    /// The ids whose first value is among the highest, or the lowest; of equal ones those with lower ids.
    struct Top {
        std::int64_t most = 0;  ///< so many ...
        double percent = 0;     ///< ... or, above 0, so much of those that have a value, rounded up
        bool lowest = false;

        friend bool operator==(const Top&, const Top&) = default;
    };

    std::string select{};  ///< SELECT id, key, ... : whole numbers and numbers. The order of its rows means nothing
    std::vector<OwnedCell> parameters{};  ///< of `select`; empty cells where `sets` has one
    SetPlans sets{};                      ///< those that `select` itself reads
    Gather gather = Gather::given;
    // Only ids whose first value lies between; a missing bound is open.
    std::optional<OwnedCell> low{};
    std::optional<OwnedCell> high{};
    bool low_included = true;
    bool high_included = true;
    std::optional<Top> top{};
    /// In place of each key the number of its part when those that have a value are ordered by it, equal ones by
    /// falling id, and cut into so many parts: 1 the lowest. Parts differ by one at most, the larger are the upper ones.
    std::vector<int> tiles{};

    /// Makes the same set of the same file.
    friend bool operator==(const SetPlan& a, const SetPlan& b);
};

/// Whether two statements with these sets read the same.
[[nodiscard]] bool same_sets(const SetPlans& a, const SetPlans& b);

}  // namespace kith::store
