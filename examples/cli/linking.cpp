// The command link: which records of a list are records of the base.
#include "app.hpp"
#include "duplicates.hpp"
#include "imports.hpp"
#include "output.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace cli {

namespace {

using kith::Code;
using kith::Duplicates;
using kith::Error;

struct LinkingArguments {
    std::string list{};
    std::string type = "contact";
    std::vector<std::string> maps{};
    std::string external_id{};
    kith::LinkOptions options{};
    std::string linkage = "many_to_one";
    std::string model{};
    std::string csv{};
    bool json = false;
    bool explain = false;
};

/// The other file: a database, or a list of another form that was read into one in memory.
struct OtherFile {
    kith::Database db;
    std::map<std::int64_t, std::size_t> lines{};  ///< of a list: the first that speaks of a record

    /// What a record is called in output: its external id, its line, or its id.
    [[nodiscard]] std::string printed(const PrintedIds& ids, std::int64_t id) const {
        if (const std::string name = ids.external(id); !name.empty()) return name;
        const auto line = lines.find(id);
        return line == lines.end() ? std::to_string(id) : "line " + std::to_string(line->second);
    }
};

/// What `work` gives; an error says that it is about the list, and not about the file that it is compared with.
template <class Work>
auto naming(const std::string& list, Work&& work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(error.code(), "the list " + list + ": " + error.what());
    }
}

bool is_database(const std::string& path) {
    constexpr std::string_view beginning = "SQLite format 3";
    std::string bytes(beginning.size(), ' ');
    std::ifstream file(path, std::ios::binary);
    return file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && bytes == beginning;
}

/// Both would stand on standard output, one within the other.
void refuse_two_outputs(const LinkingArguments& arguments) {
    if (is_standard_output(arguments.csv) && (arguments.json || arguments.explain))
        throw Error(Code::invalid_argument, std::string(arguments.json ? "--json" : "--explain") +
                                                " and --csv both write to standard output: give --csv a file");
}

OtherFile other_file(kith::Database& base, const LinkingArguments& arguments) {
    if (is_database(arguments.list)) {
        if (!arguments.maps.empty() || !arguments.external_id.empty())
            throw Error(Code::invalid_argument,
                        "--map and --external-id are for lists that are no kith files");
        return {naming(arguments.list,
                       [&] { return kith::Database::open(arguments.list, {.read_only = true}); })};
    }
    const std::string bytes = naming(arguments.list, [&] { return read_file(arguments.list); });
    OtherFile other{kith::Database::open(":memory:", {.region = base.settings().region})};
    kith::ImportOptions options;
    options.record_type = arguments.type;
    options.mapping = mapping_of(arguments.maps, arguments.external_id);
    const kith::ImportReport read = other.db.imports().run_bytes(bytes, name_of_file(arguments.list), options);
    for (const kith::ImportedRow& row : read.rows) {
        if (row.record.id != 0) other.lines.emplace(row.record.id, row.line);
        for (const kith::ImportProblem& problem : row.problems)
            std::cerr << arguments.list << ":" << problem.line << ": " << kith::name_of(row.outcome)
                      << (problem.field.empty() ? "" : ", " + problem.field) << ": " << problem.reason
                      << '\n';
    }
    return other;
}

nlohmann::json json_of(const OtherFile& other, const PrintedIds& listed, const Duplicates::AnyLink& link) {
    nlohmann::json rivals = nlohmann::json::array();
    for (const auto& rival : link.rivals)
        rivals.push_back({{"id", rival.a}, {"probability", rival.probability}});
    return {{"list", other.printed(listed, link.other)},
            {"id", link.id},
            {"probability", link.probability},
            {"sure", link.sure},
            {"rivals", rivals}};
}

