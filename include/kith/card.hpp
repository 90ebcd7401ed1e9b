// The card of a contact: everything around it in one call. And timelines of contacts and deals, page by page.
#pragma once

#include <kith/records/appointment.hpp>
#include <kith/records/attachment.hpp>
#include <kith/records/consent.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/event.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/relationship.hpp>
#include <kith/records/reminder.hpp>
#include <kith/records/task.hpp>
#include <kith/records/touch.hpp>
#include <kith/summary.hpp>

#include <compare>
#include <cstddef>

namespace kith {

/// A place in a timeline. Orders as the timeline does, backwards in time.
struct TimelineKey {
    Time at{};
    InteractionId interaction{};

    friend std::strong_ordering operator<=>(const TimelineKey&, const TimelineKey&) = default;
};

/// One interaction as a timeline shows it: without its body and the other participants.
struct TimelineEntry {
    InteractionId interaction{};
    Time at{};
    Channel channel = Channel::other;
    Direction direction = Direction::none;
    Role role = Role::attendee;  ///< the contact's
    std::string subject{};
    std::optional<std::int64_t> duration_seconds{};
    OrganizationId organization{};
    UserId user{};
    DealId deal{};  ///< what it was about
    /// Whose timeline it is; in a deal's who sent or organised it, else the participant that was added to the file first.
    ContactId contact{};

    /// Where the next page begins, when this is the last of one.
    [[nodiscard]] TimelineKey key() const noexcept { return {at, interaction}; }
    friend bool operator==(const TimelineEntry&, const TimelineEntry&) = default;
};

/// A page of a timeline.
struct TimelineOptions {
    std::size_t limit = 50;               ///< 1 or more
    std::optional<TimelineKey> before{};  ///< only what is older; nothing: from the newest
};

/// A job on a card.
struct CardJob {
    EmploymentId employment{};
    OrganizationId organization{};
    std::string name{};  ///< the organization's
    std::string title{};
    std::string department{};
    bool primary = false;
    std::optional<PartialDate> started{};
    std::optional<PartialDate> ended{};  ///< nothing: still there
};

/// A relationship as the contact of the card sees it: `kind` is what the other is to it.
struct CardRelation {
    RelationshipId relationship{};
    ContactId contact{};  ///< the other
    std::string name{};   ///< the other's, as shown
    RelationKind kind = RelationKind::other;
    std::string label{};
};

/// An open task on a card.
struct CardTask {
    TaskId task{};
    std::string title{};
    std::optional<Time> due{};
    Priority priority = Priority::normal;
    UserId assignee{};
    DealId deal{};
};

/// A coming appointment on a card; of one that repeats the next time.
struct CardAppointment {
    AppointmentId appointment{};
    Time start{};
    std::optional<Time> end{};
    std::string title{};
    std::string location{};
    AppointmentStatus status = AppointmentStatus::planned;
    bool all_day = false;
    DealId deal{};
};

/// A reminder on a card.
struct CardReminder {
    ReminderId reminder{};
    Time at{};
    std::string note{};
    UserId user{};
    DealId deal{};
};

/// A deal on a card, in which the contact takes part.
struct CardDeal {
    DealId deal{};
    std::string name{};
    Money amount{};
    PipelineId pipeline{};
    std::string pipeline_name{};
    StageId stage{};
    std::string stage_name{};
    DealStatus status = DealStatus::open;
    DealRole role = DealRole::none;  ///< the contact's
    UserId owner{};
    std::optional<PartialDate> expected_close{};
    std::optional<Time> closed_at{};
    std::optional<Time> since{};  ///< when it came into its stage
    bool rotting = false;         ///< open, and longer in its stage than the stage allows
};

/// What the contact's deals of one status and currency add up to.
struct CardDealTotal {
    DealStatus status = DealStatus::open;
    std::int64_t deals = 0;
    Money amount{};  ///< without a currency: deals that have no amount

    friend bool operator==(const CardDealTotal&, const CardDealTotal&) = default;
};

/// A file on a card. `db.blobs().get(content)` gives its bytes.
struct CardAttachment {
    AttachmentId attachment{};
    std::string name{};
    std::string media_type{};
    std::string content{};  ///< the key of its content
    std::int64_t size = 0;  ///< bytes
};

/// Where the contact stands on a purpose by one channel, all its records taken together as `Privacy::consents` does.
struct CardConsent {
    std::string purpose{};
    ConsentChannel channel = ConsentChannel::any;  ///< any: every channel that has no entry of its own
    ConsentState state = ConsentState::granted;
    ConsentId decided_by{};  ///< the strictest record, from which the following are
    Time at{};
    std::optional<Time> expires{};
};

/// Where the contact came from, once, as a card shows it.
struct CardTouch {
    TouchId touch{};
    Time at{};
    std::string source{};
    std::string medium{};
    std::string campaign{};
};

/// Something that the contact did, as a card shows it.
struct CardEvent {
    EventId event{};
    Time at{};
    EventKind kind = EventKind::other;
    std::string subject{};
};

/// The whole view of one contact, of one moment. Tags and custom fields are in `contact`.
struct Card {
    Contact contact{};
    std::vector<CardJob> jobs{};                  ///< present ones first, of them the primary one
    std::vector<CardRelation> relations{};        ///< by kind, then as they were added
    std::vector<TimelineEntry> timeline{};        ///< the newest interactions, newest first
    std::vector<CardTask> tasks{};                ///< open ones, by due time; those without last
    std::vector<CardAppointment> appointments{};  ///< planned or confirmed and not over, soonest first
    std::vector<CardReminder> reminders{};        ///< that still stand, by time
    std::vector<std::string> lists{};             ///< names of the manual lists that the contact is on
    ContactSummary summary{};
    std::vector<CardDeal>
        deals{};  ///< open ones first, by expected close; then what was won or lost, the latest first
    /// By status, then currency. Filled where the deals are in several currencies, so that the summary has no amounts.
    std::vector<CardDealTotal> deal_totals{};
    std::vector<CardAttachment> attachments{};  ///< the contact's own, the latest first
    std::vector<CardConsent> consents{};  ///< by purpose, then channel; what has expired counts for nothing
    std::vector<CardTouch> touches{};     ///< the latest first
    std::vector<CardEvent> events{};      ///< the latest first
};

/// How much a card holds.
struct CardOptions {
    std::size_t interactions = 20;
    std::size_t appointments = 10;
    std::optional<Time> now{};  ///< what "coming", "rotting" and "expired" mean; nothing: the database's clock
    std::size_t deals = 10;
    std::size_t attachments = 10;
    std::size_t touches = 10;
    std::size_t events = 10;
};

}  // namespace kith
