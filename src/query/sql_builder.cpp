#include "query/sql_builder.hpp"

#include "query/summary_fields.hpp"
#include "query/type_words.hpp"
#include "records/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Hop;
using records::quoted;

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// A descriptor's condition over its own table with every column of the type qualified by the alias.
std::string qualified(std::string_view condition, const RecordType& type, const std::string& alias) {
    std::string out;
    for (std::size_t i = 0; i < condition.size();) {
        if (condition[i] == '\'') {  // a string stays
            const std::size_t end = std::min(condition.find('\'', i + 1), condition.size() - 1);
            out += condition.substr(i, end - i + 1);
            i = end + 1;
            continue;
        }
        std::size_t end = i;
        while (end < condition.size() && is_word(condition[end])) ++end;
        if (end == i) {
            out += condition[i++];
            continue;
        }
        const std::string_view word = condition.substr(i, end - i);
        const bool column = std::any_of(type.fields.begin(), type.fields.end(),
                                        [&](const records::Field& f) { return f.column == word; });
        if (column) out += alias + ".";
        out += word;
        i = end;
    }
    return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view glue) {
    return fmt::format("{}", fmt::join(parts, glue));
}

Fragment balanced(const std::vector<Fragment>& terms, std::size_t from, std::size_t to, bool all) {
    constexpr std::size_t together = 8;
    Fragment result;
    result.two_valued = true;
    result.height = 0;
    const auto add = [&](const std::string& text, int stack, int height, bool two_valued) {
        const bool first = result.text.empty();
        result.height = std::max(result.height, height) + (first ? 0 : 1);
        if (!first) result.text += all ? " AND " : " OR ";
        result.text += text;
        result.stack = std::max(result.stack, stack + (first ? 0 : 2));
        result.two_valued = result.two_valued && two_valued;
    };
    if (to - from <= together) {
        for (std::size_t i = from; i < to; ++i) {
            const bool bare = terms[i].atom || (terms[i].all && !all);
            add(bare ? terms[i].text : grouped(terms[i]), terms[i].stack + (bare ? 0 : 1), terms[i].height,
                terms[i].two_valued);
        }
        return result;
    }
    const std::size_t middle = from + (to - from) / 2;
    for (const auto& [low, high] : {std::pair{from, middle}, std::pair{middle, to}}) {
        const Fragment half = balanced(terms, low, high, all);
        add("(" + half.text + ")", half.stack + 1, half.height, half.two_valued);
    }
    return result;
}

}  // namespace

std::string grouped(const Fragment& fragment) {
    return fragment.atom ? fragment.text : "(" + fragment.text + ")";
}

Fragment atom(std::string text, int stack, int height) {
    Fragment fragment;
    fragment.text = std::move(text);
    fragment.stack = stack;
    fragment.height = height;
    fragment.two_valued = true;
    fragment.atom = true;
    return fragment;
}

Fragment join(std::vector<Fragment> terms, bool all) {
    if (terms.size() == 1) return std::move(terms.front());
    constexpr int deep = 20;
    const auto deepest = std::max_element(
        terms.begin(), terms.end(), [](const Fragment& a, const Fragment& b) { return a.stack < b.stack; });
    if (deepest->stack > deep) std::rotate(terms.begin(), deepest, deepest + 1);
    Fragment result;
    if (terms.front().stack > deep && terms.size() > 2) {  // the others stand aside, so as not to deepen it
        Fragment rest = balanced(terms, 1, terms.size(), all);
        terms.resize(1);
        terms.push_back(std::move(rest));
    }
    result = balanced(terms, 0, terms.size(), all);
    result.all = all;
    return result;
}

std::string any_of(const std::vector<std::string>& conditions) {
    std::vector<Fragment> terms;
    for (const std::string& condition : conditions) {
        Fragment& term = terms.emplace_back();
        term.text = condition;
        term.atom = true;
    }
    return join(std::move(terms), false).text;
}

std::string date_part(const std::string& column, Attribute::Part part) {
    const std::string& d = column;
    switch (part) {
        case Attribute::Part::year:
            return fmt::format("(CASE WHEN {0} >= '0' THEN CAST(substr({0}, 1, 4) AS INTEGER) END)", d);
        case Attribute::Part::month:
            return fmt::format("(CASE WHEN {0} >= '0' THEN NULLIF(CAST(substr({0}, 6, 2) AS INTEGER), 0) "
                               "WHEN substr({0}, 3, 1) <> '-' THEN CAST(substr({0}, 3, 2) AS INTEGER) END)",
                               d);
        case Attribute::Part::day:
            return fmt::format(
                "NULLIF(CAST(CASE WHEN {0} >= '0' THEN substr({0}, 9, 2) WHEN substr({0}, 3, 1) = '-' "
                "THEN substr({0}, 4, 2) ELSE substr({0}, 6, 2) END AS INTEGER), 0)",
                d);
        case Attribute::Part::quarter:
            return fmt::format("(({} + 2) / 3)", date_part(column, Attribute::Part::month));
        case Attribute::Part::weekday:
            return fmt::format("(CASE WHEN length({0}) = 10 THEN (strftime('%w', {0}) + 6) % 7 + 1 END)", d);
        case Attribute::Part::anniversary:
            return fmt::format("(CASE WHEN length({0}) = 10 OR (length({0}) = 7 AND {0} < '0') "
                               "THEN '--' || substr({0}, -5) END)",
                               d);
        case Attribute::Part::hour:
        case Attribute::Part::minute:
        case Attribute::Part::whole: break;
    }
    return d;
}

std::string SqlBuilder::bind(store::OwnedCell value) {
    parameters.push_back(std::move(value));
    return fmt::format("?{}", parameters.size());
}

