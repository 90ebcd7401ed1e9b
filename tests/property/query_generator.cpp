// Random queries, from what each kind of record has.
#include "query_generator.hpp"

#include "query_field_tests.hpp"
#include "query_pools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace query_test {

using namespace pools;

namespace {

/// Writes random queries from what each kind of record has.
class Writer : FieldTests {
public:
    Writer(Random& random, Naming naming) : FieldTests(random), naming_(naming) {}

    std::string query(const std::string& type, int depth) {
        if (depth <= 0 || random_.chance(35)) return test(type, depth);
        switch (random_.below(16)) {
            case 15: return member(type, depth);
            case 14: return permission(type, depth);
            case 13: return found(type, depth);
            case 12: return rank(type, depth);
            case 11: return area(type, depth);
            case 7: {
                const std::string fields = random_.chance(50) ? between_fields(type) : distance(type);
                return fields.empty() ? test(type, depth) : fields;
            }
            case 9: return history(type, depth);
            case 10: return behaviour(type, depth);
            case 8: return pick(type, depth);
            case 0: return "not " + factor(type, depth - 1);
            case 1:
            case 2: return joined(type, depth, " and ");
            case 3:
            case 4: return joined(type, depth, " or ");
            case 5: return related(type, depth);
            default: return figure(type, depth);
        }
    }

private:
    std::string factor(const std::string& type, int depth) { return "(" + query(type, depth) + ")"; }

    std::string joined(const std::string& type, int depth, const std::string& with) {
        std::string text = factor(type, depth - 1);
        for (int i = 1 + random_.below(2); i > 0; --i) text += with + factor(type, depth - 1);
        return text;
    }

    static std::vector<std::pair<std::string, std::string>> relations(const std::string& type) {
        if (type == "contact") {
            return {{"interaction", "interaction"},
                    {"organization", "organization"},
                    {"employment", "employment"},
                    {"deal", "deal"},
                    {"event", "event"},
                    {"task", "task"},
                    {"appointment", "appointment"},
                    {"relationship", "relationship"},
                    {"interaction_participant", "participant"},
                    {"list", "list"},
                    {"email", "email"},
                    {"address", "address"},
                    {"tag", ""},
                    {"owner", "user"}};
        }
        if (type == "organization") {
            return {{"interaction", "interaction"},
                    {"contact", "contact"},
                    {"parent", "organization"},
                    {"employment", "employment"},
                    {"deal", "deal"},
                    {"email", "email"},
                    {"tag", ""},
                    {"owner", "user"}};
        }
        if (type == "interaction")
            return {
                {"contact", "contact"}, {"organization", "organization"}, {"user", "user"}, {"deal", "deal"}};
        if (type == "deal")
            return {{"contact", "contact"},
                    {"organization", "organization"},
                    {"owner", "user"},
                    {"stage", "stage"},
                    {"interaction", "interaction"},
                    {"task", "task"},
                    {"appointment", "appointment"}};
        if (type == "event") return {{"contact", "contact"}};
        if (type == "task")
            return {{"contact", "contact"},
                    {"organization", "organization"},
                    {"deal", "deal"},
                    {"assignee", "user"}};
        if (type == "appointment")
            return {
                {"contact", "contact"}, {"organization", "organization"}, {"deal", "deal"}, {"user", "user"}};
        if (type == "relationship") return {{"contact", "contact"}, {"related", "contact"}};
        if (type == "employment") return {{"contact", "contact"}, {"organization", "organization"}};
        return {};
    }

    std::string related(const std::string& type, int depth) {
        const auto all = relations(type);
        if (all.empty()) return test(type, depth);
        const auto& [name, target] = random_.of(all);
        const std::string head = random_.of(std::vector<std::string>{"has ", "has ", "has no ", "every "});
        if (target.empty()) return head == "every " ? test(type, depth) : head + name;
        if (head != "every " && random_.chance(15)) return head + name;
        return head + name + " (" + query(target, depth - 1) + ")";
    }

