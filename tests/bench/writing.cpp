// One transaction at a time, as a person types.
#include "figures.hpp"
#include "sections.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace kith::bench {

namespace {

constexpr const char* read_contact[] = {
    "SELECT * FROM contact WHERE id = ?1", "SELECT * FROM email WHERE contact_id = ?1 ORDER BY position",
    "SELECT * FROM phone WHERE contact_id = ?1 ORDER BY position",
    "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.record_id = ?1 AND g.kind = 1",
    "SELECT f.key, v.value, v.unit FROM field f JOIN field_value v ON v.field_id = f.id WHERE v.record_id = ?1 "
    "AND f.record_type = 'contact'"};

/// Adds contacts one by one, each in a transaction of its own, and the same rows by hand.
void add_one_by_one(Built& built) {
    constexpr int count = 1000;
    const Batch batch = built.population.batch(built.contacts + 1, count);
    Sample ours;
    Sample theirs;
    Mark mark = mark_of(built.db);
    for (const Contact& contact : batch.contacts) {
        ours.add(cpu_of([&] { built.db.add(contact); }));
        const Mark now = mark_of(built.db);
        built.raw->read(mark, now);
        theirs.add(cpu_of([&] { built.raw->write(); }));
        mark = now;
    }
    row("add one contact, p50", ours.at(50), theirs.at(50), 1, "<= 1.25");
    row("add one contact, p99", ours.at(99), theirs.at(99), 1, "<= 6000 us");
}

/// Edits by hand: the cell, the version, the journal, and where the field is searched the index.
class HandEdit {
public:
    HandEdit(Raw& raw, const std::string& column, int number, bool searched, bool whole)
        : raw_(raw),
          number_(number),
          searched_(searched),
          cell_(raw.prepare("SELECT " + column + " FROM contact WHERE id = ?1")),
          update_(raw.prepare("UPDATE contact SET " + column +
                              " = ?2, version = version + 1, updated_at = ?3 WHERE id = ?1")),
          transaction_(raw.prepare("INSERT INTO change_txn (at) VALUES (?1)")),
          change_(
              raw.prepare("INSERT INTO change (table_number, column_number, row_id, seq, old_value, subject) "
                          "VALUES (1, ?3, ?1, (SELECT max(seq) FROM change_txn), ?2, ?1)")),
          document_(raw.prepare("SELECT title, reading, point, text, kana FROM search_doc WHERE id = ?1")),
          document_text_(raw.prepare("UPDATE search_doc SET text = ?2 WHERE id = ?1")),
          out_(raw.prepare("INSERT INTO search_index (search_index, rowid, title, reading, point, text, kana) "
                           "VALUES ('delete', ?1, ?2, ?3, ?4, ?5, ?6)")),
          in_(raw.prepare("INSERT INTO search_index (rowid, title, reading, point, text, kana) "
                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")) {
        if (whole)
            for (const char* sql : read_contact) whole_.push_back(raw.prepare(sql));
    }

    void operator()(std::int64_t id, const std::string& text) {
        raw_.exec("BEGIN IMMEDIATE");
        read_by_hand(whole_, id);
        cell_.bind(1, id);
        cell_.step();
        const std::string before = cell_.text(0);
        cell_.reset();
        transaction_.bind(1, id).run();
        change_.bind(1, id).bind(2, std::string_view(before)).bind(3, std::int64_t{number_}).run();
        update_.bind(1, id).bind(2, std::string_view(text)).bind(3, id).run();
        if (searched_) index(id << 8 | 1, text);
        raw_.exec("COMMIT");
    }

private:
    void index(std::int64_t rowid, const std::string& text) {
        document_.bind(1, rowid);
        if (!document_.step()) std::exit(1);
        std::vector<std::string> words;
        for (int i = 0; i < 5; ++i) words.push_back(document_.text(i));
        document_.reset();
        for (RawStatement* statement : {&out_, &in_}) {
            if (statement == &in_) words[3] = text;
            statement->bind(1, rowid);
            for (int i = 0; i < 5; ++i)
                statement->bind(i + 2, std::string_view(words[static_cast<std::size_t>(i)]));
            statement->run();
        }
        document_text_.bind(1, rowid).bind(2, std::string_view(text)).run();
    }

    Raw& raw_;
    int number_;
    bool searched_;
    RawStatement cell_;
    RawStatement update_;
    RawStatement transaction_;
    RawStatement change_;
    RawStatement document_;
    RawStatement document_text_;
    RawStatement out_;
    RawStatement in_;
    std::vector<RawStatement> whole_{};
};

void edit_one_field(Built& built, const char* what, const std::string& column, int number,
                    std::string Contact::*member, bool searched) {
    constexpr int edits = 1000;
    const auto id_of = [&](int i) { return static_cast<std::int64_t>(i) * 7919 % built.contacts + 1; };
    int round = 0;
    const auto text_of = [&](int i) {
        return "word " + std::to_string(round) + " of " + std::to_string(i % 50);
    };
    const auto run = [&](auto&& edit) {
        ++round;
        return sample_of(edits, [&](int i) { edit(id_of(i), text_of(i)); });
    };
    const auto ours = [&](std::int64_t id, const std::string& text) {
        built.db.edit(ContactId{id}, [&](Contact& contact) { contact.*member = text; });
    };
    run(ours);  // statements prepared, pages in the cache
    const Sample kith = run(ours);
    HandEdit cell(built.raw->raw(), column, number, searched, false);
    HandEdit whole(built.raw->raw(), column, number, searched, true);
    run(cell);
    const Sample by_cell = run(cell);
    const Sample by_record = run(whole);
    row(std::string(what) + ", p50 (raw: reads the record)", kith.at(50), by_record.at(50), 1, "<= 1.25");
    row(std::string(what) + ", p50 (raw: reads the cell)", kith.at(50), by_cell.at(50), 1);
    row(std::string(what) + ", p99 (raw: reads the record)", kith.at(99), by_record.at(99), 1, "<= 6000 us");
}

/// What a commit waits for the disk: nothing of it is work, so it is told apart, in time that passed.
void synced_commits(const std::string& folder, Options options) {
    const std::string path = folder + "/synced.kith";
    options.durability = Durability::full;
    constexpr int count = 100;
    Sample ours;
    Sample theirs;
    {
        auto db = Database::open(path, options);
        db.add(Contact{.name = {.given = "First"}});
        Raw raw(folder + "/synced.db", "FULL");
        raw.exec("CREATE TABLE contact (id INTEGER PRIMARY KEY, given TEXT)");
        for (int i = 0; i < count; ++i) {
            double begin = wall_seconds();
            db.add(Contact{.name = {.given = "Name " + std::to_string(i)}});
            ours.add(wall_seconds() - begin);
            begin = wall_seconds();
            raw.exec("INSERT INTO contact (given) VALUES ('Name')");
            theirs.add(wall_seconds() - begin);
        }
    }
    row("a synced commit, time passed, p50 (raw: one small row)", ours.at(50), theirs.at(50), 1);
    for (const char* name : {"/synced.kith", "/synced.db"})
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(folder + name + suffix);
}

}  // namespace

void bench_writing(Built& built, const std::string& folder, const Options& options) {
    title("single transactions");
    add_one_by_one(built);
    edit_one_field(built, "edit a field", "source", 27, &Contact::source, false);
    edit_one_field(built, "edit searched text", "notes", 28, &Contact::notes, true);
    synced_commits(folder, options);
}

}  // namespace kith::bench
