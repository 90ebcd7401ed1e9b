// The changes between two lists, applied to the first, give the second; with no more moves than are needed.
#include "query/list_diff.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace kith;
using query::Item;
using query::Items;
using query::list_changes;

namespace {

std::vector<std::int64_t> ids_of(const Items& items) {
    std::vector<std::int64_t> ids;
    for (const Item& item : items) ids.push_back(item.id);
    return ids;
}

/// The longest increasing subsequence by the textbook's quadratic way.
std::size_t longest(const std::vector<std::size_t>& values) {
    std::vector<std::size_t> best(values.size(), 1);
    std::size_t most = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            if (values[j] < values[i]) best[i] = std::max(best[i], best[j] + 1);
        most = std::max(most, best[i]);
    }
    return most;
}

std::size_t count(const std::vector<ListChange>& changes, ListChange::Kind kind) {
    return static_cast<std::size_t>(
        std::count_if(changes.begin(), changes.end(), [&](const ListChange& c) { return c.kind == kind; }));
}

/// Applies them one by one, checking each against the list that it finds.
std::vector<std::int64_t> applied(const std::vector<ListChange>& changes, std::vector<std::int64_t> list) {
    for (const ListChange& change : changes) {
        const auto at = [&](std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
        switch (change.kind) {
            case ListChange::Kind::removed:
                REQUIRE(list.at(change.from) == change.id);
                list.erase(at(change.from));
                break;
            case ListChange::Kind::moved:
                REQUIRE(change.from != change.to);
                REQUIRE(list.at(change.from) == change.id);
                list.erase(at(change.from));
                REQUIRE(change.to <= list.size());
                list.insert(at(change.to), change.id);
                break;
            case ListChange::Kind::inserted:
                REQUIRE(change.to <= list.size());
                list.insert(at(change.to), change.id);
                break;
            case ListChange::Kind::updated: REQUIRE(list.at(change.to) == change.id); break;
        }
    }
    return list;
}

void check(const Items& before, const Items& after, const std::vector<std::int64_t>& touched = {}) {
    const std::vector<ListChange> changes = list_changes(before, after, touched);
    REQUIRE(applied(changes, ids_of(before)) == ids_of(after));

    std::map<std::int64_t, Item> old;
    std::map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < before.size(); ++i) {
        old[before[i].id] = before[i];
        place[before[i].id] = i;
    }
    std::vector<std::size_t> kept;
    std::set<std::int64_t> updated;
    for (const Item& item : after) {
        const auto found = old.find(item.id);
        if (found == old.end()) continue;
        kept.push_back(place[item.id]);
        if (found->second.version != item.version ||
            std::find(touched.begin(), touched.end(), item.id) != touched.end())
            updated.insert(item.id);
    }
    CHECK(count(changes, ListChange::Kind::removed) == before.size() - kept.size());
    CHECK(count(changes, ListChange::Kind::inserted) == after.size() - kept.size());
    CHECK(count(changes, ListChange::Kind::moved) == kept.size() - longest(kept));
    CHECK(count(changes, ListChange::Kind::updated) == updated.size());
    for (const ListChange& change : changes)
        if (change.kind == ListChange::Kind::updated) CHECK(updated.count(change.id) == 1);
}

}  // namespace

TEST_CASE("every pair of short lists") {
    // All lists without doubles over four ids, against each other.
    std::vector<Items> lists;
    for (unsigned subset = 0; subset < 16; ++subset) {
        Items list;
        for (std::int64_t id = 1; id <= 4; ++id)
            if ((subset >> (id - 1) & 1u) != 0) list.push_back({id, 1});
        do {
            lists.push_back(list);
        } while (std::next_permutation(list.begin(), list.end(),
                                       [](const Item& a, const Item& b) { return a.id < b.id; }));
    }
    REQUIRE(lists.size() == 65);
    for (const Items& before : lists)
        for (const Items& after : lists) check(before, after);
}

TEST_CASE("every order of seven") {
    Items before;
    for (std::int64_t id = 1; id <= 7; ++id) before.push_back({id, 1});
    Items after = before;
    do {
        check(before, after);
    } while (std::next_permutation(after.begin(), after.end(),
                                   [](const Item& a, const Item& b) { return a.id < b.id; }));
}

TEST_CASE("random lists") {
    std::mt19937 random(20261122);
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    for (int round = 0; round < 3000; ++round) {
        Items before;
        for (std::int64_t id = 1; id <= static_cast<std::int64_t>(below(60)); ++id)
            before.push_back({id * 3, static_cast<std::int64_t>(below(3))});
        std::shuffle(before.begin(), before.end(), random);
        Items after = before;
        const std::size_t edits = round % 3 == 0 ? 200 : below(6) + 1;
        for (std::size_t edit = 0; edit < edits; ++edit) {
            const auto at = [&](Items& list) {
                return list.begin() + static_cast<std::ptrdiff_t>(below(list.size()));
            };
            switch (below(4)) {
                case 0: {
                    const auto id = static_cast<std::int64_t>(below(100) * 3 + 1);
                    const auto same = [&](const Item& item) { return item.id == id; };
                    if (std::none_of(after.begin(), after.end(), same))
                        after.insert(after.empty() ? after.end() : at(after), {id, 1});
                    break;
                }
                case 1:
                    if (!after.empty()) after.erase(at(after));
                    break;
                case 2:
                    if (!after.empty()) ++at(after)->version;
                    break;
                default:
                    if (!after.empty()) {
                        const Item item = *at(after);
                        after.erase(std::find(after.begin(), after.end(), item));
                        after.insert(after.empty() ? after.end() : at(after), item);
                    }
            }
        }
        std::vector<std::int64_t> touched;
        for (const Item& item : before)
            if (below(8) == 0) touched.push_back(item.id);
        std::sort(touched.begin(), touched.end());
        check(before, after, touched);
    }
}

TEST_CASE("of two that change places the updated one moves") {
    using Kind = ListChange::Kind;
    CHECK(list_changes({{1, 1}, {2, 1}}, {{2, 1}, {1, 2}}) ==
          std::vector<ListChange>{{Kind::moved, 1, 0, 1}, {Kind::updated, 1, 1, 1}});
    CHECK(list_changes({{1, 1}, {2, 1}}, {{2, 2}, {1, 1}}) ==
          std::vector<ListChange>{{Kind::moved, 2, 1, 0}, {Kind::updated, 2, 0, 0}});
}

TEST_CASE("one change in a long list is one change") {
    Items before;
    for (std::int64_t id = 1; id <= 50000; ++id) before.push_back({id, 1});
    Items after = before;
    after.erase(after.begin() + 30000);
    after.insert(after.begin() + 10, {30001, 2});
    const auto changes = list_changes(before, after);
    CHECK(changes == std::vector<ListChange>{{ListChange::Kind::moved, 30001, 30000, 10},
                                             {ListChange::Kind::updated, 30001, 10, 10}});
    std::reverse(after.begin(), after.end());
    const auto reversed = list_changes(before, after);
    CHECK(applied(reversed, ids_of(before)) == ids_of(after));
}
