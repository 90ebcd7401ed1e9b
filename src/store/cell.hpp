// A cell of a row on its way to or from SQLite. A view: text and blobs belong to someone else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kith::store {

enum class CellType : std::uint8_t { null, integer, real, text, blob };

/// One SQLite value. Text and blob point to the record, buffer or statement they come from and live only as
/// long as that (for a statement: until its next step).
struct Cell {
    CellType type = CellType::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text{};  // bytes of a text or blob

    Cell() = default;
    static Cell of(std::int64_t value) noexcept {
        Cell cell;
        cell.type = CellType::integer;
        cell.integer = value;
        return cell;
    }
    static Cell of(double value) noexcept {
        Cell cell;
        cell.type = CellType::real;
        cell.real = value;
        return cell;
    }
    static Cell of(std::string_view value) noexcept {
        Cell cell;
        cell.type = CellType::text;
        cell.text = value;
        return cell;
    }
    static Cell of_blob(std::string_view bytes) noexcept {
        Cell cell;
        cell.type = CellType::blob;
        cell.text = bytes;
        return cell;
    }

    [[nodiscard]] bool null() const noexcept { return type == CellType::null; }

    /// Same type and content. 1 and 1.0 differ, as they do for a journal.
    friend bool operator==(const Cell& a, const Cell& b) noexcept {
        if (a.type != b.type) return false;
        switch (a.type) {
            case CellType::null: return true;
            case CellType::integer: return a.integer == b.integer;
            case CellType::real: return a.real == b.real;
            case CellType::text:
            case CellType::blob: return a.text == b.text;
        }
        return false;
    }
};

/// A cell that owns its text.
class OwnedCell {
public:
    OwnedCell() = default;
    explicit OwnedCell(const Cell& cell) : cell_(cell), bytes_(cell.text) {}
    [[nodiscard]] Cell view() const noexcept {
        Cell cell = cell_;
        cell.text = bytes_;
        return cell;
    }

private:
    Cell cell_{};
    std::string bytes_{};
};

}  // namespace kith::store
