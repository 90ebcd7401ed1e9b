#include "match/cluster.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace kith::match {
namespace {

constexpr std::size_t dense_limit = 300;  // records of a component of which all pairs are scored
constexpr double below =
    2;  // links so much weaker than a joint still bring records together: others complement them

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

/// Agglomerates one component. The joints that may be made wait in a heap, the strongest first; what two groups say of each
/// other moves with the one that says less, so that also a component of all records takes a time that hardly outgrows its links.
class Agglomeration {
public:
    Agglomeration(const Component& component, const ClusterOptions& options)
        : component_(component), options_(options), groups_(component.records.size()) {
        const std::size_t n = component.records.size();
        for (std::uint32_t i = 0; i < n; ++i) {
            groups_[i].members = {i};
            groups_[i].lowest = i;
        }
        if (is_dense()) {
            for (std::uint32_t a = 0; a < n; ++a) {
                for (std::uint32_t b = a + 1; b < n; ++b) look_at(a, b);
            }
        } else {
            for (const Link& link : component.links) look_at(link.a, link.b);
            look_at_apart();
        }
    }

    void run(std::vector<Group>& result) {
        while (!waiting_.empty()) {
            const Joint next = waiting_.top();
            waiting_.pop();
            if (!is_current(next)) continue;
            const double log_odds = beside_rivals(next);
            if (log_odds >= options_.log_odds) join(next.a, next.b, log_odds);
        }
        for (Cell& cell : groups_) {
            if (cell.members.size() < 2) continue;
            Group& group = result.emplace_back();
            for (const std::uint32_t m : cell.members) group.members.push_back(component_.records[m]);
            std::sort(group.members.begin(), group.members.end());
            group.log_odds = cell.weakest;
            group.joints = std::move(cell.joints);
        }
    }

private:
    static constexpr double never = -1e9;
    /// Between two groups: each piece's sum over the pairs that have it, and how many those are.
    struct Between {
        Pieces sum{};
        std::array<std::uint32_t, std::tuple_size_v<Pieces>> pairs{};
        double initials = 0;  // the sum of the piece over the pairs that have it by an initial
        std::uint32_t initial_pairs = 0;
        std::uint32_t changes = 0;              // how often it was added to
        bool apart = false;                     // holds a pair that must not be one
        bool same = false;                      // holds a pair that is one
        std::uint64_t seen = 0;                 // pairs that were looked at
        std::uint32_t named = 0;                // those with whole names
        std::uint32_t of_two = 0;               // those with names of two people
        double most_of_two = never;             // the log odds of the likeliest of these
        double most = PairEvidence::unbounded;  // what its pairs allow
        double log_odds = 0;                    // of all that together

        [[nodiscard]] double allowed() const {
            return of_two > 0 && 2 * of_two >= named ? std::min(most, most_of_two) : most;
        }
    };
    struct Cell {
        std::vector<std::uint32_t> members{};                     // none: joined with another
        std::unordered_map<std::uint32_t, std::uint32_t> near{};  // by group, the number of what is between
        std::uint32_t lowest = 0;                                 // of the members
        double weakest = certain;
        std::vector<Link> joints{};
    };
    /// Two groups that agree well enough, as they were when it was written down.
    struct Joint {
        double log_odds = 0;
        std::uint32_t low = 0,
                      high = 0;  // the groups' lowest members: of joints as strong the first goes first
        std::uint32_t a = 0, b = 0;
        std::uint32_t between = 0, changes = 0;

        friend bool operator<(const Joint& x, const Joint& y) {
            if (x.log_odds != y.log_odds) return x.log_odds < y.log_odds;
            return std::tie(x.low, x.high) > std::tie(y.low, y.high);
        }
    };

    bool is_dense() const { return component_.records.size() <= dense_limit; }

    Between* between(std::uint32_t a, std::uint32_t b) {
        const auto found = groups_[a].near.find(b);
        return found == groups_[a].near.end() ? nullptr : &between_[found->second];
    }

    bool are_linked(std::uint32_t a, std::uint32_t b) const {
        const auto [low, high] = std::minmax(a, b);
        const auto before = [](const Link& x, const std::pair<std::uint32_t, std::uint32_t>& y) {
            return std::tie(x.a, x.b) < std::tie(y.first, y.second);
        };
        const auto& links = component_.links;
        const auto found = std::lower_bound(links.begin(), links.end(), std::pair(low, high), before);
        return found != links.end() && found->a == low && found->b == high;
    }

