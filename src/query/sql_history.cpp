// What columns held at other times, and events that follow one another.
//
// The history of a column is its steps, each with the value before and after. A tracked one has them in `transition`,
// which is never pruned; of others the journal has the value before, and the one after is that of the next change, or what the
// column holds now. So whoever asks for the history of a column in the journal reads the column too, and who wants to know
// when the answer can change (store/dependencies.hpp) watches that one.
#include "query/sql_builder.hpp"
#include "query/type_words.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using records::quoted;

namespace {

/// What EXISTS over the steps of a column takes of SQLite's parser stack (measured: 28), also with one in it (48), what it
/// adds to what is asked of their values, and how high its expression is.
constexpr int steps_stack = 34;
constexpr int steps_in_steps_stack = 52;
constexpr int steps_around = 18;
constexpr int steps_height = 24;
/// What EXISTS over the records that were merged into one adds.
constexpr int merged_around = 14;

}  // namespace

struct SqlBuilder::Steps {
    std::string table{};    ///< of the column, for the journal
    std::string column{};   ///< its permanent number
    std::string row{};      ///< the record's id
    std::string present{};  ///< what the column holds now
    std::string unit{};     ///< the currency it has now; empty: none
    int unit_number = 0;
    std::string first{};  ///< the first transaction of the journal
    bool tracked = false;
};

/// The steps of a column as a table: old, new, at, n (their order) and, for money, the currencies before and after.
std::string SqlBuilder::steps(const Steps& steps) {
    if (steps.tracked) {
        // What a new record begins with is written as a step from nothing: told from a later first value by the
        // transaction that inserted the record or, when the journal has that no more, by its time.
        const std::string row = steps.row.substr(0, steps.row.size() - 3);  // without ".id"
        return fmt::format(
            "(SELECT t.from_value AS old, t.to_value AS new, t.at, t.id AS n FROM transition AS t WHERE "
            "t.table_number = {0} AND t.record_id = {1} AND t.column_number = {2} AND (t.from_value IS NOT NULL OR "
            "ifnull((SELECT CASE WHEN i.old_value >= {1} THEN i.seq <> t.seq END FROM change AS i WHERE "
            "i.table_number = {0} AND i.column_number = -1 AND i.row_id <= {1} ORDER BY i.row_id DESC LIMIT 1), "
            "t.at > {3}.created_at))) AS h",
            steps.table, steps.row, steps.column, row);
    }
    const auto next = [&](int number, const char* from) {
        return fmt::format(
            "FROM change AS n WHERE n.table_number = {} AND n.column_number = {} AND n.row_id = {} AND n.seq {} c.seq",
            steps.table, number == 0 ? steps.column : std::to_string(number), steps.row, from);
    };
    const auto after = [&](int number, const char* from, const std::string& present) {
        return fmt::format(
            "CASE WHEN EXISTS (SELECT 1 {0}) THEN (SELECT n.old_value {0} ORDER BY n.seq LIMIT 1) ELSE {1} END",
            next(number, from), present);
    };
    std::string old = "c.old_value";
    std::string columns = "= " + steps.column;
    std::string units;
    if (!steps.unit.empty()) {  // an amount is another one when its currency is
        old = after(0, ">=", steps.present);
        columns = fmt::format("IN ({}, {})", steps.column, steps.unit_number);
        units = fmt::format(", {} AS old_unit, {} AS new_unit", after(steps.unit_number, ">=", steps.unit),
                            after(steps.unit_number, ">", steps.unit));
    }
    return fmt::format(
        "(SELECT {} AS old, {} AS new, x.at, c.seq AS n{} FROM change AS c CROSS JOIN change_txn AS x WHERE "
        "c.table_number = {} AND c.column_number {} AND c.row_id = {} AND c.seq >= {} AND x.seq = c.seq) AS h",
        old, after(0, ">", steps.present), units, steps.table, columns, steps.row, steps.first);
}

std::string SqlBuilder::later_than(const Row& row) {
    return fmt::format(
        "ifnull((SELECT CASE WHEN r.old_value >= {0}.id THEN r.seq <> x.seq END FROM change AS r WHERE "
        "r.table_number = {1} AND r.column_number = -1 AND r.row_id <= {0}.id ORDER BY r.row_id DESC LIMIT 1), "
        "x.at > {0}.created_at)",
        row.alias, row.type->number);
}

