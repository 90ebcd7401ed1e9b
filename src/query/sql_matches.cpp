// What fits a value, as SQL over its column.
#include "query/sql_builder.hpp"
#include "records/plan.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

using bound::Attribute;
using bound::Match;
using store::OwnedCell;

namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// Names are compared one by one, balanced by any_of; other values stand in one list.
bool compares_many_names(const Match& match, const Attribute& attribute) {
    if (const auto* called = std::get_if<std::shared_ptr<const bound::Called>>(&match)) {
        const Attribute& name = *(*called)->place.attribute;
        return std::any_of((*called)->matches.begin(), (*called)->matches.end(),
                           [&](const Match& inner) { return compares_many_names(inner, name); });
    }
    const auto* equal = std::get_if<bound::Equal>(&match);
    return equal != nullptr && attribute.kind == Attribute::Kind::composite && equal->values.size() > 8;
}

std::string negation(const std::string& condition) { return "NOT (" + condition + ")"; }

/// The names of a composite as the function kith_forms gives them: every form in a line of its own, "\n" around each.
std::string forms(const records::Composite& composite, const Row& row) {
    std::string text;
    for (const auto& form : composite.forms) {
        if (!text.empty()) text += " || ";
        text += "kith_forms(";
        for (std::size_t i = 0; i < form.size(); ++i) {
            if (i > 0) text += ", ";
            text += SqlBuilder::column(row, row.type->field(form[i])->column);
        }
        text += ")";
    }
    return text;
}

}  // namespace

std::string SqlBuilder::one_of(const std::string& expression, const std::vector<OwnedCell>& values) {
    if (values.size() == 1) return fmt::format("{} = {}", expression, bind(values.front()));
    std::string list;
    for (const OwnedCell& value : values) {
        if (!list.empty()) list += ", ";
        list += bind(value);
    }
    return fmt::format("{} IN ({})", expression, list);
}

std::string SqlBuilder::equal(const bound::Equal& equal, const Column& column) {
    const bool text = !column.folded.empty() && !equal.values.empty() &&
                      equal.values.front().view().type == store::CellType::text;
    // A text that is folded for the comparison need not be folded to its end.
    const bool is =
        text && equal.values.size() == 1 && column.folded == fmt::format("kith_fold({})", column.value);
    std::string condition = is ? fmt::format("kith_is({}, {})", column.value, bind(equal.values.front()))
                               : one_of(text ? column.folded : column.value, equal.values);
    if (!equal.exact.empty() && !column.exact.empty()) {
        condition = fmt::format("({} OR ({} IS NULL AND {}))", one_of(column.exact, equal.exact),
                                column.exact, condition);
    }
    return condition;
}

std::string SqlBuilder::range(const bound::Range& range, const Column& column, bool text) {
    const std::string& value = text ? column.folded : column.value;
    const auto limit = [&](const OwnedCell& cell, bool high) {
        if (range.written) times.push_back({parameters.size(), high, range.written});
        return bind(cell);
    };
    std::string condition;
    if (range.low)
        condition = fmt::format("{} {} {}", value, range.low_included ? ">=" : ">", limit(*range.low, false));
    if (range.high) {
        if (!condition.empty()) condition += " AND ";
        condition +=
            fmt::format("{} {} {}", value, range.high_included ? "<=" : "<", limit(*range.high, true));
    }
    return condition;
}

std::string SqlBuilder::pattern_call(const bound::TextMatch& match, const std::string& text,
                                     const std::string& pattern) {
    switch (match.op) {
        case Operator::regex: return fmt::format("kith_regex({}, {})", text, pattern);
        case Operator::sounds_like: return fmt::format("kith_sounds({}, {})", text, pattern);
        case Operator::similar_to:
            return fmt::format("kith_similar({}, {}, {})", text, pattern,
                               bind(OwnedCell(store::Cell::of(match.least))));
        default: return fmt::format("kith_like({}, {})", text, pattern);
    }
}

std::string SqlBuilder::text_match(const bound::TextMatch& match, const Column& column) {
    std::vector<std::string> conditions;
    for (const std::string& needle : match.needles) {
        const std::string& text = column.folded;
        if (needle.empty() && (match.op == Operator::contains || match.op == Operator::starts_with ||
                               match.op == Operator::ends_with)) {
            conditions.push_back(fmt::format("length({}) >= 0", text));  // every text has it; NULL stays NULL
            continue;
        }
        const std::string bound = bind(needle);
        switch (match.op) {
            case Operator::starts_with: {
                const std::string upper = text::prefix_upper_bound(needle);
                if (column.indexed && !upper.empty())
                    conditions.push_back(fmt::format("({0} >= {1} AND {0} < {2})", text, bound, bind(upper)));
                else
                    conditions.push_back(fmt::format("substr({0}, 1, length({1})) = {1}", text, bound));
                break;
            }
            case Operator::ends_with:
                conditions.push_back(fmt::format("substr({0}, -length({1})) = {1}", text, bound));
                break;
            case Operator::like:
            case Operator::regex:
            case Operator::sounds_like:
            case Operator::similar_to: conditions.push_back(pattern_call(match, text, bound)); break;
            case Operator::matches: conditions.push_back(words_call(match, column, bound)); break;
            default: conditions.push_back(fmt::format("instr({}, {}) > 0", text, bound)); break;
        }
    }
    return any_of(conditions);
}

