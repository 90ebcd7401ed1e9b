// What an operator and its values ask of times, dates and anniversaries.
#include "query/failure.hpp"
#include "query/literals.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"

#include <fmt/format.h>

#include <utility>

namespace kith::query {

using bound::Match;
using bound::Place;
using store::OwnedCell;

namespace {

/// Bounds of `op` for values that stretch from `start` to `end` (not included).
bound::Range half_open(Operator op, OwnedCell start, OwnedCell end) {
    bound::Range range;
    switch (op) {
        case Operator::less:
            range.high = std::move(start);
            range.high_included = false;
            break;
        case Operator::less_equal:
            range.high = std::move(end);
            range.high_included = false;
            break;
        case Operator::greater: range.low = std::move(end); break;
        case Operator::greater_equal: range.low = std::move(start); break;
        default:
            range.low = std::move(start);
            range.high = std::move(end);
            range.high_included = false;
            break;
    }
    return range;
}

bound::Range half_open(Operator op, Time start, Time end) {
    return half_open(op, cell(start.time_since_epoch().count()), cell(end.time_since_epoch().count()));
}

}  // namespace

bound::Range range_at(const bound::WrittenTimes& written, Calendar& calendar) {
    const auto stretch = [&](const Literal& literal) {
        if (literal.kind == Literal::Kind::span) return calendar.times(literal.span, is_equality(written.op));
        return calendar.times(literal.text).value();  // it was one when it was bound
    };
    return half_open(written.op, stretch(written.values.front()).start, stretch(written.values.back()).end);
}

std::vector<Match> Literals::times(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    const auto add = [&](const Given& first, const Given& last) {
        const bool as_day = is_equality(op);
        bound::Range range =
            half_open(op, time_of(place, first, as_day).start, time_of(place, last, as_day).end);
        if (first.value == nullptr && last.value == nullptr)
            range.written = std::make_shared<const bound::WrittenTimes>(
                bound::WrittenTimes{op, {first.literal, last.literal}});
        else
            other_times = true;
        result.emplace_back(std::move(range));
    };
    if (op == Operator::between)
        add(values.front(), values.back());
    else
        for (const Given& value : values) add(value, value);
    return result;
}

std::vector<Match> Literals::dates(const Place& place, Operator op, const std::vector<Given>& values) {
    std::vector<Match> result;
    const auto range = [&](std::optional<date::local_days> low, std::optional<date::local_days> high) {
        bound::DateRange days;
        if (low) days.low = to_text(*low);
        if (high) {
            days.high = to_text(*high);
            days.after_high = to_text(*high + date::days{1});
        }
        result.emplace_back(std::move(days));
    };
    if (is_equality(op)) {
        for (const Given& value : values) {
            PartialDate parts;
            const DayStretch days = days_of(place, value, &parts);
            if (parts.empty())
                range(days.first, days.last);
            else
                result.emplace_back(bound::DateParts{parts});
        }
        return result;
    }
    const DayStretch days = days_of(place, values.front(), nullptr);
    switch (op) {
        case Operator::less: range(std::nullopt, days.first - date::days{1}); break;
        case Operator::less_equal: range(std::nullopt, days.last); break;
        case Operator::greater: range(days.last + date::days{1}, std::nullopt); break;
        case Operator::greater_equal: range(days.first, std::nullopt); break;
        default: range(days.first, days_of(place, values.back(), nullptr).last); break;
    }
    return result;
}

std::vector<Match> Literals::anniversaries(const Place& place, Operator op, const std::vector<Given>& values,
                                           Position at) {
    if (is_order(op) && op != Operator::between) {
        fail(at,
             {fmt::format(
                  "'within', 'between', 'in' or '=' for '{}': a day that comes every year is neither before "
                  "nor after",
                  place.written),
              fmt::format("「{}」には within、between、in、=（毎年来る日には前後がありません）",
                          place.written)},
             quote(words_of(op)));
    }
    bound::Anniversary result;
    const auto of = [&](const Given& value) {
        PartialDate parts;
        const DayStretch days = days_of(place, value, &parts);
        return std::pair{parts, parts.year != 0 ? Calendar::days(parts) : days};
    };
    if (op == Operator::between) {
        const auto [from, first] = of(values.front());
        const auto [to, last] = of(values.back());
        if ((!from.empty() && from.year == 0) || (!to.empty() && to.year == 0)) {
            fail(values.front().literal.at, {"two dates with their years", "年のある日付二つ"},
                 quote(print(values.front().literal)));
        }
        result.ranges = Calendar::anniversaries({first.first, last.last});
        return {Match{std::move(result)}};
    }
    for (const Given& value : values) {
        const auto [parts, days] = of(value);
        if (parts.empty() || parts.year != 0) {
            for (auto& range : Calendar::anniversaries(days)) result.ranges.push_back(std::move(range));
            continue;
        }
        if (parts.month == 0) fail_type(place, FieldType::date, value);
        const std::string month = fmt::format("--{:02}", parts.month);
        if (parts.day == 0)
            result.ranges.emplace_back(month + "-01", month + "-31");
        else
            result.ranges.emplace_back(parts.to_string(), parts.to_string());
    }
    return {Match{std::move(result)}};
}

}  // namespace kith::query
