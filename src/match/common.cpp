#include "match/common.hpp"

#include "match/compare.hpp"
#include "text/email.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

namespace kith::match {
namespace {

constexpr std::size_t most_holders = 8;  // looked at of one value

bool any_two(Comparer& comparer, std::span<const std::pair<Symbol, std::uint32_t>> holders) {
    for (std::size_t i = 0; i < holders.size(); ++i) {
        for (std::size_t j = i + 1; j < holders.size(); ++j) {
            if (comparer.clearly_two(holders[i].second, holders[j].second)) return true;
        }
    }
    return false;
}

}  // namespace

std::vector<bool> common_points(const Population& population) {
    std::vector<bool> result(population.symbols(), false);
    std::vector<std::pair<Symbol, std::uint32_t>> holders;
    for (std::uint32_t r = 0; r < population.size(); ++r) {
        for (const Slot slot : {Slot::email, Slot::phone, Slot::handle}) {
            for (const Value& value : population.values(r, slot)) holders.emplace_back(value.symbol, r);
        }
    }
    std::sort(holders.begin(), holders.end());
    Comparer comparer(population);
    for (std::size_t from = 0, to = 0; from < holders.size(); from = to) {
        const Symbol symbol = holders[from].first;
        while (to < holders.size() && holders[to].first == symbol) ++to;
        const std::string_view text = population.text(symbol);
        const bool role =
            population.slot(symbol) == Slot::email && text::is_role_mailbox(text.substr(0, text.rfind('@')));
        result[symbol] =
            role || any_two(comparer, std::span(holders).subspan(from, std::min(to - from, most_holders)));
    }
    return result;
}

}  // namespace kith::match
