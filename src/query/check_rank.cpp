// The part of the checker that binds ranks: what records can be ordered by, and how many of them are wanted.
#include "query/check_tests.hpp"

#include "query/failure.hpp"
#include "query/limits.hpp"
#include "query/printer.hpp"
#include "query/type_words.hpp"
#include "text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

namespace kith::query {

namespace {

/// Values that one is more than another of.
bool ranks(FieldType type) {
    return type == FieldType::integer || type == FieldType::real || type == FieldType::money ||
           type == FieldType::time || type == FieldType::date;
}

std::optional<double> number_of(const Value& value) {
    if (const auto* whole = value.as<std::int64_t>()) return static_cast<double>(*whole);
    if (const auto* real = value.as<double>()) return *real;
    return std::nullopt;
}

std::optional<double> number_of(const std::string& text) {
    double number = 0;
    const auto [stop, error] = text::from_chars(text, number);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return number;
}

double real_of(const store::OwnedCell& cell) {
    const store::Cell view = cell.view();
    return view.type == store::CellType::real ? view.real : static_cast<double>(view.integer);
}

/// Whether one of the parts, from 1, lies in a range.
bool has_part(const bound::Range& range, int parts) {
    for (int part = 1; part <= parts; ++part) {
        const bool above =
            !range.low || part > real_of(*range.low) || (range.low_included && part == real_of(*range.low));
        const bool below = !range.high || part < real_of(*range.high) ||
                           (range.high_included && part == real_of(*range.high));
        if (above && below) return true;
    }
    return false;
}

}  // namespace

std::shared_ptr<const bound::Ranking> TestChecker::ranking(const Operand& by, const Nodes& among, Position at,
                                                           const Scope& scope) {
    if (scope.type == nullptr) {
        fail(at,
             {"a condition on the element: only records are ranked",
              "要素についての条件（順位はレコードだけ）"},
             quote(print(by)));
    }
    if (++ranks_ > limits::ranks)
        fail_limit(at, {"ranks and tiles in one query", "順位と分割の数"}, limits::ranks);
    auto output = std::make_shared<bound::Output>(operand(by, scope));
    FieldType type = FieldType::integer;
    const bound::Attribute* attribute = nullptr;
    if (auto* place = std::get_if<bound::Place>(&output->what)) {
        resolver_.complete(*place);
        if (place->many()) {
            fail(by.path.at,
                 {"a field that has one value, or a figure such as max or last",
                  "値が一つの項目、または max や last などの集計"},
                 quote(place->written));
        }
        type = place->value_type();
        attribute = &*place->attribute;
    } else {
        const auto& figure = std::get<bound::Figure>(output->what);
        type = figure.value_type();
        if (figure.place.attribute) attribute = &*figure.place.attribute;
    }
    // Of a member of JSON its numbers rank; what is something else has no rank, as to every comparison with a number.
    if (attribute != nullptr && attribute->kind == bound::Attribute::Kind::json) type = FieldType::real;
    const bool of_year = attribute != nullptr && attribute->part == bound::Attribute::Part::anniversary;
    if (!ranks(type) || of_year) {
        const Phrase found = words_of(type);
        const std::string name = print(by);
        fail(by.path.at,
             {"something that can be ranked: numbers, amounts, dates or times",
              "順位をつけられるもの（数値、金額、日付、日時）"},
             {fmt::format("'{}', which is {}", name, found.en), fmt::format("「{}」（{}）", name, found.ja)});
    }
    relates(1, at);
    auto result = std::make_shared<bound::Ranking>();
    result->type = scope.type;
    result->by = std::move(output);
    bound::Place everyone;
    everyone.type = scope.type;
    everyone.at = at;
    result->among = inside(among, scope, everyone);
    return result;
}

bound::Condition TestChecker::rank(const Rank& rank, const Scope& scope) {
    bound::Rank result;
    result.lowest = rank.lowest;
    std::optional<double> number;
    Phrase found = quote(print(rank.number));
    if (rank.number.kind == Literal::Kind::parameter) {
        const Value* value = nullptr;
        if (environment_.parameters != nullptr) {
            const auto given = environment_.parameters->find(rank.number.text);
            if (given != environment_.parameters->end()) value = &given->second;
        }
        if (value == nullptr || value->empty()) {
            fail(rank.number.at, {fmt::format("the parameter ':{}' has no value", rank.number.text),
                                  fmt::format("パラメーター「:{}」の値がありません", rank.number.text)});
        }
        number = number_of(*value);
    } else {
        number = number_of(rank.number.text);
    }
    if (rank.percent) {
        if (!number || !(*number > 0) || *number > 100)
            fail(rank.number.at, {"a number above 0 and up to 100", "0より大きく100以下の数"}, found);
        result.percent = *number;
    } else {
        if (!number || !(*number >= 1) || *number > 1e15 || std::floor(*number) != *number)
            fail(rank.number.at, {"a whole number from 1", "1以上の整数"}, found);
        result.most = static_cast<std::int64_t>(*number);
    }
    result.ranking = ranking(rank.by, rank.among, rank.number.at, scope);
    return {std::move(result)};
}

bound::Figure TestChecker::tile(const Operand& operand, const Scope& scope) {
    bound::Figure figure;
    figure.function = Function::tile;
    figure.parts = operand.parts;
    figure.ranking = ranking(operand.of.front(), operand.condition, operand.path.at, scope);
    figure.place.type = scope.type;
    figure.place.at = operand.path.at;
    figure.place.written = print(operand);
    return figure;
}

void TestChecker::check_parts(const bound::Figure& tile, const Comparison& comparison,
                              const std::vector<bound::Range>& ranges) {
    const std::vector<Literal>& values = comparison.values;
    const auto parameter = [](const Literal& value) { return value.kind == Literal::Kind::parameter; };
    if (std::any_of(values.begin(), values.end(), parameter)) return;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        if (has_part(ranges[i], tile.parts)) continue;
        const Literal& value = values[std::min(i, values.size() - 1)];
        const bool one = comparison.op == Operator::in || comparison.op == Operator::is;
        std::string asked = fmt::format("{} {}", one ? "=" : words_of(comparison.op), print(value));
        if (comparison.op == Operator::between) asked += " and " + print(values.back());
        fail(value.at, {fmt::format("the parts of '{}' are 1 to {}: none of them is {}", tile.place.written,
                                    tile.parts, asked),
                        fmt::format("「{}」の分位は1～{}です。「{}」となるものはありません",
                                    tile.place.written, tile.parts, asked)});
    }
}

}  // namespace kith::query
