// What wants attention today, and the reasons.
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/database.hpp>
#include <kith/pipelines.hpp>
#include <kith/records.hpp>
#include <kith/today.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::at;
using test::expect_error;

namespace {

using Texts = std::vector<std::string>;

struct Day {
    Database db = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
    UserId eve = db.add(User{.name = "eve"});
    UserId mel = db.add(User{.name = "mel"});

    /// "title: reason", for one kind.
    Texts said(Attention attention, const std::string& now, UserId user = {}, int days = 7,
               bool japanese = false) {
        Texts result;
        for (const TodayEntry& entry : db.today(user, {.now = at(now), .birthday_days = days}))
            if (entry.attention == attention)
                result.push_back(entry.title + ": " + (japanese ? entry.reason_ja : entry.reason));
        return result;
    }
    ContactId born(const std::string& name, PartialDate day, UserId owner = {}) {
        return db.add(Contact{.name = {.given = name}, .birthday = day, .owner = owner});
    }
};

}  // namespace

TEST_CASE_METHOD(Day, "tasks that are due or overdue, in the file's zone") {
    const ContactId hers = db.add(Contact{.name = {.given = "Ada"}, .owner = eve});
    const ContactId his = db.add(Contact{.name = {.given = "Bob"}, .owner = mel});
    // Today is the 10th of May from 15:00 UTC of the 9th on.
    const std::string now = "2026-05-10T03:00Z";  // noon in Tokyo
    db.add(Task{.title = "Late", .due = at("2026-05-07T03:00Z"), .assignee = eve});
    db.add(Task{.title = "This morning", .due = at("2026-05-10T00:30Z"), .assignee = eve, .contact = his});
    db.add(Task{.title = "Tonight", .due = at("2026-05-10T14:59Z"), .contact = hers});
    db.add(Task{.title = "Tomorrow", .due = at("2026-05-10T15:00Z"), .assignee = eve});
    db.add(Task{.title = "Done", .due = at("2026-05-07T03:00Z"), .done = at("2026-05-08"), .assignee = eve});
    db.add(Task{.title = "His", .due = at("2026-05-10T10:00Z"), .contact = his});
    db.add(Task{.title = "Anybody's", .due = at("2026-05-10T11:00Z")});
    db.remove(db.add(Task{.title = "Gone", .due = at("2026-05-07"), .assignee = eve}));

    CHECK(said(Attention::overdue_task, now, eve) ==
          Texts{"Late: due 3 days ago", "This morning: was due today at 09:30"});
    CHECK(said(Attention::due_task, now, eve) ==
          Texts{"Anybody's: due today at 20:00", "Tonight: due today at 23:59"});
    CHECK(said(Attention::due_task, now, mel) ==
          Texts{"His: due today at 19:00", "Anybody's: due today at 20:00"});
    CHECK(said(Attention::due_task, now).size() == 3);
    CHECK(said(Attention::overdue_task, now, eve, 7, true) ==
          Texts{"Late: 期限を3日過ぎています", "This morning: 今日の09:30が期限でした"});
    const auto entries = db.today(eve, {.now = at(now)});
    CHECK(entries[0].days == 3);
    CHECK(entries[0].record == RecordRef{"task", 1});
    CHECK_FALSE(entries[0].contact);
    CHECK(entries[1].contact == his);
    CHECK(entries[1].contact_name == "Bob");
    CHECK(db.today(eve, {.now = at(now), .limit = 1}).size() == 2);  // one of each kind
}

