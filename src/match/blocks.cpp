#include "match/blocks.hpp"

#include <algorithm>
#include <utility>

namespace kith::match {
namespace {

/// What tells the members of a large block apart, each on its own: two records of one person agree on one at least.
constexpr Slot second_evidence[] = {Slot::email,        Slot::phone,    Slot::identifier, Slot::birthday,
                                    Slot::handle,       Slot::postcode, Slot::street,     Slot::locality,
                                    Slot::organization, Slot::given,    Slot::family,     Slot::additional,
                                    Slot::name,         Slot::domain,   Slot::title};

/// Across two files a few records may meet many, as of a list that has somebody thousands of times: such a block costs no more than its
/// members, up to so many pairs of each.
constexpr std::int64_t pairs_per_member = 8;

/// The bit of a family, of which a block with more than `few` members may say too little alone.
Blocks::Evidence evidence_of(KeyFamily family) {
    switch (family) {
        case KeyFamily::name_word: return 2;
        case KeyFamily::family_place: return 4;
        case KeyFamily::given_place: return 8;
        case KeyFamily::address: return 16;
        case KeyFamily::employer: return 32;
        default: return Blocks::enough;
    }
}

constexpr std::size_t few = 8;  // members

std::int64_t pairs_of(std::size_t members) { return static_cast<std::int64_t>(members * (members - 1) / 2); }

}  // namespace

Blocks::Blocks(const Population& population, std::uint32_t second)
    : population_(population), second_(second) {}

std::int64_t Blocks::pairs_in(const std::vector<std::uint32_t>& members) const {
    if (members.empty()) return 0;
    if (second_ == 0) return pairs_of(members.size());
    const auto first = std::lower_bound(members.begin(), members.end(), second_) - members.begin();
    return first * (static_cast<std::int64_t>(members.size()) - first);
}

bool Blocks::are_few(std::int64_t pairs, std::size_t members, std::int64_t limit) const {
    return pairs <= limit || (second_ > 0 && pairs <= pairs_per_member * static_cast<std::int64_t>(members));
}

void Blocks::accept(KeyFamily family, const std::vector<std::uint32_t>& members, std::int64_t pairs) {
    evidence_.push_back(are_few(pairs, members.size(), pairs_of(few)) ? enough : evidence_of(family));
    members_.insert(members_.end(), members.begin(), members.end());
    starts_.push_back(static_cast<std::uint32_t>(members_.size()));
}

void Blocks::add(KeyFamily family, const std::vector<std::uint32_t>& members) {
    const std::int64_t pairs = pairs_in(members), limit = pairs_of(block_limit(family));
    if (pairs == 0) return;
    ++counts_.blocks;
    const bool rare_only = works_only_rare(family);
    if (rare_only ? pairs <= limit : are_few(pairs, members.size(), limit)) {
        accept(family, members, pairs);
    } else if (rare_only) {
        ++counts_.skipped;
        counts_.pairs_skipped += pairs;
    } else {
        ++counts_.split;
        split(family, members, limit);
    }
}

void Blocks::split(KeyFamily family, const std::vector<std::uint32_t>& members, std::int64_t limit) {
    std::vector<std::pair<Symbol, std::uint32_t>> by_value;
    std::vector<std::uint32_t> part;
    for (const Slot slot : second_evidence) {
        by_value.clear();
        for (const std::uint32_t member : members) {
            for (const Value& value : population_.values(member, slot))
                by_value.emplace_back(value.symbol, member);
        }
        std::sort(by_value.begin(), by_value.end());
        by_value.erase(std::unique(by_value.begin(), by_value.end()), by_value.end());
        for (std::size_t from = 0; from < by_value.size();) {
            std::size_t to = from;
            part.clear();
            while (to < by_value.size() && by_value[to].first == by_value[from].first)
                part.push_back(by_value[to++].second);
            from = to;
            const std::int64_t pairs = pairs_in(part);
            if (pairs == 0) continue;
            if (are_few(pairs, part.size(), limit)) {
                accept(family, part, pairs);
            } else {
                ++counts_.skipped;
                counts_.pairs_skipped += pairs;
            }
        }
    }
}

void Blocks::finish() {
    record_starts_.assign(population_.size() + 1, 0);
    for (const std::uint32_t member : members_) ++record_starts_[member + 1];
    for (std::size_t r = 1; r < record_starts_.size(); ++r) record_starts_[r] += record_starts_[r - 1];
    record_blocks_.resize(members_.size());
    std::vector<std::uint32_t> next(record_starts_.begin(), record_starts_.end() - 1);
    for (std::uint32_t block = 0; block + 1 < starts_.size(); ++block) {
        for (std::uint32_t m = starts_[block]; m < starts_[block + 1]; ++m)
            record_blocks_[next[members_[m]]++] = block;
    }
}

Blocks block(const Population& population, const Scope& scope) {
    struct Entry {
        Key key;
        std::uint32_t record;
    };
    std::vector<Entry> entries;
    std::vector<Key> keys;
    for (std::size_t r = 0; r < population.size(); ++r) {
        if (!scope.wants(r)) continue;
        keys.clear();
        append_keys(population, r, keys);
        for (const Key& key : keys) entries.push_back({key, static_cast<std::uint32_t>(r)});
    }
    const auto order = [](const Entry& e) { return std::make_pair(e.key.family, e.key.hash); };
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        return order(a) != order(b) ? order(a) < order(b) : a.record < b.record;
    });
    Blocks blocks(population, scope.second);
    std::vector<std::uint32_t> members;
    for (std::size_t from = 0; from < entries.size();) {
        members.clear();
        std::size_t to = from;
        while (to < entries.size() && order(entries[to]) == order(entries[from]))
            members.push_back(entries[to++].record);
        blocks.add(entries[from].key.family, members);
        from = to;
    }
    blocks.finish();
    return blocks;
}

}  // namespace kith::match
