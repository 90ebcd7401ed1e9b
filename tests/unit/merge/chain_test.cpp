// Merges on merges, and taking them back in every order, with work in between.
#include "store/connection.hpp"
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

Contact person(const char* given, const char* email, const char* tag) {
    return {.name = {.given = given, .family = "Lovelace"},
            .emails = {{.address = "shared@x.example"}, {.address = email}},
            .notes = std::string("Note of ") + given,
            .tags = {"all", tag}};
}

struct Three {
    Database db = Database::open(":memory:");
    ContactId a = db.add(person("A", "a@x.example", "ta"));
    ContactId b = db.add(person("B", "b@x.example", "tb"));
    ContactId c = db.add(person("C", "c@x.example", "tc"));
    OrganizationId firm = db.add(Organization{.name = "Firm"});
    EmploymentId job_b = db.add(Employment{.contact = b, .organization = firm, .title = "Boss"});
    EmploymentId job_c = db.add(Employment{.contact = c, .organization = firm, .title = "Boss"});
    InteractionId call = db.add(Interaction{.participants = {b, c}, .subject = "Call"});

    std::size_t emails(ContactId id) { return db.get(id).emails.size(); }
};

}  // namespace

TEST_CASE("a chain of merges comes apart in both orders") {
    for (const bool inner_first : {true, false}) {
        INFO((inner_first ? "inner merge first" : "outer merge first"));
        Three f;
        const auto before = dump(f.db);
        const auto inner = f.db.merge(merge_of(f.a, {f.b})).id;
        const auto between = dump(f.db);
        const auto outer = f.db.merge(merge_of(f.c, {f.a})).id;
        CHECK(f.db.get(f.b).id == f.c);
        CHECK(f.emails(f.c) == 4);
        CHECK(findings(f.db) == "");

        if (inner_first) {
            f.db.unmerge(inner);
            CHECK(findings(f.db) == "");
            CHECK(f.db.get(f.a).id == f.c);  // still one
            CHECK(f.db.get(f.b).id == f.b);
            CHECK(f.emails(f.b) == 2);  // also the address that both merges had dropped as a duplicate
            CHECK(f.db.get(f.b).tags == std::vector<std::string>{"all", "tb"});
            CHECK(f.emails(f.c) == 3);
            CHECK(f.db.get(f.job_b).contact == f.b);
            f.db.unmerge(outer);
        } else {
            f.db.unmerge(outer);
            CHECK(difference(between, dump(f.db)) == "");
            f.db.unmerge(inner);
        }
        CHECK(difference(before, dump(f.db)) == "");
        CHECK(findings(f.db) == "");
    }
}

TEST_CASE("two merges into one survivor come apart in both orders, and nothing of the other is lost") {
    for (const bool first_first : {true, false}) {
        INFO((first_first ? "first merge first" : "second merge first"));
        Three f;
        const auto before = dump(f.db);
        const auto first = f.db.merge(merge_of(f.a, {f.b})).id;
        const auto second = f.db.merge(merge_of(f.a, {f.c})).id;
        CHECK(f.emails(f.a) == 4);
        CHECK(f.db.get(f.call).participants.size() == 1);

        f.db.unmerge(first_first ? first : second);
        CHECK(findings(f.db) == "");
        CHECK(f.emails(f.a) == 3);
        CHECK(f.db.get(f.call).participants.size() == 2);
        // B's and C's one job and call were united; the one that stays keeps them.
        CHECK(f.db.sql("SELECT count(*) FROM employment WHERE contact_id = ?1", {Value(f.a.value)}).rows[0][0] ==
              Value(1));
        f.db.unmerge(first_first ? second : first);
        CHECK(difference(before, dump(f.db)) == "");
    }
}

