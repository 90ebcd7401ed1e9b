// Records of a base as the plain things of the model.
#include "query_model_plans.hpp"
#include "query_model_values.hpp"
#include "query_pools.hpp"

#include <kith/records/deal.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/event.hpp>
#include <kith/records/exchange_rate.hpp>
#include <kith/records/field.hpp>
#include <kith/records/interaction.hpp>
#include <kith/records/list.hpp>
#include <kith/records/relationship.hpp>
#include <kith/records/stage.hpp>
#include <kith/records/user.hpp>
#include <kith/search.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace query_test {

using namespace kith;

namespace {

const Names lifecycles = {{0, "unknown"},      {10, "subscriber"}, {20, "lead"},     {30, "qualified"},
                          {40, "opportunity"}, {50, "customer"},   {60, "advocate"}, {70, "former"}};
const Names validities = {{0, "unknown"}, {1, "valid"}, {2, "invalid"}};
const Names channels = {{0, "other"}, {1, "email"}, {2, "phone"}, {3, "meeting"}};
const Names directions = {{0, "none"}, {1, "inbound"}, {2, "outbound"}};
const Names roles = {{0, "attendee"}, {1, "sender"}, {2, "recipient"}, {3, "copied"}, {4, "organizer"}};
const Names relations = {{1, "spouse"}, {11, "colleague"}, {12, "manager"}};
const Names statuses = {{0, "open"}, {1, "won"}, {2, "lost"}};
const Names kinds = {{0, "other"}, {1, "visit"}, {2, "open"}, {3, "click"}, {4, "download"}, {5, "form"}};

Val value_of(const Value& value, const Field& field, const Names& choices) {
    if (const auto* t = value.as<std::string>()) {
        if (field.type != FieldType::choice && field.type != FieldType::choices) return *t;
        const auto at = std::find(field.choices.begin(), field.choices.end(), *t) - field.choices.begin();
        return Choice{static_cast<std::int64_t>(at), *t, &choices};
    }
    if (const auto* n = value.as<std::int64_t>()) return *n;
    if (const auto* r = value.as<double>()) return *r;
    if (const auto* f = value.as<bool>()) return *f;
    if (const auto* t = value.as<Time>()) return *t;
    if (const auto* d = value.as<PartialDate>()) return *d;
    if (const auto* m = value.as<Money>()) return Amount{m->minor, m->currency};
    return {};
}

struct Loader {
    World world{};
    std::vector<Field> fields{};

    Thing* make() { return world.things.emplace_back(std::make_unique<Thing>()).get(); }

    void custom(Thing& thing, const std::string& type, const CustomValues& values) {
        for (const Field& field : fields) {
            if (field.record_type != type) continue;
            Names& names = world.names.emplace_back();
            for (const std::string& choice : field.choices) names.emplace(names.size(), choice);
            auto& into = thing.values[field.key];
            const auto found = values.find(field.key);
            if (found == values.end()) {
                if (field.type != FieldType::choices) into = {Val{}};
                continue;
            }
            if (const auto* texts = found->second.as<Value::Texts>()) {
                for (const std::string& one : *texts) into.push_back(value_of(Value(one), field, names));
            } else {
                into = {value_of(found->second, field, names)};
            }
        }
    }

    template <class T>
    void shared(Thing& thing, const T& record) {
        thing.values["source"] = {text(record.source)};
        thing.values["notes"] = {text(record.notes)};
        thing.values["id"] = {Val{record.id.value}};
        thing.rows["email"];
        for (const Email& email : record.emails) {
            Thing* element = make();
            element->main = "address";
            element->values = {{"address", {text(email.address)}},
                               {"label", {text(email.label)}},
                               {"primary", {Val{email.primary}}},
                               {"validity", {choice(email.validity, validities)}}};
            thing.rows["email"].push_back(element);
        }
        thing.rows["address"];
        for (const Address& address : record.addresses) {
            Thing* element = make();
            element->values = {{"locality", {text(address.locality)}},
                               {"region", {text(address.region)}},
                               {"label", {text(address.label)}},
                               {"latitude", {address.latitude ? Val{*address.latitude} : Val{}}},
                               {"longitude", {address.longitude ? Val{*address.longitude} : Val{}}}};
            thing.rows["address"].push_back(element);
        }
        thing.rows["tag"];
        for (const std::string& tag : record.tags) {
            Thing* element = make();
            element->name = tag;
            thing.rows["tag"].push_back(element);
        }
        thing.rows["owner"];
        thing.single = {"owner"};
        if (record.owner) refer(thing, "owner", world.users, record.owner.value);
        thing.rows["employment"];
        thing.rows["interaction"];
        thing.rows["deal"];
        thing.id = record.id.value;
        thing.when = thing.created = record.meta.created_at;
    }

