// Tasks, appointments, reminders, relationships, teams, events, touches and rates: what is special about them.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/exports.hpp>
#include <kith/history.hpp>
#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>
#include <kith/summary.hpp>

#include <catch2/catch.hpp>

#include <set>
#include <sstream>

using namespace kith;
using namespace std::chrono_literals;
using test::at;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

struct Base {
    Database db = Database::open(":memory:", {.actor = "ada", .time_zone = "Asia/Tokyo"});
    ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
};

}  // namespace

TEST_CASE_METHOD(Base, "completing a task that repeats makes the next one") {
    const TaskId id = db.add(Task{.title = "Report",
                                  .due = at("2026-01-31T00:00Z"),
                                  .priority = Priority::high,
                                  .contact = ada,
                                  .repeat = {RepeatUnit::month, 1, 0, PartialDate{2026, 3, 31}},
                                  .tags = {"monthly"}});
    const auto before = dump(db);
    db.edit(id, [](Task& t) { t.done = at("2026-01-31T03:00Z"); });
    const TransactionId completed = db.last_transaction();
    const Task next = db.get(TaskId{2});
    CHECK(next.title == "Report");
    CHECK(next.due == at("2026-02-28T00:00Z"));
    CHECK_FALSE(next.done);
    CHECK(next.contact == ada);
    CHECK(next.priority == Priority::high);
    CHECK(next.tags == std::vector<std::string>{"monthly"});
    CHECK(next.repeat.day == 31);

    // Undoing the completion takes the next one away; doing that again brings it back, and not twice.
    db.undo(completed);
    CHECK(difference(before, dump(db)) == "");
    db.undo(db.last_transaction());
    CHECK(db.count<Task>() == 2);

    // What was missed meanwhile does not pile up, and the 31st comes back where a month has it.
    db.edit(TaskId{2}, [](Task& t) { t.done = at("2026-03-02T00:00Z"); });
    CHECK(db.get(TaskId{3}).due == at("2026-03-31T00:00Z"));
    db.edit(TaskId{3}, [](Task& t) { t.done = at("2026-03-31T12:00Z"); });
    CHECK(db.count<Task>() == 3);  // it ended
    db.edit(TaskId{3}, [](Task& t) { t.notes = "Late."; });
    CHECK(db.count<Task>() == 3);  // only completing makes one
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "series that look alike go on each by itself") {
    const auto weekly = [&](const char* notes) {
        return db.add(Task{.title = "Invoice",
                           .due = at("2026-03-02T09:00Z"),
                           .repeat = {RepeatUnit::week, 1},
                           .notes = notes});
    };
    for (const TaskId id : {weekly("north"), weekly("south")})
        db.edit(id, [&](Task& task) { task.done = at("2026-03-02T10:00Z"); });
    CHECK(db.count<Task>("done is unknown and due = 2026-03-09") == 2);
}

TEST_CASE_METHOD(Base, "a task that is opened again and done again has one next") {
    const TaskId first = db.add(Task{
        .title = "Call", .due = at("2026-03-02T09:00Z"), .contact = ada, .repeat = {RepeatUnit::week, 1}});
    const auto complete = [&](TaskId id) {
        db.edit(id, [](Task& task) { task.done = at("2026-03-02T10:00Z"); });
    };
    complete(first);
    CHECK(db.count<Task>() == 2);
    db.edit(first, [](Task& task) { task.done.reset(); });
    complete(first);
    CHECK(db.count<Task>() == 2);
    const TaskId next = db.ids<Task>("done is unknown")[0];
    db.edit(next, [](Task& task) { task.notes = "ask for Ada"; });
    db.edit(first, [](Task& task) { task.done.reset(); });
    complete(first);
    CHECK(db.count<Task>() == 2);
    db.remove(next);  // what lies in the trash does not stand for it
    db.edit(first, [](Task& task) { task.done.reset(); });
    complete(first);
    CHECK(db.count<Task>() == 2);

    const TaskId gone =
        db.add(Task{.title = "Gone", .due = at("2026-03-02T09:00Z"), .repeat = {RepeatUnit::week, 1}});
    db.remove(gone);
    complete(gone);
    CHECK(db.count<Task>("title = Gone") == 0);
}

