#include "query_world_plans.hpp"

#include "query_pools.hpp"

#include <kith/records/appointment.hpp>
#include <kith/records/segment.hpp>
#include <kith/records/task.hpp>

#include <chrono>
#include <string>

namespace query_test {

using namespace kith;
using namespace std::chrono_literals;
using namespace pools;

void populate_plans(Transaction& tx, Random& random, const std::vector<ContactId>& contacts,
                    const std::vector<OrganizationId>& organizations, const std::vector<DealId>& deals,
                    const std::vector<UserId>& users) {
    static const std::vector<Priority> priorities = {Priority::low, Priority::normal, Priority::high,
                                                     Priority::urgent};
    const auto near = [&] { return some_time(random) + 24h * random.below(40); };
    std::vector<TaskId> tasks;
    for (int i = 0; i < 60; ++i) {
        Task task;
        task.title = random.of(words);
        if (random.chance(75)) task.due = near();
        if (random.chance(40)) task.done = some_time(random);
        task.priority = random.of(priorities);
        if (random.chance(60)) task.assignee = random.of(users);
        if (random.chance(70)) task.contact = random.of(contacts);
        if (random.chance(30)) task.organization = random.of(organizations);
        if (random.chance(40)) task.deal = random.of(deals);
        tasks.push_back(tx.add(task));
    }
    std::vector<AppointmentId> appointments;
    for (int i = 0; i < 50; ++i) {
        Appointment appointment;
        appointment.title = random.of(words);
        appointment.start = near();
        if (random.chance(60)) appointment.end = appointment.start + 30min * random.below(100);
        appointment.status = static_cast<AppointmentStatus>(random.below(5));
        if (random.chance(50)) appointment.location = random.of(words);
        if (random.chance(40)) appointment.organization = random.of(organizations);
        if (random.chance(40)) appointment.deal = random.of(deals);
        if (random.chance(50)) appointment.user = random.of(users);
        const ContactId first = random.of(contacts);
        const ContactId second = random.of(contacts);
        appointment.participants.emplace_back(first);
        if (second != first) appointment.participants.emplace_back(second);
        appointments.push_back(tx.add(appointment));
    }
    for (int i = 0; i < 5; ++i) tx.remove(random.of(tasks));
    for (int i = 0; i < 5; ++i) tx.remove(random.of(appointments));
}

void populate_segments(Transaction& tx, Random& random) {
    for (const auto& [type, names] : segments) {
        for (const std::string& name : names) {
            Segment segment;
            segment.name = name;
            segment.record_type = type;
            segment.query = random_query(random, type, 2, Naming::nothing);
            tx.add(segment);
        }
    }
}

}  // namespace query_test
