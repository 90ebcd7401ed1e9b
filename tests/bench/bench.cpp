// kith against the same work by hand on SQLite, in one run.
//
//   bench [contacts]      default 10000, with ten deals each
//
// Both sides run at synchronous=OFF, and the figures are CPU time of this process: what is compared is work, not the
// disk. The raw side uses prepared statements in one transaction and writes the same rows into the same schema, the
// journal and the derived tables included. Every figure is the best of several rounds.
#include <kith/kith.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace kith;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double best_of(int rounds, const std::function<void()>& work) {
    double best = 1e300;
    for (int i = 0; i < rounds; ++i) {
        const double begin = cpu_seconds();
        work();
        best = std::min(best, cpu_seconds() - begin);
    }
    return best;
}

void row(const char* what, double kith, double raw, double per) {
    std::printf("%-46s %10.2f %10.2f %8.4f\n", what, kith / per * 1e6, raw / per * 1e6, kith / raw);
}

/// A raw connection with as little around it as possible.
class Raw {
public:
    explicit Raw(const std::string& path) {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) std::exit(1);
        exec(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; PRAGMA foreign_keys = ON;");
    }
    ~Raw() { sqlite3_close(handle_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    void exec(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
            std::fprintf(stderr, "%s\n%s\n", message, sql.c_str());
            std::exit(1);
        }
    }
    [[nodiscard]] std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            std::fprintf(stderr, "%s\n%s\n", sqlite3_errmsg(handle_), sql.c_str());
            std::exit(1);
        }
        return {statement, sqlite3_finalize};
    }

private:
    sqlite3* handle_ = nullptr;
};

std::vector<Contact> population(int count) {
    const std::vector<std::string> given = {"Ada",  "Grace", "Alan", "太郎", "花子",
                                            "José", "Mary",  "John", "健",   "Anna"};
    const std::vector<std::string> family = {"Lovelace", "Hopper", "山田",   "佐藤", "Müller",
                                             "Smith",    "鈴木",   "Garcia", "Tan"};
    std::vector<Contact> contacts;
    for (int i = 0; i < count; ++i) {
        const auto n = static_cast<std::size_t>(i);
        Contact c{
            .name = {.given = given[n * 7 % given.size()],
                     .family = family[n * 13 % family.size()] + std::to_string(i % 997)},
            .emails = {{.address = "p" + std::to_string(i) + "@firm" + std::to_string(i % 300) + ".example",
                        .label = "work"}},
            .phones = {{.number = "03-5550-" + std::to_string(1000 + i % 9000), .label = "work"}},
            .lifecycle = i % 3 == 0 ? Lifecycle::customer : Lifecycle::lead,
            .tags = {i % 10 == 0 ? "vip" : "other"}};
        contacts.push_back(std::move(c));
    }
    return contacts;
}

using Cells = std::vector<std::vector<Value>>;

/// Every row of every table of a database, to be written again by hand.
struct Copy {
    std::string schema;
    std::vector<std::pair<std::string, Rows>> tables;
};

Copy copy_of(const Database& db) {
    Copy copy;
    // FTS5 makes the tables behind its index itself; their rows are copied like those of others.
    for (const auto& object :
         db.sql("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_index\\_%' ESCAPE '\\'")
             .rows)
        copy.schema += object[0].to_string() + ";\n";
    for (const char* table : {"change_txn", "contact", "email", "phone", "tag", "tagging", "name_token",
                              "match_key", "contact_summary", "change", "transition"})
        copy.tables.emplace_back(table, db.sql(std::string("SELECT * FROM ") + table));
    // Its index gets the words of these rows, pieces of addresses and numbers as whole ones.
    const std::string words = "title, reading, point, text, kana";
    const auto docs = [&](const std::string& more) {
        return db.sql("SELECT id, " + words + more + " FROM search_doc");
    };
    copy.tables.emplace_back("search_doc (id, " + words + ", body)", docs(", body"));
    copy.tables.emplace_back("search_index (rowid, " + words + ")", docs(""));
    return copy;
}

