// Timelines of contacts and deals.
#include "activity/timeline.hpp"

#include "activity/names.hpp"
#include "activity/row.hpp"

#include <kith/database.hpp>

#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>

namespace kith {

namespace activity {

namespace {

/// The columns of an interaction (called i) with one of its participants (called p).
constexpr std::string_view entry_columns =
    "i.id, i.at, i.channel, i.direction, p.role, i.subject, i.duration_seconds, i.organization_id, i.user_id, "
    "i.deal_id, p.contact_id";

/// Runs a statement over `owner` (?1), the place before which the page is (?2, ?3) and its length (?4).
std::vector<TimelineEntry> read_page(store::Connection& connection, const std::string& sql,
                                     std::int64_t owner, const TimelineOptions& options) {
    constexpr std::int64_t end = std::numeric_limits<std::int64_t>::max();
    std::vector<TimelineEntry> entries;
    store::Statement rows = connection.prepare(sql);
    rows.bind_all(owner, options.before ? options.before->at.time_since_epoch().count() : end,
                  options.before ? options.before->interaction.value : end, row_limit(options.limit));
    while (rows.step()) {
        Row row(rows);
        TimelineEntry& entry = entries.emplace_back();
        entry.interaction = row.id<Interaction>();
        entry.at = row.time();
        entry.channel = row.choice<Channel>();
        entry.direction = row.choice<Direction>();
        entry.role = row.choice<Role>();
        entry.subject = row.text();
        entry.duration_seconds = row.maybe_integer();
        entry.organization = row.id<Organization>();
        entry.user = row.id<User>();
        entry.deal = row.id<Deal>();
        entry.contact = row.id<Contact>();
    }
    return entries;
}

void refuse_empty_page(const TimelineOptions& options) {
    if (options.limit == 0)
        throw Error(Code::invalid_argument, "a page of a timeline has at least one interaction");
}

}  // namespace

std::vector<TimelineEntry> read_timeline(store::Connection& connection, Id<Contact> contact,
                                         const TimelineOptions& options) {
    static const std::string sql =
        fmt::format("SELECT {} FROM participant p CROSS JOIN interaction i ON i.id = p.interaction_id "
                    "WHERE p.contact_id = ?1 AND i.deleted_at IS NULL AND (p.at, p.interaction_id) < (?2, ?3) "
                    "ORDER BY p.at DESC, p.interaction_id DESC LIMIT ?4",
                    entry_columns);
    return read_page(connection, sql, contact.value, options);
}

std::vector<TimelineEntry> read_timeline(store::Connection& connection, Id<Deal> deal,
                                         const TimelineOptions& options) {
    static const std::string sql = fmt::format(
        "SELECT {} FROM interaction i LEFT JOIN participant p ON p.interaction_id = i.id AND p.contact_id = "
        "(SELECT o.contact_id FROM participant o WHERE o.interaction_id = i.id "
        "ORDER BY o.role IN ({}, {}) DESC, o.contact_id LIMIT 1) "
        "WHERE i.deal_id = ?1 AND i.deleted_at IS NULL AND (i.at, i.id) < (?2, ?3) "
        "ORDER BY i.at DESC, i.id DESC LIMIT ?4",
        entry_columns, static_cast<int>(Role::sender), static_cast<int>(Role::organizer));
    return read_page(connection, sql, deal.value, options);
}

}  // namespace activity

std::vector<TimelineEntry> Reader::timeline(Id<Contact> contact) const { return timeline(contact, {}); }

std::vector<TimelineEntry> Reader::timeline(Id<Contact> contact, const TimelineOptions& options) const {
    activity::refuse_empty_page(options);
    return activity::read_timeline(connection_, activity::existing(connection_, contact), options);
}

std::vector<TimelineEntry> Reader::timeline(Id<Deal> deal) const { return timeline(deal, {}); }

std::vector<TimelineEntry> Reader::timeline(Id<Deal> deal, const TimelineOptions& options) const {
    activity::refuse_empty_page(options);
    return activity::read_timeline(connection_, activity::existing(connection_, deal), options);
}

std::vector<TimelineEntry> Database::timeline(Id<Contact> contact, Where where) const {
    return timeline(contact, {}, where);
}

std::vector<TimelineEntry> Database::timeline(Id<Contact> contact, const TimelineOptions& options,
                                              Where where) const {
    return read([&](const Reader& reader) { return reader.timeline(contact, options); }, where);
}

std::vector<TimelineEntry> Database::timeline(Id<Deal> deal, Where where) const {
    return timeline(deal, {}, where);
}

std::vector<TimelineEntry> Database::timeline(Id<Deal> deal, const TimelineOptions& options,
                                              Where where) const {
    return read([&](const Reader& reader) { return reader.timeline(deal, options); }, where);
}

}  // namespace kith
