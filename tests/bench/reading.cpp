// Records, timelines, cards and queries, beside the same rows read with prepared statements.
#include "figures.hpp"
#include "sections.hpp"

#include <cstdlib>
#include <initializer_list>

namespace kith::bench {

namespace {

constexpr const char* timeline_rows =
    "SELECT i.id, i.at, i.channel, i.direction, p.role, i.subject, i.duration_seconds, i.organization_id, "
    "i.user_id FROM participant p JOIN interaction i ON i.id = p.interaction_id WHERE p.contact_id = ?1 "
    "AND i.deleted_at IS NULL ORDER BY p.at DESC, p.interaction_id DESC LIMIT 50";

/// Every table of a contact.
constexpr const char* whole_contact[] = {
    "SELECT * FROM contact WHERE id = ?1",
    "SELECT * FROM email WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM phone WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM address WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM handle WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM named_date WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM external_id WHERE contact_id = ?1 ORDER BY position",
    "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.record_id = ?1 AND g.kind = 1",
    "SELECT f.key, v.value, v.unit FROM field f JOIN field_value v ON v.field_id = f.id WHERE v.record_id = ?1 "
    "AND f.record_type = 'contact'"};

}  // namespace

void bench_reading(Built& built) {
    Database& db = built.db;
    Raw& raw = built.raw->raw();
    std::size_t seen = 0;
    const auto id_of = [&](int i) { return static_cast<std::int64_t>(i) * 7919 % built.contacts + 1; };
    const auto ours = [&](int calls, auto&& call) {
        return best_of(3, [&] {
            db.read([&](const Reader& reader) {
                for (int i = 0; i < calls; ++i) seen += call(reader, id_of(i));
            });
        });
    };
    const auto by_hand = [&](int calls, auto&& texts) {
        std::vector<RawStatement> statements;
        for (const char* sql : texts) statements.push_back(raw.prepare(sql));
        return best_of(3, [&] {
            raw.exec("BEGIN");  // one snapshot, as on the other side
            for (int i = 0; i < calls; ++i) seen += read_by_hand(statements, id_of(i));
            raw.exec("COMMIT");
        });
    };
    title("reading (per call)");
    const int calls = 5000;
    row("whole contact by id",
        ours(calls, [](const Reader& r, std::int64_t id) { return r.get(ContactId{id}).emails.size(); }),
        by_hand(calls, whole_contact), calls, "<= 1.15");

    const auto look_up = [&](const char* what, const char* sql, auto&& key) {
        std::vector<std::string> texts;
        for (int i = 0; i < calls; ++i) texts.push_back(key(id_of(i)));
        const double kith = best_of(3, [&] {
            db.read([&](const Reader& reader) {
                for (const std::string& text : texts) seen += reader.contacts_at(text).size();
            });
        });
        RawStatement statement = raw.prepare(sql);
        const double hand = best_of(3, [&] {
            raw.exec("BEGIN");
            std::vector<std::int64_t> ids;
            for (const std::string& text : texts) {
                if (text.find('@') == std::string::npos)
                    statement.bind(1, std::int64_t{81} * 10000000000 + std::atoll(text.c_str() + 1));
                else
                    statement.bind(1, std::string_view(text));
                while (statement.step()) ids.push_back(statement.integer(0));
                statement.reset();
            }
            seen += ids.size();
            raw.exec("COMMIT");
        });
        row(what, kith, hand, calls, "<= 1.15");
    };
    look_up(
        "contacts at an e-mail address",
        "SELECT c.id FROM email e JOIN contact c ON c.id = e.contact_id WHERE e.normalized = ?1 AND c.deleted_at IS "
        "NULL AND c.merged_into IS NULL AND c.kind = 0 ORDER BY c.id",
        [](std::int64_t id) { return Population::mailbox(id); });
    look_up(
        "contacts at a phone number",
        "SELECT c.id FROM phone p JOIN contact c ON c.id = p.contact_id WHERE p.e164 = ?1 AND c.deleted_at IS NULL "
        "AND c.merged_into IS NULL AND c.kind = 0 ORDER BY c.id",
        [](std::int64_t id) {
            std::string digits;
            for (const char c : Population::number(id))
                if (c != '-') digits += c;
            return digits;
        });

    row("timeline, newest 50",
        ours(calls, [](const Reader& r, std::int64_t id) { return r.timeline(ContactId{id}).size(); }),
        by_hand(calls, std::initializer_list<const char*>{timeline_rows}), calls, "<= 1.15");
    const double card =
        ours(calls, [](const Reader& r, std::int64_t id) { return r.card(ContactId{id}).timeline.size(); });
    row("whole card (raw: five statements of it)", card,
        by_hand(calls,
                std::initializer_list<const char*>{whole_contact[0], whole_contact[1], whole_contact[2],
                                                   timeline_rows,
                                                   "SELECT * FROM contact_summary WHERE contact_id = ?1"}),
        calls, "<= 1.1");
    std::vector<const char*> every(std::begin(whole_contact), std::end(whole_contact));
    every.insert(
        every.end(),
        {"SELECT e.*, o.name FROM employment e JOIN organization o ON o.id = e.organization_id "
         "WHERE e.contact_id = ?1",
         "SELECT r.*, c.given, c.family FROM relationship r JOIN contact c ON c.id = r.related_id "
         "WHERE r.contact_id = ?1 UNION ALL SELECT r.*, c.given, c.family FROM relationship r "
         "JOIN contact c ON c.id = r.contact_id WHERE r.related_id = ?1",
         timeline_rows, "SELECT * FROM task WHERE contact_id = ?1 AND done_at IS NULL",
         "SELECT a.* FROM appointment_participant p JOIN appointment a ON a.id = p.appointment_id "
         "WHERE p.contact_id = ?1",
         "SELECT * FROM reminder WHERE contact_id = ?1 AND done_at IS NULL",
         "SELECT l.name FROM list_member m JOIN list l ON l.id = m.list_id WHERE m.record_id = ?1",
         "SELECT a.*, b.size FROM attachment a JOIN blob b ON b.key = a.content WHERE a.contact_id = ?1",
         "SELECT * FROM consent WHERE contact_id = ?1 AND deleted_at IS NULL",
         "SELECT * FROM touch WHERE contact_id = ?1 ORDER BY at DESC LIMIT 10",
         "SELECT * FROM event WHERE contact_id = ?1 ORDER BY at DESC LIMIT 10",
         "SELECT d.* FROM deal_contact p JOIN deal d ON d.id = p.deal_id WHERE p.contact_id = ?1",
         "SELECT * FROM contact_summary WHERE contact_id = ?1"});
    row("whole card (raw: every statement of it)", card, by_hand(calls, every), calls);

    const auto ask = [&](const char* query, const char* sql) {
        const double kith = best_of(5, [&] { seen += db.ids<Contact>(query).size(); });
        RawStatement statement = raw.prepare(sql);
        const double hand = best_of(5, [&] {
            std::vector<std::int64_t> ids;
            while (statement.step()) ids.push_back(statement.integer(0));
            statement.reset();
            seen += ids.size();
        });
        row(std::string("query: ") + query, kith, hand, 1);
    };
    ask("tag = vip and lifecycle = customer",
        "SELECT c.id FROM tagging g JOIN contact c ON c.id = g.record_id WHERE g.tag_id = (SELECT id FROM tag WHERE "
        "folded = 'vip') AND g.kind = 1 AND c.lifecycle = 50 AND c.deleted_at IS NULL AND c.merged_into IS NULL AND c.kind "
        "= 0 ORDER BY c.id");
    ask("email = 'p4711@firm1.example'",
        "SELECT c.id FROM email e JOIN contact c ON c.id = e.contact_id WHERE e.normalized = 'p4711@firm1.example' AND "
        "c.deleted_at IS NULL AND c.merged_into IS NULL AND c.kind = 0 ORDER BY c.id");
    ask("has deal (status = won and amount > 50 USD)",
        "SELECT c.id FROM contact c WHERE EXISTS (SELECT 1 FROM deal_contact p JOIN deal d ON d.id = p.deal_id WHERE "
        "p.contact_id = c.id AND d.deleted_at IS NULL AND d.status = 1 AND d.currency = 'USD' AND d.amount > 5000) AND "
        "c.deleted_at IS NULL AND c.merged_into IS NULL AND c.kind = 0 ORDER BY c.id");
    if (seen == 0) std::exit(1);
}

}  // namespace kith::bench
