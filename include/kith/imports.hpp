// Imports: files of other programs (vCard, CSV, JSON lines) into the base, in batches that can be repeated and
// taken back.
//
//     ImportReport r = db.imports().run("phone.vcf");
//     r.created, r.updated, r.failed ...     db.imports().undo(r.batch);
//
// A row (a CSV row, a card, a JSON line) is found again by its identifier: the UID of a card, an external id; else
// by a digest of its content. So importing a file twice changes nothing, and importing a newer export of it brings
// its changes: fields that the row has are written, e-mails, phones, addresses and the like are added to those
// that are there and never removed.
//
// Rows of contacts and organizations that are not found so are new, or `ImportOptions::likeness` has them compared with
// what is there, rows before them included, as `duplicates()` does it. `Likeness::ask` with a dry run writes nothing and
// links a list against the base: each row comes back with the records that it may be and their probabilities.
//
//     ImportReport asked = db.imports().run("fair.csv", {.likeness = Likeness::ask});
//     for (const ImportedRow& row : asked.rows)
//         if (row.outcome == ImportOutcome::asked) decisions[row.line] = {Likeness::update, row.record.id};
//     db.imports().run("fair.csv", {.likeness = Likeness::ask, .decisions = decisions});
//
// A row of interactions names its contact by e-mail address, phone number, uid or external id, else by a full name that
// exactly one contact has. Times without an offset are those of the file's zone.
#pragma once

#include <kith/database.hpp>
#include <kith/match_model.hpp>
#include <kith/records/import_batch.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// What becomes of a row whose record is there already by all appearances, though no identifier says so.
enum class Likeness : std::int32_t {
    create = 0,  ///< a new record; nothing is looked up
    skip = 1,    ///< nothing: the row is left out
    update = 2,  ///< the record is updated by the row, as if an identifier had named it
    merge = 3,   ///< a record of its own, merged at once into the one that is there: `unmerge` parts them
    ask = 4,     ///< nothing yet: the row is listed with the records that it may be
};

/// The name of what becomes of such a row, "update".
[[nodiscard]] KITH_API std::string_view name_of(Likeness likeness) noexcept;
/// The likeness of that name. Throws `invalid_argument` naming those that there are.
[[nodiscard]] KITH_API Likeness likeness_named(std::string_view name);

/// What somebody decided about a row.
struct ImportDecision {
    Likeness action = Likeness::create;  ///< anything but ask
    std::int64_t record = 0;  ///< for update and merge: the record that it is; 0: the likeliest one
};

/// How a file is read. The defaults find everything out.
struct ImportOptions {
    std::string source{};  ///< what the source is called, in the batch and in external ids; "" = the file's name
    std::string format{};  ///< "vcard", "csv", "jsonl"; "" = by content
    /// CSV: what a row is: "contact", "organization", "interaction"; "" = what the headers speak of: an interaction where
    /// more of them do, an organization where none speaks of a contact, else a contact. JSON lines: what a line is that
    /// does not say its "record"; "" = a contact.
    std::string record_type = "contact";
    /// CSV: column -> field. A column is its header (case and width do not matter) or its number from 1; a field is one
    /// of `Imports::fields`, "field.KEY" for a custom field, or "-" to leave the column out. "email[2]",
    /// "address[2].street" tell several of one kind apart. Columns that are not named here are recognised by their
    /// headers.
    std::vector<std::pair<std::string, std::string>> mapping{};
    std::string external_id{};        ///< CSV: the column with the row's identifier in the other system
    std::string encoding{};           ///< "UTF-8", "Shift_JIS", "windows-1252" ...; "" = by content
    std::optional<char> delimiter{};  ///< CSV: ',' ';' '\t' ...; nothing = by content
    std::optional<bool> header{};     ///< CSV: whether the first row names the columns; nothing = by content
    std::string region{};  ///< ISO 3166-1 alpha-2 where the file comes from: the order of its dates, and the
                           ///< country of its phone numbers that have none; "" = the file setting's
    std::string
        date_order{};  ///< "ymd", "mdy", "dmy" for dates like 3/4/2025; "" = what the column shows, else the region's
    std::vector<std::string> tags{};  ///< put on every record that is created or updated
    bool create_fields = true;        ///< make custom fields that the mapping names and that are new, as text
    bool dry_run = false;             ///< do everything, report it, and roll it back
    /// What becomes of a row that no identifier ties to a record and that is probably one that is there, or that an earlier
    /// row made. Concerns contacts and organizations.
    Likeness likeness = Likeness::create;
    double threshold = 0.95;  ///< least probability, 0.5..1, with which `likeness` is done to a row
    /// Least probability, 0..threshold, with which records are listed with a row. A row that reaches only this is
    /// imported as new.
    double review = 0.5;
    /// What somebody decided about rows, by their lines; in place of `likeness`. A row that was found by its identifier
    /// meanwhile needs none.
    std::map<std::size_t, ImportDecision> decisions{};
    /// What to judge by, for rows of its record type (`Duplicates::model`); nothing: packaged figures. How
    /// frequent values are is counted in the file.
    std::optional<MatchModel> model{};
    std::size_t max_rows =
        200000;  ///< rows listed in the report; more are only counted (failed ones are listed on, as many again)
    /// Called every few hundred rows and at the end with bytes read and bytes in all, on the calling thread inside the
    /// transaction: do not use the database in it. False cancels: Error cancelled, nothing is written.
    std::function<bool(std::size_t done, std::size_t total)> progress{};
};