/// A value of a column that it does not hold now.
Fragment SqlBuilder::held(const std::vector<bound::Match>& matches, const bound::History& history,
                          const std::string& value, const std::string& unit) {
    const Attribute& attribute = history.attribute;
    const records::Field& field = *attribute.field;
    Column column;
    column.value = value;
    column.unit = unit;
    column.known = value + " IS NOT NULL";
    if (field.choices != nullptr) {
        const auto unknown = std::find_if(field.choices->begin(), field.choices->end(), is_unknown_choice);
        if (unknown != field.choices->end()) column.known = fmt::format("{} <> {}", value, unknown->value);
    }
    if (field.type == FieldType::text)
        column.folded = field.is(records::folded) ? value : fmt::format("kith_fold({})", value);
    if (history.element != nullptr && !field.folded_column.empty()) {
        // an address or a number, as the element would store it
        const std::string stored = fmt::format("kith_stored({}, {}, {}, {}, ", history.element->number,
                                               field.number, value, bind(history.region));
        column.folded = stored + "0)";
        if (!field.exact_column.empty()) column.exact = stored + "1)";
    }
    return held(matches, attribute, column);
}

Fragment SqlBuilder::held(const std::vector<bound::Match>& matches, const Attribute& attribute,
                          const Column& column) {
    std::vector<Fragment> terms;
    for (const bound::Match& match : matches) {
        if (const auto* called = std::get_if<std::shared_ptr<const bound::Called>>(&match)) {
            // by the name that it has now, also from the trash
            std::string table;
            const Row target = open(*(*called)->place.type, table);
            bound::Test test;
            test.matches = (*called)->matches;
            const Fragment named = fits(test, *(*called)->place.attribute, target);
            Fragment& term = terms.emplace_back();
            term.text = fmt::format("{} IN (SELECT {}.id FROM {} WHERE {})", column.value, target.alias,
                                    table, named.text);
            term.stack = named.stack + subselect_stack + 4;
            term.height = named.height + 6;
            continue;
        }
        terms.push_back(matched(match, attribute, column, Row{}, false));
    }
    if (terms.empty()) return atom("0", 1);
    return join(std::move(terms), false);
}

/// The records that were merged into the row's, and into these ..., each with what it was until then.
Fragment SqlBuilder::write(const bound::History& history, const Row& row) {
    if (history.link) return link_history(history, row);
    if (history.element != nullptr) return element_history(history, row);
    const Fragment own = was(history, row, {});
    if (!history.merged) return own;
    std::string table;
    const Row loser = open(*row.type, table);
    const std::string until = fmt::format(
        "(SELECT max(m.at) FROM merge_move AS v CROSS JOIN merge AS m WHERE v.table_number = {} AND v.row_id "
        "= {}.id AND v.column_number = {} AND m.id = v.merge_id)",
        row.type->number, loser.alias, records::number::merged_into);
    const Fragment lost = was(history, loser, until);
    const std::string name = quoted(row.type->table);
    std::string text = fmt::format(
        "({0} OR EXISTS (SELECT 1 FROM {1} WHERE {2}.id IN (WITH RECURSIVE lost(id) AS (SELECT l.id FROM {3} AS l WHERE "
        "l.merged_into = {4}.id UNION SELECT l.id FROM lost CROSS JOIN {3} AS l WHERE l.merged_into = lost.id) SELECT id "
        "FROM lost) AND {5}))",
        own.text, table, loser.alias, name, row.alias, lost.text);
    return atom(std::move(text), std::max(own.stack + 4, lost.stack + merged_around),
                std::max(own.height, lost.height) + 10);
}

