#include "upkeep/twins.hpp"

#include "match/decisions.hpp"
#include "match/keys.hpp"
#include "records/record_type.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kith::upkeep {

namespace {

using match::KeyFamily;

constexpr std::size_t most_sharing = 12;
constexpr double by_keys = 0.9;

constexpr std::uint32_t bit(KeyFamily family) { return 1u << static_cast<unsigned>(family); }
constexpr std::uint32_t names = bit(KeyFamily::name) | bit(KeyFamily::reading) | bit(KeyFamily::nickname);
constexpr std::uint32_t others = bit(KeyFamily::email) | bit(KeyFamily::phone) | bit(KeyFamily::birthday) |
                                 bit(KeyFamily::address) | bit(KeyFamily::identifier) |
                                 bit(KeyFamily::handle);

void keep_likelier(Twins& twins, std::int64_t one, std::int64_t other, double probability) {
    Twin& twin = twins[one];
    const bool first = twin.probability == probability && other < twin.contact.value;
    if (probability > twin.probability || first) twin = {ContactId{other}, probability};
}

void keep(Twins& twins, std::int64_t a, std::int64_t b, double probability) {
    keep_likelier(twins, a, b, probability);
    keep_likelier(twins, b, a, probability);
}

/// Neither in the trash nor merged away.
bool are_there(store::Connection& connection, std::int64_t a, std::int64_t b) {
    store::Statement count = connection.prepare(
        "SELECT count(*) FROM contact WHERE id IN (?1, ?2) AND deleted_at IS NULL AND merged_into IS NULL");
    count.bind_all(a, b);
    return count.step() && count.integer(0) == 2;
}

struct TwoIds {
    std::int64_t a = 0;
    std::int64_t b = 0;
    friend bool operator==(const TwoIds&, const TwoIds&) = default;
};
struct Hash {
    std::size_t operator()(const TwoIds& ids) const noexcept {
        constexpr std::uint64_t spread = 0x9E3779B97F4A7C15u;  // 2^64 by the golden ratio
        const std::uint64_t mixed =
            (static_cast<std::uint64_t>(ids.a) * spread) ^ static_cast<std::uint64_t>(ids.b);
        return static_cast<std::size_t>(mixed * spread >> 16);
    }
};

}  // namespace

Twins twins_of(const std::vector<Pair>& pairs) {
    Twins twins;
    for (const Pair& pair : pairs) {
        if (!(pair.probability >= 0 && pair.probability <= 1) || pair.a == pair.b)
            throw Error(Code::invalid_argument,
                        fmt::format("contact {} and {} are no pair with a probability of {}", pair.a.value,
                                    pair.b.value, pair.probability),
                        {.field = "pairs"});
        keep(twins, pair.a.value, pair.b.value, pair.probability);
    }
    return twins;
}

Twins twins_by_keys(store::Connection& connection) {
    const RecordType& type = record_type<Contact>();
    std::unordered_map<TwoIds, std::uint32_t, Hash> shared;  // the families of keys that two contacts share
    std::vector<std::int64_t> block;
    std::int64_t family = 0;
    std::int64_t key = 0;
    const auto end_block = [&] {
        if (block.size() >= 2 && block.size() <= most_sharing)
            for (std::size_t i = 0; i < block.size(); ++i)
                for (std::size_t j = i + 1; j < block.size(); ++j)
                    shared[{block[i], block[j]}] |= 1u << static_cast<unsigned>(family);
        block.clear();
    };
    store::Statement rows = connection.prepare(
        "SELECT family, key, record_id FROM match_key WHERE kind = ?1 ORDER BY family, key, kind, record_id");
    rows.bind(1, type.number);
    while (rows.step()) {
        if ((((names | others) >> static_cast<unsigned>(rows.integer(0))) & 1u) == 0) continue;
        if (rows.integer(0) != family || rows.integer(1) != key) end_block();
        family = rows.integer(0);
        key = rows.integer(1);
        block.push_back(rows.integer(2));
    }
    end_block();
    const auto different = match::decided(connection, type, Verdict::different);
    Twins twins;
    for (const auto& [pair, families] : shared)
        if ((families & names) != 0 && (families & others) != 0 && different.count({pair.a, pair.b}) == 0)
            keep(twins, pair.a, pair.b, by_keys);
    for (const auto& [a, b] : match::decided(connection, type, Verdict::same))
        if (different.count({a, b}) == 0 && are_there(connection, a, b)) keep(twins, a, b, 1);
    return twins;
}

}  // namespace kith::upkeep
