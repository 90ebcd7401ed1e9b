#include "match/cluster.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

namespace kith::match {
namespace {

constexpr std::size_t dense_limit = 300;  // records of a component of which all pairs are scored
constexpr double below =
    2;  // links so much weaker than a joint still bring records together: others complement them
constexpr double certain = 50;  // log odds of a record being itself

class Forest {
public:
    std::uint32_t root(std::uint32_t x) {
        auto& parent = parents_.try_emplace(x, x).first->second;
        if (parent == x) return x;
        return parent = root(parent);
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = root(a);
        b = root(b);
        if (a != b) parents_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::unordered_map<std::uint32_t, std::uint32_t> parents_;
};

/// One connected component, its records numbered from 0.
struct Component {
    std::vector<std::uint32_t> records;  // ascending
    std::vector<Link> links;             // a and b are local numbers
};

std::vector<Component> components(std::span<const Link> links, double threshold) {
    Forest forest;
    for (const Link& link : links) {
        if (static_cast<double>(link.log_odds) >= threshold) forest.join(link.a, link.b);
    }
    std::map<std::uint32_t, Component> by_root;
    for (const Link& link : links) {
        const std::uint32_t root = forest.root(link.a);
        if (forest.root(link.b) != root) continue;
        by_root[root].links.push_back(link);
    }
    std::vector<Component> result;
    for (auto& [root, component] : by_root) {
        auto& records = component.records;
        for (const Link& link : component.links) records.insert(records.end(), {link.a, link.b});
        std::sort(records.begin(), records.end());
        records.erase(std::unique(records.begin(), records.end()), records.end());
        for (Link& link : component.links) {
            const auto local = [&](std::uint32_t r) {
                return static_cast<std::uint32_t>(std::lower_bound(records.begin(), records.end(), r) -
                                                  records.begin());
            };
            link.a = local(link.a);
            link.b = local(link.b);
        }
        result.push_back(std::move(component));
    }
    return result;
}

/// Agglomerates one component.
class Agglomeration {
public:
    Agglomeration(const Component& component, const ClusterOptions& options)
        : component_(component), options_(options) {
        const std::size_t n = component.records.size();
        members_.resize(n);
        near_.resize(n);
        joints_.resize(n);
        weakest_.assign(n, certain);
        for (std::uint32_t i = 0; i < n; ++i) members_[i] = {i};
        if (n <= dense_limit) {
            for (std::uint32_t a = 0; a < n; ++a) {
                for (std::uint32_t b = a + 1; b < n; ++b) look_at(a, b);
            }
        } else {
            for (const Link& link : component.links) look_at(link.a, link.b);
        }
    }

    void run(std::vector<Group>& groups) {
        for (;;) {
            const Joint best = best_joint();
            if (best.log_odds < options_.log_odds) break;
            join(best.a, best.b, best.log_odds);
        }
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (members_[i].size() < 2) continue;
            Group group;
            for (const std::uint32_t m : members_[i]) group.members.push_back(component_.records[m]);
            std::sort(group.members.begin(), group.members.end());
            group.log_odds = weakest_[i];
            group.joints = std::move(joints_[i]);
            std::sort(group.joints.begin(), group.joints.end(),
                      [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
            groups.push_back(std::move(group));
        }
    }

private:
    /// Between two groups: each piece's sum over the pairs that have it, and how many those are.
    struct Between {
        Pieces sum{};
        std::array<std::uint32_t, std::tuple_size_v<Pieces>> pairs{};
        double log_odds = 0;
    };
    struct Joint {
        double log_odds = -1e9;
        std::uint32_t a = 0;
        std::uint32_t b = 0;
    };

    void judge(Between& between) const {
        Pieces average{};
        for (std::size_t i = 0; i < average.size(); ++i) {
            if (between.pairs[i] > 0) average[i] = between.sum[i] / between.pairs[i];
        }
        between.log_odds = options_.judge(average);
    }

    void look_at(std::uint32_t a, std::uint32_t b) {
        Between between;
        between.sum = options_.pieces(component_.records[a], component_.records[b]);
        for (std::size_t i = 0; i < between.sum.size(); ++i) between.pairs[i] = between.sum[i] != 0;
        judge(between);
        near_[a][b] = between;
        near_[b][a] = between;
    }

    bool apart(std::uint32_t a, std::uint32_t b) const {
        if (options_.apart.empty()) return false;
        for (const std::uint32_t x : members_[a]) {
            for (const std::uint32_t y : members_[b]) {
                const auto pair = std::minmax(component_.records[x], component_.records[y]);
                if (std::binary_search(options_.apart.begin(), options_.apart.end(),
                                       std::pair(pair.first, pair.second)))
                    return true;
            }
        }
        return false;
    }

    Joint best_joint() const {
        Joint best;
        for (std::uint32_t a = 0; a < near_.size(); ++a) {
            for (const auto& [b, between] : near_[a]) {
                if (b <= a || between.log_odds <= best.log_odds || between.log_odds < options_.log_odds)
                    continue;
                if (!apart(a, b)) best = {between.log_odds, a, b};
            }
        }
        return best;
    }

    void join(std::uint32_t a, std::uint32_t b, double log_odds) {
        weakest_[a] = std::min({weakest_[a], weakest_[b], log_odds});
        joints_[a].insert(joints_[a].end(), joints_[b].begin(), joints_[b].end());
        for (const std::uint32_t x : members_[a]) {
            for (const std::uint32_t y : members_[b]) {
                const auto [low, high] = std::minmax(component_.records[x], component_.records[y]);
                joints_[a].push_back({low, high, static_cast<float>(log_odds)});
            }
        }
        joints_[b].clear();
        members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
        members_[b].clear();
        for (const auto& [c, between] : near_[b]) {
            near_[c].erase(b);
            if (c == a) continue;
            Between& joined = near_[a][c];
            for (std::size_t i = 0; i < joined.sum.size(); ++i) {
                joined.sum[i] += between.sum[i];
                joined.pairs[i] += between.pairs[i];
            }
            judge(joined);
            near_[c][a] = joined;
        }
        near_[b].clear();
        near_[a].erase(b);
    }

    const Component& component_;
    const ClusterOptions& options_;
    std::vector<std::vector<std::uint32_t>> members_;
    std::vector<std::map<std::uint32_t, Between>> near_;
    std::vector<double> weakest_;
    std::vector<std::vector<Link>> joints_;
};

}  // namespace

std::vector<Group> cluster(std::span<const Link> links, const ClusterOptions& options) {
    std::vector<Group> groups;
    for (const Component& component : components(links, options.log_odds - below))
        Agglomeration(component, options).run(groups);
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.log_odds != b.log_odds ? a.log_odds > b.log_odds : a.members < b.members;
    });
    return groups;
}

}  // namespace kith::match
