// The card of a contact.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "support/times.hpp"

#include <kith/blobs.hpp>
#include <kith/card.hpp>
#include <kith/merge.hpp>
#include <kith/pipelines.hpp>
#include <kith/privacy.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

using namespace kith;
using namespace std::chrono_literals;
using test::at;
using test::expect_error;

namespace {

template <class List, class Get>
auto each(const List& list, Get get) {
    std::vector<decltype(get(list.front()))> result;
    for (const auto& item : list) result.push_back(get(item));
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a card holds everything around a contact") {
    auto db = Database::open(":memory:", {.time_zone = "Asia/Tokyo"});
    const Time now = at("2026-05-10T00:00Z");
    const UserId user = db.add(User{.name = "eve"});
    db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace"},
                                         .emails = {{.address = "ada@x.example"}},
                                         .tags = {"vip"},
                                         .fields = {{"shoe", 38}}});
    const ContactId taro = db.add(Contact{.name = {.given = "太郎", .family = "山田"}});
    const ContactId nameless = db.add(Contact{.emails = {{.address = "who@x.example"}}});
    const OrganizationId old = db.add(Organization{.name = "Old"});
    const OrganizationId present = db.add(Organization{.name = "Engines"});
    db.add(
        Employment{.contact = ada, .organization = old, .title = "Clerk", .ended = PartialDate{2020, 0, 0}});
    db.add(Employment{.contact = ada, .organization = present, .title = "Analyst"});
    db.add(Employment{.contact = ada, .organization = present, .title = "Board", .primary = true});
    db.add(Relationship{.contact = ada, .related = taro, .kind = RelationKind::manager});
    db.add(Relationship{.contact = nameless, .related = ada, .kind = RelationKind::parent, .label = "母"});
    const InteractionId call = db.add(Interaction{.participants = {ada, taro},
                                                  .at = at("2026-05-01T00:00Z"),
                                                  .channel = Channel::phone,
                                                  .direction = Direction::inbound,
                                                  .subject = "電話",
                                                  .duration_seconds = 60,
                                                  .organization = present,
                                                  .user = user});
    db.add(Interaction{.participants = {{ada, Role::copied}}, .at = at("2026-05-02T00:00Z")});
    db.remove(db.add(Interaction{.participants = {ada}, .at = at("2026-05-03T00:00Z")}));
    db.add(Task{.title = "Some time", .contact = ada});
    db.add(Task{.title = "Next",
                .due = at("2026-05-20"),
                .priority = Priority::high,
                .assignee = user,
                .contact = ada});
    db.add(Task{.title = "Done", .done = at("2026-05-01"), .contact = ada});
    const auto meet = [&](Appointment appointment) {
        appointment.participants = {ada};
        db.add(appointment);
    };
    meet({.title = "Later", .start = at("2026-06-01T00:00Z"), .location = "東京"});
    meet({.title = "Over", .start = at("2026-05-01T00:00Z"), .end = at("2026-05-01T01:00Z")});
    meet({.title = "Going on", .start = at("2026-05-09T00:00Z"), .end = at("2026-05-11T00:00Z")});
    meet({.title = "Off", .start = at("2026-06-01T00:00Z"), .status = AppointmentStatus::cancelled});
    meet({.title = "Weekly",
          .start = at("2026-01-05T01:00Z"),
          .end = at("2026-01-05T02:00Z"),
          .repeat = {RepeatUnit::week, 1}});
    meet({.title = "Ended",
          .start = at("2026-01-05T01:00Z"),
          .repeat = {RepeatUnit::week, 1, 0, PartialDate{2026, 5, 1}}});
    db.add(Reminder{.at = at("2026-07-01"), .note = "Flowers", .contact = ada, .user = user});
    db.add(Reminder{.at = at("2026-07-01"), .note = "Over", .contact = ada, .done = now});
    db.add_to_list(ada, "Newsletter");

    const Card card = db.card(ada, {.now = now});
    CHECK(card.contact == db.get(ada));
    CHECK(card.contact.tags == Texts{"vip"});
    CHECK(card.contact.fields.at("shoe") == Value(38));
    CHECK(each(card.jobs, [](const CardJob& j) { return j.name + " " + j.title; }) ==
          Texts{"Engines Board", "Engines Analyst", "Old Clerk"});
    CHECK(card.jobs.back().ended == PartialDate{2020, 0, 0});
    CHECK(each(card.relations,
               [](const CardRelation& r) { return std::tuple(r.contact, r.name, r.kind, r.label); }) ==
          std::vector{
              std::tuple(nameless, std::string("who@x.example"), RelationKind::child, std::string("母")),
              std::tuple(taro, std::string("山田 太郎"), RelationKind::manager, std::string())});
    REQUIRE(card.timeline.size() == 2);
    CHECK(card.timeline[0].role == Role::copied);
    CHECK(card.timeline[1] == TimelineEntry{call, at("2026-05-01T00:00Z"), Channel::phone, Direction::inbound,
                                            Role::attendee, "電話", 60, present, user, DealId{}, ada});
    CHECK(each(card.tasks, [](const CardTask& t) { return t.title; }) == Texts{"Next", "Some time"});
    CHECK(card.tasks[0].assignee == user);
    CHECK(card.tasks[0].priority == Priority::high);
    CHECK(each(card.appointments, [](const CardAppointment& a) {
              return to_string(a.start).substr(0, 16) + " " + a.title;
          }) == Texts{"2026-05-09T00:00 Going on", "2026-05-11T01:00 Weekly", "2026-06-01T00:00 Later"});
    CHECK(card.appointments[1].end == at("2026-05-11T02:00Z"));
    CHECK(card.appointments[2].location == "東京");
    CHECK(each(card.reminders, [](const CardReminder& r) { return r.note; }) == Texts{"Flowers"});
    CHECK(card.lists == Texts{"Newsletter"});
    CHECK(card.summary == db.summary(ada));
    CHECK(card.summary.interactions == 2);

    CHECK(db.card(ada, {.interactions = 1, .appointments = 1, .now = now}).timeline.size() == 1);
    CHECK(db.card(ada, {.interactions = 1, .appointments = 1, .now = now}).appointments.size() == 1);
    CHECK(each(db.card(taro).relations, [](const CardRelation& r) { return r.kind; }) ==
          std::vector{RelationKind::report});
    // A merged id gives the survivor's card, with what came along.
    db.merge({.record_type = "contact", .survivor = ada.value, .losers = {nameless.value}});
    const Card merged = db.card(nameless, {.now = now});
    CHECK(merged.contact.id == ada);
    CHECK(merged.relations.size() == 1);
    CHECK(expect_error(Code::not_found, [&] { (void)db.card(ContactId{99}); }).record() == "contact 99");
}

