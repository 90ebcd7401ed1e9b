// The full-text index is contentless: a row leaves it by the very words with which it came in. Those of short texts stand
// in search_doc. Those of a body are made again from the body as it was, which is the one that is there now or, when this
// transaction changed it, the journal's old value; a hash tells which. Should neither be the one (a file that another
// program wrote in), the index is made anew, so it never keeps words that nothing says any more.
#include "search/document_step.hpp"

#include "records/touched.hpp"
#include "search/document.hpp"
#include "search/pieces.hpp"
#include "store/core.hpp"
#include "store/errors.hpp"

#include <kith/error.hpp>

#include <algorithm>
#include <limits>
#include <map>

namespace kith::search {

namespace {

constexpr std::size_t batch_records = 512;
constexpr std::size_t batch_bytes = std::size_t{8} << 20U;

constexpr std::string_view select_docs =
    "SELECT id, title, reading, point, text, kana, body FROM search_doc WHERE id BETWEEN ?1 AND ?2 AND kind = ?3 "
    "ORDER BY id";
constexpr std::string_view insert_doc =
    "INSERT INTO search_doc (id, title, reading, point, text, kana, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
    "ON CONFLICT (id) DO UPDATE SET title = excluded.title, reading = excluded.reading, point = excluded.point, "
    "text = excluded.text, kana = excluded.kana, body = excluded.body";
constexpr std::string_view insert_words =
    "INSERT INTO search_index (rowid, title, reading, point, text, kana, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view delete_words =
    "INSERT INTO search_index (search_index, rowid, title, reading, point, text, kana, body) "
    "VALUES ('delete', ?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// Thrown inside this file only.
struct BodyLost {};

class Keeper {
public:
    Keeper(store::Writer& writer, const Searched& searched)
        : writer_(writer),
          connection_(writer.connection()),
          searched_(searched),
          reader_(connection_, searched),
          insert_doc_(connection_.prepare(insert_doc)),
          delete_doc_(connection_.prepare("DELETE FROM search_doc WHERE id = ?1")),
          insert_words_(connection_.prepare(insert_words)),
          delete_words_(connection_.prepare(delete_words)) {}

    /// Makes the rows of the records from `low` to `high` what they should be.
    void keep(std::int64_t low, std::int64_t high) {
        std::vector<Document> now;
        std::size_t bytes = 0;
        // What lies between the records, of those that are gone, belongs to the batch that ends there.
        const auto flush = [&](std::int64_t last) {
            write(stored(low, last), now);
            now.clear();
            bytes = 0;
        };
        reader_.each(low, high, [&](Document&& document) {
            const std::int64_t record = record_of(document.id);
            bytes += document.body.size() + document.text.size();
            if (!document.empty()) now.push_back(std::move(document));
            if ((now.size() >= batch_records || bytes >= batch_bytes) && record < high) {
                flush(record);
                low = record + 1;
            }
        });
        flush(high);
    }

private:
    std::vector<Document> stored(std::int64_t low, std::int64_t high) {
        constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max() >> 8;
        std::vector<Document> documents;
        store::Statement docs = connection_.prepare(select_docs);
        docs.bind_all(low << 8, std::min(high, highest) << 8 | 255, searched_.type->number);
        while (docs.step()) {
            Document& one = documents.emplace_back();
            one.id = docs.integer(0);
            one.title = docs.string(1);
            one.reading = docs.string(2);
            one.point = docs.string(3);
            one.text = docs.string(4);
            one.kana = docs.string(5);
            if (!docs.null(6)) one.body_hash = docs.integer(6);
        }
        return documents;
    }

    void write(std::vector<Document> before, const std::vector<Document>& now) {
        auto old = before.begin();
        auto made = now.begin();
        while (old != before.end() || made != now.end()) {
            if (made == now.end() || (old != before.end() && old->id < made->id)) {
                remove(*old);
                delete_doc_.bind(1, old->id).run();
                ++old;
            } else if (old == before.end() || made->id < old->id) {
                insert(*made++);
            } else {
                if (!old->same(*made)) {
                    if (old->body_hash == made->body_hash) old->body = made->body;
                    remove(*old);
                    insert(*made);
                }
                ++old, ++made;
            }
        }
    }

    void insert(const Document& document) {
        insert_doc_.bind_all(document.id, document.title, document.reading, document.point, document.text,
                             document.kana);
        if (document.body_hash)
            insert_doc_.bind(7, *document.body_hash);
        else
            insert_doc_.bind(7, nullptr);
        insert_doc_.run();
        run(insert_words_, document);
    }

    void remove(Document& document) {
        if (document.body_hash && document.body.empty()) find_body(document);
        run(delete_words_, document);
    }

