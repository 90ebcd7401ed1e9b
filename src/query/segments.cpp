// Saved segments.
#include "query/checker.hpp"
#include "query/parser.hpp"
#include "query/run.hpp"
#include "text/fold.hpp"

#include <kith/segments.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith {

namespace {

[[noreturn]] void throw_no_segment(std::string_view name) {
    ErrorDetail detail;
    detail.record = fmt::format("segment '{}'", name);
    detail.message_ja = fmt::format("セグメント「{}」はありません", name);
    throw Error(Code::not_found, fmt::format("there is no segment called '{}'", name), std::move(detail));
}

Segment segment_named(const Reader& reader, std::string_view name) {
    auto segment = query::find_segment(reader.connection(), name);
    if (!segment) throw_no_segment(name);
    return std::move(*segment);
}

Segment segment_with(const Reader& reader, SegmentId id) {
    auto segment = reader.find(id);
    if (!segment) throw_no_segment(std::to_string(id.value));
    return std::move(*segment);
}

const RecordType& type_of(std::string_view name) {
    if (const RecordType* type = find_record_type(name)) return *type;
    ErrorDetail detail;
    detail.message_ja = fmt::format("種別「{}」はありません", name);
    throw Error(Code::invalid_argument, fmt::format("there is no record type called '{}'", name),
                std::move(detail));
}

/// The other segments that mention the one called `name`.
std::vector<Segment> referring(const Reader& reader, std::string_view name) {
    const std::string folded = text::fold(name);
    std::vector<Segment> result;
    for (Segment& segment : reader.query<Segment>("order by name")) {
        if (segment.folded == folded) continue;
        const auto names = query::segments_in(query::parse(segment.query));
        const bool mentions = std::any_of(names.begin(), names.end(),
                                          [&](const std::string& n) { return text::fold(n) == folded; });
        if (mentions) result.push_back(std::move(segment));
    }
    return result;
}

std::vector<std::int64_t> members_of(const Reader& reader, const Segment& segment) {
    return reader.select_ids(type_of(segment.record_type), segment.query, {});
}

std::int64_t count_of(const Reader& reader, const Segment& segment) {
    return reader.count_of(type_of(segment.record_type), segment.query, {});
}

Explanation explanation_of(const Reader& reader, const Segment& segment) {
    return explain(reader, type_of(segment.record_type), segment.query);
}

}  // namespace

Segments Database::segments() const { return Segments(*this); }

SegmentId Segments::save(std::string_view name, std::string_view query, std::string_view record_type,
                         Where where) {
    const RecordType& type = type_of(record_type);
    return database_.write(
        [&](Transaction& tx) {
            static_cast<void>(query::prepare(tx.connection(), type, query, {}, {std::string(name)}));
            auto known = query::find_segment(tx.connection(), name);
            Segment segment = known ? std::move(*known) : Segment{};
            if (!known) segment.name = name;
            segment.query = query;
            segment.record_type = type.name;
            if (known)
                tx.update(segment);
            else
                segment.id = tx.add(segment);
            // Those that refer to it were checked against its former query and type.
            for (const Segment& other : referring(tx, name)) {
                static_cast<void>(query::prepare(tx.connection(), type_of(other.record_type), other.query, {},
                                                 {other.name}));
            }
            return segment.id;
        },
        where);
}

std::optional<Segment> Segments::find(std::string_view name, Where where) const {
    return database_.read(
        [&](const Reader& reader) { return query::find_segment(reader.connection(), name); }, where);
}

std::vector<Segment> Segments::list(Where where) const {
    return database_.query<Segment>("order by name", {}, where);
}

bool Segments::remove(std::string_view name, Where where) {
    return database_.write(
        [&](Transaction& tx) {
            const auto segment = query::find_segment(tx.connection(), name);
            if (!segment) return false;
            const auto others = referring(tx, name);
            if (!others.empty()) {
                std::string names;
                for (const Segment& other : others)
                    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", other.name);
                ErrorDetail detail;
                detail.record = fmt::format("segment '{}'", segment->name);
                detail.message_ja =
                    fmt::format("セグメント「{}」は次のセグメントが参照しています: {}", segment->name, names);
                detail.arguments = {{"segments", names}};
                throw Error(Code::in_use,
                            fmt::format("the segment '{}' is referred to by {}", segment->name, names),
                            std::move(detail));
            }
            tx.remove(segment->id);
            return true;
        },
        where);
}

std::vector<std::int64_t> Segments::members(std::string_view name, Where where) const {
    return database_.read([&](const Reader& r) { return members_of(r, segment_named(r, name)); }, where);
}
std::vector<std::int64_t> Segments::members(SegmentId id, Where where) const {
    return database_.read([&](const Reader& r) { return members_of(r, segment_with(r, id)); }, where);
}

std::int64_t Segments::count(std::string_view name, Where where) const {
    return database_.read([&](const Reader& r) { return count_of(r, segment_named(r, name)); }, where);
}
std::int64_t Segments::count(SegmentId id, Where where) const {
    return database_.read([&](const Reader& r) { return count_of(r, segment_with(r, id)); }, where);
}

Explanation Segments::explain(std::string_view name, Where where) const {
    return database_.read([&](const Reader& r) { return explanation_of(r, segment_named(r, name)); }, where);
}
Explanation Segments::explain(SegmentId id, Where where) const {
    return database_.read([&](const Reader& r) { return explanation_of(r, segment_with(r, id)); }, where);
}

}  // namespace kith
