// Changing, removing and restoring records.
#include "records/check.hpp"
#include "records/custom.hpp"
#include "records/element_rows.hpp"
#include "records/loader.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"
#include "records/verbs.hpp"

#include <kith/field_access.hpp>

#include <fmt/format.h>

#include <memory>

namespace kith::records {

namespace {

using Buffer = Stored;

Buffer make(const RecordType& type) { return {type.create(), type.destroy}; }

[[noreturn]] void not_found(const RecordType& type, std::int64_t id) {
    ErrorDetail detail;
    detail.record = fmt::format("{} {}", type.name, id);
    throw Error(Code::not_found, fmt::format("there is no {}", detail.record), detail);
}

[[noreturn]] void conflict(const RecordType& type, std::int64_t id, std::int64_t expected,
                           std::int64_t found) {
    ErrorDetail detail;
    detail.record = fmt::format("{} {}", type.name, id);
    detail.arguments = {{"expected_version", std::to_string(expected)},
                        {"stored_version", std::to_string(found)}};
    throw Error(Code::conflict,
                fmt::format("{} was changed meanwhile: this is version {}, version {} is stored",
                            detail.record, expected, found),
                detail);
}

/// Writes the changed fields of the main table; also when none changed, for the version.
void write_fields(store::Writer& writer, const RecordType& type, std::int64_t id, const void* record,
                  const std::vector<std::size_t>& changed) {
    store::Statement statement = writer.connection().prepare(update_record_sql(type, changed));
    std::vector<Scratch> scratch(changed.size());
    statement.bind_all(id, writer.info().at.time_since_epoch().count());
    for (std::size_t i = 0; i < changed.size(); ++i) {
        const Field& field = type.fields[changed[i]];
        store::Cell cell = field.get(record, scratch[i]);
        if (cell.null() && !field.nullable) cell = store::Cell::of(std::string_view());
        statement.bind(static_cast<int>(i) + 3, cell);
    }
    try {
        statement.run();
    } catch (const Error& error) {
        if (error.code() == Code::not_unique) throw_not_unique(type, record, error);
        throw;
    }
}

bool write_side(store::Writer& writer, const RecordType& type, std::int64_t id, const void* record,
                const std::vector<std::size_t>& changed) {
    if (changed.empty()) return false;
    const Plan& plan = plan_of(type);
    std::vector<Scratch> scratch(plan.side.size());
    bool any = false;
    store::Statement upsert = writer.connection().prepare(plan.upsert_side);
    upsert.bind(1, id);
    for (std::size_t i = 0; i < plan.side.size(); ++i) {
        const store::Cell cell = type.fields[plan.side[i]].get(record, scratch[i]);
        any = any || !cell.null();
        upsert.bind(static_cast<int>(i) + 2, cell);
    }
    if (any)
        upsert.run();
    else
        writer.connection().prepare(plan.remove_side).bind(1, id).run();
    return true;
}

/// What a write did to a record.
struct Written {
    bool changed = false;  // anything at all
    bool parts = false;    // also what has rows of its own: elements, custom fields, long text
};

/// Writes what differs between `stored` and `record`.
Written write_differences(store::Writer& writer, const RecordType& type, std::int64_t id, void* record,
                          const void* stored) {
    std::vector<std::size_t> own;
    std::vector<std::size_t> side;
    for (const std::size_t i : differing(type.fields, record, stored))
        (type.fields[i].side ? side : own).push_back(i);
    Written written;
    written.parts = write_side(writer, type, id, record, side);
    for (std::size_t i = 0; i < type.elements.size(); ++i)
        written.parts = ElementRows(writer, type, i).update_all(record, stored, id) || written.parts;
    if (type.custom != nullptr) {
        const CustomValues& values = *type.custom(record);
        if (!(values == *type.custom(const_cast<void*>(stored))))
            written.parts = store_custom(writer, type, id, values, false) || written.parts;
    }
    written.changed = written.parts || !own.empty();
    if (written.changed && type.custom != nullptr)
        require_custom(writer.connection(), type, id, *type.custom(record));
    if (written.changed) write_fields(writer, type, id, record, own);
    return written;
}

/// Writes what differs between the record and `stored`, which the file holds, and brings the record up to date.
void write_update(store::Writer& writer, const RecordType& type, std::int64_t id, void* record,
                  const void* stored, Loader& loader) {
    store::Connection& connection = writer.connection();
    const std::int64_t expected = type.meta(record).version;
    const std::int64_t found = type.meta(const_cast<void*>(stored)).version;
    // A merge counts as a change of the record: the host must see the survivor first.
    if (expected != found || resolve(connection, type, id) != id) conflict(type, id, expected, found);

    const Buffer changed = make(type);
    type.copy(changed.get(), record);
    if (type.reconcile != nullptr) type.reconcile(changed.get(), stored, connection.settings());
    prepare_and_check(type, changed.get(), connection.settings(), writer.info().at);
    resolve_references(connection, type, changed.get());
    check_rings(connection, type, changed.get(), stored);
    if (type.check != nullptr) type.check(connection, stored, changed.get());
    Savepoint savepoint(writer);
    const Written written = write_differences(writer, type, id, changed.get(), stored);
    const bool followed = written.changed && type.follow != nullptr;
    if (followed) type.follow(writer, stored, changed.get());
    savepoint.release();
    if (!written.changed) return type.copy(record, stored);
    if (written.parts || followed) {
        // What is stored now, with new ids and kept fields: nothing to keep in step by hand.
        loader.load(id, changed.get(), false);
    } else {
        // What no update writes says what is stored, whatever the host's record says.
        Meta& meta = type.meta(changed.get());
        meta = type.meta(const_cast<void*>(stored));
        if (type.tags != nullptr) *type.tags(changed.get()) = *type.tags(const_cast<void*>(stored));
        ++meta.version;
        meta.updated_at = writer.info().at;
    }
    type.copy(record, changed.get());
}

}  // namespace

void update(store::Writer& writer, const RecordType& type, std::int64_t id, void* record) {
    const Buffer stored = make(type);
    Loader loader(writer.connection(), type);
    if (id == 0 || !loader.load(id, stored.get(), false)) not_found(type, id);
    write_update(writer, type, id, record, stored.get(), loader);
}

void edit(store::Writer& writer, const RecordType& type, std::int64_t id, void* record,
          void (*change)(void* context, void* record), void* context) {
    store::Connection& connection = writer.connection();
    const Buffer stored = make(type);
    Loader loader(connection, type);
    if (!loader.load(id, stored.get(), true)) not_found(type, id);
    type.copy(record, stored.get());
    const std::int64_t before = connection.total_changes();
    change(context, record);
    const std::int64_t own = id_of(type, record);
    // What was read is what is stored, unless the change itself wrote.
    if (connection.total_changes() == before && own == id_of(type, stored.get()))
        write_update(writer, type, own, record, stored.get(), loader);
    else
        update(writer, type, own, record);
}

void touch(store::Writer& writer, const RecordType& type, std::int64_t id) {
    write_fields(writer, type, id, nullptr, {});
}

void refresh_computed(store::Connection& connection, const RecordType& type, std::int64_t id) {
    const Buffer stored = make(type);
    const Buffer prepared = make(type);
    Loader loader(connection, type);
    if (!loader.load(id, stored.get(), false)) return;
    type.copy(prepared.get(), stored.get());
    const Settings& settings = connection.settings();
    // A `prepare` computes first and refuses then. What it refuses was there before: `verify` names it.
    const auto computing = [](auto&& prepare) {
        try {
            prepare();
        } catch (const Error& error) {
            if (error.code() != Code::invalid_value) throw;
        }
    };
    if (type.prepare != nullptr) computing([&] { type.prepare(prepared.get(), settings, connection.now()); });
    const auto write = [&](std::string_view table, std::int64_t row, const std::vector<Field>& fields,
                           const void* now, const void* before) {
        for (const std::size_t i : differing(fields, now, before)) {
            if (!fields[i].is(computed)) continue;
            Scratch scratch;
            connection
                .prepare(fmt::format("UPDATE {} SET {} = ?2 WHERE id = ?1", quoted(table),
                                     quoted(fields[i].column)))
                .bind_all(row, fields[i].get(now, scratch))
                .run();
        }
    };
    write(type.table, id, type.fields, prepared.get(), stored.get());
    for (const Element& element : type.elements) {
        if (element.prepare == nullptr || element.link) continue;
        for (std::size_t i = 0; i < element.size(prepared.get()); ++i) {
            void* item = const_cast<void*>(element.at(prepared.get(), i));
            computing([&] { element.prepare(item, settings); });
            write(element.table, element.id(item), element.fields, item, element.at(stored.get(), i));
        }
    }
}

namespace {

/// Uniqueness ignores the trash: what comes out of it must not be there a second time.
void check_out_of_trash(store::Writer& writer, const RecordType& type, std::int64_t id, void* record) {
    check_custom_unique(writer, type, id);
    check_uid(writer.connection(), type, id, type.meta(record).uid);
}

std::int64_t existing(store::Writer& writer, const RecordType& type, std::int64_t id) {
    const std::int64_t found = resolve(writer.connection(), type, id);
    if (found == 0) not_found(type, id);
    return found;
}

}  // namespace

void remove(store::Writer& writer, const RecordType& type, std::int64_t id) {
    const std::int64_t now = writer.info().at.time_since_epoch().count();
    const std::int64_t found = existing(writer, type, id);
    if (type.check != nullptr) {
        const Buffer before = stored(writer.connection(), type, found);
        if (!type.meta(before.get()).deleted_at) type.check(writer.connection(), before.get(), nullptr);
    }
    writer.connection()
        .prepare(fmt::format("UPDATE {} SET deleted_at = ?2, updated_at = ?2, version = version + 1 "
                             "WHERE id = ?1 AND deleted_at IS NULL",
                             quoted(type.table)))
        .bind_all(found, now)
        .run();
}

void restore(store::Writer& writer, const RecordType& type, std::int64_t id) {
    const std::int64_t now = writer.info().at.time_since_epoch().count();
    const std::int64_t found = existing(writer, type, id);
    if (type.check != nullptr) {
        const Buffer before = stored(writer.connection(), type, found);
        const Buffer back = make(type);
        type.copy(back.get(), before.get());
        type.meta(back.get()).deleted_at.reset();
        if (type.meta(before.get()).deleted_at) type.check(writer.connection(), before.get(), back.get());
    }
    Savepoint savepoint(writer);
    try {
        writer.connection()
            .prepare(fmt::format("UPDATE {} SET deleted_at = NULL, updated_at = ?2, version = version + 1 "
                                 "WHERE id = ?1 AND deleted_at IS NOT NULL",
                                 quoted(type.table)))
            .bind_all(found, now)
            .run();
    } catch (const Error& error) {
        if (error.code() != Code::not_unique) throw;
        const Buffer record = make(type);
        Loader(writer.connection(), type).load(found, record.get(), false);
        throw_not_unique(type, record.get(), error);
    }
    check_out_of_trash(writer, type, found, stored(writer.connection(), type, found).get());
    savepoint.release();
}

Stored stored(store::Connection& connection, const RecordType& type, std::int64_t id) {
    Buffer record = make(type);
    if (!Loader(connection, type).load(id, record.get(), false)) record.reset();
    return record;
}

void check_restored(store::Writer& writer, const RecordType& type, std::int64_t id, const void* before) {
    store::Connection& connection = writer.connection();
    const Buffer now = stored(connection, type, id);
    if (now == nullptr) return;
    if (before != nullptr) {
        const auto check = [&](const void* record) {  // fills what is computed: in a copy
            const Buffer copy = make(type);
            type.copy(copy.get(), record);
            prepare_and_check(type, copy.get(), connection.settings(), writer.info().at);
        };
        bool sound = true;
        try {
            check(before);
        } catch (const Error&) {
            sound = false;  // as it was: `verify` names it
        }
        if (sound) check(now.get());
        check_rings(connection, type, now.get(), before);
    }
    const bool was_out = before != nullptr && !type.meta(const_cast<void*>(before)).deleted_at;
    const bool is_out = !type.meta(now.get()).deleted_at;
    if (before != nullptr && type.check != nullptr)
        type.check(connection, before, was_out && !is_out ? nullptr : now.get());
    if (!was_out && is_out) check_out_of_trash(writer, type, id, now.get());
}

}  // namespace kith::records
