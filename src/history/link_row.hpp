// Rows of link tables (WITHOUT ROWID): what makes two of them the same, and moving them in and out.
//
// The journal keeps a removed link row as a JSON object of its columns. Two rows are the same link when their keys
// agree (who is linked to what); the rest (a role, a value) is what the link says. `seq` and copied columns are
// neither. One value of a multi-choice is a link of its own, whatever its position.
#pragma once

#include "history/row.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::history {

/// How rows of one link table are compared. `field_value` has two: single values and multi-choices.
struct LinkShape {
    std::vector<int> key{};      ///< positions of the columns that name the link
    std::vector<int> content{};  ///< positions of the columns that say something about it
    int seq = -1;
    int position = -1;  ///< a multi-choice's position: kept where free
    int copied = -1;    ///< a column copied from a record
    const TableInfo* copied_from = nullptr;
    int copied_from_column = -1;  ///< position in `copied_from`
    int copied_owner = -1;        ///< position, here, of that record's id
    // Statements; ?1, ?2 ... are the key, after it, for `remove_copied`, the copied column; for `insert` all columns.
    std::string find{}, remove{}, remove_copied{}, insert{}, copy{};
};

/// One row of a link table.
class LinkRow {
public:
    LinkRow(const TableInfo& table, Cells cells) : table_(&table), cells_(std::move(cells)) {}
    /// Reads the current row of `SELECT * FROM table`.
    static LinkRow read(const TableInfo& table, const store::Statement& statement);
    /// Reads the journal's form; nothing when it is damaged.
    static std::optional<LinkRow> parse(const TableInfo& table, std::string_view json);
    /// The journal's form.
    [[nodiscard]] std::string json() const;

    [[nodiscard]] const TableInfo& table() const noexcept { return *table_; }
    [[nodiscard]] const Cells& cells() const noexcept { return cells_; }
    [[nodiscard]] std::int64_t id_at(int position) const noexcept {
        return id_in(cells_[static_cast<std::size_t>(position)]);
    }
    [[nodiscard]] std::int64_t seq(const LinkShape& shape) const noexcept { return id_at(shape.seq); }
    void set(int position, store::OwnedCell cell) {
        cells_[static_cast<std::size_t>(position)] = std::move(cell);
    }
    /// The leading key column, under which the journal files the row.
    [[nodiscard]] std::int64_t leading() const noexcept { return id_at(table_->spec->owners.front()); }

private:
    const TableInfo* table_;
    Cells cells_;
};

/// A column of a link row that refers to a record.
struct LinkEnd {
    int position = -1;
    const RecordType* type = nullptr;
    std::int64_t id = 0;
};

/// Reads and writes link rows. Belongs to one transaction.
class Links {
public:
    explicit Links(store::Connection& connection) : connection_(connection) {}

    /// How the row is compared: its table, and for custom values the field's type.
    [[nodiscard]] const LinkShape& shape(const LinkRow& row);
    /// Text that is equal for the same link, whatever it says.
    [[nodiscard]] std::string key(const LinkRow& row);
    /// True when both are rows of the same link, whatever they say.
    [[nodiscard]] bool same(const LinkRow& a, const LinkRow& b);
    /// True when both say the same about the same link.
    [[nodiscard]] bool equal(const LinkRow& a, const LinkRow& b);
    /// The stored row of this link, whatever it says.
    [[nodiscard]] std::optional<LinkRow> find(const LinkRow& row);
    /// The records that the row links.
    [[nodiscard]] std::vector<LinkEnd> ends(const LinkRow& row);
    /// The record whose fields the row shows: an interaction for a participant, any record for a custom value;
    /// nothing for tags and list members, which are no part of a record's version.
    [[nodiscard]] std::optional<LinkEnd> owner(const LinkRow& row);

    /// The record that the link is said to be of: its owner, else the tagged record or the member of the list; nothing for
    /// a value of a field that is gone.
    [[nodiscard]] std::optional<LinkEnd> whose(const LinkRow& row);
    /// What is at the other end than the one in this column; nothing where that is a plain value.
    [[nodiscard]] std::optional<LinkEnd> opposite(const LinkRow& row, int column);
    /// How the link is called where its record is shown: "participant", "tag", "list", "field.KEY".
    [[nodiscard]] std::string field_name(const LinkRow& row);
    /// What a custom value says; empty for other links.
    [[nodiscard]] Value value(const LinkRow& row);

    /// Throws what forbids a link that was sound when it was there: a custom value that does not fit its field any more
    /// (`invalid_value`), a list that holds records of another type by now (`invalid_argument`).
    void check(const LinkRow& row);
    /// Writes the row with the transaction's number, copied columns fresh, a taken position moved to the end. Gives it as
    /// it is stored.
    LinkRow insert(store::Writer& writer, LinkRow row);
    /// Removes the stored row of this link.
    void remove(store::Writer& writer, const LinkRow& row);

private:
    /// A custom field's record type and value type; null and text for a field that is gone.
    struct Definition {
        const RecordType* type = nullptr;
        FieldType value = FieldType::text;
        const RecordType* target = nullptr;
    };
    const Definition& definition(std::int64_t field);
    void bind_key(store::Statement& statement, const LinkShape& shape, const LinkRow& row) const;

    store::Connection& connection_;
    std::map<std::int64_t, Definition> definitions_{};
};

}  // namespace kith::history
