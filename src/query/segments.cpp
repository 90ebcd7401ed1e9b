// Saved segments.
#include "query/explain.hpp"
#include "query/live.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"
#include "query/segment_check.hpp"
#include "query/segment_members.hpp"
#include "text/fold.hpp"

#include <kith/segments.hpp>

#include <fmt/format.h>

#include <utility>

namespace kith {

namespace {

[[noreturn]] void throw_no_segment(std::string_view name) {
    ErrorDetail detail;
    detail.record = fmt::format("segment '{}'", name);
    detail.message_ja = fmt::format("セグメント「{}」はありません", name);
    throw Error(Code::not_found, fmt::format("there is no segment called '{}'", name), std::move(detail));
}

}  // namespace

namespace query {

Segment segment_named(const Reader& reader, std::string_view name) {
    auto segment = find_segment(reader.connection(), name);
    if (!segment) throw_no_segment(name);
    return std::move(*segment);
}

const RecordType& type_named(std::string_view name) {
    if (const RecordType* type = find_record_type(name)) return *type;
    ErrorDetail detail;
    detail.message_ja = fmt::format("種別「{}」はありません", name);
    throw Error(Code::invalid_argument, fmt::format("there is no record type called '{}'", name),
                std::move(detail));
}

namespace {

/// Whether its members are read rather than asked for.
bool reads_members(store::Connection& connection, const Segment& segment, const bound::Query& query) {
    return query.order.empty() && keeps_members(connection, segment, query);
}

}  // namespace

std::vector<std::int64_t> members_of(const Reader& reader, const Segment& segment) {
    store::Connection& connection = reader.connection();
    const bound::Query bound = prepare_segment(connection, segment);
    if (reads_members(connection, segment, bound)) return kept_members(connection, segment.id);
    return ids_of(connection, bound);
}

}  // namespace query

namespace {

using query::members_of;
using query::segment_named;

Segment segment_with(const Reader& reader, SegmentId id) {
    auto segment = reader.find(id);
    if (!segment) throw_no_segment(std::to_string(id.value));
    return std::move(*segment);
}

std::int64_t count_of(const Reader& reader, const Segment& segment) {
    store::Connection& connection = reader.connection();
    if (query::keeps_members(connection, segment, query::prepare_segment(connection, segment))) {
        store::Statement count =
            connection.prepare("SELECT count(*) FROM segment_member WHERE segment_id = ?1");
        count.bind(1, segment.id.value);
        return count.step() ? count.integer(0) : 0;
    }
    return reader.count_of(query::type_named(segment.record_type), query::query_of(segment), {});
}

Why why_of(const Reader& reader, const Segment& segment, std::int64_t record) {
    return why(reader, query::type_named(segment.record_type), query::query_of(segment), record);
}

/// Of the statement by which `members_of` answers.
Explanation explanation_of(const Reader& reader, const Segment& segment) {
    store::Connection& connection = reader.connection();
    const query::bound::Query bound = query::prepare_segment(connection, segment);
    const query::Compiled asked = query::reads_members(connection, segment, bound)
                                      ? query::kept_statement(segment.id)
                                      : query::compile_ids(bound, query::registered_types());
    return query::explained(connection, query::print(query::parse(query::query_of(segment))), bound, asked,
                            !segment.live);
}

/// What people chose, or who they were at some moment, is nothing that a query of the same name gives back.
[[noreturn]] void refuse_to_replace(const Segment& listed) {
    const std::string name = listed.name;
    ErrorDetail detail;
    detail.record = fmt::format("segment '{}'", name);
    detail.field = "name";
    detail.message_ja =
        fmt::format("「{}」は{}です。問い合わせをこの名前で保存するには、先に名前を変えるか削除してください",
                    name, listed.taken ? "ある時点の控え" : "手動のリスト");
    throw Error(Code::not_unique,
                fmt::format("'{}' is a {}: to save a query under this name, rename or remove it first", name,
                            listed.taken ? "snapshot" : "list that people keep"),
                std::move(detail));
}

}  // namespace

Segments Database::segments() const { return Segments(face()); }

SegmentId Segments::save(std::string_view name, std::string_view query, std::string_view record_type,
                         Where where) {
    const RecordType& type = query::type_named(record_type);
    return database_.write(
        [&](Transaction& tx) {
            auto known = query::find_segment(tx.connection(), name);
            if (known && known->list) refuse_to_replace(*known);
            Segment segment = known ? std::move(*known) : Segment{};
            if (!known) segment.name = name;
            segment.query = query;
            segment.record_type = type.name;
            if (known)
                tx.update(segment);
            else
                segment.id = tx.add(segment);
            return segment.id;  // the commit checks it, and those that refer to it
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
            tx.remove(segment->id);
            return true;
        },
        where);
}

void Segments::rename(std::string_view from, std::string_view to, Where where) {
    database_.write(
        [&](Transaction& tx) {
            tx.label(fmt::format("rename segment {} to {}", from, to));
            const Segment segment = segment_named(tx, from);
            const std::string former = text::fold(from);
            tx.edit(segment.id, [&](Segment& renamed) { renamed.name = to; });
            for (Segment& other : query::live_segments(tx.connection())) {
                if (!query::names_segment(other.query, former)) continue;
                query::Query tree = query::parse(other.query);
                for (query::Literal* name : query::segment_names(tree)) {
                    if (text::fold(name->text) == former) name->text = to;
                }
                other.query = query::print(tree);
                tx.update(other);
            }
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

Why Segments::why(std::string_view name, std::int64_t record, Where where) const {
    return database_.read([&](const Reader& r) { return why_of(r, segment_named(r, name), record); }, where);
}
Why Segments::why(SegmentId id, std::int64_t record, Where where) const {
    return database_.read([&](const Reader& r) { return why_of(r, segment_with(r, id), record); }, where);
}

}  // namespace kith
