// Points in time and calendar dates of which parts may be unknown.
#pragma once

#include <kith/export.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

/// A point in time: UTC, to the millisecond. Stored as integer milliseconds since 1970-01-01T00:00Z.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// A calendar date of which parts may be unknown: a birthday without its year, a founding year alone.
/// 0 stands for "unknown" in each part. Stored as ISO 8601 text: "2024-04-01", "--04-01" (no year),
/// "2024-04" (no day), "2024", "---01" (day alone).
struct PartialDate {
    int year = 0;   ///< 1..9999, or 0 when unknown
    int month = 0;  ///< 1..12, or 0 when unknown
    int day = 0;    ///< 1..31, or 0 when unknown

    /// Parts compare in the order year, month, day; an unknown part sorts before every known one.
    friend constexpr auto operator<=>(const PartialDate&, const PartialDate&) noexcept = default;

    /// True when nothing at all is known.
    [[nodiscard]] constexpr bool empty() const noexcept { return year == 0 && month == 0 && day == 0; }

    /// True when year, month and day are all known.
    [[nodiscard]] constexpr bool complete() const noexcept { return year != 0 && month != 0 && day != 0; }

    /// True when the known parts can be parts of a real date (31 February cannot, 29 February without a
    /// year can), and at least one part is known.
    [[nodiscard]] KITH_API bool valid() const noexcept;

    /// ISO 8601 text of the known parts; empty text when nothing is known.
    [[nodiscard]] KITH_API std::string to_string() const;

    /// Reads what `to_string` writes, and the basic forms that vCard uses ("19960415", "--0412",
    /// "---12"). Returns nothing when the text is neither or names an impossible date. For dates as
    /// people write them (令和6年4月1日, 4/1/2024) see the importers.
    [[nodiscard]] KITH_API static std::optional<PartialDate> parse(std::string_view text);
};

/// ISO 8601 in UTC with milliseconds, "2026-01-31T09:05:00.000Z".
[[nodiscard]] KITH_API std::string to_string(Time time);

/// Reads ISO 8601 with a date and optionally a time, seconds, fraction and offset; without an offset
/// the text is taken as UTC. Returns nothing when the text is something else.
[[nodiscard]] KITH_API std::optional<Time> parse_time(std::string_view text);

}  // namespace kith
