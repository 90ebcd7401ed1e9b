// Whole imports: files of any format, recognised by their content.
#include "fuzz.hpp"
#include "world.hpp"

#include <kith/exports.hpp>
#include <kith/history.hpp>
#include <kith/records/contact.hpp>
#include <kith/records/organization.hpp>

using namespace kith;
using namespace kith::fuzz;

namespace {

void must_add_up(const ImportReport& report) {
    must(report.created + report.updated + report.unchanged + report.skipped + report.failed == report.total,
         "every row has one outcome");
    for (const ImportedRow& row : report.rows) {
        must_be_utf8(row.title, "titles are UTF-8");
        for (const ImportProblem& problem : row.problems) must_be_utf8(problem.reason, "reasons are UTF-8");
    }
}

// Into a base that has people, to be taken back.
void rehearse(std::string_view bytes) {
    static Database db = small_base(":memory:");
    ImportOptions options;
    options.dry_run = true;
    answers([&] {
        const ImportReport report = db.imports().run_bytes(bytes, "fuzz", options);
        must_add_up(report);
        must(report.transaction == 0, "a rehearsal writes nothing");
    });
}

// Into a fresh base, twice; out again, and taken back.
void import(std::string_view bytes) {
    Options options;
    options.region = "JP";
    options.clock = now;
    Database db = Database::open(":memory:", options);
    ImportReport first;
    if (!answers([&] { first = db.imports().run_bytes(bytes, "fuzz"); })) return;
    must_add_up(first);
    const ImportReport second = db.imports().run_bytes(bytes, "fuzz");
    must_add_up(second);
    must(second.created == 0 && second.updated == 0 && second.transaction == 0,
         "a repeated import changes nothing");
    for (const Finding& finding : db.verify())
        throw Broken("an import leaves a sound file: " + finding.check + " " + finding.table + " " +
                     finding.message);
    for (const char* format : {"jsonl", "vcard", "csv"}) {
        ExportOptions how;
        how.format = format;
        must_be_utf8(export_text(db, how), "exports are UTF-8");
    }
    if (!first.batch) return;
    must(db.imports().undo(first.batch).kept.empty(), "an import with nothing after it is taken back whole");
    must(db.count<Contact>() == 0 && db.count<Organization>() == 0, "and leaves nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    rehearse(bytes);
    if (size % 8 == 0) import(bytes);  // a fresh base takes a hundred times as long
    return 0;
}
