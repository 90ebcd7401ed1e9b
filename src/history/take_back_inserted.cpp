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
    if (later_) {
        keep_edited();
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
void TakeBack::keep_edited() {
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
                    if (!holds(table, position, store::OwnedCell(select.cell(2)),
                               store::OwnedCell(select.cell(1))))
                        edited.push_back(last);
                }
            }
            for (const std::int64_t row : edited)
                connection_.prepare("INSERT OR IGNORE INTO temp.undo_kept VALUES (?1, ?2, 0, 0)")
                    .bind_all(table.spec->number, row)
                    .run();
        }
        drop_kept(table);
    }
}

// To a fixed point: what something else needs stays, and with it its parts, which may need others.
void TakeBack::keep_needed() {
    for (std::int64_t kept = 1; kept > 0;) {
        kept = 0;
        for (const TableInfo& table : all_tables()) {
            if (!removable(table)) continue;
            kept += keep_parts(table);
            if (table.kind == TableKind::record) kept += keep_dependants(table);
        }
    }
}

namespace {

/// SQL for the table number of the record that a custom value (alias r) belongs to: its field knows the type.
std::string kind_of_value() {
    std::string sql = "(SELECT CASE f.record_type";
    for (const RecordType* type : records::registry())
        if (type->custom_fields) sql += fmt::format(" WHEN '{}' THEN {}", type->name, type->number);
    return sql + " END FROM field f WHERE f.id = r.field_id)";
}

}  // namespace

std::int64_t TakeBack::keep_dependants(const TableInfo& table) {
    std::int64_t kept = 0;
    for (const Reference& reference : references_to(*table.type)) {
        if (reference.bond == Bond::bookkeeping) continue;
        const TableInfo& other = *reference.table;
        // Rows that go too do not count; neither do link rows that the transaction itself inserted, unless the record
        // they belong to stays: then its tag, list or custom field must stay with it.
        std::string stays =
            "NOT EXISTS (SELECT 1 FROM temp.undo_row g WHERE g.table_number = ?2 AND g.row_id = r.id)";
        if (other.kind == TableKind::link) {
            stays = fmt::format("r.seq <> {}", seq_);
            const int owner = other.column("record_id");
            if (owner >= 0 && owner != reference.column)
                stays =
                    fmt::format("({} OR EXISTS (SELECT 1 FROM temp.undo_kept k WHERE k.row_id = r.record_id "
                                "AND k.table_number = {}))",
                                stays, other.column("kind") >= 0 ? "r.kind" : kind_of_value());
        }
        std::string by = "r.id";
        if (other.kind == TableKind::link) {
            // The other end names the link: the tag, the list, the interaction, the custom field.
            for (const int column :
                 {other.column("tag_id"), other.column("list_id"), other.column("interaction_id"),
                  other.column("field_id"), other.column("contact_id"), other.column("record_id")})
                if (column >= 0 && column != reference.column) {
                    by = "r." + records::quoted(other.spec->columns[static_cast<std::size_t>(column)]);
                    break;
                }
        }
        connection_
            .prepare(fmt::format(
                "INSERT OR IGNORE INTO temp.undo_kept SELECT ?1, u.row_id, ?2, {} FROM temp.undo_row u "
                "JOIN {} r ON {} WHERE u.table_number = ?1 AND {}",
                by, records::quoted(other.spec->name), reference.matches("u.row_id"), stays))
            .bind_all(table.spec->number, other.spec->number)
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
                "INSERT OR IGNORE INTO temp.undo_kept SELECT ?1, u.row_id, -1, 0 FROM temp.undo_row u "
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
        const TableInfo* by;
        std::int64_t by_row;
    };
    std::vector<Found> found;
    {
        store::Statement select = connection_.prepare(
            "SELECT table_number, row_id, by_table, by_row FROM temp.undo_kept WHERE by_table >= 0 "
            "ORDER BY table_number, row_id");
        while (select.step())
            found.push_back({table_info(static_cast<int>(select.integer(0))), select.integer(1),
                             table_info(static_cast<int>(select.integer(2))), select.integer(3)});
    }
    for (const Found& row : found) {
        std::string reason = "it was changed since";
        if (row.by != nullptr) {
            // "interaction 12": the record at the other end, or whose the referring row is.
            std::string name = fmt::format("{} {}", row.by->spec->name, row.by_row);
            if (row.by->kind == TableKind::link)
                name = fmt::format("{} {}",
                                   row.by->spec->name == "tagging"       ? "tag"
                                   : row.by->spec->name == "list_member" ? "list"
                                   : row.by->spec->name == "field_value" ? "field"
                                                                         : "interaction",
                                   row.by_row);
            reason = fmt::format("{} refers to it since", name);
        }
        const auto cells = read_row(connection_, *row.table, row.row);
        if (!cells) continue;
        const Owner owner = owner_of(*row.table, row.row, *cells);
        if (owner.type != nullptr)
            keep(*owner.type, owner.id,
                 owner.element != nullptr ? std::string(owner.element->name) : std::string(), reason);
    }
}

}  // namespace kith::history
