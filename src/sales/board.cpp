// Boards: a pipeline with its totals and first cards.
#include "records/record_type.hpp"
#include "records/verbs.hpp"
#include "sales/stay.hpp"

#include <kith/pipelines.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith {

namespace {

/// amount x percent / 100, rounded half away from zero, without leaving 64 bits on the way.
std::int64_t weighted(std::int64_t amount, int percent) {
    const std::int64_t rest = amount % 100 * percent;
    return amount / 100 * percent + (rest + (rest < 0 ? -50 : 50)) / 100;
}

/// The ids as a JSON array, which one parameter carries into SQL.
std::string json_of(const std::vector<std::int64_t>& ids) { return fmt::format("[{}]", fmt::join(ids, ",")); }

std::vector<BoardStage> columns_of(store::Connection& connection, PipelineId pipeline) {
    std::vector<std::int64_t> ids;
    store::Statement select =
        connection.prepare("SELECT id FROM stage s WHERE pipeline_id = ?1 AND (deleted_at IS NULL OR EXISTS "
                           "(SELECT 1 FROM board_total t WHERE t.stage_id = s.id)) ORDER BY position, id");
    select.bind(1, pipeline.value);
    while (select.step()) ids.push_back(select.integer(0));
    std::vector<BoardStage> stages;
    records::load_many(connection, record_type<Stage>(), ids, &stages, [](void* into) -> void* {
        return &static_cast<std::vector<BoardStage>*>(into)->emplace_back().stage;
    });
    return stages;
}

constexpr std::string_view kept_totals =
    "SELECT t.stage_id, t.currency, t.deals, t.amount FROM stage s CROSS JOIN board_total t ON t.stage_id = s.id "
    "WHERE s.pipeline_id = ?1 ORDER BY t.stage_id, t.currency";
constexpr std::string_view filtered_totals =
    "SELECT d.stage_id, ifnull(d.currency, ''), count(*), ifnull(sum(d.amount), 0) FROM json_each(?2) j "
    "CROSS JOIN deal d ON d.id = j.value WHERE d.pipeline_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2";

void read_totals(store::Connection& connection, PipelineId pipeline, const std::string* chosen,
                 std::vector<BoardStage>& stages) {
    store::Statement totals = connection.prepare(chosen == nullptr ? kept_totals : filtered_totals);
    totals.bind(1, pipeline.value);
    if (chosen != nullptr) totals.bind(2, *chosen);
    while (totals.step()) {
        const auto stage = std::find_if(stages.begin(), stages.end(), [&](const BoardStage& s) {
            return s.stage.id.value == totals.integer(0);
        });
        if (stage == stages.end()) continue;
        BoardTotal& total = stage->totals.emplace_back();
        total.deals = totals.integer(2);
        total.amount = {totals.integer(3), totals.string(1)};
        total.weighted = {weighted(totals.integer(3), stage->stage.probability), totals.string(1)};
        stage->deals += total.deals;
    }
}

void read_cards(store::Connection& connection, std::size_t count, const std::string* chosen,
                BoardStage& stage) {
    store::Statement cards = connection.prepare(fmt::format(
        "SELECT d.id, d.name, d.amount, d.currency, d.contact_id, d.organization_id, d.owner_id, d.expected_close, {} "
        "FROM deal d WHERE d.stage_id = ?1 AND d.deleted_at IS NULL{} ORDER BY d.position, d.id LIMIT ?2",
        sales::since_sql("d"), chosen == nullptr ? "" : " AND d.id IN (SELECT value FROM json_each(?3))"));
    cards.bind_all(stage.stage.id.value, static_cast<std::int64_t>(count));
    if (chosen != nullptr) cards.bind(3, *chosen);
    while (cards.step()) {
        BoardCard& card = stage.cards.emplace_back();
        card.deal = DealId{cards.integer(0)};
        card.name = cards.string(1);
        card.amount = {cards.integer(2), cards.string(3)};
        card.contact = ContactId{cards.integer(4)};
        card.organization = OrganizationId{cards.integer(5)};
        card.owner = UserId{cards.integer(6)};
        card.expected_close = PartialDate::parse(cards.text(7));
        if (!cards.null(8)) card.since = Time{std::chrono::milliseconds(cards.integer(8))};
        card.rotting = card.since &&
                       sales::rots(stage.stage.kind, stage.stage.rotting_days, *card.since, connection.now());
    }
}

}  // namespace

Board Pipelines::board(PipelineId pipeline, const BoardOptions& options, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            Board board;
            board.pipeline = sales::pipeline_with(reader, pipeline);
            board.stages = columns_of(connection, pipeline);
            std::string chosen;
            if (!options.filter.empty())
                chosen = json_of(reader.select_ids(record_type<Deal>(), options.filter, options.parameters));
            const std::string* ids = options.filter.empty() ? nullptr : &chosen;
            read_totals(connection, pipeline, ids, board.stages);
            if (options.cards > 0)
                for (BoardStage& stage : board.stages) read_cards(connection, options.cards, ids, stage);
            return board;
        },
        where);
}

}  // namespace kith
