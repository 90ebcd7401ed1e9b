// What happens around people and deals: today, timeline, and what is shown beside the fields of a contact or a deal.
#include "activity.hpp"

#include "output.hpp"

#include <iostream>
#include <utility>

namespace cli {

namespace {

struct ActivityArguments {
    std::string which{};
    std::string type = "contact";
    std::string user{};
    std::size_t limit = 20;
    int days = 7;
    bool japanese = false;
    bool json = false;
};

/// "2026-01-15 10:00" on the file's clock.
std::string shown(kith::Time time, const kith::Settings& settings) {
    constexpr std::size_t to_the_minute = 16;
    return kith::text_of(kith::Value(time), settings).substr(0, to_the_minute);
}

/// How a choice is called: the name that its field has for it.
template <class T>
std::string name_of_choice(const T& record, const char* field) {
    const auto values = kith::field_values(record, field);
    return values.empty() ? std::string() : values.front().to_string();
}
std::string word(kith::Channel channel) {
    return name_of_choice(kith::Interaction{.channel = channel}, "channel");
}
std::string word(kith::Direction direction) {
    return name_of_choice(kith::Interaction{.direction = direction}, "direction");
}
std::string word(kith::RelationKind kind) { return name_of_choice(kith::Relationship{.kind = kind}, "kind"); }
std::string word(kith::ConsentChannel channel) {
    return name_of_choice(kith::Consent{.channel = channel}, "channel");
}
std::string word(kith::ConsentState state) { return name_of_choice(kith::Consent{.state = state}, "state"); }
std::string word(kith::EventKind kind) { return name_of_choice(kith::Event{.kind = kind}, "kind"); }
std::string word(kith::DealStatus status) { return name_of_choice(kith::Deal{.status = status}, "status"); }

/// ", 12000 JPY", or nothing where there is no amount.
std::string worth(const kith::Money& amount) {
    return amount.currency.empty() ? std::string() : ", " + amount.to_string();
}

void print_deals(const kith::Card& card) {
    for (const kith::CardDeal& deal : card.deals) {
        std::cout << "deal      " << deal.name << worth(deal.amount) << ", " << deal.stage_name << " ("
                  << deal.pipeline_name << ')';
        if (deal.status == kith::DealStatus::open && deal.expected_close)
            std::cout << ", closes " << deal.expected_close->to_string();
        std::cout << (deal.rotting ? ", rotting" : "") << '\n';
    }
    const auto total = [](kith::DealStatus status, std::int64_t deals, const kith::Money& amount) {
        if (deals > 0) std::cout << "in all    " << deals << ' ' << word(status) << worth(amount) << '\n';
    };
    for (const kith::CardDealTotal& each : card.deal_totals) total(each.status, each.deals, each.amount);
    if (!card.deal_totals.empty()) return;
    const kith::ContactSummary& summary = card.summary;
    for (const auto& [status, sum] : {std::pair(kith::DealStatus::open, &summary.open_deals),
                                      std::pair(kith::DealStatus::won, &summary.won_deals),
                                      std::pair(kith::DealStatus::lost, &summary.lost_deals)})
        total(status, sum->deals, sum->amount.value_or(kith::Money{}));
}

void print_task(const std::string& title, const std::optional<kith::Time>& due,
                const kith::Settings& settings) {
    std::cout << "task      " << title << (due ? ", due " + shown(*due, settings) : std::string()) << '\n';
}

void print_timeline(const std::vector<kith::TimelineEntry>& timeline, const kith::Settings& settings) {
    for (const kith::TimelineEntry& entry : timeline)
        std::cout << kith::text_of(kith::Value(entry.at), settings) << "  " << word(entry.channel) << "  "
                  << entry.subject << '\n';
}

/// What is known of a contact beside what happened between us: where it stands, where it came from, what it did.
void print_behaviour(const kith::Card& card, const kith::Settings& settings) {
    for (const kith::CardAttachment& file : card.attachments)
        std::cout << "file      " << file.name << ", " << file.size << " bytes, " << file.content << '\n';
    for (const kith::CardConsent& consent : card.consents)
        std::cout << "consent   " << consent.purpose << " by " << word(consent.channel) << ": "
                  << word(consent.state) << " since " << shown(consent.at, settings) << '\n';
    for (const kith::CardTouch& touch : card.touches) {
        std::cout << "touch     " << shown(touch.at, settings);
        for (const std::string& part : {touch.source, touch.medium, touch.campaign})
            if (!part.empty()) std::cout << "  " << part;
        std::cout << '\n';
    }
    for (const kith::CardEvent& event : card.events)
        std::cout << "event     " << shown(event.at, settings) << "  " << word(event.kind) << "  "
                  << event.subject << '\n';
}

void today(Context& context, const ActivityArguments& arguments) {
    kith::Database& db = context.db();
    kith::UserId user{};
    if (!arguments.user.empty())
        user = kith::UserId{find_record(db, kith::record_type<kith::User>(), arguments.user)};
    const auto entries = db.today(user, {.birthday_days = arguments.days});
    if (arguments.json) {
        for (const kith::TodayEntry& entry : entries)
            print_json({{"record", entry.record.type},
                        {"id", entry.record.id},
                        {"title", entry.title},
                        {"contact", entry.contact.value},
                        {"deal", entry.deal.value},
                        {"days", entry.days},
                        {"reason", entry.reason},
                        {"reason_ja", entry.reason_ja}});
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const kith::TodayEntry& entry : entries)
        rows.push_back({entry.record.type, std::to_string(entry.record.id), entry.title, entry.contact_name,
                        entry.record.type == "deal" ? std::string() : entry.deal_name,
                        arguments.japanese ? entry.reason_ja : entry.reason});
    print_table({"record", "id", "title", "contact", "deal", "reason"}, rows);
}

void timeline(Context& context, const ActivityArguments& arguments) {
    kith::Database& db = context.db();
    const kith::Settings settings = db.settings();
    const kith::RecordType& type = type_named(arguments.type);
    const bool of_deal = &type == &kith::record_type<kith::Deal>();
    if (!of_deal && &type != &kith::record_type<kith::Contact>())
        throw kith::Error(kith::Code::invalid_argument,
                          "a timeline is of a contact or a deal, not of a " + name_of(type));
    const std::int64_t id = find_record(db, type, arguments.which);
    const kith::TimelineOptions page{.limit = arguments.limit};
    const auto entries =
        of_deal ? db.timeline(kith::DealId{id}, page) : db.timeline(kith::ContactId{id}, page);
    std::vector<std::vector<std::string>> rows;
    for (const kith::TimelineEntry& entry : entries)
        rows.push_back({std::to_string(entry.interaction.value), shown(entry.at, settings),
                        word(entry.channel), word(entry.direction), entry.subject});
    print_table({"id", "at", "channel", "direction", "subject"}, rows);
}

}  // namespace

void print_card(const kith::Card& card, const kith::Settings& settings) {
    for (const kith::CardJob& job : card.jobs) {
        std::cout << "works at  " << job.name;
        for (const std::string& more : {job.title, job.department})
            if (!more.empty()) std::cout << ", " << more;
        std::cout << (job.ended ? " (until " + job.ended->to_string() + ")" : "") << '\n';
    }
    for (const kith::CardRelation& relation : card.relations)
        std::cout << "related   " << relation.name << ", "
                  << (relation.label.empty() ? word(relation.kind) : relation.label) << '\n';
    for (const std::string& list : card.lists) std::cout << "on list   " << list << '\n';
    for (const kith::CardTask& task : card.tasks) print_task(task.title, task.due, settings);
    for (const kith::CardAppointment& appointment : card.appointments)
        std::cout << "meeting   " << shown(appointment.start, settings) << "  " << appointment.title << '\n';
    for (const kith::CardReminder& reminder : card.reminders)
        std::cout << "reminder  " << shown(reminder.at, settings) << "  " << reminder.note << '\n';
    print_deals(card);
    print_behaviour(card, settings);
    if (card.summary.interactions > 0) {
        std::cout << "contacts  " << card.summary.interactions << " (" << card.summary.inbound << " from, "
                  << card.summary.outbound << " to)";
        if (card.summary.preferred) std::cout << "; answers by " << word(*card.summary.preferred);
        std::cout << '\n';
    }
    print_timeline(card.timeline, settings);
}

void print_around(kith::Database& db, kith::DealId deal, std::size_t interactions) {
    const kith::Settings settings = db.settings();
    for (const kith::Task& task :
         db.query<kith::Task>("deal = :deal and done is unknown order by due", {{"deal", deal.value}}))
        print_task(task.title, task.due, settings);
    print_timeline(db.timeline(deal, {.limit = interactions}), settings);
}

void add_activity_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about,
                             void (*run)(Context&, const ActivityArguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<ActivityArguments>();
        sub->callback([&context, arguments, run] { run(context, *arguments); });
        return std::pair(sub, arguments);
    };
    {
        const auto [sub, a] = command("today", "What wants attention today, each with its reason", &today);
        sub->add_option("--user", a->user, "Whose day; without: everybody's");
        sub->add_option("--days", a->days, "Birthdays within so many days")->capture_default_str();
        sub->add_flag("--ja", a->japanese, "Reasons in Japanese");
        sub->add_flag("--json", a->json, "As JSON lines");
        sub->footer("Examples:\n"
                    "  kith add user name=ada\n"
                    "  kith add task title='Send the offer' due='2026-01-15 17:00' contact=1\n"
                    "  kith edit 1 rhythm_days=30\n"
                    "  kith today --user ada --days 14");
    }
    {
        const auto [sub, a] =
            command("timeline", "The interactions of a contact or a deal, newest first", &timeline);
        sub->add_option("record", a->which, "Id, or words")->required();
        sub->add_option("--type", a->type, "contact or deal")->capture_default_str();
        sub->add_option("--limit", a->limit, "How many")->capture_default_str();
        sub->footer("Examples:\n  kith timeline 1 --limit 50\n  kith timeline 1 --type deal");
    }
}

}  // namespace cli
