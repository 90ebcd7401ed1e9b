// Merging: what follows to the survivor, what is united, what is refused; and taking it back.
#include "support/dump.hpp"

#include <kith/history.hpp>
#include <kith/merge.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kith;
using test::difference;
using test::dump;
using test::findings;

namespace {

const MergedField* field_of(const MergeResult& result, std::string_view name) {
    const auto found = std::find_if(result.fields.begin(), result.fields.end(),
                                    [&](const MergedField& field) { return field.field == name; });
    return found == result.fields.end() ? nullptr : &*found;
}

Code code_of(const std::function<void()>& call, std::string* record = nullptr) {
    try {
        call();
    } catch (const Error& error) {
        if (record != nullptr) *record = error.record();
        return error.code();
    }
    return Code::unknown;
}

/// Two contacts that are one, with children of every kind, and bystanders.
struct Pair {
    Database db = Database::open(":memory:", {.actor = "ada", .region = "JP"});
    ContactId a, b, other;
    OrganizationId firm, branch;
    InteractionId together, alone;
    UserId user;
    EmploymentId job_a, job_b, job_other;

    Pair() {
        db.add(kith::Field{.key = "shoe", .type = FieldType::integer});
        db.add(kith::Field{.key = "colors", .type = FieldType::choices, .choices = {"red", "blue", "green"}});
        db.add(kith::Field{.key = "friend", .type = FieldType::reference, .target = "contact"});
        firm = db.add(Organization{.name = "Analytical Engines Ltd."});
        branch = db.add(Organization{.name = "Difference Works"});
        other = db.add(Contact{.name = {.given = "Charles", .family = "Babbage"}});
        a = db.add(Contact{.name = {.given = "A.", .family = "Lovelace"},
                           .emails = {{.address = "ada@engines.example", .primary = true}},
                           .phones = {{.number = "03-1234-5678", .label = "work"}},
                           .birthday = PartialDate{.month = 12, .day = 10},
                           .lifecycle = Lifecycle::lead,
                           .notes = "Likes letters.",
                           .external_ids = {{.system = "erp", .value = "7"}},
                           .tags = {"vip"},
                           .fields = {{"shoe", Value(38)}, {"colors", Value(Value::Texts{"red"})}}});
        b = db.add(Contact{.name = {.given = "Ada", .family = "Lovelace", .phonetic_given = "エイダ"},
                           .emails = {{.address = "ADA@engines.example", .label = "office"},
                                      {.address = "ada@home.example", .primary = true}},
                           .phones = {{.number = "+81 3 1234 5678", .validity = Validity::valid}},
                           .addresses = {{.street = "St James's Square", .locality = "London"}},
                           .birthday = PartialDate{.year = 1815, .month = 12, .day = 10},
                           .dates = {{.date = {.year = 1835, .month = 7, .day = 8}, .label = "wedding"}},
                           .language = "en",
                           .lifecycle = Lifecycle::customer,
                           .notes = "Prefers mornings.",
                           .external_ids = {{.system = "erp", .value = "9"}},
                           .tags = {"vip", "writer"},
                           .fields = {{"shoe", Value(39)},
                                      {"colors", Value(Value::Texts{"blue", "red"})},
                                      {"friend", Value(RecordRef{"contact", a.value})}}});
        db.edit(other, [&](Contact& c) { c.fields["friend"] = Value(RecordRef{"contact", b.value}); });
        user = db.add(User{.name = "lovelace", .contact = b});
        job_a = db.add(Employment{.contact = a, .organization = firm, .title = "Analyst"});
        job_b = db.add(Employment{.contact = b, .organization = firm, .title = "analyst", .department = "Mill"});
        job_other = db.add(Employment{.contact = b, .organization = branch, .title = "Advisor"});
        together = db.add(Interaction{.participants = {{a, Role::sender}, {b, Role::recipient}, {other, Role::copied}},
                                      .channel = Channel::email,
                                      .subject = "Notes"});
        alone = db.add(Interaction{.participants = {b}, .channel = Channel::phone, .subject = "Call"});
        db.add_to_list(b, "Newsletter");
        db.add_to_list(a, "Newsletter");
        db.add_to_list(b, "Christmas cards");
    }
};

}  // namespace