    static void run(store::Statement& statement, const Document& document) {
        std::string pieces;
        for (std::size_t at = 1; at < document.point.size();) {
            const std::size_t end = std::min(document.point.find('\n', at), document.point.size());
            append_pieces(pieces, std::string_view(document.point).substr(at, end - at));
            at = end + 1;
        }
        statement.bind_all(document.id, document.title, document.reading, pieces, document.text,
                           document.kana, document.body);
        statement.run();
    }

    /// The words of a body that stood here before this transaction.
    void find_body(Document& document) {
        const std::int64_t record = record_of(document.id);
        const auto fits = [&](const std::vector<std::string>& texts) {
            document.body = body_words(texts);
            return hash_of(document.body) == document.body_hash;
        };
        const std::vector<std::string> current = reader_.side_texts(record);
        if (fits(current)) return;
        read_old_cells();
        std::vector<std::string> kept = current;  // as far as they still lie in memory
        std::vector<std::string> journaled = current;
        store::Statement cell = connection_.prepare(
            "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND seq = ?4 "
            "ORDER BY part LIMIT 1");
        std::size_t position = 0;
        for (const SearchedField& each : searched_.fields) {
            if (each.role != Role::body) continue;
            const auto found = old_.find({each.field->number, record});
            if (found != old_.end()) kept[position] = found->second;
            cell.bind_all(searched_.type->side_number, each.field->number, record, writer_.info().seq);
            if (cell.step()) journaled[position] = cell.string(0);
            cell.reset();
            ++position;
        }
        if (!fits(kept) && !fits(journaled)) throw BodyLost();
    }

    /// The first old value of each cell of the side table.
    void read_old_cells() {
        if (old_read_) return;
        old_read_ = true;
        for (const store::CellChange& cell : writer_.changes().cells())
            if (cell.table == searched_.type->side_number && cell.column > 0)
                old_.emplace(std::pair(cell.column, cell.row), cell.old.text);
    }

    store::Writer& writer_;
    store::Connection& connection_;
    const Searched& searched_;
    DocumentReader reader_;
    store::Statement insert_doc_;
    store::Statement delete_doc_;
    store::Statement insert_words_;
    store::Statement delete_words_;
    bool old_read_ = false;
    std::map<std::pair<int, std::int64_t>, std::string_view> old_;  // column and row; texts of the change set
};

// How the index is written: https://www.sqlite.org/fts5.html#configuration_options. More segments per merge make single
// writes shorter; more memory makes large batches faster.
void configure(store::Connection& connection) {
    connection.exec("INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8)");
}

void rebuild(store::Writer& writer) {
    configure(writer.connection());
    for (const Searched& searched : searched_types())
        Keeper(writer, searched).keep(1, std::numeric_limits<std::int64_t>::max());
}

void derive(store::Writer& writer, const store::ChangedTables& changes) {
    try {
        for (const Searched& searched : searched_types()) {
            const store::IdRanges touched = records::touched_records(writer, *searched.type, changes);
            if (touched.empty()) continue;
            Keeper keeper(writer, searched);
            for (const auto& [low, high] : touched) keeper.keep(low, high);
        }
    } catch (const Error& error) {
        store::tell_index_damage(error);
        throw;
    } catch (const BodyLost&) {
        writer.connection().exec(
            "DELETE FROM search_doc; INSERT INTO search_index (search_index) VALUES ('delete-all')");
        rebuild(writer);
    }
}

/// The rows that come or go, and the columns that are searched or decide whether a record is found.
void watch(const Searched& searched, std::vector<store::Watch>& watches) {
    const RecordType& type = *searched.type;
    store::Watch own = records::watch(type, {"deleted_at"});
    const auto also = [&](std::string_view column) { own.columns |= records::watch(type, {column}).columns; };
    if (type.mergeable) also("merged_into");
    for (const SearchedField& each : searched.fields)
        if (each.role != Role::body) also(each.field->column);
    // The condition for what is shown is a few words of SQL; a column too many does no harm.
    for (const records::Field& field : type.fields)
        if (!field.side && field.number != 0 && type.visible.find(field.column) != std::string_view::npos)
            also(field.column);
    watches.push_back(own);
    if (searched.has_body()) watches.push_back({type.side_number});
    for (const SearchedPoint& point : searched.points) watches.push_back({point.element->number});
}

}  // namespace

store::DeriveStep search_doc_step() {
    store::DeriveStep step;
    step.name = "search_doc";
    step.version = full_text_version;
    step.owns = {"search_doc"};
    step.indexes = {"search_index"};
    step.settings = {"region"};  // the comparison forms of phones follow from it
    for (const Searched& searched : searched_types()) watch(searched, step.watches);
    step.derive = &derive;
    step.rebuild = &rebuild;
    return step;
}

}  // namespace kith::search
