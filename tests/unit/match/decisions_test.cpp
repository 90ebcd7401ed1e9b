// What people decide about pairs: kept, obeyed, learned from.
#include "support/dump.hpp"
#include "support/expect_error.hpp"
#include "unit/match/people.hpp"

#include "match/cluster.hpp"
#include "match/model.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

using namespace kith;
using match::test::contact_of;
using match::test::Person;
using match::test::Random;
using match::test::stranger;

namespace {

/// Two who share nothing, among others.
struct Office {
    Database db = Database::open(":memory:", {.actor = "ada", .region = "GB"});
    ContactId wife{}, maiden{};

    explicit Office(int strangers = 60) {
        Random random(3);
        std::vector<Contact> contacts;
        for (int i = 0; i < strangers; ++i) contacts.push_back(contact_of(stranger(random)));
        db.add(contacts);
        wife = db.add(Contact{.name = {.given = "Augusta", .family = "King"},
                              .emails = {{.address = "king@ockham.example"}}});
        maiden = db.add(
            Contact{.name = {.given = "Ada", .family = "Byron"}, .phones = {{.number = "020 7946 0018"}}});
    }
};

bool holds(const std::vector<ContactId>& members, ContactId id) {
    return std::find(members.begin(), members.end(), id) != members.end();
}

const Cluster* with(const std::vector<Cluster>& clusters, ContactId a, ContactId b) {
    for (const Cluster& cluster : clusters)
        if (holds(cluster.members, a) && holds(cluster.members, b)) return &cluster;
    return nullptr;
}

double probability_of(const std::vector<Pair>& pairs, ContactId a, ContactId b) {
    for (const Pair& pair : pairs)
        if (pair.a == a && pair.b == b) return pair.probability;
    return 0;
}

}  // namespace

TEST_CASE("confirmed pairs are one cluster whatever the model says of them", "[match]") {
    Office f;
    Duplicates duplicates = f.db.duplicates();
    REQUIRE(with(duplicates.find({.threshold = 0.5}), f.wife, f.maiden) == nullptr);
    REQUIRE(duplicates.of(f.wife).empty());
    duplicates.confirm(f.maiden, f.wife);
    duplicates.confirm(f.wife, f.maiden);  // once is enough
    CHECK(f.db.sql("SELECT count(*) FROM confirmed_duplicate").rows[0][0] == Value(1));

    for (const double threshold : {0.5, 0.95, 1.0}) {
        CAPTURE(threshold);
        const auto clusters = duplicates.find({.threshold = threshold});
        const Cluster* found = with(clusters, f.wife, f.maiden);
        REQUIRE(found != nullptr);
        CHECK(found->members == std::vector{f.wife, f.maiden});
        CHECK(found->probability == 1);
    }
    CHECK(probability_of(duplicates.pairs(), f.wife, f.maiden) == 1);
    REQUIRE(duplicates.of(f.wife).size() == 1);
    CHECK(duplicates.of(f.wife)[0].id == f.maiden);
    CHECK(duplicates.of(f.wife)[0].probability == 1);
    CHECK(duplicates.of(f.wife, {.population = "email is known"}).empty());
    CHECK(with(duplicates.find({.population = "email is known"}), f.wife, f.maiden) == nullptr);
    f.db.remove(f.maiden);
    CHECK(duplicates.of(f.wife).empty());
    test::expect_error(Code::not_found, [&] { (void)duplicates.of(f.maiden); });
    CHECK(with(duplicates.find(), f.wife, f.maiden) == nullptr);
    f.db.restore(f.maiden);
    duplicates.forget_decision(f.maiden, f.wife);
    CHECK(with(duplicates.find({.threshold = 0.5}), f.wife, f.maiden) == nullptr);
    test::expect_error(Code::invalid_argument, [&] { duplicates.confirm(f.wife, f.wife); });
    test::expect_error(Code::not_found, [&] { duplicates.confirm(f.wife, ContactId{99999}); });
    CHECK(test::findings(f.db) == "");
}

TEST_CASE("the later decision about two takes the earlier one's place", "[match]") {
    Office f;
    Duplicates duplicates = f.db.duplicates();
    CHECK(duplicates.decisions().empty());
    duplicates.not_duplicate(f.wife, f.maiden);
    f.db.as("bob").duplicates().confirm(f.wife, f.maiden);
    auto decisions = duplicates.decisions();
    REQUIRE(decisions.size() == 1);
    CHECK(decisions[0].a == f.wife);
    CHECK(decisions[0].b == f.maiden);
    CHECK(decisions[0].verdict == Verdict::same);
    CHECK(decisions[0].by == "bob");
    CHECK(decisions[0].at != Time{});
    CHECK(duplicates.decisions<Organization>().empty());
    const UndoResult undone =
        f.db.undo(f.db.history().transactions(1).at(0).id);  // and the earlier one stands again
    CHECK(undone.restored == 2);
    for (const Kept& kept : undone.kept)
        UNSCOPED_INFO(kept.record.type << ' ' << kept.field << ' ' << kept.reason);
    decisions = duplicates.decisions();
    REQUIRE(decisions.size() == 1);
    CHECK(decisions[0].verdict == Verdict::different);
    CHECK(decisions[0].by == "ada");
    duplicates.confirm(f.wife, f.maiden);
    duplicates.not_duplicate(f.wife, f.maiden);
    CHECK(with(duplicates.find({.threshold = 0.5}), f.wife, f.maiden) == nullptr);
    CHECK(duplicates.decisions().size() == 1);
}

