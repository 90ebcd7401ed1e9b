// Erasing, what stays for others: interactions in which they took part lose what was said, live segments a member.
#include "privacy/eraser.hpp"
#include "records/custom.hpp"
#include "records/loader.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

namespace kith::privacy {

using history::TableInfo;
using history::TableKind;

namespace {

/// What stands where a text is required: a mark that says nothing, in any language.
constexpr std::string_view withheld = "\u2014";

}  // namespace

// The subject and the text of what others took part in, and all that was ever written there.
void Eraser::clear_shared_texts() {
    for (const auto& [type, id] : shared_) {
        if (goes(*history::table_info(type->number), id)) continue;
        clear_shared_fields(*type, id);
        if (!type->custom_fields) continue;
        clear_shared_values(*type, id);
        forget_shared_values(*type, id);
    }
}

void Eraser::clear_shared_fields(const RecordType& type, std::int64_t id) {
    const TableInfo& table = *history::table_info(type.number);
    const auto forget = [&](const TableInfo& of, int number) {
        connection_
            .prepare("DELETE FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3")
            .bind_all(of.spec->number, number, id)
            .run();
        count("change");
    };
    history::SomeCells cells;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        const records::Field* field = table.fields[i];
        if (field == nullptr || field->type != FieldType::text || !field->is(records::personal)) continue;
        cells.emplace_back(static_cast<int>(i), field->is(records::required) ? history::own(withheld)
                                                : field->nullable            ? store::OwnedCell()
                                                                  : history::own(std::string_view()));
        forget(table, field->number);
    }
    history::write_row(writer_, table, id, cells);
    if (type.side_number == 0) return;
    const TableInfo& side = *history::table_info(type.side_number);
    history::delete_row(writer_, side, id);
    for (const int number : side.spec->column_numbers) forget(side, number);
    scrub_ranges(side, {id});
}

// Values of custom fields that are personal. What must have one keeps it, unless a text that says nothing will do.
void Eraser::clear_shared_values(const RecordType& type, std::int64_t id) {
    CustomValues values;
    std::size_t cleared = 0;
    records::CustomLoader(connection_, type).load(id, values);
    for (const kith::Field& field : *records::custom_fields(connection_, type)) {
        const auto value = values.find(field.key);
        if (!field.personal || value == values.end()) continue;
        if (field.required && (field.type != FieldType::text || field.unique)) {
            leave(type, id, "field." + field.key, "the field is required: its value was kept");
            continue;
        }
        ++cleared;
        if (field.required)
            value->second = Value(std::string(withheld));
        else
            values.erase(value);
    }
    records::store_custom(writer_, type, id, values, false);
    if (cleared > 0) report_.erased["field_value"] += cleared;
    // Definitions in the trash may still have values.
    connection_
        .prepare("DELETE FROM field_value WHERE record_id = ?1 AND field_id IN (SELECT id FROM field WHERE "
                 "record_type = ?2 AND is_personal <> 0 AND deleted_at IS NOT NULL)")
        .bind_all(id, type.name)
        .run();
    count("field_value");
}

// Values that they had once, of definitions that are gone too.
void Eraser::forget_shared_values(const RecordType& type, std::int64_t id) {
    const TableInfo& table = *history::table_info("field_value");
    store::Statement kept = connection_.prepare(
        "SELECT seq, part, old_value FROM change WHERE table_number = ?1 AND column_number = 0 AND row_id = ?2");
    kept.bind_all(table.spec->number, id);
    store::Statement other =
        connection_.prepare("SELECT 1 FROM field WHERE id = ?1 AND (record_type <> ?2 OR is_personal = 0)");
    while (kept.step()) {
        const auto row = history::LinkRow::parse(table, kept.text(2));
        if (row) {
            other.bind_all(row->id_at(table.column("field_id")), type.name);
            const bool stays = other.step();
            other.reset();
            if (stays) continue;
        }
        entries_.push_back({table.spec->number, id, kept.integer(0), kept.integer(1)});
    }
}

// Live segments: who was in them and when. A note of nobody stays, so that observers read the members anew, and no
// number of a note is given twice.
void Eraser::leave_segments() {
    const store::TransactionInfo& info = writer_.info();
    for (const auto& entry : rows_) {
        const TableInfo& table = *entry.first;
        if (table.kind != TableKind::record) continue;
        const std::string theirs = fmt::format(
            "record_id IN (SELECT row_id FROM temp.erase_row WHERE table_number = {}) AND segment_id IN "
            "(SELECT id FROM segment WHERE record_type = '{}')",
            table.spec->number, table.type->name);
        connection_
            .prepare(fmt::format("INSERT INTO segment_change (segment_id, record_id, entered, at, seq) "
                                 "SELECT segment_id, 0, 0, ?1, ?2 FROM segment_member WHERE {0} UNION "
                                 "SELECT segment_id, 0, 0, ?1, ?2 FROM segment_change WHERE {0}",
                                 theirs))
            .bind_all(info.at.time_since_epoch().count(), info.seq)
            .run();
        for (const char* name : {"segment_member", "segment_change"}) {
            connection_.prepare(fmt::format("DELETE FROM {} WHERE {}", name, theirs)).run();
            count(name);
        }
    }
}

}  // namespace kith::privacy
