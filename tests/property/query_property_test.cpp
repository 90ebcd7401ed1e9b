// Random queries over random records: what the compiled SQL selects is what a naive model says. And hostile text:
// whatever is thrown at the parser, an answer or an Error comes back.
#include "property/seeds.hpp"

#include "query_generator.hpp"
#include "query_model_history.hpp"

#include "query/compiler.hpp"
#include "query/json_form.hpp"
#include "query/layout.hpp"
#include "query/parser.hpp"
#include "query/printer.hpp"
#include "query/run.hpp"

#include <kith/query.hpp>
#include <kith/records/interaction.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace kith;
using query_test::Random;

namespace {

struct Base {
    explicit Base(unsigned seed) : random(seed), db(Database::open(":memory:", options(seed))) {
        db.write([&](Transaction& tx) { query_test::populate(tx, random); });
        std::vector<query_test::Past> past = {query_test::snapshot(db, *clock)};
        for (int i = 0; i < 8; ++i)
            past.push_back(query_test::snapshot(db, query_test::change(db, random, *clock)));
        *clock = query_test::now();
        world = query_test::load(db, query_test::now());
        world.past = std::move(past);
    }
    /// Zones with and without changes of the clock, weeks that begin on any day, years that begin in several months.
    Options options(unsigned seed) {
        static const std::vector<std::string> zones = {"UTC", "Asia/Tokyo", "Europe/Berlin", "Asia/Kolkata"};
        Options options;
        options.clock = [now = clock] { return *now; };
        options.time_zone = zones[seed % zones.size()];
        options.week_start = 1 + static_cast<int>(seed % 7);
        options.fiscal_year_start = 1 + static_cast<int>(seed * 5 % 12);
        return options;
    }

    std::shared_ptr<Time> clock = std::make_shared<Time>(query_test::now() - std::chrono::hours(24 * 13));
    Random random;
    Database db;
    query_test::World world{};
};

/// The ids as the planner's other choices have them.
std::vector<std::int64_t> ids_with(const Reader& reader, const RecordType& type, const std::string& text,
                                   query::Planning planning) {
    const query::Compiled compiled = query::compile_ids(query::prepare(reader.connection(), type, text, {}),
                                                        query::registered_types(), planning);
    store::Statement statement = compiled.prepare(reader.connection());
    std::vector<std::int64_t> ids;
    while (statement.step()) ids.push_back(statement.integer(0));
    return ids;
}

}  // namespace

TEST_CASE("random queries select what a naive model selects", "[property][query]") {
    int some = 0;
    for (const unsigned seed : test::seeds(1, 20)) {
        Base base(seed);
        const std::vector<std::pair<std::string, const std::map<std::int64_t, query_test::Thing*>*>> types = {
            {"contact", &base.world.contacts},
            {"contact", &base.world.contacts},
            {"organization", &base.world.organizations},
            {"interaction", &base.world.interactions},
            {"deal", &base.world.deals},
            {"event", &base.world.events},
            {"task", &base.world.tasks},
            {"appointment", &base.world.appointments}};
        base.db.read([&](const Reader& reader) {
            for (int i = 0; i < 700; ++i) {
                const auto& [name, roots] = base.random.of(types);
                std::string text = query_test::random_query(base.random, name, 4);
                if (base.random.chance(30))
                    text = "(" + text + ")" + query_test::random_order(base.random, name);
                INFO("seed " << seed << ", " << name << ": " << text);
                const query::Query tree = query::parse(text);
                const std::string canonical = query::print(tree);
                REQUIRE(query::parse(canonical) == tree);
                REQUIRE(query::from_json(query::to_json(tree)) == tree);
                REQUIRE(query::parse(query::print_lines(tree)) == tree);
                const auto wanted = query_test::selected(base.world, *roots, tree);
                const auto found = reader.select_ids(*find_record_type(name), text, {});
                CHECK(found == wanted);
                // each choice of the planner is left out in turn, and all of them
                const query::Planning plans[] = {
                    {false, true, true}, {true, false, true}, {true, true, false}, {false, false, false}};
                CHECK(ids_with(reader, *find_record_type(name), text, plans[i % 4]) == wanted);
                CHECK(reader.count_of(*find_record_type(name), canonical, {}) ==
                      static_cast<std::int64_t>(wanted.size()));
                some += !found.empty() && found.size() < roots->size() ? 1 : 0;
            }
        });
    }
    // queries that select everything or nothing would prove little
    CHECK(some > 5000);
}

