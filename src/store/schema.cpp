#include "store/schema.hpp"

#include "store/migrations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

namespace kith::store {

namespace {

struct Object {
    std::string type;
    std::string name;
    std::string table;
    std::string sql;
};

constexpr std::string_view own_objects =
    "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema "
    "WHERE substr(tbl_name, 1, 4) <> 'app_' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY type, name";

std::vector<Object> read_objects(Connection& connection) {
    std::vector<Object> objects;
    Statement statement = connection.prepare(own_objects);
    while (statement.step())
        objects.push_back(
            {statement.string(0), statement.string(1), statement.string(2), statement.string(3)});
    return objects;
}

/// Everything about a table that matters, without its SQL text: columns, keys, references, indices.
std::string shape_of(Connection& connection, const std::string& table) {
    std::string shape;
    const auto add = [&](std::string_view what, const std::string& sql) {
        Statement statement = connection.prepare(sql);
        statement.bind(1, table);
        while (statement.step()) {
            shape += what;
            for (int i = 0; i < statement.columns(); ++i) {
                shape += '|';
                shape += statement.null(i) ? std::string_view("~") : statement.text(i);
            }
            shape += '\n';
        }
    };
    add("table", "SELECT type, ncol, wr, strict FROM pragma_table_list(?1) WHERE schema = 'main'");
    add("column", "SELECT cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)");
    add("reference",
        "SELECT \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?1) "
        "ORDER BY \"from\", \"table\"");
    add("index", "SELECT l.name, l.\"unique\", l.partial, x.seqno, x.name, x.\"desc\", x.coll, x.key "
                 "FROM pragma_index_list(?1) l, pragma_index_xinfo(l.name) x "
                 "WHERE l.origin = 'c' ORDER BY l.name, x.seqno");
    return shape;
}

struct Known {
    std::vector<Object> objects;
    std::map<std::string, std::string> shapes;  // by table
};

/// What the migrations up to `version` make, built once per process in memory.
const Known& known_schema(int version) {
    static std::mutex guard;
    static std::map<int, Known> cache;
    const std::lock_guard lock(guard);
    auto found = cache.find(version);
    if (found != cache.end()) return found->second;
    Connection memory({.path = ":memory:", .create = true});
    for (const Migration& migration : migrations())
        if (migration.version <= version) memory.exec(migration.sql);
    Known known;
    known.objects = read_objects(memory);
    for (const Object& object : known.objects)
        if (object.type == "table") known.shapes[object.name] = shape_of(memory, object.name);
    return cache.emplace(version, std::move(known)).first->second;
}

[[noreturn]] void tampered(const std::string& path, const std::string& reason) {
    throw Error(Code::tampered, fmt::format("'{}' is refused: {}", path, reason));
}

void refuse_foreign(Connection& connection, const std::string& path) {
    Statement statement = connection.prepare(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') "
        "UNION ALL SELECT 'virtual table', name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual%' "
        "LIMIT 1");
    if (statement.step())
        tampered(path, fmt::format("it holds the {} '{}', and kith files hold none", statement.text(0),
                                   statement.text(1)));
}

void check_structure(Connection& connection, const std::string& path, int version) {
    const Known& known = known_schema(version);
    const std::vector<Object> found = read_objects(connection);
    const auto same_text = [](const Object& a, const Object& b) { return a.name == b.name && a.sql == b.sql; };
    if (std::equal(found.begin(), found.end(), known.objects.begin(), known.objects.end(), same_text)) return;

    // The text differs (another tool rewrote it, say): the structure decides.
    const auto has = [](const std::vector<Object>& objects, const Object& object) {
        return std::any_of(objects.begin(), objects.end(),
                           [&](const Object& o) { return o.type == object.type && o.name == object.name; });
    };
    for (const Object& object : found)
        if (!has(known.objects, object))
            tampered(path, fmt::format("it holds the foreign {} '{}'", object.type, object.name));
    for (const Object& object : known.objects)
        if (!has(found, object))
            tampered(path, fmt::format("its {} '{}' is missing", object.type, object.name));
    for (const auto& [table, shape] : known.shapes)
        if (shape_of(connection, table) != shape)
            tampered(path, fmt::format("its table '{}' is not the one of file format {}", table, version));
}

}  // namespace

int newest_version() noexcept { return migrations().empty() ? 0 : migrations().back().version; }

FileState check_file(Connection& connection, const std::string& path) {
    const std::int64_t id = connection.integer("PRAGMA application_id");
    const std::int64_t objects = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (id == 0 && objects == 0 && connection.integer("PRAGMA user_version") == 0) return FileState::fresh;
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
    refuse_foreign(connection, path);
    check_structure(connection, path, version);
    return version < newest_version() ? FileState::older : FileState::current;
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
