// Erasing, part two: what was gathered goes, and what the file remembers of it.
#include "privacy/eraser.hpp"

#include "history/values.hpp"
#include "records/plan.hpp"
#include "records/registry.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::privacy {

using history::Bond;
using history::Reference;
using history::TableInfo;
using history::TableKind;

namespace {

std::string rows_of(const TableInfo& table) {
    return fmt::format("(SELECT row_id FROM temp.erase_row WHERE table_number = {})", table.spec->number);
}

}  // namespace

void Eraser::count(std::string_view table) {
    const std::int64_t rows = connection_.changes();
    if (rows > 0) report_.erased[std::string(table)] += static_cast<std::size_t>(rows);
}

void Eraser::clear_references() {
    for (const Cleared& each : cleared_) {
        const auto cells = history::read_row(connection_, *each.table, each.row);
        if (goes(*each.table, each.row) || !cells) continue;
        const history::Owner owner = history::owner_of(*each.table, each.row, *cells);
        history::write_row(writer_, *each.table, each.row, {{each.column, store::OwnedCell()}});
        if (owner.type == nullptr) continue;
        touched_.emplace(owner.type, owner.id);
        leave(*owner.type, owner.id, history::field_name(*each.table, owner, each.column),
              "it referred to the person");
    }
}

void Eraser::delete_links() {
    for (const auto& [table, rows] : rows_) {
        if (table->kind != TableKind::record) continue;
        for (const Reference& reference : history::references_to(*table->type)) {
            if (reference.bond != Bond::link) continue;
            const TableInfo& links = *reference.table;
            connection_
                .prepare(fmt::format(
                    "DELETE FROM {} AS r WHERE r.{} IN {}{}{}", records::quoted(links.spec->name),
                    records::quoted(links.spec->columns[static_cast<std::size_t>(reference.column)]),
                    rows_of(*table), reference.condition.empty() ? "" : " AND ", reference.condition))
                .run();
            count(links.spec->name);
        }
    }
}

void Eraser::delete_rows() {
    for (const auto& entry : rows_) {
        const TableInfo& table = *entry.first;
        connection_
            .prepare(fmt::format("DELETE FROM {} WHERE id IN {}", records::quoted(table.spec->name),
                                 rows_of(table)))
            .run();
        count(table.spec->name);
    }
}

void Eraser::delete_contents() {
    for (const std::string& key : contents_) {
        const bool wanted = std::any_of(holders_.begin(), holders_.end(), [&](const auto& holder) {
            return connection_
                .prepare(fmt::format("SELECT 1 FROM {} WHERE {} = ?1", records::quoted(holder.first),
                                     records::quoted(holder.second)))
                .bind(1, key)
                .step();
        });
        if (wanted) continue;
        connection_.prepare("DELETE FROM blob_chunk WHERE blob_id IN (SELECT id FROM blob WHERE key = ?1)")
            .bind(1, key)
            .run();
        count("blob_chunk");
        connection_.prepare("DELETE FROM blob WHERE key = ?1").bind(1, key).run();
        count("blob");
    }
}

// merges -------------------------------------------------------------------------------------------------------------

// A merge that was taken back had given its survivor what was the person's: what the journal has noted since of those
// cells, of a record that stays, may still be it.
void Eraser::scrub_merges() {
    for (const std::int64_t merge : merges_) {
        connection_
            .prepare(
                "DELETE FROM change WHERE (table_number, column_number, row_id) IN (SELECT v.table_number, "
                "v.column_number, v.row_id FROM merge_move v WHERE v.merge_id = ?1 AND v.column_number > 0) AND seq > "
                "(SELECT seq FROM merge WHERE id = ?1)")
            .bind(1, merge)
            .run();
        count("change");
        scrub_merged_links(merge);
        connection_.prepare("DELETE FROM merge_move WHERE merge_id = ?1").bind(1, merge).run();
        count("merge_move");
    }
    // Rows that other merges moved: an employment, when its organizations were merged.
    for (const auto& entry : rows_) {
        const TableInfo& table = *entry.first;
        connection_
            .prepare(fmt::format("DELETE FROM merge_move WHERE table_number = {} AND row_id IN {}",
                                 table.spec->number, rows_of(table)))
            .run();
        count("merge_move");
    }
}

