// Files that were damaged at rest: flipped bits, holes, cuts, pages that lie where others belong.
//
// Whatever the damage, opening, reading everything, querying and verifying end with a result or an Error, never with a
// crash; and verify stays silent only where nothing that the file says has changed: the damage hit free space.
#include "fault/office.hpp"
#include "support/dump.hpp"
#include "support/file_bytes.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/search.hpp>
#include <kith/segments.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>

using namespace kith;
using test::Office;

namespace {

/// A small file with something of everything, closed, in pages of `page` bytes.
class Sound {
public:
    explicit Sound(int page) : page_(static_cast<std::size_t>(page)) {
        const test::TempFile file;
        {
            auto db = Database::open(file.path(), options());
            office_ = test::fill(db);
            db.close();
        }
        if (page != 4096)
            test::meddle(file.string(), "PRAGMA journal_mode = DELETE; PRAGMA page_size = " +
                                            std::to_string(page) + "; VACUUM; PRAGMA journal_mode = WAL");
        bytes_ = test::bytes_of(file.path());
    }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::size_t page() const { return page_; }
    [[nodiscard]] std::size_t pages() const { return bytes_.size() / page_; }
    [[nodiscard]] const Office& office() const { return office_; }
    [[nodiscard]] static Options options() {
        Options options = test::still();
        options.durability = Durability::off;  // so that a thousand files take seconds
        return options;
    }

private:
    std::size_t page_;
    Office office_;
    std::string bytes_;
};

/// Damages a file by lot and says how.
std::string damage(std::string& bytes, const Sound& sound, std::mt19937& lot) {
    const auto below = [&](std::size_t end) { return static_cast<std::size_t>(lot()) % end; };
    const auto flip = [&] {
        const std::size_t at = below(bytes.size());
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1u << below(8)));
        return "bit of byte " + std::to_string(at);
    };
    const auto page = [&](std::size_t number) { return bytes.substr(number * sound.page(), sound.page()); };
    const auto put = [&](std::size_t number, const std::string& content) {
        bytes.replace(number * sound.page(), sound.page(), content);
    };
    switch (below(10)) {
        case 0:
        case 1:
        case 2: return flip();
        case 3: {
            std::string said;
            for (std::size_t i = 2 + below(15); i > 0; --i) said += flip() + ", ";
            return said;
        }
        case 4: {
            const std::size_t at = below(bytes.size());
            const std::size_t size = std::min(1 + below(600), bytes.size() - at);
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, '\0');
            return std::to_string(size) + " zeros at " + std::to_string(at);
        }
        case 5: {
            const std::size_t at = below(bytes.size());
            const std::size_t size = std::min(1 + below(100), bytes.size() - at);
            for (std::size_t i = at; i < at + size; ++i) bytes[i] = static_cast<char>(lot());
            return std::to_string(size) + " bytes of rubbish at " + std::to_string(at);
        }
        case 6: {
            const std::size_t number = below(sound.pages());
            put(number, std::string(sound.page(), '\0'));
            return "page " + std::to_string(number + 1) + " zeroed";
        }
        case 7: {
            const std::size_t from = below(sound.pages());
            const std::size_t to = below(sound.pages());
            put(to, page(from));
            return "page " + std::to_string(from + 1) + " also at " + std::to_string(to + 1);
        }
        case 8: {
            const std::size_t a = below(sound.pages());
            const std::size_t b = below(sound.pages());
            const std::string kept = page(a);
            put(a, page(b));
            put(b, kept);
            return "pages " + std::to_string(a + 1) + " and " + std::to_string(b + 1) + " swapped";
        }
        default: {
            bytes.resize(below(bytes.size()));
            return "cut to " + std::to_string(bytes.size());
        }
    }
}

/// Runs something that may throw an Error; true when it did not.
template <class Work>
bool goes_through(Work&& work) {
    try {
        work();
        return true;
    } catch (const Error&) {
        return false;
    }
}

template <class T>
void read_all(const Database& db) {
    (void)goes_through([&] { db.each<T>("", [](const T&) {}); });
}

