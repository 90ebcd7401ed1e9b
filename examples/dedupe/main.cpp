// Cleans a CSV file: who is in it twice becomes one, and what was done is told.
//
//   dedupe people.csv                      leaves people-clean.csv, people-report.html and people.kith beside you
//   dedupe people.csv --out cleaned --threshold 0.99 --region JP --encoding Shift_JIS
//
// Exit codes: 0 done; 1 it failed, and the message says why; 2 the command line was wrong; 3 done, but some rows were
// refused (the report has their lines). When it fails, nothing is left.
#include "report.hpp"
#include "sheet.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using kith::Code;
using kith::Duplicates;
using kith::Error;
using kith::RecordType;

struct Arguments {
    fs::path file{};
    fs::path out = ".";
    double threshold = 0.95;
    std::string type = "contact";
    std::string encoding{};
    std::string region{};
    bool force = false;
};

/// Files that get their names together, once all are written; until then they are beside, and go when that fails.
class Results {
public:
    explicit Results(bool replace) : replace_(replace) {}
    ~Results() {
        std::error_code none;
        for (const fs::path& target : targets_)
            for (const char* suffix : {"", "-wal", "-shm"})
                fs::remove(part_of(target).string() + suffix, none);
    }
    Results(const Results&) = delete;
    Results& operator=(const Results&) = delete;

    /// Where to write what will be `target`. Throws `exists`.
    fs::path part(const fs::path& target) {
        if (!replace_ && fs::exists(target))
            throw Error(Code::exists, "'" + target.string() + "' exists; --force replaces it");
        fs::remove(part_of(target));
        targets_.push_back(target);
        return part_of(target);
    }
    void finish() {
        for (const fs::path& target : targets_) {
            for (const char* suffix : {"-wal", "-shm"})
                fs::remove(target.string() + suffix);  // of one that is replaced
            fs::rename(part_of(target), target);
        }
        targets_.clear();
    }

private:
    static fs::path part_of(const fs::path& target) { return target.string() + ".part"; }

    bool replace_;
    std::vector<fs::path> targets_;
};

template <class Write>
void write_file(const fs::path& path, Write&& write) {
    std::ofstream out(path, std::ios::binary);
    write(out);
    if (!out.flush()) throw Error(Code::io, "'" + path.string() + "' cannot be written");
}

std::string called(const kith::Database& db, const RecordType& type, std::int64_t id) {
    const kith::RecordHolder record = kith::new_record(type);
    db.read([&](const kith::Reader& reader) { return reader.load(type, id, record.get()); });
    const std::string title = kith::title_of(type, record.get());
    return title.empty() ? "record " + std::to_string(id) : title;
}

dedupe::Reasons reasons(const kith::Database& db, const RecordType& type, const Duplicates& duplicates,
                        const Duplicates::AnyPair& pair) {
    return {called(db, type, pair.a), called(db, type, pair.b),
            pair.probability,         std::to_string(pair.a),
            std::to_string(pair.b),   duplicates.explain_any(type, pair.a, pair.b, kith::Where::current())};
}

std::vector<dedupe::United> unite(kith::Database& db, const RecordType& type, double threshold) {
    const Duplicates duplicates = db.duplicates();
    const auto clusters = duplicates.find_any(type, {.threshold = threshold}, kith::Where::current());
    std::vector<dedupe::United> united;
    std::vector<kith::MergeRequest> requests;
    for (const auto& cluster : clusters) {  // all reasons, before anything changes
        dedupe::United& each = united.emplace_back();
        each.probability = cluster.probability;
        for (const std::int64_t member : cluster.members) each.names.push_back(called(db, type, member));
        for (const auto& pair : cluster.pairs)
            if (pair.a == cluster.members.front())
                each.reasons.push_back(reasons(db, type, duplicates, pair));
        requests.push_back(kith::merge_request(type, cluster.members.front(),
                                               {cluster.members.begin() + 1, cluster.members.end()}));
    }
    kith::BulkMergeOptions options;
    options.each.policy = kith::Survivorship::most_complete;
    options.sample = requests.size();  // the report shows what became of every one
    kith::BulkMergeResult done = db.merge_all(requests, options);
    for (std::size_t i = 0; i < united.size(); ++i) {
        united[i].merge = done.sample[i].id;
        united[i].fields = std::move(done.sample[i].fields);
    }
    return united;
}

