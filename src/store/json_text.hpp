// Flat JSON without a tree: lists of texts, and rows as objects.
//
// The destructor of nlohmann's arrays and objects allocates, and running out of memory in it ends the program. What every
// write may have to do is therefore done without them: reading by events, writing value by value.
#pragma once

#include "store/cell.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kith::store {

/// A value as JSON; bytes of a text that are no UTF-8 become U+FFFD, and a blob null.
[[nodiscard]] std::string json_of(const Cell& value);
/// A list of texts.
[[nodiscard]] std::string json_of(const std::vector<std::string>& texts);
/// An object, its members by name.
[[nodiscard]] std::string json_of(const std::map<std::string_view, Cell>& members);

enum class JsonKind { array, object };

/// Calls `found` with each member of an object, or with each entry of an array under the name "": what is no text or number is
/// NULL, also arrays and objects within. The cell lives for the call. False for text that is not JSON of this kind; `found`
/// may have been called by then.
using JsonFound = std::function<void(std::string_view name, const Cell& value)>;
[[nodiscard]] bool read_json(std::string_view json, JsonKind kind, const JsonFound& found);

}  // namespace kith::store