TEST_CASE_METHOD(Day, "what is to be done for a deal names it, and is its owner's") {
    const auto made = db.pipelines().create("Sales", {{.name = "Talk", .rotting_days = 1}});
    const ContactId his = db.add(Contact{.name = {.given = "Bob"}, .owner = mel});
    const DealId hers = db.add(Deal{.name = "Engine", .stage = made.stages[0], .owner = eve});
    const DealId nobodys = db.add(Deal{.name = "Manual", .stage = made.stages[0]});
    const DealId gone = db.add(Deal{.name = "Gone", .stage = made.stages[0]});
    const std::string now = "2026-05-10T03:00Z";
    const Time due = at("2026-05-10T10:00Z");
    db.add(Task{.title = "Offer", .due = due, .contact = his, .deal = hers});
    db.add(Task{.title = "Call", .due = due, .contact = his, .deal = nobodys});
    db.add(Task{.title = "Print", .due = due, .deal = nobodys});
    db.add(Task{.title = "Mel's", .due = due, .assignee = mel, .deal = hers});
    db.add(Task{.title = "Gone", .due = due, .deal = gone});
    db.add(Reminder{.at = due, .note = "Ask", .deal = hers});
    db.add(Reminder{.at = due, .note = "Gone", .deal = gone});
    db.add(Appointment{.title = "Fair", .start = due, .deal = hers});
    db.add(Appointment{.title = "Still on", .start = due, .deal = gone});
    db.remove(gone);

    CHECK(said(Attention::due_task, now, eve) ==
          Texts{"Offer: due today at 19:00", "Print: due today at 19:00"});
    CHECK(said(Attention::due_task, now, mel) ==
          Texts{"Call: due today at 19:00", "Print: due today at 19:00", "Mel's: due today at 19:00"});
    Texts about;
    for (const TodayEntry& entry : db.today({}, {.now = at(now)}))
        if (entry.attention != Attention::rotting_deal)
            about.push_back(entry.title + ": " + entry.deal_name + ", " + entry.contact_name);
    CHECK(about == Texts{"Offer: Engine, Bob", "Call: Manual, Bob", "Print: Manual, ", "Mel's: Engine, ",
                         "Ask: Engine, ", "Fair: Engine, ", "Still on: , "});
    const auto entries = db.today({}, {.now = at(now)});
    CHECK(entries.front().deal == hers);
    CHECK(entries.front().contact == his);

    const auto late = db.today(eve, {.now = db.get(hers).meta.created_at + std::chrono::hours(48)}).back();
    CHECK(late.attention == Attention::rotting_deal);
    CHECK(late.record == RecordRef{"deal", late.deal.value});
    CHECK(late.title == late.deal_name);
}

TEST_CASE_METHOD(Day, "reminders and appointments of today") {
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const std::string now = "2026-05-10T03:00Z";
    db.add(Reminder{.at = at("2026-05-10T05:00Z"), .note = "Flowers", .contact = ada});
    db.add(Reminder{.at = at("2026-05-09T05:00Z"), .note = "Card", .user = mel});
    db.add(Reminder{.at = at("2026-05-10T15:00Z"), .note = "Tomorrow"});
    db.add(Reminder{.at = at("2026-05-01"), .note = "Done", .done = at("2026-05-01")});
    CHECK(said(Attention::reminder, now) ==
          Texts{"Card: reminder of 1 day ago", "Flowers: reminder for 14:00 today"});
    CHECK(said(Attention::reminder, now, eve, 7, true) == Texts{"Flowers: 今日14:00のリマインダーです"});

    const auto meet = [&](const char* title, const char* start, const char* end, Recurrence repeat = {}) {
        db.add(Appointment{
            .title = title, .participants = {ada}, .start = at(start), .end = at(end), .repeat = repeat});
    };
    meet("Standup", "2026-01-05T01:00Z", "2026-01-05T01:15Z", {RepeatUnit::day, 1});
    meet("Fair", "2026-05-08T01:00Z", "2026-05-12T01:00Z");
    meet("Trip", "2026-05-08T01:00Z", "2026-05-10T02:00Z");
    meet("Lunch", "2026-05-10T04:00Z", "2026-05-10T05:00Z");
    meet("Tomorrow", "2026-05-10T16:00Z", "2026-05-10T17:00Z");
    meet("Monthly", "2026-01-11T04:00Z", "2026-01-11T05:00Z", {RepeatUnit::month, 1});
    CHECK(said(Attention::appointment, now) ==
          Texts{"Fair: going on for 2 days", "Standup: today at 10:00", "Lunch: today at 13:00"});
    CHECK(db.today({}, {.now = at(now)}).back().contact == ada);
}

