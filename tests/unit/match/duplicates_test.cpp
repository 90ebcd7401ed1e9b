// The public face, on a database.
#include "match/load.hpp"
#include "support/expect_error.hpp"
#include "support/temp_file.hpp"
#include "unit/match/people.hpp"

#include <kith/duplicates.hpp>
#include <kith/records/field.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

using namespace kith;
using match::test::ada;
using match::test::contact_of;
using match::test::Person;
using match::test::Random;
using match::test::stranger;

namespace {

Database opened() { return Database::open(":memory:", {.region = "GB"}); }

std::vector<ContactId> add_strangers(Database& db, int count, std::uint64_t seed = 1) {
    Random random(seed);
    std::vector<Contact> contacts;
    for (int i = 0; i < count; ++i) contacts.push_back(contact_of(stranger(random)));
    return db.add(contacts);
}

bool sound(const Database& db) {
    for (const Finding& finding : db.verify()) {
        UNSCOPED_INFO(finding.check << ' ' << finding.table << ": " << finding.message);
        return false;
    }
    return true;
}

std::int64_t keys(const Database& db, std::int64_t id, int kind = 1) {
    return *db.sql("SELECT count(*) FROM match_key WHERE record_id = ?1 AND kind = ?2", {id, kind})
                .rows[0][0]
                .as<std::int64_t>();
}

}  // namespace

TEST_CASE("find gives clusters, with a merge to suggest", "[match]") {
    Database db = opened();
    add_strangers(db, 200);
    const ContactId first = db.add(contact_of(ada()));
    Person again = ada();
    again.given = "ADA";
    again.phone = "020 7946 0018";
    again.email.clear();
    const ContactId second = db.add(contact_of(again));
    Person moved = ada();
    moved.street = moved.number = moved.locality = moved.postcode = moved.phone = "";
    const ContactId third = db.add(contact_of(moved));

    const Duplicates duplicates = db.duplicates();
    const auto clusters = duplicates.find();
    REQUIRE(clusters.size() == 1);
    CHECK(clusters[0].members == std::vector{first, second, third});
    CHECK(clusters[0].probability > 0.95);
    CHECK(clusters[0].pairs.size() == 3);
    for (const Pair& pair : clusters[0].pairs) CHECK(pair.probability >= clusters[0].probability);
    const MergeRequest request = clusters[0].suggestion();
    CHECK(request.record_type == "contact");
    CHECK(request.survivor == first.value);
    CHECK(request.losers == std::vector{second.value, third.value});

    const DuplicateReport report = duplicates.report();
    CHECK(report.records == 203);
    CHECK(report.pairs_compared > 0);
    CHECK(report.blocks > 0);

    const auto pairs = duplicates.pairs({.threshold = 0.9});
    REQUIRE(pairs.size() >= 2);
    for (const Pair& pair : pairs) {
        CHECK(pair.a < pair.b);
        CHECK(pair.a.value >= first.value);
    }
    CHECK(duplicates.pairs({.threshold = 0.9, .limit = 1}).size() == 1);
    CHECK(sound(db));
}

TEST_CASE("one record against the file", "[match]") {
    Database db = opened();
    add_strangers(db, 300);
    const ContactId id = db.add(contact_of(ada()));
    Person again = ada();
    again.family = "Lovelcae";
    again.birthday.clear();
    const Contact candidate = contact_of(again);

    const Duplicates fresh = db.duplicates();
    for (const bool learned : {false, true}) {
        CAPTURE(learned);
        if (learned) CHECK(fresh.find().empty());
        auto found = fresh.of(candidate);
        REQUIRE(found.size() == 1);
        CHECK(found[0].id == id);
        CHECK(found[0].probability > 0.95);
        CHECK(fresh.of(id).empty());
    }
    const ContactId second = db.add(candidate);
    REQUIRE(fresh.of(id).size() == 1);
    CHECK(fresh.of(id)[0].id == second);
    CHECK(fresh.of(second)[0].id == id);
    CHECK(fresh.of(id, {.threshold = 0.5, .population = "name.given = Nobody"}).empty());

    Contact nobody;
    nobody.name.given = "Zebedee";
    CHECK(fresh.of(nobody).empty());
    test::expect_error(Code::not_found, [&] { (void)fresh.of(ContactId{99999}); });
}

