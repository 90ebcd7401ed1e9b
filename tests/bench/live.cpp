// What fifty live segments cost a write.
#include "figures.hpp"
#include "sections.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace kith::bench {

namespace {

/// Fifty segments of several kinds, every one of which asks something of a new contact.
std::vector<std::string> fifty() {
    std::vector<std::string> queries;
    for (int i = 0; i < 10; ++i) {
        queries.push_back(fmt::format("tag = 'group {}' and lifecycle = customer", i));
        queries.push_back(fmt::format("tag = 'area {}' and not tag = vip", i));
        queries.push_back(fmt::format("has no interaction (at within last {} days)", 30 + 10 * i));
        queries.push_back(fmt::format("points >= {} and rank = gold", 500 * i));
        queries.push_back(i % 2 == 0 ? fmt::format("has deal (stage = Lead and amount > {} USD)", 10 * i)
                                     : fmt::format("count interaction (channel = email) >= {}", i));
    }
    for (std::string& query : queries)
        for (char& c : query)
            if (c == '\'') c = '"';
    return queries;
}

/// The median of single transactions, in seconds.
struct Writes {
    double contact;
    double interaction;
    double notes;
};

Writes measure(Built& built, std::int64_t first) {
    constexpr int count = 400;
    const Batch batch = built.population.batch(first, count);
    Sample contact;
    Sample interaction;
    Sample notes;
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        contact.add(cpu_of([&] { built.db.add(batch.contacts[at]); }));
        Interaction met = batch.interactions[at];
        met.participants = {ContactId{1 + i * 7919 % built.contacts}};
        interaction.add(cpu_of([&] { built.db.add(met); }));
        notes.add(cpu_of([&] {
            built.db.edit(met.participants[0].contact,
                          [&](Contact& c) { c.notes = fmt::format("note {}", i); });
        }));
    }
    return {contact.at(50), interaction.at(50), notes.at(50)};
}

}  // namespace

void bench_live(Built& built) {
    const std::int64_t first = built.contacts + 100'000;
    const Writes without = measure(built, first);
    const auto queries = fifty();
    Segments segments = built.db.segments();
    const double begin = cpu_seconds();
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::string name = fmt::format("live {}", i);
        segments.save(name, queries[i]);
        segments.live(name);
    }
    const double made = cpu_seconds() - begin;
    const Writes with = measure(built, first + 1000);
    title("one write with 50 live segments (raw: kith without them)");
    row("add one contact, p50", with.contact, without.contact, 1, "<= 2");
    row("add an interaction, p50", with.interaction, without.interaction, 1, "<= 2");
    row("edit a field that none of them reads, p50", with.notes, without.notes, 1, "nothing");
    row("advance_clock, nothing to do", best_of(5, [&] { (void)segments.advance_clock(); }), 1);
    std::printf("making the 50 live: %.2f s\n", made);
    for (std::size_t i = 0; i < queries.size(); ++i)
        if (segments.members(fmt::format("live {}", i)).size() != built.db.ids<Contact>(queries[i]).size())
            std::exit(1);
}

}  // namespace kith::bench
