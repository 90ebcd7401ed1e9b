#include "history/link_row.hpp"

#include "records/custom.hpp"
#include "records/plan.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"
#include "store/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::history {

namespace {

/// True when two rows of one table have the same cells at these positions.
bool agree(const LinkRow& a, const LinkRow& b, const std::vector<int>& positions) {
    return std::all_of(positions.begin(), positions.end(), [&](int position) {
        const auto at = static_cast<std::size_t>(position);
        return a.cells()[at].view() == b.cells()[at].view();
    });
}

void write_statements(const TableInfo& table, LinkShape& shape) {
    const std::string name = records::quoted(table.spec->name);
    const auto column = [](const TableInfo& of, int at) {
        return records::quoted(of.spec->columns[static_cast<std::size_t>(at)]);
    };
    std::string where;
    for (std::size_t i = 0; i < shape.key.size(); ++i)
        where += fmt::format("{}{} = ?{}", i == 0 ? "" : " AND ", column(table, shape.key[i]), i + 1);
    std::string values;
    for (std::size_t i = 0; i < table.spec->columns.size(); ++i)
        values += fmt::format("{}?{}", i == 0 ? "" : ", ", i + 1);
    shape.find = fmt::format("SELECT * FROM {} WHERE {}", name, where);
    // Else SQLite looks through everything that a contact took part in. The index of the owner holds the copied column.
    if (shape.copied >= 0)
        shape.find += fmt::format(" AND {0} IN (SELECT {0} FROM {1} WHERE {2})", column(table, shape.copied),
                                  name, where);
    shape.remove = fmt::format("DELETE FROM {} WHERE {}", name, where);
    if (shape.copied >= 0)
        shape.remove_copied =
            fmt::format("{} AND {} = ?{}", shape.remove, column(table, shape.copied), shape.key.size() + 1);
    shape.insert = fmt::format("INSERT INTO {} VALUES ({})", name, values);
    if (shape.copied >= 0)
        shape.copy = fmt::format("SELECT {} FROM {} WHERE id = ?1",
                                 column(*shape.copied_from, shape.copied_from_column),
                                 records::quoted(shape.copied_from->spec->name));
}

/// The shape of a table's rows; `multiple`: of the values of a multi-choice.
LinkShape build_shape(const TableInfo& table, bool multiple) {
    LinkShape shape;
    const auto named = [&](std::string_view name) { return table.column(name); };
    shape.seq = named("seq");
    if (!table.elements.empty()) {  // an element: its owner and the record that its first field names
        const ElementOf& part = table.elements.front();
        shape.key = {part.owner, named(part.element->fields.front().column)};
        if (!part.element->copied_column.empty()) {
            shape.copied = named(part.element->copied_column);
            shape.copied_owner = part.owner;
            shape.copied_from = table_info(part.type->number);
            shape.copied_from_column = shape.copied_from->column(part.element->copied_column);
        }
    } else if (table.spec->name == "field_value") {
        shape.key = {named("record_id"), named("field_id")};
        if (multiple) {
            shape.key.push_back(named("value"));
            shape.position = named("position");
        } else {
            shape.content = {named("value"), named("unit")};
        }
        write_statements(table, shape);
        return shape;
    }
    for (std::size_t i = 0; i < table.spec->columns.size(); ++i) {
        const int at = static_cast<int>(i);
        if (at == shape.seq || at == shape.copied) continue;
        if (table.elements.empty())
            shape.key.push_back(at);  // tagging, list_member: all of it is the key
        else if (std::find(shape.key.begin(), shape.key.end(), at) == shape.key.end())
            shape.content.push_back(at);
    }
    write_statements(table, shape);
    return shape;
}

}  // namespace

LinkRow LinkRow::read(const TableInfo& table, const store::Statement& statement) {
    Cells cells;
    cells.reserve(table.spec->columns.size());
    for (int i = 0; i < statement.columns(); ++i) cells.emplace_back(statement.cell(i));
    return {table, std::move(cells)};
}

std::optional<LinkRow> LinkRow::parse(const TableInfo& table, std::string_view json) {
    const std::vector<std::string>& columns = table.spec->columns;
    Cells cells(columns.size());
    const bool read =
        store::read_json(json, store::JsonKind::object, [&](std::string_view name, const store::Cell& value) {
            const auto at = std::find(columns.begin(), columns.end(), name);
            if (at != columns.end())
                cells[static_cast<std::size_t>(at - columns.begin())] = store::OwnedCell(value);
        });
    if (!read) return std::nullopt;
    return LinkRow(table, std::move(cells));
}

