// Writes of a merge, each noted in `merge_move` with what was there before.
#pragma once

#include "history/link_row.hpp"
#include "history/row.hpp"

#include <kith/merge.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::merge {

/// A row of a rowid table, whole.
struct Row {
    std::int64_t id = 0;
    history::Cells cells{};
};

/// The rows of a rowid table (called `r`) for which `condition` holds of `owner`, its ?1; in the order of `order`.
[[nodiscard]] std::vector<Row> rows_where(store::Connection& connection, const history::TableInfo& table,
                                          std::string_view condition, std::int64_t owner,
                                          std::string_view order = "id");

constexpr std::size_t most_drops = 1000;  ///< that a result lists

/// Writes rows for one merge and counts what it did. Belongs to its transaction.
class Recorder {
public:
    /// `merge` 0: nothing is noted (the caller rolls back, or it is no merge). `tells`: what is dropped is listed.
    Recorder(store::Writer& writer, std::int64_t merge, bool tells);

    /// Sets cells of a row; those that hold the value already are left out. Counts nothing.
    void set(const history::TableInfo& table, std::int64_t row, const history::Cells& now,
             const history::SomeCells& cells);
    /// The same for a row that follows to the survivor.
    void move(const history::TableInfo& table, std::int64_t row, const history::Cells& now,
              const history::SomeCells& cells);
    /// Removes a row of a rowid table; `twin` is the row that says the same, or 0. `why`: for the result of a dry run. Counts as
    /// dropped where it is part of a record, which bookkeeping is not.
    void remove(const history::TableInfo& table, std::int64_t row, const history::Cells& now,
                std::int64_t twin, std::string_view why);
    /// Puts a row into an engine table in place of a loser's, which was removed.
    void insert(const history::TableInfo& table, const history::SomeCells& cells);
    /// Takes a link row out and puts it back as `after`.
    void relink(const history::LinkRow& before, const history::LinkRow& after);
    /// Takes a link row out.
    void unlink(const history::LinkRow& before, std::string_view why);
    /// Counts, and lists when somebody wants to know, a reference that is dropped; the caller clears it.
    void drop_reference(const history::TableInfo& table, std::int64_t row, const history::Cells& now,
                        int column, std::string_view why);

    /// Notes that a record's version must move and its computed columns be looked at.
    void touch(const RecordType& type, std::int64_t id, bool refresh);
    /// Writes versions and computed columns of everything touched.
    void finish();

    [[nodiscard]] history::Links& links() noexcept { return links_; }
    [[nodiscard]] store::Writer& writer() noexcept { return writer_; }
    [[nodiscard]] const std::map<std::string, std::size_t>& moved() const noexcept { return moved_; }
    [[nodiscard]] std::size_t dropped() const noexcept { return dropped_; }
    /// What was dropped, if it is listed.
    [[nodiscard]] std::vector<MergeDrop>& drops() noexcept { return drops_; }

private:
    void note(const history::TableInfo& table, int column, std::int64_t row, std::int64_t part,
              const store::Cell& before, const store::Cell& after);
    [[nodiscard]] bool tells() const noexcept { return tells_ && drops_.size() < most_drops; }
    void take_out(const history::LinkRow& before, const history::LinkRow* after);

    store::Writer& writer_;
    history::Links links_;
    std::int64_t merge_;
    bool tells_;
    std::int64_t part_ = 0;
    std::map<std::string, std::size_t> moved_{};
    std::size_t dropped_ = 0;
    std::vector<MergeDrop> drops_{};
    std::map<std::pair<int, std::int64_t>, bool> touched_{};  // type number and id; true: computed columns too
};

}  // namespace kith::merge
