// The card of a contact.
#include "activity/coming.hpp"
#include "activity/names.hpp"
#include "activity/row.hpp"
#include "activity/summary.hpp"
#include "activity/timeline.hpp"
#include "records/consents.hpp"
#include "records/verbs.hpp"
#include "sales/stay.hpp"
#include "text/fold.hpp"

#include <kith/card.hpp>
#include <kith/database.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace kith {

namespace {

using namespace activity;

std::vector<CardJob> read_jobs(store::Connection& connection, std::int64_t contact) {
    std::vector<CardJob> jobs;
    store::Statement rows = connection.prepare(
        "SELECT e.id, e.organization_id, o.name, e.title, e.department, e.is_primary, e.started, e.ended "
        "FROM employment e JOIN organization o ON o.id = e.organization_id WHERE e.contact_id = ?1 "
        "AND e.deleted_at IS NULL ORDER BY e.ended IS NOT NULL, e.is_primary DESC, e.id");
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardJob& job = jobs.emplace_back();
        job.employment = row.id<Employment>();
        job.organization = row.id<Organization>();
        job.name = row.text();
        job.title = row.text();
        job.department = row.text();
        job.primary = row.flag();
        job.started = row.maybe_date();
        job.ended = row.maybe_date();
    }
    return jobs;
}

std::vector<CardRelation> read_relations(store::Connection& connection, std::int64_t contact) {
    static const std::string sql = [] {
        // The kind that the other end is; it is turned round below.
        constexpr std::string_view half =
            "SELECT r.id, c.id, r.kind, r.label, {0} AS turned, {1} FROM relationship r JOIN contact c ON c.id = r.{2} "
            "WHERE r.{3} = ?1 AND r.deleted_at IS NULL AND c.deleted_at IS NULL";
        const std::string names = name_columns("c");
        return fmt::format(fmt::runtime(half), 0, names, "related_id", "contact_id") + " UNION ALL " +
               fmt::format(fmt::runtime(half), 1, names, "contact_id", "related_id");
    }();
    std::vector<CardRelation> relations;
    store::Statement rows = connection.prepare(sql);
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardRelation& relation = relations.emplace_back();
        relation.relationship = row.id<Relationship>();
        relation.contact = row.id<Contact>();
        relation.kind = row.choice<RelationKind>();
        relation.label = row.text();
        if (row.flag()) relation.kind = reverse(relation.kind);
        relation.name = shown_name(connection, rows, row.at(), relation.contact.value);
    }
    std::sort(relations.begin(), relations.end(), [](const CardRelation& a, const CardRelation& b) {
        return std::pair(a.kind, a.relationship) < std::pair(b.kind, b.relationship);
    });
    return relations;
}

std::vector<CardTask> read_tasks(store::Connection& connection, std::int64_t contact) {
    std::vector<CardTask> tasks;
    store::Statement rows = connection.prepare(
        "SELECT id, title, due, priority, assignee_id, deal_id FROM task WHERE contact_id = ?1 AND done_at IS NULL "
        "AND deleted_at IS NULL ORDER BY due IS NULL, due, id");
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardTask& task = tasks.emplace_back();
        task.task = row.id<Task>();
        task.title = row.text();
        task.due = row.maybe_time();
        task.priority = row.choice<Priority>();
        task.assignee = row.id<User>();
        task.deal = row.id<Deal>();
    }
    return tasks;
}

