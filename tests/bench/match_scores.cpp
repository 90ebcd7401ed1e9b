#include "match_scores.hpp"

#include "match/model.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace kith::bench {

namespace {

/// Calls visit(quality) after each further link, the most certain first.
template <class Visit>
void sweep(std::span<const match::Link> links, const Truth& truth, Visit&& visit) {
    std::vector<match::Link> ordered(links.begin(), links.end());
    std::sort(ordered.begin(), ordered.end(),
              [](const match::Link& x, const match::Link& y) { return x.log_odds > y.log_odds; });
    double correct = 0, found = 0;
    for (const match::Link& link : ordered) {
        ++found;
        correct += truth.same(link.a, link.b);
        visit(quality(correct, found, truth.pairs()));
    }
}

}  // namespace

Quality quality(double correct, double found, double all) {
    Quality q;
    q.precision = found > 0 ? correct / found : 0;
    q.recall = all > 0 ? correct / all : 0;
    q.f1 = q.precision + q.recall > 0 ? 2 * q.precision * q.recall / (q.precision + q.recall) : 0;
    return q;
}

Truth::Truth(std::vector<std::uint32_t> entities) : entities_(std::move(entities)) {
    for (const auto& members : repeated()) {
        const auto size = static_cast<double>(members.size());
        pairs_ += size * (size - 1) / 2;
    }
}

std::vector<std::vector<std::uint32_t>> Truth::repeated() const {
    std::map<std::uint32_t, std::vector<std::uint32_t>> entities;
    for (std::uint32_t r = 0; r < entities_.size(); ++r) entities[entities_[r]].push_back(r);
    std::vector<std::vector<std::uint32_t>> result;
    for (auto& [entity, members] : entities) {
        if (members.size() > 1) result.push_back(std::move(members));
    }
    return result;
}

Quality quality_of(const std::vector<std::vector<std::uint32_t>>& groups, const Truth& truth) {
    double correct = 0, found = 0;
    each_pair(groups, [&](std::uint32_t a, std::uint32_t b) {
        ++found;
        correct += truth.same(a, b);
    });
    return quality(correct, found, truth.pairs());
}

Quality quality_of(std::span<const match::Link> links, double log_odds, const Truth& truth) {
    double correct = 0, found = 0;
    for (const match::Link& link : links) {
        if (static_cast<double>(link.log_odds) < log_odds) continue;
        ++found;
        correct += truth.same(link.a, link.b);
    }
    return quality(correct, found, truth.pairs());
}

Quality best_quality(std::span<const match::Link> links, const Truth& truth) {
    Quality best;
    sweep(links, truth, [&](const Quality& q) { best = q.f1 > best.f1 ? q : best; });
    return best;
}

double recall_at(double precision, std::span<const match::Link> links, const Truth& truth) {
    double recall = 0;
    sweep(links, truth, [&](const Quality& q) { recall = q.precision >= precision ? q.recall : recall; });
    return recall;
}

Reliability reliability(std::span<const match::Link> links, const Truth& truth) {
    Reliability bins;
    for (const match::Link& link : links) {
        const double p = match::probability_of(static_cast<double>(link.log_odds));
        Bin& bin = bins[std::min<std::size_t>(bins.size() - 1, static_cast<std::size_t>(p * 10))];
        ++bin.pairs;
        bin.expected += p;
        bin.correct += truth.same(link.a, link.b);
    }
    return bins;
}

double calibration_error(const Reliability& bins) {
    double error = 0, all = 0;
    for (const Bin& bin : bins) {
        error += std::abs(bin.expected - bin.correct);
        all += bin.pairs;
    }
    return all > 0 ? error / all : 0;
}

}  // namespace kith::bench