TEST_CASE_METHOD(Day, "birthdays: unknown years, the end of the year, the 29th of February") {
    born("Ada", {1986, 5, 10});
    born("Bob", {0, 5, 12}, mel);
    born("Cy", {2000, 5, 18});
    born("Dee", {1990, 5, 0});  // a month is no day
    born("Eli", {1990, 0, 0});
    born("Fay", {1985, 5, 9});
    CHECK(said(Attention::birthday, "2026-05-10T03:00Z") ==
          Texts{"Ada: turns 40 today", "Bob: birthday in 2 days"});
    CHECK(said(Attention::birthday, "2026-05-10T03:00Z", eve) == Texts{"Ada: turns 40 today"});
    CHECK(said(Attention::birthday, "2026-05-10T03:00Z", {}, 7, true) ==
          Texts{"Ada: 今日が誕生日です（40歳）", "Bob: 2日後が誕生日です"});
    // In Tokyo the day has begun.
    CHECK(said(Attention::birthday, "2026-05-09T15:00Z", {}, 0) == Texts{"Ada: turns 40 today"});
    CHECK(said(Attention::birthday, "2026-05-09T14:59Z", {}, 0) == Texts{"Fay: turns 41 today"});
    CHECK(said(Attention::birthday, "2026-05-10T03:00Z", {}, 366).size() == 4);

    born("Silvester", {1990, 12, 31});
    born("New Year", {1990, 1, 1});
    CHECK(said(Attention::birthday, "2026-12-30T03:00Z", {}, 2) ==
          Texts{"Silvester: turns 36 tomorrow", "New Year: turns 37 in 2 days"});

    born("Leap", {2004, 2, 29});
    CHECK(said(Attention::birthday, "2026-02-27T03:00Z", {}, 1) == Texts{"Leap: turns 22 tomorrow"});
    CHECK(said(Attention::birthday, "2026-02-28T03:00Z", {}, 0) == Texts{"Leap: turns 22 today"});
    CHECK(said(Attention::birthday, "2026-03-01T03:00Z", {}, 0).empty());
    CHECK(said(Attention::birthday, "2028-02-28T03:00Z", {}, 0).empty());
    CHECK(said(Attention::birthday, "2028-02-29T03:00Z", {}, 0) == Texts{"Leap: turns 24 today"});
    for (const int days : {-1, 367})
        expect_error(Code::invalid_argument, [&] { (void)db.today({}, {.birthday_days = days}); });
    expect_error(Code::not_found, [&] { (void)db.today(UserId{99}); });
}