    static void refer(Thing& thing, const std::string& name, const std::map<std::int64_t, Thing*>& targets,
                      std::int64_t id) {
        auto& rows = thing.rows[name];
        const auto found = targets.find(id);
        if (found != targets.end() && std::find(rows.begin(), rows.end(), found->second) == rows.end())
            rows.push_back(found->second);
    }
};

/// Lists, and relationships seen from both ends.
void load_links(Loader& loader, const Database& db) {
    World& world = loader.world;
    for (const ExchangeRate& rate : db.query<ExchangeRate>())
        world.rates.push_back({rate.currency, rate.base, rate.date.to_string(), rate.rate});
    for (const List& list : db.query<List>()) {
        Thing* thing = loader.make();
        thing->name = list.name;
        thing->values = {{"name", {text(list.name)}}};
        for (const Contact& contact : db.query<Contact>("in list " + list.name))
            world.contacts.at(contact.id.value)->rows["list"].push_back(thing);
    }
    for (const Relationship& relationship : db.query<Relationship>()) {
        Thing* thing = loader.make();
        thing->id = relationship.id.value;
        thing->when = relationship.meta.created_at;
        thing->values = {{"kind", {choice(relationship.kind, relations)}},
                         {"label", {text(relationship.label)}}};
        thing->single = {"contact", "related"};
        const auto end = [&](const char* name, std::int64_t id) {
            thing->rows[name];
            Loader::refer(*thing, name, world.contacts, id);
            const auto contact = world.contacts.find(id);
            if (contact != world.contacts.end()) contact->second->rows["relationship"].push_back(thing);
        };
        end("contact", relationship.contact.value);
        end("related", relationship.related.value);
    }
}

/// Deals and events, of the people and organizations that are loaded.
void load_sales(Loader& loader, const Database& db) {
    World& world = loader.world;
    std::map<std::int64_t, Thing*> stages;
    for (const Stage& stage : db.query<Stage>()) {
        Thing* thing = loader.make();
        thing->id = stage.id.value;
        thing->name = stage.name;
        thing->values = {{"name", {text(stage.name)}},
                         {"probability", {Val{std::int64_t{stage.probability}}}}};
        stages[stage.id.value] = thing;
    }
    for (const Deal& deal : db.query<Deal>()) {
        Thing* thing = loader.make();
        thing->id = deal.id.value;
        thing->when = thing->created = deal.meta.created_at;
        thing->type = "deal";
        thing->values = {
            {"name", {text(deal.name)}},
            {"amount",
             {deal.amount.currency.empty() ? Val{} : Val{Amount{deal.amount.minor, deal.amount.currency}}}},
            {"expected_close", {deal.expected_close ? Val{*deal.expected_close} : Val{}}},
            {"closed_at", {deal.closed_at ? Val{*deal.closed_at} : Val{}}},
            {"status", {choice(deal.status, statuses)}},
            {"created", {Val{deal.meta.created_at}}}};
        for (const char* name : {"contact", "organization", "owner", "stage", "interaction"})
            thing->rows[name];
        thing->single = {"contact", "organization", "owner", "stage"};
        Loader::refer(*thing, "contact", world.contacts, deal.contact.value);
        Loader::refer(*thing, "organization", world.organizations, deal.organization.value);
        Loader::refer(*thing, "owner", world.users, deal.owner.value);
        Loader::refer(*thing, "stage", stages, deal.stage.value);
        for (const DealContact& who : deal.participants) {
            const auto contact = world.contacts.find(who.contact.value);
            if (contact != world.contacts.end()) contact->second->rows["deal"].push_back(thing);
        }
        const auto organization = world.organizations.find(deal.organization.value);
        if (organization != world.organizations.end()) organization->second->rows["deal"].push_back(thing);
        world.deals[deal.id.value] = thing;
    }
    for (const Event& event : db.query<Event>()) {
        Thing* thing = loader.make();
        thing->id = event.id.value;
        thing->when = event.at;
        thing->values = {{"at", {Val{event.at}}},
                         {"kind", {choice(event.kind, kinds)}},
                         {"subject", {text(event.subject)}},
                         {"created", {Val{event.meta.created_at}}}};
        thing->rows["properties"];
        if (!event.properties.empty()) {
            Thing* object = loader.make();
            const auto properties = nlohmann::json::parse(event.properties);
            object->values = {{"page", {Val{}}}, {"seconds", {Val{}}}};
            if (properties.contains("page"))
                object->values["page"] = {Val{properties["page"].get<std::string>()}};
            if (properties.contains("seconds"))
                object->values["seconds"] = {Val{properties["seconds"].get<double>()}};
            thing->rows["properties"].push_back(object);
        }
        thing->rows["contact"];
        thing->single = {"contact", "properties"};
        Loader::refer(*thing, "contact", world.contacts, event.contact.value);
        const auto contact = world.contacts.find(event.contact.value);
        if (contact != world.contacts.end()) contact->second->rows["event"].push_back(thing);
        world.events[event.id.value] = thing;
    }
}

void load_consents(World& world, const Database& db) {
    for (const Consent& consent : db.query<Consent>()) {
        const auto contact = world.contacts.find(consent.contact.value);
        if (contact != world.contacts.end()) world.consents[contact->second].push_back(consent);
    }
}

void load_found(World& world, const Database& db) {
    for (const std::string& text : pools::searches) {
        auto& found = world.found[text];
        FullTextOptions options;
        options.limit = 1000;
        for (const FullTextHit& hit : db.search().full_text(text, options)) {
            const auto& all = hit.record.type == "contact"        ? world.contacts
                              : hit.record.type == "organization" ? world.organizations
                                                                  : world.interactions;
            const bool known = &all != &world.interactions || hit.record.type == "interaction";
            if (known) found.insert(all.at(hit.record.id));
        }
    }
}

/// What contact_summary says of a contact.
void summarise(Thing& contact) {
    const auto& interactions = contact.rows["interaction"];
    Val last;
    for (const Thing* interaction : interactions) {
        if (!known(last) || interaction->when > std::get<Time>(last)) last = interaction->when;
    }
    std::set<std::string> currencies;
    std::int64_t won = 0;
    for (const Thing* deal : contact.rows["deal"]) {
        const auto* amount = std::get_if<Amount>(&deal->values.at("amount").front());
        if (amount == nullptr) continue;
        currencies.insert(amount->currency);
        if (std::get<Choice>(deal->values.at("status").front()).name == "won") won += amount->minor;
    }
    contact.values["recency"] = {last};
    contact.values["frequency"] = {Val{static_cast<std::int64_t>(interactions.size())}};
    contact.values["monetary"] = {currencies.size() == 1 ? Val{Amount{won, *currencies.begin()}} : Val{}};
}

}  // namespace