std::string SqlBuilder::bind_set(std::shared_ptr<const store::SetPlan> plan) {
    const auto same =
        std::find_if(sets.begin(), sets.end(), [&](const auto& set) { return *set.second == *plan; });
    if (same != sets.end()) return fmt::format("?{}", same->first);
    parameters.emplace_back();
    sets.emplace_back(static_cast<int>(parameters.size()), std::move(plan));
    return fmt::format("?{}", parameters.size());
}

std::string SqlBuilder::alias(std::string_view table) {
    for (auto& [name, count] : aliases_) {
        if (name == table) return records::quoted(fmt::format("{}_{}", table, ++count));
    }
    aliases_.emplace_back(table, 1);
    return quoted(table);
}

Row SqlBuilder::open(const RecordType& type, std::string& table) {
    Row row;
    row.type = &type;
    row.alias = alias(type.table);
    table = fmt::format("{} AS {}", quoted(type.table), row.alias);
    return row;
}

std::string SqlBuilder::column(const Row& row, std::string_view name) {
    const bool copied = !row.copied_column.empty() && row.copied_column == name;
    return fmt::format("{}.{}", copied ? row.copied_alias : row.alias, quoted(name));
}

std::vector<std::string> SqlBuilder::filters(const Row& row) {
    std::vector<std::string> result{row.alias + ".deleted_at IS NULL"};
    if (row.type->mergeable) result.push_back(row.alias + ".merged_into IS NULL");
    if (!row.type->visible.empty())
        result.push_back(fmt::format("({})", qualified(row.type->visible, *row.type, row.alias)));
    return result;
}

Column SqlBuilder::column(const Attribute& attribute, const Row& row) {
    Column result;
    const auto fold = [](const std::string& expression) { return "kith_fold(" + expression + ")"; };
    switch (attribute.kind) {
        case Attribute::Kind::record:
            result.value = row.alias + ".id";
            result.known = "1";
            break;
        case Attribute::Kind::custom:
            result.value = row.alias + ".value";
            result.folded = row.alias + ".folded";
            result.unit = row.alias + ".unit";
            result.known = "1";
            result.indexed = true;
            break;
        case Attribute::Kind::composite: {
            std::vector<std::string> parts;
            for (const auto& form : attribute.composite->forms) {
                for (const std::string_view name : form)
                    parts.push_back(column(row, row.type->field(name)->column) + " IS NOT NULL");
            }
            std::sort(parts.begin(), parts.end());
            parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
            result.known = "(" + joined(parts, " OR ") + ")";
            result.check_known = true;
            break;
        }
        case Attribute::Kind::json: {
            // numbers are the value, texts and truth the folded form; the text may be what another program wrote
            const std::string object = column(row, attribute.field->column);
            const std::string path = bind(attribute.json);
            const std::string member = fmt::format("json_extract({}, {})", object, path);
            const std::string type =
                fmt::format("CASE WHEN json_valid({0}) THEN json_type({0}, {1}) END", object, path);
            const std::string words = " WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'";
            result.value =
                fmt::format("(CASE {0} WHEN 'integer' THEN {1} WHEN 'real' THEN {1} END)", type, member);
            result.folded = fold(fmt::format("CASE {} WHEN 'text' THEN {}{} END", type, member, words));
            result.shown = fmt::format(
                "(CASE {0} WHEN 'text' THEN {1} WHEN 'integer' THEN {1} WHEN 'real' THEN {1}{2} END)", type,
                member, words);
            result.known = result.shown + " IS NOT NULL";
            break;
        }
        case Attribute::Kind::field: {
            const records::Field& field = *attribute.field;
            const bool summary = is_summary(field);
            result.value = field.side
                               ? fmt::format("(SELECT {} FROM {} WHERE id = {}.id)", quoted(field.column),
                                             quoted(row.type->side_table), row.alias)
                           : summary ? summary_column(row, field.column)
                                     : column(row, field.column);
            if (!field.unit_column.empty())
                result.unit =
                    summary ? summary_column(row, field.unit_column) : column(row, field.unit_column);
            result.known = result.value + " IS NOT NULL";
            if (field.type == FieldType::text || field.type == FieldType::choices) {
                const bool folded = field.is(records::folded);
                result.indexed = folded || !field.folded_column.empty();
                result.folded = !field.folded_column.empty() ? column(row, field.folded_column)
                                : folded                     ? result.value
                                                             : fold(result.value);
                if (!field.exact_column.empty()) result.exact = column(row, field.exact_column);
                if (!field.folded_column
                         .empty()) {  // an address given in parts has no text of its own, but a folded form
                    result.known = fmt::format("({} <> '' OR {} <> '')", result.value, result.folded);
                } else if (!field.nullable) {
                    result.known = result.value + " <> ''";
                    result.check_known = true;
                }
            } else if (field.choices != nullptr) {
                const auto unknown =
                    std::find_if(field.choices->begin(), field.choices->end(), is_unknown_choice);
                if (unknown != field.choices->end()) {
                    result.known = fmt::format("{} <> {}", result.value, unknown->value);
                    result.check_known = true;
                }
            }
            break;
        }
    }
    if (attribute.part != Attribute::Part::whole) {
        const FieldType type =
            attribute.kind == Attribute::Kind::custom ? attribute.custom->type : attribute.field->type;
        result.value = type == FieldType::time ? time_part(result.value, attribute.part, attribute.zone)
                                               : date_part(result.value, attribute.part);
        result.known = result.value + " IS NOT NULL";
        result.check_known = false;
    }
    return result;
}

}  // namespace kith::query