std::vector<CardAppointment> read_appointments(store::Connection& connection, std::int64_t contact, Time now,
                                               std::size_t limit) {
    static const std::string sql = fmt::format(
        "SELECT {}, a.id, a.title, a.location, a.status, a.all_day, a.deal_id FROM appointment_participant p CROSS JOIN "
        "appointment a ON a.id = p.appointment_id WHERE p.contact_id = ?1 AND a.deleted_at IS NULL "
        "AND a.status IN (0, 1) AND (a.starts_at >= ?2 OR a.ends_at > ?2 OR a.repeat_unit <> 0)",
        plan_columns);
    std::vector<CardAppointment> appointments;
    store::Statement rows = connection.prepare(sql);
    rows.bind_all(contact, now.time_since_epoch().count());
    while (rows.step()) {
        const auto next = first_after(read_plan(rows, 0), now, connection.settings().time_zone);
        if (!next) continue;
        Row row(rows);
        row.skip_to(plan_column_count);
        CardAppointment& appointment = appointments.emplace_back();
        appointment.start = next->start;
        appointment.end = next->end;
        appointment.appointment = row.id<Appointment>();
        appointment.title = row.text();
        appointment.location = row.text();
        appointment.status = row.choice<AppointmentStatus>();
        appointment.all_day = row.flag();
        appointment.deal = row.id<Deal>();
    }
    std::sort(appointments.begin(), appointments.end(),
              [](const CardAppointment& a, const CardAppointment& b) {
                  return std::pair(a.start, a.appointment) < std::pair(b.start, b.appointment);
              });
    if (appointments.size() > limit) appointments.resize(limit);
    return appointments;
}

std::vector<CardReminder> read_reminders(store::Connection& connection, std::int64_t contact) {
    std::vector<CardReminder> reminders;
    store::Statement rows = connection.prepare(
        "SELECT id, at, note, user_id, deal_id FROM reminder WHERE contact_id = ?1 AND done_at IS NULL "
        "AND deleted_at IS NULL ORDER BY at, id");
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardReminder& reminder = reminders.emplace_back();
        reminder.reminder = row.id<Reminder>();
        reminder.at = row.time();
        reminder.note = row.text();
        reminder.user = row.id<User>();
        reminder.deal = row.id<Deal>();
    }
    return reminders;
}

std::vector<CardDeal> read_deals(store::Connection& connection, std::int64_t contact, Time now,
                                 std::size_t limit) {
    static const std::string sql = fmt::format(
        "SELECT d.id, d.name, d.amount, d.currency, l.id, l.name, s.id, s.name, d.status, p.role, d.owner_id, "
        "d.expected_close, d.closed_at, {}, s.rotting_days FROM deal_contact p CROSS JOIN deal d ON d.id = p.deal_id "
        "CROSS JOIN stage s ON s.id = d.stage_id CROSS JOIN pipeline l ON l.id = s.pipeline_id "
        "WHERE p.contact_id = ?1 AND d.deleted_at IS NULL",
        sales::since_sql("d"));
    std::vector<CardDeal> deals;
    store::Statement rows = connection.prepare(sql);
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardDeal& deal = deals.emplace_back();
        deal.deal = row.id<Deal>();
        deal.name = row.text();
        deal.amount = row.money();
        deal.pipeline = row.id<Pipeline>();
        deal.pipeline_name = row.text();
        deal.stage = row.id<Stage>();
        deal.stage_name = row.text();
        deal.status = row.choice<DealStatus>();
        deal.role = row.choice<DealRole>();
        deal.owner = row.id<User>();
        deal.expected_close = row.maybe_date();
        deal.closed_at = row.maybe_time();
        deal.since = row.maybe_time();
        const auto days = row.maybe_integer();
        deal.rotting =
            deal.since && days && sales::rots(deal.status, static_cast<int>(*days), *deal.since, now);
    }
    const auto place = [](const CardDeal& deal) {
        const bool open = deal.status == DealStatus::open;
        return std::tuple(!open, open && !deal.expected_close,
                          open ? deal.expected_close.value_or(PartialDate{}) : PartialDate{},
                          -deal.closed_at.value_or(Time{}).time_since_epoch(), deal.deal);
    };
    std::sort(deals.begin(), deals.end(),
              [&](const CardDeal& a, const CardDeal& b) { return place(a) < place(b); });
    if (deals.size() > limit) deals.resize(limit);
    return deals;
}