    /// What the pairs of two groups say of their names and allow, those that are not linked included.
    double most_of(std::uint32_t a, std::uint32_t b) {
        Between* const known = between(a, b);
        if (known != nullptr && known->same) return PairEvidence::unbounded;
        if (known != nullptr && known->apart) return never;
        if (is_dense()) return known->allowed();
        const std::uint64_t all = groups_[a].members.size() * groups_[b].members.size();
        if (known != nullptr && known->seen == all) return known->allowed();
        Between of_all = known == nullptr ? Between{} : *known;
        const auto& records = component_.records;
        for (const std::uint32_t x : groups_[a].members) {
            for (const std::uint32_t y : groups_[b].members) {
                if (!are_linked(x, y)) add_limits(of_all, options_.evidence(records[x], records[y]));
            }
        }
        of_all.seen = all;
        if (known != nullptr) *known = of_all;
        return of_all.allowed();
    }

    void add_limits(Between& between, const PairEvidence& found) const {
        between.most = std::min(between.most, found.most);
        between.named += found.names != PairEvidence::Names::unknown;
        if (found.names != PairEvidence::Names::of_two) return;
        ++between.of_two;
        between.most_of_two = std::max(between.most_of_two, options_.judge(found.pieces));
    }

    /// The log odds that another group than `b` is one with `a`, where `b` is not: the strongest.
    double rival_of(std::uint32_t a, std::uint32_t b) {
        double rival = 0;
        for (const auto& [c, number] : groups_[a].near) {
            const double log_odds = between_[number].log_odds;
            if (c == b || log_odds <= rival) continue;
            const double most = most_of(c, b);
            if (most < PairEvidence::unbounded)
                rival = std::max(rival, log_odds - std::log1p(std::exp(most)));
        }
        return rival;
    }

    /// What a joint is worth beside those that it excludes, and what the pairs allow that nobody looked at before.
    double beside_rivals(const Joint& joint) {
        const Between& of_both = between_[joint.between];
        if (of_both.same) return joint.log_odds;
        const double most = most_of(joint.a, joint.b), log_odds = std::min(of_both.log_odds, most);
        if (log_odds <= options_.either) return log_odds;
        const double rival = std::max(rival_of(joint.a, joint.b), rival_of(joint.b, joint.a));
        return std::max(log_odds - rival, options_.either);
    }

    double log_odds_of(const Between& between) const {
        if (between.apart) return never;
        if (between.same) return first;
        Pieces average{};
        for (std::size_t i = 0; i < average.size(); ++i) {
            if (between.pairs[i] > 0) average[i] = between.sum[i] / between.pairs[i];
        }
        if (between.initial_pairs > 0 && between.pairs[options_.initials] == 0)
            average[options_.initials] = between.initials / between.initial_pairs;
        return std::min(options_.judge(average), between.allowed());
    }

    void wait(std::uint32_t a, std::uint32_t b, std::uint32_t number) {
        const double log_odds = between_[number].log_odds = log_odds_of(between_[number]);
        if (log_odds < options_.log_odds) return;
        const auto [low, high] = std::minmax(groups_[a].lowest, groups_[b].lowest);
        waiting_.push({log_odds, low, high, a, b, number, between_[number].changes});
    }

    bool is_current(const Joint& joint) const {
        const auto& near = groups_[joint.a].near;
        const auto found = near.find(joint.b);
        return found != near.end() && found->second == joint.between &&
               between_[joint.between].changes == joint.changes;
    }

    void look_at(std::uint32_t a, std::uint32_t b) {
        Between between;
        const std::uint32_t one = component_.records[a], other = component_.records[b];
        between.apart = options_.decided != nullptr && options_.decided->are_apart(one, other);
        between.same = options_.decided != nullptr && options_.decided->are_same(one, other);
        const PairEvidence found = options_.evidence(one, other);
        between.sum = found.pieces;
        for (std::size_t i = 0; i < between.sum.size(); ++i) between.pairs[i] = between.sum[i] != 0;
        if (found.by_initial && options_.initials < between.sum.size()) {
            between.initials = std::exchange(between.sum[options_.initials], 0.0);
            between.initial_pairs = std::exchange(between.pairs[options_.initials], 0u);
        }
        add_limits(between, found);
        between.seen = 1;
        const auto [entry, made] = groups_[a].near.try_emplace(b, static_cast<std::uint32_t>(between_.size()));
        if (!made) return;  // linked, and decided to be apart
        groups_[b].near.emplace(a, entry->second);
        between_.push_back(between);
        wait(a, b, entry->second);
    }

    /// Decided pairs need not be linked, but must be known.
    void look_at_apart() {
        if (options_.decided == nullptr) return;
        const auto& records = component_.records;
        const auto local = [&](std::uint32_t record) {
            return static_cast<std::uint32_t>(std::lower_bound(records.begin(), records.end(), record) -
                                              records.begin());
        };
        for (const auto& [low, high] : options_.decided->apart) {
            if (std::binary_search(records.begin(), records.end(), low) &&
                std::binary_search(records.begin(), records.end(), high)) {
                look_at(local(low), local(high));
            }
        }
    }