std::string SqlBuilder::date_parts(const bound::DateParts& parts, const Column& column, bool negated) {
    // Each part that is asked for must be known and equal; negated: one that is known must differ.
    if (!negated && parts.date.year != 0) {
        // a date with its year is a prefix of the text: an index on the column can be used
        const std::string text = parts.date.to_string();
        if (parts.date.complete()) return fmt::format("{} = {}", column.value, bind(text));
        return fmt::format("({0} = {1} OR ({0} >= {2} AND {0} < {3}))", column.value, bind(text),
                           bind(text + "-"), bind(text + "."));
    }
    std::string condition;
    const auto add = [&](int wanted, Attribute::Part part) {
        if (wanted == 0) return;
        if (!condition.empty()) condition += negated ? " OR " : " AND ";
        condition += fmt::format("{} {} {}", date_part(column.value, part), negated ? "<>" : "=",
                                 bind(std::int64_t{wanted}));
    };
    add(parts.date.year, Attribute::Part::year);
    add(parts.date.month, Attribute::Part::month);
    add(parts.date.day, Attribute::Part::day);
    return condition;
}

std::string SqlBuilder::date_range(const bound::DateRange& range, const Column& column, bool negated) {
    // Stored dates may lack day or month: "1990" can be any day of that year. As text, "1990" sorts before "1990-01"
    // and a day without the "-01" that it starts with sorts like the month or year that begins on it.
    const auto shortened = [](std::string day) {
        while (day.size() > 4 && day.compare(day.size() - 3, 3, "-01") == 0) day.resize(day.size() - 3);
        return day;
    };
    const std::string& d = column.value;
    const auto starts_from = [&](const std::string& day) {
        return fmt::format("{} >= {}", d, bind(shortened(day)));
    };
    const auto ends_before = [&](const std::string& day) {
        return fmt::format("({0} >= '0' AND {0} < {1} AND {0} <> {2} AND {0} <> {3})", d, bind(day),
                           bind(day.substr(0, 7)), bind(day.substr(0, 4)));
    };
    std::string condition;
    if (negated) {
        if (range.low) condition = ends_before(*range.low);
        if (range.high) {
            if (!condition.empty()) condition += " OR ";
            condition += starts_from(range.after_high);
        }
        return condition;
    }
    if (range.low) condition = starts_from(*range.low);
    if (range.high) {
        if (!condition.empty()) condition += " AND ";
        condition += ends_before(range.after_high);
    }
    return condition;
}

std::string SqlBuilder::composite(const Match& match, const records::Composite& composite, const Row& row) {
    const auto any_line = [&](const std::vector<std::string>& lines) {
        std::vector<std::string> conditions;
        for (const std::string& line : lines)
            conditions.push_back(fmt::format("instr({}, {}) > 0", forms(composite, row), bind(line)));
        return any_of(conditions);
    };
    if (const auto* equal = std::get_if<bound::Equal>(&match)) {
        std::vector<std::string> lines;
        for (const OwnedCell& value : equal->values)
            lines.push_back("\n" + std::string(value.view().text) + "\n");
        return any_line(lines);
    }
    if (const auto* text = std::get_if<bound::TextMatch>(&match)) {
        const bool part = text->op == Operator::contains || text->op == Operator::starts_with ||
                          text->op == Operator::ends_with;
        std::vector<std::string> found;
        for (const std::string& needle : text->needles) {
            if (text->op == Operator::matches) {
                found.push_back(words_call(composite, row, bind(needle)));
            } else if (part) {
                found.push_back((text->op == Operator::starts_with ? "\n" : "") + needle +
                                (text->op == Operator::ends_with ? "\n" : ""));
            } else {
                // they look at one line after the other, so that % stays within one form
                found.push_back(pattern_call(*text, forms(composite, row), bind(needle)));
            }
        }
        return part ? any_line(found) : any_of(found);
    }
    Column first;  // order is that of the first form
    std::string parts;
    for (const std::string_view name : composite.forms.front()) {
        if (!parts.empty()) parts += " || ' ' || ";
        parts += fmt::format("ifnull({}, '')", column(row, row.type->field(name)->column));
    }
    first.folded = "kith_fold(" + parts + ")";
    return range(std::get<bound::Range>(match), first, true);
}