TEST_CASE("a card shows deals, those first that are open") {
    Time clock = at("2026-05-01T00:00Z");
    auto db = Database::open(":memory:", {.clock = [&] { return clock; }});
    const UserId eve = db.add(User{.name = "eve"});
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    const auto made = db.pipelines().create(
        "Sales", {{.name = "Talk", .rotting_days = 7}, {.name = "Won", .kind = StageKind::won}});
    const auto deal = [&](const char* name, std::optional<PartialDate> close, ContactId who = {}) {
        clock += 1h;
        return db.add(Deal{.name = name,
                           .stage = made.stages[0],
                           .contact = who ? who : ada,
                           .amount = {100, "JPY"},
                           .expected_close = close,
                           .owner = eve});
    };
    const DealId late = deal("Some time", std::nullopt);
    deal("June", PartialDate{2026, 6, 0});
    db.remove(deal("Gone", std::nullopt));
    for (const char* name : {"Won first", "Won last"}) {
        const DealId id = deal(name, PartialDate{2026, 1, 1});
        clock += 1h;
        db.pipelines().move(id, made.stages[1]);
    }
    const DealId his = deal("May", PartialDate{2026, 5, 20}, bob);
    db.edit(his, [&](Deal& d) { d.participants.emplace_back(ada, DealRole::billing); });

    const Card card = db.card(ada, {.now = at("2026-05-08T01:00Z")});
    CHECK(each(card.deals, [](const CardDeal& d) { return d.name; }) ==
          Texts{"May", "June", "Some time", "Won last", "Won first"});
    CHECK(card.deals[0].role == DealRole::billing);
    CHECK(card.deals[0].expected_close == PartialDate{2026, 5, 20});
    CHECK(card.deals[2].deal == late);
    CHECK(card.deals[2].amount == Money{100, "JPY"});
    CHECK(card.deals[2].pipeline_name == "Sales");
    CHECK(card.deals[2].stage_name == "Talk");
    CHECK(card.deals[2].owner == eve);
    CHECK(card.deals[2].since == at("2026-05-01T01:00Z"));
    CHECK(card.deals[3].status == DealStatus::won);
    CHECK(card.deals[3].closed_at);
    CHECK(card.summary.won_deals == DealSum{2, Money{200, "JPY"}});
    // Seven days in a stage are allowed, a moment more is not; what is won does not rot.
    const auto rotting = [&](const char* now) {
        Texts names;
        for (const CardDeal& d : db.card(ada, {.now = at(now)}).deals)
            if (d.rotting) names.push_back(d.name);
        return names;
    };
    CHECK(rotting("2026-05-08T01:00Z").empty());
    CHECK(rotting("2026-05-08T01:00:01Z") == Texts{"Some time"});
    CHECK(rotting("2026-06-08T01:00Z") == Texts{"May", "June", "Some time"});
    CHECK(db.card(ada, {.deals = 2}).deals.size() == 2);
    CHECK(db.card(ada, {.deals = 0}).deals.empty());
}

