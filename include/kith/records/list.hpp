// A list: records of one type that someone put there by hand.
#pragma once

#include <kith/record_type.hpp>

namespace kith {

struct List;
using ListId = Id<List>;

/// A manual list. Names are unique in folded form.
struct List {
    ListId id{};
    std::string name{};                   ///< required
    std::string record_type = "contact";  ///< the type of its members; stays while there are any (`in_use`)
    std::string description{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const List&, const List&) = default;
};

template <>
KITH_API const RecordType& record_type<List>();

}  // namespace kith
