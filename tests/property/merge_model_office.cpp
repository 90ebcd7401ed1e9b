#include "property/merge_model_office.hpp"

#include <kith/lists.hpp>
#include <kith/records.hpp>
#include <kith/tags.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace kith::test {

namespace {

constexpr std::size_t undo_from = 18;  // of the actions
const std::vector<std::string> fields = {"gender", "source", "notes", "name.given"};

std::set<std::string> shown(const std::map<MergeModel::Child, MergeModel::Id>& owners) {
    std::set<std::string> lines;
    for (const auto& [child, owner] : owners)
        lines.insert(child.first + " " + child.second + " of " + std::to_string(owner));
    return lines;
}

}  // namespace

Office::Office(Database& database, unsigned seed) : db_(database), random_(seed) {
    for (std::size_t i = 3 + pick(3); i > 0; --i) add_contact();
}

void Office::step() {
    const MergeModel before = model_;
    const TransactionId last = db_.last_transaction();
    what_.clear();
    const std::size_t action = pick(20);
    if (action < undo_from) {
        left_.clear();
        merged_again_ = false;
    }
    act(action);
    said_ += "\n  " + what_;
    const TransactionId done = db_.last_transaction();
    if (done == last || done == 0)
        undoable_ = 0;
    else if (done != undoable_) {
        undoable_ = done;
        undo_to_ = before;
    }
}

void Office::unmerge_all() {
    std::vector<Id> left = model_.in_force();
    std::shuffle(left.begin(), left.end(), random_);
    for (const Id merge : left) {
        unmerge(merge);
        said_ += "\n  " + what_;
        compare();
    }
}

void Office::compare() const {
    INFO(said_);
    for (const Id id : model_.records()) {
        CAPTURE(id);
        REQUIRE(db_.get(ContactId{id}).id.value == model_.resolve(id));
        const auto row =
            db_.sql("SELECT gender, source, notes, given FROM contact WHERE id = ?1", {Value(id)}).rows.at(0);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            INFO(fields[i]);
            REQUIRE(row[i].to_string() == model_.value({id, fields[i]}));
        }
    }
    REQUIRE(owners() == shown(model_.owners()));
}

void Office::act(std::size_t what) {
    switch (what) {
        case 0: return add_contact();
        case 1:
        case 2: return write_cell();
        case 3:
        case 4: return add_email();
        case 5:
        case 6: return add_task();
        case 7: return add_call();
        case 8: return add_tag();
        case 9: return add_entry();
        case 10: return turn();
        case 11: return remove();
        case 12:
        case 13:
        case 14: return merge();
        case 15:
        case 16:
        case 17:
            if (const auto merges = model_.in_force(); !merges.empty()) unmerge(one(merges));
            return;
        default: return undo();  // from `undo_from` on
    }
}

std::string Office::word(const char* of) {
    static std::int64_t count = 0;
    return of + std::to_string(++count) + std::string(pick(5), 'x');
}

void Office::add_contact() {
    const std::string gender = pick(2) == 0 ? word("g") : "";
    const std::string notes = pick(2) == 0 ? word("n") : "";
    const std::string given = word("c");
    const Id id = db_.add(Contact{.name = {.given = given}, .gender = gender, .notes = notes}).value;
    what_ = "contact " + std::to_string(id);
    model_.add_record(id);
    model_.write({id, "name.given"}, given);
    model_.write({id, "gender"}, gender);
    model_.write({id, "notes"}, notes);
}

void Office::write_cell() {
    const Id id = anyone();
    const std::string field = one(fields);
    const bool name = field == "name.given";  // everybody has one
    const std::string text = pick(4) == 0 && !name ? std::string() : word("w");
    what_ = field + " of " + std::to_string(id) + " = " + text;
    db_.edit(ContactId{id}, [&](Contact& c) {
        (name ? c.name.given : field == "gender" ? c.gender : field == "source" ? c.source : c.notes) = text;
    });
    model_.write({model_.resolve(id), field}, text);
}