TEST_CASE("a card holds the files of a contact, where it came from and what it did") {
    auto db = Database::open(":memory:");
    const ContactId ada = db.add(Contact{.name = {.given = "Ada"}});
    const ContactId bob = db.add(Contact{.name = {.given = "Bob"}});
    const DealId deal =
        db.add(Deal{.name = "Engine", .stage = db.pipelines().create("Sales", {{.name = "Talk"}}).stages[0]});
    const Card empty = db.card(ada);
    CHECK(empty.attachments.empty());
    CHECK(empty.consents.empty());
    CHECK(empty.touches.empty());
    CHECK(empty.events.empty());

    const auto file = [&](const char* name, const std::string& bytes, ContactId who) {
        return db.add(Attachment{
            .name = name, .media_type = "text/plain", .content = db.blobs().put(bytes), .contact = who});
    };
    const AttachmentId first = file("a.txt", "12345", ada);
    const AttachmentId second = file("b.txt", std::string(200000, 'x'), ada);
    file("c.txt", "his", bob);
    db.remove(file("d.txt", "gone", ada));
    db.add(Attachment{.name = "e.txt", .content = db.blobs().put("the deal's"), .deal = deal});
    for (const char* day : {"2026-01-02", "2026-01-01", "2026-01-03"})
        db.add(Touch{.contact = ada, .at = at(day), .source = day, .medium = "cpc", .campaign = "春"});
    db.add(Touch{.contact = bob, .at = at("2026-01-04")});
    db.add(Event{.contact = ada, .at = at("2026-01-01"), .kind = EventKind::visit, .subject = "/pricing"});
    db.add(Event{.contact = ada, .at = at("2026-01-02"), .kind = EventKind::form, .subject = "demo"});
    db.remove(db.add(Event{.contact = ada, .at = at("2026-01-03")}));
    db.add(Task{.title = "Offer", .contact = ada, .deal = deal});
    db.add(Reminder{.at = at("2026-01-01"), .contact = ada, .deal = deal});
    db.add(Appointment{.title = "Fair", .participants = {ada}, .start = at("2099-01-01"), .deal = deal});

    const Card card = db.card(ada);
    REQUIRE(card.attachments.size() == 2);
    CHECK(card.attachments[0].attachment == second);
    CHECK(card.attachments[0].size == 200000);
    CHECK(card.attachments[1].attachment == first);
    CHECK(card.attachments[1].name == "a.txt");
    CHECK(card.attachments[1].media_type == "text/plain");
    CHECK(db.blobs().get(card.attachments[1].content) == "12345");
    CHECK(each(card.touches, [](const CardTouch& t) { return t.source; }) ==
          Texts{"2026-01-03", "2026-01-02", "2026-01-01"});
    CHECK(card.touches[0].campaign == "春");
    CHECK(card.touches[0].at == at("2026-01-03"));
    CHECK(each(card.events, [](const CardEvent& e) { return std::pair(e.kind, e.subject); }) ==
          std::vector{std::pair(EventKind::form, std::string("demo")),
                      std::pair(EventKind::visit, std::string("/pricing"))});
    CHECK(card.tasks.at(0).deal == deal);
    CHECK(card.reminders.at(0).deal == deal);
    CHECK(card.appointments.at(0).deal == deal);

    const Card one = db.card(ada, {.attachments = 1, .touches = 2, .events = 0});
    CHECK(one.attachments.size() == 1);
    CHECK(one.touches.size() == 2);
    CHECK(one.events.empty());
}

