// An interaction: one contact made, by whatever channel.
#pragma once

#include <kith/records/deal.hpp>
#include <kith/records/organization.hpp>

namespace kith {

struct Interaction;
using InteractionId = Id<Interaction>;

enum class Channel : std::int32_t {
    other = 0,
    email = 1,
    phone = 2,
    meeting = 3,
    chat = 4,
    sms = 5,
    letter = 6,
    video = 7,
    social = 8,
    web = 9,
    note = 10,
};

enum class Direction : std::int32_t { none = 0, inbound = 1, outbound = 2 };

/// What a participant was in an interaction.
enum class Role : std::int32_t { attendee = 0, sender = 1, recipient = 2, copied = 3, organizer = 4 };

/// Someone who took part in an interaction; converts from the contact's id.
struct Participant {
    ContactId contact{};
    Role role = Role::attendee;

    Participant() = default;
    Participant(ContactId who, Role as = Role::attendee) : contact(who), role(as) {}
    friend bool operator==(const Participant&, const Participant&) = default;
};

/// An interaction. It may have several participants, or none. A future meeting is an appointment, not this.
struct Interaction {
    InteractionId id{};
    std::vector<Participant> participants{};  ///< each contact at most once
    Time at{};                                ///< when it happened; left at 1970-01-01: the time of `add`
    Channel channel = Channel::other;
    Direction direction = Direction::none;
    std::string subject{};
    std::string body{};                              ///< long text; kept apart so that timelines stay fast
    std::optional<std::int64_t> duration_seconds{};  ///< not negative
    OrganizationId organization{};
    DealId deal{};  ///< the deal that it was about
    UserId user{};  ///< who of us took part
    std::string source{};
    std::vector<ExternalId> external_ids{};
    CustomValues fields{};
    Meta meta{};

    friend bool operator==(const Interaction&, const Interaction&) = default;
};

template <>
KITH_API const RecordType& record_type<Interaction>();

}  // namespace kith