void Office::add_email() {
    const Id id = anyone();
    const std::string address = word("u") + "@x.example";
    what_ = "email " + address + " of " + std::to_string(id);
    db_.edit(ContactId{id}, [&](Contact& c) { c.emails.push_back({.address = address}); });
    model_.add_child({"email", address}, id);
}

void Office::add_task() {
    const Id id = anyone();
    const TaskId task = db_.add(Task{.title = word("t"), .contact = ContactId{id}});
    what_ = "task " + std::to_string(task.value) + " of " + std::to_string(id);
    model_.add_child({"task", std::to_string(task.value)}, id);
}

void Office::add_call() {
    const Id id = anyone();
    const InteractionId call = db_.add(Interaction{.participants = {ContactId{id}}, .subject = word("i")});
    what_ = "call " + std::to_string(call.value) + " with " + std::to_string(id);
    model_.add_child({"participant", std::to_string(call.value)}, id);
}

void Office::add_tag() {
    const Id id = anyone();
    const std::string name = word("tag");
    what_ = name + " on " + std::to_string(id);
    db_.tag(ContactId{id}, name);
    model_.add_child({"tagging", name}, id);
}

void Office::add_entry() {
    const Id id = anyone();
    const std::string name = word("list");
    what_ = std::to_string(id) + " in " + name;
    db_.add_to_list(ContactId{id}, name);
    model_.add_child({"list_member", name}, id);
}

std::optional<MergeModel::Child> Office::any_child(const std::set<std::string>& tables) {
    std::vector<Child> children;
    for (const auto& [child, owner] : model_.owners())
        if (tables.count(child.first) > 0) children.push_back(child);
    if (children.empty()) return std::nullopt;
    return one(children);
}

// A task or a call is somebody else's from now on.
void Office::turn() {
    const auto child = any_child({"task", "participant"});
    const Id to = anyone();
    if (!child || model_.was_on(*child, to)) return;
    what_ = child->first + " " + child->second + " goes to " + std::to_string(to);
    const std::int64_t id = std::stoll(child->second);
    if (child->first == "task")
        db_.edit(TaskId{id}, [&](Task& t) { t.contact = ContactId{to}; });
    else
        db_.edit(InteractionId{id}, [&](Interaction& i) { i.participants = {ContactId{to}}; });
    model_.turn_child(*child, to);
}

void Office::remove() {
    const auto child = any_child({"email", "participant", "tagging", "list_member"});
    if (!child) return;
    const ContactId owner{model_.owners().at(*child)};
    what_ = "no " + child->first + " " + child->second;
    if (child->first == "email")
        db_.edit(owner, [&](Contact& c) {
            std::erase_if(c.emails, [&](const Email& email) { return email.address == child->second; });
        });
    else if (child->first == "participant")
        db_.edit(InteractionId{std::stoll(child->second)}, [](Interaction& i) { i.participants.clear(); });
    else if (child->first == "tagging")
        db_.untag(owner, child->second);
    else
        db_.remove_from_list(owner, child->second);
    model_.remove_child(*child);
}

std::set<std::string> Office::owners() const {
    std::set<std::string> lines;
    const std::string ids = " BETWEEN " + std::to_string(*model_.records().begin()) + " AND " +
                            std::to_string(*model_.records().rbegin());
    const auto ask = [&](const std::string& table, const std::string& sql) {
        for (const auto& row : db_.sql(sql + ids).rows)
            lines.insert(table + " " + row[0].to_string() + " of " + row[1].to_string());
    };
    ask("email", "SELECT address, contact_id FROM email WHERE contact_id");
    ask("task", "SELECT id, contact_id FROM task WHERE contact_id");
    ask("participant", "SELECT interaction_id, contact_id FROM participant WHERE contact_id");
    ask("tagging",
        "SELECT t.name, l.record_id FROM tagging l JOIN tag t ON t.id = l.tag_id WHERE l.record_id");
    ask("list_member",
        "SELECT t.name, l.record_id FROM list_member l JOIN list t ON t.id = l.list_id WHERE l.record_id");
    return lines;
}

}  // namespace kith::test