World load(const Database& db, Time now) {
    Loader loader;
    loader.world.now = now;
    loader.world.settings = db.settings();
    loader.fields = db.query<Field>();
    World& world = loader.world;
    for (const User& user : db.query<User>()) {
        Thing* thing = loader.make();
        thing->name = user.name;
        thing->values = {{"name", {text(user.name)}},
                         {"full_name", {text(user.full_name)}},
                         {"active", {Val{user.active}}}};
        world.users[user.id.value] = thing;
    }
    for (const Organization& organization : db.query<Organization>()) {
        Thing* thing = loader.make();
        thing->name = organization.name;
        thing->values = {{"name", {text(organization.name)}}, {"industry", {text(organization.industry)}}};
        thing->type = "organization";
        loader.shared(*thing, organization);
        loader.custom(*thing, "organization", organization.fields);
        thing->rows["contact"];
        thing->rows["parent"];
        thing->single.insert("parent");
        world.organizations[organization.id.value] = thing;
    }
    for (const Organization& organization : db.query<Organization>()) {
        Thing& thing = *world.organizations.at(organization.id.value);
        Loader::refer(thing, "parent", world.organizations, organization.parent.value);
    }
    for (const Contact& contact : db.query<Contact>()) {
        Thing* thing = loader.make();
        thing->values = {{"given", {text(contact.name.given)}},
                         {"family", {text(contact.name.family)}},
                         {"nickname", {text(contact.name.nickname)}},
                         {"birthday", {contact.birthday ? Val{*contact.birthday} : Val{}}},
                         {"lifecycle", {choice(contact.lifecycle, lifecycles)}},
                         {"created", {Val{contact.meta.created_at}}}};
        thing->type = "contact";
        loader.shared(*thing, contact);
        loader.custom(*thing, "contact", contact.fields);
        thing->rows["organization"];
        for (const char* name : {"event", "list", "relationship", "interaction_participant"})
            thing->rows[name];
        world.contacts[contact.id.value] = thing;
    }
    for (const Employment& employment : db.query<Employment>()) {
        Thing* thing = loader.make();
        thing->id = employment.id.value;
        thing->when = employment.meta.created_at;
        thing->values = {{"title", {text(employment.title)}},
                         {"department", {text(employment.department)}},
                         {"primary", {Val{employment.primary}}},
                         {"started", {employment.started ? Val{*employment.started} : Val{}}}};
        const auto contact = world.contacts.find(employment.contact.value);
        const auto organization = world.organizations.find(employment.organization.value);
        thing->rows["contact"];
        thing->rows["organization"];
        thing->single = {"contact", "organization"};
        if (contact != world.contacts.end()) {
            contact->second->rows["employment"].push_back(thing);
            thing->rows["contact"].push_back(contact->second);
        }
        if (organization != world.organizations.end()) {
            organization->second->rows["employment"].push_back(thing);
            thing->rows["organization"].push_back(organization->second);
        }
        if (contact == world.contacts.end() || organization == world.organizations.end()) continue;
        Loader::refer(*contact->second, "organization", world.organizations, employment.organization.value);
        Loader::refer(*organization->second, "contact", world.contacts, employment.contact.value);
    }
    for (const Interaction& interaction : db.query<Interaction>()) {
        Thing* thing = loader.make();
        thing->id = interaction.id.value;
        thing->when = interaction.at;
        thing->values = {
            {"at", {Val{interaction.at}}},
            {"channel", {choice(interaction.channel, channels)}},
            {"direction", {choice(interaction.direction, directions)}},
            {"subject", {text(interaction.subject)}},
            {"body", {text(interaction.body)}},
            {"duration", {interaction.duration_seconds ? Val{*interaction.duration_seconds} : Val{}}}};
        thing->rows["contact"];
        thing->rows["organization"];
        thing->rows["user"];
        thing->rows["deal"];
        thing->single = {"organization", "user", "deal"};
        for (const Participant& participant : interaction.participants) {
            Loader::refer(*thing, "contact", world.contacts, participant.contact.value);
            const auto contact = world.contacts.find(participant.contact.value);
            if (contact == world.contacts.end()) continue;
            contact->second->rows["interaction"].push_back(thing);
            Thing* link = loader.make();
            link->values = {{"role", {choice(participant.role, roles)}}};
            contact->second->rows["interaction_participant"].push_back(link);
        }
        if (interaction.user) Loader::refer(*thing, "user", world.users, interaction.user.value);
        if (interaction.organization) {
            Loader::refer(*thing, "organization", world.organizations, interaction.organization.value);
            const auto organization = world.organizations.find(interaction.organization.value);
            if (organization != world.organizations.end())
                organization->second->rows["interaction"].push_back(thing);
        }
        world.interactions[interaction.id.value] = thing;
    }
    load_sales(loader, db);
    for (const Interaction& interaction : db.query<Interaction>()) {
        const auto deal = world.deals.find(interaction.deal.value);
        if (deal == world.deals.end()) continue;
        Thing* thing = world.interactions.at(interaction.id.value);
        thing->rows["deal"].push_back(deal->second);
        deal->second->rows["interaction"].push_back(thing);
    }
    load_links(loader, db);
    load_plans(world, db);
    load_consents(world, db);
    load_found(world, db);
    for (const auto& [id, contact] : world.contacts) summarise(*contact);
    return std::move(loader.world);
}

}  // namespace query_test
