#include "match_errors.hpp"

#include "match/learned.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace kith::bench {

namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Calls visit(i, others) with the records after i that i is compared with.
template <class Visit>
void each_block(const LinkedSet& set, Visit&& visit) {
    match::Blocks::Walk walk;
    walk.believed = set.linked.believed;
    std::vector<std::uint32_t> others;
    for (std::uint32_t i = 0; i < set.population.size(); ++i) {
        others.clear();
        set.blocks.each_candidate(i, walk, [&](std::uint32_t j, auto) { others.push_back(j); });
        visit(i, others);
    }
}

/// How two records agree, in a few words: "name.given typing error, birthday different".
std::string pattern(const match::Comparison& comparison, bool agreeing_only) {
    std::string result;
    for (std::size_t f = 0; f < match::field_count; ++f) {
        const auto field = static_cast<match::Field>(f);
        const match::Level level = comparison.fields[f].level;
        const bool against = level == match::Level::different || level == match::Level::far;
        if (level == match::Level::missing || field == match::Field::order || (agreeing_only && against))
            continue;
        result += (result.empty() ? "" : ", ") + std::string(match::name_of(field)) + " " +
                  std::string(match::name_of(field, level));
    }
    return result;
}

void print_most_frequent(const std::map<std::string, int>& patterns, std::size_t most) {
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [text, count] : patterns) order.emplace_back(count, text);
    std::sort(order.rbegin(), order.rend());
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i)
        std::printf("    %6d %s\n", order[i].first, order[i].second.c_str());
}

void print_unreached(const LinkedSet& set) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> later;  // of one entity
    each_pair(set.labelled.truth.repeated(), [&](std::uint32_t a, std::uint32_t b) { later[a].push_back(b); });
    match::Comparer comparer(set.population);
    std::map<std::string, int> patterns;
    each_block(set, [&](std::uint32_t i, std::vector<std::uint32_t>& met) {
        std::sort(met.begin(), met.end());
        for (const std::uint32_t j : later[i]) {
            if (!std::binary_search(met.begin(), met.end(), j))
                ++patterns[pattern(comparer.compare(i, j), true)];
        }
    });
    print_most_frequent(patterns, 40);
}

void print_bins(const LinkedSet& set) {
    std::map<int, Bin> bins;
    for (const match::Link& link : set.linked.links) {
        Bin& bin = bins[std::min(15, static_cast<int>(std::floor(link.log_odds)))];
        ++bin.pairs;
        bin.correct += set.labelled.truth.same(link.a, link.b);
        bin.expected += match::probability_of(static_cast<double>(link.log_odds));
    }
    for (const auto& [log_odds, bin] : bins)
        std::printf("    log odds %3d: %7.0f pairs, expected %.4f, true %.4f\n", log_odds, bin.pairs,
                    bin.expected / bin.pairs, bin.correct / bin.pairs);
}

void print_sweep(const LinkedSet& set) {
    for (const double p : {0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999}) {
        std::vector<std::vector<std::uint32_t>> groups;
        for (match::Group& group : match::group(set.population, set.linked, p))
            groups.push_back(std::move(group.members));
        const Quality pairs = quality_of(set.linked.links, match::log_odds_of(p), set.labelled.truth);
        const Quality clusters = quality_of(groups, set.labelled.truth);
        std::printf("    p=%5.3f pairs %6.4f %6.4f %6.4f  clusters %6.4f %6.4f %6.4f\n", p, pairs.precision,
                    pairs.recall, pairs.f1, clusters.precision, clusters.recall, clusters.f1);
    }
}

void print_model(const match::Model& model) {
    std::printf("    duplicates %.4f moved %.3f", model.duplicates, model.moved);
    for (const match::Relation& relation : model.relations)
        std::printf(" %s %.4f", std::string(relation.name).c_str(), relation.per_record);
    std::printf("\n");
    for (std::size_t f = 0; f < match::field_count; ++f) {
        const auto field = static_cast<match::Field>(f);
        std::printf("    %-22s", std::string(match::name_of(field)).c_str());
        for (std::size_t l = 1; l < match::level_count; ++l) {
            const auto& level = model.fields[f].levels[l];
            if (level.m > 0)
                std::printf(" %s %.4f/%.5f",
                            std::string(match::name_of(field, static_cast<match::Level>(l))).c_str(), level.m,
                            level.u);
        }
        std::printf("\n");
    }
}

