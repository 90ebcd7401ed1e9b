// What merging means, without a database: whose is each child, and what does each cell say.
//
// A child has a home, the record that the host put it on, and belongs to whatever that record is part of by now. A cell is a
// pile of writes; a merge that is taken back takes its write out of the pile. That is all: there is no moving and no
// log here, so nothing of how kith does it can be wrong in the same way.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kith::test {

class MergeModel {
public:
    using Id = std::int64_t;
    /// Table and a name that is unique in it: "task 12", "email u7@x.example".
    using Child = std::pair<std::string, std::string>;
    using Cell = std::pair<Id, std::string>;

    struct Kept {
        Id record = 0;  ///< 0: of a child, which says whose
        std::string field{};
        friend auto operator<=>(const Kept&, const Kept&) = default;
    };
    struct Taken {
        std::set<Child> later{};     ///< what came since
        std::multiset<Kept> kept{};  ///< what could not go back
    };

    void add_record(Id id) { records_.insert(id); }
    void add_child(const Child& child, Id put_on) { children_[child] = {resolve(put_on), ++now_, {}}; }
    void remove_child(const Child& child) {
        ++now_;
        children_.erase(child);
    }
    void turn_child(const Child& child, Id to) {
        Belonging& own = children_.at(child);
        own.former.push_back(own.home);
        own.home = resolve(to);
        own.since = ++now_;
    }
    void write(const Cell& cell, const std::string& text) {
        ++now_;
        if (value(cell) != text) piles_[cell].push_back({0, text});
    }

    [[nodiscard]] Id resolve(Id id) const {
        for (const Merge& merge : merges_)
            if (merge.in_force && merge.losers.count(id) > 0) return resolve(merge.survivor);
        return id;
    }
    [[nodiscard]] bool stands(Id id) const { return resolve(id) == id; }
    [[nodiscard]] std::vector<Id> standing() const {
        std::vector<Id> ids;
        std::copy_if(records_.begin(), records_.end(), std::back_inserter(ids),
                     [&](Id id) { return stands(id); });
        return ids;
    }
    [[nodiscard]] const std::set<Id>& records() const { return records_; }
    [[nodiscard]] std::string value(const Cell& cell) const {
        const auto pile = piles_.find(cell);
        return pile == piles_.end() || pile->second.empty() ? std::string() : pile->second.back().text;
    }
    [[nodiscard]] std::map<Child, Id> owners() const {
        std::map<Child, Id> owners;
        for (const auto& [child, own] : children_) owners[child] = resolve(own.home);
        return owners;
    }
    /// True when the child was put on what is one record with `to` by now: turning it there again says nothing new.
    [[nodiscard]] bool was_on(const Child& child, Id to) const {
        const Belonging& own = children_.at(child);
        const auto same = [&](Id home) { return resolve(home) == resolve(to); };
        return same(own.home) || std::any_of(own.former.begin(), own.former.end(), same);
    }

    /// `wrote`: what the merge makes of the survivor's cells.
    void merge(Id id, Id survivor, const std::vector<Id>& losers,
               const std::map<std::string, std::string>& wrote) {
        Merge made{id, survivor, {losers.begin(), losers.end()}, true, ++now_, {}, {}};
        for (const auto& [child, own] : children_)
            if (made.losers.count(resolve(own.home)) > 0) made.moved[child] = own.home;
        for (const auto& [field, text] : wrote)
            if (value({survivor, field}) != text) piles_[{survivor, field}].push_back({id, text});
        merges_.push_back(std::move(made));
    }

    [[nodiscard]] std::vector<Id> in_force() const {
        std::vector<Id> ids;
        for (const Merge& merge : merges_)
            if (merge.in_force) ids.push_back(merge.id);
        return ids;
    }
    [[nodiscard]] const std::set<Id>& losers(Id merge) const { return find(merge).losers; }
    [[nodiscard]] Id survivor(Id merge) const { return find(merge).survivor; }

