#include "activity/blobs.hpp"

#include "records/plan.hpp"
#include "records/registry.hpp"
#include "records/savepoint.hpp"
#include "store/writer.hpp"
#include "text/digest.hpp"

#include <kith/blobs.hpp>
#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace kith {

namespace {

constexpr std::size_t piece = 256 * 1024;           // bytes of a row: SQLite reads and moves rows whole
constexpr std::size_t most = std::size_t{2} << 30;  // what one process holds in memory with ease

/// How keys of such contents begin; a second content with the same digest and size gets "-2" behind it.
std::string key_of(std::uint64_t digest, std::int64_t size) {
    return fmt::format("{:016x}-{}", digest, size);
}

/// Calls `visit` with each piece of a content, in order, until it gives false.
template <class Visit>
void each_piece(store::Connection& connection, std::int64_t blob, Visit&& visit) {
    store::Statement rows =
        connection.prepare("SELECT data FROM blob_chunk WHERE blob_id = ?1 ORDER BY position");
    rows.bind(1, blob);
    while (rows.step() && visit(rows.cell(0).text)) {}
}

bool same_bytes(store::Connection& connection, std::int64_t blob, std::string_view bytes) {
    std::size_t at = 0;
    bool same = true;
    each_piece(connection, blob, [&](std::string_view data) {
        same = bytes.substr(std::min(at, bytes.size()), data.size()) == data;
        at += data.size();
        return same;
    });
    return same && at == bytes.size();
}

struct Found {
    std::int64_t id = 0;
    std::int64_t size = 0;
};

Found existing(store::Connection& connection, std::string_view key) {
    store::Statement row = connection.prepare("SELECT id, size FROM blob WHERE key = ?1");
    if (row.bind(1, key).step()) return {row.integer(0), row.integer(1)};
    throw Error(Code::not_found, fmt::format("there is no content '{}'", key),
                {.record = fmt::format("content '{}'", key)});
}

/// SQL over blob b: whether something refers to its key, or did in what undo and unmerge can bring back.
std::string referred_to() {
    std::string sql = "b.key IN (SELECT old_value FROM merge_move WHERE typeof(old_value) = 'text' UNION ALL "
                      "SELECT new_value FROM merge_move WHERE typeof(new_value) = 'text')";
    for (const RecordType* type : records::registry())
        for (const records::Field& field : type->fields)
            if (field.is(records::content))
                sql += fmt::format(
                    " OR EXISTS (SELECT 1 FROM {0} WHERE {1} = b.key) OR b.key IN (SELECT old_value FROM change "
                    "WHERE table_number = {2} AND column_number = {3} AND typeof(old_value) = 'text')",
                    records::quoted(type->table), records::quoted(field.column), type->number, field.number);
    return sql;
}

}  // namespace

std::string Blobs::put(Transaction& transaction, std::string_view bytes) {
    if (bytes.size() > most)
        throw Error(Code::limit, fmt::format("a content of {} bytes is more than 2 GB", bytes.size()));
    store::Connection& connection = transaction.connection();
    store::Writer& writer = transaction.writer();
    text::Digest made;
    made.add(bytes);
    const auto digest = static_cast<std::int64_t>(made.value());
    const auto size = static_cast<std::int64_t>(bytes.size());

    std::vector<std::pair<std::int64_t, std::string>> alike;
    {
        store::Statement rows =
            connection.prepare("SELECT id, key FROM blob WHERE digest = ?1 AND size = ?2 ORDER BY id");
        rows.bind_all(digest, size);
        while (rows.step()) alike.emplace_back(rows.integer(0), rows.string(1));
    }
    for (const auto& [id, key] : alike)
        if (same_bytes(connection, id, bytes)) return key;

    records::Savepoint savepoint(writer);
    const std::int64_t id = writer.next_id("blob");
    std::string key = key_of(made.value(), size);
    if (!alike.empty()) key += fmt::format("-{}", id);
    connection.prepare("INSERT INTO blob (id, key, digest, size) VALUES (?1, ?2, ?3, ?4)")
        .bind_all(id, key, digest, size)
        .run();
    store::Statement insert =
        connection.prepare("INSERT INTO blob_chunk (id, blob_id, position, data) VALUES (?1, ?2, ?3, ?4)");
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        insert.bind_all(writer.next_id("blob_chunk"), id, static_cast<std::int64_t>(at / piece));
        insert.bind_blob(4, bytes.substr(at, piece));
        insert.run();
    }
    savepoint.release();
    return key;
}

std::string Blobs::put(std::string_view bytes, Where where) {
    return database_.write([&](Transaction& tx) { return put(tx, bytes); }, where);
}

std::string Blobs::get(const Reader& reader, std::string_view key) {
    const Found found = existing(reader.connection(), key);
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(found.size, 0, most)));
    each_piece(reader.connection(), found.id, [&](std::string_view data) {
        bytes += data;
        return true;
    });
    if (static_cast<std::int64_t>(bytes.size()) != found.size)
        throw Error(Code::corrupt,
                    fmt::format("the content '{}' has {} bytes of {}", key, bytes.size(), found.size));
    return bytes;
}

std::string Blobs::get(std::string_view key, Where where) const {
    return database_.read([&](const Reader& reader) { return get(reader, key); }, where);
}

std::int64_t Blobs::size(std::string_view key, Where where) const {
    return database_.read([&](const Reader& reader) { return existing(reader.connection(), key).size; },
                          where);
}

BlobSweep Blobs::sweep(Where where) {
    return database_.write(
        [](Transaction& tx) {
            static const std::string unused =
                "SELECT b.id, b.size FROM blob b WHERE NOT (" + referred_to() + ")";
            store::Connection& connection = tx.connection();
            std::vector<Found> gone;
            {
                store::Statement rows = connection.prepare(unused);
                while (rows.step()) gone.push_back({rows.integer(0), rows.integer(1)});
            }
            BlobSweep result;
            for (const Found& each : gone) {
                connection.prepare("DELETE FROM blob_chunk WHERE blob_id = ?1").bind(1, each.id).run();
                connection.prepare("DELETE FROM blob WHERE id = ?1").bind(1, each.id).run();
                ++result.contents;
                result.bytes += each.size;
            }
            return result;
        },
        where);
}

Blobs Database::blobs() const { return Blobs(face()); }

namespace activity {

void check_blobs(store::Connection& connection, std::vector<Finding>& findings) {
    store::Statement rows = connection.prepare("SELECT id, key, digest, size FROM blob ORDER BY id");
    while (rows.step()) {
        text::Digest digest;
        std::int64_t size = 0;
        each_piece(connection, rows.integer(0), [&](std::string_view data) {
            digest.add(data);
            size += static_cast<std::int64_t>(data.size());
            return true;
        });
        const std::string key = rows.string(1);
        const bool whole =
            size == rows.integer(3) && static_cast<std::int64_t>(digest.value()) == rows.integer(2);
        if (!whole || key.rfind(key_of(digest.value(), size), 0) != 0)
            findings.push_back(
                {"blob", "blob", fmt::format("the content '{}' is not what was put there", key)});
    }
}

}  // namespace activity

}  // namespace kith