void print_pair(const LinkedSet& set, std::uint32_t a, std::uint32_t b) {
    match::Comparer comparer(set.population);
    const double probability = match::score(set.linked.model, comparer.compare(a, b)).probability();
    std::printf("    %s and %s: probability %.4f\n", set.labelled.ids[a].c_str(), set.labelled.ids[b].c_str(),
                probability);
    for (const Evidence& row : match::explain(set.population, set.linked.model, a, b))
        std::printf("      %-18s %-26s %-26s %-20s %7.2f %7.2f\n", row.field.c_str(), row.left.c_str(),
                    row.right.c_str(), row.level.c_str(), row.weight, row.frequency);
}

/// Pairs that groups unite wrongly, and pairs that they should: of each group and entity one less than its members.
std::pair<Pairs, Pairs> errors(const LinkedSet& set) {
    std::vector<std::size_t> group_of(set.labelled.truth.size(), 0);
    Pairs wrong, missed;
    for (std::size_t g = 0; g < set.groups.size(); ++g) {
        const auto& members = set.groups[g];
        for (std::size_t i = 0; i < members.size(); ++i) {
            group_of[members[i]] = g + 1;
            if (i > 0 && !set.labelled.truth.same(members[0], members[i]))
                wrong.emplace_back(members[0], members[i]);
        }
    }
    for (const auto& members : set.labelled.truth.repeated()) {
        for (std::size_t i = 1; i < members.size(); ++i) {
            const std::size_t group = group_of[members[i]];
            if (group == 0 || group != group_of[members[i - 1]])
                missed.emplace_back(members[i - 1], members[i]);
        }
    }
    for (Pairs* list : {&wrong, &missed}) {
        std::sort(list->begin(), list->end(), [](const auto& x, const auto& y) {
            return (x.first * 2654435761u ^ x.second) < (y.first * 2654435761u ^ y.second);
        });
    }
    return {std::move(wrong), std::move(missed)};
}

void print_errors(const LinkedSet& set, const char* title, const Pairs& pairs, bool causes, std::size_t most) {
    std::printf("   %s: %zu\n", title, pairs.size());
    if (causes) {
        match::Comparer comparer(set.population);
        std::map<std::string, int> patterns;
        for (const auto& [a, b] : pairs) ++patterns[pattern(comparer.compare(a, b), false)];
        print_most_frequent(patterns, 15);
    }
    for (std::size_t i = 0; i < std::min(most, pairs.size()); ++i)
        print_pair(set, pairs[i].first, pairs[i].second);
}

}  // namespace

double reach(const LinkedSet& set) {
    double found = 0;
    each_block(set, [&](std::uint32_t i, const std::vector<std::uint32_t>& met) {
        for (const std::uint32_t j : met) found += set.labelled.truth.same(i, j);
    });
    return set.labelled.truth.pairs() > 0 ? found / set.labelled.truth.pairs() : 0;
}

void diagnose(const LinkedSet& set) {
    if (std::getenv("MATCH_REACH") != nullptr) print_unreached(set);
    if (std::getenv("MATCH_BINS") != nullptr) print_bins(set);
    if (std::getenv("MATCH_SWEEP") != nullptr) print_sweep(set);
    if (std::getenv("MATCH_MODEL") != nullptr) print_model(set.linked.model);
    const char* examples = std::getenv("MATCH_ERRORS");
    const bool causes = std::getenv("MATCH_CAUSES") != nullptr;
    if (examples == nullptr && !causes) return;
    const std::size_t most = examples != nullptr ? static_cast<std::size_t>(std::atoi(examples)) : 0;
    const auto [wrong, missed] = errors(set);
    print_errors(set, "wrong", wrong, causes, most);
    print_errors(set, "missed", missed, causes, most);
}

}  // namespace kith::bench
