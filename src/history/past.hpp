// The file as it was: for a connection, the tables as of an earlier time.
//
// A table that has changed since is put together the first time that a statement reads it: a temporary table of its name,
// which SQLite finds before the file's own, gets the rows of now, and the journal takes them back to then. So everything that
// reads - queries, records, cards, SQL of the host - reads the past without knowing of it. What is derived from the
// records is made anew where the records alone say it; the rest (full text, keys for duplicates, boards) is refused.
#pragma once

#include "history/catalogue.hpp"
#include "store/core.hpp"

#include <cstdint>
#include <exception>
#include <set>
#include <string>
#include <vector>

namespace kith::history {

/// While it lives, its connection reads the file as it was. The connection reads apart (store::Core::read_apart).
class Past {
public:
    /// Throws `pruned` for a time before the journal's horizon. Cost: what the journal has since.
    Past(store::Connection& connection, const store::Registration& registration, Time at);
    ~Past();
    Past(const Past&) = delete;
    Past& operator=(const Past&) = delete;

private:
    void refuse_pruned(Time at) const;
    void take(const std::string& table);
    [[nodiscard]] bool has_changed(const TableInfo& table) const;
    void put_together(const std::string& table);
    [[nodiscard]] bool is_of_now(const std::string& table) const;
    [[nodiscard]] const store::DeriveStep* derivation_of(const std::string& table) const;
    void derive(const std::string& table, const store::DeriveStep& step);

    // Of one table: its rows as they were.
    void copy(const std::string& table, const std::string& condition);
    void index(const std::string& table);
    void take_back_rows(const TableInfo& table);
    void take_back_cells(const TableInfo& table);
    void take_back_links(const TableInfo& table);
    void forget_versions(const TableInfo& table);
    void compute(const TableInfo& table);

    store::Connection& connection_;
    const store::Registration& registration_;
    std::int64_t at_;                // milliseconds
    std::int64_t last_;              // the last transaction that counts
    std::set<int> changed_{};        // numbers of tables that the journal has changes of since
    std::set<std::string> taken_{};  // tables that have been looked at
    bool at_work_ = false;           // its own statements read the file's tables
    std::exception_ptr failed_{};    // what kept a table from being put together
    int depth_ = 0;                  // of tables that others are put together for
};

}  // namespace kith::history
