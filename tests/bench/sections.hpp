// The parts of the benchmark, one file each.
#pragma once

#include "population.hpp"
#include "replay.hpp"

#include <kith/kith.hpp>

#include <string>

namespace kith::bench {

/// Fills a file with kith, and the same rows by hand; gives the raw side, which holds what the file holds.
struct Built {
    Database db;
    std::unique_ptr<Replay> raw;
    Population population;
    int contacts = 0;
};
[[nodiscard]] Built bench_bulk(const std::string& folder, int contacts, const Options& options);

/// One record, timelines, cards, lists, queries.
void bench_reading(Built& built);
/// As-you-type and full text.
void bench_search(Built& built);
/// Totals of a pipeline, moving a deal.
void bench_boards(Built& built);
/// Single transactions: adding, editing; what a synced commit waits for.
void bench_writing(Built& built, const std::string& folder, const Options& options);

/// Writes with fifty live segments and without.
void bench_live(Built& built);

}  // namespace kith::bench
