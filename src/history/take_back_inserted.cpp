// Taking back, part four: rows that were inserted. They go unless something of later transactions hangs on them.
#include "history/take_back.hpp"
#include "history/values.hpp"
#include "records/plan.hpp"
#include "records/registry.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

using records::Savepoint;

namespace {

constexpr int delete_rows =
    2000;  // at a time: removed cells are kept in memory until a savepoint lets them spill

/// Tables whose inserted rows are candidates for removal. The log of merges stays.
bool removable(const TableInfo& table) {
    return table.kind != TableKind::link && table.spec->name != "merge";
}

}  // namespace

void TakeBack::remove_inserted() {
    collect_inserted();
    std::int64_t kept = keep_hosted();
    if (later_) {
        kept += keep_edited();
        find_successors();
    }
    if (later_ || kept > 0) {
        keep_needed();
        report_kept_rows();
    }
    remove_inserted_links();
    // Elements before records is not needed for the keys, but leaves fewer rows to look at.
    for (const TableInfo& table : all_tables())
        if (removable(table)) remove_rows(table);
}

void TakeBack::collect_inserted() {
    store::Statement ranges = connection_.prepare(
        "SELECT table_number, row_id, old_value FROM change WHERE seq = ?1 AND column_number IN (-1, -2)");
    ranges.bind(1, seq_);
    while (ranges.step()) {
        const TableInfo* table = table_info(static_cast<int>(ranges.integer(0)));
        if (table == nullptr || !removable(*table)) continue;
        // A row that the same transaction removed and put back is no new row.
        connection_
            .prepare(fmt::format(
                "INSERT OR IGNORE INTO temp.undo_row SELECT ?1, id FROM {} WHERE id BETWEEN ?2 AND ?3 "
                "AND NOT EXISTS (SELECT 1 FROM temp.undo_cell c WHERE c.table_number = ?1 "
                "AND c.row_id = id AND c.column_number = 0)",
                records::quoted(table->spec->name)))
            .bind_all(table->spec->number, ranges.integer(1), ranges.integer(2))
            .run();
    }
}

// A row stays when a cell of it was changed since and does not hold again what the transaction wrote. What merges in
// force did to an element is no edit of it.
std::int64_t TakeBack::keep_edited() {
    std::int64_t kept = 0;
    for (const TableInfo& table : all_tables()) {
        if (!removable(table)) continue;
        std::string except;
        if (table.kind == TableKind::element)
            except = "AND c.seq NOT IN (SELECT seq FROM merge WHERE undone_seq IS NULL) ";
        for (std::size_t at = 0; at < table.spec->columns.size(); ++at) {
            const int number = table.spec->column_numbers[at];
            const int position = static_cast<int>(at);
            if (number == 0 || position == table.position) continue;
            std::vector<std::int64_t> edited;
            {
                store::Statement select = connection_.prepare(fmt::format(
                    "SELECT u.row_id, c.old_value, r.{} FROM temp.undo_row u JOIN change c ON c.table_number = ?1 "
                    "AND c.column_number = ?2 AND c.row_id = u.row_id AND c.seq > ?3 AND c.seq < ?4 {}JOIN {} r ON r.id = u.row_id "
                    "WHERE u.table_number = ?1 ORDER BY u.row_id, c.seq",
                    records::quoted(table.spec->columns[at]), except, records::quoted(table.spec->name)));
                select.bind_all(table.spec->number, number, seq_, writer_.info().seq);
                std::int64_t last = 0;
                while (select.step()) {
                    if (select.integer(0) == last)
                        continue;  // only the first later change says what was written
                    last = select.integer(0);
                    if (!holds(table, last, position, store::OwnedCell(select.cell(2)),
                               store::OwnedCell(select.cell(1))))
                        edited.push_back(last);
                }
            }
            for (const std::int64_t row : edited) kept += keep_row(table, row, "it was changed since");
        }
        drop_kept(table);
    }
    return kept;
}

