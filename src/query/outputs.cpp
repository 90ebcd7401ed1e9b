// Chosen columns and order keys: expressions, and how values are read back from them.
#include "query/compiler.hpp"
#include "records/codec.hpp"
#include "records/plan.hpp"

#include <kith/money.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Figure;
using bound::Place;
using records::quoted;

namespace {

/// Between the texts of a list that SQL has joined; no text has it (control characters are no part of names).
constexpr char separator = '\x1f';

std::vector<const records::Field*> fields_of(const records::Composite& composite, const RecordType& type) {
    std::vector<const records::Field*> fields;
    const std::string prefix = std::string(composite.name) + ".";
    for (const records::Field& field : type.fields) {
        if (field.name.substr(0, prefix.size()) == prefix) fields.push_back(&field);
    }
    return fields;
}

/// The first form of a composite that is not what the record is called.
Selected form_output(SqlBuilder& sql, const Place& place, const Row& row, int first) {
    Selected selected;
    selected.output = {.plain = false, .column = first};
    for (const std::string_view name : place.attribute->composite->forms.front()) {
        const records::Field* field = place.type->field(name);
        selected.expressions.push_back(
            sql.scalar(place, row, [&](const Row& r) { return SqlBuilder::column(r, field->column); }).text);
    }
    const int end = first + static_cast<int>(selected.expressions.size());
    selected.read = [first, end](const store::Statement& current) -> Value {
        std::string text;
        for (int column = first; column < end; ++column) {
            if (current.text(column).empty()) continue;
            if (!text.empty()) text += ' ';
            text += current.text(column);
        }
        return text.empty() ? Value() : Value(std::move(text));
    };
    return selected;
}

/// All texts of the rows in one, separated.
std::string all_texts(SqlBuilder& sql, const Place& place, const Row& row, const std::string& column) {
    const Chain chain = sql.chain(row, place.hops);
    const std::string order = chain.preferred.empty()
                                  ? std::string{}
                                  : fmt::format(" ORDER BY {}", fmt::join(chain.preferred, ", "));
    return fmt::format("(SELECT group_concat(text, char(31)) FROM (SELECT {}.{} AS text FROM {} WHERE {}{}))",
                       chain.last.alias, records::quoted(column), chain.from(), chain.where(), order);
}

Value::Texts split(std::string_view joined) {
    Value::Texts texts;
    while (!joined.empty()) {
        const std::size_t end = joined.find(separator);
        texts.emplace_back(joined.substr(0, end));
        joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
    }
    return texts;
}

Time time_of(std::int64_t milliseconds) { return Time{std::chrono::milliseconds(milliseconds)}; }

/// Reads one column as a value of a field's type.
Value read_value(const store::Statement& row, int column, FieldType type,
                 const std::vector<records::Choice>* choices) {
    if (row.null(column)) return {};
    switch (type) {
        case FieldType::integer: return {row.integer(column)};
        case FieldType::real: return {row.real(column)};
        case FieldType::flag: return {row.integer(column) != 0};
        case FieldType::time: return {time_of(row.integer(column))};
        case FieldType::date: {
            const auto date = PartialDate::parse(row.text(column));
            return date ? Value(*date) : Value();
        }
        case FieldType::choice:
            if (choices == nullptr) break;
            for (const records::Choice& choice : *choices) {
                if (choice.value == row.integer(column)) return {choice.name};
            }
            return {row.integer(column)};
        case FieldType::choices: return {records::split_texts(row.text(column))};
        default: break;
    }
    return row.text(column).empty() ? Value() : Value(row.string(column));
}

Selected composite_output(SqlBuilder& sql, const Place& place, const Row& row, int first) {
    Selected selected;
    const RecordType* type = place.type;
    const auto fields = fields_of(*place.attribute->composite, *type);
    if (fields.empty()) return form_output(sql, place, row, first);
    for (const records::Field* field : fields) {
        selected.expressions.push_back(
            sql.scalar(place, row, [&](const Row& r) { return SqlBuilder::column(r, field->column); }).text);
    }
    selected.output = {.plain = false, .column = first};
    // The record's own title, from a record that has nothing but its name: one for all rows.
    const std::shared_ptr<void> record(type->create(), type->destroy);
    selected.read = [type, fields, first, record](const store::Statement& current) -> Value {
        for (std::size_t i = 0; i < fields.size(); ++i)
            fields[i]->set(record.get(), current.cell(first + static_cast<int>(i)));
        std::string title = type->title != nullptr ? type->title(record.get()) : std::string{};
        return title.empty() ? Value() : Value(std::move(title));
    };
    return selected;
}

Selected place_output(SqlBuilder& sql, const Place& place, const Row& row, int first) {
    const Attribute& attribute = *place.attribute;
    Selected selected;
    if (attribute.kind == Attribute::Kind::composite) return composite_output(sql, place, row, first);
    const bool tags = !place.hops.empty() && place.hops.back().kind == bound::Hop::Kind::tags &&
                      attribute.kind == Attribute::Kind::record;
    const bool custom_list =
        attribute.kind == Attribute::Kind::custom && attribute.custom->type == FieldType::choices;
    if (tags || custom_list) {
        selected.expressions.push_back(all_texts(sql, place, row, tags ? "name" : "value"));
        selected.output = {.type = FieldType::choices, .plain = false, .column = first};
        selected.read = [first](const store::Statement& current) -> Value {
            return current.null(first) ? Value() : Value(split(current.text(first)));
        };
        return selected;
    }
    const FieldType type = place.value_type();
    selected.output.type = type;
    selected.output.column = first;
    selected.expressions.push_back(sql.scalar(place, row,
                                              [&](const Row& r) {
                                                  Column column = sql.column(attribute, r);
                                                  return column.shown.empty() ? std::move(column.value)
                                                                              : std::move(column.shown);
                                              })
                                       .text);
    if (type == FieldType::money) {
        selected.expressions.push_back(
            sql.scalar(place, row, [&](const Row& r) { return sql.column(attribute, r).unit; }).text);
        selected.read = [first](const store::Statement& current) -> Value {
            return current.null(first) ? Value()
                                       : Value(Money{current.integer(first), current.string(first + 1)});
        };
    } else if (type == FieldType::reference) {
        const std::string target(attribute.kind == Attribute::Kind::record ? place.type->name
                                 : attribute.kind == Attribute::Kind::custom
                                     ? std::string_view(attribute.custom->target)
                                     : attribute.field->target);
        selected.output.target = target;
        selected.read = [first, target](const store::Statement& current) -> Value {
            return current.null(first) ? Value() : Value(RecordRef{target, current.integer(first)});
        };
    } else {
        const auto* choices = attribute.part == Attribute::Part::weekday ? &bound::weekdays()
                              : attribute.kind == Attribute::Kind::field ? attribute.field->choices
                                                                         : nullptr;
        selected.output.choices = choices;
        // A choice of a custom field is its name.
        if (type == FieldType::choice && choices == nullptr) selected.output.type = FieldType::text;
        selected.read = [first, type, choices](const store::Statement& current) {
            return read_value(current, first, type, choices);
        };
    }
    return selected;
}

}  // namespace