TEST_CASE("a shared address stays with the merge that remains when the other is taken back") {
    // A has no e-mail; B and C have the same. B's moves to A, C's is dropped as its duplicate.
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b =
        db.add(Contact{.name = {.given = "B"}, .emails = {{.address = "s@x.example"}}, .tags = {"t"}});
    const ContactId c =
        db.add(Contact{.name = {.given = "C"}, .emails = {{.address = "S@x.example"}}, .tags = {"t"}});
    const auto before = dump(db);
    const auto first = db.merge(merge_of(a, {b})).id;
    const auto second = db.merge(merge_of(a, {c})).id;
    REQUIRE(db.get(a).emails.size() == 1);

    const UnmergeResult back = db.unmerge(first);
    CHECK(db.get(b).emails.size() == 1);
    REQUIRE(db.get(a).emails.size() == 1);  // C is in A, so A keeps C's
    CHECK(db.get(a).emails[0].address == "S@x.example");
    CHECK(db.get(a).tags == std::vector<std::string>{"t"});
    CHECK(findings(db) == "");

    SECTION("then the other") {
        db.unmerge(second);
        CHECK(difference(before, dump(db)) == "");
    }
    SECTION("or the first again") {
        db.undo(back.transaction);
        CHECK(db.get(b).id == a);
        CHECK(db.get(a).emails.size() == 1);
        db.unmerge(second);
        db.unmerge(first);
        CHECK(difference(before, dump(db)) == "");
    }
}

TEST_CASE("what happened after a merge stays where it is and is named") {
    Three f;
    const auto merge = f.db.merge(merge_of(f.a, {f.b})).id;
    f.db.edit(f.a, [](Contact& c) {
        c.notes = "Edited later";
        c.emails.push_back({.address = "later@x.example"});
    });
    const Contact now = f.db.get(f.a);
    const auto moved = std::find_if(now.emails.begin(), now.emails.end(),
                                    [](const Email& e) { return e.address == "b@x.example"; });
    REQUIRE(moved != now.emails.end());
    f.db.edit(f.a, [](Contact& c) {  // a moved element is edited, and stays B's
        for (Email& email : c.emails)
            if (email.address == "b@x.example") email.label = "private";
    });
    f.db.untag(f.a, "tb");
    const InteractionId later = f.db.add(Interaction{.participants = {f.a}, .subject = "Later"});

    const UnmergeResult back = f.db.unmerge(merge);
    CHECK(findings(f.db) == "");
    CHECK(f.db.get(f.a).notes == "Edited later");
    CHECK(f.db.get(f.a).emails.back().address == "later@x.example");
    CHECK(f.db.get(later).participants == std::vector<Participant>{f.a});
    REQUIRE(f.emails(f.b) == 2);
    CHECK(f.db.get(f.b).emails[1].label == "private");
    CHECK(f.db.get(f.b).notes == "Note of B");
    CHECK(f.db.get(f.b).tags == std::vector<std::string>{"all"});
    REQUIRE(back.kept.size() == 2);
    CHECK(back.kept[0] == Kept{{"contact", f.a.value}, "notes", "it was changed since"});
    CHECK(back.kept[1] == Kept{{"contact", f.b.value}, "tag", "it was removed or changed since"});
}

TEST_CASE("an element that was deleted after the merge does not come back") {
    Three f;
    const auto merge = f.db.merge(merge_of(f.a, {f.b})).id;
    f.db.edit(f.a, [](Contact& c) {
        std::erase_if(c.emails, [](const Email& e) { return e.address == "b@x.example"; });
    });
    const UnmergeResult back = f.db.unmerge(merge);
    CHECK(f.emails(f.b) == 1);  // the dropped duplicate of the shared one is back
    REQUIRE(back.kept.size() == 1);
    CHECK(back.kept[0].field == "email");
    CHECK(findings(f.db) == "");
}

TEST_CASE("a merge can be taken back when the journal is gone") {
    Three f;
    const auto before = dump(f.db);
    const auto merge = f.db.merge(merge_of(f.a, {f.b, f.c})).id;
    f.db.write([](Transaction& tx) { tx.connection().exec("DELETE FROM change"); });
    CHECK(f.db.get(f.c).id == f.a);
    CHECK(f.db.unmerge(merge).kept.empty());
    CHECK(difference(before, dump(f.db)) == "");
}