TEST_CASE("a merge moves everything to the survivor and unites what is the same") {
    Pair f;
    const MergeResult result = f.db.merge(merge_of(f.a, {f.b}));
    REQUIRE(findings(f.db) == "");
    REQUIRE(result.id > 0);
    REQUIRE(result.survivor == f.a.value);

    const Contact c = f.db.get(f.a);
    CHECK(f.db.get(f.b) == c);  // the old id answers with the survivor
    CHECK(c.name.given == "Ada");
    CHECK(c.name.phonetic_given == "エイダ");
    CHECK(c.birthday == PartialDate{.year = 1815, .month = 12, .day = 10});
    CHECK(c.lifecycle == Lifecycle::customer);
    CHECK(c.language == "en");
    CHECK(c.notes == "Likes letters.\n\nPrefers mornings.");

    REQUIRE(c.emails.size() == 2);
    CHECK(c.emails[0].address == "ada@engines.example");
    CHECK(c.emails[0].label == "office");  // the better label of two equal addresses
    CHECK(c.emails[0].primary);
    CHECK(c.emails[1].address == "ada@home.example");
    CHECK_FALSE(c.emails[1].primary);      // one primary is enough
    REQUIRE(c.phones.size() == 1);
    CHECK(c.phones[0].label == "work");
    CHECK(c.phones[0].validity == Validity::valid);
    CHECK(c.addresses.size() == 1);
    CHECK(c.dates.size() == 1);
    CHECK(c.external_ids.size() == 2);
    CHECK(c.tags == std::vector<std::string>{"vip", "writer"});
    CHECK(c.fields.at("shoe") == Value(38));
    CHECK(c.fields.at("colors") == Value(Value::Texts{"red", "blue"}));
    CHECK(c.fields.count("friend") == 0);  // the survivor is not its own friend

    CHECK(f.db.get(f.other).fields.at("friend") == Value(RecordRef{"contact", f.a.value}));
    CHECK(f.db.get(f.user).contact == f.a);
    const auto jobs = f.db.sql("SELECT id, department FROM employment WHERE contact_id = ?1 ORDER BY id", {Value(f.a.value)});
    REQUIRE(jobs.rows.size() == 2);  // one title in one firm is one job, with the department that only one knew
    CHECK(jobs.rows[0][1] == Value("Mill"));
    CHECK(f.db.get(f.together).participants.size() == 2);
    CHECK(f.db.get(f.alone).participants == std::vector<Participant>{f.a});
    CHECK(f.db.sql("SELECT count(*) FROM list_member WHERE record_id = ?1", {Value(f.a.value)}).rows[0][0] == Value(2));

    CHECK(field_of(result, "name.given")->chosen == Value("Ada"));
    CHECK(field_of(result, "name.given")->conflict);
    CHECK(field_of(result, "field.shoe")->conflict);
    CHECK(field_of(result, "field.shoe")->chosen == Value(38));
    CHECK_FALSE(field_of(result, "notes")->conflict);
    CHECK(field_of(result, "language")->reason == "only value");
}

TEST_CASE("unmerge brings both records back, children included") {
    Pair f;
    const auto before = dump(f.db);
    const MergeResult merge = f.db.merge(merge_of(f.a, {f.b}));
    REQUIRE_FALSE(difference(before, dump(f.db)).empty());
    const UnmergeResult back = f.db.unmerge(merge.id);
    CHECK(difference(before, dump(f.db)) == "");
    CHECK(back.kept.empty());
    CHECK(back.records == std::vector<std::int64_t>{f.b.value});
    CHECK(findings(f.db) == "");
    CHECK(f.db.get(f.b).id == f.b);
}
