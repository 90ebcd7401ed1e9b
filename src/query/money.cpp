#include "query/money.hpp"

#include "query/calendar.hpp"
#include "query/run.hpp"
#include "query/summary_fields.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace kith::query {

namespace {

using records::DayRates;
using records::Exchange;
using store::Cell;
using store::CellType;
using store::OwnedCell;

/// The least amount that gives `wanted` or more, `most` + 1 where none does. What an exchange gives never falls as the amount
/// rises, so it is searched for; beside where it should be, as a rate is nearly a line.
std::int64_t least_for(const Exchange& exchange, std::int64_t wanted, std::int64_t most) {
    const auto reaches = [&](std::int64_t amount) { return exchange(amount).value_or(0) >= wanted; };
    if (!reaches(most)) return most + 1;
    std::int64_t low = -most;
    if (reaches(low)) return low;
    std::int64_t high = most;  // reaches it, `low` does not
    const double each = static_cast<double>(most) / static_cast<double>(exchange(most).value_or(1));
    const double near = static_cast<double>(wanted) * each;
    const double step = 2 + each + std::abs(near) * 1e-12;
    for (const double at : {near - step, near + step}) {
        if (at <= static_cast<double>(low) || at >= static_cast<double>(high)) continue;
        const auto amount = static_cast<std::int64_t>(at);
        if (amount > low && amount < high) (reaches(amount) ? high : low) = amount;
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (reaches(middle) ? high : low) = middle;
    }
    return high;
}

/// The rates that a statement's function calls are about, and the ways that were looked for among them.
struct Known {
    std::string text{};
    DayRates rates{};
    std::map<std::pair<std::string, std::string>, std::optional<Exchange>> ways{};
};

OwnedCell money(std::span<const Cell> arguments) {
    thread_local Known known;  // a statement asks for one day
    if (arguments[0].type != CellType::integer || arguments[1].type != CellType::text ||
        arguments[2].type != CellType::text || arguments[3].type != CellType::text)
        return {};
    if (arguments[1].text == arguments[2].text) return OwnedCell(arguments[0]);
    if (known.text != arguments[3].text)
        known = {std::string(arguments[3].text), DayRates::parse(arguments[3].text), {}};
    std::pair<std::string, std::string> both{arguments[1].text, arguments[2].text};
    auto way = known.ways.find(both);
    if (way == known.ways.end()) {
        auto found = known.rates.between(both.first, both.second);
        way = known.ways.emplace(std::move(both), std::move(found)).first;
    }
    const auto amount = way->second ? (*way->second)(arguments[0].integer) : std::nullopt;
    return amount ? OwnedCell(Cell::of(*amount)) : OwnedCell{};
}

/// So many values of a field are looked at for their currencies.
constexpr int most_looked_at = 100'000;

/// More missing rates than these say no more.
constexpr std::size_t most_warnings = 12;

/// The currencies that occur in the last rows of a place, of whomever.
std::vector<std::string> currencies_at(store::Connection& connection, const bound::Place& place) {
    const bound::Attribute& attribute = *place.attribute;
    std::string rows;
    if (attribute.kind == bound::Attribute::Kind::custom) {
        rows = fmt::format("SELECT unit FROM field_value WHERE field_id = {}", attribute.custom->id.value);
    } else if (attribute.kind == bound::Attribute::Kind::field) {
        const records::Field& field = *attribute.field;
        const std::string table = is_summary(field)          ? "contact_summary"
                                  : place.element != nullptr ? std::string(place.element->table)
                                  : place.type != nullptr    ? std::string(place.type->table)
                                                             : std::string{};
        if (table.empty() || field.unit_column.empty()) return {};
        rows =
            fmt::format("SELECT {} AS unit FROM {} WHERE {} IS NOT NULL", records::quoted(field.unit_column),
                        records::quoted(table), records::quoted(field.column));
        if (place.element == nullptr && !is_summary(field)) rows += " AND deleted_at IS NULL";
    } else {
        return {};
    }
    store::Statement statement = connection.prepare(fmt::format(
        "SELECT DISTINCT unit FROM ({} LIMIT {}) WHERE unit IS NOT NULL ORDER BY unit", rows, most_looked_at));
    std::vector<std::string> currencies;
    while (statement.step()) currencies.push_back(statement.string(0));
    return currencies;
}

}  // namespace

Minors minors_of(const bound::Range& range) {
    Minors minors;
    if (range.low) {
        minors.low = range.low->view().integer;
        if (!range.low_included) {
            if (minors.low == minors.high) return {1, 0};
            ++minors.low;
        }
    }
    if (range.high) {
        minors.high = range.high->view().integer;
        if (!range.high_included) {
            if (minors.high == std::numeric_limits<std::int64_t>::min()) return {1, 0};
            --minors.high;
        }
    }
    return minors;
}

std::int64_t most_exchanged(const Exchange& exchange) {
    if (exchange(most_minor)) return most_minor;
    std::int64_t low = -1;  // can be computed, but for -1; `high` cannot
    std::int64_t high = most_minor;
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (exchange(middle) ? low : high) = middle;
    }
    return low;
}

Minors amounts_within(const Exchange& exchange, const Minors& wanted, std::int64_t most) {
    if (wanted.none() || most < 0) return {1, 0};
    const std::int64_t low = least_for(exchange, wanted.low, most);
    const bool open = wanted.high == std::numeric_limits<std::int64_t>::max();
    return {low, open ? most : least_for(exchange, wanted.high + 1, most) - 1};
}

void install_money(store::Connection& connection) { connection.create_function("kith_money", 4, money); }

std::vector<std::string> missing_rates(store::Connection& connection, const bound::Query& query) {
    std::vector<std::string> missing;
    if (query.exchanges.empty()) return missing;
    std::string day;
    std::optional<DayRates> rates;
    for (const bound::Exchanged& exchanged : query.exchanges) {
        const std::vector<std::string> from = currencies_at(connection, exchanged.from);
        const std::vector<std::string> to =
            exchanged.to ? currencies_at(connection, *exchanged.to) : std::vector{exchanged.unit};
        for (const std::string& one : from) {
            for (const std::string& other : to) {
                if (one == other) continue;
                if (!rates) {
                    day = day_of(connection);
                    rates = DayRates::read(connection, day);
                }
                if (rates->between(one, other)) continue;
                std::string warning =
                    fmt::format("there is no exchange rate from {} to {} on {}", one, other, day);
                if (std::find(missing.begin(), missing.end(), warning) != missing.end()) continue;
                missing.push_back(std::move(warning));
                if (missing.size() == most_warnings) return missing;
            }
        }
    }
    return missing;
}

}  // namespace kith::query
