// Two files: which records of a list are records of the base.
#include "match/assign.hpp"
#include "match/blocks.hpp"
#include "support/expect_error.hpp"
#include "support/temp_file.hpp"
#include "unit/match/people.hpp"

#include <kith/duplicates.hpp>
#include <kith/history.hpp>
#include <kith/records/employment.hpp>
#include <kith/records/field.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace kith;
using match::test::ada;
using match::test::contact_of;
using match::test::Person;
using match::test::Random;
using match::test::stranger;
using test::expect_error;

namespace {

Database opened() { return Database::open(":memory:", {.region = "DE"}); }

/// The same person as another list has it: a letter lost, no telephone number, or another mailbox.
Person as_listed(Person p, int way) {
    if (way % 3 == 0) p.family.erase(2, 1);
    if (way % 3 == 1) p.phone.clear();
    if (way % 3 == 2) p.email = p.family + "@elsewhere.example";
    return p;
}

/// A base of 400, and a list of 150 of which every third is somebody of the base.
struct TwoFiles {
    Database base = opened();
    Database list = opened();
    std::map<ContactId, ContactId> truth{};  // by the record of the list

    TwoFiles() {
        Random random(7);
        std::vector<Person> people;
        for (int i = 0; i < 400; ++i) people.push_back(stranger(random));
        std::vector<Contact> contacts;
        for (const Person& person : people) contacts.push_back(contact_of(person));
        const auto ids = base.add(contacts);
        list.add(contact_of(stranger(random)));  // so that ids differ between the files
        for (int i = 0; i < 149; ++i) {
            const bool known = i % 3 == 0;
            const auto place = static_cast<std::size_t>(2 * i);
            const auto id = list.add(contact_of(known ? as_listed(people[place], i / 3) : stranger(random)));
            if (known) truth[id] = ids[place];
        }
    }
};

}  // namespace

TEST_CASE("a list that has somebody thousands of times is linked", "[match][link]") {
    Database base = opened();
    Database list = opened();
    Random random(3);
    for (int i = 0; i < 50; ++i) base.add(contact_of(stranger(random)));
    const ContactId id = base.add(contact_of(ada()));
    constexpr std::size_t rows = 2500;
    list.add(std::vector<Contact>(rows, contact_of(ada())));
    const auto links = base.duplicates().link(list);
    CHECK(links.size() == rows);
    for (const Link& link : links) REQUIRE(link.id == id);
    CHECK(list.duplicates().link(base, {.linkage = Linkage::many_to_many}).size() == rows);
}

TEST_CASE("a list is linked against the base, the surest first", "[match][link]") {
    TwoFiles files;
    const auto before = files.base.history().transactions(1).front().id;
    const auto before_list = files.list.history().transactions(1).front().id;
    const Duplicates duplicates = files.base.duplicates();
    const auto links = duplicates.link(files.list);
    CHECK(links.size() == files.truth.size());
    double last = 1;
    for (const Link& link : links) {
        CAPTURE(link.other.value);
        REQUIRE(files.truth.count(link.other) == 1);
        CHECK(link.id == files.truth.at(link.other));
        CHECK(link.probability <= last);
        CHECK(link.sure == (link.probability >= 0.95));
        last = link.probability;
    }
    const DuplicateReport report = duplicates.report();
    CHECK(report.records == 550);
    CHECK(report.pairs_compared > 0);
    CHECK(report.duplicates ==
          Approx(50.0 / 150).margin(0.08));  // learned: how many of the list are in the base
    CHECK(files.base.history().transactions(1).front().id == before);
    CHECK(files.list.history().transactions(1).front().id == before_list);

    // The same again, to the last bit, and from another value that has learned nothing.
    const auto again = files.base.duplicates().link(files.list);
    REQUIRE(again.size() == links.size());
    for (std::size_t i = 0; i < links.size(); ++i) {
        CHECK(again[i].id == links[i].id);
        CHECK(again[i].other == links[i].other);
        CHECK(again[i].probability == links[i].probability);
    }
    CHECK(duplicates.link(files.list, {.limit = 3}).size() == 3);

    // Explained by what was learned: the rows add up to the probability.
    const auto probability = [](const std::vector<Evidence>& rows) {
        double bits = 0;
        for (const Evidence& row : rows) bits += row.weight;
        return 1 / (1 + std::exp2(-bits));
    };
    for (const Link& link : duplicates.link(files.list, {.review = 0.05, .linkage = Linkage::many_to_many}))
        CHECK(probability(duplicates.explain(link.id, files.list, link.other)) ==
              Approx(link.probability).margin(1e-5));
    const auto rows = duplicates.explain(links.back().id, files.list, links.back().other);
    const Contact here = files.base.get(links.back().id);
    for (const Evidence& row : rows)
        if (row.field == "birthday") CHECK(row.left == here.birthday->to_string());  // left is this file's
    CHECK(probability(duplicates.explain(ContactId{1}, files.list, ContactId{1})) < 0.01);
    CHECK(probability(files.base.duplicates().explain(links[0].id, files.list, links[0].other)) > 0.95);
}

