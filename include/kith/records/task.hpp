// A task: something to do, by somebody, for somebody.
#pragma once

#include <kith/records/deal.hpp>
#include <kith/records/organization.hpp>
#include <kith/records/recurrence.hpp>

namespace kith {

struct Task;
using TaskId = Id<Task>;

/// How much a task presses. Orders as it reads: urgent is the highest.
enum class Priority : std::int32_t { low = -10, normal = 0, high = 10, urgent = 20 };

/// A task. It is open until `done` is set. Completing one that repeats (setting `done` by `update` or `edit`) adds the
/// next in the same transaction: a copy with its tags, due at the first repetition after both its due time and `done`, so that what
/// was missed does not pile up. Undoing the completion takes the next one away again.
struct Task {
    TaskId id{};
    std::string title{};         ///< required
    std::optional<Time> due{};   ///< nothing: some time
    std::optional<Time> done{};  ///< when it was completed; nothing: open
    Priority priority = Priority::normal;
    UserId assignee{};  ///< who does it; none: whoever owns the deal, else whoever looks after the contact
    ContactId contact{};
    OrganizationId organization{};
    DealId deal{};
    Recurrence repeat{};
    std::string calendar_uid{};  ///< its identifier in calendars (iCalendar UID)
    std::string notes{};
    std::vector<std::string> tags{};  ///< honoured by `add`, filled on reading, ignored by `update`
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Task&, const Task&) = default;
};

template <>
KITH_API const RecordType& record_type<Task>();

}  // namespace kith
