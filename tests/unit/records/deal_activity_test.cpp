// What is done for a deal hangs on it: interactions, tasks, appointments, reminders and files.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::at;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

struct DealBase {
    Database db = Database::open(":memory:", {.actor = "ada", .time_zone = "Asia/Tokyo"});
    StageId talk = db.pipelines().create("Sales", {{.name = "Talk"}}).stages[0];
    ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    DealId engine = db.add(Deal{.name = "Engine", .stage = talk, .contact = ada});
    DealId manual = db.add(Deal{.name = "Manual", .stage = talk});
};

/// One of each kind that is about a deal alone.
struct Alone {
    InteractionId call;
    TaskId task;
    AppointmentId fair;
    ReminderId reminder;
    AttachmentId offer;

    Alone(Database& db, DealId deal)
        : call(db.add(Interaction{
              .at = at("2026-05-01T00:00Z"), .channel = Channel::phone, .subject = "Price", .deal = deal})),
          task(db.add(Task{.title = "Send the offer", .due = at("2026-05-02"), .deal = deal})),
          fair(db.add(Appointment{.title = "Fair", .start = at("2026-05-03"), .deal = deal})),
          reminder(db.add(Reminder{.at = at("2026-05-04"), .note = "Ask", .deal = deal})),
          offer(db.add(Attachment{.name = "offer.pdf", .content = db.blobs().put("an offer"), .deal = deal})) {
    }
};

}  // namespace

TEST_CASE_METHOD(DealBase, "a deal alone has activity, without a contact or an organization") {
    const Alone alone(db, engine);
    CHECK(db.get(alone.call).deal == engine);
    CHECK(db.get(alone.task).deal == engine);
    CHECK(db.get(alone.fair).deal == engine);
    CHECK(db.get(alone.reminder).deal == engine);
    CHECK(db.get(alone.offer).deal == engine);
    CHECK_FALSE(db.get(alone.task).contact);
    CHECK(findings(db) == "");

    for (const char* query :
         {"has interaction (channel = phone)", "has task (done is unknown)",
          "has appointment (status = planned)", "has reminder (note = ask)",
          "has attachment (name = 'offer.pdf')", "has やりとり (手段 = 電話)",
          "has タスク (期限 < 2026-06-01)", "has 予定", "has リマインダー", "count task = 1",
          "interaction.subject contains pric", "has no task (title = Other) and has task"}) {
        INFO(query);
        CHECK(db.ids<Deal>(query) == std::vector{engine});
        CHECK(db.ids<Deal>(query_from_json(query_to_json(query))) == std::vector{engine});
    }
    CHECK(db.ids<Deal>(q::has("task", q::path("due").before("2026-06-01"))) == std::vector{engine});
    CHECK(db.ids<Deal>("has no interaction") == std::vector{manual});
    CHECK(db.ids<Interaction>("deal.name = Engine and deal.stage = Talk") == std::vector{alone.call});
    CHECK(db.ids<Task>("商談.contact.given = Ada") == std::vector{alone.task});
    CHECK(db.ids<Appointment>("deal = Engine") == std::vector{alone.fair});
    CHECK(db.ids<Reminder>("deal.status = open") == std::vector{alone.reminder});
    CHECK(db.ids<Attachment>("案件 = Engine") == std::vector{alone.offer});
    CHECK(db.ids<Contact>("has deal (has task (title contains offer))") == std::vector{ada});
    const auto plan = explain(db, record_type<Deal>(), "has interaction (at since 2026-01-01)").plan;
    CHECK(std::any_of(plan.begin(), plan.end(), [](const std::string& step) {
        return step.find("USING INDEX interaction_deal (deal_id=? AND at>") != std::string::npos;
    }));

    const Error gone = expect_error(Code::not_found, [&] { db.add(Task{.title = "x", .deal = DealId{99}}); });
    CHECK(gone.field() == "deal");
    expect_error(Code::parse, [&] { (void)db.count<Employment>("deal = Engine"); });
}

