// The tour: messy files in, one trustworthy contact base out.
//
//   tour                      on the sample exports of this folder
//   tour my.vcf my.csv ...    on the reader's own files
//
// It leaves tour.kith and tour.html in the current folder; earlier ones are replaced.
#include "page.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

using kith::Contact;
using kith::ContactId;

constexpr const char* base_file = "tour.kith";
constexpr const char* page_file = "tour.html";
constexpr double sure = 0.95;
constexpr std::size_t shown_pairs = 6;

std::string percent(double probability) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << probability * 100 << " %";
    return text.str();
}

/// A bar on a terminal; nothing otherwise, because the lines around it say what happens.
class Bar {
public:
    explicit Bar(std::string what) : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) != 0) {}
    ~Bar() {
        if (drawn_) std::fputs("\r\033[K", stderr);
    }
    Bar(const Bar&) = delete;
    Bar& operator=(const Bar&) = delete;
    bool operator()(double done) {
        if (!terminal_) return true;
        const auto full = static_cast<std::size_t>(std::clamp(done, 0.0, 1.0) * 30);
        std::fprintf(stderr, "\r%-22s [%s%s]", what_.c_str(), std::string(full, '#').c_str(),
                     std::string(30 - full, ' ').c_str());
        drawn_ = true;
        return true;
    }

private:
    std::string what_;
    bool terminal_;
    bool drawn_ = false;
};

kith::Database fresh_base(bool samples) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(std::string(base_file) + suffix);
    kith::Options options{.actor = "tour", .region = "JP", .time_zone = "Asia/Tokyo"};
    // The samples end on this day; with it "the last 90 days" always means the same.
    if (samples) options.clock = [] { return *kith::parse_time("2026-06-30T09:00:00Z"); };
    return kith::Database::open(base_file, std::move(options));
}

/// A CSV with a date and a channel but no name is a list of interactions.
bool holds_interactions(const kith::Database& db, const std::filesystem::path& file) {
    if (file.extension() != ".csv") return false;
    const kith::ImportPlan plan = db.imports().inspect(file, {.record_type = "interaction"});
    const auto mapped = [&](const std::string& field) {
        return std::any_of(plan.columns.begin(), plan.columns.end(),
                           [&](const kith::ImportColumn& column) { return column.field == field; });
    };
    return mapped("at") && mapped("channel");
}

kith::ImportReport import(kith::Database& db, const std::filesystem::path& file) {
    kith::ImportOptions options;
    if (holds_interactions(db, file)) options.record_type = "interaction";
    Bar bar("importing " + file.filename().string());
    options.progress = [&](std::size_t done, std::size_t total) {
        return bar(static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(total, 1)));
    };
    return db.imports().run(file, options);
}

void say(const kith::ImportReport& report) {
    std::cout << "  " << report.source << ": " << report.format << ", " << report.encoding << "; "
              << report.total << " rows, " << report.created << " created, " << report.updated << " updated, "
              << report.failed << " refused\n";
    std::size_t named = 0;
    for (const kith::ImportedRow& row : report.rows)
        if (row.outcome == kith::ImportOutcome::failed && !row.problems.empty() && named++ < 3)
            std::cout << "    line " << row.problems.front().line << ": " << row.problems.front().reason
                      << '\n';
    if (named > 3) std::cout << "    ... and " << named - 3 << " more, each with its line and reason\n";
}

std::string called(const kith::Database& db, ContactId id) {
    const Contact contact = db.get(id);
    std::string name = contact.name.display();
    if (name.empty() && !contact.emails.empty()) name = contact.emails.front().address;
    return name.empty() ? "contact " + std::to_string(id.value) : name;
}

tour::Reasons reasons(const kith::Database& db, const kith::Duplicates& duplicates, const kith::Pair& pair) {
    return {called(db, pair.a), called(db, pair.b), pair.probability, duplicates.explain(pair.a, pair.b)};
}

void say(const tour::Reasons& reasons) {
    std::cout << "  " << reasons.left << " and " << reasons.right << ": " << percent(reasons.probability)
              << '\n';
    for (const kith::Evidence& row : reasons.evidence) {
        if (std::abs(row.weight) < 0.5) continue;
        std::cout << "    " << std::showpos << std::fixed << std::setprecision(1) << std::setw(6)
                  << row.weight << std::noshowpos << " bits  " << row.field << ", " << row.level;
        if (!row.left.empty() || !row.right.empty()) std::cout << ": " << row.left << " / " << row.right;
        std::cout << '\n';
    }
}

