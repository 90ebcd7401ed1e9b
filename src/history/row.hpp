// Rows of rowid tables, read and written cell by cell behind the descriptors' back.
#pragma once

#include "history/catalogue.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace kith::history {

/// The cells of a row by column position.
using Cells = std::vector<store::OwnedCell>;
/// Some cells of a row: column position and content.
using SomeCells = std::vector<std::pair<int, store::OwnedCell>>;

/// A cell that owns its content.
[[nodiscard]] inline store::OwnedCell own(std::int64_t value) {
    return store::OwnedCell(store::Cell::of(value));
}
[[nodiscard]] inline store::OwnedCell own(std::string_view text) {
    return store::OwnedCell(store::Cell::of(text));
}
/// The content of a cell as an id; 0 when it holds none.
[[nodiscard]] inline std::int64_t id_in(const store::OwnedCell& cell) noexcept {
    const store::Cell view = cell.view();
    return view.type == store::CellType::integer ? view.integer : 0;
}

/// The row's cells, or nothing when there is no such row.
[[nodiscard]] std::optional<Cells> read_row(store::Connection& connection, const TableInfo& table,
                                            std::int64_t id);
/// True when there is such a row.
[[nodiscard]] bool row_exists(store::Connection& connection, const TableInfo& table, std::int64_t id);
/// Writes cells of a row as they are: no version, no computed columns.
void write_row(store::Writer& writer, const TableInfo& table, std::int64_t id, const SomeCells& cells);
/// Puts a row under `id`. What is not journaled is made up: the transaction's number as version (a copy that a host
/// read before the removal then conflicts), its time, and stand-ins that `records::refresh_computed` replaces.
void insert_row(store::Writer& writer, const TableInfo& table, std::int64_t id, const SomeCells& cells);
/// Deletes a row.
void delete_row(store::Writer& writer, const TableInfo& table, std::int64_t id);

/// The record that a row belongs to: itself, its owner; nothing for engine tables. Not resolved.
struct Owner {
    const RecordType* type = nullptr;
    std::int64_t id = 0;
    const records::Element* element = nullptr;
};
[[nodiscard]] Owner owner_of(const TableInfo& table, std::int64_t id, const Cells& cells);

}  // namespace kith::history
