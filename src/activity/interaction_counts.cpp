#include "activity/interaction_counts.hpp"

#include "store/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kith::activity {

namespace {

using store::IdRanges;

constexpr std::size_t first_answered = 1;                 // Channel::email
constexpr std::size_t last_answered = channel_count - 2;  // Channel::web: nobody answers through a note

/// The words of the channels' columns, by number.
constexpr std::array<std::string_view, channel_count> words = {
    "other", "email", "phone", "meeting", "chat", "sms", "letter", "video", "social", "web", "note"};

bool answered(std::size_t channel) { return channel >= first_answered && channel <= last_answered; }

/// Writes the counts of one contact; what the row says of tasks and deals stays.
void write_counts(store::Statement& upsert, const ContactSummary& summary) {
    int at = 0;
    const auto number = [&](std::int64_t value) { upsert.bind(++at, value); };
    number(summary.contact.value);
    number(summary.interactions);
    for (const std::optional<Time>* each :
         {&summary.first, &summary.last, &summary.first_inbound, &summary.last_inbound,
          &summary.first_outbound, &summary.last_outbound}) {
        if (*each)
            number((*each)->time_since_epoch().count());
        else
            upsert.bind(++at, nullptr);
    }
    number(summary.inbound);
    number(summary.outbound);
    for (const std::int64_t count : summary.by_channel) number(count);
    for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
        number(summary.answers[channel]);
    if (summary.preferred)
        number(static_cast<std::int64_t>(*summary.preferred));
    else
        upsert.bind(++at, nullptr);
    upsert.run();
}

const std::string& upsert_counts() {
    static const std::string sql = [] {
        const auto columns = std::count(count_names().begin(), count_names().end(), ',') + 1;
        std::string values = "?";
        std::string news;
        for (std::ptrdiff_t i = 0; i < columns; ++i) values += ", ?";
        for (std::size_t from = 0; from != std::string::npos;) {
            const std::size_t comma = count_names().find(", ", from);
            const std::string name =
                count_names().substr(from, comma == std::string::npos ? comma : comma - from);
            news += fmt::format("{}{} = excluded.{}", news.empty() ? "" : ", ", name, name);
            from = comma == std::string::npos ? comma : comma + 2;
        }
        return fmt::format(
            "INSERT INTO contact_summary (contact_id, {}) VALUES ({}) ON CONFLICT (contact_id) DO UPDATE SET {}",
            count_names(), values, news);
    }();
    return sql;
}

/// What `add_part` reads of an interaction (i) and one who took part in it (p).
constexpr std::string_view part =
    "p.contact_id, i.at, i.channel, i.direction, coalesce(i.duration_seconds, 0) > 0, p.role";

/// Counts one interaction for one who took part in it. ContactSummary says what the figures mean.
void add_part(Row& row, ContactSummary& summary) {
    const Time at = row.time();
    const std::int64_t channel = row.integer();
    const auto direction = row.choice<Direction>();
    const bool lasted = row.flag();
    const auto role = row.choice<Role>();
    const auto bound = [&](std::optional<Time>& first, std::optional<Time>& last) {
        first = first ? std::min(*first, at) : at;
        last = last ? std::max(*last, at) : at;
    };
    ++summary.interactions;
    bound(summary.first, summary.last);
    const bool inbound = direction == Direction::inbound && role != Role::recipient && role != Role::copied;
    if (inbound) {
        ++summary.inbound;
        bound(summary.first_inbound, summary.last_inbound);
    }
    if (direction == Direction::outbound && role != Role::sender) {
        ++summary.outbound;
        bound(summary.first_outbound, summary.last_outbound);
    }
    if (channel < 0 || static_cast<std::size_t>(channel) >= channel_count) return;  // a damaged file
    const auto number = static_cast<std::size_t>(channel);
    ++summary.by_channel[number];
    if (answered(number) && (inbound || (lasted && role != Role::copied))) ++summary.answers[number];
}

/// The channel of most answers, from the counts.
void choose_preferred(ContactSummary& summary) {
    summary.preferred.reset();
    const auto weight = [&](std::size_t channel) {
        return std::pair(summary.answers[channel], summary.by_channel[channel]);
    };
    for (std::size_t channel = first_answered; channel <= last_answered; ++channel) {
        if (summary.answers[channel] == 0) continue;
        if (!summary.preferred || weight(channel) > weight(static_cast<std::size_t>(*summary.preferred)))
            summary.preferred = static_cast<Channel>(channel);
    }
}

/// The parts of contacts, each contact's together.
constexpr std::string_view parts_of_contacts =
    "SELECT {} FROM participant p CROSS JOIN interaction i ON i.id = p.interaction_id WHERE p.contact_id BETWEEN ?1 AND ?2 AND "
    "i.deleted_at IS NULL ORDER BY p.contact_id";
// By the interaction: those that were just added are few beside the participants that the contacts have.
constexpr std::string_view parts_of_interactions =
    "SELECT {} FROM interaction i CROSS JOIN participant p ON p.interaction_id = i.id WHERE i.id BETWEEN ?1 AND ?2 AND "
    "i.deleted_at IS NULL";

/// Counts the interactions of contacts from nothing and gives each contact that has some to `done`.
template <class Done>
void count_parts(store::Connection& connection, const IdRanges& contacts, const Done& done) {
    static const std::string sql = fmt::format(fmt::runtime(parts_of_contacts), part);
    store::Statement select = connection.prepare(sql);
    for (const auto& [low, high] : contacts) {
        select.bind_all(low, high);
        ContactSummary summary;
        const auto finish = [&] {
            if (summary.interactions == 0) return;
            choose_preferred(summary);
            done(summary);
        };
        while (select.step()) {
            Row row(select);
            if (const auto contact = row.id<Contact>(); contact != summary.contact) {
                finish();
                summary = {};
                summary.contact = contact;
            }
            add_part(row, summary);
        }
        finish();
        select.reset();
    }
}

}  // namespace

