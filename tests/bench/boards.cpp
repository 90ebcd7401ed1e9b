// What a pipeline holds.
#include "figures.hpp"
#include "sections.hpp"

#include <cstdlib>

namespace kith::bench {

void bench_boards(Built& built) {
    Pipelines pipelines = built.db.pipelines();
    const PipelineId pipeline = built.population.pipeline();
    const auto& stages = built.population.stages();
    Raw& raw = built.raw->raw();
    std::int64_t seen = 0;
    const auto board = [&](std::size_t cards) {
        constexpr int boards = 200;
        return best_of(5,
                       [&] {
                           for (int i = 0; i < boards; ++i)
                               for (const BoardStage& stage :
                                    pipelines.board(pipeline, {.cards = cards}).stages)
                                   seen += stage.deals;
                       }) /
               boards;
    };
    // The index that serves it best, which every write would have to keep.
    raw.exec(
        "CREATE INDEX by_hand ON deal (pipeline_id, stage_id, currency, amount) WHERE deleted_at IS NULL");
    RawStatement group = raw.prepare(
        "SELECT stage_id, currency, count(*), sum(amount) FROM deal WHERE pipeline_id = 1 AND deleted_at IS NULL "
        "GROUP BY stage_id, currency");
    const double counted = best_of(5, [&] {
        while (group.step()) seen += group.integer(2);
        group.reset();
    });
    title("boards (raw: GROUP BY on a covering index)");
    row("totals", board(0), counted, 1, "<= 0.01 at 1M");
    row("totals and 20 cards a stage", board(20), counted, 1);
    raw.exec("DROP INDEX by_hand");

    const std::vector<DealId> ids = built.db.ids<Deal>();
    const int moves = 500;
    int round = 0;
    const double moved = best_of(3, [&] {
        ++round;
        for (int i = 0; i < moves; ++i)
            pipelines.move(ids[static_cast<std::size_t>(i) * 7919 % ids.size()],
                           stages[static_cast<std::size_t>(i + round) % stages.size()]);
    });
    row("move one deal", moved, moves);
    if (seen == 0) std::exit(1);
}

}  // namespace kith::bench