TEST_CASE("what is decided to be different stays apart, also where others are confirmed", "[match]") {
    Office f;
    const ContactId third = f.db.add(Contact{.name = {.given = "Lady", .family = "Lovelace"}});
    Duplicates duplicates = f.db.duplicates();
    duplicates.confirm(f.wife, f.maiden);
    duplicates.confirm(f.maiden, third);
    REQUIRE(with(duplicates.find(), f.wife, third) != nullptr);
    duplicates.not_duplicate(f.wife, third);
    const auto clusters = duplicates.find();
    CHECK(with(clusters, f.wife, third) == nullptr);
    CHECK((with(clusters, f.wife, f.maiden) != nullptr) != (with(clusters, f.maiden, third) != nullptr));
}

TEST_CASE("decisions follow a merge and come back with it", "[match]") {
    Office f;
    const ContactId third = f.db.add(Contact{.name = {.given = "Lady", .family = "Lovelace"}});
    Duplicates duplicates = f.db.duplicates();
    duplicates.confirm(f.wife, f.maiden);
    duplicates.confirm(f.maiden, third);
    const auto before = test::dump(f.db);
    const MergeResult merge = f.db.merge(merge_of(f.wife, {f.maiden}));
    const auto decisions = duplicates.decisions();
    REQUIRE(decisions.size() == 1);
    CHECK(decisions[0].a == f.wife);
    CHECK(decisions[0].b == third);
    CHECK(decisions[0].verdict == Verdict::same);
    CHECK(with(duplicates.find(), f.wife, third) != nullptr);
    CHECK(test::findings(f.db) == "");
    f.db.unmerge(merge.id);
    CHECK(test::difference(before, test::dump(f.db)) == "");

    // Where a merge brings both verdicts about two together, different stays, whichever of them moves.
    duplicates.not_duplicate(f.wife, third);
    const auto both = test::dump(f.db);
    for (const auto& [survivor, loser] : {std::pair(f.wife, f.maiden), std::pair(f.maiden, f.wife)}) {
        const MergeResult merged = f.db.merge(merge_of(survivor, {loser}));
        REQUIRE(duplicates.decisions().size() == 1);
        CHECK(duplicates.decisions()[0].verdict == Verdict::different);
        CHECK(with(duplicates.find(), survivor, third) == nullptr);
        f.db.unmerge(merged.id);
        CHECK(test::difference(both, test::dump(f.db)) == "");
    }
    f.db.merge(merge_of(f.wife, {f.maiden}));
    CHECK(with(duplicates.find(), f.wife, third) == nullptr);
    CHECK(duplicates.of(f.wife).empty());
}

TEST_CASE("decisions take part in learning", "[match]") {
    const auto learned = [](std::optional<Verdict> verdict) {
        Office f(80);
        std::vector<ContactId> ids;
        Random random(9);
        for (int i = 0; i < 40; ++i) {  // nobody can tell: the same name, and nothing else
            const Person person = stranger(random);
            for (int twice = 0; twice < 2; ++twice)
                ids.push_back(f.db.add(Contact{.name = {.given = person.given, .family = person.family}}));
        }
        Duplicates duplicates = f.db.duplicates();
        for (std::size_t i = 0; verdict && i < 60; i += 2)
            duplicates.decide(record_type<Contact>(), ids[i].value, ids[i + 1].value, verdict,
                              Where::current());
        (void)duplicates.find();
        return std::pair(duplicates.report().duplicates,
                         probability_of(duplicates.pairs({.threshold = 0}), ids[78], ids[79]));
    };
    const auto [none, undecided] = learned(std::nullopt);
    const auto [more, likelier] = learned(Verdict::same);
    const auto [fewer, less_likely] = learned(Verdict::different);
    CHECK(more > none);
    CHECK(fewer < none);
    CHECK(likelier > undecided);  // of two about whom nothing was decided
    CHECK(less_likely < undecided);
}

TEST_CASE("known pairs count once and as what they are", "[match]") {
    using namespace kith::match;
    Comparison alike;
    alike[Field::given].level = alike[Field::family].level = Level::equal;
    alike[Field::birthday].level = Level::different;
    const std::vector<KnownPair> same(200, {alike, true}), different(200, {alike, false});
    Model model = contact_model(), taught = model, warned = model;
    model.records = taught.records = warned.records = 1000;
    learn(model, {});
    learn(taught, {.known = same});
    learn(warned, {.known = different});
    CHECK(taught.duplicates == Approx((2 * 200 + 150 * 0.2) / (1000 + 150)));
    CHECK(warned.duplicates == Approx(model.duplicates));
    CHECK(taught[Field::birthday][Level::different].m > model[Field::birthday][Level::different].m);
    CHECK(warned[Field::birthday][Level::different].m == Approx(model[Field::birthday][Level::different].m));
}