std::int64_t TakeBack::keep_row(const TableInfo& table, std::int64_t row, std::string_view reason) {
    connection_
        .prepare("INSERT OR IGNORE INTO temp.undo_kept SELECT table_number, row_id, ?3 FROM temp.undo_row "
                 "WHERE table_number = ?1 AND row_id = ?2")
        .bind_all(table.spec->number, row, reason)
        .run();
    return connection_.changes();
}

// The host's tables are the host's: what their foreign keys refer to stays, whenever they came to refer to it and
// whatever they want done when it goes.
std::int64_t TakeBack::keep_hosted() {
    struct Key {
        std::string from;
        const TableInfo* to;
        std::string same;  // over the aliases r of the row that is referred to and c of the host's
    };
    std::vector<Key> keys;
    {
        store::Statement select = connection_.prepare(
            "SELECT t.name, lower(f.\"table\"), f.\"from\", ifnull(f.\"to\", 'id'), f.seq FROM sqlite_schema t, "
            "pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND substr(t.name, 1, 4) = 'app_' "
            "ORDER BY t.name, f.id, f.seq");
        while (select.step()) {
            const std::string same =
                fmt::format("c.{} = r.{}", records::quoted(select.text(2)), records::quoted(select.text(3)));
            if (select.integer(4) > 0)
                keys.back().same += " AND " + same;
            else
                keys.push_back({select.string(0), table_info(select.text(1)), same});
        }
    }
    std::int64_t kept = 0;
    for (const Key& key : keys) {
        if (key.to == nullptr || !removable(*key.to)) continue;
        connection_
            .prepare(fmt::format(
                "INSERT OR IGNORE INTO temp.undo_kept SELECT ?1, u.row_id, ?2 FROM temp.undo_row u "
                "JOIN {} r ON r.id = u.row_id JOIN {} c ON {} WHERE u.table_number = ?1",
                records::quoted(key.to->spec->name), records::quoted(key.from), key.same))
            .bind_all(key.to->spec->number, key.from + " refers to it")
            .run();
        kept += connection_.changes();
        drop_kept(*key.to);
    }
    return kept;
}

// To a fixed point: what something else needs stays, and with it its parts, which may need others.
void TakeBack::keep_needed() {
    for (const LinkMove& move : successors_) {
        const std::vector<LinkEnd> ends = links_.ends(move.before);
        for (const LinkEnd& end : links_.ends(log_.on_survivor(move))) {
            const LinkEnd& other = end.position == ends.front().position ? ends.back() : ends.front();
            const TableInfo& table = *table_info(end.type->number);
            keep_row(table, end.id, fmt::format("{} {} refers to it since", other.type->name, other.id));
            drop_kept(table);
        }
    }
    for (std::int64_t kept = 1; kept > 0;) {
        kept = restore_kept_links();
        for (const TableInfo& table : all_tables()) {
            if (!removable(table)) continue;
            kept += keep_parts(table);
            if (table.kind == TableKind::record) kept += keep_dependants(table);
        }
    }
}

