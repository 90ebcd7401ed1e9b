// The standard segments, each beside the best SQL known for it, on the same file in the same run.
//
//   segments [contacts] [file]    default 100000; a file that is there already is used as it is, another is kept
//
// Figures are CPU time of this process in ms, the least of several runs, for the ids of those who are in the segment. The SQL
// is written by hand for exactly this schema, in every shape that came to mind; the fastest counts. Both must give the same
// ids. What others need for the same at a million contacts, one thread, measured elsewhere, stands behind.
#include "figures.hpp"
#include "raw.hpp"

#include <kith/columns.hpp>
#include <kith/kith.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

using namespace kith;
using namespace kith::bench;

namespace {

constexpr int interactions_each = 10;
constexpr std::int64_t day = 86'400'000;  // milliseconds
const Time now = parse_time("2026-11-22T12:00:00Z").value();

std::uint64_t scatter(std::int64_t id, std::uint64_t purpose) {
    std::uint64_t x = static_cast<std::uint64_t>(id) * 0x9e3779b97f4a7c15ULL + purpose * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

struct City {
    const char* name;
    double latitude, longitude;
};
constexpr std::array<City, 10> cities = {{{"Tokyo", 35.68, 139.76},
                                          {"Osaka", 34.69, 135.50},
                                          {"Nagoya", 35.18, 136.91},
                                          {"Sapporo", 43.06, 141.35},
                                          {"Fukuoka", 33.59, 130.40},
                                          {"Sendai", 38.27, 140.87},
                                          {"Kyoto", 35.01, 135.77},
                                          {"Kobe", 34.69, 135.20},
                                          {"Hiroshima", 34.39, 132.46},
                                          {"Niigata", 37.92, 139.04}}};

/// Per contact an address in one of ten cities, two tags of twenty, ten interactions in three years (a third of the contacts none for
/// a year), three events in a year, 0.3 deals; one in two has answered how likely they recommend, one in twenty has an open ticket.
void fill(Database& db, int contacts) {
    db.write([](Transaction& tx) {
        tx.add(Field{.key = "nps", .type = FieldType::integer});
        tx.add(Field{.key = "ticket", .type = FieldType::choice, .choices = {"open", "closed"}});
    });
    const NewPipeline sales = db.pipelines().create("Sales", {{.name = "Lead", .probability = 10},
                                                              {.name = "Qualified", .probability = 25},
                                                              {.name = "Proposal", .probability = 50},
                                                              {.name = "Negotiation", .probability = 75},
                                                              {.name = "Won", .kind = StageKind::won},
                                                              {.name = "Lost", .kind = StageKind::lost}});
    const auto before = [](std::uint64_t milliseconds) {
        return now - std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
    };
    for (std::int64_t first = 1; first <= contacts; first += 10000) {
        std::vector<Contact> people;
        std::vector<Interaction> interactions;
        std::vector<Event> events;
        std::vector<Deal> deals;
        for (std::int64_t id = first; id < std::min<std::int64_t>(first + 10000, contacts + 1); ++id) {
            Contact contact;
            contact.name.given = "P" + std::to_string(scatter(id, 1) % 1000);
            contact.name.family = "F" + std::to_string(scatter(id, 2) % 10000);
            const City& city = cities[scatter(id, 3) % cities.size()];
            Address address;
            address.locality = city.name;
            address.country = "JP";
            address.latitude = city.latitude + static_cast<double>(scatter(id, 4) % 2000) / 2000 - 0.5;
            address.longitude = city.longitude + static_cast<double>(scatter(id, 5) % 2000) / 2000 - 0.5;
            contact.addresses.push_back(address);
            contact.tags = {"group " + std::to_string(scatter(id, 6) % 10),
                            "area " + std::to_string(scatter(id, 7) % 10)};
            if (id % 2 == 0) contact.fields["nps"] = static_cast<std::int64_t>(scatter(id, 8) % 11);
            if (scatter(id, 9) % 10 == 0)
                contact.fields["ticket"] = scatter(id, 10) % 2 == 0 ? "open" : "closed";
            people.push_back(std::move(contact));
            const bool quiet = scatter(id, 11) % 3 == 0;
            for (std::uint64_t i = 0; i < interactions_each; ++i) {
                Interaction interaction;
                interaction.participants = {ContactId{id}};
                interaction.at = before((quiet ? 365 * day : 0) + scatter(id, 20 + i) % (730 * day));
                interaction.channel = static_cast<Channel>(scatter(id, 40 + i) % 5);
                interactions.push_back(std::move(interaction));
            }
            for (std::uint64_t i = 0; i < 3; ++i) {
                Event event;
                event.contact = ContactId{id};
                event.at = before(scatter(id, 60 + i) % (id % 7 == 0 ? 40 * day : 365 * day));
                event.kind = scatter(id, 70 + i) % 2 == 0 ? EventKind::open : EventKind::visit;
                events.push_back(std::move(event));
            }
            if (id % 10 < 3) {
                Deal deal;
                deal.name = "Deal " + std::to_string(id);
                deal.stage = sales.stages[scatter(id, 13) % sales.stages.size()];
                deal.contact = ContactId{id};
                deal.amount = Money{static_cast<std::int64_t>(scatter(id, 14) % 2'000'000), "USD"};
                deals.push_back(std::move(deal));
            }
        }
        db.write([&](Transaction& tx) {
            tx.add(people);
            tx.add(interactions);
            tx.add(events);
            tx.add(deals);
        });
    }
}

constexpr const char* visible = "c.deleted_at IS NULL AND c.merged_into IS NULL AND c.kind = 0";

struct Standard {
    const char* name;
    std::string query;
    std::vector<std::string> by_hand;  // ids in rising order; alternatives
    const char* elsewhere;             // SQL and DuckDB, ms at a million contacts
};

std::vector<Standard> segments() {
    const std::string c = visible;
    const std::string tag_a = "(SELECT id FROM tag WHERE folded = 'group 1' AND deleted_at IS NULL)";
    const std::string tag_b = "(SELECT id FROM tag WHERE folded = 'area 2' AND deleted_at IS NULL)";
    const std::string nps = "(SELECT id FROM field WHERE key = 'nps' AND deleted_at IS NULL)";
    const std::string ticket = "(SELECT id FROM field WHERE key = 'ticket' AND deleted_at IS NULL)";
    const auto ago = [](std::int64_t days) {
        return std::to_string(now.time_since_epoch().count() - days * day);
    };
    const std::string until = std::to_string(now.time_since_epoch().count());
    const std::string city =
        "EXISTS (SELECT 1 FROM address a WHERE a.contact_id = c.id AND a.locality = 'Tokyo')";
    const std::string not_b =
        "NOT EXISTS (SELECT 1 FROM tagging b WHERE b.record_id = c.id AND b.kind = 1 AND "
        "b.tag_id = " +
        tag_b + ")";
    const std::string opens = "SELECT contact_id FROM event WHERE kind = 2 AND at >= " + ago(30) +
                              " AND at < " + until +
                              " AND deleted_at IS NULL GROUP BY contact_id HAVING count(*) >= 3";
    const std::string deals =
        "SELECT p.contact_id FROM deal d CROSS JOIN deal_contact p ON p.deal_id = d.id WHERE "
        "d.stage_id = (SELECT id FROM stage WHERE folded = 'negotiation') AND d.deleted_at IS "
        "NULL AND d.currency = 'USD' AND d.amount > 1000000";
    const std::string open_ticket = "v.field_id = " + ticket + " AND v.folded = 'open'";
    // Haversine, and a box around the circle.
    const std::string box =
        "a.north >= 35.455 AND a.south <= 35.905 AND a.east >= 139.483 AND a.west <= 140.037";
    const std::string near =
        "2 * 6371008.8 * asin(sqrt(pow(sin(radians(a.latitude - 35.68) / 2), 2) + cos(radians(35.68)) * "
        "cos(radians(a.latitude)) * pow(sin(radians(a.longitude - 139.76) / 2), 2))) <= 25000";
    return {
        {"1 city, tag A, not tag B",
         "city = Tokyo and tag = 'group 1' and not tag = 'area 2'",
         {"SELECT c.id FROM tagging t CROSS JOIN contact c ON c.id = t.record_id WHERE t.kind = 1 AND t.tag_id = " +
              tag_a + " AND " + city + " AND " + not_b + " AND " + c + " ORDER BY c.id",
          "SELECT c.id FROM contact c WHERE c.id IN (SELECT record_id FROM tagging WHERE kind = 1 AND tag_id = " +
              tag_a + ") AND c.id NOT IN (SELECT record_id FROM tagging WHERE kind = 1 AND tag_id = " + tag_b +
              ") AND " + city + " AND " + c + " ORDER BY c.id"},
         "25 / 46"},
        {"2 no interaction within 90 days",
         "has no interaction (at within last 90 days)",
         {"SELECT c.id FROM contact c LEFT JOIN contact_summary s ON s.contact_id = c.id WHERE (s.last_at IS NULL OR "
          "s.last_at < " +
              ago(90) + ") AND " + c + " ORDER BY c.id",
          "SELECT c.id FROM contact_summary s CROSS JOIN contact c ON c.id = s.contact_id WHERE (s.last_at IS NULL OR "
          "s.last_at < " +
              ago(90) + ") AND " + c + " ORDER BY s.contact_id"},
         "81 / 652"},
        {"3 at least 3 opens within 30 days",
         "count event (kind = open and at within last 30 days) >= 3",
         {"SELECT c.id FROM contact c WHERE c.id IN (" + opens + ") AND " + c + " ORDER BY c.id",
          "SELECT c.id FROM (" + opens + ") e CROSS JOIN contact c ON c.id = e.contact_id WHERE " + c +
              " ORDER BY c.id"},
         "702 / 93"},
        {"4 deal in Negotiation over 10,000",
         "has deal (stage = Negotiation and amount > 10000 USD)",
         {"SELECT c.id FROM contact c WHERE c.id IN (" + deals + ") AND " + c + " ORDER BY c.id",
          "SELECT DISTINCT c.id FROM (" + deals + ") d CROSS JOIN contact c ON c.id = d.contact_id WHERE " +
              c + " ORDER BY c.id"},
         "2.6 / 3.7"},
        {"5 top decile by won amount",
         "top 10 % by monetary",
         {"WITH w AS (SELECT c.id, s.won_amount FROM contact_summary s CROSS JOIN contact c ON c.id = s.contact_id WHERE "
          "s.won_amount IS NOT NULL AND " +
          c +
          ") SELECT id FROM (SELECT id FROM w ORDER BY won_amount DESC, id "
          "LIMIT (SELECT (count(*) + 9) / 10 FROM w)) ORDER BY id"},
         "4.6 / 32"},
        {"7 detractor with an open ticket",
         "nps <= 6 and ticket = open",
         {"SELECT c.id FROM field_value v CROSS JOIN contact c ON c.id = v.record_id WHERE " + open_ticket +
              " AND EXISTS (SELECT 1 FROM field_value n WHERE n.record_id = c.id AND n.field_id = " + nps +
              " AND +n.value <= 6) AND " + c + " ORDER BY c.id",
          "SELECT c.id FROM contact c WHERE c.id IN (SELECT record_id FROM field_value v WHERE " +
              open_ticket + ") AND c.id IN (SELECT record_id FROM field_value WHERE field_id = " + nps +
              " AND value <= 6) AND " + c + " ORDER BY c.id"},
         "45 / 15"},
        {"8 within 25 km",
         "within 25 km of (35.68, 139.76)",
         {"SELECT c.id FROM contact c WHERE c.id IN (SELECT a.contact_id FROM address_place a WHERE " + box +
              " AND " + near + ") AND " + c + " ORDER BY c.id",
          "SELECT DISTINCT c.id FROM address_place a CROSS JOIN contact c ON c.id = a.contact_id WHERE " +
              box + " AND " + near + " AND " + c + " ORDER BY c.id"},
         "21 / -"},
    };
}

void line(const std::string& name, std::size_t found, double kith, double raw, const char* target,
          const char* elsewhere) {
    std::printf("%-36s %9zu %10.2f %10.2f %7.2f  %-12s %s\n", name.c_str(), found, kith * 1e3, raw * 1e3,
                kith / raw, target, elsewhere);
    std::fflush(stdout);
}

std::vector<std::int64_t> ids_of(RawStatement& statement) {
    std::vector<std::int64_t> ids;
    while (statement.step()) ids.push_back(statement.integer(0));
    statement.reset();
    return ids;
}

/// Where everyone stands: three parts of five, by the summaries.
void everyone(Database& db, Raw& raw) {
    const std::vector<std::string> fields = {"id", "quintile(recency)", "quintile(frequency)",
                                             "quintile(monetary)"};
    const auto ask = [&] {
        return db.read([&](const Reader& reader) { return select_columns<Contact>(reader, fields, ""); });
    };
    const auto tile = [](const std::string& column) {
        return "CASE WHEN " + column + " IS NOT NULL THEN 6 - ntile(5) OVER (PARTITION BY " + column +
               " IS NULL ORDER BY " + column + " DESC, c.id) END";
    };
    RawStatement statement = raw.prepare(
        "SELECT c.id, " + tile("s.last_at") + ", " + tile("s.interactions") + ", " + tile("s.won_amount") +
        " FROM contact c LEFT JOIN contact_summary s ON s.contact_id = c.id WHERE " + visible +
        " ORDER BY c.id");
    std::vector<std::array<std::int64_t, 4>> wanted;
    const double by_hand = best_of(2, [&] {
        wanted.clear();
        while (statement.step())
            wanted.push_back(
                {statement.integer(0), statement.integer(1), statement.integer(2), statement.integer(3)});
        statement.reset();
    });
    Columns found;
    const double kith = best_of(3, [&] { found = ask(); });
    bool same = found.rows == wanted.size();
    for (std::size_t i = 0; same && i < wanted.size(); ++i) {
        for (std::size_t column = 1; column < 4; ++column) {
            const Column& tiles = found.columns[column];
            same = same && (tiles.has(i) ? tiles.integers[i] : 0) == wanted[i][column];
        }
    }
    if (!same) {
        std::fprintf(stderr, "the parts of everyone differ\n");
        std::exit(1);
    }
    line("6 RFM quintiles of everyone", found.rows, kith, by_hand, "<= 500 at 1M", "9489 / 1342");
}

}  // namespace

int main(int argc, char** argv) {
    const int contacts = argc > 1 ? std::atoi(argv[1]) : 100'000;
    if (contacts < 100) {
        std::fprintf(stderr, "usage: %s [contacts] [file], at least 100 contacts\n", argv[0]);
        return 2;
    }
    const std::string path =
        argc > 2 ? argv[2] : (std::filesystem::temp_directory_path() / "kith-segments.kith").string();
    Options options{.region = "JP", .durability = Durability::off, .clock = [] { return now; }};
    options.query_work = 0;
    const bool fresh = !std::filesystem::exists(path);
    {
        Database db = Database::open(path, options);
        if (fresh) fill(db, contacts);
        Raw raw(path);
        raw.exec("PRAGMA cell_size_check = ON");  // as kith's own connections
        std::printf("%-36s %9s %10s %10s %7s  %-12s %s\n", "segment", "found", "kith, ms", "SQL, ms", "ratio",
                    "target", "elsewhere, SQL / DuckDB at 1M");
        std::size_t size = 0;
        for (const Standard& segment : segments()) {
            std::vector<RawStatement> statements;
            for (const std::string& sql : segment.by_hand) statements.push_back(raw.prepare(sql));
            double kith = 1e300;
            double best = 1e300;
            for (int round = 0; round < 7; ++round) {  // in turn, so that what disturbs one disturbs the other
                std::vector<std::int64_t> found;
                kith = std::min(kith, cpu_of([&] {
                                    found = db.read([&](const Reader& reader) {
                                        return reader.select_ids(record_type<Contact>(), segment.query, {});
                                    });
                                }));
                for (RawStatement& statement : statements) {
                    std::vector<std::int64_t> wanted;
                    best = std::min(best, cpu_of([&] { wanted = ids_of(statement); }));
                    if (wanted == found) continue;
                    std::fprintf(stderr, "%s: %zu by kith, %zu by hand\n", segment.name, found.size(),
                                 wanted.size());
                    return 1;
                }
                size = found.size();
            }
            line(segment.name, size, kith, best, "<= 1.1", segment.elsewhere);
        }
        everyone(db, raw);
        // What a query costs beside its rows: text to answer in a file without any.
        Database empty = Database::open(":memory:", options);
        fill(empty, 0);
        std::printf("\n%-36s %12s %24s\n", "segment", "reading, us", "on an empty file, us");
        const int times = 2000;
        for (const Standard& segment : segments()) {
            const double reading = best_of(5, [&] {
                for (int i = 0; i < times; ++i) (void)format_query(segment.query);
            });
            const double whole = best_of(5, [&] {
                empty.read([&](const Reader& reader) {
                    for (int i = 0; i < times; ++i) (void)reader.count<Contact>(segment.query);
                });
            });
            std::printf("%-36s %12.2f %24.2f\n", segment.name, reading / times * 1e6, whole / times * 1e6);
        }
    }
    if (argc <= 2) {
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    }
}
