#include "privacy/mentions.hpp"

#include "history/link_row.hpp"
#include "history/values.hpp"
#include "records/plan.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace kith::privacy {

using history::TableInfo;
using history::TableKind;

namespace {

// Shorter words stand inside others by accident.
constexpr std::size_t least_name = 4;  // bytes: "Bo", 王 are none; 山田 are six
constexpr std::size_t least_address = 5;
constexpr std::size_t least_number = 7;

/// Folded, without spaces and punctuation: "Yamada, Taro" and "yamada taro" are one, "03-1234" is "031234".
std::string squeezed(std::string_view text) {
    std::string folded = text::fold(text);
    std::erase_if(folded, [](char c) {
        return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80);
    });
    for (const std::string_view mark : {"・", "、", "。", "「", "」"})
        for (std::size_t at = folded.find(mark); at != std::string::npos; at = folded.find(mark, at))
            folded.erase(at, mark.size());
    return folded;
}

constexpr std::string_view reason = "it mentions the person";

void search_table(store::Connection& connection, const Mentions& mentions, const TableInfo& table,
                  std::vector<Kept>& found) {
    std::vector<int> texts;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        const records::Field* field = table.fields[i];
        if (field != nullptr && !field->is(records::computed) &&
            (field->type == FieldType::text || field->type == FieldType::choices))
            texts.push_back(static_cast<int>(i));
    }
    if (texts.empty()) return;
    const int id = table.column("id");
    store::Statement select =
        connection.prepare(fmt::format("SELECT * FROM {}", records::quoted(table.spec->name)));
    while (select.step()) {
        for (const int position : texts) {
            if (select.null(position) || !mentions.in(select.text(position))) continue;
            history::Cells cells;
            for (int i = 0; i < select.columns(); ++i) cells.emplace_back(select.cell(i));
            const history::Owner owner = history::owner_of(table, select.integer(id), cells);
            if (owner.type != nullptr)
                found.push_back({{std::string(owner.type->name), owner.id},
                                 history::field_name(table, owner, position),
                                 std::string(reason)});
        }
    }
}

void search_custom_values(store::Connection& connection, const Mentions& mentions, std::vector<Kept>& found) {
    const TableInfo& table = *history::table_info("field_value");
    const int value = table.column("value");
    std::vector<history::LinkRow> rows;
    {
        store::Statement select =
            connection.prepare("SELECT * FROM field_value WHERE typeof(value) = 'text' ORDER BY record_id");
        while (select.step())
            if (mentions.in(select.text(value))) rows.push_back(history::LinkRow::read(table, select));
    }
    history::Links links(connection);
    for (const history::LinkRow& row : rows) {
        const auto owner = links.owner(row);
        if (!owner) continue;
        store::Statement key = connection.prepare("SELECT key FROM field WHERE id = ?1");
        key.bind(1, row.id_at(table.column("field_id")));
        found.push_back({{std::string(owner->type->name), owner->id},
                         key.step() ? "field." + key.string(0) : "field",
                         std::string(reason)});
    }
}

/// Whose row of a table it is, where the row may be gone: then as the journal has it. Rows of no record stand for themselves.
RecordRef whose(store::Connection& connection, const TableInfo& table, std::int64_t row) {
    if (table.type != nullptr) return {std::string(table.type->name), row};
    if (const auto cells = history::read_row(connection, table, row)) {
        const history::Owner owner = history::owner_of(table, row, *cells);
        if (owner.type != nullptr) return {std::string(owner.type->name), owner.id};
    }
    for (const history::ElementOf& part : table.elements) {
        store::Statement owner = connection.prepare(
            "SELECT old_value FROM change WHERE table_number = ?1 AND column_number = ?2 AND row_id = ?3 AND old_value IS "
            "NOT NULL ORDER BY seq DESC LIMIT 1");
        owner.bind_all(table.spec->number, table.spec->column_numbers[static_cast<std::size_t>(part.owner)],
                       row);
        if (owner.step()) return {std::string(part.type->name), owner.integer(0)};
    }
    return {table.spec->name, row};
}

/// Earlier texts: those that the statement gives as table, column, row and text. What is found is told once per field.
class Earlier {
public:
    Earlier(store::Connection& connection, const Mentions& mentions, std::vector<Kept>& found)
        : connection_(connection), mentions_(mentions), found_(found), links_(connection) {}

    void search(std::string_view sql, std::string_view why) {
        std::set<std::pair<RecordRef, std::string>> told;
        store::Statement select = connection_.prepare(sql);
        while (select.step()) {
            const TableInfo* table = history::table_info(static_cast<int>(select.integer(0)));
            if (table == nullptr) continue;
            auto place = table->kind == TableKind::link ? in_link(*table, select.text(3))
                                                        : in_cell(*table, static_cast<int>(select.integer(1)),
                                                                  select.integer(2), select.text(3));
            if (place && told.insert(*place).second)
                found_.push_back({place->first, place->second, std::string(why)});
        }
    }

private:
    using Place = std::optional<std::pair<RecordRef, std::string>>;

