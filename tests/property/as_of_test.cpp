// The file as it was, over random histories with merges, undo and unmerge: what was read then is read again.
#include "property/history_world.hpp"
#include "property/seeds.hpp"

#include <kith/card.hpp>
#include <kith/columns.hpp>
#include <kith/kith.hpp>

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace kith;
using test::difference;
using test::World;

namespace {

/// Kept of now alone, or tables in which others keep themselves.
const std::set<std::string> of_now = {"name_token",    "match_key",           "board_deal",
                                      "board_total",   "segment_member",      "segment_change",
                                      "segment_clock", "address_place_node",  "suppression",
                                      "blob",          "address_place_rowid", "address_place_parent"};

const std::vector<std::string>& queries() {
    static const std::vector<std::string> all = {
        "",
        "tag = tag1 or not email is known",
        "has interaction (at within last 400 days) or count interaction >= 2",
        "organization is known and owner is known",
        "field.shoe >= 37 or field.colors = red",
        "has deal (status = open) or recency is known",
        "lifecycle was ever customer",
        "tag was ever tag1 before 2 days ago or tag changed from tag2 or list changed within last 3 days",
        "field.shoe changed or field.shoe was ever 37 since 4 days ago or field.colors was ever red",
        "name changed within last 2 days or emails changed",
        "top 3 by count interaction",
        "within 5000 km of (35.68, 139.76)",
        "quintile(frequency) = 5 order by name",
        "order by name, id desc",
    };
    return all;
}

/// What a snapshot says: every table, some queries and everybody's card.
struct Seen {
    Time at;
    std::multiset<std::string> rows;
    std::vector<std::string> answers;
};

Seen see(const Reader& reader, Time at) {
    Seen seen{at, test::dump(reader, of_now), {}};
    for (const std::string& query : queries()) {
        std::string answer = query + ":";
        try {
            for (const auto id : reader.ids<Contact>(query)) answer += fmt::format(" {}", id.value);
        } catch (const Error& error) {
            answer += error.what();
        }
        seen.answers.push_back(std::move(answer));
    }
    for (const auto& row : reader.list<Contact>({"id", "name", "email", "frequency", "field.shoe"}).rows) {
        std::string line;
        for (const Value& value : row) line += value.to_string() + "|";
        const ContactId id{*row[0].as<std::int64_t>()};
        const Card card = reader.card(id);
        line += fmt::format("{} deals, {} lines", card.deals.size(), card.timeline.size());
        seen.answers.push_back(std::move(line));
    }
    return seen;
}

}  // namespace

TEST_CASE("as of every moment of a random history the file reads as it did then") {
    for (const unsigned seed : test::seeds(1, 4)) {
        Time now{std::chrono::hours(24 * 365 * 56)};
        World world(seed, {.actor = "ada", .region = "JP", .clock = [&] { return now; }});
        if (seed % 2 == 0) world.live_richly();
        const TransactionId made = world.db.last_transaction();  // what makes the world itself stays
        std::vector<Seen> history;
        std::vector<std::int64_t> merges;
        std::vector<ContactId> nameless;
        for (int i = 0; i < 40; ++i) {
            now += std::chrono::minutes(1 + world.pick(2000));
            const TransactionId last = world.db.last_transaction();
            switch (world.pick(9)) {
                case 0: merges.push_back(world.merge()); break;
                case 1:
                    if (last > made)
                        (void)world.db.undo(
                            made + 1 +
                            static_cast<TransactionId>(world.pick(static_cast<std::size_t>(last - made))));
                    break;
                case 2:
                    if (!merges.empty() && merges.back() != 0) {
                        try {
                            world.db.unmerge(merges.back());
                        } catch (const Error& error) {
                            INFO(error.what());
                        }
                        merges.pop_back();
                    }
                    break;
                case 3: {  // without a name an address is what they are called by
                    if (nameless.empty() || world.pick(2) == 0)
                        nameless.push_back(world.db.add(Contact{.phones = {{.number = "03-5550-2000"}}}));
                    const ContactId id = world.one(nameless);
                    if (!world.db.find(id)) break;  // an undo took it away
                    world.db.edit(id, [&](Contact& contact) {
                        contact.emails = {{.address = fmt::format("{}@z.example", world.pick(90))}};
                    });
                    break;
                }
                default: world.ordinary();
            }
            history.push_back(world.db.read([&](const Reader& reader) { return see(reader, now); }));
        }
        for (const Seen& seen : history) {
            INFO("seed " << seed << ", as of " << to_string(seen.at));
            const Seen again =
                world.db.as_of(seen.at, [&](const Reader& reader) { return see(reader, seen.at); });
            REQUIRE(difference(seen.rows, again.rows) == "");
            REQUIRE(seen.answers == again.answers);
        }
        CHECK(test::findings(world.db).empty());
    }
}
