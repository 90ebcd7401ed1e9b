// The fields of a recurrence, for the record types that repeat.
#pragma once

#include "records/describe.hpp"

#include <kith/records/recurrence.hpp>

#include <vector>

namespace kith::records {

[[nodiscard]] const std::vector<Choice>& repeat_units();

/// Throws `invalid_value` for a rule that means nothing: every 0th day, an incomplete last day.
void check_recurrence(const Recurrence& rule);

/// The day of the month, 1..31, that a clock in the zone shows. Throws `unsupported` for a zone that is not known here.
[[nodiscard]] int day_of_month(Time time, std::string_view zone);

/// The four fields of the member `Repeat`, with permanent column numbers from `number` on.
template <auto Repeat>
std::vector<Field> repeat_fields(int number) {
    return {
        choice_field<Repeat, &Recurrence::unit>("repeat.unit", "repeat_unit", number, {"Repeats", "繰り返し"},
                                                repeat_units()),
        field<Repeat, &Recurrence::every>("repeat.every", "repeat_every", number + 1,
                                          {"Repeats every", "繰り返しの間隔"}),
        field<Repeat, &Recurrence::day>("repeat.day", "repeat_day", number + 2,
                                        {"Day of the month", "繰り返しの日"}),
        field<Repeat, &Recurrence::until>("repeat.until", "repeat_until", number + 3,
                                          {"Repeats until", "繰り返しの終わり"}),
    };
}

}  // namespace kith::records
