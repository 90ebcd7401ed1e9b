// When appointments come, repetitions counted.
#pragma once

#include "store/statement.hpp"

#include <kith/records/appointment.hpp>

#include <optional>
#include <string_view>

namespace kith::activity {

/// Columns of table `appointment` (called a) that `read_plan` reads.
inline constexpr std::string_view plan_columns =
    "a.starts_at, a.ends_at, a.zone, a.repeat_unit, a.repeat_every, a.repeat_day, a.repeat_until";
inline constexpr int plan_column_count = 7;

/// What says when an appointment is.
struct Plan {
    Time start{};
    std::optional<Time> end{};
    std::string zone{};
    Recurrence repeat{};
};

/// The plan in the columns of `row` that begin at `first`.
[[nodiscard]] Plan read_plan(const store::Statement& row, int first);

/// One time that an appointment is.
struct Occurrence {
    Time start{};
    std::optional<Time> end{};
};

/// The first time that is not over at `now`; nothing when all are. An appointment without an end is over when it begins.
/// `file_zone` counts where the plan names none; a zone that this system does not know counts as UTC.
[[nodiscard]] std::optional<Occurrence> first_after(const Plan& plan, Time now, std::string_view file_zone);

}  // namespace kith::activity