TEST_CASE_METHOD(DealBase, "activity leaves one deal for another, and undo brings it back") {
    const Alone alone(db, engine);
    const auto before = dump(db);
    db.write([&](Transaction& tx) {
        tx.edit(alone.call, [&](Interaction& i) { i.deal = manual; });
        tx.edit(alone.task, [&](Task& t) { t.deal = {}; });
    });
    CHECK(db.ids<Deal>("has interaction") == std::vector{manual});
    CHECK(db.ids<Deal>("has task").empty());
    const auto changes = db.history().of(alone.call);
    CHECK(changes.front().field == "deal");
    CHECK(changes.front().from == Value(RecordRef{"deal", engine.value}));
    CHECK(changes.front().to == Value(RecordRef{"deal", manual.value}));
    CHECK(db.undo(db.last_transaction()).kept.empty());
    CHECK(difference(before, dump(db)) == "");

    // A deal that something was done for since stays where its adding is taken back.
    const DealId fresh = db.add(Deal{.name = "Fresh", .stage = talk});
    const TransactionId added = db.last_transaction();
    const TaskId later = db.add(Task{.title = "Later", .deal = fresh});
    const UndoResult undone = db.undo(added);
    REQUIRE(undone.kept.size() == 1);
    CHECK(undone.kept[0].record == RecordRef{"deal", fresh.value});
    db.edit(later, [](Task& t) { t.deal = {}; });
    CHECK(db.undo(added).kept.empty());
    CHECK_FALSE(db.find(fresh));
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(DealBase, "the next of a repeating task is about the same deal") {
    const TaskId id = db.add(Task{.title = "Ask how it goes",
                                  .due = at("2026-05-01T00:00Z"),
                                  .deal = engine,
                                  .repeat = {RepeatUnit::week, 1}});
    db.edit(id, [](Task& t) { t.done = at("2026-05-01T03:00Z"); });
    CHECK(db.get(TaskId{id.value + 1}).deal == engine);
}

TEST_CASE_METHOD(DealBase, "a deal in the trash takes nothing along, and is left out of conditions") {
    const Alone alone(db, engine);
    const auto before = dump(db);
    db.remove(engine);
    CHECK(db.find(alone.task));
    CHECK(db.get(alone.call).deal == engine);
    CHECK(db.count<Task>("deal.name = Engine") == 0);
    CHECK(db.count<Deal>("has task") == 0);
    CHECK(findings(db) == "");
    db.restore(engine);
    CHECK(difference(before, dump(db)) == "");
    CHECK(db.count<Task>("deal.name = Engine") == 1);
}

TEST_CASE_METHOD(DealBase, "live segments of deals follow what is done for them") {
    db.segments().save("Quiet", "has no interaction and has no task (done is unknown)", "deal");
    db.segments().live("Quiet");
    const auto kept = [&] {
        std::vector<std::int64_t> ids;
        for (const auto& row : db.sql("SELECT record_id FROM segment_member ORDER BY 1").rows)
            ids.push_back(*row[0].as<std::int64_t>());
        return ids;
    };
    CHECK(kept() == std::vector{engine.value, manual.value});
    const InteractionId call = db.add(Interaction{.participants = {bob}, .deal = manual});
    CHECK(kept() == std::vector{engine.value});
    db.edit(call, [&](Interaction& i) { i.deal = engine; });
    CHECK(kept() == std::vector{manual.value});
    const TaskId task = db.add(Task{.title = "x", .deal = manual});
    CHECK(kept().empty());
    db.edit(task, [](Task& t) { t.done = at("2026-05-01"); });
    db.remove(call);
    CHECK(kept() == std::vector{engine.value, manual.value});
    db.undo(db.last_transaction());
    CHECK(kept() == std::vector{manual.value});
}

TEST_CASE_METHOD(DealBase, "merging and parting the people of a deal leaves its activity to it") {
    db.add(Task{.title = "Call", .contact = bob, .deal = engine});
    db.add(Interaction{.participants = {ada, bob}, .at = at("2026-05-01"), .deal = engine});
    db.add(Reminder{.at = at("2026-05-01"), .contact = bob, .deal = manual});
    const auto before = dump(db);
    const MergeResult merge = db.merge(merge_of(ada, {bob}));
    CHECK(db.count<Task>("deal = Engine and contact = " + std::to_string(ada.value)) == 1);
    CHECK(db.count<Reminder>("deal = Manual and contact = " + std::to_string(ada.value)) == 1);
    CHECK(db.unmerge(merge.id).kept.empty());
    CHECK(difference(before, dump(db)) == "");
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(DealBase, "erasing a person leaves what was done for the deal with others, or with nobody") {
    const Alone alone(db, engine);
    const TaskId hers = db.add(Task{.title = "Call Ada", .contact = ada, .deal = engine});
    const InteractionId talk_to_her = db.add(Interaction{.participants = {ada}, .deal = engine});
    const InteractionId shared = db.add(Interaction{.participants = {ada, bob}, .deal = engine});
    (void)db.privacy().erase(ada, {.rewrite_file = false});
    CHECK(db.find(engine));
    CHECK_FALSE(db.find(hers));
    CHECK_FALSE(db.find(talk_to_her));
    CHECK(db.get(shared).deal == engine);
    CHECK(db.get(alone.task).deal == engine);
    CHECK(db.get(alone.call).subject == "Price");
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(DealBase, "what hangs on deals travels in JSON lines and CSV") {
    db.add(Interaction{.participants = {ada}, .at = at("2026-05-01"), .subject = "Price", .deal = engine});
    db.add(Task{.title = "Send the offer", .deal = engine});
    db.add(Appointment{.title = "Fair", .start = at("2026-05-03"), .deal = manual});
    db.add(Reminder{.at = at("2026-05-04"), .note = "Ask", .deal = manual});
    const std::string lines = export_text(db, {.format = "jsonl", .record_type = "all"});
    Database back = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
    const ImportReport report = back.imports().run_bytes(lines, "all.jsonl");
    for (const ImportedRow& row : report.rows)
        for (const ImportProblem& problem : row.problems) FAIL(problem.reason);
    CHECK(back.ids<Deal>("has interaction (subject = Price) and has task").size() == 1);
    CHECK(back.count<Deal>("name = Manual and has appointment (title = Fair) and has reminder (note = Ask)") ==
          1);
    const ImportReport again = back.imports().run_bytes(lines, "all.jsonl");
    CHECK(again.created + again.updated + again.failed == 0);

    for (const char* type : {"interaction", "task", "reminder"}) {
        INFO(type);
        const std::string rows = export_text(db, {.format = "csv", .record_type = type});
        CHECK(rows.find("deal") != std::string::npos);
        Database other = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
        for (const char* first : {"contact", "pipeline", "stage", "deal"})
            other.imports().run_bytes(export_text(db, {.format = "jsonl", .record_type = first}), "x.jsonl");
        CHECK(other.imports().run_bytes(rows, "rows.csv", {.record_type = type}).created == 1);
        CHECK(export_text(other, {.format = "csv", .record_type = type}) == rows);
        CHECK(findings(other) == "");
    }
}
