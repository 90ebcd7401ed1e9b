// What a merge would make of a record, told before it is made; and the rules of which value wins that need more than a policy.
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/imports.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::difference;
using test::dump;
using test::expect_error;
using test::findings;

namespace {

MergeResult preview(Database& db, const MergeRequest& request, MergeOptions options = {}) {
    const auto before = dump(db);
    options.dry_run = true;
    MergeResult would = db.merge(request, options);
    CHECK(difference(before, dump(db)) == "");
    CHECK(would.id == 0);
    return would;
}

/// The drops as lines, sorted.
std::vector<std::string> lines(const MergeResult& would) {
    std::vector<std::string> lines;
    for (const MergeDrop& drop : would.drops)
        lines.push_back(drop.record.type + ' ' + std::to_string(drop.record.id) + ' ' + drop.field + ' ' +
                        drop.says + ": " + drop.reason);
    std::sort(lines.begin(), lines.end());
    return lines;
}

Contact from(const char* source, const char* gender) {
    return {.name = {.given = "Ada", .family = "King"}, .gender = gender, .source = source};
}

Contact at(Address address) { return {.name = {.given = "Ada"}, .addresses = {std::move(address)}}; }

}  // namespace

TEST_CASE("a dry run gives the record as it would be, and names what is not kept") {
    auto db = Database::open(":memory:");
    db.add(kith::Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
    db.add(kith::Field{.key = "size", .type = FieldType::text});
    const ContactId friend_of_both = db.add(Contact{.name = {.given = "Charles"}});
    const ContactId a = db.add(Contact{.name = {.given = "Ada", .family = "King"},
                                       .emails = {{.address = "ada@x.example"}},
                                       .tags = {"both"},
                                       .fields = {{"size", Value("M")}}});
    const ContactId b =
        db.add(Contact{.name = {.given = "A.", .family = "King"},
                       .emails = {{.address = "ADA@x.example", .label = "work"}, {.address = "b@x.example"}},
                       .tags = {"both", "one"},
                       .fields = {{"size", Value("L")}, {"boss", Value(RecordRef{"contact", a.value})}}});
    const InteractionId call = db.add(Interaction{.participants = {a, b}, .subject = "Call"});
    db.add(Relationship{.contact = a, .related = friend_of_both, .kind = RelationKind::colleague});
    const RelationshipId twice =
        db.add(Relationship{.contact = b, .related = friend_of_both, .kind = RelationKind::colleague});
    const RelationshipId between =
        db.add(Relationship{.contact = a, .related = b, .kind = RelationKind::sibling});

    const MergeResult would = preview(db, merge_of(a, {b}));
    REQUIRE(would.record_as<Contact>() != nullptr);
    CHECK(would.record_as<Organization>() == nullptr);
    const Contact& record = *would.record_as<Contact>();
    CHECK(record.id == a);
    CHECK(record.name.given == "Ada");
    REQUIRE(record.emails.size() == 2);
    CHECK(record.emails[0].label == "work");
    CHECK(record.emails[1].address == "b@x.example");
    CHECK(record.tags == std::vector<std::string>{"both", "one"});
    CHECK(record.fields == CustomValues{{"size", Value("M")}});
    const std::string loser = "contact " + std::to_string(b.value);
    CHECK(lines(would) ==
          std::vector<std::string>{
              loser + " email ADA@x.example: the survivor has it",
              loser + " field.boss Ada King: the survivor would refer to itself",
              loser + " field.size L: another value was chosen",
              loser + " tag both: the survivor has it",
              "interaction " + std::to_string(call.value) + " participant A. King: the survivor has it",
              "relationship " + std::to_string(twice.value) + "  colleague: the survivor has it",
              "relationship " + std::to_string(between.value) + "  sibling: the two are one now",
          });
    CHECK(would.drops.size() == would.dropped);

    const MergeResult did = db.merge(merge_of(a, {b}));
    CHECK(did.record == nullptr);
    CHECK(did.drops.empty());
    CHECK(did.dropped == would.dropped);
    CHECK(did.moved == would.moved);
    Contact now = db.get(a);
    now.meta = record.meta;
    CHECK(now == record);
    CHECK(findings(db) == "");
}

TEST_CASE("a preview of organizations is one, and says what would stand above itself") {
    auto db = Database::open(":memory:");
    const OrganizationId a = db.add(Organization{.name = "Works"});
    const OrganizationId b = db.add(Organization{.name = "Works Ltd", .parent = a});
    const MergeResult would = preview(db, merge_of(a, {b}));
    REQUIRE(would.record_as<Organization>() != nullptr);
    CHECK_FALSE(would.record_as<Organization>()->parent);
    const auto told = std::find_if(would.fields.begin(), would.fields.end(),
                                   [](const MergedField& field) { return field.field == "parent"; });
    REQUIRE(told != would.fields.end());
    CHECK(told->values.at(1) == Value(RecordRef{"organization", a.value}));
    CHECK(told->chosen.empty());
    CHECK(told->reason == "the survivor would refer to itself");
    CHECK(would.drops.size() == would.dropped);
}

TEST_CASE("a named source decides, whichever way a record comes from it") {
    auto db = Database::open(":memory:");
    const ContactId said = db.add(from("Fair", "f"));
    Contact known = from("", "female");
    known.external_ids = {{.system = "erp", .value = "7"}};
    const ContactId system = db.add(known);
    ImportOptions import;
    import.source = "List";
    db.imports().run_bytes("given,family,gender\nAda,King,woman\n", "list.csv", import);
    const ContactId imported = db.query<Contact>("gender = woman").at(0).id;

    const auto gender = [&](std::vector<std::string> sources) {
        const MergeResult would = preview(db, merge_of(said, {system, imported}),
                                          {.fields = {{"gender", from_sources(std::move(sources))}}});
        const auto told = std::find_if(would.fields.begin(), would.fields.end(),
                                       [](const MergedField& field) { return field.field == "gender"; });
        REQUIRE(told != would.fields.end());
        CHECK(told->conflict);
        return told->chosen.to_string() + ", " + told->reason;
    };
    CHECK(gender({"fair", "erp"}) == "f, of source 'fair'");
    CHECK(gender({"ERP", "fair"}) == "female, of source 'ERP'");
    CHECK(gender({"nowhere", "list"}) == "woman, of source 'list'");
    CHECK(gender({"nowhere"}) == "f, the survivor's, for none is of a named source");

    // One that has no value decides nothing.
    db.edit(imported, [](Contact& c) { c.gender.clear(); });
    CHECK(gender({"list", "erp"}) == "female, of source 'erp'");
    expect_error(Code::invalid_argument,
                 [&] { preview(db, merge_of(said, {system}), {.policy = Survivorship::named_source}); });
    expect_error(Code::invalid_argument, [&] {
        preview(db, merge_of(said, {system}), {.policy = {Survivorship::longest, {"erp"}}});
    });
}

TEST_CASE("notes are joined paragraph by paragraph, each of them once") {
    auto db = Database::open(":memory:");
    const ContactId a =
        db.add(Contact{.name = {.given = "A"}, .notes = "Met in London.\n\nLikes\nengines.\n"});
    const ContactId b = db.add(Contact{.name = {.given = "A"}, .notes = "\n \nLikes\nengines.\n \n\nNew."});
    const ContactId c = db.add(Contact{.name = {.given = "A"}, .notes = "New."});
    const auto before = dump(db);
    const auto merge = db.merge(merge_of(a, {b, c})).id;
    CHECK(db.get(a).notes == "Met in London.\n\nLikes\nengines.\n\n\nNew.");
    db.unmerge(merge);
    CHECK(difference(before, dump(db)) == "");
    CHECK(preview(db, merge_of(c, {b})).record_as<Contact>()->notes == "New.\n\nLikes\nengines.");
}

TEST_CASE("an address that another one completes is one with it, and two again after an unmerge") {
    auto db = Database::open(":memory:");
    const Address bare{.street = "1 Main Street", .locality = "London"};
    const Address full{.street = "1 main street", .locality = "London", .postcode = "N1", .label = "home"};
    const ContactId a = db.add(at(bare));
    const ContactId b = db.add(at(full));
    const ContactId c = db.add(at(full));
    const auto before = dump(db);
    for (const auto& [survivor, losers] :
         {std::pair(a, std::pair(b, c)), std::pair(b, std::pair(a, c)), std::pair(c, std::pair(b, a))}) {
        const auto merge = db.merge(merge_of(survivor, {losers.first, losers.second})).id;
        const std::vector<Address> addresses = db.get(survivor).addresses;
        REQUIRE(addresses.size() == 1);
        CHECK(addresses[0].postcode == "N1");
        CHECK(addresses[0].label == "home");
        CHECK(findings(db) == "");
        db.unmerge(merge);
        CHECK(difference(before, dump(db)) == "");
    }
}

TEST_CASE("addresses that speak against each other stay two") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(at({.street = "1 Main Street", .locality = "London", .label = "home"}));
    for (const Address& other :
         {Address{.street = "1 Main Street", .locality = "Bath", .postcode = "BA1"},
          Address{.street = "1 Main Street", .locality = "London", .postcode = "N1", .label = "work"},
          Address{.street = "2 Main Street", .locality = "London", .postcode = "N1"},
          Address{.locality = "London", .postcode = "N1"}}) {
        CAPTURE(other.label, other.street, other.locality);
        CHECK(preview(db, merge_of(a, {db.add(at(other))})).record_as<Contact>()->addresses.size() == 2);
    }
}
