#include "history/row.hpp"

#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

std::optional<Cells> read_row(store::Connection& connection, const TableInfo& table, std::int64_t id) {
    store::Statement select =
        connection.prepare(fmt::format("SELECT * FROM {} WHERE id = ?1", records::quoted(table.spec->name)));
    select.bind(1, id);
    if (!select.step()) return std::nullopt;
    Cells cells;
    cells.reserve(table.spec->columns.size());
    for (int i = 0; i < select.columns(); ++i) cells.emplace_back(select.cell(i));
    return cells;
}

bool row_exists(store::Connection& connection, const TableInfo& table, std::int64_t id) {
    return connection
        .prepare(fmt::format("SELECT 1 FROM {} WHERE id = ?1", records::quoted(table.spec->name)))
        .bind(1, id)
        .step();
}

void write_row(store::Writer& writer, const TableInfo& table, std::int64_t id, const SomeCells& cells) {
    if (cells.empty()) return;
    std::string sql = fmt::format("UPDATE {} SET ", records::quoted(table.spec->name));
    for (std::size_t i = 0; i < cells.size(); ++i)
        sql += fmt::format("{}{} = ?{}", i == 0 ? "" : ", ",
                           records::quoted(table.spec->columns[static_cast<std::size_t>(cells[i].first)]),
                           i + 2);
    sql += " WHERE id = ?1";
    store::Statement update = writer.connection().prepare(sql);
    update.bind(1, id);
    for (std::size_t i = 0; i < cells.size(); ++i)
        update.bind(static_cast<int>(i) + 2, cells[i].second.view());
    update.run();
}

void insert_row(store::Writer& writer, const TableInfo& table, std::int64_t id, const SomeCells& cells) {
    const auto& columns = table.spec->columns;
    std::string names;
    std::string values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += fmt::format("{}{}", i == 0 ? "" : ", ", records::quoted(columns[i]));
        values += fmt::format("{}?{}", i == 0 ? "" : ", ", i + 1);
    }
    // Computed columns that may not be empty get a text of their own, so that no two collide until they are right.
    std::vector<bool> mandatory(columns.size());
    {
        store::Statement info =
            writer.connection().prepare("SELECT cid, \"notnull\" FROM pragma_table_info(?1)");
        info.bind(1, table.spec->name);
        while (info.step()) mandatory[static_cast<std::size_t>(info.integer(0))] = info.integer(1) != 0;
    }
    store::Statement insert = writer.connection().prepare(
        fmt::format("INSERT INTO {} ({}) VALUES ({})", records::quoted(table.spec->name), names, values));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int index = static_cast<int>(i) + 1;
        const auto given = std::find_if(cells.begin(), cells.end(),
                                        [&](const auto& cell) { return cell.first == static_cast<int>(i); });
        if (given != cells.end())
            insert.bind(index, given->second.view());
        else if (columns[i] == "id")
            insert.bind(index, id);
        else if (columns[i] == "version")
            insert.bind(index, writer.info().seq);
        else if (columns[i] == "updated_at")
            insert.bind(index, writer.info().at.time_since_epoch().count());
        else if (mandatory[i])
            insert.bind(index, fmt::format("\x7f{}", id));
        else
            insert.bind(index, nullptr);
    }
    insert.run();
}

void delete_row(store::Writer& writer, const TableInfo& table, std::int64_t id) {
    writer.connection()
        .prepare(fmt::format("DELETE FROM {} WHERE id = ?1", records::quoted(table.spec->name)))
        .bind(1, id)
        .run();
}

Owner owner_of(const TableInfo& table, std::int64_t id, const Cells& cells) {
    if (table.type != nullptr) return {table.type, id, nullptr};
    if (table.kind == TableKind::element)
        for (const ElementOf& part : table.elements)
            if (const std::int64_t owner = id_in(cells[static_cast<std::size_t>(part.owner)]); owner != 0)
                return {part.type, owner, part.element};
    return {};
}

}  // namespace kith::history