namespace {

/// The position of the column with the record that a link row belongs to. Every link table has one.
int owner_column(const TableInfo& links) {
    return links.elements.empty() ? links.column("record_id") : links.elements.front().owner;
}

/// SQL for what `of` says about the type of the record that a link row (alias r) belongs to: the type whose element it
/// is, or the one in `kind`, or the one that the custom field of a value knows.
template <class Of>
std::string of_owner(const TableInfo& links, Of&& of) {
    if (!links.elements.empty()) return fmt::format("{}", of(*links.elements.front().type));
    const bool kind = links.column("kind") >= 0;
    std::string sql = kind ? "CASE r.kind" : "(SELECT CASE f.record_type";
    for (const RecordType* type : records::registry())
        sql += kind ? fmt::format(" WHEN {} THEN {}", type->number, of(*type))
                    : fmt::format(" WHEN '{}' THEN {}", type->name, of(*type));
    return sql + (kind ? " END" : " END FROM field f WHERE f.id = r.field_id)");
}

/// SQL for the name of what refers to a record through `reference`: the row, or the record at a link's other end.
std::string referrer(const Reference& reference) {
    const TableInfo& table = *reference.table;
    if (table.kind != TableKind::link) return fmt::format("'{} ' || r.id", table.spec->name);
    const auto column = [&](std::size_t at) { return records::quoted(table.spec->columns[at]); };
    const int owner = owner_column(table);
    if (reference.column != owner)
        return of_owner(table, [](const RecordType& type) { return fmt::format("'{} '", type.name); }) +
               " || r." + column(static_cast<std::size_t>(owner));
    for (std::size_t at = 0; at < table.targets.size(); ++at)
        if (table.targets[at] != nullptr && static_cast<int>(at) != owner)
            return fmt::format("'{} ' || r.{}", table.targets[at]->name, column(at));
    return fmt::format("'{}'", table.spec->name);
}

}  // namespace

std::int64_t TakeBack::keep_dependants(const TableInfo& table) {
    std::int64_t kept = 0;
    for (const Reference& reference : references_to(*table.type)) {
        if (reference.bond == Bond::bookkeeping) continue;
        const TableInfo& other = *reference.table;
        // Rows that go too do not count; neither do link rows that the transaction itself inserted, unless the record
        // they belong to stays: then its tag, list, custom field or participant must stay with it.
        std::string stays = fmt::format(
            "NOT EXISTS (SELECT 1 FROM temp.undo_row g WHERE g.table_number = {} AND g.row_id = r.id)",
            other.spec->number);
        if (other.kind == TableKind::link) {
            stays = fmt::format("r.seq <> {}", seq_);
            if (const int owner = owner_column(other); owner != reference.column)
                stays =
                    fmt::format("({} OR EXISTS (SELECT 1 FROM temp.undo_kept k WHERE k.row_id = r.{} "
                                "AND k.table_number = {}))",
                                stays, records::quoted(other.spec->columns[static_cast<std::size_t>(owner)]),
                                of_owner(other, [](const RecordType& type) { return type.number; }));
        }
        connection_
            .prepare(fmt::format(
                "INSERT OR IGNORE INTO temp.undo_kept SELECT ?1, u.row_id, {} || ' refers to it since' "
                "FROM temp.undo_row u JOIN {} r ON {} WHERE u.table_number = ?1 AND {}",
                referrer(reference), records::quoted(other.spec->name), reference.matches("u.row_id"), stays))
            .bind(1, table.spec->number)
            .run();
        kept += connection_.changes();
    }
    drop_kept(table);
    return kept;
}

void TakeBack::drop_kept(const TableInfo& table) {
    connection_
        .prepare("DELETE FROM temp.undo_row WHERE table_number = ?1 AND row_id IN "
                 "(SELECT row_id FROM temp.undo_kept WHERE table_number = ?1)")
        .bind(1, table.spec->number)
        .run();
}

// Elements and side rows stay with their record; so does a record that is about a contact that stays (its employment).
std::int64_t TakeBack::keep_parts(const TableInfo& table) {
    std::int64_t kept = 0;
    const auto keep_with = [&](const RecordType& owner, const std::string& column) {
        connection_
            .prepare(fmt::format(
                "INSERT OR IGNORE INTO temp.undo_kept SELECT ?1, u.row_id, NULL FROM temp.undo_row u "
                "JOIN {} r ON r.id = u.row_id WHERE u.table_number = ?1 AND EXISTS (SELECT 1 "
                "FROM temp.undo_kept k WHERE k.table_number = ?2 AND k.row_id = r.{})",
                records::quoted(table.spec->name), records::quoted(column)))
            .bind_all(table.spec->number, owner.number)
            .run();
        kept += connection_.changes();
    };
    if (table.kind == TableKind::side) keep_with(*table.type, "id");
    for (const ElementOf& part : table.elements)
        keep_with(*part.type, std::string(part.element->owner_column));
    if (table.kind == TableKind::record && !table.type->subject_column.empty() &&
        table.type->subject_column != "id") {
        const int subject = table.column(table.type->subject_column);
        if (const RecordType* about = table.targets[static_cast<std::size_t>(subject)])
            keep_with(*about, std::string(table.type->subject_column));
    }
    drop_kept(table);
    return kept;
}

