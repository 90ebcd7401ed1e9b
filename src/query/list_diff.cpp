#include "query/list_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

namespace kith::query {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// Positions of one list in the other; `nowhere` for what is not there.
struct Places {
    std::vector<std::size_t> new_of_old{};
    std::vector<std::size_t> old_of_new{};
};

Places places_of(const Items& before, const Items& after) {
    Places places{std::vector(before.size(), nowhere), std::vector(after.size(), nowhere)};
    const auto pair = [&](std::size_t old, std::size_t now) {
        places.new_of_old[old] = now;
        places.old_of_new[now] = old;
    };
    // Most lists differ in a few places: what is the same at both ends needs no look-up.
    const std::size_t most = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < most && before[head].id == after[head].id) {
        pair(head, head);
        ++head;
    }
    std::size_t tail = 0;
    while (tail < most - head && before[before.size() - 1 - tail].id == after[after.size() - 1 - tail].id) {
        pair(before.size() - 1 - tail, after.size() - 1 - tail);
        ++tail;
    }
    std::unordered_map<std::int64_t, std::size_t> old;
    old.reserve(before.size() - tail - head);
    for (std::size_t i = head; i < before.size() - tail; ++i) old.emplace(before[i].id, i);
    for (std::size_t i = head; i < after.size() - tail; ++i) {
        const auto found = old.find(after[i].id);
        if (found != old.end()) pair(found->second, i);
    }
    return places;
}

/// Which entries of a permutation make up one of its longest increasing subsequences; of those, one with the most
/// `preferred` entries. For each value the heaviest one that ends at or below it, in a tree of prefixes (Fenwick, 1994).
std::vector<bool> longest_increasing(const std::vector<std::size_t>& values,
                                     const std::vector<bool>& preferred) {
    struct Best {
        std::size_t length = 0;
        std::size_t liked = 0;
        std::size_t end = nowhere;

        [[nodiscard]] bool less(const Best& other) const {
            return length != other.length ? length < other.length : liked < other.liked;
        }
    };
    std::vector<Best> tree(values.size() + 1);
    std::vector<std::size_t> previous(values.size(), nowhere);
    Best whole;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Best best;
        for (std::size_t at = values[i]; at > 0; at &= at - 1)
            if (best.less(tree[at])) best = tree[at];
        previous[i] = best.end;
        best = {best.length + 1, best.liked + (preferred[i] ? 1u : 0u), i};
        for (std::size_t at = values[i] + 1; at < tree.size(); at += at & (~at + 1))
            if (tree[at].less(best)) tree[at] = best;
        if (whole.less(best)) whole = best;
    }
    std::vector<bool> chosen(values.size(), false);
    for (std::size_t i = whole.end; i != nowhere; i = previous[i]) chosen[i] = true;
    return chosen;
}

/// How many of the marked entries stand before a place.
class Marks {
public:
    explicit Marks(std::size_t size) : sums_(size + 1, 0) {}
    void add(std::size_t at) { change(at, 1); }
    void drop(std::size_t at) { change(at, nowhere); }  // one less: unsigned arithmetic wraps
    [[nodiscard]] std::size_t before(std::size_t at) const {
        std::size_t sum = 0;
        for (std::size_t i = at; i > 0; i &= i - 1) sum += sums_[i];
        return sum;
    }

private:
    void change(std::size_t at, std::size_t by) {
        for (std::size_t i = at + 1; i < sums_.size(); i += i & (~i + 1)) sums_[i] += by;
    }
    std::vector<std::size_t> sums_;
};

/// What is in both lists, in its new order.
struct Kept {
    std::vector<std::size_t> order{};  // the old place among what is kept: a permutation
    std::vector<std::int64_t> ids{};
    std::vector<bool> same{};  // not updated
};

/// The moves that bring it into that order.
//
// Those of a longest increasing subsequence stay put; the others, the movers, are taken one by one in their new order and
// put right behind their new predecessor. At any time the list is thus: each stayer, followed by the movers that have
// been put behind it, followed by the movers that still wait there. So a place is a count of stayers and of movers that
// were put in, plus a count of those that still wait, by their old places.
void add_moves(const Kept& kept, std::vector<ListChange>& changes) {
    const std::vector<std::size_t>& order = kept.order;
    const std::vector<bool> stays = longest_increasing(order, kept.same);
    std::vector<std::size_t> stayers;  // by rank: the new place
    std::vector<std::size_t> rank_of_old(order.size(), 0);
    Marks waiting(order.size());
    for (std::size_t now = 0; now < order.size(); ++now) {
        if (stays[now])
            stayers.push_back(now);
        else
            waiting.add(order[now]);
    }
    {  // of each old place: how many stayers stood before it
        std::vector<bool> stayed(order.size(), false);
        for (const std::size_t now : stayers) stayed[order[now]] = true;
        std::size_t rank = 0;
        for (std::size_t old = 0; old < order.size(); ++old) {
            rank_of_old[old] = rank;
            if (stayed[old]) ++rank;
        }
    }
    std::size_t passed = 0;  // stayers before `now`
    for (std::size_t now = 0; now < order.size(); ++now) {
        if (stays[now]) {
            ++passed;
            continue;
        }
        const std::size_t old = order[now];
        const std::size_t rank = rank_of_old[old];
        // Before it stand `rank` stayers, the movers that were put behind those, and the ones that wait before it.
        const std::size_t settled = rank >= passed ? rank + (now - passed) : stayers[rank];
        const std::size_t from = settled + waiting.before(old);
        waiting.drop(old);
        const std::size_t to = now + (passed == 0 ? 0 : waiting.before(order[stayers[passed - 1]]));
        changes.push_back({ListChange::Kind::moved, kept.ids[now], from, to});
    }
}

}  // namespace

std::vector<ListChange> list_changes(const Items& before, const Items& after,
                                     const std::vector<std::int64_t>& touched) {
    const Places places = places_of(before, after);
    std::vector<ListChange> changes;
    std::vector<std::size_t> place(before.size(), 0);  // among what is kept
    std::size_t count = 0;
    for (std::size_t old = 0; old < before.size(); ++old) {
        place[old] = count;
        if (places.new_of_old[old] != nowhere) ++count;
    }
    for (std::size_t old = before.size(); old-- > 0;) {
        if (places.new_of_old[old] == nowhere)
            changes.push_back({ListChange::Kind::removed, before[old].id, old, 0});
    }
    Kept kept;
    std::vector<ListChange> updates;
    for (std::size_t now = 0; now < after.size(); ++now) {
        const std::size_t old = places.old_of_new[now];
        if (old == nowhere) continue;
        const Item& item = after[now];
        const bool same = item.version == before[old].version &&
                          !std::binary_search(touched.begin(), touched.end(), item.id);
        if (!same) updates.push_back({ListChange::Kind::updated, item.id, now, now});
        kept.order.push_back(place[old]);
        kept.ids.push_back(item.id);
        kept.same.push_back(same);
    }
    if (!std::is_sorted(kept.order.begin(), kept.order.end())) add_moves(kept, changes);
    for (std::size_t now = 0; now < after.size(); ++now) {
        if (places.old_of_new[now] == nowhere)
            changes.push_back({ListChange::Kind::inserted, after[now].id, 0, now});
    }
    changes.insert(changes.end(), updates.begin(), updates.end());
    return changes;
}

}  // namespace kith::query