void bind_cells(sqlite3_stmt* statement, const std::vector<Value>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const int at = static_cast<int>(i) + 1;
        if (const auto* number = cells[i].as<std::int64_t>())
            sqlite3_bind_int64(statement, at, *number);
        else if (const auto* text = cells[i].as<std::string>())
            sqlite3_bind_text(statement, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
        else
            sqlite3_bind_null(statement, at);
    }
}

void write_by_hand(const std::string& path, const Copy& copy) {
    std::filesystem::remove(path);
    Raw raw(path);
    raw.exec(copy.schema);
    raw.exec("BEGIN");
    for (const auto& [table, rows] : copy.tables) {
        std::string marks;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) marks += i == 0 ? "?" : ",?";
        const auto insert = raw.prepare("INSERT INTO " + table + " VALUES (" + marks + ")");
        for (const auto& cells : rows.rows) {
            bind_cells(insert.get(), cells);
            if (sqlite3_step(insert.get()) != SQLITE_DONE) std::exit(1);
            sqlite3_reset(insert.get());
        }
    }
    raw.exec("COMMIT");
}

/// The same whole record by hand: the rows of its tables as strings.
std::size_t read_by_hand(std::vector<std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>>& statements,
                         std::int64_t id) {
    std::vector<std::string> texts;
    for (auto& statement : statements) {
        sqlite3_bind_int64(statement.get(), 1, id);
        while (sqlite3_step(statement.get()) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(statement.get()); ++i)
                if (const auto* text = sqlite3_column_text(statement.get(), i))
                    texts.emplace_back(reinterpret_cast<const char*>(text));
        sqlite3_reset(statement.get());
    }
    return texts.size();
}

/// Boards of so many deals: their kept totals against counting, and moving one deal.
void bench_boards(const std::string& path, const Options& options, int count) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    auto db = Database::open(path, options);
    Pipelines pipelines = db.pipelines();
    const NewPipeline sales = pipelines.create("Sales", {{.name = "Lead", .probability = 10},
                                                         {.name = "Qualified", .probability = 25},
                                                         {.name = "Proposal", .probability = 50},
                                                         {.name = "Negotiation", .probability = 75},
                                                         {.name = "Won", .kind = StageKind::won},
                                                         {.name = "Lost", .kind = StageKind::lost}});
    std::vector<Deal> deals;
    for (int i = 0; i < count; ++i)
        deals.push_back({.name = "Deal " + std::to_string(i),
                         .stage = sales.stages[static_cast<std::size_t>(i) * 7 % sales.stages.size()],
                         .amount = {1000 + i % 5000, i % 3 == 0 ? "JPY" : "USD"}});
    const std::vector<DealId> ids = db.add(deals);

    std::int64_t seen = 0;
    const int boards = 200;
    const auto board = [&](std::size_t cards) {
        return best_of(5,
                       [&] {
                           for (int i = 0; i < boards; ++i)
                               for (const BoardStage& stage :
                                    pipelines.board(sales.id, {.cards = cards}).stages)
                                   seen += stage.deals;
                       }) /
               boards;
    };
    const double totals = board(0);
    const double cards = board(20);
    const int moves = 1000;
    const auto stage = [&](int i) { return sales.stages[static_cast<std::size_t>(i) % sales.stages.size()]; };
    int round = 0;
    const double moved = best_of(3, [&] {
        ++round;
        for (int i = 0; i < moves; ++i)
            pipelines.move(ids[static_cast<std::size_t>(i) * 7919 % ids.size()], stage(i + round));
    });
    db.close();

    Raw raw(path);  // with the index that serves it best, which every write would have to keep
    raw.exec(
        "CREATE INDEX by_hand ON deal (pipeline_id, stage_id, currency, amount) WHERE deleted_at IS NULL");
    const auto group = raw.prepare(
        "SELECT stage_id, currency, count(*), sum(amount) FROM deal WHERE pipeline_id = 1 AND deleted_at IS NULL "
        "GROUP BY stage_id, currency");
    const double counted = best_of(5, [&] {
        while (sqlite3_step(group.get()) == SQLITE_ROW) seen += sqlite3_column_int64(group.get(), 2);
        sqlite3_reset(group.get());
    });
    row("board: totals (raw: GROUP BY, covering index)", totals, counted, 1);
    row("board: totals and 120 cards (raw: the same)", cards, counted, 1);
    std::printf("%-46s %10.2f\n", "move one deal", moved / moves * 1e6);
    if (seen == 0) std::exit(1);
}