void link(Context& context, LinkingArguments& arguments) {
    kith::Database& db = context.db();
    refuse_two_outputs(arguments);
    if (!arguments.csv.empty()) {
        refuse_database(context, arguments.csv);
        refuse_file(arguments.csv, arguments.list, "the list");
    }
    const kith::RecordType& type = type_named(arguments.type);
    kith::LinkOptions& options = arguments.options;
    options.linkage = kith::linkage_named(arguments.linkage);
    const Duplicates duplicates = judging(db, arguments.model, arguments.type);
    (void)duplicates.model_any(type);  // a type that is not matched is refused before the list is read
    OtherFile other = other_file(db, arguments);
    const PrintedIds listed(other.db, arguments.type), printed(db, arguments.type);
    const auto here = kith::Where::current();
    std::vector<Duplicates::AnyLink> links;
    {
        Progress progress("comparing");
        options.progress = [&](double done) { return progress(done); };
        links = duplicates.link_any(type, other.db, options, here);
    }
    if (!arguments.csv.empty()) {
        write_file(arguments.csv, [&](std::ostream& out) {
            out << "list,id,probability,sure\n";
            for (const auto& link : links)
                out << csv_cell(other.printed(listed, link.other)) << ',' << csv_cell(printed(link.id)) << ','
                    << fixed(link.probability, 6) << ',' << (link.sure ? "yes" : "no") << '\n';
        });
    }
    std::set<std::int64_t> sure, unsure;
    for (const auto& link : links) {
        (link.sure ? sure : unsure).insert(link.other);
        const auto reasons = [&] {
            return duplicates.explain_link_any(type, link.id, other.db, link.other, here);
        };
        if (arguments.json) {
            nlohmann::json object = json_of(other, listed, link);
            if (arguments.explain) object["evidence"] = evidence_json(reasons());
            print_json(object);
        } else if (arguments.csv.empty() || arguments.explain) {
            std::cout << fixed(link.probability, 4) << (link.sure ? "  " : " ?") << "  "
                      << other.printed(listed, link.other) << ' ' << title_of(other.db, type, link.other)
                      << "  is  " << link.id << ' ' << title_of(db, type, link.id) << '\n';
            if (arguments.explain) print_evidence(reasons());
        }
    }
    for (const std::int64_t id : sure) unsure.erase(id);
    const kith::DuplicateReport report = duplicates.report();
    std::cerr << sure.size() << " of the list are here, " << unsure.size() << " to look at; "
              << report.pairs_compared << " pairs compared in " << fixed(report.seconds, 2) << " s"
              << skipped_words(report) << '\n';
}

}  // namespace

void add_link_commands(CLI::App& app, Context& context) {
    auto a = std::make_shared<LinkingArguments>();
    CLI::App* sub = app.add_subcommand(
        "link", "Which records of a list are records of this file, the surest first; writes to neither");
    sub->add_option("list", a->list, "Another kith file, or a list to import: CSV, vCard, JSON lines")
        ->required();
    sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
    sub->add_option("--threshold", a->options.threshold, "Least probability of a link that is sure, 0 to 1")
        ->capture_default_str();
    sub->add_option("--review", a->options.review,
                    "Least probability of a link to look at; no more than the threshold counts")
        ->capture_default_str();
    sub->add_option(
           "--linkage", a->linkage,
           "many_to_one: a record of the list is at most one here; one_to_one: and the other way round; "
           "one_to_many, many_to_many")
        ->capture_default_str();
    sub->add_option("--query", a->options.population, "Only the records of this file that this query selects");
    sub->add_option("--list-query", a->options.other_population, "Only those of the list that it selects");
    sub->add_option("--limit", a->options.limit, "At most so many links")->check(CLI::NonNegativeNumber);
    sub->add_option("--map", a->maps, "COLUMN=FIELD of a CSV list, as of 'kith import'")
        ->allow_extra_args(false);
    sub->add_option("--external-id", a->external_id, "The column with the row's identifier elsewhere");
    sub->add_option("--model", a->model,
                    "Judge by the model in this file ('kith model --json') instead of learning");
    sub->add_option("--csv", a->csv,
                    "Write the links as CSV: list,id,probability,sure (external ids where there are any); - is "
                    "standard output");
    sub->add_flag("--json", a->json, "One JSON object per link");
    sub->add_flag("--explain", a->explain, "Say why, field by field");
    sub->footer(
        "Examples:\n  kith link fair.csv\n  kith link office.kith --linkage one_to_one --csv links.csv");
    sub->callback([&context, a] { link(context, *a); });
}

}  // namespace cli
