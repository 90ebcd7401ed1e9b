#include "activity/coming.hpp"

#include <kith/error.hpp>

#include <algorithm>

namespace kith::activity {

Plan read_plan(const store::Statement& row, int first) {
    const auto time = [&](int column) { return Time{std::chrono::milliseconds(row.integer(first + column))}; };
    Plan plan;
    plan.start = time(0);
    if (!row.null(first + 1)) plan.end = time(1);
    plan.zone = row.string(first + 2);
    plan.repeat.unit = static_cast<RepeatUnit>(row.integer(first + 3));
    plan.repeat.every = static_cast<int>(row.integer(first + 4));
    plan.repeat.day = static_cast<int>(row.integer(first + 5));
    if (!row.null(first + 6)) plan.repeat.until = PartialDate::parse(row.text(first + 6));
    return plan;
}

std::optional<Occurrence> first_after(const Plan& plan, Time now, std::string_view file_zone) {
    const auto length = plan.end ? *plan.end - plan.start : std::chrono::milliseconds{0};
    const auto at = [&](Time start) {
        return Occurrence{start, plan.end ? std::optional<Time>(start + length) : std::nullopt};
    };
    // What begins later than this is not over; a moment is over right after it.
    const Time after = now - std::max<std::chrono::milliseconds>(length, std::chrono::milliseconds{1});
    if (plan.start > after) return at(plan.start);
    const std::string_view zone = plan.zone.empty() ? file_zone : std::string_view(plan.zone);
    try {
        if (const auto next = next_occurrence(plan.repeat, plan.start, after, zone)) return at(*next);
    } catch (const Error& unknown) {
        if (unknown.code() != Code::unsupported) throw;
        if (const auto next = next_occurrence(plan.repeat, plan.start, after, "UTC")) return at(*next);
    }
    return std::nullopt;
}

}  // namespace kith::activity