void read_everything(const Database& db, const Office& office) {
    read_all<Contact>(db);
    read_all<Organization>(db);
    read_all<Employment>(db);
    read_all<Interaction>(db);
    read_all<User>(db);
    read_all<Tag>(db);
    read_all<List>(db);
    read_all<Segment>(db);
    read_all<Field>(db);
    read_all<ImportBatch>(db);
    const std::vector<std::function<void()>> calls = {
        [&] { (void)db.settings(); },
        [&] { (void)db.query<Contact>("tag = vip and has interaction (channel = phone) order by name"); },
        [&] { (void)db.query<Contact>("name contains 山田 or badge = 'B-1' or birthday is known"); },
        [&] { (void)db.search().find("ada"); },
        [&] { (void)db.duplicates().of(office.ada); },
        [&] { (void)db.duplicates().find(); },
        [&] {
            for (const TransactionEntry& entry : db.history().transactions())
                (void)db.history().changes(entry.id);
        },
        [&] { (void)db.history().of(office.ada); },
        [&] { (void)merges(db); },
    };
    for (const auto& call : calls) (void)goes_through(call);
}

/// A file's rows by table, each as its cells.
using Tables = std::map<std::string, Rows>;

/// What the full-text index says: every word with its places, and the records that are found by each.
Rows words_of(const std::string& file) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle(raw, sqlite3_close_v2);
    Rows result;
    const auto read = [&](const char* sql, const std::string& word) {
        sqlite3_stmt* prepared = nullptr;
        REQUIRE(sqlite3_prepare_v2(raw, sql, -1, &prepared, nullptr) == SQLITE_OK);
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared, sqlite3_finalize);
        if (sqlite3_bind_parameter_count(prepared) > 0)
            sqlite3_bind_text(prepared, 1, word.c_str(), -1, SQLITE_TRANSIENT);
        int code = sqlite3_step(prepared);
        for (; code == SQLITE_ROW; code = sqlite3_step(prepared)) {
            std::vector<Value>& row = result.rows.emplace_back();
            row.emplace_back(word);
            for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
                const void* text = sqlite3_column_text(prepared, i);
                row.emplace_back(text == nullptr ? "" : static_cast<const char*>(text));
            }
        }
        CHECK(code == SQLITE_DONE);
    };
    REQUIRE(sqlite3_exec(raw, "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, search_index, instance)",
                         nullptr, nullptr, nullptr) == SQLITE_OK);
    read("SELECT term, doc, lower(col), offset FROM temp.word", "");  // to SQLite the case of names is one
    std::set<std::string> words;
    for (const std::vector<Value>& row : result.rows) words.insert(row[1].to_string());
    for (const std::string& word : words) read("SELECT doc FROM temp.word WHERE term = ?1", word);
    read("SELECT hex(block) FROM search_index_data WHERE id = 1", "");  // how long texts are, for ranking
    return result;
}

/// A full-text index is taken by what it says, since its pages keep entries that newer ones replaced.
Tables tables_of(const Database& db, const std::string& file) {
    Tables tables = db.read([](const Reader& reader) {
        Tables rows;
        for (const auto& row : reader.sql("SELECT name FROM sqlite_schema WHERE type = 'table'").rows) {
            const std::string name = row[0].to_string();
            if (name != "search_index_data" && name != "search_index_idx")
                rows[name] = reader.sql("SELECT * FROM \"" + name + "\"");
        }
        return rows;
    });
    tables["words of search_index"] = words_of(file);
    return tables;
}

/// What differs between two files: "contact.notes" for a value, "contact" for rows that are not the same.
std::set<std::string> differing_columns(const Tables& before, const Tables& after) {
    std::set<std::string> found;
    for (const auto& [name, rows] : before) {
        const auto there = after.find(name);
        // names that differ by their case are the same to SQLite
        if (there == after.end() || there->second.rows.size() != rows.rows.size() ||
            !std::equal(rows.columns.begin(), rows.columns.end(), there->second.columns.begin(),
                        there->second.columns.end(), [](const std::string& a, const std::string& b) {
                            return sqlite3_stricmp(a.c_str(), b.c_str()) == 0;
                        })) {
            found.insert(name);
            continue;
        }
        for (std::size_t row = 0; row < rows.rows.size(); ++row)
            for (std::size_t i = 0; i < rows.rows[row].size(); ++i)
                if (!(rows.rows[row][i] == there->second.rows[row][i]))
                    found.insert(i < rows.columns.size() ? name + "." + rows.columns[i] : name);
    }
    return found;
}

}  // namespace