TEST_CASE_METHOD(Base, "tasks are asked for like everything else") {
    const UserId user = db.add(User{.name = "ada"});
    db.add(Task{.title = "請求書を送る",
                .due = at("2026-05-01T00:00Z"),
                .priority = Priority::urgent,
                .assignee = user,
                .contact = ada});
    db.add(Task{.title = "Call back", .due = at("2026-04-01T00:00Z"), .contact = bob});
    db.add(Task{.title = "Done", .done = at("2026-04-01T00:00Z"), .contact = bob});
    CHECK(db.count<Task>("done is unknown and due < 2026-04-15") == 1);
    CHECK(db.count<Task>("優先度 = 緊急 and 担当者.name = ada") == 1);
    CHECK(db.query<Task>("done is unknown order by priority desc").at(0).title == "請求書を送る");
    CHECK(db.ids<Contact>("has task (done is unknown and priority >= high)") == std::vector{ada});
    CHECK(db.ids<Contact>("has no task (done is unknown)").empty());
    CHECK(db.count<Task>("contact.name = Bob") == 2);
    for (const int every : {0, -1, 1001})
        CHECK(expect_error(Code::invalid_value, [&] {
                  db.add(Task{.title = "x", .repeat = {RepeatUnit::day, every}});
              }).field() == "repeat.every");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(Task{.title = "x", .repeat = {RepeatUnit::day, 1, 0, PartialDate{2026, 1, 0}}});
          }).field() == "repeat.until");
    CHECK(expect_error(Code::required, [&] { db.add(Task{}); }).field() == "title");
}