TEST_CASE_METHOD(Day, "deals that should have closed, and deals that stay where they are") {
    Time clock = at("2026-05-01T03:00Z");
    auto office = Database::open(":memory:", {.time_zone = "Asia/Tokyo", .clock = [&] { return clock; }});
    const UserId ann = office.add(User{.name = "ann"});
    const UserId ben = office.add(User{.name = "ben"});
    const ContactId ada = office.add(Contact{.name = {.given = "Ada"}});
    const auto made = office.pipelines().create(
        "Sales",
        {{.name = "提案", .rotting_days = 7}, {.name = "Talk"}, {.name = "Won", .kind = StageKind::won}});
    const auto deal = [&](const char* name, std::size_t stage, std::optional<PartialDate> close,
                          UserId owner = {}) {
        return office.add(Deal{.name = name,
                               .stage = made.stages[stage],
                               .contact = ada,
                               .expected_close = close,
                               .owner = owner});
    };
    deal("April", 1, PartialDate{2026, 4, 0}, ann);
    deal("May", 1, PartialDate{2026, 5, 0}, ann);
    deal("Ninth", 1, PartialDate{2026, 5, 9}, ann);
    deal("Tenth", 1, PartialDate{2026, 5, 10}, ann);
    deal("No year", 1, PartialDate{0, 4, 1}, ann);
    deal("Won", 2, PartialDate{2026, 4, 1}, ann);
    office.remove(deal("Gone", 0, PartialDate{2026, 4, 1}, ann));
    deal("His", 0, PartialDate{2025, 0, 0}, ben);
    deal("Nobody's", 0, std::nullopt);
    clock = at("2026-05-05T03:00Z");
    deal("New", 0, std::nullopt, ann);
    const auto said = [&](Attention attention, UserId user, bool japanese = false) {
        Texts result;
        for (const TodayEntry& entry :
             office.today(user, {.now = at("2026-05-09T16:00Z")}))  // the 10th in Tokyo
            if (entry.attention == attention)
                result.push_back(entry.title + ": " + (japanese ? entry.reason_ja : entry.reason));
        return result;
    };
    CHECK(said(Attention::overdue_deal, ann) ==
          Texts{"April: expected to close by 2026-04, 10 days ago; still in Talk",
                "Ninth: expected to close by 2026-05-09, 1 day ago; still in Talk"});
    CHECK(said(Attention::overdue_deal, ben, true) ==
          Texts{"His: 2025に完了予定でしたが、130日過ぎて「提案」にあります"});
    CHECK(said(Attention::rotting_deal, ann) == Texts{"Nobody's: in 提案 for 8 days, which allows 7"});
    CHECK(said(Attention::rotting_deal, {}, true) == Texts{"His: 「提案」に8日間あります（目安は7日）",
                                                           "Nobody's: 「提案」に8日間あります（目安は7日）"});
    const auto entries = office.today(ann, {.now = at("2026-05-09T16:00Z"), .limit = 1});
    REQUIRE(entries.size() == 2);  // one of each kind
    CHECK(entries[0].record.type == "deal");
    CHECK(entries[0].contact == ada);
    CHECK(entries[0].contact_name == "Ada");
    CHECK(entries[0].at == at("2026-04-30T15:00Z"));  // the end of April in Tokyo
    CHECK(entries[1].at == at("2026-05-01T03:00Z"));
    CHECK(entries[1].days == 8);
    // A deal whose contact is in the trash is still on the board.
    office.remove(ada);
    CHECK(said(Attention::overdue_deal, ben).size() == 1);
    CHECK_FALSE(office.today(ben, {.now = at("2026-05-09T16:00Z")})[0].contact);
}

TEST_CASE_METHOD(Day, "people whom nobody spoke with for longer than their rhythm") {
    Time clock = at("2026-01-01T00:00Z");
    auto office = Database::open(":memory:", {.clock = [&] { return clock; }});
    const auto add = [&](const char* name, std::optional<int> rhythm, const char* last) {
        const ContactId id = office.add(Contact{.name = {.given = name}, .rhythm_days = rhythm});
        if (last != nullptr) office.add(Interaction{.participants = {id}, .at = at(last)});
        return id;
    };
    const ContactId ada = add("Ada", 30, "2026-03-01T00:00Z");
    add("Bob", 90, "2026-03-01T00:00Z");
    add("Never", 10, nullptr);
    add("No rhythm", std::nullopt, "2020-01-01T00:00Z");
    office.remove(add("Trash", 1, nullptr));
    office.add(Contact{.kind = ContactKind::visitor, .rhythm_days = 1});
    const auto said = [&](const char* now, bool japanese = false) {
        Texts result;
        for (const TodayEntry& entry : office.today({}, {.now = at(now)}))
            result.push_back(entry.title + ": " + (japanese ? entry.reason_ja : entry.reason));
        return result;
    };
    // The most overdue in proportion to the rhythm come first.
    CHECK(said("2026-04-10T00:00Z") ==
          Texts{"Never: no contact since added 99 days ago; the rhythm is 10 days",
                "Ada: no contact for 40 days; the rhythm is 30 days"});
    CHECK(said("2026-04-10T00:00Z", true)[1] == "Ada: 40日間連絡がありません（目安は30日）");
    office.add(Interaction{.participants = {ada}, .at = at("2026-04-01T00:00Z")});
    CHECK(said("2026-04-10T00:00Z").size() == 1);
    CHECK(expect_error(Code::invalid_value, [&] {
              office.edit(ada, [](Contact& c) { c.rhythm_days = 0; });
          }).field() == "rhythm_days");
}
