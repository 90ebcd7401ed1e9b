// Figures from the moves of deals: rotting, durations, conversion.
#include "records/record_type.hpp"
#include "sales/stay.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

namespace kith::sales {

namespace {

int stage_number() { return record_type<Deal>().field("stage")->number; }

constexpr std::chrono::hours day{24};

/// A deal came into a stage.
struct Arrival {
    std::int64_t stage = 0;
    Time at{};
};

/// Calls `visit` with the arrivals of each deal outside the trash, in order.
void each_deal(store::Connection& connection, const std::function<void(const std::vector<Arrival>&)>& visit) {
    store::Statement rows = connection.prepare(
        "SELECT t.record_id, t.to_value, t.at FROM transition t JOIN deal d ON d.id = t.record_id "
        "WHERE t.table_number = ?1 AND t.column_number = ?2 AND d.deleted_at IS NULL "
        "ORDER BY t.record_id, t.at, t.id");
    rows.bind_all(record_type<Deal>().number, stage_number());
    std::int64_t deal = 0;
    std::vector<Arrival> arrivals;
    while (rows.step()) {
        if (rows.integer(0) != deal && !arrivals.empty()) {
            visit(arrivals);
            arrivals.clear();
        }
        deal = rows.integer(0);
        const std::int64_t stage = rows.integer(1);
        // An undone removal tells the stage once more; the deal never left it.
        if (!arrivals.empty() && arrivals.back().stage == stage) continue;
        arrivals.push_back({stage, Time{std::chrono::milliseconds(rows.integer(2))}});
    }
    if (!arrivals.empty()) visit(arrivals);
}

/// The stages of a pipeline in order, those in the trash too: deals have been there.
std::vector<Stage> stages_of(const Reader& reader, PipelineId pipeline) {
    static_cast<void>(pipeline_with(reader, pipeline));
    std::vector<Stage> stages;
    store::Statement select =
        reader.connection().prepare("SELECT id FROM stage WHERE pipeline_id = ?1 ORDER BY position, id");
    select.bind(1, pipeline.value);
    while (select.step()) stages.push_back(reader.get(StageId{select.integer(0)}));
    return stages;
}

std::chrono::milliseconds median_of(std::vector<std::chrono::milliseconds>& values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    if (values.size() % 2 == 1) return values[middle];
    return values[middle - 1] + (values[middle] - values[middle - 1]) / 2;
}

}  // namespace

Pipeline pipeline_with(const Reader& reader, PipelineId id) {
    if (auto pipeline = reader.find(id)) return *std::move(pipeline);
    ErrorDetail detail;
    detail.record = fmt::format("pipeline {}", id.value);
    detail.message_ja = fmt::format("パイプライン{}はありません", id.value);
    throw Error(Code::not_found, fmt::format("there is no {}", detail.record), detail);
}

std::string since_sql(std::string_view alias) {
    return fmt::format(
        "(SELECT max(t.at) FROM transition t WHERE t.table_number = {0} AND t.record_id = {1}.id "
        "AND t.column_number = {2} AND t.to_value = {1}.stage_id)",
        record_type<Deal>().number, alias, stage_number());
}

bool rots(StageKind kind, std::optional<int> rotting_days, Time since, Time now) {
    return kind == StageKind::open && rotting_days && now - since > *rotting_days * day;
}

}  // namespace kith::sales

namespace kith {

using sales::Arrival;

std::vector<RottingDeal> Pipelines::rotting(PipelineId pipeline, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            const Time now = connection.now();
            std::vector<RottingDeal> rotting;
            store::Statement deals = connection.prepare(fmt::format(
                "SELECT d.id, d.name, {} FROM deal d WHERE d.stage_id = ?1 AND d.deleted_at IS NULL",
                sales::since_sql("d")));
            for (const Stage& stage : sales::stages_of(reader, pipeline)) {
                if (stage.kind != StageKind::open || !stage.rotting_days) continue;
                for (deals.bind(1, stage.id.value); deals.step();) {
                    const Time since{std::chrono::milliseconds(deals.integer(2))};
                    if (deals.null(2) || !sales::rots(stage.kind, stage.rotting_days, since, now)) continue;
                    rotting.push_back({DealId{deals.integer(0)}, deals.string(1), stage.id, since,
                                       std::chrono::floor<std::chrono::hours>(now - since) / sales::day});
                }
                deals.reset();
            }
            std::sort(rotting.begin(), rotting.end(), [](const RottingDeal& a, const RottingDeal& b) {
                return a.since != b.since ? a.since < b.since : a.deal.value < b.deal.value;
            });
            return rotting;
        },
        where);
}

