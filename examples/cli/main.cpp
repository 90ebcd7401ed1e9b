// kith: a contact base from the command line. Data goes to standard output, everything else to standard error.
//
// Exit codes: 0 done; 1 it failed, and the message says why; 2 the command line was wrong; 3 the check found
// something (verify), or some rows of an import were refused.
#include "app.hpp"
#include "output.hpp"

#include <clocale>
#include <cstdlib>
#include <iostream>

namespace {

constexpr const char* description =
    "kith keeps contacts in one file: it imports messy files, finds duplicates and says why, merges them and takes a\n"
    "merge back.";

constexpr const char* footer =
    "Examples:\n"
    "  kith --db office.kith new --region JP\n"
    "  kith --db office.kith import phone.vcf google.csv\n"
    "  kith --db office.kith import members.csv --map \"Mitglied=external_id\" --map \"Ort=address.locality\"\n"
    "  kith --db office.kith search yamada\n"
    "  kith --db office.kith query 'tag = vip and has no interaction (at within last 90 days)'\n"
    "  kith --db office.kith dupes --explain\n"
    "  kith --db office.kith merge 12 57 && kith --db office.kith unmerge 1\n"
    "With KITH_DB=office.kith in the environment --db can be left out. 'kith COMMAND --help' says more.";

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(description, "kith");
    app.footer(footer);
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string(kith::library_version));

    cli::Context context;
    if (const char* user = std::getenv("USER")) context.actor = user;
    app.add_option("--db", context.path, "The .kith file")->envname("KITH_DB")->type_name("FILE");
    app.add_option("--actor", context.actor, "Who acts; kept in the history (default: the user's login)");

    cli::add_file_commands(app, context);
    cli::add_record_commands(app, context);
    cli::add_query_commands(app, context);
    cli::add_duplicate_commands(app, context);
    cli::add_history_commands(app, context);

    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& problem) {
        const int code = app.exit(problem);
        return code == 0 ? 0 : 2;
    } catch (const cli::Exit& exit) {
        return exit.code;
    } catch (const kith::Error& error) {
        std::cerr << "kith: " << error.what() << '\n';
        return 1;
    } catch (const std::exception& problem) {
        std::cerr << "kith: " << problem.what() << '\n';
        return 1;
    }
}
