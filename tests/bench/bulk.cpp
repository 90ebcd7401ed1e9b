// Many rows at once.
#include "figures.hpp"
#include "sections.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace kith::bench {

namespace {

constexpr int batch_contacts = 10000;
constexpr int most_with_triggers = 200'000;  // contacts: beyond that the triggers alone take half an hour

void remove_file(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
}

}  // namespace

Built bench_bulk(const std::string& folder, int contacts, const Options& options) {
    const std::string ours = folder + "/kith.kith";
    const std::string triggered = folder + "/triggers.db";
    remove_file(ours);
    Built built{Database::open(ours, options), nullptr, {}, contacts};
    Database& db = built.db;
    built.population.prepare(db);
    built.raw = std::make_unique<Replay>(db, folder + "/raw.db");
    std::unique_ptr<Replay> triggers;
    if (contacts <= most_with_triggers) triggers = std::make_unique<Replay>(db, triggered, true);

    double kith = 0;
    double raw = 0;
    double everything = 0;
    Mark mark = mark_of(db);
    for (int first = 1; first <= contacts; first += batch_contacts) {
        const Batch batch = built.population.batch(first, std::min(batch_contacts, contacts - first + 1));
        kith += cpu_of([&] {
            db.write([&](Transaction& tx) {
                tx.add(batch.contacts);
                tx.add(batch.interactions);
                tx.add(batch.deals);
            });
        });
        const Mark now = mark_of(db);
        built.raw->read(mark, now);
        raw += cpu_of([&] { built.raw->write(); });
        if (triggers) {
            triggers->read(mark, now);
            everything += cpu_of([&] { triggers->write(); });
        }
        mark = now;
    }

    std::int64_t records = 0;
    std::int64_t rows = 0;
    for (const auto& [table, count] : built.raw->counts()) {
        rows += count;
        for (const char* each : {"contact", "email", "phone", "tagging", "field_value", "interaction",
                                 "participant", "deal", "deal_contact"})
            if (table == each) records += count;
    }
    std::printf(
        "%d contacts, %.1f rows of records each; %.1f with journal, keys, words, summaries and totals\n",
        contacts, static_cast<double>(records) / contacts, static_cast<double>(rows) / contacts);
    title("many at once (per row of a record)");
    const auto per = static_cast<double>(records);
    row("bulk rows, all that is derived included", kith, raw, per, "<= 1.15");
    if (triggers) {
        row("the same (raw: triggers keep everything at once)", kith, everything, per, "<= 0.40");
        triggers.reset();
        remove_file(triggered);
    }
    std::printf("  kith: %.2f s of CPU for all, %.1f us a contact\n", kith, kith / contacts * 1e6);
    return built;
}

}  // namespace kith::bench