std::string LinkRow::json() const {
    std::map<std::string_view, store::Cell> members;
    for (std::size_t i = 0; i < cells_.size(); ++i) members[table_->spec->columns[i]] = cells_[i].view();
    return store::json_of(members);
}

const Links::Definition& Links::definition(std::int64_t field) {
    const auto known = definitions_.find(field);
    if (known != definitions_.end()) return known->second;
    Definition definition;
    store::Statement select = connection_.prepare("SELECT record_type, type, target FROM field WHERE id = ?1");
    if (select.bind(1, field).step()) {
        definition.type = find_record_type(select.text(0));
        definition.value = static_cast<FieldType>(select.integer(1));
        if (definition.value == FieldType::reference) definition.target = find_record_type(select.text(2));
        return definitions_.emplace(field, definition).first->second;
    }
    static const Definition gone{};
    return gone;  // not kept: an undo may bring it back
}

const LinkShape& Links::shape(const LinkRow& row) {
    static const std::map<const TableInfo*, std::pair<LinkShape, LinkShape>> shapes = [] {
        std::map<const TableInfo*, std::pair<LinkShape, LinkShape>> all;
        for (const TableInfo& table : all_tables())
            if (table.kind == TableKind::link)
                all.emplace(&table, std::pair(build_shape(table, false), build_shape(table, true)));
        return all;
    }();
    const auto& [single, multiple] = shapes.at(&row.table());
    const int field = row.table().column("field_id");
    return field >= 0 && definition(row.id_at(field)).value == FieldType::choices ? multiple : single;
}

std::string Links::key(const LinkRow& row) {
    std::string parts;
    for (const int position : shape(row).key)
        parts += store::json_of(row.cells()[static_cast<std::size_t>(position)].view()) + ",";
    return parts;
}

bool Links::same(const LinkRow& a, const LinkRow& b) { return agree(a, b, shape(a).key); }

bool Links::equal(const LinkRow& a, const LinkRow& b) {
    const LinkShape& how = shape(a);
    return agree(a, b, how.key) && agree(a, b, how.content);
}

void Links::bind_key(store::Statement& statement, const LinkShape& how, const LinkRow& row) const {
    int index = 0;
    for (const int position : how.key)
        statement.bind(++index, row.cells()[static_cast<std::size_t>(position)].view());
}

std::optional<LinkRow> Links::find(const LinkRow& row) {
    const LinkShape& how = shape(row);
    store::Statement select = connection_.prepare(how.find);
    bind_key(select, how, row);
    if (!select.step()) return std::nullopt;
    return LinkRow::read(row.table(), select);
}

std::vector<LinkEnd> Links::ends(const LinkRow& row) {
    const TableInfo& table = row.table();
    std::vector<LinkEnd> ends;
    for (std::size_t i = 0; i < table.targets.size(); ++i)
        if (table.targets[i] != nullptr)
            ends.push_back({static_cast<int>(i), table.targets[i], row.id_at(static_cast<int>(i))});
    const int record = table.column("record_id");
    if (const int kind = table.column("kind"); kind >= 0) {
        if (const RecordType* type = type_of(row.id_at(kind)))
            ends.push_back({record, type, row.id_at(record)});
    } else if (const int field = table.column("field_id"); field >= 0) {
        const Definition& custom = definition(row.id_at(field));
        if (custom.type != nullptr) ends.push_back({record, custom.type, row.id_at(record)});
        const int value = table.column("value");
        if (custom.target != nullptr) ends.push_back({value, custom.target, row.id_at(value)});
    }
    return ends;
}

std::optional<LinkEnd> Links::owner(const LinkRow& row) {
    const TableInfo& table = row.table();
    if (!table.elements.empty()) {
        const ElementOf& part = table.elements.front();
        return LinkEnd{part.owner, part.type, row.id_at(part.owner)};
    }
    if (const int field = table.column("field_id"); field >= 0) {
        const Definition& custom = definition(row.id_at(field));
        const int record = table.column("record_id");
        if (custom.type != nullptr) return LinkEnd{record, custom.type, row.id_at(record)};
    }
    return std::nullopt;
}

std::optional<LinkEnd> Links::whose(const LinkRow& row) {
    if (auto whose = owner(row)) return whose;
    const int record = row.table().column("record_id");
    for (const LinkEnd& end : ends(row))
        if (end.position == record) return end;
    return std::nullopt;
}

