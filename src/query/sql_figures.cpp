// Figures over related rows, as scalar subselects.
#include "query/sql_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

/// Bounds between whole numbers as included ones, so that BETWEEN says both at once.
void whole_bounds(bound::Range& range) {
    const auto include = [](std::optional<store::OwnedCell>& bound, bool& included, std::int64_t step) {
        if (included || !bound || bound->view().type != store::CellType::integer) return;
        bound = store::OwnedCell(store::Cell::of(bound->view().integer + step));
        included = true;
    };
    if (!range.low || !range.high) return;
    include(range.low, range.low_included, 1);
    include(range.high, range.high_included, -1);
}

}  // namespace

Fragment SqlBuilder::figure(const bound::Figure& figure, const Row& row, const Currency& currency,
                            std::int64_t enough) {
    if (figure.function == Function::tile) return atom(tile(figure, row), 8);
    if (auto known = summarised(figure, row)) return std::move(*known);
    const Chain chain = this->chain(row, figure.place.hops);  // leads to several rows: nothing is picked on it
    std::string where = chain.where();
    Fragment inner;
    if (!figure.condition.empty()) inner = inside(figure.condition.front(), chain.record, nested_steps);
    if (!inner.text.empty()) where = fmt::format("{} AND ({})", grouped(inner), where);  // see exists()
    const auto select = [&](const std::string& text) {
        // with room for the function that converts
        return atom(text, std::max(inner.stack, currency.rates.empty() ? 0 : 20) + subselect_stack + 8,
                    std::max(inner.height, 10) + 6);
    };
    // What tells one row from another, where the way there can reach a row twice; empty: each comes once.
    std::string key;
    if (chain.repeats) {
        const bool custom = chain.last.type == nullptr && chain.last.element == nullptr;
        if (custom)
            key = fmt::format("{}.id, {}.position", chain.record.alias, chain.last.alias);
        else if (chain.last.element == nullptr || !chain.last.element->link)
            key = chain.last.alias + ".id";
    }
    const std::string rows = fmt::format("FROM {} WHERE {}", chain.from(), where);
    if (figure.function == Function::count) {
        if (key.empty() && enough == 0) return select(fmt::format("(SELECT count(*) {})", rows));
        const std::string what = key.empty() ? "1" : "DISTINCT " + key;
        const std::string limit = enough > 0 ? " LIMIT " + bind(enough) : std::string{};
        return select(fmt::format("(SELECT count(*) FROM (SELECT {} {}{}))", what, rows, limit));
    }
    const Column column = this->column(*figure.place.attribute, chain.last);
    // each amount is converted by itself; those without a rate are unknown, and left out as such
    const bool exchanges = !currency.unit.empty() && !currency.rates.empty();
    const std::string amount = exchanges ? converted(column.value, column.unit, currency) : column.value;
    const std::string only = currency.unit.empty() || exchanges
                                 ? std::string{}
                                 : fmt::format(" AND {} = {}", column.unit, currency.unit);
    const char* function = figure.function == Function::sum       ? "sum"
                           : figure.function == Function::minimum ? "min"
                           : figure.function == Function::maximum ? "max"
                                                                  : "avg";
    std::string value = fmt::format("{}({})", function, key.empty() ? amount : "value");
    if (figure.function == Function::sum) value = fmt::format("ifnull({}, 0)", value);
    if (key.empty()) return select(fmt::format("(SELECT {} {}{})", value, rows, only));
    return select(fmt::format("(SELECT {} FROM (SELECT DISTINCT {}, {} AS value {}{}))", value, key, amount,
                              rows, only));
}

Fragment SqlBuilder::write(const bound::FigureTest& test, const Row& row) {
    const bool counts = test.figure.function == Function::count;
    if (test.known) {
        Fragment result = figure(test.figure, row, {}, 0);
        result.text += test.negated ? " IS NULL" : " IS NOT NULL";
        result.atom = false;
        return result;
    }
    if (test.other) return figure_compared(test, row);
    if (auto preferred = planned(test, row)) return std::move(*preferred);
    std::vector<Fragment> terms;
    for (bound::Range range : test.ranges) {
        whole_bounds(range);
        const bool counts_up =
            counts && range.low && !range.high && range.low->view().type == store::CellType::integer;
        const std::int64_t enough = counts_up ? range.low->view().integer + (range.low_included ? 0 : 1) : 0;
        const Currency currency = currency_of(range);
        Fragment term = figure(test.figure, row, currency, enough);
        const std::string value = std::move(term.text);
        if (range.low && range.high && range.low_included && range.high_included) {
            term.text = fmt::format("{} BETWEEN {} AND {}", value, bind(*range.low), bind(*range.high));
        } else {
            std::string upper;
            if (range.high) upper = fmt::format("{} {}", range.high_included ? "<=" : "<", bind(*range.high));
            if (!range.low)
                term.text = fmt::format("{} {}", value, upper);
            else
                term.text = fmt::format("{} {} {}", value, range.low_included ? ">=" : ">", bind(*range.low));
            if (range.low && range.high)
                term.text += fmt::format(" AND {} {}", figure(test.figure, row, currency, 0).text, upper);
        }
        if (test.negated) term.text = "NOT (" + term.text + ")";
        term.atom = false;
        term.two_valued = counts;
        terms.push_back(std::move(term));
    }
    return terms.empty() ? atom("0", 1) : join(std::move(terms), test.negated);
}

}  // namespace kith::query
