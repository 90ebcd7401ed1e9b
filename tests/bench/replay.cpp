#include "replay.hpp"

#include "records/record_type.hpp"

#include <filesystem>

namespace kith::bench {

namespace {

constexpr const char* words = "title, reading, point, text, kana";

/// What hosts write who want everything ready at once: each row brings what follows from it.
constexpr const char* trigger_schema = R"sql(
CREATE TRIGGER contact_journal AFTER INSERT ON contact BEGIN
  INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject)
    VALUES (1, -1, new.id, (SELECT max(seq) FROM change_txn), new.id, new.id);
END;
CREATE TRIGGER email_journal AFTER INSERT ON email BEGIN
  INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject)
    VALUES (2, -1, new.id, (SELECT max(seq) FROM change_txn), new.id, new.contact_id);
END;
CREATE TRIGGER phone_journal AFTER INSERT ON phone BEGIN
  INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject)
    VALUES (3, -1, new.id, (SELECT max(seq) FROM change_txn), new.id, new.contact_id);
END;
CREATE TRIGGER interaction_journal AFTER INSERT ON interaction BEGIN
  INSERT INTO change (table_number, column_number, row_id, seq, old_value)
    VALUES (9, -1, new.id, (SELECT max(seq) FROM change_txn), new.id);
END;
CREATE TRIGGER deal_journal AFTER INSERT ON deal BEGIN
  INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject)
    VALUES (28, -1, new.id, (SELECT max(seq) FROM change_txn), new.id, new.contact_id);
END;
CREATE TRIGGER contact_words AFTER INSERT ON contact BEGIN
  INSERT INTO search_index (rowid, title, reading) VALUES (new.id << 8 | 1,
    lower(ifnull(new.given, '') || ' ' || ifnull(new.family, '')),
    ifnull(new.phonetic_given, '') || ' ' || ifnull(new.phonetic_family, ''));
  INSERT OR IGNORE INTO name_token SELECT lower(new.given), 1, new.id, 1 WHERE new.given IS NOT NULL;
  INSERT OR IGNORE INTO name_token SELECT lower(new.family), 1, new.id, 2 WHERE new.family IS NOT NULL;
  INSERT OR IGNORE INTO name_token SELECT new.phonetic_given, 1, new.id, 3 WHERE new.phonetic_given IS NOT NULL;
  INSERT OR IGNORE INTO name_token SELECT new.phonetic_family, 1, new.id, 4 WHERE new.phonetic_family IS NOT NULL;
  INSERT INTO contact_summary (contact_id) VALUES (new.id);
END;
CREATE TRIGGER email_words AFTER INSERT ON email WHEN new.contact_id IS NOT NULL BEGIN
  INSERT INTO search_index (rowid, point) VALUES (new.id << 8 | 200, lower(new.address));
  INSERT OR IGNORE INTO name_token VALUES (lower(new.address), 1, new.contact_id, 10);
  INSERT OR IGNORE INTO match_key VALUES (1, new.id, 1, new.contact_id);
END;
CREATE TRIGGER phone_words AFTER INSERT ON phone WHEN new.contact_id IS NOT NULL BEGIN
  INSERT INTO search_index (rowid, point) VALUES (new.id << 8 | 201, new.digits);
  INSERT OR IGNORE INTO name_token VALUES (new.digits, 1, new.contact_id, 11);
  INSERT OR IGNORE INTO match_key SELECT 2, new.e164, 1, new.contact_id WHERE new.e164 IS NOT NULL;
END;
CREATE TRIGGER interaction_words AFTER INSERT ON interaction BEGIN
  INSERT INTO search_index (rowid, text) VALUES (new.id << 8 | 9, lower(new.subject));
END;
CREATE TRIGGER deal_words AFTER INSERT ON deal BEGIN
  INSERT INTO search_index (rowid, title) VALUES (new.id << 8 | 28, lower(new.name));
  INSERT INTO board_total VALUES (new.stage_id, ifnull(new.currency, ''), 1, ifnull(new.amount, 0))
    ON CONFLICT DO UPDATE SET deals = deals + 1, amount = amount + excluded.amount;
END;
CREATE TRIGGER participant_summary AFTER INSERT ON participant BEGIN
  UPDATE contact_summary SET interactions = interactions + 1,
    first_at = min(ifnull(first_at, new.at), new.at), last_at = max(ifnull(last_at, new.at), new.at),
    inbound = inbound + ((SELECT direction FROM interaction WHERE id = new.interaction_id) = 1),
    outbound = outbound + ((SELECT direction FROM interaction WHERE id = new.interaction_id) = 2),
    email_count = email_count + ((SELECT channel FROM interaction WHERE id = new.interaction_id) = 1),
    phone_count = phone_count + ((SELECT channel FROM interaction WHERE id = new.interaction_id) = 2),
    meeting_count = meeting_count + ((SELECT channel FROM interaction WHERE id = new.interaction_id) = 3)
  WHERE contact_id = new.contact_id;
END;
)sql";

}  // namespace

Mark mark_of(const Database& db) {
    const Rows rows = db.sql(
        "SELECT (SELECT ifnull(max(id), 0) FROM contact), (SELECT ifnull(max(id), 0) FROM interaction), "
        "(SELECT ifnull(max(id), 0) FROM deal), (SELECT ifnull(max(seq), 0) FROM change_txn)");
    const auto at = [&](std::size_t i) { return *rows.rows[0][i].as<std::int64_t>(); };
    return {at(0), at(1), at(2), at(3)};
}

