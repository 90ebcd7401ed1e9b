// What the fault tests share: a small file with something of everything in it, its whole content as text, and how
// many points of a sweep are tried.
//
// Every sweep tries a fault at each of many points. `make test` takes a slice of them, evenly spread and the same on
// every run. The environment says how many more: KITH_FAULT=10 tries ten times as many, KITH_FAULT=all every one
// (`make fault`).
#pragma once

#include <kith/database.hpp>
#include <kith/records.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kith::test {

/// Options under which a run gives the same file every time: the clock stands still.
[[nodiscard]] Options still(Journal journal = Journal::wal);

/// What `fill` put into a file.
struct Office {
    ContactId ada{};
    ContactId bob{};
    ContactId twin{};            ///< of Ada, not merged
    std::int64_t merge = 0;      ///< in force
    TransactionId undoable = 0;  ///< an edit of Bob that nothing built on
};

/// Adds contacts, organizations, interactions, tags, lists, custom fields, a segment, an import, a merge, edits and a
/// removal to an empty file.
Office fill(Database& db);

/// Every row of every table, the journal and the settings included, as "table|column=value|...", in the tables' order.
/// Left out: the file's uid, which is drawn by lot, and the sums of tables, which depend on it.
[[nodiscard]] std::vector<std::string> content(const Database& db);

/// The first lines that only one of two contents has; empty when they are equal.
[[nodiscard]] std::string differing(const std::vector<std::string>& before,
                                    const std::vector<std::string>& after);

/// True when the environment asks for every point.
[[nodiscard]] bool all_points();
/// The points of 1..`count` to try: all of them, or `slice` evenly spread ones, the last among them.
[[nodiscard]] std::vector<std::int64_t> points(std::int64_t count, std::int64_t slice);

/// Prints what a sweep did, for those who want to know how much that was.
void report(const std::string& line);

}  // namespace kith::test
