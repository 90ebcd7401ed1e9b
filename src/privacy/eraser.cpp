#include "privacy/eraser.hpp"

#include "privacy/files.hpp"
#include "records/plan.hpp"
#include "records/registry.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace kith::privacy {

using history::Bond;
using history::Reference;
using history::TableInfo;
using history::TableKind;

namespace {

// erase_row: rows that go. erase_wave: the records among them whose referrers are looked for now.
constexpr std::string_view make_tables = R"(
CREATE TEMP TABLE IF NOT EXISTS erase_row (table_number INTEGER, row_id INTEGER,
  PRIMARY KEY (table_number, row_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS erase_wave (row_id INTEGER PRIMARY KEY);
DELETE FROM temp.erase_row; DELETE FROM temp.erase_wave;
)";

std::string column_of(const Reference& reference) {
    return records::quoted(reference.table->spec->columns[static_cast<std::size_t>(reference.column)]);
}

/// The rows (alias r) of the reference that mean a record of the wave.
std::string in_wave(const Reference& reference) {
    return fmt::format("r.{} IN (SELECT row_id FROM temp.erase_wave){}{}", column_of(reference),
                       reference.condition.empty() ? "" : " AND ", reference.condition);
}

/// Whether a row that refers through this field goes with what it refers to.
bool goes_with(const Reference& reference) {
    const TableInfo& table = *reference.table;
    const records::Field* field = table.fields[static_cast<std::size_t>(reference.column)];
    if (field == nullptr) return true;
    if (field->is(records::outlives)) return false;
    return field->is(records::required) ||
           (table.kind == TableKind::record && table.spec->subject == reference.column);
}

}  // namespace

Eraser::Eraser(store::Writer& writer, const EraseOptions& options, EraseReport& report)
    : writer_(writer),
      connection_(writer.connection()),
      options_(options),
      report_(report),
      links_(connection_) {}

void Eraser::run(std::int64_t contact) {
    writer_.label(fmt::format("erase contact {}", contact));
    writer_.forget();
    // Rows go in any order: foreign keys count at the end of the transaction.
    connection_.exec("PRAGMA defer_foreign_keys = ON");
    connection_.exec(make_tables);
    gather(contact);
    gather_merges();
    refuse_hosted();
    remember_people();
    gather_contents();
    clear_references();
    clear_shared_texts();
    leave_segments();
    delete_links();
    scrub_merges();
    delete_rows();
    delete_contents();
    scrub_journal();
    scrub_transitions();
    scrub_labels();
    finish();
    if (options_.find_mentions) find_mentions(connection_, mentions_, report_.left);
    connection_.exec("DELETE FROM temp.erase_row; DELETE FROM temp.erase_wave;");
}

void Eraser::gather(std::int64_t contact) {
    const RecordType& type = record_type<Contact>();
    const std::int64_t survivor = records::resolve(connection_, type, contact);
    if (survivor == 0) {
        const std::string name = fmt::format("contact {}", contact);
        throw Error(Code::not_found, fmt::format("there is no {}", name), {.record = name});
    }
    add_rows(*history::table_info(type.number),
             fmt::format(
                 "WITH RECURSIVE person(id) AS (SELECT {} UNION SELECT c.id FROM contact c JOIN person p ON "
                 "c.merged_into = p.id) SELECT id FROM person ORDER BY id",
                 survivor));
    for (const std::int64_t id : rows_[history::table_info(type.number)])
        report_.contacts.push_back(ContactId{id});
    follow_waves();
    follow_shared_files();
    follow_waves();
}

void Eraser::follow_waves() {
    while (!next_.empty()) {
        const auto [wanted, ids] = *next_.begin();
        next_.erase(next_.begin());
        make_wave(ids);
        follow(*wanted);
    }
}

void Eraser::make_wave(const std::set<std::int64_t>& ids) {
    connection_.exec("DELETE FROM temp.erase_wave");
    store::Statement insert = connection_.prepare("INSERT INTO temp.erase_wave VALUES (?1)");
    for (const std::int64_t id : ids) insert.bind(1, id).run();
}

void Eraser::add(const TableInfo& table, std::int64_t row) {
    if (!rows_[&table].insert(row).second) return;
    connection_.prepare("INSERT OR IGNORE INTO temp.erase_row VALUES (?1, ?2)")
        .bind_all(table.spec->number, row)
        .run();
    if (table.kind != TableKind::record) return;
    next_[table.type].insert(row);
    // Whether it has a side row now or had one once.
    if (table.type->side_number != 0) add(*history::table_info(table.type->side_number), row);
}

void Eraser::add_rows(const TableInfo& table, const std::string& select) {
    std::vector<std::int64_t> found;
    {
        store::Statement rows = connection_.prepare(select);
        while (rows.step()) found.push_back(rows.integer(0));
    }
    for (const std::int64_t row : found) add(table, row);
}

bool Eraser::goes(const TableInfo& table, std::int64_t row) const {
    const auto found = rows_.find(&table);
    return found != rows_.end() && found->second.count(row) > 0;
}

void Eraser::follow(const RecordType& type) {
    for (const Reference& reference : history::references_to(type)) {
        if (reference.bond == Bond::link) {
            follow_link(type, reference);
            follow_link_journal(type, reference);
            continue;
        }
        if (reference.bond == Bond::field && !goes_with(reference)) {
            if (is_file_of(reference)) follow_files(reference);
            follow_field(reference);
        } else {
            follow_rows(reference);
        }
        follow_journal(type, reference);
    }
}

void Eraser::follow_rows(const Reference& reference) {
    if (reference.table->kind == TableKind::side) return;  // came with its record
    add_rows(*reference.table, fmt::format("SELECT r.id FROM {} r WHERE {}",
                                           records::quoted(reference.table->spec->name), in_wave(reference)));
}

void Eraser::follow_field(const Reference& reference) {
    store::Statement rows = connection_.prepare(fmt::format(
        "SELECT r.id FROM {} r WHERE {}", records::quoted(reference.table->spec->name), in_wave(reference)));
    while (rows.step()) cleared_.push_back({reference.table, reference.column, rows.integer(0)});
}

// Rows that are gone already, by what the journal kept of them.
void Eraser::follow_journal(const RecordType& type, const Reference& reference) {
    const TableInfo& table = *reference.table;
    const int number = table.spec->column_numbers[static_cast<std::size_t>(reference.column)];
    if (number == 0 || (reference.bond == Bond::field && !goes_with(reference))) return;
    std::string kind;
    if (const int column = table.column("kind"); !reference.condition.empty() && column >= 0)
        kind = fmt::format(" AND EXISTS (SELECT 1 FROM change k WHERE k.table_number = c.table_number AND "
                           "k.column_number = {} AND k.row_id = c.row_id AND k.old_value = {})",
                           table.spec->column_numbers[static_cast<std::size_t>(column)], type.number);
    add_rows(table, fmt::format("SELECT DISTINCT c.row_id FROM change c WHERE c.table_number = {} AND "
                                "c.column_number = {} AND c.old_value IN (SELECT row_id FROM temp.erase_wave) "
                                "AND NOT EXISTS (SELECT 1 FROM {} r WHERE r.id = c.row_id){}",
                                table.spec->number, number, records::quoted(table.spec->name), kind));
}

// links ------------------------------------------------------------------------------------------------------------

void Eraser::follow_link(const RecordType& type, const Reference& reference) {
    const TableInfo& table = *reference.table;
    if (table.elements.empty()) {
        if (table.column("field_id") < 0 || reference.column == table.column("record_id")) return;
        // A custom field of another record that refers to it.
        std::vector<history::LinkRow> rows;
        {
            store::Statement select = connection_.prepare(fmt::format(
                "SELECT * FROM {} r WHERE {}", records::quoted(table.spec->name), in_wave(reference)));
            while (select.step()) rows.push_back(history::LinkRow::read(table, select));
        }
        for (const history::LinkRow& row : rows)
            if (const auto owner = links_.owner(row)) {
                touched_.emplace(owner->type, owner->id);
                store::Statement key = connection_.prepare("SELECT key FROM field WHERE id = ?1");
                key.bind(1, row.id_at(table.column("field_id")));
                leave(*owner->type, owner->id, key.step() ? "field." + key.string(0) : "field",
                      fmt::format("it referred to a {} that was erased", type.name));
            }
        return;
    }
    const history::ElementOf& part = table.elements.front();
    if (reference.column == part.owner) return;  // the record's own links
    std::vector<std::int64_t> owners;
    {
        store::Statement select = connection_.prepare(fmt::format(
            "SELECT DISTINCT r.{} FROM {} r WHERE {}", records::quoted(part.element->owner_column),
            records::quoted(table.spec->name), in_wave(reference)));
        while (select.step()) owners.push_back(select.integer(0));
    }
    const records::Field* field = table.fields[static_cast<std::size_t>(reference.column)];
    const bool stays = field != nullptr && field->is(records::outlives);
    for (const std::int64_t owner : owners) {
        const bool shared =
            stays ||
            connection_
                .prepare(fmt::format(
                    "SELECT 1 FROM {} r WHERE r.{} = ?1 AND r.{} NOT IN (SELECT row_id FROM temp.erase_wave)",
                    records::quoted(table.spec->name), records::quoted(part.element->owner_column),
                    column_of(reference)))
                .bind(1, owner)
                .step();
        if (!shared) {
            add(*history::table_info(part.type->number), owner);
            continue;
        }
        touched_.emplace(part.type, owner);
        if (!stays && !options_.keep_shared_text) shared_.emplace(part.type, owner);
        leave(*part.type, owner, std::string(part.element->name),
              stays                       ? "the person took part in it"
              : options_.keep_shared_text ? "others took part too: its text was kept"
                                          : "others took part too: it was kept for them without its text");
    }
}

void Eraser::follow_link_journal(const RecordType& type, const Reference& reference) {
    const TableInfo& table = *reference.table;
    const bool leading = table.spec->owners.front() == reference.column;
    const bool custom = table.spec->name == "field_value" && reference.column == table.column("value");
    if (custom && !connection_.prepare("SELECT 1 FROM field WHERE type = ?1 AND target = ?2")
                       .bind_all(static_cast<int>(FieldType::reference), type.name)
                       .step())
        return;
    const std::set<std::int64_t>& all = rows_[history::table_info(type.number)];
    std::set<std::int64_t> merging;  // transactions
    store::Statement merges = connection_.prepare("SELECT seq FROM merge UNION SELECT undone_seq FROM merge");
    while (merges.step()) merging.insert(merges.integer(0));
    std::map<std::int64_t, bool> gone;  // owners, and whether the person was taken out by more than a merge
    store::Statement select = connection_.prepare(fmt::format(
        "SELECT row_id, seq, part, old_value FROM change WHERE table_number = ?1 AND column_number = 0{}",
        leading ? " AND row_id IN (SELECT row_id FROM temp.erase_wave)" : ""));
    select.bind(1, table.spec->number);
    while (select.step()) {
        const auto row = history::LinkRow::parse(table, select.text(3));
        if (row) {
            if (all.count(row->id_at(reference.column)) == 0) continue;
            const auto ends = links_.ends(*row);
            const bool meant = ends.empty() || std::any_of(ends.begin(), ends.end(), [&](const auto& end) {
                                   return end.position == reference.column && end.type == &type;
                               });
            if (!meant) continue;
            if (!table.elements.empty() && table.elements.front().owner != reference.column)
                gone[row->id_at(table.elements.front().owner)] |= merging.count(select.integer(1)) == 0;
        } else if (!leading) {
            continue;
        }
        entries_.push_back({table.spec->number, select.integer(0), select.integer(1), select.integer(2)});
    }
    // Records that are gone themselves, and with them who else took part.
    const records::Field* field = table.fields[static_cast<std::size_t>(reference.column)];
    if (table.elements.empty()) return;
    const bool outlives = field != nullptr && field->is(records::outlives);
    const TableInfo& owners = *history::table_info(table.elements.front().type->number);
    for (const auto& [owner, taken_out] : gone) {
        if (!history::row_exists(connection_, owners, owner)) {
            if (!outlives) add(owners, owner);
        } else if (const Record record(owners.type, owner); taken_out && !goes(owners, owner) &&
                                                            touched_.count(record) == 0 &&
                                                            former_.insert(record).second) {
            leave(*owners.type, owner, std::string(table.elements.front().element->name),
                  "the person had taken part in it, and was removed before: its text was kept");
        }
    }
}

// merges and hosts ---------------------------------------------------------------------------------------------------

void Eraser::gather_merges() {
    std::set<std::int64_t> found;
    for (const RecordType* type : records::registry()) {
        if (!type->mergeable) continue;
        store::Statement select = connection_.prepare(
            "SELECT id FROM merge WHERE kind = ?1 AND survivor_id IN (SELECT row_id FROM temp.erase_row WHERE "
            "table_number = ?1) UNION SELECT merge_id FROM merge_move WHERE table_number = ?1 AND row_id IN (SELECT row_id "
            "FROM temp.erase_row WHERE table_number = ?1)");
        select.bind(1, type->number);
        while (select.step()) found.insert(select.integer(0));
    }
    merges_.assign(found.begin(), found.end());
    for (const std::int64_t id : merges_) add(*history::table_info("merge"), id);
}

// What a table of the host refers to cannot go unless the host's key says what then becomes of its row.
void Eraser::refuse_hosted() {
    struct Key {
        std::string from;
        const TableInfo* to;
        std::string same;
    };
    std::vector<Key> keys;
    {
        store::Statement select = connection_.prepare(
            "SELECT t.name, lower(f.\"table\"), f.\"from\", ifnull(f.\"to\", 'id'), f.seq FROM sqlite_schema t, "
            "pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND substr(t.name, 1, 4) = 'app_' "
            "AND f.on_delete IN ('NO ACTION', 'RESTRICT') ORDER BY t.name, f.id, f.seq");
        while (select.step()) {
            const std::string same =
                fmt::format("c.{} = r.{}", records::quoted(select.text(2)), records::quoted(select.text(3)));
            if (select.integer(4) > 0)
                keys.back().same += " AND " + same;
            else
                keys.push_back({select.string(0), history::table_info(select.text(1)), same});
        }
    }
    for (const Key& key : keys) {
        if (key.to == nullptr || rows_.count(key.to) == 0) continue;
        store::Statement held = connection_.prepare(fmt::format(
            "SELECT r.id FROM {} r JOIN {} c ON {} WHERE r.id IN (SELECT row_id FROM temp.erase_row "
            "WHERE table_number = {}) LIMIT 1",
            records::quoted(key.to->spec->name), records::quoted(key.from), key.same, key.to->spec->number));
        if (!held.step()) continue;
        const std::string name = fmt::format("{} {}", key.to->spec->name, held.integer(0));
        throw Error(
            Code::in_use,
            fmt::format("{} cannot be erased: the table {} refers to it, and its foreign key does not say what "
                        "is to become of the row (ON DELETE)",
                        name, key.from),
            {.record = name});
    }
}

// Names and addresses, while they can still be read.
void Eraser::remember_people() {
    for (const ContactId id : report_.contacts) {
        const auto stored = records::stored(connection_, record_type<Contact>(), id.value);
        if (stored) mentions_.add(*static_cast<const Contact*>(stored.get()));
    }
}

void Eraser::leave(const RecordType& type, std::int64_t id, std::string field, std::string reason) {
    report_.left.push_back({{std::string(type.name), id}, std::move(field), std::move(reason)});
}

}  // namespace kith::privacy
