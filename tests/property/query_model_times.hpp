// The calendar of the model, by counting days: zones, weeks, quarters and fiscal years of a file.
#pragma once

#include "query_model_values.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace query_test {

/// Year, month, day.
using Day = std::array<int, 3>;

[[nodiscard]] int days_in(int year, int month);
/// Days from 1970-01-01.
[[nodiscard]] std::int64_t day_number(const Day& day);
[[nodiscard]] Day civil(std::int64_t number);
/// The first and the last day that a date with a year can mean.
[[nodiscard]] Day first_day(const kith::PartialDate& date);
[[nodiscard]] Day last_day(const kith::PartialDate& date);

/// Milliseconds from 1970 that a clock on the wall shows, and the number of its day.
[[nodiscard]] std::int64_t wall(const World& world, kith::Time time);
[[nodiscard]] std::int64_t day_of(const World& world, kith::Time time);
/// When the day begins.
[[nodiscard]] kith::Time begin_of(const World& world, std::int64_t day);
/// So many units later (earlier, below 0): months by the calendar, days by the clock on the wall.
[[nodiscard]] kith::Time moved(const World& world, kith::Time time, std::int64_t count,
                               kith::query::Unit unit);

/// [start, end) of a literal, and its first and last day.
[[nodiscard]] std::pair<kith::Time, kith::Time> stretch(const World& world,
                                                        const kith::query::Literal& literal);
[[nodiscard]] std::pair<std::int64_t, std::int64_t> days_of(const World& world,
                                                            const kith::query::Literal& literal);

/// Whether one time or date lies so far from another as a comparison with a distance asks.
[[nodiscard]] Truth apart(const World& world, const Val& left, const kith::query::Comparison& comparison,
                          const Val& right);

}  // namespace query_test