TEST_CASE("a name in one piece is seen as the file will keep it", "[match]") {
    Database db = opened();
    for (const char* full : {"Prof. Jane Park of Elmfield, OBE", "Doe, John Jr.", "山田 太郎", "Ada"}) {
        CAPTURE(full);
        Contact candidate;
        candidate.name.full = full;
        const ContactId id = db.add(candidate);
        match::Population population;
        match::ProfileBuilder(population, db.settings().region).contact(candidate, {}, {});
        db.read([&](const Reader& reader) {
            match::Loader(reader.connection(), record_type<Contact>(), population).load(id.value, id.value);
        });
        REQUIRE(population.size() == 2);
        const auto values = [&](std::size_t index) {
            std::set<std::pair<match::Slot, std::string_view>> result;
            for (const match::Value& value : population.values(index))
                result.emplace(value.slot, population.text(value.symbol));
            return result;
        };
        CHECK(!values(0).empty());
        CHECK(values(0) == values(1));
    }
}

TEST_CASE("an explanation adds up to the probability", "[match]") {
    Database db = opened();
    add_strangers(db, 200);
    const ContactId a = db.add(contact_of(ada()));
    Person other = ada();
    other.family = "Lovelcae";
    other.birthday = "1975-10-12";
    other.street = "Ockham Road";
    other.postcode = "GU23 6NP";
    const ContactId b = db.add(contact_of(other));
    const Duplicates duplicates = db.duplicates();
    (void)duplicates.find();
    const auto rows = duplicates.explain(a, b);
    double sum = 0;
    std::vector<std::string> fields;
    for (const Evidence& row : rows) {
        sum += row.weight;
        fields.push_back(row.field);
        if (row.field == "name.family") {
            CHECK(row.left == "lovelace");
            CHECK(row.right == "lovelcae");
            CHECK(row.level == "typing error");
            CHECK(row.weight > 0);
        }
        if (row.field == "birthday") CHECK(row.level == "day and month exchanged");
        if (row.field == "address.street") CHECK(row.weight < 0);
        if (row.field == "email") CHECK(row.level == "equal");
    }
    for (const char* field : {"name.given", "name.family", "birthday", "email", "phone", "address.street"}) {
        CHECK(std::find(fields.begin(), fields.end(), field) != fields.end());
    }
    CHECK((fields.back() == "prior" || fields.back() == "household"));
    const auto matches = duplicates.of(a);
    REQUIRE(matches.size() == 1);
    CHECK(1 / (1 + std::exp2(-sum)) == Approx(matches[0].probability).epsilon(1e-6));
    // The other way round it is the same with the values exchanged.
    const auto back = duplicates.explain(b, a);
    REQUIRE(back.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(back[i].field == rows[i].field);
        CHECK(back[i].left == rows[i].right);
        CHECK(back[i].weight == Approx(rows[i].weight));
    }
    test::expect_error(Code::invalid_argument, [&] { (void)duplicates.explain(a, a); });
    test::expect_error(Code::not_found, [&] { (void)duplicates.explain(a, ContactId{99999}); });
}

TEST_CASE("explain says of each pair what find says", "[match]") {
    Database db = opened();
    Random random(5);
    for (int i = 0; i < 200; ++i) {
        Person person = stranger(random);
        db.add(contact_of(person));
        if (i % 4 != 0) continue;
        person.phone.clear();
        person.email = person.family + "@elsewhere.example";
        db.add(contact_of(person));
    }
    const Duplicates duplicates = db.duplicates();
    const auto pairs = duplicates.pairs({.threshold = 0.05});
    CHECK(pairs.size() > 50);
    for (const Pair& pair : pairs) {
        double bits = 0;
        for (const Evidence& row : duplicates.explain(pair.a, pair.b)) bits += row.weight;
        CAPTURE(pair.a.value, pair.b.value);
        CHECK(1 / (1 + std::exp2(-bits)) == Approx(pair.probability).margin(1e-5));
    }
}

