// An appointment: a meeting that is planned. It becomes a contact made when somebody logs the interaction.
#pragma once

#include <kith/records/interaction.hpp>
#include <kith/records/recurrence.hpp>

namespace kith {

struct Appointment;
using AppointmentId = Id<Appointment>;

enum class AppointmentStatus : std::int32_t {
    planned = 0,
    confirmed = 1,
    held = 2,
    cancelled = 3,
    missed = 4,  ///< somebody did not come
};

/// What somebody said to an invitation.
enum class Response : std::int32_t { none = 0, accepted = 1, declined = 2, tentative = 3 };

/// Someone who is to come; converts from the contact's id.
struct Attendee {
    ContactId contact{};
    Role role = Role::attendee;
    Response response = Response::none;

    Attendee() = default;
    Attendee(ContactId who, Role as = Role::attendee, Response says = Response::none)
        : contact(who), role(as), response(says) {}
    friend bool operator==(const Attendee&, const Attendee&) = default;
};

/// An appointment. It never counts as a contact made, whatever its time: `contact_summary` and timelines know
/// interactions only.
struct Appointment {
    AppointmentId id{};
    std::string title{};                   ///< required
    std::vector<Attendee> participants{};  ///< each contact at most once
    Time start{};                          ///< required
    std::optional<Time> end{};             ///< not before the start
    std::string zone{};    ///< IANA name of the place's zone; "": the file's. Repetitions keep to its clock
    bool all_day = false;  ///< whole days in its zone: start is a midnight
    AppointmentStatus status = AppointmentStatus::planned;
    std::string location{};
    OrganizationId organization{};
    DealId deal{};  ///< the deal that it is about
    UserId user{};  ///< who of us keeps it
    Recurrence repeat{};
    std::string calendar_uid{};  ///< its identifier in calendars (iCalendar UID)
    std::string notes{};
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Appointment&, const Appointment&) = default;
};

template <>
KITH_API const RecordType& record_type<Appointment>();

}  // namespace kith
