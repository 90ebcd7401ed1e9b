// Commands on copies and on how long the history is kept: backup, restore-backup, prune.
#include "app.hpp"
#include "output.hpp"

#include <fstream>
#include <iostream>
#include <optional>

namespace cli {

namespace {

struct BackupsArguments {
    std::string source{};
    std::string target{};
    std::string passphrase_file{};
    bool replace = false;
    std::string before{};
    int keep_days = -1;
};

/// The first line of a file: passphrases on a command line would be seen by everybody on the machine.
std::optional<std::string> passphrase_of(const BackupsArguments& arguments) {
    if (arguments.passphrase_file.empty()) return std::nullopt;
    std::ifstream file(arguments.passphrase_file, std::ios::binary);
    std::string line;
    if (!std::getline(file, line))
        throw kith::Error(kith::Code::io,
                          "no passphrase can be read from '" + arguments.passphrase_file + "'");
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

kith::BackupProgress shown(Progress& progress) {
    return [&progress](std::int64_t done, std::int64_t total) {
        return progress(total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
    };
}

void backup(Context& context, const BackupsArguments& arguments) {
    Progress progress("copying");
    kith::BackupOptions options;
    options.replace = arguments.replace;
    options.passphrase = passphrase_of(arguments);
    options.progress = shown(progress);
    const kith::BackupResult done = context.db().backup(arguments.target, options);
    std::cerr << arguments.target << ": " << done.bytes << " bytes, up to transaction " << done.last
              << (options.passphrase ? ", encrypted" : "") << '\n';
}

void restore(const BackupsArguments& arguments) {
    Progress progress("restoring");
    kith::RestoreOptions options;
    options.replace = arguments.replace;
    options.passphrase = passphrase_of(arguments);
    options.progress = shown(progress);
    kith::restore_backup(arguments.source, arguments.target, options);
    std::cerr << "made " << arguments.target << '\n';
}

/// A date or time as people write it, in the file's time zone.
kith::Time moment(const std::string& text, const kith::Settings& settings) {
    kith::Interaction read_into;
    kith::set_field(kith::record_type<kith::Interaction>(), &read_into, "at", text, settings);
    return read_into.at;
}

void prune(Context& context, const BackupsArguments& arguments) {
    kith::Database& db = context.db();
    kith::Settings settings = db.settings();
    if (arguments.keep_days >= 0) {
        settings.history_days = arguments.keep_days;
        db.settings(settings);
    }
    const auto before =
        arguments.before.empty() ? std::optional<kith::Time>() : moment(arguments.before, settings);
    const kith::PruneResult done = before ? db.history().prune(*before) : db.history().prune();
    std::cout << done.transactions << " transactions, " << done.changes << " changes pruned\n";
    if (settings.history_days > 0)
        std::cout << "kept for " << settings.history_days << " days\n";
    else
        std::cout << "kept for ever\n";
    if (const auto horizon = db.history().horizon())
        std::cout << "begins with transaction " << horizon->first << ", "
                  << shown_second(horizon->at, settings) << '\n';
}

}  // namespace

void add_backup_commands(CLI::App& app, Context& context) {
    auto copying = std::make_shared<BackupsArguments>();
    CLI::App* copy = app.add_subcommand("backup", "Copy the database into one file while it is used");
    copy->add_option("file", copying->target, "The copy")->required();
    copy->add_option("--passphrase-file", copying->passphrase_file,
                     "Encrypt it; the passphrase is the first line");
    copy->add_flag("--replace", copying->replace, "Take the place of a file of that name");
    copy->footer("Example:\n  kith backup office-copy.kith");
    copy->callback([&context, copying] { backup(context, *copying); });

    auto restoring = std::make_shared<BackupsArguments>();
    CLI::App* back = app.add_subcommand("restore-backup", "Make a database from a copy, encrypted or not");
    back->add_option("copy", restoring->source, "The copy")->required();
    back->add_option("file", restoring->target, "The new database")->required();
    back->add_option("--passphrase-file", restoring->passphrase_file, "Of an encrypted copy");
    back->add_flag("--replace", restoring->replace, "Take the place of a file of that name");
    back->footer("Example:\n  kith restore-backup office-copy.kith restored.kith");
    back->callback([restoring] { restore(*restoring); });

    auto pruning = std::make_shared<BackupsArguments>();
    CLI::App* shorten = app.add_subcommand(
        "prune", "Remove old history: who changed what, and with it the undo; records and merges stay");
    auto* days = shorten->add_option("--keep-days", pruning->keep_days,
                                     "From now on keep so many days (0: for ever), and prune now");
    auto* before =
        shorten->add_option("--before", pruning->before, "Once: what was committed before a date or time");
    days->check(CLI::NonNegativeNumber)->excludes(before);
    shorten->footer(
        "Examples:\n  kith prune --keep-days 3650\n  kith prune --before 2001-01-01\n  kith prune");
    shorten->callback([&context, pruning] { prune(context, *pruning); });
}

}  // namespace cli
