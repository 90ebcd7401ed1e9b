#include "records/tags.hpp"

#include "records/verbs.hpp"
#include "store/json_text.hpp"
#include "text/fold.hpp"

#include <kith/records/list.hpp>
#include <kith/records/tag.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace kith::records {

namespace {

std::int64_t find_folded(store::Connection& connection, std::string_view table, std::string_view name) {
    store::Statement statement =
        connection.prepare(fmt::format("SELECT id FROM {} WHERE folded = ?1 AND deleted_at IS NULL", table));
    const std::string folded = text::fold(name);
    statement.bind(1, folded);
    return statement.step() ? statement.integer(0) : 0;
}

bool insert_link(store::Writer& writer, std::string_view sql, std::int64_t record, int kind,
                 std::int64_t far) {
    store::Connection& connection = writer.connection();
    connection.prepare(sql).bind_all(record, kind, far, writer.info().seq).run();
    return connection.changes() > 0;
}

bool remove_link(store::Writer& writer, std::string_view sql, std::int64_t record, int kind,
                 std::int64_t far) {
    store::Connection& connection = writer.connection();
    connection.prepare(sql).bind_all(record, kind, far).run();
    return connection.changes() > 0;
}

}  // namespace

std::int64_t find_tag(store::Connection& connection, std::string_view name) {
    return find_folded(connection, "tag", name);
}

std::int64_t find_list(store::Connection& connection, std::string_view name) {
    return find_folded(connection, "list", name);
}

bool tag_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name) {
    if (!type.taggable)
        throw Error(Code::invalid_argument, fmt::format("records of type {} have no tags", type.name));
    std::int64_t tag = find_tag(writer.connection(), name);
    if (tag == 0) {
        const Tag fresh{.name = std::string(name)};
        tag = add(writer, record_type<Tag>(), &fresh);
    }
    return insert_link(writer,
                       "INSERT OR IGNORE INTO tagging (record_id, kind, tag_id, seq) VALUES (?1, ?2, ?3, ?4)",
                       id, type.number, tag);
}

bool untag_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name) {
    const std::int64_t tag = find_tag(writer.connection(), name);
    return tag != 0 &&
           remove_link(writer, "DELETE FROM tagging WHERE record_id = ?1 AND kind = ?2 AND tag_id = ?3", id,
                       type.number, tag);
}

std::vector<std::int64_t> retagged(store::Connection& connection, const RecordType& type, std::int64_t since) {
    const auto& specs = table_specs();
    const auto tagging = std::find_if(specs.begin(), specs.end(),
                                      [](const store::TableSpec& spec) { return spec.name == "tagging"; });
    std::vector<std::int64_t> ids;
    store::Statement changes =
        connection.prepare("SELECT column_number, row_id, old_value FROM change INDEXED BY change_by_seq "
                           "WHERE seq > ?1 AND table_number = ?2");
    store::Statement added = connection.prepare(
        "SELECT record_id FROM tagging WHERE record_id BETWEEN ?1 AND ?2 AND kind = ?3 AND seq > ?4");
    changes.bind_all(since, tagging->number);
    while (changes.step()) {
        if (changes.integer(0) == store::column::linked) {  // rows of any kind in this range of records
            added.bind_all(changes.integer(1), changes.integer(2), type.number, since);
            while (added.step()) ids.push_back(added.integer(0));
            added.reset();
        } else if (changes.integer(0) == store::column::removed) {
            std::int64_t kind = 0;
            const bool read = store::read_json(changes.text(2), store::JsonKind::object,
                                               [&](std::string_view name, const store::Cell& value) {
                                                   if (name == "kind") kind = value.integer;
                                               });
            if (read && kind == type.number) ids.push_back(changes.integer(1));
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

bool list_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name) {
    std::int64_t list = find_list(writer.connection(), name);
    if (list == 0) {
        const List fresh{.name = std::string(name), .record_type = std::string(type.name)};
        list = add(writer, record_type<List>(), &fresh);
    }
    check_member(writer.connection(), list, type);
    return insert_link(
        writer, "INSERT OR IGNORE INTO list_member (record_id, kind, list_id, seq) VALUES (?1, ?2, ?3, ?4)",
        id, type.number, list);
}

bool unlist_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name) {
    const std::int64_t list = find_list(writer.connection(), name);
    return list != 0 &&
           remove_link(writer, "DELETE FROM list_member WHERE record_id = ?1 AND kind = ?2 AND list_id = ?3",
                       id, type.number, list);
}

void check_member(store::Connection& connection, std::int64_t list, const RecordType& type) {
    store::Statement members = connection.prepare("SELECT name, record_type FROM list WHERE id = ?1");
    members.bind(1, list);
    if (members.step() && members.text(1) != type.name)
        throw Error(Code::invalid_argument, fmt::format("list '{}' holds records of type {}, not {}",
                                                        members.text(0), members.text(1), type.name));
}

void check_list(store::Connection& connection, const List& stored, const List& changed) {
    if (stored.record_type == changed.record_type) return;
    store::Statement members = connection.prepare("SELECT count(*) FROM list_member WHERE list_id = ?1");
    members.bind(1, stored.id.value);
    if (!members.step() || members.integer(0) == 0) return;
    ErrorDetail detail;
    detail.record = fmt::format("list {}", stored.id.value);
    detail.field = "record_type";
    throw Error(Code::in_use,
                fmt::format("{}: '{}' holds {} of type {} and cannot change to {}", detail.record,
                            stored.name, members.integer(0), stored.record_type, changed.record_type),
                detail);
}

}  // namespace kith::records
