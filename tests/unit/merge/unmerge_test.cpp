// What came to a survivor after the merge: it stays, or goes where the host says; and one undo takes it back.
#include "store/connection.hpp"
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

/// Two who were merged, and a third one.
struct Merged {
    Time now{std::chrono::hours(24 * 365 * 50)};
    Database db = Database::open(":memory:", {.clock = [this] { return now; }});
    ContactId a, b, friend_of_both;
    MergeResult merge;
    std::multiset<std::string> apart;

    Merged() {
        db.add(kith::Field{.key = "boss", .type = FieldType::reference, .target = "contact"});
        a = db.add(person("Ada", "a@x.example"));
        b = db.add(person("Augusta", "b@x.example"));
        friend_of_both = db.add(Contact{.name = {.given = "Charles"}});
        db.add(Task{.title = "old task of a", .contact = a});
        db.add(Task{.title = "old task of b", .contact = b});
        db.add(Interaction{.participants = {a, b}, .subject = "old call"});
        apart = dump(db);
        merge = db.merge(merge_of(a, {b}));
        now += std::chrono::hours(1);
    }

    static Contact person(const char* given, const char* email) {
        return {.name = {.given = given, .family = "King"},
                .emails = {{.address = email, .primary = true}},
                .tags = {"both", given}};
    }

    /// One child of every kind, some of them written to the id of the one that was merged away.
    void live_on() {
        db.add(Task{.title = "new task", .contact = b});
        db.add(Relationship{.contact = friend_of_both, .related = a, .kind = RelationKind::spouse});
        db.add(Interaction{.participants = {{b, Role::sender}}, .subject = "new call"});
        db.edit(a, [](Contact& c) {
            c.emails.push_back({.address = "new@x.example", .label = "work", .primary = false});
        });
        db.tag(b, "new tag");
        db.add_to_list(a, "new list");
        db.edit(friend_of_both, [&](Contact& c) { c.fields["boss"] = Value(RecordRef{"contact", a.value}); });
        now += std::chrono::hours(1);
    }
};

std::map<std::string, std::size_t> counts(const UnmergeResult& result) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [table, children] : result.later) counts[table] = children.added;
    return counts;
}

const std::map<std::string, std::size_t> one_of_each = {
    {"email", 1},        {"field_value", 1}, {"list_member", 1}, {"participant", 1},
    {"relationship", 1}, {"tagging", 1},     {"task", 1}};

}  // namespace

TEST_CASE("what came since a merge stays with the survivor, and is listed") {
    Merged f;
    f.live_on();
    const UnmergeResult back = f.db.unmerge(f.merge.id);
    CHECK(findings(f.db) == "");
    CHECK(back.kept.empty());
    CHECK(counts(back) == one_of_each);
    CHECK_FALSE(back.later_is_partial);
    const LaterChild& task = back.later.at("task").children.at(0);
    CHECK(task.record == RecordRef{"task", 3});
    CHECK(task.field == "contact");
    CHECK(task.says == "new task");
    CHECK(task.owner == f.a.value);
    CHECK(task.transaction > f.merge.transaction);
    const LaterChild& email = back.later.at("email").children.at(0);
    CHECK(email.record == RecordRef{"contact", f.a.value});
    CHECK(email.field == "email");
    CHECK(email.says == "new@x.example");
    CHECK(email.element == f.db.get(f.a).emails.at(1).id);
    CHECK(back.later.at("participant").children.at(0).says == "new call");
    CHECK(back.later.at("participant").children.at(0).field == "participant");
    CHECK(back.later.at("tagging").children.at(0).says == "new tag");
    CHECK(back.later.at("tagging").children.at(0).field == "tag");
    CHECK(back.later.at("list_member").children.at(0).field == "list");
    CHECK(back.later.at("relationship").children.at(0).field == "related");
    CHECK(back.later.at("field_value").children.at(0).field == "field.boss");
    CHECK(back.later.at("field_value").children.at(0).record == RecordRef{"contact", f.friend_of_both.value});
    CHECK(f.db.get(f.b).tags == std::vector<std::string>{"Augusta", "both"});
    CHECK(f.db.query<Task>("").at(2).contact == f.a);
}

TEST_CASE("where nothing came since, nothing is listed") {
    Merged f;
    const UnmergeResult back = f.db.unmerge(f.merge.id);
    CHECK(back.later.empty());
    CHECK(difference(f.apart, dump(f.db)) == "");
}