TEST_CASE("a shared address is explained as what it is, a possibility", "[match]") {
    Database db = opened();
    const ContactId a = db.add(contact_of(ada())), b = db.add(contact_of(ada()));
    const auto rows = db.duplicates().explain(a, b);
    double sum = 0;
    for (const Evidence& row : rows) {
        CAPTURE(row.field, row.level, row.weight);
        sum += row.weight;
        CHECK(row.weight > -5);  // two equal records: nothing speaks against
        CHECK(row.level.find("others share") == std::string::npos);
    }
    CHECK(rows.back().level == "could be two people of one household");
    REQUIRE(db.duplicates().of(a).size() == 1);
    CHECK(1 / (1 + std::exp2(-sum)) == Approx(db.duplicates().of(a)[0].probability).epsilon(1e-6));
}

TEST_CASE("an office's mailbox is nobody's, whoever asks", "[match]") {
    Database db = opened();
    add_strangers(db, 60);
    const OrganizationId engines = db.add(Organization{.name = "Analytical Engines Ltd"});
    const char* staff[][2] = {{"Thomas", "Martin"}, {"Thomas", "Clark"}, {"Nancy", "Clark"},
                              {"Ruth", "Scott"},    {"Peter", "Hill"},   {"Susan", "Hill"}};
    std::vector<ContactId> ids;
    for (const auto& [given, family] : staff) {
        Contact c;
        c.name.given = given;
        c.name.family = family;
        c.emails.push_back({.address = "contact.engines@engines.example"});
        c.phones.push_back({.number = "+442079460000"});
        c.addresses.push_back(
            {.number = "1", .street = "Dorset Street", .locality = "London", .postcode = "W1U 4EG"});
        ids.push_back(db.add(c));
        db.add(Employment{.contact = ids.back(), .organization = engines, .title = "Clerk"});
    }
    const Duplicates duplicates = db.duplicates();
    for (const bool learned : {false, true}) {
        CAPTURE(learned);
        if (learned) CHECK(duplicates.find().empty());
        for (const ContactId id : ids) CHECK(duplicates.of(id, {.threshold = 0.8}).empty());
        for (const Evidence& row : duplicates.explain(ids[0], ids[1])) {
            if (row.field == "email") CHECK(row.level == "equal, but several people use it");
            if (row.field == "email") CHECK(std::abs(row.weight) < 1);
        }
    }
}

TEST_CASE("a pair's probability does not depend on what was asked for", "[match]") {
    Database db = opened();
    add_strangers(db, 150);
    Random random(21);
    for (int i = 0; i < 40; ++i) {
        Person p = stranger(random);
        db.add(contact_of(p));
        p.email.clear();
        if (i % 2 == 0) std::swap(p.family[1], p.family[2]);
        if (i % 3 == 0) p.phone.clear();
        db.add(contact_of(p));
        if (i % 4 == 0) p.given = "Zo";
        p.birthday.clear();
        db.add(contact_of(p));
    }
    const Duplicates duplicates = db.duplicates();
    const auto all = duplicates.pairs({.threshold = 0.02});
    REQUIRE(all.size() > 100);
    std::set<std::pair<std::int64_t, std::int64_t>> once;
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].a < all[i].b);
        CHECK(once.emplace(all[i].a.value, all[i].b.value).second);
        if (i > 0) CHECK(all[i - 1].probability >= all[i].probability);
    }
    for (const double threshold : {0.3, 0.5, 0.95}) {
        CAPTURE(threshold);
        const auto pairs = duplicates.pairs({.threshold = threshold});
        REQUIRE(pairs.size() <= all.size());
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            CHECK(pairs[i].a == all[i].a);
            CHECK(pairs[i].probability == all[i].probability);
        }
        for (const Cluster& cluster : duplicates.find({.threshold = threshold})) {
            CHECK(cluster.probability >= std::max(0.5, threshold));
            for (const Pair& pair : cluster.pairs) {
                const auto same = std::find_if(all.begin(), all.end(),
                                               [&](const Pair& p) { return p.a == pair.a && p.b == pair.b; });
                REQUIRE(same != all.end());
                CHECK(pair.probability == Approx(same->probability).epsilon(1e-5));
            }
        }
    }
}

