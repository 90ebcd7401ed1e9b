// Which form the planner writes, and that the forms mean the same where the random queries do not reach.
#include "query/compiler.hpp"
#include "query/run.hpp"
#include "support/meddle.hpp"
#include "support/temp_file.hpp"

#include <kith/kith.hpp>
#include <kith/query.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace kith;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

int times(const std::string& text, const std::string& part) {
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

/// A few people with deals, events and interactions, at a time that stands still.
struct PlannedOffice {
    PlannedOffice() : db(Database::open(":memory:", options())) { fill(db); }

    static Time now() { return parse_time("2026-01-15T03:00:00Z").value(); }
    static Options options() {
        Options options;
        options.clock = &PlannedOffice::now;
        return options;
    }
    static void fill(Database& db) {
        db.add(Field{.key = "nps", .type = FieldType::integer});
        const NewPipeline sales = db.pipelines().create(
            "Sales", {{.name = "Lead"}, {.name = "Negotiation"}, {.name = "Won", .kind = StageKind::won}});
        for (int i = 0; i < 12; ++i) {
            Contact contact;
            contact.name.given = "P" + std::to_string(i);
            if (i % 2 == 0) contact.tags = {"even"};
            if (i % 3 == 0) contact.tags.emplace_back("third");
            if (i != 5) contact.fields["nps"] = std::int64_t{i};
            contact.emails.push_back({.address = "p" + std::to_string(i) + "@x.example"});
            const ContactId id = db.add(contact);
            for (int k = 0; k < i % 4; ++k) {
                Event event;
                event.contact = id;
                event.kind = EventKind::open;
                event.at = now() - std::chrono::hours(24 * (k * 20 + 1));
                db.add(event);
            }
            if (i % 3 == 1) {
                Deal deal;
                deal.name = "D" + std::to_string(i);
                deal.stage = sales.stages[static_cast<std::size_t>(i) % 3];
                deal.contact = id;
                deal.amount = Money{i * 100'000, "USD"};
                db.add(deal);
            }
            if (i % 4 != 0) {
                Interaction interaction;
                interaction.participants = {id};
                interaction.at = now() - std::chrono::hours(24 * (i * 20 - 30));  // some of them to come
                db.add(interaction);
            }
        }
    }
    std::string sql(const std::string& query, query::Planning planning = {}) {
        return db.read([&](const Reader& reader) {
            return query::compile_ids(query::prepare(reader.connection(), record_type<Contact>(), query, {}),
                                      query::registered_types(), planning)
                .text();
        });
    }

    Database db;
};

std::vector<std::int64_t> ids(const Database& db, const std::string& query, query::Planning planning) {
    return db.read([&](const Reader& reader) {
        const query::Compiled compiled =
            query::compile_ids(query::prepare(reader.connection(), record_type<Contact>(), query, {}),
                               query::registered_types(), planning);
        auto statement = compiled.prepare(reader.connection());
        std::vector<std::int64_t> found;
        while (statement.step()) found.push_back(statement.integer(0));
        return found;
    });
}

constexpr query::Planning nothing{false, false, false};

}  // namespace

TEST_CASE("related rows that an index finds give their owners", "[query]") {
    PlannedOffice office;
    const std::string deal = "has deal (stage = Negotiation and amount > 1000 USD)";
    CHECK_FALSE(has(office.sql(deal), "EXISTS"));
    CHECK(has(office.sql(deal, nothing), "EXISTS"));
    CHECK(has(office.sql("has no deal (stage = Negotiation)"), "NOT \"contact\".id IN (SELECT"));
    CHECK(has(office.sql("has deal (amount > 1000 USD)"), "EXISTS"));      // nothing finds those
    CHECK(has(office.sql("email = p1@x.example and " + deal), "EXISTS"));  // few are asked
    CHECK_FALSE(has(office.sql("tag = even and " + deal), "EXISTS"));
    CHECK(has(office.sql("every deal (stage = Negotiation)"), "NOT EXISTS"));
}

TEST_CASE("tags are sets, unless few records are left to be asked", "[query]") {
    PlannedOffice office;
    CHECK(times(office.sql("tag = even and not tag = third"), "EXISTS") == 1);
    CHECK(times(office.sql("email = p1@x.example and not tag = third"), "EXISTS") == 1);
    CHECK_FALSE(has(office.sql("tag = even and tag = third"), "EXISTS"));
    CHECK_FALSE(has(office.sql("not tag = third"), "EXISTS"));
    // of two that would be asked for, one has to find them
    const std::string two = office.sql("email = a@x.example and email = b@x.example");
    CHECK(has(two, "IN (SELECT"));
    CHECK(times(two, "EXISTS") == 1);
    CHECK(has(office.sql("nps <= 6"), "IN (SELECT"));
    CHECK(has(office.sql("nps <= 6 and tag = even"), "EXISTS"));
}

TEST_CASE("figures of rows that an index finds are counted in one scan", "[query]") {
    PlannedOffice office;
    const std::string opens = "count event (kind = open and at within last 30 days)";
    CHECK(has(office.sql(opens + " >= 2"), "IN (SELECT id FROM kith_set("));
    CHECK(has(office.sql(opens + " >= 2"), "(counted by id, those within bounds)"));
    CHECK(has(office.sql(opens + " = 0"), "kith_value("));
    CHECK_FALSE(has(office.sql(opens + " >= 2", nothing), "kith_"));
    CHECK_FALSE(has(office.sql("count event (kind = open) >= 2"), "kith_"));
    CHECK_FALSE(has(office.sql("email = p1@x.example and " + opens + " >= 2"), "kith_"));
    CHECK(has(office.sql("sum deal.amount (stage = Won) > 1000 USD"), "added up by id"));
    CHECK_FALSE(has(office.sql("sum deal.amount (stage = Won) < 1000 USD"), "kith_"));
}

TEST_CASE("parts of the same records share a scan", "[query]") {
    PlannedOffice office;
    const std::string three = "quintile(recency) = 5 and quintile(frequency) = 5 and quintile(monetary) >= 2";
    CHECK(times(office.sql(three), "-- set") == 1);
    CHECK(has(office.sql(three), "cut into 5, cut into 5, cut into 5"));
    CHECK(times(office.sql("quintile(nps) in (1, 2, 3) and quintile(nps) != 2"), "-- set") == 1);
    CHECK(times(office.sql("quintile(nps) = 1 and quintile(nps among (tag = even)) = 1"), "-- set") == 2);
    CHECK(times(office.sql("quintile(nps among (tag = even)) = 1 and decile(nps among (tag = even)) = 1"),
                "-- set") == 1);
    CHECK(times(office.sql("quintile(nps among (tag = even)) = 1 and decile(nps among (tag = odd)) = 1"),
                "-- set") == 2);
}

TEST_CASE("whether there were interactions is read from the summary while that is up to date", "[query]") {
    PlannedOffice office;
    const std::string quiet = "has no interaction (at within last 90 days)";
    CHECK(has(office.sql(quiet), "last_at"));
    CHECK_FALSE(has(office.sql(quiet, nothing), "contact_summary"));
    CHECK(has(office.sql("has interaction"), "interactions"));
    CHECK_FALSE(has(office.sql("has interaction (channel = email)"), "contact_summary"));

    const test::TempFile file;
    {
        Database db = Database::open(file.string(), PlannedOffice::options());
        PlannedOffice::fill(db);
        for (const std::string query : {"has no interaction (at within last 90 days)", "count interaction = 0",
                                        "has interaction (at before 2026-01-01)", "has interaction"}) {
            INFO(query);
            const auto wanted = ids(db, query, nothing);
            CHECK(!wanted.empty());
            CHECK(ids(db, query, {}) == wanted);
        }
    }
    test::meddle(file.path(),
                 "DELETE FROM setting WHERE key = 'derived:contact_summary'; DELETE FROM contact_summary");
    Options reading = PlannedOffice::options();
    reading.read_only = true;
    const Database db = Database::open(file.string(), reading);
    CHECK(ids(db, "has interaction", {}).size() == 9);
    CHECK(ids(db, "count interaction = 0", {}).size() == 3);
}

TEST_CASE("ranks follow what changes", "[query]") {
    PlannedOffice office;
    const auto best = [&] { return ids(office.db, "top 1 by nps", {}); };
    CHECK(best() == std::vector<std::int64_t>{12});
    office.db.write([](Transaction& tx) {
        Contact first = tx.get(ContactId{1});
        first.fields["nps"] = std::int64_t{99};
        tx.update(first);
        CHECK(tx.select_ids(record_type<Contact>(), "top 1 by nps", {}) == std::vector<std::int64_t>{1});
    });
    CHECK(best() == std::vector<std::int64_t>{1});
    office.db.remove(ContactId{1});
    CHECK(best() == std::vector<std::int64_t>{12});
}

TEST_CASE("a rank takes its number from a parameter", "[query]") {
    PlannedOffice office;
    const auto ask = [&](const std::string& query, const Value& value) {
        return office.db.read([&](const Reader& reader) {
            return reader.select_ids(record_type<Contact>(), query, {{"n", value}});
        });
    };
    CHECK(ask("top :n by nps", std::int64_t{2}) == std::vector<std::int64_t>{11, 12});
    CHECK(ask("bottom :n % by nps", 10.0) == std::vector<std::int64_t>{1, 2});
    CHECK_THROWS_AS(ask("top :n by nps", 2.5), Error);
    CHECK_THROWS_AS(ask("top :n by nps", std::string("two")), Error);
    CHECK_THROWS_AS(ask("top :n % by nps", std::int64_t{0}), Error);
}

TEST_CASE("explain shows the scans behind a statement, and what they look at", "[query]") {
    PlannedOffice office;
    const Explanation e = explain<Contact>(office.db, "top 10 % by nps among (tag = even)");
    CHECK(e.text == "top 10 % by nps among (tag = even)");
    CHECK(has(e.sql, "\n-- set ?"));
    CHECK(has(e.sql, "the highest 10 %"));
    CHECK(std::any_of(e.plan.begin(), e.plan.end(), [](const std::string& l) { return has(l, "SET ?"); }));
    CHECK(std::any_of(e.plan.begin(), e.plan.end(),
                      [](const std::string& l) { return has(l, "tagging_tag"); }));
}

TEST_CASE("of one contact's events those of the contact are read, not all of a kind", "[query]") {
    const PlannedOffice office;
    for (const char* query :
         {"stopped visit for 10 days", "first visit within last 30 days", "did visit then open within 2 hours",
          "did not visit (page = x)", "has event (kind = open and subject contains x)",
          "max event.at (kind = open) > 2026-01-01", "not has event (kind = visit and subject contains x)"}) {
        INFO(query);
        const Explanation how = explain<Contact>(office.db, query);
        int events = 0;
        for (const std::string& line : how.plan) {
            if (!has(line, "event")) continue;
            INFO(line);
            CHECK_FALSE(has(line, "event_kind"));
            ++events;
        }
        CHECK(events > 0);
    }
}
