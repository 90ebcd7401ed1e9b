// How tasks and appointments repeat.
#pragma once

#include <kith/export.hpp>
#include <kith/time.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace kith {

enum class RepeatUnit : std::int32_t { never = 0, day = 1, week = 2, month = 3, year = 4 };

/// "Every n days, weeks, months or years, until". Times of day are those of a clock on the wall: what is at 9:00 stays
/// at 9:00 when the clocks change.
struct Recurrence {
    RepeatUnit unit = RepeatUnit::never;
    int every = 1;  ///< 1..1000: every 2nd week
    /// The day of the month that is meant where a month is too short for it: what starts on the 31st falls on the 30th
    /// of April and on the 31st of May. 0: the day of the start. Kept by kith from one task to the next.
    int day = 0;
    std::optional<PartialDate> until{};  ///< the last day on which it may start; a complete date

    friend bool operator==(const Recurrence&, const Recurrence&) = default;
};

/// The first repetition of `start` that is later than `after`; nothing when there is none (it does not repeat, or ended).
/// `zone` is an IANA name, "" or "UTC" for UTC. A time that a clock change skips is the moment of the change. Throws
/// `unsupported` for a zone that this system does not know. Cost: constant.
[[nodiscard]] KITH_API std::optional<Time> next_occurrence(const Recurrence& rule, Time start, Time after,
                                                           std::string_view zone);

}  // namespace kith