    Taken unmerge(Id id) {
        ++now_;
        Merge& merge = const_cast<Merge&>(find(id));
        Taken taken;
        taken.later = later(merge);
        std::map<Child, Id> through =
            merge.moved;  // but for whose record another one's unmerge took out before
        std::erase_if(through, [&](const auto& moved) { return !came_through(moved.second, merge); });
        merge.in_force = false;
        merge.turns.push_back(now_);
        for (const auto& [child, home] : through) {
            const auto own = children_.find(child);
            const bool there = own != children_.end();
            if (!there || (own->second.home != home && resolve(own->second.home) != resolve(home)))
                taken.kept.insert({0, child.first});
        }
        for (auto& [cell, pile] : piles_) take_out(merge, cell, pile, taken);
        return taken;
    }

    /// A transaction was taken back: everything is as it was at `earlier`. Which merges were in force when is remembered.
    void return_to(const MergeModel& earlier) {
        const MergeModel former = *this;
        *this = earlier;
        now_ = former.now_ + 1;
        for (const Merge& then : former.merges_) {
            const auto known = std::find_if(merges_.begin(), merges_.end(),
                                            [&](const Merge& merge) { return merge.id == then.id; });
            const bool in_force = known != merges_.end() && known->in_force;
            Merge& merge = known != merges_.end() ? *known : merges_.emplace_back(then);
            merge.in_force = in_force;
            merge.turns = then.turns;
            if (in_force != then.in_force) merge.turns.push_back(now_);
        }
    }

private:
    struct Belonging {
        Id home = 0;
        int since = 0;
        std::vector<Id> former{};
    };
    struct Write {
        Id merge = 0;  // 0: the host's
        std::string text{};
    };
    struct Merge {
        Id id = 0;
        Id survivor = 0;
        std::set<Id> losers{};
        bool in_force = true;
        int made = 0;
        std::vector<int> turns{};     // when it was taken back, made again, ...
        std::map<Child, Id> moved{};  // the homes of what came with the losers
    };

    [[nodiscard]] const Merge& find(Id id) const {
        return *std::find_if(merges_.begin(), merges_.end(),
                             [&](const Merge& merge) { return merge.id == id; });
    }

    /// True when `id` is part of the survivor by this merge.
    [[nodiscard]] bool came_through(Id id, const Merge& merge) const {
        while (merge.losers.count(id) == 0) {
            const auto next = std::find_if(merges_.begin(), merges_.end(), [&](const Merge& each) {
                return each.in_force && each.losers.count(id) > 0;
            });
            if (next == merges_.end()) return false;
            id = next->survivor;
        }
        return true;
    }

    void take_out(const Merge& merge, const Cell& cell, std::vector<Write>& pile, Taken& taken) const {
        const auto own = std::find_if(pile.begin(), pile.end(),
                                      [&](const Write& write) { return write.merge == merge.id; });
        if (own == pile.end()) return;
        const std::string before = own == pile.begin() ? std::string() : std::prev(own)->text;
        const Write& last = pile.back();  // what a later merge wrote is that one's, though it says the same
        if (last.text == own->text && (last.merge == 0 || last.merge == merge.id))
            pile.erase(own, pile.end());
        else {
            if (last.text != before) taken.kept.insert({cell.first, cell.second});
            pile.erase(own);
        }
    }

    /// What was put on the survivor since, or on what that became part of since that.
    [[nodiscard]] std::set<Child> later(const Merge& merge) const {
        std::map<Id, int> stays;
        Id at = merge.survivor;
        for (int since = merge.made; stays.emplace(at, since).second;)
            for (const Merge& next : merges_)
                if (next.in_force && next.losers.count(at) > 0) {
                    since = std::max(since, next.turns.empty() ? next.made : next.turns.back());
                    at = next.survivor;
                    break;
                }
        std::set<Child> found;
        for (const auto& [child, own] : children_) {
            const auto stay = stays.find(own.home);
            if (stay == stays.end() || own.since < stay->second) continue;
            bool apart = false;
            for (std::size_t i = 0; i + 1 < merge.turns.size(); i += 2)
                apart = apart || (own.since > merge.turns[i] && own.since < merge.turns[i + 1]);
            if (!apart) found.insert(child);
        }
        return found;
    }

    int now_ = 0;
    std::set<Id> records_{};
    std::map<Child, Belonging> children_{};
    std::map<Cell, std::vector<Write>> piles_{};
    std::vector<Merge> merges_{};
};

}  // namespace kith::test
