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
    CsvReader reader(file.text, plan.csv);
    CsvRow row;
    while (dates.size() < dates_looked_at && reader.next(row)) {
        for (std::size_t i = 0; i < plan.columns.size() && i < row.fields.size(); ++i) {
            const Column& column = plan.columns[i];
            const bool date = column.sink == Sink::moment ||
                              (column.field != nullptr && column.field->type == FieldType::date);
            if (date && !row.fields[i].empty()) dates.emplace_back(trimmed(row.fields[i]));
        }
    }
    return date_order_of(dates, text::date_order(region));
}

/// The plan with its columns' places, when rows are records of `type`; a number stands for an empty header.
CsvPlan with_type(CsvPlan plan, const RecordType& type, const ImportOptions& options) {
    plan.type = &type;
    plan.columns.assign(plan.headers.size(), {});
    if (plan.header) {
        Recognised recognised = recognise_headers(type, plan.headers);
        plan.columns = std::move(recognised.columns);
        plan.dialect = std::move(recognised.dialect);
    }
    for (std::size_t i = 0; i < plan.headers.size(); ++i)
        if (plan.headers[i].empty()) plan.headers[i] = fmt::format("#{}", i + 1);
    for (const auto& [name, field] : options.mapping)
        map_column(type, plan.columns[column_named(plan.headers, name)], field);
    if (!options.external_id.empty())
        map_column(type, plan.columns[column_named(plan.headers, options.external_id)], "external_id");
    return plan;
}

/// Chooses the type of the rows and the columns' places: the type of the options; else a contact, or, where no column
/// says anything of one, what most of them speak of.
void choose_type(CsvPlan& plan, const ImportOptions& options) {
    constexpr std::size_t enough = 2;  // one word may be chance
    const auto recognised = [](const CsvPlan& of) {
        return static_cast<std::size_t>(std::count_if(
            of.columns.begin(), of.columns.end(), [](const Column& column) { return !column.name.empty(); }));
    };
    const bool open = options.record_type.empty();
    const CsvPlan bare = plan;
    plan = with_type(bare, importable_type(open ? "contact" : options.record_type), options);
    if (!open || recognised(plan) > 0) return;
    for (const char* type : {"interaction", "organization"}) {
        CsvPlan other = with_type(bare, importable_type(type), options);
        if (recognised(other) >= enough && recognised(other) > recognised(plan)) plan = std::move(other);
    }
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
    choose_type(plan, options);
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