    void join(std::uint32_t a, std::uint32_t b, double log_odds) {
        if (groups_[a].near.size() < groups_[b].near.size()) std::swap(a, b);
        Cell &into = groups_[a], &from = groups_[b];
        into.joints.insert(into.joints.end(), from.joints.begin(), from.joints.end());
        into.weakest = std::min({into.weakest, from.weakest, log_odds});
        const auto [low, high] =
            std::minmax(component_.records[into.members.front()], component_.records[from.members.front()]);
        into.joints.push_back({low, high, static_cast<float>(into.weakest)});
        into.members.insert(into.members.end(), from.members.begin(), from.members.end());
        into.lowest = std::min(into.lowest, from.lowest);
        into.near.erase(b);
        for (const auto& [c, number] : from.near) {
            if (c == a) continue;
            groups_[c].near.erase(b);
            const auto [entry, alone] = into.near.try_emplace(c, number);
            if (alone)
                groups_[c].near.emplace(a, number);
            else
                add(between_[entry->second], between_[number]);
            wait(a, c, entry->second);
        }
        from = Cell{};
    }

    static void add(Between& into, const Between& from) {
        for (std::size_t i = 0; i < into.sum.size(); ++i) {
            into.sum[i] += from.sum[i];
            into.pairs[i] += from.pairs[i];
        }
        into.apart = into.apart || from.apart;
        into.same = into.same || from.same;
        into.seen += from.seen;
        into.named += from.named;
        into.of_two += from.of_two;
        into.most_of_two = std::max(into.most_of_two, from.most_of_two);
        into.most = std::min(into.most, from.most);
        into.initials += from.initials;
        into.initial_pairs += from.initial_pairs;
        ++into.changes;
    }

    static constexpr double first = 1e9;
    const Component& component_;
    const ClusterOptions& options_;
    std::vector<Cell> groups_;
    std::deque<Between> between_{};
    std::priority_queue<Joint> waiting_{};
};

bool holds(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::uint32_t a,
           std::uint32_t b) {
    return std::binary_search(pairs.begin(), pairs.end(), std::pair(std::min(a, b), std::max(a, b)));
}

bool by_records(const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; }

void most_certain_first(std::vector<Group>& groups) {
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.log_odds != b.log_odds ? a.log_odds > b.log_odds : a.members < b.members;
    });
}

}  // namespace

bool DecidedPairs::are_apart(std::uint32_t a, std::uint32_t b) const { return holds(apart, a, b); }
bool DecidedPairs::are_same(std::uint32_t a, std::uint32_t b) const { return holds(same, a, b); }

std::vector<Group> cluster(std::span<const Link> links, const ClusterOptions& options) {
    std::vector<Group> groups;
    for (const Component& component : components(links, options.log_odds - below))
        Agglomeration(component, options).run(groups);
    most_certain_first(groups);
    return groups;
}

std::vector<Group> cut(const std::vector<Group>& groups, double log_odds) {
    std::vector<Group> result;
    for (const Group& group : groups) {
        const auto holds = [&](const Link& joint) { return static_cast<double>(joint.log_odds) >= log_odds; };
        Forest forest;
        for (const Link& joint : group.joints) {
            if (holds(joint)) forest.join(joint.a, joint.b);
        }
        std::map<std::uint32_t, Group> parts;
        for (const std::uint32_t member : group.members) parts[forest.root(member)].members.push_back(member);
        for (auto& [root, part] : parts) part.log_odds = certain;
        for (const Link& joint : group.joints) {
            if (!holds(joint)) continue;
            Group& part = parts[forest.root(joint.a)];
            part.joints.push_back(joint);
            part.log_odds = std::min(part.log_odds, static_cast<double>(joint.log_odds));
        }
        for (auto& [root, part] : parts) {
            if (part.members.size() > 1) result.push_back(std::move(part));
        }
    }
    most_certain_first(result);
    return result;
}

std::vector<Link> pairs_of(const Group& group) {
    std::vector<Link> result;
    result.reserve(group.members.size() * (group.members.size() - 1) / 2);
    std::map<std::uint32_t, std::vector<std::uint32_t>> parts;  // by root
    for (const std::uint32_t member : group.members) parts[member] = {member};
    Forest forest;
    for (const Link& joint : group.joints) {  // in the order in which they were made
        auto one = parts.extract(forest.root(joint.a)), other = parts.extract(forest.root(joint.b));
        for (const std::uint32_t x : one.mapped()) {
            for (const std::uint32_t y : other.mapped())
                result.push_back({std::min(x, y), std::max(x, y), joint.log_odds});
        }
        forest.join(joint.a, joint.b);
        one.mapped().insert(one.mapped().end(), other.mapped().begin(), other.mapped().end());
        parts[forest.root(joint.a)] = std::move(one.mapped());
    }
    std::sort(result.begin(), result.end(), by_records);
    return result;
}

}  // namespace kith::match
