// Commands on duplicates: dupes, different.
#include "app.hpp"
#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <system_error>

#include <unistd.h>

namespace cli {

namespace {

using kith::Code;
using kith::Duplicates;
using kith::Error;
using kith::RecordType;

struct Arguments {
    std::string type = "contact";
    double threshold = 0.95;
    std::size_t limit = 0;
    std::string pairs{};
    std::string population{};
    bool json = false;
    bool explain = false;
    std::vector<std::string> records{};
};

std::string fixed(double number, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << number;
    return text.str();
}

/// The ids to print: the first external id where there is one, so that a list can be joined with its source.
class PrintedIds {
public:
    PrintedIds(kith::Database& db, const std::string& type) {
        const std::vector<std::string> fields{"id", "external_id"};
        const kith::Rows rows = db.read([&](const kith::Reader& reader) {
            return reader.select_fields(type_named(type), fields, "", {});
        });
        for (const auto& row : rows.rows)
            if (!row[1].empty()) names_[*row[0].as<std::int64_t>()] = row[1].to_string();
    }
    [[nodiscard]] std::string operator()(std::int64_t id) const {
        const auto found = names_.find(id);
        return found == names_.end() ? std::to_string(id) : found->second;
    }

private:
    std::map<std::int64_t, std::string> names_;
};

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

void put_pairs(std::ostream& out, const PrintedIds& printed, const std::vector<Duplicates::AnyPair>& pairs) {
    out << "a,b,probability\n";
    for (const auto& pair : pairs)
        out << quoted(printed(pair.a)) << ',' << quoted(printed(pair.b)) << ',' << fixed(pair.probability, 6)
            << '\n';
}

/// Writes the pairs to a file beside `path` first, which then takes its name; to what is no file (a pipe) at once.
void write_pairs(const std::string& path, const PrintedIds& printed,
                 const std::vector<Duplicates::AnyPair>& pairs) {
    namespace fs = std::filesystem;
    if (path == "-" || path == "/dev/stdout") {
        put_pairs(std::cout, printed, pairs);
        return;
    }
    std::error_code none;
    const bool beside = !fs::exists(path, none) || fs::is_regular_file(path, none);
    const fs::path target = beside ? fs::weakly_canonical(path, none) : fs::path(path);  // a link stays a link
    const fs::path temporary =
        beside ? fs::path(target.string() + "." + std::to_string(::getpid()) + ".tmp") : target;
    errno = 0;
    std::ofstream file(temporary, std::ios::binary);
    put_pairs(file, printed, pairs);
    file.close();
    std::error_code problem(file ? 0 : errno == 0 ? EIO : errno, std::generic_category());
    if (!problem && beside) fs::rename(temporary, target, problem);
    if (problem) {
        if (beside) fs::remove(temporary, none);
        throw Error(Code::io, "cannot write '" + path + "': " + problem.message());
    }
    std::cerr << path << ": " << pairs.size() << " pairs\n";
}

void print_evidence(const std::vector<kith::Evidence>& rows) {
    std::vector<std::vector<std::string>> cells;
    double sum = 0;
    for (const kith::Evidence& row : rows) {
        sum += row.weight;
        cells.push_back({row.field, row.level, fixed(row.weight, 1),
                         row.frequency == 0 ? "" : fixed(row.frequency, 1), row.left, row.right});
    }
    cells.push_back({"sum", "", fixed(sum, 1), "", "", ""});
    print_table({"field", "level", "bits", "of it rarity", "one", "the other"}, cells);
}

nlohmann::json evidence_json(const std::vector<kith::Evidence>& rows) {
    nlohmann::json list = nlohmann::json::array();
    for (const kith::Evidence& row : rows)
        list.push_back({{"field", row.field},
                        {"level", row.level},
                        {"weight", row.weight},
                        {"frequency", row.frequency},
                        {"left", row.left},
                        {"right", row.right}});
    return list;
}

void dupes(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    if (!arguments.pairs.empty()) refuse_database(context, arguments.pairs);
    const RecordType& type = type_named(arguments.type);
    const Duplicates duplicates = db.duplicates();
    kith::DuplicateOptions options;
    options.threshold = arguments.threshold;
    options.limit = arguments.limit;
    options.population = arguments.population;
    Progress progress("comparing");
    options.progress = [&](double done) { return progress(done); };
    const PrintedIds printed(db, arguments.type);
    const auto here = kith::Where::current();

    const bool only_pairs = !arguments.pairs.empty() && !arguments.json && !arguments.explain;
    std::vector<Duplicates::AnyCluster> clusters;
    if (!only_pairs) clusters = duplicates.find_any(type, options, here);
    if (!arguments.pairs.empty())
        write_pairs(arguments.pairs, printed, duplicates.pairs_any(type, options, here));
    const auto title = [&](std::int64_t id) {
        const kith::RecordHolder record = kith::new_record(type);
        db.read([&](const kith::Reader& reader) { return reader.load(type, id, record.get()); });
        return kith::title_of(type, record.get());
    };
    for (const auto& cluster : clusters) {
        if (arguments.json) {
            nlohmann::json members = nlohmann::json::array();
            for (const std::int64_t id : cluster.members) members.push_back(id);
            nlohmann::json object = {{"members", members}, {"probability", cluster.probability}};
            if (arguments.explain)
                object["evidence"] =
                    evidence_json(duplicates.explain_any(type, cluster.members[0], cluster.members[1], here));
            print_json(object);
            continue;
        }
        std::cout << fixed(cluster.probability, 4);
        for (const std::int64_t id : cluster.members) std::cout << "  " << id << ' ' << title(id);
        std::cout << '\n';
        if (!arguments.explain) continue;
        for (std::size_t i = 1; i < cluster.members.size(); ++i) {
            std::cout << "why " << cluster.members[0] << " and " << cluster.members[i] << ":\n";
            print_evidence(duplicates.explain_any(type, cluster.members[0], cluster.members[i], here));
        }
        std::cout << '\n';
    }
    const kith::DuplicateReport report = duplicates.report();
    if (!only_pairs) std::cerr << clusters.size() << " clusters; ";
    std::cerr << report.records << " records, " << report.pairs_compared << " pairs compared in "
              << fixed(report.seconds, 2) << " s";
    if (report.blocks_skipped > 0)
        std::cerr << "; " << report.blocks_skipped
                  << " pieces of evidence were shared by too many and skipped";
    std::cerr << '\n';
}

void different(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    db.duplicates().decide(type, find_record(db, type, arguments.records[0]),
                           find_record(db, type, arguments.records[1]), true, kith::Where::current());
}

}  // namespace

void add_duplicate_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about, void (*run)(Context&, const Arguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<Arguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] =
            command("dupes", "Find records that are the same, the most certain first", &dupes);
        sub->add_option("--threshold", a->threshold, "Least probability of a joint, 0 to 1")
            ->capture_default_str();
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_option("--query", a->population, "Compare only the records that this query selects");
        sub->add_option("--limit", a->limit, "At most so many clusters");
        sub->add_option(
            "--pairs", a->pairs,
            "Write the pairs as CSV: a,b,probability (external ids where there are any); - is standard output");
        sub->add_flag("--json", a->json, "One JSON object per cluster");
        sub->add_flag("--explain", a->explain, "Say why, field by field");
        sub->footer("Examples:\n  kith dupes --threshold 0.5 --explain\n  kith dupes --pairs pairs.csv");
    }
    {
        const auto [sub, a] = command(
            "different",
            "Decide that two records are not the same: 'dupes' leaves them apart, 'merge' refuses them",
            &different);
        sub->add_option("records", a->records, "Two records")->required()->expected(2);
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->footer("Example:\n  kith different 1 2");
    }
}

}  // namespace cli
