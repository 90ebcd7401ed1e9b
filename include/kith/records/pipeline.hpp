// A pipeline: the way that deals go from the first talk to won or lost.
#pragma once

#include <kith/record_type.hpp>

#include <cstdint>
#include <string>

namespace kith {

struct Pipeline;
using PipelineId = Id<Pipeline>;

/// A pipeline. Several may stand side by side: new business, renewals, a branch. One that holds deals cannot go to the
/// trash (`in_use`).
struct Pipeline {
    PipelineId id{};
    std::string name{};         ///< required; unique in folded form
    std::int64_t position = 0;  ///< order among the pipelines, then by id
    std::string description{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const Pipeline&, const Pipeline&) = default;
};

template <>
KITH_API const RecordType& record_type<Pipeline>();

}  // namespace kith
