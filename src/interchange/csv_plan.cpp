// Where the columns of a CSV file go.
#include "interchange/source_file.hpp"

#include "interchange/headers.hpp"
#include "interchange/words.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace kith::interchange {

namespace {

constexpr std::size_t rows_beside_header = 20;
constexpr std::size_t dates_looked_at = 100000;

std::vector<std::vector<std::string>> first_rows(std::string_view text, CsvOptions options,
                                                 std::size_t count) {
    options.header = false;
    CsvReader reader(text, options);
    std::vector<std::vector<std::string>> rows;
    CsvRow row;
    while (rows.size() < count && reader.next(row)) rows.push_back(row.fields);
    return rows;
}

/// The column that a mapping means. Throws where there is none.
std::size_t column_named(std::span<const std::string> headers, std::string_view name) {
    if (const auto found = find_column(headers, name)) return *found;
    const std::vector<std::string_view> known(headers.begin(), headers.end());
    const std::string_view near = text::nearest(name, known);
    throw Error(Code::invalid_argument,
                fmt::format("the file has no column '{}'{}", name,
                            near.empty() ? fmt::format("; it has {}", fmt::join(known, ", "))
                                         : fmt::format("; did you mean '{}'?", near)),
                {.field = std::string(name)});
}

/// Puts an explicit mapping in place of what the header says, keeping the element that the header belongs to.
void map_column(const RecordType& type, Column& column, std::string_view field) {
    Column wanted = require_column(type, field);
    const bool same_element = wanted.sink == Sink::element && column.element == wanted.element;
    if (same_element && wanted.group.empty()) {
        wanted.group = column.group;
        wanted.label = column.label;
        if (wanted.service.empty()) wanted.service = column.service;
    }
    // "address" and "address[2]" are the first and the second, however they are grouped by headers.
    column = std::move(wanted);
}

FileDates dates_of(const SourceFile& file, const CsvPlan& plan, const ImportOptions& options,
                   std::string_view region) {
    if (!options.date_order.empty()) return {date_order_named(options.date_order), true};
    std::vector<std::string> dates;
    std::vector<std::string> custom;  // may be dates: what they are is not known here, so they count alone only
    CsvReader reader(file.text, plan.csv);
    CsvRow row;
    while (dates.size() < dates_looked_at && reader.next(row)) {
        for (std::size_t i = 0; i < plan.columns.size() && i < row.fields.size(); ++i) {
            const Column& column = plan.columns[i];
            const bool date = column.sink == Sink::moment ||
                              (column.field != nullptr && column.field->type == FieldType::date);
            if (row.fields[i].empty()) continue;
            if (date) dates.emplace_back(trimmed(row.fields[i]));
            if (column.sink == Sink::custom && custom.size() < dates_looked_at)
                custom.emplace_back(trimmed(row.fields[i]));
        }
    }
    return date_order_of(dates.empty() ? custom : dates, text::date_order(region));
}

/// What the headers say when rows are records of `type`.
Recognised recognise(const CsvPlan& plan, const RecordType& type) {
    if (plan.header) return recognise_headers(type, plan.headers);
    return {.columns = std::vector<Column>(plan.headers.size())};
}

/// The type of the rows: that of the options; else what the headers speak of. A log of interactions may have a column or
/// two that contacts have as well (notes, tags, an e-mail), so the type with more of them wins, and a contact where as
/// many fit; organizations have nearly all their columns in common with contacts and must be named, unless no column
/// says anything of a contact.
const RecordType& type_of_rows(const CsvPlan& plan, const ImportOptions& options) {
    if (!options.record_type.empty()) return importable_type(options.record_type);
    constexpr std::size_t enough = 2;  // one word may be chance
    const auto fitting = [&](const char* type) {
        const Recognised recognised = recognise(plan, importable_type(type));
        return static_cast<std::size_t>(
            std::count_if(recognised.columns.begin(), recognised.columns.end(),
                          [](const Column& column) { return !column.name.empty(); }));
    };
    const std::size_t contact = fitting("contact");
    const std::size_t interaction = fitting("interaction");
    const std::size_t organization = contact == 0 ? fitting("organization") : 0;
    if (interaction >= enough && interaction > contact && interaction >= organization)
        return importable_type("interaction");
    return importable_type(organization >= enough ? "organization" : "contact");
}

/// Gives the columns their places; a number stands for an empty header.
void place_columns(CsvPlan& plan, const ImportOptions& options) {
    const RecordType& type = *plan.type;
    Recognised recognised = recognise(plan, type);
    plan.columns = std::move(recognised.columns);
    plan.dialect = std::move(recognised.dialect);
    for (std::size_t i = 0; i < plan.headers.size(); ++i)
        if (plan.headers[i].empty()) plan.headers[i] = fmt::format("#{}", i + 1);
    for (const auto& [name, field] : options.mapping)
        map_column(type, plan.columns[column_named(plan.headers, name)], field);
    if (!options.external_id.empty())
        map_column(type, plan.columns[column_named(plan.headers, options.external_id)], "external_id");
}

}  // namespace

std::optional<std::size_t> find_column(std::span<const std::string> headers, std::string_view name) {
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (headers[i] == name) return i;
    const std::string folded = text::fold(name);
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (text::fold(headers[i]) == folded) return i;
    std::string_view digits = name;
    if (!digits.empty() && digits.front() == '#') digits.remove_prefix(1);
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem == std::errc() && end == digits.data() + digits.size() && number >= 1 &&
        number <= headers.size())
        return number - 1;
    return std::nullopt;
}

CsvPlan plan_csv(const SourceFile& file, const ImportOptions& options, std::string_view region) {
    CsvPlan plan;
    plan.csv.delimiter =
        options.delimiter ? *options.delimiter : CsvReader(file.text, {.header = false}).delimiter();
    const auto rows = first_rows(file.text, plan.csv, rows_beside_header);
    const std::vector<std::string> first = rows.empty() ? std::vector<std::string>() : rows.front();
    const std::span<const std::vector<std::string>> following(rows.data() + (rows.empty() ? 0 : 1),
                                                              rows.empty() ? 0 : rows.size() - 1);
    plan.header = options.header ? *options.header : looks_like_header(first, following);
    plan.csv.header = plan.header;
    if (plan.header) {
        for (const std::string& name : first) {
            bool nul = false;
            plan.headers.push_back(without_nul(std::string(trimmed(name)), nul));
        }
    } else {
        std::size_t width = 0;
        for (const auto& row : rows) width = std::max(width, row.size());
        plan.headers.resize(width);
    }
    plan.type = &type_of_rows(plan, options);
    place_columns(plan, options);
    settle_groups(plan.columns);
    plan.dates = dates_of(file, plan, options, region);
    return plan;
}

std::string signature(const CsvPlan& plan) {
    // The number stands for the rules by which columns are read: raise it when they change.
    std::string text = fmt::format("csv2\x1f{}\x1f{}", plan.type->name, date_order_name(plan.dates.order));
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < plan.columns.size(); ++i)
        columns.push_back(fmt::format("{}\x1f{}\x1f{}\x1f{}", plan.headers[i], plan.columns[i].name,
                                      plan.columns[i].group, plan.columns[i].label));
    std::sort(columns.begin(), columns.end());
    for (const std::string& column : columns) text.append("\x1e").append(column);
    return text;
}

}  // namespace kith::interchange
