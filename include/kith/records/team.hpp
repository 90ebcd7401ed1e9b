// A team: users who work together.
#pragma once

#include <kith/record_type.hpp>
#include <kith/value.hpp>

namespace kith {

struct Team;
using TeamId = Id<Team>;

/// A team. Users belong to one (`User::team`).
struct Team {
    TeamId id{};
    std::string name{};  ///< required; unique
    std::string description{};
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Team&, const Team&) = default;
};

template <>
KITH_API const RecordType& record_type<Team>();

}  // namespace kith
