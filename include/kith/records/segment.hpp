// A saved segment: a query with a name.
#pragma once

#include <kith/record_type.hpp>

namespace kith {

struct Segment;
using SegmentId = Id<Segment>;

/// A saved segment; see segments.hpp. Its query is checked at the commit, whoever writes it.
struct Segment {
    SegmentId id{};
    std::string name{};                   ///< required; unique in folded form
    std::string record_type = "contact";  ///< singular name of the type it selects
    std::string query{};                  ///< query text
    std::string description{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const Segment&, const Segment&) = default;
};

template <>
KITH_API const RecordType& record_type<Segment>();

}  // namespace kith
