// What wants attention today, each with its reason.
#pragma once

#include <kith/records/deal.hpp>
#include <kith/records/user.hpp>

#include <cstddef>

namespace kith {

/// Why something wants attention. In this order `today` gives them.
enum class Attention : std::int32_t {
    overdue_task = 1,
    due_task = 2,      ///< due today
    reminder = 3,      ///< of today, or earlier and still standing
    appointment = 4,   ///< begins today or is going on
    overdue_deal = 5,  ///< open, and the day or month in which it was expected to close is over
    rotting_deal = 6,  ///< open, and longer in its stage than the stage allows
    birthday = 7,      ///< within the next days
    out_of_touch = 8,  ///< no interaction for longer than the contact's `rhythm_days`
};

/// One thing that wants attention.
struct TodayEntry {
    Attention attention = Attention::due_task;
    RecordRef record{};   ///< the task, reminder, appointment, deal or contact
    ContactId contact{};  ///< whom it is about, of a deal the main contact; none where it is about nobody
    std::string contact_name{};
    std::string title{};  ///< of the record; the contact's name for birthdays and lost touch
    /// Due time, time of the reminder, start, end of the expected close, arrival in the stage, midnight of the birthday, last
    /// interaction.
    std::optional<Time> at{};
    int days = 0;             ///< days overdue, in the stage, until the birthday, since the last interaction
    std::string reason{};     ///< "due 3 days ago", "turns 40 in 2 days"
    std::string reason_ja{};  ///< 期限を3日過ぎています
    DealId deal{};            ///< the deal that it is about; of a deal itself
    std::string deal_name{};
};

/// What to look for.
struct TodayOptions {
    std::optional<Time> now{};  ///< nothing: the database's clock
    int birthday_days = 7;      ///< birthdays today and within so many days, 0 to 366
    std::size_t limit = 200;    ///< entries per kind at most: the most overdue, the soonest
};

}  // namespace kith
