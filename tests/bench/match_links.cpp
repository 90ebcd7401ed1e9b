// Two files: each labelled set is divided into a base and a list, which is then linked against it.
#include "apart.hpp"
#include "figures.hpp"
#include "match_runs.hpp"
#include "match_scores.hpp"
#include "match_sets.hpp"

#include "match/assign.hpp"
#include "match/linker.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace kith::bench {

namespace {

constexpr double sure = 0.95;  // LinkOptions' default

/// The records of an entity by turns: one to the base, one to the list; of a list that has one in `every` records, most of those
/// that would come on it are left out.
struct Divided {
    std::vector<std::uint32_t> base{}, list{};

    Divided(const Labelled& labelled, std::uint64_t every) {
        std::vector<std::uint64_t> turn(labelled.records.size(), 0);
        for (const auto& members : labelled.truth.repeated())
            for (std::size_t k = 0; k < members.size(); ++k) turn[members[k]] = members.front() + k;
        const auto number = [](std::uint32_t r) { return match::stable_hash(std::to_string(r), 11); };
        std::vector<bool> repeated(labelled.records.size(), false);
        for (const auto& members : labelled.truth.repeated())
            for (const std::uint32_t r : members) repeated[r] = true;
        for (std::uint32_t r = 0; r < labelled.records.size(); ++r) {
            const bool listed = (repeated[r] ? turn[r] : number(r)) % 2 == 1;
            if (!listed) base.push_back(r);
            if (listed && number(r) / 2 % every == 0) list.push_back(r);
        }
    }
};

struct LinkFigures {
    std::size_t base = 0, list = 0;
    double known = 0;  ///< records of the list that are in the base
    std::int64_t compared = 0;
    double reach = 0;    ///< share of the true pairs that are compared
    double learned = 0;  ///< how many records of the base a record of the list is
    double truly = 0;
    Quality links{};  ///< many_to_one, sure: by records of the list
    Quality pairs{};  ///< many_to_many, sure: by pairs
    double seconds = 0;
};

LinkFigures measure_links_of(const LabelledSet& set, const Labelled& labelled, std::uint64_t every) {
    const Divided divided(labelled, every);
    std::vector<std::uint32_t> order = divided.base;
    order.insert(order.end(), divided.list.begin(), divided.list.end());
    LinkFigures figures;
    figures.base = divided.base.size();
    figures.list = divided.list.size();

    const double start = cpu_seconds();
    match::Population population;
    match::ProfileBuilder builder(population, set.region);
    for (const std::uint32_t r : order) add_to(builder, set, labelled.records[r]);
    population.finish(0.2);
    const match::Scope scope{{}, static_cast<std::uint32_t>(figures.base)};
    const match::Blocks blocks = match::block(population, scope);
    const match::Linked linked = match::link(
        population, blocks, set.organizations ? match::organization_model() : match::contact_model(), {});
    const double log_odds = match::log_odds_of(sure);
    const auto links = match::assign(linked.links, log_odds, Linkage::many_to_one);
    figures.seconds = cpu_seconds() - start;

    const auto same = [&](std::uint32_t a, std::uint32_t b) {
        return labelled.truth.same(order[a], order[b]);
    };
    std::unordered_set<std::uint32_t> based(divided.base.begin(), divided.base.end());
    std::unordered_set<std::uint32_t> listed(divided.list.begin(), divided.list.end());
    double true_pairs = 0;
    for (const auto& members : labelled.truth.repeated()) {
        const auto here =
            std::count_if(members.begin(), members.end(), [&](auto r) { return based.count(r) > 0; });
        const auto there =
            std::count_if(members.begin(), members.end(), [&](auto r) { return listed.count(r) > 0; });
        true_pairs += static_cast<double>(here * there);
        if (here > 0) figures.known += static_cast<double>(there);
    }
    double reached = 0, right = 0, right_pairs = 0, pairs = 0;
    match::Blocks::Walk walk;
    walk.believed = linked.believed;
    for (std::uint32_t a = 0; a < scope.second; ++a)
        blocks.each_candidate(a, walk, [&](std::uint32_t b, auto) { reached += same(a, b); });
    for (const match::Assigned& each : links) right += same(each.link.a, each.link.b);
    for (const match::Link& link : linked.links) {
        if (static_cast<double>(link.log_odds) < log_odds) continue;
        ++pairs;
        right_pairs += same(link.a, link.b);
    }
    figures.compared = linked.compared;
    figures.reach = true_pairs > 0 ? reached / true_pairs : 0;
    figures.learned = linked.model.duplicates;
    figures.truly = figures.list > 0 ? true_pairs / static_cast<double>(figures.list) : 0;
    figures.links = quality(right, static_cast<double>(links.size()), figures.known);
    figures.pairs = quality(right_pairs, pairs, true_pairs);
    return figures;
}

}  // namespace

bool measure_links(const std::vector<std::string>& names) {
    const auto folder = labelled_folder();
    if (!std::filesystem::exists(folder)) {
        std::printf("SKIPPED: no labelled sets at %s (KITH_DATA names their folder's parent)\n",
                    folder.c_str());
        return true;
    }
    std::printf("%-24s %6s %6s %6s %8s %6s | %-20s | %-20s | %7s %7s %6s\n", "set, list", "base", "list",
                "known", "pairs", "reach", "links P R F1", "pairs P R F1", "learned", "true", "CPU s");
    bool whole = true;
    for (const LabelledSet& set : labelled_sets()) {
        if (!names.empty() && std::find(names.begin(), names.end(), set.name) == names.end()) continue;
        if (!std::filesystem::exists(folder / set.name)) continue;
        for (const std::uint64_t every : {std::uint64_t{1}, std::uint64_t{20}}) {
            const auto found =
                measure_apart([&] { return measure_links_of(set, read_labelled(set, folder), every); });
            whole = whole && found.has_value();
            if (!found) continue;
            const LinkFigures& f = found->result;
            const std::string name = set.name + (set.note.empty() ? "" : ", " + set.note) +
                                     (every == 1 ? "" : ", 1 in " + std::to_string(every));
            std::printf(
                "%-24s %6zu %6zu %6.0f %8lld %6.4f | %6.4f %6.4f %6.4f | %6.4f %6.4f %6.4f | %7.3f %7.3f %6.2f\n",
                name.c_str(), f.base, f.list, f.known, static_cast<long long>(f.compared), f.reach,
                f.links.precision, f.links.recall, f.links.f1, f.pairs.precision, f.pairs.recall, f.pairs.f1,
                f.learned, f.truly, f.seconds);
            std::fflush(stdout);
        }
    }
    return whole;
}

}  // namespace kith::bench