    Place in_cell(const TableInfo& table, int column, std::int64_t row, std::string_view text) {
        if (!mentions_.in(text)) return {};
        const int at = table.numbered(column);
        RecordRef record = whose(connection_, table, row);
        std::string field;
        if (const RecordType* type = find_record_type(record.type); at >= 0 && type != nullptr) {
            const auto part = std::find_if(table.elements.begin(), table.elements.end(),
                                           [&](const history::ElementOf& each) { return each.type == type; });
            const history::Owner owner{type, record.id,
                                       part == table.elements.end() ? nullptr : part->element};
            field = history::field_name(table, owner, at);
        } else if (at >= 0) {
            field = table.spec->columns[static_cast<std::size_t>(at)];
        }
        return std::pair{std::move(record), std::move(field)};
    }

    Place in_link(const TableInfo& table, std::string_view json) {
        const auto row = history::LinkRow::parse(table, json);
        if (!row) return {};
        const bool named = std::any_of(row->cells().begin(), row->cells().end(), [&](const auto& cell) {
            return cell.view().type == store::CellType::text && mentions_.in(cell.view().text);
        });
        if (!named) return {};
        const auto owner = links_.whose(*row);
        return std::pair{owner ? RecordRef{std::string(owner->type->name), owner->id}
                               : RecordRef{table.spec->name, row->leading()},
                         links_.field_name(*row)};
    }

    store::Connection& connection_;
    const Mentions& mentions_;
    std::vector<Kept>& found_;
    history::Links links_;
};

// Who wrote: a name that the host gave, in each table that keeps it.
void search_actors(store::Connection& connection, const Mentions& mentions, std::vector<Kept>& found) {
    struct Actor {
        const char* table;
        const char* key;
        const char* column;
    };
    for (const Actor& each : {Actor{"change_txn", "seq", "actor"}, Actor{"transition", "id", "by"},
                              Actor{"merge", "id", "by"}, Actor{"suppression", "id", "by"},
                              Actor{"not_duplicate", "id", "by"}, Actor{"confirmed_duplicate", "id", "by"}}) {
        store::Statement select =
            connection.prepare(fmt::format("SELECT {0}, min({1}), count(*) FROM {2} GROUP BY {0}",
                                           records::quoted(each.column), each.key, each.table));
        while (select.step())
            if (mentions.in(select.text(0)))
                found.push_back(
                    {{each.table, select.integer(1)},
                     each.column,
                     fmt::format("{} of these were written under the person's name", select.integer(2))});
    }
}

}  // namespace

void Mentions::add_word(std::string_view text, std::size_t least) {
    std::string word = squeezed(text);
    if (word.size() >= least && std::find(words_.begin(), words_.end(), word) == words_.end())
        words_.push_back(std::move(word));
}

void Mentions::add(const Contact& contact) {
    const Name& name = contact.name;
    const auto both = [&](const std::string& given, const std::string& family) {
        add_word(given + family, least_name);
        add_word(family + given, least_name);
    };
    both(name.given, name.family);
    if (!name.additional.empty()) both(name.given + name.additional, name.family);
    if (!name.phonetic_given.empty() && !name.phonetic_family.empty())
        both(name.phonetic_given, name.phonetic_family);
    add_word(name.full, least_name);
    for (const Email& email : contact.emails) add_word(email.address, least_address);
    for (const Phone& phone : contact.phones) {
        add_word(phone.digits, least_number);
        if (phone.e164) add_word(std::to_string(*phone.e164), least_number);
    }
    for (const Handle& handle : contact.handles) add_word(handle.address, least_address);
}

bool Mentions::in(std::string_view text) const {
    if (words_.empty() || text.empty()) return false;
    const std::string squeezed_text = squeezed(text);
    return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
        return squeezed_text.find(word) != std::string::npos;
    });
}

void find_mentions(store::Connection& connection, const Mentions& mentions, std::vector<Kept>& found) {
    if (mentions.empty()) return;
    for (const TableInfo& table : history::all_tables())
        if (table.kind == TableKind::record || table.kind == TableKind::side ||
            table.kind == TableKind::element)
            search_table(connection, mentions, table, found);
    search_custom_values(connection, mentions, found);
    Earlier earlier(connection, mentions, found);
    earlier.search(
        "SELECT table_number, column_number, row_id, old_value FROM change WHERE typeof(old_value) = 'text'",
        "its history mentions the person");
    earlier.search(
        "SELECT table_number, column_number, row_id, old_value FROM merge_move WHERE typeof(old_value) = 'text' UNION ALL "
        "SELECT table_number, column_number, row_id, new_value FROM merge_move WHERE typeof(new_value) = 'text'",
        "what a merge keeps of it mentions the person");
    search_actors(connection, mentions, found);
}

}  // namespace kith::privacy