TEST_CASE("a decision is kept and can be taken back", "[match]") {
    test::TempFile file;
    ContactId a, b, c;
    {
        Database db = Database::open(file.path());
        add_strangers(db, 100);
        a = db.add(contact_of(ada()));
        b = db.add(contact_of(ada()));
        c = db.add(contact_of(ada()));
        Duplicates duplicates = db.duplicates();
        REQUIRE(duplicates.find().size() == 1);
        duplicates.not_duplicate(b, a);
        duplicates.not_duplicate(a, b);  // once is enough
        CHECK(db.sql("SELECT count(*) FROM not_duplicate").rows[0][0] == Value(1));
        CHECK(sound(db));
    }
    Database db = Database::open(file.path());
    Duplicates duplicates = db.duplicates();
    for (const Cluster& cluster : duplicates.find()) {
        CHECK_FALSE((std::find(cluster.members.begin(), cluster.members.end(), a) != cluster.members.end() &&
                     std::find(cluster.members.begin(), cluster.members.end(), b) != cluster.members.end()));
    }
    for (const Pair& pair : duplicates.pairs()) CHECK_FALSE((pair.a == a && pair.b == b));
    for (const Match& match : duplicates.of(a)) CHECK(match.id != b);
    CHECK(duplicates.of(a).size() == 1);
    duplicates.forget_decision(a, b);
    CHECK(duplicates.of(a).size() == 2);
    REQUIRE(duplicates.find().size() == 1);
    CHECK(duplicates.find()[0].members.size() == 3);
    test::expect_error(Code::invalid_argument, [&] { duplicates.not_duplicate(a, a); });
    test::expect_error(Code::not_found, [&] { duplicates.not_duplicate(a, ContactId{99999}); });
}

TEST_CASE("keys follow every change", "[match]") {
    Database db = opened();
    const ContactId id = db.add(contact_of(ada()));
    const std::int64_t whole = keys(db, id.value);
    CHECK(whole > 10);
    CHECK(sound(db));
    const auto changed = [&](auto&& change) {
        db.edit(id, change);
        CHECK(sound(db));
        return keys(db, id.value);
    };
    CHECK(changed([](Contact& c) { c.emails.clear(); }) < whole);
    CHECK(changed([](Contact& c) { c.emails = {{.address = "ada@difference.example"}}; }) < whole);
    CHECK(changed([](Contact& c) {
              c.name.nickname = "Countess";
              c.name.additional = "King";
          }) > 0);
    CHECK(changed([](Contact& c) { c.addresses[0].postcode = "GU23 6NP"; }) > 0);

    const FieldId field = db.add(Field{.key = "member", .label = "Member", .identifying = true});
    const std::int64_t before = keys(db, id.value);
    CHECK(changed([](Contact& c) { c.fields["member"] = Value("A-4711"); }) == before + 1);
    db.edit(field, [](Field& f) { f.identifying = false; });
    CHECK(keys(db, id.value) == before);
    CHECK(sound(db));

    const OrganizationId engines = db.add(Organization{.name = "Analytical Engines Ltd"});
    const EmploymentId job = db.add(Employment{.contact = id, .organization = engines, .title = "Analyst"});
    CHECK(keys(db, id.value) > before);
    CHECK(keys(db, engines.value, 7) > 0);
    db.edit(engines, [](Organization& o) { o.name = "Difference Engines Ltd"; });
    CHECK(sound(db));
    db.remove(job);
    CHECK(keys(db, id.value) == before);

    db.remove(id);
    CHECK(keys(db, id.value) == 0);
    db.restore(id);
    CHECK(keys(db, id.value) == before);
    db.rebuild();
    CHECK(keys(db, id.value) == before);
    CHECK(sound(db));
}