TEST_CASE("what is learned across two files stays apart from what is learned of one", "[match][link]") {
    TwoFiles files;
    const Duplicates duplicates = files.base.duplicates();
    const MatchModel packaged = duplicates.model();
    REQUIRE(!duplicates.link(files.list).empty());
    CHECK(duplicates.model() == packaged);
    CHECK(duplicates.find().empty());  // nobody is in the base twice

    // A model that was given says how records agree; how many of the list are in the base is learned.
    Duplicates given = files.base.duplicates();
    MatchModel model = duplicates.model();
    REQUIRE(model.duplicates < 0.2);
    given.use_model(model);
    const auto links = given.link(files.list);
    CHECK(links.size() == files.truth.size());
    for (const Link& link : links) CHECK(files.truth.count(link.other) == 1);
    CHECK(given.report().duplicates == Approx(50.0 / 150).margin(0.12));
    CHECK(given.model() == model);
}

TEST_CASE("how many records a record may be", "[match][link]") {
    TwoFiles files;
    Person twice = ada();
    twice.phone.clear();
    const ContactId first = files.base.add(contact_of(ada())), second = files.base.add(contact_of(twice));
    Person again = ada();
    again.birthday.clear();
    const ContactId one = files.list.add(contact_of(ada())), other = files.list.add(contact_of(again));
    const auto linked = [&](Linkage linkage) {
        std::set<std::pair<ContactId, ContactId>> pairs;
        for (const Link& link : files.base.duplicates().link(files.list, {.linkage = linkage})) {
            if (link.other != one && link.other != other) continue;
            pairs.emplace(link.id, link.other);
            const bool several = linkage == Linkage::many_to_many || linkage == Linkage::one_to_many;
            REQUIRE(link.rivals.size() == (several ? 0 : 1));
            if (several) continue;
            CHECK(link.rivals[0].id == (link.id == first ? second : first));
            CHECK(link.rivals[0].probability > 0.5);
        }
        return pairs;
    };
    using Pairs = std::set<std::pair<ContactId, ContactId>>;
    CHECK(linked(Linkage::many_to_one) == Pairs{{first, one}, {first, other}});
    CHECK(linked(Linkage::one_to_one) == Pairs{{first, one}, {second, other}});
    CHECK(linked(Linkage::one_to_many) == Pairs{{first, one}, {second, one}});
    CHECK(linked(Linkage::many_to_many) ==
          Pairs{{first, one}, {first, other}, {second, one}, {second, other}});
    for (const Linkage each :
         {Linkage::many_to_one, Linkage::one_to_one, Linkage::one_to_many, Linkage::many_to_many})
        CHECK(linkage_named(name_of(each)) == each);
    expect_error(Code::invalid_argument, [] { (void)linkage_named("one"); });
}

TEST_CASE("what was decided within a file counts across", "[match][link]") {
    TwoFiles files;
    const ContactId first = files.base.add(contact_of(ada())), second = files.base.add(contact_of(ada()));
    const ContactId one = files.list.add(contact_of(ada()));
    Duplicates duplicates = files.base.duplicates();
    const auto of_ada = [&] {
        std::vector<Link> found;
        for (Link& link : duplicates.link(files.list, {.review = 0.2}))
            if (link.other == one) found.push_back(std::move(link));
        return found;
    };
    REQUIRE(of_ada().size() == 1);
    CHECK(of_ada()[0].sure);
    // She can be only one of two that are different: neither is likely.
    duplicates.not_duplicate(first, second);
    REQUIRE(of_ada().size() == 1);
    CHECK_FALSE(of_ada()[0].sure);
    CHECK(of_ada()[0].id == first);
    CHECK(of_ada()[0].probability == Approx(0.5).margin(0.01));
    REQUIRE(of_ada()[0].rivals.size() == 1);
    CHECK(of_ada()[0].rivals[0].probability == Approx(0.5).margin(0.01));
    duplicates.confirm(first, second);
    CHECK(of_ada()[0].sure);

    // The same in the list: one of two that are different there is Ada.
    const ContactId namesake = files.list.add(contact_of(ada()));
    files.list.duplicates().not_duplicate(one, namesake);
    REQUIRE(of_ada().size() == 1);
    CHECK_FALSE(of_ada()[0].sure);
}

