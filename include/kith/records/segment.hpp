// A saved segment: a query, or a list, with a name.
#pragma once

#include <kith/record_type.hpp>
#include <kith/records/list.hpp>

#include <optional>

namespace kith {

struct Segment;
using SegmentId = Id<Segment>;

/// A saved segment; see segments.hpp. What it says is checked at the commit, whoever writes it.
struct Segment {
    SegmentId id{};
    std::string name{};                   ///< required; unique in folded form
    std::string record_type = "contact";  ///< singular name of the type it selects
    std::string query{};                  ///< query text; empty with a list
    std::string description{};
    ListId list{};                ///< when set, its members are the segment's, in place of a query
    std::optional<Time> taken{};  ///< of a snapshot: when the list was filled
    bool live = false;            ///< the commit pipeline keeps its members; see Segments::live
    std::string folded{};         ///< kept by kith
    Meta meta{};

    friend bool operator==(const Segment&, const Segment&) = default;
};

template <>
KITH_API const RecordType& record_type<Segment>();

}  // namespace kith
