// Which amounts of another currency fit a comparison: by the rates of the query's day, as stretches of minor units, so that
// SQL compares whole numbers.
#pragma once

#include "query/bound.hpp"
#include "records/rates.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace kith::query {

/// An amount has at most so many minor units: 2^53 - 1.
inline constexpr std::int64_t most_minor = 9'007'199'254'740'991;

/// Minor units, both included; low > high: none.
struct Minors {
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    std::int64_t high = std::numeric_limits<std::int64_t>::max();

    [[nodiscard]] bool none() const noexcept { return low > high; }
};

/// The whole numbers that lie in a range of minor units.
[[nodiscard]] Minors minors_of(const bound::Range& range);

/// The amounts up to which an exchange can be computed; `most_minor` for all but rates of very many digits.
[[nodiscard]] std::int64_t most_exchanged(const records::Exchange& exchange);

/// The amounts that lie in `wanted` once they are exchanged and rounded; -`most` to `most` where all do.
[[nodiscard]] Minors amounts_within(const records::Exchange& exchange, const Minors& wanted,
                                    std::int64_t most);

/// Gives a connection the function
///   kith_money(minor, from, to, rates)  the amount in another currency by the rates of a text (records::DayRates); NULL
///                                       where they do not lead there
void install_money(store::Connection& connection);

/// "there is no exchange rate from EUR to USD on 2026-01-15": the currencies, of those that occur where the query
/// compares amounts, that the day's rates do not convert; at most a dozen. Cost: reads up to 100,000 values of each field.
[[nodiscard]] std::vector<std::string> missing_rates(store::Connection& connection, const bound::Query& query);

}  // namespace kith::query