    std::string figure(const std::string& type, int depth) {
        std::vector<std::pair<std::string, std::string>> many;
        for (const auto& relation : relations(type)) {
            const bool single = relation.first == "owner" || relation.first == "parent" ||
                                relation.first == "user" || type == "employment" || type == "event" ||
                                type == "task" || type == "relationship" ||
                                (type == "deal" && relation.first != "interaction" &&
                                 relation.first != "task" && relation.first != "appointment") ||
                                ((type == "interaction" || type == "appointment") &&
                                 (relation.first == "organization" || relation.first == "deal"));
            if (!single) many.push_back(relation);
        }
        if (many.empty()) return test(type, depth);
        const auto& [name, target] = random_.of(many);
        const std::string condition =
            !target.empty() && random_.chance(60) ? " (" + query(target, depth - 2) + ")" : "";
        std::string what = "count " + name;
        std::string number = std::to_string(random_.below(4));
        if (random_.chance(40) && name == "interaction") {
            what =
                random_.of(std::vector<std::string>{"sum ", "min ", "max ", "avg "}) + "interaction.duration";
            number = std::to_string(random_.below(5) * 60);
        } else if (random_.chance(30) && name == "organization") {
            what = random_.of(std::vector<std::string>{"sum ", "min ", "max "}) + "organization.staff";
            number = std::to_string(random_.below(5) * 10);
        }
        if (random_.chance(25) && name == "deal") {
            what = "sum deal.amount" + condition;
            return what + random_.of(std::vector<std::string>{" > ", " <= ", " = ", " != "}) +
                   random_.of(std::vector<std::string>{"0 USD", "10 USD", "20 EUR", "20 USD", "3000 JPY"});
        }
        what += condition + window(name);
        switch (random_.below(8)) {
            case 0: return what + " between " + number + " and " + number + "0";
            case 1: return what + " in (" + number + ", 2)";
            case 2: return what + " is known";
            case 3: return what + " != " + number;
            default:
                return what + random_.of(std::vector<std::string>{" = ", " >= ", " > ", " < ", " <= "}) +
                       number;
        }
    }

    /// The best of all, or of some; parts that all fall into.
    std::string rank(const std::string& type, int depth) {
        std::vector<std::string> keys;
        if (type == "contact")
            keys = {"points",
                    "weight",
                    "budget",
                    "birthday",
                    "seen",
                    "met",
                    "recency",
                    "frequency",
                    "monetary",
                    "count deal",
                    "created",
                    "max interaction.at",
                    "last event.at",
                    "birthday.month",
                    "sum deal.amount (status = won)",
                    "count interaction since 2026-01-01"};
        if (type == "organization")
            keys = {"staff", "count contact", "sum interaction.duration", "max interaction.at"};
        if (type == "interaction") keys = {"duration", "at", "at.hour", "count contact"};
        if (type == "deal") keys = {"amount", "expected_close", "closed_at", "stage.probability"};
        if (type == "event") keys = {"at", "at.minute"};
        if (type == "task") keys = {"due", "done.day", "created"};
        if (type == "appointment") keys = {"start", "end", "count contact"};
        if (keys.empty()) return test(type, depth);
        const std::string by = random_.of(keys);
        const std::string among = random_.chance(30) ? " among (" + query(type, depth - 2) + ")" : "";
        switch (random_.below(6)) {
            case 0:
            case 1:
                return std::string(random_.chance(70) ? "top " : "bottom ") +
                       std::to_string(1 + random_.below(12)) + " by " + by + among;
            case 2:
                return std::string(random_.chance(70) ? "top " : "bottom ") +
                       random_.of(std::vector<std::string>{"10", "33.3", "50", "100", "1"}) + " % by " + by +
                       among;
            default: break;
        }
        // only parts that there are: others are errors
        const auto [name, parts] = random_.of(std::vector<std::pair<std::string, int>>{
            {"quintile", 5}, {"decile", 10}, {"tile 2 ", 2}, {"tile 3 ", 3}});
        const std::string head = name + "(" + by + among + ")";
        switch (random_.below(6)) {
            case 0: return head + " is known";
            case 1: return head + " != 2";
            case 2: return fmt::format("{} in (1, {})", head, parts);
            case 3: return fmt::format("{} < {}", head, 2 + random_.below(parts));
            default:
                return fmt::format("{}{}{}", head,
                                   random_.chance(50) ? " = " : " >= ", 1 + random_.below(parts));
        }
    }

