// Commands on files: new, export, verify, rebuild.
#include "app.hpp"
#include "output.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <vector>

namespace cli {

namespace {

struct FilesArguments {
    std::string file{};
    kith::ExportOptions out{};
    kith::Options open{};
    bool accept = false;
};

void create(Context& context, const FilesArguments& arguments) {
    context.create(arguments.open, false);
    std::cerr << "made " << context.path << '\n';
}

/// A name from which the library can tell the format; anything else would quietly become CSV.
void need_format(const FilesArguments& arguments) {
    if (!arguments.out.format.empty() || arguments.file == "-") return;
    std::string ending = std::filesystem::path(arguments.file).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const char* known : {".csv", ".vcf", ".vcard", ".jsonl", ".ndjson", ".json"})
        if (ending == known) return;
    throw kith::Error(kith::Code::invalid_argument,
                      "'" + arguments.file + "' does not end in .vcf, .csv or .jsonl; say --format");
}

void export_to(Context& context, const FilesArguments& arguments) {
    need_format(arguments);
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

std::vector<kith::Finding> print_findings(Context& context) {
    std::vector<kith::Finding> findings = context.db().verify();
    for (const kith::Finding& finding : findings)
        std::cout << finding.check << '\t' << finding.table << '\t' << finding.message << '\n';
    return findings;
}

void verify(Context& context, const FilesArguments&) {
    if (!print_findings(context).empty()) throw Exit{3};
    std::cerr << "all is well\n";
}

/// Refuses records that verify finds fault with: a rebuild would accept them as they are.
void rebuild(Context& context, const FilesArguments& arguments) {
    if (!arguments.accept) {
        const auto findings = print_findings(context);
        const auto of_records =
            std::count_if(findings.begin(), findings.end(), [](const kith::Finding& finding) {
                return finding.check != "derived" && finding.check != "computed";
            });
        if (of_records > 0)
            throw kith::Error(
                kith::Code::corrupt,
                std::to_string(of_records) +
                    " findings are of records, not of what follows from them: restore a backup, or give "
                    "--accept-records to take them as they are");
    }
    context.db().rebuild();
    std::cerr << "made anew from the records\n";
}

}  // namespace

void add_file_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about, auto run) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<FilesArguments>();
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
        sub->footer("Example:\n  kith --db other.kith new --region JP --zone Asia/Tokyo");
    }
    {
        const auto [sub, a] =
            command("export", "Export to .vcf, .csv or .jsonl; '-' is standard output", &export_to);
        sub->add_option("file", a->file, "File, or -")->required();
        sub->add_option("--format", a->out.format,
                        "vcard, csv, jsonl (default: by the file's name; for - csv)");
        sub->add_option("--type", a->out.record_type, "Record type; all: every type, in JSON lines")
            ->capture_default_str();
        sub->add_option("--query", a->out.query, "Which records");
        sub->add_option("--fields", a->out.fields, "CSV columns, separated by commas")->delimiter(',');
        sub->add_option("--encoding", a->out.encoding, "CSV: CP932 for Japanese spreadsheets ...");
        sub->footer("Examples:\n"
                    "  kith export all.vcf\n"
                    "  kith export vips.csv --query 'tag = vip' --fields name.full,email,organization\n"
                    "  kith export everything.jsonl --type all\n"
                    "  kith export - --format jsonl");
    }
    command("verify", "Check the whole file; prints findings and exits with 3 when there are any", &verify);
    {
        const auto [sub, a] =
            command("rebuild", "Make every index and derived table anew from the records", &rebuild);
        sub->add_flag("--accept-records", a->accept,
                      "Take the records as they are, also where verify finds fault with them");
    }
}

}  // namespace cli
