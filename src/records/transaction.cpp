// The verbs of Reader and Transaction that need no query.
#include "records/record_type.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"
#include "store/core.hpp"

#include <kith/database.hpp>

#include <fmt/format.h>

namespace kith {

void Reader::throw_not_found(const RecordType& type, std::int64_t id) {
    ErrorDetail detail;
    detail.record = fmt::format("{} {}", type.name, id);
    throw Error(Code::not_found, fmt::format("there is no {}", detail.record), detail);
}

bool Reader::load(const RecordType& type, std::int64_t id, void* record) const {
    return records::load(connection_, type, id, record);
}

Rows Reader::sql(std::string_view statement, std::span<const Value> parameters) const {
    return connection_.host_sql(statement, parameters, store::Access::host_read);
}

Settings Reader::settings() const { return connection_.settings(); }

Transaction::Transaction(store::Writer& writer) noexcept : Reader(writer.connection()), writer_(writer) {}

std::int64_t Transaction::add(const RecordType& type, const void* record) {
    return records::add(writer_, type, record);
}

void Transaction::add_many(const RecordType& type, const void* records, std::size_t size, std::size_t count,
                           void (*added)(void* into, std::int64_t id), void* into) {
    records::add_many(writer_, type, records, size, count, added, into);
}

void Transaction::add_many(const RecordType& type, std::span<const void* const> records,
                           void (*added)(void* into, std::int64_t id), void* into) {
    records::add_many(writer_, type, records, added, into);
}

void Transaction::update(const RecordType& type, std::int64_t id, void* record) {
    records::update(writer_, type, id, record);
}

void Transaction::edit(const RecordType& type, std::int64_t id, void* record,
                       void (*change)(void* context, void* record), void* context) {
    records::edit(writer_, type, id, record, change, context);
}

void Transaction::remove(const RecordType& type, std::int64_t id) { records::remove(writer_, type, id); }

void Transaction::restore(const RecordType& type, std::int64_t id) { records::restore(writer_, type, id); }

namespace {

std::int64_t existing(store::Connection& connection, const RecordType& type, std::int64_t id) {
    const std::int64_t found = records::resolve(connection, type, id);
    if (found == 0)
        throw Error(Code::not_found, fmt::format("there is no {} {}", type.name, id),
                    {.record = fmt::format("{} {}", type.name, id)});
    return found;
}

}  // namespace

bool Transaction::tag(const RecordType& type, std::int64_t id, std::string_view name) {
    return records::tag_record(writer_, type, existing(connection_, type, id), name);
}

bool Transaction::untag(const RecordType& type, std::int64_t id, std::string_view name) {
    return records::untag_record(writer_, type, existing(connection_, type, id), name);
}

bool Transaction::add_to_list(const RecordType& type, std::int64_t id, std::string_view list) {
    return records::list_record(writer_, type, existing(connection_, type, id), list);
}

bool Transaction::remove_from_list(const RecordType& type, std::int64_t id, std::string_view list) {
    return records::unlist_record(writer_, type, existing(connection_, type, id), list);
}

Rows Transaction::sql(std::string_view statement, std::span<const Value> parameters) {
    Savepoint mark(*this);
    Rows rows = connection_.host_sql(statement, parameters, store::Access::host_write);
    mark.release();
    return rows;
}

Transaction::Savepoint::Savepoint(Transaction& transaction) : transaction_(transaction) {
    transaction_.writer_.open_savepoint();
}

Transaction::Savepoint::~Savepoint() {
    if (!open_) return;
    try {
        transaction_.writer_.rollback_savepoint();
    } catch (...) {  // SQLite rolled the whole transaction back already: the commit will fail
        open_ = false;
    }
}

void Transaction::Savepoint::release() {
    open_ = false;
    transaction_.writer_.release_savepoint();
}

TransactionId Transaction::id() const noexcept { return writer_.info().seq; }
void Transaction::label(std::string_view text) { writer_.label(text); }
Time Transaction::now() const noexcept { return writer_.info().at; }
void Transaction::settings(const Settings& settings) { store::Core::write_settings(writer_, settings); }

}  // namespace kith
