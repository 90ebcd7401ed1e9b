#include "privacy/mentions.hpp"

#include "history/link_row.hpp"
#include "history/values.hpp"
#include "records/plan.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

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
}

}  // namespace kith::privacy