Replay::Replay(const Database& from, const std::string& path, bool triggers, const char* synchronous)
    : from_(from),
      raw_((std::filesystem::remove(path), std::filesystem::remove(path + "-wal"),
            std::filesystem::remove(path + "-shm"), path),
           synchronous),
      triggers_(triggers) {
    // FTS5 and the R-tree make the tables behind them themselves.
    for (const auto& object : from.sql("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                                       "'search\\_index\\_%' ESCAPE '\\' AND name NOT LIKE "
                                       "'address\\_place\\_%' ESCAPE '\\'")
                                  .rows)
        raw_.exec(object[0].to_string());
    raw_.exec("INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8)");
    for (const char* table : {"setting", "user", "pipeline", "stage", "field", "counter"}) copy(table);
    if (triggers) raw_.exec(trigger_schema);
}

void Replay::copy(const std::string& table) {
    const Rows rows = from_.sql("SELECT * FROM " + table);
    RawStatement& statement = insert(table, rows.columns.size(), "INSERT OR REPLACE");
    for (const auto& cells : rows.rows) {
        statement.bind(cells);
        statement.run();
    }
}

RawStatement& Replay::insert(const std::string& table, std::size_t columns, const char* verb) {
    const auto found = inserts_.find(table);
    if (found != inserts_.end()) return found->second;
    std::string marks;
    for (std::size_t i = 0; i < columns; ++i) marks += i == 0 ? "?" : ",?";
    return inserts_
        .emplace(table, raw_.prepare(std::string(verb) + " INTO " + table + " VALUES (" + marks + ")"))
        .first->second;
}

void Replay::read(const Mark& after, const Mark& upto) {
    pending_.clear();
    const auto take = [&](const std::string& table, const std::string& into, const std::string& columns,
                          const std::string& condition, std::int64_t low, std::int64_t high) {
        Rows rows = from_.sql("SELECT " + columns + " FROM " + table + " WHERE " + condition, {low, high});
        if (rows.rows.empty()) return;
        counts_[into.substr(0, into.find(' '))] += static_cast<std::int64_t>(rows.rows.size());
        RawStatement& statement = insert(into, rows.columns.size(), "INSERT");
        pending_.emplace_back(&statement, std::move(rows));
    };
    const auto all = [&](const std::string& table, const std::string& column, std::int64_t low,
                         std::int64_t high, const std::string& more = "") {
        take(table, table, "*", column + " > ?1 AND " + column + " <= ?2" + more, low, high);
    };
    all("change_txn", "seq", after.transaction, upto.transaction);
    {
        // Ranges of inserted rows; tags are made with the first contacts that have them.
        const Rows ranges = from_.sql(
            "SELECT row_id, old_value FROM change WHERE table_number = ?1 AND "
            "column_number = -1 AND seq > ?2 AND seq <= ?3",
            {static_cast<std::int64_t>(record_type<Tag>().number), after.transaction, upto.transaction});
        for (const auto& range : ranges.rows)
            take("tag", "tag", "*", "id >= ?1 AND id <= ?2", *range[0].as<std::int64_t>(),
                 *range[1].as<std::int64_t>());
    }
    all("contact", "id", after.contact, upto.contact);
    all("email", "contact_id", after.contact, upto.contact);
    all("phone", "contact_id", after.contact, upto.contact);
    all("tagging", "record_id", after.contact, upto.contact, " AND kind = 1");
    all("field_value", "record_id", after.contact, upto.contact);
    all("interaction", "id", after.interaction, upto.interaction);
    all("participant", "interaction_id", after.interaction, upto.interaction);
    all("deal", "id", after.deal, upto.deal);
    all("deal_contact", "deal_id", after.deal, upto.deal);
    if (triggers_) return;
    all("change", "seq", after.transaction, upto.transaction);
    all("transition", "seq", after.transaction, upto.transaction);
    all("contact_summary", "contact_id", after.contact, upto.contact);
    all("board_deal", "deal_id", after.deal, upto.deal);
    const struct {
        const RecordType& type;
        std::int64_t low;
        std::int64_t high;
    } searched[] = {{record_type<Contact>(), after.contact, upto.contact},
                    {record_type<Interaction>(), after.interaction, upto.interaction},
                    {record_type<Deal>(), after.deal, upto.deal}};
    for (const auto& [type, low, high] : searched) {
        const std::string kind = " AND kind = " + std::to_string(type.number);
        all("name_token", "record_id", low, high, kind);
        all("match_key", "record_id", low, high, kind);
        // search_doc by its key; its index gets the words of these rows, pieces of addresses and numbers as whole ones.
        const std::int64_t first = (low << 8 | type.number) + 1;
        const std::int64_t last = high << 8 | type.number;
        const std::string rows = "id >= ?1 AND id <= ?2" + kind;
        take("search_doc", std::string("search_doc (id, ") + words + ", body)",
             std::string("id, ") + words + ", body", rows, first, last);
        take("search_doc", std::string("search_index (rowid, ") + words + ")", std::string("id, ") + words,
             rows, first, last);
    }
    Rows totals = from_.sql("SELECT * FROM board_total");
    RawStatement& statement = insert("board_total", totals.columns.size(), "INSERT OR REPLACE");
    if (upto.deal > after.deal) pending_.emplace_back(&statement, std::move(totals));
}

void Replay::write() {
    raw_.exec("BEGIN IMMEDIATE");
    for (auto& [statement, rows] : pending_)
        for (const auto& cells : rows.rows) {
            statement->bind(cells);
            statement->run();
        }
    raw_.exec("COMMIT");
}

}  // namespace kith::bench
