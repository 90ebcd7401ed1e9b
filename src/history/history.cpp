// The public face of the history.
#include "history/entries.hpp"
#include "history/undo.hpp"
#include "history/values.hpp"
#include "store/core.hpp"
#include "store/retention.hpp"

#include <fmt/format.h>

#include <map>

namespace kith {

namespace {

const RecordType& existing_type(const std::string& name) {
    const RecordType* type = find_record_type(name);
    if (type == nullptr)
        throw Error(Code::not_found, fmt::format("there is no record type '{}'", name), {.record = name});
    return *type;
}

// A removed row counts once, however many cells it had; an inserted range counts its rows.
constexpr std::string_view select_transactions =
    "SELECT t.seq, t.at, t.actor, t.label, (SELECT ifnull(sum(CASE WHEN c.column_number < 0 "
    "THEN c.old_value - c.row_id + 1 WHEN c.column_number = 0 THEN 1 WHEN EXISTS (SELECT 1 FROM change d WHERE "
    "d.table_number = c.table_number AND d.column_number = 0 AND d.row_id = c.row_id AND d.seq = c.seq) THEN 0 "
    "ELSE 1 END), 0) FROM change c WHERE c.seq = t.seq) FROM change_txn t WHERE (?1 = 0 OR t.seq < ?1) "
    "AND t.seq >= ?3 ORDER BY t.seq DESC LIMIT ?2";

}  // namespace

std::vector<TransactionEntry> History::transactions(std::size_t limit, TransactionId before,
                                                    Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            std::vector<TransactionEntry> entries;
            store::Statement select = reader.connection().prepare(select_transactions);
            select.bind_all(before, limit, store::first_kept(reader.connection()));
            while (select.step())
                entries.push_back({select.integer(0), Time{std::chrono::milliseconds(select.integer(1))},
                                   select.string(2), select.string(3), select.integer(4)});
            return entries;
        },
        where);
}

std::vector<Change> History::of(const RecordRef& record, std::size_t limit, Where where) const {
    return of(existing_type(record.type), record.id, limit, where);
}

std::vector<Change> History::of(const RecordType& type, std::int64_t id, std::size_t limit,
                                Where where) const {
    return database_.read(
        [&](const Reader& reader) { return history::Entries(reader.connection()).of_record(type, id, limit); },
        where);
}

std::vector<Change> History::changes(TransactionId transaction, std::size_t limit, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            history::refuse_pruned(reader.connection(), transaction);
            store::Statement exists = reader.connection().prepare("SELECT 1 FROM change_txn WHERE seq = ?1");
            if (!exists.bind(1, transaction).step())
                throw Error(Code::not_found, fmt::format("there is no transaction {}", transaction));
            return history::Entries(reader.connection()).of_transaction(transaction, limit);
        },
        where);
}

std::vector<Transition> History::transitions(const RecordRef& record, Where where) const {
    const RecordType& type = existing_type(record.type);
    return database_.read(
        [&](const Reader& reader) {
            const history::TableInfo& table = *history::table_info(type.number);
            std::vector<Transition> steps;
            std::map<int, std::size_t> last;  // of each column, in `steps`
            store::Statement select = reader.connection().prepare(
                "SELECT column_number, from_value, to_value, at, by, seq FROM transition WHERE table_number = ?1 "
                "AND record_id = ?2 ORDER BY id");
            select.bind_all(type.number, record.id);
            while (select.step()) {
                const int at = table.numbered(static_cast<int>(select.integer(0)));
                if (at < 0) continue;
                Transition step;
                step.transaction = select.integer(5);
                step.at = Time{std::chrono::milliseconds(select.integer(3))};
                step.by = select.string(4);
                step.field = history::field_name(table, {&type, record.id, nullptr}, at);
                step.from = history::column_value(table, at, select.cell(1));
                step.to = history::column_value(table, at, select.cell(2));
                const auto [before, first] = last.try_emplace(at, steps.size());
                if (!first && steps[before->second].to == step.from)
                    step.lasted = step.at - steps[before->second].at;
                before->second = steps.size();
                steps.push_back(std::move(step));
            }
            return steps;
        },
        where);
}

// retention --------------------------------------------------------------------------------------------------------

std::optional<Horizon> History::horizon(Where where) const {
    return database_.read(
        [](const Reader& reader) -> std::optional<Horizon> {
            const TransactionId first = store::first_kept(reader.connection());
            if (first == 1) return std::nullopt;
            store::Statement select = reader.connection().prepare("SELECT at FROM change_txn WHERE seq = ?1");
            select.bind(1, first);
            Horizon horizon{first, {}};
            if (select.step()) horizon.at = Time{std::chrono::milliseconds(select.integer(0))};
            return horizon;
        },
        where);
}

PruneResult History::prune(Time before, Where where) {
    constexpr std::int64_t batch_rows = 5000;
    PruneResult result;
    for (bool more = true; more;) {
        database_.write(
            [&](Transaction& tx) {
                const store::PruneBatch batch = store::prune_batch(tx.writer(), before, batch_rows);
                result.transactions += batch.transactions;
                result.changes += batch.changes;
                more = batch.more;
            },
            where);
    }
    return result;
}

PruneResult History::prune(Where where) {
    const int days = database_.settings(where).history_days;
    if (days == 0) return {};
    return prune(database_.core().now() - std::chrono::hours(24) * days, where);
}

History Database::history() const { return History(face()); }

UndoResult Database::undo(TransactionId transaction, Where where) {
    return write([&](Transaction& tx) { return history::undo(tx.writer(), transaction); }, where);
}

}  // namespace kith