TEST_CASE("nesting of any shape gives an answer or the limit, never SQLite's own refusal",
          "[property][query]") {
    Base base(1);
    const RecordType& contact = record_type<Contact>();
    base.db.read([&](const Reader& reader) {
        int answers = 0;
        int limits = 0;
        for (unsigned seed = 0; seed < 80; ++seed) {
            Random random(seed);
            const int shape = static_cast<int>(seed % 8);
            for (int depth = 1; depth <= 100; depth += 1 + depth / 4) {
                std::string text = "given = Ada";
                std::string type = "contact";
                for (int i = 0; i < depth; ++i) {
                    const int step = shape == 7 ? random.below(7) : shape;
                    const char* other = type == "contact" ? "organization" : "contact";
                    if (step == 0)
                        text = "not (" + text + ")";
                    else if (step == 1)
                        text = "source = x and (notes = y or " + text + ")";
                    else if (step == 2)
                        text = "(" + text + " and source = x) or notes = y";
                    else if (step == 3) {
                        text = std::string("has ") + type + " (" + text + ")";
                        type = other;
                    } else if (step == 5) {
                        text = std::string("last ") + type + ".notes (" + text + ") != value of notes";
                        type = other;
                    } else if (step == 6) {
                        text = std::string("count ") + type + " (" + text + ") > value of count " + type;
                        type = other;
                    } else {
                        text = std::string("count ") + type + " (not (" + text + " or source = z)) >= 2";
                        type = other;
                    }
                }
                if (type != "contact") text = "has organization (" + text + ")";
                INFO(text);
                try {
                    (void)reader.select_ids(contact, text, {});
                    ++answers;
                } catch (const Error& error) {
                    CHECK(error.code() == Code::limit);
                    ++limits;
                }
            }
        }
        CHECK(answers > 200);
        CHECK(limits > 50);
    });
}

TEST_CASE("mutilated query text gives an answer or an error with its place", "[property][query]") {
    Base base(2);
    Random random(3);
    const RecordType& contact = record_type<Contact>();
    const std::vector<std::string> noise = {"(",
                                            ")",
                                            "\"",
                                            "'",
                                            "「",
                                            "and",
                                            " not ",
                                            " = ",
                                            ",",
                                            ".",
                                            ":",
                                            ":x",
                                            "999999999999999999999",
                                            "\xFF",
                                            "\n",
                                            "　",
                                            " in ",
                                            " has ",
                                            " every ",
                                            "count ",
                                            " limit ",
                                            " order by ",
                                            "--",
                                            ";",
                                            "%",
                                            " last ",
                                            " 3 days ago ",
                                            "\x01",
                                            "山田"};
    base.db.read([&](const Reader& reader) {
        int answers = 0;
        int errors = 0;
        for (int i = 0; i < 3000; ++i) {
            std::string text = query_test::random_query(base.random, "contact", 3);
            for (int k = 1 + random.below(2); k > 0; --k) {
                const auto at = static_cast<std::size_t>(random.below(static_cast<int>(text.size()) + 1));
                switch (random.below(3)) {
                    case 0: text.insert(at, random.of(noise)); break;
                    case 1: text.erase(at, static_cast<std::size_t>(1 + random.below(6))); break;
                    default: text = text.substr(0, at); break;
                }
            }
            INFO(text);
            try {
                (void)reader.count_of(contact, text, {});
                const std::string canonical = format_query(text);
                CHECK(format_query(canonical) == canonical);
                ++answers;
            } catch (const Error& error) {
                CHECK((error.code() == Code::parse || error.code() == Code::limit));
                CHECK_FALSE(error.argument("line").empty());
                CHECK_FALSE(error.message(Language::ja).empty());
                ++errors;
            }
        }
        CHECK(answers > 100);
        CHECK(errors > 1000);
    });
}
