#include "query_model_plans.hpp"

#include "query/parser.hpp"

#include <kith/records/appointment.hpp>
#include <kith/records/segment.hpp>
#include <kith/records/task.hpp>

#include <algorithm>
#include <memory>

namespace query_test {

using namespace kith;

namespace {

const Names priorities = {{-10, "low"}, {0, "normal"}, {10, "high"}, {20, "urgent"}};
const Names appointment_statuses = {
    {0, "planned"}, {1, "confirmed"}, {2, "held"}, {3, "cancelled"}, {4, "missed"}};

Thing* make(World& world) { return world.things.emplace_back(std::make_unique<Thing>()).get(); }

Val time(const std::optional<Time>& value) { return value ? Val{*value} : Val{}; }

void refer(Thing& thing, const std::string& name, const std::map<std::int64_t, Thing*>& targets,
           std::int64_t id) {
    auto& rows = thing.rows[name];
    const auto found = targets.find(id);
    if (found != targets.end()) rows.push_back(found->second);
}

/// The other way round.
void referred(Thing& thing, const std::string& name, const std::map<std::int64_t, Thing*>& targets,
              std::int64_t id) {
    const auto found = targets.find(id);
    if (found != targets.end()) found->second->rows[name].push_back(&thing);
}

}  // namespace

void load_plans(World& world, const Database& db) {
    for (const auto* all : {&world.contacts, &world.deals}) {
        for (const auto& [id, thing] : *all) {
            thing->rows["task"];
            thing->rows["appointment"];
        }
    }
    for (const Task& task : db.query<Task>()) {
        Thing* thing = make(world);
        thing->id = task.id.value;
        thing->values = {{"title", {text(task.title)}},
                         {"due", {time(task.due)}},
                         {"done", {time(task.done)}},
                         {"priority", {choice(task.priority, priorities)}},
                         {"created", {Val{task.meta.created_at}}}};
        thing->single = {"assignee", "contact", "organization", "deal"};
        refer(*thing, "assignee", world.users, task.assignee.value);
        refer(*thing, "contact", world.contacts, task.contact.value);
        refer(*thing, "organization", world.organizations, task.organization.value);
        refer(*thing, "deal", world.deals, task.deal.value);
        referred(*thing, "task", world.contacts, task.contact.value);
        referred(*thing, "task", world.deals, task.deal.value);
        world.tasks[task.id.value] = thing;
    }
    for (const Appointment& appointment : db.query<Appointment>()) {
        Thing* thing = make(world);
        thing->id = appointment.id.value;
        thing->values = {{"title", {text(appointment.title)}},
                         {"start", {Val{appointment.start}}},
                         {"end", {time(appointment.end)}},
                         {"status", {choice(appointment.status, appointment_statuses)}},
                         {"location", {text(appointment.location)}},
                         {"created", {Val{appointment.meta.created_at}}}};
        thing->single = {"user", "organization", "deal"};
        refer(*thing, "user", world.users, appointment.user.value);
        refer(*thing, "organization", world.organizations, appointment.organization.value);
        refer(*thing, "deal", world.deals, appointment.deal.value);
        referred(*thing, "appointment", world.deals, appointment.deal.value);
        thing->rows["contact"];
        for (const Attendee& who : appointment.participants) {
            refer(*thing, "contact", world.contacts, who.contact.value);
            referred(*thing, "appointment", world.contacts, who.contact.value);
        }
        world.appointments[appointment.id.value] = thing;
    }
    for (const Segment& segment : db.query<Segment>())
        world.segments[segment.name] = query::parse(segment.query);
}

}  // namespace query_test
