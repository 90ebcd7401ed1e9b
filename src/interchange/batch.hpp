// One import: drafts in, records out, in one transaction.
#pragma once

#include "interchange/cells.hpp"
#include "interchange/draft.hpp"
#include "interchange/finder.hpp"
#include "interchange/likeness.hpp"
#include "privacy/suppression.hpp"

#include <kith/database.hpp>
#include <kith/imports.hpp>
#include <kith/records/field.hpp>
#include <kith/records/organization.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kith::interchange {

/// Finds or makes the record of each draft and keeps the report. Used by the thread of its transaction.
class Batch {
public:
    /// `reading` says how rows are read (mapping, region): a row that was read another way before is read again.
    /// `cells` reads the file's values.
    Batch(Transaction& transaction, const ImportOptions& options, const CellReader& cells,
          ImportReport& report, std::string reading);

    /// Writes what the draft says, in a savepoint of its own, and adds its row to the report.
    void put(Draft& draft);

    /// Looks references up that named records of later lines, and completes the batch's record. True when anything
    /// was written. Throws `invalid_argument` for a decision about a line on which no row started.
    bool finish();

private:
    struct Deferred {
        std::size_t row;  // in the report
        const RecordType* type;
        std::int64_t id;
        NamedReference reference;
    };
    struct Seen {
        std::size_t line;
        RecordRef record;
        std::string title;
    };

    ImportedRow put_row(Draft& draft);
    [[nodiscard]] KnownRecord find(Draft& draft, const Digest& digest);
    void write(Draft& draft, const KnownRecord& known, const Digest& digest, ImportedRow& row);
    /// Makes the record that the row became part of another.
    void merge_into(std::int64_t survivor, ImportedRow& row);
    void guard_uid(Draft& draft);
    void guard_external_ids(Draft& draft);
    void note_suppressed(Draft& draft);

    /// The record that a reference means: the one that its line became, else what its words find; 0: none.
    [[nodiscard]] std::int64_t meant(const RecordType& target, const NamedReference& reference) const;
    void resolve_references(Draft& draft);
    void resolve_participants(Draft& draft);
    void resolve_contents(Draft& draft);
    void resolve_custom(Draft& draft);
    /// Nothing, with a problem in the draft, where the text is no value of the field.
    [[nodiscard]] std::optional<Value> custom_value(Draft& draft, const Field& field,
                                                    const CustomText& custom);
    [[nodiscard]] const Field* definition(const RecordType& type, const CustomText& custom);
    void settle_jobs(Draft& draft);

    bool apply_tags(const RecordType& type, std::int64_t id, const std::vector<std::string>& tags);
    bool apply_jobs(ContactId contact, const std::vector<Job>& jobs);
    OrganizationId employer(const Job& job);
    void note_source(const Draft& draft, std::int64_t id, const Digest& digest);
    void keep_row(ImportedRow&& row);

    Transaction& tx_;
    const ImportOptions& options_;
    const CellReader& cells_;
    const ReadingRules& rules_;
    ImportReport& report_;
    std::string reading_;
    Finder finder_;
    LikenessJudge likeness_;
    privacy::Suppressed suppressed_;
    ImportBatch batch_{};
    std::map<std::string, std::map<std::string, Field>, std::less<>> definitions_;  // by record type and key
    std::unordered_map<std::string, Seen> seen_;  // rows of this file by the digest of their content
    std::unordered_map<std::string, std::pair<std::size_t, std::string>> externals_;  // line and folded title
    std::unordered_map<std::string, Seen> uids_;  // cards of this file by their UID
    std::map<std::pair<const RecordType*, std::string>, std::int64_t>
        locals_;  // records by the ids that this file gives their lines; 0: the line was left out
    std::set<std::pair<int, std::int64_t>> named_;  // records, by type number and id, of rows that have a UID
    std::unordered_map<std::string, std::int64_t> employers_;  // by name as written
    std::vector<std::string> new_employers_;                   // of the row at work: gone when it fails
    std::vector<Deferred> deferred_;
    std::vector<NamedReference> waiting_;  // of the row at work
    std::size_t listed_failures_ = 0;
};

}  // namespace kith::interchange
