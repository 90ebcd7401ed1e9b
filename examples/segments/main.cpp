// Segments from end to end: a coffee roaster's customers, asked and kept in view.
//
//   segments            works in memory and prints what it does
//
// Queries as text and put together in C++, a segment that commits keep, somebody who listens to it, time that goes by, why
// somebody is in it, ranks, overlaps, one action for all of them with a look before, and the file as it was.
#include <kith/bulk.hpp>
#include <kith/history.hpp>
#include <kith/kith.hpp>
#include <kith/q.hpp>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

using namespace kith;
namespace q = kith::q;

namespace {

constexpr auto day = std::chrono::hours(24);

/// Five people who buy coffee, each so often and so long ago.
std::vector<ContactId> fill(Database& db, Time now) {
    struct Person {
        const char* family;
        const char* given;
        const char* tag;
        int visits;
        int days_ago;
    };
    std::vector<ContactId> ids;
    for (const Person& person :
         {Person{"大野", "華", "subscriber", 4, 3}, Person{"Bianchi", "Aldo", "subscriber", 2, 80},
          Person{"Stone", "Carol", "wholesale", 6, 20}, Person{"Reyes", "Dan", "", 1, 200},
          Person{"佐藤", "結衣", "subscriber", 0, 0}}) {
        Contact contact{.name = {.given = person.given, .family = person.family}};
        if (*person.tag != '\0') contact.tags = {person.tag};
        ids.push_back(db.add(contact));
        for (int i = 0; i < person.visits; ++i) {
            Interaction visit{.at = now - day * (person.days_ago + 10 * i)};
            visit.channel = Channel::meeting;
            visit.participants = {ids.back()};
            db.add(visit);
        }
    }
    return ids;
}

void names(const Database& db, const std::string& title, std::string_view query) {
    std::cout << title << ": " << query << '\n';
    for (const auto& row : db.list<Contact>({"name"}, query).rows)
        std::cout << "    " << row[0].to_string() << '\n';
}

}  // namespace

int main() {
    Time now = parse_time("2026-11-23T09:00:00Z").value();
    Database db = Database::open(
        ":memory:",
        {.actor = "example", .region = "JP", .time_zone = "Asia/Tokyo", .clock = [&] { return now; }});
    const std::vector<ContactId> people = fill(db, now);

    // One language: text, or the same put together while a program runs.
    names(db, "Quiet subscribers", "tag = subscriber and has no interaction (at within last 30 days)");
    const q::Condition quiet = q::path("tag") == "subscriber" &&
                               q::has_no("interaction", q::path("at").within(q::last(30, q::days)));
    names(db, "The same in C++", quiet);
    names(db, "The two who come most", "top 2 by count interaction order by count interaction desc");

    // A segment that commits keep, and somebody who listens.
    Segments segments = db.segments();
    segments.save("Quiet", quiet);
    segments.save("Regulars", "count interaction (at within last 365 days) >= 2");
    segments.live("Quiet");
    Interaction call{.at = now};
    call.channel = Channel::phone;
    call.participants = {people[1]};
    db.add(call);
    now += day * 40;
    std::cout << "Forty days later " << segments.advance_clock() << " entered or left:\n";
    for (const SegmentChange& change : segments.changes("Quiet"))
        std::cout << "    " << to_string(change.at) << (change.entered ? "  in   " : "  out  ")
                  << db.get(ContactId{change.record}).name.family << '\n';

    // Why is he in it?
    std::cout << to_text(segments.why("Quiet", people[1].value), db.settings());

    // How many are in both, and how a query is answered.
    const std::vector<std::string> both = {"Quiet", "Regulars"};
    const auto shared = segments.overlaps(both);
    std::cout << "Quiet " << shared[0][0] << ", regulars " << shared[1][1] << ", both " << shared[0][1]
              << '\n';
    const Explanation how = segments.explain("Regulars");
    for (const std::string& step : how.plan) std::cout << "    " << step << '\n';

    // For all of them at once: looked at before, and taken back after.
    const std::vector<BulkAction> actions = {BulkAction::tag("call back"),
                                             BulkAction::task({.title = "Call {title}"})};
    const BulkResult preview = db.bulk<Contact>("in segment Quiet", actions, {.dry_run = true});
    std::cout << "Would change " << preview.changed << ", first " << preview.sample.at(0).title << '\n';
    const BulkResult done = db.bulk<Contact>("in segment Quiet", actions);
    std::cout << "Tagged: " << db.count<Contact>("tag = 'call back'") << ", tasks: " << db.count<Task>()
              << '\n';
    db.undo(done.transaction);
    std::cout << "And taken back: " << db.count<Contact>("tag = 'call back'") << '\n';

    // Who was quiet a month ago, by what was known then?
    db.as_of(now - day * 35, [](const Reader& then) {
        std::cout << "A month ago: " << then.count<Contact>("in segment Quiet") << " were quiet, of "
                  << then.count<Contact>() << '\n';
    });
    return db.verify().empty() ? 0 : 1;
}
