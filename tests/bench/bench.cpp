// kith against the same work by hand on SQLite, in one run.
//
//   bench [contacts]      default 10000: 31 rows of records each (population.hpp)
//
// Figures are CPU time of this process at synchronous=OFF: what is compared is work, not the disk. The raw side uses
// prepared statements and writes the same rows into the same schema, the journal and the derived tables included.
#include "figures.hpp"
#include "sections.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

using namespace kith;
using namespace kith::bench;

namespace {

/// Opening a file, and closing it again; by hand with a statement of one row, since SQLite reads the schema with the first.
void bench_opening(const std::string& path, const Options& options) {
    constexpr int times = 50;
    Sample opening;
    Sample closing;
    Sample by_hand;
    for (int i = 0; i < times; ++i) {
        std::optional<Database> db;
        opening.add(cpu_of([&] { db.emplace(Database::open(path, options)); }));
        closing.add(cpu_of([&] { db->close(); }));
        std::optional<Raw> raw;
        by_hand.add(cpu_of([&] {
            raw.emplace(path);
            raw->prepare("SELECT 1 FROM contact LIMIT 1").step();
        }));
    }
    row("open, p50 (raw: opens and reads one row)", opening.at(50), by_hand.at(50), 1, "<= 1000 us");
    row("close, p50", closing.at(50), 1);
}

}  // namespace

int main(int argc, char** argv) {
    const int contacts = argc > 1 ? std::atoi(argv[1]) : 10000;
    if (contacts < 100) {
        std::fprintf(stderr, "usage: %s [contacts], at least 100\n", argv[0]);
        return 2;
    }
    const std::string folder = (std::filesystem::temp_directory_path() / "kith-bench").string();
    std::filesystem::create_directories(folder);
    const Options options{.region = "JP", .durability = Durability::off};
    {
        Built built = bench_bulk(folder, contacts, options);
        bench_reading(built);
        bench_search(built);
        bench_boards(built);
        bench_writing(built, folder, options);

        title("the file");
        built.db.close();
        const auto size = static_cast<double>(std::filesystem::file_size(folder + "/kith.kith"));
        {
            Raw file(folder + "/kith.kith");
            RawStatement blocks = file.prepare("SELECT sum(length(block)) FROM search_index_data");
            blocks.step();
            std::printf("%-58s %11.2f KB, of them %.2f the index of words (target <= 4 KB)\n",
                        "a contact and what is its", size / 1024 / contacts,
                        static_cast<double>(blocks.integer(0)) / 1024 / contacts);
            blocks.reset();
        }
        bench_opening(folder + "/kith.kith", options);
        built.db = Database::open(folder + "/kith.kith", options);
        bench_live(built);
    }
    std::filesystem::remove_all(folder);
}
