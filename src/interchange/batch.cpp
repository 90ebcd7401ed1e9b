#include "interchange/batch.hpp"

#include "interchange/cells.hpp"
#include "interchange/unite.hpp"
#include "interchange/words.hpp"
#include "merge/merge.hpp"
#include "records/check.hpp"
#include "records/tags.hpp"
#include "records/verbs.hpp"
#include "text/fold.hpp"

#include <kith/blobs.hpp>
#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kith::interchange {

namespace {

/// Errors that speak of one row's values; all others end the import.
bool concerns_row(Code code) {
    switch (code) {
        case Code::required:
        case Code::invalid_value:
        case Code::invalid_argument:
        case Code::not_unique:
        case Code::not_found:
        case Code::conflict:
        case Code::in_use: return true;
        default: return false;
    }
}

/// The identifier that a row has in its source; empty: none.
std::string identifier_of(const Draft& draft) {
    if (!draft.uid.empty()) return "uid\x1f" + draft.uid;
    const records::Element* element = draft.record.type().element("external_id");
    if (element == nullptr || element->size(draft.record.get()) == 0) return {};
    const auto& external = *static_cast<const ExternalId*>(element->at(draft.record.get(), 0));
    return "id\x1f" + external.system + "\x1f" + external.value;
}

/// Why a row is left out by its likeness, or because somebody said so.
std::string why_skipped(const ImportedRow& row) {
    if (row.candidates.empty()) return "it was decided to leave it out";
    const ImportCandidate& likeliest = row.candidates.front();
    const std::string what = likeliest.line == 0
                                 ? fmt::format("{} {}", likeliest.record.type, likeliest.record.id)
                                 : fmt::format("the {} of line {}", likeliest.record.type, likeliest.line);
    return fmt::format("it is probably {}, {} ({:.3f})", what, likeliest.title, likeliest.probability);
}

/// Tags of nothing that can be seen (spaces, a zero-width space) are no tags.
void drop_blank_tags(Draft& draft) {
    const RecordType& type = draft.record.type();
    if (type.tags == nullptr) return;
    const auto dropped = std::erase_if(*type.tags(draft.record.get()),
                                       [](const std::string& tag) { return text::fold(tag).empty(); });
    if (dropped > 0) draft.problem(0, "tags", "a tag without any visible character was left out");
}

/// Whether the record that a row names is what it says: a row that was left out, or is asked about, only names one.
bool stands(ImportOutcome outcome) {
    return outcome != ImportOutcome::skipped && outcome != ImportOutcome::asked &&
           outcome != ImportOutcome::failed;
}

}  // namespace

Batch::Batch(Transaction& transaction, const ImportOptions& options, const CellReader& cells,
             ImportReport& report, std::string reading)
    : tx_(transaction),
      options_(options),
      cells_(cells),
      rules_(cells.rules()),
      report_(report),
      reading_(std::move(reading)),
      finder_(transaction.connection(), rules_),
      likeness_(transaction, options, finder_),
      suppressed_(transaction.connection()) {
    if (suppressed_.any() && !privacy::can_hash())
        report_.warnings.emplace_back(
            "some addresses are suppressed, and which ones cannot be told: this kith was built without libsodium");
    tx_.label("import " + report.source);
    batch_.source = report.source;
    batch_.format = report.format;
    batch_.transaction = tx_.id();
    batch_ = tx_.get(tx_.add(batch_));
}

