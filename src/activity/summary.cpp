#include "activity/summary.hpp"

#include "records/derived_versions.hpp"
#include "records/touched.hpp"
#include "store/core.hpp"

#include <kith/records/deal.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/task.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace kith::activity {

namespace {

using store::IdRanges;

constexpr std::int64_t every = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t first_answered = 1;                 // Channel::email
constexpr std::size_t last_answered = channel_count - 2;  // Channel::web: nobody answers through a note

/// The words of the channels' columns, by number.
constexpr std::array<std::string_view, channel_count> words = {
    "other", "email", "phone", "meeting", "chat", "sms", "letter", "video", "social", "web", "note"};

bool answered(std::size_t channel) { return channel >= first_answered && channel <= last_answered; }

/// A column that counts or bounds, and how it is made of one interaction (i) and the contact's part in it (p).
struct Column {
    enum class Kind { count, first, last };
    std::string name;
    Kind kind;
    std::string from;  // a condition to count, or a value to bound
};

// Roles: 1 sender, 2 recipient, 3 copied. Directions: 1 inbound, 2 outbound. See ContactSummary for the meaning.
constexpr std::string_view inbound = "(i.direction = 1 AND p.role NOT IN (2, 3))";
constexpr std::string_view outbound = "(i.direction = 2 AND p.role <> 1)";
constexpr std::string_view answer =
    "((i.direction = 1 AND p.role NOT IN (2, 3)) OR (coalesce(i.duration_seconds, 0) > 0 AND p.role <> 3))";

const std::vector<Column>& columns() {
    static const std::vector<Column> all = [] {
        using Kind = Column::Kind;
        const auto when = [](std::string_view condition) {
            return fmt::format("CASE WHEN {} THEN i.at END", condition);
        };
        std::vector<Column> made = {
            {"interactions", Kind::count, "1"},
            {"first_at", Kind::first, "i.at"},
            {"last_at", Kind::last, "i.at"},
            {"first_inbound_at", Kind::first, when(inbound)},
            {"last_inbound_at", Kind::last, when(inbound)},
            {"first_outbound_at", Kind::first, when(outbound)},
            {"last_outbound_at", Kind::last, when(outbound)},
            {"inbound", Kind::count, std::string(inbound)},
            {"outbound", Kind::count, std::string(outbound)},
        };
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            made.push_back({fmt::format("{}_count", words[channel]), Kind::count,
                            fmt::format("i.channel = {}", channel)});
        for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
            made.push_back({fmt::format("{}_answers", words[channel]), Kind::count,
                            fmt::format("i.channel = {} AND {}", channel, answer)});
        return made;
    }();
    return all;
}

/// The channel of most answers; `column` gives the SQL that a column's value is read from.
std::string preferred(const std::function<std::string(const std::string&)>& column) {
    constexpr std::int64_t answers_first = std::int64_t{1} << 32;  // a count of interactions stays below
    std::string scores;
    std::string cases;
    const auto score = [&](std::size_t channel) {
        const std::string answers = column(fmt::format("{}_answers", words[channel]));
        return fmt::format("({} > 0) * ({} * {} + {})", answers, answers, answers_first,
                           column(fmt::format("{}_count", words[channel])));
    };
    for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
        scores += fmt::format("{}{}", scores.empty() ? "" : ", ", score(channel));
    for (std::size_t channel = first_answered; channel <= last_answered; ++channel)
        cases += fmt::format(" WHEN {} THEN {}", score(channel), channel);
    return fmt::format("CASE max({0}) WHEN 0 THEN NULL{1} END", scores, cases);
}

/// "SELECT contact_id, every column, preferred_channel" of the interactions and participants that `where` names.
std::string select_counts(std::string_view where) {
    std::string inner;
    std::string outer;
    for (const Column& column : columns()) {
        switch (column.kind) {
            case Column::Kind::count:
                inner += fmt::format(", sum({}) AS {}", column.from, column.name);
                break;
            case Column::Kind::first:
                inner += fmt::format(", min({}) AS {}", column.from, column.name);
                break;
            case Column::Kind::last: inner += fmt::format(", max({}) AS {}", column.from, column.name); break;
        }
        outer += ", n." + column.name;
    }
    return fmt::format("SELECT n.contact_id{}, {} FROM (SELECT p.contact_id{} FROM {} AND i.deleted_at IS NULL "
                       "GROUP BY p.contact_id) n WHERE true",
                       outer, preferred([](const std::string& name) { return "n." + name; }), inner, where);
}

constexpr std::string_view of_contacts =
    "participant p JOIN interaction i ON i.id = p.interaction_id WHERE p.contact_id BETWEEN ?1 AND ?2";
// By the interaction: those that were just added are few beside the participants that the contacts have.
constexpr std::string_view of_interactions =
    "interaction i CROSS JOIN participant p ON p.interaction_id = i.id WHERE i.id BETWEEN ?1 AND ?2";

/// Adds what the interactions count to the rows of their contacts, and makes those that are missing.
std::string add_counts(std::string_view where) {
    std::string names;
    std::string sums;
    const auto both = [](const Column& column) {
        const std::string& name = column.name;
        if (column.kind == Column::Kind::count) return fmt::format("{0} + excluded.{0}", name);
        return fmt::format("{0}(coalesce({1}, excluded.{1}), coalesce(excluded.{1}, {1}))",
                           column.kind == Column::Kind::first ? "min" : "max", name);
    };
    for (const Column& column : columns()) {
        names += ", " + column.name;
        sums += fmt::format("{} = {}, ", column.name, both(column));
    }
    return fmt::format("INSERT INTO contact_summary (contact_id{}, preferred_channel) {} "
                       "ON CONFLICT (contact_id) DO UPDATE SET {}preferred_channel = {}",
                       names, select_counts(where), sums, preferred([](const std::string& name) {
                           return fmt::format("({0} + excluded.{0})", name);
                       }));
}

constexpr std::string_view new_rows =
    "INSERT INTO contact_summary (contact_id) SELECT id FROM contact WHERE id BETWEEN ?1 AND ?2 "
    "AND merged_into IS NULL";
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
    static const std::string counts = add_counts(of_contacts);
    run(connection, "DELETE FROM contact_summary WHERE contact_id BETWEEN ?1 AND ?2", contacts);
    run(connection, new_rows, contacts);
    run(connection, counts, contacts);
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
    static const std::string counts = add_counts(of_interactions);
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
        run(connection, new_rows, contacts.inserted);
        run(connection, counts, interactions.inserted);
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
    static const std::string names = [] {
        std::string list;
        for (const Column& column : columns()) list += ", " + column.name;
        return list;
    }();
    const auto select = [](std::string_view from) {
        return fmt::format("SELECT contact_id{}, preferred_channel, {}, {} FROM {}", names, task_names,
                           deal_names, from);
    };
    static const std::string stored = select("contact_summary WHERE contact_id = ?1");
    static const std::string counted =
        fmt::format("WITH c (contact_id{}, preferred_channel) AS ({}), t ({}) AS ({}), d ({}) AS ({}) {}",
                    names, select_counts(of_contacts), task_names, of(task_values, "?1"), deal_names,
                    of(deal_values, "?1"), select("t JOIN d LEFT JOIN c"));
    ContactSummary summary;
    summary.contact = ContactId{contact};
    store::Statement row = connection.prepare(stored);
    const auto read = [&](store::Statement& from) {
        int at = 1;
        const auto time = [&](std::optional<Time>& into) {
            if (!from.null(at)) into = Time{std::chrono::milliseconds(from.integer(at))};
            ++at;
        };
        summary.interactions = from.integer(at++);
        for (std::optional<Time>* each :
             {&summary.first, &summary.last, &summary.first_inbound, &summary.last_inbound,
              &summary.first_outbound, &summary.last_outbound})
            time(*each);
        summary.inbound = from.integer(at++);
        summary.outbound = from.integer(at++);
        for (std::int64_t& count : summary.by_channel) count = from.integer(at++);
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            if (answered(channel)) summary.answers[channel] = from.integer(at++);
        if (!from.null(at)) summary.preferred = static_cast<Channel>(from.integer(at));
        summary.open_tasks = from.integer(++at);
        ++at;
        time(summary.next_due);
        const std::array<DealSum*, 3> deals{&summary.open_deals, &summary.won_deals, &summary.lost_deals};
        for (DealSum* sum : deals) sum->deals = from.integer(at++);
        const int currency = at + 4;
        for (DealSum* sum : deals) {
            if (!from.null(currency)) sum->amount = Money{from.integer(at), from.string(currency)};
            ++at;
        }
        summary.deal_currencies = from.integer(at);
        at = currency + 1;
        time(summary.first_won);
        time(summary.last_won);
    };
    row.bind(1, contact);
    if (row.step()) {
        read(row);
    } else {
        store::Statement now = connection.prepare(counted);
        now.bind_all(contact, contact);
        if (now.step()) read(now);
    }
    return summary;
}

}  // namespace kith::activity