std::vector<CardDealTotal> read_deal_totals(store::Connection& connection, std::int64_t contact) {
    std::vector<CardDealTotal> totals;
    store::Statement rows = connection.prepare(
        "SELECT d.status, count(*), ifnull(sum(d.amount), 0), d.currency FROM deal_contact p CROSS JOIN deal d "
        "ON d.id = p.deal_id WHERE p.contact_id = ?1 AND d.deleted_at IS NULL GROUP BY d.status, d.currency "
        "ORDER BY d.status, d.currency");
    for (rows.bind(1, contact); rows.step();) {
        Row row(rows);
        CardDealTotal& total = totals.emplace_back();
        total.status = row.choice<DealStatus>();
        total.deals = row.integer();
        total.amount = row.money();
    }
    return totals;
}

std::vector<CardAttachment> read_attachments(store::Connection& connection, std::int64_t contact,
                                             std::size_t limit) {
    std::vector<CardAttachment> attachments;
    store::Statement rows = connection.prepare(
        "SELECT a.id, a.name, a.media_type, a.content, b.size FROM attachment a JOIN blob b ON b.key = a.content "
        "WHERE a.contact_id = ?1 AND a.deleted_at IS NULL ORDER BY a.id DESC LIMIT ?2");
    for (rows.bind_all(contact, row_limit(limit)); rows.step();) {
        Row row(rows);
        CardAttachment& attachment = attachments.emplace_back();
        attachment.attachment = row.id<Attachment>();
        attachment.name = row.text();
        attachment.media_type = row.text();
        attachment.content = row.text();
        attachment.size = row.integer();
    }
    return attachments;
}

std::vector<CardConsent> read_consents(store::Connection& connection, std::int64_t contact, Time now) {
    std::map<std::string, std::vector<Consent>> by_purpose;  // by its comparison form
    for (Consent& each : records::consents_of(connection, contact))
        by_purpose[text::fold(each.purpose)].push_back(std::move(each));
    std::vector<CardConsent> consents;
    for (const auto& [purpose, said] : by_purpose) {
        std::set<ConsentChannel> channels;
        for (const Consent& each : said)
            if (records::counts(each, each.channel, now)) channels.insert(each.channel);
        for (const ConsentChannel channel : channels) {
            const Consent* decides = records::strictest(said, [&](const Consent& each) {
                const bool concerns = channel != ConsentChannel::any || each.channel == channel;
                return concerns && records::counts(each, channel, now);
            });
            CardConsent& consent = consents.emplace_back();
            consent.purpose = decides->purpose;
            consent.channel = channel;
            consent.state = decides->state;
            consent.decided_by = decides->id;
            consent.at = decides->at;
            consent.expires = decides->expires;
        }
    }
    return consents;
}

std::vector<CardTouch> read_touches(store::Connection& connection, std::int64_t contact, std::size_t limit) {
    std::vector<CardTouch> touches;
    store::Statement rows = connection.prepare(
        "SELECT id, at, source, medium, campaign FROM touch WHERE contact_id = ?1 AND deleted_at IS NULL "
        "ORDER BY at DESC, id DESC LIMIT ?2");
    for (rows.bind_all(contact, row_limit(limit)); rows.step();) {
        Row row(rows);
        CardTouch& touch = touches.emplace_back();
        touch.touch = row.id<Touch>();
        touch.at = row.time();
        touch.source = row.text();
        touch.medium = row.text();
        touch.campaign = row.text();
    }
    return touches;
}

std::vector<CardEvent> read_events(store::Connection& connection, std::int64_t contact, std::size_t limit) {
    std::vector<CardEvent> events;
    store::Statement rows = connection.prepare(
        "SELECT id, at, kind, subject FROM event WHERE contact_id = ?1 AND deleted_at IS NULL "
        "ORDER BY at DESC, id DESC LIMIT ?2");
    for (rows.bind_all(contact, row_limit(limit)); rows.step();) {
        Row row(rows);
        CardEvent& event = events.emplace_back();
        event.event = row.id<Event>();
        event.at = row.time();
        event.kind = row.choice<EventKind>();
        event.subject = row.text();
    }
    return events;
}