/// Ten interactions for each contact, by kith alone: what is derived of them is made too. The raw side gets the rows.
void add_interactions(Database& db, Raw& raw, int count) {
    std::vector<Interaction> interactions;
    const Time begin = Time{std::chrono::hours(490000)};
    for (int i = 0; i < count * 10; ++i)
        interactions.push_back({.participants = {ContactId{i % count + 1}},
                                .at = begin + std::chrono::minutes(i),
                                .channel = static_cast<Channel>(i % 5),
                                .direction = i % 2 == 0 ? Direction::inbound : Direction::outbound,
                                .subject = "About number " + std::to_string(i)});
    const double bulk = best_of(1, [&] { db.add(interactions); });
    std::printf("%-46s %10.2f\n", "bulk add, one interaction with its summary", bulk / count / 10 * 1e6);
    raw.exec("BEGIN");
    for (const char* table : {"interaction", "participant", "contact_summary", "counter"}) {
        const Rows rows = db.sql(std::string("SELECT * FROM ") + table);
        std::string marks;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) marks += i == 0 ? "?" : ",?";
        const auto insert =
            raw.prepare(std::string("INSERT OR REPLACE INTO ") + table + " VALUES (" + marks + ")");
        for (const auto& cells : rows.rows) {
            bind_cells(insert.get(), cells);
            if (sqlite3_step(insert.get()) != SQLITE_DONE) std::exit(1);
            sqlite3_reset(insert.get());
        }
    }
    raw.exec("COMMIT");
}