TEST_CASE("the host moves what came since, and one undo takes that back too") {
    Merged f;
    f.live_on();
    const auto merged = dump(f.db);
    std::size_t asked = 0;
    UnmergeOptions options;
    options.move = [&](const LaterChild& child) {
        ++asked;
        CHECK(child.owner == f.a.value);
        return f.b.value;
    };
    const UnmergeResult back = f.db.unmerge(f.merge.id, options);
    CHECK(asked == 7);
    CHECK(findings(f.db) == "");
    CHECK(back.kept.empty());
    CHECK(counts(back) == one_of_each);
    for (const auto& [table, children] : back.later) {
        INFO(table);
        CHECK(children.moved == 1);
        CHECK(children.children.at(0).owner == f.b.value);
    }
    const Contact b = f.db.get(f.b);
    REQUIRE(b.emails.size() == 2);
    CHECK(b.emails[1].address == "new@x.example");
    CHECK(b.emails[1].label == "work");
    CHECK(b.tags == std::vector<std::string>{"Augusta", "both", "new tag"});
    CHECK(f.db.get(TaskId{3}).contact == f.b);
    CHECK(f.db.get(RelationshipId{1}).related == f.b);
    CHECK(f.db.get(InteractionId{2}).participants.at(0).contact == f.b);
    CHECK(f.db.get(InteractionId{2}).participants.at(0).role == Role::sender);
    CHECK(f.db.get(f.friend_of_both).fields.at("boss") == Value(RecordRef{"contact", f.b.value}));
    CHECK(f.db.get(f.a).emails.size() == 1);
    CHECK(f.db.get(f.a).tags == std::vector<std::string>{"Ada", "both"});
    CHECK(f.db.get(TaskId{1}).contact == f.a);

    f.db.undo(back.transaction);
    CHECK(difference(merged, dump(f.db)) == "");
    CHECK(findings(f.db) == "");
    // They are still what came since: the second time they stay.
    CHECK(counts(f.db.unmerge(f.merge.id)) == one_of_each);
}

TEST_CASE("a dry run of unmerge tells everything and writes nothing") {
    Merged f;
    f.live_on();
    const auto merged = dump(f.db);
    UnmergeOptions options;
    options.dry_run = true;
    options.sample = 0;
    options.move = [&](const LaterChild& child) { return child.table == "task" ? f.b.value : 0; };
    const UnmergeResult would = f.db.unmerge(f.merge.id, options);
    CHECK(would.transaction == 0);
    CHECK(f.db.last_transaction() == 0);
    CHECK(difference(merged, dump(f.db)) == "");
    CHECK(counts(would) == one_of_each);
    CHECK(would.later.at("task").moved == 1);
    CHECK(would.later.at("email").moved == 0);
    CHECK(would.later.at("task").children.empty());
    options.dry_run = false;
    const UnmergeResult did = f.db.unmerge(f.merge.id, options);
    CHECK(did.restored == would.restored);
    CHECK(f.db.get(TaskId{3}).contact == f.b);
}

TEST_CASE("what is no later child: edits, and what was there already") {
    Merged f;
    f.db.edit(TaskId{1}, [](Task& t) { t.title = "edited"; });
    f.db.edit(TaskId{2}, [](Task& t) { t.title = "edited too"; });
    f.db.edit(f.a, [](Contact& c) {
        c.emails[0].label = "edited";
        c.fields["boss"] = Value(RecordRef{"contact", 3});
        c.notes = "edited";
    });
    f.db.edit(InteractionId{1},
              [](Interaction& i) { i.at += std::chrono::hours(1); });  // writes its links anew
    f.db.untag(f.a, "Ada");
    f.db.undo(f.db.last_transaction());
    f.db.remove(TaskId{1});
    f.db.restore(TaskId{1});
    CHECK(f.db.unmerge(f.merge.id).later.empty());
    CHECK(findings(f.db) == "");
    CHECK(f.db.get(TaskId{2}).contact == f.b);
}

TEST_CASE("a reference that was turned to the survivor since is a later child") {
    Merged f;
    const TaskId task = f.db.add(Task{.title = "of Charles", .contact = f.friend_of_both});
    f.db.edit(task, [&](Task& t) { t.contact = f.b; });
    const UnmergeResult back = f.db.unmerge(f.merge.id);
    REQUIRE(back.later.count("task") == 1);
    CHECK(back.later.at("task").children.at(0).record.id == task.value);
}

