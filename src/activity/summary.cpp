#include "activity/summary.hpp"

#include "activity/interaction_counts.hpp"
#include "activity/row.hpp"
#include "records/derived_versions.hpp"
#include "records/touched.hpp"
#include "store/core.hpp"

#include <kith/records/deal.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/task.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kith::activity {

namespace {

using store::IdRanges;

constexpr std::int64_t every = std::numeric_limits<std::int64_t>::max();

constexpr std::string_view new_rows =
    "INSERT INTO contact_summary (contact_id) SELECT id FROM contact WHERE id BETWEEN ?1 AND ?2 "
    "AND merged_into IS NULL ON CONFLICT (contact_id) DO NOTHING";
constexpr std::string_view task_names = "open_tasks, next_due";
constexpr std::string_view task_values =
    "SELECT count(*), min(t.due) FROM task t WHERE t.contact_id = {} AND t.done_at IS NULL AND t.deleted_at IS NULL";
constexpr std::string_view deal_names =
    "open_deals, won_deals, lost_deals, open_amount, won_amount, lost_amount, deal_currencies, deal_currency, "
    "first_won_at, last_won_at";
// Amounts of several currencies are not added; without any there is none.
constexpr std::string_view deal_values =
    "SELECT open, won, lost, iif(currencies = 1, open_sum, NULL), iif(currencies = 1, won_sum, NULL), "
    "iif(currencies = 1, lost_sum, NULL), currencies, iif(currencies = 1, currency, NULL), first_won, last_won FROM "
    "(SELECT count(*) FILTER (WHERE d.status = 0) AS open, count(*) FILTER (WHERE d.status = 1) AS won, "
    "count(*) FILTER (WHERE d.status = 2) AS lost, ifnull(sum(d.amount) FILTER (WHERE d.status = 0), 0) AS open_sum, "
    "ifnull(sum(d.amount) FILTER (WHERE d.status = 1), 0) AS won_sum, "
    "ifnull(sum(d.amount) FILTER (WHERE d.status = 2), 0) AS lost_sum, count(DISTINCT d.currency) AS currencies, "
    "max(d.currency) AS currency, min(d.closed_at) FILTER (WHERE d.status = 1) AS first_won, "
    "max(d.closed_at) FILTER (WHERE d.status = 1) AS last_won FROM deal_contact p CROSS JOIN deal d ON d.id = p.deal_id "
    "WHERE p.contact_id = {} AND d.deleted_at IS NULL)";

/// The values of one contact, which an SQL expression gives.
std::string of(std::string_view values, std::string_view contact) {
    return fmt::format(fmt::runtime(values), contact);
}

/// Counts the tasks or deals of contacts anew; rows of those that had and have none (`had`, `has`) are left alone.
std::string count_anew(std::string_view names, std::string_view values, std::string_view had,
                       std::string_view has) {
    return fmt::format(
        "UPDATE contact_summary SET ({}) = ({}) WHERE contact_id BETWEEN ?1 AND ?2 AND ({} OR EXISTS "
        "(SELECT 1 FROM {} o WHERE o.contact_id = contact_summary.contact_id))",
        names, of(values, "contact_summary.contact_id"), had, has);
}
const std::string& count_tasks() {
    static const std::string sql = count_anew(task_names, task_values, "open_tasks > 0", "task");
    return sql;
}

const std::string& count_deals() {
    static const std::string sql =
        count_anew(deal_names, deal_values, "open_deals + won_deals + lost_deals > 0", "deal_contact");
    return sql;
}

void run(store::Connection& connection, std::string_view sql, const IdRanges& ranges) {
    if (ranges.empty()) return;
    store::Statement statement = connection.prepare(sql);
    for (const auto& [low, high] : ranges) {
        statement.bind_all(low, high);
        statement.run();
    }
}

/// Makes the rows of these contacts anew.
void recount(store::Connection& connection, const IdRanges& contacts) {
    run(connection, "DELETE FROM contact_summary WHERE contact_id BETWEEN ?1 AND ?2", contacts);
    count_interactions(connection, contacts);
    run(connection, new_rows, contacts);
    run(connection, count_tasks(), contacts);
    run(connection, count_deals(), contacts);
}

/// The table of those who take part in records of a type.
template <class T>
int participants() {
    return record_type<T>().element("participant")->number;
}

void append(IdRanges& into, const IdRanges& from) { into.insert(into.end(), from.begin(), from.end()); }

/// Whether every id of `part` is in `whole`; both sorted and disjoint.
bool within(const IdRanges& part, const IdRanges& whole) {
    auto holder = whole.begin();
    return std::all_of(part.begin(), part.end(), [&](const auto& range) {
        while (holder != whole.end() && holder->second < range.first) ++holder;
        return holder != whole.end() && holder->first <= range.first && range.second <= holder->second;
    });
}

/// Adds the contacts that `sql` selects for the ids in `ranges`.
void append_contacts(store::Connection& connection, IdRanges& into, std::string_view sql,
                     const IdRanges& ranges) {
    if (ranges.empty()) return;
    store::Statement select = connection.prepare(sql);
    for (const auto& [low, high] : ranges) {
        select.bind_all(low, high);
        while (select.step()) into.emplace_back(select.integer(0), select.integer(0));
        select.reset();
    }
}

void derive(store::Writer& writer, const store::ChangedTables& changes) {
    static const store::TableChanges none;
    store::Connection& connection = writer.connection();
    const auto changed = [&](int table) -> const store::TableChanges& {
        const store::TableChanges* found = changes.table(table);
        return found == nullptr ? none : *found;
    };
    const auto owners = [&](int table, std::string_view column) {
        return records::owners(writer, changes, table, column);
    };
    const store::TableChanges& contacts = changed(record_type<Contact>().number);
    const store::TableChanges& interactions = changed(record_type<Interaction>().number);
    const int participant = participants<Interaction>();

    // Adding is exact while nothing went or changed, and all that was linked came with its interaction.
    const bool only_added = contacts.updated.empty() && contacts.removed.empty() &&
                            interactions.updated.empty() && interactions.removed.empty() &&
                            changed(participant).removed.empty() &&
                            within(owners(participant, "interaction_id"), interactions.inserted);
    if (only_added) {
        add_interactions(connection, interactions.inserted);
        run(connection, new_rows, contacts.inserted);
    } else {
        IdRanges touched = owners(participant, "contact_id");
        append_contacts(connection, touched,
                        "SELECT contact_id FROM participant WHERE interaction_id BETWEEN ?1 AND ?2",
                        interactions.updated);
        for (const IdRanges* ids : {&contacts.inserted, &contacts.updated, &contacts.removed})
            append(touched, *ids);
        store::merge_ranges(touched);
        recount(connection, touched);
    }
    // A contact has few tasks and deals; they are counted anew.
    run(connection, count_tasks(), owners(record_type<Task>().number, "contact_id"));
    IdRanges dealt = owners(participants<Deal>(), "contact_id");
    append_contacts(connection, dealt, "SELECT contact_id FROM deal_contact WHERE deal_id BETWEEN ?1 AND ?2",
                    changed(record_type<Deal>().number).updated);
    append_contacts(connection, dealt,
                    "SELECT p.contact_id FROM deal d CROSS JOIN deal_contact p ON p.deal_id = d.id "
                    "WHERE d.stage_id BETWEEN ?1 AND ?2",
                    changed(record_type<Stage>().number).updated);
    store::merge_ranges(dealt);
    run(connection, count_deals(), dealt);
}

}  // namespace

