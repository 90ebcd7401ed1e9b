// Segments as sets of records: lists and snapshots, live ones and their history, overlaps and samples.
#include "query/calendar.hpp"
#include "query/live.hpp"
#include "query/run.hpp"
#include "query/segment_members.hpp"
#include "records/tags.hpp"

#include <kith/segments.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace kith {

namespace {

using query::segment_named;

/// A new segment over a list.
SegmentId over_list(Transaction& tx, std::string_view name, const RecordType& type, ListId list,
                    std::optional<Time> taken) {
    Segment segment;
    segment.name = name;
    segment.record_type = type.name;
    segment.list = list;
    segment.taken = taken;
    return tx.add(segment);
}

ListId add_list(Transaction& tx, std::string_view name, const RecordType& type) {
    List list;
    list.name = name;
    list.record_type = type.name;
    return tx.add(list);
}

Time time_of(std::int64_t milliseconds) { return Time{std::chrono::milliseconds(milliseconds)}; }

}  // namespace

SegmentId Segments::manual(std::string_view name, std::string_view record_type, Where where) {
    const RecordType& type = query::type_named(record_type);
    return database_.write(
        [&](Transaction& tx) {
            ListId list{records::find_list(tx.connection(), name)};
            if (!list) list = add_list(tx, name, type);
            return over_list(tx, name, type, list, {});
        },
        where);
}

SegmentId Segments::snapshot(std::string_view name, std::string_view query, std::string_view record_type,
                             Where where) {
    const RecordType& type = query::type_named(record_type);
    return database_.write(
        [&](Transaction& tx) {
            const std::vector<std::int64_t> members = tx.select_ids(type, query, {});
            const ListId list = add_list(tx, name, type);
            for (const std::int64_t member : members) tx.add_to_list(type, member, name);
            return over_list(tx, name, type, list, tx.connection().now());
        },
        where);
}

void Segments::live(std::string_view name, bool on, Where where) {
    database_.write(
        [&](Transaction& tx) {
            Segment segment = segment_named(tx, name);
            if (segment.live == on) return;
            segment.live = on;
            tx.update(segment);
        },
        where);
}

std::int64_t Segments::advance_clock(Where where) {
    return database_.write([](Transaction& tx) { return query::advance(tx.writer()); }, where);
}

std::vector<SegmentChange> Segments::changes(std::string_view name, std::int64_t after, std::size_t limit,
                                             Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            std::vector<SegmentChange> changes;
            store::Statement select = reader.connection().prepare(
                "SELECT id, record_id, entered, at, seq FROM segment_change WHERE segment_id = ?1 AND id > ?2 "
                "AND record_id <> 0 ORDER BY id LIMIT ?3");
            select.bind_all(segment_named(reader, name).id.value, after, limit);
            while (select.step())
                changes.push_back({select.integer(0), select.integer(1), select.integer(2) != 0,
                                   time_of(select.integer(3)), select.integer(4)});
            return changes;
        },
        where);
}

std::optional<Time> Segments::entered_at(std::string_view name, std::int64_t record, Where where) const {
    return database_.read(
        [&](const Reader& reader) -> std::optional<Time> {
            store::Statement select = reader.connection().prepare(
                "SELECT entered, at FROM segment_change WHERE segment_id = ?1 AND record_id = ?2 "
                "ORDER BY id DESC LIMIT 1");
            select.bind_all(segment_named(reader, name).id.value, record);
            if (!select.step() || select.integer(0) == 0) return std::nullopt;
            return time_of(select.integer(1));
        },
        where);
}

std::vector<SegmentGrowth> Segments::growth(std::string_view name, Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            store::Connection& connection = reader.connection();
            query::Calendar calendar(connection.settings(), connection.now());
            std::vector<SegmentGrowth> growth;
            store::Statement select = connection.prepare(
                "SELECT entered, at FROM segment_change WHERE segment_id = ?1 AND record_id <> 0 ORDER BY id");
            select.bind(1, segment_named(reader, name).id.value);
            while (select.step()) {
                const date::year_month_day day(calendar.day_of(time_of(select.integer(1))));
                const PartialDate date{static_cast<int>(day.year()), static_cast<int>(unsigned{day.month()}),
                                       static_cast<int>(unsigned{day.day()})};
                if (growth.empty() || growth.back().day != date)
                    growth.push_back({date, 0, 0, growth.empty() ? 0 : growth.back().members});
                SegmentGrowth& today = growth.back();
                const bool entered = select.integer(0) != 0;
                ++(entered ? today.entered : today.left);
                today.members += entered ? 1 : -1;
            }
            return growth;
        },
        where);
}

std::vector<std::vector<std::int64_t>> Segments::overlaps(std::span<const std::string> names,
                                                          Where where) const {
    return database_.read(
        [&](const Reader& reader) {
            std::vector<std::pair<std::int64_t, std::size_t>> members;  // record and segment
            std::string type;
            for (std::size_t i = 0; i < names.size(); ++i) {
                const Segment segment = segment_named(reader, names[i]);
                if (i > 0 && segment.record_type != type)
                    throw Error(Code::invalid_argument,
                                fmt::format("'{}' selects records of type {}, '{}' those of type {}",
                                            names[i], segment.record_type, names[0], type));
                type = segment.record_type;
                for (const std::int64_t id : query::members_of(reader, segment)) members.emplace_back(id, i);
            }
            std::sort(members.begin(), members.end());
            std::vector<std::vector<std::int64_t>> shared(names.size(),
                                                          std::vector<std::int64_t>(names.size()));
            for (auto first = members.begin(); first != members.end();) {
                const auto last = std::find_if(
                    first, members.end(), [&](const auto& member) { return member.first != first->first; });
                for (auto a = first; a != last; ++a)
                    for (auto b = first; b != last; ++b) ++shared[a->second][b->second];
                first = last;
            }
            return shared;
        },
        where);
}

std::vector<std::int64_t> Segments::sample(std::string_view name, std::size_t size, std::uint64_t seed,
                                           Where where) const {
    std::vector<std::int64_t> all = members(name, where);
    std::sort(all.begin(), all.end());
    std::mt19937_64 random(seed);
    // The first steps of a shuffle; written out, because the standard's distributions differ from library to library.
    size = std::min(size, all.size());
    for (std::size_t i = 0; i < size; ++i) std::swap(all[i], all[i + random() % (all.size() - i)]);
    all.resize(size);
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace kith
