// The command import: files of other programs, each by itself.
#include "app.hpp"
#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

namespace cli {

namespace {

using kith::Code;
using kith::Error;

constexpr const char* external_id = "external_id";

struct Arguments {
    std::vector<std::string> files{};
    std::vector<std::string> maps{};
    std::string external_id{};
    kith::ImportOptions import{};
    std::string delimiter{};
    std::string header{};
    bool type_given = false;
    bool inspect = false;
    bool fields = false;
    bool json = false;
};

/// The bytes of a file; throws kith::Error with the system's reason.
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

/// "csv (Outlook), CP932": what a file was found to be.
std::string found(const kith::ImportPlan& plan, bool encoding_given) {
    constexpr double sure = 0.75;
    std::string text = plan.format;
    if (!plan.dialect.empty()) text += " (" + plan.dialect + ")";
    if (encoding_given) return text;
    return text + ", " + plan.encoding + (plan.encoding_confidence < sure ? " (a guess; see --encoding)" : "");
}

/// Columns that go to a field.
std::size_t recognised(const kith::ImportPlan& plan) {
    return static_cast<std::size_t>(
        std::count_if(plan.columns.begin(), plan.columns.end(),
                      [](const kith::ImportColumn& column) { return !column.field.empty(); }));
}

/// One file of the command line.
class File {
public:
    File(kith::Database& db, const std::string& path, kith::ImportOptions options)
        : db_(db), path_(path), options_(std::move(options)), bytes_(read_file(path)) {}

    /// Whether a CSV file has the column; what is no CSV file has none.
    [[nodiscard]] bool has_column(const std::string& column) const {
        kith::ImportOptions options = options_;
        options.mapping = {{column, "-"}};
        options.external_id.clear();
        try {
            return db_.imports().inspect_bytes(bytes_, name(), options).format == "csv";
        } catch (const Error& error) {
            if (error.code() == Code::invalid_argument && error.field() == column) return false;
            throw;
        }
    }

    /// What the file is. When its headers say nothing as a row of the type, but do as one of another, it is that:
    /// `options` change, and standard error says so. Not when the user chose the type.
    kith::ImportPlan inspect(bool type_given) {
        kith::ImportPlan plan = db_.imports().inspect_bytes(bytes_, name(), options_);
        if (plan.format != "csv" || type_given || plan.columns.empty() || recognised(plan) > 0) return plan;
        constexpr std::size_t enough = 2;  // one word may be chance
        kith::ImportOptions other = options_;
        for (const char* type : {"interaction", "organization"}) {
            other.record_type = type;
            kith::ImportPlan fitting = db_.imports().inspect_bytes(bytes_, name(), other);
            if (recognised(fitting) < enough || recognised(fitting) <= recognised(plan)) continue;
            plan = std::move(fitting);
            options_.record_type = type;
        }
        if (recognised(plan) > 0)
            std::cerr << path_ << ": by its headers a row is an " << options_.record_type
                      << ": read as with --type " << options_.record_type << '\n';
        return plan;
    }

