#include "query_field_tests.hpp"

#include "query_pools.hpp"

#include <map>

namespace query_test {

using namespace pools;

std::string FieldTests::window(const std::string& relation) {
    const bool timed = relation == "interaction" || relation == "event";
    if (!timed || random_.chance(50)) return {};
    switch (random_.below(4)) {
        case 0: return " since 2026-01-01";
        case 1: return " before 2025-12-20";
        case 2: return " between 2025-12-05 and 2026-01-01";
        default: return " within last " + std::to_string(1 + random_.below(40)) + " days";
    }
}

std::string FieldTests::between_fields(const std::string& type) {
    static const std::vector<std::string> signs = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    const auto both = [&](const std::vector<std::string>& fields) {
        return random_.of(fields) + random_.of(signs) + "value of " + random_.of(fields);
    };
    const auto equal = [&](const std::string& a, const std::string& b) {
        return a + (random_.chance(60) ? " = " : " != ") + "value of " + b;
    };
    if (type == "contact") {
        switch (random_.below(10)) {
            case 0: return both({"given", "family", "nickname", "source", "code", "owner.full_name"});
            case 1: return both({"birthday", "met", "seen", "created"});
            case 2: return both({"points", "weight", "count tag", "count deal", "max interaction.duration"});
            case 3: return "budget" + random_.of(signs) + "value of sum deal.amount";
            case 4: return "sum deal.amount" + random_.of(signs) + "value of budget";
            case 5: return every(true) + "employment.title" + random_.of(signs) + "value of given";
            case 6: return "interaction.at" + random_.of(signs) + "value of seen";
            case 7: return equal("organization.owner", "owner");
            case 8:
                return "last interaction.at" + window("event") + random_.of(signs) + "value of last event.at";
            default:
                return "points" + random_.of(signs) + "value of count interaction" + window("interaction");
        }
    }
    if (type == "deal") {
        switch (random_.below(4)) {
            case 0: return both({"expected_close", "closed_at", "created", "contact.birthday"});
            case 1: return equal("owner", random_.chance(50) ? "contact.owner" : "organization.owner");
            case 2: return "amount" + random_.of(signs) + "value of contact.budget";
            default: return "closed_at" + random_.of(signs) + "value of expected_close";
        }
    }
    if (type == "interaction")
        return random_.chance(50) ? both({"subject", "body", "organization.industry"})
                                  : equal("contact.owner", "user");
    if (type == "employment") return equal("contact.owner", "organization.owner");
    if (type == "task")
        return random_.chance(70) ? both({"due", "done", "created", "contact.seen", "contact.birthday"})
                                  : equal("assignee", "contact.owner");
    if (type == "appointment")
        return random_.chance(70) ? both({"start", "end", "created"}) : both({"title", "location"});
    return {};
}

std::string FieldTests::distance(const std::string& type) {
    using Names = std::vector<std::string>;
    static const std::map<std::string, Names> times = {
        {"contact",
         {"interaction.at", "seen", "created", "event.at", "deal.closed_at", "last event.at",
          "max interaction.at", "first interaction.at"}},
        {"interaction",
         {"at", "contact.created", "contact.deal.closed_at", "contact.event.at", "deal.closed_at"}},
        {"deal",
         {"closed_at", "created", "contact.interaction.at", "contact.seen", "interaction.at", "task.due"}},
        {"event", {"at", "created", "contact.created", "contact.interaction.at"}},
        {"task", {"due", "done", "contact.interaction.at", "deal.appointment.start"}},
        {"appointment", {"start", "end", "contact.interaction.at", "contact.task.due", "deal.closed_at"}}};
    static const std::map<std::string, Names> dates = {
        {"contact", {"birthday", "met", "employment.started", "deal.expected_close"}},
        {"interaction", {"contact.met", "contact.birthday"}},
        {"deal", {"expected_close", "contact.met"}},
        {"event", {"contact.met", "contact.deal.expected_close"}},
        {"task", {"contact.met", "contact.birthday"}},
        {"appointment", {"contact.met", "contact.deal.expected_close"}}};
    if (times.count(type) == 0) return {};
    const bool left_date = random_.chance(25);
    const bool right_date = random_.chance(25);
    const std::string left = random_.of((left_date ? dates : times).at(type));
    const std::string right = random_.of((right_date ? dates : times).at(type));
    const bool hours = !left_date && !right_date && random_.chance(30);
    const std::string length =
        std::to_string(1 + random_.below(hours ? 90 : 40)) +
        (hours ? " hours" : random_.of(Names{" days", " days", " weeks", " months", " years"}));
    const bool many = left.find(' ') == std::string::npos && left.find('.') != std::string::npos &&
                      (type == "contact" || type == "interaction");
    const std::string head = every(many) + left;
    return head + random_.of(Names{" within ", " within ", " not within ", " more than "}) + length +
           random_.of(Names{" after", " before"}) + " value of " + right;
}

std::string random_order(Random& random, const std::string& type) {
    static const std::map<std::string, std::vector<std::string>> keys = {
        {"contact",
         {"points", "weight", "created", "seen", "source", "count interaction", "count deal (status = won)",
          "lifecycle", "size", "max interaction.at", "last event.at", "quintile(points)"}},
        {"organization",
         {"staff", "industry", "count contact", "sum interaction.duration", "max interaction.at"}},
        {"interaction", {"at", "duration", "subject", "channel", "count contact", "at.hour"}},
        {"deal", {"closed_at", "stage.probability", "created", "status", "contact.seen"}},
        {"event", {"at", "kind", "subject", "contact.points"}},
        {"task", {"due", "done", "priority", "title", "contact.points"}},
        {"appointment", {"start", "end", "status", "location", "count contact"}}};
    std::string text = " order by ";
    for (int i = 1 + random.below(3); i > 0; --i)
        text += random.of(keys.at(type)) + (random.chance(50) ? " desc" : "") + (i > 1 ? ", " : "");
    if (random.chance(50)) text += " limit " + std::to_string(1 + random.below(20));
    if (text.find(" limit ") != std::string::npos && random.chance(40))
        text += " offset " + std::to_string(random.below(8));
    return text;
}

}  // namespace query_test
