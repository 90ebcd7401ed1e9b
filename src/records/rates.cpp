#include "records/rates.hpp"

#include <kith/error.hpp>
#include <kith/records/exchange_rate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::records {

namespace {

/// The rate between two currencies, in whichever direction there is one.
std::optional<RateLeg> leg_between(RateSource& rates, std::string_view from, std::string_view to) {
    std::optional<RateLeg> with = rates.quoted(from, to);
    std::optional<RateLeg> against = rates.quoted(to, from);
    if (against) against->against = true;
    if (!with || (against && against->date > with->date)) return against;
    return with;
}

/// What stands before the first `sign`, which is taken off with it.
std::string_view cut(std::string_view& text, char sign) {
    const std::size_t end = std::min(text.find(sign), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace

RateWay way_between(RateSource& rates, std::string_view from, std::string_view to) {
    RateWay way;
    if (auto direct = leg_between(rates, from, to)) {
        way.date = direct->date;
        way.legs.push_back(*std::move(direct));
        return way;
    }
    for (const std::string& third : rates.neighbours(from)) {
        auto first = leg_between(rates, from, third);
        auto second = first ? leg_between(rates, third, to) : std::nullopt;
        if (!second || std::min(first->date, second->date) <= way.date) continue;
        way.date = std::min(first->date, second->date);
        way.legs = {*std::move(first), *std::move(second)};
    }
    return way;
}

std::optional<std::int64_t> Exchange::operator()(std::int64_t minor) const {
    std::vector<RateStep> steps;
    for (const RateLeg& leg : legs_) steps.push_back({leg.rate, leg.against});
    try {
        return kith::converted(Money{minor, from_}, steps, to_).minor;
    } catch (const Error& error) {
        if (error.code() != Code::limit) throw;
        return std::nullopt;
    }
}

class DayRates::Source final : public RateSource {
public:
    explicit Source(const DayRates& rates) : rates_(rates) {}

    std::optional<RateLeg> quoted(std::string_view currency, std::string_view base) override {
        const auto bases = rates_.quoted_.find(currency);
        if (bases == rates_.quoted_.end()) return std::nullopt;
        const auto leg = bases->second.find(base);
        return leg == bases->second.end() ? std::nullopt : std::optional(leg->second);
    }
    std::vector<std::string> neighbours(std::string_view currency) override {
        const auto near = rates_.near_.find(currency);
        return near == rates_.near_.end() ? std::vector<std::string>{} : near->second;
    }

private:
    const DayRates& rates_;
};

void DayRates::add(std::string currency, std::string base, RateLeg leg) {
    const auto link = [&](const std::string& one, const std::string& other) {
        std::vector<std::string>& near = near_[one];
        const auto at = std::lower_bound(near.begin(), near.end(), other);
        if (at == near.end() || *at != other) near.insert(at, other);
    };
    link(currency, base);
    link(base, currency);
    text_ += fmt::format("{} {} {} {}\n", currency, base, leg.date, leg.rate);
    quoted_[std::move(currency)].insert_or_assign(std::move(base), std::move(leg));
}

DayRates DayRates::read(store::Connection& connection, std::string_view day) {
    DayRates rates;
    store::Statement next = connection.prepare(
        "SELECT currency, base FROM exchange_rate WHERE deleted_at IS NULL AND (currency, base) > (?1, ?2) "
        "ORDER BY currency, base LIMIT 1");
    store::Statement last = connection.prepare(
        "SELECT id, date, rate FROM exchange_rate WHERE deleted_at IS NULL AND currency = ?1 AND base = ?2 "
        "AND date <= ?3 ORDER BY date DESC LIMIT 1");
    store::Statement later = connection.prepare(
        "SELECT date FROM exchange_rate WHERE deleted_at IS NULL AND currency = ?1 AND base = ?2 AND date > ?3 "
        "ORDER BY date LIMIT 1");
    std::string currency;
    std::string base;
    while (next.bind_all(std::string_view(currency), std::string_view(base)).step()) {
        currency = next.string(0);
        base = next.string(1);
        next.reset();
        if (last.bind_all(std::string_view(currency), std::string_view(base), day).step())
            rates.add(currency, base, {last.integer(0), last.string(1), last.string(2)});
        last.reset();
        if (later.bind_all(std::string_view(currency), std::string_view(base), day).step()) {
            const std::string date = later.string(0);
            if (rates.next_.empty() || date < rates.next_) rates.next_ = date;
        }
        later.reset();
    }
    return rates;
}

DayRates DayRates::parse(std::string_view text) {
    DayRates rates;
    while (!text.empty()) {
        std::string_view line = cut(text, '\n');
        const std::string_view currency = cut(line, ' ');
        const std::string_view base = cut(line, ' ');
        const std::string_view date = cut(line, ' ');
        rates.add(std::string(currency), std::string(base), {0, std::string(date), std::string(line)});
    }
    return rates;
}

std::optional<Exchange> DayRates::between(std::string_view from, std::string_view to) const {
    if (from == to || !knows(from) || !knows(to)) return std::nullopt;
    Source source(*this);
    RateWay way = way_between(source, from, to);
    if (way.legs.empty()) return std::nullopt;
    return Exchange(std::string(from), std::string(to), std::move(way.legs));
}

std::vector<std::pair<std::string, Exchange>> DayRates::into(std::string_view currency) const {
    std::vector<std::pair<std::string, Exchange>> all;
    for (const auto& [other, near] : near_)
        if (auto exchange = between(other, currency)) all.emplace_back(other, *std::move(exchange));
    return all;
}

bool has_rates(store::Connection& connection) {
    return connection.integer("SELECT EXISTS (SELECT 1 FROM exchange_rate WHERE deleted_at IS NULL)") != 0;
}

}  // namespace kith::records