const std::string& count_names() {
    static const std::string names = [] {
        std::string list =
            "interactions, first_at, last_at, first_inbound_at, last_inbound_at, first_outbound_at, "
            "last_outbound_at, inbound, outbound";
        for (const std::string_view word : words) list += fmt::format(", {}_count", word);
        for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
            list += fmt::format(", {}_answers", words[channel]);
        return list + ", preferred_channel";
    }();
    return names;
}

void read_counts(Row& row, ContactSummary& summary) {
    summary.interactions = row.integer();
    for (std::optional<Time>* each : {&summary.first, &summary.last, &summary.first_inbound,
                                      &summary.last_inbound, &summary.first_outbound, &summary.last_outbound})
        *each = row.maybe_time();
    summary.inbound = row.integer();
    summary.outbound = row.integer();
    for (std::int64_t& count : summary.by_channel) count = row.integer();
    for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
        summary.answers[channel] = row.integer();
    if (const auto preferred = row.maybe_integer()) summary.preferred = static_cast<Channel>(*preferred);
}

void count_interactions(store::Connection& connection, const IdRanges& contacts) {
    store::Statement upsert = connection.prepare(upsert_counts());
    count_parts(connection, contacts, [&](const ContactSummary& summary) { write_counts(upsert, summary); });
}

void add_interactions(store::Connection& connection, const IdRanges& interactions) {
    constexpr std::size_t most = 10'000;  // held at a time
    static const std::string sql = fmt::format(fmt::runtime(parts_of_interactions), part);
    static const std::string counts =
        fmt::format("SELECT {} FROM contact_summary WHERE contact_id = ?1", count_names());
    if (interactions.empty()) return;
    store::Statement select = connection.prepare(sql);
    store::Statement stored = connection.prepare(counts);
    store::Statement upsert = connection.prepare(upsert_counts());
    std::unordered_map<std::int64_t, ContactSummary> sums;
    const auto write = [&] {
        for (auto& [contact, summary] : sums) {
            choose_preferred(summary);
            write_counts(upsert, summary);
        }
        sums.clear();
    };
    for (const auto& [low, high] : interactions) {
        select.bind_all(low, high);
        while (select.step()) {
            Row row(select);
            const auto contact = row.id<Contact>();
            if (sums.size() >= most && sums.find(contact.value) == sums.end()) write();
            const auto [entry, made] = sums.try_emplace(contact.value);
            if (made) {
                entry->second.contact = contact;
                stored.bind(1, contact.value);
                if (stored.step()) {
                    Row before(stored);
                    read_counts(before, entry->second);
                }
                stored.reset();
            }
            add_part(row, entry->second);
        }
        select.reset();
    }
    write();
}

ContactSummary interactions_of(store::Connection& connection, std::int64_t contact) {
    ContactSummary summary;
    count_parts(connection, {{contact, contact}}, [&](const ContactSummary& counts) { summary = counts; });
    return summary;
}

}  // namespace kith::activity
