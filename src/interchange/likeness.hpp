// Rows that no identifier ties to a record: what is there like them, and what is done about it.
#pragma once

#include "interchange/draft.hpp"
#include "interchange/finder.hpp"
#include "match/learned.hpp"

#include <kith/database.hpp>
#include <kith/imports.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kith::interchange {

/// Throws `invalid_argument` for likeness, probabilities and decisions that cannot be.
void check_likeness(const ImportOptions& options);

/// What is to become of a row.
struct Resolution {
    Likeness action = Likeness::create;
    std::int64_t record = 0;  // that it is taken for, or was decided to be; 0: none
};

/// Judges the rows of one import. What earlier rows made is met like anything else: their matching keys, which the
/// commit would write, are written with each row, so they must be told of (`made`, `changed`).
class LikenessJudge {
public:
    /// Its arguments must outlive it.
    LikenessJudge(Transaction& transaction, const ImportOptions& options, const Finder& finder);

    /// What is to become of a draft that is prepared and was not found by an identifier; lists its candidates in `row`.
    /// Throws an error about the row where a decision cannot be followed.
    [[nodiscard]] Resolution judge(const Draft& draft, ImportedRow& row);

    /// A row starts on this line.
    void starts(std::size_t line) { undecided_.erase(line); }
    /// The row at this line made a record.
    void made(const RecordType& type, std::int64_t id, std::size_t line);
    /// A row changed a record.
    void changed(const RecordType& type, std::int64_t id);

    /// Throws `invalid_argument` when a decision was about a line on which no row started.
    void finish() const;

private:
    [[nodiscard]] bool concerns(const RecordType& type) const;
    [[nodiscard]] std::vector<ImportCandidate> candidates(const Draft& draft) const;
    [[nodiscard]] Resolution decided(const Draft& draft, const ImportDecision& decision) const;

    Transaction& tx_;
    const ImportOptions& options_;
    const Finder& finder_;
    std::optional<match::Learned> model_;
    std::map<std::pair<int, std::int64_t>, std::size_t> lines_;  // of records made, by type number and id
    std::set<std::size_t> undecided_;  // lines with a decision on which no row has started yet
};

}  // namespace kith::interchange
