#include "merge/merge.hpp"

#include "merge/followers.hpp"
#include "merge/parts.hpp"
#include "merge/recorder.hpp"
#include "merge/survivorship.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace kith::merge {

using history::Cells;
using history::SomeCells;
using history::TableInfo;

namespace {

[[noreturn]] void refuse(const RecordType& type, std::int64_t id, Code code, const std::string& why) {
    const std::string name = fmt::format("{} {}", type.name, id);
    throw Error(code, fmt::format("{} {}", name, why), {.record = name});
}

/// Everything is checked anew: a suggestion may be older than the last change.
void check(store::Connection& connection, const RecordType& type, const std::vector<std::int64_t>& ids) {
    std::set<std::int64_t> seen;
    store::Statement select = connection.prepare(
        fmt::format("SELECT merged_into, deleted_at FROM {} WHERE id = ?1", records::quoted(type.table)));
    for (const std::int64_t id : ids) {
        if (!seen.insert(id).second) refuse(type, id, Code::invalid_argument, "cannot be merged with itself");
        select.bind(1, id);
        if (!select.step()) refuse(type, id, Code::not_found, "does not exist");
        if (!select.null(0))
            refuse(type, id, Code::invalid_argument,
                   fmt::format("was merged already: it is {} {} now", type.name,
                               records::resolve(connection, type, id)));
        if (!select.null(1))
            refuse(type, id, Code::invalid_argument, "is in the trash: restore it before merging");
        select.reset();
    }
}

/// Somebody decided that two of them are different: a suggestion may be older, and a person is not overruled unasked.
void check_decisions(store::Connection& connection, const RecordType& type,
                     const std::vector<std::int64_t>& ids) {
    const std::set<std::int64_t> members(ids.begin(), ids.end());
    store::Statement select =
        connection.prepare("SELECT high_id, by FROM not_duplicate WHERE kind = ?1 AND low_id = ?2 ORDER BY 1");
    for (const std::int64_t low : members) {
        select.bind_all(type.number, low);
        while (select.step()) {
            if (members.count(select.integer(0)) == 0) continue;
            const std::string name = fmt::format("{} {}", type.name, low);
            const std::string other = std::to_string(select.integer(0));
            throw Error(Code::invalid_argument,
                        fmt::format("{} and {} were decided to be different{}", name, other,
                                    select.text(1).empty() ? "" : fmt::format(" by {}", select.text(1))),
                        {.record = name, .arguments = {{"different_from", other}}});
        }
        select.reset();
    }
}

Members load(store::Connection& connection, const RecordType& type, const std::vector<std::int64_t>& ids) {
    Members members;
    members.type = &type;
    members.ids = ids;
    for (const std::int64_t id : ids) {
        Record record(type.create(), type.destroy);
        records::load(connection, type, id, record.get());
        members.records.push_back(std::move(record));
    }
    return members;
}

/// The survivor's own row: chosen fields, and created when the first of them was.
void write_survivor(Recorder& recorder, const Members& members, const Choice& choice) {
    const RecordType& type = *members.type;
    const TableInfo& table = *history::table_info(type.number);
    const Cells now = *history::read_row(recorder.writer().connection(), table, members.survivor());
    SomeCells cells;
    for (std::size_t i = 0; i < table.fields.size(); ++i) {
        const records::Field* field = table.fields[i];
        if (field == nullptr || field->is(records::computed) || field->side) continue;
        records::Scratch scratch;
        store::Cell cell = field->get(choice.record.get(), scratch);
        if (cell.null() && !field->nullable) cell = store::Cell::of(std::string_view());
        cells.emplace_back(static_cast<int>(i), store::OwnedCell(cell));
    }
    Time created = type.meta(members.records.front().get()).created_at;
    for (const Record& record : members.records)
        created = std::min(created, type.meta(record.get()).created_at);
    cells.emplace_back(table.column("created_at"), history::own(created.time_since_epoch().count()));
    recorder.set(table, members.survivor(), now, cells);
    recorder.touch(type, members.survivor(), true);
}

void point_losers(Recorder& recorder, const Members& members) {
    const TableInfo& table = *history::table_info(members.type->number);
    const int merged_into = table.column("merged_into");
    for (std::size_t i = 1; i < members.ids.size(); ++i) {
        const Cells now = *history::read_row(recorder.writer().connection(), table, members.ids[i]);
        recorder.set(table, members.ids[i], now, {{merged_into, history::own(members.survivor())}});
        recorder.touch(*members.type, members.ids[i], true);
    }
}

std::shared_ptr<const void> as_it_would_be(store::Connection& connection, const RecordType& type,
                                           std::int64_t id) {
    std::shared_ptr<void> record(type.create(), type.destroy);
    records::load(connection, type, id, record.get());
    return record;
}

}  // namespace

const RecordType& mergeable_type(const std::string& name) {
    const RecordType* type = find_record_type(name);
    if (type == nullptr || !type->mergeable)
        throw Error(Code::invalid_argument, fmt::format("records of type '{}' cannot be merged", name),
                    {.record = name});
    return *type;
}

MergeResult merge_records(store::Writer& writer, const MergeRequest& request, const MergeOptions& options) {
    store::Connection& connection = writer.connection();
    const RecordType& type = mergeable_type(request.record_type);
    check_options(connection, type, options);
    if (request.losers.empty())
        throw Error(Code::invalid_argument,
                    fmt::format("nothing to merge into {} {}", type.name, request.survivor));
    std::vector<std::int64_t> ids{request.survivor};
    ids.insert(ids.end(), request.losers.begin(), request.losers.end());
    check(connection, type, ids);
    if (!options.despite_decisions) check_decisions(connection, type, ids);
    const Members members = load(connection, type, ids);

    MergeResult result;
    result.record_type = request.record_type;
    result.survivor = request.survivor;
    result.losers = request.losers;
    records::Savepoint savepoint(writer);
    Choice choice = choose(connection, members, options);
    if (!options.dry_run) {
        writer.label(
            fmt::format("merge {} {} into {}", type.name, fmt::join(request.losers, ", "), request.survivor));
        result.id = writer.next_id("merge");
        result.transaction = writer.info().seq;
        connection
            .prepare(
                "INSERT INTO merge (id, kind, survivor_id, at, by, seq, summary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .bind_all(result.id, type.number, request.survivor, writer.info().at.time_since_epoch().count(),
                      writer.info().actor, writer.info().seq,
                      fmt::format("{{\"losers\":[{}]}}", fmt::join(request.losers, ",")))
            .run();
    }
    Recorder recorder(writer, result.id, options.dry_run);
    write_survivor(recorder, members, choice);
    unite_parts(recorder, members);
    follow(recorder, members, choice.custom);
    point_losers(recorder, members);
    recorder.finish();
    result.fields = std::move(choice.fields);
    result.moved = recorder.moved();
    result.dropped = recorder.dropped();
    result.drops = std::move(recorder.drops());
    if (options.dry_run)
        result.record = as_it_would_be(connection, type, request.survivor);  // and everything is rolled back
    else
        savepoint.release();
    return result;
}

}  // namespace kith::merge
