// The summary of a contact: what lists and segments ask of a relationship most, kept ready.
#pragma once

#include <kith/money.hpp>
#include <kith/records/interaction.hpp>

#include <array>
#include <cstddef>

namespace kith {

/// How many channels there are; `Channel` values count from 0.
inline constexpr std::size_t channel_count = 11;

/// The deals of one status.
struct DealSum {
    std::int64_t deals = 0;
    /// What they are worth together. Nothing while the contact's deals are in several currencies, which are never added to
    /// each other (the card then has `deal_totals`), or none has an amount.
    std::optional<Money> amount{};

    friend bool operator==(const DealSum&, const DealSum&) = default;
};

/// The interactions, open tasks and deals of one contact in numbers. Kept by the commit pipeline in table `contact_summary`, one
/// row per contact that was not merged away, and always equal to what a rebuild would make. An interaction counts while it
/// is not in the trash, whatever its time.
///
/// Inbound is what the contact said: of direction inbound, and the contact was not merely a recipient or in copy.
/// Outbound is what was said to the contact: of direction outbound, and the contact was not the sender.
/// A deal counts for everyone who takes part in it, whatever the role, while it is not in the trash.
///
/// An answer is an inbound interaction, or one of any direction that lasted (`duration_seconds` above 0) and of which the
/// contact had more than a copy: who picked up the phone has answered.
struct ContactSummary {
    ContactId contact{};
    std::int64_t interactions = 0;
    std::int64_t inbound = 0;
    std::int64_t outbound = 0;
    std::optional<Time> first{};  ///< of any direction
    std::optional<Time> last{};
    std::optional<Time> first_inbound{};
    std::optional<Time> last_inbound{};
    std::optional<Time> first_outbound{};
    std::optional<Time> last_outbound{};
    std::array<std::int64_t, channel_count> by_channel{};  ///< interactions, by the number of the Channel
    std::array<std::int64_t, channel_count> answers{};     ///< answers; none through `other` and `note`
    /// The channel of most answers; of several the one with more interactions, then the lower number. Nothing: no answer.
    std::optional<Channel> preferred{};
    std::int64_t open_tasks = 0;     ///< tasks of the contact that are not done and not in the trash
    std::optional<Time> next_due{};  ///< the first time at which one of those is or was due
    DealSum open_deals{};
    DealSum won_deals{};
    DealSum lost_deals{};
    std::int64_t deal_currencies = 0;  ///< how many currencies the deals are in, of any status
    std::optional<Time> first_won{};   ///< when the first of the won deals was closed
    std::optional<Time> last_won{};

    friend bool operator==(const ContactSummary&, const ContactSummary&) = default;
};

}  // namespace kith
