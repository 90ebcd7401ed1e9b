// Results column by column; see the public header.
#include "query/checker.hpp"
#include "query/compiler.hpp"
#include "query/parser.hpp"
#include "query/run.hpp"

#include <kith/columns.hpp>

#include <algorithm>
#include <chrono>

namespace kith {

namespace {

using query::Output;

Column column_for(const std::string& name, const Output& output) {
    Column column;
    column.name = name;
    column.type = output.type;
    column.target = output.target;
    if (output.choices != nullptr)
        for (const records::Choice& choice : *output.choices) column.choices.emplace_back(choice.name);
    if (column.type == FieldType::text || column.type == FieldType::date) column.offsets.push_back(0);
    return column;
}

/// Bits of rows are set when their byte is begun: only what is unknown has to be said.
void note(Column& column, std::size_t row, bool known) {
    if (known) return;
    column.known[row / 8] = static_cast<std::uint8_t>(column.known[row / 8] & ~(1u << (row % 8)));
    ++column.unknown;
}

void append_text(Column& column, std::size_t row, std::string_view text) {
    column.characters.append(text);
    column.offsets.push_back(static_cast<std::int64_t>(column.characters.size()));
    note(column, row, !text.empty());
}

void append_integer(Column& column, std::size_t row, const store::Statement& statement, const Output& output) {
    std::int64_t number = statement.integer(output.column);
    bool known = number != 0 || !statement.null(output.column);
    if (known && output.choices != nullptr) {
        const auto& choices = *output.choices;
        const auto found = std::find_if(choices.begin(), choices.end(), [&](const records::Choice& choice) {
            return choice.value == number;
        });
        known = found != choices.end();
        number = known ? found - choices.begin() : 0;
    }
    column.integers.push_back(number);
    note(column, row, known);
}

void append(Column& column, std::size_t row, const store::Statement& statement, const Output& output,
            const query::Read& read) {
    switch (output.type) {
        case FieldType::text:
            if (output.plain) {
                append_text(column, row, statement.text(output.column));
            } else {
                const Value value = read(statement);
                const auto* text = value.as<std::string>();
                append_text(column, row, text != nullptr ? std::string_view(*text) : std::string_view());
            }
            break;
        case FieldType::date: append_text(column, row, statement.text(output.column)); break;
        case FieldType::real:
            column.reals.push_back(statement.real(output.column));
            note(column, row, !statement.null(output.column));
            break;
        case FieldType::money:
        case FieldType::choices:
            column.values.push_back(read(statement));
            note(column, row, !column.values.back().empty());
            break;
        default: append_integer(column, row, statement, output); break;
    }
}

}  // namespace

Value Column::at(std::size_t row) const {
    if (!has(row)) return {};
    switch (type) {
        case FieldType::text: return {std::string(text(row))};
        case FieldType::date: {
            const auto date = PartialDate::parse(text(row));
            return date ? Value(*date) : Value();
        }
        case FieldType::integer: return {integers[row]};
        case FieldType::real: return {reals[row]};
        case FieldType::flag: return {integers[row] != 0};
        case FieldType::time: return {Time{std::chrono::milliseconds(integers[row])}};
        case FieldType::choice: return {choices[static_cast<std::size_t>(integers[row])]};
        case FieldType::reference: return {RecordRef{target, integers[row]}};
        case FieldType::money:
        case FieldType::choices: return values[row];
    }
    return {};
}

Columns Reader::select_columns(const RecordType& type, std::span<const std::string> fields,
                               std::string_view text, const Parameters& parameters) const {
    const query::bound::Query bound = query::prepare(connection_, type, text, parameters);
    const query::Environment environment = query::environment_of(connection_, parameters);
    std::vector<query::bound::Output> outputs;
    for (const std::string& field : fields)
        outputs.push_back(query::check_output(query::parse_operand(field), type, environment));
    const query::CompiledRows compiled = query::compile_rows(bound, outputs, query::registered_types());
    Columns result;
    for (std::size_t i = 0; i < fields.size(); ++i)
        result.columns.push_back(column_for(fields[i], compiled.outputs[i]));
    const store::WorkLimit bounded(connection_);
    store::Statement statement = compiled.statement.prepare(connection_);
    for (; statement.step(); ++result.rows) {
        if (result.rows % 8 == 0)
            for (Column& column : result.columns) column.known.push_back(0xff);
        for (std::size_t i = 0; i < fields.size(); ++i)
            append(result.columns[i], result.rows, statement, compiled.outputs[i], compiled.reads[i]);
    }
    if (const std::size_t rest = result.rows % 8; rest != 0)
        for (Column& column : result.columns)
            column.known.back() = static_cast<std::uint8_t>(column.known.back() & ((1u << rest) - 1));
    return result;
}

}  // namespace kith
