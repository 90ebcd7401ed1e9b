// Adding records.
#include "records/check.hpp"
#include "records/custom.hpp"
#include "records/element_rows.hpp"
#include "records/plan.hpp"
#include "records/savepoint.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace kith::records {

namespace {

/// Adds records of one type with statements prepared once.
class Adder {
public:
    Adder(store::Writer& writer, const RecordType& type)
        : writer_(writer),
          connection_(writer.connection()),
          type_(type),
          plan_(plan_of(type)),
          record_(connection_.prepare(plan_.insert)),
          buffer_(type.create(), type.destroy) {
        for (std::size_t i = 0; i < type.elements.size(); ++i) elements_.emplace_back(writer, type, i);
        if (!plan_.side.empty()) side_.emplace(connection_.prepare(plan_.upsert_side));
        // Definitions rarely change: known once per batch, so that a record without values costs nothing.
        if (type.custom != nullptr) has_custom_ = !custom_fields(connection_, type)->empty();
    }

    std::int64_t add(const void* source) {
        void* record = buffer_.get();
        type_.copy(record, source);
        type_.id(record) = 0;
        prepare_and_check(type_, record, connection_.settings(), writer_.info().at);
        resolve_references(connection_, type_, record);
        if (type_.check != nullptr) type_.check(connection_, nullptr, record);
        if (type_.mergeable) check_uid(connection_, type_, 0, type_.meta(record).uid);
        const std::int64_t id = writer_.next_id(type_.table);
        insert(record, id);
        if (side_) write_side(record, id);
        for (ElementRows& rows : elements_) rows.insert_all(record, id);
        if (type_.tags != nullptr)
            for (const std::string& name : *type_.tags(record)) tag_record(writer_, type_, id, name);
        if (type_.custom != nullptr && (has_custom_ || !type_.custom(record)->empty()))
            store_custom(writer_, type_, id, *type_.custom(record), true);
        return id;
    }

private:
    void insert(void* record, std::int64_t id) {
        scratch_.resize(
            std::max(scratch_.size(),
                     plan_.own.size()));  // a bound view of a date must outlive the step: one text each
        record_.bind(1, id);
        int index = 2;
        for (std::size_t n = 0; n < plan_.own.size(); ++n) {
            const Field& field = type_.fields[plan_.own[n]];
            store::Cell cell = field.get(record, scratch_[n]);
            if (cell.null() && !field.nullable) cell = store::Cell::of(std::string_view());
            record_.bind(index++, cell);
        }
        const std::int64_t now = writer_.info().at.time_since_epoch().count();
        record_.bind(index, 1).bind(index + 1, now).bind(index + 2, now);
        if (type_.mergeable) {
            const std::string& uid = type_.meta(record).uid;
            if (uid.empty())
                record_.bind(index + 3, nullptr);
            else
                record_.bind(index + 3, uid);
        }
        try {
            record_.run();
        } catch (const Error& error) {
            if (error.code() == Code::not_unique) throw_not_unique(type_, record, error);
            throw;
        }
    }

    void write_side(const void* record, std::int64_t id) {
        bool any = false;
        scratch_.resize(std::max(scratch_.size(), plan_.side.size()));
        side_->bind(1, id);
        for (std::size_t i = 0; i < plan_.side.size(); ++i) {
            const store::Cell cell = type_.fields[plan_.side[i]].get(record, scratch_[i]);
            any = any || !cell.null();
            side_->bind(static_cast<int>(i) + 2, cell);
        }
        if (any) side_->run();
    }

    store::Writer& writer_;
    store::Connection& connection_;
    const RecordType& type_;
    const Plan& plan_;
    store::Statement record_;
    std::optional<store::Statement> side_;
    std::vector<ElementRows> elements_;
    bool has_custom_ = false;
    std::unique_ptr<void, void (*)(void*)> buffer_;
    std::vector<Scratch> scratch_;
};

}  // namespace

std::int64_t add(store::Writer& writer, const RecordType& type, const void* record) {
    Savepoint savepoint(writer);
    const std::int64_t id = Adder(writer, type).add(record);
    savepoint.release();
    return id;
}

namespace {

/// Adds `count` records, of which `at(i)` is the i-th.
template <class At>
void add_all(store::Writer& writer, const RecordType& type, std::size_t count, At&& at,
             void (*added)(void* into, std::int64_t id), void* into) {
    Savepoint savepoint(writer);
    {
        Adder adder(writer, type);
        for (std::size_t i = 0; i < count; ++i) {
            try {
                added(into, adder.add(at(i)));
            } catch (const Error& error) {
                ErrorDetail detail;
                detail.record = error.record();
                detail.field = error.field();
                detail.sqlite_code = error.sqlite_code();
                detail.arguments = error.arguments();
                detail.arguments.emplace_back("position", std::to_string(i));
                throw Error(error.code(), fmt::format("at position {}: {}", i, error.what()), detail);
            }
        }
    }
    savepoint.release();
}

}  // namespace

void add_many(store::Writer& writer, const RecordType& type, const void* records, std::size_t size,
              std::size_t count, void (*added)(void* into, std::int64_t id), void* into) {
    const auto* bytes = static_cast<const char*>(records);
    add_all(
        writer, type, count, [&](std::size_t i) { return bytes + i * size; }, added, into);
}

void add_many(store::Writer& writer, const RecordType& type, std::span<const void* const> records,
              void (*added)(void* into, std::int64_t id), void* into) {
    add_all(
        writer, type, records.size(), [&](std::size_t i) { return records[i]; }, added, into);
}

}  // namespace kith::records
