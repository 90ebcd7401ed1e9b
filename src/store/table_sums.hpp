// Sums over the rows of tables: by them `verify` sees a value changed that nothing else in the file depends on.
//
// Of every table that no commit derives, `table_sum` says how many rows it holds, the sum of their hashes, and the moment,
// the sum of hash times key, all modulo 2^64. Hashes of all rows together would have to be made anew by every
// write; a sum takes a row's hash away and adds another, in whatever order rows come (Bellare and Micciancio 1997, AdHash).
// The moment tells which row it was when it is one: its key is the quotient of the two differences.
//
// The preupdate hook sums up what a transaction writes, and the commit adds that to what the file says, so any number of processes
// may write. What another program writes, or a damage, stays in the difference, whatever kith does to those rows
// later, until `rebuild` accepts the tables as they are. A sum is no signature: who can write the file can write it too.
//
// Which tables have one, and how a row is hashed, belongs to the file format. Not among them are derived tables, which verify
// compares with a rebuild, and those of full-text indices, whose last part is written while SQLite commits. (The tables that an R-tree consists of are: they
// are written like others.)
#pragma once

#include "store/schema.hpp"

#include <kith/database.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kith::store {

/// What the rows of one table come to, or by how much that changed.
struct TableSum {
    std::uint64_t rows = 0;  ///< modulo 2^64, like the others: a damaged sum may hold any
    std::uint64_t sum = 0;
    std::uint64_t moment = 0;

    TableSum& operator+=(const TableSum& other) noexcept {
        rows += other.rows;
        sum += other.sum;
        moment += other.moment;
        return *this;
    }
    TableSum& operator-=(const TableSum& other) noexcept {
        rows -= other.rows;
        sum -= other.sum;
        moment -= other.moment;
        return *this;
    }
    friend bool operator==(const TableSum&, const TableSum&) = default;
};

/// A table that has a sum.
struct SummedTable {
    StoredTable stored{};
    std::uint64_t seed = 0;  ///< hash of its name: the same row counts otherwise in another table
};

struct DeriveStep;

/// The tables of the newest schema that have a sum where these steps derive the others.
[[nodiscard]] std::vector<SummedTable> summed_tables(const std::vector<DeriveStep>& steps);

/// What a transaction adds to the sums of all tables, by their number, with a mark for each open savepoint.
class SumChanges {
public:
    explicit SumChanges(std::size_t tables) : sums_(tables) {}

    [[nodiscard]] TableSum& of(std::size_t table) noexcept { return sums_[table]; }
    [[nodiscard]] const std::vector<TableSum>& all() const noexcept { return sums_; }

    void open_mark() { marks_.insert(marks_.end(), sums_.begin(), sums_.end()); }
    void close_mark() { marks_.resize(marks_.size() - sums_.size()); }
    /// Back to the innermost mark, which stays.
    void cut_to_mark() {
        sums_.assign(marks_.end() - static_cast<std::ptrdiff_t>(sums_.size()), marks_.end());
    }

private:
    std::vector<TableSum> sums_;
    std::vector<TableSum> marks_;  // one after the other
};

/// Adds what a transaction changed to the sums of the file. Cost: two statements, none where nothing changed.
void add_to_sums(Connection& connection, const std::vector<SummedTable>& tables, const SumChanges& changes);

/// Makes all sums anew from what the tables hold. The caller holds a write transaction. Cost: reads those tables.
void renew_sums(Connection& connection, const std::vector<SummedTable>& tables);

/// Compares what a table holds with its sum. `pending`: what this transaction changed so far. Cost: reads the table, twice where
/// it finds something.
void check_sum(Connection& connection, const SummedTable& table, const TableSum& pending,
               std::vector<Finding>& findings);

/// Finds sums of tables that have none.
void check_sum_owners(Connection& connection, const std::vector<SummedTable>& tables,
                      std::vector<Finding>& findings);

}  // namespace kith::store
