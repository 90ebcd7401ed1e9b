// Pipelines: boards of deals, moving them, and how they flow.
//
// Pipelines, stages and deals are records like any other: add, edit, query and merge work on them. What is here is more
// than one record: a pipeline with its stages at once, a board with its totals, and figures from the moves of deals,
// which are kept as `transition` for good.
#pragma once

#include <kith/database.hpp>
#include <kith/export.hpp>
#include <kith/records/deal.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// What the deals of one currency add up to. Currencies are never added to each other.
struct BoardTotal {
    std::int64_t deals = 0;
    Money amount{};  ///< without a currency: deals that have no amount
    Money weighted{};  ///< amount x the stage's probability, rounded once to the minor unit, half away from zero
};

/// A deal as a board shows it.
struct BoardCard {
    DealId deal{};
    std::string name{};
    Money amount{};
    ContactId contact{};
    OrganizationId organization{};
    UserId owner{};
    std::optional<PartialDate> expected_close{};
    std::optional<Time> since{};  ///< when it came into its stage
    bool rotting = false;         ///< open, and longer in its stage than the stage allows
};

/// A column of a board.
struct BoardStage {
    Stage stage{};
    std::int64_t deals = 0;            ///< all of them, whatever `cards` holds
    std::vector<BoardTotal> totals{};  ///< one per currency, by code
    std::vector<BoardCard> cards{};    ///< the first ones, by the deals' `position`, then id
};

/// A pipeline with its deals, the trash left out.
struct Board {
    Pipeline pipeline{};
    std::vector<BoardStage> stages{};  ///< by position, then id; one in the trash only while it holds deals
};

struct BoardOptions {
    std::size_t cards = 20;   ///< at most so many per stage; 0: totals alone
    std::string filter{};     ///< query text over deals: only those count; empty: all
    Parameters parameters{};  ///< of the filter
};

struct MoveOptions {
    std::optional<std::int64_t> position{};  ///< its place in the new stage; nothing: as it is
    std::string lost_reason{};               ///< empty: as it is
};

/// A new pipeline and its stages, in order.
struct NewPipeline {
    PipelineId id{};
    std::vector<StageId> stages{};
};

/// An open deal that has been in its stage for too long.
struct RottingDeal {
    DealId deal{};
    std::string name{};
    StageId stage{};
    Time since{};           ///< when it came into the stage
    std::int64_t days = 0;  ///< whole days since then
};

/// A stretch of time, `from` included and `to` not; a missing bound is open.
struct TimeWindow {
    std::optional<Time> from{};
    std::optional<Time> to{};

    [[nodiscard]] bool holds(Time time) const noexcept {
        return (!from || time >= *from) && (!to || time < *to);
    }
};

/// How long deals stay in a stage.
struct StageDuration {
    StageId stage{};
    std::string name{};
    std::int64_t stays = 0;              ///< that ended in the window; a deal that comes twice stays twice
    std::chrono::milliseconds mean{};    ///< of those; 0 when there is none
    std::chrono::milliseconds median{};  ///< of an even number the mean of the middle two
    std::chrono::milliseconds longest{};
    std::int64_t present = 0;  ///< deals that are there now
};

/// What became of the deals that came into a stage.
struct StageConversion {
    StageId stage{};
    std::string name{};
    std::int64_t entered = 0;  ///< deals that came into it in the window, each once
    std::int64_t advanced =
        0;  ///< of those: came into a later open stage of the pipeline, or were won, at any time after
    std::int64_t won = 0;   ///< of those: won by now
    std::int64_t lost = 0;  ///< of those: lost by now

    /// advanced / entered; 0 when none came.
    [[nodiscard]] double rate() const noexcept {
        return entered == 0 ? 0 : static_cast<double>(advanced) / static_cast<double>(entered);
    }
};

/// The pipelines of a database. A handle like Database itself: cheap to copy, safe from any number of threads.
class KITH_API Pipelines {
public:
    /// Makes a pipeline with its stages in one transaction: their positions are their places in the list, and
    /// `Stage::pipeline` is filled in. Throws `not_unique` for a name that is taken, and what adding a stage throws.
    NewPipeline create(std::string_view name, std::vector<Stage> stages, Where where = Where::current());

    /// The pipeline of this name in any case, width and kana, or nothing.
    [[nodiscard]] std::optional<Pipeline> find(std::string_view name, Where where = Where::current()) const;
    /// All pipelines, by position.
    [[nodiscard]] std::vector<Pipeline> list(Where where = Where::current()) const;
    /// The stages of a pipeline, by position, the trash left out.
    [[nodiscard]] std::vector<Stage> stages(PipelineId pipeline, Where where = Where::current()) const;

    /// Moves a deal into a stage, of whichever pipeline: one transaction, which `undo` takes back. Gives its number; 0
    /// when there was nothing to change. Throws `not_found`, and `required` naming the field that the stage requires.
    TransactionId move(DealId deal, StageId stage, const MoveOptions& options, Where where = Where::current());
    TransactionId move(DealId deal, StageId stage, Where where = Where::current()) {
        return move(deal, stage, {}, where);
    }

    /// The board of a pipeline. Without a filter the totals are read as the commits keep them, a row per stage and
    /// currency, however many deals there are; each card costs three look-ups by key. With a filter the selected deals are
    /// counted. Throws `not_found`, and `parse` for the filter.
    [[nodiscard]] Board board(PipelineId pipeline, const BoardOptions& options,
                              Where where = Where::current()) const;
    [[nodiscard]] Board board(PipelineId pipeline, Where where = Where::current()) const {
        return board(pipeline, BoardOptions{}, where);
    }

    /// Open deals that are longer in their stage than its `rotting_days`, the longest first. A deal's clock starts anew
    /// with every move. Cost: two look-ups for each open deal of the stages that rot.
    [[nodiscard]] std::vector<RottingDeal> rotting(PipelineId pipeline, Where where = Where::current()) const;

    /// How long deals stayed in each stage of the pipeline, from the moves that ended in the window. Deals in the trash
    /// are left out. Cost: reads every move of every deal in the file, about a microsecond each.
    [[nodiscard]] std::vector<StageDuration> stage_durations(PipelineId pipeline, TimeWindow window = {},
                                                             Where where = Where::current()) const;

    /// How many of the deals that came into each stage in the window went on. Cost as `stage_durations`.
    [[nodiscard]] std::vector<StageConversion> conversion(PipelineId pipeline, TimeWindow window = {},
                                                          Where where = Where::current()) const;

    /// The price of a product in a currency (its code in any case) on a day: of those that hold then, the one that starts
    /// last. Nothing when there is none. Throws `not_found` for a product that does not exist, `invalid_argument` for a day
    /// that is not complete. Two look-ups by key.
    [[nodiscard]] std::optional<Money> price(ProductId product, std::string_view currency, PartialDate day,
                                             Where where = Where::current()) const;

private:
    friend class Database;
    explicit Pipelines(const Database& database) : database_(database) {}

    Database database_;
};

}  // namespace kith
