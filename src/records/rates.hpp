// Exchange rates of one day: which of them lead from one currency to another. The rule is here once, for whoever asks the
// file for two currencies and for queries, which have all rates of their day in memory.
#pragma once

#include "store/connection.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::records {

/// A rate between two currencies, and in which direction it is quoted.
struct RateLeg {
    std::int64_t id = 0;
    std::string date{};
    std::string rate{};
    bool against = false;  ///< an amount is divided by it
};

/// Where the rates of one day are found.
class RateSource {
public:
    virtual ~RateSource() = default;
    /// The last rate of `currency` in `base` that is not later than the day.
    [[nodiscard]] virtual std::optional<RateLeg> quoted(std::string_view currency, std::string_view base) = 0;
    /// Every currency that has a rate with this one, in order of codes.
    [[nodiscard]] virtual std::vector<std::string> neighbours(std::string_view currency) = 0;
};

/// The rates that lead from one currency to another one, and the older date of them.
struct RateWay {
    std::vector<RateLeg> legs{};  ///< one, or two through a third currency; none: there is no way
    std::string date{};
};

/// Taken is the rate between the two, in whichever direction there is one, the later of both; where there is none, two
/// through a third currency, of several the ones whose older date is latest, then the first by code.
[[nodiscard]] RateWay way_between(RateSource& rates, std::string_view from, std::string_view to);

/// Amounts of one currency in another, as kith::converted rounds them.
class Exchange {
public:
    Exchange(std::string from, std::string to, std::vector<RateLeg> legs)
        : from_(std::move(from)), to_(std::move(to)), legs_(std::move(legs)) {}

    /// `minor` units in minor units of the other; nothing when that is more than an amount can be, or the way there
    /// more than can be computed.
    [[nodiscard]] std::optional<std::int64_t> operator()(std::int64_t minor) const;

private:
    std::string from_;
    std::string to_;
    std::vector<RateLeg> legs_;
};

/// All rates of one day. Not changed once it is made.
class DayRates {
public:
    /// Reads those that the file has: three look-ups for each two currencies.
    [[nodiscard]] static DayRates read(store::Connection& connection, std::string_view day);
    /// What `text` wrote.
    [[nodiscard]] static DayRates parse(std::string_view text);

    /// All of them in one text, the same for the same rates, whatever the day.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// The first later day that has a rate: until then these hold. Empty: for ever.
    [[nodiscard]] const std::string& next() const noexcept { return next_; }
    /// True when there is a rate of it with another currency.
    [[nodiscard]] bool knows(std::string_view currency) const { return near_.find(currency) != near_.end(); }
    /// How one becomes another one; nothing when no rate leads there, or both are the same.
    [[nodiscard]] std::optional<Exchange> between(std::string_view from, std::string_view to) const;
    /// How all others become this one, by their codes.
    [[nodiscard]] std::vector<std::pair<std::string, Exchange>> into(std::string_view currency) const;

private:
    class Source;
    void add(std::string currency, std::string base, RateLeg leg);

    std::map<std::string, std::map<std::string, RateLeg, std::less<>>, std::less<>> quoted_{};  // currency, base
    std::map<std::string, std::vector<std::string>, std::less<>> near_{};                       // in order
    std::string text_{};
    std::string next_{};
};

/// True when the file has exchange rates, of whatever day.
[[nodiscard]] bool has_rates(store::Connection& connection);

}  // namespace kith::records
