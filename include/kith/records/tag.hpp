// A tag: a word that sorts records of any type.
#pragma once

#include <kith/record_type.hpp>

namespace kith {

struct Tag;
using TagId = Id<Tag>;

/// A tag. Names are unique in folded form: "VIP" and "ｖｉｐ" are one tag.
struct Tag {
    TagId id{};
    std::string name{};   ///< required
    std::string color{};  ///< "#rrggbb", for the host's display
    std::string description{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const Tag&, const Tag&) = default;
};

template <>
KITH_API const RecordType& record_type<Tag>();

}  // namespace kith