/// Pairs worth showing: those that agree in the most different ways come from different clusters.
std::vector<kith::Pair> some_pairs(const std::vector<kith::Cluster>& clusters) {
    std::vector<kith::Pair> pairs;
    const std::size_t step = std::max<std::size_t>(1, clusters.size() / shown_pairs);
    for (std::size_t i = 0; i < clusters.size() && pairs.size() < shown_pairs; i += step)
        pairs.push_back(clusters[i].pairs.front());
    return pairs;
}

/// What the first merge would do in which values stand against each other; else the first of all.
tour::Preview preview(kith::Database& db, const std::vector<kith::Cluster>& clusters) {
    tour::Preview chosen;
    for (const kith::Cluster& cluster : clusters) {
        const kith::MergeResult tried = db.merge(cluster.suggestion(), {.dry_run = true});
        const bool conflict = std::any_of(tried.fields.begin(), tried.fields.end(),
                                          [](const kith::MergedField& field) { return field.conflict; });
        if (!conflict && !chosen.titles.empty()) continue;
        chosen = {{}, tried};
        for (const ContactId id : cluster.members) chosen.titles.push_back(called(db, id));
        if (conflict) break;
    }
    return chosen;
}

void say(const tour::Preview& preview) {
    std::cout << "  before it is made, for " << preview.titles.front() << ":\n";
    for (const kith::MergedField& field : preview.result.fields)
        std::cout << "    " << field.field << ": " << field.chosen.to_string() << " (" << field.reason
                  << ")\n";
}

/// Merges every cluster; gives the merges.
std::vector<kith::MergeResult> merge_all(kith::Database& db, const std::vector<kith::Cluster>& clusters) {
    std::vector<kith::MergeResult> merges;
    Bar bar("merging");
    for (const kith::Cluster& cluster : clusters) {
        merges.push_back(db.merge(cluster.suggestion()));
        bar(static_cast<double>(merges.size()) / static_cast<double>(clusters.size()));
    }
    return merges;
}

void take_one_back(kith::Database& db, const kith::Cluster& cluster, const kith::MergeResult& merge) {
    const std::int64_t before = db.count<Contact>();
    const kith::UnmergeResult back = db.unmerge(merge.id);
    std::cout << "  merge " << merge.id << " (" << called(db, cluster.members.front())
              << "): " << back.restored << " changes taken back, " << back.kept.size() << " left; contacts "
              << before << " -> " << db.count<Contact>() << '\n';
    const kith::MergeResult again = db.merge(cluster.suggestion());
    std::cout << "  and merged again: merge " << again.id << '\n';
}

/// The contact with most to show: most interactions among those that came from a merge.
tour::Card card(const kith::Database& db, const std::vector<kith::MergeResult>& merges) {
    ContactId best{};
    std::int64_t most = -1;
    for (const kith::MergeResult& merge : merges) {
        const std::int64_t count =
            db.count<kith::Interaction>("has participant (contact.id = :id)", {{"id", merge.survivor}});
        if (count > most) {
            most = count;
            best = {merge.survivor};
        }
    }
    if (!best) {
        const auto any = db.ids<Contact>("limit 1");
        if (any.empty()) return {};
        best = any.front();
    }
    const kith::Parameters id{{"id", best.value}};
    tour::Card card;
    card.contact = db.get(best);
    for (const auto& row :
         db.list<kith::Employment>({"title", "organization.name"}, "contact.id = :id", id).rows)
        card.positions.push_back(row[0].empty() ? row[1].to_string()
                                                : row[0].to_string() + ", " + row[1].to_string());
    card.timeline =
        db.list<kith::Interaction>({"at", "channel", "direction", "subject"},
                                   "has participant (contact.id = :id) order by at desc limit 12", id);
    card.history = db.history().of(best, 25);
    return card;
}

tour::SegmentView segment(kith::Database& db) {
    tour::SegmentView view;
    view.name = "Lapsing VIPs";
    view.query = "tag = vip and has no interaction (at within last 90 days)";
    db.segments().save(view.name, view.query);
    view.count = db.segments().count(view.name);
    view.members = db.list<Contact>({"name", "email", "phone", "organization.name", "tags"},
                                    "in segment \"" + view.name + "\" order by sort_key limit 25");
    return view;
}

