// How long deals stay in their stages, as their transitions tell.
#pragma once

#include <kith/pipelines.hpp>

#include <string>
#include <string_view>

namespace kith::sales {

/// The pipeline outside the trash. Throws `not_found`.
[[nodiscard]] Pipeline pipeline_with(const Reader& reader, PipelineId id);

/// An SQL expression: when the deal of the row `alias` last came into its present stage, or NULL. One look-up by key.
[[nodiscard]] std::string since_sql(std::string_view alias);

/// Whether a deal that came at `since` into a stage of this kind has been there for longer than its `rotting_days` allow.
[[nodiscard]] bool rots(StageKind kind, std::optional<int> rotting_days, Time since, Time now);

}  // namespace kith::sales