    /// The first or last of some records, and what it has.
    std::string pick(const std::string& type, int depth) {
        const bool contact = type == "contact";
        if (!contact && type != "organization") return test(type, depth);
        const std::string name = contact && random_.chance(40) ? "event"
                                 : random_.chance(30)          ? "deal"
                                                               : "interaction";
        const std::string head = (random_.chance(50) ? "first " : "last ") + name;
        const std::string tail =
            (random_.chance(40) ? " (" + query(name, depth - 2) + ")" : std::string{}) + window(name);
        const auto as = [&](const std::string& path) { return head + path + tail; };
        if (random_.chance(15))
            return as(name == "deal" ? ".name" : ".at") + (random_.chance(50) ? " is known" : " is unknown");
        const auto with = [&](const std::string& path, const std::string& test) {
            return as(path) + test.substr(test.find(' '));  // tests of "x", which has no space
        };
        if (name == "deal") {
            switch (random_.below(3)) {
                case 0: return with(".amount", ordered_test("x", random_.of(amounts), false));
                case 1: return with(".stage", " = " + random_.of(stages));
                default: return with(".status", " != " + random_.of(std::vector<std::string>{"won", "open"}));
            }
        }
        if (name == "event")
            return with(".kind",
                        random_.of(std::vector<std::string>{" = visit", " != open", " in (form, click)"}));
        switch (random_.below(4)) {
            case 0:
                return with(".channel", random_.of(std::vector<std::string>{" = email", " != phone",
                                                                            " in (meeting, other)"}));
            case 1: return with(".subject", " contains " + quoted(random_.of(pieces)));
            case 2: return with(".user", " = " + random_.of(user_names));
            default:
                return with(".duration", random_.of(std::vector<std::string>{" > 60", " <= 120", " != 0"}));
        }
    }

    /// Addresses within an area.
    std::string area(const std::string& type, int depth) {
        std::string path;
        if (type == "interaction" || type == "deal")
            path = random_.of(std::vector<std::string>{"contact.address ", "organization.address "});
        else if (type == "event")
            path = "contact.address ";
        else if (type == "contact" && random_.chance(20))
            path = "organization.address ";
        else if (type != "contact" && type != "organization")
            return test(type, depth);
        else if (random_.chance(20))
            path = "address ";
        const auto& [latitude, longitude] = random_.of(points);
        if (random_.chance(60))
            return path + "within " +
                   random_.of(
                       std::vector<std::string>{"3 km", "20.5 km", "450 km", "100 m", "300 mi", "9000 km"}) +
                   fmt::format(" of ({}, {})", latitude, longitude);
        const auto& [to_latitude, to_longitude] = random_.of(points);
        return path + fmt::format("inside box ({}, {}, {}, {})", std::min(latitude, to_latitude), longitude,
                                  std::max(latitude, to_latitude), to_longitude);
    }

    /// What people agreed to.
    std::string permission(const std::string& type, int depth) {
        static const std::vector<std::string> ways = {"contact", "interaction", "deal",
                                                      "event",   "employment",  "organization"};
        if (std::find(ways.begin(), ways.end(), type) == ways.end()) return test(type, depth);
        const std::string path = type != "contact"    ? "contact "
                                 : random_.chance(10) ? "organization.contact "
                                                      : "";
        if (random_.chance(30)) return path + "subscribed to " + random_.of(lists);
        return path + "consents to " + random_.of(std::vector<std::string>{"any", "email", "email", "phone"}) +
               (random_.chance(75) ? " for " + random_.of(purposes) : "");
    }

    /// On a list, in a segment.
    std::string member(const std::string& type, int depth) {
        const bool list = type == "contact" && random_.chance(40);
        if (list) return "in list " + random_.of(lists);
        const auto names = std::find_if(segments.begin(), segments.end(),
                                        [&](const auto& each) { return each.first == type; });
        if (naming_ == Naming::nothing || names == segments.end()) return test(type, depth);
        return "in segment " + quoted(random_.of(names->second));
    }

    /// Words to be found, in all of a record or in one field of prose.
    std::string found(const std::string& type, int depth) {
        if (random_.chance(50)) {
            const std::string path =
                type == "contact"
                    ? random_.of(std::vector<std::string>{"notes", "source", "code", "interaction.body"})
                : type == "organization"
                    ? random_.of(std::vector<std::string>{"notes", "source", "contact.notes"})
                : type == "interaction" ? random_.of(std::vector<std::string>{"body", "contact.source"})
                                        : std::string{};
            if (path.empty()) return test(type, depth);
            return every(path.find('.') != std::string::npos) + path +
                   (random_.chance(35) ? " does not match " : " matches ") + quoted(random_.of(wanted));
        }
        if (type != "contact" && type != "organization" && type != "interaction") return test(type, depth);
        return "matches \"" + random_.of(searches) + "\"";
    }

    /// What was, of a record or through a path.
    std::string history(const std::string& type, int depth) {
        const std::string of = type == "contact" && random_.chance(30) ? "deal"
                               : type == "event"                       ? "contact"
                                                                       : type;
        if (of == "deal" && random_.chance(25)) {
            const std::string stay = stay_test();
            return type == "deal" ? stay : "has deal (" + stay + ")";
        }
        const std::string test = field_history(of, of == type ? "" : of + ".");
        return test.empty() ? this->test(type, depth) : test;
    }

