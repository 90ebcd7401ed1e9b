// What happens around people: today, timeline, and what a contact's card shows beside its fields.
#include "activity.hpp"

#include "output.hpp"

#include <iostream>
#include <utility>

namespace cli {

namespace {

struct Arguments {
    std::string which{};
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

void today(Context& context, const Arguments& arguments) {
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
                        {"days", entry.days},
                        {"reason", entry.reason},
                        {"reason_ja", entry.reason_ja}});
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const kith::TodayEntry& entry : entries)
        rows.push_back({entry.record.type, std::to_string(entry.record.id), entry.title, entry.contact_name,
                        arguments.japanese ? entry.reason_ja : entry.reason});
    print_table({"record", "id", "title", "contact", "reason"}, rows);
}

void timeline(Context& context, const Arguments& arguments) {
    kith::Database& db = context.db();
    const kith::Settings settings = db.settings();
    const auto entries = db.timeline(find_contact(db, arguments.which), {.limit = arguments.limit});
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
    for (const kith::CardTask& task : card.tasks)
        std::cout << "task      " << task.title
                  << (task.due ? ", due " + shown(*task.due, settings) : std::string()) << '\n';
    for (const kith::CardAppointment& appointment : card.appointments)
        std::cout << "meeting   " << shown(appointment.start, settings) << "  " << appointment.title << '\n';
    for (const kith::CardReminder& reminder : card.reminders)
        std::cout << "reminder  " << shown(reminder.at, settings) << "  " << reminder.note << '\n';
    print_deals(card);
    if (card.summary.interactions > 0) {
        std::cout << "contacts  " << card.summary.interactions << " (" << card.summary.inbound << " from, "
                  << card.summary.outbound << " to)";
        if (card.summary.preferred) std::cout << "; answers by " << word(*card.summary.preferred);
        std::cout << '\n';
    }
    for (const kith::TimelineEntry& entry : card.timeline)
        std::cout << kith::text_of(kith::Value(entry.at), settings) << "  " << word(entry.channel) << "  "
                  << entry.subject << '\n';
}

void add_activity_commands(CLI::App& app, Context& context) {
    const auto command = [&](const char* name, const char* about, void (*run)(Context&, const Arguments&)) {
        CLI::App* sub = app.add_subcommand(name, about);
        auto arguments = std::make_shared<Arguments>();
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
        const auto [sub, a] = command("timeline", "The interactions of a contact, newest first", &timeline);
        sub->add_option("contact", a->which, "Id, or words")->required();
        sub->add_option("--limit", a->limit, "How many")->capture_default_str();
        sub->footer("Example:\n  kith timeline 1 --limit 50");
    }
}

}  // namespace cli