TEST_CASE("a damaged file never crashes and never passes verify with other content", "[sweep][damage]") {
    std::int64_t refused = 0;
    std::int64_t found = 0;
    std::int64_t harmless = 0;
    const test::TempFile file;
    for (const int page : {4096, 512}) {
        const Sound sound(page);
        test::put_bytes(file.path(), sound.bytes());
        Tables before;
        {
            const auto db = Database::open(file.path(), Sound::options());
            REQUIRE(test::findings(db) == "");
            before = tables_of(db, file.string());
        }
        const std::int64_t times = (page == 512 ? 750 : 250) * (test::all_points() ? 10 : 1);
        for (std::int64_t n = 0; n < times; ++n) {
            std::mt19937 lot(static_cast<std::mt19937::result_type>(n * 2 + (page == 512 ? 1 : 0)));
            std::string bytes = sound.bytes();
            const std::string what = damage(bytes, sound, lot);
            for (const char* suffix : {"-wal", "-shm", "-journal"})
                std::filesystem::remove(file.beside(suffix));
            test::put_bytes(file.path(), bytes);
            INFO("damage " << n << " in pages of " << page << " bytes: " << what);
            std::optional<Database> db;
            if (!goes_through([&] { db = Database::open(file.path(), Sound::options()); })) {
                ++refused;
                continue;
            }
            read_everything(*db, sound.office());
            bool silent = false;
            if (!goes_through([&] { silent = db->verify().empty(); }) || !silent) {
                ++found;
                continue;
            }
            Tables after;
            CHECK_NOTHROW(after = tables_of(*db, file.string()));
            for (const std::string& column : differing_columns(before, after))
                FAIL_CHECK("verify is silent about " << column);
            ++harmless;
        }
    }
    CHECK(refused > 0);
    CHECK(found > 0);
    CHECK(harmless > 0);
    test::report("damage: " + std::to_string(refused + found + harmless) + " files, " +
                 std::to_string(refused) + " refused, " + std::to_string(found) + " found by verify, " +
                 std::to_string(harmless) + " with the same content");
}

TEST_CASE("a damaged log gives an earlier state, and that one whole", "[sweep][damage]") {
    const test::TempFile file;
    std::vector<std::vector<std::string>> states;
    std::string bytes;
    std::string log;
    {
        Office office;
        {
            auto db = Database::open(file.path(), Sound::options());
            office = test::fill(db);
            db.close();
        }
        auto db = Database::open(file.path(), Sound::options());
        states.push_back(test::content(db));
        for (int i = 0; i < 6; ++i) {
            db.edit(office.ada, [&](Contact& c) { c.notes += std::to_string(i); });
            states.push_back(test::content(db));
        }
        bytes = test::bytes_of(file.path());  // as if the writer died here
        log = test::bytes_of(file.beside("-wal"));
    }
    REQUIRE(log.size() > 6u * 4096);
    const int times = test::all_points() ? 2000 : 40;
    std::set<std::size_t> reached;
    for (int n = 0; n < times; ++n) {
        std::mt19937 lot(static_cast<std::mt19937::result_type>(n));
        std::string damaged = log;
        const std::size_t at = lot() % log.size();
        const std::size_t size = std::min<std::size_t>(1 + lot() % 2000, log.size() - at);
        switch (lot() % 3) {
            case 0:
                damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1u << (lot() % 8)));
                break;
            case 1: std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(at), size, '\0'); break;
            default: damaged.resize(at); break;
        }
        std::filesystem::remove(file.beside("-shm"));
        test::put_bytes(file.path(), bytes);
        test::put_bytes(file.beside("-wal"), damaged);
        INFO("damage " << n << " at byte " << at << " of the log");
        auto db = Database::open(file.path(), Sound::options());
        const auto state = std::find(states.begin(), states.end(), test::content(db));
        CHECK(state != states.end());
        reached.insert(static_cast<std::size_t>(state - states.begin()));
        CHECK(db.verify().empty());
    }
    CHECK(reached.size() > 2);
    test::report("damaged logs: " + std::to_string(times) + ", " + std::to_string(reached.size()) + " of " +
                 std::to_string(states.size()) + " states came back");
}
