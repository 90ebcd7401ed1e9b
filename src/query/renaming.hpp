// Saved queries follow what they name: tags and lists that become others.
#pragma once

#include "store/connection.hpp"

#include <kith/database.hpp>
#include <kith/record_type.hpp>

#include <set>
#include <string>
#include <string_view>

namespace kith::query {

/// Query text in which records of `type` (tags, lists) that are called one of `former` (folded) are called `name`; the
/// text itself when it names none, or cannot be read. `of`: the type that the query selects. Only the names change, and
/// the spaces behind them.
[[nodiscard]] std::string renamed(store::Connection& connection, std::string_view query, const RecordType& of,
                                  const RecordType& type, const std::set<std::string>& former,
                                  std::string_view name);

/// The same in every saved segment; gives how many changed.
std::size_t rename_in_segments(Transaction& tx, const RecordType& type, const std::set<std::string>& former,
                               std::string_view name);

}  // namespace kith::query