TEST_CASE("a custom field that identifies finds people without a name in common", "[match]") {
    Database db = opened();
    db.add(Field{.key = "member", .identifying = true});
    db.add(Field{.key = "colour", .identifying = false});
    add_strangers(db, 200);
    Contact one, other, third;
    one.name.given = other.name.given = "Ada";
    one.name.family = "Byron";
    other.name.family = "Lovelace";
    one.fields["member"] = other.fields["member"] = Value("4711-0815");
    one.fields["colour"] = other.fields["colour"] = Value("green");
    third = other;
    third.fields["member"] = Value("9999-1234");
    const ContactId a = db.add(one), b = db.add(other), c = db.add(third);
    const auto matches = db.duplicates().of(a);
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].id == b);
    CHECK(db.duplicates().of(b).size() == 1);  // the same name, another number
    CHECK(db.duplicates().of(c).empty());
}

TEST_CASE("organizations are found too", "[match]") {
    Database db = opened();
    Random random(4);
    for (int i = 0; i < 80; ++i) {
        const Person p = stranger(random);
        db.add(Organization{.name = p.family + " " + p.street + " Trading",
                            .phones = {{.number = p.phone}},
                            .addresses = {{.number = p.number, .street = p.street, .locality = p.locality}}});
    }
    const OrganizationId a = db.add(Organization{.name = "Analytical Engines Ltd.",
                                                 .website = "https://www.engines.example/about",
                                                 .phones = {{.number = "+442079460000"}}});
    const OrganizationId b = db.add(Organization{.name = "The Analytical Engines Limited",
                                                 .website = "engines.example",
                                                 .phones = {{.number = "020 7946 0000"}}});
    const OrganizationId branch = db.add(
        Organization{.name = "Analytical Engines Ltd.",
                     .phones = {{.number = "+441612345999"}},
                     .addresses = {{.number = "5", .street = "Oxford Road", .locality = "Manchester"}}});
    const auto clusters = db.duplicates().find<Organization>();
    REQUIRE(clusters.size() == 1);
    CHECK(clusters[0].members == std::vector{a, b});
    CHECK(clusters[0].suggestion().record_type == "organization");
    const auto matches =
        db.duplicates().of(Organization{.name = "Analytical Engines", .website = "http://engines.example"});
    REQUIRE_FALSE(matches.empty());
    CHECK((matches[0].id == a || matches[0].id == b));
    CHECK_FALSE(db.duplicates().explain(a, branch).empty());
}

TEST_CASE("a search can be narrowed, watched and cancelled", "[match]") {
    Database db = opened();
    add_strangers(db, 150);
    Contact one = contact_of(ada());
    one.tags = {"vip"};
    const ContactId a = db.add(one), b = db.add(one);
    const ContactId c = db.add(contact_of(ada()));
    const Duplicates duplicates = db.duplicates();
    const auto narrowed = duplicates.find({.population = "tag = vip"});
    REQUIRE(narrowed.size() == 1);
    CHECK(narrowed[0].members == std::vector{a, b});
    CHECK(duplicates.find()[0].members == std::vector{a, b, c});

    double last = -1;
    int calls = 0;
    DuplicateOptions watched;
    watched.progress = [&](double done) {
        CHECK(done >= last);
        last = done;
        ++calls;
        return true;
    };
    (void)duplicates.find(watched);
    CHECK(calls > 2);
    CHECK(last == 1.0);
    watched.progress = [](double) { return false; };
    test::expect_error(Code::cancelled, [&] { (void)duplicates.find(watched); });
    test::expect_error(Code::invalid_argument, [&] { (void)duplicates.find({.threshold = 1.5}); });
    test::expect_error(Code::parse, [&] { (void)duplicates.find({.population = "tag ="}); });
}

