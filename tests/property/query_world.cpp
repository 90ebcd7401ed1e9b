// A random base: records of every type that the queries ask about, with what is missing and what is in the trash.
#include "query_generator.hpp"
#include "query_pools.hpp"
#include "query_world_plans.hpp"

#include <kith/records/consent.hpp>
#include <kith/records/deal.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/event.hpp>
#include <kith/records/exchange_rate.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/pipeline.hpp>
#include <kith/records/relationship.hpp>
#include <kith/records/stage.hpp>
#include <kith/records/user.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

namespace query_test {

using namespace kith;
using namespace std::chrono_literals;
using namespace pools;

namespace {

const std::vector<std::string> closes = {"2026-01", "2026-01-15", "2025-12-20", "2025", "2026-02-10", "2026"};
const std::vector<RelationKind> relation_kinds = {RelationKind::spouse, RelationKind::colleague,
                                                  RelationKind::manager};
const Time base_time = parse_time("2026-01-15T03:00:00Z").value();

std::string text_or_nothing(Random& random) { return random.chance(30) ? std::string{} : random.of(words); }

std::optional<PartialDate> date_or_nothing(Random& random) {
    return random.chance(20) ? std::nullopt : std::optional(PartialDate::parse(random.of(dates)).value());
}

/// Three thousand yen are 20 dollars, ten euros too where their rate is 2; pounds mostly have no rate.
Money some_amount(Random& random) {
    static const std::vector<std::string> others = {"EUR", "EUR", "JPY", "JPY", "GBP"};
    return {random.below(4) * 1000, random.chance(60) ? "USD" : random.of(others)};
}

void add_rates(Transaction& tx, Random& random) {
    const auto rate = [&](const char* currency, const char* base, PartialDate date, const char* value) {
        if (random.chance(60))
            tx.add(ExchangeRate{.currency = currency, .base = base, .date = date, .rate = value});
    };
    rate("USD", "JPY", {2026, 1, 1}, "150");
    rate("EUR", "USD", {2025, 12, 1}, "1.4");
    rate("EUR", "USD", {2026, 1, 15}, "2");
    rate("EUR", "USD", {2026, 1, 16}, "9");  // not yet
    rate("JPY", "EUR", {2026, 1, 2}, "0.0034567");
    if (random.chance(30)) rate("GBP", "JPY", {2025, 6, 30}, "300.5");
}

const std::vector<std::string> addresses = {"ada@acme.example", "Bob@ACME.example", "info@globex.example",
                                            "x@home.example"};
const std::vector<std::string> labels = {"work", "home", ""};
const std::vector<std::string> cities = {"Tokyo", "Paris", "東京", ""};

/// One element of a record comes, goes or says something else.
template <class T>
void change_elements(T& record, Random& random) {
    const int what = random.below(5);
    if (what == 0) {
        Email email;
        email.address = random.of(addresses);
        email.label = random.of(labels);
        record.emails.push_back(email);
    } else if (what == 1) {
        Address address;
        address.locality = random.of(cities);
        address.region = "R";
        record.addresses.push_back(address);
    } else if (what == 2 && !record.emails.empty()) {
        record.emails.erase(record.emails.begin() + random.below(static_cast<int>(record.emails.size())));
    } else if (what == 3 && !record.emails.empty()) {
        Email& email = record.emails.front();
        (random.chance(50) ? email.label : email.address) =
            random.chance(50) ? random.of(addresses) : std::string("work@x.example");
    } else if (!record.addresses.empty()) {
        if (random.chance(40))
            record.addresses.erase(record.addresses.begin());
        else
            record.addresses.back().locality = random.of(cities);
    }
}

/// Custom values of a contact, each of them there or not.
void fill_custom(Contact& contact, Random& random, int chance) {
    const auto set = [&](const char* key, const Value& value) { contact.fields[key] = value; };
    if (random.chance(chance)) set("code", random.of(words));
    if (random.chance(chance)) set("points", random.below(5));
    if (random.chance(chance)) set("weight", random.below(5) * 0.5);
    if (random.chance(chance)) set("news", random.chance(50));
    if (random.chance(chance)) set("met", PartialDate::parse(random.of(dates)).value());
    if (random.chance(chance)) set("seen", some_time(random));
    if (random.chance(chance)) set("budget", some_amount(random));
    if (random.chance(chance)) set("size", random.of(sizes));
    if (!random.chance(chance + 10)) return;
    Value::Texts chosen;
    for (const std::string& lang : langs) {
        if (random.chance(50)) chosen.push_back(lang);
    }
    if (!chosen.empty()) set("langs", chosen);
}

/// Tags, lists and custom values come and go, now and then several times within one transaction.
void change_links(Transaction& tx, Random& random, const Contact& contact) {
    for (int i = random.chance(30) ? 2 : 1; i > 0; --i) {
        const std::string& tag = random.of(tags);
        const std::string& list = random.of(lists);
        switch (random.below(5)) {
            case 0: tx.tag(contact.id, tag); break;
            case 1: tx.untag(contact.id, tag); break;
            case 2:
                if (random.chance(50))
                    tx.add_to_list(contact.id, list);
                else
                    tx.remove_from_list(contact.id, list);
                break;
            default:
                tx.edit(contact.id, [&](Contact& each) {
                    if (random.chance(30) && !each.fields.empty())
                        each.fields.erase(std::next(each.fields.begin(),
                                                    random.below(static_cast<int>(each.fields.size()))));
                    fill_custom(each, random, 20);
                });
                break;
        }
    }
}

template <class T>
void fill_shared(T& record, Random& random, const std::vector<UserId>& users) {
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
        if (random.chance(70)) {
            const auto& [latitude, longitude] = random.of(points);
            address.latitude = latitude;
            address.longitude = longitude;
        }
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

/// Deals in a pipeline of four stages, and what people did; some of each in the trash.
std::vector<DealId> populate_sales(Transaction& tx, Random& random, const std::vector<ContactId>& contacts,
                                   const std::vector<OrganizationId>& organizations,
                                   const std::vector<UserId>& users) {
    Pipeline pipeline;
    pipeline.name = "Sales";
    const PipelineId sales = tx.add(pipeline);
    std::vector<StageId> all;
    for (const std::string& name : stages) {
        Stage stage;
        stage.pipeline = sales;
        stage.name = name;
        stage.position = static_cast<std::int64_t>(all.size());
        stage.probability = static_cast<int>(all.size()) * 20;
        if (name == "Won") stage.kind = StageKind::won;
        if (name == "Lost") stage.kind = StageKind::lost;
        all.push_back(tx.add(stage));
    }
    std::vector<DealId> deals;
    for (int i = 0; i < 40; ++i) {
        Deal deal;
        deal.name = random.of(words);
        deal.stage = random.of(all);
        if (random.chance(70)) deal.contact = random.of(contacts);
        if (random.chance(40)) deal.organization = random.of(organizations);
        if (random.chance(80)) deal.amount = some_amount(random);
        if (random.chance(70)) deal.expected_close = PartialDate::parse(random.of(closes)).value();
        if (random.chance(50)) deal.owner = random.of(users);
        if (random.chance(40) && deal.stage != all[0] && deal.stage != all[1])
            deal.closed_at = some_time(random);
        for (int k = random.below(3); k > 0; --k) {
            const ContactId who = random.of(contacts);
            const bool known = std::any_of(deal.participants.begin(), deal.participants.end(),
                                           [&](const DealContact& other) { return other.contact == who; });
            if (!known) deal.participants.emplace_back(who);
        }
        deals.push_back(tx.add(deal));
    }
    std::vector<EventId> events;
    for (int i = 0; i < 120; ++i) {
        Event event;
        event.contact = random.of(contacts);
        event.at = some_time(random);
        event.kind = static_cast<EventKind>(random.below(6));
        event.subject = random.chance(20) ? std::string{} : random.of(pages);
        if (random.chance(40)) event.properties = "{\"page\": \"" + random.of(pages) + "\"}";
        if (random.chance(40)) event.properties = "{\"seconds\": " + random.of(seconds) + "}";
        events.push_back(tx.add(event));
    }
    for (int i = 0; i < 25; ++i) {
        Relationship relationship;
        relationship.contact = random.of(contacts);
        relationship.related = random.of(contacts);
        if (relationship.contact == relationship.related) continue;
        relationship.kind = random.of(relation_kinds);
        relationship.label = random.chance(50) ? std::string{} : random.of(words);
        const RelationshipId made = tx.add(relationship);
        if (random.chance(10)) tx.remove(made);
    }
    for (int i = 0; i < 40; ++i) tx.add_to_list(random.of(contacts), random.of(lists));
    for (int i = 0; i < 4; ++i) tx.remove(random.of(deals));
    for (int i = 0; i < 8; ++i) tx.remove(random.of(events));
    return deals;
}

/// What people agreed to, or did not.
void populate_consents(Transaction& tx, Random& random, const std::vector<ContactId>& contacts) {
    static const std::vector<ConsentChannel> channels = {ConsentChannel::any, ConsentChannel::email,
                                                         ConsentChannel::email, ConsentChannel::phone};
    for (int i = 0; i < 60; ++i) {
        Consent consent;
        consent.contact = random.of(contacts);
        consent.purpose = random.of(purposes);
        consent.channel = random.of(channels);
        consent.state =
            random.chance(70) ? ConsentState::granted : static_cast<ConsentState>(2 + random.below(2));
        consent.at = base_time - 24h * 100;
        if (random.chance(40)) consent.expires = base_time + 24h * (random.below(3) - 1);
        const ConsentId made = tx.add(consent);
        if (random.chance(10)) tx.remove(made);
    }
}

}  // namespace

Time now() { return base_time; }

Time some_time(Random& random) {
    if (random.chance(20)) return base_time - 1h * 24 * random.below(40);  // exactly whole days ago
    return base_time - 1h * random.below(24 * 60) + 30min;
}

Time change(Database& db, Random& random, Time& clock) {
    // sometimes in the same millisecond, sometimes whole days before now
    if (random.chance(80)) clock += 1h * random.below(24 * 3);
    if (random.chance(30)) clock = base_time - std::chrono::floor<std::chrono::days>(base_time - clock);
    if (random.chance(40)) clock = std::chrono::ceil<std::chrono::days>(clock);  // where days begin
    clock = std::min(clock, base_time);
    db.write([&](Transaction& tx) {
        const auto users = tx.query<User>();
        const auto stage = tx.query<Stage>();
        const auto owner = [&] { return random.chance(25) ? UserId{} : random.of(users).id; };
        for (const Contact& each : tx.query<Contact>()) {
            if (!random.chance(25)) continue;
            tx.edit(each.id, [&](Contact& contact) {
                switch (random.below(9)) {
                    case 0: contact.lifecycle = static_cast<Lifecycle>(random.below(8) * 10); break;
                    case 1: contact.owner = owner(); break;
                    case 2: contact.notes = text_or_nothing(random); break;
                    case 3: contact.source = text_or_nothing(random); break;
                    case 4: contact.birthday = date_or_nothing(random); break;
                    default: change_elements(contact, random); break;
                }
            });
        }
        for (const Contact& each : tx.query<Contact>())
            if (random.chance(30)) change_links(tx, random, each);
        for (const Organization& each : tx.query<Organization>()) {
            if (!random.chance(25)) continue;
            if (random.chance(30)) tx.tag(each.id, random.of(tags));
            if (random.chance(30)) tx.untag(each.id, random.of(tags));
            tx.edit(each.id, [&](Organization& organization) {
                if (random.chance(50))
                    change_elements(organization, random);
                else if (random.chance(30))
                    organization.owner = owner();
                else if (random.chance(30))
                    organization.fields["staff"] = random.below(5) * 10;
                else
                    organization.industry = random.chance(30) ? std::string{} : random.of(industries);
            });
        }
        for (const Deal& each : tx.query<Deal>()) {
            if (!random.chance(30)) continue;
            tx.edit(each.id, [&](Deal& deal) {
                switch (random.below(4)) {
                    case 0: deal.amount = some_amount(random); break;
                    case 1: deal.owner = owner(); break;
                    case 2: deal.expected_close = PartialDate::parse(random.of(closes)).value(); break;
                    default: deal.stage = random.of(stage).id; break;
                }
            });
        }
    });
    return clock;
}

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
        if (!organizations.empty() && random.chance(60)) organization.parent = random.of(organizations);
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
        fill_custom(contact, random, 50);
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
    const std::vector<DealId> deals = populate_sales(tx, random, contacts, organizations, users);
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
        if (random.chance(40)) interaction.deal = random.of(deals);
        if (random.chance(40)) interaction.user = random.of(users);
        for (int k = random.below(4); k > 0; --k) {
            const ContactId who = random.of(contacts);
            const bool known = std::any_of(interaction.participants.begin(), interaction.participants.end(),
                                           [&](const Participant& p) { return p.contact == who; });
            if (!known) interaction.participants.emplace_back(who, static_cast<Role>(random.below(5)));
        }
        interactions.push_back(tx.add(interaction));
    }
    populate_consents(tx, random, contacts);
    populate_plans(tx, random, contacts, organizations, deals, users);
    populate_segments(tx, random);
    add_rates(tx, random);
    // the trash: of every type
    for (int i = 0; i < 5; ++i) tx.remove(random.of(contacts));
    for (int i = 0; i < 2; ++i) tx.remove(random.of(organizations));
    for (int i = 0; i < 4; ++i) tx.remove(random.of(employments));
    for (int i = 0; i < 8; ++i) tx.remove(random.of(interactions));
    tx.remove(users.back());
}

}  // namespace query_test