std::vector<StageDuration> Pipelines::stage_durations(PipelineId pipeline, TimeWindow window,
                                                      Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            std::map<std::int64_t, std::vector<std::chrono::milliseconds>> stays;
            std::map<std::int64_t, std::int64_t> present;
            sales::each_deal(reader.connection(), [&](const std::vector<Arrival>& arrivals) {
                for (std::size_t i = 0; i + 1 < arrivals.size(); ++i)
                    if (window.holds(arrivals[i + 1].at))
                        stays[arrivals[i].stage].push_back(arrivals[i + 1].at - arrivals[i].at);
                ++present[arrivals.back().stage];
            });
            std::vector<StageDuration> durations;
            for (const Stage& stage : sales::stages_of(reader, pipeline)) {
                std::vector<std::chrono::milliseconds>& ended = stays[stage.id.value];
                StageDuration duration{.stage = stage.id, .name = stage.name};
                duration.present = present[stage.id.value];
                if (stage.meta.deleted_at && ended.empty() && duration.present == 0) continue;
                duration.stays = static_cast<std::int64_t>(ended.size());
                duration.median = sales::median_of(ended);
                for (const auto stay : ended) duration.mean += stay;
                if (!ended.empty()) {
                    duration.mean /= duration.stays;
                    duration.longest = ended.back();
                }
                durations.push_back(std::move(duration));
            }
            return durations;
        },
        where);
}

std::vector<StageConversion> Pipelines::conversion(PipelineId pipeline, TimeWindow window, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            const std::vector<Stage> stages = sales::stages_of(reader, pipeline);
            std::map<std::int64_t, std::size_t> order;
            std::vector<StageConversion> conversions;
            for (const Stage& stage : stages) {
                order.emplace(stage.id.value, conversions.size());
                conversions.push_back({.stage = stage.id, .name = stage.name});
            }
            const auto advances = [&](std::size_t from, std::int64_t to) {
                const auto found = order.find(to);
                if (found == order.end() || stages[from].kind != StageKind::open) return false;
                const StageKind kind = stages[found->second].kind;
                return kind == StageKind::won || (kind == StageKind::open && found->second > from);
            };
            sales::each_deal(reader.connection(), [&](const std::vector<Arrival>& arrivals) {
                std::vector<bool> counted(stages.size(), false);
                const auto last = order.find(arrivals.back().stage);
                for (std::size_t i = 0; i < arrivals.size(); ++i) {
                    const auto found = order.find(arrivals[i].stage);
                    if (found == order.end() || !window.holds(arrivals[i].at) || counted[found->second])
                        continue;
                    counted[found->second] = true;
                    StageConversion& conversion = conversions[found->second];
                    ++conversion.entered;
                    conversion.advanced += std::any_of(
                        arrivals.begin() + static_cast<std::ptrdiff_t>(i) + 1, arrivals.end(),
                        [&](const Arrival& later) { return advances(found->second, later.stage); });
                    if (last == order.end()) continue;
                    conversion.won += stages[last->second].kind == StageKind::won;
                    conversion.lost += stages[last->second].kind == StageKind::lost;
                }
            });
            std::vector<StageConversion> shown;
            for (std::size_t i = 0; i < stages.size(); ++i)
                if (!stages[i].meta.deleted_at || conversions[i].entered > 0)
                    shown.push_back(std::move(conversions[i]));
            return shown;
        },
        where);
}

}  // namespace kith