TEST_CASE("custom fields tell records apart by their keys across files", "[match][link]") {
    TwoFiles files;
    files.list.add(Field{.record_type = "contact", .key = "shoe_size", .label = "Shoe size"});
    files.list.add(Field{.record_type = "contact", .key = "member", .label = "Member"});
    files.base.add(Field{.record_type = "contact", .key = "member", .label = "Member", .identifying = true});
    // Two people of one name: only the number says which of them the list means.
    Contact here;
    here.name = {.given = "Kim", .family = "Berger"};
    here.fields["member"] = Value("M-77/1");
    Contact there = here;
    there.fields["shoe_size"] = Value("M-78/2");
    const ContactId right = files.base.add(here);
    here.fields["member"] = Value("M-78/2");
    files.base.add(here);
    const ContactId listed = files.list.add(there);
    const Duplicates duplicates = files.base.duplicates();
    bool found = false;
    for (const Link& link : duplicates.link(files.list)) {
        if (link.other != listed) continue;
        found = true;
        CHECK(link.id == right);
        CHECK(link.sure);
        for (const Evidence& row : duplicates.explain(link.id, files.list, link.other))
            if (row.field == "identifier") CHECK(row.level == "equal");
    }
    CHECK(found);
}

TEST_CASE("only what the queries select is linked", "[match][link]") {
    TwoFiles files;
    const Duplicates duplicates = files.base.duplicates();
    const auto all = duplicates.link(files.list);
    const Link& some = all.front();
    const std::string family = files.base.get(some.id).name.family;
    const auto here =
        duplicates.link(files.list, {.population = "family = :f", .parameters = {{"f", family}}});
    REQUIRE(!here.empty());
    for (const Link& link : here) CHECK(files.base.get(link.id).name.family == family);
    const std::string listed = files.list.get(some.other).name.family;
    const auto there =
        duplicates.link(files.list, {.other_population = "family = :f", .other_parameters = {{"f", listed}}});
    REQUIRE(!there.empty());
    CHECK(there.size() < all.size());
    for (const Link& link : there) CHECK(files.list.get(link.other).name.family == listed);
    CHECK(duplicates.link(files.list, {.population = "family = Nobody"}).empty());
    CHECK(duplicates.link(opened()).empty());
    CHECK(opened().duplicates().link(files.list).empty());
    expect_error(Code::parse, [&] { (void)duplicates.link(files.list, {.other_population = "family ="}); });
}

TEST_CASE("who asks for likely links only gets those that are sure", "[match][link]") {
    TwoFiles files;
    const Duplicates duplicates = files.base.duplicates();
    const auto low = duplicates.link(files.list, {.threshold = 0.3});
    const auto both = duplicates.link(files.list, {.threshold = 0.3, .review = 0.3});
    REQUIRE(low.size() == both.size());
    for (const Link& link : low) {
        CHECK(link.sure);
        CHECK(link.probability >= 0.3);
    }
}

TEST_CASE("organizations are linked, too", "[match][link]") {
    Database base = opened(), list = opened();
    const auto add = [](Database& db, const std::string& name, const std::string& phone,
                        const std::string& town) {
        Organization o;
        o.name = name;
        if (!phone.empty()) o.phones.push_back({.number = phone});
        o.addresses.push_back({.street = "Hauptstrasse", .locality = town});
        return db.add(o);
    };
    for (int i = 0; i < 40; ++i)
        add(base, "Studio Nummer " + std::to_string(i), "+4930" + std::to_string(5550000 + i), "Berlin");
    const OrganizationId here = add(base, "Analytical Engines GmbH", "+49405550177", "Hamburg");
    add(list, "Teehaus am Fluss", "", "Bremen");
    const OrganizationId there = add(list, "Analytical Engine Ltd.", "040 5550177", "Hamburg");
    const auto links = base.duplicates().link<Organization>(list);
    REQUIRE(links.size() == 1);
    CHECK(links[0].id == here);
    CHECK(links[0].other == there);
    CHECK(!base.duplicates().explain(here, list, there).empty());
}

