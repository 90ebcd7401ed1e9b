#include "store/retention.hpp"

#include "store/writer.hpp"

#include <algorithm>

namespace kith::store {

std::int64_t first_kept(Connection& connection) {
    return std::max<std::int64_t>(
        1, connection.integer("SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'history_first'"));
}

namespace {

/// The first transaction from `first` on that was not committed before `before`, or else the newest. Times grow with the
/// numbers, so a few looks find it among millions.
std::int64_t first_since(Connection& connection, std::int64_t first, Time before) {
    const std::int64_t newest = connection.integer("SELECT max(seq) FROM change_txn");
    Statement look = connection.prepare("SELECT seq, at FROM change_txn WHERE seq >= ?1 ORDER BY seq LIMIT 1");
    std::int64_t low = first;
    for (std::int64_t high = newest; low < high;) {
        const std::int64_t middle = low + (high - low) / 2;
        look.bind(1, middle);
        if (!look.step() || look.integer(1) >= before.time_since_epoch().count())
            high = middle;
        else
            low = look.integer(0) + 1;
        look.reset();
    }
    look.bind(1, std::min(low, newest));
    return look.step() ? look.integer(0) : first;
}

}  // namespace

std::int64_t last_until(Connection& connection, Time at) {
    Statement newest = connection.prepare("SELECT seq, at FROM change_txn ORDER BY seq DESC LIMIT 1");
    if (!newest.step()) return 0;
    if (newest.integer(1) <= at.time_since_epoch().count()) return newest.integer(0);
    return first_since(connection, first_kept(connection), at + std::chrono::milliseconds(1)) - 1;
}

PruneBatch prune_batch(Writer& writer, Time before, std::int64_t rows) {
    Connection& connection = writer.connection();
    const std::int64_t first = first_since(connection, first_kept(connection), before);
    PruneBatch batch;
    if (first == 1) return batch;
    // Behind the settings' back: it is no setting that anything is derived from.
    connection
        .prepare("INSERT INTO setting (key, value) VALUES ('history_first', ?1) "
                 "ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value")
        .bind(1, first)
        .run();
    // Changes before their transactions, which they refer to. By the whole key: the table has no other row number.
    connection
        .prepare("DELETE FROM change WHERE (table_number, column_number, row_id, seq, part) IN "
                 "(SELECT table_number, column_number, row_id, seq, part FROM change INDEXED BY change_by_seq "
                 "WHERE seq < ?1 ORDER BY seq LIMIT ?2)")
        .bind_all(first, rows)
        .run();
    batch.changes = connection.changes();
    connection
        .prepare("DELETE FROM change_txn WHERE seq IN (SELECT seq FROM change_txn "
                 "WHERE seq < min(?1, ifnull((SELECT min(seq) FROM change), ?1)) ORDER BY seq LIMIT ?2)")
        .bind_all(first, rows)
        .run();
    batch.transactions = connection.changes();
    Statement left = connection.prepare("SELECT 1 FROM change_txn WHERE seq < ?1");
    batch.more = left.bind(1, first).step();
    return batch;
}

}  // namespace kith::store
