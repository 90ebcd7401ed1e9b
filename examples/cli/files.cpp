// Commands on files: new, import, export, verify.
#include "app.hpp"
#include "output.hpp"

#include <iostream>

namespace cli {

namespace {

struct Arguments {
    std::vector<std::string> files{};
    std::string file{};
    std::vector<std::string> maps{};
    kith::ImportOptions import{};
    kith::ExportOptions out{};
    kith::Options open{};
    bool inspect = false;
    bool json = false;
    std::string delimiter{};
};

void create(Context& context, const Arguments& arguments) {
    context.create(arguments.open, false);
    std::cerr << "made " << context.path << '\n';
}

void inspect(Context& context, const Arguments& arguments) {
    for (const std::string& file : arguments.files) {
        const kith::ImportPlan plan = context.db().imports().inspect(file, arguments.import);
        std::cerr << file << ": " << plan.format << (plan.dialect.empty() ? "" : " (" + plan.dialect + ")")
                  << ", " << plan.encoding << ", " << plan.rows << " rows\n";
        std::vector<std::vector<std::string>> rows;
        for (const kith::ImportColumn& column : plan.columns)
            rows.push_back({column.name, column.field.empty() ? "-" : column.field,
                            column.samples.empty() ? "" : column.samples.front()});
        print_table({"column", "field", "sample"}, rows);
    }
}

/// Prints what an import did; true when every row went through.
bool report(const std::string& file, const kith::ImportReport& done, bool json) {
    if (json) {
        nlohmann::json problems = nlohmann::json::array();
        for (const kith::ImportedRow& row : done.rows)
            for (const kith::ImportProblem& problem : row.problems)
                problems.push_back({{"line", problem.line},
                                    {"column", problem.column},
                                    {"field", problem.field},
                                    {"reason", problem.reason},
                                    {"outcome", kith::name_of(row.outcome)}});
        print_json({{"file", file},
                    {"batch", done.batch.value},
                    {"created", done.created},
                    {"updated", done.updated},
                    {"unchanged", done.unchanged},
                    {"skipped", done.skipped},
                    {"failed", done.failed},
                    {"dry_run", done.dry_run},
                    {"problems", problems}});
        return done.failed == 0;
    }
    std::cout << file << ": " << done.total << " rows, " << done.created << " created, " << done.updated
              << " updated, " << done.unchanged << " unchanged, " << done.skipped << " skipped, "
              << done.failed << " failed";
    if (done.batch) std::cout << "; batch " << done.batch.value;
    if (done.dry_run) std::cout << " (nothing was written)";
    std::cout << '\n';
    for (const std::string& warning : done.warnings) std::cerr << file << ": " << warning << '\n';
    for (const auto& [name, count] : done.ignored)
        std::cerr << file << ": not kept: " << name << " (" << count << ")\n";
    for (const kith::ImportedRow& row : done.rows)
        for (const kith::ImportProblem& problem : row.problems)
            std::cerr << file << ":" << problem.line << ": " << kith::name_of(row.outcome)
                      << (problem.field.empty() ? "" : ", " + problem.field) << ": " << problem.reason
                      << '\n';
    return done.failed == 0;
}

void import(Context& context, Arguments& arguments) {
    for (const std::string& map : arguments.maps) {
        const std::size_t equals = map.rfind('=');
        if (equals == std::string::npos)
            throw kith::Error(kith::Code::invalid_argument, "--map needs COLUMN=FIELD, not '" + map + "'");
        arguments.import.mapping.emplace_back(map.substr(0, equals), map.substr(equals + 1));
    }
    if (!arguments.delimiter.empty())
        arguments.import.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
    if (arguments.inspect) {
        inspect(context, arguments);
        return;
    }
    bool all = true;
    for (const std::string& file : arguments.files) {
        Progress progress("importing " + file);
        arguments.import.progress = [&](std::size_t done, std::size_t total) {
            return progress(total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
        };
        const kith::ImportReport done = context.db().imports().run(file, arguments.import);
        all = report(file, done, arguments.json) && all;
    }
    if (!all) throw Exit{3};
}

void export_to(Context& context, const Arguments& arguments) {
    if (arguments.file == "-") {
        std::cout << kith::export_text(context.db(), arguments.out);
        return;
    }
    const kith::ExportReport done = kith::export_file(context.db(), arguments.file, arguments.out);
    std::cerr << arguments.file << ": " << done.records << " records\n";
    if (done.lost_characters > 0)
        std::cerr << arguments.file << ": " << done.lost_characters
                  << " characters do not exist in this encoding\n";
}

void verify(Context& context, const Arguments&) {
    const auto findings = context.db().verify();
    for (const kith::Finding& finding : findings)
        std::cout << finding.check << '\t' << finding.table << '\t' << finding.message << '\n';
    if (!findings.empty()) throw Exit{3};
    std::cerr << "all is well\n";
}

}  // namespace

void add_file_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about, auto run) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<Arguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("new", "Make a new, empty database", &create);
        sub->add_option("--region", a->open.region,
                        "Country whose phone numbers need no country code: JP, US, DE ...");
        sub->add_option("--zone", a->open.time_zone, "Time zone, Asia/Tokyo");
        sub->add_option("--week-start", a->open.week_start, "1 Monday ... 7 Sunday");
        sub->add_option("--fiscal-year-start", a->open.fiscal_year_start, "Month, 1 to 12");
    }
    {
        const auto [sub, a] =
            command("import", "Import vCard, CSV or JSON lines; importing again changes nothing", &import);
        sub->add_option("files", a->files, "Files")->required()->check(CLI::ExistingFile);
        sub->add_option("--map", a->maps,
                        "COLUMN=FIELD, COLUMN=field.KEY for a custom field, COLUMN=- to leave out")
            ->allow_extra_args(false);
        sub->add_option("--external-id", a->import.external_id,
                        "The column with the row's identifier elsewhere");
        sub->add_option("--type", a->import.record_type,
                        "What a CSV row is: contact, organization, interaction")
            ->capture_default_str();
        sub->add_option("--source", a->import.source, "What the source is called (default: the file's name)");
        sub->add_option("--encoding", a->import.encoding, "UTF-8, CP932, ... (default: found out)");
        sub->add_option("--delimiter", a->delimiter, "A character, or 'tab' (default: found out)");
        sub->add_option("--region", a->import.region,
                        "Country the file comes from, for its dates and numbers");
        sub->add_option("--tag", a->import.tags, "Put this tag on every record of the file")
            ->allow_extra_args(false);
        sub->add_flag("--dry-run", a->import.dry_run, "Only say what would happen");
        sub->add_flag("--inspect", a->inspect, "Only show the columns and where they would go");
        sub->add_flag("--json", a->json, "The report as one JSON object per file");
        sub->footer("Exit code 3: some rows were refused; the others are in.");
    }
    {
        const auto [sub, a] =
            command("export", "Export to .vcf, .csv or .jsonl; '-' is standard output", &export_to);
        sub->add_option("file", a->file, "File, or -")->required();
        sub->add_option("--format", a->out.format, "vcard, csv, jsonl (default: by the file's name)");
        sub->add_option("--type", a->out.record_type, "Record type")->capture_default_str();
        sub->add_option("--query", a->out.query, "Which records");
        sub->add_option("--fields", a->out.fields, "CSV columns, separated by commas")->delimiter(',');
        sub->add_option("--encoding", a->out.encoding, "CSV: CP932 for Japanese spreadsheets ...");
    }
    command("verify", "Check the whole file; prints findings and exits with 3 when there are any", &verify);
}

}  // namespace cli
