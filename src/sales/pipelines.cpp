// Making pipelines, moving deals, and prices.
#include "store/writer.hpp"
#include "text/fold.hpp"

#include <kith/pipelines.hpp>
#include <kith/records/price.hpp>

#include <fmt/format.h>

namespace kith {

Pipelines Database::pipelines() const { return Pipelines(face()); }

NewPipeline Pipelines::create(std::string_view name, std::vector<Stage> stages, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            tx.label(fmt::format("create pipeline {}", name));
            NewPipeline made;
            store::Statement last = tx.connection().prepare(
                "SELECT ifnull(max(position) + 1, 0) FROM pipeline WHERE deleted_at IS NULL");
            const std::int64_t position = last.step() ? last.integer(0) : 0;
            made.id = tx.add(Pipeline{.name = std::string(name), .position = position});
            for (std::size_t i = 0; i < stages.size(); ++i) {
                stages[i].pipeline = made.id;
                stages[i].position = static_cast<std::int64_t>(i);
            }
            made.stages = tx.add(stages);
            return made;
        },
        where);
}

std::optional<Pipeline> Pipelines::find(std::string_view name, Where where) const {
    return database_.read(
        [&](const Reader& reader) -> std::optional<Pipeline> {
            store::Statement found = reader.connection().prepare(
                "SELECT id FROM pipeline WHERE folded = ?1 AND deleted_at IS NULL");
            const std::string folded = text::fold(name);
            if (!found.bind(1, folded).step()) return std::nullopt;
            return reader.find(PipelineId{found.integer(0)});
        },
        where);
}

std::vector<Pipeline> Pipelines::list(Where where) const {
    return database_.query<Pipeline>("order by position, id", {}, where);
}

std::vector<Stage> Pipelines::stages(PipelineId pipeline, Where where) const {
    return database_.query<Stage>("pipeline.id = :pipeline order by position, id",
                                  {{"pipeline", pipeline.value}}, where);
}

TransactionId Pipelines::move(DealId deal, StageId stage, const MoveOptions& options, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            const Deal moved = tx.edit(deal, [&](Deal& d) {
                d.stage = stage;
                if (options.position) d.position = *options.position;
                if (!options.lost_reason.empty()) d.lost_reason = options.lost_reason;
            });
            tx.label(fmt::format("move {} to {}", moved.name, tx.get(stage).name));
            return tx.writer().changes().empty() ? 0 : tx.id();
        },
        where);
}

std::optional<Money> Pipelines::price(ProductId product, std::string_view currency, PartialDate day,
                                      Where where) const {
    if (!day.complete())
        throw Error(Code::invalid_argument,
                    fmt::format("a price is that of a whole day, not of '{}'", day.to_string()));
    std::string code(currency);
    for (char& letter : code)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return database_.read(
        [&](const Reader& reader) -> std::optional<Money> {
            static_cast<void>(reader.get(product));
            // As text, "2026" sorts before every day of that year; what ends "2026" holds through it.
            store::Statement found = reader.connection().prepare(
                "SELECT amount FROM price WHERE product_id = ?1 AND currency = ?2 AND deleted_at IS NULL "
                "AND (starts IS NULL OR starts <= ?3) AND (ends IS NULL OR ends >= substr(?3, 1, length(ends))) "
                "ORDER BY starts DESC, id DESC LIMIT 1");
            if (!found.bind_all(product.value, std::string_view(code), day.to_string()).step())
                return std::nullopt;
            return Money{found.integer(0), code};
        },
        where);
}

}  // namespace kith
