// Erasing, files: attachments of what goes, and the contents that nobody refers to any more.
#include "privacy/eraser.hpp"
#include "privacy/files.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

namespace kith::privacy {

using history::Reference;
using history::TableInfo;

namespace {

/// Records of `type` that go.
std::string going(const RecordType& type) {
    return fmt::format("(SELECT row_id FROM temp.erase_row WHERE table_number = {})", type.number);
}

/// What a file is with besides `reference`: SQL over the alias r that nothing of it stays, and over the alias k that a cell
/// of the journal names something that stays.
struct Others {
    std::string none = "1";
    std::string some = "0";
};

Others others_than(const Reference& reference) {
    const TableInfo& table = *reference.table;
    Others others;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        if (table.fields[i] == nullptr || table.targets[i] == nullptr ||
            static_cast<int>(i) == reference.column)
            continue;
        const std::string column = records::quoted(table.spec->columns[i]);
        const std::string gone = going(*table.targets[i]);
        others.none += fmt::format(" AND (r.{0} IS NULL OR r.{0} IN {1})", column, gone);
        others.some += fmt::format(" OR k.column_number = {} AND k.old_value NOT IN {}",
                                   table.spec->column_numbers[i], gone);
    }
    return others;
}

}  // namespace

// Files of the wave that are with nothing else, those among them that the journal alone remembers too.
void Eraser::follow_files(const Reference& reference) {
    const TableInfo& table = *reference.table;
    const std::string name = records::quoted(table.spec->name);
    const auto at = static_cast<std::size_t>(reference.column);
    const Others others = others_than(reference);
    add_rows(table,
             fmt::format("SELECT r.id FROM {} r WHERE r.{} IN (SELECT row_id FROM temp.erase_wave) AND {}",
                         name, records::quoted(table.spec->columns[at]), others.none));
    add_rows(
        table,
        fmt::format(
            "SELECT DISTINCT c.row_id FROM change c WHERE c.table_number = {0} AND c.column_number = {1} AND "
            "c.old_value IN (SELECT row_id FROM temp.erase_wave) AND NOT EXISTS (SELECT 1 FROM {2} r WHERE "
            "r.id = c.row_id) AND NOT EXISTS (SELECT 1 FROM change k WHERE k.table_number = {0} AND "
            "k.row_id = c.row_id AND ({3}))",
            table.spec->number, table.spec->column_numbers[at], name, others.some));
}

// Files of what others took part in are part of its text: they go, unless they are with somebody else too.
void Eraser::follow_shared_files() {
    std::map<const RecordType*, std::set<std::int64_t>> shared;
    for (const auto& [type, id] : shared_) shared[type].insert(id);
    for (const auto& [type, ids] : shared) {
        make_wave(ids);
        for (const Reference& reference : history::references_to(*type)) {
            if (!is_file_of(reference)) continue;
            const TableInfo& table = *reference.table;
            const auto at = static_cast<std::size_t>(reference.column);
            follow_files(reference);
            store::Statement stays = connection_.prepare(fmt::format(
                "SELECT r.id FROM {} r WHERE r.{} IN (SELECT row_id FROM temp.erase_wave) ORDER BY r.id",
                records::quoted(table.spec->name), records::quoted(table.spec->columns[at])));
            while (stays.step())
                if (!goes(table, stays.integer(0)))
                    leave(*table.type, stays.integer(0), std::string(table.fields[at]->name),
                          fmt::format("it is with an {} in which the person took part", type->name));
        }
    }
}

// Contents are kept apart and shared by whoever refers to their key, now or before an edit.
void Eraser::gather_contents() {
    {
        store::Statement select = connection_.prepare(
            "SELECT t.name, f.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' "
            "AND lower(f.\"table\") = 'blob' AND lower(f.\"to\") = 'key'");
        while (select.step()) holders_.emplace_back(select.string(0), select.string(1));
    }
    for (const auto& [name, column] : holders_) {
        const TableInfo* table = history::table_info(name);
        if (table == nullptr || rows_.count(table) == 0) continue;
        const int at = table->column(column);
        store::Statement keys = connection_.prepare(fmt::format(
            "SELECT {0} FROM {1} WHERE id IN (SELECT row_id FROM temp.erase_row WHERE table_number = {2}) AND {0} IS NOT "
            "NULL UNION SELECT old_value FROM change WHERE table_number = {2} AND column_number = {3} AND row_id IN "
            "(SELECT row_id FROM temp.erase_row WHERE table_number = {2}) AND typeof(old_value) = 'text'",
            records::quoted(column), records::quoted(name), table->spec->number,
            table->spec->column_numbers[static_cast<std::size_t>(at)]));
        while (keys.step()) contents_.insert(keys.string(0));
    }
}

}  // namespace kith::privacy
