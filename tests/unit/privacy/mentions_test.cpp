// Where the past of other records names an erased person.
#include "support/dump.hpp"
#include "unit/privacy/bytes.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;

namespace {

std::size_t told_in(const EraseReport& report, const RecordRef& record, std::string_view field,
                    std::string_view reason) {
    return static_cast<std::size_t>(
        std::count_if(report.left.begin(), report.left.end(), [&](const Kept& kept) {
            return kept.record == record && kept.field == field &&
                   kept.reason.find(reason) != std::string::npos;
        }));
}

}  // namespace

TEST_CASE("the history of other records that names an erased person is reported") {
    const test::TempFile file;
    auto db = Database::open(file.path());
    db.add(Field{.key = "hint"});
    const ContactId zora = db.add(Contact{.name = {.given = "Zoraida", .family = "Quillfeather"},
                                          .emails = {{.address = "z@quill.example"}}});
    const ContactId ada = db.add(
        Contact{.name = {.given = "Ada"},
                .emails = {{.address = "a@x.example"}, {.address = "z@quill.example", .label = "her friend"}},
                .notes = "a friend of Zoraida Quillfeather",
                .fields = {{"hint", "z@quill.example"}}});
    db.edit(ada, [](Contact& c) { c.notes = "z@quill.example knows"; });
    db.edit(ada, [](Contact& c) { c.notes.clear(); });
    db.edit(ada, [](Contact& c) { c.fields.clear(); });
    db.edit(ada, [](Contact& c) { c.emails.pop_back(); });
    const TaskId call = db.add(Task{.title = "call Zoraida Quillfeather"});
    db.undo(db.last_transaction());
    const InteractionId talk =
        db.add(Interaction{.participants = {ada}, .body = "about Quillfeather, Zoraida"});
    db.edit(talk, [](Interaction& i) { i.body = "about somebody"; });
    const ContactId other = db.add(Contact{.name = {.given = "Other"}, .notes = "zoraida quillfeather's"});
    db.merge(merge_of(ada, {other}));
    db.edit(ada, [](Contact& c) { c.notes.clear(); });
    db.as("Zoraida Quillfeather").edit(ada, [](Contact& c) { c.notes = "n"; });
    const EraseReport report = db.privacy().erase(zora);
    const RecordRef contact{"contact", ada.value};
    CHECK(told_in(report, contact, "notes", "history") == 1);  // twice, told once
    CHECK(told_in(report, contact, "field.hint", "history") == 1);
    CHECK(told_in(report, contact, "email", "history") == 1);
    CHECK(told_in(report, {"task", call.value}, "title", "history") == 1);
    CHECK(told_in(report, {"interaction", talk.value}, "body", "history") == 1);
    CHECK(told_in(report, contact, "notes", "merge") +
              told_in(report, {"contact", other.value}, "notes", "merge") >
          0);
    CHECK(std::count_if(report.left.begin(), report.left.end(), [](const Kept& kept) {
              return kept.record.type == "change_txn" && kept.field == "actor";
          }) == 1);
    CHECK_FALSE(test::found_beside(file, {"quillfeather"}).empty());

    CHECK(test::findings(db) == "");
}

TEST_CASE("the reason of a suppression does not say whose address it hides") {
    if (!Privacy::can_suppress()) {
        WARN("this kith was built without libsodium");
        return;
    }
    const test::TempFile file;
    auto db = Database::open(file.path());
    db.privacy().suppress("z@quill.example", "asked by Zoraida Quillfeather");
    db.privacy().suppress("b@x.example", "asked by Bob");
    const EraseReport report = db.privacy().erase(db.add(Contact{
        .name = {.given = "Zoraida", .family = "Quillfeather"}, .emails = {{.address = "z@quill.example"}}}));
    CHECK(report.erased.at("suppression.reason") == 1);
    const auto all = db.privacy().suppressions();
    REQUIRE(all.size() == 2);
    CHECK(all[0].reason.empty());
    CHECK(all[1].reason == "asked by Bob");
    CHECK(db.privacy().is_suppressed("z@quill.example"));
    CHECK(test::found_beside(file, {"quillfeather", "Quillfeather"}).empty());
}
