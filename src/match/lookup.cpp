#include "match/lookup.hpp"

#include "match/common.hpp"
#include "match/decisions.hpp"
#include "match/keys.hpp"
#include "match/load.hpp"
#include "records/record_type.hpp"

#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace kith::match {
namespace {

constexpr std::int64_t most_counted =
    2000;  // a value that so many hold is common; how common exactly is no matter
constexpr std::int64_t holders_asked = 8;  // of a mailbox or number: enough to see that several people use it
constexpr std::int64_t most_read = 500;    // records of one block that are looked through

std::int64_t count(store::Connection& connection, std::string_view sql, auto&&... values) {
    store::Statement statement = connection.prepare(sql);
    statement.bind_all(values...);
    return statement.step() ? statement.integer(0) : 0;
}

/// How many records share a key, up to a bound.
std::int64_t holders_of(store::Connection& connection, const RecordType& type, const Key& key) {
    return count(
        connection,
        "SELECT count(*) FROM (SELECT 1 FROM match_key WHERE family = ?1 AND key = ?2 AND kind = ?3 LIMIT ?4)",
        static_cast<int>(key.family), key.hash, type.number, most_counted);
}

/// The family of single-value keys that counts the values of a slot, if there is one.
KeyFamily counting_family(Slot slot) {
    switch (slot) {
        case Slot::given:
        case Slot::nickname:
        case Slot::family:
        case Slot::additional: return KeyFamily::name_word;
        case Slot::email: return KeyFamily::email;
        case Slot::phone: return KeyFamily::phone;
        case Slot::identifier: return KeyFamily::identifier;
        case Slot::handle: return KeyFamily::handle;
        case Slot::domain: return KeyFamily::domain;
        case Slot::name: return KeyFamily::organization;
        case Slot::word: return KeyFamily::organization_word;
        default: return KeyFamily{};
    }
}

Frequencies counted(store::Connection& connection, const RecordType& type, const Population& population) {
    Frequencies result;
    const std::int64_t records =
        count(connection, "SELECT coalesce(max(next), 1) - 1 FROM counter WHERE name = ?1", type.table);
    result.holders.fill(static_cast<std::uint32_t>(
        std::max<std::int64_t>(records, static_cast<std::int64_t>(population.size()))));
    for (Symbol symbol = 1; symbol < population.symbols(); ++symbol) {
        const Slot slot = population.slot(symbol);
        const std::string_view text = population.text(symbol);
        std::int64_t found = 0;
        if (const KeyFamily family = counting_family(slot); family != KeyFamily{}) {
            found = holders_of(connection, type, value_key(family, text));
        } else if (slot == Slot::birthday) {
            found =
                count(connection, "SELECT count(*) FROM (SELECT 1 FROM contact WHERE birthday = ?1 LIMIT ?2)",
                      text, most_counted);
        } else if (slot == Slot::organization) {
            found = count(
                connection,
                "SELECT count(*) FROM (SELECT 1 FROM organization o JOIN employment e ON e.organization_id = o.id "
                "WHERE o.core_name = ?1 LIMIT ?2)",
                text, most_counted);
        }
        if (found > 1) result.repeated.push_back({Frequencies::hash(slot, text), static_cast<float>(found)});
    }
    std::sort(result.repeated.begin(), result.repeated.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
    return result;
}

/// Marks the contact points that other records of the file hold under clearly different names.
void mark_common_in_file(store::Connection& connection, const RecordType& type, Population& population) {
    Population holders;
    Loader loader(connection, type, holders);
    std::set<std::int64_t> loaded;
    for (Symbol symbol = 1; symbol < population.symbols(); ++symbol) {
        const Slot slot = population.slot(symbol);
        if ((slot != Slot::email && slot != Slot::phone && slot != Slot::handle) || population.common(symbol))
            continue;
        const Key key = value_key(counting_family(slot), population.text(symbol));
        store::Statement statement = connection.prepare(
            "SELECT record_id FROM match_key WHERE family = ?1 AND key = ?2 AND kind = ?3 LIMIT ?4");
        statement.bind_all(static_cast<int>(key.family), key.hash, type.number, holders_asked);
        while (statement.step()) {
            if (loaded.insert(statement.integer(0)).second)
                loader.load(statement.integer(0), statement.integer(0));
        }
    }
    holders.finish(Frequencies{});
    const std::vector<bool> found = common_points(holders);
    std::vector<bool> common(population.symbols(), false);
    for (Symbol symbol = 1; symbol < population.symbols(); ++symbol) {
        const Slot slot = population.slot(symbol);
        if (slot == Slot::email || slot == Slot::phone || slot == Slot::handle)
            common[symbol] = found[holders.find(slot, population.text(symbol))];
    }
    population.mark_common(common);
}

/// A record that was compared with the one asked about.
struct Judged {
    std::int64_t id = 0;
    double log_odds = 0;
    std::set<std::int64_t> different{};  // decided pairs with it
    std::set<std::int64_t> same{};

    [[nodiscard]] bool is_same(const Judged& other) const {
        return same.count(other.id) > 0 && different.count(other.id) == 0;
    }
};

/// What was decided about those that are compared, for a record about which nothing can have been decided.
void heed_decisions(store::Connection& connection, const RecordType& type, std::vector<Judged>& all) {
    constexpr double least = -4;  // log odds of a pair that could change what is said of another
    std::vector<Judged*> judged;
    for (Judged& each : all) {
        if (each.log_odds < least) continue;
        each.different = decided(connection, type, Verdict::different, each.id);
        each.same = decided(connection, type, Verdict::same, each.id);
        judged.push_back(&each);
    }
    std::vector<double> odds;
    for (const Judged* each : judged) odds.push_back(each->log_odds);
    odds = heeding(
        odds, [&](std::size_t i, std::size_t j) { return judged[i]->different.count(judged[j]->id) > 0; },
        [&](std::size_t i, std::size_t j) { return judged[i]->is_same(*judged[j]); });
    for (std::size_t i = 0; i < judged.size(); ++i) judged[i]->log_odds = odds[i];
}

}  // namespace

void add_candidate(store::Connection& connection, const RecordType& type, Population& population,
                   const void* record, std::span<const Affiliation> affiliations) {
    ProfileBuilder builder(population, connection.settings().region);
    const auto identifying = identifying_fields(connection, type);
    if (&type == &record_type<Organization>())
        builder.organization(*static_cast<const Organization*>(record), identifying);
    else
        builder.contact(*static_cast<const Contact*>(record), affiliations, identifying);
}

std::vector<Likely> likely(store::Connection& connection, const RecordType& type, Population& population,
                           std::int64_t self, const Learned* learned, double threshold,
                           const std::function<bool(std::int64_t)>& wanted) {
    auto others = candidates(connection, type, population, 0, self);
    std::set<std::int64_t> different, confirmed;
    if (self != 0) {
        different = decided(connection, type, Verdict::different, self);
        confirmed = decided(connection, type, Verdict::same, self);
    }
    others.insert(others.end(), confirmed.begin(), confirmed.end());
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    if (others.empty()) return {};
    Loader loader(connection, type, population);
    for (const std::int64_t other : others)
        if (different.count(other) == 0 && (!wanted || wanted(other))) loader.load(other, other);
    const Model model = prepare(connection, type, learned, population);
    Comparer comparer(population);
    std::vector<Judged> judged;
    for (std::size_t r = 1; r < population.size(); ++r) {
        const std::int64_t id = population.record(r).id;
        judged.push_back(
            {.id = id,
             .log_odds = confirmed.count(id) > 0 ? certain : score(model, comparer.compare(0, r)).log_odds});
    }
    if (self == 0) heed_decisions(connection, type, judged);
    std::vector<Likely> result;
    for (const Judged& each : judged)
        if (const double probability = probability_of(each.log_odds); probability >= threshold)
            result.push_back({each.id, probability});
    std::stable_sort(result.begin(), result.end(),
                     [](const Likely& x, const Likely& y) { return x.probability > y.probability; });
    return result;
}

Model packaged_model(const RecordType& type) {
    return &type == &record_type<Organization>() ? organization_model() : contact_model();
}

Model prepare(store::Connection& connection, const RecordType& type, const Learned* learned,
              Population& population) {
    if (learned != nullptr && learned->frequencies != nullptr) {
        population.finish(*learned->frequencies);
        population.mark_common(common_points(population));
        return learned->model;
    }
    const Frequencies quick = counted(connection, type, population);
    population.finish(quick);
    population.mark_common(common_points(population));
    mark_common_in_file(connection, type, population);
    Model model = learned != nullptr ? learned->model : packaged_model(type);
    model.records = std::max(2.0, static_cast<double>(quick.holders.front()));
    return model;
}

std::vector<std::int64_t> candidates(store::Connection& connection, const RecordType& type,
                                     const Population& population, std::size_t index, std::int64_t self) {
    std::vector<Key> keys;
    append_keys(population, index, keys);
    std::vector<std::int64_t> result, block;
    std::unordered_map<std::int64_t, int> crowded;  // members of large blocks: by how many keys they are met
    for (const Key& key : keys) {
        block.clear();
        store::Statement statement = connection.prepare(
            "SELECT record_id FROM match_key WHERE family = ?1 AND key = ?2 AND kind = ?3 LIMIT ?4");
        statement.bind_all(static_cast<int>(key.family), key.hash, type.number, most_read);
        while (statement.step()) block.push_back(statement.integer(0));
        // A block that is too large alone is fine where a second key agrees, as `Blocks` splits it by a second value.
        if (block.size() <= block_limit(key.family))
            result.insert(result.end(), block.begin(), block.end());
        else
            for (const std::int64_t id : block) ++crowded[id];
    }
    for (const auto& [id, times] : crowded) {
        if (times > 1) result.push_back(id);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    result.erase(std::remove(result.begin(), result.end(), self), result.end());
    return result;
}

}  // namespace kith::match
