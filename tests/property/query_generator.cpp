#include "query_generator.hpp"

#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/user.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace query_test {

using namespace kith;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> words = {"Ada",  "ada",    "Bob",    "Ann", "Brown", "O'Hara", "Müller",
                                        "山田", "ヤマダ", "やまだ", "a b", "x_y",   "50%"};
const std::vector<std::string> pieces = {"a", "o", "an", "山", "やま", "M", "x", "%", "_", " "};
const std::vector<std::string> patterns = {"a%", "%a", "%n%", "_nn", "%", "___", "%o_", "a%b", "%山%"};
const std::vector<std::string> dates = {"1990-06-15", "1990-06",    "1990",       "--06-15",
                                        "--12",       "---15",      "2000-02-29", "1990-01-01",
                                        "1989-12-31", "1990-06-30", "1991"};
const std::vector<std::string> full_dates = {"1990-06-15", "1990-06",    "1990",       "2000-02-29",
                                             "1990-01-01", "1989-12-31", "1990-07-01", "1990-01"};
const std::vector<std::string> tags = {"vip", "new", "old", "重要"};
const std::vector<std::string> industries = {"Retail", "Computing", "製造"};
const std::vector<std::string> sizes = {"S", "M", "L", "XL"};
const std::vector<std::string> langs = {"en", "fr", "ja"};
const std::vector<std::string> user_names = {"ada", "bob", "carl"};
const std::vector<std::string> organization_names = {"Acme", "Globex Inc.", "さくら商事", "Initech"};
const Time base_time = parse_time("2026-01-15T03:00:00Z").value();

std::string text_or_nothing(Random& random) { return random.chance(30) ? std::string{} : random.of(words); }

std::optional<PartialDate> date_or_nothing(Random& random) {
    return random.chance(20) ? std::nullopt : std::optional(PartialDate::parse(random.of(dates)).value());
}

Time some_time(Random& random) {
    if (random.chance(20)) return base_time - 1h * 24 * random.below(40);  // exactly whole days ago
    return base_time - 1h * random.below(24 * 60) + 30min;
}

template <class T>
void fill_shared(T& record, Random& random, const std::vector<UserId>& users) {
    static const std::vector<std::string> addresses = {"ada@acme.example", "Bob@ACME.example",
                                                       "info@globex.example", "x@home.example"};
    static const std::vector<std::string> labels = {"work", "home", ""};
    static const std::vector<std::string> cities = {"Tokyo", "Paris", "東京", ""};
    for (int i = random.below(3); i > 0; --i) {
        Email email;
        email.address = random.of(addresses);
        email.label = random.of(labels);
        email.primary = random.chance(30);
        email.validity = static_cast<Validity>(random.below(3));
        record.emails.push_back(email);
    }
    for (int i = random.below(3); i > 0; --i) {
        Address address;
        address.locality = random.of(cities);
        address.region = "R";
        address.label = random.of(labels);
        record.addresses.push_back(address);
    }
    for (int i = random.below(3); i > 0; --i) {
        const std::string& tag = random.of(tags);
        if (std::find(record.tags.begin(), record.tags.end(), tag) == record.tags.end())
            record.tags.push_back(tag);
    }
    if (random.chance(60)) record.owner = random.of(users);
    record.source = text_or_nothing(random);
    record.notes = text_or_nothing(random);
}

Field custom(const std::string& type, const std::string& key, FieldType kind,
             std::vector<std::string> choices = {}) {
    Field field;
    field.record_type = type;
    field.key = key;
    field.type = kind;
    field.choices = std::move(choices);
    return field;
}

/// Writes random queries from what each kind of record has.
class Writer {
public:
    explicit Writer(Random& random) : random_(random) {}

    std::string query(const std::string& type, int depth) {
        if (depth <= 0 || random_.chance(35)) return test(type, depth);
        switch (random_.below(7)) {
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
                    {"email", "email"},
                    {"address", "address"},
                    {"tag", ""},
                    {"owner", "user"}};
        }
        if (type == "organization") {
            return {{"interaction", "interaction"},
                    {"contact", "contact"},
                    {"employment", "employment"},
                    {"email", "email"},
                    {"tag", ""},
                    {"owner", "user"}};
        }
        if (type == "interaction")
            return {{"contact", "contact"}, {"organization", "organization"}, {"user", "user"}};
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
            const bool single = relation.first == "owner" || relation.first == "user" ||
                                type == "employment" ||
                                (type == "interaction" && relation.first == "organization");
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
        what += condition;
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

    static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

    std::string every(bool may) { return may && random_.chance(20) ? "every " : ""; }

