// Commands on what happened: history, undo.
#include "app.hpp"
#include "output.hpp"

#include <iostream>

namespace cli {

namespace {

struct HistoryArguments {
    std::string which{};
    std::string type = "contact";
    std::int64_t transaction = 0;
    std::int64_t batch = 0;
    std::size_t limit = 30;
    bool json = false;
};

std::string action(kith::ChangeAction action) {
    switch (action) {
        case kith::ChangeAction::added: return "added";
        case kith::ChangeAction::changed: return "changed";
        case kith::ChangeAction::removed: return "removed";
    }
    return {};
}

void history(Context& context, const HistoryArguments& arguments) {
    kith::Database& db = context.db();
    const kith::Settings settings = db.settings();
    std::vector<std::vector<std::string>> rows;
    if (arguments.which.empty()) {
        for (const kith::TransactionEntry& entry : db.history().transactions(arguments.limit)) {
            if (arguments.json)
                print_json({{"transaction", entry.id},
                            {"at", kith::to_string(entry.at)},
                            {"actor", entry.actor},
                            {"label", entry.label},
                            {"changes", entry.changes}});
            else
                rows.push_back({std::to_string(entry.id), shown_second(entry.at, settings), entry.actor,
                                std::to_string(entry.changes), entry.label});
        }
        if (!arguments.json) print_table({"transaction", "at", "actor", "changes", "label"}, rows);
        return;
    }
    const kith::RecordType& type = type_named(arguments.type);
    const std::int64_t id = find_record(db, type, arguments.which);
    for (const kith::Change& change : db.history().of(type, id, arguments.limit)) {
        if (arguments.json)
            print_json({{"transaction", change.transaction},
                        {"at", kith::to_string(change.at)},
                        {"actor", change.actor},
                        {"action", action(change.action)},
                        {"field", change.field},
                        {"from", to_json(change.from)},
                        {"to", to_json(change.to)}});
        else
            rows.push_back({std::to_string(change.transaction), shown_second(change.at, settings),
                            change.actor, action(change.action), change.field,
                            kith::text_of(change.from, settings), kith::text_of(change.to, settings)});
    }
    if (!arguments.json) print_table({"transaction", "at", "actor", "what", "field", "from", "to"}, rows);
}

void undo(Context& context, const HistoryArguments& arguments) {
    kith::Database& db = context.db();
    const kith::UndoResult done = arguments.batch != 0
                                      ? db.imports().undo(kith::ImportBatchId{arguments.batch})
                                      : db.undo(arguments.transaction);
    std::cout << "transaction " << done.transaction << ": " << done.restored << " changes taken back, "
              << done.kept.size() << " left as they are\n";
    for (const kith::Kept& kept : done.kept)
        std::cout << kept.record.type << ' ' << kept.record.id << (kept.field.empty() ? "" : " " + kept.field)
                  << ": " << kept.reason << '\n';
}

}  // namespace

void add_history_commands(CLI::App& app, Context& context) {
    auto arguments = std::make_shared<HistoryArguments>();
    CLI::App* past = app.add_subcommand("history", "What happened to a record, or the last transactions");
    past->add_option("record", arguments->which, "Id, or words; none: all transactions");
    past->add_option("--type", arguments->type, "Record type")->capture_default_str();
    past->add_option("--limit", arguments->limit)->capture_default_str();
    past->add_flag("--json", arguments->json, "One JSON object per line");
    past->footer("Examples:\n  kith history\n  kith history 1 --limit 5");
    past->callback([&context, arguments] { history(context, *arguments); });

    auto undoing = std::make_shared<HistoryArguments>();
    CLI::App* back =
        app.add_subcommand("undo", "Take a transaction or an import back; the undo can be undone too");
    auto* transaction =
        back->add_option("transaction", undoing->transaction, "Its number, from 'kith history'");
    auto* batch = back->add_option("--batch", undoing->batch, "An import batch instead");
    transaction->excludes(batch);
    back->footer("Example:\n  kith undo 2");
    back->callback([&context, undoing] {
        if (undoing->transaction == 0 && undoing->batch == 0)
            throw CLI::RequiredError("transaction or --batch");
        undo(context, *undoing);
    });
}

}  // namespace cli