    kith::ImportReport run() {
        Progress progress("importing " + path_);
        kith::ImportOptions options = options_;
        options.progress = [&](std::size_t done, std::size_t total) {
            return progress(total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
        };
        return db_.imports().run_bytes(bytes_, name(), options);
    }

    [[nodiscard]] const kith::ImportOptions& options() const { return options_; }

private:
    [[nodiscard]] std::string name() const { return std::filesystem::path(path_).filename().string(); }

    kith::Database& db_;
    std::string path_;
    kith::ImportOptions options_;
    std::string bytes_;
};

nlohmann::json to_json(const std::string& file, const kith::ImportPlan& plan, const std::string& type,
                       const kith::ImportReport& done) {
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
            {"type", type},
            {"format", plan.format},
            {"dialect", plan.dialect},
            {"encoding", plan.encoding},
            {"encoding_confidence", plan.encoding_confidence},
            {"batch", done.batch.value},
            {"total", done.total},
            {"created", done.created},
            {"updated", done.updated},
            {"unchanged", done.unchanged},
            {"skipped", done.skipped},
            {"failed", done.failed},
            {"organizations", done.organizations},
            {"dry_run", done.dry_run},
            {"ignored", ignored},
            {"warnings", done.warnings},
            {"problems", problems}};
}

void print_report(const std::string& file, const std::string& what, const kith::ImportReport& done) {
    std::cout << file << ": " << done.total << " rows, " << done.created << " created, " << done.updated
              << " updated, " << done.unchanged << " unchanged, " << done.skipped << " skipped, "
              << done.failed << " failed; " << what;
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
void print_fields(Context& context, const Arguments& arguments) {
    std::error_code problem;
    const bool there = !context.path.empty() && std::filesystem::exists(context.path, problem);
    kith::Database none = kith::Database::open(":memory:");
    kith::Database& db = there ? context.db() : none;
    std::vector<std::vector<std::string>> rows;
    for (const kith::FieldDescription& field : db.imports().fields(arguments.import.record_type))
        rows.push_back({field.name, field.label, field.label_ja});
    rows.push_back({"field.KEY", "Custom field; made as text when it is new", "カスタム項目"});
    rows.push_back({"-", "Leave the column out", "取り込まない"});
    print_table({"field", "means", "意味"}, rows);
}

/// For each mapped column whether some of the files has it. One that only some have is mapped there alone; one that
/// none has stays with every CSV file, which then says so.
std::map<std::string, bool> columns_somewhere(kith::Database& db, const Arguments& arguments) {
    std::map<std::string, bool> somewhere;
    for (const auto& [column, field] : arguments.import.mapping) somewhere[column] = false;
    if (somewhere.empty() || arguments.files.size() < 2) return somewhere;
    for (const std::string& path : arguments.files) {
        try {
            const File file(db, path, arguments.import);
            for (auto& [column, there] : somewhere) there = there || file.has_column(column);
        } catch (const Error&) {
            continue;  // its own turn reports it
        }
    }
    return somewhere;
}

/// Imports one file; false when rows were refused. Throws kith::Error when the file failed. `any_csv` becomes true
/// when it is one that mappings concern.
bool import_file(kith::Database& db, const Arguments& arguments, const std::string& path,
                 const std::map<std::string, bool>& somewhere, bool& any_csv) {
    kith::ImportOptions options = arguments.import;
    if (arguments.files.size() > 1 && !options.mapping.empty()) {
        const File all(db, path, arguments.import);
        std::erase_if(options.mapping,
                      [&](const auto& map) { return somewhere.at(map.first) && !all.has_column(map.first); });
    }
    File file(db, path, std::move(options));
    const kith::ImportPlan plan = file.inspect(arguments.type_given);
    any_csv = any_csv || plan.format == "csv";
    const bool encoding_given = !arguments.import.encoding.empty();
    if (arguments.inspect) {
        print_plan(path, plan, encoding_given);
        return true;
    }
    const kith::ImportReport done = file.run();
    if (arguments.json)
        print_json(to_json(path, plan, file.options().record_type, done));
    else
        print_report(path, found(plan, encoding_given), done);
    return done.failed == 0;
}

void import(Context& context, Arguments& arguments) {
    if (arguments.fields) {
        print_fields(context, arguments);
        return;
    }
    if (arguments.files.empty()) throw CLI::RequiredError("files");
    for (const std::string& map : arguments.maps) {
        const std::size_t equals = map.rfind('=');
        if (equals == std::string::npos)
            throw Error(Code::invalid_argument, "--map needs COLUMN=FIELD, not '" + map + "'");
        arguments.import.mapping.emplace_back(map.substr(0, equals), map.substr(equals + 1));
    }
    if (!arguments.external_id.empty())
        arguments.import.mapping.emplace_back(arguments.external_id, external_id);
    if (!arguments.delimiter.empty())
        arguments.import.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
    if (!arguments.header.empty()) arguments.import.header = arguments.header == "yes";

    kith::Database& db = context.db();
    const auto somewhere = columns_somewhere(db, arguments);
    bool refused = false;
    bool failed = false;
    bool any_csv = false;
    for (const std::string& path : arguments.files) {
        try {
            refused = !import_file(db, arguments, path, somewhere, any_csv) || refused;
        } catch (const Error& error) {
            // What is wrong with the database is wrong for every file.
            if (error.sqlite_code() != 0 || error.code() == Code::busy) throw;
            std::cerr << path << ": " << error.what() << '\n';
            failed = true;
            any_csv = true;
        }
    }
    if (!somewhere.empty() && !any_csv) {
        std::cerr << "kith: --map and --external-id are for CSV files, and there is none\n";
        failed = true;
    }
    if (failed) throw Exit{1};
    if (refused) throw Exit{3};
}

}  // namespace

void add_import_commands(CLI::App& app, Context& context) {
    auto a = std::make_shared<Arguments>();
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
    CLI::Option* type =
        sub->add_option("--type", a->import.record_type,
                        "What a CSV row is: contact, organization, interaction (default: contact, "
                        "or what the headers say)");
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
    sub->add_flag("--dry-run", a->import.dry_run, "Only say what would happen");
    sub->add_flag("--inspect", a->inspect, "Only show the columns and where they would go");
    sub->add_flag("--json", a->json, "The report as one JSON object per file");
    sub->footer(
        "Examples (with a members.csv from 'kith export members.csv'):\n"
        "  kith import --fields\n"
        "  kith import members.csv --inspect\n"
        "  kith import members.csv --map 'title=field.role' --dry-run\n"
        "Exit code 3: some rows were refused; the others are in. 1: a file could not be imported; the others are.");
    sub->callback([&context, a, type] {
        a->type_given = type->count() > 0;
        import(context, *a);
    });
}

}  // namespace cli