    /// What a contact did, with conditions on the events.
    std::string behaviour(const std::string& type, int depth) {
        if (type == "event") return history(type, depth);
        if (type != "contact") return test(type, depth);
        const auto deed = [&] {
            return deed_kind() + (random_.chance(40) ? " (" + query("event", depth - 2) + ")" : std::string{});
        };
        std::string text = deed();
        if (random_.chance(20))
            return random_.of(std::vector<std::string>{"stopped ", "restarted "}) + text + " for " +
                   duration();
        if (random_.chance(20)) return "first " + text + past_window();
        for (int i = random_.chance(40) ? 1 + random_.below(2) : 0; i > 0; --i)
            text += " then " + deed() + " within " + duration();
        if (random_.chance(40))
            text += random_.of(std::vector<std::string>{" at least ", " at most ", " exactly "}) +
                    std::to_string(random_.below(4)) + " times";
        if (random_.chance(50)) text += past_window();
        return (random_.chance(70) ? "did " : "did not ") + text;
    }

    std::string test(const std::string& type, int depth) {
        static const std::vector<std::string> validity = {"valid", "invalid"};
        static const std::vector<std::string> channel = {"email", "phone", "meeting", "other"};
        static const std::vector<std::string> lifecycle = {"lead", "customer", "qualified", "former",
                                                           "subscriber"};
        static const std::vector<std::string> labels = {"work", "home"};
        static const std::vector<std::string> cities = {"Tokyo", "東京", "paris"};
        static const std::vector<std::string> addresses = {"ada@acme.example", "info@globex.example",
                                                           "nobody@x.example"};
        if (type == "email") {
            switch (random_.below(4)) {
                case 0: return text_test("address", addresses, false);
                case 1: return text_test("label", labels, false);
                case 2: return flag_test("primary");
                default: return choice_test("validity", validity, false);
            }
        }
        if (type == "address")
            return random_.chance(50) ? text_test("locality", cities, false)
                                      : text_test("label", labels, false);
        if (type == "user")
            return random_.chance(40)
                       ? flag_test("active")
                       : text_test(random_.chance(50) ? "name" : "full_name", user_names, false);
        if (type == "employment") {
            switch (random_.below(5)) {
                case 0: return flag_test("primary");
                case 1: return date_test("started", false);
                case 2: return text_test("organization", organization_names, false);
                case 3: return text_test("contact.given", words, false);
                default: return text_test("title", words, false);
            }
        }
        if (type == "interaction") {
            switch (random_.below(9)) {
                case 0:
                case 1: return time_test("at", false);
                case 2: return choice_test("channel", channel, false);
                case 3: return choice_test("direction", {"inbound", "outbound", "none"}, false);
                case 4: return text_test("subject", words, false);
                case 5: return text_test("body", words, false);
                case 6: return ordered_test("duration", {"0", "60", "120", "240"}, false);
                case 7: return text_test("user", user_names, false);
                default: return text_test("contact.family", words, true);
            }
        }
        if (type == "participant") return choice_test("role", {"attendee", "sender", "copied"}, false);
        if (type == "list") return text_test("name", lists, false);
        if (type == "relationship") {
            switch (random_.below(4)) {
                case 0: return text_test("label", words, false);
                case 1: return text_test("related.family", words, false);
                default: return choice_test("kind", {"spouse", "manager", "colleague"}, false);
            }
        }
        if (type == "stage")
            return random_.chance(50) ? text_test("name", stages, false)
                                      : ordered_test("probability", {"0", "20", "40"}, false);
        if (type == "deal") {
            switch (random_.below(9)) {
                case 0: return text_test("name", words, false);
                case 1: return ordered_test("amount", random_.of(amounts), false);
                case 2: return date_test("expected_close", false);
                case 3: return time_test("closed_at", false);
                case 4: return choice_test("status", {"open", "won", "lost"}, false);
                case 5: return text_test("stage", stages, false);
                case 6: return text_test("owner", user_names, false);
                case 7: return text_test("contact.family", words, false);
                default: return ordered_test("stage.probability", {"0", "20", "40"}, false);
            }
        }
        if (type == "event") {
            switch (random_.below(7)) {
                case 0:
                case 1: return time_test("at", false);
                case 5: return text_test("properties.page", pages, false);
                case 6: return ordered_test("properties.seconds", seconds, false);
                case 2: return choice_test("kind", {"visit", "open", "form", "other"}, false);
                case 3: return text_test("contact.given", words, false);
                default: return text_test("subject", pages, false);
            }
        }
        if (type == "task") {
            switch (random_.below(6)) {
                case 0:
                case 1: return time_test(random_.chance(60) ? "due" : "done", false);
                case 2: return choice_test("priority", {"low", "normal", "high", "urgent"}, false);
                case 3: return text_test("assignee", user_names, false);
                case 4: return text_test("contact.family", words, false);
                default: return text_test("title", words, false);
            }
        }
        if (type == "appointment") {
            switch (random_.below(7)) {
                case 0:
                case 1: return time_test(random_.chance(60) ? "start" : "end", false);
                case 2: return choice_test("status", {"planned", "confirmed", "held", "missed"}, false);
                case 3: return text_test("user", user_names, false);
                case 4: return text_test("contact.family", words, true);
                case 5: return text_test("location", words, false);
                default: return text_test("title", words, false);
            }
        }
        const bool contact = type == "contact";
        if (random_.chance(8)) {
            const std::string path =
                contact ? random_.of(std::vector<std::string>{"organization", "organization.parent"})
                        : "parent";
            return every(contact) + path + (random_.chance(30) ? " not under " : " under ") +
                   quoted(random_.of(organization_names));
        }
        switch (random_.below(contact ? 41 : 12)) {
            case 33: return text_test("list", lists, true);
            case 34: return choice_test("relationship.kind", {"spouse", "manager"}, true);
            case 35: return choice_test("interaction_participant.role", {"sender", "organizer"}, true);
            case 30: return text_test("deal.stage", stages, true);
            case 38: return time_test("recency", false);
            case 39: return ordered_test("frequency", {"0", "1", "3"}, false);
            case 40: return ordered_test("monetary", random_.of(amounts), false);
            case 36:
                return "count event (kind = " + random_.of(std::vector<std::string>{"visit", "open"}) +
                       " and at within last 30 days)" +
                       random_.of(std::vector<std::string>{" >= 1", " >= 2", " = 0", " < 2", " != 1"});
            case 37:
                return std::string(random_.chance(50) ? "has interaction" : "has no interaction") +
                       random_.of(std::vector<std::string>{"", " (at within last 20 days)",
                                                           " (at since 2026-01-01)", " (at before 2026-01-01)",
                                                           " (at between 2025-12-10 and 2025-12-30)"});
            case 31: return choice_test("event.kind", {"visit", "open", "form"}, true);
            case 32: return time_test("event.at", true);
            case 0: return text_test("source", words, false);
            case 1: return text_test("notes", words, false);
            case 2: return text_test("email", addresses, true);
            case 3: return text_test("email.label", labels, true);
            case 4: return choice_test("email.validity", validity, true);
            case 5: return text_test("address.locality", cities, true);
            case 6: return text_test("tag", tags, true);
            case 7: return "has all tags (" + random_.of(tags) + ", " + random_.of(tags) + ")";
            case 8: return text_test("owner", user_names, false);
            case 9: return flag_test("owner.active");
            case 10:
                return contact ? text_test("organization", organization_names, true)
                               : text_test("contact.given", words, true);
            case 11:
                return contact ? text_test("organization.industry", industries, true)
                               : text_test("industry", industries, false);
            case 12: return text_test("given", words, false);
            case 13: return text_test("family", words, false);
            case 14: return text_test("nickname", words, false);
            case 15: return date_test("birthday", false);
            case 16: return choice_test("lifecycle", lifecycle, false);
            case 17: return text_test("code", words, false);
            case 18: return ordered_test("points", {"0", "1", "2", "3", "2.5"}, false);
            case 19: return ordered_test("weight", {"0.5", "1", "1.5"}, false);
            case 20: return flag_test("news");
            case 21: return date_test("met", false);
            case 22: return time_test("seen", false);
            case 23: return ordered_test("budget", random_.of(amounts), false);
            case 24: return choice_test("size", sizes, false);
            case 25: return text_test_of_choices("langs");
            case 26: return time_test("interaction.at", true);
            case 27: return choice_test("interaction.channel", channel, true);
            case 28: return date_test("employment.started", true);
            default: return ordered_test("organization.staff", {"10", "20", "40"}, true);
        }
        static_cast<void>(depth);
    }

    Naming naming_;
};

}  // namespace

std::string random_query(Random& random, const std::string& type, int depth, Naming naming) {
    return Writer(random, naming).query(type, depth);
}

}  // namespace query_test
