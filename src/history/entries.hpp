// The journal as entries to show: who changed what, from what to what.
#pragma once

#include "history/link_row.hpp"

#include <kith/history.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kith::history {

/// Reads the journal of one connection. Belongs to one snapshot.
class Entries {
public:
    explicit Entries(store::Connection& connection) : connection_(connection), links_(connection) {}

    /// What one transaction did, at most `limit` entries.
    std::vector<Change> of_transaction(std::int64_t seq, std::size_t limit);
    /// What happened to one record, newest first. Reads the record's own rows by key; the removed elements of types
    /// other than contact, and the removed participants of interactions, by a scan of their table's removals.
    std::vector<Change> of_record(const RecordType& type, std::int64_t id, std::size_t limit);

private:
    /// Who and when, by transaction.
    struct Transaction {
        Time at{};
        std::string actor{};
    };

    Change make(std::int64_t seq, ChangeAction action);
    /// What a cell held right after a transaction.
    store::OwnedCell after(const TableInfo& table, int position, std::int64_t row, std::int64_t seq);
    /// The whole row right after a transaction; with the cells of its removal when it removed the row.
    Cells row_after(const TableInfo& table, std::int64_t row, std::int64_t seq, bool removed);
    void add_row(const TableInfo& table, std::int64_t row, std::int64_t seq, ChangeAction action,
                 std::vector<Change>& into);
    void add_side(const TableInfo& table, std::int64_t row, std::int64_t seq, ChangeAction action,
                  std::vector<Change>& into);
    void add_cell(const TableInfo& table, int position, std::int64_t row, std::int64_t seq,
                  const store::Cell& old, std::vector<Change>& into);
    /// The entries of a row between its coming and going, all transactions.
    void add_row_history(const TableInfo& table, std::int64_t row, std::vector<Change>& into);
    void add_link(const LinkRow& row, std::int64_t seq, ChangeAction action, std::vector<Change>& into);
    void add_links(const RecordType& type, std::int64_t id, std::vector<Change>& into);
    std::vector<std::int64_t> element_rows(const TableInfo& table, const ElementOf& part, std::int64_t owner);
    /// A link that was removed and put back in one transaction changed.
    static void pair_up(std::vector<Change>& changes);

    store::Connection& connection_;
    Links links_;
    std::map<std::int64_t, Transaction> transactions_{};
};

}  // namespace kith::history