TEST_CASE("the consents of a card are what Privacy::consents answers") {
    const Time now = at("2026-05-01");
    auto db = Database::open(":memory:", {.clock = [&] { return now; }});
    std::mt19937 random(11);
    const Texts purposes = {"news", "Ｎｅｗｓ", "offers"};
    std::size_t shown = 0;
    for (int round = 0; round < 60; ++round) {
        INFO(round);
        const ContactId who = db.add(Contact{});
        for (auto n = random() % 6; n > 0; --n) {
            Consent consent{.contact = who,
                            .purpose = purposes[random() % purposes.size()],
                            .channel = static_cast<ConsentChannel>(random() % 3),
                            .state = static_cast<ConsentState>(1 + random() % 3),
                            .at = now - std::chrono::hours(48 + random() % 100)};
            if (random() % 3 == 0)
                consent.expires = now + std::chrono::hours(24) * (random() % 2 == 0 ? 1 : -1);
            const ConsentId id = db.add(consent);
            if (random() % 6 == 0) db.remove(id);
        }
        const Card card = db.card(who);
        shown += card.consents.size();
        for (const std::string purpose : {"news", "offers"}) {
            std::map<ConsentChannel, CardConsent> entries;
            for (const CardConsent& entry : card.consents)
                if ((entry.purpose == "offers") == (purpose == "offers"))
                    CHECK(entries.emplace(entry.channel, entry).second);
            // 3 is a channel that nobody spoke of.
            for (const auto channel : {ConsentChannel{1}, ConsentChannel{2}, ConsentChannel{3}}) {
                const EffectiveConsent answer = db.privacy().consents(who, purpose, channel);
                auto entry = entries.find(channel);
                if (entry == entries.end()) entry = entries.find(ConsentChannel::any);
                REQUIRE((entry == entries.end()) == (answer.standing == ConsentStanding::none));
                if (entry == entries.end()) continue;
                CHECK(static_cast<int>(entry->second.state) == static_cast<int>(answer.standing));
                CHECK(entry->second.decided_by == answer.decided_by->id);
                CHECK(entry->second.at == answer.decided_by->at);
                CHECK(entry->second.expires == answer.decided_by->expires);
                CHECK(entry->second.purpose == answer.decided_by->purpose);
            }
            CHECK(entries.count(ConsentChannel{3}) == 0);
        }
    }
    CHECK(shown > 50);
    std::size_t limited = 0;
    for (const ContactId who : db.ids<Contact>()) {
        const auto expires = [](const CardConsent& c) { return c.expires.has_value(); };
        const auto soon = db.card(who).consents;
        limited += static_cast<std::size_t>(std::count_if(soon.begin(), soon.end(), expires));
        const auto later = db.card(who, {.now = now + std::chrono::hours(48)}).consents;
        CHECK(std::none_of(later.begin(), later.end(), expires));
    }
    CHECK(limited > 10);
}