TEST_CASE_METHOD(Base, "a planned meeting is no contact made") {
    const AppointmentId id =
        db.add(Appointment{.title = "打ち合わせ",
                           .participants = {ada, {bob, Role::organizer, Response::accepted}},
                           .start = at("2020-01-01T10:00Z"),
                           .end = at("2020-01-01T11:00Z"),
                           .zone = "Europe/Paris"});
    CHECK(db.summary(ada).interactions == 0);
    CHECK(db.ids<Contact>("has interaction").empty());
    CHECK(db.ids<Contact>("has appointment (start < 2021-01-01)").size() == 2);
    CHECK(db.count<Appointment>("participant.response = accepted and contact.name = Bob") == 1);
    db.edit(id, [](Appointment& a) { a.start = at("2020-01-01T09:00Z"); });
    CHECK(db.get(id).participants.size() == 2);
    CHECK(db.sql("SELECT count(*) FROM appointment_participant p JOIN appointment a ON a.id = p.appointment_id "
                 "AND a.starts_at = p.starts_at")
              .rows[0][0] == Value(2));
    const auto refused = [&](const char* field, Code code, Appointment appointment) {
        CHECK(expect_error(code, [&] { db.add(appointment); }).field() == field);
    };
    refused("start", Code::required, {.title = "x"});
    refused("end", Code::invalid_value,
            {.title = "x", .start = at("2020-01-01T10:00Z"), .end = at("2020-01-01T09:00Z")});
    refused("zone", Code::invalid_value,
            {.title = "x", .start = at("2020-01-01T10:00Z"), .zone = "Mars/Olympus"});
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "appointments of two that become one are one, and come apart again") {
    const ContactId cy = db.add(Contact{.name = {.given = "Cy"}});
    db.add(Appointment{
        .title = "Both", .participants = {{ada, Role::organizer}, bob, cy}, .start = at("2026-01-01")});
    db.add(Appointment{.title = "One",
                       .participants = {{bob, Role::attendee, Response::declined}},
                       .start = at("2026-01-02")});
    const auto before = dump(db);
    const MergeResult merge =
        db.merge({.record_type = "contact", .survivor = ada.value, .losers = {bob.value}});
    CHECK(db.get(AppointmentId{1}).participants == std::vector<Attendee>{{ada, Role::organizer}, cy});
    CHECK(db.get(AppointmentId{2}).participants ==
          std::vector<Attendee>{{ada, Role::attendee, Response::declined}});
    CHECK(findings(db) == "");
    db.unmerge(merge.id);
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE_METHOD(Base, "a relationship is seen from both ends, and nobody is related to himself") {
    CHECK(reverse(RelationKind::parent) == RelationKind::child);
    CHECK(reverse(RelationKind::report) == RelationKind::manager);
    for (int kind = 0; kind <= 19; ++kind) CHECK(reverse(reverse(RelationKind(kind))) == RelationKind(kind));
    const RelationshipId id =
        db.add(Relationship{.contact = ada, .related = bob, .kind = RelationKind::parent, .label = "父"});
    CHECK(db.ids<Contact>("has related (name = Bob)") == std::vector{ada});
    CHECK(db.ids<Contact>("has related_by (name = Ada)") == std::vector{bob});
    const Error self =
        expect_error(Code::invalid_value, [&] { db.add(Relationship{.contact = ada, .related = ada}); });
    CHECK(self.field() == "related");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.edit(id, [&](Relationship& r) { r.related = ada; });
          }).record() == "relationship 1");

    // One contact of the two: the relationship goes, with all that hung on it, and comes back.
    db.add_to_list(id, "family");
    db.add(kith::Field{.key = "tie", .type = FieldType::reference, .target = "relationship"});
    const ContactId cy =
        db.add(Contact{.name = {.given = "Cy"}, .fields = {{"tie", RecordRef{"relationship", id.value}}}});
    const auto before = dump(db);
    const MergeResult merge =
        db.merge({.record_type = "contact", .survivor = bob.value, .losers = {ada.value}});
    CHECK(db.count<Relationship>() == 0);
    CHECK(merge.dropped >= 3);
    CHECK(db.get(cy).fields.empty());
    CHECK(findings(db) == "");
    CHECK(expect_error(Code::invalid_value, [&] {
              db.add(Relationship{.contact = bob, .related = ada});  // one and the same by now
          }).field() == "related");
    db.unmerge(merge.id);
    CHECK(difference(before, dump(db)) == "");
    CHECK(db.get(id).label == "父");
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "relationships that say the same become one in a merge") {
    const ContactId cy = db.add(Contact{.name = {.given = "Cy"}});
    db.add(Relationship{.contact = ada, .related = cy, .kind = RelationKind::spouse});
    db.add(Relationship{.contact = bob, .related = cy, .kind = RelationKind::spouse, .notes = "since 2010"});
    db.add(Relationship{.contact = cy, .related = ada, .kind = RelationKind::report});
    db.add(Relationship{.contact = cy, .related = bob, .kind = RelationKind::report});
    db.add(Relationship{.contact = cy, .related = bob, .kind = RelationKind::mentor});
    const auto before = dump(db);
    const MergeResult merge =
        db.merge({.record_type = "contact", .survivor = ada.value, .losers = {bob.value}});
    CHECK(db.count<Relationship>() == 3);
    CHECK(db.get(RelationshipId{1}).notes == "since 2010");
    CHECK(db.count<Relationship>("kind = report") == 1);
    db.unmerge(merge.id);
    CHECK(difference(before, dump(db)) == "");
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "teams, events and touches") {
    const TeamId sales = db.add(Team{.name = "営業部"});
    db.add(User{.name = "ada", .team = sales});
    CHECK(db.count<User>("team.name = 営業部") == 1);
    CHECK(expect_error(Code::not_unique, [&] { db.add(Team{.name = "営業部"}); }).field() == "name");

    std::vector<Event> events;
    for (int i = 0; i < 500; ++i)
        events.push_back({.contact = i % 2 == 0 ? ada : bob,
                          .at = at("2026-01-01") + std::chrono::minutes(i),
                          .kind = EventKind::visit,
                          .subject = i % 10 == 0 ? "/pricing" : "/",
                          .properties = R"({"seconds":30})"});
    db.add(events);
    CHECK(db.count<Event>("subject starts with /pricing and contact.name = Ada") == 50);
    CHECK(db.ids<Contact>("has event (subject = /pricing)") == std::vector{ada});
    for (const char* wrong : {"seconds=30", "[1]", "{"})
        CHECK(expect_error(Code::invalid_value, [&] {
                  db.add(Event{.contact = ada, .properties = wrong});
              }).field() == "properties");
    CHECK(expect_error(Code::required, [&] { db.add(Event{}); }).field() == "contact");
    db.add(Touch{.contact = ada, .source = "trade fair", .medium = "booth", .campaign = "春"});
    CHECK(db.count<Touch>("campaign = 春 and contact.name = Ada") == 1);
    CHECK(db.query<Touch>().at(0).at != Time{});
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "exchange rates are exact") {
    db.add(ExchangeRate{.currency = "USD", .base = "JPY", .date = {2026, 1, 5}, .rate = "151.37"});
    const Error twice = expect_error(Code::not_unique, [&] {
        db.add(ExchangeRate{.currency = "USD", .base = "JPY", .date = {2026, 1, 5}, .rate = "150"});
    });
    CHECK(twice.record() == "exchange_rate");
    CHECK(twice.field() == "currency");
    CHECK(twice.argument("fields") == "currency, base, date");
    CHECK(std::string(twice.what()) ==
          "another exchange_rate already has the currency 'USD', base 'JPY', date '2026-01-05'");
    CHECK(twice.message(Language::ja).find("'2026-01-05'") != std::string::npos);
    CHECK(converted({1000, "USD"}, "151.37", "JPY") == Money{1514, "JPY"});
    CHECK(converted({-1000, "USD"}, "151.35", "JPY") == Money{-1514, "JPY"});  // half away from zero
    CHECK(converted({500, "JPY"}, "0.00661", "USD") == Money{331, "USD"});
    CHECK(converted({1, "KWD"}, "3.25", "USD") == Money{0, "USD"});
    CHECK(converted({9007199254740993, "USD"}, "1", "EUR") == Money{9007199254740993, "EUR"});
    expect_error(Code::limit, [] { (void)converted({9223372036854775807, "JPY"}, "2", "JPY"); });
    const auto refused = [&](const char* field, ExchangeRate rate) {
        CHECK(expect_error(Code::invalid_value, [&] { db.add(rate); }).field() == field);
    };
    refused("currency", {.currency = "usd", .base = "JPY", .date = {2026, 1, 6}, .rate = "1"});
    refused("base", {.currency = "JPY", .base = "JPY", .date = {2026, 1, 6}, .rate = "1"});
    refused("date", {.currency = "USD", .base = "JPY", .date = {2026, 1, 0}, .rate = "1"});
    for (const char* rate : {"0", "0.0", "-1", "1,5", "1.", ".5", "1e3", "1.2.3", "1234567890123456789"})
        refused("rate", {.currency = "USD", .base = "JPY", .date = {2026, 1, 6}, .rate = rate});
    CHECK(findings(db) == "");
}