    std::string text_test(const std::string& path, const std::vector<std::string>& values, bool many) {
        const std::string head = every(many) + path;
        const auto value = [&] { return quoted(random_.of(values)); };
        switch (random_.below(16)) {
            case 0: return head + " is known";
            case 1: return path + " is unknown";
            case 2: return head + " contains " + quoted(random_.of(pieces));
            case 3: return head + " not contains " + quoted(random_.of(pieces));
            case 4: return head + " starts with " + quoted(random_.of(pieces));
            case 5: return head + " ends with " + quoted(random_.of(pieces));
            case 6: return head + " in (" + value() + ", " + value() + ")";
            case 7: return head + " not in (" + value() + ", " + value() + ")";
            case 8: return head + " != " + value();
            case 9: return head + " like " + quoted(random_.of(patterns));
            case 10: return head + " not like " + quoted(random_.of(patterns));
            default: return head + " = " + value();
        }
    }

    std::string ordered_test(const std::string& path, const std::vector<std::string>& values, bool many,
                             bool list = true) {
        const std::string head = every(many) + path;
        const std::string& value = random_.of(values);
        switch (random_.below(12)) {
            case 0: return head + " is known";
            case 1: return path + " is unknown";
            case 2: return head + " between " + value + " and " + random_.of(values);
            case 3: return head + " not between " + value + " and " + random_.of(values);
            case 4:
                return list ? head + " in (" + value + ", " + random_.of(values) + ")" : head + " = " + value;
            case 5:
                return list ? head + " not in (" + value + ", " + random_.of(values) + ")"
                            : head + " = " + value;
            case 6: return head + " != " + value;
            case 7: return head + " < " + value;
            case 8: return head + " <= " + value;
            case 9: return head + " > " + value;
            case 10: return head + " >= " + value;
            default: return head + " = " + value;
        }
    }

    std::string date_test(const std::string& path, bool many) {
        switch (random_.below(5)) {
            case 0:
                return every(many) + path + random_.of(std::vector<std::string>{" = ", " != "}) +
                       random_.of(dates);
            case 1:
                return path + random_.of(std::vector<std::string>{" in (", " not in ("}) + random_.of(dates) +
                       ", " + random_.of(dates) + ")";
            case 2:
                return ordered_test(path + random_.of(std::vector<std::string>{".month", ".day"}),
                                    {"6", "12", "15", "1"}, many);
            case 3: return ordered_test(path + ".year", {"1990", "2000", "1989"}, many);
            default: return ordered_test(path, full_dates, many, false);
        }
    }

    std::string time_test(const std::string& path, bool many) {
        static const std::vector<std::string> days = {"2026-01-15", "2026-01-01", "2025-12-20", "2025-12-05"};
        static const std::vector<std::string> spans = {"1 day ago", "3 days ago", "10 days ago",
                                                       "30 days ago"};
        switch (random_.below(4)) {
            case 0:
                return every(many) + path + " within last " + std::to_string(1 + random_.below(40)) + " days";
            case 1:
                return path + random_.of(std::vector<std::string>{" more than ", " less than "}) +
                       random_.of(spans);
            case 2:
                return every(many) + path +
                       random_.of(std::vector<std::string>{" since ", " before ", " after ", " until "}) +
                       random_.of(days);
            default: return ordered_test(path, days, many);
        }
    }

    std::string choice_test(const std::string& path, const std::vector<std::string>& names, bool many) {
        return ordered_test(path, names, many);
    }

    std::string flag_test(const std::string& path) {
        switch (random_.below(4)) {
            case 0: return path;
            case 1: return path + " = true";
            case 2: return path + " != true";
            default: return path + " = false";
        }
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
        const bool contact = type == "contact";
        switch (random_.below(contact ? 30 : 12)) {
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
            case 23: return ordered_test("budget", {"10 USD", "20 USD", "0 USD"}, false);
            case 24: return choice_test("size", sizes, false);
            case 25: return text_test_of_choices("langs");
            case 26: return time_test("interaction.at", true);
            case 27: return choice_test("interaction.channel", channel, true);
            case 28: return date_test("employment.started", true);
            default: return ordered_test("organization.staff", {"10", "20", "40"}, true);
        }
        static_cast<void>(depth);
    }

    std::string text_test_of_choices(const std::string& path) {
        const std::string head = every(true) + path;
        switch (random_.below(5)) {
            case 0: return path + " is known";
            case 1: return head + " != " + random_.of(langs);
            case 2: return head + " in (" + random_.of(langs) + ", " + random_.of(langs) + ")";
            case 3: return "has all " + path + " (" + random_.of(langs) + ", " + random_.of(langs) + ")";
            default: return head + " = " + random_.of(langs);
        }
    }

    Random& random_;
};

}  // namespace

Time now() { return base_time; }