bool Batch::finish() {
    for (const Deferred& late : deferred_) {
        const std::string& key = late.reference.custom;
        const bool custom = !key.empty();
        const RecordType& target =
            *find_record_type(custom ? definitions_[std::string(late.type->name)].at(key).target
                                     : late.reference.field->target);
        const std::int64_t id = meant(target, late.reference);
        if (id == 0) {
            if (late.row < report_.rows.size())
                report_.rows[late.row].problems.push_back(
                    {report_.rows[late.row].line, 0,
                     custom ? "field." + key : std::string(late.reference.field->name),
                     fmt::format("there is no {} '{}'", target.name, late.reference.words)});
            continue;
        }
        AnyRecord record(*late.type);
        if (!tx_.load(*late.type, late.id, record.get())) continue;
        if (custom)
            (*late.type->custom(record.get()))[key] = Value(RecordRef{std::string(target.name), id});
        else
            late.reference.field->set(record.get(), store::Cell::of(id));
        tx_.update(*late.type, late.type->id(record.get()), record.get());
    }
    likeness_.finish();
    if (report_.created + report_.updated + report_.merged == 0) return false;
    batch_.created = static_cast<std::int64_t>(report_.created + report_.merged);
    batch_.updated = static_cast<std::int64_t>(report_.updated);
    batch_.unchanged = static_cast<std::int64_t>(report_.unchanged);
    batch_.failed = static_cast<std::int64_t>(report_.failed);
    tx_.update(batch_);
    report_.batch = batch_.id;
    report_.transaction = tx_.id();
    return true;
}

void Batch::put(Draft& draft) {
    new_employers_.clear();
    waiting_.clear();
    likeness_.starts(draft.line);
    ImportedRow row = put_row(draft);
    if (!draft.local.empty())
        locals_[{&draft.record.type(), draft.local}] = stands(row.outcome) ? row.record.id : 0;
    ++report_.total;
    switch (row.outcome) {
        case ImportOutcome::created:
            ++report_.created;
            if (!row.candidates.empty()) ++report_.possible;
            break;
        case ImportOutcome::updated: ++report_.updated; break;
        case ImportOutcome::merged: ++report_.merged; break;
        case ImportOutcome::unchanged: ++report_.unchanged; break;
        case ImportOutcome::skipped: ++report_.skipped; break;
        case ImportOutcome::asked: ++report_.asked; break;
        case ImportOutcome::failed: ++report_.failed; break;
    }
    keep_row(std::move(row));
}

void Batch::keep_row(ImportedRow&& row) {
    const bool failed = row.outcome == ImportOutcome::failed;
    const bool room = report_.rows.size() - listed_failures_ < options_.max_rows;
    if (!room && !(failed && listed_failures_ < options_.max_rows)) {
        waiting_.clear();
        return;
    }
    if (!room) ++listed_failures_;
    for (NamedReference& reference : waiting_)
        if (row.record.id != 0 && stands(row.outcome))
            deferred_.push_back({report_.rows.size(), find_record_type(row.record.type), row.record.id,
                                 std::move(reference)});
    report_.rows.push_back(std::move(row));
}

