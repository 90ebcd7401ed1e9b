// Commands on pipelines: make one, look at its board, move deals.
#include "app.hpp"
#include "output.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace cli {

namespace {

using kith::Code;
using kith::Error;

struct PipelinesArguments {
    std::string pipeline{};
    std::string deal{};
    std::string stage{};
    std::string reason{};
    std::string filter{};
    std::vector<std::string> stages{};
    std::size_t cards = 5;
};

kith::Pipeline pipeline_named(kith::Database& db, const std::string& name) {
    const std::vector<kith::Pipeline> all = db.pipelines().list();
    if (name.empty() && all.size() == 1) return all.front();
    if (auto found = db.pipelines().find(name)) return *std::move(found);
    std::string known;
    for (const kith::Pipeline& each : all) known += (known.empty() ? "" : ", ") + each.name;
    throw Error(Code::not_found, name.empty() ? "which pipeline? There are: " + known
                                              : "there is no pipeline '" + name + "'; there are: " + known);
}

/// "Negotiation:60" is a stage with its probability; "Won+" and "Lost-" end a deal.
kith::Stage stage_of(std::string text) {
    kith::Stage stage;
    if (!text.empty() && (text.back() == '+' || text.back() == '-')) {
        stage.kind = text.back() == '+' ? kith::StageKind::won : kith::StageKind::lost;
        text.pop_back();
    } else if (const std::size_t colon = text.rfind(':'); colon != std::string::npos) {
        kith::set_field(stage, "probability", text.substr(colon + 1));
        text.resize(colon);
    }
    stage.name = std::move(text);
    return stage;
}

void make(Context& context, const PipelinesArguments& arguments) {
    std::vector<kith::Stage> stages;
    for (const std::string& text : arguments.stages) stages.push_back(stage_of(text));
    std::cout << context.db().pipelines().create(arguments.pipeline, std::move(stages)).id.value << '\n';
}

void board(Context& context, const PipelinesArguments& arguments) {
    kith::Database& db = context.db();
    const kith::Board board = db.pipelines().board(pipeline_named(db, arguments.pipeline).id,
                                                   {.cards = arguments.cards, .filter = arguments.filter});
    for (const kith::BoardStage& stage : board.stages) {
        std::cout << stage.stage.name << "  " << stage.deals;
        for (const kith::BoardTotal& total : stage.totals)
            if (!total.amount.currency.empty())
                std::cout << "  " << total.amount.to_string() << " (" << total.weighted.to_string() << ')';
        std::cout << '\n';
        for (const kith::BoardCard& card : stage.cards) {
            std::cout << "  " << card.deal.value << "  " << card.name;
            if (!card.amount.currency.empty()) std::cout << "  " << card.amount.to_string();
            if (card.expected_close) std::cout << "  closes " << card.expected_close->to_string();
            std::cout << (card.rotting ? "  rotting\n" : "\n");
        }
    }
}

void move(Context& context, const PipelinesArguments& arguments) {
    kith::Database& db = context.db();
    const kith::DealId id{find_record(db, kith::record_type<kith::Deal>(), arguments.deal)};
    const auto stages = db.pipelines().stages(db.get(id).pipeline);
    const auto ids = db.ids<kith::Stage>("name = :name and pipeline.id = :pipeline",
                                         {{"name", arguments.stage}, {"pipeline", db.get(id).pipeline.value}});
    if (ids.empty()) {
        std::string known;
        for (const kith::Stage& each : stages) known += (known.empty() ? "" : ", ") + each.name;
        throw Error(Code::not_found, "there is no stage '" + arguments.stage + "'; there are: " + known);
    }
    db.pipelines().move(id, ids.front(), {.lost_reason = arguments.reason});
}

}  // namespace

void add_pipeline_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const PipelinesArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<PipelinesArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("pipeline", "Make a pipeline with its stages and print its id", &make);
        sub->add_option("name", a->pipeline, "Its name")->required();
        sub->add_option("stages", a->stages,
                        "NAME[:PROBABILITY], NAME+ where deals are won, NAME- where they are lost")
            ->required();
        sub->footer("Example:\n  kith pipeline Renewals Due:80 Offered:90 Renewed+ Ended-\n"
                    "Due:80 counts amounts at 80 percent. What else a stage has: 'kith edit --type stage'.");
    }
    {
        const auto [sub, a] =
            command("board", "Show a pipeline: its stages, their totals and first deals", &board);
        sub->add_option("pipeline", a->pipeline, "Its name (may be left out when there is one)");
        sub->add_option("--cards", a->cards, "Deals per stage")->capture_default_str();
        sub->add_option("--filter", a->filter, "Query over deals: only those count");
        sub->footer(
            "Examples:\n  kith board Sales\n  kith board Sales --filter 'status = open and closes this quarter'\n"
            "Amounts in parentheses are weighted by the stage's probability.");
    }
    {
        const auto [sub, a] = command("move", "Move a deal into another stage of its pipeline", &move);
        sub->add_option("deal", a->deal, "Id")->required();
        sub->add_option("stage", a->stage, "The stage's name")->required();
        sub->add_option("--reason", a->reason, "Why it was lost");
        sub->footer("Examples:\n  kith move 1 Negotiation\n  kith move 1 Lost --reason Price");
    }
}

}  // namespace cli
