// A reminder: a note that comes up at its time.
#pragma once

#include <kith/records/deal.hpp>
#include <kith/records/organization.hpp>

namespace kith {

struct Reminder;
using ReminderId = Id<Reminder>;

/// A reminder, of a contact, an organization or a deal, or of none of them. `today` shows it from the day of `at` until it is done.
struct Reminder {
    ReminderId id{};
    Time at{};  ///< required
    std::string note{};
    ContactId contact{};
    OrganizationId organization{};
    DealId deal{};
    UserId user{};               ///< who is reminded; none: everybody
    std::optional<Time> done{};  ///< nothing: it still stands
    Meta meta{};

    friend bool operator==(const Reminder&, const Reminder&) = default;
};

template <>
KITH_API const RecordType& record_type<Reminder>();

}  // namespace kith