ImportedRow Batch::put_row(Draft& draft) {
    const RecordType& type = draft.record.type();
    ImportedRow row;
    row.line = draft.line;
    row.record.type = type.name;
    const auto done = [&](ImportOutcome outcome, std::string reason = {}) -> ImportedRow& {
        row.outcome = outcome;
        row.problems = std::move(draft.problems);
        if (!reason.empty()) row.problems.push_back({draft.line, 0, {}, std::move(reason)});
        return row;
    };
    row.title = type.title(draft.record.get());
    if (!draft.skip.empty()) return done(ImportOutcome::skipped, draft.skip);
    if (!draft.refusal.empty()) return done(ImportOutcome::failed, draft.refusal);

    localise_phones(draft, rules_);
    guard_uid(draft);
    guard_external_ids(draft);
    const Digest digest = digest_of(draft.row, reading_, identifier_of(draft));
    if (const auto same = seen_.find(digest.row); same != seen_.end()) {
        row.record = same->second.record;
        row.title = same->second.title;
        return done(ImportOutcome::unchanged, fmt::format("it is the same as line {}", same->second.line));
    }
    try {
        resolve_references(draft);
        settle_jobs(draft);
        resolve_custom(draft);
        if (!draft.refusal.empty()) return done(ImportOutcome::failed, draft.refusal);
        for (const std::string& tag : options_.tags)
            if (type.tags != nullptr) type.tags(draft.record.get())->push_back(tag);
        drop_blank_tags(draft);
        records::prepare_and_check(type, draft.record.get(), tx_.connection().settings(), tx_.now());
        row.title = type.title(draft.record.get());
        note_suppressed(draft);

        KnownRecord known = find(draft, digest);
        const Resolution like = known.id == 0 ? likeness_.judge(draft, row) : Resolution{};
        if (like.action == Likeness::update) known.id = like.record;
        row.record.id = known.id;
        if (known.deleted) return done(ImportOutcome::skipped, "its record is in the trash");
        if (like.action == Likeness::skip || like.action == Likeness::ask) {
            row.record.id = like.record;
            return like.action == Likeness::skip ? done(ImportOutcome::skipped, why_skipped(row))
                                                 : done(ImportOutcome::asked);
        }
        if (known.current) {
            done(ImportOutcome::unchanged);
        } else {
            tx_.savepoint([&] {
                write(draft, known, digest, row);
                if (like.action == Likeness::merge) merge_into(like.record, row);
            });
            done(row.outcome);
        }
    } catch (const Error& error) {
        if (!concerns_row(error.code())) throw;
        for (const std::string& core : new_employers_) employers_.erase(core);
        report_.organizations -= new_employers_.size();
        row.record.id = 0;
        row.merge = 0;
        done(ImportOutcome::failed);
        row.problems.push_back({draft.line, 0, error.field(), error.what()});
        return row;
    }
    seen_.emplace(digest.row, Seen{draft.line, row.record, row.title});
    if (!draft.uid.empty()) uids_.emplace(draft.uid, Seen{draft.line, row.record, row.title});
    return row;
}

// Suppressed addresses are imported like others, and whoever reads the report is told.
void Batch::note_suppressed(Draft& draft) {
    if (!suppressed_.any() || !privacy::can_hash()) return;
    const RecordType& type = draft.record.type();
    for (const std::string_view name : {"email", "phone"}) {
        const records::Element* element = type.element(name);
        if (element == nullptr) continue;
        const auto main = std::find_if(element->fields.begin(), element->fields.end(),
                                       [](const records::Field& field) { return field.is(records::main); });
        for (std::size_t i = 0; i < element->size(draft.record.get()); ++i) {
            records::Scratch scratch;
            const store::Cell cell = main->get(element->at(draft.record.get(), i), scratch);
            const auto address = privacy::read_address(cell.text, tx_.connection().settings().region);
            if (address && suppressed_.has(*address))
                draft.problem(
                    0, name,
                    fmt::format("{} is suppressed: it is not to be used (it was imported all the same)",
                                cell.text));
        }
    }
}

// Some exporters give several people one UID. A name that differs says so; the same name is the same person again.
void Batch::guard_uid(Draft& draft) {
    if (draft.uid.empty()) return;
    const auto before = uids_.find(draft.uid);
    if (before == uids_.end() ||
        text::fold(before->second.title) == text::fold(draft.record.type().title(draft.record.get())))
        return;
    draft.problem(0, "uid",
                  fmt::format("line {} has the same UID and another name, so the UID was left out",
                              before->second.line));
    draft.uid.clear();
}

// The same for identifiers of other systems: two rows of one file with one of them and different names.
void Batch::guard_external_ids(Draft& draft) {
    const RecordType& type = draft.record.type();
    const records::Element* element = type.element("external_id");
    if (element == nullptr || !draft.uid.empty()) return;  // a UID tells rows apart by itself
    const std::string title = text::fold(type.title(draft.record.get()));
    for (std::size_t i = 0; i < element->size(draft.record.get()); ++i) {
        auto& external = *static_cast<ExternalId*>(const_cast<void*>(element->at(draft.record.get(), i)));
        if (external.value.empty()) continue;
        const auto [before, first] =
            externals_.try_emplace(external.system + '\x1f' + external.value, draft.line, title);
        if (first || before->second.second == title) continue;
        draft.problem(0, "external_id",
                      fmt::format("line {} has the same external id '{}' and another name, so it was left out",
                                  before->second.first, external.value));
        external.value.clear();
    }
}