void TakeBack::remove_rows(const TableInfo& table) {
    const std::string name = records::quoted(table.spec->name);
    const auto listed = "(SELECT row_id FROM temp.undo_row WHERE table_number = ?1)";
    // Whose elements go is changed.
    const auto touch_owners = [&](const RecordType& type, const std::string& column) {
        connection_
            .prepare(fmt::format(
                "INSERT OR REPLACE INTO temp.undo_touched SELECT DISTINCT ?2, r.{0}, 1 FROM {1} r "
                "WHERE r.id IN {2} AND r.{0} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM temp.undo_row g "
                "WHERE g.table_number = ?2 AND g.row_id = r.{0})",
                records::quoted(column), name, listed))
            .bind_all(table.spec->number, type.number)
            .run();
    };
    for (const ElementOf& part : table.elements)
        touch_owners(*part.type, std::string(part.element->owner_column));
    if (table.kind == TableKind::side) touch_owners(*table.type, "id");
    if (table.kind == TableKind::record) {
        // Where it came from and what was decided about it goes with it.
        for (const Reference& reference : references_to(*table.type)) {
            if (reference.bond != Bond::bookkeeping) continue;
            const std::string& column =
                reference.table->spec->columns[static_cast<std::size_t>(reference.column)];
            connection_
                .prepare(fmt::format("DELETE FROM {} AS r WHERE r.{} IN {}{}",
                                     records::quoted(reference.table->spec->name), records::quoted(column),
                                     listed, reference.condition.empty() ? "" : " AND " + reference.condition))
                .bind(1, table.spec->number)
                .run();
        }
    }
    std::int64_t last = 0;
    while (true) {
        Savepoint spilling(writer_);
        store::Statement end = connection_.prepare(fmt::format(
            "SELECT max(row_id) FROM (SELECT row_id FROM temp.undo_row WHERE table_number = ?1 AND row_id > ?2 "
            "ORDER BY row_id LIMIT {})",
            delete_rows));
        end.bind_all(table.spec->number, last);
        if (!end.step() || end.null(0)) {
            end.reset();
            spilling.release();
            return;
        }
        const std::int64_t upto = end.integer(0);
        end.reset();
        connection_
            .prepare(fmt::format(
                "DELETE FROM {} WHERE id IN (SELECT row_id FROM temp.undo_row WHERE table_number = ?1 "
                "AND row_id > ?2 AND row_id <= ?3)",
                name))
            .bind_all(table.spec->number, last, upto)
            .run();
        outcome_.restored += static_cast<std::size_t>(connection_.changes());
        spilling.release();
        last = upto;
    }
}

void TakeBack::report_kept_rows() {
    struct Found {
        const TableInfo* table;
        std::int64_t row;
        std::string reason;
    };
    std::vector<Found> found;
    {
        store::Statement select = connection_.prepare(
            "SELECT table_number, row_id, reason FROM temp.undo_kept WHERE reason IS NOT NULL "
            "ORDER BY table_number, row_id");
        while (select.step())
            found.push_back(
                {table_info(static_cast<int>(select.integer(0))), select.integer(1), select.string(2)});
    }
    for (Found& row : found) {
        const auto cells = read_row(connection_, *row.table, row.row);
        if (!cells) continue;
        const Owner owner = owner_of(*row.table, row.row, *cells);
        if (owner.type != nullptr)
            keep(*owner.type, owner.id,
                 owner.element != nullptr ? std::string(owner.element->name) : std::string(),
                 std::move(row.reason));
    }
}

}  // namespace kith::history
