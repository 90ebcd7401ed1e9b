// A stage of a pipeline.
#pragma once

#include <kith/records/pipeline.hpp>

#include <optional>
#include <vector>

namespace kith {

struct Stage;
using StageId = Id<Stage>;

/// What it means for a deal to be in a stage.
enum class StageKind : std::int32_t { open = 0, won = 1, lost = 2 };

/// The column of a forecast that a stage's deals count in.
enum class Forecast : std::int32_t { pipeline = 0, best_case = 1, commit = 2, closed = 3, omitted = 4 };

/// A stage of a pipeline. While it holds deals it cannot go to the trash, to another pipeline or change its kind
/// (`in_use`).
struct Stage {
    StageId id{};
    PipelineId pipeline{};      ///< required
    std::string name{};         ///< required; unique within the pipeline in folded form
    std::int64_t position = 0;  ///< order within the pipeline, then by id
    StageKind kind = StageKind::open;
    int probability = 0;  ///< percent, 0 to 100, by which its amounts are weighted; won is 100, lost 0
    Forecast forecast = Forecast::pipeline;
    std::optional<int> rotting_days{};  ///< a deal that is longer here is rotting; at least 1; nothing: never
    /// Fields of a deal that must have a value before it may enter, and keep one here: "amount", "expected_close",
    /// "lost_reason", "tags", "field.KEY" ... (`required` names field and stage). Tags are asked for when it enters;
    /// `untag` takes them whatever the stage says.
    std::vector<std::string> required_fields{};
    std::string folded{};  ///< kept by kith
    Meta meta{};

    friend bool operator==(const Stage&, const Stage&) = default;
};

template <>
KITH_API const RecordType& record_type<Stage>();

}  // namespace kith