KnownRecord Batch::find(Draft& draft, const Digest& digest) {
    const RecordType& type = draft.record.type();
    KnownRecord known = finder_.by_uid(type, draft.uid);
    if (const records::Element* element = type.element("external_id"); element != nullptr) {
        for (std::size_t i = 0; known.id == 0 && i < element->size(draft.record.get()); ++i) {
            const auto& external = *static_cast<const ExternalId*>(element->at(draft.record.get(), i));
            if (external.value.empty()) continue;
            known = finder_.by_external(type, external.system, external.value);
            // Two rows of one file that have uids of their own are two records, whatever else they share.
            if (known.id != 0 && !draft.uid.empty() && named_.contains({type.number, known.id})) known = {};
        }
    }
    if (known.id == 0) known = finder_.by_row(type, digest);
    if (known.id == 0 && !type.mergeable) known = finder_.by_unique_name(type, draft.record.get());
    if (known.id == 0 && !type.mergeable) known = finder_.by_content(type, draft.record.get());
    if (known.id == 0 && type.name == "organization")
        known = finder_.undescribed(draft.record.as<Organization>().name);
    if (known.id != 0) finder_.trace(type, digest, known);
    return known;
}

void Batch::write(Draft& draft, const KnownRecord& known, const Digest& digest, ImportedRow& row) {
    const RecordType& type = draft.record.type();
    void* record = draft.record.get();
    if (!draft.photo.empty()) draft.record.as<Contact>().photo = Blobs::put(tx_, draft.photo);
    bool changed = known.id == 0;
    if (known.id == 0) {
        type.meta(record).uid = draft.uid;
        row.record.id = tx_.add(type, record);
        row.outcome = ImportOutcome::created;
    } else {
        AnyRecord stored(type);
        tx_.load(type, known.id, stored.get());
        changed = unite(type, stored.get(), record);
        if (type.custom != nullptr) {
            for (const auto& [key, value] : *type.custom(record)) {
                Value& before = (*type.custom(stored.get()))[key];
                if (before == value) continue;
                before = value;
                changed = true;
            }
        }
        if (changed) tx_.update(type, known.id, stored.get());
        if (type.tags != nullptr) changed = apply_tags(type, known.id, *type.tags(record)) || changed;
        row.title = type.title(stored.get());
    }
    if (type.name == "contact") changed = apply_jobs(ContactId{row.record.id}, draft.jobs) || changed;
    for (const std::string& list : draft.lists)
        changed = tx_.add_to_list(type, row.record.id, list) || changed;
    if (!draft.uid.empty()) named_.emplace(type.number, row.record.id);
    if (known.id != 0) row.outcome = changed ? ImportOutcome::updated : ImportOutcome::unchanged;
    if (changed) note_source(draft, row.record.id, digest);
    if (known.id == 0)
        likeness_.made(type, row.record.id, draft.line);
    else if (changed)
        likeness_.changed(type, row.record.id);
}

void Batch::merge_into(std::int64_t survivor, ImportedRow& row) {
    const MergeResult merged =
        merge::merge_records(tx_.writer(), {row.record.type, survivor, {row.record.id}}, {});
    tx_.label("import " + report_.source);  // the merge has put its own in the place of it
    const RecordType& type = *find_record_type(row.record.type);
    for (const std::int64_t id : {row.record.id, survivor}) likeness_.changed(type, id);
    row.outcome = ImportOutcome::merged;
    row.merge = merged.id;
    row.record.id = survivor;
    row.title = records::title_of(tx_.connection(), type, survivor);
}

void Batch::note_source(const Draft& draft, std::int64_t id, const Digest& digest) {
    const std::string bytes = digest.bytes();
    store::Statement insert = tx_.connection().prepare(
        "INSERT INTO source_record (id, batch_id, line, digest, kind, record_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    insert.bind_all(tx_.writer().next_id("source_record"), batch_.id.value, draft.line);
    insert.bind_blob(4, bytes).bind(5, draft.record.type().number).bind(6, id);
    insert.run();
}

}  // namespace kith::interchange
