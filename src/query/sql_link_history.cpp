// Which tags a record had, on which lists it was, what its custom fields said.
//
// These are rows that come and go. One that is there says which transaction wrote it; one that went is in the journal as
// JSON, under its record, and says the same. So every row is a stretch from one transaction to another or to now, and
// nothing else need be read to know when it began. What a value follows in one transaction it has replaced: that is one step
// of a custom field; a tag, a list and a value of a multi-choice only come and go, and what went and came again in one
// transaction was written anew and has not changed.
//
// A merge moves such rows. Tags and lists have come with the record that they were moved from: that is no step, and they go
// back without a trace when the merge is taken back. The record that was merged has no step by it either; what it had before is
// in its own stretches.
#include "query/sql_builder.hpp"
#include "records/plan.hpp"
#include "records/verbs.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

/// As for steps of a record's own column: measured 33, in a window that ends 38.
constexpr int link_stack = 38;
constexpr int link_until_stack = 43;
constexpr int link_around = 20;
/// What it adds to the height of what is asked of the values: measured 14, with steps 34 and 39.
constexpr int link_height = 20;
constexpr int link_steps_height = 40;

/// Rows that are there, and those that went: of each what it says and the transactions at which it came and went. {said} and
/// {went} are the columns of what is compared, as the table and as the journal has them.
constexpr std::string_view present_rows =
    "SELECT {said}, v.seq AS since, NULL AS until FROM {rows} AS v WHERE v.record_id = {row}.id AND v.{of} = {which}";
constexpr std::string_view gone_rows =
    "SELECT {went}, json_extract(c.old_value, '$.seq') AS since, c.seq AS until FROM change AS c WHERE "
    "c.table_number = {table} AND c.column_number = 0 AND c.row_id = {row}.id AND c.seq >= {first} AND "
    "json_extract(c.old_value, '$.{of}') = {which} AND json_extract(c.old_value, '$.seq') < c.seq";

/// Transaction x brought it to the record in a merge; a merge that brought it was taken back when it went.
constexpr std::string_view brought =
    "EXISTS (SELECT 1 FROM merge AS m WHERE m.kind = {record} AND m.survivor_id = {row}.id AND m.seq = x.seq)";
constexpr std::string_view given_back =
    "EXISTS (SELECT 1 FROM merge AS m WHERE m.kind = {record} AND m.survivor_id = {row}.id AND "
    "m.seq = json_extract(c.old_value, '$.seq') AND m.undone_seq = c.seq)";
/// In transaction x the record was merged into another one, or taken out again.
constexpr std::string_view merged_then =
    "EXISTS (SELECT 1 FROM change AS m WHERE m.table_number = {record} AND m.column_number = {merged_into} AND "
    "m.row_id = {row}.id AND m.seq = x.seq)";

/// Every transaction x in which something came or went: what went (o) and what came (n).
constexpr std::string_view link_steps =
    "h AS e CROSS JOIN change_txn AS x LEFT JOIN h AS o ON o.until = x.seq{same_o} LEFT JOIN h AS n ON "
    "n.since = x.seq{same_n} WHERE x.seq IN (e.since, e.until) AND x.seq >= {first} AND (o.since IS NOT NULL OR {later})"
    "{own}";

int number_of_table(std::string_view name) {
    const auto& specs = records::table_specs();
    return std::find_if(specs.begin(), specs.end(),
                        [&](const store::TableSpec& spec) { return spec.name == name; })
        ->number;
}

/// A value under its alias in the stretches.
Column link_column(const bound::Attribute& attribute, const std::string& alias) {
    Column column;
    column.value = alias + ".value";
    column.known = column.value + " IS NOT NULL";
    if (attribute.kind != bound::Attribute::Kind::custom) return column;
    column.folded = alias + ".folded";
    column.unit = alias + ".unit";
    return column;
}

}  // namespace

