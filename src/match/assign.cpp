#include "match/assign.hpp"

#include "match/decisions.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace kith {
namespace {

constexpr std::array<std::pair<Linkage, std::string_view>, 4> linkages = {
    {{Linkage::many_to_one, "many_to_one"},
     {Linkage::one_to_one, "one_to_one"},
     {Linkage::one_to_many, "one_to_many"},
     {Linkage::many_to_many, "many_to_many"}}};

}  // namespace

std::string_view name_of(Linkage linkage) noexcept {
    for (const auto& [each, name] : linkages)
        if (each == linkage) return name;
    return {};
}

Linkage linkage_named(std::string_view name) {
    for (const auto& [each, known] : linkages)
        if (known == name) return each;
    throw Error(
        Code::invalid_argument,
        fmt::format("there is no linkage '{}'; there are many_to_one, one_to_one, one_to_many, many_to_many",
                    name));
}

namespace match {
namespace {

/// Two decided records, whichever is first.
template <class Decided>
bool either_way(std::uint32_t x, std::uint32_t y, Decided&& decided) {
    return x < y ? decided(x, y) : decided(y, x);
}

/// Lets the pairs of one record, those at `places`, heed what was decided about their other ends.
void heed_at(std::vector<Link>& links, const std::vector<std::size_t>& places, std::uint32_t Link::*end,
             const DecidedPairs& decided) {
    if (places.size() < 2) return;
    std::vector<double> odds;
    for (const std::size_t place : places) odds.push_back(static_cast<double>(links[place].log_odds));
    const auto other = [&](std::size_t i) { return links[places[i]].*end; };
    odds = heeding(
        odds,
        [&](std::size_t i, std::size_t j) {
            return either_way(other(i), other(j),
                              [&](std::uint32_t x, std::uint32_t y) { return decided.are_apart(x, y); });
        },
        [&](std::size_t i, std::size_t j) {
            return either_way(other(i), other(j),
                              [&](std::uint32_t x, std::uint32_t y) { return decided.are_same(x, y); });
        });
    for (std::size_t i = 0; i < places.size(); ++i) links[places[i]].log_odds = static_cast<float>(odds[i]);
}

/// The same for every record at one end of the pairs.
void heed_by(std::vector<Link>& links, std::uint32_t Link::*of, std::uint32_t Link::*end,
             const DecidedPairs& decided) {
    std::unordered_set<std::uint32_t> concerned;
    for (const auto* pairs : {&decided.apart, &decided.same}) {
        for (const auto& [x, y] : *pairs) {
            concerned.insert(x);
            concerned.insert(y);
        }
    }
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> places;
    for (std::size_t l = 0; l < links.size(); ++l)
        if (concerned.count(links[l].*end) > 0) places[links[l].*of].push_back(l);
    for (const auto& [record, its] : places) heed_at(links, its, end, decided);
}

bool surer(const Link& x, const Link& y) {
    return std::tuple(-x.log_odds, x.a, x.b) < std::tuple(-y.log_odds, y.a, y.b);
}

}  // namespace

void heed(std::vector<Link>& links, const DecidedPairs& decided) {
    if (decided.apart.empty() && decided.same.empty()) return;
    heed_by(links, &Link::b, &Link::a, decided);
    heed_by(links, &Link::a, &Link::b, decided);
}

std::vector<Assigned> assign(std::span<const Link> pairs, double log_odds, Linkage linkage) {
    const bool one_of_first = linkage == Linkage::many_to_one || linkage == Linkage::one_to_one;
    const bool one_of_second = linkage == Linkage::one_to_many || linkage == Linkage::one_to_one;
    std::vector<Link> ordered;
    for (const Link& pair : pairs)
        if (static_cast<double>(pair.log_odds) >= log_odds) ordered.push_back(pair);
    std::sort(ordered.begin(), ordered.end(), surer);
    std::vector<Assigned> result;
    std::unordered_set<std::uint32_t> taken;                // records of the first file
    std::unordered_map<std::uint32_t, std::size_t> linked;  // those of the second file: their link's place
    for (const Link& pair : ordered) {
        if (one_of_second && taken.count(pair.a) > 0) continue;
        if (one_of_first && !linked.try_emplace(pair.b, result.size()).second) continue;
        taken.insert(pair.a);
        result.push_back({pair, {}});
    }
    if (!one_of_first) return result;
    for (const Link& pair : ordered) {
        const auto place = linked.find(pair.b);
        if (place != linked.end() && result[place->second].link.a != pair.a)
            result[place->second].rivals.push_back(pair);
    }
    return result;
}

}  // namespace match
}  // namespace kith