/// One column of a CSV file, property of a vCard file or key of a JSON file, and where it goes.
struct ImportColumn {
    std::string name{};                  ///< its header; "#3" where there is none
    std::string field{};                 ///< the field it is mapped to, "email[2].label"; "" = it is not kept
    std::string label{};                 ///< the label its values get: "work" for "Business Phone"
    std::vector<std::string> samples{};  ///< up to 5 different values
    std::size_t filled = 0;              ///< rows with a value (of those looked at)
};

/// What a file seems to be, for a dialog that lets the user correct it.
struct ImportPlan {
    std::string source{};
    std::string format{};       ///< "vcard", "csv", "jsonl"
    std::string record_type{};  ///< what a row is, as in the options; never empty
    std::string
        dialect{};  ///< "Google Contacts", "Outlook", "Thunderbird", "kith", "vCard 3.0" ...; "" = nothing known
    std::string encoding{};          ///< "UTF-8", "CP932" ...
    double encoding_confidence = 1;  ///< 0.5 (a guess) .. 1
    char delimiter = 0;              ///< CSV only
    bool header = false;             ///< CSV only: the first row names the columns
    std::string date_order{};        ///< CSV only: "ymd", "mdy", "dmy"
    std::size_t rows = 0;            ///< rows, cards or lines
    std::vector<ImportColumn> columns{};
    std::vector<std::string> warnings{};

    /// The column that a mapping means by this name: by its header (case and width do not matter) or its number from 1.
    /// Null when the file has none such.
    [[nodiscard]] KITH_API const ImportColumn* column(std::string_view name) const;
};

/// One thing in a row that was not as it should be.
struct ImportProblem {
    std::size_t line = 0;  ///< physical line, from 1
    std::size_t column =
        0;  ///< CSV: number of the column from 1; vCard: byte in the line; 0: the row as a whole
    std::string field{};   ///< the field concerned, "birthday"; "" = none in particular
    std::string reason{};  ///< in English
};

/// What became of a row.
enum class ImportOutcome {
    created,    ///< a new record
    updated,    ///< a known record that now says more or something else
    merged,     ///< a new record that was merged at once into one that it is like
    unchanged,  ///< known, and nothing new in it
    skipped,    ///< left out on purpose: nothing in it, its record is in the trash, or the options said so
    asked,      ///< not imported: somebody has to decide whether it is one of its candidates
    failed,     ///< refused; see its problems
};

/// The name of an outcome, "created".
[[nodiscard]] KITH_API std::string_view name_of(ImportOutcome outcome) noexcept;

/// A record that a row may speak of.
struct ImportCandidate {
    RecordRef record{};      ///< id 0: a row of this dry run made it
    std::string title{};     ///< how the record is called
    double probability = 0;  ///< 0..1
    std::size_t line = 0;    ///< of the row of this import that made it; 0: it was there before
};

