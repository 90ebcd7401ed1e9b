// What a survivor gained after a merge. Nobody but the host knows whose it is.
//
// A child is later when the record that it was put on stood for the merged ones by then: the survivor since the merge, the
// record that it became part of since that later merge. Merges move children on, so who put it where is found by walking
// back through those that are in force; when, from the journal. What they brought themselves is theirs.
#pragma once

#include "history/merge_log.hpp"

#include <kith/merge.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kith::merge {

/// One row that came since.
struct Gained {
    const history::Reference* reference = nullptr;  ///< the column by which it belongs to the survivor
    std::int64_t row = 0;                           ///< of a rowid table
    std::optional<history::LinkRow> link{};         ///< of a link table
    std::int64_t seq = 0;  ///< the transaction that put it there; 0: not known any more
};

/// Finds what came since one merge. Used before that is taken back; belongs to the transaction.
class Later {
public:
    Later(store::Connection& connection, history::Links& links, history::MergeLog& log,
          const history::MergeInfo& merge);

    /// Every row, table by table, by id. Cost: by the rows that belong to the survivor, and what happened to them since.
    [[nodiscard]] std::vector<Gained> find();
    /// True when the journal does not reach back to the merge.
    [[nodiscard]] bool partial() const noexcept { return partial_; }
    /// The record that the survivor is by now: itself, or what it became part of.
    [[nodiscard]] std::int64_t holder() const noexcept { return stays_.back().record; }
    /// What the row is, for the host.
    [[nodiscard]] LaterChild describe(const Gained& gained);

private:
    /// A record that stands for the merged ones, from a transaction on.
    struct Stay {
        std::int64_t record = 0;
        std::int64_t since = 0;
        std::int64_t at = 0;  // the same as a time, milliseconds
    };
    /// From `seq` on, a cell held this id.
    struct Step {
        std::int64_t seq = 0;
        std::int64_t id = 0;
    };

    void find_stays();
    void find_apart();
    [[nodiscard]] const Stay* stay_at(std::int64_t record) const;
    void find_rows(const history::Reference& reference, std::vector<Gained>& found);
    void find_links(const history::Reference& reference, std::vector<Gained>& found);
    [[nodiscard]] std::int64_t put_on(const history::TableInfo& table, int column, std::int64_t row);
    [[nodiscard]] bool was_carried(const history::TableInfo& table, int column, std::int64_t row,
                                   std::int64_t to, std::int64_t seq);
    [[nodiscard]] bool was_carried(const history::LinkRow& former, int column);
    [[nodiscard]] std::vector<Step> steps(const history::TableInfo& table, int column, std::int64_t row);
    [[nodiscard]] std::int64_t born(const history::TableInfo& table, std::int64_t row, const Stay& stay);
    [[nodiscard]] std::optional<std::int64_t> gained(const history::TableInfo& table, int column,
                                                     std::int64_t row);
    [[nodiscard]] std::optional<std::int64_t> gained(const history::LinkRow& stored, int column);
    [[nodiscard]] std::optional<history::LinkRow> brought_from(const history::LinkRow& row, int column,
                                                               std::int64_t& merge);
    [[nodiscard]] const std::vector<history::LinkRow>& removed(const history::TableInfo& table,
                                                               std::int64_t leading);
    [[nodiscard]] std::optional<std::int64_t> unless_apart(std::int64_t seq) const;
    void describe_link(const Gained& gained, LaterChild& child);
    void describe_row(const Gained& gained, LaterChild& child);

    store::Connection& connection_;
    history::Links& links_;
    history::MergeLog& log_;
    history::MergeInfo merge_;
    std::vector<Stay> stays_{};                                   // the survivor first
    std::vector<std::pair<std::int64_t, std::int64_t>> apart_{};  // transactions between which it was taken back
    bool partial_ = false;
    std::map<std::pair<int, std::int64_t>, std::vector<history::LinkRow>>
        removed_{};  // by table number and leading key
};

}  // namespace kith::merge
