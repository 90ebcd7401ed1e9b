// The public face of lists.
#include "query/segment_check.hpp"
#include "query/segment_members.hpp"
#include "records/many.hpp"
#include "upkeep/labels.hpp"

#include <kith/lists.hpp>
#include <kith/records/segment.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace kith {

namespace {

using upkeep::LabelUse;

/// The segments that are lists, by list.
std::multimap<std::int64_t, Segment> segments_of_lists(const Reader& reader) {
    std::multimap<std::int64_t, Segment> result;
    for (Segment& segment : query::live_segments(reader.connection()))
        if (segment.list) result.emplace(segment.list.value, std::move(segment));
    return result;
}

[[noreturn]] void refuse(const Segment& segment, std::string_view list, std::string_view what) {
    throw Error(Code::in_use,
                fmt::format("the list '{}' is that of the segment '{}', {}", list, segment.name, what),
                {.record = fmt::format("list '{}'", list)});
}

/// What is neither in the trash nor merged away, as a condition on rows of the record's table `r`.
std::string alive(const RecordType& type) {
    return type.mergeable ? "r.deleted_at IS NULL AND r.merged_into IS NULL" : "r.deleted_at IS NULL";
}

/// The lists with their members counted; those of one type of members in one statement.
std::vector<ListUse> counted(const Reader& reader) {
    std::vector<ListUse> result;
    for (List& list : reader.query<List>("order by name")) result.push_back({std::move(list), 0});
    std::map<std::string, std::map<std::int64_t, std::int64_t>> counts;
    for (const ListUse& use : result) counts[use.list.record_type];
    for (auto& [name, members] : counts) {
        const RecordType& type = query::type_named(name);
        store::Statement count = reader.connection().prepare(
            fmt::format("SELECT m.list_id, count(*) FROM list_member m JOIN {} r ON r.id = m.record_id "
                        "WHERE m.kind = ?1 AND {} GROUP BY m.list_id",
                        type.table, alive(type)));
        count.bind(1, type.number);
        while (count.step()) members.emplace(count.integer(0), count.integer(1));
    }
    for (ListUse& use : result) {
        const auto& members = counts[use.list.record_type];
        if (const auto found = members.find(use.list.id.value); found != members.end())
            use.records = found->second;
    }
    return result;
}

/// Those that people keep: snapshots stay what they were.
std::vector<ListUse> kept_by_hand(const Reader& reader) {
    std::vector<ListUse> lists = counted(reader);
    const auto segments = segments_of_lists(reader);
    const auto is_snapshot = [&](const ListUse& use) {
        const auto [first, last] = segments.equal_range(use.list.id.value);
        return std::any_of(first, last, [](const auto& entry) { return entry.second.taken.has_value(); });
    };
    lists.erase(std::remove_if(lists.begin(), lists.end(), is_snapshot), lists.end());
    return lists;
}

std::vector<LabelUse> uses_of(const std::vector<ListUse>& lists) {
    std::vector<LabelUse> uses;
    uses.reserve(lists.size());
    for (const ListUse& use : lists)
        uses.push_back({use.list.id.value, use.list.name, use.records, use.list.record_type});
    return uses;
}

/// How many records each two lists share, by the places of the lists, the smaller one first. One pass over the members of a type
/// in the order of their key.
class Shared {
public:
    explicit Shared(const std::vector<ListUse>& lists) {
        for (std::size_t i = 0; i < lists.size(); ++i) places_.emplace(lists[i].list.id.value, i);
    }

    void scan(const Reader& reader, const RecordType& type) {
        store::Statement members = reader.connection().prepare(
            fmt::format("SELECT m.record_id, m.list_id FROM list_member m JOIN {} r ON r.id = m.record_id "
                        "WHERE m.kind = ?1 AND {} ORDER BY m.record_id",
                        type.table, alive(type)));
        members.bind(1, type.number);
        std::int64_t record = 0;
        std::vector<std::size_t> on;
        while (members.step()) {
            if (members.integer(0) != record) {
                count(on);
                on.clear();
                record = members.integer(0);
            }
            if (const auto place = places_.find(members.integer(1)); place != places_.end())
                on.push_back(place->second);
        }
        count(on);
    }

    [[nodiscard]] const std::map<std::pair<std::size_t, std::size_t>, std::int64_t>& pairs() const {
        return pairs_;
    }

private:
    void count(std::vector<std::size_t>& on) {
        std::sort(on.begin(), on.end());
        for (std::size_t i = 0; i < on.size(); ++i)
            for (std::size_t j = i + 1; j < on.size(); ++j) ++pairs_[{on[i], on[j]}];
    }

