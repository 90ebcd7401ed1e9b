// The values that decide a condition, read from the rows that its place leads to.
#include "query/checker.hpp"
#include "query/planner.hpp"
#include "query/printer.hpp"
#include "query/resolver.hpp"
#include "query/why.hpp"
#include "records/verbs.hpp"

#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

constexpr int most_values = 20;
constexpr int most_rows = 3;  // of a relation of the record itself
constexpr int most_inner_rows =
    1;  // of one of a related record: the tree would grow with the power of the depth
constexpr int most_nodes = 2000;  // asked before related records are left out

}  // namespace

WhyValue Explainer::values(const bound::Place& place, std::string name, const Asked& asked) {
    WhyValue result;
    result.name = std::move(name);
    const Resolver resolver(environment_);
    bound::Place end = place;
    if (!end.attribute || end.value_type() == FieldType::reference) resolver.complete(end);
    if (!end.attribute) return result;
    const std::vector<bound::Hop> hops = std::move(end.hops);
    end.hops.clear();
    if (end.attribute->kind == bound::Attribute::Kind::record && end.type != nullptr) {
        if (const auto naming = resolver.naming(*end.type)) end.attribute = naming->attribute;
    }
    SqlBuilder sql(environment_.types, by_record);
    std::string table;
    const Row row = sql.open(*asked.type, table);
    const Chain chain = sql.chain(row, hops);
    const bool one_choice = end.attribute->kind == bound::Attribute::Kind::custom &&
                            end.attribute->custom->type == FieldType::choices;
    Selected selected;
    if (one_choice) {  // as an output all of them are one value
        selected.expressions.push_back(sql.column(*end.attribute, chain.last).value);
        selected.read = [](const store::Statement& current) { return Value(current.string(0)); };
    } else {
        selected = select_output(sql, {end}, chain.last, 0);
    }
    std::string text = fmt::format("SELECT {} FROM {}", fmt::join(selected.expressions, ", "), table);
    if (!hops.empty()) text += " CROSS JOIN " + chain.from();
    text += fmt::format(" WHERE {}.id = {}", row.alias, sql.bind(asked.id));
    if (const std::string where = chain.where(); !where.empty()) text += " AND " + where;
    // the shown ones are the first in the order that columns go by; one row can be reached in several ways
    if (!chain.preferred.empty()) text += fmt::format(" ORDER BY {}", fmt::join(chain.preferred, ", "));
    const Compiled compiled{sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
    store::Statement statement = compiled.prepare(connection_);
    while (statement.step()) {
        Value value = selected.read(statement);
        if (value.empty()) continue;
        const bool known = std::find(result.values.begin(), result.values.end(), value) != result.values.end();
        if (known) continue;
        if (result.values.size() == most_values) {
            result.more = true;
            break;
        }
        result.values.push_back(std::move(value));
    }
    return result;
}

WhyValue Explainer::value(const bound::Figure& figure, std::string name, const bound::Range& compared,
                          const Asked& asked) {
    const std::string& unit = compared.unit;
    WhyValue result;
    result.name = std::move(name);
    SqlBuilder sql(environment_.types, by_record);
    std::string table;
    const Row row = sql.open(*asked.type, table);
    Selected selected;
    if (unit.empty())
        selected = select_output(sql, {figure}, row, 0);
    else
        selected.expressions.push_back(sql.figure(figure, row, sql.currency_of(compared), 0).text);
    const std::string text = fmt::format("SELECT {} FROM {} WHERE {}.id = {}", selected.expressions.front(),
                                         table, row.alias, sql.bind(asked.id));
    const Compiled compiled{sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
    store::Statement statement = compiled.prepare(connection_);
    if (!statement.step() || statement.null(0)) return result;
    result.values.push_back(unit.empty() ? selected.read(statement)
                                         : Value(Money{statement.integer(0), unit}));
    return result;
}

Path Explainer::rows_of(Path path, const RecordType& type) const {
    Operand count;
    count.function = Function::count;
    for (count.path = path; count.path.steps.size() > 1; count.path.steps.pop_back()) {
        try {
            (void)check_output(count, type, environment_);
            return count.path;
        } catch (const Error& error) {
            if (error.code() != Code::parse) throw;  // it still ends in a value
        }
    }
    return count.path;
}

void Explainer::rows(const bound::Place& place, const bound::Conditions& condition, Operand counting,
                     bool refuting, const Asked& asked, Why& why) {
    if (place.many() && !place.attribute) {
        const auto add = [&](const bound::Figure& figure, const Operand& operand) {
            std::string name = print(operand);
            const auto known = [&](const WhyValue& value) { return value.name == name; };
            if (std::none_of(why.values.begin(), why.values.end(), known))
                why.values.push_back(value(figure, std::move(name), {}, asked));
        };
        bound::Figure figure;
        figure.place = place;
        if (counting.function != Function::count) counting.path = rows_of(counting.path, *asked.type);
        counting.function = Function::count;
        Operand all;
        all.function = Function::count;
        all.path = counting.path;
        add(figure, all);
        figure.condition = condition;
        if (!condition.empty()) add(figure, counting);
    }
    if (condition.empty() || counting.condition.empty()) return;
    const Node& inner = counting.condition.front();
    if (place.type == nullptr) {
        const bool element = place.element != nullptr && asked.element == nullptr;
        if (element) why.parts.push_back(node(inner, {asked.type, asked.id, &counting.path}));
        return;
    }
    if (nodes_ > most_nodes) return;
    const int most = related_ == 0 ? most_rows : most_inner_rows;
    const auto ids = deciding(place, condition, refuting, asked.id, *asked.type, most);
    ++related_;
    for (const std::int64_t id : ids) {
        Why part = node(inner, {place.type, id, nullptr});
        part.title = title_of(*place.type, id);
        why.parts.push_back(std::move(part));
    }
    --related_;
}

std::vector<std::int64_t> Explainer::deciding(const bound::Place& place, const bound::Conditions& condition,
                                              bool refuting, std::int64_t id, const RecordType& type,
                                              int most) {
    SqlBuilder sql(environment_.types, by_record);
    std::string table;
    const Row row = sql.open(type, table);
    const Chain chain = sql.chain(row, place.hops);
    Row last = chain.last;
    last.copied_column = last.copied_alias = {};
    const Fragment fits = sql.condition(condition.front(), last);
    const std::string text = fmt::format(
        "SELECT DISTINCT {0}.id, {1} IS TRUE FROM {2} CROSS JOIN {3} WHERE {4}.id = {5} AND {6} ORDER BY 2 {7}, 1 DESC "
        "LIMIT {8}",
        last.alias, grouped(fits), table, chain.from(), row.alias, sql.bind(id), chain.where(),
        refuting ? "ASC" : "DESC", most);
    const Compiled compiled{sql.with() + text, std::move(sql.parameters), std::move(sql.sets)};
    store::Statement statement = compiled.prepare(connection_);
    std::vector<std::int64_t> ids;
    while (statement.step()) ids.push_back(statement.integer(0));
    return ids;
}

std::string Explainer::title_of(const RecordType& type, std::int64_t id) {
    if (type.title == nullptr) return {};
    const RecordHolder record = new_record(type);
    return records::load(connection_, type, id, record.get()) ? type.title(record.get()) : std::string{};
}

}  // namespace kith::query