std::optional<LinkEnd> Links::opposite(const LinkRow& row, int column) {
    const int definition = row.table().column("field_id");
    for (const LinkEnd& end : ends(row))
        if (end.position != column && end.position != definition) return end;
    return std::nullopt;
}

std::string Links::field_name(const LinkRow& row) {
    const TableInfo& table = row.table();
    if (!table.elements.empty()) return std::string(table.elements.front().element->name);
    if (const int definition = table.column("field_id"); definition >= 0) {
        store::Statement key = connection_.prepare("SELECT key FROM field WHERE id = ?1");
        return key.bind(1, row.id_at(definition)).step() ? "field." + key.string(0) : "field";
    }
    return table.spec->name == "list_member" ? "list" : "tag";
}

Value Links::value(const LinkRow& row) {
    const TableInfo& table = row.table();
    const int field = table.column("field_id");
    if (field < 0) return {};
    const store::Cell cell = row.cells()[static_cast<std::size_t>(table.column("value"))].view();
    const std::string unit(row.cells()[static_cast<std::size_t>(table.column("unit"))].view().text);
    switch (definition(row.id_at(field)).value) {
        case FieldType::integer: return {cell.integer};
        case FieldType::real:
            return {cell.type == store::CellType::integer ? static_cast<double>(cell.integer) : cell.real};
        case FieldType::flag: return {cell.integer != 0};
        case FieldType::time: return {Time{std::chrono::milliseconds(cell.integer)}};
        case FieldType::date: return {PartialDate::parse(cell.text).value_or(PartialDate{})};
        case FieldType::money: return {Money{cell.integer, unit}};
        case FieldType::reference: return {RecordRef{unit, cell.integer}};
        default: return {std::string(cell.text)};
    }
}

void Links::check(const LinkRow& row) {
    const TableInfo& table = row.table();
    const auto cell = [&](std::string_view column) {
        return row.cells()[static_cast<std::size_t>(table.column(column))].view();
    };
    if (const int id = table.column("field_id"); id >= 0) {
        const auto record = records::stored(connection_, record_type<kith::Field>(), row.id_at(id));
        if (record == nullptr) return;
        const auto& field = *static_cast<const kith::Field*>(record.get());
        const std::string_view why =
            records::custom_misfit(field, cell("value"), cell("unit"), cell("folded"));
        if (!why.empty())
            throw Error(Code::invalid_value, fmt::format("custom field '{}': {}", field.key, why));
    } else if (const int list = table.column("list_id"); list >= 0) {
        records::check_member(connection_, row.id_at(list), *type_of(row.id_at(table.column("kind"))));
    }
}

LinkRow Links::insert(store::Writer& writer, LinkRow row) {
    const LinkShape& how = shape(row);
    row.set(how.seq, own(writer.info().seq));
    if (how.copied >= 0) {
        store::Statement from = connection_.prepare(how.copy);
        if (from.bind(1, row.id_at(how.copied_owner)).step())
            row.set(how.copied, store::OwnedCell(from.cell(0)));
    }
    if (how.position >= 0) {
        store::Statement taken = connection_.prepare(
            "SELECT max(position), max(position = ?3) FROM field_value WHERE record_id = ?1 AND field_id = ?2");
        taken.bind_all(row.id_at(how.key[0]), row.id_at(how.key[1]), row.id_at(how.position));
        if (taken.step() && taken.integer(1) != 0) row.set(how.position, own(taken.integer(0) + 1));
    }
    store::Statement insert = connection_.prepare(how.insert);
    for (std::size_t i = 0; i < row.cells().size(); ++i)
        insert.bind(static_cast<int>(i) + 1, row.cells()[i].view());
    insert.run();
    return row;
}

void Links::remove(store::Writer& writer, const LinkRow& row) {
    const LinkShape& how = shape(row);
    store::Connection& connection = writer.connection();
    if (how.copied >= 0) {  // the primary key whole: less than half of the work, if the copy is still right
        store::Statement exactly = connection.prepare(how.remove_copied);
        bind_key(exactly, how, row);
        exactly.bind(static_cast<int>(how.key.size()) + 1,
                     row.cells()[static_cast<std::size_t>(how.copied)].view());
        exactly.run();
        if (connection.changes() > 0) return;
    }
    store::Statement remove = connection.prepare(how.remove);
    bind_key(remove, how, row);
    remove.run();
}

}  // namespace kith::history
