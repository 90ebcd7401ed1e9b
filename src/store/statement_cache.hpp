// What a connection keeps: its prepared statements, and how it waits and stops.
#pragma once

#include "store/connection.hpp"
#include "store/set_table.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3_stmt;

namespace kith::store {

/// A prepared statement with its state of use.
struct CachedStatement {
    sqlite3_stmt* handle = nullptr;
    bool in_use = false;
    bool owned_by_cache = true;  // false: made for one use because the cached one was in use
    std::vector<std::shared_ptr<BoundSet>> sets{};  // that parameters point to, in this use
};

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

/// Statements by their text. Pointers stay valid while a statement is in the cache.
using StatementMap =
    std::unordered_map<std::string, std::unique_ptr<CachedStatement>, TextHash, std::equal_to<>>;

/// More distinct statements than this: unused ones are dropped. Queries with literals never reach it, since
/// values are bound.
inline constexpr std::size_t statement_cache_limit = 400;

struct Connection::Cache {
    StatementMap statements{};
    std::atomic<bool> stopped{false};
    std::chrono::milliseconds busy_timeout{};
    std::chrono::steady_clock::time_point busy_since{};
};

}  // namespace kith::store