/// One row and what became of it.
struct ImportedRow {
    std::size_t line = 0;  ///< physical line on which it starts, from 1
    ImportOutcome outcome = ImportOutcome::created;
    /// What it became, was merged into, or is probably (asked, or skipped for it). Id 0: none (failed, skipped, or
    /// created in a dry run).
    RecordRef record{};
    std::string title{};                    ///< how the record is called
    std::vector<ImportProblem> problems{};  ///< also on rows that went through
    /// The records that it is like, the ten likeliest, the likeliest first. Of a created row: none is likely enough to be
    /// taken for it. None where nothing was looked up: its identifier was known, or somebody had decided.
    std::vector<ImportCandidate> candidates{};
    std::int64_t merge = 0;  ///< of a merged row: for `unmerge`; 0 in a dry run
};

/// What an import did, or with `dry_run` would do.
struct ImportReport {
    ImportBatchId batch{};          ///< none when nothing was written
    TransactionId transaction = 0;  ///< 0 when nothing was written
    bool dry_run = false;
    std::string source{};
    std::string format{};  ///< this and the next four as in ImportPlan
    std::string record_type{};
    std::string dialect{};
    std::string encoding{};
    double encoding_confidence = 1;
    std::size_t total = 0;  ///< rows read
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t merged = 0;  ///< the batch counts them as created
    std::size_t unchanged = 0;
    std::size_t skipped = 0;
    std::size_t asked = 0;
    std::size_t failed = 0;
    std::size_t possible = 0;             ///< of those created, how many have candidates
    std::size_t organizations = 0;        ///< organizations made because rows name them as employers
    std::vector<ImportedRow> rows{};      ///< in the order of the file
    std::vector<std::string> warnings{};  ///< about the file as a whole
    /// Columns and properties that held something and are not kept, with the number of their values.
    std::vector<std::pair<std::string, std::size_t>> ignored{};
};

/// The imports of a database. A small value; safe to use from any thread.
class KITH_API Imports {
public:
    explicit Imports(const Database& database) : database_(database) {}

    /// Looks at a file without importing it. Reads all of it. Throws `io`, `invalid_argument` as `run` does.
    [[nodiscard]] ImportPlan inspect(const std::filesystem::path& path, const ImportOptions& options = {},
                                     Where where = Where::current()) const;
    /// The same for bytes; `name` stands for the file's name.
    [[nodiscard]] ImportPlan inspect_bytes(std::string_view bytes, std::string_view name,
                                           const ImportOptions& options = {},
                                           Where where = Where::current()) const;

    /// Imports a file in one transaction. A row that cannot be kept is reported with line and reason, and the others
    /// go on. When nothing is new nothing is written, not even a batch. Throws `io` when the file cannot be read,
    /// `invalid_argument` for a mapping that names an unknown column or field (naming the nearest), when no column
    /// is recognised, for probabilities out of their range, decisions that cannot be, and those about a line on which
    /// no row starts, `cancelled`, and what a commit throws; then nothing is written.
    /// Memory: the file, once more when it is not UTF-8, and the report. Rows are compared with what is like them in some
    /// milliseconds each, whatever the size of the base (docs/benchmarks.md).
    ImportReport run(const std::filesystem::path& path, const ImportOptions& options = {},
                     Where where = Where::current());
    ImportReport run_bytes(std::string_view bytes, std::string_view name, const ImportOptions& options = {},
                           Where where = Where::current());

    /// Takes a whole batch back, by `Database::undo` of its transaction: what was changed since stays and is named.
    /// Throws `not_found`.
    UndoResult undo(ImportBatchId batch, Where where = Where::current());

    /// The batches that were written, newest first.
    [[nodiscard]] std::vector<ImportBatch> batches(Where where = Where::current()) const;

    /// The fields that a column can be mapped to, custom fields included. Throws `invalid_argument` for a type that
    /// cannot be imported from CSV.
    [[nodiscard]] std::vector<FieldDescription> fields(std::string_view record_type = "contact",
                                                       Where where = Where::current()) const;

private:
    Database database_;
};

}  // namespace kith
