#include "store/schema.hpp"

#include "store/migrations.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <string_view>
#include <tuple>
#include <vector>

namespace kith::store {

namespace {

/// The words of an SQL text with one space between them: without comments, unquoted names in lower case, and names
/// without quotes that they do not need. Two texts that differ only in how they are written give the same.
std::string words_of(std::string_view sql) {
    const auto in_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '$' || static_cast<unsigned char>(c) >= 0x80;
    };
    const auto lower = [](std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    };
    const auto quoted = [](const std::string& inside, char quote) {
        std::string text(1, quote);
        for (const char c : inside) text.append(c == quote ? 2 : 1, c);
        return text + quote;
    };
    std::string words;
    const auto add = [&](const std::string& word) {
        if (!words.empty()) words += ' ';
        words += word;
    };
    for (std::size_t i = 0; i < sql.size();) {
        const char c = sql[i];
        const auto skip_to = [&](std::string_view end) {
            const std::size_t at = sql.find(end, i + 2);
            i = at == std::string_view::npos ? sql.size() : at + end.size();
        };
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            ++i;
        } else if (sql.substr(i, 2) == "--") {
            skip_to("\n");
        } else if (sql.substr(i, 2) == "/*") {
            skip_to("*/");
        } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
            const char end = c == '[' ? ']' : c;
            std::string inside;
            for (++i; i < sql.size(); ++i) {
                if (sql[i] == end) {
                    if (end == ']' || i + 1 == sql.size() || sql[i + 1] != end) break;
                    ++i;  // a doubled quote stands for itself
                }
                inside += sql[i];
            }
            ++i;
            const bool plain = !inside.empty() && std::all_of(inside.begin(), inside.end(), in_word) &&
                               sqlite3_keyword_check(inside.data(), static_cast<int>(inside.size())) == 0;
            if (c == '\'')
                add(quoted(inside, '\''));
            else
                add(plain ? lower(inside) : quoted(lower(inside), '"'));
        } else if (in_word(c)) {
            const std::size_t from = i;
            while (i < sql.size() && in_word(sql[i])) ++i;
            add(lower(std::string(sql.substr(from, i - from))));
        } else {
            add(std::string(1, c));
            ++i;
        }
    }
    return words;
}

struct Object {
    std::string type;
    std::string name;
    std::string sql;
    bool app;  ///< the host's own table, or an index on one
};

bool comes_before(const Object& a, const Object& b) {
    return std::tie(a.type, a.name, a.sql) < std::tie(b.type, b.name, b.sql);
}

/// Everything in the schema that has a text of its own; indices that a table's text makes have none. SQLite itself
/// sees to it that an object belongs to the table that its row names. Sorted.
std::vector<Object> read_objects(Connection& connection) {
    std::vector<Object> objects;
    Statement statement = connection.prepare(
        "SELECT type, name, sql, substr(tbl_name, 1, 4) = 'app_' FROM sqlite_schema WHERE sql IS NOT NULL "
        "AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4') ORDER BY type, name");
    while (statement.step())
        objects.push_back(
            {statement.string(0), statement.string(1), statement.string(2), statement.integer(3) != 0});
    return objects;
}

std::vector<StoredTable> read_tables(Connection& connection) {
    std::vector<StoredTable> tables;
    Statement columns = connection.prepare(
        "SELECT t.name, c.name, upper(c.type) = 'REAL', c.pk > 0, NOT t.wr FROM pragma_table_list AS t "
        "JOIN pragma_table_info(t.name) AS c WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') "
        "AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid");
    while (columns.step()) {
        if (tables.empty() || tables.back().name != columns.text(0))
            tables.push_back({columns.string(0), {}, columns.integer(4) != 0});
        tables.back().columns.push_back({columns.string(1), columns.integer(2) != 0, columns.integer(3) != 0});
    }
    return tables;
}

struct KnownSchema {
    std::vector<Object> objects{};
    std::vector<StoredTable> tables{};
};

/// What the migrations up to `version` make, built once per process in memory.
const KnownSchema& known_schema(int version) {
    static std::mutex guard;
    static std::map<int, KnownSchema> cache;
    const std::lock_guard lock(guard);
    auto found = cache.find(version);
    if (found != cache.end()) return found->second;
    Connection memory({.path = ":memory:", .create = true});
    for (const Migration& migration : migrations())
        if (migration.version <= version) memory.exec(migration.sql);
    return cache.emplace(version, KnownSchema{read_objects(memory), read_tables(memory)}).first->second;
}

