// The rows that kith wrote, written again by hand: what a program would do that knew beforehand what to write.
#pragma once

#include "raw.hpp"

#include <kith/kith.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kith::bench {

/// Where the tables of a file end at some moment.
struct Mark {
    std::int64_t contact = 0;
    std::int64_t interaction = 0;
    std::int64_t deal = 0;
    std::int64_t transaction = 0;
};

[[nodiscard]] Mark mark_of(const Database& db);

/// A file made by hand beside one of kith's, with the same schema.
class Replay {
public:
    /// Makes the file, with the rows that are there before the first batch (tags come later, with their contacts).
    /// `triggers`: only records are written by hand, and SQL triggers keep journal, words, keys, summaries and totals.
    Replay(const Database& from, const std::string& path, bool triggers = false,
           const char* synchronous = "OFF");

    /// Reads what kith wrote between two marks; takes no part in the figures.
    void read(const Mark& after, const Mark& upto);
    /// Writes it, in one transaction.
    void write();

    [[nodiscard]] Raw& raw() { return raw_; }
    /// Rows that were read so far, by table.
    [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }

private:
    void copy(const std::string& table);
    RawStatement& insert(const std::string& table, std::size_t columns, const char* verb);

    const Database& from_;
    Raw raw_;
    bool triggers_;
    std::map<std::string, RawStatement> inserts_{};
    std::vector<std::pair<RawStatement*, Rows>> pending_{};
    std::map<std::string, std::int64_t> counts_{};
};

}  // namespace kith::bench