int run(std::vector<std::filesystem::path> files) {
    const bool samples = files.empty();
    if (samples) {
        const std::filesystem::path folder = KITH_EXAMPLE_SOURCE "/samples";
        for (const char* name : {"phone.vcf", "google.csv", "outlook.csv", "interactions.csv"})
            files.push_back(folder / name);
    }
    kith::Database db = fresh_base(samples);
    tour::Page page;

    std::cout << "1. Import\n";
    for (const auto& file : files) {
        page.imports.push_back(import(db, file));
        say(page.imports.back());
    }
    page.contacts_before = db.count<Contact>();
    std::cout << "  contacts: " << page.contacts_before
              << ", organizations: " << db.count<kith::Organization>()
              << ", interactions: " << db.count<kith::Interaction>() << '\n';
    const kith::ImportReport again = import(db, files.front());
    std::cout << "  " << again.source << " again: " << again.created << " created, " << again.updated
              << " updated\n";

    std::cout << "2. Duplicates\n";
    const kith::Duplicates duplicates = db.duplicates();
    std::vector<kith::Cluster> clusters;
    {
        Bar bar("comparing");
        clusters = duplicates.find({.threshold = sure, .progress = [&](double done) { return bar(done); }});
    }
    page.clusters = clusters.size();
    const kith::DuplicateReport report = duplicates.report();
    std::cout << "  " << clusters.size() << " groups above " << percent(sure) << "; " << report.pairs_compared
              << " pairs compared in " << std::fixed << std::setprecision(2) << report.seconds << " s\n";
    for (const kith::Pair& pair : some_pairs(clusters)) {
        page.duplicates.push_back(reasons(db, duplicates, pair));
        if (page.duplicates.size() <= 3) say(page.duplicates.back());
    }
    for (const kith::Pair& pair : duplicates.pairs({.threshold = 0.05})) {
        if (pair.probability >= 0.5) continue;
        if (page.look_alikes.empty()) std::cout << "  and a pair that stays apart:\n";
        page.look_alikes.push_back(reasons(db, duplicates, pair));
        if (page.look_alikes.size() == 1) say(page.look_alikes.back());
        if (page.look_alikes.size() == 3) break;
    }

    std::cout << "3. Merge\n";
    page.preview = preview(db, clusters);
    if (!page.preview.titles.empty()) say(page.preview);
    const std::vector<kith::MergeResult> merges = merge_all(db, clusters);
    page.merged = merges.size();
    page.contacts_after = db.count<Contact>();
    std::cout << "  " << merges.size() << " merges; contacts " << page.contacts_before << " -> "
              << page.contacts_after << '\n';
    if (!merges.empty()) {
        std::cout << "4. Take one back\n";
        take_one_back(db, clusters.back(), merges.back());
    }

    std::cout << "5. Segment\n";
    page.segment = segment(db);
    std::cout << "  " << page.segment.name << " (" << page.segment.query << "): " << page.segment.count
              << " members\n";
    page.card = card(db, merges);

    tour::write_page(page_file, page);
    const auto findings = db.verify();
    for (const kith::Finding& finding : findings)
        std::cout << "  " << finding.check << ' ' << finding.table << ": " << finding.message << '\n';
    db.close();
    std::cout << "Left here: " << base_file << " (" << std::filesystem::file_size(base_file) / 1024 << " KB, "
              << (findings.empty() ? "verified" : "with findings") << ") and " << page_file << " ("
              << std::filesystem::file_size(page_file) / 1024 << " KB)\n";
    return findings.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::filesystem::path> files(argv + 1, argv + argc);
        // Before an earlier base is replaced.
        for (const auto& file : files) {
            if (file.string().rfind("-", 0) == 0) {
                std::cout
                    << "usage: tour [FILE...]\nWithout files: on the sample exports of examples/tour/samples.\n"
                       "Leaves tour.kith and tour.html in the current folder.\n";
                return file == "--help" || file == "-h" ? 0 : 2;
            }
            if (!std::ifstream(file) || std::filesystem::is_directory(file))
                throw std::runtime_error("cannot read '" + file.string() + "'");
        }
        return run(files);
    } catch (const std::exception& problem) {
        std::cerr << "tour: " << problem.what() << '\n';
        return 1;
    }
}