/// What there is around a contact that its summary does not count: one statement instead of one for each that is empty.
struct Around {
    bool jobs = false;
    bool relations = false;
    bool appointments = false;
    bool reminders = false;
    bool lists = false;
    bool attachments = false;
    bool consents = false;
    bool touches = false;
    bool events = false;
};

Around look_around(store::Connection& connection, std::int64_t contact) {
    store::Statement rows =
        connection.prepare("SELECT EXISTS (SELECT 1 FROM employment WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM relationship WHERE contact_id = ?1) "
                           "OR EXISTS (SELECT 1 FROM relationship WHERE related_id = ?1), "
                           "EXISTS (SELECT 1 FROM appointment_participant WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM reminder WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM list_member WHERE record_id = ?1 AND kind = ?2), "
                           "EXISTS (SELECT 1 FROM attachment WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM consent WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM touch WHERE contact_id = ?1), "
                           "EXISTS (SELECT 1 FROM event WHERE contact_id = ?1)");
    rows.bind_all(contact, record_type<Contact>().number);
    rows.step();
    Row row(rows);
    Around around;
    for (bool* each : {&around.jobs, &around.relations, &around.appointments, &around.reminders,
                       &around.lists, &around.attachments, &around.consents, &around.touches, &around.events})
        *each = row.flag();
    return around;
}

std::vector<std::string> read_lists(store::Connection& connection, std::int64_t contact) {
    std::vector<std::string> lists;
    store::Statement rows = connection.prepare(
        "SELECT l.name FROM list_member m JOIN list l ON l.id = m.list_id WHERE m.record_id = ?1 AND m.kind = ?2 "
        "AND l.deleted_at IS NULL ORDER BY l.folded");
    rows.bind_all(contact, record_type<Contact>().number);
    while (rows.step()) lists.push_back(rows.string(0));
    return lists;
}

}  // namespace

Card Reader::card(Id<Contact> contact) const { return card(contact, {}); }

Card Reader::card(Id<Contact> contact, const CardOptions& options) const {
    Card card;
    if (!records::load(connection_, record_type<Contact>(), contact.value, &card.contact))
        throw_not_found(record_type<Contact>(), contact.value);
    const std::int64_t id = card.contact.id.value;
    const Time now = options.now.value_or(connection_.now());
    // What these two say is not there need not be asked.
    const ContactSummary& summary = card.summary = read_summary(connection_, id);
    const Around around = look_around(connection_, id);
    if (around.jobs) card.jobs = read_jobs(connection_, id);
    if (around.relations) card.relations = read_relations(connection_, id);
    if (options.interactions > 0 && summary.interactions > 0)
        card.timeline = read_timeline(connection_, card.contact.id, {.limit = options.interactions});
    if (summary.open_tasks > 0) card.tasks = read_tasks(connection_, id);
    if (around.appointments)
        card.appointments = read_appointments(connection_, id, now, options.appointments);
    if (around.reminders) card.reminders = read_reminders(connection_, id);
    if (around.lists) card.lists = read_lists(connection_, id);
    if (summary.open_deals.deals + summary.won_deals.deals + summary.lost_deals.deals > 0)
        card.deals = read_deals(connection_, id, now, options.deals);
    if (summary.deal_currencies > 1) card.deal_totals = read_deal_totals(connection_, id);
    if (around.attachments) card.attachments = read_attachments(connection_, id, options.attachments);
    if (around.consents) card.consents = read_consents(connection_, id, now);
    if (around.touches) card.touches = read_touches(connection_, id, options.touches);
    if (around.events) card.events = read_events(connection_, id, options.events);
    return card;
}

ContactSummary Reader::summary(Id<Contact> contact) const {
    return read_summary(connection_, existing(connection_, contact).value);
}

Card Database::card(Id<Contact> contact, Where where) const { return card(contact, {}, where); }

Card Database::card(Id<Contact> contact, const CardOptions& options, Where where) const {
    return read([&](const Reader& reader) { return reader.card(contact, options); }, where);
}

ContactSummary Database::summary(Id<Contact> contact, Where where) const {
    return read([&](const Reader& reader) { return reader.summary(contact); }, where);
}

}  // namespace kith
