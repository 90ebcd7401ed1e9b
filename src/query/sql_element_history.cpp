// What the elements of a record were: its e-mail addresses, places, dates.
//
// The steps of an element's field are those of the journal and two more: it came with a value when the element was added after
// the record, and went when the element was removed. Elements that are there are found by their owner; those that are gone by
// the owner that the journal noted at their removal. One that a merge moved has come with its old record: that is no step of the
// record that it was moved to, and one again of the record that it came to, when the merge is taken back.
#include "query/sql_builder.hpp"
#include "query/type_words.hpp"
#include "records/plan.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using records::quoted;

namespace {

/// As for steps of a record's own column: measured 33, with one in it 46.
constexpr int element_stack = 40;
constexpr int element_in_element_stack = 54;
constexpr int element_around = 20;
constexpr int element_height = 30;

/// Steps of the elements that the record has: changes of the field, then those that were added. {value}: the field now.
constexpr std::string_view present_steps =
    "SELECT c.old_value AS old, CASE WHEN EXISTS (SELECT 1 FROM {changes} AND n.row_id = e.id AND n.seq > c.seq) "
    "THEN (SELECT n.old_value FROM {changes} AND n.row_id = e.id AND n.seq > c.seq ORDER BY n.seq LIMIT 1) "
    "ELSE e.{value} END AS new, x.at, c.seq AS n, e.id AS e FROM {elements} AS e CROSS JOIN change AS c "
    "CROSS JOIN change_txn AS x WHERE e.{owner} = {row}.id AND c.table_number = {table} AND c.column_number = {field} "
    "AND c.row_id = e.id AND c.seq >= {first} AND x.seq = c.seq UNION ALL "
    "SELECT NULL, CASE WHEN EXISTS (SELECT 1 FROM {changes} AND n.row_id = e.id) "
    "THEN (SELECT n.old_value FROM {changes} AND n.row_id = e.id ORDER BY n.seq LIMIT 1) ELSE e.{value} END, "
    "x.at, x.seq, e.id FROM {elements} AS e CROSS JOIN change_txn AS x WHERE e.{owner} = {row}.id "
    "AND x.seq = (SELECT CASE WHEN i.old_value >= e.id THEN i.seq END FROM {inserts} AND i.row_id <= e.id "
    "ORDER BY i.row_id DESC LIMIT 1) AND x.seq >= {first} AND {later} "
    "AND ifnull((SELECT m.old_value = {row}.id AND m.seq > x.seq FROM {owners} AND m.row_id = e.id ORDER BY m.seq LIMIT 1), 1)";

/// The same of those that are gone.
constexpr std::string_view gone_steps =
    "SELECT c.old_value, CASE WHEN c.seq < o.seq THEN (SELECT n.old_value FROM {changes} AND n.row_id = o.row_id "
    "AND n.seq > c.seq ORDER BY n.seq LIMIT 1) END, x.at, c.seq, o.row_id FROM change AS o {index} CROSS JOIN change AS c "
    "CROSS JOIN change_txn AS x WHERE {gone} AND c.table_number = {table} AND c.column_number = {field} "
    "AND c.row_id = o.row_id AND c.seq >= {first} AND c.seq <= o.seq AND x.seq = c.seq UNION ALL "
    "SELECT NULL, (SELECT n.old_value FROM {changes} AND n.row_id = o.row_id ORDER BY n.seq LIMIT 1), x.at, x.seq, "
    "o.row_id FROM change AS o {index} CROSS JOIN change_txn AS x WHERE {gone} "
    "AND x.seq = (SELECT CASE WHEN i.old_value >= o.row_id THEN i.seq END FROM {inserts} AND i.row_id <= o.row_id "
    "ORDER BY i.row_id DESC LIMIT 1) AND x.seq >= {first} AND {later} "
    "AND (SELECT m.old_value = {row}.id AND m.seq > x.seq FROM {owners} AND m.row_id = o.row_id ORDER BY m.seq LIMIT 1)";

/// Whose elements have gone at all is found once; then those of the record.
constexpr std::string_view gone_elements =
    "{row}.id IN (SELECT m.old_value FROM {owners}) AND o.table_number = {table} AND o.column_number = {owner_number} "
    "AND o.old_value = {row}.id AND o.seq >= {first} AND EXISTS (SELECT 1 FROM change AS z WHERE z.table_number = {table} "
    "AND z.column_number = 0 AND z.row_id = o.row_id AND z.seq = o.seq) "
    "AND NOT EXISTS (SELECT 1 FROM {elements} AS g WHERE g.id = o.row_id)";

}  // namespace