store::DeriveStep summary_step() {
    using records::watch;
    store::DeriveStep step;
    step.name = "contact_summary";
    step.version = records::contact_summary_version;
    step.watches = {
        watch(record_type<Contact>(), {"merged_into"}),
        watch(record_type<Interaction>(), {"at", "channel", "direction", "duration_seconds", "deleted_at"}),
        {participants<Interaction>()},
        watch(record_type<Task>(), {"contact_id", "due", "done_at", "deleted_at"}),
        watch(record_type<Deal>(), {"stage_id", "amount", "currency", "closed_at", "deleted_at"}),
        {participants<Deal>()},
        watch(record_type<Stage>(), {"kind"})};
    step.owns = {"contact_summary"};
    step.derive = &derive;
    step.fill = [](store::Connection& connection) { recount(connection, {{1, every}}); };
    return step;
}

ContactSummary read_summary(store::Connection& connection, std::int64_t contact) {
    static const std::string stored =
        fmt::format("SELECT {}, {}, {} FROM contact_summary WHERE contact_id = ?1", count_names(), task_names,
                    deal_names);
    static const std::string counted =
        fmt::format("WITH t ({}) AS ({}), d ({}) AS ({}) SELECT {}, {} FROM t JOIN d", task_names,
                    of(task_values, "?1"), deal_names, of(deal_values, "?1"), task_names, deal_names);
    ContactSummary summary;
    const auto read_rest = [&](Row& row) {
        summary.open_tasks = row.integer();
        summary.next_due = row.maybe_time();
        const std::array<DealSum*, 3> deals{&summary.open_deals, &summary.won_deals, &summary.lost_deals};
        for (DealSum* sum : deals) sum->deals = row.integer();
        std::array<std::optional<std::int64_t>, 3> amounts;
        for (auto& amount : amounts) amount = row.maybe_integer();
        summary.deal_currencies = row.integer();
        const std::string currency = row.text();
        for (std::size_t i = 0; i < deals.size(); ++i)
            if (amounts[i] && !currency.empty()) deals[i]->amount = Money{*amounts[i], currency};
        summary.first_won = row.maybe_time();
        summary.last_won = row.maybe_time();
    };
    store::Statement kept = connection.prepare(stored);
    kept.bind(1, contact);
    if (kept.step()) {
        Row row(kept);
        read_counts(row, summary);
        read_rest(row);
    } else {
        summary = interactions_of(connection, contact);
        store::Statement now = connection.prepare(counted);
        now.bind(1, contact);
        if (now.step()) {
            Row row(now);
            read_rest(row);
        }
    }
    summary.contact = ContactId{contact};
    return summary;
}

}  // namespace kith::activity