TEST_CASE_METHOD(Base, "they travel in JSON lines and CSV") {
    const TeamId team = db.add(Team{.name = "Sales"});
    const UserId user = db.add(User{.name = "eve", .team = team});
    db.add(Task{.title = "Call, \"soon\"",
                .due = at("2026-02-03T04:05Z"),
                .priority = Priority::low,
                .assignee = user,
                .contact = ada,
                .repeat = {RepeatUnit::week, 2, 0, PartialDate{2027, 1, 1}},
                .tags = {"vip"}});
    db.add(Appointment{.title = "面談",
                       .participants = {{ada, Role::organizer, Response::tentative}, bob},
                       .start = at("2026-02-03"),
                       .all_day = true});
    db.add(Reminder{.at = at("2026-02-03"), .note = "花", .contact = bob, .user = user});
    db.add(Relationship{.contact = ada, .related = bob, .kind = RelationKind::referrer});
    db.add(Event{
        .contact = ada, .at = at("2026-02-03"), .kind = EventKind::form, .properties = R"({"a":[1,"x"]})"});
    db.add(Touch{.contact = bob, .at = at("2026-02-03"), .landing_page = "/x"});
    db.add(ExchangeRate{.currency = "USD", .base = "JPY", .date = {2026, 1, 5}, .rate = "151.37"});
    const std::string lines = export_text(db, {.format = "jsonl", .record_type = "all"});
    Database back = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
    const ImportReport report = back.imports().run_bytes(lines, "all.jsonl");
    for (const ImportedRow& row : report.rows)
        for (const ImportProblem& problem : row.problems) FAIL(problem.reason);
    const auto sorted = [](const std::string& text) {
        std::multiset<std::string> all;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) all.insert(line);
        return all;
    };
    CHECK(sorted(export_text(back, {.format = "jsonl", .record_type = "all"})) == sorted(lines));
    CHECK(findings(back) == "");

    for (const char* type : {"task", "reminder", "relationship", "event", "touch", "exchange_rate", "team"}) {
        INFO(type);
        const std::string rows = export_text(db, {.format = "csv", .record_type = type});
        Database other = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
        other.imports().run_bytes(export_text(db, {.format = "jsonl", .record_type = "contact"}),
                                  "contacts.jsonl");
        other.add(User{.name = "eve"});
        const ImportReport read = other.imports().run_bytes(rows, "rows.csv", {.record_type = type});
        for (const ImportedRow& row : read.rows)
            for (const ImportProblem& problem : row.problems) FAIL(problem.reason);
        CHECK(read.created == 1);
        CHECK(export_text(other, {.format = "csv", .record_type = type}) == rows);
        CHECK(other.imports().run_bytes(rows, "rows.csv", {.record_type = type}).created == 0);
        CHECK(findings(other) == "");
    }
}
