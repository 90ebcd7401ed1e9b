// The verbs that every record type shares, driven by its descriptor.
#pragma once

#include "records/record_type.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"

#include <kith/database.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kith::records {

/// The id a merged record's id stands for now (itself when it was not merged); 0 when there is no such row.
[[nodiscard]] std::int64_t resolve(store::Connection& connection, const RecordType& type, std::int64_t id);

/// Fills `record` with the record, elements, tags and custom fields included; false when there is no such row.
/// Merged ids resolve. One statement per table.
bool load(store::Connection& connection, const RecordType& type, std::int64_t id, void* record);

/// Loads many records by id (not resolved; missing ones are left out), calling `next(into)` for the place of
/// each, in the order given.
void load_many(store::Connection& connection, const RecordType& type, std::span<const std::int64_t> ids,
               void* into, void* (*next)(void* into));

/// Adds a record; gives its id. The record itself is not changed. Atomic: on an exception nothing of it is left.
std::int64_t add(store::Writer& writer, const RecordType& type, const void* record);

/// Adds `count` records that lie `size` bytes apart; all or none.
void add_many(store::Writer& writer, const RecordType& type, const void* records, std::size_t size,
              std::size_t count, void (*added)(void* into, std::int64_t id), void* into);
/// The same for records that lie anywhere.
void add_many(store::Writer& writer, const RecordType& type, std::span<const void* const> records,
              void (*added)(void* into, std::int64_t id), void* into);

/// Writes the differences to the stored record and brings `record` up to date. See Transaction::update.
void update(store::Writer& writer, const RecordType& type, std::int64_t id, void* record);
/// Reads the record into `record`, lets `change` change it and writes it. See Transaction::edit.
void edit(store::Writer& writer, const RecordType& type, std::int64_t id, void* record,
          void (*change)(void* context, void* record), void* context);

void remove(store::Writer& writer, const RecordType& type, std::int64_t id);
void restore(store::Writer& writer, const RecordType& type, std::int64_t id);

/// Adds one to the record's version and sets updated_at: for changes of links that count as changes of the record.
void touch(store::Writer& writer, const RecordType& type, std::int64_t id);

/// Computes the kept fields of a record and its elements anew and writes those that differ, without a new version:
/// after cells were restored behind the descriptor's back (undo, unmerge, a changed region).
void refresh_computed(store::Connection& connection, const RecordType& type, std::int64_t id);

/// A record as it is stored, merged or not, with what destroys it.
using Stored = std::unique_ptr<void, void (*)(void*)>;
/// Loads it; null when there is no such row.
[[nodiscard]] Stored stored(store::Connection& connection, const RecordType& type, std::int64_t id);

/// For cells that were put back behind the descriptor's back: throws what `update` and `restore` would have thrown for the
/// way from `before` (null: it was not there) to what is stored now. `invalid_value` and `required` for what the type
/// refuses (not when `before` was refused too) and for a record above itself, `in_use` and `not_unique` for what others
/// hold, `not_unique` for a uid or custom value that is taken. Writes nothing.
void check_restored(store::Writer& writer, const RecordType& type, std::int64_t id, const void* before);

/// How the record is called in messages: its title, else "contact 42".
[[nodiscard]] std::string title_of(store::Connection& connection, const RecordType& type, std::int64_t id);

/// The table specifications of all descriptors, for the change capture.
[[nodiscard]] const std::vector<store::TableSpec>& table_specs();

/// Makes every computed column anew: when the file's region changes, when the algorithms behind them do, and in a
/// rebuild. It owns no table: what it writes are columns of records, and those are not journaled.
[[nodiscard]] store::DeriveStep computed_step();

// The checks that `verify` runs. Each reads its tables in order, once.

/// Descriptors against tables.
void check_descriptors(store::Connection& connection, std::vector<Finding>& findings);
/// Every record as if it were written now: values that fit, and computed columns that equal what the record gives.
void check_records(store::Connection& connection, std::vector<Finding>& findings);
/// What no foreign key says: polymorphic links, merges, custom references, counters and settings.
void check_links(store::Connection& connection, std::vector<Finding>& findings);

}  // namespace kith::records