Fragment SqlBuilder::element_history(const bound::History& history, const Row& row) {
    const records::Element& element = *history.element;
    const records::Field& field = *history.attribute.field;
    fmt::dynamic_format_arg_store<fmt::format_context> parts;
    const auto part = [&](const char* name, std::string text) {
        parts.push_back(fmt::arg(name, std::move(text)));
    };
    const auto filled = [&](std::string_view text) { return fmt::vformat(text, parts); };
    part("row", row.alias);
    part("table", std::to_string(element.number));
    part("elements", quoted(element.table));
    part("owner", quoted(element.owner_column));
    part("owner_number", std::to_string(element.owner_number));
    part("value", quoted(field.column));
    part("field", std::to_string(field.number));
    part("first", std::to_string(history.first));
    // a contact's are also found by their subject
    const bool contact = row.type->subject_column == "id";
    part("index", contact ? "INDEXED BY change_by_subject" : "");
    part("changes", filled("change AS n WHERE n.table_number = {table} AND n.column_number = {field}"));
    part("inserts", filled("change AS i WHERE i.table_number = {table} AND i.column_number = -1"));
    part("owners", filled("change AS m WHERE m.table_number = {table} AND m.column_number = {owner_number}"));
    part("later", later_than(row));
    part("gone", filled(gone_elements) + (contact ? filled(" AND o.subject = {row}.id") : std::string{}));
    const std::string steps = "(" + filled(present_steps) + " UNION ALL " + filled(gone_steps) + ") AS ";

    int stack = 0;
    int height = 0;
    const auto fit = [&](const std::vector<bound::Match>& matches, const std::string& value) {
        const Fragment fragment = held(matches, history, value, {});
        stack = std::max(stack, fragment.stack);
        height = std::max(height, fragment.height);
        return grouped(fragment);
    };
    std::string text;
    if (history.changed) {
        // what is unknown is no value
        std::string unknown = field.type == FieldType::text ? "''" : "NULL";
        if (field.choices != nullptr) {
            const auto choice = std::find_if(field.choices->begin(), field.choices->end(), is_unknown_choice);
            if (choice != field.choices->end()) unknown = std::to_string(choice->value);
        }
        std::string where = fmt::format("NULLIF(h.old, {0}) IS NOT NULLIF(h.new, {0})", unknown);
        if (history.start) where += fmt::format(" AND h.at >= {}", bind(*history.start));
        if (history.end) where += fmt::format(" AND h.at < {}", bind(*history.end));
        if (history.from) where += " AND " + fit(*history.from, "h.old");
        if (history.to) where += " AND " + fit(*history.to, "h.new");
        text = fmt::format("EXISTS (SELECT 1 FROM {}h WHERE {})", steps, where);
    } else {
        const std::vector<bound::Match> none;
        const auto& values = history.to ? *history.to : none;
        std::string present = filled("{elements} AS v WHERE v.{owner} = {row}.id AND ") +
                              fit(values, "v." + quoted(field.column));
        std::string past = fit(values, "h.old");
        if (history.start) past += fmt::format(" AND h.at > {}", bind(*history.start));
        if (history.end) {  // see the history of a record's own columns
            const std::string end = bind(*history.end);
            const std::string there = fmt::format(" AND {}.created_at < {}", row.alias, end);
            present +=
                there + fmt::format(" AND NOT EXISTS (SELECT 1 FROM {}h WHERE h.e = v.id AND h.at >= {})",
                                    steps, end);
            past +=
                there +
                fmt::format(" AND NOT EXISTS (SELECT 1 FROM {}p WHERE p.e = h.e AND p.n < h.n AND p.at >= {})",
                            steps, end);
        }
        text = fmt::format("(EXISTS (SELECT 1 FROM {}) OR EXISTS (SELECT 1 FROM {}h WHERE {}))", present,
                           steps, past);
    }
    const bool nested = !history.changed && history.end;
    return atom(std::move(text),
                std::max(nested ? element_in_element_stack : element_stack, stack + element_around),
                std::max(height, 10) + element_height);
}

}  // namespace kith::query