[[noreturn]] void tampered(const std::string& path, const std::string& reason) {
    throw Error(Code::tampered, fmt::format("'{}' is refused: {}", path, reason));
}

void check_structure(Connection& connection, const std::string& path, int version) {
    const std::vector<Object>& known = known_schema(version).objects;
    const std::vector<Object> found = read_objects(connection);
    // Nearly always all is there word for word, and only the host's own is left to be looked at.
    std::vector<Object> other;
    std::vector<Object> missing;
    std::set_difference(found.begin(), found.end(), known.begin(), known.end(), std::back_inserter(other),
                        comes_before);
    std::set_difference(known.begin(), known.end(), found.begin(), found.end(), std::back_inserter(missing),
                        comes_before);
    const auto named = [](const std::vector<Object>& objects, const Object& object) {
        return std::find_if(objects.begin(), objects.end(),
                            [&](const Object& o) { return o.type == object.type && o.name == object.name; });
    };
    // A virtual table is code as much as data: only those that the migrations make, word for word (see below).
    for (const Object& object : other) {
        const bool is_virtual = words_of(object.sql).substr(0, 15) == "create virtual ";
        if (is_virtual && named(known, object) == known.end())
            tampered(path, fmt::format("it holds the foreign virtual table '{}'", object.name));
        if (object.type != "table" && object.type != "index")
            tampered(path,
                     fmt::format("it holds the {} '{}', and kith files hold none", object.type, object.name));
    }
    for (const Object& object : other)
        if (!object.app && named(known, object) == known.end())
            tampered(path, fmt::format("it holds the foreign {} '{}'", object.type, object.name));
    for (const Object& object : missing) {
        const auto here = named(found, object);
        if (here == found.end())
            tampered(path, fmt::format("its {} '{}' is missing", object.type, object.name));
        // Another tool may have written the same otherwise.
        if (words_of(here->sql) != words_of(object.sql))
            tampered(path, fmt::format("its {} '{}' is not the one of file format {}", object.type,
                                       object.name, version));
    }
}

}  // namespace

int newest_version() noexcept { return migrations().empty() ? 0 : migrations().back().version; }

const std::vector<StoredTable>& stored_tables() { return known_schema(newest_version()).tables; }

namespace {

/// The bytes of texts are taken as the file holds them (value.hpp).
void refuse_other_encoding(Connection& connection, const std::string& path) {
    Statement encoding = connection.prepare("PRAGMA encoding");
    if (encoding.step() && encoding.text(0) != "UTF-8")
        throw Error(Code::not_a_kith_file,
                    fmt::format("'{}' keeps texts in {}, and kith's files keep them in UTF-8", path,
                                encoding.text(0)));
}

FileState state_of(Connection& connection, const std::string& path) {
    const std::int64_t id = connection.integer("PRAGMA application_id");
    const std::int64_t objects = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (id == 0 && objects == 0 && connection.integer("PRAGMA user_version") == 0) {
        refuse_other_encoding(connection, path);
        return FileState::fresh;
    }
    if (id != application_id)
        throw Error(Code::not_a_kith_file,
                    fmt::format("'{}' belongs to another program (application id {:#x}, kith's is {:#x})",
                                path, id, application_id));
    const auto version = static_cast<int>(connection.integer("PRAGMA user_version"));
    if (version > newest_version()) {
        ErrorDetail detail;
        detail.arguments = {{"file_version", std::to_string(version)},
                            {"library_version", std::to_string(newest_version())}};
        throw Error(Code::newer_file,
                    fmt::format("'{}' has file format {}, and this kith reads up to {}: use a newer kith",
                                path, version, newest_version()),
                    detail);
    }
    if (version < 1) tampered(path, fmt::format("its file format is {}", version));
    refuse_other_encoding(connection, path);
    check_structure(connection, path, version);
    return version < newest_version() ? FileState::older : FileState::current;
}

}  // namespace

FileState check_file(Connection& connection, const std::string& path) {
    if (connection.in_transaction()) return state_of(connection, path);
    // One state of the file for all that is read: another process may be migrating it.
    connection.exec("BEGIN");
    try {
        const FileState state = state_of(connection, path);
        connection.exec("COMMIT");
        return state;
    } catch (...) {
        if (connection.in_transaction()) connection.exec("ROLLBACK");
        throw;
    }
}

void migrate(Connection& connection) {
    const std::int64_t version = connection.integer("PRAGMA user_version");
    for (const Migration& migration : migrations())
        if (migration.version > version) connection.exec(migration.sql);
    connection.clear_statements();
    connection.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id,
                                newest_version()));
}

}  // namespace kith::store
