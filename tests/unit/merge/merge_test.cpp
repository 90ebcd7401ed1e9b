// Merging: what follows to the survivor, what is united, what is refused; and taking it back.
#include "store/connection.hpp"
#include "store/writer.hpp"
#include "support/dump.hpp"
#include "support/expect_error.hpp"

#include <kith/history.hpp>
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

const MergedField* field_of(const MergeResult& result, std::string_view name) {
    const auto found = std::find_if(result.fields.begin(), result.fields.end(),
                                    [&](const MergedField& field) { return field.field == name; });
    return found == result.fields.end() ? nullptr : &*found;
}

/// Two contacts that are one, with children of every kind, and bystanders.
struct Couple {
    Database db = Database::open(":memory:", {.actor = "ada", .region = "JP"});
    ContactId a, b, other;
    OrganizationId firm, branch;
    InteractionId together, alone;
    UserId user;
    EmploymentId job_a, job_b, job_other;

    Couple() {
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
        job_b =
            db.add(Employment{.contact = b, .organization = firm, .title = "analyst", .department = "Mill"});
        job_other = db.add(Employment{.contact = b, .organization = branch, .title = "Advisor"});
        together = db.add(
            Interaction{.participants = {{a, Role::sender}, {b, Role::recipient}, {other, Role::copied}},
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
    Couple f;
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
    CHECK_FALSE(c.emails[1].primary);  // one primary is enough
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
    const auto jobs = f.db.sql("SELECT id, department FROM employment WHERE contact_id = ?1 ORDER BY id",
                               {Value(f.a.value)});
    REQUIRE(jobs.rows.size() == 2);  // one title in one firm is one job, with the department that only one knew
    CHECK(jobs.rows[0][1] == Value("Mill"));
    CHECK(f.db.get(f.together).participants.size() == 2);
    CHECK(f.db.get(f.alone).participants == std::vector<Participant>{f.a});
    CHECK(f.db.sql("SELECT count(*) FROM list_member WHERE record_id = ?1", {Value(f.a.value)}).rows[0][0] ==
          Value(2));

    CHECK(field_of(result, "name.given")->chosen == Value("Ada"));
    CHECK(field_of(result, "name.given")->conflict);
    CHECK(field_of(result, "field.shoe")->conflict);
    CHECK(field_of(result, "field.shoe")->chosen == Value(38));
    CHECK_FALSE(field_of(result, "notes")->conflict);
    CHECK(field_of(result, "language")->reason == "only value");
}

TEST_CASE("a profile's address and the name there are one handle") {
    Database db = Database::open(":memory:");
    const ContactId a = db.add(Contact{
        .name = {.given = "Otto"},
        .handles = {{.service = "twitter", .address = "@OttoC"}, {.service = "github", .address = "ottoc"}}});
    const ContactId b =
        db.add(Contact{.name = {.given = "Otto"},
                       .handles = {{.service = "twitter", .address = "https://twitter.com/ottoc/"},
                                   {.service = "twitter", .address = "@clark"}}});
    db.merge({.survivor = a.value, .losers = {b.value}});
    const auto handles = db.get(a).handles;
    REQUIRE(handles.size() == 3);
    CHECK(handles[0].normalized == "ottoc");
    CHECK(handles[2].address == "@clark");
    CHECK(db.verify().empty());
}

TEST_CASE("unmerge brings both records back, children included") {
    Couple f;
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

TEST_CASE("undo of the merge's transaction is an unmerge too, and can be undone") {
    Couple f;
    const auto before = dump(f.db);
    const MergeResult merge = f.db.merge(merge_of(f.a, {f.b}));
    const auto merged = dump(f.db);
    const UndoResult undone = f.db.undo(merge.transaction);
    CHECK(difference(before, dump(f.db)) == "");
    CHECK(undone.kept.empty());
    CHECK(merges(f.db).front().undone_at);
    expect_error(Code::invalid_argument, [&] { f.db.unmerge(merge.id); });

    f.db.undo(undone.transaction);
    CHECK(difference(merged, dump(f.db)) == "");
    CHECK_FALSE(merges(f.db).front().undone_at);
    f.db.unmerge(merge.id);
    CHECK(difference(before, dump(f.db)) == "");
}

TEST_CASE("an unmerge cannot be undone over what the separated record gained since") {
    Couple f;
    const MergeResult merge = f.db.merge(merge_of(f.a, {f.b}));
    const UnmergeResult back = f.db.unmerge(merge.id);
    f.db.edit(f.b, [](Contact& c) { c.phones.push_back({.number = "090-1111-2222"}); });
    const auto before = dump(f.db);
    const Error error = expect_error(Code::in_use, [&] { f.db.undo(back.transaction); });
    CHECK(error.record() == "contact 3");
    CHECK(difference(before, dump(f.db)) == "");  // refused as a whole
}

TEST_CASE("a dry run says what would happen and writes nothing") {
    Couple f;
    const auto before = dump(f.db);
    const TransactionId last = f.db.last_transaction();
    MergeOptions options;
    options.dry_run = true;
    const MergeResult would = f.db.merge(merge_of(f.a, {f.b}), options);
    CHECK(would.id == 0);
    CHECK(f.db.last_transaction() == 0);
    CHECK(difference(before, dump(f.db)) == "");
    CHECK(merges(f.db).empty());
    CHECK(f.db.history().transactions(1).front().id == last);

    const MergeResult did = f.db.merge(merge_of(f.a, {f.b}));
    CHECK(would.moved == did.moved);
    CHECK(would.dropped == did.dropped);
    CHECK(would.fields.size() == did.fields.size());
}

TEST_CASE("what cannot be merged is refused by name") {
    Couple f;
    const ContactId third = f.db.add(Contact{.name = {.given = "Third"}});
    CHECK(expect_error(Code::invalid_argument, [&] { f.db.merge(merge_of(f.a, {f.a})); }).record() ==
          "contact 2");
    CHECK(expect_error(Code::not_found, [&] { f.db.merge(merge_of(f.a, {ContactId{99}})); }).record() ==
          "contact 99");
    expect_error(Code::invalid_argument,
                 [&] { f.db.merge(merge_of(f.a, std::initializer_list<ContactId>{})); });
    expect_error(Code::invalid_argument, [&] {
        f.db.merge({"interaction", f.together.value, {f.alone.value}});
    });
    f.db.remove(third);
    const Error trash = expect_error(Code::invalid_argument, [&] { f.db.merge(merge_of(f.a, {third})); });
    CHECK(test::says(trash, "trash"));
    f.db.merge(merge_of(f.a, {f.b}));
    const Error again = expect_error(Code::invalid_argument, [&] { f.db.merge(merge_of(f.other, {f.b})); });
    CHECK(again.record() == "contact 3");
    CHECK(test::says(again, "contact 2"));  // says whose it is now
    expect_error(Code::not_found, [&] { f.db.unmerge(77); });
    MergeOptions options;
    options.fields["no_such_field"] = Survivorship::longest;
    expect_error(Code::invalid_argument, [&] { f.db.merge(merge_of(f.a, {f.other}), options); });
}

TEST_CASE("policies choose field by field") {
    Time now{std::chrono::hours(24 * 365 * 50)};
    auto db = Database::open(":memory:", {.clock = [&] { return now; }});
    const ContactId a =
        db.add(Contact{.name = {.given = "Kate", .family = "Jones"}, .gender = "f", .source = "fair"});
    now += std::chrono::hours(1);
    const ContactId b = db.add(Contact{.name = {.given = "Catherine", .family = "Jones"},
                                       .emails = {{.address = "k@x.example", .validity = Validity::valid}},
                                       .gender = "female",
                                       .source = "web site"});
    now += std::chrono::hours(1);
    const ContactId c = db.add(Contact{
        .name = {.given = "K.", .additional = "B.", .family = "Jones"}, .gender = "female", .source = "call"});
    now += std::chrono::hours(1);
    db.edit(a, [](Contact& contact) { contact.gender = "F"; });  // the newest gender is the survivor's

    const auto source = [&](Survivorship policy) {
        MergeOptions options;
        options.dry_run = true;
        options.fields["source"] = policy;
        return field_of(db.merge(merge_of(a, {b, c}), options), "source")->chosen.to_string();
    };
    CHECK(source(Survivorship::survivor_first) == "fair");
    CHECK(source(Survivorship::most_recent) == "call");
    CHECK(source(Survivorship::longest) == "web site");
    CHECK(source(Survivorship::verified_first) == "web site");

    MergeOptions options;
    options.policy = Survivorship::most_frequent;
    options.fields["name"] = Survivorship::survivor_first;
    options.choose = [](std::string_view field, const std::vector<Value>& values) {
        return field == "source" ? values[2] : Value();
    };
    const MergeResult result = db.merge(merge_of(a, {b, c}), options);
    const Contact merged = db.get(a);
    CHECK(merged.gender == "female");    // two of three
    CHECK(merged.name.given == "Kate");  // the whole block of the survivor
    CHECK(merged.name.additional.empty());
    CHECK(merged.source == "call");
    CHECK(field_of(result, "source")->reason == "chosen by the host");
    db.unmerge(result.id);

    // By itself: initials do not make a name more complete.
    db.merge(merge_of(a, {b, c}));
    CHECK(db.get(a).name.given == "Catherine");
    CHECK(db.get(a).name.additional.empty());
    CHECK(db.get(a).sort_key == db.get(b).sort_key);
}

TEST_CASE("created is the earliest, and identifying a visitor makes a person") {
    Time now{std::chrono::hours(24)};
    auto db = Database::open(":memory:", {.clock = [&] { return now; }});
    const ContactId visitor = db.add(Contact{.kind = ContactKind::visitor});
    const Time first = now;
    now += std::chrono::hours(5);
    const ContactId person = db.add(Contact{.name = {.full = "山田 太郎"}});
    const ContactId other_visitor = db.add(Contact{.kind = ContactKind::visitor});
    db.merge(merge_of(person, {visitor}));
    CHECK(db.get(person).meta.created_at == first);
    CHECK(db.get(person).kind == ContactKind::person);
    db.merge(merge_of(other_visitor, {person}));
    CHECK(db.get(visitor).id == other_visitor);  // through the chain
    CHECK(db.get(other_visitor).kind == ContactKind::person);
    CHECK(db.get(other_visitor).name.family == "山田");
}

TEST_CASE("organizations merge with their tree, their people and their history") {
    Couple f;
    const OrganizationId child = f.db.add(Organization{.name = "Mill", .parent = f.branch});
    const OrganizationId firm2 =
        f.db.add(Organization{.name = "Analytical Engines", .parent = child, .website = "x.example"});
    f.db.edit(f.alone, [&](Interaction& i) { i.organization = firm2; });
    f.db.add(Employment{.contact = f.a, .organization = firm2, .title = "ANALYST"});
    f.db.edit(f.branch, [&](Organization& o) { o.parent = f.firm; });
    const auto before = dump(f.db);

    const MergeResult merge = f.db.merge(merge_of(f.firm, {firm2}));
    CHECK(findings(f.db) == "");
    const Organization firm = f.db.get(f.firm);
    CHECK(firm.website == "x.example");
    // firm > branch > child > firm would be a ring: the survivor has no parent then.
    CHECK_FALSE(firm.parent);
    CHECK(f.db.get(f.alone).organization == f.firm);
    CHECK(f.db.sql("SELECT count(*) FROM employment WHERE contact_id = ?1", {Value(f.a.value)}).rows[0][0] ==
          Value(1));
    f.db.unmerge(merge.id);
    CHECK(difference(before, dump(f.db)) == "");

    // A child merged into its parent is not its own parent.
    f.db.merge(merge_of(f.firm, {f.branch}));
    CHECK_FALSE(f.db.get(f.firm).parent);
    CHECK(f.db.get(child).parent == f.firm);
}

TEST_CASE("decisions and sources of a loser follow to the survivor") {
    Couple f;
    const ContactId x = f.db.add(Contact{.name = {.given = "X"}});
    const ContactId y = f.db.add(Contact{.name = {.given = "Y"}});
    f.db.write([&](Transaction& tx) {
        store::Statement decide = tx.connection().prepare(
            "INSERT INTO not_duplicate (id, kind, low_id, high_id, at) VALUES (?3, 1, ?1, ?2, 0)");
        decide.bind_all(f.a.value, f.b.value, tx.writer().next_id("not_duplicate"))
            .run();  // overruled by the merge
        decide.bind_all(f.b.value, x.value, tx.writer().next_id("not_duplicate")).run();
        decide.bind_all(f.a.value, y.value, tx.writer().next_id("not_duplicate")).run();
        decide.bind_all(f.b.value, y.value, tx.writer().next_id("not_duplicate"))
            .run();  // the survivor's says the same
        const ImportBatchId batch = tx.add(ImportBatch{.source = "x", .format = "csv"});
        tx.connection()
            .prepare(
                "INSERT INTO source_record (id, batch_id, line, digest, kind, record_id) VALUES (?1, ?2, 1, x'00', 1, ?3)")
            .bind_all(tx.writer().next_id("source_record"), batch.value, f.b.value)
            .run();
    });
    const auto before = dump(f.db);
    expect_error(Code::invalid_argument, [&] { f.db.merge(merge_of(f.a, {f.b})); });
    CHECK(difference(before, dump(f.db)) == "");
    const MergeResult would = f.db.merge(merge_of(f.a, {f.b}), {.despite_decisions = true, .dry_run = true});
    CHECK(would.drops.size() == would.dropped);  // a decision that follows is not dropped
    const MergeResult merge = f.db.merge(merge_of(f.a, {f.b}), {.despite_decisions = true});
    CHECK(merge.dropped == would.dropped);
    CHECK(merge.moved == would.moved);
    CHECK(merge.moved.at("not_duplicate") == 1);
    const auto pairs = f.db.sql("SELECT low_id, high_id FROM not_duplicate ORDER BY low_id, high_id");
    REQUIRE(pairs.rows.size() == 2);
    CHECK(pairs.rows[0] == std::vector<Value>{Value(f.a.value), Value(x.value)});
    CHECK(pairs.rows[1] == std::vector<Value>{Value(f.a.value), Value(y.value)});
    CHECK(f.db.sql("SELECT record_id FROM source_record").rows[0][0] == Value(f.a.value));
    CHECK(findings(f.db) == "");
    f.db.unmerge(merge.id);
    CHECK(difference(before, dump(f.db)) == "");
}