TEST_CASE("later children of merges on merges") {
    Merged f;
    const TaskId first = f.db.add(Task{.title = "to the first survivor", .contact = f.a});
    const ContactId c = f.db.add(Contact{.name = {.given = "Byron"}});
    const TaskId own = f.db.add(Task{.title = "Byron's own", .contact = c});
    const MergeResult outer = f.db.merge(merge_of(c, {f.a}));
    const TaskId last = f.db.add(Task{.title = "to the last survivor", .contact = f.a});
    CHECK(f.db.get(last).contact == c);

    UnmergeOptions options;
    std::vector<std::int64_t> asked;
    options.move = [&](const LaterChild& child) {
        asked.push_back(child.record.id);
        CHECK(child.owner == c.value);
        return child.record.id == first.value ? f.b.value : f.a.value;
    };
    const UnmergeResult inner = f.db.unmerge(f.merge.id, options);
    CHECK(asked == std::vector<std::int64_t>{first.value, last.value});
    CHECK(f.db.get(first).contact == f.b);
    CHECK(f.db.get(last).contact == c);  // the first survivor is part of Byron yet
    CHECK(f.db.get(own).contact == c);
    CHECK(inner.later.at("task").moved == 1);

    const UnmergeResult back = f.db.unmerge(outer.id);
    CHECK(counts(back) == std::map<std::string, std::size_t>{{"task", 1}});
    CHECK(back.later.at("task").children.at(0).record.id == last.value);
    CHECK(findings(f.db) == "");
}

TEST_CASE("what another merge brought is not asked about") {
    Merged f;
    const ContactId c = f.db.add(Merged::person("Anne", "c@x.example"));
    f.db.add(Task{.title = "Anne's", .contact = c});
    const MergeResult second = f.db.merge(merge_of(f.a, {c}));
    CHECK(f.db.unmerge(f.merge.id).later.empty());
    CHECK(f.db.unmerge(second.id).later.empty());
    CHECK(f.db.get(c).emails.size() == 1);
    CHECK(findings(f.db) == "");
}

TEST_CASE("what came while a merge was taken back is the survivor's own") {
    Merged f;
    const TaskId during = f.db.add(Task{.title = "while merged", .contact = f.a});
    const TransactionId apart = f.db.unmerge(f.merge.id).transaction;
    f.db.add(Task{.title = "while apart", .contact = f.a});
    f.db.tag(f.a, "while apart");
    f.db.undo(apart);
    const UnmergeResult back = f.db.unmerge(f.merge.id);
    CHECK(counts(back) == std::map<std::string, std::size_t>{{"task", 1}});
    CHECK(back.later.at("task").children.at(0).record.id == during.value);
}

TEST_CASE("a host that moves to somebody else is refused, and nothing is written") {
    Merged f;
    f.live_on();
    const auto merged = dump(f.db);
    UnmergeOptions options;
    options.move = [&](const LaterChild&) { return f.friend_of_both.value; };
    const Error error = expect_error(Code::invalid_argument, [&] { f.db.unmerge(f.merge.id, options); });
    CHECK(test::says(error, "neither the survivor nor"));
    CHECK_FALSE(error.record().empty());
    CHECK(difference(merged, dump(f.db)) == "");
    options.move = [](const LaterChild&) -> std::int64_t { throw Error(Code::cancelled, "no"); };
    expect_error(Code::cancelled, [&] { f.db.unmerge(f.merge.id, options); });
    CHECK(difference(merged, dump(f.db)) == "");
}

TEST_CASE("what cannot move stays and is named") {
    auto db = Database::open(":memory:");
    const OrganizationId group = db.add(Organization{.name = "Group"});
    const OrganizationId a = db.add(Organization{.name = "A Ltd"});
    const OrganizationId b = db.add(Organization{.name = "B Ltd", .parent = group});
    const auto merge = db.merge(merge_of(a, {b})).id;
    db.edit(a, [](Organization& o) { o.parent = {}; });
    db.edit(group, [&](Organization& o) { o.parent = a; });  // and B belongs to the group when it is back
    UnmergeOptions options;
    options.move = [&](const LaterChild&) { return b.value; };
    const UnmergeResult back = db.unmerge(merge, options);
    CHECK(db.get(b).parent == group);
    CHECK(db.get(group).parent == a);
    CHECK(back.later.at("organization").added == 1);
    CHECK(back.later.at("organization").moved == 0);
    CHECK(back.later.at("organization").children.at(0).owner == a.value);
    REQUIRE(back.kept.size() == 1);
    CHECK(back.kept.front().record == RecordRef{"organization", group.value});
    CHECK(back.kept.front().field == "parent");
    CHECK_FALSE(back.kept.front().reason.empty());
    CHECK(findings(db) == "");
}

