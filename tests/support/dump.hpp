// What a file says, as text: to compare before and after.
#pragma once

#include <kith/database.hpp>

#include <set>
#include <string>

namespace kith::test {

/// Every row of every table as "table|column=value|...", sorted. Left out: the journal and the log of merges, counters,
/// settings and sums, and of the rest the columns that count changes (version, updated_at, seq).
/// `besides`: further tables that are left out. `db`: a Database or a Reader.
template <class Source>
std::multiset<std::string> dump(const Source& db, const std::set<std::string>& besides = {}) {
    static const std::set<std::string> logs = {"change",  "change_txn", "transition", "counter",
                                               "setting", "merge",      "merge_move", "table_sum"};
    static const std::set<std::string> counts = {"version", "updated_at", "seq"};
    std::multiset<std::string> lines;
    const auto tables =
        db.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    for (const auto& table : tables.rows) {
        const std::string name = table[0].to_string();
        if (logs.count(name) + besides.count(name) > 0 || name.rfind("search_", 0) == 0) continue;
        const auto rows = db.sql("SELECT * FROM \"" + name + "\"");
        for (const auto& row : rows.rows) {
            std::string line = name;
            for (std::size_t i = 0; i < row.size(); ++i)
                if (counts.count(rows.columns[i]) == 0)
                    line += "|" + rows.columns[i] + "=" + (row[i].empty() ? "~" : row[i].to_string());
            lines.insert(line);
        }
    }
    return lines;
}

/// The lines that only one of two dumps has; empty when they are equal.
inline std::string difference(const std::multiset<std::string>& before,
                              const std::multiset<std::string>& after) {
    std::string text;
    for (const std::string& line : before)
        if (after.count(line) < before.count(line)) text += "- " + line + "\n";
    for (const std::string& line : after)
        if (before.count(line) < after.count(line)) text += "+ " + line + "\n";
    return text;
}

/// What `verify` finds, one line each; empty when all is well.
inline std::string findings(const Database& db) {
    std::string text;
    for (const Finding& finding : db.verify())
        text += finding.check + " " + finding.table + ": " + finding.message + "\n";
    return text;
}

}  // namespace kith::test