    std::unordered_map<std::int64_t, std::size_t> places_{};
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> pairs_{};
};

/// Merging: members of one type, and no snapshot; a manual segment of a list that goes gets the one that stays. Gives how many
/// did.
std::int64_t lead_segments(Transaction& tx, const std::vector<std::string>& from, std::string_view into) {
    const ListId survivor{upkeep::existing(tx, upkeep::lists(), into)};
    const List kept = tx.get(survivor);
    const auto segments = segments_of_lists(tx);
    const auto refuse_snapshot = [&](ListId list, std::string_view name) {
        const auto [first, last] = segments.equal_range(list.value);
        for (auto each = first; each != last; ++each)
            if (each->second.taken) refuse(each->second, name, "a snapshot, which stays as it is");
    };
    refuse_snapshot(survivor, into);
    std::int64_t led = 0;
    for (const std::string& name : from) {
        const List list = tx.get(ListId{upkeep::existing(tx, upkeep::lists(), name)});
        refuse_snapshot(list.id, name);
        if (list.record_type != kept.record_type)
            throw Error(Code::invalid_argument, fmt::format("'{}' holds records of type {}, '{}' of type {}",
                                                            name, list.record_type, into, kept.record_type));
        const auto [first, last] = segments.equal_range(list.id.value);
        for (auto each = first; each != last; ++each, ++led)
            tx.edit(each->second.id, [&](Segment& segment) { segment.list = survivor; });
    }
    return led;
}

}  // namespace

std::vector<ListUse> Lists::all(Where where) const { return database_.read(&counted, where); }

void Lists::rename(std::string_view from, std::string_view to, Where where) {
    database_.write(
        [&](Transaction& tx) {
            tx.label(fmt::format("rename list {} to {}", from, to));
            tx.edit(ListId{upkeep::existing(tx, upkeep::lists(), from)}, [&](List& list) { list.name = to; });
        },
        where);
}

LabelMergeResult Lists::merge(std::string_view from, std::string_view into, const LabelMergeOptions& options,
                              Where where) {
    return merge_all({std::string(from)}, into, options, where);
}

LabelMergeResult Lists::merge_all(const std::vector<std::string>& from, std::string_view into,
                                  const LabelMergeOptions& options, Where where) {
    return records::all_at_once(database_, where, options.dry_run, [&](Transaction& tx) {
        const std::int64_t led = lead_segments(tx, from, into);
        LabelMergeResult result = upkeep::merge(tx, upkeep::lists(), from, into);
        result.queries += led;
        return result;
    });
}

void Lists::remove(std::string_view name, Where where) {
    database_.write(
        [&](Transaction& tx) {
            const ListId list{upkeep::existing(tx, upkeep::lists(), name)};
            const auto segments = segments_of_lists(tx);
            if (const auto found = segments.find(list.value); found != segments.end())
                refuse(found->second, name, "which would be empty: remove that first");
            tx.label(fmt::format("remove list {}", name));
            tx.connection().prepare("DELETE FROM list_member WHERE list_id = ?1").bind(1, list.value).run();
            tx.remove(list);
        },
        where);
}

std::vector<List> Lists::unused(Where where) const {
    std::vector<List> result;
    for (ListUse& use : all(where))
        if (use.records == 0) result.push_back(std::move(use.list));
    return result;
}

std::vector<SimilarLists> Lists::similar(double threshold, Where where) const {
    const std::vector<ListUse> lists = database_.read(&kept_by_hand, where);
    const std::vector<LabelUse> uses = uses_of(lists);
    std::vector<SimilarLists> result;
    for (const auto& [left, right, similarity, how] : upkeep::alike(uses, threshold))
        result.push_back({lists[left].list, lists[right].list, similarity, std::string(how),
                          lists[left].records, lists[right].records,
                          upkeep::worth_keeping(uses[left], uses[right])});
    return result;
}

std::vector<OverlappingLists> Lists::overlapping(double threshold, std::int64_t least, Where where) const {
    if (!(threshold >= 0 && threshold <= 1))
        throw Error(Code::invalid_argument, "the threshold lies between 0 and 1", {.field = "threshold"});
    std::vector<OverlappingLists> result;
    database_.read(
        [&](const Reader& reader) {
            const std::vector<ListUse> lists = kept_by_hand(reader);
            const std::vector<LabelUse> uses = uses_of(lists);
            std::set<std::string> types;
            for (const ListUse& use : lists) types.insert(use.list.record_type);
            Shared shared(lists);
            for (const std::string& type : types) shared.scan(reader, query::type_named(type));
            for (const auto& entry : shared.pairs()) {
                const auto& pair = entry.first;
                const std::int64_t both = entry.second;
                const ListUse& left = lists[pair.first];
                const ListUse& right = lists[pair.second];
                const std::int64_t smaller = std::min(left.records, right.records);
                const auto of = [&](std::int64_t all) {
                    return static_cast<double>(both) / static_cast<double>(all);
                };
                const double jaccard = of(left.records + right.records - both);
                const double containment = of(smaller);
                if (jaccard < threshold && (containment < threshold || smaller < least)) continue;
                result.push_back({left.list, right.list, left.records, right.records, both, jaccard,
                                  containment, upkeep::worth_keeping(uses[pair.first], uses[pair.second])});
            }
        },
        where);
    std::stable_sort(result.begin(), result.end(), [](const OverlappingLists& a, const OverlappingLists& b) {
        return a.jaccard != b.jaccard ? a.jaccard > b.jaccard : a.containment > b.containment;
    });
    return result;
}

Lists Database::lists() const { return Lists(face()); }

}  // namespace kith
