// Tags and manual lists: words on records.
#pragma once

#include "records/record_type.hpp"
#include "store/writer.hpp"

#include <kith/records/list.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::records {

/// The id of the tag with this name in folded form; 0 when there is none.
[[nodiscard]] std::int64_t find_tag(store::Connection& connection, std::string_view name);
/// The same for a list.
[[nodiscard]] std::int64_t find_list(store::Connection& connection, std::string_view name);

/// Puts a tag on a record, making it when it is new; true when the record did not have it. The record is not looked
/// up here.
bool tag_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name);
bool untag_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name);

/// The records of a type that transactions above `since` put tags on or took tags off, sorted, by the journal: tags leave a
/// record's version as it is. Cost: what those transactions changed, one index entry each.
[[nodiscard]] std::vector<std::int64_t> retagged(store::Connection& connection, const RecordType& type,
                                                 std::int64_t since);

/// Puts a record on a list of its type, making the list when it is new.
bool list_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name);
bool unlist_record(store::Writer& writer, const RecordType& type, std::int64_t id, std::string_view name);

/// Throws `invalid_argument` when a list holds records of another type.
void check_member(store::Connection& connection, std::int64_t list, const RecordType& type);

/// Throws `in_use` when a list that has members is to hold records of another type.
void check_list(store::Connection& connection, const List& stored, const List& changed);

}  // namespace kith::records