Selected select_output(SqlBuilder& sql, const bound::Output& output, const Row& row, int first) {
    if (const auto* place = std::get_if<Place>(&output.what)) return place_output(sql, *place, row, first);
    const auto& figure = std::get<Figure>(output.what);
    Selected selected;
    selected.expressions.push_back(sql.figure(figure, row, {}, 0).text);
    FieldType type = figure.value_type();
    if (figure.function == Function::average) type = FieldType::real;
    if (type == FieldType::money)
        type = FieldType::integer;  // minor units: one figure may be over several currencies
    selected.output = {.type = type, .column = first};
    if (type == FieldType::choice || type == FieldType::choices || type == FieldType::reference)
        selected.output = {.plain = false, .column = first};  // as text, like the read below
    selected.read = [first, type](const store::Statement& current) {
        return read_value(current, first, type, nullptr);
    };
    return selected;
}

std::string order_expression(SqlBuilder& sql, const bound::Output& output, const Row& row) {
    if (const auto* figure = std::get_if<Figure>(&output.what)) return sql.figure(*figure, row, {}, 0).text;
    const auto& place = std::get<Place>(output.what);
    const Attribute& attribute = *place.attribute;
    return sql
        .scalar(place, row,
                [&](const Row& r) -> std::string {
                    if (attribute.kind == Attribute::Kind::composite &&
                        !attribute.composite->sort_column.empty()) {
                        return SqlBuilder::column(r, attribute.composite->sort_column);
                    }
                    const bool whole = attribute.part == Attribute::Part::whole;
                    if (attribute.kind == Attribute::Kind::field && whole &&
                        !attribute.field->sort_column.empty()) {
                        return SqlBuilder::column(r, attribute.field->sort_column);
                    }
                    const Column column = sql.column(attribute, r);
                    if (attribute.kind == Attribute::Kind::custom && whole &&
                        attribute.custom->type == FieldType::choice) {
                        std::string order =
                            "CASE " + column.value;  // choices are in the order of their definition
                        for (std::size_t i = 0; i < attribute.custom->choices.size(); ++i) {
                            order += fmt::format(" WHEN {} THEN {}",
                                                 sql.bind(std::string_view(attribute.custom->choices[i])), i);
                        }
                        return order + " END";
                    }
                    if (column.check_known && place.value_type() == FieldType::choice)  // `unknown` is none
                        return fmt::format("CASE WHEN {} THEN {} END", column.known, column.value);
                    if (attribute.kind == Attribute::Kind::json)  // numbers come before texts
                        return fmt::format("ifnull({}, {})", column.value, column.folded);
                    const bool text =
                        place.value_type() == FieldType::text || place.value_type() == FieldType::choices;
                    return text ? column.folded : column.value;
                })
        .text;
}

}  // namespace kith::query