/// Timelines and cards beside the same rows read by hand.
void bench_activity(Database& db, Raw& raw, int count) {
    add_interactions(db, raw, count);
    const int lookups = 5000;
    const auto id_of_round = [&](int i) { return static_cast<std::int64_t>(i) * 7919 % count + 1; };
    constexpr const char* timeline_rows =
        "SELECT i.id, i.at, i.channel, i.direction, p.role, i.subject, i.duration_seconds, i.organization_id, "
        "i.user_id FROM participant p JOIN interaction i ON i.id = p.interaction_id WHERE p.contact_id = ?1 "
        "AND i.deleted_at IS NULL ORDER BY p.at DESC, p.interaction_id DESC LIMIT 50";
    std::size_t seen = 0;
    using Statements = std::vector<std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>>;
    const auto by_hand = [&](std::initializer_list<const char*> texts) {
        Statements statements;
        for (const char* sql : texts) statements.push_back(raw.prepare(sql));
        return best_of(3, [&] {
            raw.exec("BEGIN");  // one snapshot, as on the other side
            for (int i = 0; i < lookups; ++i) seen += read_by_hand(statements, id_of_round(i));
            raw.exec("COMMIT");
        });
    };
    const double timeline = best_of(3, [&] {
        db.read([&](const Reader& reader) {
            for (int i = 0; i < lookups; ++i) seen += reader.timeline(ContactId{id_of_round(i)}).size();
        });
    });
    row("timeline, newest 50", timeline, by_hand({timeline_rows}), lookups);
    const double card = best_of(3, [&] {
        db.read([&](const Reader& reader) {
            for (int i = 0; i < lookups; ++i) seen += reader.card(ContactId{id_of_round(i)}).timeline.size();
        });
    });
    const double card_raw = by_hand({"SELECT * FROM contact WHERE id = ?1",
                                     "SELECT * FROM email WHERE contact_id = ?1 ORDER BY position",
                                     "SELECT * FROM phone WHERE contact_id = ?1 ORDER BY position",
                                     timeline_rows, "SELECT * FROM contact_summary WHERE contact_id = ?1"});
    row("whole card (raw: five statements of it)", card, card_raw, lookups);
    const double every = by_hand(
        {"SELECT * FROM contact WHERE id = ?1", "SELECT * FROM email WHERE contact_id = ?1 ORDER BY position",
         "SELECT * FROM phone WHERE contact_id = ?1 ORDER BY position",
         "SELECT * FROM address WHERE contact_id = ?1 ORDER BY position",
         "SELECT * FROM handle WHERE contact_id = ?1 ORDER BY position",
         "SELECT * FROM named_date WHERE contact_id = ?1 ORDER BY position",
         "SELECT * FROM external_id WHERE contact_id = ?1 ORDER BY position",
         "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.record_id = ?1 AND g.kind = 1",
         "SELECT * FROM field WHERE ?1 AND record_type = 'contact'",
         "SELECT e.*, o.name FROM employment e JOIN organization o ON o.id = e.organization_id "
         "WHERE e.contact_id = ?1",
         "SELECT r.*, c.given, c.family FROM relationship r JOIN contact c ON c.id = r.related_id "
         "WHERE r.contact_id = ?1 UNION ALL SELECT r.*, c.given, c.family FROM relationship r "
         "JOIN contact c ON c.id = r.contact_id WHERE r.related_id = ?1",
         timeline_rows, "SELECT * FROM task WHERE contact_id = ?1 AND done_at IS NULL",
         "SELECT a.* FROM appointment_participant p JOIN appointment a ON a.id = p.appointment_id "
         "WHERE p.contact_id = ?1",
         "SELECT * FROM reminder WHERE contact_id = ?1 AND done_at IS NULL",
         "SELECT l.name FROM list_member m JOIN list l ON l.id = m.list_id WHERE m.record_id = ?1",
         "SELECT * FROM contact_summary WHERE contact_id = ?1"});
    row("whole card (raw: every statement of it)", card, every, lookups);
    if (seen == 0) std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
    const auto folder = std::filesystem::temp_directory_path();
    const std::string ours = (folder / "kith-bench.kith").string();
    const std::string theirs = (folder / "kith-bench-raw.db").string();
    const std::vector<Contact> contacts = population(count);
    const Options options{.region = "JP", .durability = Durability::off};

    std::printf("%d contacts, CPU microseconds per operation, best of several rounds\n\n", count);
    std::printf("%-46s %10s %10s %8s\n", "", "kith", "raw", "ratio");

    const double bulk = best_of(3, [&] {
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(ours + suffix);
        auto db = Database::open(ours, options);
        db.add(contacts);
    });
    auto db = Database::open(ours, options);
    const Copy copy = copy_of(db);
    const double bulk_raw = best_of(3, [&] { write_by_hand(theirs, copy); });
    row("bulk add, one contact with its rows", bulk, bulk_raw, count);

    Raw raw(theirs);
    const int lookups = 20000;
    const auto id_of_round = [&](int i) { return static_cast<std::int64_t>(i) * 7919 % count + 1; };
    std::size_t seen = 0;
    const double get = best_of(3, [&] {
        db.read([&](const Reader& reader) {
            for (int i = 0; i < lookups; ++i) seen += reader.get(ContactId{id_of_round(i)}).emails.size();
        });
    });
    std::vector<std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>> statements;
    for (const char* sql :
         {"SELECT * FROM contact WHERE id = ?1", "SELECT * FROM email WHERE contact_id = ?1 ORDER BY position",
          "SELECT * FROM phone WHERE contact_id = ?1 ORDER BY position",
          "SELECT * FROM address WHERE contact_id = ?1 ORDER BY position",
          "SELECT * FROM handle WHERE contact_id = ?1 ORDER BY position",
          "SELECT * FROM named_date WHERE contact_id = ?1 ORDER BY position",
          "SELECT * FROM external_id WHERE contact_id = ?1 ORDER BY position",
          "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.record_id = ?1 AND g.kind = 1"})
        statements.push_back(raw.prepare(sql));
    const double get_raw = best_of(3, [&] {
        for (int i = 0; i < lookups; ++i) seen += read_by_hand(statements, id_of_round(i));
    });
    row("whole contact by id", get, get_raw, lookups);

    bench_activity(db, raw, count);

    const int edits = 2000;
    int round = 0;
    using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;
    const auto run = [](const Statement& statement) {
        if (sqlite3_step(statement.get()) != SQLITE_DONE) std::exit(1);
        sqlite3_reset(statement.get());
    };
    const auto bind_text = [](const Statement& statement, int at, const char* text) {
        sqlite3_bind_text(statement.get(), at, text != nullptr ? text : "", -1, SQLITE_TRANSIENT);
    };
    const auto text_of = [](const Statement& statement, int column) {
        return reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), column));
    };
    const auto journal = raw.prepare("INSERT INTO change_txn (at) VALUES (?1)");
    const auto change =
        raw.prepare("INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject) "
                    "VALUES (1, ?3, ?1, (SELECT max(seq) FROM change_txn), ?2, ?1)");
    const auto doc = raw.prepare("SELECT id, title, reading, point, text, kana FROM search_doc WHERE id = ?1");
    const auto doc_text = raw.prepare("UPDATE search_doc SET text = ?2 WHERE id = ?1");
    const auto out =
        raw.prepare("INSERT INTO search_index (search_index, rowid, title, reading, point, text, kana) "
                    "VALUES ('delete', ?1, ?2, ?3, ?4, ?5, ?6)");
    const auto in = raw.prepare("INSERT INTO search_index (rowid, title, reading, point, text, kana) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    const auto index_text = [&](std::int64_t id, const std::string& text) {
        sqlite3_bind_int64(doc.get(), 1, id << 8 | 1);
        sqlite3_step(doc.get());
        for (const auto* statement : {&out, &in}) {
            sqlite3_bind_int64(statement->get(), 1, id << 8 | 1);
            for (int i = 1; i <= 5; ++i)
                bind_text(*statement, i + 1, i == 4 && statement == &in ? text.c_str() : text_of(doc, i));
        }
        sqlite3_reset(doc.get());
        sqlite3_bind_int64(doc_text.get(), 1, id << 8 | 1);
        bind_text(doc_text, 2, text.c_str());
        for (const auto* statement : {&out, &in, &doc_text}) run(*statement);
    };
    /// One field of a contact, by kith and by hand; `searched`: full text is kept too.
    const auto edit_field = [&](const char* what, const std::string& column, int number,
                                std::string Contact::*member, bool searched) {
        const double edit = best_of(3, [&] {
            ++round;
            for (int i = 0; i < edits; ++i)
                db.edit(ContactId{id_of_round(i)},
                        [&](Contact& c) { c.*member = "round " + std::to_string(round); });
        });
        const auto read = raw.prepare("SELECT " + column + ", version FROM contact WHERE id = ?1");
        const auto update = raw.prepare("UPDATE contact SET " + column +
                                        " = ?2, version = version + 1, updated_at = ?3 WHERE id = ?1");
        const double edit_raw = best_of(3, [&] {
            ++round;
            const std::string text = "round " + std::to_string(round);
            for (int i = 0; i < edits; ++i) {
                const std::int64_t id = id_of_round(i);
                raw.exec("BEGIN IMMEDIATE");
                sqlite3_bind_int64(read.get(), 1, id);
                sqlite3_step(read.get());
                sqlite3_bind_int64(change.get(), 1, id);
                bind_text(change, 2, text_of(read, 0));
                sqlite3_bind_int(change.get(), 3, number);
                sqlite3_reset(read.get());
                sqlite3_bind_int64(update.get(), 1, id);
                bind_text(update, 2, text.c_str());
                sqlite3_bind_int64(update.get(), 3, round);
                sqlite3_bind_int64(journal.get(), 1, round);
                for (const auto* statement : {&update, &journal, &change}) run(*statement);
                if (searched) index_text(id, text);
                raw.exec("COMMIT");
            }
        });
        row(what, edit, edit_raw, edits);
    };
    edit_field("read, change one field, write, journal", "source", 27, &Contact::source, false);
    edit_field("the same of a searched field, with full text", "notes", 28, &Contact::notes, true);

    const double query =
        best_of(5, [&] { seen += db.ids<Contact>("tag = vip and lifecycle = customer").size(); });
    const auto by_hand =
        raw.prepare("SELECT c.id FROM tagging g JOIN contact c ON c.id = g.record_id WHERE g.tag_id = "
                    "(SELECT id FROM tag WHERE folded = 'vip') AND g.kind = 1 AND c.lifecycle = 50 "
                    "AND c.deleted_at IS NULL AND c.merged_into IS NULL AND c.kind = 0 ORDER BY c.id");
    const double query_raw = best_of(5, [&] {
        while (sqlite3_step(by_hand.get()) == SQLITE_ROW) ++seen;
        sqlite3_reset(by_hand.get());
    });
    row("query: tag = vip and lifecycle = customer", query, query_raw, 1);

    const Search search = db.search();
    const double typed = best_of(5, [&] {
        for (const char* text : {"y", "sm", "love", "山", "佐藤", "0355501", "p12"})
            seen += search.find(text).size();
    });
    const auto like =
        raw.prepare("SELECT id, given, family FROM contact WHERE given LIKE ?1 OR family LIKE ?1 LIMIT 20");
    const double typed_raw = best_of(5, [&] {
        for (const char* text : {"y%", "sm%", "love%", "山%", "佐藤%", "0355501%", "p12%"}) {
            sqlite3_bind_text(like.get(), 1, text, -1, SQLITE_STATIC);
            while (sqlite3_step(like.get()) == SQLITE_ROW) ++seen;
            sqlite3_reset(like.get());
        }
    });
    row("as-you-type search (raw: LIKE on names only)", typed, typed_raw, 7);

    bench_boards((folder / "kith-bench-deals.kith").string(), options, count * 10);
    {
        Raw index(ours);  // the same index asked by hand, without titles and snippets
        const auto match = index.prepare(
            "SELECT rowid FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid DESC LIMIT 20");
        const double words = best_of(5, [&] {
            for (const char* text : {"love", "山", "佐藤", "5550-10", "firm29"})
                seen += search.full_text(text).size();
        });
        const double words_raw = best_of(5, [&] {
            for (const char* text :
                 {"\"love\"*", "\"山\"*", "\"佐藤\"", "\"555 550 501 010\"", "\"fir irm rm2 m29\""}) {
                sqlite3_bind_text(match.get(), 1, text, -1, SQLITE_STATIC);
                while (sqlite3_step(match.get()) == SQLITE_ROW) ++seen;
                sqlite3_reset(match.get());
            }
        });
        row("full text, 20 hits (raw: ids from FTS5)", words, words_raw, 5);
    }

    std::vector<Cluster> clusters;
    const double duplicates = best_of(1, [&] { clusters = db.duplicates().find(); });
    std::printf("\nduplicates: %.2f s CPU, %zu groups\n", duplicates, clusters.size());
    std::printf("file: %.2f KB per contact\n",
                static_cast<double>(std::filesystem::file_size(ours)) / 1024 / count);
    db.close();
    for (const std::string& path : {ours, theirs, (folder / "kith-bench-deals.kith").string()})
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    return seen == 0 ? 1 : 0;
}