/// What is worth a look among those that stayed.
std::vector<dedupe::Reasons> doubtful(const kith::Database& db, const RecordType& type) {
    const Duplicates duplicates = db.duplicates();
    std::vector<dedupe::Reasons> result;
    for (const auto& pair : duplicates.pairs_any(type, {.threshold = 0.5}, kith::Where::current()))
        result.push_back(reasons(db, type, duplicates, pair));
    return result;
}

std::vector<std::int64_t> all_ids(const kith::Database& db, const RecordType& type) {
    return db.read([&](const kith::Reader& reader) { return reader.select_ids(type, "order by id", {}); });
}

int clean(const Arguments& arguments) {
    const std::string stem = arguments.file.stem().string();
    const fs::path base = arguments.out / (stem + ".kith");
    const fs::path sheet_file = arguments.out / (stem + "-clean.csv");
    const fs::path report_file = arguments.out / (stem + "-report.html");
    fs::create_directories(arguments.out);
    Results results(arguments.force);
    const fs::path base_part = results.part(base), sheet_part = results.part(sheet_file),
                   report_part = results.part(report_file);

    kith::Database db = kith::Database::open(base_part, {.actor = "dedupe", .region = arguments.region});
    kith::ImportOptions options;
    options.format = "csv";
    options.record_type = arguments.type;
    options.encoding = arguments.encoding;
    const kith::ImportPlan seen = db.imports().inspect(arguments.file, options);
    options = dedupe::keep_every_column(seen, options);
    const kith::ImportPlan plan = db.imports().inspect(arguments.file, options);

    const RecordType& type = *kith::find_record_type(arguments.type);
    dedupe::Report report;
    report.import = db.imports().run(arguments.file, options);
    report.threshold = arguments.threshold;
    report.base = base.string();
    report.sheet = sheet_file.string();
    report.before = all_ids(db, type).size();
    report.united = unite(db, type, arguments.threshold);
    report.review = doubtful(db, type);
    const auto ids = all_ids(db, type);
    report.after = ids.size();
    dedupe::Sheet sheet(db, type, plan);
    for (const std::int64_t id : ids) sheet.add(id);
    write_file(sheet_part, [&](std::ostream& out) { sheet.write(out); });
    write_file(report_part, [&](std::ostream& out) { dedupe::write(out, report); });
    db.close();
    results.finish();

    std::cout << report.import.source << ": " << report.import.encoding << ", " << report.import.total
              << " rows, " << report.import.failed << " refused\n"
              << report.before << " records, " << report.after << " after " << report.united.size()
              << " merges; " << report.review.size() << " pairs to be looked at\n"
              << sheet_file.string() << "\n"
              << report_file.string() << "\n"
              << base.string() << '\n';
    if (!report.united.empty())
        std::cout << "'kith --db " << base.string() << " unmerge " << report.united.front().merge
                  << "' takes the first merge back; the report has the numbers of all.\n";
    return report.import.failed == 0 ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app(
        "Cleans a CSV file of people or organizations: unites the rows that are the same, and says why.",
        "dedupe");
    app.add_option("file", arguments.file, "The CSV file")->required();
    app.add_option("--out", arguments.out, "The folder for the cleaned CSV, the report and the .kith file")
        ->capture_default_str();
    app.add_option("--threshold", arguments.threshold, "How sure to be that two are one, 0.5 to 1")
        ->check(CLI::Range(0.5, 1.0))
        ->capture_default_str();
    app.add_option("--type", arguments.type, "What a row is")
        ->check(CLI::IsMember({"contact", "organization"}))
        ->capture_default_str();
    app.add_option("--encoding", arguments.encoding,
                   "Of the file: UTF-8, Shift_JIS, windows-1252 ...; else by content");
    app.add_option("--region", arguments.region,
                   "Where it comes from (JP, DE ...): how numbers and dates are read");
    app.add_flag("--force", arguments.force, "Replace files that are there");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? 0 : 2;
    }
    try {
        return clean(arguments);
    } catch (const std::exception& problem) {
        std::cerr << "dedupe: " << problem.what() << '\n';
        return 1;
    }
}
