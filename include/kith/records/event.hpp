// An event: something a contact did, on a page, in a mail, with a form.
#pragma once

#include <kith/records/contact.hpp>

namespace kith {

struct Event;
using EventId = Id<Event>;

enum class EventKind : std::int32_t { other = 0, visit = 1, open = 2, click = 3, download = 4, form = 5 };

/// One act of behaviour. There may be very many: it has no tags, no custom fields and no identifier of its own to travel
/// under, and is added rather than changed. Add them many at a time.
struct Event {
    EventId id{};
    ContactId contact{};  ///< required; a contact of kind visitor while nobody knows who it is
    Time at{};            ///< left at 1970-01-01: the time of `add`
    EventKind kind = EventKind::other;
    std::string subject{};     ///< what it was done with: the page "/pricing", the mail, the file
    std::string properties{};  ///< whatever else, as a JSON object: {"seconds":30,"from":"newsletter"}
    Meta meta{};

    friend bool operator==(const Event&, const Event&) = default;
};

template <>
KITH_API const RecordType& record_type<Event>();

}  // namespace kith
