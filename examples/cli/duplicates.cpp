// Finding duplicates: dupes, similar, compare, model.
#include "duplicates.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <system_error>

#include <unistd.h>

namespace cli {

using kith::Code;
using kith::Duplicates;
using kith::Error;
using kith::RecordType;

PrintedIds::PrintedIds(kith::Database& db, const std::string& type) {
    const std::vector<std::string> fields{"id", "external_id"};
    const kith::Rows rows = db.read(
        [&](const kith::Reader& reader) { return reader.select_fields(type_named(type), fields, "", {}); });
    for (const auto& row : rows.rows)
        if (!row[1].empty()) names_[*row[0].as<std::int64_t>()] = row[1].to_string();
}

std::string PrintedIds::operator()(std::int64_t id) const {
    const std::string name = external(id);
    return name.empty() ? std::to_string(id) : name;
}

std::string PrintedIds::external(std::int64_t id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? std::string() : found->second;
}

std::string csv_cell(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

bool is_standard_output(const std::string& path) { return path == "-" || path == "/dev/stdout"; }

void write_file(const std::string& path, const std::function<void(std::ostream&)>& put) {
    namespace fs = std::filesystem;
    if (is_standard_output(path)) {
        put(std::cout);
        return;
    }
    std::error_code none;
    const bool beside = !fs::exists(path, none) || fs::is_regular_file(path, none);
    const fs::path target = beside ? fs::weakly_canonical(path, none) : fs::path(path);  // a link stays a link
    const fs::path temporary =
        beside ? fs::path(target.string() + "." + std::to_string(::getpid()) + ".tmp") : target;
    errno = 0;
    std::ofstream file(temporary, std::ios::binary);
    put(file);
    file.close();
    std::error_code problem(file ? 0 : errno == 0 ? EIO : errno, std::generic_category());
    if (!problem && beside) fs::rename(temporary, target, problem);
    if (problem) {
        if (beside) fs::remove(temporary, none);
        throw Error(Code::io, "cannot write '" + path + "': " + problem.message());
    }
}

std::string skipped_words(const kith::DuplicateReport& report) {
    if (report.blocks_skipped == 0) return {};
    return "; " + std::to_string(report.blocks_skipped) +
           " pieces of evidence were shared by too many and skipped, with " +
           std::to_string(report.pairs_skipped) + " pairs";
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

kith::Duplicates judging(const kith::Database& db, const std::string& path, const std::string& type) {
    Duplicates duplicates = db.duplicates();
    if (path.empty()) return duplicates;
    std::ifstream file(path, std::ios::binary);
    const std::string json{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad()) throw Error(Code::io, "cannot read '" + path + "'");
    const kith::MatchModel model = kith::match_model_from_json(json);
    if (model.record_type != type)
        throw Error(Code::invalid_argument,
                    "'" + path + "' is a model of type " + model.record_type + ", not " + type);
    duplicates.use_model(model);
    return duplicates;
}

namespace {

struct DuplicatesArguments {
    std::string type = "contact";
    double threshold = 0.95;
    std::size_t limit = 0;
    std::string pairs{};
    std::string clusters{};
    std::string svg{};
    std::string model{};
    std::string population{};
    bool json = false;
    bool explain = false;
    std::vector<std::string> records{};
};

void put_clusters(std::ostream& out, const PrintedIds& printed,
                  const std::vector<Duplicates::AnyCluster>& clusters) {
    out << "cluster,id,probability\n";
    for (std::size_t c = 0; c < clusters.size(); ++c)
        for (const std::int64_t id : clusters[c].members)
            out << c + 1 << ',' << csv_cell(printed(id)) << ',' << fixed(clusters[c].probability, 6) << '\n';
}

void put_pairs(std::ostream& out, const PrintedIds& printed, const std::vector<Duplicates::AnyPair>& pairs) {
    out << "a,b,probability\n";
    for (const auto& pair : pairs)
        out << csv_cell(printed(pair.a)) << ',' << csv_cell(printed(pair.b)) << ','
            << fixed(pair.probability, 6) << '\n';
}

/// The reasons as a drawing, named after both records.
void draw(kith::Database& db, const RecordType& type, const std::string& path, std::int64_t a, std::int64_t b,
          const std::vector<kith::Evidence>& rows) {
    const std::string svg =
        kith::waterfall_svg(rows, {.title = title_of(db, type, a) + " and " + title_of(db, type, b)});
    write_file(path, [&](std::ostream& out) { out << svg; });
}

/// What a search learns: as a table, or as JSON for --model.
void model(Context& context, const DuplicatesArguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    const Duplicates duplicates = judging(db, arguments.model, arguments.type);
    if (arguments.model.empty()) {
        kith::DuplicateOptions options;
        Progress progress("comparing");
        options.progress = [&](double done) { return progress(done); };
        (void)duplicates.find_any(type, options, kith::Where::current());
    }
    const kith::MatchModel learned = duplicates.model_any(type);
    if (arguments.json) {
        std::cout << kith::match_model_to_json(learned);
        return;
    }
    std::cout << "further records of the same person per record: " << fixed(learned.duplicates, 4) << '\n';
    for (const kith::MatchRelation& relation : learned.relations)
        std::cout << "records of its " << relation.name << " per record: " << fixed(relation.per_record, 4)
                  << '\n';
    std::vector<std::vector<std::string>> rows;
    for (const kith::MatchField& field : learned.fields)
        for (const kith::MatchLevel& level : field.levels)
            rows.push_back({field.field, level.level, fixed(level.m, 5), fixed(level.u, 5),
                            level.reliance == 0 ? "" : fixed(level.reliance, 2) + " of it"});
    print_table({"field", "level", "of one", "of two", "and the value's share"}, rows);
}

void compare(Context& context, const DuplicatesArguments& arguments) {
    kith::Database& db = context.db();
    if (!arguments.svg.empty()) refuse_database(context, arguments.svg);
    const RecordType& type = type_named(arguments.type);
    const std::int64_t a = find_record(db, type, arguments.records[0]);
    const std::int64_t b = find_record(db, type, arguments.records[1]);
    const auto rows =
        judging(db, arguments.model, arguments.type).explain_any(type, a, b, kith::Where::current());
    if (!arguments.svg.empty()) draw(db, type, arguments.svg, a, b, rows);
    if (arguments.json)
        print_json({{"a", a}, {"b", b}, {"evidence", evidence_json(rows)}});
    else if (!is_standard_output(arguments.svg))
        print_evidence(rows);
}

/// What a record that is not in the file is like: FIELD=VALUE texts, and for a contact organization=NAME.
struct Candidate {
    Candidate(const RecordType& type, const std::vector<std::string>& texts, const kith::Settings& settings)
        : record(kith::new_record(type)) {
        for (const std::string& text : texts) {
            const std::size_t equals = text.find('=');
            if (equals == std::string::npos || equals == 0)
                throw Error(Code::invalid_argument,
                            "'" + text + "' is not FIELD=VALUE, and a record is named alone");
            const std::string field = text.substr(0, equals);
            const std::string value = text.substr(equals + 1);
            if (field == "organization" && name_of(type) == "contact")
                organization = value;
            else
                kith::set_field(type, record.get(), field, value, settings);
        }
    }

    kith::RecordHolder record;
    std::string organization{};
};

/// Records that may be the same as one, which is in the file or not yet.
void similar(Context& context, const DuplicatesArguments& arguments) {
    kith::Database& db = context.db();
    const RecordType& type = type_named(arguments.type);
    kith::DuplicateOptions options;
    options.threshold = arguments.threshold;
    options.limit = arguments.limit;
    const auto here = kith::Where::current();
    const Duplicates duplicates = judging(db, arguments.model, arguments.type);
    std::vector<Duplicates::AnyPair> found;
    if (arguments.records.size() == 1 && arguments.records[0].find('=') == std::string::npos) {
        found =
            duplicates.of_any(type, find_record(db, type, arguments.records[0]), nullptr, {}, options, here);
    } else {
        const Candidate candidate(type, arguments.records, db.settings());
        found = duplicates.of_any(type, 0, candidate.record.get(), candidate.organization, options, here);
    }
    for (const auto& pair : found) {
        if (arguments.json)
            print_json({{"id", pair.b}, {"probability", pair.probability}});
        else
            std::cout << fixed(pair.probability, 4) << "  " << pair.b << ' ' << title_of(db, type, pair.b)
                      << '\n';
    }
}

void dupes(Context& context, const DuplicatesArguments& arguments) {
    kith::Database& db = context.db();
    for (const std::string* path : {&arguments.pairs, &arguments.clusters})
        if (!path->empty()) refuse_database(context, *path);
    const RecordType& type = type_named(arguments.type);
    const Duplicates duplicates = judging(db, arguments.model, arguments.type);
    kith::DuplicateOptions options;
    options.threshold = arguments.threshold;
    options.limit = arguments.limit;
    options.population = arguments.population;
    Progress progress("comparing");
    options.progress = [&](double done) { return progress(done); };
    const PrintedIds printed(db, arguments.type);
    const auto here = kith::Where::current();

    const bool to_file = !arguments.pairs.empty() || !arguments.clusters.empty();
    const bool shown = !to_file || arguments.json || arguments.explain;
    std::vector<Duplicates::AnyCluster> clusters;
    if (shown || !arguments.clusters.empty()) clusters = duplicates.find_any(type, options, here);
    if (!arguments.clusters.empty())
        write_file(arguments.clusters, [&](std::ostream& out) { put_clusters(out, printed, clusters); });
    if (!arguments.pairs.empty()) {
        const auto pairs = duplicates.pairs_any(type, options, here);
        write_file(arguments.pairs, [&](std::ostream& out) { put_pairs(out, printed, pairs); });
        if (!is_standard_output(arguments.pairs))
            std::cerr << arguments.pairs << ": " << pairs.size() << " pairs\n";
    }
    const auto reasons = [&](std::int64_t a, std::int64_t b) {
        auto rows = duplicates.explain_any(type, a, b, here);
        if (!arguments.svg.empty()) {
            const auto name = std::to_string(a) + "-" + std::to_string(b) + ".svg";
            draw(db, type, (std::filesystem::path(arguments.svg) / name).string(), a, b, rows);
        }
        return rows;
    };
    if (!arguments.svg.empty()) std::filesystem::create_directories(arguments.svg);
    for (const auto& cluster : clusters) {
        if (!shown) break;
        if (arguments.json) {
            nlohmann::json members = nlohmann::json::array();
            for (const std::int64_t id : cluster.members) members.push_back(id);
            nlohmann::json object = {{"members", members}, {"probability", cluster.probability}};
            if (arguments.explain)
                object["evidence"] = evidence_json(reasons(cluster.members[0], cluster.members[1]));
            print_json(object);
            continue;
        }
        std::cout << fixed(cluster.probability, 4);
        for (const std::int64_t id : cluster.members)
            std::cout << "  " << id << ' ' << title_of(db, type, id);
        std::cout << '\n';
        if (!arguments.explain) continue;
        for (std::size_t i = 1; i < cluster.members.size(); ++i) {
            std::cout << "why " << cluster.members[0] << " and " << cluster.members[i] << ":\n";
            print_evidence(reasons(cluster.members[0], cluster.members[i]));
        }
        std::cout << '\n';
    }
    const kith::DuplicateReport report = duplicates.report();
    if (shown || !arguments.clusters.empty()) std::cerr << clusters.size() << " clusters; ";
    std::cerr << report.records << " records, " << report.pairs_compared << " pairs compared in "
              << fixed(report.seconds, 2) << " s";
    std::cerr << skipped_words(report) << '\n';
}

}  // namespace

void add_duplicate_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const DuplicatesArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<DuplicatesArguments>();
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
        sub->add_option("--limit", a->limit, "At most so many clusters")->check(CLI::NonNegativeNumber);
        sub->add_option(
            "--pairs", a->pairs,
            "Write the pairs as CSV: a,b,probability (external ids where there are any); - is standard output");
        sub->add_option("--clusters", a->clusters,
                        "Write the clusters as CSV: cluster,id,probability, a line for each record");
        sub->add_option("--model", a->model,
                        "Judge by the model in this file ('kith model --json') instead of learning");
        sub->add_flag("--json", a->json, "One JSON object per cluster");
        CLI::Option* explain = sub->add_flag("--explain", a->explain, "Say why, field by field");
        sub->add_option("--svg", a->svg, "A folder: the reasons as drawings, A-B.svg for each pair")
            ->needs(explain);
        sub->footer("Examples:\n  kith dupes --threshold 0.5 --explain\n  kith dupes --pairs pairs.csv");
    }
    {
        const auto [sub, a] =
            command("similar", "Records that may be the same as one, or as one that is not in the file yet",
                    &similar);
        a->threshold = 0.5;
        sub->add_option("what", a->records,
                        "A record, or FIELD=VALUE ... of one that is not in the file (also organization=NAME)")
            ->required();
        sub->add_option("--threshold", a->threshold, "Least probability, 0 to 1")->capture_default_str();
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_option("--limit", a->limit, "At most so many")->check(CLI::NonNegativeNumber);
        sub->add_option("--model", a->model, "Judge by the model in this file ('kith model --json')");
        sub->add_flag("--json", a->json, "One JSON object per record");
        sub->footer(
            "Examples:\n  kith similar 12\n  kith similar name.family=Smith name.given=Ann email=ann@smith.example");
    }
    {
        const auto [sub, a] =
            command("compare", "Why two records are, or are not, the same, field by field", &compare);
        sub->add_option("records", a->records, "Two records")->required()->expected(2);
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_option("--svg", a->svg, "Write it as a drawing to this file; - is standard output");
        sub->add_option("--model", a->model, "Judge by the model in this file ('kith model --json')");
        sub->add_flag("--json", a->json, "As one JSON object");
        sub->footer("Example:\n  kith compare 1 2 --svg why.svg");
    }
    {
        const auto [sub, a] =
            command("model", "What a search for duplicates learns from this file, and judges by", &model);
        sub->add_option("--type", a->type, "contact or organization")->capture_default_str();
        sub->add_option("--model", a->model, "Show the model in this file instead");
        sub->add_flag(
            "--json", a->json,
            "As JSON, for the option --model of this and other files; no value of a record is in it");
        sub->footer("Example:\n  kith model --json > model.json && kith dupes --model model.json");
    }
}

}  // namespace cli