// Links that a survivor which stays had from the person, and gave back.
void Eraser::scrub_merged_links(std::int64_t merge) {
    std::vector<Entry> found;
    store::Statement select = connection_.prepare(
        "WITH m AS (SELECT kind, survivor_id, seq FROM merge WHERE id = ?1), member(id) AS (SELECT survivor_id FROM m "
        "UNION SELECT v.row_id FROM merge_move v JOIN m ON v.table_number = m.kind WHERE v.merge_id = ?1) "
        "SELECT c.table_number, c.row_id, c.seq, c.part, c.old_value, m.kind FROM m, change c WHERE c.table_number = ?2 "
        "AND c.column_number = 0 AND c.row_id IN (SELECT id FROM member) AND c.seq > m.seq");
    for (const TableInfo& table : history::all_tables()) {
        if (table.kind != TableKind::link) continue;
        select.bind_all(merge, table.spec->number);
        while (select.step()) {
            const auto row = history::LinkRow::parse(table, select.text(4));
            if (!row) continue;
            const auto ends = links_.ends(*row);
            const bool meant = ends.empty() || std::any_of(ends.begin(), ends.end(), [&](const auto& end) {
                                   return end.id == select.integer(1) && end.type->number == select.integer(5);
                               });
            if (meant)
                found.push_back({table.spec->number, select.integer(1), select.integer(2), select.integer(3)});
        }
        select.reset();
    }
    entries_.insert(entries_.end(), found.begin(), found.end());
}

// the journal --------------------------------------------------------------------------------------------------------

void Eraser::scrub_journal() {
    for (const auto& [table_ptr, rows] : rows_) {
        const TableInfo& table = *table_ptr;
        std::set<int> numbers(table.spec->column_numbers.begin(), table.spec->column_numbers.end());
        numbers.insert(store::column::removed);
        for (const int number : numbers) {
            connection_
                .prepare(fmt::format(
                    "DELETE FROM change WHERE table_number = {} AND column_number = {} AND row_id IN {}",
                    table.spec->number, number, rows_of(table)))
                .run();
            count("change");
        }
        scrub_ranges(table, rows);
        if (table.kind != TableKind::record) continue;
        // Cells of others that referred to it.
        for (const Reference& reference : history::references_to(*table.type)) {
            const int number =
                reference.table->spec->column_numbers[static_cast<std::size_t>(reference.column)];
            if (reference.bond == Bond::link || number == 0 || !reference.condition.empty()) continue;
            connection_
                .prepare(fmt::format(
                    "DELETE FROM change WHERE table_number = {} AND column_number = {} AND old_value IN {}",
                    reference.table->spec->number, number, rows_of(table)))
                .run();
            count("change");
        }
    }
    store::Statement entry = connection_.prepare(
        "DELETE FROM change WHERE table_number = ?1 AND column_number = 0 AND row_id = ?2 AND seq = ?3 AND part = ?4");
    for (const Entry& each : entries_) {
        entry.bind_all(each.table, each.row, each.seq, each.part).run();
        count("change");
    }
    connection_
        .prepare(fmt::format("DELETE FROM change WHERE subject IN {}",
                             rows_of(*history::table_info(record_type<Contact>().number))))
        .run();
    count("change");
}