TEST_CASE("clusters come one by one until it is enough", "[match]") {
    Database db = opened();
    add_strangers(db, 60);
    Random random(3);
    for (int i = 0; i < 3; ++i) {
        Contact twice = contact_of(stranger(random));
        twice.name.family += "-Holm";
        db.add(twice);
        db.add(twice);
    }
    const auto all = db.duplicates().find();
    REQUIRE(all.size() == 3);
    for (const std::size_t enough : {1u, 2u, 5u}) {
        std::vector<Cluster> taken;
        db.duplicates().each([&](Cluster&& cluster) {
            taken.push_back(std::move(cluster));
            return taken.size() < enough;
        });
        REQUIRE(taken.size() == std::min<std::size_t>(enough, 3));
        for (std::size_t i = 0; i < taken.size(); ++i) {
            CHECK(taken[i].members == all[i].members);
            CHECK(taken[i].probability == all[i].probability);
            CHECK(taken[i].pairs.size() == all[i].pairs.size());
        }
    }
    int calls = 0;
    const auto refuse = [&](Cluster&&) -> bool {
        ++calls;
        throw Error(Code::cancelled, "enough");
    };
    test::expect_error(Code::cancelled, [&] { db.duplicates().each(refuse); });
    CHECK(calls == 1);
    // What is taken may be merged at once.
    db.duplicates().each([&](Cluster&& cluster) {
        db.merge(cluster.suggestion());
        return true;
    });
    CHECK(db.duplicates().find().empty());
}

TEST_CASE("clusters come the most certain first, once all is compared", "[match]") {
    Database db = opened();
    add_strangers(db, 150);
    Random random(11);
    // The more somebody said twice, the more certain.
    for (int kept = 0; kept < 4; ++kept) {
        Contact whole = contact_of(stranger(random));
        db.add(whole);
        if (kept < 3) whole.phones.clear();
        if (kept < 2) whole.addresses.clear();
        if (kept < 1) whole.emails.clear();
        db.add(whole);
    }
    std::vector<double> told, probabilities;
    DuplicateOptions options;
    options.threshold = 0.5;
    options.progress = [&](double done) {
        CHECK(probabilities.empty());
        told.push_back(done);
        return true;
    };
    const auto take = [&](Cluster&& cluster) {
        CHECK(told.back() == 1.0);
        probabilities.push_back(cluster.probability);
        return true;
    };
    db.duplicates().each(take, options);
    REQUIRE(probabilities.size() == 4);
    CHECK(std::is_sorted(probabilities.rbegin(), probabilities.rend()));
    CHECK(probabilities.front() > probabilities.back());
    CHECK(std::is_sorted(told.begin(), told.end()));

    const std::vector<double> all = std::exchange(probabilities, {});
    options.limit = 2;
    db.duplicates().each(take, options);
    CHECK(probabilities == std::vector(all.begin(), all.begin() + 2));
    // Whoever stops at any time gets none.
    for (std::size_t stop = 0; stop < told.size() / 2; ++stop) {
        std::size_t calls = 0;
        options.progress = [&](double) { return calls++ < stop; };
        const auto none = [](Cluster&&) -> bool {
            FAIL("a cluster of a search that was cancelled");
            return false;
        };
        test::expect_error(Code::cancelled, [&] { db.duplicates().each(none, options); });
        CHECK(calls == stop + 1);
    }
}

TEST_CASE("an empty file and a file of one have no duplicates", "[match]") {
    Database db = opened();
    CHECK(db.duplicates().find().empty());
    CHECK(db.duplicates().pairs().empty());
    CHECK(db.duplicates().of(contact_of(ada())).empty());
    const ContactId id = db.add(contact_of(ada()));
    CHECK(db.duplicates().find().empty());
    CHECK(db.duplicates().of(id).empty());
    CHECK(db.duplicates().of(contact_of(ada())).size() == 1);
}