/// The tree below the records that fit, as a set of its own. Each record comes into it once, so circles end.
std::string SqlBuilder::under(const bound::Under& under, const Row& row) {
    std::string top_table;
    std::string below_table;
    const Row top = open(*under.type, top_table);
    const Row below = open(*under.type, below_table);
    bound::Test test;
    test.matches = under.top;
    Attribute record;
    record.kind = Attribute::Kind::record;
    std::vector<std::string> tops = filters(top);
    tops.push_back(grouped(fits(test, record, top)));
    const std::string set = fmt::format("set_{}", sets_.size() + 1);
    sets_.push_back(
        fmt::format("{0}(id) AS (SELECT {1}.id FROM {2} WHERE {3} UNION SELECT {4}.id FROM {0} AS up "
                    "CROSS JOIN {5} WHERE {6} = up.id AND {7})",
                    set, top.alias, top_table, fmt::join(tops, " AND "), below.alias, below_table,
                    column(below, under.parent->column), fmt::join(filters(below), " AND ")));
    return fmt::format("{}.id IN {}", row.alias, set);
}

Fragment SqlBuilder::match(const Match& match, const Attribute& attribute, const Row& row, bool negated) {
    return matched(match, attribute, column(attribute, row), row, negated);
}

Fragment SqlBuilder::matched(const Match& match, const Attribute& attribute, const Column& column,
                             const Row& row, bool negated) {
    Fragment result;
    result.stack = 12;  // no other match nests deeper: a subselect with a function in it
    if (attribute.kind == Attribute::Kind::json) result.stack = 18;
    if (compares_many_names(match, attribute)) {
        result.stack = 30;
        result.height = 24;
    }
    const auto sign = [&](const std::string& condition) { return negated ? negation(condition) : condition; };
    if (std::holds_alternative<bound::Known>(match)) {
        result.text = sign(column.known);
        return result;
    }
    if (std::holds_alternative<bound::Unknown>(match)) {
        result.text = negated ? column.known : fmt::format("({}) IS NOT TRUE", column.known);
        return result;
    }
    std::string condition;
    if (const auto* other = std::get_if<bound::Other>(&match)) {
        result = compared(*other, left_side(*other, column, *compared_from_), *compared_from_, negated);
        condition = std::move(result.text);
    } else if (attribute.kind == Attribute::Kind::composite) {
        condition = sign(composite(match, *attribute.composite, row));
    } else {
        condition = std::visit(
            Overloaded{
                [&](const bound::Equal& equal) {
                    if (equal.rates) result.stack = 30, result.height = 24;
                    return equal.unit.empty() ? sign(this->equal(equal, column))
                                              : amounts(equal, column, negated);
                },
                [&](const bound::Range& range) {
                    if (range.rates) result.stack = 30, result.height = 24;
                    if (!range.unit.empty()) return amounts(range, column, negated);
                    const auto is_text = [](const std::optional<OwnedCell>& cell) {
                        return cell && cell->view().type == store::CellType::text;
                    };
                    return sign(this->range(range, column, is_text(range.low) || is_text(range.high)));
                },
                [&](const bound::TextMatch& text) { return sign(text_match(text, column)); },
                [&](const bound::Anniversary& days) { return anniversary(days, attribute, row, negated); },
                [&](const bound::DateParts& parts) { return date_parts(parts, column, negated); },
                [&](const bound::DateRange& range) { return date_range(range, column, negated); },
                [&](const std::shared_ptr<const bound::Called>& called) {
                    bound::Test test;
                    test.matches = called->matches;
                    test.negated = negated;
                    return fits(test, *called->place.attribute, row).text;
                },
                [&](const std::shared_ptr<const bound::Under>& under) {
                    return sign(this->under(*under, row));
                },
                [&](const auto&) { return std::string{}; },  // known, unknown and others are done
            },
            match);
    }
    result.text = column.check_known ? fmt::format("{} AND ({})", column.known, condition) : condition;
    return result;
}

Fragment SqlBuilder::fits(const bound::Test& test, const Attribute& attribute, const Row& row) {
    std::vector<Fragment> terms;
    for (const Match& m : test.matches) terms.push_back(match(m, attribute, row, test.negated));
    if (terms.empty()) {
        Fragment none;
        none.text = test.negated ? "1" : "0";
        none.two_valued = none.atom = true;
        return none;
    }
    return join(std::move(terms), test.negated);
}

}  // namespace kith::query
