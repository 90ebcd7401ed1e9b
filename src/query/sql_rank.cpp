// Ranks: the records with the highest and lowest values, and the parts that all of them fall into, as sets that C++ makes.
#include "query/compiler.hpp"
#include "query/sql_builder.hpp"
#include "query/summary_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace kith::query {

namespace {

/// One scan gives at most so many keys.
constexpr std::size_t most_keys = 8;

/// The key by which records are ranked, a number: what `order by` orders by, and for a full date its digits.
std::string key_of(SqlBuilder& sql, const bound::Output& output, const Row& row) {
    if (const auto* figure = std::get_if<bound::Figure>(&output.what))
        return sql.figure(*figure, row, {}, 0).text;
    const auto& place = std::get<bound::Place>(output.what);
    return sql
        .scalar(place, row,
                [&](const Row& last) {
                    const Column column = sql.column(*place.attribute, last);
                    if (place.value_type() == FieldType::date)
                        return fmt::format(
                            "CASE WHEN length({0}) = 10 THEN CAST(replace({0}, '-', '') AS INTEGER) END",
                            column.value);
                    if (!column.check_known) return column.value;
                    return fmt::format("CASE WHEN {} THEN {} END", column.known, column.value);
                })
        .text;
}

/// The column of the record's own summary that is ranked by; null when it is something else.
const records::Field* summary_of(const bound::Output& output) {
    const auto* place = std::get_if<bound::Place>(&output.what);
    const bool own = place != nullptr && place->hops.empty() &&
                     place->attribute->kind == bound::Attribute::Kind::field &&
                     place->attribute->part == bound::Attribute::Part::whole;
    return own && is_summary(*place->attribute->field) ? place->attribute->field : nullptr;
}

}  // namespace

/// The records of a ranking with a statement of their own, in which their keys come to stand side by side.
struct SqlBuilder::Scan {
    /// `known`: a column of the summary that those who are ranked have.
    Scan(Types types, Planning planning, const bound::Ranking& ranking, const records::Field* known = nullptr)
        : type(ranking.type), sql(types, planning) {
        row = sql.open(*type, table);
        std::vector<Fragment> terms;
        if (known != nullptr) {  // the summaries that have it, which are few, before their records
            const std::string joined = join_summary(row);
            const std::size_t on = joined.find(" ON ");
            table = fmt::format("{} CROSS JOIN {}", joined.substr(0, on), table);
            terms.push_back(atom(joined.substr(on + 4), 4));
            terms.push_back(atom(summary_column(row, known->column) + " IS NOT NULL", 4));
        } else if (!summary_fields(*type).empty()) {
            // An outer join of one row at most: SQLite leaves it out where nothing of it is read.
            table += " LEFT JOIN " + join_summary(row);
        }
        for (const std::string& filter : filters(row)) terms.push_back(atom(filter, 4));
        if (!ranking.among.empty()) terms.push_back(sql.condition(ranking.among.front(), row));
        const Fragment all = join(std::move(terms), true);
        check_stack(all.stack + 1);
        where = all.text;
        among = sql.parameters.size();
    }

    /// Whether the same records are ranked. Their conditions have the same parameters, the first ones.
    [[nodiscard]] bool same_records(const Scan& other) const {
        if (type != other.type || where != other.where || among != other.among) return false;
        for (std::size_t i = 0; i < among; ++i) {
            if (!(sql.parameters[i].view() == other.sql.parameters[i].view())) return false;
        }
        store::SetPlans inner;
        for (const auto& set : sql.sets) {
            if (static_cast<std::size_t>(set.first) <= among) inner.push_back(set);
        }
        return store::same_sets(inner, other.sql.sets);
    }

    void write(store::SetPlan& into) const {
        into.select = fmt::format("{}SELECT {}.id, {} FROM {} WHERE {}", sql.with(), row.alias,
                                  fmt::join(keys, ", "), table, where);
        into.parameters = sql.parameters;
        into.sets = sql.sets;
    }

    const RecordType* type;
    SqlBuilder sql;
    std::string table;
    Row row;
    std::string where;
    std::size_t among = 0;  // parameters of the condition
    std::vector<std::string> keys;
    std::vector<std::pair<const bound::Ranking*, int>> tiles;  // by key
    std::shared_ptr<store::SetPlan> plan;
    std::string parameter;  // of the outer statement
};

std::string SqlBuilder::tile(const bound::Figure& figure, const Row& row) {
    const auto give = [&](const Scan& scan, std::size_t key) {
        return fmt::format("kith_value({}, {}.id, {})", scan.parameter, row.alias, key);
    };
    const std::pair<const bound::Ranking*, int> wanted{figure.ranking.get(), figure.parts};
    for (const auto& scan : scans_) {
        const auto known = std::find(scan->tiles.begin(), scan->tiles.end(), wanted);
        if (known != scan->tiles.end())
            return give(*scan, static_cast<std::size_t>(known - scan->tiles.begin()));
    }
    auto fresh = std::make_shared<Scan>(types_, planning_, *figure.ranking);
    const auto shared = std::find_if(scans_.begin(), scans_.end(), [&](const auto& scan) {
        return scan->keys.size() < most_keys && scan->same_records(*fresh);
    });
    if (shared != scans_.end()) {
        fresh = *shared;
    } else {
        fresh->plan = std::make_shared<store::SetPlan>();
        parameters.emplace_back();
        sets.emplace_back(static_cast<int>(parameters.size()), fresh->plan);
        fresh->parameter = fmt::format("?{}", parameters.size());
        scans_.push_back(fresh);
    }
    Scan& scan = *fresh;
    scan.keys.push_back(key_of(scan.sql, *figure.ranking->by, scan.row));
    scan.tiles.push_back(wanted);
    scan.plan->tiles.push_back(figure.parts);
    scan.write(*scan.plan);
    return give(scan, scan.keys.size() - 1);
}

Fragment SqlBuilder::write(const bound::Rank& rank, const Row& row) {
    Scan scan(types_, planning_, *rank.ranking, summary_of(*rank.ranking->by));
    scan.keys.push_back(key_of(scan.sql, *rank.ranking->by, scan.row));
    auto plan = std::make_shared<store::SetPlan>();
    scan.write(*plan);
    plan->top = store::SetPlan::Top{rank.most, rank.percent, rank.lowest};
    return in_plan(std::move(plan), row, true);
}

}  // namespace kith::query
