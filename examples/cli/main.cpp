// kith: a contact base from the command line. Data goes to standard output, everything else to standard error.
//
// Exit codes: 0 done; 1 it failed, and the message says why; 2 the command line was wrong; 3 the check found
// something (verify), or some rows of an import were refused.
#include "app.hpp"
#include "output.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include <pwd.h>
#include <unistd.h>

namespace {

constexpr const char* description =
    "kith keeps contacts in one file: it imports messy files, finds duplicates and says why, merges them and takes a\n"
    "merge back.";

constexpr const char* footer =
    "Examples, one after the other:\n"
    "  kith --db office.kith new --region JP --zone Asia/Tokyo\n"
    "  kith --db office.kith add name.full='山田 太郎' email=taro@example.jp tags=vip\n"
    "  kith --db office.kith add name.full='Taro Yamada' email=taro@example.jp organization='Acme KK' title=Analyst\n"
    "  kith --db office.kith log 2 --channel phone --at '2026-01-15 10:00' --subject 'First call'\n"
    "  kith --db office.kith search yam\n"
    "  kith --db office.kith add task title='Call back' due='2026-01-16 10:00' contact=2 && kith --db office.kith today\n"
    "  kith --db office.kith search --full 'first call'\n"
    "  kith --db office.kith query 'tag = vip and has no interaction (at within last 90 days)'\n"
    "  kith --db office.kith dupes --threshold 0.5 --explain\n"
    "  kith --db office.kith merge 1 2 && kith --db office.kith unmerge 1\n"
    "  kith --db office.kith export members.csv\n"
    "  kith --db office.kith import members.csv --map 'title=field.role' --dry-run\n"
    "  kith --db office.kith pipeline Sales Lead:10 Negotiation:60 Won+ Lost-\n"
    "  kith --db office.kith add deal name='Engine' stage=1 amount='12000 USD' contact=1\n"
    "  kith --db office.kith move 1 Negotiation && kith --db office.kith board Sales\n"
    "  kith --db office.kith history\n"
    "  kith --db office.kith backup office-backup.kith\n"
    "  kith --db office.kith privacy export 1 subject.json\n"
    "  kith --db office.kith upkeep quality\n"
    "With KITH_DB=office.kith in the environment --db can be left out. 'kith COMMAND --help' says more.\n"
    "Exit codes: 0 done, 1 failed, 2 a wrong command line, 3 verify found something or rows of an import were refused.";

/// Who runs the program.
std::string login() {
    for (const char* name : {"USER", "LOGNAME"})
        if (const char* value = std::getenv(name); value != nullptr && *value != 0) return value;
    if (const passwd* entry = ::getpwuid(::geteuid())) return entry->pw_name;
    return std::to_string(::geteuid());
}

/// What went wrong, for a person: errors of the file say which file it is.
std::string words_of(const kith::Error& error, const std::string& path) {
    using kith::Code;
    const std::string message = error.what();
    const bool of_file = error.sqlite_code() != 0 || error.code() == Code::busy;
    if (!of_file || path.empty()) return message;
    const std::string named = message.find(path) == std::string::npos ? path + ": " + message : message;
    switch (error.code()) {
        case Code::busy: return named + " (another process is writing to it; try again)";
        case Code::read_only: return named + " (this user may not write the file or its folder)";
        default: return named;
    }
}

/// The exit code, after all output is where it belongs: data that could not be written is a failure.
int finish(int code) {
    errno = 0;
    std::cout.flush();
    if (std::cout.good()) return code;
    std::cerr << "kith: standard output cannot be written"
              << (errno == 0 ? std::string() : std::string(": ") + std::strerror(errno)) << '\n';
    return 1;
}

int run(CLI::App& app, cli::Context& context, int argc, char** argv) {
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? 0 : 2;
    } catch (const cli::Exit& exit) {
        return exit.code;
    } catch (const kith::Error& error) {
        std::cerr << "kith: " << words_of(error, context.path) << '\n';
        return 1;
    } catch (const std::exception& problem) {
        std::cerr << "kith: " << problem.what() << '\n';
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(description, "kith");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string(kith::library_version));

    cli::Context context;
    context.actor = login();
    app.add_option("--db", context.path, "The .kith file")->envname("KITH_DB")->type_name("FILE");
    app.add_option("--actor", context.actor, "Who acts; kept in the history (default: the user's login)");

    cli::add_file_commands(app, context);
    cli::add_import_commands(app, context);
    cli::add_record_commands(app, context);
    cli::add_query_commands(app, context);
    cli::add_segment_commands(app, context);
    cli::add_bulk_commands(app, context);
    cli::add_duplicate_commands(app, context);
    cli::add_link_commands(app, context);
    cli::add_merge_commands(app, context);
    cli::add_pipeline_commands(app, context);
    cli::add_history_commands(app, context);
    cli::add_activity_commands(app, context);
    cli::add_backup_commands(app, context);
    cli::add_privacy_commands(app, context);
    cli::add_upkeep_commands(app, context);
    app.footer(footer);  // after them, for a command without a footer would take this one
    return finish(run(app, context, argc, argv));
}