Fragment SqlBuilder::was(const bound::History& history, const Row& row, const std::string& until) {
    const records::Field& field = *history.attribute.field;
    const Column now = column(history.attribute, row);
    Steps steps;
    steps.table = std::to_string(field.side ? row.type->side_number : row.type->number);
    steps.column = std::to_string(field.number);
    steps.row = row.alias + ".id";
    steps.present = now.value;
    steps.tracked = field.is(records::tracked);
    steps.first = std::to_string(history.first);
    if (!now.unit.empty()) {
        for (const records::Field& other : row.type->fields) {
            if (other.column == field.unit_column) steps.unit_number = other.number;
        }
        if (steps.unit_number != 0) steps.unit = now.unit;
    }
    int stack = 0;
    int height = 0;
    const auto fit = [&](const std::vector<bound::Match>& matches, const std::string& value,
                         const std::string& unit) {
        const Fragment fragment = held(matches, history, value, unit);
        stack = std::max(stack, fragment.stack);
        height = std::max(height, fragment.height);
        return grouped(fragment);
    };
    const auto exists = [&](const std::string& where) {
        return fmt::format("EXISTS (SELECT 1 FROM {} WHERE {})", this->steps(steps), where);
    };
    std::string text;
    if (history.changed) {
        std::string where =
            steps.unit.empty()
                ? "h.old IS NOT h.new"
                : "(h.old IS NOT h.new OR (h.old IS NOT NULL AND h.old_unit IS NOT h.new_unit))";
        if (history.start) where += fmt::format(" AND h.at >= {}", bind(*history.start));
        if (history.end) where += fmt::format(" AND h.at < {}", bind(*history.end));
        if (history.from) where += " AND " + fit(*history.from, "h.old", "h.old_unit");
        if (history.to) where += " AND " + fit(*history.to, "h.new", "h.new_unit");
        text = exists(where);
    } else {
        const std::vector<bound::Match> none;
        const auto& values = history.to ? *history.to : none;
        // Every value but the present one stood from the step before until the step that took it away. It was there
        // in the window when it went after the window's start and came before its end.
        std::string present = fit(values, now.value, now.unit);
        if (history.start && !until.empty())
            present += fmt::format(" AND {} > {}", until, bind(*history.start));
        std::string past = fit(values, "h.old", "h.old_unit");
        if (history.start) past += fmt::format(" AND h.at > {}", bind(*history.start));
        if (history.end) {
            const std::string end = bind(*history.end);
            present +=
                fmt::format(" AND {}.created_at < {} AND NOT {}", row.alias, end, exists("h.at >= " + end));
            std::string inner = this->steps(steps);
            inner.back() = 'p';  // AS p
            past += fmt::format(
                " AND {}.created_at < {} AND NOT EXISTS (SELECT 1 FROM {} WHERE p.n < h.n AND p.at >= {})",
                row.alias, end, inner, end);
        }
        text = fmt::format("(({}) IS TRUE OR {})", present, exists(past));
    }
    const bool nested = !history.changed && history.end;
    return atom(std::move(text), std::max(nested ? steps_in_steps_stack : steps_stack, stack + steps_around),
                std::max(height, 10) + steps_height);
}

Fragment SqlBuilder::write(const bound::Stay& stay, const Row& row) {
    Column since;
    since.value = fmt::format(
        "(SELECT max(t.at) FROM transition AS t WHERE t.table_number = {} AND t.record_id = {}.id AND "
        "t.column_number = {} AND t.to_value = {})",
        row.type->number, row.alias, stay.field->number, column(row, stay.field->column));
    Fragment result;
    result.text = range(stay.since, since, false);
    result.stack = subselect_stack + 12;
    result.height = 16;
    return result;
}

Fragment SqlBuilder::write(const bound::Followed& followed, const Row& row) {
    std::string table;
    const Row next = open(*followed.type, table);
    const std::string when = column(row, followed.when->column);
    const std::string then = column(next, followed.when->column);
    const Duration& within = followed.within;
    const bool fixed = within.unit == Unit::second || within.unit == Unit::minute || within.unit == Unit::hour;
    std::string last;
    if (fixed) {
        const std::int64_t unit = within.unit == Unit::second   ? 1000
                                  : within.unit == Unit::minute ? 60'000
                                                                : 3'600'000;
        last = fmt::format("{} + {}", when, within.count * unit);
    } else {
        last = fmt::format("kith_after({}, {}, {}, {})", when, within.count, static_cast<int>(within.unit),
                           bind(followed.zone));
    }
    Chain chain;
    chain.tables = {table};
    chain.near = column(next, followed.who->column);
    chain.outer = column(row, followed.who->column);
    chain.conditions = filters(next);
    chain.conditions.push_back(fmt::format("{} > {}", then, when));
    chain.conditions.push_back(fmt::format("{} <= {}", then, last));
    return exists(chain, inside(followed.condition.front(), next, 1), false);
}

}  // namespace kith::query
