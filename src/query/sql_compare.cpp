// Fields compared with fields of the same row, anniversaries, and parts of times.
#include "query/sql_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Other;

namespace {

const char* sign_of(Operator op) {
    switch (op) {
        case Operator::less: return "<";
        case Operator::less_equal: return "<=";
        case Operator::greater: return ">";
        case Operator::greater_equal: return ">=";
        default: return "=";
    }
}

}  // namespace

std::string SqlBuilder::time_part(const std::string& time, Attribute::Part part, const std::string& zone) {
    return fmt::format("kith_time_part({}, {}, {})", time, static_cast<int>(part), bind(zone));
}

Fragment SqlBuilder::scalar(const bound::Place& place, const Row& row,
                            const std::function<std::string(const Row&)>& expression) {
    if (place.hops.empty()) return atom(expression(row), 8);
    const Chain chain = this->chain(row, place.hops);
    std::string text =
        fmt::format("(SELECT {} FROM {} WHERE {}", expression(chain.last), chain.from(), chain.where());
    if (place.many() && !chain.preferred.empty())
        text += fmt::format(" ORDER BY {}", fmt::join(chain.preferred, ", "));
    return atom(text + " LIMIT 1)", std::max(8, chain.stack) + subselect_stack,
                std::max(10, chain.height) + 4);
}

Fragment SqlBuilder::right_side(const Other& other, const Row& row, const std::string& unit) {
    if (const auto* figure = std::get_if<bound::Figure>(&other.right->what)) {
        const std::string rates = other.rates ? bind_rates(other.rates) : std::string{};
        Fragment result = this->figure(*figure, row, {unit, rates}, 0);
        result.text = as_day(other, result.text, other.right_time);
        result.stack += 4;
        result.height += 2;
        return result;
    }
    const auto& place = std::get<bound::Place>(other.right->what);
    return scalar(place, row, [&](const Row& last) { return right_value(other, last, unit); });
}

std::string SqlBuilder::right_value(const Other& other, const Row& row, const std::string& unit) {
    const Column column = this->column(*std::get<bound::Place>(other.right->what).attribute, row);
    if (other.by == Other::By::folded) return fmt::format("NULLIF({}, '')", column.folded);
    std::string value = column.value;
    if (other.money && !other.rates)
        value = fmt::format("CASE WHEN {} = {} THEN {} END", column.unit, unit, value);
    if (column.check_known) value = fmt::format("CASE WHEN {} THEN {} END", column.known, value);
    return as_day(other, value, other.right_time);
}

std::string SqlBuilder::as_day(const Other& other, const std::string& value, bool time) {
    return other.by == Other::By::days && time ? time_part(value, Attribute::Part::whole, other.zone) : value;
}

Fragment SqlBuilder::apart(const Other& other, const Column& left, const Row& row, bool negated) {
    const Distance& distance = *other.distance;
    const std::string a = as_day(other, left.value, other.left_time);
    const std::int64_t count = distance.before ? -distance.length.count : distance.length.count;
    const auto lies = [&](const std::string& b) {
        return fmt::format("{}kith_apart({}, '{}', {}, {}, {}, {})", negated ? "NOT " : "", a,
                           sign_of(other.op), b, count, static_cast<int>(distance.length.unit),
                           bind(other.by == Other::By::days ? std::string_view{} : other.zone));
    };
    const auto* place = std::get_if<bound::Place>(&other.right->what);
    Fragment result;
    if (place != nullptr && place->many()) {
        const Chain chain = this->chain(row, place->hops);
        Fragment inner;
        inner.text = lies(right_value(other, chain.last, {}));
        inner.stack = 16;
        inner.height = 8;
        const Fragment one = exists(chain, inner, false);
        result.text = one.text;
        result.stack = one.stack + 4;
        result.height = one.height + 4;
        return result;
    }
    Fragment right = right_side(other, row, {});
    result.text = lies(right.text);
    result.stack = right.stack + 16;
    result.height = right.height + 8;
    return result;
}

