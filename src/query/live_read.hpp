// Live segments as a connection knows them: read and compiled once, until definitions change.
#pragma once

#include "query/bound.hpp"
#include "query/compiler.hpp"
#include "query/routes.hpp"
#include "store/connection.hpp"
#include "store/core.hpp"
#include "store/dependencies.hpp"

#include <kith/records/segment.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kith::query {

/// One segment and its statements.
struct Live {
    Segment segment{};
    std::string problem{};  ///< why it cannot be asked
    bound::Query query{};   ///< bound when it was read
    bool on_time = false;
    bool movable = false;  ///< what time changes of its statements are parameters that can be renewed
    Compiled few{};
    Compiled one{};
    std::optional<Query> text{};  ///< read, of a query that is bound anew for each transaction
    Dependence dependence{};
    store::Dependencies watched{};
};

using Lives = std::vector<std::unique_ptr<Live>>;

/// All of them, broken ones too, which say why.
[[nodiscard]] std::shared_ptr<const Lives> lives_of(store::Connection& connection, const store::Core& core);

}  // namespace kith::query