TEST_CASE("a link that cannot be is refused, and ends when told to", "[match][link]") {
    TwoFiles files;
    const Duplicates duplicates = files.base.duplicates();
    const Database same = files.base;
    expect_error(Code::invalid_argument, [&] { (void)duplicates.link(same); });
    expect_error(Code::invalid_argument, [&] { (void)duplicates.explain(ContactId{1}, same, ContactId{2}); });
    expect_error(Code::not_found,
                 [&] { (void)duplicates.explain(ContactId{1}, files.list, ContactId{9999}); });
    expect_error(Code::not_found,
                 [&] { (void)duplicates.explain(ContactId{9999}, files.list, ContactId{1}); });
    expect_error(Code::invalid_argument, [&] { (void)duplicates.link(files.list, {.threshold = 1.5}); });
    expect_error(Code::invalid_argument, [&] { (void)duplicates.link(files.list, {.review = -0.1}); });
    expect_error(Code::cancelled,
                 [&] { (void)duplicates.link(files.list, {.progress = [](double) { return false; }}); });
    {
        const test::TempFile file;
        const Database one = Database::open(file.path()), two = Database::open(file.path());
        expect_error(Code::invalid_argument, [&] { (void)one.duplicates().link(two); });
    }
    int taken = 0;
    duplicates.each_link<Contact>(
        [&](Link&& link) {
            files.base.tag(link.id, "listed");  // both may be used meanwhile
            return ++taken < 4;
        },
        files.list);
    CHECK(taken == 4);
    CHECK(files.base.count<Contact>("tag = listed") == 4);
}

TEST_CASE("blocks of two files hold pairs across, all of them and no others", "[match][link]") {
    match::test::People people;
    people.strangers(150, 3);
    people.strangers(90, 3);  // the first 90 again
    match::Population& population = people.population();
    population.finish(0.2);
    const auto candidates = [&](const match::Blocks& blocks) {
        std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
        match::Blocks::Walk walk;
        for (std::uint32_t i = 0; i < population.size(); ++i)
            blocks.each_candidate(i, walk, [&](std::uint32_t j, auto) { pairs.emplace(i, j); });
        return pairs;
    };
    const auto all = candidates(match::block(population));
    const auto across = candidates(match::block(population, {.second = 150}));
    std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (const auto& [a, b] : all)
        if (a < 150 && b >= 150) expected.emplace(a, b);
    CHECK(expected.size() < all.size());
    for (std::uint32_t i = 0; i < 90; ++i) CHECK(across.count({i, 150 + i}) == 1);
    for (const auto& pair : expected)
        CHECK(across.count(pair) == 1);  // blocks that are too large for one file may not be here
    for (const auto& [a, b] : across) CHECK((a < 150 && b >= 150));
}

TEST_CASE("the surest link is made first", "[match][link]") {
    using match::Link;
    const std::vector<Link> pairs{{0, 10, 3}, {0, 11, 5}, {1, 10, 2}, {1, 11, 4}, {2, 11, -1}};
    const auto ids = [](const std::vector<match::Assigned>& found) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
        for (const match::Assigned& each : found) result.emplace_back(each.link.a, each.link.b);
        return result;
    };
    using Ids = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    CHECK(ids(match::assign(pairs, 0, Linkage::many_to_many)) == Ids{{0, 11}, {1, 11}, {0, 10}, {1, 10}});
    const auto usual = match::assign(pairs, 0, Linkage::many_to_one);
    CHECK(ids(usual) == Ids{{0, 11}, {0, 10}});
    REQUIRE(usual[0].rivals.size() == 1);
    CHECK(usual[0].rivals[0].a == 1);
    CHECK(ids(match::assign(pairs, 0, Linkage::one_to_many)) == Ids{{0, 11}, {1, 11}});
    const auto single = match::assign(pairs, 0, Linkage::one_to_one);
    CHECK(ids(single) == Ids{{0, 11}, {1, 10}});
    REQUIRE(single[1].rivals.size() == 1);  // what it may be besides, though that is taken
    CHECK(single[1].rivals[0].a == 0);
    CHECK(match::assign(pairs, -2, Linkage::many_to_many).size() == 5);
}
