// The command import: files of other programs, each by itself.
#include "imports.hpp"

#include "app.hpp"
#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <set>
#include <utility>

namespace cli {

using kith::Code;
using kith::Error;

std::string read_file(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) throw Error(Code::io, "it is a folder");
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    if (in) bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!in.is_open() || in.bad())
        throw Error(Code::io,
                    std::string("it cannot be read: ") + (errno == 0 ? "input error" : std::strerror(errno)));
    return bytes;
}

std::string name_of_file(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Mapping mapping_of(const std::vector<std::string>& maps, const std::string& external_id) {
    Mapping mapping;
    for (const std::string& map : maps) {
        const std::size_t equals = map.rfind('=');
        if (equals == std::string::npos)
            throw Error(Code::invalid_argument, "--map needs COLUMN=FIELD, not '" + map + "'");
        mapping.emplace_back(map.substr(0, equals), map.substr(equals + 1));
    }
    if (!external_id.empty()) mapping.emplace_back(external_id, "external_id");
    return mapping;
}

namespace {

struct ImportsArguments {
    std::vector<std::string> files{};
    std::vector<std::string> maps{};
    std::string external_id{};
    kith::ImportOptions import{};
    std::string delimiter{};
    std::string header{};
    std::string likeness = "create";
    std::vector<std::string> decisions{};
    bool inspect = false;
    bool fields = false;
    bool json = false;
};

/// "csv (Outlook), CP932": what a file was found to be, by a plan or a report.
template <class Found>
std::string found(const Found& file, bool encoding_given) {
    constexpr double sure = 0.75;
    std::string text = file.format;
    if (!file.dialect.empty()) text += " (" + file.dialect + ")";
    if (encoding_given) return text;
    return text + ", " + file.encoding + (file.encoding_confidence < sure ? " (a guess; see --encoding)" : "");
}

/// Says so when the headers of a file made its rows something else than contacts.
template <class Found>
void say_type(const std::string& path, const Found& file, const ImportsArguments& arguments) {
    if (arguments.import.record_type.empty() && file.record_type != "contact")
        std::cerr << path << ": by its headers a row is an " << file.record_type << ": read as with --type "
                  << file.record_type << '\n';
}

/// The rows that are like records, with them.
nlohmann::json likely_rows(const kith::ImportReport& done) {
    nlohmann::json rows = nlohmann::json::array();
    for (const kith::ImportedRow& row : done.rows) {
        if (row.candidates.empty()) continue;
        nlohmann::json candidates = nlohmann::json::array();
        for (const kith::ImportCandidate& candidate : row.candidates)
            candidates.push_back({{"id", candidate.record.id},
                                  {"title", candidate.title},
                                  {"probability", candidate.probability},
                                  {"line", candidate.line}});
        rows.push_back({{"line", row.line},
                        {"outcome", kith::name_of(row.outcome)},
                        {"title", row.title},
                        {"merge", row.merge},
                        {"candidates", candidates}});
    }
    return rows;
}

nlohmann::json json_of(const std::string& file, const kith::ImportReport& done) {
    nlohmann::json problems = nlohmann::json::array();
    for (const kith::ImportedRow& row : done.rows)
        for (const kith::ImportProblem& problem : row.problems)
            problems.push_back({{"line", problem.line},
                                {"column", problem.column},
                                {"field", problem.field},
                                {"reason", problem.reason},
                                {"outcome", kith::name_of(row.outcome)}});
    nlohmann::json ignored = nlohmann::json::object();
    for (const auto& [column, count] : done.ignored) ignored[column] = count;
    return {{"file", file},
            {"type", done.record_type},
            {"format", done.format},
            {"dialect", done.dialect},
            {"encoding", done.encoding},
            {"encoding_confidence", done.encoding_confidence},
            {"batch", done.batch.value},
            {"total", done.total},
            {"created", done.created},
            {"updated", done.updated},
            {"merged", done.merged},
            {"unchanged", done.unchanged},
            {"skipped", done.skipped},
            {"asked", done.asked},
            {"failed", done.failed},
            {"possible", done.possible},
            {"likely", likely_rows(done)},
            {"organizations", done.organizations},
            {"dry_run", done.dry_run},
            {"ignored", ignored},
            {"warnings", done.warnings},
            {"problems", problems}};
}

/// What each row is like. Lines are those for --decide.
void print_likely(const kith::ImportReport& done) {
    std::vector<std::vector<std::string>> rows;
    for (const kith::ImportedRow& row : done.rows)
        for (const kith::ImportCandidate& candidate : row.candidates)
            rows.push_back({std::to_string(row.line), std::string(kith::name_of(row.outcome)), row.title,
                            fixed(candidate.probability, 4),
                            candidate.line == 0 ? std::to_string(candidate.record.id)
                                                : "line " + std::to_string(candidate.line),
                            candidate.title});
    if (!rows.empty()) print_table({"line", "outcome", "row", "probability", "record", "name"}, rows);
}

void print_report(const std::string& file, const std::string& what, const kith::ImportReport& done) {
    std::cout << file << ": " << done.total << " rows, " << done.created << " created, " << done.updated
              << " updated, ";
    if (done.merged > 0) std::cout << done.merged << " merged, ";
    std::cout << done.unchanged << " unchanged, " << done.skipped << " skipped, ";
    if (done.asked > 0) std::cout << done.asked << " asked, ";
    std::cout << done.failed << " failed; " << what;
    if (done.batch) std::cout << "; batch " << done.batch.value;
    if (done.dry_run) std::cout << " (nothing was written)";
    std::cout << '\n';
    print_likely(done);
    for (const std::string& warning : done.warnings) std::cerr << file << ": " << warning << '\n';
    for (const auto& [name, count] : done.ignored)
        std::cerr << file << ": not kept: " << name << " (" << count << ")\n";
    for (const kith::ImportedRow& row : done.rows)
        for (const kith::ImportProblem& problem : row.problems)
            std::cerr << file << ":" << problem.line << ": " << kith::name_of(row.outcome)
                      << (problem.field.empty() ? "" : ", " + problem.field) << ": " << problem.reason
                      << '\n';
}

void print_plan(const std::string& file, const kith::ImportPlan& plan, bool encoding_given) {
    std::cerr << file << ": " << found(plan, encoding_given) << ", " << plan.rows << " rows\n";
    for (const std::string& warning : plan.warnings) std::cerr << file << ": " << warning << '\n';
    std::vector<std::vector<std::string>> rows;
    for (const kith::ImportColumn& column : plan.columns)
        rows.push_back({column.name, column.field.empty() ? "-" : column.field,
                        column.samples.empty() ? "" : column.samples.front()});
    print_table({"column", "field", "sample"}, rows);
}

/// The names that --map knows: those of the file, or without one those that every file has.
void print_fields(Context& context, const ImportsArguments& arguments) {
    std::error_code problem;
    const bool there = !context.path.empty() && std::filesystem::exists(context.path, problem);
    kith::Database none = kith::Database::open(":memory:");
    kith::Database& db = there ? context.db() : none;
    const std::string type = arguments.import.record_type.empty() ? "contact" : arguments.import.record_type;
    std::vector<std::vector<std::string>> rows;
    for (const kith::FieldDescription& field : db.imports().fields(type))
        rows.push_back({field.name, field.label, field.label_ja});
    rows.push_back({"field.KEY", "Custom field; made as text when it is new", "カスタム項目"});
    rows.push_back({"-", "Leave the column out", "取り込まない"});
    print_table({"field", "means", "意味"}, rows);
}

/// The mapping of each file. With several files all are looked at before the first is imported: a column that only some
/// have is mapped there alone; one that none has stays with every file, and each CSV file then says so.
std::vector<Mapping> mappings(kith::Database& db, const ImportsArguments& arguments) {
    std::vector<Mapping> result(arguments.files.size(), arguments.import.mapping);
    if (arguments.import.mapping.empty() || arguments.files.size() < 2) return result;
    kith::ImportOptions options = arguments.import;
    options.mapping.clear();
    std::vector<std::set<std::string>> absent(result.size());
    std::set<std::string> somewhere;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const std::string& path = arguments.files[i];
        try {
            const kith::ImportPlan plan =
                db.imports().inspect_bytes(read_file(path), name_of_file(path), options);
            for (const auto& [column, field] : arguments.import.mapping) {
                const bool there = plan.format == "csv" && plan.column(column) != nullptr;
                (there ? somewhere : absent[i]).insert(column);
            }
        } catch (const Error&) {
            continue;  // its own turn reports it
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i)
        std::erase_if(result[i], [&](const auto& map) {
            return absent[i].count(map.first) > 0 && somewhere.count(map.first) > 0;
        });
    return result;
}

/// Imports one file; false when rows were refused. Throws kith::Error when the file failed. `any_csv` becomes true
/// when it is one that mappings concern.
bool import_file(kith::Database& db, const ImportsArguments& arguments, const std::string& path,
                 Mapping mapping, bool& any_csv) {
    kith::ImportOptions options = arguments.import;
    options.mapping = std::move(mapping);
    const std::string bytes = read_file(path);
    const bool encoding_given = !options.encoding.empty();
    if (arguments.inspect) {
        const kith::ImportPlan plan = db.imports().inspect_bytes(bytes, name_of_file(path), options);
        any_csv = any_csv || plan.format == "csv";
        say_type(path, plan, arguments);
        print_plan(path, plan, encoding_given);
        return true;
    }
    kith::ImportReport done;
    {
        Progress progress("importing " + path);
        options.progress = [&](std::size_t read, std::size_t total) {
            return progress(total == 0 ? 1.0 : static_cast<double>(read) / static_cast<double>(total));
        };
        done = db.imports().run_bytes(bytes, name_of_file(path), options);
    }
    any_csv = any_csv || done.format == "csv";
    say_type(path, done, arguments);
    if (arguments.json)
        print_json(json_of(path, done));
    else
        print_report(path, found(done, encoding_given), done);
    return done.failed == 0;
}

/// "3=skip", "3=update:7": what is done to the row at line 3.
std::pair<std::size_t, kith::ImportDecision> decision_of(const std::string& text) {
    static const std::regex form("([1-9][0-9]{0,8})=([^:]*)(:([1-9][0-9]{0,17}))?");
    std::smatch parts;
    if (!std::regex_match(text, parts, form))
        throw Error(Code::invalid_argument,
                    "--decide needs LINE=ACTION or LINE=ACTION:ID, not '" + text + "'");
    const std::int64_t record = parts[4].matched ? std::stoll(parts[4].str()) : 0;
    return {std::stoul(parts[1].str()), {kith::likeness_named(parts[2].str()), record}};
}

void import(Context& context, ImportsArguments& arguments) {
    if (arguments.fields) {
        print_fields(context, arguments);
        return;
    }
    if (arguments.files.empty()) throw CLI::RequiredError("files");
    arguments.import.mapping = mapping_of(arguments.maps, arguments.external_id);
    if (!arguments.delimiter.empty())
        arguments.import.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
    if (!arguments.header.empty()) arguments.import.header = arguments.header == "yes";
    arguments.import.likeness = kith::likeness_named(arguments.likeness);
    for (const std::string& decision : arguments.decisions)
        arguments.import.decisions.insert(decision_of(decision));
    if (!arguments.decisions.empty() && arguments.files.size() > 1)
        throw Error(Code::invalid_argument, "--decide is about the lines of one file");

    kith::Database& db = context.db();
    std::vector<Mapping> each = mappings(db, arguments);
    bool refused = false;
    bool failed = false;
    bool any_csv = false;
    for (std::size_t i = 0; i < arguments.files.size(); ++i) {
        const std::string& path = arguments.files[i];
        try {
            refused = !import_file(db, arguments, path, std::move(each[i]), any_csv) || refused;
        } catch (const Error& error) {
            // What is wrong with the database is wrong for every file.
            if (error.sqlite_code() != 0 || error.code() == Code::busy) throw;
            std::cerr << path << ": " << error.what() << '\n';
            failed = true;
            any_csv = true;
        }
    }
    if (!arguments.import.mapping.empty() && !any_csv) {
        std::cerr << "kith: --map and --external-id are for CSV files, and there is none\n";
        failed = true;
    }
    if (failed) throw Exit{1};
    if (refused) throw Exit{3};
}

}  // namespace

void add_import_commands(CLI::App& app, Context& context) {
    auto a = std::make_shared<ImportsArguments>();
    CLI::App* sub =
        app.add_subcommand("import", "Import vCard, CSV or JSON lines; importing again changes nothing");
    sub->add_option("files", a->files, "Files");
    sub->add_option(
           "--map", a->maps,
           "COLUMN=FIELD, COLUMN=field.KEY for a custom field, COLUMN=- to leave out; a column that only "
           "some of the files have is mapped there")
        ->allow_extra_args(false);
    sub->add_flag("--fields", a->fields, "List the fields that --map knows, and do nothing");
    sub->add_option("--external-id", a->external_id, "The column with the row's identifier elsewhere");
    a->import.record_type.clear();
    sub->add_option("--type", a->import.record_type,
                    "What a CSV row is: contact, organization, interaction (default: contact, or what the "
                    "headers say)");
    sub->add_option("--source", a->import.source, "What the source is called (default: the file's name)");
    sub->add_option("--encoding", a->import.encoding, "UTF-8, CP932, ... (default: found out)");
    sub->add_option("--delimiter", a->delimiter, "A character, or 'tab' (default: found out)");
    sub->add_option("--header", a->header, "Whether the first CSV row names the columns (default: found out)")
        ->check(CLI::IsMember({"yes", "no"}));
    sub->add_option("--date-order", a->import.date_order, "Of dates like 3/4/2025 (default: found out)")
        ->check(CLI::IsMember({"ymd", "mdy", "dmy"}));
    sub->add_option("--region", a->import.region, "Country the file comes from, for its dates and numbers");
    sub->add_option("--tag", a->import.tags, "Put this tag on every record of the file")
        ->allow_extra_args(false);
    sub->add_option(
           "--likeness", a->likeness,
           "What becomes of a row that is probably a record which is there: create (default: nothing is "
           "looked up), skip, update, merge, ask")
        ->check(CLI::IsMember({"create", "skip", "update", "merge", "ask"}));
    sub->add_option("--threshold", a->import.threshold, "Least probability for --likeness (default: 0.95)");
    sub->add_option("--review", a->import.review,
                    "Least probability with which records are listed with a row (default: 0.5)");
    sub->add_option("--decide", a->decisions,
                    "LINE=ACTION or LINE=ACTION:ID: what is done to a row that --likeness asks about")
        ->allow_extra_args(false);
    sub->add_flag("--dry-run", a->import.dry_run, "Only say what would happen");
    sub->add_flag("--inspect", a->inspect, "Only show the columns and where they would go");
    sub->add_flag("--json", a->json, "The report as one JSON object per file");
    sub->footer(
        "Examples (with a members.csv from 'kith export members.csv'):\n"
        "  kith import --fields\n"
        "  kith import members.csv --inspect\n"
        "  kith import members.csv --map 'title=field.role' --dry-run\n"
        "  kith import members.csv --likeness ask --dry-run\n"
        "  kith import members.csv --likeness ask --decide 2=update:7 --decide 3=create\n"
        "A row of interactions names its contact by e-mail address, number, uid, external id, or a full name that only\n"
        "one contact has.\n"
        "Exit code 3: some rows were refused; the others are in. 1: a file could not be imported; the others are.");
    sub->callback([&context, a] { import(context, *a); });
}

}  // namespace cli