TEST_CASE("a part that the other record has already does not move") {
    Merged f;
    f.db.unmerge(f.merge.id);
    f.db.edit(f.b, [](Contact& c) { c.emails.push_back({.address = "both@x.example"}); });
    f.db.edit(f.a, [](Contact& c) { c.emails.push_back({.address = "both@x.example"}); });
    const auto merge = f.db.merge(merge_of(f.a, {f.b})).id;
    const auto drop = [](Contact& c) {
        std::erase_if(c.emails, [](const Email& email) { return email.address == "both@x.example"; });
    };
    f.db.edit(f.a, drop);
    f.db.edit(f.a, [](Contact& c) { c.emails.push_back({.address = "BOTH@x.example"}); });
    UnmergeOptions options;
    options.move = [&](const LaterChild&) { return f.b.value; };
    const UnmergeResult back = f.db.unmerge(merge, options);
    CHECK(f.db.get(f.b).emails.size() == 2);  // its own came back
    CHECK(back.later.at("email").added == 1);
    CHECK(back.later.at("email").moved == 0);
    REQUIRE(back.kept.size() == 1);
    CHECK(back.kept.front().field == "email");
    CHECK(findings(f.db) == "");
}

TEST_CASE("what went home with one merge and was put back is a later child of the other") {
    auto db = Database::open(":memory:");
    const ContactId a = db.add(Merged::person("Ada", "a@x.example"));
    const ContactId b = db.add(Merged::person("Augusta", "b@x.example"));
    const ContactId c = db.add(Merged::person("Anne", "c@x.example"));
    const TaskId task = db.add(Task{.title = "of b", .contact = b});
    const InteractionId call = db.add(Interaction{.participants = {b}, .subject = "with b"});
    const auto inner = db.merge(merge_of(a, {b})).id;
    const auto outer = db.merge(merge_of(c, {a})).id;
    db.unmerge(inner);
    db.edit(task, [&](Task& t) { t.contact = a; });
    db.edit(call, [&](Interaction& i) { i.participants = {a}; });
    CHECK(counts(db.unmerge(outer)) == std::map<std::string, std::size_t>{{"participant", 1}, {"task", 1}});
    CHECK(findings(db) == "");
}

TEST_CASE("later children when the journal is gone") {
    Merged f;
    f.live_on();
    f.now += std::chrono::hours(48);
    f.db.add(Contact{.name = {.given = "Newest"}});
    f.db.history().prune(f.now);
    const UnmergeResult back = f.db.unmerge(f.merge.id);
    CHECK(back.later_is_partial);
    // Records by their creation, links by the number in them; an e-mail has neither.
    CHECK(counts(back) == std::map<std::string, std::size_t>{{"field_value", 1},
                                                             {"list_member", 1},
                                                             {"participant", 1},
                                                             {"relationship", 1},
                                                             {"tagging", 1},
                                                             {"task", 1}});
    CHECK(findings(f.db) == "");
}

TEST_CASE("later children of organizations") {
    auto db = Database::open(":memory:");
    const OrganizationId a = db.add(Organization{.name = "A Ltd"});
    const OrganizationId b = db.add(Organization{.name = "B Ltd"});
    const ContactId c = db.add(Contact{.name = {.given = "C"}});
    const auto merge = db.merge(merge_of(a, {b})).id;
    const OrganizationId child = db.add(Organization{.name = "Mill", .parent = b});
    const EmploymentId job = db.add(Employment{.contact = c, .organization = b, .title = "Miller"});
    UnmergeOptions options;
    options.move = [&](const LaterChild&) { return b.value; };
    const UnmergeResult back = db.unmerge(merge, options);
    CHECK(counts(back) == std::map<std::string, std::size_t>{{"employment", 1}, {"organization", 1}});
    CHECK(db.get(child).parent == b);
    CHECK(db.get(job).organization == b);
    CHECK(findings(db) == "");
}