Column SqlBuilder::left_side(const Other& other, const Column& left, const Row& row) {
    Column result = left;
    const auto* place = std::get_if<bound::Place>(&other.right->what);
    if (!other.rates || place == nullptr) return result;
    const std::string unit =
        scalar(*place, row, [&](const Row& last) { return column(*place->attribute, last).unit; }).text;
    result.value =
        fmt::format("kith_money({}, {}, {}, {})", left.value, left.unit, unit, bind_rates(other.rates));
    return result;
}

Fragment SqlBuilder::compared(const Other& other, const Column& left, const Row& row, bool negated) {
    if (other.distance) return apart(other, left, row, negated);
    Fragment right = right_side(other, row, other.money ? left.unit : std::string{});
    Fragment result;
    result.stack = right.stack + 12;
    result.height = right.height + 8;
    if (other.rates) result.stack += 12;
    if (other.by == Other::By::days) {
        result.text = fmt::format("kith_compare_days({}, '{}', {})",
                                  as_day(other, left.value, other.left_time), sign_of(other.op), right.text);
    } else {
        const std::string& a = other.by == Other::By::folded ? left.folded : left.value;
        result.text = fmt::format("{} {} {}", a, sign_of(other.op), right.text);
    }
    if (negated) result.text = "NOT (" + result.text + ")";
    if (other.by == Other::By::folded && !left.check_known)
        result.text = fmt::format("{} AND ({})", left.known, result.text);
    return result;
}

Fragment SqlBuilder::figure_compared(const bound::FigureTest& test, const Row& row) {
    const Other& other = *test.other;
    // a sum of money is over the amounts in the right side's currency
    std::string unit;
    if (other.money) {
        const auto& place = std::get<bound::Place>(other.right->what);
        unit = scalar(place, row, [&](const Row& last) { return column(*place.attribute, last).unit; }).text;
    }
    const std::string rates = other.money && other.rates ? bind_rates(other.rates) : std::string{};
    Fragment figure = this->figure(test.figure, row, {unit, rates}, 0);
    Column left;
    left.value = std::move(figure.text);
    left.unit = unit;
    left.check_known = true;  // it says itself when it is unknown
    Fragment result = compared(other, left, row, test.negated);
    result.stack = std::max(result.stack, figure.stack + 4);
    result.height = std::max(result.height, figure.height + 4);
    return result;
}

std::string SqlBuilder::anniversary(const bound::Anniversary& anniversary, const Attribute& attribute,
                                    const Row& row, bool negated) {
    Attribute whole = attribute;
    whole.part = Attribute::Part::whole;
    const std::string date = column(whole, row).value;
    const FieldType type =
        attribute.kind == Attribute::Kind::custom ? attribute.custom->type : attribute.field->type;
    std::vector<std::string> ranges;
    if (type == FieldType::time) {
        const std::string day = time_part(date, attribute.part, attribute.zone);
        for (const auto& [low, high] : anniversary.ranges)
            ranges.push_back(fmt::format("{} BETWEEN {} AND {}", day, bind(low), bind(high)));
        const std::string any = ranges.empty() ? "0" : any_of(ranges);
        return fmt::format("{} IS NOT NULL AND {}({})", date, negated ? "NOT " : "", any);
    }
    // Month and day as the index on them has it, which holds known dates: each range says so, so that each can use it. A
    // year and a month are as long as a month and a day.
    const bool several = anniversary.ranges.size() > 1;
    for (const auto& [low, high] : anniversary.ranges) {
        const std::string range =
            fmt::format("substr({}, -5) BETWEEN {} AND {}", date, bind(low.substr(2)), bind(high.substr(2)));
        ranges.push_back(several ? fmt::format("({} IS NOT NULL AND {})", date, range) : range);
    }
    return fmt::format(
        "{0} IS NOT NULL AND (length({0}) = 10 OR (length({0}) = 7 AND {0} < '0')) AND {1}({2})", date,
        negated ? "NOT " : "", ranges.empty() ? "0" : any_of(ranges));
}

}  // namespace kith::query