TEST_CASE("what was taken off after an earlier merge does not return when a later one is taken back") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}, .tags = {"t"}});
    const ContactId c = db.add(Contact{.name = {.given = "C"}, .tags = {"t"}});
    db.merge(merge_of(a, {b}));
    db.untag(a, "t");
    const auto before = dump(db);
    const auto later = db.merge(merge_of(a, {c})).id;
    CHECK(db.get(a).tags == std::vector<std::string>{"t"});
    CHECK(db.unmerge(later).kept.empty());
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("taking apart, undoing that, and taking apart again loses no link of either merge") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Contact{.name = {.given = "A"}});
    const ContactId b = db.add(Contact{.name = {.given = "B"}, .tags = {"t"}});
    const ContactId c = db.add(Contact{.name = {.given = "C"}});
    const ContactId d = db.add(Contact{.name = {.given = "D"}, .tags = {"t"}});
    const auto before = dump(db);
    const bool chain = GENERATE(false, true);
    const auto first = db.merge(merge_of(a, {b})).id;
    const auto second = db.merge(chain ? merge_of(c, {a, d}) : merge_of(a, {d})).id;
    const auto both = dump(db);
    INFO((chain ? "one on the other" : "two into one"));
    for (int round = 0; round < 2; ++round) {
        for (const auto one : {first, second}) {
            db.undo(db.unmerge(one).transaction);
            REQUIRE(difference(both, dump(db)) == "");
        }
    }
    const bool first_first = GENERATE(true, false);
    CHECK(db.unmerge(first_first ? first : second).kept.empty());
    CHECK(findings(db) == "");
    CHECK(db.unmerge(first_first ? second : first).kept.empty());
    CHECK(difference(before, dump(db)) == "");
}

TEST_CASE("an undo puts no merge in force beside one that was made since") {
    Three f;
    const auto before = dump(f.db);
    const TransactionId apart = f.db.unmerge(f.db.merge(merge_of(f.b, {f.a})).id).transaction;
    const auto again = f.db.merge(merge_of(f.b, {f.a})).id;
    const auto united = dump(f.db);
    CHECK_THROWS_AS(f.db.undo(apart), Error);
    CHECK(difference(united, dump(f.db)) == "");
    f.db.unmerge(again);
    // Were the first one in force, too, then each would stand for the other, and whoever looks where would never end.
    f.db.unmerge(f.db.merge(merge_of(f.a, {f.b})).id);
    CHECK(difference(before, dump(f.db)) == "");
}

TEST_CASE("an undo puts a merge in force once, and not after it was taken back anew") {
    Three f;
    const auto before = dump(f.db);
    const auto merge = f.db.merge(merge_of(f.b, {f.a})).id;
    const auto united = dump(f.db);
    const TransactionId apart = f.db.unmerge(merge).transaction;
    f.db.undo(apart);
    f.db.undo(apart);  // says nothing new
    CHECK(difference(united, dump(f.db)) == "");
    f.db.unmerge(merge);
    CHECK_THROWS_AS(f.db.undo(apart), Error);
    CHECK(difference(before, dump(f.db)) == "");
}

TEST_CASE("a reference that later merges chose goes back with the last of them") {
    auto db = Database::open(":memory:");
    const OrganizationId x = db.add(Organization{.name = "X"});
    const OrganizationId y = db.add(Organization{.name = "Y"});
    const OrganizationId firm = db.add(Organization{.name = "Firm", .parent = x});
    const auto before = db.get(firm).parent;
    MergeOptions options;
    options.choose = [](std::string_view field, const std::vector<Value>& values) {
        return field == "parent" ? values[1] : Value();
    };
    std::vector<std::int64_t> merges;
    for (const OrganizationId parent : {y, x, y}) {
        const OrganizationId other = db.add(Organization{.name = "Firm", .parent = parent});
        merges.push_back(db.merge(merge_of(firm, {other}), options).id);
        REQUIRE(db.get(firm).parent == parent);
    }
    // There and back and there: nobody may go round in it, looking for where a merge took it.
    for (const std::size_t one : {0U, 1U}) {
        db.unmerge(merges[one]);
        CHECK(db.get(firm).parent == y);
    }
    db.unmerge(merges[2]);
    CHECK(db.get(firm).parent == before);
    CHECK(findings(db) == "");
}

TEST_CASE("a reference that was turned between merges stays with whom it was turned to") {
    Three f;
    const ContactId d = f.db.add(Contact{.name = {.given = "D"}});
    const TaskId task = f.db.add(Task{.title = "Call", .contact = f.a});
    const auto first = f.db.merge(merge_of(f.b, {f.a})).id;
    f.db.merge(merge_of(f.c, {f.b}));
    f.db.edit(task, [&](Task& t) { t.contact = d; });
    f.db.merge(merge_of(f.c, {d}));  // all of them are one by now
    const UnmergeResult apart = f.db.unmerge(first);
    CHECK(f.db.get(task).contact == f.c);
    CHECK(std::any_of(apart.kept.begin(), apart.kept.end(), [&](const Kept& kept) {
        return kept.record == RecordRef{"task", task.value};
    }));
    CHECK(findings(f.db) == "");
}