void populate(Transaction& tx, Random& random) {
    tx.add(custom("contact", "code", FieldType::text));
    tx.add(custom("contact", "points", FieldType::integer));
    tx.add(custom("contact", "weight", FieldType::real));
    tx.add(custom("contact", "news", FieldType::flag));
    tx.add(custom("contact", "met", FieldType::date));
    tx.add(custom("contact", "seen", FieldType::time));
    tx.add(custom("contact", "budget", FieldType::money));
    tx.add(custom("contact", "size", FieldType::choice, sizes));
    tx.add(custom("contact", "langs", FieldType::choices, langs));
    tx.add(custom("organization", "staff", FieldType::integer));
    std::vector<UserId> users;
    for (const std::string& name : user_names) {
        User user;
        user.name = name;
        user.full_name = text_or_nothing(random);
        user.active = random.chance(60);
        users.push_back(tx.add(user));
    }
    std::vector<OrganizationId> organizations;
    for (int i = 0; i < 12; ++i) {
        Organization organization;
        organization.name = random.of(organization_names);
        organization.industry = random.chance(30) ? std::string{} : random.of(industries);
        fill_shared(organization, random, users);
        if (random.chance(60)) organization.fields["staff"] = random.below(5) * 10;
        organizations.push_back(tx.add(organization));
    }
    std::vector<ContactId> contacts;
    for (int i = 0; i < 60; ++i) {
        Contact contact;
        contact.name.given = text_or_nothing(random);
        contact.name.family = text_or_nothing(random);
        contact.name.nickname = text_or_nothing(random);
        contact.birthday = date_or_nothing(random);
        contact.lifecycle = static_cast<Lifecycle>(random.below(8) * 10);
        contact.kind = random.chance(8) ? ContactKind::visitor : ContactKind::person;
        fill_shared(contact, random, users);
        if (random.chance(50)) contact.fields["code"] = random.of(words);
        if (random.chance(50)) contact.fields["points"] = random.below(5);
        if (random.chance(50)) contact.fields["weight"] = random.below(5) * 0.5;
        if (random.chance(50)) contact.fields["news"] = random.chance(50);
        if (random.chance(50)) contact.fields["met"] = PartialDate::parse(random.of(dates)).value();
        if (random.chance(50)) contact.fields["seen"] = some_time(random);
        if (random.chance(50))
            contact.fields["budget"] = Money{random.below(4) * 1000, random.chance(70) ? "USD" : "EUR"};
        if (random.chance(50)) contact.fields["size"] = random.of(sizes);
        if (random.chance(60)) {
            Value::Texts chosen;
            for (const std::string& lang : langs) {
                if (random.chance(50)) chosen.push_back(lang);
            }
            if (!chosen.empty()) contact.fields["langs"] = chosen;
        }
        contacts.push_back(tx.add(contact));
    }
    std::vector<EmploymentId> employments;
    for (int i = 0; i < 50; ++i) {
        Employment employment;
        employment.contact = random.of(contacts);
        employment.organization = random.of(organizations);
        employment.title = text_or_nothing(random);
        employment.primary = random.chance(40);
        employment.started = date_or_nothing(random);
        employments.push_back(tx.add(employment));
    }
    std::vector<InteractionId> interactions;
    for (int i = 0; i < 120; ++i) {
        Interaction interaction;
        interaction.at = some_time(random);
        interaction.channel = static_cast<Channel>(random.below(4));
        interaction.direction = static_cast<Direction>(random.below(3));
        interaction.subject = text_or_nothing(random);
        interaction.body = random.chance(60) ? std::string{} : random.of(words);
        if (random.chance(50)) interaction.duration_seconds = random.below(5) * 60;
        if (random.chance(40)) interaction.organization = random.of(organizations);
        if (random.chance(40)) interaction.user = random.of(users);
        for (int k = random.below(4); k > 0; --k) {
            const ContactId who = random.of(contacts);
            const bool known = std::any_of(interaction.participants.begin(), interaction.participants.end(),
                                           [&](const Participant& p) { return p.contact == who; });
            if (!known) interaction.participants.emplace_back(who);
        }
        interactions.push_back(tx.add(interaction));
    }
    // the trash: of every type
    for (int i = 0; i < 5; ++i) tx.remove(random.of(contacts));
    for (int i = 0; i < 2; ++i) tx.remove(random.of(organizations));
    for (int i = 0; i < 4; ++i) tx.remove(random.of(employments));
    for (int i = 0; i < 8; ++i) tx.remove(random.of(interactions));
    tx.remove(users.back());
}

std::string random_query(Random& random, const std::string& type, int depth) {
    return Writer(random).query(type, depth);
}

}  // namespace query_test
