#include "upkeep/labels.hpp"

#include "query/renaming.hpp"
#include "records/tags.hpp"
#include "text/fold.hpp"
#include "text/label.hpp"

#include <kith/error.hpp>
#include <kith/records/list.hpp>
#include <kith/records/tag.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace kith::upkeep {

const LabelKind& tags() {
    static const LabelKind kind{record_type<Tag>(), "tagging", "tag_id"};
    return kind;
}

const LabelKind& lists() {
    static const LabelKind kind{record_type<List>(), "list_member", "list_id"};
    return kind;
}

std::vector<LabelPair> alike(std::span<const LabelUse> uses, double threshold) {
    if (!(threshold >= 0 && threshold <= 1))
        throw Error(Code::invalid_argument, "the threshold lies between 0 and 1", {.field = "threshold"});
    std::vector<text::Label> labels;
    labels.reserve(uses.size());
    for (const LabelUse& use : uses) labels.emplace_back(use.name);
    std::vector<LabelPair> pairs;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        for (std::size_t j = i + 1; j < uses.size(); ++j) {
            if (uses[i].members != uses[j].members) continue;
            const auto [difference, similarity] = labels[i].like(labels[j]);
            if (difference == text::LabelDifference::none || similarity < threshold) continue;
            pairs.push_back({i, j, similarity, text::words_for(difference)});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const LabelPair& a, const LabelPair& b) { return a.similarity > b.similarity; });
    return pairs;
}

const std::string& worth_keeping(const LabelUse& left, const LabelUse& right) {
    const bool second = left.records != right.records ? right.records > left.records : right.id < left.id;
    return second ? right.name : left.name;
}

std::int64_t existing(const Reader& reader, const LabelKind& kind, std::string_view name) {
    store::Connection& connection = reader.connection();
    const bool tag = &kind.type == &record_type<Tag>();
    const std::int64_t id = tag ? records::find_tag(connection, name) : records::find_list(connection, name);
    if (id == 0)
        throw Error(Code::not_found, fmt::format("there is no {} '{}'", kind.type.name, name),
                    {.record = fmt::format("{} '{}'", kind.type.name, name)});
    return id;
}

LabelMergeResult merge(Transaction& tx, const LabelKind& kind, std::span<const std::string> from,
                       std::string_view into) {
    const std::int64_t survivor = existing(tx, kind, into);
    std::set<std::int64_t> losers;
    std::set<std::string> former;
    std::string names;
    for (const std::string& name : from) {
        const std::int64_t loser = existing(tx, kind, name);
        if (loser == survivor)
            throw Error(Code::invalid_argument,
                        fmt::format("'{}' is the same {} as '{}'", name, kind.type.name, into));
        if (!losers.insert(loser).second)
            throw Error(Code::invalid_argument,
                        fmt::format("'{}' is the same {} as one named before it", name, kind.type.name));
        former.insert(text::fold(name));
        names += (names.empty() ? "" : ", ") + name;
    }
    tx.label(fmt::format("merge {} {} into {}", losers.size() == 1 ? kind.type.name : kind.type.plural, names,
                         into));
    store::Connection& connection = tx.connection();
    LabelMergeResult result;
    result.transaction = tx.writer().info().seq;
    result.had = connection.integer(fmt::format(
        "SELECT count(*) FROM {0} s WHERE s.{1} = {2} AND EXISTS (SELECT 1 FROM {0} l WHERE l.kind = s.kind "
        "AND l.record_id = s.record_id AND l.{1} IN ({3}))",
        kind.link_table, kind.link_column, survivor, fmt::join(losers, ", ")));
    for (const std::int64_t loser : losers) {
        connection
            .prepare(fmt::format("INSERT OR IGNORE INTO {0} (record_id, kind, {1}, seq) "
                                 "SELECT record_id, kind, ?2, ?3 FROM {0} WHERE {1} = ?1",
                                 kind.link_table, kind.link_column))
            .bind_all(loser, survivor, tx.writer().info().seq)
            .run();
        result.moved += connection.changes();
        connection.prepare(fmt::format("DELETE FROM {} WHERE {} = ?1", kind.link_table, kind.link_column))
            .bind(1, loser)
            .run();
        result.taken += connection.changes();
    }
    result.queries = static_cast<std::int64_t>(query::rename_in_segments(tx, kind.type, former, into));
    for (const std::int64_t loser : losers) tx.remove(kind.type, loser);
    return result;
}

}  // namespace kith::upkeep