Fragment SqlBuilder::link_history(const bound::History& history, const Row& row) {
    const bound::Hop& link = *history.link;
    const bool custom = link.kind == bound::Hop::Kind::custom;
    const bool tags = link.kind == bound::Hop::Kind::tags;
    const std::string rows = custom ? "field_value" : tags ? "tagging" : "list_member";
    fmt::dynamic_format_arg_store<fmt::format_context> parts;
    const auto part = [&](const char* name, std::string text) {
        parts.push_back(fmt::arg(name, std::move(text)));
    };
    const auto filled = [&](std::string_view text) { return fmt::vformat(text, parts); };
    part("row", row.alias);
    part("record", std::to_string(row.type->number));
    part("merged_into", std::to_string(records::number::merged_into));
    part("first", std::to_string(history.first));
    part("rows", rows);
    part("table", std::to_string(number_of_table(rows)));
    part("of", custom ? "field_id" : "kind");
    part("which", custom ? bind(link.custom->id.value) : std::to_string(row.type->number));
    if (custom) {
        part("said", "v.value, v.unit, v.folded");
        part("went",
             "json_extract(c.old_value, '$.value') AS value, json_extract(c.old_value, '$.unit') AS unit, "
             "json_extract(c.old_value, '$.folded') AS folded");
    } else {
        const std::string far = tags ? "tag_id" : "list_id";
        part("said", fmt::format("v.{} AS value", far));
        part("went", fmt::format("json_extract(c.old_value, '$.{}') AS value", far));
    }
    const bool follows = row.type->mergeable && !custom;
    const std::string own = row.type->mergeable ? " AND NOT " + filled(merged_then) : std::string{};
    const std::string came =
        follows ? fmt::format("({} AND NOT {})", later_than(row), filled(brought)) : later_than(row);
    const std::string present = filled(present_rows);
    const std::string gone = filled(gone_rows) + (follows ? " AND NOT " + filled(given_back) : std::string{});

    int stack = 0;
    int height = 0;
    const auto fit = [&](const std::vector<bound::Match>& matches, const char* alias) {
        const Fragment fragment = held(matches, history.attribute, link_column(history.attribute, alias));
        stack = std::max(stack, fragment.stack);
        height = std::max(height, fragment.height);
        return grouped(fragment);
    };
    std::string text;
    if (history.changed) {
        const bool several = link.many();
        part("same_o", several ? " AND o.value IS e.value" : "");
        part("same_n", several ? " AND n.value IS e.value" : "");
        part("later", came);
        part("own", own);
        std::string where = filled(link_steps);
        const bool amount = custom && link.custom->type == FieldType::money;
        where +=
            amount ? " AND (o.value IS NOT n.value OR o.unit IS NOT n.unit)" : " AND o.value IS NOT n.value";
        if (history.start) where += fmt::format(" AND x.at >= {}", bind(*history.start));
        if (history.end) where += fmt::format(" AND x.at < {}", bind(*history.end));
        if (history.from) where += " AND " + fit(*history.from, "o");
        if (history.to) where += " AND " + fit(*history.to, "n");
        text = fmt::format("EXISTS (WITH h AS ({} UNION ALL {}) SELECT 1 FROM {})", present, gone, where);
    } else {
        const std::vector<bound::Match> none;
        const auto& values = history.to ? *history.to : none;
        std::string there = fit(values, "h");
        if (history.end) {
            const std::string end = bind(*history.end);
            there += fmt::format(
                " AND {}.created_at < {} AND NOT EXISTS (SELECT 1 FROM change_txn AS x WHERE x.seq = h.since AND "
                "x.seq >= {} AND x.at >= {} AND {})",
                row.alias, end, history.first, end, came);
        }
        std::string past = there;
        if (history.start)
            past += fmt::format(" AND (SELECT x.at FROM change_txn AS x WHERE x.seq = h.until) > {}",
                                bind(*history.start));
        text = fmt::format(
            "(EXISTS (SELECT 1 FROM ({}) AS h WHERE {}) OR EXISTS (SELECT 1 FROM ({}) AS h WHERE {}))",
            present, there, gone, past);
    }
    const bool until = !history.changed && history.end;
    return atom(std::move(text), std::max(until ? link_until_stack : link_stack, stack + link_around),
                std::max(height, 10) + (until || history.changed ? link_steps_height : link_height));
}

}  // namespace kith::query
