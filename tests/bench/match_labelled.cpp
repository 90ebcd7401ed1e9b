// Duplicates in the labelled sets, label-free and with default options.
#include "apart.hpp"
#include "figures.hpp"
#include "match_errors.hpp"
#include "match_runs.hpp"

#include <cstdio>
#include <cstdlib>

namespace kith::bench {

namespace {

constexpr double threshold = 0.95;  // DuplicateOptions' default

struct Figures {
    std::size_t records = 0;
    double true_pairs = 0;
    std::int64_t compared = 0;
    double reach = 0;
    Quality pairs{}, clusters{};
    double best_f1 = 0;
    double recall_at_99 = 0;
    Reliability bins{};
    double seconds = 0;  ///< CPU; one thread does it all
};

/// A set's records, compared.
struct Compared {
    match::Population population{};
    match::Blocks blocks;
    match::Linked linked;

    Compared(const LabelledSet& set, const Labelled& labelled)
        : blocks(blocks_of(set, labelled)), linked(links_of(set)) {}
    Compared(const Compared&) = delete;
    Compared& operator=(const Compared&) = delete;

private:
    match::Blocks blocks_of(const LabelledSet& set, const Labelled& labelled) {
        match::ProfileBuilder builder(population, set.region);
        for (const MappedRecord& record : labelled.records) add_to(builder, set, record);
        population.finish(0.2);
        return match::block(population);
    }
    match::Linked links_of(const LabelledSet& set) {
        match::LinkOptions options;
        options.learn = std::getenv("MATCH_PACKAGED") == nullptr;
        return match::link(population, blocks,
                           set.organizations ? match::organization_model() : match::contact_model(), options);
    }
};

Figures measure(const LabelledSet& set, const Labelled& labelled) {
    const double start = cpu_seconds();
    const Compared compared(set, labelled);
    const auto& [population, blocks, linked] = compared;
    std::vector<std::vector<std::uint32_t>> groups;
    for (match::Group& group : match::group(population, linked, threshold))
        groups.push_back(std::move(group.members));

    Figures figures;
    figures.seconds = cpu_seconds() - start;
    const LinkedSet result{labelled, population, blocks, linked, groups};
    figures.records = labelled.records.size();
    figures.true_pairs = labelled.truth.pairs();
    figures.compared = linked.compared;
    figures.reach = reach(result);
    figures.pairs = quality_of(linked.links, match::log_odds_of(threshold), labelled.truth);
    figures.clusters = quality_of(groups, labelled.truth);
    figures.best_f1 = best_quality(linked.links, labelled.truth).f1;
    figures.recall_at_99 = recall_at(0.99, linked.links, labelled.truth);
    figures.bins = reliability(linked.links, labelled.truth);
    diagnose(result);
    return figures;
}

void print_row(const std::string& name, const Figures& f, double megabytes) {
    std::printf(
        "%-24s %6zu %7.0f %7lld %6.4f | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f %6.2f %5.0f\n",
        name.c_str(), f.records, f.true_pairs, static_cast<long long>(f.compared), f.reach, f.pairs.precision,
        f.pairs.recall, f.pairs.f1, f.clusters.precision, f.clusters.recall, f.clusters.f1, f.best_f1,
        f.recall_at_99, calibration_error(f.bins), f.seconds, megabytes);
    std::fflush(stdout);
}

void print_reliability(const std::vector<std::pair<std::string, Reliability>>& sets) {
    std::printf("\n%-24s %s\n%-24s", "reliability",
                "share of the pairs that are one person, and how many pairs, by probability", "");
    for (int tenth = 0; tenth < 10; ++tenth) std::printf("   %.1f to %.1f", tenth / 10.0, (tenth + 1) / 10.0);
    std::printf("\n");
    for (const auto& [name, bins] : sets) {
        std::printf("%-24s", name.c_str());
        for (const Bin& bin : bins) {
            if (bin.pairs > 0)
                std::printf(" %.2f/%-7.0f", bin.correct / bin.pairs, bin.pairs);
            else
                std::printf(" %-12s", "   -");
        }
        std::printf("\n");
    }
}

}  // namespace

Quality clusters_in_process(const LabelledSet& set, const Labelled& labelled) {
    const Compared compared(set, labelled);
    std::vector<std::vector<std::uint32_t>> groups;
    // One clustering, cut at the threshold: as `Duplicates::find` does.
    for (match::Group& group :
         match::cut(match::group(compared.population, compared.linked, 0.5), match::log_odds_of(threshold)))
        groups.push_back(std::move(group.members));
    return quality_of(groups, labelled.truth);
}

bool measure_labelled(const std::vector<std::string>& names, int half) {
    const auto folder = labelled_folder();
    if (!std::filesystem::exists(folder)) {
        std::printf("SKIPPED: no labelled sets at %s (KITH_DATA names their folder's parent)\n",
                    folder.c_str());
        return true;
    }
    std::printf("%-24s %6s %7s %7s %6s | %-20s | %-20s | %6s %6s %6s %6s %5s\n", "set", "rows", "true",
                "pairs", "reach", "pairs P R F1", "clusters P R F1", "bestF1", "R@.99", "ECE", "CPU s", "MB");
    std::vector<std::pair<std::string, Reliability>> reliabilities;
    bool whole = true;
    for (const LabelledSet& set : labelled_sets()) {
        if (!names.empty() && std::find(names.begin(), names.end(), set.name) == names.end()) continue;
        const std::string name = set.name + (set.note.empty() ? "" : ", " + set.note);
        if (!std::filesystem::exists(folder / set.name)) {
            std::printf("%-24s SKIPPED: not there\n", name.c_str());
            continue;
        }
        const auto found = measure_apart([&] { return measure(set, read_labelled(set, folder, half)); });
        whole = whole && found.has_value();
        if (!found) continue;
        print_row(name, found->result, found->peak_megabytes);
        reliabilities.emplace_back(name, found->result.bins);
    }
    print_reliability(reliabilities);
    return whole;
}

}  // namespace kith::bench
