// Every query in docs/query-language.md is one: it reads, its names and types are right, its canonical form is stable,
// and it runs.
#include "source_dir.hpp"

#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace kith;

namespace {

void add_field(Database& db, const std::string& key, FieldType type, std::vector<std::string> choices = {}) {
    Field field;
    field.key = key;
    field.type = type;
    field.choices = std::move(choices);
    if (type == FieldType::reference) field.target = "contact";
    db.add(field);
}

/// Ada, Bob and Carol, of whom the manual tells before its table of unknown values.
struct Three {
    Time now = parse_time("2026-10-01T09:00:00Z").value();
    Database db = Database::open(":memory:", options());
    ContactId ada{};
    ContactId bob{};
    ContactId carol{};

    Options options() {
        Options options;
        options.clock = [this] { return now; };
        return options;
    }

    Three() {
        add_field(db, "shoe size", FieldType::integer);
        add_field(db, "budget", FieldType::money);
        ada = person("Ada", "Lovelace", "1815-12-10", Money{50000, "USD"}, 38, "vip", "Wrote programs");
        bob = person("Bob", "Marley", "1990", Money{60000, "EUR"}, 44, "press", "Sings");
        carol = db.add(Contact{.name = {.given = "Carol"}});
        live(ada, "Acme", 35.68, 139.77, Validity::valid);
        live(bob, "Globex", 51.5, -0.12, Validity::invalid);
        db.edit(ada, [](Contact& contact) { contact.lifecycle = Lifecycle::lead; });
        db.edit(ada, [](Contact& contact) { contact.lifecycle = Lifecycle::customer; });
        db.add_to_list(ada, "Newsletter");
        db.segments().save("VIPs", "tag = vip");
        consent(ada, ConsentState::granted);
        consent(bob, ConsentState::withdrawn);
        meet(ada, Channel::phone);
        visit(ada, R"({"seconds": 12})");
        visit(bob, {});
        now += std::chrono::days(30);
        meet(bob, Channel::email);
        now = parse_time("2026-12-01T09:00:00Z").value();
    }

    ContactId person(const char* given, const char* family, const char* birthday, const Money& budget,
                     std::int64_t size, const char* tag, const char* notes) {
        Contact contact;
        contact.name.given = given;
        contact.name.family = family;
        contact.birthday = PartialDate::parse(birthday);
        contact.fields["budget"] = budget;
        contact.fields["shoe size"] = size;
        contact.tags = {tag};
        contact.notes = notes;
        return db.add(contact);
    }
    void live(ContactId who, const char* company, double latitude, double longitude, Validity validity) {
        const OrganizationId organization = db.add(Organization{.name = company});
        db.add(Employment{.contact = who, .organization = organization});
        db.edit(who, [&](Contact& contact) {
            Address address;
            address.locality = company;
            address.latitude = latitude;
            address.longitude = longitude;
            contact.addresses.push_back(address);
            Email email;
            email.address = std::string(company) + "@example.com";
            email.validity = validity;
            contact.emails.push_back(email);
        });
    }
    void consent(ContactId who, ConsentState state) {
        db.add(Consent{.contact = who, .purpose = "news", .channel = ConsentChannel::email, .state = state});
    }
    void meet(ContactId who, Channel channel) {
        Interaction interaction;
        interaction.at = now;
        interaction.channel = channel;
        interaction.participants.emplace_back(who);
        db.add(interaction);
    }
    void visit(ContactId who, const std::string& properties) {
        Event event;
        event.contact = who;
        event.kind = EventKind::visit;
        event.at = now;
        event.properties = properties;
        db.add(event);
    }
};

}  // namespace

TEST_CASE("the manual's table of unknown values says what queries select", "[query]") {
    Three three;
    std::ifstream manual(KITH_SOURCE_DIR "/docs/query-language.md");
    REQUIRE(manual.good());
    bool inside = false;
    std::vector<std::string> asked;
    for (std::string line; std::getline(manual, line);) {
        if (line == "| query | Ada | Bob | Carol |") {
            inside = true;
            REQUIRE(std::getline(manual, line));  // the rule below the header
            continue;
        }
        inside = inside && line.rfind("| `", 0) == 0;
        if (!inside) continue;
        const std::size_t end = line.find("` | ", 3);
        REQUIRE(end != std::string::npos);
        const std::string query = line.substr(3, end - 3);
        INFO(query);
        std::string found = "` | ";
        const auto ids = three.db.ids<Contact>(query);
        for (const ContactId who : {three.ada, three.bob, three.carol})
            found += std::find(ids.begin(), ids.end(), who) != ids.end() ? "yes | " : "no | ";
        found.pop_back();
        CHECK(line.substr(end) == found);
        asked.push_back(query);
    }
    // every operator that can be negative has its row
    for (const char* words : {"!= ",
                              "not in (",
                              "not between",
                              "not contain",
                              "not start with",
                              "not end with",
                              "not like",
                              "not regex",
                              "not sound like",
                              "not similar to",
                              "not match ",
                              "not matches",
                              "not under",
                              "not before",
                              "is not ",
                              "not exactly",
                              "not has all",
                              "not has any",
                              "has no ",
                              "was never",
                              "never changed",
                              "did not",
                              "not stopped",
                              "not in list",
                              "not in segment",
                              "not within 7 days after",
                              "not within 25 km",
                              "not inside box",
                              "not consents to",
                              "not subscribed to",
                              "not top",
                              "not quintile",
                              "is unknown",
                              "not within next"}) {
        INFO(words);
        CHECK(std::any_of(asked.begin(), asked.end(),
                          [&](const std::string& query) { return query.find(words) != std::string::npos; }));
    }
}

TEST_CASE("the queries of the manual are queries", "[query]") {
    auto db = Database::open(":memory:");
    add_field(db, "shoe size", FieldType::real);
    add_field(db, "size", FieldType::choice, {"S", "M", "L"});
    add_field(db, "languages", FieldType::choices, {"en", "ja"});
    add_field(db, "budget", FieldType::money);
    add_field(db, "mentor", FieldType::reference);
    db.segments().save("VIP customers", "tag = vip and lifecycle = customer");

    std::ifstream manual(KITH_SOURCE_DIR "/docs/query-language.md");
    REQUIRE(manual.good());
    bool inside = false;
    int queries = 0;
    for (std::string line; std::getline(manual, line);) {
        if (line.rfind("```", 0) == 0) {
            inside = line == "```query";
            continue;
        }
        if (!inside) continue;
        INFO(line);
        ++queries;
        CHECK_NOTHROW(db.count<Contact>(line));
        std::string canonical;
        CHECK_NOTHROW(canonical = explain<Contact>(db, line).text);
        CHECK(format_query(canonical) == canonical);
    }
    CHECK(queries >= 110);
}
