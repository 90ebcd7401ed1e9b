// How many rows tables have and how many of them an index finds, from samples: nothing here reads more than some thousand
// rows, however large the file is.
#pragma once

#include "store/connection.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kith::query {

/// Asks each table and index once. For one connection, while a snapshot is open.
class TableSizes {
public:
    explicit TableSizes(store::Connection& connection) : connection_(connection) {}

    /// The rows of a table, the trash included: counted up to 10,000, of a larger one told by the span of its ids, which
    /// counts what is gone as well. 0 for what is no table of the file.
    [[nodiscard]] double rows(const std::string& table);
    /// The table of an index; empty for what is none.
    [[nodiscard]] std::string table_of(const std::string& index);
    /// The rows that have the same values in the first so many columns of an index (empty: of the table's own key), on
    /// average of those that have any.
    [[nodiscard]] double rows_of_one_key(const std::string& table, const std::string& index, int columns);
    /// The index that begins with a column, or empty text.
    [[nodiscard]] std::string index_of(std::string_view table, std::string_view column);

private:
    struct Key {
        std::string from{};     ///< the table, read by the index
        std::string columns{};  ///< the first of them
        std::string first{};
        std::string where{};  ///< what the index leaves out, and unknown values
        bool whole = false;   ///< those are all columns, of a key that no two rows share
    };
    [[nodiscard]] Key key(const std::string& table, const std::string& index, int columns);
    [[nodiscard]] double sampled(const std::string& table, const Key& key);

    store::Connection& connection_;
    std::map<std::string, double> rows_{};
    std::map<std::pair<std::string, int>, double> keys_{};  // by what it is read from and how many columns
};

}  // namespace kith::query