// Ranges of inserted rows go around those that are gone, so that an undo does not look for them.
void Eraser::scrub_ranges(const TableInfo& table, const std::set<std::int64_t>& rows) {
    struct Range {
        std::int64_t low;
        std::int64_t high;
        std::int64_t seq;
        std::int64_t part;
    };
    for (const int column : {store::column::inserted, store::column::reinserted})
        for (const std::int64_t row : rows) {
            std::vector<Range> ranges;
            {
                // Fresh ranges are disjoint, so the nearest is the only one; a row can come back more than once.
                store::Statement select = connection_.prepare(fmt::format(
                    "SELECT row_id, old_value, seq, part FROM change WHERE table_number = ?1 AND column_number = ?2 "
                    "AND row_id <= ?3 ORDER BY row_id DESC{}",
                    column == store::column::inserted ? " LIMIT 1" : ""));
                select.bind_all(table.spec->number, column, row);
                while (select.step())
                    if (select.integer(1) >= row)
                        ranges.push_back(
                            {select.integer(0), select.integer(1), select.integer(2), select.integer(3)});
            }
            for (const Range& range : ranges) {
                connection_
                    .prepare(
                        "DELETE FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 "
                        "AND seq = ?4 AND part = ?5")
                    .bind_all(table.spec->number, column, range.low, range.seq, range.part)
                    .run();
                store::Statement insert = connection_.prepare(
                    "INSERT INTO change (table_number, column_number, row_id, seq, part, old_value) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
                const auto keep = [&](std::int64_t low, std::int64_t high) {
                    if (low > high) return;
                    insert.bind_all(table.spec->number, column, low, range.seq, range.part, high).run();
                };
                keep(range.low, row - 1);
                keep(row + 1, range.high);
            }
        }
}

void Eraser::scrub_transitions() {
    for (const auto& entry : rows_) {
        const TableInfo& table = *entry.first;
        if (table.kind != TableKind::record) continue;
        connection_
            .prepare(fmt::format("DELETE FROM transition WHERE table_number = {} AND record_id IN {}",
                                 table.spec->number, rows_of(table)))
            .run();
        count("transition");
        for (const Reference& reference : history::references_to(*table.type)) {
            const int number =
                reference.table->spec->column_numbers[static_cast<std::size_t>(reference.column)];
            if (reference.bond != Bond::field || number == 0) continue;
            connection_
                .prepare(
                    fmt::format("DELETE FROM transition WHERE table_number = {0} AND column_number = {1} AND "
                                "(from_value IN {2} OR to_value IN {2})",
                                reference.table->spec->number, number, rows_of(table)))
                .run();
            count("transition");
        }
    }
}

// "import ada.vcf", "asked by Ada": hosts and verbs call transactions as they like, and say why as they like.
void Eraser::scrub_labels() {
    const auto scrub = [&](const char* table, const char* key, const char* column, const char* empty) {
        std::vector<std::int64_t> named;
        {
            store::Statement select = connection_.prepare(
                fmt::format("SELECT {}, {} FROM {} WHERE {} <> ''", key, column, table, column));
            while (select.step())
                if (mentions_.in(select.text(1))) named.push_back(select.integer(0));
        }
        for (const std::int64_t row : named)
            connection_.prepare(fmt::format("UPDATE {} SET {} = {} WHERE {} = ?1", table, column, empty, key))
                .bind(1, row)
                .run();
        if (!named.empty()) report_.erased[fmt::format("{}.{}", table, column)] += named.size();
    };
    scrub("change_txn", "seq", "label", "''");
    scrub("suppression", "id", "reason", "NULL");  // short numbers, of further forms, are no mention
}

void Eraser::finish() {
    for (const auto& [type, id] : touched_) {
        const TableInfo& table = *history::table_info(type->number);
        if (goes(table, id) || !history::row_exists(connection_, table, id)) continue;
        records::refresh_computed(writer_.connection(), *type, id);
        records::touch(writer_, *type, id);
    }
    // What stands in the list because it refers, and went for another reason after all.
    std::erase_if(report_.left, [&](const Kept& kept) {
        const RecordType* type = find_record_type(kept.record.type);
        return type != nullptr && goes(*history::table_info(type->number), kept.record.id);
    });
}

}  // namespace kith::privacy
