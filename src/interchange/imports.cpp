// The public face of imports.
#include "interchange/batch.hpp"
#include "interchange/columns.hpp"
#include "interchange/draft_source.hpp"
#include "interchange/likeness.hpp"
#include "interchange/source_file.hpp"
#include "interchange/words.hpp"
#include "records/custom.hpp"
#include "store/core.hpp"

#include <kith/error.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kith {

namespace {

using namespace interchange;

constexpr std::size_t rows_between_progress = 256;

/// Thrown inside the transaction to take it back without an error: a dry run, or nothing to write.
struct TakeBack {};

ReadingRules rules_for(const SourceFile& file, const ImportOptions& options, const Settings& settings,
                       Time now) {
    ReadingRules rules;
    rules.settings = settings;
    rules.home_region = settings.region;
    if (!options.region.empty()) rules.settings.region = options.region;
    rules.source = file.name;
    rules.now = now;
    return rules;
}

/// What the options add to how rows are read.
std::string reading_of(const DraftSource& source, const ImportOptions& options) {
    std::string reading = source.signature() + "\x1d" + options.region;
    for (const std::string& tag : options.tags) reading += "\x1d" + tag;
    return reading;
}

void report_progress(const ImportOptions& options, std::size_t done, std::size_t total) {
    if (options.progress && !options.progress(done, total))
        throw Error(Code::cancelled, "the import was cancelled; nothing was written");
}

void run_batch(Transaction& tx, const SourceFile& file, const ImportOptions& options, ImportReport& report) {
    const ReadingRules rules = rules_for(file, options, tx.connection().settings(), tx.now());
    const auto source = make_source(file, options, rules);
    Batch batch(tx, options, source->cells(), report, reading_of(*source, options));
    const std::size_t size = file.text.size();
    for (std::size_t rows = 0; auto draft = source->next();) {
        batch.put(*draft);
        if (++rows % rows_between_progress == 0)
            report_progress(options, std::min(source->position(), size), size);
    }
    source->finish(report);
    report_progress(options, size, size);
    if (!batch.finish() || options.dry_run) throw TakeBack{};
}

/// Takes records that a dry run made, and that are no more, out of its report.
void forget_made(ImportReport& report) {
    report.batch = {};
    report.transaction = 0;
    std::set<std::pair<std::string, std::int64_t>> made;
    for (ImportedRow& row : report.rows) {
        row.merge = 0;
        if (row.outcome == ImportOutcome::created) made.emplace(row.record.type, row.record.id);
        if (made.count({row.record.type, row.record.id}) > 0) row.record.id = 0;
        for (ImportCandidate& candidate : row.candidates)
            if (candidate.line != 0) candidate.record.id = 0;
    }
}

}  // namespace

std::string_view name_of(ImportOutcome outcome) noexcept {
    switch (outcome) {
        case ImportOutcome::created: return "created";
        case ImportOutcome::updated: return "updated";
        case ImportOutcome::merged: return "merged";
        case ImportOutcome::unchanged: return "unchanged";
        case ImportOutcome::skipped: return "skipped";
        case ImportOutcome::asked: return "asked";
        case ImportOutcome::failed: return "failed";
    }
    return "unknown";
}

ImportPlan Imports::inspect(const std::filesystem::path& path, const ImportOptions& options,
                            Where where) const {
    const std::string bytes = read_file(path);
    return inspect_bytes(bytes, utf8(path.filename()), options, where);
}

ImportPlan Imports::inspect_bytes(std::string_view bytes, std::string_view name, const ImportOptions& options,
                                  Where where) const {
    SourceFile file;
    open_source(file, bytes, name, options);
    const ReadingRules rules = rules_for(file, options, database_.settings(where), database_.core().now());
    return inspect_source(file, options, rules);
}

ImportReport Imports::run(const std::filesystem::path& path, const ImportOptions& options, Where where) {
    const std::string bytes = read_file(path);
    return run_bytes(bytes, utf8(path.filename()), options, where);
}

ImportReport Imports::run_bytes(std::string_view bytes, std::string_view name, const ImportOptions& options,
                                Where where) {
    check_likeness(options);
    SourceFile file;
    open_source(file, bytes, name, options);
    ImportReport report;
    report.dry_run = options.dry_run;
    report.source = file.name;
    report.format = file.format;
    report.record_type = options.record_type.empty() ? "contact" : options.record_type;
    report.encoding = encoding_name(file.encoding.encoding);
    report.encoding_confidence = file.encoding.confidence;
    report.warnings = file.warnings;
    try {
        database_.write([&](Transaction& tx) { run_batch(tx, file, options, report); }, where);
    } catch (const TakeBack&) {
        forget_made(report);
    }
    return report;
}

UndoResult Imports::undo(ImportBatchId batch, Where where) {
    const ImportBatch record = database_.get(batch, where);
    return database_.undo(record.transaction, where);
}

std::vector<ImportBatch> Imports::batches(Where where) const {
    return database_.read(
        [](const Reader& reader) {
            std::vector<std::int64_t> ids;
            {
                store::Statement statement = reader.connection().prepare(
                    "SELECT id FROM import_batch WHERE deleted_at IS NULL ORDER BY id DESC");
                while (statement.step()) ids.push_back(statement.integer(0));
            }
            std::vector<ImportBatch> result;
            result.reserve(ids.size());
            for (const std::int64_t id : ids) result.push_back(reader.get(ImportBatchId{id}));
            return result;
        },
        where);
}

std::vector<FieldDescription> Imports::fields(std::string_view record_type, Where where) const {
    const RecordType& type = importable_type(record_type);
    std::vector<FieldDescription> fields = column_fields(type);
    const records::CustomFields custom = database_.read(
        [&](const Reader& reader) { return records::custom_fields(reader.connection(), type); }, where);
    for (const Field& field : *custom) {
        FieldDescription description;
        description.name = "field." + field.key;
        description.label = field.label.empty() ? field.key : field.label;
        description.label_ja = description.label;
        description.type = field.type;
        description.multiple = field.type == FieldType::choices;
        description.required = field.required;
        description.unique = field.unique;
        description.personal = field.personal;
        description.choices = field.choices;
        description.target = field.target;
        fields.push_back(std::move(description));
    }
    return fields;
}

const ImportColumn* ImportPlan::column(std::string_view name) const {
    std::vector<std::string> headers;
    for (const ImportColumn& each : columns) headers.push_back(each.name);
    const auto index = find_column(headers, name);
    return index ? &columns[*index] : nullptr;
}

Imports Database::imports() const { return Imports(face()); }

}  // namespace kith
